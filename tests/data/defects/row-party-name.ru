# A row without the Chinese side.
WITH list:small-2024
DELETE { :row-2 yc:partyName ?name }
WHERE { :row-2 yc:partyName ?name }
