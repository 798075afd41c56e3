# A caption with two dates.
WITH list:small-2024
INSERT { :caption-1 schema:startDate "1975"^^xsd:gYear }
WHERE { }
