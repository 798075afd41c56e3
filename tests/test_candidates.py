"""Names as they are spelt, the index of the gazetteer, and what the machine decides of a name."""

from __future__ import annotations

import lzma
import multiprocessing
import runpy
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youcheng.mapping.gazetteer import GAZETTEER, rows
from youcheng.mapping.linking.candidates import By, Sought
from youcheng.mapping.linking.classes import PlaceClass, classes_of, ending, interchangeable
from youcheng.mapping.linking.index import open_index
from youcheng.mapping.linking.sound import likeness, spoken, written
from youcheng.mapping.linking.verdicts import THRESHOLD, Verdict, judge
from youcheng.mapping.names import PlaceName, read_name
from youcheng.mapping.spelling import han_key, latin_base, latin_key, without_qualifier
from youcheng.mapping.territories import territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from youcheng.mapping.linking.index import Index

HEAD = [
    "qid", "kind", "country_qid", "parent", "lat", "lon", "population", "label_en", "label_zh", "label_zh_hans",
    "label_zht", "label_native", "alt_labels", "source", "license",
]  # fmt: skip

TRAPS: list[tuple[str, str, str, bool, str]] = runpy.run_path(str(Path(__file__).with_name("test_links.py")))["TRAPS"]
"""The names that mislead, as the test of the reviewed links lists them."""


def row(qid: str, kind: str, **cells: str) -> str:
    """Write a row of a gazetteer, cells that are not named left empty."""
    return "\t".join((cells | {"qid": qid, "kind": kind, "license": "CC0"}).get(column, "") for column in HEAD) + "\n"


STATE = row("Q1", "country", country_qid="Q1", label_en="Georgia", label_zh="格鲁吉亚")


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Index]:
    """Give a function that indexes a gazetteer of these rows."""

    def make(*lines: str) -> Index:
        path = tmp_path / "small.tsv.xz"
        path.write_bytes(lzma.compress(("\t".join(HEAD) + "\n" + "".join(lines)).encode()))
        return open_index(path, tmp_path / "cache")

    return make


def said(index: Index, country: str | None, name: str, population: int | None = None) -> Verdict:
    """Judge a name as a list would write it."""
    return judge(index, Sought(country, read_name(name), population))


# Spelling.


