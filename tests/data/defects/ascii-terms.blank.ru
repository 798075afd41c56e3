# A blank node.
WITH <https://example.org/twins/places>
INSERT { place:jp-nara schema:geo [ schema:elevation 104 ] }
WHERE { }
