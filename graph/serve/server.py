"""The server's life: opens the release, listens, sweeps, and finishes what runs before it ends."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
from typing import TYPE_CHECKING

import uvicorn
import uvloop

from ...ontology.errors import SettingError
from . import linked
from .application import Application
from .connection import Connection, sweep
from .log import Events, Log
from .metrics import Metrics
from .service import Service
from .site import Site

if TYPE_CHECKING:
    from .settings import Settings

_GARBAGE = 20_000  # new objects before a collection: requests leave few cycles, and what is kept is much to look at


def serve(settings: Settings) -> None:
    """Serve until told to stop (SIGINT or SIGTERM); raises ReleaseError and SettingError before it listens."""
    uvloop.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    listening = [_listen(settings.host, settings.port, "port")]
    if settings.metrics_port:
        listening.append(_listen("127.0.0.1", settings.metrics_port, "metrics-port"))
    port = listening[0].getsockname()[1]
    log = Log()
    logging.getLogger("uvicorn").addHandler(Events(log))
    service = Service(settings, settings.base(port), log, Metrics())
    try:
        await service.open()
        site = Site(service)
        application = Application(service, linked.routes(site), site.refused)
        await _run(application, settings, listening, log, port)
    finally:
        await service.close()
        log.flush()


async def _run(
    application: Application, settings: Settings, listening: list[socket.socket], log: Log, port: int
) -> None:
    config = uvicorn.Config(
        application, http=Connection, ws="none", lifespan="off", interface="asgi3", loop="none", log_config=None,
        access_log=False, proxy_headers=False, server_header=False,
        timeout_keep_alive=round(settings.patience), timeout_graceful_shutdown=round(settings.drain), backlog=2048,
    )  # fmt: skip
    server = uvicorn.Server(config)
    signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn raises the signal again once it is done
    signal.signal(signal.SIGINT, lambda *_: None)
    sweep(server.server_state.connections, settings.patience, asyncio.get_running_loop())
    gc.freeze()  # what is there now stays
    gc.set_threshold(_GARBAGE)
    log.event("listening", url=application.service.base, host=settings.host, port=port)
    await server.serve(sockets=listening)
    log.event("stopped")


def _listen(host: str, port: int, setting: str) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        strerror = getattr(error, "strerror", None) or error
        raise SettingError(f"cannot listen on {host} port {port}: {strerror}; choose another --{setting}") from error
    listening.settimeout(0)
    return listening
