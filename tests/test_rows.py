"""The rows of a list as read, and its own table again from the graph alone."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from pyoxigraph import RdfFormat, Store

from youcheng.graph.draft import add
from youcheng.graph.rows import as_published, as_read
from youcheng.mapping.columns import TO_SAY
from youcheng.mapping.descriptor import descriptor, load
from youcheng.mapping.iris import Iris
from youcheng.mapping.readers import Part, document_text, reader
from youcheng.mapping.reading import read_list
from youcheng.mapping.statements.lists import list_quads
from youcheng.ontology.errors import UnknownList

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.places import Links
    from youcheng.mapping.records import Reading


@pytest.mark.parametrize("list_id", ["xian-2023-05", "xinjiang-2023-12"])
def test_the_published_table_comes_back_from_the_graph(store: Store, list_id: str) -> None:
    """Line for line, the tables printed are those of the document, headings included."""
    said = descriptor(list_id)
    text = document_text(said.path)
    tables = {Part.HEADER, Part.ROW}
    expected = [line.text for line in reader(said.reader).lines(text) if line.part in tables]
    printed = [line for line in as_published(store, list_id).splitlines() if line]
    headings = [line for line in printed if line not in expected]
    assert [line for line in printed if line in expected] == expected
    assert all(heading in text.splitlines() for heading in headings)


def test_as_read_in_csv_and_json(xian: Reading, xinjiang: Reading) -> None:
    """Persons are whole, dates are XSD's, and both forms hold the same rows."""
    for reading, rows in ((xian, 40), (xinjiang, 52)):
        listed = json.loads(as_read(reading, "json"))
        tabled = list(csv.DictReader(io.StringIO(as_read(reading, "csv"))))
        assert len(listed) == len(tabled) == rows
        assert all(
            whole[name] == value for whole, row in zip(listed, tabled, strict=True) for name, value in row.items()
        )
    first = json.loads(as_read(xian, "json"))[0]
    assert (first["partner"], first["population"], first["signed"]) == ("奈良市", "354500", "1974-02-01")


def test_an_unknown_list_is_misuse(store: Store) -> None:
    """An id that is no list, hostile ones included, is named."""
    for wrong in ("beijing", 'x" } #', ""):
        with pytest.raises(UnknownList):
            as_published(store, wrong)


SEVERAL = {
    "pipe_table": "国家 | 友好城市 | 结好时间 | 备注 |\n日本 | 奈良市[1]、京都市 | 1974年2月1日、1974.5.10 | 两市 |\n"
    "韩国 | 庆州市；小仓郡 | 1994年11月18日 | “旧城”, 其一 |\n英国 | 爱丁堡市 | 1985.4.16 |  |",
    "separated": '国家,友好城市,结好时间,备注\n日本,"奈良市[1]\n京都市","1974年2月1日\n1974.5.10",两市\n'
    '韩国,庆州市；小仓郡,1994年11月18日,"“旧城”, 其一"\n英国,爱丁堡市,1985.4.16,',
    "html_page": "<tr><th>国家</th><th>友好城市</th><th>结好时间</th><th>备注</th></tr>\n<tr><td>日本</td>"
    "<td>奈良市[1]<br>京都市</td><td>1974年2月1日<br>1974.5.10</td><td>两市</td></tr>\n<tr><td>韩国</td>"
    "<td>庆州市；小仓郡</td><td>1994年11月18日</td><td>“旧城”, 其一</td></tr>\n"
    "<tr><td>英国</td><td>爱丁堡市</td><td>1985.4.16</td><td></td></tr>",
    "mediawiki": "|-\n! 国家 !! 友好城市 !! 结好时间 !! 备注\n|-\n| 日本 || 奈良市[1]<br>京都市 || "
    "1974年2月1日<br>1974.5.10 || 两市\n|-\n| 韩国 || 庆州市；小仓郡 || 1994年11月18日 || “旧城”, 其一\n|-\n"
    "| 英国 || 爱丁堡市 || 1985.4.16 || ",
    "workbook": '国家\t友好城市\t结好时间\t备注\n日本\t"奈良市[1]\n京都市"\t"1974年2月1日\n1974.5.10"\t两市\n'
    "韩国\t庆州市；小仓郡\t1994年11月18日\t“旧城”, 其一\n英国\t爱丁堡市\t1985.4.16\t",
}
"""One table with several ties in a row, as each family writes it."""
_AROUND = {"html_page": "<h1>友好城市</h1><table>{}</table>", "mediawiki": "{{|\n{}\n|}}"}
_TOLD = {"several": "yes", "authority": "official", "about": "西安市", "as_of": "2020", "licence": "none", "zh": "某处"}


def saved(name: str, table: str, folder: Path) -> Path:
    """Write a table into a document of its family."""
    if name != "workbook":
        file = folder / f"of-{name.replace('_', '-')}.txt"
        file.write_text(_AROUND.get(name, "{}").format(table) + "\n", encoding="utf-8")
        return file
    book, file = Workbook(), folder / "of-workbook.xlsx"
    assert book.active is not None
    for cells in csv.reader(io.StringIO(table), "excel-tab"):
        book.active.append(cells)
    book.save(file)
    return file


@pytest.mark.parametrize(("name", "table"), SEVERAL.items())
def test_a_row_of_several_ties_is_published_once(tmp_path: Path, links: Links, name: str, table: str) -> None:
    """Byte for byte, though each of its ties is a row of the graph and one of them is not linked."""
    path = add(saved(name, table, tmp_path), tmp_path / "lists").folder / "list.yaml"
    said = path.read_text(encoding="utf-8")
    for key, answer in _TOLD.items():
        said = said.replace(f"{key}: {TO_SAY}", f"{key}: {answer}")
    path.write_text(said, encoding="utf-8")
    reading = read_list(load(path))
    assert (reading.descriptor.reader, reading.errors) == (name, ())
    assert [row.partner.main for row in reading.rows] == ["奈良市", "京都市", "庆州市", "小仓郡", "爱丁堡市"]
    assert "1 mark(s) of references" in reading.warnings[0], "the mark is that of the first name, and of no other"
    store = Store()
    store.load("".join(list_quads(reading, links, Iris())).encode(), RdfFormat.N_QUADS)
    assert as_published(store, reading.descriptor.id).strip("\n") == table
