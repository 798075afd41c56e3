# A kind that the scheme does not have.
WITH list:small-2024
INSERT { :row-2 dcterms:type kind:pen-friends }
WHERE { }
