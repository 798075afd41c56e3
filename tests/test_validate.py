"""Every shape catches its own planted defect and nothing else, and says on which line and in which cell it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from youcheng import ontology
from youcheng.graph.report import Cell, Report, Result
from youcheng.graph.validate import validate
from youcheng.mapping.descriptor import descriptors
from youcheng.mapping.gazetteer import items
from youcheng.mapping.iris import BASE, Iris
from youcheng.mapping.places import load_links
from youcheng.mapping.reading import read_list
from youcheng.mapping.statements.lists import list_quads
from youcheng.mapping.statements.places import place_quads, used_places

DEFECTS = Path(__file__).parent / "data" / "defects"
FILES = sorted(DEFECTS.glob("*.ru"))
SHAPE = "https://w3id.org/youcheng/shape/"
SH = "http://www.w3.org/ns/shacl#"
HERE = {
    "": "https://example.org/twins/list/small-2024#",
    "list": "https://example.org/twins/list/",
    "place": "https://example.org/twins/place/",
    "twinning": "https://example.org/twins/twinning/",
}


def small(*harms: str) -> Store:
    """Give the small valid graph, with the named harms done to it."""
    store = Store()
    store.load(path=str(DEFECTS / "valid.trig"), format=RdfFormat.TRIG)
    for harm in harms:
        store.update((DEFECTS / f"{harm}.ru").read_text(encoding="utf-8"), prefixes=ontology.prefixes() | HERE)
    return store


def merged(store: Store) -> Store:
    """Give the triples of all graphs in the default graph alone, as a Turtle file holds them."""
    one = Store()
    one.extend(Quad(*quad.triple) for quad in store)
    return one


def names(report: Report) -> set[str]:
    """Give the local names of the shapes that found something."""
    return {result.shape.removeprefix(SHAPE) for result in report.results}


def said_of_shapes() -> rdflib.Graph:
    """Read the shapes as any other reader of RDF does."""
    return rdflib.Graph().parse(ontology.FOLDER / "shapes.ttl")


def asked() -> set[str]:
    """Give the local names of the shapes that are asked by themselves."""
    said = rdflib.URIRef(f"{SH}message")
    return {str(shape).removeprefix(SHAPE) for shape in said_of_shapes().subjects(said)}


@pytest.fixture(scope="session")
def real() -> Store:
    """Map the project's own lists and the places they speak of."""
    links, iris = load_links(), Iris()
    readings = [read_list(descriptor) for descriptor in descriptors()]
    places = used_places(readings, links)
    quads = [*place_quads(places, items({place.qid for place in places if place.qid}), iris)]
    for reading in readings:
        quads += list_quads(reading, links, iris)
    store = Store()
    store.load("".join(quads).encode(), RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def real_report(real: Store) -> Report:
    """Validate the project's own lists."""
    return validate(real)


def test_the_real_graph_conforms_with_its_known_warnings(real_report: Report) -> None:
    """Konya and Osh state too much area, Shymkent too little; nothing else is found in the project's lists."""
    assert real_report.conforms
    assert not real_report.violations
    found = [(result.shape, result.list, result.line, result.cells) for result in real_report.warnings]
    assert found == [
        (f"{SHAPE}density-plausible", "xian-2023-05", line, (Cell("人口(万)", people), Cell("面积(平方公里)", area)))
        for line, people, area in [(15, "98.82", "40000"), (34, "25.7", "18000"), (42, "347", "104")]
    ]


def test_all_lists_merged_into_one_graph_are_found_the_same(real: Store, real_report: Report) -> None:
    """What is unique within a list may come again in another, with or without named graphs."""
    assert validate(merged(real)) == real_report


def test_the_small_graph_is_valid() -> None:
    """The graph that the defects are planted in has none, merged or not."""
    assert validate(small()).results == validate(merged(small())).results == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_planted_defect_is_found_by_its_shape_alone(file: Path) -> None:
    """The file is named for the one shape that finds the defect, whose severity says whether a release is stopped."""
    report = validate(small(file.stem))
    assert names(report) == {file.name.split(".", maxsplit=1)[0]}
    assert report.conforms is all(result.severity == "Warning" for result in report.results)
    assert report.conforms is file.stem.split(".")[0].endswith("-plausible")


NO_DATES = [
    *('"2015-02-30"^^xsd:date', '"0000-01-01"^^xsd:date', '"2015"^^xsd:date', '"2015-07-01Z"^^xsd:date', "<x:2015>"),
    *('"2015-13"^^xsd:gYearMonth', '"2015-07-01"^^xsd:gYearMonth', '"15"^^xsd:gYear', '"2015"', '"2015"@zh'),
]
DATES = ('"2016-02-29"^^xsd:date', '"2015-12"^^xsd:gYearMonth', '"2015"^^xsd:gYear')


@pytest.mark.parametrize("date", [*NO_DATES, *DATES])
def test_a_date_is_of_the_calendar_and_typed_by_its_precision(date: str) -> None:
    """Neither a day that there is not, nor another type than the form's, nor a time zone; real dates pass."""
    store = small()
    row, end = f"<{HERE['']}row-2>", "<https://schema.org/endDate>"
    typed = date.replace("xsd:", "<http://www.w3.org/2001/XMLSchema#") + ">" * ("xsd:" in date)
    store.update(f"INSERT {{ GRAPH ?list {{ {row} {end} {typed} }} }} WHERE {{ GRAPH ?list {{ {row} a ?row }} }}")
    assert ("date-form" in names(validate(store))) is (date in NO_DATES)


def test_every_shape_has_a_defect() -> None:
    """No shape is there that was not seen to find something."""
    assert {file.name.split(".", maxsplit=1)[0] for file in FILES} == asked()


def test_every_shape_is_named_and_speaks_both_languages() -> None:
    """A shape is an IRI of its own and has one message in English and one in Chinese, and one severity."""
    said = said_of_shapes()
    for kind in ("NodeShape", "PropertyShape"):
        for shape in said.subjects(rdflib.RDF.type, rdflib.URIRef(SH + kind)):
            assert re.fullmatch(f"{SHAPE}[a-z]+(-[a-z]+)*", str(shape)), shape
    for name in asked():
        shape = rdflib.URIRef(SHAPE + name)
        messages = [*said.objects(shape, rdflib.URIRef(f"{SH}message"))]
        languages = sorted(str(getattr(message, "language", None)) for message in messages)
        assert languages == ["en", "zh"], name
        assert all(str(message).strip() for message in messages), name
        severities = {
            str(severity).removeprefix(SH) for severity in said.objects(shape, rdflib.URIRef(f"{SH}severity"))
        }
        assert severities <= {"Violation", "Warning"}, name
        assert len(severities) == 1, name


def test_the_shapes_are_shacl() -> None:
    """The shapes satisfy the shapes of shapes."""
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=said_of_shapes(), meta_shacl=True)
    assert conforms, text


