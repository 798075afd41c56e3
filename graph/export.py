"""Quads as text in the formats people ask for, the same bytes every time."""

from __future__ import annotations

import json
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from ..ontology import prefixes, term, triples
from ..ontology.errors import UnknownFormat, UnknownList
from .store import ordered, select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Store

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
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

    ``names`` are prefixes beside the project's own. Raises UnknownFormat, naming the formats there are.
    """
    if form not in FORMATS:
        raise UnknownFormat(f"no RDF format {form!r}: the formats are {', '.join(FORMATS)}")
    known = prefixes() | names
    if form == "jsonld":
        return _json_ld(quads, known)
    chosen = _SERIALIZED[form]
    statements: Iterable[Any] = quads if chosen.supports_datasets else merged(quads)
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


def merged(quads: Iterable[Quad]) -> list[Triple]:
    """Give the triples of all graphs, each once, in the order of their first quad when sorted by subject."""
    return list(dict.fromkeys(quad.triple for quad in ordered(Quad(*quad.triple) for quad in quads)))


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
    coerced = {compact(node.value, names): {"@type": "@id"} for node in linking if isinstance(node, NamedNode)}
    return {"id": "@id", "type": "@type", **names, **dict(sorted(coerced.items()))}


def _tidied(content: bytes) -> bytes:
    """Sort the prefixes, leave out those not used, set a blank line before each block; literals hold no raw newline."""
    lines = content.decode().splitlines()
    body = [line for line in lines if line and not line.startswith("@prefix ")]
    text = "\n".join(body)
    declared = sorted(line for line in lines if line.startswith("@prefix ") and line.split()[1] in text)
    blocks = (line if line.startswith(("\t", "}")) else f"\n{line}" for line in body)
    return ("\n".join([*declared, *blocks]) + "\n").encode()


def _json_ld(quads: Sequence[Quad], names: dict[str, str]) -> bytes:
    said = context(names)
    short = cache(partial(compact, names=names))  # an IRI stands in many quads
    graphs: list[str] = []
    for graph, group in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = ",\n".join(_json(node) for node in _nodes(group, said, short))
        graphs.append(f'{{"id":{_json(graph.value)},"@graph":[\n{nodes}]}}' if isinstance(graph, NamedNode) else nodes)
    listed = ",\n".join(graphs)
    return f'{{"@context":{_json(said)},\n"@graph":[\n{listed}]}}\n'.encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _nodes(quads: Iterable[Quad], said: dict[str, Any], short: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    for subject, group in groupby(quads, key=lambda quad: quad.subject):
        node: dict[str, Any] = {"id": short(_text(subject))}
        for predicate, objects in groupby(group, key=lambda quad: quad.predicate):
            key = "type" if predicate == _TYPE else short(predicate.value)
            plain = key == "type" or isinstance(said.get(key), dict)
            values = [_value(quad.object, short, plain=plain) for quad in objects]
            node[key] = values[0] if len(values) == 1 else values
        yield node


def _value(node: object, short: Callable[[str], str], *, plain: bool) -> Any:  # noqa: ANN401 - any JSON value
    """Give an object; ``plain`` says that under its key a string is an IRI."""
    if not isinstance(node, Literal):
        iri = short(_text(node))
        return iri if plain else {"id": iri}
    if node.language:
        return {"@language": node.language, "@value": node.value}
    datatype = node.datatype.value.removeprefix(_XSD)
    if datatype == "string":
        return {"@value": node.value} if plain else node.value
    if datatype == "integer" and str(int(node.value)) == node.value:
        return int(node.value)
    return {"type": short(node.datatype.value), "@value": node.value}


def _text(node: object) -> str:
    return str(getattr(node, "value", node))


def compact(iri: str, names: dict[str, str]) -> str:
    """Shorten an IRI by the longest namespace that it begins with, unless what is left would read as a path."""
    fitting = [(namespace, prefix) for prefix, namespace in names.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    namespace, prefix = max(fitting)
    local = iri.removeprefix(namespace)
    return f"{prefix}:{local}" if local and "/" not in local else iri
