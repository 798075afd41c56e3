# Linked and said to be unlinked.
WITH <https://example.org/twins/places>
INSERT { place:jp-koshu skos:exactMatch sssom:NoTermFound }
WHERE { }
