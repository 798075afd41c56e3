"""The reader of queries: what is a SERVICE and what only looks like one, what binds a variable and what does not."""

from __future__ import annotations

import pytest

from youcheng.graph.federate.pattern import Service, inside
from youcheng.graph.federate.syntax import read
from youcheng.graph.federate.tokens import token
from youcheng.graph.keywords import holds
from youcheng.ontology.errors import QuerySyntaxError
from youcheng.queries import queries


def services(query: str) -> list[str]:
    """Give the names of the services of a query, outermost only."""
    where = read(query).where
    return [part.name for part in inside(where) if isinstance(part, Service)] if where else []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://e/> { }' }",
        'SELECT * { ?s ?p """ "" SERVICE <http://e/> { } """ }',
        "SELECT * { ?s ?p '\\' SERVICE <http://e/> {' }",
        "SELECT * { ?s ?p ?o # SERVICE <http://e/> {\n }",
        "SELECT * { ?s <http://e/SERVICE{> ?o }".replace("{>", ">"),
        "PREFIX service: <http://e/> SELECT ?service { ?service service:SERVICE _:service }",
        "PREFIX : <http://e/> SELECT * { :service :abc :d\\,SERVICE . }",
    ],
)
def test_what_only_looks_like_a_service(query: str) -> None:
    """The word in a literal, a comment, an IRI, a prefixed name, a variable, a blank node is no SERVICE."""
    assert not holds(query, "service")
    assert services(query) == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT*{service<http://e/>{?s ?p ?o}}", ["<http://e/>"]),
        ("SELECT * { FILTER(?a<?b&&?c>?d) SERVICE SILENT ?x { } }", ["?x"]),
        ("SELECT * { ?s <http://p>*/^<http://q>? ?o . SERVICE <http://e/> { } }", ["<http://e/>"]),
        ("SELECT * { ?s ?p [ ?q ( 1 2.5 -3e-2 'x'@zh-Hans true ) ] SERVICE <http://e/> { } }", ["<http://e/>"]),
        ("SELECT * { FILTER(?a > 1) <http://s> <http://p> ?o . SERVICE <http://e/> { } }", ["<http://e/>"]),
        ("SELECT * { FILTER EXISTS { FILTER(?a<?b) <http://s> <http://p> ?o } SERVICE <http://e/> { } }", ["<http://e/>"]),
        ("ASK { { } UNION { GRAPH ?g { OPTIONAL { SERVICE <http://e/> { SERVICE <http://f/> { } } } } } }", ["<http://e/>"]),
        ("CONSTRUCT { ?s ?p ?o } FROM <http://g> WHERE { SERVICE <http://e/> { ?s ?p ?o } } LIMIT 3", ["<http://e/>"]),
        ("DESCRIBE ?x <http://y> WHERE { SERVICE <http://e/> { ?x ?p ?o } } ORDER BY DESC(?x)", ["<http://e/>"]),
        ("SELECT (COUNT(DISTINCT ?x) AS ?n) { { SELECT ?x { SERVICE ?e { } } GROUP BY ?x HAVING(?x>1) } }", ["?e"]),
        ("SELECT * { BIND(EXISTS { SERVICE <http://e/> { } } AS ?b) }", ["<http://e/>"]),
        ("SELECT * { VALUES (?a ?b) { (UNDEF 'x'^^<http://t>) } SERVICE <http://e/> { } } VALUES ?a { 1 }", ["<http://e/>"]),
    ],
)  # fmt: skip
def test_services_wherever_they_stand(query: str, names: list[str]) -> None:
    """Each SERVICE is found whatever stands around it; one inside another is the other's."""
    assert holds(query, "service")
    assert services(query) == names


@pytest.mark.parametrize(
    ("group", "certain", "visible"),
    [
        ("?a :p ?b OPTIONAL { ?b :q ?c } FILTER(?d > 1)", "ab", "abc"),
        ("{ ?a :p ?b } UNION { ?a :q ?c }", "a", "abc"),
        ("GRAPH ?g { ?a :p 1 } BIND(1 AS ?b) MINUS { ?a :q ?c }", "ag", "abg"),
        ("VALUES (?a ?b) { (1 UNDEF) ('x'@en 2) (<http://i> 'y'^^<http://t>) }", "a", "ab"),
        ("VALUES ?a { 1 UNDEF }", "", "a"),
        ("{ SELECT ?a (COUNT(?b) AS ?n) { ?a :p ?b , ?c } GROUP BY ?a }", "a", "an"),
        ("{ SELECT * { ?a :p ?b OPTIONAL { ?a :q ?c } } }", "ab", "abc"),
        ("SERVICE ?s { ?a :p ?b } SERVICE SILENT <http://e/> { ?c :p ?d }", "abs", "abcds"),
    ],
)
def test_what_binds_a_variable(group: str, certain: str, visible: str) -> None:
    """Which variables each solution binds, and which some solution may."""
    where = read(f"PREFIX : <http://e/> SELECT * {{ {group} }}").where
    assert where is not None
    assert where.certain() == set(certain)
    assert where.visible() == set(visible)


def test_every_saved_query_can_be_read() -> None:
    """The project's own queries go through the reader whole, each variable found."""
    for kind in ("", "derive", "audit"):
        for query in queries(kind):
            where = read(query.text).where
            assert where is not None, query.name
            assert where.visible() <= where.named, query.name


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * {\n  ?s ?p \\u0053 }", "'\\\\\\\\' at line 2, column 9"),
        ("SELECT * {\n  SERVICE", "the IRI or the variable of SERVICE expected, not the end, at line 2, column 10"),
        ("SELECT * { FILTER(?a", r"\) expected, not the end"),
        ("SELECT * { ?a ?b ?c } }", "the end of the query expected, not '}'"),
        ("CONSTRUCT { ?a", "the end"),
        ("INSERT DATA { }", "SELECT or CONSTRUCT or DESCRIBE or ASK expected, not 'INSERT'"),
        ("SELECT * { LATERAL { ?a ?b ?c } }", "'LATERAL'"),
        ("SELECT * { VALUES ?a { 1", "} expected"),
    ],
)
def test_what_cannot_be_read(query: str, words: str) -> None:
    """An error says what was expected, what was found, and where."""
    with pytest.raises(QuerySyntaxError, match=words):
        read(query)


def test_comparison_or_iri() -> None:
    """After an operand ``<`` compares; anywhere else it starts an IRI where one fits."""
    text = "?a<?b&&?c>?d"
    first = token(text, 0)
    assert token(text, first.end, first).text == "<"
    assert token(text, first.end).text == "<?b&&?c>"
