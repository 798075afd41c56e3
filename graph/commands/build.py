"""``youcheng build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from . import DONE, FOUND_WRONG, RELEASE, links_file, links_option, lists_folders, lists_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ...mapping.records import Reading
    from ..build import Summary

SUMMARY = "make a release: read, link, map, derive, validate, write"
EXAMPLE = "youcheng build --out dist"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument(
        "--out", type=Path, default=RELEASE, metavar="DIR", help="the release to make (default: %(default)s)"
    )
    parser.add_argument(
        "--base", metavar="IRI", help="the base of all minted IRIs (default: https://w3id.org/youcheng/)"
    )
    parser.add_argument(
        "--keep-going", action="store_true", help="leave out the rows and lists that cannot be read, and say which"
    )
    parser.add_argument(
        "--wikidata", type=Path, action="append", default=[], metavar="FILE",
        help="take in what `youcheng wikidata pull` wrote, as a named graph of its date; may be repeated",
    )  # fmt: skip
    lists_option(parser)
    links_option(parser)


def run(arguments: Namespace) -> int:
    """Build, and print a summary; rows or lists left out make it ``found wrong``."""
    from ...mapping.iris import BASE, iris
    from ..build import build

    made = build(
        arguments.out,
        iris(arguments.base or BASE),
        lists=lists_folders(arguments.lists),
        links=links_file(arguments.links),
        keep_going=arguments.keep_going,
        wikidata=arguments.wikidata,
    )
    print(summary(made))
    return FOUND_WRONG if made.left_out or made.unsaid else DONE


def summary(made: Summary) -> str:
    """Give what a build made, for a person."""
    from ...ontology.errors import next_steps
    from ..terminal import table

    rows = [
        [
            reading.descriptor.id,
            reading.descriptor.publisher["zh"],
            str(reading.descriptor.as_of),
            *(str(len(part)) for part in (reading.rows, reading.claims, reading.citations, reading.passed)),
        ]
        for reading in made.readings
    ]
    header = ["list", "publisher", "as of", "rows", "other claims", "citations", "lines passed over"]
    linked = [place for place in made.places if place.qid]
    unlinked = [place for place in made.places if not place.qid]
    parts = [
        table(header, rows, right=(3, 4, 5, 6)),
        f"{made.triples:,} triples; {len(made.places)} places and countries, {len(linked)} linked to Wikidata.",
        f"Derived: {', '.join(f'{count} by {rule}' for rule, count in made.derived.items() if count)}.\n",
    ]
    if unlinked:
        named = ", ".join(f"{place.names[0]} ({place.country.upper()})" for place in unlinked)
        parts.append(f"Not linked, for want of evidence ({len(unlinked)}): {named}.\n")
    if made.report.warnings:
        parts.append(
            _section(f"Warnings ({len(made.report.warnings)}), published with the release:", made.report.warnings)
        )
    if unread := tuple(warning for reading in made.readings for warning in reading.warnings):
        parts.append(_section("Kept as written, with no meaning:", unread))
    if made.left_out:
        parts.append(
            _section(
                f"Left out ({len(made.left_out)} cells that could not be read, have no link or contradict their list):",
                made.left_out,
            )
        )
        parts.append(f"{next_steps(made.left_out)}\n")
        parts.append(
            _section("Rows that are missing for it:", tuple(_missing(each) for each in made.readings if each.lost))
        )
    if made.unsaid:
        parts.append(
            _section(
                f"Left out whole ({len(made.unsaid)} lists not said in full, or that may not be released):", made.unsaid
            )
        )
    parts.append(f"Release: {made.release}")
    return "\n".join(parts)


def _missing(reading: Reading) -> str:
    """Give how many rows of a list are not published, and whether that is all of them."""
    whole = reading.lost + len(reading.rows)
    said = f"{reading.descriptor.id}: {reading.lost} of {whole} rows are not published"
    return said if reading.rows else f"{said}: THE WHOLE LIST IS MISSING"


def _section(head: str, entries: tuple[object, ...]) -> str:
    return "\n".join([head, *(f"  {entry}" for entry in entries)]) + "\n"
