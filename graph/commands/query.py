"""``youcheng query``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ...ontology.errors import BadParameter
from . import DONE, release_option, remote_client, remote_options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "ask a saved question, a file, standard input (-) or SPARQL itself"
EXAMPLE = "youcheng query partners-of-city -p city=西安市 -f csv"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument(
        "query",
        metavar="NAME|FILE|-|SPARQL",
        help="a name that `youcheng queries` lists (with what it gives: a table or a graph), a .rq file, or SPARQL",
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
    remote_options(parser)


def run(arguments: Namespace) -> int:
    """Print the answer; where each SERVICE was answered from goes to standard error."""
    from functools import partial

    from ..check import check, known
    from ..keywords import holds
    from ..query import answer, question
    from ..store import open_release

    values = dict(_pair(given) for given in arguments.parameter)
    text, names = question(arguments.query, values, sys.stdin)
    store = open_release(arguments.release)
    check(partial(known, store), names)
    if not holds(text, "service"):
        sys.stdout.buffer.write(answer(store, text, arguments.format))
        return DONE
    from ..federate.deadline import Deadline
    from ..federate.inline import functions
    from ..federate.mediate import local, mediate

    with remote_client(arguments) as client:
        rewritten = mediate(text, local(store), client, Deadline(arguments.timeout))
    for source in rewritten.sources:
        print(source, file=sys.stderr)
    sys.stdout.buffer.write(answer(store, rewritten.text, arguments.format, functions()))
    return DONE


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise BadParameter(f"parameter {given!r} is not NAME=VALUE, such as city=西安市")
    return name, value
