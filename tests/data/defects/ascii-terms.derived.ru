# An IRI in Chinese in a derived graph.
WITH <https://example.org/twins/derived/twinned-with>
INSERT { <https://example.org/西安> yc:twinnedWith place:jp-nara }
WHERE { }
