"""The reviewed links stand on the lists and the gazetteer, and fall into none of the known traps."""

from __future__ import annotations

import csv
import io
import lzma
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
import yaml

from youcheng.mapping.linking.link_table import COMPOSITE, LEXICAL
from youcheng.mapping.places import BY_HAND

ROOT = Path(__file__).resolve().parents[1]
LINKS = ROOT / "mapping" / "links.sssom.tsv"
LISTS = ROOT / "mapping" / "lists"
GAZETTEER = ROOT / "mapping" / "gazetteer.tsv.xz"

NOT_FOUND = "sssom:NoTermFound"
COLUMNS = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "object_source_version",
    "reviewer_label",
    "comment",
]

JUSTIFICATIONS = {
    f"semapv:{term}"
    for term in (
        "BackgroundKnowledgeBasedMatching", "CompositeMatching", "InstanceBasedMatching", "LexicalMatching",
        "LexicalSimilarityThresholdMatching", "LogicalReasoning", "ManualMappingCuration", "MappingChaining",
        "MappingInversion", "MappingReview", "SemanticSimilarityThresholdMatching", "StructuralMatching",
        "UnspecifiedMatching",
    )
}  # fmt: skip
"""What SSSOM 1.1 admits as a justification (https://mapping-commons.github.io/sssom/mapping_justification/)."""

# Gazetteer rows that state no country; each was judged by other evidence, given in its comment.
WITHOUT_COUNTRY = {
    "Q36471": "it-pompei",
    "Q507709": "se-umea",
    "Q488659": "us-montgomery-county-maryland",
    "Q1524330": "pk-gilgit-district",
    "Q232": "kz",
}

Row = dict[str, str]


def text() -> str:
    """Read the mapping file as one string."""
    return LINKS.read_text(encoding="utf-8")


