"""How well `youcheng link` does on the reviewed links, each list held out in turn: what is linked, and each error.

And which of the places are linked where their items are taken out of the gazetteer: each such link is to a namesake, or
to another item of the place.

python bench/linking/reviewed.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from made_names import gazetteer_without

from youcheng.graph.link import propose
from youcheng.mapping.descriptor import descriptors
from youcheng.mapping.linking.index import open_index
from youcheng.mapping.places import LINKS, load_links
from youcheng.mapping.reading import read_list

if TYPE_CHECKING:
    from youcheng.graph.link import Proposal
    from youcheng.mapping.linking.index import Index
    from youcheng.mapping.places import Links
    from youcheng.mapping.records import Reading


class Judged(NamedTuple):
    """One proposal against the reviewed link: the QID that review gave, or None where it found none."""

    list_id: str
    proposal: Proposal
    reviewed: str | None

    @property
    def outcome(self) -> str:
        """Give ``right``, ``wrong``, ``missed`` (review found an item) or ``rightly open``."""
        if self.proposal.link is None:
            return "missed" if self.reviewed else "rightly open"
        return "right" if self.proposal.link.qid == self.reviewed else "wrong"


def held_out(index: Index, reading: Reading, reviewed: Links) -> list[Judged]:
    """Link the names of one list without any of the reviewed links for them."""
    own: set[tuple[str | None, str]] = {("cn", reading.descriptor.about)}
    own |= {(None, row.country) for row in reading.rows if row.country}
    own |= {("cn", row.party.key) for row in reading.rows}
    for row in reading.rows:
        country = reviewed.country_of(row)
        own.add((country.id if country else None, row.partner.key))
    named = {name.key for claim in reading.claims for name in (claim.successor, *claim.merged) if name}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "links.sssom.tsv"
        path.write_text("".join(_kept(own, named)), encoding="utf-8")
        proposals = propose(index, load_links(path), [reading])
    return [Judged(reading.descriptor.id, each, _reviewed(each, reviewed)) for each in proposals]


def _kept(own: set[tuple[str | None, str]], named: set[str]) -> list[str]:
    lines = LINKS.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = []
    for line in lines:
        subject, _, rest = line.partition("\t")
        place, name = subject.removeprefix("place:"), rest.partition("\t")[0]
        country = None if "-" not in place else place[:2]
        if line.startswith(("#", "subject_id")) or ((country, name) not in own and name not in named):
            kept.append(line)
    return kept


def _reviewed(proposal: Proposal, reviewed: Links) -> str | None:
    wanted = proposal.wanted
    place = reviewed.find("" if wanted.country else wanted.sought.country or "", wanted.key)
    if place is None:
        raise LookupError(f"{wanted.key} has no reviewed link")
    return place.qid


def main() -> int:
    """Print the figures and the errors one by one; gives 1 where they miss 99 in 100 right or 90 in 100 linked."""
    index, reviewed = open_index(), load_links(LINKS)
    judged = {}
    for said in descriptors():
        for each in held_out(index, read_list(said), reviewed):
            wanted = each.proposal.wanted
            judged[wanted.country, wanted.sought.country, wanted.key] = each
    places = [each for each in judged.values() if not each.proposal.wanted.country]
    good = _report("places", places)
    _report("countries", [each for each in judged.values() if each.proposal.wanted.country])
    _without_items(places, reviewed)
    return 0 if good else 1


def _without_items(places: list[Judged], reviewed: Links) -> None:
    """Print the places that are linked though the gazetteer has their items no more."""
    gone = {each.reviewed for each in places if each.reviewed}
    with TemporaryDirectory() as folder:
        index = open_index(gazetteer_without(Path(folder) / "without.xz", gone), Path(folder))
        found = {
            each.proposal.wanted.key: each
            for said in descriptors()
            for each in held_out(index, read_list(said), reviewed)
            if not each.proposal.wanted.country and each.proposal.link
        }
    print(f"places without their {len(gone)} items in the gazetteer: {len(found)} linked to another item")
    for name, each in found.items():
        wanted, link = each.proposal.wanted, each.proposal.link
        print(f"  {name} ({wanted.sought.country}, {each.list_id}): {link and f'{link.label} {link.qid}'}")


def _report(what: str, judged: list[Judged]) -> bool:
    count = {
        outcome: sum(each.outcome == outcome for each in judged)
        for outcome in ("right", "wrong", "missed", "rightly open")
    }
    linked, linkable = count["right"] + count["wrong"], sum(each.reviewed is not None for each in judged)
    precision, recall = count["right"] / max(linked, 1), count["right"] / max(linkable, 1)
    print(f"{what}: {len(judged)} names, {linkable} of them with an item. Linked {linked}, right {count['right']}: "
          f"{precision:.1%} of what is linked is right, {recall:.1%} of the linkable is linked; "
          f"{count['rightly open']} without an item stay open.")  # fmt: skip
    for each in judged:
        if each.outcome in {"wrong", "missed"}:
            wanted, link = each.proposal.wanted, each.proposal.link
            got = f"linked to {link.label} {link.qid}" if link else each.proposal.verdict.reason
            print(f"  {each.outcome}: {wanted.key} ({wanted.sought.country}, {each.list_id}) is {each.reviewed}: {got}")
    return precision >= 0.99 and recall >= 0.9  # noqa: PLR2004 - what the project asks of itself


if __name__ == "__main__":
    sys.exit(main())
