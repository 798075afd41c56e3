"""The saved questions: golden answers, the same on two engines, true to the documents; audits find what is planted."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import rdflib
import yaml
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, Store

from youcheng.graph.query import answer
from youcheng.graph.store import ask
from youcheng.mapping.descriptor import LISTS
from youcheng.ontology import IRI, prefixes, term, triples
from youcheng.ontology.errors import BadParameter, UnknownQuery, YouchengError
from youcheng.queries import FOLDER, Parameter, header, load, queries, query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from youcheng.queries import Query

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "queries"
DOCUMENT = ROOT / "docs" / "queries.md"
CHANGELOG = ROOT / "CHANGELOG.md"
SAVED = [saved.name for saved in queries()]
AUDITS = [saved.name for saved in queries("audit")]

# Their files say why no row is due.
WITHOUT_ROWS = {"sources-older-than-the-date"}
PLAIN_RDFLIB_SECONDS = 10.0

Value = tuple[str, ...] | float | None
Row = tuple[Value, ...]


# --- answers, and how terms of two engines are compared -------------------------------------------------------


def rows(store: Store, name: str, values: Mapping[str, str] | None = None) -> list[dict[str, str | None]]:
    """Ask a saved SELECT and give each row as text by column; an unbound column is None."""
    found = ask(store, query(name).bound(values or {}))
    assert isinstance(found, QuerySolutions)
    columns = [variable.value for variable in found.variables]
    return [{column: getattr(row[column], "value", None) for column in columns} for row in found]


def golden(name: str) -> list[dict[str, str]]:
    """Read the golden answer of a saved SELECT as text by column; numbers and strings lose their marks."""
    header, *lines = (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    columns = [column.removeprefix("?") for column in header.split("\t")]
    return [dict(zip(columns, map(_plain, line.split("\t")), strict=True)) for line in lines]


def _plain(cell: str) -> str:
    quoted = re.fullmatch(r'"(?P<text>(?:[^"\\]|\\.)*)"(?:@[a-z-]+|\^\^<[^>]*>)?', cell)
    return quoted["text"] if quoted else cell.strip("<>")


def comparable(node: object) -> Value:
    """Give a term of either engine in a form that compares by value: a number as a number, all else as it is."""
    if node is None:
        return None
    iri = isinstance(node, NamedNode | rdflib.URIRef)
    text = node.value if isinstance(node, NamedNode | Literal) else str(node)
    if iri:
        return "iri", text
    assert isinstance(node, Literal | rdflib.Literal)
    datatype = node.datatype.value if isinstance(node.datatype, NamedNode) else str(node.datatype or "")
    language = node.language or ""
    if re.search(r"#(integer|decimal|double|nonNegativeInteger)$", datatype):
        return round(float(text), 6)
    return "literal", text, language, "" if language or datatype.endswith("#string") else datatype


def solutions(found: object) -> list[Row]:
    """Give an answer of either engine as rows of comparable terms."""
    assert isinstance(found, QuerySolutions | QueryTriples | rdflib.query.Result)
    return [tuple(comparable(node) for node in row) for row in found if not isinstance(row, bool)]


@pytest.fixture(scope="module")
def dataset(store: Store) -> rdflib.Dataset:
    """Give the release as a plain rdflib dataset, whose default graph is the union of all."""
    content = store.dump(format=RdfFormat.N_QUADS)
    assert content is not None
    return rdflib.Dataset(default_union=True).parse(data=content, format="nquads")


# --- every file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(FOLDER.glob("**/*.rq")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_file_says_what_it_asks(path: Path) -> None:
    """A summary and a description stand in each header, and each line of a file can be read without scrolling."""
    saved = load(path)
    assert saved.summary
    assert saved.description
    assert ("PREFIX" in saved.text) == (path.parent.name in {"wikidata", "pull"}), (
        "only a remote is told what prefixes mean"
    )
    assert all(len(line) <= 120 for line in path.read_text(encoding="utf-8").splitlines())
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", saved.name)


@pytest.mark.parametrize("saved", [*queries(), *queries("audit")], ids=lambda saved: saved.name)
def test_every_question_is_asked_in_two_languages(saved: Query) -> None:
    """The description holds an English line, then a Chinese one; tags are there; every parameter has a default."""
    english, chinese = saved.description.splitlines()
    assert english.isascii() or english.replace("…", "").replace("待查", "").replace("市, 县", "").isascii()
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert saved.tags
    assert all(parameter.default for parameter in saved.parameters)


@pytest.mark.parametrize("saved", [*queries(), *queries("wikidata")], ids=lambda saved: saved.name)
def test_every_title_is_in_two_languages(saved: Query) -> None:
    """Each question has a short title in English and one in Chinese, which no other has."""
    assert saved.summary.isascii()
    assert re.search(r"[\u4e00-\u9fff]", saved.summary_zh)
    assert len(saved.summary_zh) <= 24
    assert [one.summary_zh for one in (*queries(), *queries("wikidata"))].count(saved.summary_zh) == 1


@pytest.mark.parametrize("saved", [*queries(), *queries("audit")], ids=lambda saved: saved.name)
def test_every_table_is_in_a_total_order(saved: Query) -> None:
    """A SELECT orders its rows; nothing in it belongs to one engine."""
    assert "ORDER BY" in saved.text or saved.text.startswith("CONSTRUCT")
    assert not re.search(r"\b(SERVICE|bd:|wikibase:|hint:|SAMPLE|GROUP_CONCAT|RAND|NOW|BNODE|_:|\[\])", saved.text)


# --- golden answers, and the second engine --------------------------------------------------------------------


@pytest.mark.parametrize("name", SAVED)
def test_the_answer_is_the_golden_one(store: Store, name: str, *, refresh_golden: bool) -> None:
    """With its defaults, a saved query gives its golden answer; --refresh-golden writes it anew."""
    text = query(name).bound({})
    found = ask(store, text)
    if isinstance(found, QueryTriples):
        path, given = GOLDEN / f"{name}.nt", "".join(sorted(f"{triple} .\n" for triple in found))
    else:
        path, given = GOLDEN / f"{name}.tsv", answer(store, text, "tsv").decode()
    if refresh_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(given, encoding="utf-8")
    assert given == path.read_text(encoding="utf-8")
    assert (given.count("\n") > 1) == (name not in WITHOUT_ROWS)


def test_no_golden_answer_is_left_over() -> None:
    """Every golden answer is that of a saved query."""
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(SAVED)


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning", "ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("saved", [*queries(), *queries("audit")], ids=lambda saved: saved.name)
def test_two_engines_agree(store: Store, dataset: rdflib.Dataset, saved: Query) -> None:
    """Oxigraph and plain rdflib give the same rows in the same order, and the same triples."""
    text = saved.bound({})
    here = solutions(ask(store, text))
    started = time.process_time()
    there = solutions(dataset.query(text, initNs=prefixes()))
    assert time.process_time() - started < PLAIN_RDFLIB_SECONDS
    if text.startswith("CONSTRUCT"):
        assert set(here) == set(there)
    else:
        assert here == there


# --- facts counted from the published documents ---------------------------------------------------------------


class Fact(NamedTuple):
    """A row of a document as this test reads it, apart from the project's readers."""

    line: int
    party: str
    partner: str
    country: str
    continent: str
    date: str
    population: float | None = None
    area: float | None = None


