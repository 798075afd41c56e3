"""The audit: facts counted apart from it in the documents, a defect planted for every kind of finding, the page."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from lxml import html as lxml_html
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from youcheng.graph.__main__ import main
from youcheng.graph.audit import audit
from youcheng.graph.audit.count import count, lists
from youcheng.graph.audit.report import report
from youcheng.graph.audit.show import FORMS
from youcheng.graph.audit.texts import texts
from youcheng.graph.build import build
from youcheng.graph.derive import derive
from youcheng.graph.store import construct, open_release, select
from youcheng.mapping.descriptor import LISTS, descriptor
from youcheng.mapping.gazetteer import items
from youcheng.mapping.iris import Iris
from youcheng.mapping.places import load_links
from youcheng.mapping.reading import read_list
from youcheng.mapping.regions import regions
from youcheng.mapping.statements.lists import list_quads
from youcheng.mapping.statements.places import place_quads, used_places
from youcheng.ontology import IRI, concepts, prefixes, triples, values
from youcheng.queries import queries, query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Rewritten
    from youcheng.graph.audit.report import Audit, Finding
    from youcheng.mapping.descriptor import Descriptor
    from youcheng.mapping.gazetteer import Item

GOLDEN = Path(__file__).parent / "golden" / "audit"
XIAN, XINJIANG = "xian-2023-05", "xinjiang-2023-12"
FLAG = "\u00a0\u00a0"
"""What a copied page leaves of a flag; written ~ in the lists below."""
GROUPS = {"contradiction", "doubt", "rule-of-trade"}
KINDS = {iri.rpartition("/")[2] for iri in concepts("finding").values()} - GROUPS


# --- stores made through the real pipeline -----------------------------------------------------------------------


@cache
def known_items() -> dict[str, Item]:
    """Read the gazetteer once for all that the links name."""
    return items({place.qid for place in load_links().places.values() if place.qid})


def mapped(*descriptors: Descriptor, harm: str = "") -> Store:
    """Read, link, map and derive some lists into a store, with a harm done to it in between if given."""
    links, iris, store = load_links(), Iris(), Store()
    readings = [read_list(one) for one in descriptors]
    assert not [error for reading in readings for error in (*reading.errors, *links.unknown(reading))]
    store.extend(Quad(t.subject, t.predicate, t.object, NamedNode(IRI)) for t in triples("vocabulary", "kinds"))
    lines = [line for reading in readings for line in list_quads(reading, links, iris)]
    lines += place_quads(used_places(readings, links), known_items(), iris)
    store.load("".join(lines).encode(), RdfFormat.N_QUADS)
    if harm:
        place = {"place": f"{iris.base}place/", "tie": f"{iris.base}twinning/", "x": f"{iris.list(XINJIANG)}#"}
        store.update(harm, prefixes=prefixes() | place)
    derive(store, iris)
    return store


def audited(*descriptors: Descriptor, harm: str = "") -> Audit:
    """Give what the audit finds in some lists."""
    store = mapped(*descriptors, harm=harm)
    audit(store, Iris())
    return report(store)


def kinds(found: Audit) -> Counter[str]:
    """Count findings by kind."""
    return Counter(finding.kind.id for finding in found.findings)


def of(found: Audit, kind: str) -> list[Finding]:
    """Give the findings of a kind."""
    return [finding for finding in found.findings if finding.kind.id == kind]


@pytest.fixture(scope="session")
def found(store: Store) -> Audit:
    """Read the findings of the release."""
    return report(store)


# --- the two lists, counted apart --------------------------------------------------------------------------------


def xinjiang_rows() -> list[tuple[int, str, str, str]]:
    """Give line, country, continent and date of each row of the document, told by its three spaces."""
    text = (LISTS / XINJIANG / "document.txt").read_text(encoding="utf-8")
    simple = text.translate(str.maketrans("亞歐羅", "亚欧罗"))
    row = re.compile(r"\S.*?\s{3}(\S+) (\S+洲) (\d+)年(\d+)月(\d+)日 \[")
    return [
        (number, match[1], match[2], f"{int(match[3]):04}-{int(match[4]):02}-{int(match[5]):02}")
        for number, line in enumerate(simple.splitlines(), 1)
        if (match := row.match(line))
    ]


def xian_rows() -> list[list[str]]:
    """Give line and cells of each row of the document."""
    lines = (LISTS / XIAN / "document.txt").read_text(encoding="utf-8").splitlines()
    cells = [[str(number), *(cell.strip() for cell in line.split("|"))] for number, line in enumerate(lines, 1)]
    return [row for row in cells if row[1].isdigit()]


def test_counts_of_xinjiang_are_those_of_its_document(found: Audit) -> None:
    """52 pairs, 15 countries, 44 in Asia, 4 in Europe, 10 of the region, as counted apart."""
    rows = xinjiang_rows()
    by_continent = Counter(continent for _, _, continent, _ in rows)
    heads = ["自治区级友好地区", "地级友好城市", "县级友好城市"]
    lines = (LISTS / XINJIANG / "document.txt").read_text(encoding="utf-8").splitlines()
    starts = [lines.index(head) + 1 for head in heads]
    by_level = Counter(sum(start < line for start in starts) for line, *_ in rows)
    (listed,) = (one for one in found.lists if one.id == XINJIANG)
    given = {
        (one.counts, None if one.part is None else one.part[1]): (one.stated, one.counted) for one in listed.counts
    }
    assert given == {
        ("countries", None): (16, len({country for _, country, _, _ in rows})),
        ("twinnings", None): (51, len(rows)),
        ("countries", "亚洲"): (10, len({country for _, country, continent, _ in rows if continent == "亚洲"})),
        ("twinnings", "亚洲"): (39, by_continent["亚洲"]),
        ("countries", "北美洲"): (2, 2),
        ("twinnings", "北美洲"): (3, by_continent["北美洲"]),
        ("countries", "欧洲"): (3, len({country for _, country, continent, _ in rows if continent == "欧洲"})),
        ("twinnings", "欧洲"): (9, by_continent["欧洲"]),
        ("countries", "大洋洲"): (1, 1),
        ("twinnings", "大洋洲"): (1, by_continent["大洋洲"]),
        ("twinnings", "省级"): (9, by_level[1]),
        ("twinnings", "地级"): (29, by_level[2]),
        ("twinnings", "县级"): (13, by_level[3]),
    }
    assert (len(rows), by_continent["亚洲"], by_continent["欧洲"], by_level[1]) == (52, 44, 4, 10)


def test_counts_of_xian_hold(found: Audit) -> None:
    """33 countries and 40 cities: the rows bear them out."""
    rows = xian_rows()
    (listed,) = (one for one in found.lists if one.id == XIAN)
    assert [(one.counts, one.stated, one.counted) for one in listed.counts] == [
        ("countries", 33, len({row[3] for row in rows})),
        ("partners", 40, len({row[2] for row in rows})),
    ]


def test_the_gaps_are_explained_by_russia(found: Audit) -> None:
    """Asia's and Europe's hold with Russia wholly in Europe, the countries' with Russia twice."""
    of_russia = [(line, under) for line, country, under, _ in xinjiang_rows() if country == "俄罗斯"]
    russia = {continent: [line for line, under in of_russia if under == continent] for continent in ("亚洲", "欧洲")}
    gaps = {finding.claim.iri.rpartition("-")[2]: finding for finding in of(found, "count-gap") if finding.claim}
    explained = {
        number: [
            (one.iri.rpartition("/if-")[2], [row.line for row in one.sources], one.held) for one in finding.readings
        ]
        for number, finding in gaps.items()
    }
    both = sorted([*russia["亚洲"], *russia["欧洲"]])
    assert explained["1"] == [("once-each-continent", both, 9)]
    assert explained["4"] == explained["8"] == [("ru-europe", russia["亚洲"], 9)]
    assert [name for name, _, _ in explained["2"]] == ["sum-by-level"]
    assert explained["11"] == []
    assert len(russia["亚洲"]) == 44 - 39 == 9 - 4


