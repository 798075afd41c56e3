"""A country and a name as written to one place, by the reviewed links of links.sssom.tsv (https://w3id.org/sssom/)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..ontology.errors import LinkError, UnlinkedName
from .territories import country_name, is_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .records import Claim, Reading, Row

LINKS = Path(__file__).parent / "links.sssom.tsv"
CHINA = "cn"
HOMES = (CHINA, "hk", "mo", "tw")
"""The ISO 3166-1 codes that list.yaml may give as home: where the side lies whose ties a list gives."""

_NEEDED = ("subject_id", "subject_label", "predicate_id", "object_id", "comment")
EXACT = "skos:exactMatch"
NO_TERM = "sssom:NoTermFound"
BY_HAND = "semapv:ManualMappingCuration"
_PLACE = re.compile(r"place:(?P<id>(?P<country>[a-z]{2})(?:-[a-z0-9]+)*)")
_ITEM = re.compile(r"wd:(?P<qid>Q[1-9]\d*)")


class Place(NamedTuple):
    """A place or a country: its id, its Wikidata item if one is known, its names as written, the evidence.

    Of its names some may be ``unreviewed``: a program linked them, and no person has looked at it.
    """

    id: str
    qid: str | None
    names: tuple[str, ...]
    evidence: tuple[str, ...]
    unreviewed: tuple[str, ...] = ()

    @property
    def country(self) -> str:
        """Give the ISO 3166-1 alpha-2 code, in lower case, of the country the place is or lies in."""
        return self.id[:2]


class Parties(NamedTuple):
    """The places a row speaks of."""

    party: Place
    partner: Place
    country: Place


class Succession(NamedTuple):
    """A place that took over the ties of others, and the places that were merged into it beside the partner."""

    heir: Place
    merged: tuple[Place, ...]


class Links:
    """The reviewed links; every name is looked up in its country, so namesakes elsewhere cannot be met."""

    def __init__(self, places: dict[str, Place], ids: dict[tuple[str, str], str]) -> None:
        self.places, self._ids = places, ids

    def find(self, country: str, name: str) -> Place | None:
        """Give the place of that name in a country (ISO code), or None where the links do not know it."""
        place = self._ids.get((country, name))
        return None if place is None else self.places[place]

    def country(self, name: str) -> Place | None:
        """Give the country of that name."""
        return self.find("", name)

    def country_of(self, row: Row) -> Place | None:
        """Give the country that a row states, or else the only foreign one that has a place of its partner's name."""
        if row.country is not None:
            return self.country(row.country)
        known = {country for country, name in self._ids if name == row.partner.key and country not in {"", row.home}}
        return self.places.get(known.pop()) if len(known) == 1 else None

    def parties(self, row: Row) -> Parties | None:
        """Give the places of a row, or None where one is not known."""
        country = self.country_of(row)
        partner = None if country is None else self.find(country.id, row.partner.key)
        party = self.find(row.home, row.party.key) if row.home in self.places else None
        return None if country is None or partner is None or party is None else Parties(party, partner, country)

    def succession(self, claim: Claim, country: Place) -> Succession | None:
        """Give what a claim says of places of a country that were merged into one; None where it names no successor."""
        if claim.successor is None:
            return None
        heir, *merged = (self.find(country.id, name.key) for name in (claim.successor, *claim.merged))
        return None if heir is None else Succession(heir, tuple(place for place in merged if place))

    def unknown(self, reading: Reading) -> Iterator[tuple[int, UnlinkedName]]:
        """Give every name of a reading that the links do not know, with the order of its row."""
        name = reading.descriptor.name()
        by_order = {row.order: row for row in reading.rows}
        for row in reading.rows:
            for field, written, expected in self._missing(row):
                yield row.order, UnlinkedName(name, row.line, column_of(reading, row, field), written, expected)
        for claim in reading.claims:
            for place in (claim.successor, *claim.merged):
                for order in claim.rows:
                    country = self.country_of(by_order[order]) if order in by_order else None
                    if place and country and self.find(country.id, place.key) is None:
                        yield order, UnlinkedName(name, claim.line, "(note)", place.key, _in_links(country.id))

    def _missing(self, row: Row) -> Iterator[tuple[str, str, str]]:
        if row.home not in self.places:
            yield "party", country_name(row.home), f"a country in links.sssom.tsv, of the home {row.home} of list.yaml"
        if self.find(row.home, row.party.key) is None:
            yield "party", row.party.key, _in_links(row.home)
        country = self.country_of(row)
        if country is None and row.country is None:
            yield "country", row.partner.key, "a name of just one country in links.sssom.tsv, to infer the country from"
        elif country is None:
            yield "country", str(row.country), "a country in links.sssom.tsv"
        elif self.find(country.id, row.partner.key) is None:
            yield "partner", row.partner.key, _in_links(country.id)


