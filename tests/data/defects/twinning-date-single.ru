# Two rows of one list that date one twinning differently.
WITH list:small-2024
INSERT { twinning:cn-xian--jp-nara prov:wasDerivedFrom :row-2 }
WHERE { }
