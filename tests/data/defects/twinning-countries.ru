# Both partners lie in one country.
WITH <https://example.org/twins/places>
DELETE { place:jp-nara schema:containedInPlace place:jp }
INSERT { place:jp-nara schema:containedInPlace place:cn }
WHERE { }
