# A city where a country belongs.
WITH list:small-2024
DELETE { :row-1 yc:country place:jp }
INSERT { :row-1 yc:country place:jp-nara }
WHERE { }
