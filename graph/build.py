"""From published lists to a release: read, link, map, derive, validate, write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from .. import ontology
from ..mapping.contradictions import contradictions, late_claims, two_dates
from ..mapping.descriptor import LISTS, loaded
from ..mapping.gazetteer import GAZETTEER, items
from ..mapping.places import LINKS, load_links
from ..mapping.reading import read_list
from ..mapping.regions import REGIONS
from ..mapping.statements.lists import list_quads
from ..mapping.statements.places import place_quads, used_places
from ..ontology.errors import DescriptorError, ReadingFailed, ReleaseError, ShapesViolated
from .audit import audit
from .derive import derive
from .describe import MEDIA_TYPES, describe
from .export import context, dump, minted_prefixes
from .federate.take_in import PREFIXES, take_in
from .release import MANIFEST, digest, staged
from .store import FOLDER, ordered
from .terminal import step
from .validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..mapping.descriptor import Descriptor
    from ..mapping.iris import Iris
    from ..mapping.places import Links, Place
    from ..mapping.records import Reading
    from ..ontology.errors import CellError
    from .report import Report


_LEAVE_OUT = (
    "Say there what is missing; or build with --keep-going to leave such lists out; or move their folders elsewhere."
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made: its readings, the places they speak of, what was left out, and what the shapes say.

    ``unsaid`` are the lists left out whole: their list.yaml cannot be loaded (a draft that still asks is one), or the
    shapes keep what they state from being released.
    """

    release: Path
    readings: tuple[Reading, ...]
    places: tuple[Place, ...]
    left_out: tuple[CellError, ...]
    unsaid: tuple[DescriptorError | ShapesViolated, ...]
    derived: dict[str, int]
    triples: int
    report: Report


def build(  # noqa: PLR0913 - what a release is made of
    release: Path,
    iris: Iris,
    *,
    lists: Path | Sequence[Path] = LISTS,
    links: Path = LINKS,
    keep_going: bool = False,
    wikidata: Sequence[Path] = (),
) -> Summary:
    """Make a release of all lists of a folder, or of several, by a table of links; ``wikidata`` are files to take in.

    Raises DescriptorError where a list.yaml cannot be loaded and ReadingFailed with all errors of all documents, unless
    ``keep_going`` leaves those lists and rows out, and lists that alone break the shapes; ShapesViolated if the graph
    may not be released, ReleaseError where it cannot be written; the release before it then stays.
    """
    known, folders = load_links(links), [lists] if isinstance(lists, Path) else lists
    said, unsaid = loaded(*folders)
    if unsaid and not (keep_going and said):
        raise DescriptorError("\n".join([*map(str, unsaid), _LEAVE_OUT]))
    with step("reading"):
        readings, left_out = read_all(said, known)
    if not readings:
        raise ReleaseError(
            f"no list.yaml in the folders of {', '.join(map(str, folders))}: name a folder of lists with --lists"
        )
    if left_out and not keep_going:
        raise ReadingFailed(left_out)
    with staged(release) as folder:
        store = Store()  # in memory, where rules are answered several times as fast; on disk once it is written
        places, derived, report = _fill(store, readings, known, iris, wikidata)
        broken = _broken(readings, report) if keep_going else {}
        if broken:
            readings = [reading for reading in readings if reading.descriptor.id not in broken]
            store.clear()
            places, derived, report = _fill(store, readings, known, iris, wikidata)
        if not report.conforms:
            raise ShapesViolated("\n".join(["the graph may not be released:", *map(str, report.violations)]))
        with step("writing"):
            write(store, folder, readings, iris, report, links=links, wikidata=wikidata)
    whole: tuple[DescriptorError | ShapesViolated, ...] = (*unsaid, *broken.values())
    return Summary(release, tuple(readings), tuple(places), tuple(left_out), whole, derived, len(store), report)


def _fill(
    store: Store, readings: Sequence[Reading], known: Links, iris: Iris, wikidata: Sequence[Path]
) -> tuple[list[Place], dict[str, int], Report]:
    """Put all that a release holds into a store; gives its places, what each rule derived, what the shapes say."""
    with step("mapping"):
        places = load(store, readings, known, iris)
    with step("deriving"):
        derived = derive(store, iris)
    with step("taking in"):
        for path in wikidata:
            take_in(store, path, iris)
    with step("auditing"):
        audit(store, iris)
    with step("validating"):
        report = validate(store, iris.base)
    return places, derived, report


