# A longitude without its latitude.
WITH <https://example.org/twins/places>
DELETE { place:jp-nara schema:latitude ?latitude }
WHERE { place:jp-nara schema:latitude ?latitude }
