"""The names that the machine leaves open, shown to a person one by one; every decision is kept as it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..mapping.linking.link_table import add_links, held, settle, take_back
from ..mapping.linking.scores import Scored
from ..mapping.places import load_links
from ..mapping.spelling import han_key, is_han, latin_key
from ..ontology.errors import LinkError
from .link import Minter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..mapping.linking.index import Index
    from ..mapping.places import Links, Place
    from .link import Proposal

_SHOWN = 9
HELP = """\
  1-9 [why]   link to that item; words after the number are kept as the evidence
  n [why]     no item is known of it: it is published without a link
  s, Enter    leave it open and go on
  /words      look for other items by name, in Chinese or in Latin letters
  ?           this help
  u           take back the last decision of this review, and decide that name anew
  q           stop; what was decided is kept"""
_LEAST_LABEL = 40
"""Points of its name from which an item is offered: what only sounds a little like the list's name has fewer."""


class Outcome(NamedTuple):
    """How many names a person linked, said to have no item, and left open."""

    linked: int
    without: int
    left: int


def review(
    path: Path, index: Index, proposals: list[Proposal], ask: Callable[[str], str], say: Callable[[str], None]
) -> Outcome:
    """Show each proposal and keep what the person decides in the table of links at once.

    ``ask`` gives a line for a prompt and raises EOFError at the end of input, which stops as ``q`` does.
    """
    say(HELP)
    answers: dict[int, str] = {}
    changes: list[tuple[int, bytes, bytes]] = []
    at = 0
    while at < len(proposals):
        question = _Question(path, index, proposals[at], ask, say)
        say(f"\n[{at + 1} of {len(proposals)}] {_head(proposals[at], question)}")
        answer = question.put()
        if answer == "q":
            break
        if answer == "u":
            at = _undone(path, changes, at, say)
            answers.pop(at, None)
            continue
        answers[at] = answer
        changes += [(at, *question.change)] if question.change else []
        at += 1
    decided = list(answers.values())
    linked, without = decided.count("linked"), decided.count("none")
    return Outcome(linked, without, len(proposals) - linked - without)


def _undone(path: Path, changes: list[tuple[int, bytes, bytes]], at: int, say: Callable[[str], None]) -> int:
    """Take the last decision back; gives the number of the name to ask of next, that of ``at`` if there is none."""
    if not changes:
        say("  nothing was decided in this review yet")
        return at
    number, before, after = changes[-1]
    try:
        with held(path):
            taken = take_back(path, before, after)
    except LinkError as error:
        say(f"  not taken back: {error}")
        return at
    changes.pop()
    say("  taken back" if taken else "  not taken back: its rows have been changed since; see the table itself")
    return number if taken else at