# Where a finding stands: the harm, then list, line and cells of each result.

STANDING: list[tuple[str, list[tuple[str | None, int | None, tuple[Cell, ...]]]]] = [
    ("population", [("small-2024", 3, (Cell("人口", "35.45"),))]),
    ("area", [("small-2024", 3, (Cell("面积", "276.84"),))]),
    ("density-plausible", [("small-2024", 3, (Cell("人口", "35.45"), Cell("面积", "276.84")))]),
    ("row-country", [("small-2024", 3, (Cell("国家", "日本"),))]),
    ("start-date-not-after-list", [("small-2024", 4, (Cell("时间", "1985"),))]),
    (
        "twinning-date-single",
        [("small-2024", 3, (Cell("时间", "1974年2月1日"),)), ("small-2024", 4, (Cell("时间", "1985"),))],
    ),
    (
        "twinning-countries",
        [
            ("other-2020", 2, (Cell("城市", "奈良"),)),
            ("small-2024", 3, (Cell("城市", "奈良市"), Cell("国家", "日本"))),
        ],
    ),
    ("cell-reading", [("small-2024", 3, (Cell("面积", "276.84"),))]),
    ("count-of", [("small-2024", 1, (Cell(None, "亚洲有1个国家"),))]),
    ("event-kind", [("small-2024", 6, (Cell(None, "后并入甲州市"),))]),
    ("citation-entry", [("small-2024", 8, (Cell(None, "西安年鉴. 2020."),))]),
    ("column-header", [("small-2024", 2, ())]),
    ("list-title", [("small-2024", None, ())]),
    ("place-label", [(None, None, ())]),
]


