"""Words of a list's own are read as concepts of the scheme of their column, and of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.graph.draft import add
from youcheng.mapping.columns import TO_SAY
from youcheng.mapping.descriptor import load
from youcheng.mapping.drafting.draft import draft
from youcheng.mapping.reading import read_list
from youcheng.ontology.errors import DescriptorError

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.records import Reading

TEXT = "国家,友好城市,结好时间,级别\n日本,奈良市,1974-02-01,正式友城\n法国,波城,1986-09-15,正式友城\n"
TEXT += "英国,爱丁堡市,1985,交流城市\n"
SAID = """document: document.csv
reader: separated
title: { zh: 一览 }
publisher: { zh: 某市 }
authority: official
about: 西安市
as_of: 2024
licence: none
"""


def read(tmp_path: Path, field: str, concept: str) -> Reading:
    """Give the reading where the column has that field and each of its words stands for that concept."""
    (tmp_path / "x.csv").write_text(TEXT, encoding="utf-8")
    path = add(tmp_path / "x.csv", tmp_path / "lists").folder / "list.yaml"
    columns = path.read_text(encoding="utf-8").partition("\ncolumns:")[2].replace("field: level", f"field: {field}")
    path.write_text(f"{SAID}words: {{ 正式友城: {concept}, 交流城市: {concept} }}\ncolumns:{columns}", encoding="utf-8")
    return read_list(load(path))


@pytest.mark.parametrize(
    ("field", "concept"), [("level", "kind:sister-city"), ("kind", "level:city"), ("continent", "kind:sister-city")]
)
def test_a_word_of_a_scheme_that_no_column_holds_is_refused(tmp_path: Path, field: str, concept: str) -> None:
    """By the line of list.yaml, with the field that the column would need."""
    with pytest.raises(DescriptorError, match=f"line 9: words: .*field: {concept.partition(':')[0]}"):
        read(tmp_path, field, concept)


def test_an_event_under_another_column_is_an_error_of_each_cell(tmp_path: Path) -> None:
    """A status or a remark could say it, so the word stands; the cell does not."""
    reading = read(tmp_path, "level", "event:ended")
    assert reading.rows == ()
    assert [(error.line, error.column) for error in reading.errors] == [(2, "级别"), (3, "级别"), (4, "级别")]
    assert "by words it is event:ended: if the column says that, give it field: status" in reading.errors[0].expected


@pytest.mark.parametrize(("field", "concept"), [("kind", "kind:friendship-city"), ("level", "level:prefecture")])
def test_a_word_of_the_columns_own_scheme_is_read(tmp_path: Path, field: str, concept: str) -> None:
    """Each row has the concept."""
    reading = read(tmp_path, field, concept)
    assert reading.errors == ()
    said = {row.kind if field == "kind" else row.level for row in reading.rows}
    assert {iri.rpartition("/")[2] for iri in said if iri} == {concept.partition(":")[2]}


def test_the_draft_says_of_which_scheme_a_word_must_be() -> None:
    """The words of a column of levels are asked for as levels, with what to do if they are none."""
    words = draft(TEXT.encode(), "x.csv", "x").answers["words"]
    assert words.value == {"正式友城": TO_SAY, "交流城市": TO_SAY}
    assert "level:… for 正式友城, 交流城市" in words.reason
    assert "mend the field of the column" in words.reason
    assert "kind:…" not in words.reason