_SIMPLIFIED = str.maketrans("亞歐羅", "亚欧罗")
_DATE = re.compile(r"(\d+)年\s*(\d+)\s*月\s*(\d+)\s*日")
_XINJIANG = re.compile(r"(?P<names>\S.*?)\s{3,}(?P<country>\S+) (?P<continent>\S+洲) (?P<date>\d+年\d+月\d+日) \[")


def _iso(written: str) -> str:
    found = _DATE.search(written)
    assert found
    year, month, day = map(int, found.groups())
    return f"{year:04}-{month:02}-{day:02}"


@cache
def lines(list_id: str) -> list[str]:
    """Read the lines of a published document."""
    return (LISTS / list_id / "document.txt").read_text(encoding="utf-8").splitlines()


def xian_facts() -> Iterator[Fact]:
    """Read Xi'an's table."""
    for number, line in enumerate(lines("xian-2023-05"), 1):
        cells = [cell.strip() for cell in line.split("|")]
        if cells[0].isdigit():
            area = None if cells[6] == "待查" else float(cells[6])
            yield Fact(
                number, "西安市", cells[1], cells[2], cells[3], _iso(cells[4]), float(cells[5]) * 10_000, area
            )  # fmt: skip


def xinjiang_facts() -> Iterator[Fact]:
    """Read Xinjiang's three tables; a Chinese side that is left out is that of the row above."""
    party = ""
    for number, line in enumerate(lines("xinjiang-2023-12"), 1):
        if found := _XINJIANG.match(line):
            first, space, rest = found["names"].partition(" ")
            names_party = bool(space) and re.fullmatch(r"[\u4e00-\u9fff]+", first) is not None
            party = first if names_party else party
            country, continent = (found[name].translate(_SIMPLIFIED) for name in ("country", "continent"))
            yield Fact(
                number, party, rest if names_party else found["names"], country, continent, _iso(found["date"])
            )  # fmt: skip


