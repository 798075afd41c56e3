# A third partner, in a country that a partner lies in already.
WITH list:small-2024
INSERT { twinning:cn-xian--jp-nara yc:partner place:jp-koshu }
WHERE { }
