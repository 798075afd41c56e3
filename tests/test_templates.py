"""A filled template gives the triples that Oxigraph itself constructs from the same values."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, RdfFormat, Store, parse

from youcheng.mapping.gazetteer import items
from youcheng.mapping.iris import Iris
from youcheng.mapping.statements.lists import _list_records
from youcheng.mapping.statements.places import _place_records, used_places
from youcheng.mapping.terms import iri, text
from youcheng.mapping.triples import TEMPLATES, Template, template
from youcheng.ontology import term
from youcheng.ontology.errors import TemplateError

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from youcheng.mapping.places import Links
    from youcheng.mapping.records import Reading

Record = dict[str, str | None]

NAMES = sorted(path.stem for path in TEMPLATES.glob("*.rq"))
# What neither list states; generated records still go through it.
NOT_IN_THESE_LISTS = {"event"} & set(NAMES)
GRAPH = "<https://example.org/g>"


def constructed(made: Template, records: list[Record]) -> set[Triple]:
    """Give what the engine constructs from a VALUES clause of these records."""
    rows = " ".join(f"({' '.join(record[field] or 'UNDEF' for field in made.fields)})" for record in records)
    found = Store().query(made.over(rows))
    assert isinstance(found, QueryTriples)
    return set(found)


def filled(made: Template, records: list[Record]) -> set[Triple]:
    """Give the triples of the lines that the template fills, all in the one graph."""
    lines = "".join(made.fill(record, GRAPH) for record in records)
    quads = list(parse(lines.encode(), RdfFormat.N_QUADS))
    assert len(quads) == lines.count("\n")
    assert {str(quad.graph_name) for quad in quads} <= {GRAPH}
    return {quad.triple for quad in quads}


def stored(triples: set[Triple]) -> set[Triple]:
    """Give triples as the engine holds them, numbers by value: 45.0 as 45, and every integer as xsd:integer."""
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return {quad.triple for quad in store}


@pytest.fixture(scope="module")
def real(readings: tuple[Reading, Reading], links: Links) -> dict[str, list[Record]]:
    """Give every record of both lists and of their places, by template."""
    found: dict[str, list[Record]] = {name: [] for name in NAMES}
    places = used_places(readings, links)
    known = items({place.qid for place in places if place.qid})
    for reading in readings:
        for name, record in _list_records(reading, links, Iris()):
            found[name].append(record)
    for place in places:
        for name, record in _place_records(place, known.get(place.qid or ""), Iris()):
            found[name].append(record)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_real_records(real: dict[str, list[Record]], name: str) -> None:
    """Filled and constructed agree on every record of both lists."""
    records = real[name]
    assert bool(records) == (name not in NOT_IN_THESE_LISTS)
    assert all(set(record) == set(template(name).fields) for record in records)
    triples = filled(template(name), records)
    assert stored(triples) == constructed(template(name), records)
    assert len(triples) >= len({tuple(sorted(record.items(), key=str)) for record in records})


CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    [
        *map(chr, range(0x20)),
        "\x7f",
        "\x85",
        '"',
        "'",
        "\\",
        "%",
        "{",
        "}",
        "?",
        "\u2028",
        "友",
        "\U0001f91d",
        "\ufffe",
        "u",
    ]
)
TEXTS = st.text(CHARACTERS, max_size=10) | st.sampled_from(
    [
        "%(graph)s",
        "%s %% %d",
        r"\u0041",
        r"\\u0041",
        r"\n",
        '"""',
        "'''",
        "\\",
        "?row",
        "UNDEF",
        "{0}",
        "<urn:youcheng:field:row>",
    ]
)
IRIS = st.builds(
    "https://example.org/{}{}".format,
    st.text("abcXYZ019-._~!$&'()*+,;=:@/", max_size=8),
    st.sampled_from(["", "#row-12", "?a=b&c=%E5%8F%8B", "/%25s", "#%28graph%29s"]),
).map(iri)
LITERALS = (
    st.builds(text, TEXTS)
    | st.builds(text, TEXTS, st.sampled_from(["zh", "zh-Hans", "EN-gb", "be-x-old", "sr-Latn"]))
    | st.builds(lambda value, datatype: f"{text(value)}^^{datatype}", TEXTS, IRIS)
    | st.builds(lambda value: f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>', st.integers(-(10**9), 10**9))
    | st.builds(lambda day: f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>', st.dates())
    | st.sampled_from(
        [
            '"1974-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
            '"276.84"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        ]
    )
)


@cache
def resources(name: str) -> frozenset[str]:
    """Give the fields that stand as subject or predicate in a template, as its own text says once it is parsed."""
    made = template(name)
    slots = " ".join(f"<urn:field:{field}>" for field in made.fields)
    found = Store().query(made.over(f"({slots})"))
    assert isinstance(found, QueryTriples)
    ends = {
        node.value for triple in found for node in (triple.subject, triple.predicate) if isinstance(node, NamedNode)
    }
    return frozenset(value.removeprefix("urn:field:") for value in ends if value.startswith("urn:field:"))


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_generated_records(name: str, data: st.DataObject) -> None:
    """Filled and constructed agree on any terms and any gaps, one record or several."""
    made = template(name)
    record = st.fixed_dictionaries(
        {field: st.none() | (IRIS if field in resources(name) else IRIS | LITERALS) for field in made.fields}
    )
    records: list[Record] = data.draw(st.lists(record, min_size=1, max_size=3))
    assert filled(made, records) == constructed(made, records)
    for one in records:
        assert filled(made, [one]) == constructed(made, [one])


@pytest.mark.parametrize(
    "character", [*map(chr, range(0x21)), '"', "\\", "%", "\x7f", "\x80", "\u2028", "\ufffe", "\uffff", "\U0001f91d"]
)
def test_each_awkward_character(character: str) -> None:
    """Every control character, and all that N-Triples escapes, comes back from a literal as it went in."""
    record: Record = {"citation": "<https://example.org/c>", "author": text(f"甲{character}u0041{character}")}
    (triple,) = filled(template("author"), [record])
    assert getattr(triple.object, "value", None) == f"甲{character}u0041{character}"
    assert {triple} == constructed(template("author"), [record])


@given(TEXTS)
def test_literals_are_canonical(value: str) -> None:
    """A string is written as canonical N-Triples writes it, escapes and all, which is how the engine dumps it."""
    assert text(value) == str(Literal(value))
    assert text(value, "zh-hans") == str(Literal(value, language="zh-hans"))


def test_an_unset_field_costs_its_own_triples_only() -> None:
    """All fields unset but the subject leave the triples that need no other."""
    made = template("row")
    unset: Record = dict.fromkeys(made.fields)
    assert made.fill(unset, GRAPH) == ""
    only_row = made.fill(unset | {"row": "<https://example.org/r>"}, GRAPH)
    kind = f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{term('yc:Row')}>"
    assert only_row == f"<https://example.org/r> {kind} {GRAPH} .\n"


@pytest.mark.parametrize("name", NAMES)
def test_each_file_says_what_it_is(name: str) -> None:
    """A template opens with a comment, is found by its name, and is compiled once."""
    assert (TEMPLATES / f"{name}.rq").read_text(encoding="utf-8").startswith("# ")
    assert template(name) is template(name)
    assert resources(name) < set(template(name).fields)


def test_every_own_term_is_declared() -> None:
    """No template names a term of the project's own that the vocabulary does not declare."""
    named = {
        found
        for name in NAMES
        for found in re.findall(
            r"\b(?:yc|kind|level|continent|event|reading|authority|rule):[\w-]+", template(name).query
        )
    }
    assert len(named) > 30
    assert {term(found) for found in named}


HEAD = "CONSTRUCT { ?a a yc:Row ; yc:line ?b . }"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"{HEAD} WHERE {{ ?a yc:line ?b }}", "0 empty VALUES clauses"),
        (f"{HEAD} WHERE {{ VALUES (?a ?b) {{ (1 2) }} }}", "0 empty VALUES clauses"),
        (f"{HEAD} WHERE {{ VALUES (?a ?b) {{ }} VALUES (?a) {{ }} }}", "2 empty VALUES clauses"),
        (f"{HEAD} WHERE {{ VALUES (?a ?b ?c) {{ }} }}", "c in only one of CONSTRUCT and VALUES"),
        (f"{HEAD} WHERE {{ VALUES (?a) {{ }} }}", "b in only one of CONSTRUCT and VALUES"),
        ("CONSTRUCT { ?a yc:line } WHERE { VALUES (?a) { } }", "template x: "),
        ("CONSTRUCT { ?a nope:line ?a } WHERE { VALUES (?a) { } }", "template x: "),
        ("SELECT ?a WHERE { VALUES (?a) { } }", "not a CONSTRUCT query"),
        ("ASK { VALUES (?a) { } FILTER(?a = ?a) }", "not a CONSTRUCT query"),
    ],
)
def test_what_is_no_template(query: str, said: str) -> None:
    """A query that cannot be a template is refused by its name."""
    with pytest.raises(TemplateError, match=rf"^template x: .*{re.escape(said.removeprefix('template x: '))}"):
        Template("x", query)


