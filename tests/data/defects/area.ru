# No area.
WITH list:small-2024
DELETE { :row-1 yc:area 276.84 }
INSERT { :row-1 yc:area 0.0 }
WHERE { }
