"""What can be set of the server, from one TOML file, the environment and flags, and where each value came from."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...ontology.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "YOUCHENG_"
_DIST = Path("dist")
_SERVICE = re.compile(r"https?://[^\s<>\"{}|\\^`/?#]+[^\s<>\"{}|\\^`]*")
_EXAMPLES: dict[str, object] = {"services": ("https://query.wikidata.org/sparql",), "proxies": ("10.0.0.1",)}
_TRUE, _FALSE = {"true", "1", "yes", "on"}, {"false", "0", "no", "off"}


def _set(default: Any, meaning: str, least: float | None = None, most: float | None = None) -> Any:  # noqa: ANN401 - a dataclass field is of its attribute's type
    """Give a field with its default, what it means, and, for a number, the least and the most that it may be."""
    return field(default=default, metadata={"meaning": meaning, "range": (least, most)})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults; sizes are in MiB or KiB as said, times in seconds."""

    release: Path = _set(_DIST, "the release to serve; a new one put there is taken")  # noqa: RUF009 - a field
    host: str = _set("127.0.0.1", "address to listen on")
    port: int = _set(8000, "port to listen on; 0 takes a free one", 0, 65_535)
    url: str = _set("", "the address the public knows, ending in /; all IRIs the server writes begin with it")
    workers: int = _set(0, "processes for short queries; 0 takes one a processor, at least two", 0, 256)
    long_workers: int = _set(4, "processes for queries that outlast the slice", 1, 256)
    slice: float = _set(
        0.1, "seconds of work after which a query is a long one and gives way to the others", 0.001, 3_600
    )
    deadline: float = _set(20.0, "seconds a query may take", 0.01, 86_400)
    memory: int = _set(1024, "address space of one process, MiB", 256, 1_048_576)
    rows: int = _set(1_000_000, "rows or triples of one answer", 1, 1_000_000_000)
    answer: int = _set(128, "size of one answer, MiB", 1, 65_536)
    held: int = _set(1024, "size of all answers too big for memory that clients are taking, MiB", 1, 1_048_576)
    body: int = _set(1024, "size of a request's body, KiB", 1, 1_048_576)
    nesting: int = _set(64, "depth of brackets in a query", 1, 10_000)
    queue: int = _set(256, "queries that may wait; those beyond are refused with 503", 1, 100_000)
    wait: float = _set(5.0, "seconds a query may wait for a process", 0.01, 3_600)
    cache: int = _set(64, "memory for whole answers, MiB", 0, 65_536)
    connections: int = _set(1024, "connections at a time", 1, 100_000)
    patience: float = _set(10.0, "seconds for a request to arrive, and for an idle connection", 0.1, 3_600)
    drain: float = _set(25.0, "seconds to finish what runs when told to stop", 0, 3_600)
    watch: float = _set(1.0, "seconds between looks for a new release", 0.01, 86_400)
    services: tuple[str, ...] = _set((), "IRIs of the endpoints that SERVICE may name")
    proxies: tuple[str, ...] = _set((), "addresses of proxies whose X-Forwarded-For is believed")
    metrics: bool = _set(default=False, meaning="answer /metrics on the public port")
    metrics_port: int = _set(0, "answer /metrics on this port of the loopback interface instead; 0 for none", 0, 65_535)

    def base(self, port: int) -> str:
        """Give the address that stands before every path, with a slash at its end."""
        return self.url or f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{port}/"


def settings(
    file: Path | None, environment: Mapping[str, str] = os.environ, flags: Mapping[str, str] | None = None
) -> tuple[Settings, dict[str, str]]:
    """Give the settings and, for each, where its value comes from; flags win over environment, file and default.

    Raises SettingError, naming the place, for a name that does not exist and a value that does not fit.
    """
    values: dict[str, Any] = {}
    origins = {known.name: "default" for known in fields(Settings)}
    for origin, given in (
        (str(file), _from_file(file) if file else {}),
        ("environment", {n.removeprefix(PREFIX).lower(): v for n, v in environment.items() if _ours(n)}),
        ("flag", flags or {}),
    ):
        for name, value in given.items():
            values[name] = _read(name, value, origin)
            origins[name] = origin
    return _sound(Settings(**values), origins), origins


