# An event that no claim tells of.
WITH list:small-2024
DELETE { :note-1-succession prov:wasDerivedFrom ?claim }
WHERE { :note-1-succession prov:wasDerivedFrom ?claim }
