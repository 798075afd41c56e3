"""From the names of lists that no link knows yet to links: an item for each that the evidence decides, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ..mapping.linking.candidates import Sought
from ..mapping.linking.link_table import COMPOSITE, LEXICAL, Link
from ..mapping.linking.place_ids import mint, name_of_item, name_without_item
from ..mapping.linking.scores import Evidence, Scored
from ..mapping.linking.ties import tied_with
from ..mapping.linking.verdicts import Verdict, judge
from ..mapping.names import PlaceName
from ..mapping.places import BY_HAND
from ..mapping.territories import country_key, country_name, territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..mapping.linking.index import Entry, Index
    from ..mapping.places import Links
    from ..mapping.records import Reading, Row

_LEAST, _MOST = 0.5, 0.99


class Wanted(NamedTuple):
    """A name that needs a link: under which key, whether it is a country's, and where it is written.

    ``parties`` are the Chinese sides that its rows tie it with, each a country's ISO code and the key of its name.
    """

    sought: Sought
    key: str
    country: bool
    where: str
    parties: frozenset[tuple[str, str]] = frozenset()


class Proposal(NamedTuple):
    """What the evidence says of a name, and the link it makes, or none where it decides nothing."""

    wanted: Wanted
    verdict: Verdict
    link: Link | None


def propose(index: Index, links: Links, readings: Iterable[Reading]) -> list[Proposal]:
    """Decide every name of the readings that the links do not know: countries, Chinese sides, then their partners.

    Last are the partners whose country no link and no evidence tells, none of them linked.
    """
    kept = list(readings)
    minter = Minter(index, links)
    countries = [_country(index, minter, wanted) for wanted in _distinct(_country_names(kept, links))]
    codes = {each.wanted.key: each.link.place for each in countries if each.link}
    places: list[Proposal] = []
    linked: dict[tuple[str | None, str], str | None] = {}
    for wanted in sorted(_distinct(_place_names(kept, links, codes)), key=lambda each: bool(each.parties)):
        verdict = judge(index, replace(wanted.sought, tied=_tied(wanted, links, linked)))
        link = minter.link(wanted, verdict.item) if verdict.item else None
        if verdict.item and link is None:
            verdict = verdict._replace(
                item=None, reason=f"needs a person: {minter.refused(wanted, verdict.item.entry)}"
            )
        linked[wanted.sought.country, wanted.key] = link.qid if link else None
        places.append(Proposal(wanted, verdict, link))
    return [*countries, *places, *_waiting(kept, links, codes)]


def _tied(wanted: Wanted, links: Links, linked: dict[tuple[str | None, str], str | None]) -> frozenset[str]:
    """Give the items that Wikidata ties with the parties of a name, as far as these are linked, as QIDs."""
    known = {party: links.find(*party) for party in wanted.parties}
    qids = [place.qid if place else linked.get(party) for party, place in known.items()]
    return frozenset().union(*(tied_with(qid) for qid in qids if qid))


class Minter:
    """Makes links and the ids of their places, none of them taken by another place."""

    def __init__(self, index: Index, links: Links) -> None:
        self.index = index
        self._ids = {place.qid: place.id for place in links.places.values() if place.qid}
        self._taken = set(links.places)

    def link(self, wanted: Wanted, item: Scored, why: str = "", *, person: bool = False) -> Link | None:
        """Give the link of a name to an item; None where that is refused."""
        entry = item.entry
        if self.refused(wanted, entry):
            return None
        country = self.country(wanted, entry)
        place = self._ids.get(entry.qid) or (
            country if wanted.country else mint(country, name_of_item(self.index, entry), self._taken, entry)
        )
        self._ids[entry.qid] = place
        self._taken.add(place)
        names = {name.name for name in self.index.names(entry.qid) if name.han and name.language.startswith("zh")}
        machine = LEXICAL if wanted.sought.name.main in names else COMPOSITE
        confidence = min(_MOST, max(_LEAST, item.points / 100))
        comment = "; ".join(
            part for part in (why, f"{item.points} points: {item.explained}" if item.evidence else "") if part
        )
        return Link(
            place=place,
            name=wanted.key,
            qid=entry.qid,
            label=entry.label,
            justification=BY_HAND if person else machine,
            confidence=_MOST if person else confidence,
            source=entry.source,
            comment=comment or "chosen by a person",
        )

    def none(self, wanted: Wanted, why: str, *, person: bool) -> Link | None:
        """Give the row that says that no item is known; None where the country is not known either."""
        country = wanted.sought.country
        if country is None or wanted.country:
            return None
        place = mint(country, name_without_item(self.index, country, wanted.sought.name), self._taken)
        self._taken.add(place)
        justification = BY_HAND if person else COMPOSITE
        return Link(place, wanted.key, None, "", justification, _MOST if person else _LEAST, "", why)

    def refused(self, wanted: Wanted, entry: Entry) -> str:
        """Say why a name cannot be linked to an item, or nothing."""
        country, place = self.country(wanted, entry), self._ids.get(entry.qid)
        if not country:
            return f"the country of {entry.label} {entry.qid} is not known"
        if place and (place.partition("-")[0] != country or (place == country) != wanted.country):
            return f"{entry.label} {entry.qid} is place:{place} already"
        if wanted.country and place is None and country in self._taken:
            return f"place:{country} is another item already"
        return ""

    def country(self, wanted: Wanted, entry: Entry) -> str:
        """Give the ISO code of the country an item is or lies in; nothing where neither item nor list says it."""
        if wanted.country:
            return self.index.code(entry.qid) or ""
        return wanted.sought.country or self.index.code(entry.country) or ""


def _country(index: Index, minter: Minter, wanted: Wanted) -> Proposal:
    """Decide a country by its usual name, or by the one country of the gazetteer that is labelled so."""
    usual = territory(wanted.key)
    found = [usual] if usual else index.countries(country_key(wanted.key))
    qid = index.country(found[0]) if len(found) == 1 else None
    entry = index.item(qid) if qid else None
    if entry is None:
        return Proposal(wanted, Verdict(None, "no country is known by that name", ()), None)
    words = (
        f"the CLDR's name of {found[0].upper()}" if usual else f"the only country labelled so, ISO {found[0].upper()}"
    )
    item = Scored(entry, (Evidence("country", 99, words),))
    if reason := minter.refused(wanted, entry):
        return Proposal(wanted, Verdict(None, f"needs a person: {reason}", (item,)), None)
    return Proposal(wanted, Verdict(item, words, (item,)), minter.link(wanted, item))


def _country_names(readings: list[Reading], links: Links) -> Iterator[Wanted]:
    for reading in readings:
        home = reading.descriptor.home
        if home not in links.places:
            name = country_name(home)
            yield Wanted(
                Sought(None, PlaceName(name)), name, country=True, where=_line(reading, reading.title_line or 1)
            )
        for row in reading.rows:
            if row.country is not None and links.country(row.country) is None:
                sought = Sought(None, PlaceName(row.country))
                yield Wanted(sought, row.country, country=True, where=_line(reading, row.line))


def _place_names(readings: list[Reading], links: Links, codes: dict[str, str]) -> Iterator[Wanted]:
    """Give the names of places that no link knows; partners in countries not told are in ``_waiting``."""
    for reading in readings:
        home, about = reading.descriptor.home, PlaceName(reading.descriptor.about)
        named: list[tuple[str | None, PlaceName, Row | None, str]]
        named = []
        if territory(about.main) is None:
            named.append((home, about, None, _line(reading, reading.title_line or 1)))
        by_order: dict[int, str | None] = {}
        for row in reading.rows:
            known, country = _partner_country(row, links, codes)
            by_order[row.order] = country
            named.append((home, row.party, None, _line(reading, row.line)))
            if known:
                named.append((country, row.partner, row, _line(reading, row.line)))
        for claim in reading.claims:
            for name in (claim.successor, *claim.merged):
                orders = [order for order in claim.rows if by_order.get(order)]
                if name and orders:
                    named.append((by_order[orders[0]], name, None, _line(reading, claim.line)))
        for code, written, stating, where in named:
            if not _known(links, code, written, stating):
                stated = (stating.population, stating.level) if stating else (None, None)
                said = Sought(code, written, *stated, not_in=None if code else home)
                parties = frozenset([(home, stating.party.key)] if stating else [])
                yield Wanted(said, written.key, country=False, where=where, parties=parties)


def _partner_country(row: Row, links: Links, codes: dict[str, str]) -> tuple[bool, str | None]:
    """Tell whether the country of a row's partner is settled, and its code; a row may state none."""
    if row.country is None:
        place = links.country_of(row)
        return True, None if place is None else place.id
    place = links.country(row.country)
    code = place.id if place else codes.get(row.country)
    return code is not None, code


