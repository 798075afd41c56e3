"""Saved queries: one question a file, whose grlc header is read and stripped here only.

The header's lines start with ``#+`` and are YAML (https://grlc.io): summary, description, tags, defaults; and two of
our own: ``summary_zh``, the summary in Chinese, and ``takes``, the range of a number (``month: 1 to 12``), of which
another parameter may be the floor (``to: 1 to 9999, at least from``), or what a text names (``city: place``). A
parameter is a variable whose name starts with an underscore; its suffix, if any, is its type: ``?_city``,
``?_year_integer``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..ontology.errors import BadParameter, UnknownQuery, YouchengError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FOLDER = Path(__file__).parent

_PARAMETER = re.compile(r"\?_(?P<name>[a-z]+(?:_[a-z]+)*?)(?:_(?P<type>integer|decimal|date|iri))?\b")
_KEY = re.compile(r"(?P<key>[a-z_]+):(?: (?P<value>\S.*))?")
_ENTRY = re.compile(r"  - (?P<name>[a-z_]+): (?P<value>\S.*)")
_RANGE = re.compile(r"(?P<least>[0-9]+) to (?P<most>[0-9]+)(?:, at least (?P<floor>[a-z_]+))?")
_KEYWORD = re.compile(r"^[^#\n]*?\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE)
_BLOCKS = ("defaults", "takes")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FORMS = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]+(\.[0-9]+)?"),
    "date": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
    "iri": re.compile(r"https?://[!#-;=?-\[\]_a-z~]+"),
}
# Some engines expand \uXXXX before they parse: a u after a backslash is given by its code point, all eight digits.
_ESCAPED = re.compile(r'\\[uU]|[\\"\n\r\t]')
_ESCAPES = {
    "\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t", r"\u": r"\\\U00000075", r"\U": r"\\\U00000055"
}  # fmt: skip


NAMED = ("place", "country", "list", "language")
"""What the text of a parameter can be a name of, by the header's ``takes``."""


class Parameter(NamedTuple):
    """A parameter: its name, its type (``string`` unless the variable's suffix says otherwise), default, what it takes.

    ``takes`` is one of NAMED, or a range such as ``1 to 12``, or empty where any value of the type will do.
    """

    name: str
    type: str
    default: str
    takes: str = ""

    @property
    def range(self) -> tuple[int, int] | None:
        """Give the least and the most that a number may be."""
        found = _RANGE.fullmatch(self.takes)
        return (int(found["least"]), int(found["most"])) if found else None

    @property
    def floor(self) -> str:
        """Give the name of the parameter that a number may not be less than; nothing where there is none."""
        found = _RANGE.fullmatch(self.takes)
        return (found["floor"] or "") if found else ""

    def term(self, value: str) -> str:
        """Give a value as SPARQL writes it; raises BadParameter where it is not of the type or out of the range."""
        if self.type == "string":
            return '"' + _ESCAPED.sub(lambda found: _ESCAPES[found[0]], value) + '"'
        if not _FORMS[self.type].fullmatch(value):
            told = f"parameter {self.name}: {value!r} is not of type {self.type}, as {self.default!r} is"
            raise BadParameter(told, parameter=self.name, value=value, expected=self.type)
        if self.type == "date" and not _in_calendar(value):
            told = f"parameter {self.name}: {value!r} is no day of the calendar, as {self.default!r} is"
            raise BadParameter(told, parameter=self.name, value=value)
        if self.range and not self.range[0] <= float(value) <= self.range[1]:
            span = f"{self.range[0]} to {self.range[1]}"
            told = f"parameter {self.name}: {value} is not in the range {span}"
            raise BadParameter(told, parameter=self.name, value=value, range=span)
        return f"<{value}>" if self.type == "iri" else f'"{value}"^^<{_XSD}{self.type}>'


