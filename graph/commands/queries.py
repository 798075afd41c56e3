"""``youcheng queries``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from . import DONE, FOUND_WRONG

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "the saved questions with what each gives and takes; --lint names what in a query is not portable"
EXAMPLE = "youcheng queries"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument(
        "--lint",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="name what hangs on one engine in these queries, or in all saved ones, with line and column",
    )


def run(arguments: Namespace) -> int:
    """Print one line a question, or one a finding, which makes it ``found wrong``."""
    from ...queries import queries
    from ..terminal import table

    if arguments.lint is not None:
        return _lint(arguments.lint)
    rows = [
        [
            f"{folder}{query.name}",
            query.summary,
            query.gives,
            " ".join(f"{each.name}={each.default}" for each in query.parameters),
        ]
        for folder in ("", "wikidata/")
        for query in queries(folder)
    ]
    print(table(["query", "question", "gives", "parameters"], rows), end="")
    return DONE


def _lint(given: list[Path]) -> int:
    from ...ontology.errors import UnknownQuery
    from ...queries import FOLDER
    from ..lint import lint

    found = 0
    paths = given or sorted(FOLDER.rglob("*.rq"))
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnknownQuery(f"{path} cannot be read: {error}") from error
        for finding in lint(text):
            print(f"{path}:{finding.line}:{finding.column}: {finding.message}")
            found += 1
    print(f"{found} found in {len(paths)} queries.")
    return FOUND_WRONG if found else DONE