def _waiting(readings: list[Reading], links: Links, codes: dict[str, str]) -> Iterator[Proposal]:
    """Give, once, each partner that cannot be sought because its row's country is not told: open, and for a person."""
    found: dict[tuple[str, str], Proposal] = {}
    for reading in readings:
        for row in reading.rows:
            if row.country is not None and not _partner_country(row, links, codes)[0]:
                wanted = Wanted(
                    Sought(None, row.partner, row.population, row.level, not_in=row.home),
                    row.partner.key,
                    country=False,
                    where=_line(reading, row.line),
                )
                reason = f"waits for its country: {row.country!r} ({wanted.where}) is not linked"
                found.setdefault((row.country, wanted.key), Proposal(wanted, Verdict(None, reason, ()), None))
    yield from found.values()


def _known(links: Links, country: str | None, name: PlaceName, row: Row | None) -> bool:
    if country is None:
        return row is None or links.parties(row) is not None
    return links.find(country, name.key) is not None


def _line(reading: Reading, line: int) -> str:
    return f"{reading.descriptor.name()}, line {line}"


def _distinct(names: Iterable[Wanted]) -> list[Wanted]:
    """Give each name once in its country, with what any of its mentions states."""
    found: dict[tuple[str | None, str], Wanted] = {}
    for wanted in names:
        key = (wanted.sought.country, wanted.key)
        before = found.setdefault(key, wanted)
        one, other = before.sought, wanted.sought
        name = one.name if one.name.other else one.name._replace(other=other.name.other, language=other.name.language)
        sought = replace(one, name=name, population=one.population or other.population, level=one.level or other.level)
        found[key] = before._replace(sought=sought, parties=before.parties | wanted.parties)
    return list(found.values())
