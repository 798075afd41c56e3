# A row of no list.
WITH list:small-2024
DELETE { :row-1 dcterms:isPartOf list:small-2024 }
WHERE { :row-1 dcterms:isPartOf list:small-2024 }
