"""``youcheng rows``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from . import DONE, FOUND_WRONG, lists_folders, lists_option, release_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "the rows of a list as read, or its own table again from the graph"
EXAMPLE = "youcheng rows xinjiang-2023-12 -f csv"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument("list", metavar="LIST", help="the id of a list, as `youcheng lists` names it")
    parser.add_argument(
        "-f", "--format", choices=("table", "csv", "json"), default="table", help="default: %(default)s"
    )
    parser.add_argument(
        "--as-published",
        action="store_true",
        help="the document's own table, made from the release's graph alone",
    )
    lists_option(parser)
    release_option(parser)


def run(arguments: Namespace) -> int:
    """Print the rows; cells that could not be read go to standard error and make it ``found wrong``."""
    from ..rows import as_published, as_read

    if arguments.as_published:
        from ..store import open_release

        print(as_published(open_release(arguments.release), arguments.list), end="")
        return DONE
    from ...mapping.contradictions import against
    from ...mapping.descriptor import descriptor
    from ...mapping.reading import read_list

    reading = read_list(descriptor(arguments.list, *lists_folders(arguments.lists)))
    print(as_read(reading, arguments.format), end="")
    for warning in reading.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    for error in reading.errors:
        print(error, file=sys.stderr)
    unpublished = against(reading)
    for error in unpublished:
        print(f"warning: not published as it is: {error}", file=sys.stderr)
    return FOUND_WRONG if reading.errors or unpublished else DONE
