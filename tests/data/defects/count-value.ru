# Fewer than none.
WITH list:small-2024
DELETE { :count-1 yc:value 1 }
INSERT { :count-1 yc:value -1 }
WHERE { }
