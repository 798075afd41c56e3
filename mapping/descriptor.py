"""What is known of a published list beside its document: list.yaml, checked key by key."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

import yaml

from ..ontology import concepts
from ..ontology.errors import DescriptorError, DocumentError, TemplateError, UnknownList
from .columns import FIELDS, TO_SAY, Column, Layout, read_columns
from .corrections import Correction, read_corrections
from .dates import ERAS, MINGUO, ORDERS, StatedDate, date_or_none
from .layouts import read_tables
from .places import CHINA, HOMES
from .readers import document_text, reader, readers
from .sections import NAMED
from .terms import iri
from .territories import territory
from .words import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .readers import Line
    from .records import Table

__all__ = ["FIELDS", "LISTS", "TO_SAY", "Column", "Descriptor", "Layout", "descriptor", "descriptors", "files", "load"]

LISTS = Path(__file__).parent / "lists"
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader  # libyaml's is ten times as fast
_EASTMOST, _DIGITS, _DEEPEST = timedelta(hours=14), 18, 20
_ID = re.compile(r"[A-Za-z0-9]+(?:[._~-]+[A-Za-z0-9]+)*")
_RENAME = "give its folder a name of letters a to z, digits and hyphens, such as jiangsu-2024"
_HALF = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs, which an escape of YAML can write, and no text in Unicode holds."""
_LANGUAGES = ("zh", "zh-hans", "zh-hant", "ja", "ko", "en")
ASKED = {
    "title": "the title of the list, in zh and if you like en",
    "publisher": "who publishes it, in zh and if you like en, such as zh: 西安市",
    "authority": "official if the place itself publishes the list, encyclopedia if a third party compiles it",
    "about": "the Chinese place whose ties it gives, as links.sssom.tsv writes it, such as 西安市, or 中国",
    "as_of": "the date up to which it holds, such as 2023-05-01, 2023-05 or 2023",
    "licence": "its address, or words such as: none stated by the publisher; only facts are taken from it",
    "country": "the country of all its partners as links.sssom.tsv writes it, such as 日本",
    "date_order": "dmy if the day comes first in dates such as 03/04/1979, mdy if the month does",
    "encoding": "how the document is written, such as gb18030, shift_jis or euc_kr",
    "several": "yes if each name in a cell such as 奈良市、京都市 is a tie of its own, no if they are one name",
    "columns": "the field of that column (docs/adding-a-list.md names them), or other",
    "kind": "sister-city, friendship-city, friendly-co-operation or grassroots; or leave the line out",
    "words": "a kind:…, level:…, continent:… or event:… of ontology/kinds.ttl, such as kind:friendship-city",
    "tables": "the field of that column (docs/adding-a-list.md names them), or other",
}
"""What a draft asks a person, by the key of list.yaml."""


class Descriptor(NamedTuple):
    """One published list: who published what, when, under which licence, and how it is to be read."""

    id: str
    folder: Path
    document: str
    reader: str
    title: Mapping[str, str]
    publisher: Mapping[str, str]
    authority: str
    about: str
    as_of: StatedDate
    licence: str
    columns: tuple[Column, ...]
    kind: str | None = None
    level: str | None = None
    page: str | None = None
    retrieved: StatedDate | None = None
    country: str | None = None
    encoding: str = "utf-8"
    language: str = "zh"
    headings: tuple[str, ...] = ()
    words: Mapping[str, str] = MappingProxyType({})
    tables: tuple[Layout, ...] = ()
    pass_over: frozenset[int] = frozenset()
    date_order: str = ""
    dates: str = ""
    several: str = ""
    corrections: tuple[Correction, ...] = ()
    home: str = CHINA

    @property
    def path(self) -> Path:
        """Give the file of the document as it was published."""
        return self.folder / self.document

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """Give the layouts that tables of the document may have."""
        return self.tables or (Layout(self.columns),)

    def name(self, at: Line | Table | None = None) -> str:
        """Name the document as errors do, with the sheet of a line or table where it is a workbook."""
        return f"{self.id}/{self.document}" + (f", sheet {at.sheet}" if at and at.sheet else "")

    def lines(self) -> list[Line]:
        """Give the lines of the document.

        Raises DocumentError, with the file, where it cannot be read, DescriptorError where a line to pass over is none.
        """
        text = document_text(self.path, self.encoding)
        try:
            lines = reader(self.reader).lines(text)
        except DocumentError as error:
            raise DocumentError(f"{self.path}, {error}") from error
        if missing := sorted(self.pass_over - {line.number for line in lines}):
            wrong = f"pass_over: {', '.join(map(str, missing))}: no line of {self.document} that has words begins there"
            raise DescriptorError(f"{self.folder / 'list.yaml'}: {wrong}")
        return lines


