# An IRI in Chinese.
WITH list:small-2024
INSERT { :remark-1 rdfs:seeAlso <https://example.org/友城> }
WHERE { }
