# Ended the year before it was signed.
WITH list:small-2024
INSERT { :row-2 schema:endDate "1984-12"^^xsd:gYearMonth }
WHERE { }
