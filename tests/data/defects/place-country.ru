# A place in no country.
WITH <https://example.org/twins/places>
DELETE { place:jp-koshu schema:containedInPlace ?country }
WHERE { place:jp-koshu schema:containedInPlace ?country }
