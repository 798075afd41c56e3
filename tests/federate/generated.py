"""Queries made by chance, in two tongues: with SERVICE, and with GRAPH over the same data in one store."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from typing import Literal as Literal_

from pyoxigraph import Literal, NamedNode, Quad

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

_MARKED = re.compile("\u241e(?P<word>[^\u241f]*)\u241f(?P<name>[^\u241f]*)\u241f(?P<group>[^\u241e]*)\u241e")
SPACE = "http://e/"
PREDICATES = ("p", "q", "r", "s")
Place = Literal_["local", "remote", "exists"]
VARIABLES = ("a", "b", "c", "d")
ENTITIES = 5


def entity(chance: random.Random) -> NamedNode:
    """Give one of a few things, so that much joins."""
    return NamedNode(f"{SPACE}{chance.randrange(ENTITIES)}")


def triples(chance: random.Random, count: int) -> Iterator[Quad]:
    """Give a few triples between few things and small numbers."""
    for _ in range(count):
        node = entity(chance) if chance.random() < 0.8 else Literal(chance.randrange(3))
        yield Quad(entity(chance), NamedNode(f"{SPACE}{chance.choice(PREDICATES)}"), node)


def with_service(query: str) -> str:
    """Give a made query with SERVICE."""
    return _MARKED.sub(lambda found: f"{found['word']} {found['name']} {found['group']}", query)


def with_graph(query: str, endpoints: Sequence[str]) -> str:
    """Give a made query that asks named graphs in place of endpoints; a variable is each of them in turn.

    One that is no such endpoint only ever fails in silence, which gives one solution that binds none of its variables.
    """

    def graph(found: re.Match[str]) -> str:
        if found["name"][0] == "<":
            there = found["name"][1:-1] in endpoints
            return (
                f"GRAPH {found['name']} {found['group']}"
                if there
                else f"{{ OPTIONAL {{ {found['group']} FILTER(false) }} }}"
            )
        each = (
            f"{{ GRAPH <{iri}> {found['group']} VALUES {found['name']} {{ <{iri}> }} }}" for iri in endpoints
        )  # fmt: skip
        return " UNION ".join(each)

    return _MARKED.sub(graph, query)


@dataclass
class Maker:
    """Makes the text of one query, its services marked; ``endpoints`` are their IRIs, ``broken`` is one that fails."""

    chance: random.Random
    endpoints: tuple[str, ...]
    broken: str = ""
    fresh: int = 0
    pool: list[str] = field(default_factory=lambda: list(VARIABLES))

    def query(self) -> str:
        """Give a query with at least one SERVICE."""
        body = self.group(3)
        if "\u241e" not in body:
            body = f"{{ {self._service(2, 'local')} {body[1:]}"
        form = self.pick(
            ("SELECT *", 8), ("ASK", 1), ("SELECT DISTINCT ?a", 1), ("SELECT (COUNT(*) AS ?n)", 1),
            ("CONSTRUCT { ?a :made ?b . ?c :made ?a }", 1),
        )  # fmt: skip
        end = f" VALUES ?{self._variable()} {{ {self._thing()} {self._thing()} }}" if self.chance.random() < 0.1 else ""
        if form == "SELECT (COUNT(*) AS ?n)":
            end = ""  # a VALUES after it is joined in one engine before the count, in another after
        return f"PREFIX : <{SPACE}> {form} WHERE {body}{end}"

    def pick(self, *weighted: tuple[str, int]) -> str:
        """Give one of the words by their weight."""
        return self.chance.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]

    def _variable(self) -> str:
        return self.chance.choice(self.pool)

    def _thing(self) -> str:
        return f":{self.chance.randrange(ENTITIES)}"

    def group(self, depth: int, place: Place = "local") -> str:
        """Give a group of one to five parts; neither MINUS nor BIND stands first.

        There MINUS takes nothing away and BIND sees no variable, but Oxigraph 0.5 lets both see what is joined outside.
        """
        parts = [self.part(depth, place) for _ in range(self.chance.randint(1, 4 if depth > 1 else 2))]
        if parts[0].startswith(("MINUS", "BIND")):
            parts.insert(0, self._triple())
        return "{ " + " ".join(parts) + " }"

    def part(self, depth: int, place: Place) -> str:
        """Give one part.

        Inside EXISTS there are triple patterns and services of them only: what a FILTER or BIND there sees of the
        solution outside is not settled (SPARQL 1.2, issue of substitution), least of all inside a SERVICE.
        """
        kinds = [("triples", 8)]
        if place != "exists":
            kinds += [("filter", 2), ("bind", 1), ("values", 1)]
        if depth and place != "exists":
            kinds += [("optional", 3), ("minus", 1), ("exists", 1), ("select", 2)]
        if depth:
            kinds += [("union", 2), ("alone", 1), *([] if place == "remote" else [("service", 8)])]
        made: str = getattr(self, f"_{self.pick(*kinds)}")(depth - 1, place)
        return made

    def _triples(self, _depth: int, _place: Place) -> str:
        return " ".join(self._triple() for _ in range(self.chance.randint(1, 2)))

    def _triple(self) -> str:
        """Give a triple pattern, now and then with a path; Oxigraph 0.5 gives what both of p|q hold only once."""
        subject = f"?{self._variable()}" if self.chance.random() < 0.9 else self._thing()
        node = f"?{self._variable()}" if self.chance.random() < 0.8 else self._thing()
        one, other = (f":{self.chance.choice(PREDICATES)}" for _ in range(2))
        path = self.pick((one, 10), (f"^{one}", 1), (f"{one}/{other}", 1), (f"{one}+", 1))
        return f"{subject} {path} {node} ."

    def _filter(self, _depth: int, _place: Place) -> str:
        one, other = self._variable(), self._variable()
        return self.pick(
            (f"FILTER(?{one} != {self._thing()})", 2),
            (f"FILTER(?{one}!=?{other})", 2),
            (f"FILTER(BOUND(?{one}))", 1),
            (f"FILTER(!BOUND(?{one}) || ?{one} = {self._thing()})", 1),
            (f"FILTER(COALESCE(?{one}, {self._thing()}) = ?{other})", 1),
            (f"FILTER(?{one} < 2 && ?{other} > 0)", 1),
        )

    def _bind(self, depth: int, place: Place) -> str:
        one, other = self._variable(), self._variable()
        self.fresh += 1
        made = f"v{self.fresh}"
        self.pool.append(made)
        if depth > 0 and place == "local" and self.chance.random() < 0.2:
            return f"BIND(EXISTS {self.group(depth, 'exists')} AS ?{made})"
        value = self.pick(
            (f"?{one}", 1), (f"COALESCE(?{one}, ?{other}, 1)", 1), (f"IF(BOUND(?{one}), {self._thing()}, ?{other})", 1)
        )
        return f"BIND({value} AS ?{made})"

    def _values(self, _depth: int, _place: Place) -> str:
        one, other = self.chance.sample(VARIABLES, 2)
        undefined = self.pick(("UNDEF", 1), (self._thing(), 3))
        return f"VALUES (?{one} ?{other}) {{ ({self._thing()} {undefined}) ({self._thing()} {self._thing()}) }}"

    def _optional(self, depth: int, place: Place) -> str:
        return f"OPTIONAL {self.group(depth, place)}"

    def _minus(self, depth: int, place: Place) -> str:
        return f"MINUS {self.group(depth, place)}"

    def _exists(self, depth: int, place: Place) -> str:
        inner = self.group(depth, "remote" if place == "remote" else "exists")
        return f"FILTER {self.pick(('EXISTS', 1), ('NOT EXISTS', 1))} {inner}"

    def _union(self, depth: int, place: Place) -> str:
        return f"{self.group(depth, place)} UNION {self.group(depth, place)}"

    def _alone(self, depth: int, place: Place) -> str:
        return self.group(depth, place)

    def _select(self, depth: int, place: Place) -> str:
        """Give a SELECT inside, its rows in a known order where it takes some of them only."""
        one, other = self.chance.sample(VARIABLES, 2)
        body = self.group(depth, place)
        shape = self.pick(
            (f"SELECT ?{one} ?{other} WHERE {body}", 3),
            (f"SELECT DISTINCT ?{one} WHERE {body}", 2),
            (f"SELECT ?{one} (COUNT(*) AS ?n) WHERE {body} GROUP BY ?{one}", 1),
            (f"SELECT DISTINCT ?{one} ?{other} WHERE {body} ORDER BY ?{one} ?{other} LIMIT 2", 2),
        )
        return f"{{ {shape} }}"

    def _service(self, depth: int, place: Place) -> str:
        """Give a SERVICE, one in five with a variable, most of these bound to endpoints by a triple before.

        One in four silent ones fails.
        """
        word = self.pick(("SERVICE", 4), ("SERVICE SILENT", 1))
        group = "{ " + self._triples(0, place) + " }" if place == "exists" else self.group(max(1, depth), "remote")
        if self.chance.random() < 0.2:
            before = self.pick((f"?{self._variable()} :at ?e . ", 4), ("", 1))
            return f"{before}\u241e{word}\u241f?e\u241f{group}\u241e"
        fails = word.endswith("SILENT") and self.broken and self.chance.random() < 0.25
        endpoint = self.broken if fails else self.chance.choice(self.endpoints)
        return f"\u241e{word}\u241f<{endpoint}>\u241f{group}\u241e"