@cache
def facts() -> list[Fact]:
    """Read the rows of both documents."""
    return [*xian_facts(), *xinjiang_facts()]


def test_the_documents_are_read_whole() -> None:
    """The facts to compare with are the 40 and the 52 rows of the documents."""
    assert Counter(fact.party == "西安市" for fact in facts()) == {True: 40, False: 52}
    assert len({fact.party for fact in facts()}) == 19


def test_years_and_decades_are_those_of_the_documents() -> None:
    """Twinnings by year and by decade are as counted in the documents."""
    years = Counter(fact.date[:4] for fact in facts())
    assert {row["year"]: int(row["twinnings"]) for row in golden("twinnings-by-year")} == years
    decades = Counter(fact.date[:3] + "0" for fact in facts())
    assert {row["decade"]: int(row["twinnings"]) for row in golden("twinnings-by-decade")} == decades


def test_dates_of_all_twinnings_are_those_of_the_documents() -> None:
    """Every date of the documents is the date of one twinning, oldest first."""
    assert [row["date"] for row in golden("all-twinnings")] == sorted(fact.date for fact in facts())
    xian = sorted(fact.date for fact in facts() if fact.party == "西安市")
    assert [row["date"] for row in golden("partners-of-city")] == xian


def test_spans_of_time_are_those_of_the_documents() -> None:
    """Twinnings in force at the end of 1999, and signed from 2020 to 2023, are as counted in the documents."""
    assert len(golden("in-force-on")) == sum(fact.date <= "1999-12-31" for fact in facts())
    assert len(golden("signed-between-years")) == sum("2020" <= fact.date[:4] <= "2023" for fact in facts())
    february = sorted(2024 - int(fact.date[:4]) for fact in facts() if fact.date[5:7] == "02")
    assert sorted(int(row["years"]) for row in golden("anniversaries")) == february
    assert [row["round"] for row in golden("anniversaries") if row["years"] == "50"] == ["true"]


def test_days_with_several_signings_are_those_of_the_documents() -> None:
    """Each row of a day on which more than one twinning was signed is there once."""
    days = Counter(fact.date for fact in facts())
    several = {day: count for day, count in days.items() if count > 1}
    assert Counter(row["day"] for row in golden("signed-on-the-same-day")) == several


def test_continents_and_levels_are_those_of_the_documents() -> None:
    """Counts by continent as stated, and by level, are as counted in the documents."""
    stated = Counter((fact.party == "西安市", fact.continent[:2]) for fact in facts())
    given = {
        (row["list_id"] == "xian-2023-05", row["continent_zh"][:2]): int(row["twinnings"])
        for row in golden("twinnings-by-continent")
    }
    assert given == stated
    by_level = {row["level_zh"]: int(row["twinnings"]) for row in golden("twinnings-by-level")}
    assert by_level == {"省级": 10, "地级": 40 + 29, "县级": 13}


