"""``youcheng link``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ...ontology.errors import UsageError
from . import DONE, FOUND_WRONG, OWN_LINKS, links_option, lists_folders, lists_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ...mapping.linking.index import Index
    from ...mapping.records import Reading
    from ..consider import Found
    from ..link import Proposal

SUMMARY = "link the names of lists to Wikidata items: what is sure is written, the rest is for a person"
EXAMPLE = "youcheng link && youcheng link --review"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said."""
    parser.add_argument("list", metavar="LIST", nargs="?", help="only the names of this list (default: of all lists)")
    parser.add_argument("--review", action="store_true", help="put the names that stay open to a person, one by one")
    parser.add_argument(
        "--candidates",
        type=Path,
        metavar="FILE",
        help="with --review: also what `youcheng wikidata find LIST -f json` found, names without an item included",
    )
    parser.add_argument("--dry-run", action="store_true", help="print what would be written, and write nothing")
    parser.add_argument(
        "--not-found", action="store_true", help="also write sssom:NoTermFound for names that nothing answers to"
    )
    lists_option(parser)
    links_option(parser)


def run(arguments: Namespace) -> int:
    """Write what is sure and print each choice with its reason; names or lists left open make it ``found wrong``."""
    from ...mapping.descriptor import descriptor, loaded
    from ...mapping.linking.index import open_index
    from ...mapping.linking.link_table import held
    from ...mapping.reading import read_list

    found = _found(arguments)
    path, folders = _table(arguments.links), lists_folders(arguments.lists)
    said, unsaid = ([descriptor(arguments.list, *folders)], []) if arguments.list else loaded(*folders)
    for error in unsaid:
        print(f"Left out: {error}", file=sys.stderr)
    index, readings = open_index(), [read_list(each) for each in said]
    with held(path):
        path = _begun(path, dry=arguments.dry_run)
        left = _decide(path, index, readings, write=not arguments.dry_run, not_found=arguments.not_found)
    if found:
        from ...mapping.places import load_links
        from ..consider import consider

        left = consider(found, index, load_links(path), left)
    if left and arguments.review and not arguments.dry_run:
        return max(_review(path, index, left), FOUND_WRONG if unsaid else DONE)
    if left and not arguments.dry_run:
        print("`youcheng link --review` puts the open ones to a person, one by one.")
    return FOUND_WRONG if left or unsaid else DONE


def _decide(path: Path, index: Index, readings: list[Reading], *, write: bool, not_found: bool) -> list[Proposal]:
    """Print every choice and write what is sure; gives the names that stay open."""
    from ...mapping.linking.link_table import add_links
    from ...mapping.places import load_links
    from ..link import Minter, propose

    proposals = propose(index, load_links(path), readings)
    made = [each.link for each in proposals if each.link]
    left = [each for each in proposals if not each.link]
    for each in proposals:
        print(_line(each))
    print(f"{len(proposals)} new names: {len(made)} linked, {len(left)} open.")
    if not write:
        return left
    if not_found:
        minter = Minter(index, load_links(path))
        without = {
            id(each): minter.none(each.wanted, each.verdict.reason, person=False)
            for each in left
            if not (each.verdict.ranked or each.verdict.elsewhere)
        }
        made += [link for link in without.values() if link]
        left = [each for each in left if not without.get(id(each))]
    if made:
        add_links(path, made)
        print(f"Written to {path}: {len(made)} new row{'' if len(made) == 1 else 's'}.")
    return left


def _found(arguments: Namespace) -> list[Found]:
    """Read the candidates that were named; raises UsageError where nobody is there to choose among them."""
    if arguments.candidates is None:
        return []
    from ..consider import read_candidates

    if not arguments.review or arguments.dry_run:
        raise UsageError("--candidates are for a person to choose from: name them with --review, and without --dry-run")
    return read_candidates(arguments.candidates)


def _table(given: Path | None) -> Path:
    """Give the table of links to write to: the one named, that of the directory one is in, or the project's.

    An installed package is not written to, so there a table of one's own is begun.
    """
    from ...mapping.places import LINKS

    if given is not None:
        if given.exists() and not given.is_file():
            raise UsageError(f"{given} is no file: name a table of links with --links, or a new file to begin one in")
        return given
    in_checkout = (LINKS.resolve().parents[1] / "pyproject.toml").is_file()
    return LINKS if in_checkout and not OWN_LINKS.is_file() else OWN_LINKS


def _begun(path: Path, *, dry: bool) -> Path:
    """Begin a table that is not there yet as a copy of the project's; a dry run reads the project's instead."""
    from ...mapping.places import LINKS
    from ..write import write_whole

    if path.exists():
        return path
    if dry:
        return LINKS
    try:
        write_whole(path, LINKS.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; name another file with --links") from error
    print(f"{path} begins as a copy of the project's links.", file=sys.stderr)
    return path


def _line(proposal: Proposal) -> str:
    """Give a choice in one line."""
    wanted, link = proposal.wanted, proposal.link
    where = "country" if wanted.country else (wanted.sought.country or "country not known").upper()
    if link is None:
        return f"open    {wanted.key} ({where}): {proposal.verdict.reason}"
    points = proposal.verdict.item.points if proposal.verdict.item else 0
    item = f"{link.label} {link.qid}, place:{link.place}, {points} points"
    return f"linked  {wanted.key} ({where}) → {item}: {proposal.verdict.reason}"


def _review(path: Path, index: Index, left: list[Proposal]) -> int:
    from ..review import review

    if not sys.stdin.isatty():
        raise UsageError("--review asks questions, so it needs a terminal; without it the open names are only printed")
    outcome = review(path, index, left, input, print)
    print(f"{outcome.linked} linked by you, {outcome.without} without an item, {outcome.left} still open.")
    return FOUND_WRONG if outcome.left else DONE
