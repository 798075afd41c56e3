"""Whatever is wrong with a list.yaml is named with its file, its key and its value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.dates import StatedDate
from youcheng.mapping.descriptor import FIELDS, Column, descriptor, descriptors, load
from youcheng.mapping.readers import readers
from youcheng.ontology import term
from youcheng.ontology.errors import DescriptorError, UnknownList

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Rewritten

XIAN, XINJIANG = "xian-2023-05", "xinjiang-2023-12"
COLUMNS = "columns:\n  - { header: 序号, field: number }"


def test_the_two_lists() -> None:
    """Both descriptors are read, by id, with concepts for what they name by word."""
    xian, xinjiang = descriptors()
    assert (xian.id, xinjiang.id) == (XIAN, XINJIANG)
    assert (xian.reader, xinjiang.reader) == ("pipe_table", "wiki_text")
    assert (xian.as_of, xinjiang.as_of) == (StatedDate(2023, 5), StatedDate(2023, 12, 1))
    assert (xian.authority, xinjiang.authority) == (term("authority:official"), term("authority:encyclopedia"))
    assert (xian.level, xinjiang.level) == (term("level:prefecture"), None)
    assert xian.kind == xinjiang.kind == term("kind:sister-city")
    assert (xian.page, xian.retrieved) == (None, None)
    assert xian.columns[5] == Column("人口(万)", "population", 10_000)
    assert [column.field for column in xinjiang.columns] == [
        "party", "partner", "country", "continent", "signed", "notes"
    ]  # fmt: skip
    assert xian.path.is_file()
    assert descriptor(XIAN) == xian


def test_an_unknown_list_is_met_with_the_known(tmp_path: Path) -> None:
    """An id of no list is refused, naming the lists there are."""
    with pytest.raises(UnknownList, match=rf"no list 'beijing' in .*: the lists there are {XIAN}, {XINJIANG}$"):
        descriptor("beijing")
    with pytest.raises(UnknownList, match=r"the lists there are none$"):
        descriptor(XIAN, tmp_path)


# What is put in the place of what, and the words that the error must hold beside the file.
WRONG: list[tuple[str, str, str]] = [
    ("document: document.txt", "documents: document.txt", "key 'document' is missing"),
    ("document: document.txt", "document: other.txt", "document 'other.txt' does not stand beside it"),
    ("document: document.txt", "document:", "document: '' is not a text"),
    ("document: document.txt", "document: [document.txt]", "document: ['document.txt'] is not a text"),
    ("reader: pipe_table", "", "key 'reader' is missing"),
    ("reader: pipe_table", "reader: excel", f"reader: 'excel' is none of {', '.join(readers())}"),
    (
        "title:\n  zh: 西安市国际友好城市一览表\n",
        "title: 一览表\nx:\n",
        "title: '一览表' is not a mapping of languages",
    ),
    ("  zh: 西安市国际友好城市一览表\n", "", "title: {'en': \"Twinnings of Xi'an\"} is not a mapping of languages"),
    ("  zh: 西安市国际友好城市一览表\n", "  zh:\n", "title: {'zh': '', 'en'"),
    ("  zh: 西安市国际友好城市一览表\n", "  zh: 表\n  no: liste\n", "title: language(s) no are neither zh nor en"),
    ("publisher:\n  zh: 西安市\n", "publisher:\n  zh: [西安市]\n", "publisher: {'zh': ['西安市'], 'en'"),
    ("authority: official", "authority: hearsay", "authority: 'hearsay' is none of encyclopedia, official"),
    ("authority: official", "", "key 'authority' is missing"),
    ("about: 西安市 #", 'about: " " #', "about: ' ' is not a text"),
    ("as_of: 2023-05", "as_of: May 2023", "as_of: 'May 2023' is not a date such as 2023-05-01 or 2023-05"),
    ("as_of: 2023-05", "as_of: 2023-02-30", "as_of: '2023-02-30' is not a date"),
    ("as_of: 2023-05", "as_of: 2023-00", "as_of: '2023-00' is not a date"),
    ("as_of: 2023-05", "as_of: 2023-05-01T00:00:00", "as_of: '2023-05-01T00:00:00' is not a date"),
    ("as_of: 2023-05 ", "as_of: ", "as_of: '' is not a text"),
    ("licence: none", "license: none", "key 'licence' is missing"),
    (
        "licence: none stated by",
        "licence: http://x y",
        "licence: 'http://x y the publisher; only facts are taken from it'",
    ),
    ("kind: sister-city", "kind: brother-city", "kind: 'brother-city' is none of friendly-co-operation, "),
    ("level: prefecture", "level: 地级", "level: '地级' is none of city, county, prefecture, province"),
    (COLUMNS, f"page: 西安\n{COLUMNS}", "page: '西安' is not an absolute ASCII IRI"),
    (COLUMNS, f"retrieved: 昨天\n{COLUMNS}", "retrieved: '昨天' is not a date"),
    (COLUMNS, f"colour: red\nsize: big\n{COLUMNS}", "unknown key(s) 'colour', 'size'"),
    (COLUMNS, "columns: 7\nrest:", "columns: '7' is not a list of header, field and unit"),
    ("{ header: 序号, field: number }", "序号", "columns: '序号' is not a column: a column has header"),
    ("{ header: 序号, field: number }", "{ header: 序号 }", "columns: {'header': '序号'} is not a column"),
    (
        "{ header: 序号, field: number }",
        "{ header: 序号, field: number, scale: 2 }",
        "'scale': '2'}: unknown key(s) scale: a column",
    ),
    ("{ header: 序号, field: number }", "{ header: [], field: number }", "columns: header [] is not a text"),
    ("as_of: 2023-05 ", "as_of: 2099 ", "as_of: 2099 has not come yet"),
    ("document: document.txt", "document: ../../README.md", "document '../../README.md' lies outside its folder"),
    ("reader: pipe_table", "reader: pipe_table\nencoding: rot13", "encoding: 'rot13' is none that is known"),
    ("reader: pipe_table", "reader: pipe_table\nencoding: zlib_codec", "encoding: 'zlib_codec' is none that is known"),
    ("field: number", "field: rank", f"columns: field 'rank' is none of {', '.join(FIELDS)}"),
    ("field: number", "field: [number]", "columns: field ['number'] is none of"),
    ("field: number", "field: area", "columns: two columns are the same field: area, partner"),
    ("field: partner", "field: notes", "columns: no column is the partner"),
    ("field: country", "field: notes", "columns: no column is the country"),
    ("unit: 10000", "unit: 万", "columns: unit '万' is not a whole number such as 10000"),
    ("unit: 10000", "unit: 0", "columns: unit '0' is not a whole number"),
    ("unit: 10000", "unit: -1", "columns: unit '-1' is not a whole number"),
    ("unit: 10000", "unit: 2.5", "columns: unit '2.5' is not a whole number"),
    ("unit: 10000", "unit: [1]", "columns: unit ['1'] is not a whole number"),
]


@pytest.mark.parametrize(("was", "becomes", "said"), WRONG, ids=[becomes for _, becomes, _ in WRONG])
def test_each_wrong_key_or_value_is_named(rewritten: Rewritten, was: str, becomes: str, said: str) -> None:
    """The error names the file, the key and the value."""

    def change(text: str) -> str:
        assert was in text
        return text.replace(was, becomes, 1)

    with pytest.raises(DescriptorError, match=rf"{XIAN}/list\.yaml: .*{re.escape(said)}"):
        rewritten(XIAN, yaml=change)


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("reader: pipe_table\n", "reader: pipe_table\nreader: wiki_text\n", 4),
        ("{ header: 序号,", "{ header: 序号, header: 序,", 17),
    ],
)
def test_a_key_that_is_said_twice_is_named_with_its_line(
    rewritten: Rewritten, was: str, becomes: str, line: int
) -> None:
    """Of two values for one key, neither is quietly passed over, however deep it stands."""
    with pytest.raises(DescriptorError, match=rf"list\.yaml, line {line}: key '\w+' is said twice"):
        rewritten(XIAN, yaml=lambda said: said.replace(was, becomes, 1))


NESTED = {
    "alias": ("about: &a 西安市\nlevel: *a", r", line 2: an alias \(\*a\)"),
    "bomb": ("a: &a [x]\n" + "".join(f"{n}: &{n} [*a, *a]\n" for n in range(9)), r", line 2: an alias \(\*a\)"),
    "lists": ("a: " + "[" * 100_000, ", line 1: more than 20 lists or mappings in one another"),
    "dashes": ("- " * 100_000, ", line 1: more than 20 lists or mappings in one another"),
}


@pytest.mark.parametrize("name", NESTED)
def test_aliases_and_deep_lists_are_refused(tmp_path: Path, name: str) -> None:
    """What a few lines of YAML could make endless is named with its line."""
    content, message = NESTED[name]
    path = tmp_path / "list.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DescriptorError, match=message):
        load(path)


def test_a_link_out_of_the_folder_is_refused(rewritten: Rewritten, tmp_path: Path) -> None:
    """A document that is a link to a file elsewhere is not the list's own."""
    said = rewritten(XIAN)
    other = tmp_path / "elsewhere.txt"
    said.path.replace(other)
    said.path.symlink_to(other)
    with pytest.raises(DescriptorError, match="lies outside its folder"):
        load(said.folder / "list.yaml")


