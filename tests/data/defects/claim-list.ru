# A remark of no list.
WITH list:small-2024
DELETE { :remark-1 dcterms:isPartOf ?list }
WHERE { :remark-1 dcterms:isPartOf ?list }
