"""Lists that are not in UTF-8: their encoding is told, or asked for, never taken for another without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.graph.draft import Added, add, report
from youcheng.mapping.columns import TO_SAY
from youcheng.mapping.descriptor import load
from youcheng.mapping.drafting.family import family
from youcheng.mapping.territories import territory
from youcheng.ontology.errors import DescriptorError, DocumentError

if TYPE_CHECKING:
    from pathlib import Path

LISTS = {
    "ja": "番号,姉妹都市名,国名,提携年月日\n1,ポー市,フランス,昭和49年2月1日\n2,ハワイ州,アメリカ合衆国,1957/10/29\n",
    "ko": "연번,자매도시,국가,결연일자\n1,시모노세키시,일본,1976-10-11\n2,바르셀로나시,스페인,1983-10-25\n",
    "zh-hans": "序号,友好城市,国家,结好时间\n1,奈良市,日本,1974-02-01\n2,波城市,法国,1986-09-16\n",
    "zh-hant": "序號,友好城市,國家,締結日期\n1,奈良市,日本,1974-02-01\n2,波城市,法國,1986-09-16\n",
}
ENCODINGS = [("ja", "cp932"), ("ja", "euc_jp"), ("ko", "cp949"), ("zh-hans", "gb18030"), ("zh-hant", "gb18030"),
             ("zh-hant", "big5hkscs")]  # fmt: skip


def added(folder: Path, content: bytes) -> Added:
    """Add a document of these bytes."""
    file = folder / "list.csv"
    file.write_bytes(content)
    return add(file, folder / "lists", "encoded")


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
def test_an_encoding_is_told(tmp_path: Path, language: str, encoding: str) -> None:
    """A short list reads as it does in UTF-8: headers, countries and dates; the encoding stands in list.yaml."""
    made = added(tmp_path, LISTS[language].encode(encoding))
    fields = [guess.column.field for guess in made.draft.tables[0].guesses]
    assert fields == ["number", "partner", "country", "signed"]
    assert "2 of 2 cells are countries" in made.draft.tables[0].guesses[2].reason
    assert "encoding" not in made.draft.asked
    assert f"encoding: {encoding} #" in (made.folder / "list.yaml").read_text(encoding="utf-8")
    assert made.reading is not None
    partners = [row.partner.main for row in made.reading.rows]
    assert partners == [line.split(",")[1] for line in LISTS[language].splitlines()[1:]]


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "cp932", "euc_jp"])
def test_what_may_be_several_is_asked(tmp_path: Path, encoding: str) -> None:
    """Where a few characters read well in more encodings than one, list.yaml asks, with those it may be."""
    content = "city,country,date\n東京,Japan,1974-02-01\n京都,Japan,1975-01-01\n".encode(encoding)
    made = added(tmp_path, content)
    assert made.draft.asked[0] == "encoding"
    path = made.folder / "list.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("encoding:"))
    assert line.startswith(f"encoding: {TO_SAY} #")
    assert encoding in line
    assert "it may be" in report(made)
    with pytest.raises(DescriptorError, match="encoding: how the document is written"):
        load(path)


def test_what_a_page_says_of_itself_comes_first() -> None:
    """The encoding that a page declares is taken where all its bytes are of it."""
    page = "<html><meta charset=euc-jp><body>京都</body></html>".encode("euc_jp")
    assert family(page, "page.html").encoding == "euc-jp"


def test_no_encoding_at_all() -> None:
    """Bytes of no encoding are refused with those that are read."""
    with pytest.raises(DocumentError, match="neither UTF-8 nor one of GB18030, BIG5HKSCS, CP932, EUC_JP, CP949"):
        family("西安".encode() + bytes([0xFF, 0xFE, 0xFF]) * 9, "noise.txt")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("アメリカ合衆国", "us"),
        ("フランス", "fr"),
        ("일본", "jp"),
        ("대한민국", "kr"),
        ("日本", "jp"),
        ("法國", "fr"),
        ("Japan", "jp"),
    ],
)
def test_countries_in_other_scripts(name: str, code: str) -> None:
    """A country is known by its usual name in each of the languages."""
    assert territory(name) == code
