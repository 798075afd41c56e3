"""Answers of the Reconciliation Service API 0.2 (https://reconciliation-api.github.io/specs/0.2/).

Entities are Wikidata items, so what a client matched here it can go on with at any service of that identifier space.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from ..mapping.countries import read_country
from ..mapping.linking.candidates import Sought
from ..mapping.linking.verdicts import MARGIN, judge
from ..mapping.spelling import han_key, is_han, latin_key
from ..mapping.territories import country_key, territory
from ..ontology.errors import BadReconciliation
from .reconcile_query import PROPERTIES, SUGGESTED, Json, Query, extension_query, type_of, types_of, values, writable
from .store import select

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Store

    from ..mapping.linking.index import Entry, Index
    from ..mapping.linking.scores import Scored
    from ..mapping.names import PlaceName

BATCH = 50
"""The most queries of one batch."""

WIKIDATA = "http://www.wikidata.org/entity/"
SCHEMA = "https://w3id.org/youcheng/ontology#"
_ITEM = re.compile(r"(?:wd:|http://www\.wikidata\.org/entity/)?(Q[1-9]\d{0,11})")
_LOOKED_THROUGH = 2000
_UNKNOWN = -100
"""The value of the feature ``country`` or ``type`` where the query names one that is not known."""

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
        for solution in select(store, _LINKED) if store else ():
            qid, name = solution["item"].value.removeprefix(WIKIDATA), solution["name"].value
            before = self.reviewed.get(qid, Reviewed(solution["place"].value, ()))
            self.reviewed[qid] = before._replace(names=tuple(dict.fromkeys((*before.names, name))))
            self._by_name.setdefault(_key(name), set()).add(qid)

    def manifest(self) -> Json:
        """Give the service manifest."""
        suggest = {
            kind: {"service_url": self.base, "service_path": f"/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        }
        return {
            "versions": ["0.2"],
            "name": "Places that can have ties (youcheng)",
            "identifierSpace": WIKIDATA,
            "schemaSpace": SCHEMA,
            "defaultTypes": [type_of("place")],
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
        """Give the candidates of each query of a batch; a wrong one among others gets none, and an ``error``.

        Raises BadReconciliation where it is no batch, where it is too big (413), and where every query is wrong.
        """
        if not isinstance(batch, dict):
            raise BadReconciliation("queries is not a JSON object of queries by their keys")
        if len(batch) > BATCH:
            raise BadReconciliation(f"{len(batch)} queries in one batch, where {BATCH} are the most", status=413)
        if not writable(list(batch)):
            raise BadReconciliation("a key of the batch holds half a surrogate pair, which no answer can repeat")
        answers: Json = {}
        wrong = []
        for key, query in batch.items():
            try:
                answers[key] = {"result": self.result(key, query)}
            except BadReconciliation as error:
                wrong.append(str(error))
                answers[key] = {"result": [], "error": str(error)}
        if wrong and len(wrong) == len(answers):
            raise BadReconciliation("; ".join(wrong))
        return answers

    def result(self, key: str, query: object) -> list[Json]:
        """Give the candidates of one query, the best first; none matches where its country or type is not known."""
        said = Query.read(key, query)
        country = self.country(key, said.properties)
        sought = Sought(country or None, self.name(said), said.population())
        unknown = {name for name, is_so in (("country", country == ""), ("type", said.of_no_type())) if is_so}
        found = self.found(said, sought)
        if "type" not in unknown:
            found = [each for each in found if said.of_type({kind["id"] for kind in each["type"]})]
        for each in found if unknown else ():
            features = [feature for feature in each["features"] if feature["id"] not in unknown]
            features += [{"id": name, "value": _UNKNOWN} for name in sorted(unknown)]
            each |= {"match": False, "score": 0, "features": features}
        return found[: said.limit]

    def name(self, said: Query) -> PlaceName:
        """Give the name of a query; a parent that it gives by a QID alone is called by its label."""
        name = said.name()
        known = _ITEM.fullmatch(name.qualifier or "")
        entry = self.index.item(known[1]) if known else None
        return name._replace(qualifier=entry.label) if entry else name

    def found(self, said: Query, sought: Sought) -> list[Json]:
        """Give the candidates of a query, of whatever type, the best first."""
        known = _ITEM.fullmatch(said.text)
        entry = self.index.item(known[1]) if known else None
        if entry:
            fits = self.fits(entry.qid, sought)
            return [self.candidate(entry, 100 if fits else 0) | {"match": fits}]
        verdict = judge(self.index, sought)
        linked = {qid for qid in self._by_name.get(_key(said.text), ()) if self.fits(qid, sought)}
        meant = linked if len(linked) == 1 and _undisputed(verdict.ranked, sought, *linked) else set()
        found = [self.scored(item, match=not linked and item == verdict.item) for item in verdict.ranked]
        found += [
            self.candidate(entry, 0)
            for qid in linked - {each["id"] for each in found}
            if (entry := self.index.item(qid))
        ]
        for each in found:
            if each["id"] in linked:
                each["features"].append({"id": "reviewed", "value": 1})
            if each["id"] in meant:
                each |= {"match": True, "score": max(each["score"], 100)}
        return sorted(found, key=lambda each: -each["score"])

    def fits(self, qid: str, sought: Sought) -> bool:
        """Tell whether an item is, or lies in, the country that a query names."""
        home = self.index.country(sought.country) if sought.country else None
        entry = self.index.item(qid)
        return entry is not None and (home is None or entry.country in {home, ""} or qid == home)

    def country(self, key: str, properties: Mapping[str, Any]) -> str | None:
        """Give the ISO code of the country that a query names by QID, code or name.

        None where it names none, and an empty text where nothing that it names is a country. Raises BadReconciliation
        where it names several, for a place lies in one.
        """
        stated = values(properties.get("country"))
        found = dict.fromkeys(filter(None, map(self.country_named, stated)))
        if len(found) > 1:
            named = ", ".join(stated)
            raise BadReconciliation(f"query {key}: property country: {named} are several countries: name one")
        return next(iter(found), "") if stated else None

    def country_named(self, value: str) -> str | None:
        """Give the ISO code of a country by its QID, a code of two or three letters, or a name; None for all else."""
        if known := _ITEM.fullmatch(value):
            return self.index.code(known[1])
        named, lower = self.index.countries(country_key(value)), value.lower()
        if self.index.country(lower):
            return lower
        usual = read_country(value.upper() if len(value) == len("USA") else value)
        code = territory(usual) or territory(usual.removesuffix("国"))  # 日本国
        return code if code and self.index.country(code) else named[0] if len(named) == 1 else None

    def scored(self, item: Scored, *, match: bool) -> Json:
        """Give a candidate with what speaks for it as features."""
        features = [{"id": each.what, "value": each.points} for each in item.evidence]
        return self.candidate(item.entry, max(item.points, 0)) | {"match": match, "features": features}

    def candidate(self, entry: Entry, score: float) -> Json:
        """Give a reconciliation candidate that is no match and has no features yet."""
        return {
            "id": entry.qid,
            "name": entry.label,
            "description": self.description(entry),
            "type": [type_of(name) for name in types_of(entry)],
            "score": score,
            "match": False,
            "features": [],
        }

    def description(self, entry: Entry) -> str:
        """Say what and where an item is."""
        country = self.index.item(entry.country) if entry.country and entry.country != entry.qid else None
        said = [
            entry.kind,
            entry.parent,
            country.label if country else "",
            f"{entry.population:,} people" if entry.population else "",
        ]
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
                    "notable": [type_of(name) for name in types_of(entry)],
                }
                for entry in entries[cursor : cursor + SUGGESTED]
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
            f'<a href="https://www.wikidata.org/wiki/{qid}" target="_blank" rel="noopener">{qid}</a>',
            escape(entry.source),
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
        ids, wanted = extension_query(query)
        rows = {each: {name: list(self.property(each, name)) for name in wanted} for each in ids}
        meta: list[Json] = [{"id": name, "name": PROPERTIES.get(name, name)} for name in wanted]
        for each in meta:
            if each["id"] in {"country", "partners"}:
                each["type"] = type_of("country" if each["id"] == "country" else "place")
        return {"meta": meta, "rows": rows}

    def property(self, qid: str, name: str) -> Iterator[Json]:  # noqa: C901 - one case a property
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
        for solution in select(store, _PARTNERS % (WIKIDATA + qid)):
            item = solution["item"]
            node = item.value.removeprefix(WIKIDATA) if item else solution["name"].value
            if node not in given:
                given.add(node)
                entry = self.index.item(node)
                yield {"id": node, "name": entry.label} if entry else {"str": solution["name"].value}


def _key(text: str) -> str:
    return han_key(text) if is_han(text) else latin_key(text)


def _undisputed(ranked: tuple[Scored, ...], sought: Sought, qid: str) -> bool:
    """Tell whether all that a query states speaks for an item that review linked with another list in view.

    Where it states no country, no item of another may answer nearly as well.
    """
    own = next((each for each in ranked if each.entry.qid == qid), None)
    stated = {"parent": sought.name.qualifier, "population": sought.population, "latin": sought.name.other}
    if any(value and (own is None or own.of(what) <= 0) for what, value in stated.items()):
        return False
    home = own.entry.country if own else ""
    rivals = [each.points for each in ranked if each.entry.country != home]
    return bool(sought.country) or all((own.points if own else 0) - points >= MARGIN for points in rivals)
