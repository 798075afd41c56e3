# A column read into two fields.
WITH list:small-2024
INSERT { :table-1-column-5 csvw:name "population" }
WHERE { }
