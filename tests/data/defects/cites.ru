# An entry that the references do not have.
WITH list:small-2024
INSERT { :row-2 yc:cites :cite-9 . :cite-9 a yc:Citation }
WHERE { }
