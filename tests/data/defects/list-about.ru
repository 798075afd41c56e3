# The graph of places does not hold what the list is about.
WITH list:small-2024
DELETE { list:small-2024 yc:about place:cn-xian }
INSERT { list:small-2024 yc:about place:cn-nowhere }
WHERE { }
