# Beyond the date line.
WITH <https://example.org/twins/places>
DELETE { place:jp-nara schema:longitude 135.8 }
INSERT { place:jp-nara schema:longitude -181.0 }
WHERE { }
