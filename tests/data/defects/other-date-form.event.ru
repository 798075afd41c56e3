# An event in a month that the year does not have.
WITH list:small-2024
INSERT { :note-1-succession dcterms:date "2005-13"^^xsd:gYearMonth }
WHERE { }
