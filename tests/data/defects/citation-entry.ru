# An entry without its number.
WITH list:small-2024
DELETE { :cite-1 yc:number ?number }
WHERE { :cite-1 yc:number ?number }
