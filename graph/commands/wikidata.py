"""``youcheng wikidata`` and its five actions."""

from __future__ import annotations

import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import (
    DONE,
    FOUND_WRONG,
    give,
    links_file,
    links_option,
    lists_folders,
    lists_option,
    output_option,
    release_option,
    remote_client,
    remote_options,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pyoxigraph import Store

    from ..federate.edits import Edit, Edits
    from ..federate.take_in import Snapshot

SUMMARY = "ask Wikidata about the linked places, compare it with the lists, and give back what it lacks"
EXAMPLE = "youcheng wikidata pull && youcheng wikidata compare --wikidata wikidata/2026-01-31.ttl"
OUT = Path("wikidata")


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    pulling = _action(actions, "pull", "keep what Wikidata says of the linked places, in a file of today's date", _pull)
    pulling.add_argument(
        "--out", type=Path, default=OUT, metavar="DIR", help="where the file goes (default: %(default)s)"
    )
    _remote(pulling)
    comparing = _action(
        actions, "compare", "the lists against Wikidata: counts, then each case with its sources", _compare
    )
    comparing.add_argument(
        "-f",
        "--format",
        choices=("markdown", "html", "csv", "csv-safe", "ttl"),
        default="markdown",
        help="default: %(default)s; csv-safe has an apostrophe before what a spreadsheet would take for a formula",
    )
    _snapshot(comparing)
    giving = _action(
        actions, "quickstatements", "edits for what the lists know and Wikidata does not, to review and run", _give_back
    )
    giving.add_argument(
        "-f", "--format", choices=("v1", "csv", "openrefine"), default="v1",
        help="QuickStatements V1 (default) or its CSV, or a CSV to open in OpenRefine",
    )  # fmt: skip
    giving.add_argument("--referenced", action="store_true", help="only edits with an address in their reference")
    links_option(giving)
    _snapshot(giving)
    checking = _action(
        actions,
        "check-links",
        "linked items that were redirected, merged, deleted, dissolved or are another thing",
        _check,
    )
    checking.add_argument("--wikidata", type=Path, metavar="FILE", help="ask a file that `pull` wrote, not Wikidata")
    _remote(checking)
    finding = _action(
        actions, "find", "items that bear the names of a list which are linked to none, for a person to judge", _find
    )
    finding.add_argument("list", metavar="LIST", help="the id of a list, as `youcheng lists` gives it")
    finding.add_argument("-f", "--format", choices=("table", "json"), default="table", help="default: %(default)s")
    links_option(finding)
    lists_option(finding)
    _remote(finding)


def run(arguments: Namespace) -> int:
    """Do the action."""
    status: int = arguments.do(arguments)
    return status


def _action(actions: Any, name: str, summary: str, do: Callable[[Namespace], int]) -> ArgumentParser:  # noqa: ANN401 - argparse has no public name for it
    parser: ArgumentParser = actions.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.set_defaults(do=do)
    release_option(parser)
    return parser


def _remote(parser: ArgumentParser) -> None:
    """Let an action that asks Wikidata be told where."""
    parser.add_argument(
        "--endpoint",
        metavar="IRI",
        help="the endpoint to ask (default: Wikidata's own; it must be one that may be asked)",
    )
    remote_options(parser)


def _snapshot(parser: ArgumentParser) -> None:
    """Let an action that reads what was pulled be told which, and where its answer goes."""
    parser.add_argument(
        "--wikidata", type=Path, metavar="FILE", help="a file that `pull` wrote (default: the newest in the release)"
    )
    output_option(parser)


def _pull(arguments: Namespace) -> int:
    """Write the file and say what to do with it."""
    from ..federate.deadline import Deadline
    from ..federate.pull import pull, write
    from ..store import open_release

    store = open_release(arguments.release)
    with remote_client(arguments) as client:
        pulled = pull(store, client, _endpoint(arguments), Deadline(arguments.timeout))
    for part in pulled.parts:
        print(f"{part.name}: {len(part.triples):,} triples; {part.source}")
    _say_kept(pulled.kept, pulled.started)
    path = write(pulled, arguments.out)
    print(f"Written to {path}: `youcheng build --wikidata {path}` takes it into the release.")
    return DONE


def _compare(arguments: Namespace) -> int:
    """Print the report."""
    from ..federate import drift
    from ..federate.compare import compare
    from ..query import without_formulas

    store, snapshot = _opened(arguments)
    found = compare(store, snapshot)
    forms: dict[str, Callable[[], str | bytes]] = {
        "markdown": lambda: drift.as_markdown(found),
        "html": lambda: drift.as_html(found),
        "csv": lambda: drift.as_csv(found),
        "csv-safe": lambda: without_formulas(drift.as_csv(found), "\n"),
        "ttl": lambda: drift.as_turtle(found, _base(arguments)),
    }
    return give(arguments, forms[arguments.format]())


def _give_back(arguments: Namespace) -> int:
    """Print the edits; what is left out, and why, goes to standard error."""
    from ...mapping.places import load_links
    from ..federate import quickstatements
    from ..federate.check_links import check_links, doubtful, unreviewed
    from ..federate.compare import compare
    from ..federate.edits import edits

    store, snapshot = _opened(arguments)
    links = load_links(links_file(arguments.links))
    doubts = doubtful(check_links(store, snapshot))
    found = edits(store, compare(store, snapshot), doubts, unreviewed(store, links))
    given = [edit for edit in found.edits if edit.addressed or not arguments.referenced]
    _tell(found, given, snapshot.date)
    forms = {"v1": quickstatements.version_1, "csv": quickstatements.as_csv, "openrefine": quickstatements.openrefine}
    return give(arguments, forms[arguments.format](given))


def _tell(found: Edits, given: Sequence[Edit], date: str) -> None:
    """Say on standard error how many edits there are, and what is left out for what reason."""
    from collections import Counter

    said = [f"{len(given)} edits against Wikidata of {date}: {sum(not edit.exists for edit in given)} statements, "]
    said += [f"{sum(edit.exists for edit in given)} dates for statements that are there."]
    print("".join(said), file=sys.stderr)
    without = sum(not edit.addressed for edit in found.edits)
    if without:
        are = "are left out" if len(given) < len(found.edits) else "are among them (--referenced leaves them out)"
        print(f"{without} whose reference has no address, since no list has one, {are}.", file=sys.stderr)
    counts = Counter(left.doubt for left in found.left_out)
    if counts:
        reasons = ", ".join(f"{count} {doubt}" for doubt, count in counts.most_common())
        print(f"left out: {sum(counts.values())} pairs of places: {reasons}", file=sys.stderr)
    for left in found.left_out:
        print(f"left out: {left.case.one} and {left.case.other}: {left.why}", file=sys.stderr)


def _check(arguments: Namespace) -> int:
    """Print what is wrong with the links, which makes it ``found wrong``."""
    from pyoxigraph import Store

    from ...mapping.iris import Iris
    from ..federate.check_links import QUESTIONS, check_links
    from ..federate.deadline import Deadline
    from ..federate.pull import pull, turtle
    from ..federate.take_in import read, take_in
    from ..store import open_release

    store, iris = open_release(arguments.release), Iris(_base(arguments))
    if arguments.wikidata is not None:
        snapshot = take_in(Store(), arguments.wikidata, iris)
    else:
        with remote_client(arguments) as client:
            pulled = pull(store, client, _endpoint(arguments), Deadline(arguments.timeout), QUESTIONS)
        _say_kept(pulled.kept, pulled.started)
        snapshot = read(Store(), turtle(pulled), pulled.date, iris)
    found = check_links(store, snapshot)
    for finding in found:
        print(finding)
    print(f"{len(found)} found wrong, by Wikidata of {snapshot.date}.")
    return FOUND_WRONG if found else DONE


def _find(arguments: Namespace) -> int:
    """Print the names with their candidates."""
    from ...mapping.descriptor import descriptor
    from ...mapping.places import load_links
    from ...mapping.reading import read_list
    from ..federate.deadline import Deadline
    from ..federate.find import as_json, as_text, find, wanted

    reading = read_list(descriptor(arguments.list, *lists_folders(arguments.lists)))
    names = wanted(reading, load_links(links_file(arguments.links)))
    with remote_client(arguments) as client:
        found = find(names, client, _endpoint(arguments), Deadline(arguments.timeout))
    kept = [one.kept for one in found if one.kept]
    _say_kept(len(kept), min(kept, default=None))
    print({"table": as_text, "json": as_json}[arguments.format](found), end="")
    return DONE


def _say_kept(count: int, oldest: datetime | None) -> None:
    """Say on standard error that nothing was asked for some answers, and how to ask."""
    if count and oldest:
        print(
            f"Kept answers were used, the oldest of {oldest:%Y-%m-%d %H:%M:%S} UTC: --refresh asks anew.",
            file=sys.stderr,
        )


def _endpoint(arguments: Namespace) -> str:
    from ..federate.endpoints import WIKIDATA

    return str(arguments.endpoint or WIKIDATA)


def _opened(arguments: Namespace) -> tuple[Store, Snapshot]:
    """Give the release's store, and the snapshot named or the newest in the release."""
    from pyoxigraph import Store

    from ...mapping.iris import Iris
    from ..federate.take_in import newest, take_in
    from ..store import open_release

    store = open_release(arguments.release)
    if arguments.wikidata is None:
        return store, newest(store)
    return store, take_in(Store(), arguments.wikidata, Iris(_base(arguments)))


def _base(arguments: Namespace) -> str:
    """Give the base that the release was built with."""
    import json

    from ..release import MANIFEST

    return str(json.loads((arguments.release / MANIFEST).read_text(encoding="utf-8"))["base"])
