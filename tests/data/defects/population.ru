# Fewer than no people.
WITH list:small-2024
DELETE { :row-1 yc:population 354500 }
INSERT { :row-1 yc:population -5 }
WHERE { }