@pytest.mark.parametrize(
    ("one", "other"),
    [("巴倫西亞", "巴伦西亚"), ("戈尔诺-巴达赫尚", "戈尔诺·巴达赫尚"), ("烏山市", "乌山市"), ("ＡＢ市", "AB市")],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    """Script, dots, hyphens and width do not part a name."""
    assert han_key(one) == han_key(other)


def test_japanese_forms_are_taken_for_names_of_japan_only() -> None:
    """塩 is 鹽 in Japan; in China it is no character of a name."""
    assert han_key("塩山市", japanese=True) == han_key("鹽山市", japanese=True) == "盐山市"
    assert han_key("塩山市") != han_key("鹽山市")


@given(st.text(max_size=30))
def test_keys_are_stable(text: str) -> None:
    """A key of a key is itself, whatever the text."""
    assert han_key(han_key(text)) == han_key(text)
    assert latin_key(latin_key(text)) == latin_key(text)


def test_latin_names_without_what_they_are() -> None:
    """Words such as Region go, and the ending that Russian makes district names with."""
    assert latin_key("Ürümqi") == "urumqi"
    assert latin_base("Razavi Khorasan Province") == "razavikhorasan"
    assert latin_base("Zaysanskiy") == "zaysan"
    assert latin_base("Province") == "province"
    assert without_qualifier("托伦特 (巴伦西亚省)") == ("托伦特", "巴伦西亚省")


# What a place is.


@pytest.mark.parametrize(
    ("name", "country", "base", "classes"),
    [
        ("戈梅利州", "by", "戈梅利", PlaceClass.FIRST),
        ("晋州", "kr", "晋州", PlaceClass.NONE),
        ("新潟县", "jp", "新潟", PlaceClass.FIRST),
        ("青河县", "cn", "青河", PlaceClass.SECOND),
        ("喀什地区", "cn", "喀什", PlaceClass.SECOND),
        ("久姆里市", "am", "久姆里", PlaceClass.CITY),
        ("成都", "cn", "成都", PlaceClass.NONE),
        ("波城", "fr", "波城", PlaceClass.NONE),
    ],
)
def test_ending(name: str, country: str, base: str, classes: PlaceClass) -> None:
    """What an ending says depends on the country, and in some it is part of the name."""
    found = ending(name, country)
    assert (found.base, found.classes) == (base, classes)


def test_endings_that_translators_exchange() -> None:
    """区 and 县 both translate district abroad; where names are Chinese each word is exact."""
    assert interchangeable("区", "县", "kz")
    assert not interchangeable("市", "村", "kz")
    assert not interchangeable("县", "区", "cn")


@pytest.mark.parametrize(
    ("kind", "classes"),
    [
        ("city:admin-1 capital;federal city of Russia", PlaceClass.SETTLEMENT),
        ("first-level:municipality of Slovenia", PlaceClass.FIRST | PlaceClass.SETTLEMENT),
        ("second-level(county)", PlaceClass.SECOND),
        ("first-level:state in the Holy Roman Empire", PlaceClass.OTHER),
        ("campus", PlaceClass.OTHER),
        ("place (location of a university or city; gf Region)", PlaceClass.NONE),
        ("territory:sovereignty", PlaceClass.COUNTRY),
    ],
)
def test_classes_of_kinds(kind: str, classes: PlaceClass) -> None:
    """The gazetteer's kinds, some of them of the past, say what can make ties."""
    assert classes_of(kind) & (classes or ~PlaceClass.NONE) == classes


def test_every_kind_of_the_gazetteer_is_read() -> None:
    """Only items of no stated kind are of no class."""
    unread = {cells["kind"] for cells in rows() if not classes_of(cells["kind"])}
    assert all(kind.startswith("place") for kind in unread)


# Sound.


@pytest.mark.parametrize(
    ("chinese", "right", "wrong"),
    [("奇姆肯特", "Shymkent", "Mortyq"), ("卡拉奇", "Karachi", "PECHS"), ("魁北克", "Quebec", "Richmond")],
)
def test_a_transcription_sounds_like_its_name(chinese: str, right: str, wrong: str) -> None:
    """Mislabelled items of the gazetteer are told by their sound."""
    heard = spoken(chinese)
    assert likeness(heard, written(latin_key(right))) >= 0.8
    assert likeness(heard, written(latin_key(wrong))) < 0.45


@given(st.text("PTKMNRS", max_size=8), st.text("PTKMNRS", max_size=8))
def test_likeness_is_a_likeness(one: str, other: str) -> None:
    """It is symmetric, from 0 to 1, and 1 for the same sound."""
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 1
    assert not one or likeness(one, one) == 1


# Countries.


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("中国", "cn"),
        ("俄羅斯", "ru"),
        ("紐西蘭", "nz"),
        ("捷克共和国", "cz"),
        ("South Korea", "kr"),
        ("Republic of the Philippines", "ph"),
        ("the Federal Republic  of Germany", "de"),
        ("People's Republic of China", "cn"),
        ("Republic of China", None),
        ("Republic of Korea", "kr"),
        ("Congo", None),
        ("Republic of the Congo", "cg"),
        ("亚特兰蒂斯", None),
    ],
)
def test_country_names(name: str, code: str | None) -> None:
    """Usual and official names have their ISO code; what more than one country is called has none."""
    assert territory(name) == code


def test_countries_of_the_gazetteer_have_one_code_each(index: Index) -> None:
    """Where several items would claim a code, one has it."""
    found = {code: index.country(code) for code in ("cn", "kz", "gb", "fr", "us", "tw", "nl")}
    assert all(found.values())
    assert len(set(found.values())) == len(found)
    assert all(index.code(qid) == code for code, qid in found.items() if qid)


# The index as a file.


def test_an_index_is_made_once_and_opened_again(tmp_path: Path) -> None:
    """The second opening finds the file of the first, untouched."""
    path = tmp_path / "one.tsv.xz"
    path.write_bytes(lzma.compress(("\t".join(HEAD) + "\n" + STATE).encode()))
    first = open_index(path, tmp_path / "cache")
    before = first.path.stat()
    again = open_index(path, tmp_path / "cache")
    assert (again.path, again.path.stat().st_mtime_ns) == (first.path, before.st_mtime_ns)
    assert [entry.label for entry in again.items("Q1")] == ["Georgia"]