class _Question:
    """One name put to a person until it is decided or left."""

    def __init__(
        self, path: Path, index: Index, proposal: Proposal, ask: Callable[[str], str], say: Callable[[str], None]
    ) -> None:
        self.path, self.index, self.wanted = path, index, proposal.wanted
        self.ask, self.say = ask, say
        self.shown = [item for item in proposal.verdict.ranked if self.wanted.country or _worth(item)][:_SHOWN]
        self.change: tuple[bytes, bytes] | None = None
        """The table before and after the decision that was made here."""
        self.unfound = self.place(load_links(path))
        """Its place, where the links say that it has no item, and it is shown because something was found of it."""

    def put(self) -> str:
        """Ask until there is a decision: ``linked``, ``none``, ``s``, ``u`` or ``q``."""
        self.show()
        while True:
            try:
                said = self.ask("> ").strip()
            except EOFError:
                return "q"
            except UnicodeDecodeError:
                self.say("  not in UTF-8, so nothing was read: type it again")
                continue
            word, _, why = said.partition(" ")
            if word in {"", "s"}:
                return "s"
            if word in {"q", "u"}:
                return word
            if decided := self.answer(said, word, why.strip()):
                return decided

    def answer(self, said: str, word: str, why: str) -> str:
        """Do what was said; gives the decision, or nothing where it is still to be made."""
        if said.startswith("/"):
            self.look(said[1:].strip())
        elif word == "n":
            return self.without(why)
        elif word.isdecimal() and 1 <= int(word) <= len(self.shown):
            return self.link(self.shown[int(word) - 1], why)
        elif word.isdecimal():
            self.say(f"  {word} is not on offer: {f'1 to {len(self.shown)} are' if self.shown else 'no item is shown'}")
        else:
            self.say(HELP)
        return ""

    def link(self, item: Scored, why: str) -> str:
        with held(self.path):
            links = load_links(self.path)
            if decided := self.decided(links):
                return decided
            minter = Minter(self.index, links)
            link = minter.link(self.wanted, item, why, person=True)
            taken = [place.id for place in links.places.values() if place.qid == item.entry.qid]
            if link is None or (self.unfound and taken):
                told = f"{item.entry.label} {item.entry.qid} is place:{taken[0]} already" if taken else ""
                self.say(f"  not possible: {(self.unfound and told) or minter.refused(self.wanted, item.entry)}")
                return ""
            before = self.path.read_bytes()
            if self.unfound:
                link = link._replace(place=self.unfound.id)
                settle(self.path, link)
            else:
                add_links(self.path, [link])
            self.change = before, self.path.read_bytes()
        self.say(f"  kept: place:{link.place} is wd:{link.qid}")
        return "linked"

    def without(self, why: str) -> str:
        with held(self.path):
            links = load_links(self.path)
            if decided := self.decided(links):
                return decided
            if self.unfound:
                self.say(f"  as it stands: place:{self.unfound.id} has no item")
                return "none"
            link = Minter(self.index, links).none(self.wanted, why or "no item is known to the reviewer", person=True)
            if link is None:
                self.say(
                    "  not possible: a country, or a place whose country is not known, cannot be published without an"
                    " item"
                )
                return ""
            before = self.path.read_bytes()
            add_links(self.path, [link])
            self.change = before, self.path.read_bytes()
        self.say(f"  kept: place:{link.place} has no item")
        return "none"

    def decided(self, links: Links) -> str:
        """Tell what another decided of the name meanwhile, for that decision stays; nothing where it is still open."""
        place = self.place(links)
        if place is None or (self.unfound and place.qid is None):
            return ""
        item = f"is wd:{place.qid}" if place.qid else "has no item"
        self.say(f"  decided meanwhile by another: place:{place.id} {item}")
        return "linked" if place.qid else "none"

    def place(self, links: Links) -> Place | None:
        """Give the place of the name in the table of links."""
        country = "" if self.wanted.country else self.wanted.sought.country
        return None if country is None else links.find(country, self.wanted.key)

    def look(self, words: str) -> None:
        """Show the items whose names begin with the words, in the country of the name."""
        key = han_key(words) if is_han(words) else latin_key(words)
        home = self.index.country(self.wanted.sought.country) if self.wanted.sought.country else None
        found: dict[str, Scored] = {}
        for name in self.index.beginning(key, 500) if key else []:
            entry = self.index.item(name.qid)
            if entry and (home is None or entry.country in {home, ""} or entry.qid == home):
                found.setdefault(entry.qid, Scored(entry, ()))
        self.shown = list(found.values())[:_SHOWN]
        self.show()

    def show(self) -> None:
        for number, item in enumerate(self.shown, 1):
            self.say(f"  {number}  {_item(item)}")
        if not self.shown:
            self.say("  no item: /words looks for others")


def _worth(item: Scored) -> bool:
    """Tell whether an item is worth a person's look: it bears nearly the name, and not all else speaks against it."""
    return item.of("label") >= _LEAST_LABEL and item.points >= 0


def _head(proposal: Proposal, question: _Question) -> str:
    wanted, ranked = proposal.wanted, proposal.verdict.ranked
    hidden = ranked and ranked[0] not in question.shown
    reason = "needs a person: the gazetteer has nothing by nearly that name" if hidden else proposal.verdict.reason
    said = [wanted.key, wanted.sought.name.other or "", (wanted.sought.country or "country not known").upper()]
    if wanted.country:
        said[2] = "a country"
    if wanted.sought.population:
        said.append(f"{wanted.sought.population:,} people stated")
    return f"{' · '.join(part for part in said if part)}\n  {wanted.where}\n  {reason}"


def _item(item: Scored) -> str:
    entry = item.entry
    people = f"{entry.population:,} people" if entry.population else ""
    said = (f"{entry.label} {entry.qid}", entry.kind, entry.parent and f"in {entry.parent}", people)
    first = " · ".join(part for part in said if part)
    points = f"\n     {item.points} points: {item.explained}" if item.evidence else ""
    return f"{first} · https://www.wikidata.org/wiki/{entry.qid}{points}"