class Query(NamedTuple):
    """A saved question: what it asks, what can be set, and its SPARQL without the header."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    summary_zh: str = ""

    @property
    def form(self) -> str:
        """Give SELECT, ASK, CONSTRUCT or DESCRIBE: what kind of answer it has."""
        found = _KEYWORD.search(self.text)
        return found[1] if found else "SELECT"

    @property
    def gives(self) -> str:
        """Give ``table``, ``yes or no`` or ``graph``."""
        return {"SELECT": "table", "ASK": "yes or no"}.get(self.form, "graph")

    def bound(self, values: Mapping[str, str]) -> str:
        """Give the SPARQL with each parameter replaced by its value or default.

        Raises BadParameter for a name that the query does not have and for a value it cannot take.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                has = ", ".join(known) or "none"
                said = f"query {self.name} has no parameter {name!r}: its parameters are {has}"
                raise BadParameter(said, parameter=name, available=list(known))
        given = {name: values.get(name, parameter.default) for name, parameter in known.items()}
        terms = {name: parameter.term(given[name]) for name, parameter in known.items()}
        for name, floor in ((name, parameter.floor) for name, parameter in known.items() if parameter.floor):
            value, least = given[name], given[floor]
            if float(value) < float(least):
                said = f"parameters {floor} and {name}: {floor}={least} is more than {name}={value}"
                told = f"{said}: exchange the two, or give both"
                raise BadParameter(told, parameter=name, value=value, floor=floor, least=least)
        return _PARAMETER.sub(lambda found: terms[found["name"]], self.text)

    def names(self, values: Mapping[str, str]) -> tuple[tuple[Parameter, str], ...]:
        """Give each parameter that names something, with the value it is given, its default if it is given none."""
        named = (parameter for parameter in self.parameters if parameter.takes in NAMED)
        return tuple((parameter, values.get(parameter.name, parameter.default)) for parameter in named)


def queries(kind: str = "") -> Iterator[Query]:
    """Give the saved queries of this folder, or of one of the folders in it (``derive``, ``audit``), by file name."""
    for path in sorted((FOLDER / kind).glob("*.rq")):
        yield load(path)


def query(name: str) -> Query:
    """Give the saved question of that name; raises UnknownQuery, naming those that are like it."""
    path = FOLDER / f"{name}.rq"
    if not re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)?", name) or not path.is_file():
        from difflib import get_close_matches

        like = get_close_matches(name, [known.stem for known in FOLDER.glob("*.rq")], n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(like)}?" if like else "`youcheng queries` lists them"
        raise UnknownQuery(f"no saved query {name!r} and no file of that name: {hint}")
    return load(path)


def load(path: Path) -> Query:
    """Read one query file; raises YouchengError where the header cannot be read or does not fit the variables."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
    said, entries = header(path, [line[2:].removeprefix(" ").rstrip() for line in lines if line.startswith("#+")])
    return Query(
        name=path.stem,
        summary=said.get("summary", ""),
        description=said.get("description", "").strip(),
        tags=tuple(tag.strip() for tag in said.get("tags", "").strip("[]").split(",") if tag),
        parameters=_parameters(path, text, entries),
        text=text,
        summary_zh=said.get("summary_zh", ""),
    )


def header(path: Path, lines: Sequence[str]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Give what a header says by key, and under ``defaults`` and ``takes`` what it says by parameter.

    Of YAML it takes what headers need: plain values, ``|-`` blocks, ``[a, b]``, and ``- name: value`` beneath the two
    keys of parameters. A YAML library alone takes half the time in which the commands that list queries shall start.
    """
    said: dict[str, str] = {}
    entries: dict[str, dict[str, str]] = {block: {} for block in _BLOCKS}
    key = ""
    for line in lines:
        if key in _BLOCKS and (found := _ENTRY.fullmatch(line)):
            entries[key][found["name"]] = found["value"]
        elif found := _KEY.fullmatch(line):
            key = found["key"]
            said[key] = "" if found["value"] in {None, "|-"} else found["value"]
        elif key and line.startswith("  ") and key not in _BLOCKS:
            said[key] += line.strip() + "\n"
        elif line:
            raise YouchengError(f"{path}: {line!r} is no line of a #+ header: see the head of queries/__init__.py")
    return said, entries


def _parameters(path: Path, text: str, entries: Mapping[str, Mapping[str, str]]) -> tuple[Parameter, ...]:
    types = {found["name"]: found["type"] or "string" for found in _PARAMETER.finditer(text)}
    defaults, takes = entries["defaults"], entries["takes"]
    if odd := set(types) ^ set(defaults):
        raise YouchengError(f"{path}: {', '.join(sorted(odd))} in only one of the header's defaults and the query")
    for name, taken in takes.items():
        span = _RANGE.fullmatch(taken)
        fitting = taken in NAMED if types.get(name) == "string" else span and (span["floor"] or name) in types
        if name not in types or not fitting:
            raise YouchengError(f"{path}: takes: {name}: {taken!r} is neither a range nor one of {', '.join(NAMED)}")
    return tuple(Parameter(name, types[name], default, takes.get(name, "")) for name, default in defaults.items())


def _in_calendar(value: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