def test_unexplained_counts_show_their_rows(found: Audit) -> None:
    """The ten rows of the region stand beside the nine that it states."""
    (region,) = (finding for finding in of(found, "count-gap") if not finding.readings)
    assert (region.stated, region.counted, region.gap) == (("9",), 10, 1)
    assert [row.line for row in region.sources] == list(range(20, 30))


def test_counts_by_m49_are_those_of_its_table(found: Audit) -> None:
    """By UN M49 Russia and Belarus are Europe, Turkey and Georgia Asia: 40 and 8 of the 52."""
    iso = {"俄罗斯": "ru", "白俄罗斯": "by", "土耳其": "tr", "格鲁吉亚": "ge"}
    europe = {country for country, code in iso.items() if "150" in regions()[code]}
    assert europe == {"俄罗斯", "白俄罗斯"}
    (listed,) = (one for one in found.lists if one.id == XINJIANG)
    by_m49 = {one.part[0]: one.by_m49 for one in listed.counts if one.part and one.counts == "twinnings"}
    assert by_m49["Europe"] == sum(country in europe for _, country, _, _ in xinjiang_rows()) == 8
    assert by_m49["Asia"] == 52 - 8 - 3 - 1
    assert by_m49["province level"] is None


def test_rows_out_of_order_are_those_of_the_documents(found: Audit) -> None:
    """Xi'an's rows run by date but for two; in Xinjiang one side begins before the one above it."""
    dates = [tuple(map(int, re.findall(r"\d+", row[5]))) for row in xian_rows()]
    against = [int(xian_rows()[n + 1][0]) for n in range(len(dates) - 1) if dates[n + 1] < dates[n]]
    assert [finding.claim.line for finding in of(found, "row-out-of-order") if finding.claim] == against == [10, 36]
    assert [finding.claim.line for finding in of(found, "side-out-of-order") if finding.claim] == [55]
    kept = {one.id: {words[0] for words, _ in one.orders} for one in found.lists}
    assert kept == {
        XIAN: {"rows of a Chinese side, oldest first", "numbers in sequence"},
        XINJIANG: {
            "rows of a Chinese side, oldest first", "Chinese sides by first date, oldest first",
            "levels, highest first",
        },
    }  # fmt: skip


def test_implausible_figures_are_those_of_the_document(found: Audit) -> None:
    """Konya and Osh with the areas of their regions, Shymkent with population and area exchanged; no other."""
    dense = {
        int(row[0]) for row in xian_rows()
        if row[7] != "待查" and not 25 <= float(row[6]) * 10_000 / float(row[7]) <= 30_000
    }  # fmt: skip
    areas, exchanged = of(found, "area-of-a-region"), of(found, "figures-exchanged")
    assert [finding.claim.line for finding in areas if finding.claim] == [15, 34]
    assert [finding.claim.line for finding in exchanged if finding.claim] == [42]
    assert dense == {15, 34, 42}


def test_rules_of_the_trade_name_their_article(found: Audit) -> None:
    """13 county ties and the six of 喀什地区; places tied to several places of China; every article is named."""
    below = of(found, "below-level")
    assert Counter("county" in finding.words[0] for finding in below) == {True: 13, False: 6}
    assert {finding.targets[0][0] for finding in of(found, "partner-of-several")} == {"Osh", "Gwadar"}
    words = "".join(one.words[0] for one in (*below, *of(found, "levels-differ")))
    assert set(re.findall(r"Art\. \d", words)) == {"Art. 8", "Art. 9"}


