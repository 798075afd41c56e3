"""``youcheng export``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import give, output_option, release_option

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
    output_option(parser)
    release_option(parser)


def run(arguments: Namespace) -> int:
    """Write the graph, to a file whole or not at all."""
    from ..export import export
    from ..store import open_release

    return give(arguments, export(open_release(arguments.release), arguments.format, arguments.list))
