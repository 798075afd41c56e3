# A row before the first.
WITH list:small-2024
DELETE { :row-2 yc:order 2 }
INSERT { :row-2 yc:order 0 }
WHERE { }
