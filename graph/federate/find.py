"""Items that answer to the names of a list which are linked to none, by exact label or alias in their country.

These are candidates for a person to judge: nothing is linked from here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from ...mapping.linking.classes import ending
from ...mapping.spelling import is_han, simplified
from .endpoints import origin
from .exchange import printable
from .inline import values
from .statements import ENTITY, qid, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ...mapping.names import PlaceName
    from ...mapping.places import Links
    from ...mapping.records import Reading
    from .client import Client
    from .deadline import Deadline
    from .table import Table, Term

BATCH = 50
_HAN_TAGS = ("zh", "zh-hans", "zh-hant", "zh-cn", "zh-tw", "ja", "mul")
UNKNOWN = "unknown"
"""Stands for a value that Wikidata knows to exist only."""
_QUESTION = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?name ?country ?item ?label_en ?label_zh ?label_mul ?class ?point ?population ?dissolved WHERE {
  %s
  ?item rdfs:label|skos:altLabel ?name ; wdt:P17 ?country .
  OPTIONAL { ?item rdfs:label ?label_en FILTER (LANG(?label_en) = "en") }
  OPTIONAL { ?item rdfs:label ?label_zh FILTER (LANG(?label_zh) = "zh") }
  OPTIONAL { ?item rdfs:label ?label_mul FILTER (LANG(?label_mul) = "mul") }
  OPTIONAL { ?item wdt:P31 ?kind . ?kind rdfs:label ?class FILTER (LANG(?class) IN ("en", "mul")) }
  OPTIONAL { ?item wdt:P625 ?point }
  OPTIONAL { ?item wdt:P1082 ?population }
  OPTIONAL { ?item wdt:P576 ?dissolved }
}"""


class Wanted(NamedTuple):
    """A name without an item: as written, its country (ISO code and QID), and where it stands."""

    name: PlaceName
    code: str
    country: str
    where: str


@dataclass
class Candidate:
    """An item that answers to a name, with what tells it from others."""

    qid: str
    label_en: str = ""
    label_zh: str = ""
    classes: list[str] = field(default_factory=list)
    point: str = ""
    population: str = ""
    dissolved: str = ""
    answered: list[str] = field(default_factory=list)

    @property
    def people(self) -> int | None:
        """Give the population as a number; None where it is not known, or known only to exist."""
        try:
            return int(float(self.population))
        except (ValueError, OverflowError):
            return None

    @property
    def over(self) -> str:
        """Give in words that the item is no longer what it was; nothing where it is."""
        return f"dissolved{when(self.dissolved)}" if self.dissolved else ""


