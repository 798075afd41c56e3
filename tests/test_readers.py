"""A document of each family is written back as it was read, and read back as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youcheng.mapping.readers import Part, document_text, numbered, reader, readers
from youcheng.ontology.errors import DescriptorError, DocumentError

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.records import Reading

PIPES = "|\uff5c"
Grid = list[tuple[str | None, ...]]


def test_both_documents_are_written_back(readings: tuple[Reading, Reading]) -> None:
    """Header and rows, written by the reader's own writer, are the lines of the document."""
    written = 0
    for reading in readings:
        family = reader(reading.descriptor.reader)
        text = document_text(reading.descriptor.path)
        document = text.split("\n")
        for line in family.lines(text):
            if line.part is Part.HEADER:
                assert family.header([cell or "" for cell in line.cells]) == document[line.number - 1]
            elif line.part is Part.ROW:
                assert family.row(line.cells) == document[line.number - 1]
            else:
                assert line.cells == ()
                continue
            written += 1
    assert written == (1 + 40) + (3 + 52)


def test_cells_of_the_readings_are_the_documents(readings: tuple[Reading, Reading]) -> None:
    """What a reading keeps of a row is enough to write its line again."""
    for reading in readings:
        family = reader(reading.descriptor.reader)
        document = document_text(reading.descriptor.path).split("\n")
        for table in reading.tables:
            assert family.header(table.columns) == document[table.line - 1]
        for row in reading.rows:
            assert family.row([cell.text for cell in row.cells]) == document[row.line - 1]
            assert [cell.column for cell in row.cells] == list(range(1, len(row.cells) + 1))


PIPE_CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=PIPES + "\r\n"), max_size=8).map(
    str.strip
)


@st.composite
def pipe_grids(draw: st.DrawFn) -> Grid:
    """Draw a header whose first and last labels are there, and rows that are no rule."""
    width = draw(st.integers(1, 6))
    grid = draw(st.lists(st.tuples(*[PIPE_CELL] * width), min_size=1, max_size=5))
    label = PIPE_CELL.filter(bool)
    grid[0] = (draw(label), *grid[0][1:-1], draw(label)) if width > 1 else (draw(label),)
    return [row for row in grid if set("".join(row)) - set(" \t:-") and any(cell.strip(" \t:-") for cell in row)]


@given(grid=pipe_grids(), opened=st.booleans(), closed=st.booleans(), pipe=st.sampled_from(PIPES))
def test_pipe_tables(*, grid: Grid, opened: bool, closed: bool, pipe: str) -> None:
    """Cells of a pipe table come back, empty ones too; with pipes of either width, opened and closed or not."""
    family = reader("pipe_table")
    written = [family.row(row) for row in grid]
    assert [line.cells for line in family.lines("\n".join(written))] == grid
    if all(row[0] and row[-1] for row in grid):
        edged = [("| " if opened else "") + (line if closed else line.removesuffix(" |")) for line in written]
        found = family.lines("前言\n\n" + "\n".join(edged).replace("|", pipe))
        assert [line.cells for line in found if "|" in line.text or pipe in line.text] == [
            row for row, line in zip(grid, edged, strict=True) if "|" in line
        ]


WORD = st.text(alphabet="奈良市勝沼町英语日亞洲年月1974[]():,Naraé-", min_size=1, max_size=8)
HAN = st.text(alphabet="奈良市勝沼町密苏里州", min_size=1, max_size=6)
LATIN = st.from_regex(r"( [A-Za-zé(]{1,6}){0,2}", fullmatch=True)
NOTES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=12).map(str.strip)
WIKI_ROW = st.tuples(
    st.none() | HAN, st.builds("{}{}".format, HAN, LATIN), WORD, WORD, WORD, NOTES.filter(lambda text: text[:1] != " ")
)


@given(
    header=st.tuples(*[WORD] * 6),
    tables=st.lists(st.lists(WIKI_ROW, min_size=1, max_size=5), min_size=1, max_size=3),
    captions=st.lists(HAN, max_size=2),
)
def test_wiki_tables(header: tuple[str, ...], tables: list[Grid], captions: list[str]) -> None:
    """Cells of every table come back, the Chinese side left out where it was, beneath captions or none."""
    family = reader("wiki_text")
    blocks = ["\n".join([*captions, family.header(header), *map(family.row, rows)]) for rows in tables]
    found = family.lines("题\n\n" + "\n\n节\n\n".join(blocks) + "\n")
    assert [line.cells for line in found if line.part is Part.ROW] == [row for rows in tables for row in rows]
    assert [line.cells for line in found if line.part is Part.HEADER] == [header] * len(tables)
    assert [line.text for line in found if line.part is Part.CAPTION] == captions * len(tables)
    assert found[0].part is Part.TITLE


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.text("|\uff5c\u00a0 \n\r甲市-:1.^[],#*一、", max_size=60)
)
@pytest.mark.parametrize("name", ["pipe_table", "wiki_text"])
def test_every_line_is_classified_once(name: str, text: str) -> None:
    """Whatever the text, each of its non-blank lines is one line, in order, with its words but for Markdown's marks."""
    lines = reader(name).lines(text)
    plain = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    said = [(number, line.strip()) for number, line in enumerate(plain, 1) if line.strip()]
    assert [line.number for line in lines] == [number for number, _ in said]
    left = [whole.replace(line.text, "", 1) for line, (_, whole) in zip(lines, said, strict=True)]
    assert not any(set(rest) - set("#*_ \u00a0\u3000") for rest in left)
    assert all((line.part is Part.PASSED) == bool(line.reason) for line in lines)


def test_readers_are_the_files_of_the_folder() -> None:
    """A reader is found by its name, and another name is met with those there are."""
    assert {"pipe_table", "wiki_text"} <= set(readers())
    assert all(callable(reader(name).lines) for name in readers())
    with pytest.raises(DescriptorError, match=f"no reader 'excel': the readers are {', '.join(readers())}"):
        reader("excel")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_an_editor_does(ending: str) -> None:
    """Blank lines count, whatever ends a line; separators that editors do not show do not."""
    text = ending.join(["甲", "", " \u3000", "乙\x0b丙\u2028丁", "戊"])
    assert list(numbered(text)) == [(1, "甲"), (4, "乙\x0b丙\u2028丁"), (5, "戊")]


@pytest.mark.parametrize(("encoding", "line"), [("gb18030", 2), ("utf-16", 1), ("big5", 2)])
def test_other_encodings_are_named(tmp_path: Path, encoding: str, line: int) -> None:
    """Bytes that are not UTF-8 are refused with file, line, byte and what to do."""
    path = tmp_path / "document.txt"
    path.write_bytes("1\n市\n2\n".encode(encoding))
    byte = rf"byte 0x{path.read_bytes()[0 if encoding == 'utf-16' else 2]:02x}"
    with pytest.raises(DocumentError, match=rf"document\.txt, line {line}: {byte} is not UTF-8: save .* UTF-8"):
        document_text(path)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """A BOM is taken off."""
    path = tmp_path / "document.txt"
    path.write_bytes("市".encode("utf-8-sig"))
    assert document_text(path) == "市"
