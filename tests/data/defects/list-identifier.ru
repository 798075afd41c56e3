# A list without its identifier.
WITH list:small-2024
DELETE { list:small-2024 dcterms:identifier ?id }
WHERE { list:small-2024 dcterms:identifier ?id }
