# The area of a city block.
WITH list:small-2024
DELETE { :row-1 yc:area 276.84 }
INSERT { :row-1 yc:area 2.7684 }
WHERE { }
