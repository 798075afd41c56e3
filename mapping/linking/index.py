"""The gazetteer indexed by name: an SQLite file in the user's cache, made once and then opened read-only."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing, contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...ontology.errors import GazetteerError
from ..gazetteer import GAZETTEER, codes, names, rows
from ..spelling import han_key, is_han, latin_base, latin_key, without_qualifier
from ..territories import territory
from .classes import PlaceClass, classes_of, ending
from .neighbours import Located, Neighbours
from .sound import written as spell
from .subdivisions import Subdivisions, area_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FORMAT = 8
"""Raised whenever what this module writes changes, so that no older index is taken for the present one."""

_LIBRARIES = ("anyascii", "babel", "opencc", "pycountry")
_TIED = "L3viathan-2016"
_SCHEMA = """
CREATE TABLE item (
  qid TEXT PRIMARY KEY, kind TEXT, classes INTEGER, country TEXT, parent TEXT, latitude TEXT, longitude TEXT,
  population INTEGER, label TEXT, source TEXT, licence TEXT, codes TEXT, tied INTEGER,
  around TEXT, near TEXT, amid TEXT
) WITHOUT ROWID;
CREATE TABLE name (
  key TEXT, qid TEXT, han INTEGER, whole INTEGER, main INTEGER, name TEXT, language TEXT, word TEXT, qualifier TEXT,
  sound TEXT
);
CREATE TABLE country (code TEXT PRIMARY KEY, qid TEXT) WITHOUT ROWID;
CREATE TABLE country_name (key TEXT, code TEXT);
CREATE TABLE area (code TEXT PRIMARY KEY, chain TEXT, peopled INTEGER) WITHOUT ROWID;
CREATE TABLE area_name (key TEXT, code TEXT);
CREATE TABLE present (country TEXT, kind TEXT, PRIMARY KEY (country, kind)) WITHOUT ROWID;
CREATE TABLE recurrence (country TEXT PRIMARY KEY, share REAL) WITHOUT ROWID;
"""
_RECURRENCE = """
INSERT INTO recurrence
WITH bearer AS (
  SELECT DISTINCT item.country, name.key, item.qid FROM name JOIN item USING (qid)
  WHERE han AND main AND whole AND classes & :settlement AND NOT classes & :other AND item.country <> ''
), counted AS (SELECT country, key, count(*) AS bearers FROM bearer GROUP BY country, key)
SELECT country, sum(CASE WHEN bearers > 1 THEN bearers ELSE 0 END) * 1.0 / sum(bearers) FROM counted GROUP BY country
"""
_INDEXES = """
CREATE INDEX name_by_key ON name (key);
CREATE INDEX name_by_sound ON name (sound);
CREATE INDEX name_by_item ON name (qid);
CREATE INDEX item_by_country ON item (country);
CREATE INDEX area_by_name ON area_name (key);
CREATE INDEX country_by_name ON country_name (key);
"""


_Row = tuple[Any, ...]


class Entry(NamedTuple):
    """One item: ``country`` is the QID of its country or empty, ``parent`` the source's name of what it lies in.

    ``label`` is the English label, or else the Chinese, or else any other name; ``tied`` says that Wikidata stated
    some twinning of the item in 2016, whichever it was; ``around`` holds the ISO 3166-2 codes of all that it lies in,
    its own among them, and, where no source says, ``near`` those of the places nearest to it,
    ``amid`` those that these share.
    """

    qid: str
    kind: str
    classes: PlaceClass
    country: str
    parent: str
    latitude: str
    longitude: str
    population: int | None
    label: str
    source: str
    licence: str
    codes: tuple[str, ...]
    tied: bool
    around: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    amid: frozenset[str] = frozenset()

    @property
    def described(self) -> bool:
        """Tell whether anything is known of it beyond names: people, position, what it lies in, a code."""
        return bool(self.population or self.latitude or self.parent or self.codes)


class Named(NamedTuple):
    """A name of an item: ``whole`` unless the word that says what it is was taken off; ``main`` where it is a label.

    ``sound`` holds the consonants of a name that is not in Chinese characters.
    """

    key: str
    qid: str
    han: bool
    whole: bool
    main: bool
    name: str
    language: str
    word: str
    qualifier: str
    sound: str


class Index:
    """An opened index; a file that turns out to be damaged is made again once."""

    def __init__(self, path: Path, gazetteer: Path = GAZETTEER) -> None:
        self.path, self._gazetteer = path, gazetteer
        self._connection = _opened(path)

    def item(self, qid: str) -> Entry | None:
        """Give the item of a QID."""
        return next((_entry(row) for row in self._ask("SELECT * FROM item WHERE qid = ?", qid)), None)

    def items(self, country: str) -> Iterator[Entry]:
        """Give every item that lies in a country, by the country's QID."""
        return (_entry(row) for row in self._ask("SELECT * FROM item WHERE country = ? ORDER BY qid", country))

    def named(self, key: str) -> list[Named]:
        """Give the names of a key, whole or without the word that says what the place is."""
        return [_named(row) for row in self._ask("SELECT DISTINCT * FROM name WHERE key = ? ORDER BY qid", key)]

    def sounding(self, sound: str) -> list[Named]:
        """Give the names whose consonants are these."""
        return [_named(row) for row in self._ask("SELECT DISTINCT * FROM name WHERE sound = ? ORDER BY qid", sound)]

    def sounds(self, country: str) -> list[Named]:
        """Give the names in other scripts than Chinese, with their consonants, of every item of a country."""
        found = self._ask(
            "SELECT name.* FROM item JOIN name USING (qid) WHERE country = ? AND sound <> '' AND whole ORDER BY qid",
            country,
        )
        return [_named(row) for row in found]

    def spelt(self, country: str, length: int) -> list[Named]:
        """Give the Chinese names of so many characters, the word that says what it is apart, of a country's items."""
        found = self._ask(
            "SELECT name.* FROM item JOIN name USING (qid) WHERE country = ? AND han AND length(key) = ? ORDER BY qid",
            country, length,
        )  # fmt: skip
        return [_named(row) for row in found]

    def beginning(self, prefix: str, limit: int) -> list[Named]:
        """Give names whose key begins so, the shortest first."""
        found = self._ask(
            "SELECT DISTINCT * FROM name WHERE key >= ? AND key < ? AND whole ORDER BY length(key), key, qid LIMIT ?",
            prefix, prefix + "\U0010ffff", limit,
        )  # fmt: skip
        return [_named(row) for row in found]

    def names(self, qid: str) -> list[Named]:
        """Give the whole names of an item, in the order of its row."""
        return [_named(row) for row in self._ask("SELECT * FROM name WHERE qid = ? AND whole ORDER BY rowid", qid)]

    def country(self, code: str) -> str | None:
        """Give the QID of the country of an ISO 3166-1 code in lower case."""
        return next((row[0] for row in self._ask("SELECT qid FROM country WHERE code = ?", code)), None)

    def code(self, qid: str) -> str | None:
        """Give the ISO 3166-1 code, in lower case, of a country by its QID."""
        return next((row[0] for row in self._ask("SELECT code FROM country WHERE qid = ?", qid)), None)

    def countries(self, key: str) -> list[str]:
        """Give the codes of the countries that have a label of that key."""
        return [row[0] for row in self._ask("SELECT DISTINCT code FROM country_name WHERE key = ? ORDER BY code", key)]

    def areas(self, name: str, country: str) -> list[list[str]]:
        """Give the ISO 3166-2 subdivisions of that name or code (OR) in a country, by its ISO code in lower case.

        Each is the list of its code and those of all that it lies in, the smallest first.
        """
        found = {
            chain
            for key in area_keys(name, country)
            for (chain,) in self._ask("SELECT chain FROM area_name JOIN area USING (code) WHERE key = ?", key)
        }
        for code in (name, f"{country.upper()}-{name}"):
            found |= {chain for (chain,) in self._ask("SELECT chain FROM area WHERE code = ?", code)}
        return [chain.split() for chain in sorted(found) if chain.startswith(f"{country.upper()}-")]

    def peopled(self, code: str) -> bool:
        """Tell whether the gazetteer has the position of any place that is known to lie in a subdivision."""
        return bool(self._ask("SELECT 1 FROM area WHERE code = ? AND peopled", code))

    def is_former(self, entry: Entry) -> bool:
        """Tell whether others of its country have ISO codes, and none of its kind: an area of the past."""
        coded = {kind for (kind,) in self._ask("SELECT kind FROM present WHERE country = ?", entry.country)}
        return any(kind.startswith("first-level") for kind in coded) and entry.kind not in coded

    def recurrence(self, country: str) -> float:
        """Give the share, from 0 to 1, of a country's Chinese names of settlements that more than one of them bears."""
        found = self._ask("SELECT share FROM recurrence WHERE country = ?", country)
        return float(found[0][0] or 0) if found else 0.0

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def _ask(self, sql: str, *values: str | int) -> list[_Row]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError:
            self._connection.close()
            with _told(self.path), _locked(self.path):
                _write(self.path, self._gazetteer)
            self._connection = _opened(self.path)
            return self._connection.execute(sql, values).fetchall()


