# A level where a kind belongs.
WITH list:small-2024
INSERT { twinning:cn-xian--jp-nara dcterms:type level:county }
WHERE { }