def shown(chosen: Settings, origins: Mapping[str, str]) -> str:
    """Give the settings as the TOML file that would set them, with meaning, what is allowed, and origin."""
    lines = []
    for known in fields(Settings):
        value, allowed = _toml(getattr(chosen, known.name)), allows(known.name)
        said = f"{known.metadata['meaning']}{'; ' if allowed else ''}{allowed}"
        lines.append(f"# {said} ({origins[known.name]})\n{known.name} = {value}\n")
    return "\n".join(lines)


def allows(name: str) -> str:
    """Give what a setting of numbers may be, such as ``0 to 65535``; nothing for others."""
    least, most = next(known.metadata["range"] for known in fields(Settings) if known.name == name)
    return "" if most is None else f"{least:g} to {most:g}" if isinstance(least, float) else f"{least} to {most}"


def _ours(name: str) -> bool:
    """Tell whether an environment variable is a setting; others of the prefix belong to other commands."""
    return name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() in {known.name for known in fields(Settings)}


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingError(f"{file} cannot be read as TOML: {error}") from error


def _read(name: str, value: object, origin: str) -> object:
    known = {known.name: known.default for known in fields(Settings)}
    if name not in known:
        raise SettingError(f"{origin}: no setting {name!r}; `youcheng serve --show-config` lists them")
    default = known[name]
    try:
        return _typed(default, value)
    except (TypeError, ValueError) as error:
        allowed = allows(name) or f"such as {_toml(_EXAMPLES.get(name, default))}"
        raise SettingError(f"{origin}: {name} = {value!r} is not of its type; allowed: {allowed}") from error


def _typed(default: object, value: object) -> object:
    if isinstance(default, bool):
        word = str(value).lower()
        if word not in _TRUE | _FALSE:
            raise ValueError(word)
        return word in _TRUE
    if isinstance(default, tuple):
        return tuple(value.split() if isinstance(value, str) else map(str, _list(value)))
    if isinstance(default, (int, float)) and not isinstance(value, (bool, list, dict)):
        return type(default)(str(value))
    if isinstance(value, (str, Path)):
        return Path(value) if isinstance(default, Path) else str(value)
    raise TypeError(value)


def _list(value: object) -> list[object]:
    if not isinstance(value, (list, tuple)):
        raise TypeError(value)
    return list(value)


def _sound(chosen: Settings, origins: Mapping[str, str]) -> Settings:
    """Give the settings; raises SettingError where they cannot be served by, naming one, its value, and what may be."""
    for known in fields(Settings):
        (least, most), value = known.metadata["range"], getattr(chosen, known.name)
        if most is not None and not least <= value <= most:  # which nan never is
            raise SettingError(f"{origins[known.name]}: {known.name} = {value} is not {allows(known.name)}")
    for name, fits, wanted in (
        ("host", _is_host, "a name or an address, such as 127.0.0.1"),
        ("url", _is_url, "http:// or https:// and a host, ending in /, without ? and #"),
    ):
        if not fits(getattr(chosen, name)):
            raise SettingError(f"{origins[name]}: {name} = {getattr(chosen, name)!r} is not {wanted}")
    for name, every, wanted in (
        ("services", _SERVICE.fullmatch, "IRIs of endpoints, each beginning with http:// or https://"),
        ("proxies", _is_address, "IP addresses, such as 10.0.0.1"),
    ):
        odd = [one for one in getattr(chosen, name) if not every(one)]
        if odd:
            raise SettingError(
                f"{origins[name]}: {name} = {_toml(getattr(chosen, name))}: {odd[0]!r} is not of {wanted}"
            )
    if chosen.held < chosen.answer:
        raise SettingError(f"{origins['held']}: held = {chosen.held} is not at least answer = {chosen.answer}")
    return chosen


def _is_host(text: str) -> bool:
    return bool(text) and text.isascii() and not set(text) & set(" /?#@[]\t\r\n")


def _is_url(text: str) -> bool:
    if not text:
        return True
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return whole and _SERVICE.fullmatch(text) is not None and text.endswith("/") and not parts.query + parts.fragment


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, (int, float)):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
