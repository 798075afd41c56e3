# A level that the scheme does not have.
WITH list:small-2024
DELETE { :row-1 yc:level level:prefecture }
INSERT { :row-1 yc:level level:galaxy }
WHERE { }
