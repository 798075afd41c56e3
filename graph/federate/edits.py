"""What the lists know and Wikidata does not: statements and dates to give, and what is held back with the reason."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from ...ontology import term
from ..store import select
from .compare import Dates, Where
from .statements import alike, contradictory, qid

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from pyoxigraph import Store

    from .compare import Case, Comparison, Side
    from .statements import Statement

_SOURCES = """SELECT DISTINCT ?claim ?list ?url ?title ?publisher ?retrieved WHERE {
  ?claim dcterms:isPartOf ?list . ?list a yc:List
  OPTIONAL { ?list dcat:landingPage ?url } OPTIONAL { ?list yc:retrieved ?retrieved }
  OPTIONAL { ?list dcterms:title ?title FILTER (LANG(?title) = "zh") }
  OPTIONAL {
    ?list yc:authority authority:official ; yc:about ?place ; dcterms:publisher/foaf:name ?name .
    ?place rdfs:label|skos:altLabel ?name ; owl:sameAs ?publisher
  }
} ORDER BY ?claim ?list ?url"""
_WIKIMEDIA = (".wikipedia.org", ".wikivoyage.org")
"""Hosts of wikis, which Wikidata wants named as the place of an import and not as a source."""


class Doubt(StrEnum):
    """Why a twinning of the lists is not given."""

    UNLINKED = "not linked"
    UNREVIEWED = "link not reviewed"
    LINK = "link in doubt"
    KIND = "another kind of tie"
    ENDED = "ended, not said when"
    DEPRECATED = "deprecated in Wikidata"
    AT_ODDS = "at odds with Wikidata"
    TWICE = "stated twice in Wikidata"
    NO_SOURCE = "no source to name"


class Reference(NamedTuple):
    """A list as a source, as far as known: its address, title in Chinese, publisher's QID, the day it was read."""

    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    retrieved: str | None = None
    there: bool = False
    """Whether the statement has it already: then it is not given again."""

    @property
    def wikimedia(self) -> bool:
        """Tell whether the address is that of a wiki of Wikimedia."""
        return (urlsplit(self.url or "").hostname or "").endswith(_WIKIMEDIA)


class Edit(NamedTuple):
    """A statement to make on one item, or a date to add to one that is there (``exists``), with its references."""

    item: Side
    partner: Side
    start: str | None
    end: str | None
    references: tuple[Reference, ...]
    exists: bool

    @property
    def addressed(self) -> bool:
        """Tell whether a reference says where the list can be read."""
        return any(reference.url for reference in self.references)


class LeftOut(NamedTuple):
    """A twinning of the lists that is not given to Wikidata, why in a word, and why in full."""

    case: Case
    doubt: Doubt
    why: str


class Edits(NamedTuple):
    """What to give to Wikidata, and what is left out with the reason."""

    edits: tuple[Edit, ...]
    left_out: tuple[LeftOut, ...]


def edits(
    store: Store, comparison: Comparison, doubtful: dict[str, str], unreviewed: dict[str, str] | None = None
) -> Edits:
    """Give the edits that a comparison calls for, in both directions.

    ``doubtful`` are QIDs that are no longer sure to be the place and ``unreviewed`` those of links that nobody
    reviewed, each with the reason: they are not edited.
    """
    held_back = {Doubt.UNREVIEWED: unreviewed or {}, Doubt.LINK: doubtful}
    sources = _sources(store, {qid for held in held_back.values() for qid in held})
    made: list[Edit] = []
    left: list[LeftOut] = []
    for case in (case for case in comparison.cases if case.twinning):
        found = list(dict.fromkeys(source for claim in case.claims for source in sources.get(claim.iri, ())))
        wanted = list(_wanted(case, found))
        doubts = [LeftOut(case, doubt, why) for doubt, why in _doubts(case, found, held_back)] if wanted else []
        left += doubts[:1] or [LeftOut(case, Doubt.TWICE, said) for said in wanted if isinstance(said, str)]
        made += [edit for edit in wanted if isinstance(edit, Edit) and not doubts]
    return Edits(tuple(made), tuple(left))