def test_countries_under_two_continents_are_those_of_the_documents() -> None:
    """Russia and Turkey stand under Asia and under Europe; each row that says so is there."""
    under: dict[str, set[str]] = {}
    for fact in facts():
        under.setdefault(fact.country, set()).add(fact.continent[:2])
    torn = {country for country, continents in under.items() if len(continents) > 1}
    assert torn == {"俄罗斯", "土耳其"}
    expected = sorted(str(fact.line) for fact in facts() if fact.country in torn)
    assert sorted(row["line"] for row in golden("countries-under-two-continents")) == expected


def test_oldest_ties_and_gaps_are_those_of_the_documents() -> None:
    """The oldest date and the number of ties of each Chinese place, and the years without a signing."""
    parties = Counter(fact.party for fact in facts())
    first = {party: min(fact.date for fact in facts() if fact.party == party) for party in parties}
    given = golden("oldest-twinning-of-each-place")
    assert sorted((row["first"], int(row["twinnings"])) for row in given) == sorted(
        (first[party], count) for party, count in parties.items()
    )
    gaps: list[int] = []
    for party in parties:
        years = sorted({int(fact.date[:4]) for fact in facts() if fact.party == party})
        gaps += [later - earlier for earlier, later in pairwise(years) if later - earlier > 5]
    assert [int(row["gap"]) for row in golden("gaps-between-signings")] == sorted(gaps, reverse=True)


def test_figures_are_those_of_the_documents() -> None:
    """Population and area as stated, the one cell stated as unknown, and the figures that are hard to believe."""
    stated = [fact for fact in facts() if fact.population is not None]
    given = sorted(golden("population-and-area"), key=lambda row: int(row["line"]))
    assert [int(row["population"]) for row in given] == pytest.approx([fact.population for fact in stated])
    assert [float(row["area"]) if row["area"] else None for row in given] == [fact.area for fact in stated]
    unknown = [str(number) for number, line in enumerate(lines("xian-2023-05"), 1) if "待查" in line]
    assert [row["line"] for row in golden("cells-not-known")] == unknown
    odd = [
        str(fact.line)
        for fact in facts()
        if fact.population and fact.area and not 30 <= fact.population / fact.area <= 30_000
    ]
    assert [row["line"] for row in golden("implausible-figures")] == odd


def test_rows_against_the_order_are_those_of_the_documents() -> None:
    """Rows signed earlier than the row above with the same Chinese side; a table begins anew after a heading."""
    found = [
        str(below.line)
        for above, below in pairwise(facts())
        if above.party == below.party and below.line == above.line + 1 and below.date < above.date
    ]
    assert [row["line"] for row in golden("rows-out-of-date-order")] == found


@pytest.mark.parametrize("number", [1, 4, 8, 9, 10, 20, 22, 26])
def test_a_citation_supports_the_lines_that_carry_its_mark(store: Store, number: int) -> None:
    """The lines of rows, notes and remarks with a reference mark are those that the question gives."""
    document = lines("xinjiang-2023-12")
    claims = document[: document.index("参考文献")]
    marked = [str(count) for count, line in enumerate(claims, 1) if f"[{number}]" in line]
    found = rows(store, "what-a-citation-supports", {"list": "xinjiang-2023-12", "number": str(number)})
    assert [row["line"] for row in found] == marked
    assert [row["pages"] for row in found] == (["126"] if number == 10 else [None] * len(marked))


def test_stated_counts_are_beside_what_the_rows_count() -> None:
    """The list for Xinjiang says 51 ties and 9 of province level; its rows are 52 and 10."""
    by_words = {(row["written"], row["counts"]): row for row in golden("stated-counts")}
    assert len(by_words) == 15
    total = by_words["16个国家建立51对友好城市", "twinnings"]
    assert (total["stated"], total["counted"], total["difference"]) == ("51", "52", "1")
    europe = by_words["欧洲有3个国家、9对友好城市", "twinnings"]
    counted = sum(fact.continent == "欧洲" and fact.party != "西安市" for fact in facts())
    assert (europe["stated"], europe["counted"]) == ("9", str(counted))
    levels = [row["difference"] for row in golden("stated-counts") if row["level_zh"]]
    assert sorted(levels) == ["0", "0", "1"]


