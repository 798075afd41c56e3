# A day with a time zone.
WITH list:small-2024
DELETE { :caption-1 schema:startDate "1974"^^xsd:gYear }
INSERT { :caption-1 schema:startDate "1974-02-01Z"^^xsd:date }
WHERE { }
