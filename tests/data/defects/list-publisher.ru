# A publisher without a name.
WITH list:small-2024
DELETE { :publisher foaf:name ?name }
WHERE { :publisher foaf:name ?name }