def test_shared_partners_are_those_that_the_documents_name_twice() -> None:
    """瓜达尔 and 奥什 stand in the documents with two Chinese sides each."""
    assert [row["partner_en"] for row in golden("shared-partners")] == ["Osh", "Gwadar"]
    named = Counter(fact.partner.split()[0].removesuffix("市") for fact in facts())
    assert {name for name, count in named.items() if count > 1} == {"瓜达尔", "奥什"}


def test_regions_and_places_within_them() -> None:
    """All places of the list for Xinjiang lie within it; 堪萨斯市 lies within 密苏里州 by the words of its row."""
    within = {fact.party for fact in facts()} - {"西安市", "新疆维吾尔自治区"}
    known = Counter(row["known_by"] for row in golden("region-and-city-both-tied"))
    assert known["list about the region"] == len(within)
    assert ("Missouri", "Kansas City") in {
        (row["region_en"], row["city_en"]) for row in golden("region-and-city-both-tied")
    }


# --- distance ---------------------------------------------------------------------------------------------------


def kilometres(south: float, west: float, north: float, east: float) -> float:
    """Give the great-circle distance by the standard library, in km on the mean sphere."""
    a, b, turn = math.radians(south), math.radians(north), math.radians(east - west)
    part = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, part)))


def test_distances_are_right(store: Store) -> None:
    """Every pair with coordinates is there, within 1 km, nearest first; the last is nearly at the antipodes."""
    where = {
        str(quad.subject.value): [float(quad.object.value)]
        for quad in store.quads_for_pattern(None, NamedNode(term("schema:latitude")), None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }
    for quad in store.quads_for_pattern(None, NamedNode(term("schema:longitude")), None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            where[quad.subject.value].append(float(quad.object.value))
    given = {row["twinning"]: float(row["km"] or "nan") for row in rows(store, "distances")}
    expected = {}
    for row in rows(store, "all-twinnings"):
        twinning = row["twinning"] or ""
        base, _, pair = twinning.partition("twinning/")
        party, partner = (f"{base}place/{place}" for place in pair.split("--"))
        if party in where and partner in where:
            expected[twinning] = kilometres(*where[party], *where[partner])
    assert given == pytest.approx(expected, abs=1)
    assert list(given.values()) == sorted(given.values())
    assert max(given.values()) > 19_000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((43.8, 87.6), (43.8, 87.6)),
        ((43.8, 87.6), (43.81, 87.61)),
        ((90.0, 0.0), (-90.0, 0.0)),
        ((0.0, 179.9), (0.0, -179.9)),
        ((34.3, 108.9), (-34.3, -71.1)),
        ((34.3, 108.9), (-34.2, -71.0)),
        ((0.0, 0.0), (0.0, 90.0)),
        ((-60.0, -120.0), (75.5, 33.3)),
    ],
)
def test_distances_are_right_anywhere_on_earth(one: tuple[float, float], other: tuple[float, float]) -> None:
    """One place, neighbours, the poles, across the date line, a quarter of the way and the antipodes."""
    store = planted("", {"a": one, "b": other})
    (row,) = rows(store, "distances")
    assert float(row["km"] or "nan") == pytest.approx(kilometres(*one, *other), abs=1)


def planted(turtle: str, where: Mapping[str, tuple[float, float]] | None = None) -> Store:
    """Give a store of one twinning between China and Japan, with coordinates and more triples if given."""
    store = Store()
    declared = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes().items())
    places = "".join(
        f"<http://x/{place}> schema:latitude {latitude} ; schema:longitude {longitude} .\n"
        for place, (latitude, longitude) in (where or {}).items()
    )
    described = """
        <http://x/cn> a schema:Country , schema:Place ; dcterms:identifier "CN" ; rdfs:label "中国"@zh .
        <http://x/jp> a schema:Country , schema:Place ; dcterms:identifier "JP" ; rdfs:label "日本"@zh .
        <http://x/a> a schema:Place ; schema:containedInPlace <http://x/cn> ; rdfs:label "甲"@zh .
        <http://x/b> a schema:Place ; schema:containedInPlace <http://x/jp> ; rdfs:label "乙"@zh .
        <http://x/t> a yc:Twinning ; yc:partner <http://x/a> , <http://x/b> .
        <http://x/a> owl:sameAs <http://x/item-a> . <http://x/b> owl:sameAs <http://x/item-b> .
        <http://x/list> a yc:List .
    """
    text = f"{declared}{described}{places}{turtle}"
    store.load(text.encode(), RdfFormat.TURTLE, to_graph=NamedNode("http://x/list"))
    declared_terms = triples("vocabulary", "kinds")
    store.extend(Quad(said.subject, said.predicate, said.object, NamedNode(IRI)) for said in declared_terms)
    return store


