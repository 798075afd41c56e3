# A list of no authority.
WITH list:small-2024
DELETE { list:small-2024 yc:authority ?authority }
WHERE { list:small-2024 yc:authority ?authority }
