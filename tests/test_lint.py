"""What hangs on one engine is named with its line and column; words in strings, comments and names are left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.graph.__main__ import main
from youcheng.graph.lint import lint
from youcheng.queries import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "PREFIX wdt: <http://www.wikidata.org/prop/direct/>\nPREFIX wikibase: <http://wikiba.se/ontology#>\n"
WRONG = {
    "label service": ("SELECT * { SERVICE wikibase:label { ?a ?b ?c } }", ["3:20 label service"]),
    "label service in full": (
        "SELECT * { SERVICE <http://wikiba.se/ontology#label> { ?a ?b ?c } }",
        ["3:20 label service"],
    ),
    "its parameter": (
        'SELECT * {\n  ?x wdt:P17 ?y .\n  bd:serviceParam wikibase:language "en" }',
        ["5:3 Blazegraph's own"],
    ),
    "hint": ('SELECT * { hint:Query hint:optimizer "None" }', ["3:12 Blazegraph's own", "3:23 Blazegraph's own"]),
    "declared under another name": (
        "PREFIX x: <http://www.bigdata.com/rdf#> SELECT * { ?s x:search ?o }",
        ["3:11 Blazegraph's own", "3:55 Blazegraph's own"],
    ),
    "around a point": ("SELECT * { SERVICE wikibase:around { ?a ?b ?c } }", ["3:20 around a point"]),
    "in a box": ("SELECT * { SERVICE wikibase:box { ?a ?b ?c } }", ["3:20 in a box"]),
    "undeclared": ("SELECT * { ?s p:P190 ?o }", ["3:15 prefix p: is not declared"]),
    "undeclared data type": ('SELECT * { ?s wdt:P1 "x"^^geo:wktLiteral }', ["3:27 prefix geo: is not declared"]),
    "named subquery": (
        "SELECT * WITH { SELECT * { ?a ?b ?c } } AS %one WHERE { INCLUDE %one }",
        ["3:10 named subqueries", "3:57 named subqueries"],
    ),
    "what stands after named subqueries": (
        """SELECT * WITH {
 SELECT * { ?a p:P1 ?b }
} AS %one WITH { SELECT * { INCLUDE %one } } AS %two
WHERE { INCLUDE %two SERVICE wikibase:label { bd:serviceParam wikibase:language 'en' }
  SERVICE <http://e/> { ?a wdt:P279* ?b } }""",
        [
            "3:10 named subqueries",
            "4:16 prefix p:",
            "5:11 named subqueries",
            "5:29 named subqueries",
            "6:9 named subqueries",
            "6:30 label service",
            "6:47 Blazegraph's own",
            "7:36 any length",
        ],
    ),
    "a mistake in a named subquery": (
        "SELECT * WITH {\n SELECT * { ?a wdt:P1 }\n} AS %one { INCLUDE %one }",
        ["3:10 named subqueries", "4:23 does not parse", "5:13 named subqueries"],
    ),
    "a named subquery without its name": (
        "SELECT * WITH { SELECT * { ?a ?b ?c } } { ?a ?b ?c }",
        ["3:10 named subqueries", "3:10 does not parse: 'WITH'"],
    ),
    "a path so many times": (
        "SELECT * { SERVICE <http://e/> { ?a (wdt:P31/wdt:P279){2,} ?b ; wdt:P279{1,3} ?c ; a { 2 } ?d } }",
        ["3:55 {2,} times", "3:73 {1,3} times", "3:86 { 2 } times"],
    ),
    "beyond SPARQL 1.1": (
        "SELECT * { ?a wdt:P1 ?b LATERAL { << ?a ?p ?b >> ?q <<( ?a ?p ?b )>> } ?a ?b ?c {| ?d ?e |} }",
        ["3:25 LATERAL", "3:35 <<", "3:53 <<(", "3:81 {|"],
    ),
    "no query": ("not sparql at all", ["3:1 does not parse: 'not'"]),
    "nothing": ("", ["2:46 does not parse: something is missing"]),
    "a missing brace": ("SELECT * { ?a wdt:P1 ?b", ["3:24 does not parse"]),
    "a string without end": ("SELECT * { ?a wdt:P1 'one }\n hint:Query ?b }", ["3:22 does not parse"]),
    "a sign that is none": (
        "SELECT * { ?a wdt:P1 ?b % hint:Query ?c }",
        ["3:25 does not parse: '%'", "3:27 Blazegraph's own"],
    ),
    "a variable that is not grouped": (
        "SELECT ?a (COUNT(*) AS ?n) { ?a wdt:P1 ?b }",
        ["3:44 does not parse"],
    ),
    "a service without its name": ("SELECT * { SERVICE { ?a wdt:P1 ?b } }", ["3:20 does not parse: '{'"]),
    "a mistake beside a service": (
        "SELECT * {\n SERVICE SILENT wikibase:label { ?a wdt:P1 }\n}",
        ["4:17 label service", "4:44 does not parse"],
    ),
    "any length": (
        "SELECT * { SERVICE <http://e/> { ?x wdt:P31/wdt:P279* ?c } }",
        ["3:53 any length"],
    ),
    "any length of a path in brackets": (
        "SELECT * { SERVICE <http://e/> { ?x (wdt:P31|^wdt:P279)+ ?c } }",
        ["3:56 any length"],
    ),
    "any length in a group of a service": (
        "SELECT * { SERVICE <http://e/> { OPTIONAL { ?x wdt:P279* ?c } } }",
        ["3:56 any length"],
    ),
    "function in FILTER": (
        "PREFIX f: <http://f/> SELECT * { ?s wdt:P1 ?o FILTER f:near(?s, ?o) }",
        ["3:54 the function f:near"],
    ),
    "function in an expression": (
        "PREFIX f: <http://f/> SELECT (f:one(?s) AS ?n) (1 + <http://g>(?s) AS ?m) { ?s wdt:P1 ?o } ORDER BY f:two(?o)",
        ["3:31 the function f:one", "3:53 the function <http://g>", "3:101 the function f:two"],
    ),
    "after a comparison that looks like an IRI": (
        "SELECT * { ?a wdt:P1 ?b , ?c , ?d FILTER (?a<?b && ?c>q:f(?d)) }",
        ["3:55 prefix q:", "3:55 the function q:f"],
    ),
}
RIGHT = {
    "words in strings": 'SELECT ("bd:serviceParam hint:Query SERVICE wikibase:label {" AS ?s) {}',
    "words in long strings": "SELECT ('''a 'bd:serviceParam'\n hint:Query''' AS ?s) {}",
    "words in comments": "# bd:serviceParam hint:Query\nSELECT * { ?s wdt:P1 ?o # SERVICE wikibase:label { }\n}",
    "words in IRIs": "SELECT * { ?s <http://e/bd:serviceParam/INCLUDE/hint:Query> ?o }",
    "a name that only begins like it": "PREFIX bdx: <http://e/> SELECT * { ?bd bdx:hint ?include }",
    "casts": "SELECT (xsd:date(?o) AS ?n) { ?s ?p ?o FILTER (<http://www.w3.org/2001/XMLSchema#date>(?o) < ?s) }",
    "any length here": "SELECT * { ?s dcterms:isPartOf* ?o . SERVICE <http://e/> { ?s wdt:P17 ?o } }",
    "braces with nothing in them": "SELECT * { SERVICE <http://e/> { } GRAPH wdt:P1 { } }",
    "numbers in braces": "SELECT * { VALUES ?x { 1 } VALUES (?y) { (2) } ?s wdt:P1 ?x }",
    "a variable as a service": "SELECT * { VALUES ?e { <http://e/> } SERVICE SILENT ?e { ?s wdt:P1 ?o } }",
    "sums and products": "SELECT * { SERVICE <http://e/> { ?s wdt:P1 +5 FILTER ((?a + ?b) * 2 > xsd:date(?c) * 3) } }",
    "data in brackets": "SELECT * { VALUES (?a ?b) { (<http://a> <http://b>) (wdt:P1 wdt:P2) } ?s wdt:P1 (1 wdt:P2) }",
    "ranks and precisions": "SELECT * { ?s wikibase:rank wikibase:DeprecatedRank ; wikibase:timePrecision 11 }",
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_portable(case: str) -> None:
    """Each place is named once, in order, with line and column."""
    text, expected = WRONG[case]
    found = lint(HEAD + text)
    places = [f"{finding.line}:{finding.column}" for finding in found]
    assert places == [one.split(" ", 1)[0] for one in expected]
    for finding, one in zip(found, expected, strict=True):
        assert one.split(" ", 1)[1] in finding.message


@pytest.mark.parametrize("case", RIGHT)
def test_what_is_portable(case: str) -> None:
    """Nothing is named where only the letters are alike."""
    assert lint(HEAD + RIGHT[case]) == []


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.rq")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_the_projects_own(path: Path) -> None:
    """No query of the project hangs on one engine."""
    assert lint(path.read_text(encoding="utf-8")) == []


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`queries --lint` is 0 for the saved queries, 1 with the place where something is found, 2 for no file."""
    assert main(["queries", "--lint"]) == 0
    file = tmp_path / "one.rq"
    file.write_text(HEAD + WRONG["hint"][0], encoding="utf-8")
    capsys.readouterr()
    assert main(["queries", "--lint", str(file)]) == 1
    assert f"{file}:3:12: hint:Query is Blazegraph's own" in capsys.readouterr().out
    assert main(["queries", "--lint", str(tmp_path / "none.rq")]) == 2
    file.write_text("not sparql at all", encoding="utf-8")
    assert main(["queries", "--lint", str(file)]) == 1
    assert f"{file}:1:1: the query does not parse: 'not'" in capsys.readouterr().out
