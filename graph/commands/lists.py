"""``youcheng lists``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import DONE, lists_folder, lists_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "the lists, their publisher, date, rows and sha256"
EXAMPLE = "youcheng lists"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    lists_option(parser)


def run(arguments: Namespace) -> int:
    """Print one line a list."""
    from hashlib import sha256

    from ...mapping.descriptor import descriptors
    from ...mapping.readers import Part, document_text, reader
    from ..terminal import table

    rows = []
    for said in descriptors(lists_folder(arguments.lists)):
        lines = reader(said.reader).lines(document_text(said.path))
        count = sum(line.part is Part.ROW for line in lines)
        digest = sha256(said.path.read_bytes()).hexdigest()
        rows.append([said.id, said.publisher["zh"], str(said.as_of), str(count), digest])
    print(table(["list", "publisher", "as of", "rows", "sha256"], rows, right=(3,)), end="")
    return DONE