def test_another_gazetteer_has_another_index(small: Callable[..., Index]) -> None:
    """The file is named by the gazetteer's content, so none is taken for another."""
    assert small(STATE).path != small(STATE, row("Q2", "city", country_qid="Q1", label_zh="巴统")).path


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "no tables"])
def test_a_damaged_index_is_made_again(small: Callable[..., Index], damage: str) -> None:
    """A file cut short, overwritten or empty is noticed when it is opened."""
    made = small(STATE)
    content = made.path.read_bytes()
    made.close()
    if damage == "no tables":
        made.path.unlink()
        sqlite3.connect(made.path).close()
    else:
        made.path.write_bytes({"cut": content[:100], "noise": b"\x00" * len(content), "empty": b""}[damage])
    assert [entry.label for entry in small(STATE).items("Q1")] == ["Georgia"]


def test_an_index_damaged_in_its_midst_is_made_again_when_it_is_asked(small: Callable[..., Index]) -> None:
    """Pages that are wrong only where a question reads them do not end in an error either."""
    made = small(STATE, *(row(f"Q{n}", "city", country_qid="Q1", label_en=f"Town {n}") for n in range(2, 2000)))
    made.close()
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    made.path.write_bytes(content)
    opened = open_index(made.path.parent.parent / "small.tsv.xz", made.path.parent)
    assert len(list(opened.items("Q1"))) == 1999


def _open_and_count(gazetteer: Path, folder: Path) -> int:
    return len(list(open_index(gazetteer, folder).items("Q1")))


def test_processes_that_make_it_at_once_all_get_it(tmp_path: Path) -> None:
    """Four processes begin with no index, and each opens a whole one; no part is left behind."""
    path = tmp_path / "many.tsv.xz"
    lines = [row(f"Q{n}", "city", country_qid="Q1", label_en=f"Town {n}") for n in range(2, 500)]
    path.write_bytes(lzma.compress(("\t".join(HEAD) + "\n" + STATE + "".join(lines)).encode()))
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert pool.starmap(_open_and_count, [(path, tmp_path / "cache")] * 4) == [499] * 4
    assert {each.suffix for each in (tmp_path / "cache").iterdir()} == {".sqlite", ".lock"}


# What the machine decides.


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap[0]}-{trap[2]}")
def test_no_trap_is_walked_into(*, index: Index, trap: tuple[str, str, str, bool, str]) -> None:
    """A misleading name is linked to nothing but the right item, though the machine knows no reviewed link."""
    land, name, item, right, why = trap
    found = said(index, land, name).item
    if found is not None:
        assert right is (found.entry.qid == item), why


def test_a_place_that_is_not_there_is_no_namesake_elsewhere(index: Index) -> None:
    """罕萨县 stays open: not the village of that name in another country, nor a place of another kind in its own."""
    verdict = said(index, "pk", "罕萨县英语Hunza District")
    assert verdict.item is None
    assert "Q5905318" not in {each.entry.qid for each in verdict.ranked}


def test_evidence_adds_up_and_is_told_in_one_line(index: Index) -> None:
    """The points of a link are the sum of what is printed beside it."""
    item = said(index, "am", "久姆里市 Gyumri", 122_000).item
    assert item is not None
    assert item.points == sum(each.points for each in item.evidence)
    assert "\n" not in item.explained
    assert all(f"({each.points:+d})" in item.explained for each in item.evidence)


def test_a_rival_within_the_margin_is_for_a_person(small: Callable[..., Index]) -> None:
    """Two towns of one name and nothing to tell them: neither is linked, both are named."""
    capital = "city:admin-1 capital"
    towns = [
        row(qid, capital, country_qid="Q1", label_en="Telavi", label_zh="特拉维", lat="41") for qid in ("Q2", "Q3")
    ]
    verdict = said(small(STATE, *towns), "ge", "特拉维市 Telavi")
    assert verdict.item is None
    assert "Q2" in verdict.reason
    assert "Q3" in verdict.reason