# --- parameters -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("city", ["西安市", "西安", "Xi'an", "xi'an", "XI’AN"])
def test_a_place_goes_by_any_of_its_names(store: Store, city: str) -> None:
    """Chinese, English, in either case: the answer is one and the same."""
    assert rows(store, "partners-of-city", {"city": city}) == rows(store, "partners-of-city")


@pytest.mark.parametrize(
    ("name", "values", "count"),
    [
        ("partners-of-city", {"city": "乌鲁木齐市"}, 13),
        ("partners-of-city", {"city": "Osh"}, 2),
        ("partners-of-city", {"city": "纳兰德拉"}, 1),
        ("partners-of-city", {"city": "无此城"}, 0),
        ("partners-in-country", {"country": "Japan"}, 5),
        ("signed-between-years", {"from": "1974", "to": "1974"}, 2),
        ("anniversaries", {"year": "2025", "month": "9"}, 19),
        ("in-force-on", {"day": "1974-02-01"}, 1),
        ("in-force-on", {"day": "1974-01-31"}, 0),
        ("distances", {"km": "10000"}, 6),
        ("implausible-figures", {"most": "1000000", "least": "0"}, 0),
        ("gaps-between-signings", {"years": "10"}, 1),
        ("claims-of-twinning", {"city": "Xi'an", "partner": "Nara"}, 7),
        ("claims-of-twinning", {"city": "奈良市", "partner": "西安"}, 7),
        ("table-of-list", {"list": "xinjiang-2023-12"}, 52),
        ("find-partners", {"text": "pompei"}, 2),
        ("partner-names-in-language", {"city": "西安", "language": "JA"}, 40),
        ("cousins", {"city": "西安"}, 1),
        ("paths-between", {"from": "西安", "to": "乌鲁木齐"}, 1),
        ("paths-between", {"from": "西安", "to": "Nara"}, 1),
        ("paths-between", {"from": "西安", "to": "哈密市"}, 0),
    ],
)
def test_other_values_give_other_answers(store: Store, name: str, values: dict[str, str], count: int) -> None:
    """A parameter is what the answer depends on."""
    assert len(rows(store, name, values)) == count


HOSTILE = [
    '"',
    "'",
    "\\",
    '\\"',
    "\n",
    "\r\n\t",
    "} DROP",
    '") } #',
    '" || true) } ; DROP ALL #',
    "{ ?s ?p ?o }",
    "?_city",
    "\\u0022",
    "\\u0022abcd",
    "\\U00000022 } #",
    "\\\\u005c",
    "\\u000a",
    "é😀\u2028",
    "<http://x/>",
]


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_a_hostile_value_is_data(value: str) -> None:
    """What stands in the query is the value itself, on either engine."""
    text = f"SELECT ?value {{ BIND ({Parameter('value', 'string', '').term(value)} AS ?value) }}"
    assert solutions(Store().query(text)) == [(("literal", value, "", ""),)]
    assert solutions(rdflib.Graph().query(text)) == [(("literal", value, "", ""),)]


