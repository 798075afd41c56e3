"""From a name to an item: the gazetteer indexed, candidates, points for and against, the table of links as a file."""
