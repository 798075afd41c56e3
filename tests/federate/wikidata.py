"""Real extracts of Wikidata as RDF in its shape: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from pyoxigraph import Literal, NamedNode, Triple

from youcheng.mapping.gazetteer import rows as gazetteer_rows
from youcheng.mapping.places import LINKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

DATA = Path(__file__).parent.parent / "data" / "wikidata"
WD, WDS = "http://www.wikidata.org/entity/", "http://www.wikidata.org/entity/statement/"
REFERENCE, VALUE = "http://www.wikidata.org/reference/", "http://www.wikidata.org/value/"
PROP = "http://www.wikidata.org/prop/"
WIKIBASE = "http://wikiba.se/ontology#"
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
DERIVED = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
DATE_TIME = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
WKT = NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")
LANGUAGES = {"label_en": "en", "label_zh": "zh", "label_zh_hans": "zh-hans", "label_zht": "zh-hant"}
PRECISION = {1: 9, 2: 10, 3: 11}  # of a date by its parts: a year, a month, a day
WHOLE = "Q3955"  # the entity that is there with all its statements

Node = NamedNode | Literal


def linked() -> set[str]:
    """Give the QIDs that the reviewed links name."""
    return set(re.findall(r"\twd:(Q\d+)\t", LINKS.read_text(encoding="utf-8")))


def countries() -> set[str]:
    """Give the QIDs of the gazetteer's countries."""
    return {cells["qid"] for cells in gazetteer_rows() if cells["kind"] == "country"}


def pairs(file: Path = DATA / "p190.tsv") -> list[dict[str, str]]:
    """Give the pairs of P190."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def world() -> Iterator[Triple]:
    """Give everything: the linked places, their partners, all countries; the pairs; one whole entity."""
    ends = {pair[end] for pair in pairs() for end in ("qid_a", "qid_b")}
    yield from items((linked() | ends) - {WHOLE})
    yield from (
        triple for triple in ties(pairs()) if not str(triple.subject).startswith((f"<{WD}{WHOLE}", f"<{WDS}{WHOLE}"))
    )
    yield from entity(DATA / f"{WHOLE}.json")


def items(qids: Collection[str] | None = None, most: int | None = None) -> Iterator[Triple]:
    """Give labels, country, coordinate and population of items: these and all countries, or the first."""
    seen: set[str] = set()
    for cells in gazetteer_rows():
        wanted = qids is None or cells["qid"] in qids or cells["kind"] == "country"
        if cells["qid"] in seen or not wanted:
            continue
        if most is not None and len(seen) == most:
            return
        seen.add(cells["qid"])
        yield from _item(cells)


def _item(cells: dict[str, str]) -> Iterator[Triple]:
    item = NamedNode(WD + cells["qid"])
    for column, language in LANGUAGES.items():
        if cells[column]:
            yield Triple(item, LABEL, Literal(cells[column], language=language))
    if cells["country_qid"]:
        yield Triple(item, direct("P17"), NamedNode(WD + cells["country_qid"]))
    if cells["lat"] and cells["lon"]:
        yield Triple(item, direct("P625"), Literal(f"Point({cells['lon']} {cells['lat']})", datatype=WKT))
    if cells["population"].isdigit():
        yield Triple(item, direct("P1082"), Literal(f"+{cells['population']}", datatype=DECIMAL))


def ties(rows: Iterable[dict[str, str]]) -> Iterator[Triple]:
    """Give P190 as statements, in the direction or directions they had; a year as Wikidata keeps one."""
    for row in rows:
        ways = [(row["qid_a"], row["qid_b"]), (row["qid_b"], row["qid_a"])]
        for one, other in ways if row["both_directions"] == "1" else ways[:1]:
            statement = stated(one, other)
            yield from _statement(one, statement, "P190", NamedNode(WD + other))
            yield Triple(NamedNode(WD + one), direct("P190"), NamedNode(WD + other))
            for name, dates in (("P580", row["start_date"]), ("P582", row["end_date"])):
                for date in filter(None, dates.split("|")):
                    yield from _date(statement, name, date)


def stated(one: str, other: str) -> NamedNode:
    """Give the statement of a pair on the first of them, as ``ties`` names it."""
    return NamedNode(f"{WDS}{one}-{uuid5(NAMESPACE_URL, f'{one} P190 {other}')}")


def _date(statement: NamedNode, name: str, date: str) -> Iterator[Triple]:
    parts = [int(part) for part in date.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    value = f"{year:04}-{month:02}-{day:02}T00:00:00Z"
    yield from moment(statement, "qualifier", name, value, PRECISION[len(parts)])


def entity(file: Path) -> Iterator[Triple]:
    """Give an entity of Wikidata's JSON: labels and statements with qualifiers, references and ranks."""
    for qid, said in json.loads(file.read_text(encoding="utf-8"))["entities"].items():
        item = NamedNode(WD + qid)
        for label in said["labels"].values():
            yield Triple(item, LABEL, Literal(label["value"], language=label["language"]))
        for name, claims in said["claims"].items():
            best = "preferred" if any(claim["rank"] == "preferred" for claim in claims) else "normal"
            for claim in claims:
                yield from _claim(qid, name, claim)
                if claim["rank"] == best:
                    yield Triple(item, direct(name), _node(claim["mainsnak"]))


