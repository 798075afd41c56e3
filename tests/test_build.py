"""A build stops at what cannot be read or must not be released, and says all of it; or says what it left out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from youcheng.graph.build import build
from youcheng.graph.commands.build import summary
from youcheng.graph.store import open_release
from youcheng.mapping.descriptor import LISTS
from youcheng.mapping.iris import Iris, iris
from youcheng.ontology.errors import ReadingFailed, ReleaseError, ShapesViolated, UsageError

BAD = {"1974年2月1日": "1974年2月30日", "146.3 |": "many |", "| 法国 |": "| 法兰西国 |"}


def test_all_errors_of_all_documents_at_once(tmp_path: Path) -> None:
    """Every bad cell of both lists is named with document, line and column; the release before stays."""
    folder = _lists(tmp_path, BAD)
    document = folder / "xinjiang-2023-12" / "document.txt"
    document.write_text(
        document.read_text(encoding="utf-8").replace("1999年8月22日", "1999年8月82日"), encoding="utf-8"
    )
    build(tmp_path / "dist", Iris())
    before = (tmp_path / "dist").resolve()
    with pytest.raises(ReadingFailed) as caught:
        build(tmp_path / "dist", Iris(), lists=folder)
    places = {(error.document, error.line, error.column, error.value) for error in caught.value.errors}
    assert places == {
        ("xian-2023-05/document.txt", 3, "结好签字时间", "1974年2月30日"),
        ("xian-2023-05/document.txt", 4, "人口(万)", "many"),
        ("xian-2023-05/document.txt", 6, "国家", "法兰西国"),
        ("xinjiang-2023-12/document.txt", 20, "结好日期", "1999年8月82日"),
    }
    assert (tmp_path / "dist").resolve() == before


def test_keep_going_publishes_the_good_rows_and_says_what_it_left_out(tmp_path: Path) -> None:
    """The rows that can be read are released; each cell that could not is in the summary."""
    made = build(tmp_path / "dist", Iris(), lists=_lists(tmp_path, BAD), keep_going=True)
    rows = {reading.descriptor.id: len(reading.rows) for reading in made.readings}
    assert rows == {"xian-2023-05": 37, "xinjiang-2023-12": 52}
    assert len(made.left_out) == len(BAD)
    told = summary(made)
    assert all(value in told for value in ("1974年2月30日", "many", "法兰西国"))
    store = open_release(tmp_path / "dist")
    assert "奈良市" not in {quad.object.value for quad in store if quad.predicate.value.endswith("partnerName")}


def test_what_the_shapes_forbid_is_not_released(tmp_path: Path) -> None:
    """A signing after the list's own date stops the build; nothing is written."""
    folder = _lists(tmp_path, {"2023年5月17日": "2024年5月17日"})
    with pytest.raises(ShapesViolated, match="2024"):
        build(tmp_path / "dist", Iris(), lists=folder)
    assert not (tmp_path / "dist").exists()


def test_the_summary_names_every_place_that_is_not_linked(tmp_path: Path) -> None:
    """No unlinked place is passed over in silence."""
    made = build(tmp_path / "dist", Iris())
    told = summary(made)
    unlinked = [place for place in made.places if place.qid is None]
    assert unlinked
    assert all(place.names[0] in told for place in unlinked)
    assert f"({len(unlinked)})" in told


def test_a_base_must_be_one(tmp_path: Path) -> None:
    """A base that cannot carry minted IRIs is misuse."""
    for wrong in ("example.org/", "https://example.org", "https://例子.中国/", "ftp://example.org/"):
        with pytest.raises(UsageError, match="base"):
            build(tmp_path / "dist", iris(wrong))


def test_a_folder_without_lists_is_an_error(tmp_path: Path) -> None:
    """An empty release is never made."""
    with pytest.raises(ReleaseError, match="no list"):
        build(tmp_path / "dist", Iris(), lists=tmp_path)


def _lists(folder: Path, changed: dict[str, str]) -> Path:
    """Copy the project's lists with words of Xi'an's document replaced."""
    copied = Path(shutil.copytree(LISTS, folder / "lists"))
    document = copied / "xian-2023-05" / "document.txt"
    text = document.read_text(encoding="utf-8")
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    document.write_text(text, encoding="utf-8")
    return copied
