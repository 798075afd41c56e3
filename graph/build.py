"""From published lists to a release: read, link, map, derive, validate, write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from .. import ontology
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

    ``unsaid`` are the lists left out whole, for their list.yaml cannot be loaded; a draft that still asks is one.
    """

    release: Path
    readings: tuple[Reading, ...]
    places: tuple[Place, ...]
    left_out: tuple[CellError, ...]
    unsaid: tuple[DescriptorError, ...]
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
    ``keep_going`` leaves those lists and rows out, ShapesViolated where the graph may not be released, ReleaseError
    where it cannot be written; the release before it then stays.
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
        if not report.conforms:
            raise ShapesViolated("\n".join(["the graph may not be released:", *map(str, report.violations)]))
        with step("writing"):
            write(store, folder, readings, iris, report, links=links, wikidata=wikidata)
    read = tuple(readings), tuple(places), tuple(left_out), tuple(unsaid)
    return Summary(release, *read, derived, len(store), report)


def read_all(lists: Iterable[Descriptor], links: Links) -> tuple[list[Reading], list[CellError]]:
    """Give the readings of lists without the rows that cannot be published, and the errors of those rows."""
    readings, errors = [], []
    for descriptor in lists:
        reading = read_list(descriptor)
        unknown = list(links.unknown(reading))
        errors.extend([*reading.errors, *(error for _, error in unknown)])
        bad = {order for order, _ in unknown}
        rows = tuple(row for row in reading.rows if row.order not in bad)
        readings.append(reading._replace(rows=rows, lost=reading.lost + len(bad)))
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
