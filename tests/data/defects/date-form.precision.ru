# A year typed as a month.
WITH list:small-2024
DELETE { :caption-1 schema:startDate "1974"^^xsd:gYear }
INSERT { :caption-1 schema:startDate "1974"^^xsd:gYearMonth }
WHERE { }
