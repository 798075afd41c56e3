# A list without a date.
WITH list:small-2024
DELETE { list:small-2024 dcterms:date ?date }
WHERE { list:small-2024 dcterms:date ?date }
