"""Answers of the Reconciliation Service API 0.2 (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/).

Entities are Wikidata items, so what a client matched here it can go on with at any service of that identifier space.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from ..mapping.candidates import Sought
from ..mapping.classes import PlaceClass
from ..mapping.names import PlaceName, read_name
from ..mapping.spelling import han_key, is_han, latin_key
from ..mapping.territories import country_key, territory
from ..mapping.verdicts import judge
from ..ontology.errors import BadReconciliation
from .store import ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Store

    from ..mapping.index import Entry, Index
    from ..mapping.scores import Scored

Json = dict[str, Any]

BATCH = 50
"""The most queries of one batch."""

WIKIDATA = "http://www.wikidata.org/entity/"
SCHEMA = "https://w3id.org/youcheng/ontology#"
TYPES = {
    "place": ("Place that can have ties", PlaceClass.FIRST | PlaceClass.SECOND | PlaceClass.SETTLEMENT | PlaceClass.QUARTER),
    "first-level": ("Province, state or region", PlaceClass.FIRST),
    "second-level": ("Prefecture, county or district", PlaceClass.SECOND),
    "settlement": ("City, town or village", PlaceClass.SETTLEMENT),
    "quarter": ("Part of a city", PlaceClass.QUARTER),
    "country": ("Country", PlaceClass.COUNTRY),
}
PROPERTIES = {
    "country": "Country", "parent": "What it lies in", "population": "Population", "latin": "Name in Latin letters",
    "kind": "Kind of place", "label_en": "Name in English", "label_zh": "Name in Chinese", "latitude": "Latitude",
    "longitude": "Longitude", "iso": "ISO 3166-2 code", "source": "Source of the row", "licence": "Licence of the row",
    "place": "Place of the graph", "names": "Names in the graph", "partners": "Places it is twinned with",
}  # fmt: skip
_ITEM = re.compile(r"(?:wd:|http://www\.wikidata\.org/entity/)?(Q[1-9]\d{0,11})")
_LIMIT, _MOST, _LONGEST, _SUGGESTED, _LOOKED_THROUGH = 10, 50, 300, 20, 2000
_LINKED = "SELECT ?item ?place ?name WHERE { ?place owl:sameAs ?item ; rdfs:label|skos:altLabel ?name }"
_PARTNERS = """SELECT DISTINCT ?item ?name WHERE {
  ?place owl:sameAs <%s> ; yc:twinnedWith ?other .
  ?other rdfs:label ?name . OPTIONAL { ?other owl:sameAs ?item }
} ORDER BY ?other ?name"""


class Reviewed(NamedTuple):
    """A place of the graph with its names."""

    place: str
    names: tuple[str, ...]


class Reconciler:
    """Answers over the gazetteer, and over the graph of a release where one is given."""

    def __init__(self, index: Index, base: str, store: Store | None = None) -> None:
        self.index, self.base, self.store = index, base.rstrip("/"), store
        self.reviewed: dict[str, Reviewed] = {}
        self._by_name: dict[str, set[str]] = {}
        for solution in ask(store, _LINKED) if store else ():
            qid, name = solution["item"].value.removeprefix(WIKIDATA), solution["name"].value
            before = self.reviewed.get(qid, Reviewed(solution["place"].value, ()))
            self.reviewed[qid] = before._replace(names=tuple(dict.fromkeys((*before.names, name))))
            self._by_name.setdefault(_key(name), set()).add(qid)

    def manifest(self) -> Json:
        """Give the service manifest."""
        suggest = {
            kind: {"service_url": self.base, "service_path": f"/suggest/{kind}"} for kind in ("entity", "type", "property")
        }
        return {
            "versions": ["0.2"],
            "name": "Places that can have ties (youcheng)",
            "identifierSpace": WIKIDATA,
            "schemaSpace": SCHEMA,
            "defaultTypes": [_type("place")],
            "batchSize": BATCH,
            "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
            "preview": {"url": f"{self.base}/preview/{{{{id}}}}", "width": 420, "height": 200},
            "suggest": suggest,
            "extend": {
                "propose_properties": {"service_url": self.base, "service_path": "/properties"},
                "property_settings": [],
            },
        }

    def results(self, batch: object) -> Json:
        """Give the candidates of each query of a batch; raises BadReconciliation where it is none, or too big (413)."""
        if not isinstance(batch, dict):
            raise BadReconciliation("queries is not a JSON object of queries by their keys")
        if len(batch) > BATCH:
            raise BadReconciliation(f"{len(batch)} queries in one batch, where {BATCH} are the most", status=413)
        return {str(key): {"result": self.result(key, query)} for key, query in batch.items()}

    def result(self, key: str, query: object) -> list[Json]:
        """Give the candidates of one query, the best first."""
        said = _Query.read(key, query)
        known = _ITEM.fullmatch(said.text)
        entry = self.index.item(known[1]) if known else None
        if entry:
            return [self.candidate(entry, 100, match=True)]
        sought = Sought(self.country(said.properties), said.name(), said.population())
        verdict = judge(self.index, sought)
        linked = {qid for qid in self._by_name.get(_key(said.text), ()) if self.fits(qid, sought)}
        found = [self.scored(item, match=not linked and item == verdict.item) for item in verdict.ranked]
        found = [each for each in found if each["id"] not in linked]
        for qid in sorted(linked):
            if entry := self.index.item(qid):
                found.insert(0, self.candidate(entry, 100, match=len(linked) == 1, features={"reviewed": 1}))
        fit = [each for each in found if said.of_type({each["type"][0]["id"]} if each["type"] else set())]
        return sorted(fit, key=lambda each: -each["score"])[: said.limit]

    def fits(self, qid: str, sought: Sought) -> bool:
        """Tell whether a reviewed place lies in the country that a query names."""
        home = self.index.country(sought.country) if sought.country else None
        entry = self.index.item(qid)
        return entry is not None and (home is None or entry.country in {home, ""})

    def country(self, properties: Mapping[str, Any]) -> str | None:
        """Give the ISO code of the country that a query names by QID, code or name."""
        for value in _values(properties.get("country")):
            if known := _ITEM.fullmatch(value):
                return self.index.code(known[1])
            code = value.lower() if self.index.country(value.lower()) else territory(value)
            named = self.index.countries(country_key(value))
            if code or len(named) == 1:
                return code or named[0]
        return None

    def scored(self, item: Scored, *, match: bool) -> Json:
        """Give a candidate with what speaks for it as features."""
        features = {each.what: each.points for each in item.evidence}
        return self.candidate(item.entry, max(item.points, 0), match=match, features=features)

    def candidate(self, entry: Entry, score: float, *, match: bool, features: Mapping[str, float] | None = None) -> Json:
        """Give a reconciliation candidate."""
        return {
            "id": entry.qid,
            "name": entry.label,
            "description": self.description(entry),
            "type": [_type(name) for name in _types(entry)],
            "score": score,
            "match": match,
            "features": [{"id": name, "value": value} for name, value in (features or {}).items()],
        }

    def description(self, entry: Entry) -> str:
        """Say what and where an item is."""
        country = self.index.item(entry.country) if entry.country and entry.country != entry.qid else None
        said = [entry.kind, entry.parent, country.label if country else "", f"{entry.population:,} people" if entry.population else ""]
        return ", ".join(part for part in said if part)

    def suggest_entities(self, prefix: str, cursor: int) -> Json:
        """Give the items whose names begin so, or the item of that QID."""
        known = _ITEM.fullmatch(prefix.strip())
        key = _key(prefix)
        qids = [known[1]] if known else [name.qid for name in self.index.beginning(key, _LOOKED_THROUGH)] if key else []
        entries = [entry for qid in dict.fromkeys(qids) if (entry := self.index.item(qid))]
        return {
            "result": [
                {
                    "id": entry.qid,
                    "name": entry.label,
                    "description": self.description(entry),
                    "notable": [_type(name) for name in _types(entry)],
                }
                for entry in entries[cursor : cursor + _SUGGESTED]
            ]
        }

    def preview(self, qid: str) -> str | None:
        """Give a small HTML page about an item, or None where there is none."""
        entry = self.index.item(qid)
        if entry is None:
            return None
        chinese = next((name.name for name in self.index.names(qid) if name.han), "")
        reviewed = self.reviewed.get(qid)
        lines = [
            escape(self.description(entry)),
            f'<a href="https://www.wikidata.org/wiki/{qid}" target="_blank" rel="noopener">{qid}</a> · {escape(entry.source)}',
        ]
        if reviewed:
            lines.append(f"In the graph: {escape(', '.join(reviewed.names[:5]))}")
        body = "".join(f"<p>{line}</p>" for line in lines)
        title = escape(f"{entry.label} {chinese}".strip())
        return (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body><h1>{title}</h1>{body}</body></html>\n"
        )

    def extension(self, query: object) -> Json:
        """Give the values of properties of items; raises BadReconciliation where the query is none."""
        ids, wanted = _extension_query(query)
        rows = {each: {name: list(self.values(each, name)) for name in wanted} for each in ids}
        meta: list[Json] = [{"id": name, "name": PROPERTIES.get(name, name)} for name in wanted]
        for each in meta:
            if each["id"] in {"country", "partners"}:
                each["type"] = _type("country" if each["id"] == "country" else "place")
        return {"meta": meta, "rows": rows}

    def values(self, qid: str, name: str) -> Iterator[Json]:
        """Give the values of one property of an item, as the API writes them."""
        entry, reviewed = self.index.item(qid), self.reviewed.get(qid)
        if entry is None:
            return
        if name == "country" and (country := self.index.item(entry.country)):
            yield {"id": country.qid, "name": country.label}
        elif name == "population" and entry.population:
            yield {"int": entry.population}
        elif name in {"latitude", "longitude"} and (degrees := getattr(entry, name)):
            yield {"float": float(degrees)}
        elif name == "iso":
            yield from ({"str": code} for code in entry.codes)
        elif name in {"parent", "kind", "source", "licence"} and (text := getattr(entry, name)):
            yield {"str": text}
        elif name in {"label_en", "label_zh", "latin"}:
            yield from ({"str": text} for text in self.labels(qid, name))
        elif name == "place" and reviewed:
            yield {"str": reviewed.place}
        elif name == "names" and reviewed:
            yield from ({"str": text} for text in reviewed.names)
        elif name == "partners" and reviewed and self.store:
            yield from self.partners(self.store, qid)

    def labels(self, qid: str, name: str) -> list[str]:
        """Give the Chinese labels of an item, its English ones, or its names in other scripts than Chinese."""
        every = self.index.names(qid)
        if name == "label_en":
            return [each.name for each in every if each.language == "en" and each.main]
        return list(dict.fromkeys(each.name for each in every if each.han == (name == "label_zh")))

    def partners(self, store: Store, qid: str) -> Iterator[Json]:
        """Give the places that an item is twinned with in the graph; one without an item by its name only."""
        given = set()
        for solution in ask(store, _PARTNERS % (WIKIDATA + qid)):
            item = solution["item"]
            node = item.value.removeprefix(WIKIDATA) if item else solution["name"].value
            if node not in given:
                given.add(node)
                entry = self.index.item(node)
                yield {"id": node, "name": entry.label} if entry else {"str": solution["name"].value}


class _Query(NamedTuple):
    """One reconciliation query, checked."""

    text: str
    types: tuple[str, ...]
    limit: int
    properties: dict[str, Any]

    @classmethod
    def read(cls, key: str, query: object) -> _Query:
        if not isinstance(query, dict):
            raise BadReconciliation(f"query {key} is not a JSON object")
        text, limit, types = query.get("query", ""), query.get("limit", _LIMIT), query.get("type", [])
        listed = query.get("properties", [])
        if not isinstance(text, str) or len(text) > _LONGEST:
            raise BadReconciliation(f"query {key}: query is not a text of at most {_LONGEST} characters")
        if not isinstance(limit, int | float) or isinstance(limit, bool) or limit < 1:
            raise BadReconciliation(f"query {key}: limit {limit!r} is not a positive number")
        if not isinstance(listed, list) or not all(isinstance(each, dict) and "pid" in each and "v" in each for each in listed):
            raise BadReconciliation(f"query {key}: properties is not a list of objects with pid and v")
        properties = {str(each["pid"]): each["v"] for each in listed}
        if not text.strip() and not properties:
            raise BadReconciliation(f"query {key} has neither a query text nor properties")
        return cls(text.strip(), tuple(_values(types)), min(int(limit), _MOST), properties)

    def name(self) -> PlaceName:
        """Give the name as a list would write it; what the properties say of it is added."""
        text = self.text or next(iter(_values(self.properties.get("label_zh"))), "") or "?"
        read = read_name(text) if is_han(text) else PlaceName(text, text)
        other = next(iter(_values(self.properties.get("latin"))), None)
        parent = next(iter(_values(self.properties.get("parent"))), None)
        return read._replace(other=read.other or other, qualifier=read.qualifier or parent)

    def population(self) -> int | None:
        """Give the stated population, if it is a number."""
        for value in _values(self.properties.get("population")):
            plain = value.replace(",", "").partition(".")[0]
            if plain.isdecimal() and len(plain) < len("10000000000"):
                return int(plain)
        return None

    def of_type(self, types: set[str]) -> bool:
        """Tell whether an item of these types answers; a type that is not known here asks for nothing."""
        wanted = {each for each in self.types if each in TYPES}
        return not wanted or bool(wanted & types) or ("place" in wanted and "country" not in types)


def suggested(known: Mapping[str, str], prefix: str, cursor: int) -> Json:
    """Give the types or properties whose id or name begins so."""
    begun = prefix.strip().lower()
    found = [(each, name) for each, name in known.items() if each.startswith(begun) or name.lower().startswith(begun)]
    return {"result": [{"id": each, "name": name} for each, name in found[cursor : cursor + _SUGGESTED]]}


def type_names() -> dict[str, str]:
    """Give the types with their names."""
    return {each: name for each, (name, _) in TYPES.items()}


def proposed(type_id: str, limit: int | None) -> Json:
    """Give the properties that can be fetched for a type."""
    listed = [{"id": each, "name": name} for each, name in PROPERTIES.items()]
    said: Json = {"type": type_id, "properties": listed[:limit]}
    return said if limit is None else said | {"limit": limit}


def _extension_query(query: object) -> tuple[list[str], list[str]]:
    if not isinstance(query, dict) or not isinstance(query.get("ids"), list) or not isinstance(query.get("properties"), list):
        raise BadReconciliation("extend is not a JSON object with a list of ids and a list of properties")
    ids = [each for each in query["ids"] if isinstance(each, str)]
    wanted = [each["id"] for each in query["properties"] if isinstance(each, dict) and isinstance(each.get("id"), str)]
    if len(ids) < len(query["ids"]) or len(wanted) < len(query["properties"]):
        raise BadReconciliation("extend: an id is not a text, or a property has no id")
    if len(ids) > _LOOKED_THROUGH:
        raise BadReconciliation(f"{len(ids)} ids in one request, where {_LOOKED_THROUGH} are the most", status=413)
    return ids, wanted


def _values(value: object) -> list[str]:
    """Give the values of a property as texts: the id of an entity, or what was written."""
    every = value if isinstance(value, list) else [value]
    texts = [each.get("id") or each.get("name") if isinstance(each, dict) else each for each in every]
    return [str(each).strip() for each in texts if each is not None and str(each).strip()]


def _types(entry: Entry) -> list[str]:
    return [name for name, (_, classes) in TYPES.items() if name != "place" and entry.classes & classes]


def _type(name: str) -> Json:
    said: Json = {"id": name, "name": TYPES[name][0]}
    return said if name in {"place", "country"} else said | {"broader": [{"id": "place", "name": TYPES["place"][0]}]}


def _key(text: str) -> str:
    return han_key(text) if is_han(text) else latin_key(text)
