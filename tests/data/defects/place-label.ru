# A label in Japanese alone.
WITH <https://example.org/twins/places>
DELETE { place:jp-koshu rdfs:label "甲州市"@zh }
INSERT { place:jp-koshu rdfs:label "甲州市"@ja }
WHERE { }