class Found(NamedTuple):
    """A name with its candidates, which endpoint gave them on which day, and when, where that was a kept answer.

    Of several answers the oldest counts.
    """

    wanted: Wanted
    candidates: tuple[Candidate, ...]
    source: str
    kept: datetime | None

    def plain(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        wanted = self.wanted
        said = {"name": wanted.name.key, "other_name": wanted.name.other, "country": wanted.code, "where": wanted.where}
        return {**said, "source": self.source, "candidates": [vars(candidate) for candidate in self.candidates]}


def wanted(reading: Reading, links: Links) -> list[Wanted]:
    """Give each name of a list that no item is linked to, once; one whose country has no item cannot be looked for."""
    found: dict[tuple[str, str], Wanted] = {}
    for row in reading.rows:
        country = links.country_of(row)
        for code, name in ((row.home, row.party), (country.id if country else "", row.partner)):
            home, place = links.places.get(code), links.find(code, name.key)
            if home and home.qid and (place is None or place.qid is None):
                where = f"{reading.descriptor.name()}, line {row.line}"
                found.setdefault((code, name.key), Wanted(name, code, home.qid, where))
    return list(found.values())


def find(names: Iterable[Wanted], client: Client, endpoint: str, deadline: Deadline) -> list[Found]:
    """Ask an endpoint for items so named; raises the FederationError of the first request that fails."""
    asked = list(names)
    rows = list(dict.fromkeys((literal, NamedNode(ENTITY + one.country)) for one in asked for literal in _forms(one)))
    answers: dict[tuple[Term | None, str], dict[str, Candidate]] = {}
    given = []
    for some in _batches(rows):
        answer = client.select(endpoint, _QUESTION % values(("name", "country"), some), deadline)
        given.append(answer)
        _collect(answer.content, answers)
    oldest = min((answer.retrieved for answer in given), default=None)
    kept = min((answer.retrieved for answer in given if answer.kept), default=None)
    source = f"{origin(endpoint)[1]}-{oldest:%Y-%m-%d}" if oldest else ""
    return [Found(one, tuple(_of(one, answers)), source, kept) for one in asked]


def as_json(found: Iterable[Found]) -> str:
    """Give the names with their candidates as JSON."""
    return json.dumps([one.plain() for one in found], ensure_ascii=False, indent=2) + "\n"


def as_text(found: Iterable[Found]) -> str:
    """Give the names with their candidates for a person, and what they may do with them."""
    lines = []
    for one in found:
        country = one.wanted.code.upper()
        lines.append(f"{one.wanted.name.key} ({country}), {one.wanted.where}: {len(one.candidates)} candidates")
        for item in one.candidates:
            people = f"{item.people:,} people" if item.people else ""
            said = (item.label_zh, item.label_en, ", ".join(item.classes), people, item.point, item.over)
            lines.append(f"  {item.qid}  {' · '.join(filter(None, said))}  (answers to {', '.join(item.answered)})")
    lines.append(
        "Nothing was linked: `-f json > found.json`, then `youcheng link LIST --review --candidates found.json` puts "
        "these to a person."
    )
    return "\n".join(lines) + "\n"


def _batches(rows: list[tuple[Literal, NamedNode]]) -> Iterator[list[tuple[Literal, NamedNode]]]:
    """Give rows in batches of a polite size."""
    yield from (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _forms(one: Wanted) -> Iterator[Literal]:
    """Give the labels the name would have, in each tag it may stand under; in Chinese also without its ending."""
    main = one.name.main
    if is_han(main):
        bare = ending(main, one.code).base
        for form in dict.fromkeys((main, simplified(main), bare, simplified(bare))):
            yield from (Literal(form, language=tag) for tag in _HAN_TAGS if len(form) > 1)
    for other in filter(None, (one.name.other, None if is_han(main) else main)):
        yield from (Literal(other, language=tag) for tag in dict.fromkeys((one.name.language or "en", "en", "mul")))


def _collect(table: Table, answers: dict[tuple[Term | None, str], dict[str, Candidate]]) -> None:
    for row in table.rows:
        terms = dict(zip(table.variables, row, strict=True))
        said = {name: printable(term.value) for name, term in terms.items() if isinstance(term, Literal)}
        if terms["dissolved"] is not None:  # a value that is only known to exist is no literal
            said.setdefault("dissolved", UNKNOWN)
        said.setdefault("label_en", said.get("label_mul", ""))
        item, country = (qid(str(getattr(terms[name], "value", ""))) for name in ("item", "country"))
        if not item:
            continue
        known = answers.setdefault((terms["name"], country), {}).setdefault(item, Candidate(item))
        for key in ("label_en", "label_zh", "point", "population", "dissolved"):
            setattr(known, key, said.get(key, getattr(known, key)))
        known.classes = sorted({*known.classes, *([said["class"]] if "class" in said else [])})


def _of(one: Wanted, answers: dict[tuple[Term | None, str], dict[str, Candidate]]) -> Iterator[Candidate]:
    """Give the candidates of a name, those that answer to more of its forms first."""
    found: dict[str, Candidate] = {}
    for form in _forms(one):
        for item, candidate in answers.get((form, one.country), {}).items():
            kept = found.setdefault(item, candidate)
            kept.answered = sorted({*kept.answered, f"{form.value}@{form.language}"})
    yield from sorted(found.values(), key=lambda candidate: (-len(candidate.answered), candidate.qid))
