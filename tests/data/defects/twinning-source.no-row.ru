# Derived from a note alone, and without the date that the row gave it.
WITH list:small-2024
DELETE { twinning:cn-xian--jp-katsunuma prov:wasDerivedFrom :row-2 ; schema:startDate ?date }
WHERE { twinning:cn-xian--jp-katsunuma prov:wasDerivedFrom :row-2 ; schema:startDate ?date }
