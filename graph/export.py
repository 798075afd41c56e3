"""Quads as text in the formats people ask for, the same bytes every time."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from ..ontology import prefixes, term, triples
from ..ontology.errors import UnknownFormat, UnknownList
from .store import ordered, select
from .wellformed import rdf_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Store

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")  # no more digits than every reader of JSON keeps
_SERIALIZED = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
FORMATS = (*_SERIALIZED, "jsonld")


def dump(quads: Sequence[Quad], form: str, names: dict[str, str]) -> bytes:
    """Give quads, already ordered, in a format; formats without named graphs merge them.

    ``names`` are prefixes beside the project's own. Raises UnknownFormat, naming the formats there are, or what of the
    quads this one cannot write.
    """
    if form not in FORMATS:
        raise UnknownFormat(f"no RDF format {form!r}: the formats are {', '.join(FORMATS)}")
    known = prefixes() | names
    if form == "jsonld":
        return _json_ld(quads, known)
    chosen = _SERIALIZED[form]
    statements: Iterable[Any] = quads if chosen.supports_datasets else merged(quads)
    if form == "rdfxml":
        return rdf_xml(list(statements), known)
    content = serialize(statements, format=chosen, prefixes=known) or b""
    return _tidied(content) if form in {"ttl", "trig"} else content


def export(store: Store, form: str, list_id: str | None = None) -> bytes:
    """Give the graph of a release, or of one list alone; raises UnknownList where the release does not hold it."""
    lists = {
        s["id"].value: s["list"] for s in select(store, "SELECT * WHERE { ?list a yc:List ; dcterms:identifier ?id }")
    }
    if list_id is not None and list_id not in lists:
        raise UnknownList(f"no list {list_id!r} in the release: the lists there are {', '.join(sorted(lists))}")
    graph = None if list_id is None else lists[list_id]
    return dump(ordered(store.quads_for_pattern(None, None, None, graph)), form, minted_prefixes(lists))


def merged(quads: Sequence[Quad]) -> list[Triple]:
    """Give the triples of quads already ordered, each once, in order; those of several graphs are ordered anew."""
    if quads and quads[0].graph_name != quads[-1].graph_name:
        quads = ordered(Quad(*quad.triple) for quad in quads)
    return list(dict.fromkeys(quad.triple for quad in quads))


def minted_prefixes(lists: Mapping[str, NamedNode]) -> dict[str, str]:
    """Give prefixes for what a build mints: places, twinnings, and one for what stands in each list (IRI by id)."""
    names: dict[str, str] = {}
    for list_id, node in sorted(lists.items()):
        names |= minted(node.value.removesuffix(f"list/{list_id}"))
        names[list_id] = f"{node.value}#"
    return names


def minted(base: str) -> dict[str, str]:
    """Give prefixes for the kinds of things that a build mints beneath a base."""
    return {kind: f"{base}{kind}/" for kind in ("place", "twinning", "list", "derived")}


def context(names: dict[str, str]) -> dict[str, Any]:
    """Give the JSON-LD context: every prefix, and IRIs as plain strings for the vocabulary's object properties."""
    owl = term("owl:ObjectProperty")
    linking = [t.subject for t in triples("vocabulary") if isinstance(t.object, NamedNode) and t.object.value == owl]
    short = shortening(names)
    coerced = {short(node.value): {"@type": "@id"} for node in linking if isinstance(node, NamedNode)}
    return {"id": "@id", "type": "@type", **names, **dict(sorted(coerced.items()))}


def _tidied(content: bytes) -> bytes:
    """Sort the prefixes, leave out those not used, set a blank line before each block; literals hold no raw newline."""
    lines = content.decode().split("\n")  # not splitlines: a literal may hold U+2028 and U+0085 as they are
    body = [line for line in lines if line and not line.startswith("@prefix ")]
    text = "\n".join(body)
    declared = sorted(line for line in lines if line.startswith("@prefix ") and line.split()[1] in text)
    blocks = (line if line.startswith(("\t", "}")) else f"\n{line}" for line in body)
    return ("\n".join([*declared, *blocks]) + "\n").encode()


