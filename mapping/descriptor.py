"""What is known of a published list beside its document: list.yaml, checked key by key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import yaml

from ..ontology import concepts
from ..ontology.errors import DescriptorError, TemplateError, UnknownList
from .dates import StatedDate, read_date
from .readers import readers
from .terms import iri

if TYPE_CHECKING:
    from collections.abc import Mapping

LISTS = Path(__file__).parent / "lists"
FIELDS = ("number", "party", "partner", "country", "continent", "signed", "population", "area", "notes")
"""What a column can be."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: its header as written, its field, and the unit its numbers are stated in."""

    header: str
    field: str
    unit: int = 1


@dataclass(frozen=True, slots=True)
class Descriptor:
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

    @property
    def path(self) -> Path:
        """Give the file of the document as it was published."""
        return self.folder / self.document


def descriptors(folder: Path = LISTS) -> tuple[Descriptor, ...]:
    """Give every list of a folder, by id."""
    return tuple(load(path) for path in sorted(folder.glob("*/list.yaml")))


def descriptor(list_id: str, folder: Path = LISTS) -> Descriptor:
    """Give one list; raises UnknownList, naming the lists there are."""
    path = folder / list_id / "list.yaml"
    if not path.is_file():
        known = ", ".join(sorted(found.parent.name for found in folder.glob("*/list.yaml"))) or "none"
        raise UnknownList(f"no list {list_id!r} in {folder}: the lists there are {known}")
    return load(path)


def load(path: Path) -> Descriptor:
    """Read one list.yaml; raises DescriptorError with the key that is missing or cannot be."""
    try:
        said = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes texts, lists, mappings
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DescriptorError(f"{path}: not YAML in UTF-8: {error}") from error
    if not isinstance(said, dict):
        raise DescriptorError(f"{path}: not a mapping of keys to values")
    return _Checked(path, said).descriptor()


class _Checked:
    """The keys of one list.yaml, each checked as it is asked for."""

    def __init__(self, path: Path, said: dict[str, Any]) -> None:
        self.path, self.said = path, dict(said)

    def descriptor(self) -> Descriptor:
        made = Descriptor(
            id=self.path.parent.name,
            folder=self.path.parent,
            document=self.text("document"),
            reader=self.reader(),
            title=self.languages("title"),
            publisher=self.languages("publisher"),
            authority=self.concept("authority"),
            about=self.text("about"),
            as_of=self.date("as_of"),
            licence=self.address("licence") if self.linked("licence") else self.text("licence"),
            columns=self.columns(),
            kind=self.concept("kind") if "kind" in self.said else None,
            level=self.concept("level") if "level" in self.said else None,
            page=self.address("page") if "page" in self.said else None,
            retrieved=self.date("retrieved") if "retrieved" in self.said else None,
        )
        if self.said:
            raise DescriptorError(f"{self.path}: unknown key(s) {', '.join(map(repr, self.said))}")
        if not made.path.is_file():
            raise DescriptorError(f"{self.path}: document {made.document!r} does not stand beside it")
        return made

    def take(self, key: str) -> object:
        if key not in self.said:
            raise DescriptorError(f"{self.path}: key {key!r} is missing")
        return self.said.pop(key)

    def text(self, key: str) -> str:
        value = self.take(key)
        if not _is_text(value):
            raise DescriptorError(f"{self.path}: {key}: {value!r} is not a text")
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
        value = self.text("reader")
        if value not in (known := readers()):
            raise DescriptorError(f"{self.path}: reader: {value!r} is none of {', '.join(known)}")
        return value

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
        try:
            return read_date(value)
        except ValueError as error:
            raise DescriptorError(
                f"{self.path}: {key}: {value!r} is not a date such as 2023-05-01 or 2023-05"
            ) from error

    def concept(self, key: str) -> str:
        value = self.text(key)
        known = {iri.rpartition("/")[2]: iri for iri in concepts(key).values()}
        if value not in known:
            raise DescriptorError(f"{self.path}: {key}: {value!r} is none of {', '.join(sorted(known))}")
        return known[value]

    def columns(self) -> tuple[Column, ...]:
        value = self.take("columns")
        if not isinstance(value, list):
            raise DescriptorError(f"{self.path}: columns: {value!r} is not a list of header, field and unit")
        columns = tuple(self.column(entry) for entry in value)
        fields = [column.field for column in columns]
        for needed in ("partner", "country"):
            if needed not in fields:
                raise DescriptorError(f"{self.path}: columns: no column is the {needed}")
        if len(set(fields)) < len(fields):
            raise DescriptorError(f"{self.path}: columns: two columns are the same field: {', '.join(fields)}")
        return columns

    def column(self, entry: object) -> Column:
        if not isinstance(entry, dict) or not {"header", "field"} <= set(entry) <= {
            "header",
            "field",
            "unit",
        }:
            raise DescriptorError(f"{self.path}: columns: {entry!r} is not header, field and (if not 1) unit")
        if entry["field"] not in FIELDS:
            raise DescriptorError(f"{self.path}: columns: field {entry['field']!r} is none of {', '.join(FIELDS)}")
        if not _is_text(entry["header"]):
            raise DescriptorError(f"{self.path}: columns: header {entry['header']!r} is not a text")
        unit = str(entry.get("unit", "1"))
        if not re.fullmatch(r"[1-9][0-9]{0,9}", unit):
            raise DescriptorError(f"{self.path}: columns: unit {entry['unit']!r} is not a whole number such as 10000")
        return Column(entry["header"], entry["field"], int(unit))


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())
