"""``youcheng why``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import DONE, release_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "the claims behind a tie or a place: list, line, words, sources, and the date that was taken"
EXAMPLE = "youcheng why 塔城市--鲁布佐夫斯克"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument(
        "what",
        metavar="TWINNING|PLACE",
        help="an id (cn-xian--jp-nara, jp-nara), an IRI, a name in Chinese or English, or two names with -- between",
    )
    parser.add_argument(
        "-f", "--format", choices=("table", "markdown", "json"), default="table", help="default: %(default)s"
    )
    release_option(parser)


def run(arguments: Namespace) -> int:
    """Print the ledger; a name of several places is misuse, with their ids."""
    from ..store import open_release
    from ..why.find import find
    from ..why.ledger import ledger
    from ..why.show import FORMS

    store = open_release(arguments.release)
    print(FORMS[arguments.format](ledger(store, find(store, arguments.what))), end="")
    return DONE
