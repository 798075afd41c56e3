# A link to something other than Wikidata.
WITH <https://example.org/twins/places>
DELETE { place:jp-koshu owl:sameAs wd:Q248723 }
INSERT { place:jp-koshu owl:sameAs <https://example.org/koshu> }
WHERE { }
