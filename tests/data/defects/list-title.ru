# A title in English alone.
WITH list:small-2024
DELETE { list:small-2024 dcterms:title "友好城市一览表"@zh }
INSERT { list:small-2024 dcterms:title "Twinnings"@en }
WHERE { }
