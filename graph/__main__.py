"""The command line's entry: parses the words, runs one command, turns errors into a message and an exit status."""

from __future__ import annotations

import io
import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from importlib import import_module
from typing import TYPE_CHECKING

from ..ontology.errors import YouchengError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    "build",
    "lists",
    "rows",
    "queries",
    "query",
    "export",
    "validate",
    "serve",
    "link",
    "serve-reconciliation",
    "audit",
    "why",
    "wikidata",
)
_INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; gives 0 for done, 1 for found wrong, 2 for misused."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    if sys.stdout is None:  # closed by the shell (>&-)
        print("youcheng: standard output is closed: there is nowhere to write the answer", file=sys.stderr)
        return 1
    from .terminal import guarded

    with guarded():
        return _run(sys.argv[1:] if words is None else words)


def _run(given: Sequence[str]) -> int:
    arguments = parser(given[:1] if given and given[0] in COMMANDS else COMMANDS).parse_args(given)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except YouchengError as error:
        print(f"youcheng {arguments.command}: {error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"youcheng {arguments.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def parser(names: Sequence[str] = COMMANDS) -> ArgumentParser:
    """Give the parser of these commands, each of which is imported for it."""
    whole = ArgumentParser(
        prog="youcheng",
        description="Knowledge graph of twinnings (sister cities, 友好城市) between Chinese places and the world.",
        epilog="example: youcheng build && youcheng query partners-of-city -p city=西安市",
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in names:
        module = import_module(f".commands.{name.replace('-', '_')}", __package__)
        command = commands.add_parser(
            name,
            help=module.SUMMARY,
            description=module.SUMMARY[0].upper() + module.SUMMARY[1:] + ".",
            epilog=f"example: {module.EXAMPLE}",
            formatter_class=RawDescriptionHelpFormatter,
        )
        module.arguments(command)
        command.set_defaults(run=module.run)
    return whole


if __name__ == "__main__":
    sys.exit(main())