def column_of(reading: Reading, row: Row, field: str) -> str:
    """Give the header of a field's column as the document writes it; the field's name where it has no column."""
    table = reading.table_of(row)
    return (table.columns[table.fields.index(field)] if field in table.fields else "") or f"({field})"


def _in_links(country: str) -> str:
    return f"a name in {country} in links.sssom.tsv"


def load_links(path: Path = LINKS) -> Links:
    """Read a SSSOM/TSV file; raises LinkError, with the line, where it contradicts itself or its format."""
    places: dict[str, Place] = {}
    ids: dict[tuple[str, str], str] = {}
    items: dict[str, str] = {}
    for line, cells in _rows(path):
        subject, label, item = cells["subject_id"], cells["subject_label"], cells["object_id"]
        found = _PLACE.fullmatch(subject)
        if not found:
            raise LinkError(
                f"{path}, line {line}: subject_id {subject!r} is not place: and an id such as jp or jp-nara"
            )
        if wrong := _wrong(cells, found["country"]):
            raise LinkError(f"{path}, line {line}: {wrong}")
        qid = _qid(item, path, line)
        key = ("" if found["id"] == found["country"] else found["country"], label)
        before = places.get(found["id"], Place(found["id"], qid, (), ()))
        if before.qid != qid:
            above = NO_TERM if before.qid is None else f"wd:{before.qid}"
            raise LinkError(f"{path}, line {line}: {subject} is {item} here and {above} in a line above")
        if qid and items.setdefault(qid, found["id"]) != found["id"]:
            raise LinkError(f"{path}, line {line}: {item} is {subject} here and place:{items[qid]} in a line above")
        if key in ids:
            raise LinkError(f"{path}, line {line}: {label!r} is {subject} here and place:{ids[key]} in a line above")
        ids[key] = found["id"]
        places[found["id"]] = before._replace(
            names=(*before.names, label),
            evidence=(*before.evidence, cells["comment"]),
            unreviewed=(*before.unreviewed, *([] if _reviewed(cells) else [label])),
        )
    return Links(places, ids)


def _wrong(cells: dict[str, str], country: str) -> str:
    """Say what a row holds that cannot be read as a link, or nothing."""
    if not is_code(country):
        return f"subject_id {cells['subject_id']!r}: {country!r} is no ISO 3166-1 code of a country"
    if cells["predicate_id"] != EXACT:
        return f"predicate_id {cells['predicate_id']!r} is not {EXACT}"
    if modifier := cells.get("predicate_modifier"):
        return f"predicate_modifier {modifier!r}: only what a place is can be read, so take the row out"
    if (confidence := cells.get("confidence")) and not _is_share(confidence):
        return f"confidence {confidence!r} is not a number from 0 to 1"
    return ""


def _is_share(written: str) -> bool:
    try:
        return 0 <= float(written) <= 1
    except ValueError:
        return False


def _reviewed(cells: dict[str, str]) -> bool:
    """Tell whether a person made a link, or looked at one that a program made."""
    by_hand = cells.get("mapping_justification") == BY_HAND
    return by_hand or bool(cells.get("reviewer_id") or cells.get("reviewer_label"))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    except UnicodeDecodeError as error:
        raise LinkError(f"{path}: not in UTF-8: {error}") from error
    if not numbered:
        raise LinkError(
            f"{path}: empty, without a header row: take it away, and `youcheng link` begins it as a copy of the"
            " project's links"
        )
    columns, *rows = (line.rstrip("\r\n").split("\t") for _, line in numbered)
    if missing := [column for column in _NEEDED if column not in columns]:
        raise LinkError(f"{path}: column(s) {', '.join(missing)} missing; see https://w3id.org/sssom/ for the format")
    for (number, _), cells in zip(numbered[1:], rows, strict=True):
        if len(cells) != len(columns):
            raise LinkError(f"{path}, line {number}: not {len(columns)} cells parted by tabs")
        yield number, dict(zip(columns, cells, strict=True))


def _qid(item: str, path: Path, line: int) -> str | None:
    if item == NO_TERM:
        return None
    found = _ITEM.fullmatch(item)
    if not found:
        raise LinkError(f"{path}, line {line}: object_id {item!r} is neither wd: and a QID nor {NO_TERM}")
    return found["qid"]