@cache
def links() -> tuple[Row, ...]:
    """Read the rows of the mapping table."""
    table = "".join(line for line in text().splitlines(keepends=True) if not line.startswith("#"))
    return tuple(csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def gazetteer() -> dict[str, Row]:
    """Read the gazetteer rows that the tests need, by QID."""
    wanted = {qid(row) for row in links()} | {case[2] for case in TRAPS}
    with lzma.open(GAZETTEER, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["qid"]: row for row in rows if row["qid"] in wanted}


@cache
def iso_codes() -> dict[str, Counter[str]]:
    """Count the ISO 3166-2 country prefixes on the rows of each country, by its QID."""
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    with lzma.open(GAZETTEER, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            codes[row["country_qid"]].update(re.findall(r"iso3166-2:([A-Z]{2})-", row["alt_labels"]))
    return dict(codes)


def place(row: Row) -> str:
    """Return the place id of a row, without its prefix."""
    return row["subject_id"].removeprefix("place:")


def country(row: Row) -> str:
    """Return the ISO 3166-1 code that a row's place id begins with."""
    return place(row)[:2]


def is_country(row: Row) -> bool:
    """Tell whether a row names a country rather than a place in one."""
    return len(place(row)) == 2


def qid(row: Row) -> str:
    """Return the QID a row links to, or an empty string."""
    return "" if row["object_id"] == NOT_FOUND else row["object_id"].removeprefix("wd:")


@cache
def links_by_name() -> dict[tuple[str, str], Row]:
    """Index the rows by country code and name as written."""
    return {(country(row), row["subject_label"]): row for row in links()}


def header() -> dict[str, object]:
    """Read the metadata block as YAML."""
    block = "\n".join(line[1:] for line in text().splitlines() if line.startswith("#"))
    loaded = yaml.safe_load(block)
    assert isinstance(loaded, dict)
    return loaded


def test_header_is_yaml_with_the_required_slots() -> None:
    """The metadata block parses and holds what SSSOM asks of a mapping set."""
    metadata = header()
    assert metadata["mapping_set_id"] == "https://w3id.org/youcheng/links"
    assert metadata["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert metadata["mapping_set_title"]
    assert metadata["mapping_set_description"]


def test_every_prefix_is_declared() -> None:
    """Every CURIE of the table uses a prefix of the curie_map."""
    declared = header()["curie_map"]
    assert isinstance(declared, dict)
    slots = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    used = {row[slot].split(":", 1)[0] for row in links() for slot in slots}
    assert used == set(declared)
    assert declared["place"] == "https://w3id.org/youcheng/place/"
    assert declared["wd"] == "http://www.wikidata.org/entity/"


def test_table_has_the_agreed_columns() -> None:
    """The column names and their order are fixed, and no cell is missing or spare."""
    table = [line for line in text().splitlines() if not line.startswith("#")]
    assert table[0].split("\t") == COLUMNS
    assert {line.count("\t") for line in table} == {len(COLUMNS) - 1}
    assert text().endswith("\n")


def test_cells_are_well_formed() -> None:
    """Predicate, justification, confidence and comment hold legal values in every row."""
    for row in links():
        assert row["subject_label"] == row["subject_label"].strip() != ""
        assert row["predicate_id"] == "skos:exactMatch"
        assert re.fullmatch(r"wd:Q[1-9][0-9]*|sssom:NoTermFound", row["object_id"]), row
        assert row["mapping_justification"] in JUSTIFICATIONS, row
        assert 0 < float(row["confidence"]) <= 1
        assert row["comment"]
        assert (row["reviewer_label"] != "") == (row["mapping_justification"] != "semapv:ManualMappingCuration")


def test_justifications_are_terms_of_the_vocabulary() -> None:
    """What `youcheng link` writes is among the terms that SSSOM admits, and a word made up is not."""
    assert {LEXICAL, COMPOSITE, BY_HAND} <= JUSTIFICATIONS
    assert not {"semapv:Guessing", "LexicalMatching", "semapv:Matching", ""} & JUSTIFICATIONS


def test_ids_are_ascii_and_well_formed() -> None:
    """A place id is a country code and lower-case ASCII words, joined by hyphens."""
    for row in links():
        assert re.fullmatch(r"place:[a-z]{2}(-[a-z0-9]+)*", row["subject_id"], flags=re.ASCII), row


def test_rows_are_sorted() -> None:
    """Rows stand by place id, then by name, so a change shows as one line."""
    keys = [(row["subject_id"], row["subject_label"]) for row in links()]
    assert keys == sorted(keys)


def test_a_name_is_given_once_in_a_country() -> None:
    """Country and name as written decide one row."""
    assert len(links_by_name()) == len(links())


def test_one_place_has_one_item_and_one_item_one_place() -> None:
    """Place ids and QIDs answer to one another."""
    items: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for row in links():
        items[row["subject_id"]].add(row["object_id"])
        if qid(row):
            places[row["object_id"]].add(row["subject_id"])
    assert [place for place, found in items.items() if len(found) > 1] == []
    assert [item for item, found in places.items() if len(found) > 1] == []


def test_every_item_stands_in_the_gazetteer() -> None:
    """No QID comes from anywhere but the gazetteer, and label and source are those of its row."""
    for row in links():
        if not qid(row):
            assert row["object_label"] == row["object_source_version"] == ""
            continue
        found = gazetteer()[qid(row)]
        label = found["label_en"] or found["label_zh"] or found["alt_labels"].rsplit(":", 1)[-1]
        assert row["object_label"] == label
        assert row["object_source_version"] == found["source"]


def test_items_named_in_comments_are_in_the_gazetteer() -> None:
    """A rejected rival is named by a QID of the gazetteer too."""
    named = {item for row in links() for item in re.findall(r"\bQ[1-9][0-9]*\b", row["comment"])}
    with lzma.open(GAZETTEER, "rt", encoding="utf-8") as lines:
        known = {line.split("\t", 1)[0] for line in lines}
    assert named <= known


def test_country_of_the_item_agrees_with_the_place_id() -> None:
    """The gazetteer puts each item in the country its place id begins with."""
    states = {country(row): qid(row) for row in links() if is_country(row)}
    assert all(states.values())
    for row in links():
        if qid(row):
            excepted = WITHOUT_COUNTRY.get(qid(row)) == place(row)
            stated = gazetteer()[qid(row)]["country_qid"]
            assert stated == ("" if excepted else states[country(row)]), row
        assert country(row) in states, row


def test_country_codes_are_those_of_the_first_level_rows() -> None:
    """A country's id is the ISO code that prefixes its ISO 3166-2 codes."""
    for row in links():
        if is_country(row):
            code, _ = iso_codes()[qid(row)].most_common(1)[0]
            assert code.lower() == place(row)


def test_lexical_matches_have_the_name_as_a_label() -> None:
    """LexicalMatching is said only where a Chinese label equals the name as written."""
    for row in links():
        if row["mapping_justification"] == "semapv:LexicalMatching":
            found = gazetteer()[qid(row)]
            labels = {found[column] for column in ("label_zh", "label_zh_hans", "label_zht")}
            labels |= {alias[3:] for alias in found["alt_labels"].split("|") if alias.startswith("zh:")}
            assert row["subject_label"] in labels


# What the two documents name, by a plain reading of their text.


def names_of_xian() -> set[tuple[str, str]]:
    """Read country and partner as the Xi'an list writes them, and its own side."""
    document = (LISTS / "xian-2023-05" / "document.txt").read_text(encoding="utf-8")
    found = {("中国", "西安市")}
    for line in document.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if cells[0].isdecimal():
            found.add((cells[2], re.sub(r"\s+[A-Z].*$", "", cells[1])))
    return found


def names_of_xinjiang() -> set[tuple[str, str]]:
    """Read country and both sides as the Xinjiang list writes them, and the places of its second note."""
    document = (LISTS / "xinjiang-2023-12" / "document.txt").read_text(encoding="utf-8")
    found = set()
    for line in document.splitlines():
        sides, gap, rest = line.partition("\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}")
        if gap and re.search(r"\d{4}年\d{1,2}月\d{1,2}日", rest):
            *chinese, partner = re.sub(r"(英语|日语|蒙古語).*$", "", sides).split()
            found.add((rest.split()[0], partner))
            found.update(("中国", name) for name in chinese)
    note = re.search(r"後與(\w+?市)(\w+?村)日语.*?合併為(\w+?市)", document)
    assert note
    found.update(("日本", name) for name in note.groups())
    return found


def expected_names() -> set[tuple[str, str]]:
    """Join every country and name that either document writes."""
    return names_of_xian() | names_of_xinjiang()


def test_the_plain_reading_finds_the_rows_of_both_documents() -> None:
    """The reading that the coverage test rests on finds as many names as the documents hold."""
    assert len(names_of_xian()) == 40 + 1
    assert len(names_of_xinjiang()) == 51 + 19 - 1 + 3


def test_every_country_name_is_covered() -> None:
    """Each country name, in each script it is written in, has a row."""
    written = {name for name, _ in expected_names()}
    assert {row["subject_label"] for row in links() if is_country(row)} == written


def test_every_place_name_is_covered_and_no_other() -> None:
    """The table holds the names of both documents and nothing else."""
    codes = {row["subject_label"]: place(row) for row in links() if is_country(row)}
    written = {(codes[land], name) for land, name in expected_names()}
    assert {key for key, row in links_by_name().items() if not is_country(row)} == written


# One case a trap: country code, name as written, QID, whether that is the answer, and why.

TRAPS: list[tuple[str, str, str, bool, str]] = [
    ("cn", "哈密市", "Q989892", True, "the city"),
    ("cn", "哈密市", "Q650585", False, "Natural Earth names Yizhou District Hami"),
    ("kz", "阿克套", "Q198989", True, "the city, though its QID stands on two rows of Natural Earth"),
    ("kz", "阿克套", "Q1047754", False, "Kaztalovka, wrongly labelled 阿克套"),
    ("it", "庞贝市", "Q36471", True, "the modern comune, which has the tie with Xi'an"),
    ("it", "庞贝市", "Q43332", False, "the ancient site"),
    ("es", "瓦伦西亚市", "Q8818", True, "the city in Spain, labelled 巴伦西亚"),
    ("es", "瓦伦西亚市", "Q24017120", False, "label equal, but no place, people or tie"),
    ("ar", "科尔多瓦市", "Q44210", True, "the city in Argentina"),
    ("ar", "科尔多瓦市", "Q2997165", False, "Roman Corduba"),
    ("ar", "科尔多瓦市", "Q44759", False, "the province"),
    ("ec", "昆卡市", "Q54886", True, "the city in Ecuador"),
    ("ec", "昆卡市", "Q15098", False, "another Cuenca"),
    ("ca", "魁北克市", "Q2145", True, "the city"),
    ("ca", "魁北克市", "Q176", False, "the province"),
    ("ca", "魁北克市", "Q139694", False, "Richmond, wrongly labelled 魁北克省"),
    ("us", "蒙哥马利郡", "Q488659", True, "the county in Maryland"),
    ("us", "蒙哥马利郡", "Q29364", False, "the city in Alabama"),
    ("us", "蒙哥马利郡", "Q79433", False, "Wetumpka, wrongly labelled 蒙哥马利"),
    ("kr", "晋州市", "Q42144", True, "the city in South Korea"),
    ("kg", "奥什市", "Q47282", True, "the city"),
    ("kg", "奥什", "Q47282", True, "the same city in the other list"),
    ("kg", "奥什市", "Q33225425", False, "label equal, but no country and no tie"),
    ("kg", "奥什市", "Q231987", False, "the region"),
    ("kg", "奥什州", "Q231987", True, "the region"),
    ("ua", "第聂伯罗彼德罗夫斯克市", "Q48256", True, "the city under its name at signing"),
    ("ua", "第聂伯罗彼德罗夫斯克市", "Q170672", False, "the oblast"),
    ("pk", "西北边境省", "Q183314", True, "the same province, renamed"),
    ("pk", "西北边境省", "Q4412467", False, "a separate item of the old name"),
    ("jp", "勝沼町", "Q248723", False, "the city it was merged into"),
    ("jp", "甲州市", "Q248723", True, "the city itself"),
    ("jp", "大和村", "Q386697", False, "a city in another prefecture"),
    ("be", "布鲁塞尔首都大区", "Q240", True, "the region"),
    ("be", "布鲁塞尔首都大区", "Q239", False, "the city"),
    ("us", "密苏里州", "Q1581", True, "the state"),
    ("us", "密苏里州", "Q966017", False, "Smithville, wrongly labelled 密苏里州"),
    ("us", "堪萨斯市 (密苏里州)", "Q41819", True, "the city in Missouri"),
    ("us", "堪萨斯市 (密苏里州)", "Q486472", False, "the city in Kansas"),
    ("pk", "瓜达尔", "Q580533", True, "the city"),
    ("pk", "瓜达尔", "Q2081818", False, "the district"),
    ("pk", "吉尔吉特县", "Q1524330", True, "the district"),
    ("pk", "吉尔吉特县", "Q609024", False, "the city"),
    ("pk", "白沙瓦", "Q549467", False, "Charsadda, wrongly labelled 白沙瓦县"),
    ("pk", "罕萨县", "Q5905318", False, "Hunza in Colombia"),
    ("pk", "罕萨县", "Q607186", False, "Karimabad, a locality"),
    ("kz", "斋桑区", "Q2726370", True, "the district"),
    ("kz", "斋桑区", "Q1881641", False, "the town"),
    ("kz", "库尔丘姆区", "Q2550784", True, "the district"),
    ("kz", "库尔丘姆区", "Q1046498", False, "the locality"),
    ("kz", "阿亚戈兹区", "Q2391391", False, "the town"),
    ("kz", "阿拜州", "Q111279364", True, "the region"),
    ("kz", "阿拜州", "Q1099244", False, "a district"),
    ("kz", "阿拉木图", "Q186466", False, "the region, which has the same alias"),
    ("kz", "奇姆肯特市", "Q4282692", False, "Mortyq, wrongly labelled 奇姆肯特"),
    ("mn", "布尔干苏木", "Q3410062", False, "the sum in Dornod"),
    ("mn", "布尔干苏木", "Q209774", False, "the province"),
    ("mn", "布尔干苏木", "Q945055", False, "the town"),
    ("mn", "乌列盖", "Q297060", True, "the town"),
    ("mn", "乌列盖", "Q191792", False, "the province"),
    ("cn", "喀什地区", "Q739890", True, "the prefecture"),
    ("cn", "喀什地区", "Q170521", False, "the city"),
    ("cn", "西安市", "Q46452648", False, "the former special municipality"),
    ("se", "于默奥市", "Q507709", True, "the municipality, which has the figures and the ties"),
    ("au", "纳兰德拉", "Q820304", False, "the shire, not the town"),
]


@pytest.mark.parametrize(("land", "name", "item", "right", "why"), TRAPS)
def test_trap(*, land: str, name: str, item: str, right: bool, why: str) -> None:
    """A name that misleads is linked to the right item, and never to its rival."""
    assert item in gazetteer()
    assert (qid(links_by_name()[land, name]) == item) is right, why


@pytest.mark.parametrize("name", ["勝沼町", "大和村"])
def test_a_merged_place_is_not_its_successor(name: str) -> None:
    """A place that was merged away and has no item of its own stays unlinked."""
    assert links_by_name()["jp", name]["object_id"] == NOT_FOUND


def test_unlinked_names_are_the_known_ones() -> None:
    """A name becomes linked, or unlinked, only on purpose."""
    assert {row["subject_label"] for row in links() if not qid(row)} == {
        "勝沼町",
        "大和村",
        "纳兰德拉",
        "阿亚戈兹区",
        "布尔干苏木",
        "罕萨县",
        "吉木乃县",
        "额敏县",
        "青河县",
        "哈巴河县",
        "福海县",
        "塔什库尔干县",
    }
