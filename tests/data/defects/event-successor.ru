# The graph of places does not hold the successor.
WITH list:small-2024
DELETE { :note-1-succession yc:successor place:jp-koshu }
INSERT { :note-1-succession yc:successor place:jp-nowhere }
WHERE { }
