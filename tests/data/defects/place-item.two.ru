# Two items.
WITH <https://example.org/twins/places>
INSERT { place:jp-koshu owl:sameAs wd:Q99999 }
WHERE { }
