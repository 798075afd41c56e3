# Neither linked nor said to be unlinked.
WITH <https://example.org/twins/places>
DELETE { place:jp-koshu owl:sameAs ?item }
WHERE { place:jp-koshu owl:sameAs ?item }
