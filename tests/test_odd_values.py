"""Whatever list.yaml holds under whatever key, and however long a value is: an error with its name, or a reading."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from youcheng.graph.draft import add
from youcheng.graph.query import without_formulas
from youcheng.mapping.columns import FIELDS
from youcheng.mapping.dates import read_date
from youcheng.mapping.descriptor import LISTS, load
from youcheng.mapping.numbers import read_whole
from youcheng.ontology.errors import DescriptorError, DocumentError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

XIAN = "xian-2023-05"
KEYS = (
    "document", "reader", "title", "publisher", "authority", "about", "as_of", "licence", "columns", "tables", "kind",
    "level", "page", "retrieved", "country", "encoding", "language", "headings", "words", "pass_over", "date_order",
    "several",
)  # fmt: skip
MANY = "9" * 5000
ODD: tuple[object, ...] = (
    {"a": "b"}, [{"a": "b"}], [["a"]], [], {}, "", " ", "x\x00y", "\ud800", "z" * 5000, ["zh"], {"zh": ["a"]}, MANY,
    {"zh": {}}, {"zh": "x\x00"}, [{"columns": {"a": "b"}}], [{"columns": [{"field": {}}]}], [MANY], "/", "..", ".",
    [{"columns": [], "kind": ["a"]}], [{"header": "甲", "field": "partner", "unit": {}}], "http://[", [None], None,
    [{"header": "甲", "field": "partner", "blank": []}], [{"position": ["1"], "field": "partner"}], "https://x\x00",
    [{"header": "甲", "field": "number", "unit": MANY}],
)  # fmt: skip


def written(folder: Path, said: object) -> Path:
    """Write a list.yaml, which is JSON with every character escaped, beside its document."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "document.txt").write_bytes((LISTS / XIAN / "document.txt").read_bytes())
    (folder / "list.yaml").write_text(json.dumps(said), encoding="utf-8")
    return folder / "list.yaml"


def own() -> dict[str, object]:
    """Give what Xi'an's list.yaml says."""
    said = yaml.load((LISTS / XIAN / "list.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only
    assert isinstance(said, dict)
    return said


@pytest.mark.parametrize("key", KEYS)
def test_each_key_takes_what_it_can_and_names_the_rest(tmp_path: Path, key: str) -> None:
    """No value of any type ends in anything but a descriptor or an error that names the file."""
    for value in ODD:
        said = own() | {key: value}
        if key == "tables":
            del said["columns"]
        path = written(tmp_path / "x", said)
        try:
            load(path)
        except DescriptorError as error:
            assert str(error).startswith(str(path)), value  # noqa: PT017 - either is right


@pytest.mark.parametrize("part", ["header", "field", "unit", "blank", "position"])
def test_each_part_of_a_column_too(tmp_path: Path, part: str) -> None:
    """A column of odd parts is refused, or read where it may say so."""
    for value in ODD:
        path = written(tmp_path / "x", own() | {"columns": [{"header": "甲", "field": FIELDS[0]} | {part: value}]})
        with pytest.raises(DescriptorError, match=re.escape(str(path))):
            load(path)


@pytest.mark.parametrize("name", ["a b", 'quote"x', "Ünï", "友城", "a#b", "a%20b", "-", "a/"])
def test_the_name_of_the_folder_can_be_part_of_an_address(tmp_path: Path, name: str) -> None:
    """What cannot is refused when the list is loaded, by its file, and not by the build."""
    path = written(tmp_path / name, own())
    if name == "a/":
        assert load(path).id == "a"
        return
    with pytest.raises(DescriptorError, match=rf"{re.escape(str(path))}: .* is the id of a list .*jiangsu-2024"):
        load(path)


@pytest.mark.parametrize(("name", "right"), [("日本", False), ("Japan", False), ("中国", True), ("香港", True)])
def test_a_list_is_about_a_chinese_place(tmp_path: Path, name: str, *, right: bool) -> None:
    """Another country is no side of its rows."""
    path = written(tmp_path / "x", own() | {"about": name})
    if right:
        assert load(path).about == name
    else:
        with pytest.raises(DescriptorError, match=f"about: '{name}' is another country"):
            load(path)


@pytest.mark.parametrize("name", ["a b", "Ünï"])
def test_an_id_is_refused_before_a_list_is_added(tmp_path: Path, name: str) -> None:
    """`lists add --id` makes no folder that cannot be built."""
    file = tmp_path / "x.csv"
    file.write_text("友好城市,国家,结好时间\n奈良市,日本,1974-02-01\n京都市,日本,1974-05-10\n", encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(repr(name))):
        add(file, tmp_path / "lists", name)
    assert not (tmp_path / "lists").exists()


@pytest.mark.parametrize("column", ["序号", "人口(万人)"])
@pytest.mark.parametrize("digits", [4301, 20_000])
def test_a_number_of_more_digits_than_any(tmp_path: Path, column: str, digits: int) -> None:
    """It is no number from 1 on, and no population: a named error or words, and no traceback."""
    file = tmp_path / "x.csv"
    rows = f"奈良市,日本,1974-02-01,1\n京都市,日本,1974-05-10,{'7' * digits}\n"
    file.write_text(f"友好城市,国家,结好时间,{column}\n{rows}", encoding="utf-8")
    made = add(file, tmp_path / "lists")
    assert made.folder.is_dir()
    with pytest.raises(ValueError, match="777"):
        read_whole("7" * digits)


def test_a_cell_longer_than_csv_has(tmp_path: Path) -> None:
    """The error names the limit, and no quotes where there is none, whatever was written as CSV before."""
    assert without_formulas("=1\r\n") == "'=1\r\n"
    file = tmp_path / "x.csv"
    file.write_text(f"友好城市,国家,结好时间\n奈良市,日本,1974-02-01\n{'长' * 131_073},日本,1974\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="line 3: a cell of more than 131,072 characters"):
        add(file, tmp_path / "lists")
    assert not (tmp_path / "lists" / "x").exists()


@pytest.mark.parametrize(
    "text", ["1979.1 2", "19 79", "1979年1 2月", "1979-01-1 2", "1 979", "昭和5 4年", "1\u30009791"]
)
def test_a_number_in_two_parts_is_no_date(text: str) -> None:
    """Which of the two was meant, nobody can tell: 1979.1 2 is not December."""
    with pytest.raises(ValueError, match=re.escape(text)):
        read_date(text)


@pytest.mark.parametrize("text", ["1979 年 1 月 2 日", "1979. 1. 2", "1979 - 01", "\u30001979"])
def test_spaces_between_the_parts_are_read(text: str) -> None:
    """White space beside a mark parts no number."""
    assert read_date(text).year == 1979
