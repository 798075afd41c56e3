"""``youcheng query``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ...ontology.errors import BadParameter
from . import DONE, release_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "ask a saved question, a file, standard input (-) or SPARQL itself"
EXAMPLE = "youcheng query partners-of-city -p city=西安市 -f csv"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument(
        "query",
        metavar="NAME|FILE|-|SPARQL",
        help="a name that `youcheng queries` lists, a .rq file, or SPARQL",
    )
    parser.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a parameter; may be repeated",
    )
    parser.add_argument(
        "-f", "--format", metavar="FORMAT",
        help="table (default), csv, tsv, json, xml, markdown; of a graph ttl (default), nt, nq, trig, jsonld, rdfxml",
    )  # fmt: skip
    release_option(parser)


def run(arguments: Namespace) -> int:
    """Print the answer."""
    from ..query import answer, sparql
    from ..store import open_release

    values = dict(_pair(given) for given in arguments.parameter)
    text = sparql(arguments.query, values, sys.stdin)
    sys.stdout.buffer.write(answer(open_release(arguments.release), text, arguments.format))
    return DONE


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise BadParameter(f"parameter {given!r} is not NAME=VALUE, such as city=西安市")
    return name, value
