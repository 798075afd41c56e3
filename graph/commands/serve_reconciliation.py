"""``youcheng serve-reconciliation``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from . import DONE, RELEASE

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "answer the Reconciliation API, so that OpenRefine can match place names to items"
EXAMPLE = "youcheng serve-reconciliation --port 8010"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8010, help="the port, 0 for any free one (default: %(default)s)")
    parser.add_argument(
        "--url", metavar="URL", help="the address that clients reach it at (default: that of host and port)"
    )
    parser.add_argument(
        "--release",
        type=Path,
        metavar="DIR",
        help=f"a release whose places are matched too (default: {RELEASE} where there is one)",
    )


def run(arguments: Namespace) -> int:
    """Serve until interrupted."""
    import socket

    import uvicorn

    from ...mapping.linking.index import open_index
    from ...ontology.errors import UsageError
    from ..reconcile import Reconciler
    from ..reconcile_app import application
    from ..store import FOLDER, open_release

    release = arguments.release or (RELEASE if (RELEASE / FOLDER).is_dir() else None)
    store = open_release(release) if release else None
    try:
        family = socket.AF_INET6 if ":" in arguments.host else socket.AF_INET
        listening = socket.create_server((arguments.host, arguments.port), family=family)
    except (OSError, OverflowError) as error:
        message = f"cannot listen on {arguments.host} port {arguments.port}: {error}; choose another --port"
        raise UsageError(message) from error
    host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    url = (arguments.url or f"http://{host}:{listening.getsockname()[1]}").rstrip("/")
    served = application(Reconciler(open_index(), url, store))
    print(
        f"Reconciliation service at {url}/ over the gazetteer{f' and {release}' if release else ''}; Ctrl-C ends it.",
        flush=True,
    )
    config = uvicorn.Config(served, log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])
    return DONE
