"""``youcheng serve``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from . import DONE

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "put the release on the web: a SPARQL endpoint that no query brings down"
EXAMPLE = "youcheng serve --port 8000"

_FLAGS = ("release", "host", "port", "url", "workers", "deadline", "memory", "cache", "metrics_port", "metrics")


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said; every setting can be given with ``--set``, those most used have a flag of their own."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="a TOML file of settings")
    parser.add_argument("--show-config", action="store_true", help="print all settings, each with its origin, and end")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="any setting that --show-config lists"
    )
    for name in _FLAGS:
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="VALUE", help=f"the setting {name}")


def run(arguments: Namespace) -> int:
    """Serve until told to stop."""
    from ...ontology.errors import SettingError
    from ..serve.settings import settings, shown

    flags = {name: value for name in _FLAGS if (value := getattr(arguments, name)) is not None}
    for given in arguments.set:
        name, equals, value = given.partition("=")
        if not equals:
            raise SettingError(f"--set {given!r} is not NAME=VALUE, such as deadline=10")
        flags[name] = value
    chosen, origins = settings(arguments.config, flags=flags)
    if arguments.show_config:
        print(shown(chosen, origins), end="")
        return DONE
    from ..serve.server import serve

    serve(chosen)
    return DONE
