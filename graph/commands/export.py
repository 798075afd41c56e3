"""``youcheng export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ...ontology.errors import UsageError
from . import DONE, release_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "write the graph of the release, or of one list, in an RDF format"
EXAMPLE = "youcheng export -f jsonld --list xian-2023-05 -o xian.jsonld"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument(
        "-f",
        "--format",
        choices=("ttl", "trig", "nq", "nt", "jsonld", "rdfxml"),
        default="ttl",
        help="default: %(default)s",
    )
    parser.add_argument("--list", metavar="LIST", help="only the graph of this list")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    release_option(parser)


def run(arguments: Namespace) -> int:
    """Write the graph; a file is written beside and then renamed, so that it is whole or not there."""
    from ..export import export
    from ..store import open_release

    content = export(open_release(arguments.release), arguments.format, arguments.list)
    if arguments.output is None:
        sys.stdout.buffer.write(content)
        return DONE
    try:
        _write(arguments.output.resolve(), content)
    except OSError as error:
        raise UsageError(f"cannot write {arguments.output}: {error.strerror}; name another file with -o") from error
    return DONE


def _write(path: Path, content: bytes) -> None:
    """Write a file whole; what is there and is no plain file, such as /dev/stdout, is written to as it stands."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    beside = path.with_name(f"{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
