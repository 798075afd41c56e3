"""The command line: one command a module, named as the verb of the room that does the work.

A module holds SUMMARY, EXAMPLE, ``arguments(parser)`` and ``run(arguments)``, which gives the exit status. It imports
its room only when it runs, so that no command waits for an engine it does not need.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ...ontology.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from ..federate.client import Client

DONE, FOUND_WRONG = 0, 1
RELEASE = Path("dist")
OWN_LISTS = Path("lists")
OWN_LINKS = Path("links.sssom.tsv")


def release_option(parser: ArgumentParser) -> None:
    """Let a command that reads a release be told where it is."""
    parser.add_argument(
        "--release",
        type=Path,
        default=RELEASE,
        metavar="DIR",
        help="the release to read (default: %(default)s)",
    )


def output_option(parser: ArgumentParser) -> None:
    """Let a command whose answer ``give`` writes be told where to."""
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")


def give(arguments: Namespace, content: str | bytes) -> int:
    """Write an answer to the file that was named, whole or not at all, or to standard output."""
    from ..write import write_whole

    encoded = content.encode() if isinstance(content, str) else content
    if arguments.output is None:
        sys.stdout.buffer.write(encoded)
        return DONE
    try:
        write_whole(arguments.output, encoded)
    except OSError as error:
        raise UsageError(f"cannot write {arguments.output}: {error.strerror}; name another file with -o") from error
    return DONE


def remote_options(parser: ArgumentParser) -> None:
    """Let a command that asks remote endpoints be told which, how long, and whether at all."""
    parser.add_argument(
        "--allow-service",
        action="append",
        default=[],
        metavar="IRI",
        help="an endpoint that may be asked beside Wikidata's and QLever's; may be repeated",
    )
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--offline", action="store_true", help="use kept answers only, whatever their age")
    asked.add_argument("--refresh", action="store_true", help="use no kept answer: ask anew")
    parser.add_argument("--timeout", type=seconds, default=300, metavar="S", help="seconds for all of it (%(default)s)")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where answers are kept (default: the user's cache)")
    parser.add_argument("-v", "--verbose", action="store_true", help="a line for each request, on standard error")


def seconds(given: str) -> float:
    """Give a time that somebody named, more than none and not without end; raises ValueError, which argparse names."""
    number = float(given)
    if not 0 < number < float("inf"):
        raise ValueError(given)
    return number


def remote_client(arguments: Namespace) -> Client:
    """Give the client that these options ask for."""
    import logging

    from ..federate.cache import Cache, default_folder
    from ..federate.client import Client
    from ..federate.endpoints import Endpoints

    if arguments.verbose:
        logging.basicConfig(format="%(asctime)s %(message)s")
        logging.getLogger("youcheng.graph.federate").setLevel(logging.INFO)
    cache = Cache(arguments.cache or default_folder(), refresh=arguments.refresh)
    return Client(endpoints=Endpoints.of(arguments.allow_service), cache=cache, offline=arguments.offline)


def lists_option(parser: ArgumentParser) -> None:
    """Let a command that reads lists be told where they are."""
    parser.add_argument(
        "--lists",
        type=Path,
        action="append",
        metavar="DIR",
        help="a folder of lists; may be repeated (default: the project's own and, where there is one, ./lists)",
    )


def lists_folders(given: Sequence[Path] | None) -> tuple[Path, ...]:
    """Give the folders of lists that were named, or the project's own and that of the directory one is in.

    Raises UsageError for one that was named and is not there.
    """
    from ...mapping.descriptor import LISTS

    for folder in given or ():
        if not folder.is_dir():
            raise UsageError(f"{folder} is no folder: name one that holds a folder for each list with --lists")
    if given:
        return tuple(given)
    return (LISTS, OWN_LISTS) if OWN_LISTS.is_dir() and OWN_LISTS.resolve() != LISTS.resolve() else (LISTS,)


def links_option(parser: ArgumentParser) -> None:
    """Let a command that looks names up be told in which table of links."""
    parser.add_argument(
        "--links",
        type=Path,
        metavar="FILE",
        help=f"the table of links (default: ./{OWN_LINKS} where there is one, else the project's)",
    )


def links_file(given: Path | None) -> Path:
    """Give the table of links that was named, that of the directory one is in, or the project's."""
    from ...mapping.places import LINKS

    if given is None:
        return OWN_LINKS if OWN_LINKS.is_file() else LINKS
    if not given.is_file():
        raise UsageError(f"no table of links at {given}: `youcheng link --links {given}` begins one")
    return given