@pytest.mark.parametrize("saved", [saved for saved in queries() if saved.parameters], ids=lambda saved: saved.name)
def test_a_hostile_value_never_changes_a_question(store: Store, saved: Query) -> None:
    """A hostile text finds as much as a name that nothing bears; for a number or a date it is refused."""
    text = [parameter.name for parameter in saved.parameters if parameter.type == "string"]
    nothing = solutions(ask(store, saved.bound(dict.fromkeys(text, "无此名"))))
    for value in HOSTILE:
        if text and value not in {"'", '"'}:
            assert solutions(ask(store, saved.bound(dict.fromkeys(text, value)))) == nothing
        for parameter in saved.parameters:
            if parameter.type != "string":
                with pytest.raises(BadParameter, match=parameter.name):
                    saved.bound({parameter.name: value})
    with pytest.raises(BadParameter, match="has no parameter"):
        saved.bound({"no_such": "1"})


def test_a_parameter_with_another_for_its_floor() -> None:
    """A value below the other's, given or by default, is refused by the name of both; an equal one is not."""
    asked = query("signed-between-years")
    for values in ({"from": "2001", "to": "2000"}, {"from": "2024"}, {"to": "2019"}):
        with pytest.raises(BadParameter, match=r"parameters from and to: from=\d+ is more than to=\d+"):
            asked.bound(values)
    asked.bound({"from": "2000", "to": "2000"})
    assert [parameter.range for parameter in asked.parameters] == [(1, 9999), (1, 9999)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", ""),
        ("integer", "1.5"),
        ("integer", "1 } DROP"),
        ("integer", "１２"),
        ("integer", "1\n"),
        ("decimal", "1e3"),
        ("decimal", "٣"),
        ("date", "2015"),
        ("date", "2015-13-01"),
        ("date", "2015-1-1"),
        ("iri", "wd:Q1"),
        ("iri", "http://x/> } #"),
        ("iri", "javascript:x"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(kind: str, value: str) -> None:
    """The message names the parameter and the type."""
    with pytest.raises(BadParameter, match=f"parameter day: .* is not of type {kind}"):
        Parameter("day", kind, "1").term(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "-12"),
        ("decimal", "3.25"),
        ("date", "2015-07-25"),
        ("iri", "https://w3id.org/youcheng/place/cn-xian"),
    ],
)
def test_a_value_of_the_right_type_is_taken(kind: str, value: str) -> None:
    """It is a term of that type on either engine."""
    text = f"SELECT ?value {{ BIND ({Parameter('value', kind, '').term(value)} AS ?value) }}"
    assert solutions(Store().query(text)) == solutions(rdflib.Graph().query(text))


def test_an_unknown_question_names_those_like_it() -> None:
    """A slip of the pen is met with the right name; a path out of the folder is no name."""
    with pytest.raises(UnknownQuery, match="partners-of-city"):
        query("partner-of-city")
    with pytest.raises(UnknownQuery):
        query("../ontology/vocabulary")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("#+ summary\nSELECT * {}\n", "is no line of a #\\+ header"),
        ("#+ summary: x\nSELECT * { ?s ?p ?_city }\n", "city in only one"),
        ("#+ defaults:\n#+   - city: 西安市\nSELECT * {}\n", "city in only one"),
    ],
)
def test_a_header_that_does_not_fit_is_named(tmp_path: Path, content: str, said: str) -> None:
    """The message names the file and what is wrong in it."""
    path = tmp_path / "wrong.rq"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(YouchengError, match=rf"wrong\.rq: .*{said}"):
        load(path)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.rq")), ids=lambda path: path.stem)
def test_a_header_is_read_as_yaml_is(path: Path) -> None:
    """What is taken from each header is what a YAML library takes from it."""
    lines = [line[2:].removeprefix(" ") for line in path.read_text(encoding="utf-8").splitlines() if line[:2] == "#+"]
    expected = yaml.load("\n".join(lines), yaml.BaseLoader) or {}  # noqa: S506 - our own file, and no objects
    said, entries = header(path, lines)
    for block in ("defaults", "takes"):
        assert entries[block] == {name: value for entry in expected.pop(block, ()) for name, value in entry.items()}
        said.pop(block, None)
    assert said.pop("tags", "").strip("[]") == ", ".join(expected.pop("tags", ()))
    assert {key: value.strip() for key, value in said.items()} == {
        key: value.strip() for key, value in expected.items()
    }