def open_index(gazetteer: Path = GAZETTEER, folder: Path | None = None) -> Index:
    """Open the index of a gazetteer, making it first where it is not there; processes that make it wait for each other.

    ``folder`` is the cache of this user unless named. Raises GazetteerError where it cannot be written.
    """
    path = (cache_folder() if folder is None else folder) / f"gazetteer-{_fingerprint(gazetteer)}.sqlite"
    with _told(path):
        if not _sound(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with _locked(path):
                if not _sound(path):
                    _write(path, gazetteer)
    return Index(path, gazetteer)


def cache_folder() -> Path:
    """Give the folder for what can be made again (https://specifications.freedesktop.org/basedir-spec/latest/)."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".cache") / "youcheng"


def _fingerprint(gazetteer: Path) -> str:
    versions = ",".join(f"{library}={version(library)}" for library in _LIBRARIES)
    return sha256(gazetteer.read_bytes() + f"{_FORMAT},{versions}".encode()).hexdigest()[:32]


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _sound(path: Path) -> bool:
    """Tell whether there is an index whose header, schema and first pages can be read."""
    if not path.is_file():
        return False
    try:
        with closing(_opened(path)) as connection:
            return bool(connection.execute("SELECT count(*) FROM country").fetchone()[0])
    except sqlite3.DatabaseError:
        return False


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise GazetteerError, with the next step, where an index cannot be written."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"cannot write the gazetteer's index {path}: {error}; it needs some 30 MB: make room there, or set"
            " XDG_CACHE_HOME to a folder that has it and can be written to"
        ) from error


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, gazetteer: Path) -> None:
    beside = path.with_suffix(f".{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(beside)) as connection:
            fill(connection, rows(gazetteer))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def fill(connection: sqlite3.Connection, table: Iterable[dict[str, str]]) -> None:
    """Write the index of the gazetteer's rows into an empty database."""
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
    kept = list(table)
    own = _codes_of_countries(kept)
    japan = own.get("jp", "")
    by_qid = {qid: code for code, qid in own.items()}
    subdivisions = Subdivisions(kept)
    located = [_located(cells, by_qid, subdivisions) for cells in kept]
    neighbours = Neighbours([place for place in located if place])
    for cells, place in zip(kept, located, strict=True):
        code = by_qid.get(cells["country_qid"])
        around = place.around if place else subdivisions.around(cells, code or "")
        near, amid = neighbours.around(place) if place and not around else ([], [])
        row = (*_row(cells), " ".join(around), " ".join(near), " ".join(amid))
        connection.execute("INSERT OR IGNORE INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        keyed = dict.fromkeys(_keys(cells, code, japanese=cells["country_qid"] == japan))
        connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", keyed)
    connection.executemany("INSERT INTO country VALUES (?, ?)", own.items())
    peopled = {code for place in located if place for code in place.around}
    chains = ((code, " ".join(chain), code in peopled) for code, chain in subdivisions.chains())
    connection.executemany("INSERT INTO area VALUES (?, ?, ?)", chains)
    connection.executemany("INSERT INTO area_name VALUES (?, ?)", subdivisions.named())
    connection.executemany("INSERT INTO country_name VALUES (?, ?)", _country_names(kept, by_qid))
    connection.execute("INSERT INTO present SELECT DISTINCT country, kind FROM item WHERE codes <> ''")
    connection.executescript(_INDEXES)
    connection.execute(_RECURRENCE, {"settlement": PlaceClass.SETTLEMENT.value, "other": PlaceClass.OTHER.value})
    connection.commit()


def _located(cells: dict[str, str], by_qid: dict[str, str], subdivisions: Subdivisions) -> Located | None:
    if not (cells["lat"] and cells["lon"]):
        return None
    code = by_qid.get(cells["country_qid"], "")
    return Located(code, float(cells["lat"]), float(cells["lon"]), subdivisions.around(cells, code))


def _row(cells: dict[str, str]) -> _Row:
    label = cells["label_en"] or cells["label_zh"] or cells["alt_labels"].rsplit(":", 1)[-1]
    population = int(float(cells["population"])) if cells["population"] else None
    return (
        cells["qid"], cells["kind"], classes_of(cells["kind"], present=bool(codes(cells))).value,
        cells["country_qid"], cells["parent"], cells["lat"],
        cells["lon"], population, label, cells["source"], cells["license"], " ".join(codes(cells)),
        _TIED in cells["source"],
    )  # fmt: skip


def _keys(cells: dict[str, str], code: str | None, *, japanese: bool) -> Iterator[Named]:
    for language, written, main in names(cells):
        name, qualifier = without_qualifier(written)
        if is_han(name):
            whole = han_key(name, japanese=japanese)
            yield Named(whole, cells["qid"], True, True, main, written, language, "", qualifier, "")  # noqa: FBT003
            said = ending(whole, code)
            if said.word:
                yield Named(said.base, cells["qid"], True, False, main, written, language, said.word, qualifier, "")  # noqa: FBT003
        elif whole := latin_key(name):
            base = latin_base(name)
            sound = spell(base)
            yield Named(whole, cells["qid"], False, True, main, written, language, "", qualifier, sound)  # noqa: FBT003
            if base != whole:
                yield Named(base, cells["qid"], False, False, main, written, language, "", qualifier, sound)  # noqa: FBT003


def _codes_of_countries(table: list[dict[str, str]]) -> dict[str, str]:
    """Give the QID of each country by code: by its usual name, or by the ISO 3166-2 codes of what lies in it."""
    states = [cells for cells in table if PlaceClass.COUNTRY in classes_of(cells["kind"])]
    prefixes: dict[str, Counter[str]] = defaultdict(Counter)
    for cells in table:
        prefixes[cells["country_qid"]].update(code.partition("-")[0].lower() for code in codes(cells))
    found: dict[str, str] = {}
    by_name = {cells["qid"]: territory(cells["label_en"]) or territory(cells["label_zh"]) for cells in states}
    for qid, code in by_name.items():
        if code:
            found.setdefault(code, qid)
    for qid, code in by_name.items():
        if not code and prefixes[qid]:
            found.setdefault(prefixes[qid].most_common(1)[0][0], qid)
    return found


def _country_names(table: list[dict[str, str]], codes_by_qid: dict[str, str]) -> Iterator[tuple[str, str]]:
    for cells in table:
        if cells["qid"] in codes_by_qid:
            for language, name, main in names(cells):
                if main and (language.startswith("zh") or language == "en"):
                    key = han_key(name) if is_han(name) else latin_key(name)
                    yield key, codes_by_qid[cells["qid"]]


def _entry(row: _Row) -> Entry:
    fields = list(row)
    fields[2] = PlaceClass(fields[2])
    fields[11], fields[12], fields[13] = tuple(str(fields[11]).split()), bool(fields[12]), frozenset(fields[13].split())
    fields[14], fields[15] = frozenset(fields[14].split()), frozenset(fields[15].split())
    return Entry(*fields)


def _named(row: _Row) -> Named:
    key, qid, han, whole, main, *rest = row
    return Named(key, qid, bool(han), bool(whole), bool(main), *rest)
