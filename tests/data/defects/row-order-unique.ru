# Two second rows.
WITH list:small-2024
DELETE { :row-1 yc:order 1 }
INSERT { :row-1 yc:order 2 }
WHERE { }