def test_population_tells_namesakes_apart(small: Callable[..., Index]) -> None:
    """The figure that the list states decides where nothing else does."""
    towns = [
        row("Q2", "city", country_qid="Q1", label_en="Telavi", label_zh="特拉维", population="19600"),
        row("Q3", "city", country_qid="Q1", label_en="Telavi", label_zh="特拉维", population="700"),
    ]
    item = said(small(STATE, *towns), "ge", "特拉维市 Telavi", 20_000).item
    assert item is not None
    assert item.entry.qid == "Q2"


@pytest.mark.parametrize(
    ("country", "name", "qid"),
    [("fi", "Turku", "Q38511"), ("tr", "Kutahya", "Q188894"), ("cn", "Chengdu", "Q30002"),
     ("mn", "Ulan Bator", "Q23430"), ("at", "Carinthia", "Q37985"), ("tr", "Trabzon", "Q45301")],
)  # fmt: skip
def test_a_name_in_latin_letters_is_looked_up_by_them(index: Index, country: str, name: str, qid: str) -> None:
    """A list in English says no Chinese name; accents, other names and areas that no town is named like are known."""
    item = said(index, country, name).item
    assert item is not None
    assert item.entry.qid == qid


def test_what_a_latin_name_says_it_is_counts(small: Callable[..., Index]) -> None:
    """Telavi County is not the town of Telavi, and Telavi City is no county."""
    town = row("Q2", "city:admin-1 capital", country_qid="Q1", label_en="Telavi", population="119600", lat="41")
    area = row("Q3", "second-level(county)", country_qid="Q1", label_en="Telavi County", population="219600")
    index = small(STATE, town, area)
    for name, qid in (("Telavi", "Q2"), ("Telavi City", "Q2"), ("Telavi County", "Q3")):
        item = said(index, "ge", name).item
        assert item is not None, name
        assert item.entry.qid == qid, name
    assert said(small(STATE, town), "ge", "Telavi County").item is None


def test_namesakes_in_latin_letters_are_for_a_person(index: Index) -> None:
    """Taizhou is 台州 and 泰州, and Portland is in Maine too."""
    for country, name in (("cn", "Taizhou"), ("us", "Portland")):
        assert said(index, country, name).item is None
        assert len(said(index, country, name).ranked) > 1


def test_a_name_that_is_nearly_one_of_the_country_has_candidates_and_no_link(index: Index) -> None:
    """A slip of the pen is shown with the place that is meant; what sounds like it in Chinese is not asked."""
    verdict = said(index, "de", "Dortmunnd")
    assert verdict.item is None
    assert verdict.ranked[0].entry.qid == "Q1295"
    assert verdict.ranked[0].by == {By.NEAR}


@pytest.mark.parametrize(
    ("country", "name", "qid"),
    [("gb", "\u8c22\u83f2\u5c14\u5fb7 (\u82f1\u683c\u5170)", "Q42448"),
     ("es", "\u5965\u7ef4\u8036\u591a (\u963f\u65af\u56fe\u91cc\u4e9a\u65af\u81ea\u6cbb\u533a)", "Q14317"),
     ("ma", "\u963f\u52a0\u8fea\u5c14 (\u82cf\u65af-\u9a6c\u585e\u5927\u533a)", "Q170525")],
)  # fmt: skip
def test_a_true_parent_of_another_level_or_spelling_counts_nothing_against(
    index: Index, country: str, name: str, qid: str
) -> None:
    """England is no county, Principado de Asturias is Asturias, and Souss - Massa - Draâ was Souss-Massa."""
    item = said(index, country, name).item
    assert item is not None
    assert item.entry.qid == qid
    assert item.of("parent") >= 0


def test_another_area_of_the_same_kind_counts_against(index: Index) -> None:
    """Tulsa lies in Oklahoma: where Texas is stated it is another place."""
    for state, points in (("Texas", -30), ("Oklahoma", 12)):
        verdict = judge(index, Sought("us", PlaceName("Tulsa", qualifier=state)))
        assert {each.of("parent") for each in verdict.ranked if each.entry.qid == "Q44989"} == {points}
        assert (verdict.item is None) is (points < 0)


