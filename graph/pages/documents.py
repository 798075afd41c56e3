"""The documents of a release: what an IRI is, which page shows it, and the SPARQL that gives its RDF."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ... import ontology
from ...ontology.errors import YouchengError

if TYPE_CHECKING:
    from .facts import Facts

REPLACED = Path(__file__).parent / "replaced.tsv"

# The kinds of documents that are what their IRI names; a place or a concept is not a document.
DOCUMENTS = frozenset({"list", "vocabulary", "graph"})

_CLASSES = {
    "yc:Twinning": "twinning",
    "yc:List": "list",
    "schema:Place": "place",
    "skos:Concept": "concept",
    "skos:ConceptScheme": "scheme",
}
_RDF = {
    "place": """CONSTRUCT { <%s> ?p ?o . ?inner ?q <%s> . ?tie ?r ?x . ?partner rdfs:label ?label }
WHERE {
  { <%s> ?p ?o }
  UNION { VALUES ?q { schema:containedInPlace dcterms:isReplacedBy } ?inner ?q <%s> }
  UNION { ?tie yc:partner <%s> ; ?r ?x }
  UNION { ?tied yc:partner <%s> , ?partner . ?partner rdfs:label ?label }
}""",
    "twinning": """CONSTRUCT { <%s> ?p ?o . ?claim ?q ?x . ?cell ?r ?y . ?event ?s ?z . ?partner rdfs:label ?label }
WHERE {
  { <%s> ?p ?o }
  UNION { <%s> prov:wasDerivedFrom ?claim . ?claim ?q ?x }
  UNION { <%s> prov:wasDerivedFrom/yc:cell ?cell . ?cell ?r ?y }
  UNION { ?event yc:twinning <%s> ; ?s ?z }
  UNION { <%s> yc:partner ?partner . ?partner rdfs:label ?label }
}""",
    "scheme": "CONSTRUCT { <%s> ?p ?o . ?c ?q ?x } WHERE { { <%s> ?p ?o } UNION { ?c skos:inScheme <%s> ; ?q ?x } }",
    "graph": "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }",
    "thing": "CONSTRUCT { <%s> ?p ?o } WHERE { <%s> ?p ?o }",
}
_RDF |= {"list": _RDF["graph"], "vocabulary": _RDF["graph"], "concept": _RDF["thing"]}
_LONGEST = 1000
_IRI = re.compile(r"https?://(?:[!$&-;=?-Z_a-z~]|%[0-9A-Fa-f]{2})+")


def kind(facts: Facts, iri: str) -> str | None:
    """Give which kind of document tells of an IRI without fragment, None where the release holds nothing of it."""
    if len(iri) > _LONGEST or not _IRI.fullmatch(iri):
        return None
    if iri == ontology.IRI:
        return "vocabulary"
    for name, found in _CLASSES.items():
        if facts.is_a(iri, name):
            return found
    if facts.is_graph(iri):
        return "graph"
    return "thing" if facts.exists(iri) else None


def rdf(kind: str, iri: str) -> str:
    """Give the CONSTRUCT whose answer is the RDF of a document; ``iri`` is one that ``kind`` was given for."""
    return _RDF[kind].replace("%s", iri)


def replaced(path: Path = REPLACED) -> dict[str, str]:
    """Give the paths that were given up with their successors; raises YouchengError where the table is amiss."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        old, tab, new = line.partition("\t")
        if not (tab and old and new) or old in found:
            raise YouchengError(f"{path}, line {number}: {line!r} is not a path, a tab and the path that replaces it")
        found[old] = new
    return found
