"""A list's own words: used where a cell says them, refused where none ever can, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.descriptor import descriptor
from youcheng.mapping.reading import read_list
from youcheng.ontology.errors import DescriptorError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from youcheng.mapping.records import Reading

    Read = Callable[..., Reading]

YAML = """document: document.csv
reader: separated
title:
  zh: 乌鲁木齐市友好城市
publisher:
  zh: 乌鲁木齐市
authority: official
about: 乌鲁木齐市
as_of: 2023-11
licence: none stated by the publisher; only facts are taken from it
kind: sister-city
words:
  WORDS
columns:
  - { header: 城市, field: partner }
  - { header: 国家, field: country }
  - { header: 日期, field: signed }
  - { header: 类, field: FIELD }
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Give a function that reads a list of one row by its own words."""

    def made(cell: str, field: str, words: str, partner: str = "奈良市", date: str = "1974") -> Reading:
        folder = tmp_path / "urumqi-2023"
        folder.mkdir(exist_ok=True)
        (folder / "list.yaml").write_text(YAML.replace("FIELD", field).replace("WORDS", words), encoding="utf-8")
        header = ",关系" * cell.count(",")
        text = f'城市,国家,日期,类{header}\n"{partner}",日本,"{date}","{cell}"\n'
        (folder / "document.csv").write_text(text, encoding="utf-8")
        return read_list(descriptor("urumqi-2023", tmp_path))

    return made


def events(reading: Reading) -> list[str]:
    """Give the events of the first row in words."""
    assert not reading.errors
    return [f"{each.kind.rpartition('/')[2]} {each.date or ''}".strip() for each in reading.rows[0].events]


@pytest.mark.parametrize(
    ("cell", "field", "words", "said"),
    [
        ("Emeritus", "status", "Emeritus: event:ended", ["ended"]),
        ("emeritus since 2019", "status", "Emeritus: event:ended", ["ended 2019"]),
        ("Emeritus", "notes", "Emeritus: event:suspended", ["suspended"]),
        ("2021年停止", "notes", "停止: event:suspended", ["suspended 2021"]),
        ("已失效", "notes", "失效: event:ended", ["ended"]),
        ("No longer active (since 2019)", "status", "No longer active (since 2019): event:ended", ["ended 2019"]),
        ("稳定", "status", "稳定: event:signed", []),
        ("—", "status", "—: event:suspended", ["suspended"]),
    ],
)
def test_a_word_of_what_became_of_a_tie(read: Read, cell: str, field: str, words: str, said: list[str]) -> None:
    """In a status and in a remark, with its date where one is beside it; without the word it is named."""
    made = read(cell, field, words)
    assert events(made) == said
    assert made.warnings == ()
    if cell != "—":
        before = read(cell, field, "奈良市: event:ended")
        assert before.errors if field == "status" else before.warnings


def test_a_word_in_brackets_after_a_name_or_a_date(read: Read) -> None:
    """The list's own word is read there too."""
    assert events(read("", "notes", "停摆: event:suspended", partner="奈良市（停摆）")) == ["suspended"]
    assert events(read("", "notes", "停摆: event:suspended", date="1974（2019年停摆）")) == ["suspended 2019"]


@pytest.mark.parametrize(
    ("field", "words", "expected"),
    [
        ("level", "甲类: kind:sister-city", r"line 13: words: 甲类: kind:sister-city is for a column with field: kind"),
        ("notes", "甲类: level:city", r"line 13: words: 甲类: level:city .* give the column that says it field: level"),
        (
            "kind",
            "乙: kind:sister-city\n  甲: authority:official",
            r"line 14: words: 甲: authority:official is none of",
        ),
        ("kind", "甲类: event:succeeded", r"line 13: words: 甲类: event:succeeded is none of kind:"),
        ("kind", "甲类: kind:other", r"line 13: words: 甲类: kind:other is not declared"),
    ],
)
def test_a_word_that_can_never_be_used_is_refused(read: Read, field: str, words: str, expected: str) -> None:
    """With its line in list.yaml and the next step."""
    with pytest.raises(DescriptorError, match=expected):
        read("甲类", field, words)


def test_a_word_that_no_cell_says_is_named(read: Read) -> None:
    """A slip in it would otherwise leave it without use in silence."""
    (warning,) = read("甲类", "kind", "甲类: kind:grassroots\n  甲級: kind:sister-city").warnings
    assert "words: 甲級: no cell says it" in warning


def test_a_kind_under_a_level_column_is_an_error(read: Read) -> None:
    """Where there is a column of kinds too; the error names the line of the document and the next step."""
    field, words = "level }\n  - { header: 关系, field: kind", "正式友城: kind:sister-city"
    (error,) = read('正式友城","正式友城', field, words).errors
    assert (error.line, error.column) == (2, "类")
    assert "by words it is kind:sister-city: if the column says that, give it field: kind in list.yaml" in str(error)