def _doubts(
    case: Case, references: Sequence[Reference], held_back: dict[Doubt, dict[str, str]]
) -> Iterator[tuple[Doubt, str]]:
    """Give what speaks against giving a pair, what the lists say of it and Wikidata in either direction together."""
    if case.where is Where.UNLINKED:
        unlinked = " or ".join(side.zh or side.en for side in (case.one, case.other) if not side.qid)
        yield Doubt.UNLINKED, f"no item is linked to {unlinked}"
    for doubt, held in held_back.items():
        yield from ((doubt, f"{side}: {held[side.qid]}") for side in (case.one, case.other) if side.qid in held)
    if other := sorted(kind.rpartition("/")[2] for kind in case.kinds - {term("kind:sister-city")}):
        yield Doubt.KIND, f"a list calls it {', '.join(other)}, and P190 is for twinnings"
    if case.over and not case.end:
        why = "a list says that it ended or was taken over, but not when: Wikidata would read it as in force"
        yield Doubt.ENDED, why
    if dropped := [statement.one for statement in case.statements if statement.deprecated]:
        yield Doubt.DEPRECATED, f"Wikidata has deprecated it on {' and '.join(dropped)}"
    yield from ((Doubt.AT_ODDS, why) for why in _odds(case))
    if not references:
        yield Doubt.NO_SOURCE, "no list that states it has an address or a Chinese title"


def _odds(case: Case) -> Iterator[str]:
    """Say where an edit would have Wikidata contradict itself, or the list contradict Wikidata."""
    over = [statement for statement in case.standing if statement.ended]
    ends = {end for statement in over for end in statement.ends}
    ours = ", ".join(sorted(case.starts))
    if over and not (case.end and all(alike(case.end, end) for end in ends)):
        said = f"{', '.join(sorted(ends)) or 'date not known'}, on {_items(over)}"
        lists = f"by the lists {case.end}" if case.end else "by the lists it has not"
        yield f"Wikidata says that it ended ({said}), {lists}: find out which is right"
    dated = [statement for statement in case.standing if statement.starts]
    if case.dates is Dates.DIFFER or contradictory(case.theirs):
        said = f"{', '.join(sorted(case.theirs))}, on {_items(dated)}"
        yield f"Wikidata dates it otherwise ({said}; the lists {ours or 'not at all'}): find out which is right"
    if vague := [statement for statement in case.standing if statement.vague]:
        yield f"Wikidata states a start that is not known to the year (on {_items(vague)}; the lists {ours or 'none'})"


def _items(statements: Sequence[Statement]) -> str:
    return " and ".join(dict.fromkeys(statement.one for statement in statements))


def _wanted(case: Case, references: Sequence[Reference]) -> Iterator[Edit | str]:
    """Give what each direction lacks; in words, where it lacks a date but states the pair more than once."""
    for one, other in ((case.one, case.other), (case.other, case.one)):
        start = next(iter(case.starts)) if len(case.starts) == 1 and not _disputed(case) else None
        end = case.end
        here = [statement for statement in case.standing if statement.one == one.qid]
        start = None if any(statement.started for statement in here) else start
        end = None if any(statement.ended for statement in here) else end
        if not here:
            yield Edit(one, other, start, end, tuple(references), exists=False)
        elif (start or end) and len(here) == 1:
            yield Edit(one, other, start, end, tuple(_marked(references, here[0])), exists=True)
        elif start or end:
            yield f"{one} states it {len(here)} times: which of them the date belongs to cannot be said"


def _marked(references: Sequence[Reference], statement: Statement) -> Iterator[Reference]:
    """Give references, those marked that a statement has: by their address, or by their title where they have none."""
    urls = {unquote(url) for url in statement.urls}
    for reference in references:
        there = unquote(reference.url) in urls if reference.url else reference.title in statement.titles
        yield reference._replace(there=there)


def _disputed(case: Case) -> bool:
    """Tell whether claims state start dates that contradict each other."""
    return contradictory({claim.start for claim in case.claims if claim.start})


def _sources(store: Store, doubtful: Container[str]) -> dict[str, list[Reference]]:
    """Give the lists that state each claim; the publisher where it is the place that its official list is about."""
    found: dict[str, list[Reference]] = {}
    for row in select(store, _SOURCES):
        url, title, retrieved = (row[name].value if row[name] else None for name in ("url", "title", "retrieved"))
        publisher = qid(row["publisher"].value) if row["publisher"] else None
        if url or title:
            reference = Reference(url, title, None if publisher in doubtful else publisher, retrieved)
            found.setdefault(row["claim"].value, []).append(reference)
    return found
