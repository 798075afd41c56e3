# Beyond the pole.
WITH <https://example.org/twins/places>
DELETE { place:jp-nara schema:latitude 34.68 }
INSERT { place:jp-nara schema:latitude 91.0 }
WHERE { }
