"""Candidates that `youcheng wikidata find` wrote down, put to a person together with those of the gazetteer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from ..mapping.linking.candidates import By, Sought
from ..mapping.linking.classes import PlaceClass
from ..mapping.linking.index import Entry
from ..mapping.linking.scores import LABEL, Evidence, Scored
from ..mapping.linking.verdicts import Verdict
from ..mapping.names import PlaceName
from ..ontology.errors import UsageError
from .federate.exchange import printable
from .federate.find import Candidate
from .link import Proposal, Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from ..mapping.linking.index import Index
    from ..mapping.places import Links

_WHOLE, _PART = LABEL[By.WHOLE], LABEL[By.DROPPED]


class Found(NamedTuple):
    """One name that was looked for: its country's ISO code, where it is written, and what answered, as written down."""

    key: str
    other: str | None
    country: str
    where: str
    source: str
    candidates: tuple[Candidate, ...]


def read_candidates(path: Path) -> list[Found]:
    """Read what `youcheng wikidata find LIST -f json` wrote; raises UsageError for any other file."""
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no file: name one that `youcheng wikidata find LIST -f json` wrote")
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return [
            Found(
                one["name"], one["other_name"], one["country"], printable(one["where"]), printable(one["source"]),
                tuple(Candidate(**each) for each in one["candidates"]),
            )
            for one in said
        ]  # fmt: skip
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is nothing that `youcheng wikidata find LIST -f json` wrote: {error!r}") from error


def consider(found: list[Found], index: Index, links: Links, left: list[Proposal]) -> list[Proposal]:
    """Give the open names, each with what was found of it, and after them those that the links say have no item.

    A name for which nothing was found, and that the links know, is none of them.
    """
    by_name = {(one.country, one.key): one for one in found if one.candidates}
    shown = [
        _with(each, by_name.pop((each.wanted.sought.country or "", each.wanted.key), None), index) for each in left
    ]
    for one in by_name.values():
        place = links.find(one.country, one.key)
        if place is not None and place.qid is None:
            reason = f"place:{place.id} has no item: {'; '.join(place.evidence)}"
            wanted = Wanted(Sought(one.country, PlaceName(one.key, one.other)), one.key, country=False, where=one.where)
            shown.append(_with(Proposal(wanted, Verdict(None, reason, ()), None), one, index))
    return shown


def _with(proposal: Proposal, found: Found | None, index: Index) -> Proposal:
    """Give a proposal with the items that were found and the gazetteer did not show, the former first."""
    if found is None:
        return proposal
    ranked = proposal.verdict.ranked
    known = {item.entry.qid for item in ranked}
    more = tuple(_scored(each, found, index) for each in found.candidates if each.qid not in known)
    return proposal._replace(verdict=proposal.verdict._replace(ranked=(*more, *ranked)))


def _scored(candidate: Candidate, found: Found, index: Index) -> Scored:
    """Give an item as the gazetteer would; its points are those of a name written so, or of a part of one."""
    answered = [printable(name) for name in candidate.answered]
    whole = any(name.rpartition("@")[0] in {found.key, found.other} for name in answered)
    label = Evidence("label", _WHOLE if whole else _PART, f"in Wikidata {', '.join(answered)}")
    home = Evidence("country", 0, f"in {found.country.upper()}")
    return Scored(index.item(candidate.qid) or _entry(candidate, found, index), (label, home))


def _entry(candidate: Candidate, found: Found, index: Index) -> Entry:
    return Entry(
        qid=candidate.qid,
        kind=printable(", ".join(filter(None, (*candidate.classes, candidate.over)))),
        classes=PlaceClass(0),
        country=index.country(found.country) or "",
        parent="",
        latitude="",
        longitude="",
        population=candidate.people,
        label=printable(candidate.label_en or candidate.label_zh or candidate.qid),
        source=found.source,
        licence="CC0-1.0",
        codes=(),
        tied=False,
    )
