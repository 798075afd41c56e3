"""What the gazetteer holds of an item is given as it stands there."""

from __future__ import annotations

import csv
import lzma
from functools import cache
from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.gazetteer import GAZETTEER, Item, items

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.places import Links

COLUMNS = ["qid", "kind", "country_qid", "parent", "lat", "lon", "population", "label_en", "label_zh", "label_zh_hans"]
COLUMNS += ["label_zht", "label_native", "alt_labels", "source", "license"]
ASKED = [("", "日本"), ("jp", "奈良市"), ("kz", "阿克套"), ("us", "密苏里州"), ("cn", "西安市"), ("ar", "科尔多瓦市")]


@cache
def rows() -> dict[str, list[dict[str, str]]]:
    """Read the whole gazetteer, by QID, in the order of its rows."""
    found: dict[str, list[dict[str, str]]] = {}
    with lzma.open(GAZETTEER, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault(row["qid"], []).append(row)
    return found


def write(path: Path, *cells: dict[str, str]) -> Path:
    """Write a small gazetteer of these rows."""
    lines = [COLUMNS, *([row.get(column, "") for column in COLUMNS] for row in cells)]
    with lzma.open(path, "wt", encoding="utf-8", newline="\n") as written:
        written.writelines("\t".join(line) + "\n" for line in lines)
    return path


@pytest.mark.parametrize(("country", "name"), ASKED)
def test_an_item_is_its_row(links: Links, country: str, name: str) -> None:
    """Kind, coordinates, labels and sources are those of the item's first row."""
    place = links.find(country, name)
    assert place is not None
    assert place.qid is not None
    row = rows()[place.qid][0]
    item = items({place.qid})[place.qid]
    assert (item.qid, item.kind, item.source) == (place.qid, row["kind"], row["source"])
    assert (item.latitude, item.longitude) == (row["lat"] or None, row["lon"] or None)
    by_language = dict(item.labels)
    assert by_language.get("en", "") == row["label_en"]
    assert by_language.get("zh", "") == (row["label_zh_hans"] or row["label_zh"])
    assert by_language.get("zh-hans", "") == row["label_zh_hans"]
    assert by_language.get("zh-hant", row["label_zh"]) in {row["label_zht"], row["label_zh"]}
    stated = {part.partition(":")[2] for part in row["alt_labels"].split("|")} | {row["label_zh"]}
    assert {name for _, name in item.other_names} <= stated
    assert not set(item.other_names) & set(item.labels)


@pytest.mark.parametrize(
    ("written", "labels", "others"),
    [
        (("烏山市", "乌山市", ""), {"zh": "乌山市", "zh-hans": "乌山市", "zh-hant": "烏山市"}, ()),
        (("烏山市", "乌山市", "烏山"), {"zh": "乌山市", "zh-hans": "乌山市", "zh-hant": "烏山"}, (("zh", "烏山市"),)),
        (("拉合爾", "拉合尔", "拉合爾"), {"zh": "拉合尔", "zh-hans": "拉合尔", "zh-hant": "拉合爾"}, ()),
        (("布特瓦爾", "布德沃尔", ""), {"zh": "布德沃尔", "zh-hans": "布德沃尔"}, (("zh", "布特瓦爾"),)),
        (("烏山市", "", ""), {"zh": "烏山市"}, ()),
        (("", "", "烏山市"), {"zh-hant": "烏山市"}, ()),
    ],
)
def test_the_chinese_label_is_the_simplified_one(
    tmp_path: Path, written: tuple[str, str, str], labels: dict[str, str], others: tuple[tuple[str, str], ...]
) -> None:
    """Where there is one; what stood there stays as the traditional label, or as another name."""
    cells = dict(zip(("label_zh", "label_zh_hans", "label_zht"), written, strict=True))
    item = items({"Q1"}, write(tmp_path / "g.tsv.xz", {"qid": "Q1", "kind": "city"} | cells))["Q1"]
    assert (dict(item.labels), item.other_names) == (labels, others)


def test_only_what_is_asked_for(links: Links) -> None:
    """Every linked item is there, an unknown one is left out, and nothing else comes."""
    linked = {place.qid for place in links.places.values() if place.qid}
    assert set(items(linked)) == linked
    assert items({"Q0", ""}) == {}
    assert items(()) == {}


def test_names_given_for_several_languages_at_once(tmp_path: Path) -> None:
    """The first of two rows wins; ``fr|it:Canada`` is a name in both; codes are no languages; no label comes twice."""
    path = write(
        tmp_path / "g.tsv.xz",
        {
            "qid": "Q1", "kind": "city", "lat": "1.50", "label_en": "Canada", "label_zht": "加國", "source": "s",
            "alt_labels": "de:Kanada|fr|it:Canada|en:Canada|ne:X|iso3166-2:CA-QC|wof|pt:Y:Z|zh-hant:加國|en:Kanata",
        },
        {"qid": "Q1", "kind": "town", "label_en": "Other"},
        {"qid": "Q2"},
    )  # fmt: skip
    assert items({"Q1", "Q2"}, path) == {
        "Q1": Item(
            "Q1",
            "city",
            "1.50",
            None,
            (("en", "Canada"), ("zh-hant", "加國")),
            (("de", "Kanada"), ("fr", "Canada"), ("it", "Canada"), ("pt", "Y:Z"), ("en", "Kanata")),
            "s",
        ),
        "Q2": Item("Q2", "", None, None, (), (), ""),
    }


def test_coordinates_are_plain_decimals() -> None:
    """A coordinate is written without exponent, so that it is an xsd:decimal as it stands."""
    for found in rows().values():
        for row in found:
            for column in ("lat", "lon"):
                assert not row[column].strip("0123456789.-")
