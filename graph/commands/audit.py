"""``youcheng audit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import DONE, FOUND_WRONG, release_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "what a list says of itself against its own rows, and lists against each other"
EXAMPLE = "youcheng audit xinjiang-2023-12 -f html"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument("list", nargs="?", metavar="LIST", help="the id of a list of the release (default: all)")
    parser.add_argument(
        "-f", "--format", choices=("table", "markdown", "html", "json"), default="table", help="default: %(default)s"
    )
    release_option(parser)


def run(arguments: Namespace) -> int:
    """Print the findings; any but those of the rules of the trade make it ``found wrong``."""
    from ..audit.report import report
    from ..audit.show import FORMS
    from ..store import open_release

    found = report(open_release(arguments.release), arguments.list)
    print(FORMS[arguments.format](found), end="")
    return FOUND_WRONG if found.wrong else DONE
