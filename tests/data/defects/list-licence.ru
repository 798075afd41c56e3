# Neither licence nor rights.
WITH list:small-2024
DELETE { list:small-2024 dcterms:rights ?rights }
WHERE { list:small-2024 dcterms:rights ?rights }
