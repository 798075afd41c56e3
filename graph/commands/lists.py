"""``youcheng lists`` and ``youcheng lists add``."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING

from . import DONE, FOUND_WRONG, OWN_LISTS, lists_folders, lists_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "the lists, their publisher, date, rows and sha256; `lists add FILE` drafts a new one"
EXAMPLE = "youcheng lists"
EXAMPLE_ADD = "youcheng lists add jiangsu.html --id jiangsu-2024"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    lists_option(parser)
    adding = parser.add_subparsers(dest="action", metavar="add").add_parser(
        "add",
        help="draft a list from a document: its reader, its tables, what each column is",
        description="Drafts a list from a document that nobody prepared: CSV, TSV, XLSX, HTML, MediaWiki, a pipe table "
        "or wiki text. Writes <lists>/<id>/list.yaml, each guess with its reason, and a copy of the document.",
        epilog=f"example: {EXAMPLE_ADD}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    adding.add_argument("file", type=Path, metavar="FILE", help="the document, as it was published")
    adding.add_argument("--id", metavar="ID", help="the id of the list (default: the name of FILE)")
    adding.add_argument(
        "--lists", type=Path, default=SUPPRESS, metavar="DIR", help="where the new list goes (default: ./lists)"
    )


def run(arguments: Namespace) -> int:
    """Print one line a list, or draft a new one; a draft that reads no row makes it ``found wrong``."""
    if arguments.action == "add":
        from ..draft import add, report

        given = arguments.lists[0] if isinstance(arguments.lists, list) else arguments.lists
        added = add(arguments.file, given or OWN_LISTS, arguments.id)
        print(report(added), end="")
        return FOUND_WRONG if added.reading and not added.reading.rows else DONE
    return _table(lists_folders(arguments.lists))


def _table(folders: tuple[Path, ...]) -> int:
    from hashlib import sha256

    from ...mapping.arrangement import arranged
    from ...mapping.descriptor import loaded
    from ...mapping.readers import Part
    from ...ontology.errors import UsageError
    from ..terminal import table

    rows = []
    lists, drafts = loaded(*folders)
    for said in lists:
        count = sum(line.part is Part.ROW for line in arranged(said.lines(), said))
        digest = sha256(said.path.read_bytes()).hexdigest()
        rows.append([said.id, said.publisher["zh"], str(said.as_of), str(count), digest])
    if not rows and not drafts:
        raise UsageError(f"no list.yaml in the folders of {', '.join(map(str, folders))}: `lists add FILE` drafts one")
    print(table(["list", "publisher", "as of", "rows", "sha256"], rows, right=(3,)), end="")
    for draft in drafts:
        print(draft, file=sys.stderr)
    return FOUND_WRONG if drafts else DONE