# --- audits ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", AUDITS)
def test_an_audit_finds_nothing_in_the_release(store: Store, name: str) -> None:
    """The released graph is as every audit says."""
    assert rows(store, f"audit/{name}") == []


_ROW = """
    <http://x/row> a yc:Row ; yc:line 3 ; dcterms:isPartOf <http://x/list> .
    <http://x/t> prov:wasDerivedFrom <http://x/row> .
"""
_CITED = """
    <http://x/list2> a yc:List .
    <http://x/cite> a yc:Citation ; yc:number 1 ; yc:line 9 ; dcterms:isPartOf <http://x/list2> .
"""
DEFECTS = {
    "claim-without-line": "<http://x/row> a yc:Row ; dcterms:isPartOf <http://x/list> .",
    "concept-not-declared": "<http://x/t> yc:level level:village .",
    "date-lost": f"{_ROW} <http://x/row> schema:startDate '2015-07-25'^^xsd:date .",
    "date-of-odd-form": "<http://x/t> schema:startDate '2015-07'^^xsd:date .",
    "date-without-rule": "<http://x/t> yc:resolvedDate '2015-07-25'^^xsd:date .",
    "item-of-two-places": "<http://x/a> owl:sameAs <http://x/item-b> .",
    "not-two-partners": "<http://x/t> yc:partner <http://x/c> .",
    "place-not-described": "<http://x/t> yc:partner <http://x/c> .",
    "row-outside-its-list": _ROW.replace("dcterms:isPartOf <http://x/list> .", "dcterms:isPartOf <http://x/other> ."),
    "source-not-listed": f"{_ROW} {_CITED} <http://x/row> yc:cites <http://x/cite> .",
    "term-not-declared": "<http://x/t> yc:twinedWith <http://x/a> .",
    "twinned-one-way": "<http://x/a> yc:twinnedWith <http://x/b> .",
    "two-labels-in-one-language": "<http://x/a> rdfs:label '丙'@zh .",
}


def test_a_defect_is_planted_for_every_audit() -> None:
    """No audit is without a defect that it is to find."""
    assert sorted(DEFECTS) == AUDITS


@pytest.mark.parametrize("name", AUDITS)
def test_an_audit_finds_what_is_planted(name: str) -> None:
    """In a sound small graph an audit finds nothing; with the defect it gives the defect."""
    assert rows(planted(""), f"audit/{name}") == []
    assert rows(planted(DEFECTS[name]), f"audit/{name}")


# --- the document ---------------------------------------------------------------------------------------------


def document(text: str) -> str:
    """Give docs/queries.md with the tables of questions and audits as the folder has them."""
    for table in (_table(queries(), parameters=True), _table(queries("audit"), parameters=False)):
        (old,) = re.findall(rf"^{re.escape(table.splitlines()[0])}\n(?:\|.*\n)*", text, re.MULTILINE)
        text = text.replace(old, table)
    return text


def _table(saved: Iterator[Query], *, parameters: bool) -> str:
    lines = ["| query | question | parameters |" if parameters else "| audit | what it finds |"]
    lines.append("|---|---|---|" if parameters else "|---|---|")
    for one in saved:
        asked = "<br>".join(one.description.splitlines())
        given = "<br>".join(f"`{each.name}={each.default}`" for each in one.parameters)
        lines.append(f"| `{one.name}` | {asked} |" + (f" {given} |" if parameters else ""))
    return "\n".join(lines) + "\n"


def test_the_document_lists_every_question(*, refresh_golden: bool) -> None:
    """docs/queries.md is what the folder says; --refresh-golden writes its tables anew."""
    text = DOCUMENT.read_text(encoding="utf-8")
    if refresh_golden:
        DOCUMENT.write_text(text := document(text), encoding="utf-8")
    assert text == document(text)


def test_the_changelog_counts_every_question() -> None:
    """What is said of the number of saved questions is that of the folder."""
    said = re.search(r"(\d+) saved questions", CHANGELOG.read_text(encoding="utf-8"))
    assert said is not None
    assert int(said[1]) == len(list(queries()))