def test_an_area_away_from_a_place_counts_against_it(small: Callable[..., Index]) -> None:
    """Where the parent's text answers to no area, four areas nearer than the stated one tell that it is elsewhere."""
    kind, capital = "first-level:region of Georgia", "city:admin-1 capital"
    areas = ["Guria", "Imereti", "Kakheti", "Adjara", "Racha", "Mtskheta"]
    index = small(
        STATE,
        row("Q2", capital, country_qid="Q1", parent="Zzq", label_en="Telavi", lat="41", lon="41"),
        *(row(f"Q{n + 3}", kind, country_qid="Q1", label_en=area, lat="41", lon=f"{41 + n}.5")
          for n, area in enumerate(areas)),
    )  # fmt: skip
    for area, points in (("Guria", 0), ("Mtskheta", -30)):
        found = judge(index, Sought("ge", PlaceName("Telavi", qualifier=area)))
        assert found.ranked[0].of("parent") == points


def test_an_item_without_a_country_is_never_linked(small: Callable[..., Index]) -> None:
    """The country is hard: an equal name whose country nobody states is shown, not linked."""
    verdict = said(small(STATE, row("Q2", "city", label_en="Telavi", label_zh="特拉维市")), "ge", "特拉维市 Telavi")
    assert verdict.item is None
    assert [each.entry.qid for each in verdict.ranked] == ["Q2"]


def test_another_kind_of_place_is_not_linked(small: Callable[..., Index]) -> None:
    """A district is not the town it is named after."""
    town = row("Q2", "city:populated place", country_qid="Q1", label_en="Telavi", label_zh="特拉维", population="19600")
    assert said(small(STATE, town), "ge", "特拉维区").item is None


def test_a_settlement_known_by_its_name_only_is_for_a_person(small: Callable[..., Index]) -> None:
    """It may be a second item of a place; where anything is known of it, or it has ties, it is linked."""
    bare = {"country_qid": "Q1", "label_en": "Telavi", "label_zh": "特拉维"}
    assert said(small(STATE, row("Q2", "city", **bare)), "ge", "特拉维市").item is None
    for known in ({"population": "19600"}, {"source": "L3viathan-2016"}, {"lat": "41.9", "lon": "45.5"}):
        item = said(small(STATE, row("Q2", "city", **bare, **known)), "ge", "特拉维市").item
        assert item is not None, known


def test_a_second_item_that_is_known_by_its_name_only_is_still_a_rival(small: Callable[..., Index]) -> None:
    """That an item may be doubled keeps it from being linked, and makes no other item surer."""
    named = {"country_qid": "Q1", "label_en": "Telavi", "label_zh": "特拉维"}
    town = row("Q2", "city:admin-1 capital", population="150000", **named)
    alone = said(small(STATE, town), "ge", "特拉维市").item
    assert alone is not None
    assert alone.entry.qid == "Q2"
    verdict = said(small(STATE, town, row("Q3", "city", **named)), "ge", "特拉维市")
    assert verdict.item is None
    assert "Q3" in verdict.reason


def test_another_latin_name_is_another_place(small: Callable[..., Index]) -> None:
    """Rowley is not Raleigh, though Chinese writes both 羅利 and one of them is well known."""
    town = row(
        "Q2", "city:admin-1 capital", country_qid="Q1", label_en="Telavi", label_zh="特拉维", population="150000"
    )
    index = small(STATE, town)
    assert said(index, "ge", "特拉维市 Telavi").item is not None
    verdict = said(index, "ge", "特拉维市 Dorlovka")
    assert verdict.item is None


def test_a_latin_name_is_no_name_where_names_are_characters(index: Index) -> None:
    """玉林 and 榆林 are both Yulin, 台州 and 泰州 both Taizhou: the one is never the other."""
    for name, other in (("玉林市 Yulin", "Q515712"), ("榆林市 Yulin", "Q571918")):
        for each in said(index, "cn", name).ranked:
            if each.entry.qid == other:
                assert each.of("chinese") < 0, each.explained
                assert each.points < THRESHOLD


def test_a_district_is_known_by_the_town_it_is_named_after(index: Index) -> None:
    """库尔丘姆区 has another spelling in the gazetteer, and the Latin name of 库尔丘姆, which lies in it."""
    item = said(index, "kz", "库尔丘姆区").item
    assert item is not None
    assert item.entry.qid == "Q2550784"
    assert item.of("seat") > 0


