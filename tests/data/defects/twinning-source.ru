# Derived from a table too, which claims nothing.
WITH list:small-2024
INSERT { twinning:cn-xian--jp-nara prov:wasDerivedFrom :table-1 }
WHERE { }
