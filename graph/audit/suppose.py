"""The search for a reading under which a stated count holds: other continents, other totals, an earlier day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, groupby, islice, product
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from ...ontology import term
from .count import Counted, Row, Stated, count, lists, within
from .texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Store

    Names = Mapping[str, tuple[str, str]]
    Node = NamedNode | Literal

_GAPS = "SELECT ?claim ?finding { ?finding dcterms:type finding:count-gap ; oa:hasTarget ?claim } ORDER BY ?finding"
_REGIONS = "SELECT ?country ?continent { ?country yc:region ?continent } ORDER BY ?country ?continent"
_NAMES = """
SELECT ?node ?en ?zh WHERE {
  { ?node a schema:Country } UNION { ?node a skos:Concept ; skos:inScheme ?scheme }
  OPTIONAL { ?node rdfs:label|skos:prefLabel ?en FILTER (LANG(?en) = "en") }
  OPTIONAL { ?node rdfs:label|skos:prefLabel ?zh FILTER (LANG(?zh) = "zh") }
}"""
_PLURALS = {"twinnings": "友好关系", "partners": "外方", "countries": "国家"}
_PARTS = {"level": "各级", "continent": "各洲"}
_BEHIND = 5
"""By how many years the words of a list are behind its rows at most; an earlier day would bear out any number."""
_MOST_READINGS = 512
"""As many ways of putting countries under one continent are tried, those of the fewest countries first."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """A way of counting: its concept, its own name in an IRI, what it says in both languages, and what it counts."""

    concept: str
    name: str
    en: str
    zh: str
    rows: tuple[Row, ...]
    size: int = 0
    about: tuple[tuple[str, Node], ...] = ()
    each_continent: bool = False
    each_row: bool = False
    total: tuple[str, int] | None = None

    def count(self, said: Stated) -> int:
        """Count what a stated count counts, in this way."""
        if self.total and said.total and said.counts == self.total[0]:
            return self.total[1]
        return count(said, self.rows, each_continent=self.each_continent, each_row=self.each_row)

    def holds(self, said: Stated) -> bool:
        """Tell whether a stated count is right in this way."""
        return self.count(said) == said.value


def suppositions(store: Store) -> Iterator[Triple]:
    """Give, for each stated count that its rows do not bear out, the readings under which it would hold.

    A reading is told only if more of the list's counts hold under it than by the rows as they stand; of readings of one
    sort, the one under which most hold, and of these the one that changes least.
    """
    findings = {str(s["claim"]): str(s["finding"]) for s in texts(store, _GAPS)}
    names = {str(s["node"]): (s["en"] or s["zh"] or "", s["zh"] or s["en"] or "") for s in texts(store, _NAMES)}
    by_country = groupby(texts(store, _REGIONS), key=lambda s: str(s["country"]))
    regions = {country: frozenset(str(s["continent"]) for s in group) for country, group in by_country}
    for listed in lists(store).values():
        if findings.keys() & {said.iri for said in listed.stated}:
            yield from _of_list(listed, list(_ways(listed, regions, names)), findings)


def _of_list(listed: Counted, ways: list[Supposed], findings: Mapping[str, str]) -> Iterator[Triple]:
    as_stated = sum(count(said, listed.rows) == said.value for said in listed.stated)
    held = {way.name: sum(way.holds(said) for said in listed.stated) for way in ways}
    telling = sorted(
        (way for way in ways if held[way.name] > as_stated), key=lambda way: (way.concept, -held[way.name], way.size)
    )
    for said in listed.stated:
        if said.iri not in findings:
            continue
        holding = [way for way in telling if way.holds(said)]
        for _, group in groupby(holding, key=lambda way: way.concept):
            like = list(group)
            best = (held[like[0].name], like[0].size)
            for way in like:
                if (held[way.name], way.size) == best:
                    tally = (held[way.name], as_stated, len(listed.stated))
                    yield from _triples(findings[said.iri], way, tally, _moved(said, listed.rows, way))


def _ways(listed: Counted, regions: Mapping[str, frozenset[str]], names: Names) -> Iterator[Supposed]:
    yield from _countries_wholly(listed, names)
    by_region = tuple(row._replace(continents=regions.get(row.country, frozenset())) for row in listed.rows)
    yield Supposed("un-m49", "un-m49", "if countries go to continents by UN M49", "若按联合国 M49 归洲", by_region)
    yield Supposed(
        "once-each-continent", "once-each-continent",
        "if a country that stands under two continents counts once under each", "若归入两洲的国家每洲各计一次",
        listed.rows, each_continent=True,
    )  # fmt: skip
    yield from _sums_of_parts(listed, names)
    yield from _until(listed)
    yield from _of_one_kind(listed, names)
    standing = tuple(row for row in listed.rows if not row.over)
    yield Supposed(
        "in-force",
        "in-force",
        "if ties that have ended or are suspended are left out",
        "若不计已终止或中止者",
        standing,
    )
    yield Supposed(
        "rows",
        "rows",
        "if every row counts, also where it states a tie again",
        "若每行皆计",
        listed.rows,
        each_row=True,
    )


def _countries_wholly(listed: Counted, names: Names) -> Iterator[Supposed]:
    under: dict[str, set[str]] = {}
    for row in listed.rows:
        if row.continent:
            under.setdefault(row.country, set()).add(row.continent)
    torn = {country: sorted(continents) for country, continents in sorted(under.items()) if len(continents) > 1}
    choices = (
        dict(zip(some, chosen, strict=True))
        for size in range(1, len(torn) + 1)
        for some in combinations(torn, size)
        for chosen in product(*(torn[country] for country in some))
    )
    for choice in islice(choices, _MOST_READINGS):
        rows = tuple(
            _put(row, choice[row.country], listed.wider) if row.country in choice else row for row in listed.rows
        )
        said = [(names[country], names[continent]) for country, continent in choice.items()]
        yield Supposed(
            "country-wholly",
            "-".join(f"{_local(country)}-{_local(continent)}" for country, continent in choice.items()),
            "if " + " and ".join(f"all ties with {country[0]} count as {continent[0]}" for country, continent in said),
            "若" + "、".join(f"{country[1]}全归{continent[1]}" for country, continent in said),
            rows,
            len(choice),
            tuple(
                entry
                for country, continent in choice.items()
                for entry in (("dcterms:spatial", NamedNode(country)), ("yc:continent", NamedNode(continent)))
            ),
        )


def _put(row: Row, continent: str, wider: Mapping[str, frozenset[str]]) -> Row:
    return row._replace(continent=continent, continents=wider.get(continent, frozenset({continent})))


def _sums_of_parts(listed: Counted, names: Names) -> Iterator[Supposed]:
    for by, (what, zh) in product(("level", "continent"), _PLURALS.items()):
        parts = [said for said in listed.stated if said.counts == what and getattr(said, by) and not said.total]
        found = {part.iri: count(part, listed.rows) for part in parts}
        wrong = [part for part in parts if part.value != found[part.iri]]
        if wrong:
            which = [(names[getattr(part, by)], part.value, found[part.iri]) for part in wrong]
            yield Supposed(
                "sum-of-parts", f"sum-by-{by}",
                f"if the total is the sum of the {what} stated by {by}: the gap is then that of "
                + ", ".join(f"{name[0]} ({value}, not {counted})" for name, value, counted in which),
                f"若总数为名录自述{_PARTS[by]}{zh}之和:差额即出自"
                + "、".join(f"{name[1]}(自述{value},实有{counted})" for name, value, counted in which),
                listed.rows, about=tuple(("prov:wasDerivedFrom", NamedNode(part.iri)) for part in parts),
                total=(what, sum(part.value for part in parts)),
            )  # fmt: skip


def _until(listed: Counted) -> Iterator[Supposed]:
    """Give a reading for each day on which the list was shorter, of those that its words may be behind it."""
    first = str(int(listed.as_of[:4]) - _BEHIND)
    for date in sorted({row.date for row in listed.rows if row.date and row.date[:4] >= first}, reverse=True)[1:]:
        rows = tuple(row for row in listed.rows if row.date is None or row.date <= date)
        yield Supposed(
            "until", f"until-{date}", f"if only the ties signed until {date} are counted", f"若只计至{date}", rows,
            len(listed.rows) - len(rows), (("dcterms:valid", Literal(date)),),
        )  # fmt: skip


def _of_one_kind(listed: Counted, names: Names) -> Iterator[Supposed]:
    kinds = sorted({row.kind for row in listed.rows if row.kind})
    for kind in kinds if len(kinds) > 1 else ():
        rows = tuple(row for row in listed.rows if row.kind == kind)
        en, zh = names[kind]
        yield Supposed(
            "one-kind", f"kind-{_local(kind)}", f"if only ties of the kind {en} are counted", f"若只计{zh}", rows,
            about=(("dcterms:subject", NamedNode(kind)),),
        )  # fmt: skip


def _moved(said: Stated, rows: Iterable[Row], way: Supposed) -> list[str]:
    """Give the rows that a reading puts into a count or takes out of it; else those that it counts otherwise."""
    kept = list(rows)
    before, after = ({row.iri for row in within(said, some)} for some in (kept, way.rows))
    if way.each_continent:
        under: dict[str, set[str | None]] = {}
        for row in kept:
            under.setdefault(row.country, set()).add(row.continent)
        return [row.iri for row in kept if len(under[row.country]) > 1]
    if way.each_row:
        twinnings = [row.twinning for row in kept]
        return [row.iri for row in kept if twinnings.count(row.twinning) > 1]
    return [row.iri for row in kept if row.iri in before ^ after]


def _triples(finding: str, way: Supposed, tally: tuple[int, int, int], moved: list[str]) -> Iterator[Triple]:
    node = f"{finding}/if-{way.name}"
    held, as_stated, stated = tally
    yield Triple(NamedNode(finding), NamedNode(term("yc:holdsUnder")), NamedNode(node))
    said: list[tuple[str, Node]] = [
        ("rdf:type", NamedNode(term("yc:Supposition"))),
        ("dcterms:type", NamedNode(term(f"counting:{way.concept}"))),
        ("yc:held", Literal(held)),
        ("yc:heldAsStated", Literal(as_stated)),
        (
            "dcterms:description",
            Literal(
                f"{way.en} ({held} of the {stated} stated counts then hold, {as_stated} as they stand)", language="en"
            ),
        ),
        ("dcterms:description", Literal(f"{way.zh}(自述{stated}项中{held}项成立,照录时{as_stated}项)", language="zh")),
        *way.about,
        *(("prov:wasDerivedFrom", NamedNode(row)) for row in moved),
    ]
    for name, node_or_literal in said:
        yield Triple(NamedNode(node), NamedNode(term(name)), node_or_literal)


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]