@pytest.mark.parametrize(("harm", "stands"), STANDING, ids=[harm for harm, _ in STANDING])
def test_a_result_names_list_line_and_cells(
    harm: str, stands: list[tuple[str | None, int | None, tuple[Cell, ...]]]
) -> None:
    """A finding leads back to the document, by way of the row that a twinning is derived from or a cell belongs to."""
    results = validate(small(harm)).results
    assert [(result.list, result.line, result.cells) for result in results] == stands


def test_a_result_is_one_line_to_act_on() -> None:
    """Severity, list, line, column, the cell as written, what is demanded, and of what."""
    (result,) = validate(small("row-country")).results
    assert str(result) == (
        'Violation: small-2024, line 3, 国家 "日本": A row states one country, and the graph of places holds it. '
        "(<https://example.org/twins/list/small-2024#row-1>, value <https://example.org/twins/place/jp-nara>)"
    )
    (result,) = validate(small("place-label")).results
    assert str(result) == ("Violation: A place has a label. (<https://example.org/twins/place/jp-koshu>)")


def test_a_result_names_what_the_build_minted_by_its_prefix() -> None:
    """What stands beneath the base of the build is named as the dumps name it."""
    (result,) = validate(small("row-country"), "https://example.org/twins/").results
    assert str(result).endswith("(small-2024:row-1, value place:jp-nara)")
    (result,) = validate(small("place-label"), "https://example.org/twins/").results
    assert str(result).endswith("(place:jp-koshu)")


def test_a_cell_that_a_row_leaves_out_is_said_to_be() -> None:
    """A value carried down from the row above has no words of its own."""
    store = small()
    country = "<https://w3id.org/youcheng/ontology#country>"
    store.update(f"DELETE WHERE {{ GRAPH ?list {{ <{HERE['']}row-2> {country} ?country }} }}")
    (result,) = validate(store).results
    assert result.cells == (Cell("国家", None),)
    assert "国家 (left out)" in str(result)


def test_a_file_without_named_graphs_is_not_passed_over() -> None:
    """A twinning alone in the default graph has neither partners nor source."""
    store = Store()
    store.load(b"<https://e.example/t> a <https://w3id.org/youcheng/ontology#Twinning> .", RdfFormat.TURTLE)
    assert names(validate(store)) == {"twinning-partners", "twinning-countries", "twinning-source"}


