# The item of another place.
WITH <https://example.org/twins/places>
DELETE { place:jp-koshu owl:sameAs wd:Q248723 }
INSERT { place:jp-koshu owl:sameAs wd:Q169134 }
WHERE { }
