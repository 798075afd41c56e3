"""What can be set of the server, from one TOML file, the environment and flags, and where each value came from."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...ontology.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "YOUCHENG_"
_DIST = Path("dist")
_TRUE, _FALSE = {"true", "1", "yes", "on"}, {"false", "0", "no", "off"}


def _set(default: Any, meaning: str) -> Any:  # noqa: ANN401 - a dataclass field is of its attribute's type
    """Give a field with its default and what it means."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults; sizes are in MiB or KiB as said, times in seconds."""

    release: Path = _set(_DIST, "the release to serve; a new one put there is taken")  # noqa: RUF009 - a field
    host: str = _set("127.0.0.1", "address to listen on")
    port: int = _set(8000, "port to listen on; 0 takes a free one")
    url: str = _set("", "the address the public knows, ending in /; all IRIs the server writes begin with it")
    workers: int = _set(0, "processes for short queries; 0 takes one a processor, at least two")
    long_workers: int = _set(4, "processes for queries that outlast the slice")
    slice: float = _set(0.1, "seconds of work after which a query is a long one and gives way to the others")
    deadline: float = _set(20.0, "seconds a query may take")
    memory: int = _set(1024, "address space of one process, MiB")
    rows: int = _set(1_000_000, "rows or triples of one answer")
    answer: int = _set(128, "size of one answer, MiB")
    held: int = _set(1024, "size of all answers too big for memory that clients are taking, MiB")
    body: int = _set(1024, "size of a request's body, KiB")
    nesting: int = _set(64, "depth of brackets in a query")
    queue: int = _set(256, "queries that may wait; those beyond are refused with 503")
    wait: float = _set(5.0, "seconds a query may wait for a process")
    cache: int = _set(64, "memory for whole answers, MiB")
    connections: int = _set(1024, "connections at a time")
    patience: float = _set(10.0, "seconds for a request to arrive, and for an idle connection")
    drain: float = _set(25.0, "seconds to finish what runs when told to stop")
    watch: float = _set(1.0, "seconds between looks for a new release")
    services: tuple[str, ...] = _set((), "IRIs of the endpoints that SERVICE may name")
    proxies: tuple[str, ...] = _set((), "addresses of proxies whose X-Forwarded-For is believed")
    metrics: bool = _set(default=False, meaning="answer /metrics on the public port")
    metrics_port: int = _set(0, "answer /metrics on this port of the loopback interface instead; 0 for none")

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
    """Give the settings as the TOML file that would set them, with meaning and origin."""
    lines = []
    for known in fields(Settings):
        value = _toml(getattr(chosen, known.name))
        lines.append(f"# {known.metadata['meaning']} ({origins[known.name]})\n{known.name} = {value}\n")
    return "\n".join(lines)


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
        raise SettingError(f"{origin}: {name} = {value!r} is not like {_toml(default)}") from error


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
    for name in ("long_workers", "slice", "deadline", "memory", "rows", "answer", "body", "nesting", "queue", "wait",
                 "connections", "patience", "watch"):  # fmt: skip
        if not getattr(chosen, name) > 0:
            raise SettingError(f"{origins[name]}: {name} must be more than 0")
    if chosen.url and not (chosen.url.startswith(("http://", "https://")) and chosen.url.endswith("/")):
        raise SettingError(f"{origins['url']}: url = {chosen.url!r} must begin with http:// or https:// and end in /")
    return chosen


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, (int, float)):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
