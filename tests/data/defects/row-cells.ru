# A row without its cells.
WITH list:small-2024
DELETE { :row-2 yc:cell ?cell }
WHERE { :row-2 yc:cell ?cell }
