# A row without the other side.
WITH list:small-2024
DELETE { :row-2 yc:partnerName ?name }
WHERE { :row-2 yc:partnerName ?name }
