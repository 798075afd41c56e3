# A date of reading that is a mere string.
WITH list:small-2024
DELETE { :cite-1 yc:retrieved "2024-01-01"^^xsd:date }
INSERT { :cite-1 yc:retrieved "2024-01-01" }
WHERE { }
