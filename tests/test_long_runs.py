"""Texts in which one thing stands again and again: reading them takes work by their length, not by its square."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.draft import add
from youcheng.mapping.citations import read_citation
from youcheng.mapping.claims import read_caption, read_note, read_prose
from youcheng.mapping.countries import is_country, read_country
from youcheng.mapping.dates import expected_date, read_date
from youcheng.mapping.drafting.answers import answers
from youcheng.mapping.drafting.family import Family
from youcheng.mapping.drafting.guesses import guess
from youcheng.mapping.drafting.headers import fields_of
from youcheng.mapping.drafting.units import unit_of
from youcheng.mapping.events import part_status, read_remark, read_status
from youcheng.mapping.marks import blanked, read_marks, without_marks
from youcheng.mapping.names import read_name
from youcheng.mapping.numbers import read_number, read_whole
from youcheng.mapping.readers import Line, Part, reader, readers
from youcheng.mapping.sections import plain, read_section
from youcheng.mapping.several import names_in
from youcheng.mapping.spelling import han_key, latin_key, without_qualifier
from youcheng.ontology.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONG = 100_000
"""Characters: what goes by their square comes to ten thousand million steps, and ends in the alarm."""
ALARM = 30
"""Seconds that no reading of one text comes near."""
UNITS = (
    " ", "\n", "\t", "\u3000", "\u00a0", "一", "甲", "市", "省", "已", "于", "与", "の", "ア", "가", "é", "a", "1", "-",
    "·", "'", '"', "(", ")", "[", "]", "{", "<", "=", "|", "!", ",", "、", ";", "。", ".", ":", "#", "*", "^", "a ",
    "甲 ", "1,", "1.", "1 ", "甲·", "a  ", "甲、", "甲 、", "12年", "1个", "一个", "十 个", "友好", "人民", "其中",
    "被", "关系", "与甲合并为乙,由", "于2020年与", "[1]", "[註 1]", "(1", "(甲", "(原始内容", ". 1990,", " 编辑",
    "[编辑", "edit ", "Flag of ", "republic of ", "democratic ", "{{", "-{", "-{a|", "[[", "||", "<ref", "<!--", "<tr",
    "<td>", "</", "a=b ", 'a="', "zh:",
)  # fmt: skip
SLOW = {"prose", "page", "column", "section"}
"""What reads each sentence or cell in many ways: shown one text of a kind, not two, and of half the length."""


def line(text: str, part: Part = Part.PROSE) -> Line:
    """Give a line of a document, with what its reader leaves of blanks."""
    return Line(1, part, text)


def page(text: str) -> object:
    """Give what a draft takes from a page's own words."""
    lines = [line(text, part) for part in (Part.TITLE, Part.HEADING, Part.PROSE)]
    return answers(lines, Family("html_page", "utf-8", text, "", ""), [], f"{text[:200]}.html")


VALUES: dict[str, Callable[[str], object]] = {
    "section": lambda text: (read_section(text), read_section(text, ("country", "party")), plain(text)),
    "names in a cell": names_in,
    "name": read_name,
    "country": lambda text: (read_country(text), is_country(text)),
    "keys": lambda text: (han_key(text), latin_key(text), without_qualifier(text)),
    "date": lambda text: (expected_date(text), read_date(text)),
    "date of an order": lambda text: read_date(text, "dmy"),
    "number": read_number,
    "whole number": lambda text: read_whole(text, 10_000),
    "status": read_status,
    "events": read_remark,
    "name with status": part_status,
    "marks": lambda text: (read_marks(text), without_marks(text), blanked(text)),
    "prose": lambda text: read_prose(line(text), "西安市"),
    "caption": lambda text: read_caption(line(text), 1, []),
    "note": lambda text: read_note(line(text)),
    "citation": lambda text: read_citation(line(text)),
    "header": lambda text: (fields_of(text), unit_of(text, "area")),
    "column": lambda text: guess([text, "国家"], ["", ""], [[text, "日本"]]),
    "page": page,
}
READERS: dict[str, Callable[[str], object]] = {name: reader(name).lines for name in readers() if name != "workbook"}
READINGS = VALUES | READERS


@contextmanager
def alarm(what: str) -> Iterator[None]:
    """End what does not end by itself."""

    def ring(*_: object) -> None:
        raise AssertionError(what)

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(ALARM)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("reading", READINGS)
def test_a_run_of_anything_is_read_by_its_length(reading: str) -> None:
    """Each reader of text ends with a value or in an error of its own, whatever stands again and again."""
    for unit in UNITS:
        run = (unit * LONG)[:LONG]
        part = run[: LONG // (4 if reading in SLOW else 2)]
        within = f"1. ^ {part}友好({part}1对"
        for text in (within,) if reading in SLOW else (run, within):
            with alarm(f"{reading}: {text[:10]!r}, a run of {unit!r}"):
                try:
                    READINGS[reading](text)
                except (ValueError, DocumentError):
                    continue


CELLS = {
    "a row of one cell": "甲{},,\n",
    "partner": "甲{}乙,日本,1979-01-01\n",
    "country": "甲,日{}本,1979-01-01\n",
    "date": "甲,日本,19{}79\n",
}


@pytest.mark.parametrize("unit", [" ", "一", "1", "、", "甲、", "结好"])
@pytest.mark.parametrize("cell", CELLS)
def test_a_list_with_a_run_in_a_cell_is_drafted(tmp_path: Path, cell: str, unit: str) -> None:
    """`lists add` ends, be the run in the partner's cell, in a date's or in that of a heading."""
    file = tmp_path / "run.csv"
    rows = "奈良市,日本,1974-02-01\n京都市,日本,1974-05-10\n"
    file.write_text("友好城市,国家,结好时间\n" + rows + CELLS[cell].format((unit * LONG)[:LONG]), encoding="utf-8")
    with alarm(f"{cell}: a run of {unit!r}"):
        assert add(file, tmp_path / "lists").folder.is_dir()