def test_lines_to_pass_over_are_there(rewritten: Rewritten) -> None:
    """A line to pass over that the document does not have is named."""
    said = rewritten(XIAN, yaml=lambda text: f"{text}\npass_over: [3, 999]\n")
    with pytest.raises(DescriptorError, match=r"pass_over: 999: no line of document\.txt that has words"):
        said.lines()


@pytest.mark.parametrize(
    "content", [b"", b"- a\n", b"text", b"a: [", b"\xff", "标题: 表".encode("gb18030"), b"? [a]\n: b\n"]
)
def test_what_is_no_mapping_is_named(tmp_path: Path, content: bytes) -> None:
    """A file that is no YAML mapping in UTF-8 is refused by its name."""
    path = tmp_path / "list.yaml"
    path.write_bytes(content)
    with pytest.raises(DescriptorError, match=rf"{re.escape(str(path))}: not "):
        load(path)


def test_optional_keys(rewritten: Rewritten) -> None:
    """Kind, level, page and retrieved may be left out, and units too."""

    def change(text: str) -> str:
        kept = [line for line in text.splitlines() if not line.startswith(("kind", "level"))]
        return "\n".join(kept).replace(", unit: 10000", "") + "\npage: https://example.org/a\nretrieved: 2024-01-02\n"

    read = rewritten(XIAN, yaml=change)
    assert (read.kind, read.level, read.page) == (None, None, "https://example.org/a")
    assert read.retrieved == StatedDate(2024, 1, 2)
    assert {column.unit for column in read.columns} == {1}
