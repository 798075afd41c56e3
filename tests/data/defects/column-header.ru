# A column without a header.
WITH list:small-2024
DELETE { :table-1-column-5 csvw:title ?header }
WHERE { :table-1-column-5 csvw:title ?header }