def test_what_is_not_well_formed_is_found_without_noise(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A library's traceback about a literal is not printed beside the finding, whatever else is wrong."""
    store = small("date-form", "ascii-terms.blank", "ascii-terms", "population")
    store.update(
        "INSERT DATA { GRAPH <https://example.org/twins/places> { <https://example.org/twins/place/jp-nara> "
        '<https://schema.org/latitude> "north"^^<http://www.w3.org/2001/XMLSchema#decimal> } }'
    )
    assert names(validate(store)) == {"date-form", "ascii-terms", "population", "latitude"}
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


ODD: dict[str, NamedNode | BlankNode | Literal | Triple] = {
    "words": Literal("words"),
    "integer": Literal("many", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    "blank": BlankNode("odd"),
    "iri": NamedNode("https://example.org/友城"),
    "triple": Triple(NamedNode("https://example.org/s"), NamedNode("https://example.org/p"), Literal("o")),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("instead", [False, True], ids=["beside", "instead"])
def test_no_value_makes_it_raise(name: str, *, instead: bool) -> None:
    """An odd value of every property, beside or instead of the right one, is found wrong and no more."""
    store = Store()
    for quad in small():
        if not instead or quad.predicate.value == str(rdflib.RDF.type):
            store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, ODD[name], quad.graph_name))
    report = validate(store)
    assert not report.conforms
    assert all(str(result) for result in report.results)
    quads = parse(report.turtle(), format=RdfFormat.TURTLE)
    assert not any(isinstance(part, BlankNode) for quad in quads for part in quad.triple)


MANY = ("continent", "line", "place-label", "ascii-terms.blank", "density-plausible.dense", "cites", "row-order-unique")


def test_the_report_is_rdf_without_blank_nodes() -> None:
    """It holds every finding as SHACL's vocabulary says it, under IRIs of the base."""
    report = validate(small(*MANY), "https://example.org/twins/")
    quads = [*parse(report.turtle(), format=RdfFormat.TURTLE)]
    assert not any(isinstance(part, BlankNode) for quad in quads for part in quad.triple)
    results = [quad.object for quad in quads if quad.predicate.value == f"{SH}result"]
    expected = {f"https://example.org/twins/validation#result-{number}" for number, _ in enumerate(report.results, 1)}
    assert {result.value for result in results if isinstance(result, NamedNode)} == expected
    focuses = [quad.object for quad in quads if quad.predicate.value == f"{SH}focusNode"]
    assert sorted(map(str, focuses)) == sorted(str(result.focus) for result in report.results)
    messages = [quad.object for quad in quads if quad.predicate.value == f"{SH}resultMessage"]
    assert len(messages) == 2 * len(report.results)


def test_conforms_is_said_as_shacl_defines_it(real_report: Report) -> None:
    """A warning lets a release pass, and yet SHACL's sh:conforms is true only where nothing is found."""
    assert b"sh:conforms false" in real_report.turtle()
    assert b"sh:conforms true" in validate(small()).turtle()


def test_violations_come_first_then_lists_and_lines() -> None:
    """The order is that in which they are mended."""
    report = validate(small(*MANY))
    assert report.results == (*report.violations, *report.warnings)
    stands = [(result.list or "", result.line or 0) for result in report.violations]
    assert stands == sorted(stands)
    assert report.violations
    assert report.warnings


def test_the_report_is_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    """Neither the order of a set nor the label of a blank node shows in it."""
    file = tmp_path / "harmed.nq"
    file.write_bytes(small(*MANY).dump(format=RdfFormat.N_QUADS) or b"")
    program = (
        "import sys; from youcheng.graph.store import open_file; from youcheng.graph.validate import validate; "
        "from pathlib import Path; sys.stdout.buffer.write(validate(open_file(Path(sys.argv[1]))).turtle())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, str(file)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    ]
    assert runs[0] == runs[1] == runs[2]
    assert BASE.encode() in runs[0]


def test_pyshacl_alone_finds_the_same() -> None:
    """The constraints that are asked of the store give what pyshacl gives for them; all lists are one graph to it."""
    harms = ("twinning-date-single", "row-order-unique", "density-plausible", "count-of", "place-country")
    store = small(*harms)
    data = rdflib.Graph()
    triples = [*{quad.triple for quad in store}, *ontology.triples("vocabulary", "kinds")]
    data.parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    shapes = said_of_shapes().parse(ontology.FOLDER / "prefixes.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    found = {
        tuple(str(report.value(node, rdflib.URIRef(SH + said))) for said in ("sourceShape", "focusNode", "value"))
        for node in report.objects(None, rdflib.URIRef(f"{SH}result"))
    }

    def told(result: Result) -> tuple[str, str, str]:
        return result.shape, result.focus.value, str(result.value and result.value.value)

    assert found == {told(result) for result in validate(store).results}
    assert {shape.removeprefix(SHAPE) for shape, _, _ in found} == set(harms)
