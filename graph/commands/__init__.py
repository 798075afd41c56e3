"""The command line: one command a module, named as the verb of the room that does the work.

A module holds SUMMARY, EXAMPLE, ``arguments(parser)`` and ``run(arguments)``, which gives the exit status. It imports
its room only when it runs, so that no command waits for an engine it does not need.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser

DONE, FOUND_WRONG, MISUSED = 0, 1, 2
RELEASE = Path("dist")


def release_option(parser: ArgumentParser) -> None:
    """Let a command that reads a release be told where it is."""
    parser.add_argument(
        "--release",
        type=Path,
        default=RELEASE,
        metavar="DIR",
        help="the release to read (default: %(default)s)",
    )


def lists_option(parser: ArgumentParser) -> None:
    """Let a command that reads lists be told where they are."""
    parser.add_argument("--lists", type=Path, metavar="DIR", help="the folder of lists (default: those of the project)")


def lists_folder(given: Path | None) -> Path:
    """Give the folder of lists that was named, or the project's own."""
    from ...mapping.descriptor import LISTS

    return LISTS if given is None else given
