"""Records to N-Quads, of lists and of places: which template takes which record, and the terms of its fields."""
