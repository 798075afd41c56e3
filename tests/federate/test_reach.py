"""What leads through a group: from subjects to what they say, never back; what cannot be read leads nowhere."""

from __future__ import annotations

import pytest

from youcheng.graph.federate.reach import leads
from youcheng.graph.federate.syntax import read


@pytest.mark.parametrize(
    ("group", "start", "led"),
    [
        ("?a :p ?b", "a", True),
        ("?a :p ?b", "b", False),
        ("?a :p ?b", "", False),
        (":s :p ?b . ?b :q ?c", "", True),
        ("?a :p ?b . ?b :q ?c , ?d ; :r 'x'@en , \"y\"^^:t , -3e-2 , +4 , true , <http://o> .", "a", True),
        ("?b :q ?c . ?a :p ?b .", "a", True),
        ("?a :p ?b . ?c :q ?b", "a", False),
        ("?a :p ?b . ?c :q ?b", "ac", True),
        ("?a :p ?b ; .", "a", True),
        ("?a :p ?b ;; :q ?c ; . ?c :r ?d", "a", True),
        ("?a ?p ?b . ?p :q ?c", "a", True),
        ("?a :p/:q* ?b", "a", True),
        ("?a (:p|:q)+/:r? ?b . ?b a ?c", "a", True),
        ("?a :p+ 3", "a", True),
        ("?a :p +3 . ?a :q+4", "a", True),
        ("?a ^:p ?b", "a", False),
        ("?a ^:p ?b", "b", True),
        ("?a ^:p+ ?b", "b", True),
        ("?a :p/^:q ?b", "ab", False),
        ("?a ^(:p/:q) ?b", "ab", False),
        ("?a !(^:p|:q) ?b", "ab", False),
        ("?a :p [ :q ?b ; :r [ :s ?c ] ] . ?c :t ?d", "a", True),
        ("?a :p [ :q ?b ]", "b", False),
        ("[ :p ?a ; :q ?b ]", "ab", False),
        ("?a :p ( ?b 1 [ :q ?c ] ) . ?c :r ?d", "a", True),
        ("( ?a ?b ) :p ?c", "ab", False),
        ("?a :p _:n . _:n :q ?c", "a", True),
        ("_:n :q ?c", "c", False),
        ("?a :p [ :q ?b ] FILTER(?b > 1) [ :q ?c ]", "a", False),
        ("{ ?a :p ?b } UNION { ?a :q ?c }", "a", True),
        ("{ ?a :p ?b } UNION { ?b :q ?a }", "a", False),
        ("{ ?a :p ?b } UNION { ?a :q ?b , ?c } ?b :r ?d", "a", True),
        ("{ ?a :p ?b } UNION { ?a :q ?c } ?b :r ?d", "a", False),
        ("{ ?b :q ?c } ?a :p ?b", "a", True),
        ("GRAPH ?g { ?a :p ?b }", "a", True),
        ("SERVICE <http://e/> { ?a :p ?b }", "ab", False),
        ("VALUES ?a { :x :y } ?a :p ?b", "", True),
        ("VALUES (?a ?b) { (:x UNDEF) } ?b :p ?a", "", False),
        ("?a :p ?b OPTIONAL { ?c :q ?b } MINUS { ?d :q ?b } FILTER EXISTS { ?e :q ?b } BIND(?b AS ?f)", "a", True),
        ("OPTIONAL { ?a :p ?b } ?b :q ?c", "a", False),
        ("{ SELECT ?a { ?a :p ?b } }", "a", True),
        ("{ SELECT ?b { ?a :p ?b } }", "a", False),
        ("{ SELECT ?a (COUNT(*) AS ?n) { ?a :p ?b } GROUP BY ?a }", "a", False),
        ("{ SELECT * { ?a :p ?b } LIMIT 3 }", "a", False),
        ("<<( ?a :p ?b )>> :q ?c", "abc", False),
        ("", "", True),
    ],
)  # fmt: skip
def test_what_leads(group: str, start: str, led: bool) -> None:  # noqa: FBT001 - a column of the table
    """Each pattern's subject is written there, sent, or found from what was sent, in whatever order they stand."""
    where = read(f"PREFIX : <http://e/> SELECT * {{ {group} }}").where
    assert where is not None
    assert leads(where, frozenset(start)) == led
