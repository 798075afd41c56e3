# The graph of places does not hold a partner.
WITH <https://example.org/twins/places>
DELETE { place:jp-nara a schema:Place , schema:City }
WHERE { place:jp-nara a schema:Place , schema:City }