def _json_ld(quads: Sequence[Quad], known: dict[str, str]) -> bytes:
    schemes = _schemes(quads)
    names = {prefix: namespace for prefix, namespace in known.items() if prefix not in schemes}
    said = {name: value for name, value in context(names).items() if name not in schemes}
    short = shortening(names)
    graphs: list[str] = []
    for graph, group in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = ",\n".join(_json(node) for node in _nodes(group, said, short))
        named = None if isinstance(graph, DefaultGraph) else _json(_reference(graph, short))
        graphs.append(nodes if named is None else f'{{"{_word("id", said)}":{named},"@graph":[\n{nodes}]}}')
    listed = ",\n".join(graphs)
    return f'{{"@context":{_json(said)},\n"@graph":[\n{listed}]}}\n'.encode()


def _schemes(quads: Iterable[Quad]) -> set[str]:
    """Give what stands before the first colon of all IRIs: a prefix of that name would be taken for it in JSON-LD."""
    terms = {node for quad in quads for node in (quad.subject, quad.predicate, quad.object, quad.graph_name)}
    nodes = [node.datatype if isinstance(node, Literal) else node for node in terms]
    return {node.value.partition(":")[0] for node in nodes if isinstance(node, NamedNode)}


def _word(keyword: str, said: dict[str, Any]) -> str:
    """Give how a keyword is written: plain, unless it is taken for the scheme of an IRI."""
    return keyword if keyword in said else f"@{keyword}"


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _nodes(quads: Iterable[Quad], said: dict[str, Any], short: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    own = _word("type", said)
    for subject, group in groupby(quads, key=lambda quad: quad.subject):
        node: dict[str, Any] = {_word("id", said): _reference(subject, short)}
        keyed = groupby(group, key=lambda q: own if _is_type(q) else short(q.predicate.value))
        for key, found in keyed:
            plain = key == own or isinstance(said.get(key), dict)
            values = [_value(quad.object, short, said, plain=plain) for quad in found]
            node[key] = values[0] if len(values) == 1 else values
        yield node


def _is_type(quad: Quad) -> bool:
    """Tell whether a quad can be said by the keyword: that takes IRIs and blank nodes only."""
    return quad.predicate == _TYPE and not isinstance(quad.object, Literal)


def _value(node: object, short: Callable[[str], str], said: dict[str, Any], *, plain: bool) -> Any:  # noqa: ANN401 - any JSON value
    """Give an object; ``plain`` says that under its key a string is an IRI."""
    if not isinstance(node, Literal):
        iri = _reference(node, short)
        return iri if plain else {_word("id", said): iri}
    if node.language:
        return {"@language": node.language, "@value": node.value}
    datatype = node.datatype.value.removeprefix(_XSD)
    if datatype == "string":
        return {"@value": node.value} if plain else node.value
    if datatype == "integer" and _INTEGER.fullmatch(node.value):
        return int(node.value)
    return {_word("type", said): short(node.datatype.value), "@value": node.value}


def _reference(node: object, short: Callable[[str], str]) -> str:
    """Give how a node is referred to; raises UnknownFormat for a triple that stands as a term."""
    if isinstance(node, NamedNode):
        return short(node.value)
    if isinstance(node, BlankNode):
        return f"_:{node.value}"
    raise UnknownFormat(f"JSON-LD cannot write {node} as a term: take another format")


def shortening(names: Mapping[str, str]) -> Callable[[str], str]:
    """Give what shortens an IRI by the longest namespace it begins with, unless what is left would read as a path."""
    prefixed = {namespace: prefix for prefix, namespace in sorted(names.items())}
    lengths = sorted({len(namespace) for namespace in prefixed}, reverse=True)  # few, however many lists there are

    @cache  # an IRI stands in many quads
    def short(iri: str) -> str:
        for length in lengths:
            prefix = prefixed.get(iri[:length])
            if prefix is not None:
                local = iri[length:]
                return f"{prefix}:{local}" if local and "/" not in local else iri
        return iri

    return short
