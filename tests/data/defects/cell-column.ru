# A cell of no column.
WITH list:small-2024
DELETE { :row-2-cell-3 yc:column ?column }
WHERE { :row-2-cell-3 yc:column ?column }