def _broken(readings: Sequence[Reading], report: Report) -> dict[str, ShapesViolated]:
    """Give the lists, by id, that alone keep a graph from being released, and why; none where no list would be left."""
    ids = {reading.descriptor.id for reading in readings}
    violated = {result.list or "" for result in report.violations}
    if not violated < ids:
        return {}
    return {
        each: ShapesViolated("\n    ".join(str(result) for result in report.violations if result.list == each))
        for each in sorted(violated)
    }


def read_all(lists: Iterable[Descriptor], links: Links) -> tuple[list[Reading], list[CellError]]:
    """Give the readings of lists without the rows that cannot be published, and the errors of those rows.

    A note or caption with a date later than its list is published without that date.
    """
    readings, errors = [], []
    for descriptor in lists:
        reading = read_list(descriptor)
        wrong = [*links.unknown(reading), *contradictions(reading), *two_dates(reading, links)]
        late = list(late_claims(reading))
        errors.extend([*reading.errors, *(error for _, error in (*wrong, *late))])
        bad, undated = {order for order, _ in wrong}, [claim for claim, _ in late]
        rows = tuple(row for row in reading.rows if row.order not in bad)
        claims = tuple(claim._replace(date=None) if claim in undated else claim for claim in reading.claims)
        readings.append(reading._replace(rows=rows, claims=claims, lost=reading.lost + len(bad)))
    return readings, errors


def load(store: Store, readings: Sequence[Reading], links: Links, iris: Iris) -> list[Place]:
    """Put the vocabulary, the lists and the places they speak of into a store; gives those places."""
    graph = NamedNode(ontology.IRI)
    store.extend(
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in ontology.triples("vocabulary", "kinds")
    )
    places = used_places(readings, links)
    known = items({place.qid for place in places if place.qid})
    for reading in readings:
        _load(store, list_quads(reading, links, iris))
    _load(store, place_quads(places, known, iris))
    return places


def write(  # noqa: PLR0913 - what a release is made of
    store: Store,
    folder: Path,
    readings: Iterable[Reading],
    iris: Iris,
    report: Report,
    *,
    links: Path = LINKS,
    wikidata: Sequence[Path] = (),
) -> None:
    """Write a store and its dumps, description, validation report and manifest into a folder."""
    quads = ordered(store)
    _keep(quads, folder / FOLDER)
    descriptors = [reading.descriptor for reading in readings]
    lists = {said.id: NamedNode(iris.list(said.id)) for said in descriptors}
    names = minted_prefixes(lists)
    names |= PREFIXES if wikidata else {}
    (folder / "lists").mkdir()
    for form in MEDIA_TYPES:
        (folder / f"youcheng.{form}").write_bytes(dump(quads, form, names))
    ids = {graph: list_id for list_id, graph in lists.items()}
    for graph, own in groupby(quads, key=lambda quad: quad.graph_name):
        if graph in ids:
            content = dump(list(own), "ttl", minted_prefixes({ids[graph]: graph}))
            (folder / "lists" / f"{ids[graph]}.ttl").write_bytes(content)
    dumps = [f"youcheng.{form}" for form in MEDIA_TYPES] + [f"lists/{said.id}.ttl" for said in descriptors]
    (folder / "dataset.ttl").write_bytes(dump(ordered(describe(store, iris, dumps)), "ttl", names))
    (folder / "validation.ttl").write_bytes(report.turtle())
    (folder / "context.jsonld").write_text(_json({"@context": context(ontology.prefixes() | names)}), encoding="utf-8")
    inputs = [
        links,
        GAZETTEER,
        REGIONS,
        *(path for said in descriptors for path in (said.path, said.folder / "list.yaml")),
        *wikidata,
    ]
    manifest = {
        "base": iris.base,
        "inputs": {str(Path(path.parent.name, path.name)): digest(path) for path in inputs},
        "outputs": {str(path.relative_to(folder)): digest(path) for path in sorted(_files(folder))},
    }
    (folder / MANIFEST).write_text(_json(manifest), encoding="utf-8")


def _load(store: Store, lines: Iterable[str]) -> None:
    store.bulk_load("".join(lines).encode(), RdfFormat.N_QUADS)


def _keep(quads: Iterable[Quad], folder: Path) -> None:
    kept = Store(str(folder))
    kept.bulk_extend(quads)
    kept.flush()


def _files(folder: Path) -> Iterable[Path]:
    """Give the files of a release but those of the store, whose bytes are the engine's own affair."""
    return (path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.relative_to(folder).parts)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