def descriptors(*folders: Path) -> tuple[Descriptor, ...]:
    """Give every list of some folders (the project's own if none is named), by id."""
    return tuple(load(path) for _, path in sorted(files(*folders).items()))


def loaded(*folders: Path) -> tuple[list[Descriptor], list[DescriptorError]]:
    """Give the lists of some folders that can be loaded, by id, and for each other one, such as a draft, why not."""
    found, wrong = [], []
    for _, path in sorted(files(*folders).items()):
        try:
            found.append(load(path))
        except DescriptorError as error:
            wrong.append(error)
    return found, wrong


def descriptor(list_id: str, *folders: Path) -> Descriptor:
    """Give one list of some folders (the project's own if none is named); raises UnknownList with those there are."""
    known = files(*folders)
    if list_id not in known:
        where = " or ".join(str(folder) for folder in folders or (LISTS,))
        raise UnknownList(f"no list {list_id!r} in {where}: the lists there are {', '.join(sorted(known)) or 'none'}")
    return load(known[list_id])


def files(*folders: Path) -> dict[str, Path]:
    """Give the list.yaml of every list of some folders, by id; raises DescriptorError where two have one id."""
    found: dict[str, Path] = {}
    for folder in folders or (LISTS,):
        for path in sorted(folder.glob("*/list.yaml")):
            first = found.setdefault(path.parent.name, path)
            if first.resolve() != path.resolve():
                raise DescriptorError(f"{path}: {first} is a list of the same id: rename one of the two folders")
    return found


