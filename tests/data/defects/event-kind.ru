# An event of no kind.
WITH list:small-2024
DELETE { :note-1-succession dcterms:type ?kind }
WHERE { :note-1-succession dcterms:type ?kind }
