"""A build stops at what cannot be read or must not be released, and says all of it; or says what it left out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from youcheng.graph.build import build
from youcheng.graph.commands.build import summary
from youcheng.graph.store import open_release
from youcheng.mapping.descriptor import LISTS
from youcheng.mapping.iris import Iris, iris
from youcheng.mapping.places import LINKS
from youcheng.ontology.errors import DescriptorError, ReadingFailed, ReleaseError, ShapesViolated, UsageError

from .test_link import ENGLISH

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


def test_what_to_do_about_names_without_a_link_is_said_once(tmp_path: Path) -> None:
    """However many cells: `youcheng link` comes first, then the review; what cannot be read is another thing."""
    table = tmp_path / "links.sssom.tsv"
    lines = LINKS.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if not line.startswith("place:jp-")), encoding="utf-8")
    with pytest.raises(ReadingFailed) as caught:
        build(tmp_path / "dist", Iris(), links=table)
    told = str(caught.value)
    assert len(caught.value.errors) > 5
    assert told.count("youcheng link`") == told.count("youcheng link --review`") == 1
    assert told.index("youcheng link`") < told.index("youcheng link --review`")
    assert "mend the descriptor" not in told
    kept = summary(build(tmp_path / "dist", Iris(), links=table, keep_going=True))
    assert kept.count("youcheng link`") == 1
    with pytest.raises(ReadingFailed) as caught:
        build(tmp_path / "dist", Iris(), lists=_lists(tmp_path, {"146.3 |": "many |"}))
    assert "mend the descriptor" in str(caught.value)
    assert "youcheng link" not in str(caught.value)


def test_a_draft_that_still_asks_stops_no_other_list_when_going_on(tmp_path: Path) -> None:
    """Plain build names it and says how to leave it out; --keep-going leaves it out whole, and names it."""
    folder = _lists(tmp_path, {})
    said = folder / "xian-2023-05" / "list.yaml"
    said.write_text(re.sub("(?m)^licence:.*", "licence: ???", said.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DescriptorError) as caught:
        build(tmp_path / "dist", Iris(), lists=folder)
    for part in (str(said), "a draft still asks", "licence: ", "--keep-going", "move their folders"):
        assert part in str(caught.value)
    made = build(tmp_path / "dist", Iris(), lists=folder, keep_going=True)
    assert [reading.descriptor.id for reading in made.readings] == ["xinjiang-2023-12"]
    assert "Left out whole (1 lists" in summary(made)
    assert str(said) in summary(made)
    shutil.rmtree(folder / "xinjiang-2023-12")
    with pytest.raises(DescriptorError, match="a draft still asks"):
        build(tmp_path / "other", Iris(), lists=folder, keep_going=True)


def test_what_the_shapes_forbid_is_not_released(tmp_path: Path) -> None:
    """A city without a single person stops the build; nothing is written."""
    folder = _lists(tmp_path, {"| 35.45 |": "| 0 |"})
    with pytest.raises(ShapesViolated, match="above 0"):
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


def test_a_partner_in_latin_letters_without_an_item_is_released(tmp_path: Path) -> None:
    """No Chinese name of it is known; its own is its label, and no list is kept back for it."""
    folder, table = tmp_path / "lists" / "english", tmp_path / "links.sssom.tsv"
    folder.mkdir(parents=True)
    (folder / "document.csv").write_text("City,Sister city,Country\n西安市,Qxwzk,日本\n", encoding="utf-8")
    (folder / "list.yaml").write_text(ENGLISH.replace("about: 中国", "about: 西安市"), encoding="utf-8")
    lines = LINKS.read_text(encoding="utf-8")
    columns = next(line for line in lines.splitlines() if line.startswith("subject_id")).split("\t")
    said = {
        "subject_id": "place:jp-qxwzk", "subject_label": "Qxwzk", "predicate_id": "skos:exactMatch",
        "object_id": "sssom:NoTermFound", "mapping_justification": "semapv:ManualMappingCuration", "confidence": "0.9",
        "comment": "in no source",
    }  # fmt: skip
    table.write_text(lines + "\t".join(said.get(column, "") for column in columns) + "\n", encoding="utf-8")
    build(tmp_path / "dist", Iris(), lists=tmp_path / "lists", links=table)
    labels = {quad.object.value for quad in open_release(tmp_path / "dist") if quad.subject.value.endswith("jp-qxwzk")}
    assert "Qxwzk" in labels
