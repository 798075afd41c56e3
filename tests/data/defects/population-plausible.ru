# A unit of 10,000 persons left out; no area, lest the density be wrong too.
WITH list:small-2024
DELETE { :row-1 yc:population ?persons ; yc:area ?area }
INSERT { :row-1 yc:population 35 }
WHERE { :row-1 yc:population ?persons ; yc:area ?area }