def load(path: Path) -> Descriptor:
    """Read one list.yaml; raises DescriptorError with the key that is missing or cannot be."""
    if not _ID.fullmatch(path.parent.name):
        raise DescriptorError(f"{path}: {path.parent.name!r} is the id of a list and part of its address: {_RENAME}")
    if not path.is_file():
        raise DescriptorError(f"{path}: no file")
    try:
        text = path.read_text(encoding="utf-8")
        _check_nesting(text, path)
        lines: dict[tuple[str, ...], int] = {}
        said = _plain(yaml.compose(text, _LOADER), path, lines)
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise DescriptorError(f"{path}: not YAML{line}: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise DescriptorError(f"{path}: not YAML in UTF-8: {error}") from error
    if not isinstance(said, dict):
        raise DescriptorError(f"{path}: not a mapping of keys to values")
    if unsaid := [str(key) for key, value in said.items() if _unsaid(value)]:
        asked = "".join(f"\n  {key}: {ASKED.get(key, 'what the comment beside it asks for')}" for key in unsaid)
        raise DescriptorError(f"{path}: a draft still asks, in place of {TO_SAY}, for:{asked}")
    return _Checked(path, said, lines).descriptor()


def _check_nesting(text: str, path: Path) -> None:
    """Raise DescriptorError for aliases, which may come to any length, and for lists in lists without end."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise DescriptorError(f"{path}, line {line}: an alias (*{event.anchor}): write out what it stands for")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise DescriptorError(f"{path}, line {line}: more than {_DEEPEST} lists or mappings in one another")


def _plain(node: yaml.Node | None, path: Path, lines: dict[tuple[str, ...], int], at: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - any YAML
    """Give what a node of YAML holds, every scalar as its text, and keep the line of each.

    Raises DescriptorError for a key said twice.
    """
    if node:
        lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, path, lines, (*at, str(number))) for number, each in enumerate(node.value, 1)]
    if not isinstance(node, yaml.MappingNode):
        if node and (half := _HALF.search(node.value)):
            line = node.start_mark.line + 1
            raise DescriptorError(f"{path}, line {line}: a text with {half.group()!a}, half of a surrogate pair")
        return node and node.value
    made: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or _HALF.search(key.value):
            raise DescriptorError(f"{path}: not a mapping of keys to values: the key on line {line} is no text")
        if key.value in made:
            raise DescriptorError(f"{path}, line {line}: key {key.value!r} is said twice")
        made[key.value] = _plain(value, path, lines, (*at, key.value))
        lines[(*at, key.value)] = line
    return made


class _Checked:
    """The keys of one list.yaml, each checked as it is asked for."""

    def __init__(self, path: Path, said: dict[str, Any], lines: dict[tuple[str, ...], int]) -> None:
        self.path, self.said, self.lines = path, dict(said), lines

    def lines_of(self, key: str) -> dict[str, int]:
        return {at[1]: line for at, line in self.lines.items() if at[:1] == (key,) and len(at) == 2}  # noqa: PLR2004 - a key and one within it

    def descriptor(self) -> Descriptor:
        home = self.one_of("home", HOMES) if "home" in self.said else CHINA
        headings = self.headings() if "headings" in self.said else ()
        country = self.text("country") if "country" in self.said else None
        if country is not None and territory(country) == home:
            raise DescriptorError(f"{self.path}: country: {country!r} is the Chinese side's: name that of all partners")
        tables = self.tables(has_country=bool(country or "country" in headings))
        made = Descriptor(
            id=self.path.parent.name,
            folder=self.path.parent,
            document=self.text("document"),
            reader=self.reader(),
            title=self.languages("title"),
            publisher=self.languages("publisher"),
            authority=self.concept("authority"),
            about=self.about(),
            as_of=self.past("as_of"),
            licence=self.address("licence") if self.linked("licence") else self.text("licence"),
            columns=tables[0].columns,
            kind=self.concept("kind") if "kind" in self.said else None,
            level=self.concept("level") if "level" in self.said else None,
            page=self.address("page") if "page" in self.said else None,
            retrieved=self.past("retrieved") if "retrieved" in self.said else None,
            country=country,
            encoding=self.encoding() if "encoding" in self.said else "utf-8",
            language=self.one_of("language", _LANGUAGES) if "language" in self.said else "zh",
            headings=headings,
            words=self.words(tables) if "words" in self.said else {},
            tables=tables,
            date_order=self.one_of("date_order", ORDERS) if "date_order" in self.said else "",
            dates=self.dates(home, tables) if "dates" in self.said else "",
            several=self.one_of("several", ("yes", "no")) if "several" in self.said else "",
            pass_over=self.pass_over() if "pass_over" in self.said else frozenset(),
            home=home,
            corrections=read_corrections(self.take("corrections"), self.path) if "corrections" in self.said else (),
        )
        if self.said:
            raise DescriptorError(f"{self.path}: unknown key(s) {', '.join(map(repr, self.said))}")
        self.check_document(made)
        return made

    def check_document(self, made: Descriptor) -> None:
        try:
            inside, there = made.path.resolve().parent == made.folder.resolve(), made.path.is_file()
        except (OSError, RuntimeError, ValueError) as error:  # the last for NUL
            raise DescriptorError(f"{self.path}: document {made.document!r} is no name of a file: {error}") from error
        if not inside:
            raise DescriptorError(f"{self.path}: document {made.document!r} lies outside its folder: copy it beside it")
        if not there:
            raise DescriptorError(f"{self.path}: document {made.document!r} does not stand beside it")

    def take(self, key: str) -> object:
        if key not in self.said:
            raise DescriptorError(f"{self.path}: key {key!r} is missing")
        return self.said.pop(key)

    def text(self, key: str) -> str:
        value = self.take(key)
        if not _is_text(value):
            raise DescriptorError(f"{self.path}: {key}: {value!r} is not a text")
        return value

    def about(self) -> str:
        value = self.text("about")
        if territory(value) not in {None, *HOMES}:
            raise DescriptorError(f"{self.path}: about: {value!r} is another country: name {ASKED['about']}")
        return value

    def linked(self, key: str) -> bool:
        return str(self.said.get(key)).startswith("http")

    def address(self, key: str) -> str:
        value = self.text(key)
        try:
            iri(value)
        except TemplateError as error:
            raise DescriptorError(f"{self.path}: {key}: {error}") from error
        return value

    def reader(self) -> str:
        return self.one_of("reader", readers())

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in known:
            raise DescriptorError(f"{self.path}: {key}: {value!r} is none of {', '.join(known)}")
        return value

    def encoding(self) -> str:
        value = self.text("encoding")
        try:
            bytes(4).decode(value)  # as text: rot13 and zlib are codecs of another kind
            return codecs.lookup(value).name
        except (LookupError, ValueError) as error:  # the latter for NUL too
            raise DescriptorError(f"{self.path}: encoding: {value!r} is none that is known, such as gb18030") from error

    def languages(self, key: str) -> dict[str, str]:
        value = self.take(key)
        if not isinstance(value, dict) or "zh" not in value or not all(map(_is_text, value.values())):
            raise DescriptorError(
                f"{self.path}: {key}: {value!r} is not a mapping of languages to texts with at least zh"
            )
        if unknown := sorted(set(value) - {"zh", "en"}):
            raise DescriptorError(f"{self.path}: {key}: language(s) {', '.join(unknown)} are neither zh nor en")
        return dict(sorted(value.items()))

    def date(self, key: str) -> StatedDate:
        value = self.text(key)
        found = None if re.search("[A-Za-z]", value) else date_or_none(value)
        if found is None:
            raise DescriptorError(f"{self.path}: {key}: {value!r} is not a date such as 2023-05-01 or 2023-05")
        return found

    def past(self, key: str) -> StatedDate:
        found = self.date(key)
        if str(found) > (today := (datetime.now(UTC) + _EASTMOST).date().isoformat()):
            raise DescriptorError(f"{self.path}: {key}: {found} has not come yet; today is {today}")
        return found

    def dates(self, home: str, tables: tuple[Layout, ...]) -> str:
        value = self.one_of("dates", ERAS)
        dated = [c.header for layout in tables for c in layout.columns if c.field in {"signed", "ended"}]
        if home != "tw" and not any(map(MINGUO.search, dated)):
            wrong = "is for a list with home: tw, or a column of dates whose header says 民國: take it away"
            raise DescriptorError(f"{self.path}, line {self.lines[('dates',)]}: dates: {value} {wrong}")
        return value

    def concept(self, key: str) -> str:
        return self.known_concept(key, key, self.text(key))

    def known_concept(self, key: str, scheme: str, value: str) -> str:
        known = {iri.rpartition("/")[2]: iri for iri in concepts(scheme).values()}
        if value not in known:
            raise DescriptorError(f"{self.path}: {key}: {value!r} is none of {', '.join(sorted(known))}")
        return known[value]

    def headings(self) -> tuple[str, ...]:
        value = self.take("headings")
        if not isinstance(value, list) or not value or not all(each in NAMED for each in value):
            raise DescriptorError(f"{self.path}: headings: {value!r} is not a list of {', '.join(NAMED)}")
        return tuple(value)

    def pass_over(self) -> frozenset[int]:
        value = self.take("pass_over")
        if not isinstance(value, list) or not all(_is_text(line) and line.isdecimal() for line in value):
            raise DescriptorError(f"{self.path}: pass_over: {value!r} is not a list of lines such as [9, 14]")
        return frozenset(int(line[:_DIGITS]) for line in value)

    def words(self, tables: tuple[Layout, ...]) -> dict[str, str]:
        fields = {column.field for layout in tables for column in layout.columns}
        return read_words(self.take("words"), self.path, self.lines_of("words"), fields)

    def tables(self, *, has_country: bool) -> tuple[Layout, ...]:
        if "tables" not in self.said:
            return (Layout(read_columns(self.take("columns"), self.path, "columns", country=has_country)),)
        return read_tables(self.take("tables"), self.path, self.lines_of("tables"), country=has_country)


def _unsaid(value: object) -> bool:
    """Tell whether a value, or one within it, is still to be said."""
    if isinstance(value, dict):
        return any(map(_unsaid, value.values()))
    return any(map(_unsaid, value)) if isinstance(value, list) else value == TO_SAY


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())
