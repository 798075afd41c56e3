"""How politely a remote endpoint is asked: who asks, how often, how long, how much."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

HOME = "https://w3id.org/youcheng/"
CONTACT = "YOUCHENG_CONTACT"


def agent(contact: str | None = None) -> str:
    """Give the User-Agent: the program, its version and whom to write to.

    The contact is what is given, else the environment's YOUCHENG_CONTACT, beside the project's own address.
    Form: https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy
    """
    try:
        release = version("youcheng")
    except PackageNotFoundError:
        release = "0"
    whom = "".join(c for c in contact or os.environ.get(CONTACT, "") if c.isascii() and c.isprintable())
    python = ".".join(map(str, sys.version_info[:2]))
    return f"youcheng/{release} ({'; '.join(filter(None, (HOME, whom)))}) Python/{python}"


@dataclass(frozen=True, slots=True)
class Etiquette:
    """The rules of one client; the defaults are those that Wikidata's operators ask for.

    Times are in seconds, sizes in bytes. ``time_rate`` is query time regained a second, up to ``time_burst``;
    ``error_rate`` and ``error_burst`` say the same of errors.
    """

    agent: str = field(default_factory=agent)
    parallel: int = 1
    attempts: int = 4
    patience: float = 70.0  # for one request; the remote itself gives up after 60 s
    time_rate: float = 1.0
    time_burst: float = 120.0
    error_rate: float = 0.5
    error_burst: float = 60.0
    first_pause: float = 1.0
    longest_pause: float = 30.0
    hold: float = 60.0  # after a 429 that does not say how long
    longest_address: int = 4_000  # characters of a GET request's address; longer questions are posted
    longest_answer: int = 64 * 2**20
    freshness: float = 3_600.0  # a kept answer younger than this is used again