def test_a_literal_cannot_be_a_subject() -> None:
    """A literal where an IRI must stand is refused, with the field and the term."""
    made = template("author")
    with pytest.raises(TemplateError, match='template author: citation is "友", where an IRI must stand'):
        made.fill({"citation": text("友"), "author": text("甲")}, GRAPH)


def test_a_literal_cannot_be_a_predicate() -> None:
    """The same goes for a predicate that is a field."""
    made = Template("x", "CONSTRUCT { ?a ?b ?c } WHERE { VALUES (?a ?b ?c) { } }")
    with pytest.raises(TemplateError, match='template x: b is "友", where an IRI must stand'):
        made.fill({"a": "<urn:a>", "b": text("友"), "c": text("甲")}, GRAPH)


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_field_is_named(name: str) -> None:
    """A record without one of the fields is no record of the template."""
    made = template(name)
    for field in made.fields:
        record: Record = {other: "<urn:x>" for other in made.fields if other != field}
        with pytest.raises(KeyError, match=f"^'{field}'$"):
            made.fill(record, GRAPH)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a",
        "//x/y",
        "http://例.org/",
        "http://x/ y",
        "http://x/<",
        'http://x/"',
        "http://x/{a}",
        "http://x/\n",
        "x:\\",
    ],
)
def test_what_is_no_iri(value: str) -> None:
    """An IRI that is relative, or holds what an ASCII IRI cannot, never comes to a line."""
    with pytest.raises(TemplateError, match="is not an absolute ASCII IRI"):
        iri(value)