def _claim(qid: str, name: str, claim: dict[str, Any]) -> Iterator[Triple]:
    statement = NamedNode(WDS + claim["id"].replace("$", "-"))
    yield from _statement(qid, statement, name, _node(claim["mainsnak"]), claim["rank"])
    for qualifier, snaks in claim.get("qualifiers", {}).items():
        for snak in snaks:
            yield from _snak(statement, "qualifier", qualifier, snak)
    for reference in claim.get("references", ()):
        node = NamedNode(REFERENCE + reference["hash"])
        yield Triple(statement, DERIVED, node)
        for said, snaks in reference["snaks"].items():
            for snak in snaks:
                yield from _snak(node, "reference", said, snak)


def _statement(qid: str, statement: NamedNode, name: str, node: Node, rank: str = "normal") -> Iterator[Triple]:
    yield Triple(NamedNode(WD + qid), NamedNode(PROP + name), statement)
    yield Triple(statement, NamedNode(f"{PROP}statement/{name}"), node)
    yield Triple(statement, NamedNode(WIKIBASE + "rank"), NamedNode(f"{WIKIBASE}{rank.capitalize()}Rank"))


def _snak(subject: NamedNode, kind: str, name: str, snak: dict[str, Any]) -> Iterator[Triple]:
    if snak["datatype"] == "time":
        time = snak["datavalue"]["value"]
        yield from moment(subject, kind, name, time["time"].lstrip("+"), time["precision"])
    else:
        yield Triple(subject, NamedNode(f"{PROP}{kind}/{name}"), _node(snak))


def moment(subject: NamedNode, kind: str, name: str, value: str, precision: int) -> Iterator[Triple]:
    """Give a time of a statement or reference, with its precision in a node of its own."""
    node = NamedNode(VALUE + uuid5(NAMESPACE_URL, f"{value} {precision}").hex)
    date = Literal(value, datatype=DATE_TIME)
    yield Triple(subject, NamedNode(f"{PROP}{kind}/{name}"), date)
    yield Triple(subject, NamedNode(f"{PROP}{kind}/value/{name}"), node)
    yield Triple(node, NamedNode(WIKIBASE + "timeValue"), date)
    yield Triple(node, NamedNode(WIKIBASE + "timePrecision"), Literal(str(precision), datatype=INTEGER))


def _node(snak: dict[str, Any]) -> Node:
    value = snak["datavalue"]["value"]
    match snak["datatype"]:
        case "wikibase-item":
            return NamedNode(f"{WD}{value['id']}")
        case "quantity":
            return Literal(value["amount"], datatype=DECIMAL)
        case "globe-coordinate":
            return Literal(f"Point({value['longitude']} {value['latitude']})", datatype=WKT)
        case "url":
            return NamedNode(value)
        case "monolingualtext":
            return Literal(value["text"], language=value["language"])
    return Literal(value)


def direct(name: str) -> NamedNode:
    """Give the property of a best value."""
    return NamedNode(f"{PROP}direct/{name}")


def write(file: Path, triples: Iterable[Triple]) -> Path:
    """Write triples as N-Triples."""
    file.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
    return file
