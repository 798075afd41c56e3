# Dated by a caption, not by its row.
WITH list:small-2024
DELETE { twinning:cn-xian--jp-nara schema:startDate "1974-02-01"^^xsd:date }
INSERT { twinning:cn-xian--jp-nara schema:startDate "1974"^^xsd:gYear }
WHERE { }
