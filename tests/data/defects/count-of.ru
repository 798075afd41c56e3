# A count of something else.
WITH list:small-2024
DELETE { :count-1 yc:counts "countries" }
INSERT { :count-1 yc:counts "planets" }
WHERE { }
