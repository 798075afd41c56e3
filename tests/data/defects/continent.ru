# A kind where a continent belongs.
WITH list:small-2024
DELETE { :row-1 yc:continent continent:asia }
INSERT { :row-1 yc:continent kind:sister-city }
WHERE { }
