# A remark without words.
WITH list:small-2024
DELETE { :remark-1 yc:asWritten ?words }
WHERE { :remark-1 yc:asWritten ?words }