def test_a_first_level_area_is_known_by_another_spelling(index: Index) -> None:
    """卡赫季 and 卡赫蒂 differ in one character of much the same sound; among towns that would be too little."""
    item = said(index, "ge", "卡赫季地区").item
    assert item is not None
    assert item.entry.qid == "Q169674"
    assert item.by == {By.SPELT}
    assert not any(By.SPELT in each.by for each in said(index, "ar", "薩爾塔市").ranked)


def test_a_municipality_is_not_taken_for_its_city(small: Callable[..., Index]) -> None:
    """Both bear one name; found without the word that says what it is, either may be meant."""
    area = row(
        "Q2", "first-level:municipality of Georgia", country_qid="Q1", label_zh="特拉维", alt_labels="iso3166-2:GE-XX"
    )  # fmt: skip
    verdict = said(small(STATE, area), "ge", "特拉维市")
    assert [each.of("doubt") < 0 for each in verdict.ranked] == [True]


def test_a_name_without_country_is_judged_among_all_but_the_barred(index: Index) -> None:
    """Where only a flag stood, a partner may lie anywhere but in China, and must be a known place."""
    item = judge(index, Sought(None, PlaceName("多特蒙德市"), not_in="cn")).item
    assert item is not None
    assert item.entry.qid == "Q1295"
    assert judge(index, Sought(None, PlaceName("西安市"), not_in="cn")).item is None


def test_the_gazetteer_of_the_project_is_the_one_indexed(index: Index) -> None:
    """The index answers for every row of the packaged gazetteer."""
    qids = [cells["qid"] for cells in rows(GAZETTEER)]
    assert all(index.item(qid) for qid in qids[::500])


# Never a namesake.


@pytest.mark.parametrize(
    ("country", "name", "qid", "points"),
    [
        ("gb", "\u5229\u5179 (\u82f1\u683c\u5170)", "Q39121", 6),
        ("ph", "\u78a7\u7476 (\u79d1\u8fea\u52d2\u62c9\u884c\u653f\u533a)", "Q1822", 12),
        ("de", "\u591a\u7279\u8499\u5fb7\u5e02 (\u5317\u83b1\u8335-\u5a01\u65af\u7279\u6cd5\u4f26\u5dde)", "Q1295", 12),
        ("de", "\u591a\u7279\u8499\u5fb7\u5e02 (\u67cf\u6797)", "Q1295", -30),
        ("jp", "\u4eca\u6cbb\u5e02 (\u4e1c\u4eac\u90fd)", "Q461020", -30),
        ("jp", "\u4eca\u6cbb\u5e02 (\u7231\u5a9b\u53bf)", "Q461020", 0),
    ],
)  # fmt: skip
def test_a_stated_area_is_known_by_its_iso_code(index: Index, country: str, name: str, qid: str, points: int) -> None:
    """Under any name, as what the stated area lies in, and by what is near where no source says (Imabari)."""
    found = {each.entry.qid: each for each in said(index, country, name).ranked}
    assert found[qid].of("parent") == points


def test_a_place_near_none_of_the_stated_area_is_elsewhere_only_where_the_area_has_places(
    small: Callable[..., Index],
) -> None:
    """Five places known to lie in Imereti stand around it: Guria is elsewhere, Adjara has no place to compare with."""
    known = [
        row(f"Q{n}", "city", country_qid="Q1", parent=area, lat=f"42.{n}", lon="43", label_en=f"Town {n}")
        for n, area in enumerate(["Imereti"] * 5 + ["Guria"], 3)
    ]
    index = small(STATE, row("Q2", "city", country_qid="Q1", label_en="Telavi", lat="42.1", lon="43"), *known)
    for area, points in (("Imereti", 6), ("Guria", -30), ("Adjara", 0)):
        ranked = judge(index, Sought("ge", PlaceName("Telavi", qualifier=area))).ranked
        assert ranked[0].of("parent") == points, area


