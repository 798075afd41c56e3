# A day that the calendar does not have.
WITH list:small-2024
DELETE { :caption-1 schema:startDate "1974"^^xsd:gYear }
INSERT { :caption-1 schema:startDate "1974-02-30"^^xsd:date }
WHERE { }
