# Three letters.
WITH <https://example.org/twins/places>
DELETE { place:jp dcterms:identifier "JP" }
INSERT { place:jp dcterms:identifier "JPN" }
WHERE { }
