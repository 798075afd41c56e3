# A row of no table.
WITH list:small-2024
DELETE { :row-1 dcterms:isPartOf :table-1 }
WHERE { :row-1 dcterms:isPartOf :table-1 }
