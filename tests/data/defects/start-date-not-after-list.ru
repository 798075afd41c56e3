# Signed the month after the month of the list.
WITH list:small-2024
DELETE { ?node schema:startDate ?date }
INSERT { ?node schema:startDate "2024-06-01"^^xsd:date }
WHERE { VALUES ?node { :row-2 twinning:cn-xian--jp-katsunuma } ?node schema:startDate ?date }
