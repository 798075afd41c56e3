"""``youcheng validate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from . import DONE, FOUND_WRONG, release_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "check the release, or an RDF file, against the shapes"
EXAMPLE = "youcheng validate"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="an RDF file instead of the release")
    release_option(parser)


def run(arguments: Namespace) -> int:
    """Print whether it conforms, or each result with the list, line and cell it comes from."""
    from ..store import open_file, open_release
    from ..terminal import step
    from ..validate import validate

    store = open_release(arguments.release) if arguments.file is None else open_file(arguments.file)
    with step("validating"):
        report = validate(store)
    for result in report.results:
        print(result)
    counted = f"{len(report.violations)} violation(s), {len(report.warnings)} warning(s)"
    print(f"{'conforms' if report.conforms else 'does not conform'}: {counted}")
    return DONE if report.conforms else FOUND_WRONG
