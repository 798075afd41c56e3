# A remark that stands nowhere.
WITH list:small-2024
DELETE { :remark-1 yc:line ?line }
WHERE { :remark-1 yc:line ?line }
