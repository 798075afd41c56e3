"""From a published list to RDF triples: documents, readers, records, links, templates."""