def test_a_name_that_is_contradicted_is_for_a_person(small: Callable[..., Index]) -> None:
    """By the stated people of a small place, by another Chinese name, by a Latin name that is not the label."""
    named = {"country_qid": "Q1", "label_zh": "\u7279\u62c9\u7ef4", "label_en": "Telavi"}
    town = row("Q2", "city:populated place", population="19600", **named)
    assert said(small(STATE, town), "ge", "\u7279\u62c9\u7ef4\u5e02", 25_000).item is not None
    verdict = said(small(STATE, town), "ge", "\u7279\u62c9\u7ef4\u5e02", 226_845)
    assert verdict.item is None
    assert verdict.ranked[0].of("population") < 0
    neighbour = row(
        "Q3", "city:admin-1 capital", country_qid="Q1", label_en="Lutsk", label_zh="\u5362\u8328\u514b",
        population="213661", lat="50", lon="25", alt_labels="ne:Kovel'",
    )  # fmt: skip
    assert said(small(STATE, neighbour), "ge", "\u79d1\u97e6\u5229\u5e02 Kovel").item is None


def test_hamlets_and_areas_of_the_past_are_for_a_person(small: Callable[..., Index]) -> None:
    """A place of 177 people makes no ties, and a province whose kind has no ISO code, where others have, is no more."""
    named = {"country_qid": "Q1", "label_en": "Telavi", "label_zh": "\u7279\u62c9\u7ef4", "source": "ne_places"}
    linked = {
        people: said(small(STATE, row("Q2", "city", population=people, **named)), "ge", "\u7279\u62c9\u7ef4\u5e02").item
        for people in ("177", "19600")
    }
    assert [item is None for item in linked.values()] == [True, False]
    kakheti = {"country_qid": "Q1", "label_en": "Kakheti", "label_zh": "\u5361\u8d6b\u8482\u5dde"}
    region = row(
        "Q3", "first-level:region of Georgia", country_qid="Q1", label_en="Guria", alt_labels="iso3166-2:GE-GU"
    )
    for kind, former in (("first-level:province of Georgia", True), ("first-level:region of Georgia", False)):
        item = said(small(STATE, region, row("Q2", kind, **kakheti)), "ge", "\u5361\u8d6b\u8482\u5dde").item
        assert (item is None) is former, kind


def test_one_syllable_is_not_another(index: Index) -> None:
    """Ji is a slip for di in the name of Kakheti; Kabul is not Zabul, though k and zh may be near."""
    without = [each for each in said(index, "af", "\u5580\u5e03\u5c14\u7701").ranked if By.SPELT in each.by]
    assert without == []
    assert said(index, "ge", "\u5361\u8d6b\u5b63\u5dde").ranked[0].by == {By.SPELT}


def test_a_large_place_with_ties_stands_before_one_known_by_name_only(small: Callable[..., Index]) -> None:
    """Half the margin is enough there; not before a place that has ties as well."""
    named = {"country_qid": "Q1", "label_en": "Telavi", "label_zh": "\u7279\u62c9\u7ef4"}
    large = row("Q2", "city:populated place", population="1500000", source="L3viathan-2016;ne_places", **named)
    for source, linked in (("gf-wikidata-2025", True), ("L3viathan-2016", False)):
        index = small(STATE, large, row("Q3", "city", source=source, **named))
        assert (said(index, "ge", "\u7279\u62c9\u7ef4\u5e02").item is not None) is linked, source


def test_a_place_of_the_present_may_have_been_another_before(index: Index) -> None:
    """The state of Bremen is one of today, as its ISO code says, whatever it was till 1866."""
    item = said(index, "de", "\u4e0d\u6765\u6885\u5dde").item
    assert item is not None
    assert item.entry.qid == "Q1209"


@pytest.mark.parametrize("name", ["みなかみ町", "せたな町", "むかわ町", "かつらぎ町", "𠮷野町"])
def test_letters_of_japanese_are_part_of_a_name(index: Index, name: str) -> None:
    """A town named in kana is not the one whose name is left when they are gone (いの町)."""
    verdict = said(index, "jp", name)
    assert verdict.item is None
    for each in verdict.ranked:
        assert By.WHOLE not in each.by or name in {known.name for known in index.names(each.entry.qid)}


