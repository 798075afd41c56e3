"""``youcheng validate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import DONE, FOUND_WRONG, release_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "check the release, or an RDF file, against the shapes"
EXAMPLE = "youcheng validate dist/lists/xian-2023-05.ttl"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="an RDF file instead of the release: a whole graph, or lists alone, whose places the release then gives",
    )
    release_option(parser)


def run(arguments: Namespace) -> int:
    """Print whether it conforms, or each result with the list, line and cell it comes from."""
    from ..store import open_file, open_release
    from ..terminal import step
    from ..validate import add_places, needs_places, validate

    if arguments.file is None:
        store = open_release(arguments.release)
    else:
        store = open_file(arguments.file)
        if needs_places(store):
            taken = add_places(store, open_release(arguments.release))
            print(f"{arguments.file} describes no place: {taken} are taken from {arguments.release}", file=sys.stderr)
    with step("validating"):
        report = validate(store)
    for result in report.results:
        print(result)
    counted = f"{len(report.violations)} violation(s), {len(report.warnings)} warning(s)"
    print(f"{'conforms' if report.conforms else 'does not conform'}: {counted}")
    return DONE if report.conforms else FOUND_WRONG
