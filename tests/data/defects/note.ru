# A note that the list does not have.
WITH list:small-2024
INSERT { :row-2 yc:note :note-9 }
WHERE { }
