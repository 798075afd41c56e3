# Larger than any region; no population, lest the density be wrong too.
WITH list:small-2024
DELETE { :row-1 yc:population ?persons ; yc:area ?area }
INSERT { :row-1 yc:area 4000000.0 }
WHERE { :row-1 yc:population ?persons ; yc:area ?area }