def test_what_else_is_found_in_the_two_lists(found: Audit) -> None:
    """The whole of it by kind."""
    assert kinds(found) == {
        "count-gap": 5, "parts-and-whole": 1, "second-date": 2, "row-out-of-order": 2, "side-out-of-order": 1,
        "country-under-two-continents": 1, "lists-differ-on-continent": 1, "figures-exchanged": 1,
        "area-of-a-region": 2, "partner-replaced": 1, "name-changed-since": 3, "below-level": 19, "levels-differ": 14,
        "partner-of-several": 2,
    }  # fmt: skip
    assert sorted(finding.claim.line for finding in of(found, "name-changed-since") if finding.claim) == [14, 23, 61]
    assert {finding.targets[0][0] for finding in found.between} == {"Turkey", "Osh"}


def test_counting_here_and_in_sparql_agree(store: Store) -> None:
    """The search for readings counts what the queries count."""
    question = (
        "SELECT ?claim ?value { ?m dqv:isMeasurementOf measure:recount ; dqv:computedOn ?claim ; dqv:value ?value }"
    )
    counted = {str(said["claim"]): int(str(said["value"])) for said in texts(store, question)}
    here = {said.iri: count(said, listed.rows) for listed in lists(store).values() for said in listed.stated}
    assert here == counted
    assert len(here) == 15


# --- a clean list, and one defect for each kind ------------------------------------------------------------------

CLEAN = """乌鲁木齐市友好城市列表

截至2023年12月1日,新疆维吾尔自治区已与6个国家建立6对友好城市。其中,亚洲有4个国家、4对友好城市;欧洲有1个国家、1对友好城市;北美洲有1个国家、1对友好城市。

地级友好城市

位于杜尚别塔吉克斯坦国家博物馆,杜尚别於1999年9月10日與乌鲁木齐市締結友好關係
新疆维吾尔自治区管辖区 友好管辖区 国家或地区 大洲 结好日期 来源及备注
乌鲁木齐市 白沙瓦 ~巴基斯坦 亚洲 1985年7月12日 [4]
阿拉木图 ~哈萨克斯坦 亚洲 1993年11月17日 [4]
杜尚别 ~塔吉克斯坦 亚洲 1999年9月10日 [4]
奥勒姆 ~美国 北美洲 2000年9月27日 [4]
马什哈德 ~伊朗 亚洲 2012年11月15日 [4][註 1]
鄂木斯克 ~俄羅斯 欧洲 2016年9月23日 [4]

注释

  1. ^ 一说2012年11月[4]

参考文献

  4. ^ 新疆维吾尔自治区友城介绍. 新疆维吾尔自治区人民政府外事办公室. 2012-08-09 [2023-12-02]. (中文(中国大陆)).
"""
CSV_YAML = """document: document.csv
reader: separated
title:
  zh: 乌鲁木齐市友好城市
publisher:
  zh: 乌鲁木齐市
authority: official
about: 乌鲁木齐市
as_of: 2023-11
licence: none stated by the publisher; only facts are taken from it
kind: sister-city
level: prefecture
columns:
  - { header: 城市, field: partner }
  - { header: 国家, field: country }
  - { header: 日期, field: signed }
"""


@pytest.fixture
def clean(rewritten: Rewritten) -> Callable[..., Descriptor]:
    """Give a function that writes the clean list, one thing in it replaced."""

    def write(*changes: tuple[str, str]) -> Descriptor:
        text = CLEAN
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return rewritten(XINJIANG, lambda _: text.replace("~", FLAG))

    return write


def test_nothing_is_found_in_a_clean_list(clean: Callable[..., Descriptor]) -> None:
    """Counts, parts, captions, notes and order agree: no finding, not even with a note of less precision."""
    found = audited(clean())
    assert found.findings == ()
    assert not found.wrong
    assert len(found.lists[0].counts) == 8


IN_CLEAN = {
    "count-gap": ((("建立6对", "建立7对"),), {"count-gap": 1, "parts-and-whole": 1}),
    "parts-and-whole": (
        (("建立6对", "建立5对"), ("亚洲有4个国家、4对", "亚洲有4个国家、3对")), {"count-gap": 2},
    ),
    "caption-differs": ((("杜尚别於1999年9月10日", "杜尚别於1999年9月11日"),), {"caption-differs": 1}),
    "caption-without-row": ((("国家博物馆,杜尚别", "国家博物馆,白杨沟"),), {"caption-without-row": 1}),
    "second-date": ((("一说2012年11月[", "一说2012年12月["),), {"second-date": 1}),
    "row-out-of-order": ((("2000年9月27日", "1995年9月27日"),), {"row-out-of-order": 1}),
    "name-changed-since": (
        (("白沙瓦 ~巴基斯坦", "西北边境省 ~巴基斯坦"),), {"name-changed-since": 1, "levels-differ": 1},
    ),
    "levels-differ": ((("阿拉木图 ~哈", "江布尔州 ~哈"),), {"levels-differ": 1}),
    "below-level": ((("\n乌鲁木齐市 ", "\n喀什地区 "), ("與乌鲁木齐市", "與喀什地区")), {"below-level": 6}),
}  # fmt: skip


@pytest.mark.parametrize("kind", IN_CLEAN)
def test_a_planted_defect_is_found(clean: Callable[..., Descriptor], kind: str) -> None:
    """One thing changed in the clean list gives the finding of its kind, and those that follow from it."""
    changes, expected = IN_CLEAN[kind]
    assert kinds(audited(clean(*changes))) == expected


def test_a_total_that_holds_may_still_not_be_the_sum(clean: Callable[..., Descriptor]) -> None:
    """Where parts and rows agree but the total does not, both kinds say so, with the gap's sign."""
    found = audited(clean(("已与6个国家", "已与8个国家")))
    assert {finding.kind.id: finding.gap for finding in found.findings} == {"count-gap": -2, "parts-and-whole": -2}


