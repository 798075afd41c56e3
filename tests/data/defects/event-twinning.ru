# An event that happened to nothing.
WITH list:small-2024
DELETE { :note-1-succession yc:twinning ?twinning }
WHERE { :note-1-succession yc:twinning ?twinning }
