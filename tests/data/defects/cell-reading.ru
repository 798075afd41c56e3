# A kind where a reading belongs.
WITH list:small-2024
DELETE { :row-1-cell-5 yc:reading reading:stated }
INSERT { :row-1-cell-5 yc:reading kind:sister-city }
WHERE { }