def test_the_town_of_a_name_is_not_its_city(index: Index) -> None:
    """横滨町 is no part of Yokohama, nor 钏路町 of Kushiro; the cities themselves are linked."""
    for town, city, label in (("横滨町", "横滨市", "Yokohama"), ("钏路町", "钏路市", "Kushiro")):
        assert said(index, "jp", town).item is None
        item = said(index, "jp", city).item
        assert item is not None
        assert item.entry.label == label


def test_a_metropolitan_city_is_a_city(index: Index) -> None:
    """蔚山市 is 蔚山广域市: no other place is called either."""
    item = said(index, "kr", "蔚山市").item
    assert item is not None
    assert item.entry.label == "Ulsan"


def test_no_evidence_outweighs_a_parent_that_is_another(small: Callable[..., Index]) -> None:
    """Kansas City in Kansas has the Latin name and the people that a list states, and lies not in Missouri."""
    named = {"country_qid": "Q1", "label_zh": "特拉维", "label_en": "Telavi", "population": "501577"}
    town = row("Q2", "city:populated place", parent="Imereti", source="L3viathan-2016;ne_places", **named)
    for area, linked in (("Imereti", True), ("Guria", False)):
        verdict = judge(small(STATE, town), Sought("ge", PlaceName("特拉维市", "Telavi", qualifier=area), 502_000))
        assert verdict.ranked[0].points > THRESHOLD
        assert (verdict.item is not None) is linked


@pytest.mark.parametrize(
    ("country", "name", "label"),
    [
        ("gb", "南安普顿", "Southampton"),
        ("us", "长滩", "Long Beach"),
        ("cl", "蒙特港", "Puerto Montt"),
        ("cg", "黑角", "Pointe-Noire"),
        ("de", "汉堡市", "Hamburg"),
    ],
)
def test_well_known_places_by_other_characters_translated_or_as_a_state(
    index: Index, country: str, name: str, label: str
) -> None:
    """Characters of the same reading, a name that is a translation and so unlike in sound, a city that is a state."""
    item = said(index, country, name).item
    assert item is not None
    assert item.entry.label == label


def test_other_characters_of_one_reading_are_no_other_word(small: Callable[..., Index]) -> None:
    """上 and 尚 are read alike, but the one is a word; and one character that is read otherwise is another name."""
    town = row("Q2", "city", country_qid="Q1", label_en="Gornia", label_zh="格尔尼亚", label_native="Gornia")
    index = small(STATE, town)
    assert [each.by for each in said(index, "ge", "格耳尼亚").ranked] == [{By.SPELT, By.SOUND}]
    assert By.SPELT not in {by for each in said(index, "ge", "格尔马亚").ranked for by in each.by}
    upper = row("Q3", "city", country_qid="Q1", label_en="Shangwa", label_zh="尚瓦尔登")
    ranked = said(small(STATE, upper), "ge", "上瓦尔登").ranked
    assert By.SPELT not in {by for each in ranked for by in each.by}


@pytest.mark.parametrize(("name", "prefecture"), [("森町", "静冈县"), ("入善町", "富山县")])
def test_a_town_of_japan_is_told_by_its_prefecture(index: Index, name: str, prefecture: str) -> None:
    """Towns of Japan share names more often than the gazetteer knows: without a prefecture a person decides."""
    assert said(index, "jp", name).item is None
    assert judge(index, Sought("jp", PlaceName(name, qualifier=prefecture))).item is not None


def test_a_name_that_another_country_has_is_said(index: Index) -> None:
    """Where none of the stated country answers, an item of another that does is named, and never linked."""
    assert said(index, "ru", "辛菲罗波尔").item is not None
    verdict = said(index, "ua", "辛菲罗波尔")
    assert verdict.item is None
    assert verdict.elsewhere is not None
    assert verdict.elsewhere.qid in verdict.reason
    assert said(index, "ua", "无此地名也").elsewhere is None


@pytest.mark.parametrize("state", ["OR", "US-OR", "Oregon"])
def test_an_area_may_be_stated_by_its_code(index: Index, state: str) -> None:
    """As in Portland, OR."""
    item = judge(index, Sought("us", PlaceName("Portland", qualifier=state))).item
    assert item is not None
    assert "US-OR" in item.entry.around
