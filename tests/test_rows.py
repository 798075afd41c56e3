"""The rows of a list as read, and its own table again from the graph alone."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.rows import as_published, as_read
from youcheng.mapping.descriptor import descriptor
from youcheng.mapping.readers import Part, document_text, reader
from youcheng.ontology.errors import UnknownList

if TYPE_CHECKING:
    from pyoxigraph import Store

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