REWRITTEN = {
    "side-out-of-order": (XINJIANG, "2000年2月24日", "1996年2月24日", 51),
    "number-out-of-order": (XIAN, "\n14 | 加", "\n99 | 加", 16),
    "country-under-two-continents": (XIAN, "日本 | 亚洲 | 1974年5月10日", "日本 | 欧洲 | 1974年5月10日", None),
    "partner-twice": (XIAN, "\n2 | 京都市 Kyoto", "\n2 | 奈良市 Nara", None),
    "figures-exchanged": (XIAN, "35.45 | 276.84", "276.84 | 35.45", 3),
    "population-unit": (XIAN, "35.45 | 276.84", "354500 | 276.84", 3),
    "area-of-a-region": (XIAN, "35.45 | 276.84", "10 | 6000", 3),
    "implausible-density": (XIAN, "35.45 | 276.84", "1 | 1000", 3),
    "partner-of-several": (XIAN, "奥什市 Osh | 吉尔吉斯斯坦", "比什凯克 | 吉尔吉斯斯坦", None),
    "level-out-of-order": (
        XINJIANG, "\n\n参见",
        (
            "\n\n自治区级友好地区\n\n新疆维吾尔自治区管辖区 友好管辖区 国家或地区 大洲 结好日期 来源及备注\n"
            "新疆维吾尔自治区 东贵林伯里 ~加拿大 北美洲 2023年7月1日 [4]\n\n参见"
        ), 88,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REWRITTEN)
def test_a_defect_planted_in_a_real_list_is_found(rewritten: Rewritten, found: Audit, kind: str) -> None:
    """One thing changed in a published list gives a finding of its kind, on its line, that the list had not before."""
    list_id, old, new, line = REWRITTEN[kind]
    assert (LISTS / list_id / "document.txt").read_text(encoding="utf-8").count(old) == 1
    changed = rewritten(list_id, lambda text: text.replace(old, new.replace("~", FLAG)))
    beside = [descriptor(XINJIANG)] if kind == "partner-of-several" else []
    before = {finding.iri for finding in found.findings}
    new_ones = [finding for finding in of(audited(changed, *beside), kind) if finding.iri not in before]
    assert new_ones
    if line is not None:
        assert line in {finding.claim.line for finding in new_ones if finding.claim}


def test_rows_of_a_table_of_mixed_sides_are_ordered_as_a_whole(rewritten: Rewritten) -> None:
    """Where a Chinese side comes up again after another, the table's own order of dates is what a row may break."""
    rows = [
        "乌鲁木齐市 白沙瓦 ~巴基斯坦 亚洲 1985年7月12日 [4]",
        "石河子市 东贵林伯里 ~加拿大 北美洲 1998年12月21日 [4]",
        "乌鲁木齐市 杜尚别 ~塔吉克斯坦 亚洲 1999年9月10日 [4]",
        "塔城市 鲁布佐夫斯克 ~俄羅斯 欧洲 2000年4月24日 [4]",
        "乌鲁木齐市 奥勒姆 ~美国 北美洲 1999年12月27日 [4]",
        "石河子市 鄂木斯克 ~俄羅斯 欧洲 2016年9月23日 [4]",
    ]
    head, tail = CLEAN.partition("乌鲁木齐市 白沙瓦")[0], "\n\n参考文献\n" + CLEAN.partition("参考文献\n")[2]
    found = audited(rewritten(XINJIANG, lambda _: (head + "\n".join(rows) + tail).replace("~", FLAG)))
    (finding,) = of(found, "row-out-of-order")
    assert finding.words[0].startswith("signed 1999-12-27, the row above it 2000-04-24")
    assert not of(found, "side-out-of-order")


PLANTED = {
    "name-no-longer-valid": "INSERT DATA { x:note-2-succession dcterms:date '1999-11'^^xsd:gYearMonth }",
    "name-not-yet-valid": """
        INSERT DATA {
          x:note-2-succession dcterms:date '2016'^^xsd:gYear ; a yc:Event ; yc:successor place:kz-almaty .
          place:kz-aktau dcterms:isReplacedBy place:kz-almaty
        }""",
    "same-country": """
        DELETE { GRAPH ?g { place:pk-peshawar schema:containedInPlace ?country } }
        INSERT { GRAPH ?g { place:pk-peshawar schema:containedInPlace place:cn } }
        WHERE { GRAPH ?g { place:pk-peshawar schema:containedInPlace ?country } }""",
    "whole-country": "INSERT DATA { place:pk-peshawar a schema:Country }",
    "partner-replaced": "DELETE WHERE { GRAPH ?g { x:note-2-succession ?p ?o } }",
    "level-misplaced": """
        DELETE { GRAPH ?g { ?row yc:level ?level } } INSERT { GRAPH ?g { ?row yc:level level:county } }
        WHERE { GRAPH ?g { ?row yc:line 57 ; yc:level ?level } }""",
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_defect_planted_in_the_graph_is_found(kind: str) -> None:
    """What no document of the two lists says is said in the graph before the audit, which finds that."""
    found = of(audited(descriptor(XINJIANG), harm=PLANTED[kind]), kind)
    assert len(found) == 1
    assert found[0].sources


WIKIDATA = """
    INSERT { GRAPH <urn:pull> { ?item <http://www.wikidata.org/prop/direct/%s> "%s-05-01T00:00:00Z"^^xsd:dateTime } }
    WHERE { GRAPH ?g { place:%s owl:sameAs ?item } }"""


@pytest.mark.parametrize(
    ("known", "year", "place", "kind"),
    [
        ("P571", "1998", "cn-hami", "name-not-yet-valid"),
        ("P571", "1998", "jp-nyuzen", "name-not-yet-valid"),
        ("P576", "1996", "cn-hami", "name-no-longer-valid"),
        ("P576", "1996", "jp-nyuzen", "name-no-longer-valid"),
        ("P571", "1997", "cn-hami", None),
        ("P576", "1997", "jp-nyuzen", None),
        ("P571", "0200", "jp-nyuzen", None),
    ],
)
def test_either_side_may_be_too_young_or_too_old(known: str, year: str, place: str, kind: str | None) -> None:
    """哈密市 and 入善町 signed in 1997: what Wikidata lets begin later or end before is told, the same year is not."""
    found = audited(descriptor(XINJIANG), harm=WIKIDATA % (known, year, place))
    told = [*of(found, "name-not-yet-valid"), *of(found, "name-no-longer-valid")]
    assert [finding.kind.id for finding in told] == ([kind] if kind else [])
    assert all("1997" in finding.words[0] and year in finding.words[1] for finding in told)
    assert all([source.line for source in finding.sources] == [50] for finding in told)


def test_a_former_name_of_the_chinese_side_is_found() -> None:
    """As that of the partner is, by the words of the reviewed link."""
    harm = """
        INSERT DATA { place:cn-hami skos:editorialNote "renamed since" } ;
        DELETE { GRAPH ?g { ?row yc:partyName ?name } } INSERT { GRAPH ?g { ?row yc:partyName "伊吾专区"@zh } }
        WHERE { GRAPH ?g { ?row yc:line 50 ; yc:partyName ?name } }"""
    found = of(audited(descriptor(XINJIANG), harm=harm), "name-changed-since")
    (planted,) = (finding for finding in found if finding.sources[0].line == 50)
    assert planted.words[0] == "written 伊吾专区, now Hami"


def test_where_no_level_is_stated_the_name_tells_it() -> None:
    """州 and 地区 are prefectures, 县 is a county, a district is below the usual level; of 市 nothing is said."""
    harm = """
        DELETE { GRAPH ?g { ?row yc:level ?level } } WHERE { GRAPH ?g { ?row yc:level ?level } } ;
        DELETE { GRAPH ?g { ?row yc:partyName ?name } } INSERT { GRAPH ?g { ?row yc:partyName "某某区"@zh } }
        WHERE { GRAPH ?g { ?row yc:line 50 ; yc:partyName ?name } }"""
    found = audited(descriptor(XINJIANG), harm=harm)
    differing = {finding.sources[0].line for finding in of(found, "levels-differ")}
    assert differing == {53, 54, 55, 57, 58}
    below = {finding.sources[0].line: finding.words[0] for finding in of(found, "below-level")}
    assert set(below) == {50, *range(55, 61), 74, 78, 79, 81, 82, 83}
    assert below[50] == "the Chinese side is a district (Art. 8)"
    assert not of(found, "level-misplaced")


def test_two_lists_that_overlap(tmp_path: Path) -> None:
    """The city's own list beside the encyclopedia's: another date, a tie left out, one that only the city states."""
    folder = tmp_path / "urumqi-2023"
    folder.mkdir()
    (folder / "list.yaml").write_text(CSV_YAML, encoding="utf-8")
    kept = ["白沙瓦,巴基斯坦,1985年7月12日", "比什凯克,吉尔吉斯斯坦,1993年", "阿拉木图,哈萨克斯坦,1993年11月18日",
            "杜尚别,塔吉克斯坦,1999年9月10日", "奥勒姆,美国,2000年9月27日", "马什哈德,伊朗,2012年11月15日",
            "加济安泰普,土耳其,2016年9月23日", "鄂木斯克,俄羅斯,2016年9月23日", "卡拉奇,巴基斯坦,2019年3月28日",
            "奥什,吉尔吉斯斯坦,2015年7月25日", "巴统,格鲁吉亚,2015年10月14日", "烏山市,韩国,2004年4月23日",
            "入善町,日本,2020年1月1日"]  # fmt: skip
    (folder / "document.csv").write_text("\n".join(["城市,国家,日期", *kept, ""]), encoding="utf-8")
    found = audited(descriptor("urumqi-2023", tmp_path), descriptor(XINJIANG))
    (two,) = of(found, "two-dates")
    assert two.stated == ("1993-11-17", "1993-11-18")
    assert two.words[0] == "the lists date it from 1993-11-17 to 1993-11-18; taken: 1993-11-18 (official first)"
    assert {source.list for source in two.sources} == {"urumqi-2023", XINJIANG}
    one_side = {(finding.targets[0][1].partition(" – ")[2], finding.words[0]) for finding in of(found, "one-side-only")}
    assert one_side == {
        ("纳兰德拉", "not in urumqi-2023 (as of 2023-11)"),
        ("入善町", "not in xinjiang-2023-12 (as of 2023-12-01)"),
    }
    assert found.between
    assert kinds(audited(descriptor("urumqi-2023", tmp_path)))["one-side-only"] == 0


def test_two_ties_of_one_row_share_its_number(tmp_path: Path) -> None:
    """What several: yes made of one row is not held against the list; a number that stands twice is."""
    folder = tmp_path / "urumqi-2023"
    folder.mkdir()
    said = CSV_YAML.replace("columns:", "several: yes\ncolumns:\n  - { header: 序号, field: number }")
    (folder / "list.yaml").write_text(said, encoding="utf-8")
    rows = ["白沙瓦,巴基斯坦,1985年7月12日", "阿拉木图,哈萨克斯坦,1993年11月17日", "杜尚别,塔吉克斯坦,1999年9月10日",
            "奥勒姆,美国,2000年9月27日", "马什哈德,伊朗,2012年11月15日", "京都市、奈良市,日本,2013年11月15日",
            "鄂木斯克,俄羅斯,2016年9月23日", "卡拉奇,巴基斯坦,2019年3月28日", "烏山市,韩国,2020年4月23日"]  # fmt: skip
    numbered = [f"{number},{row}" for number, row in enumerate(rows, 1)]
    document = folder / "document.csv"
    document.write_text("\n".join(["序号,城市,国家,日期", *numbered, ""]), encoding="utf-8")
    read = read_list(descriptor("urumqi-2023", tmp_path))
    assert (len(read.rows), read.errors) == (10, ())
    assert not of(audited(read.descriptor), "number-out-of-order")
    numbered[7:] = ["7," + rows[7], "8," + rows[8]]
    document.write_text("\n".join(["序号,城市,国家,日期", *numbered, ""]), encoding="utf-8")
    found = of(audited(read.descriptor), "number-out-of-order")
    assert [each.words[0] for each in found] == ["numbered 7, the row above it 7"]


NATIONAL_YAML = (
    CSV_YAML.replace("about: 乌鲁木齐市", "about: 中国")
    .replace("official", "encyclopedia")
    .replace("columns:", "country: 日本\ncolumns:\n  - { header: 中方城市, field: party }")
    .replace("  - { header: 国家, field: country }\n", "")
)


def test_a_national_table_answers_for_its_country(tmp_path: Path) -> None:
    """A table of one country's ties with China that names 西安 ought to have all of its ties there."""
    folder = tmp_path / "japan-2023"
    folder.mkdir()
    (folder / "list.yaml").write_text(NATIONAL_YAML, encoding="utf-8")
    rows = ["西安市,奈良市,1974年2月1日", "西安市,京都市,1974年5月10日"]
    (folder / "document.csv").write_text("\n".join(["中方城市,城市,日期", *rows, ""]), encoding="utf-8")
    found = audited(descriptor("japan-2023", tmp_path), descriptor(XIAN), descriptor(XINJIANG))
    assert [finding.targets[0][0] for finding in of(found, "one-side-only")] == ["Xi'an – Funabashi"]


def test_every_kind_of_finding_is_planted_or_real(found: Audit) -> None:
    """No kind is declared that no test meets."""
    met = {*IN_CLEAN, *REWRITTEN, *PLANTED, *kinds(found), "two-dates", "one-side-only"}
    assert met == KINDS


# --- readings ----------------------------------------------------------------------------------------------------


def readings(found: Audit) -> dict[str, set[str]]:
    """Give the names of the readings under which the counts of one list hold, by claim."""
    return {
        finding.claim.iri.rpartition("#")[2]: {one.iri.rpartition("/if-")[2] for one in finding.readings}
        for finding in of(found, "count-gap")
        if finding.claim
    }


def test_a_count_may_be_of_an_earlier_day(rewritten: Rewritten) -> None:
    """32 countries and 39 cities are what Xi'an's list had before its last row."""
    stale = rewritten(XIAN, lambda text: text.replace("33个国家的40个", "32个国家的39个"))
    assert readings(audited(stale)) == {"count-1": {"until-2023-03-01"}, "count-2": {"until-2023-03-01"}}


def test_no_day_long_past_is_offered_for_a_count(rewritten: Rewritten) -> None:
    """Any number is that of some day; 20 cities, the state of 2012, is no reading of a list of 2023."""
    stale = rewritten(XIAN, lambda text: text.replace("的40个", "的20个"))
    assert readings(audited(stale)) == {"count-2": set()}


def test_counts_of_other_days_and_of_other_things_are_not_blamed(rewritten: Rewritten) -> None:
    """Each is kept as not understood, and nothing is found wrong with the list for it."""
    was = "(截止2023年5月,我市已与33个国家的40个城市建立了友好城市关系)"
    said = "1980年,西安市共有友好城市2对。比宝鸡市多3对友好城市。其中民间友好城市有1对。开展友城活动20对次。"
    said += "截至2022年5月,我市已与32个国家的39个城市建立了友好城市关系。"
    found = audited(rewritten(XIAN, lambda text: text.replace(was, f"{said}{was}")))
    assert readings(found) == {}
    (listed,) = found.lists
    assert len(listed.unread) == 5


def test_a_count_may_go_by_m49(rewritten: Rewritten) -> None:
    """40 pairs in Asia and 8 in Europe is what UN M49 gives."""
    changes = {"39对": "40对", "3个国家、9对": "2个国家、8对"}
    by_m49 = rewritten(XINJIANG, lambda text: re.sub("|".join(changes), lambda m: changes[m[0]], text))
    given = readings(audited(by_m49))
    assert given["count-4"] == given["count-8"] == {"un-m49"}
    assert given["count-7"] == {"un-m49", "ru-asia"}


def test_a_count_may_be_of_rows(rewritten: Rewritten) -> None:
    """A partner in two rows counts twice where rows are counted."""
    doubled = rewritten(
        XIAN, lambda text: text.replace("的40个", "的41个") + "\n41 | 奈良市 | 日本 | 亚洲 | 2023年5月18日 | 35 | 276 |"
    )
    assert readings(audited(doubled)) == {"count-2": {"rows"}}


def test_a_count_may_leave_out_what_is_over(clean: Callable[..., Descriptor]) -> None:
    """Five pairs of six rows, one of them ended: the total of twinnings holds without it, and so does its continent."""
    counts = (("建立6对", "建立5对"), ("已与6个", "已与5个"), ("欧洲有1个国家、1对友好城市;", ""))
    ended = """INSERT DATA { GRAPH <https://w3id.org/youcheng/list/xinjiang-2023-12> {
        x:row-6-event-1 a yc:Event ; dcterms:type event:ended ; prov:wasDerivedFrom x:row-6 } }"""
    given = readings(audited(clean(*counts), harm=ended))
    assert all("in-force" in names for names in given.values())
    assert set(given) == {"count-1", "count-2"}


def test_no_reading_is_told_that_explains_nothing_else(found: Audit) -> None:
    """Every reading lets more of the list's counts hold than hold as they stand."""
    told = [one for finding in found.findings for one in finding.readings]
    assert told
    assert all(one.held > 8 for one in told)


# --- what cannot be held against the rows ------------------------------------------------------------------------


def test_rows_left_out_are_told_and_not_held_against_the_list(rewritten: Rewritten, tmp_path: Path) -> None:
    """One name that no link knows: the gap that the build made is no contradiction, and is said to be the build's."""
    left = rewritten(XINJIANG, lambda text: text.replace("别尔茨克", "别尔次克"))
    made = build(tmp_path / "dist", Iris(), lists=left.folder.parent, keep_going=True)
    given = report(open_release(made.release))
    (listed,) = given.lists
    assert (listed.left_out, len(made.readings[0].rows)) == (1, 51)
    county = next(one for one in listed.counts if one.part and one.part[1] == "县级")
    assert (county.stated, county.counted) == (13, 12)
    assert not kinds(given).keys() & {"count-gap", "caption-without-row", "one-side-only"}
    for form in FORMS.values():
        assert ("not in this release" in form(given)) != (form is FORMS["json"])
    assert json.loads(FORMS["json"](given))["lists"][0]["rows_left_out"] == 1
    asked = select(open_release(made.release), query("stated-counts").text)
    gaps = {(row["stated"].value, row["difference"].value, row["rows_left_out"].value) for row in asked}
    assert ("13", "-1", "1") in gaps


def test_without_rows_left_out_none_are_told(found: Audit) -> None:
    """The release of the project has every row."""
    assert [listed.left_out for listed in found.lists] == [0, 0]
    assert all("not in this release" not in form(found) for form in FORMS.values())


def test_a_count_that_is_not_understood_is_shown(clean: Callable[..., Descriptor]) -> None:
    """It stands in every form with its line; it is no finding."""
    given = audited(
        clean(("北美洲有1个国家、1对友好城市。", "北美洲有1个国家、1对友好城市。另与300多个<城市>友好往来。"))
    )
    (source,) = given.lists[0].unread
    assert (source.line, source.written) == (given.lists[0].counts[0].claim.line, "另与300多个<城市>友好往来")
    assert given.findings == ()
    for name, form in FORMS.items():
        shown = form(given)
        assert "300多个" in shown
        assert ("Counts that are not understood" in shown) != (name == "json")
        assert ("<城市>" in shown) == (name in {"table", "json"})
    assert [one["words"] for one in json.loads(FORMS["json"](given))["lists"][0]["not_understood"]] == [source.words]


# --- data --------------------------------------------------------------------------------------------------------


def test_the_graph_of_findings_is_the_golden_one(store: Store, *, refresh_golden: bool) -> None:
    """Its sorted N-Quads; look at what changed before you keep it."""
    graph = NamedNode(f"{Iris().base}audit")
    given = "".join(sorted(f"{quad} .\n" for quad in store.quads_for_pattern(None, None, None, graph)))
    path = GOLDEN / "audit.nq"
    if refresh_golden:
        path.write_text(given, encoding="utf-8", newline="\n")
    assert given == path.read_text(encoding="utf-8")


def test_each_finding_is_an_annotation_with_its_target(store: Store) -> None:
    """Each is a dqv:QualityAnnotation motivated as DQV asks, of one kind, with words in both languages and a target."""
    questions = {
        "motivation": "?f oa:motivatedBy dqv:qualityAssessment ; a dqv:QualityAnnotation",
        "target": "?f oa:hasTarget ?t . ?t dqv:hasQualityAnnotation ?f FILTER EXISTS { ?t ?p ?o . ?t a ?class }",
        "kind": "?f dcterms:type ?t . ?t a skos:Concept ; skos:broader ?group",
        "en": "?f dcterms:description ?t FILTER (LANG(?t) = 'en')",
        "zh": "?f dcterms:description ?t FILTER (LANG(?t) = 'zh')",
    }
    total = texts(store, "SELECT (COUNT(DISTINCT ?f) AS ?n) { ?f a yc:Finding }")[0]["n"]
    for asked in questions.values():
        assert texts(store, f"SELECT (COUNT(DISTINCT ?f) AS ?n) {{ ?f a yc:Finding . {asked} }}")[0]["n"] == total


def test_the_audit_gives_the_same_again() -> None:
    """Twice over the same lists: the same quads, whatever the base."""
    first, second = (mapped(descriptor(XIAN)) for _ in range(2))
    for store in (first, second):
        audit(store, Iris())
    assert set(first) == set(second)
    other = mapped(descriptor(XIAN))
    audit(other, Iris("https://example.org/list/x/"))
    assert any(quad.graph_name == NamedNode("https://example.org/list/x/audit") for quad in other)


def engine_rows(found: Any) -> set[tuple[str, ...]]:  # noqa: ANN401 - triples of either engine
    """Give triples as texts that compare by value."""
    return {tuple(_comparable(node) for node in triple) for triple in found}


def _comparable(node: object) -> str:
    text = getattr(node, "value", node)
    if isinstance(node, Literal | rdflib.Literal):
        plain = node.value if isinstance(node, Literal) else str(node)
        number = re.fullmatch(r"-?\d+(\.\d+)?", plain)
        return str(float(plain)) if number else f"{plain}@{node.language or ''}"
    return str(text)


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning", "ignore:ConjunctiveGraph:DeprecationWarning")
def test_two_engines_give_the_same_findings(clean: Callable[..., Descriptor]) -> None:
    """Each rule of queries/findings gives the same triples by Oxigraph and by rdflib."""
    harmed = clean(("建立6对", "建立7对"), ("2000年9月27日", "1995年9月27日"), ("杜尚别於1999", "杜尚别於1998"),
                   ("一说2012年11月[", "一说2012年12月["), ("阿拉木图 ~哈", "江布尔州 ~哈"))  # fmt: skip
    store = mapped(harmed)
    content = store.dump(format=RdfFormat.N_QUADS)
    assert content is not None
    dataset = rdflib.Dataset(default_union=True).parse(data=content, format="nquads")
    graph, given = NamedNode("http://x/audit"), 0
    for rule in queries("findings"):
        here = list(construct(store, rule.text))
        there = dataset.query(rule.text, initNs=prefixes())
        assert engine_rows(here) == engine_rows(there), rule.name
        store.extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in here)
        dataset.graph(rdflib.URIRef(graph.value)).parse(data="".join(f"{triple} .\n" for triple in here), format="nt")
        given += len(here)
    assert given > 100


# --- for people and programs -------------------------------------------------------------------------------------


def test_the_text_is_the_golden_one(found: Audit, *, refresh_golden: bool) -> None:
    """What the terminal shows of the release."""
    path, given = GOLDEN / "audit.md", FORMS["markdown"](found)
    if refresh_golden:
        path.write_text(given, encoding="utf-8", newline="\n")
    assert given == path.read_text(encoding="utf-8")


def test_the_json_holds_every_finding(found: Audit) -> None:
    """All findings with their evidence, by list and between lists."""
    said = json.loads(FORMS["json"](found))
    listed = [one for listed in said["lists"] for one in listed["findings"]] + said["between"]
    assert {one["finding"] for one in listed} == {finding.iri for finding in found.findings}
    assert all(one["evidence"] for one in listed)


def elements(page: str) -> Iterator[Any]:
    """Give the elements of a page."""
    return iter(lxml_html.document_fromstring(page).iter())


def test_the_page_needs_nothing_else_and_says_its_languages(found: Audit) -> None:
    """No script, no address, a lang on the page and on the Chinese, light and dark, a print style."""
    page = FORMS["html"](found)
    tags = [element.tag for element in elements(page) if isinstance(element.tag, str)]
    assert not {"script", "link", "img", "iframe", "object"} & set(tags)
    assert not re.search(r"https?://|url\(|@import", page)
    root = lxml_html.document_fromstring(page)
    assert root.get("lang") == "en"
    assert "prefers-color-scheme" in page or "light-dark(" in page
    assert "@media print" in page
    chinese = re.compile(r"[\u4e00-\u9fff]{2}")
    assert all(
        "zh" in {parent.get("lang") for parent in (element, *element.iterancestors())}
        for element in elements(page)
        if element.text and chinese.search(element.text) and element.tag not in {"strong", "li", "p", "title", "style"}
    )
    assert tags.count("h1") == 1
    assert all(finding.words[0].replace("'", "&#39;").replace(">", "&gt;") in page for finding in found.findings)


def test_hostile_words_of_a_document_are_words(rewritten: Rewritten) -> None:
    """Markup in a caption is shown as it stands, in HTML and in Markdown; no form gives a terminal its orders."""
    harm = "<script>alert(1)</script>*[x](http://x)*\\u001b[31m"
    changed = rewritten(
        XIAN, lambda text: text.replace("35.45 | 276.84", "276.84 | 35.45").replace("奈良市 Nara", "奈良市 Nara")
    )
    store = mapped(changed, harm=f"""
        DELETE {{ GRAPH ?g {{ ?cell yc:asWritten "276.84" }} }} INSERT {{ GRAPH ?g {{ ?cell yc:asWritten "{harm}" }} }}
        WHERE {{ GRAPH ?g {{ ?cell yc:asWritten "276.84" }} }}""")  # fmt: skip
    audit(store, Iris())
    found = report(store)
    page = FORMS["html"](found)
    assert not any("\x1b" in form(found) for form in FORMS.values())
    assert r"\x1b[31m" in FORMS["table"](found)
    assert "&lt;script&gt;alert(1)" in page
    assert "script" not in {element.tag for element in elements(page)}
    assert r"\<script\>alert(1)\</script\>\*\[x\](http://x)\*" in FORMS["markdown"](found)


def test_the_command(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 for nothing wrong, 1 for findings, 2 for a list that is not there; one list at a time."""
    assert main(["audit", "--release", str(release)]) == 1
    assert XIAN in capsys.readouterr().out
    assert main(["audit", XINJIANG, "--release", str(release), "-f", "markdown"]) == 1
    out = capsys.readouterr().out
    assert "no reading was found under which it holds" in out
    assert f"`{XIAN}`" not in out
    assert main(["audit", "no-such-list", "--release", str(release)]) == 2
    assert XINJIANG in capsys.readouterr().err


def test_rules_of_the_trade_are_no_error(clean: Callable[..., Descriptor]) -> None:
    """Findings of the rules of the trade alone are no error."""
    only_rules = audited(clean(*IN_CLEAN["levels-differ"][0]))
    assert only_rules.findings
    assert not only_rules.wrong


# --- UN M49 ------------------------------------------------------------------------------------------------------


def test_regions_cover_the_countries_of_the_gazetteer() -> None:
    """Each country of the reviewed links has a region, by the codes that the continents bear."""
    codes = {
        code
        for concept, about, code in values("kinds")
        if about == f"{prefixes()['skos']}notation" and concept.startswith(prefixes()["continent"])
    }
    table = regions()
    assert {code for several in table.values() for code in several} == codes
    countries = {place.country for place in load_links().places.values()}
    assert sorted(countries - set(table)) == []
    assert all(("019" in several) == bool({"003", "005"} & set(several)) for several in table.values())
    assert len(table) == 247
