"""From quads to answers: store, build, validate, query, export; one verb a module."""
