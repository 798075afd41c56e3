# No label.
WITH <https://example.org/twins/places>
DELETE { place:jp-koshu rdfs:label ?label }
WHERE { place:jp-koshu rdfs:label ?label }
