"""Which bindings lead through a group: from each subject on to what it says, which is never very much.

What a thing says of itself is bounded by the thing; how many things say the same of one country or class is not. So a
binding is selective where every triple pattern has a subject that is written there, is sent, or is found from one sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .pattern import NONE, Elsewhere, Group, Names, Part, Select, Service, Step, Triples, Union, Values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .tokens import Token

WRITTEN = ""  # stands for a term that is no variable
_UNREAD = (Step(None, NONE),)
_AFTER = frozenset({"?", "*", "+"})


def steps(words: Sequence[Token]) -> tuple[Step, ...]:
    """Give a step for each triple pattern of these words; one that leads nowhere for what is not read here."""
    try:
        return tuple(_Walk(words).patterns())
    except (IndexError, ValueError):
        return _UNREAD


def leads(group: Group, start: Names) -> bool:
    """Tell whether these variables lead to every triple pattern that a solution of the group must match."""
    return _found(group, start) is not None


def _found(group: Group, start: Names) -> Names | None:
    """Give all that is found from these variables; None where some pattern's subject is not."""
    if group.select is not None:
        return _through(group.select, start)
    known, left = start, list(group.parts)
    while True:
        waiting = []
        for part in left:
            more = _in_part(part, known)
            if more is None:
                waiting.append(part)
            else:
                known |= more
        if not waiting or len(waiting) == len(left):
            return None if waiting else known
        left = waiting


def _through(select: Select, start: Names) -> Names | None:
    """Give what a SELECT shows of what is found in it."""
    shown = select.visible()
    found = _found(select.where, start & shown) if select.transparent else None
    return None if found is None else found & shown


def _in_part(part: Part, known: Names) -> Names | None:
    if isinstance(part, Triples):
        return _along(part.steps, known)
    if isinstance(part, Values):
        return part.bound
    if isinstance(part, Union):
        branches = [_found(branch, known) for branch in part.branches]
        found = [branch for branch in branches if branch is not None]
        return frozenset.intersection(*found) if len(found) == len(branches) else None
    if isinstance(part, Elsewhere):
        return None if isinstance(part, Service) else _found(part.group, known)
    return NONE  # OPTIONAL, MINUS, FILTER, BIND: what is sent decides nothing about them


def _along(steps: Sequence[Step], known: Names) -> Names | None:
    """Give what is found along steps, in any order."""
    left, found = list(steps), known
    while ready := [step for step in left if step.subject == WRITTEN or step.subject in found]:
        found = found.union(*(step.found for step in ready))
        left = [step for step in left if step not in ready]
    return None if left else found


class _Walk:
    """Goes through the words of triple patterns; raises IndexError or ValueError where it does not know its way."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.words = words
        self.at = 0
        self.made: list[Step] = []

    def sees(self, *texts: str) -> bool:
        return self.at < len(self.words) and self.words[self.at].text in texts

    def next(self) -> Token:
        self.at += 1
        return self.words[self.at - 1]

    def patterns(self) -> list[Step]:
        while self.at < len(self.words):
            subject = self.node()
            if self.at < len(self.words) and not self.sees("."):
                self.properties(subject)
            if self.at < len(self.words):
                self.expect(".")
        return self.made

    def expect(self, text: str) -> None:
        if self.next().text != text:
            raise ValueError(text)

    def properties(self, subject: str) -> None:
        """Read predicates with their objects up to the end of what is said of a subject."""
        self.objects(subject)
        while self.sees(";"):
            self.next()
            if self.at < len(self.words) and not self.sees(";", ".", "]"):
                self.objects(subject)

    def objects(self, subject: str) -> None:
        back, named = self.path()
        while True:
            node = self.node()
            start, end = (node, subject) if back else (subject, node)
            self.made.append(Step(None if back is None else start, frozenset({end, *named} - {WRITTEN})))
            if not self.sees(","):
                return
            self.next()

    def path(self) -> tuple[bool | None, Names]:
        """Read a predicate: whether it leads from object to subject (None: both ways), and the variable it is."""
        start = self.at
        while True:
            while self.sees("^", "!"):
                self.next()
            if self.sees("("):
                self.skip()
            else:
                word = self.next()
                if word.kind not in {"iri", "name", "variable"} and word.text != "A":
                    raise ValueError(word.text)
            while self.sees(*_AFTER) and not self.signed():
                self.next()
            if not self.sees("/", "|"):
                break
            self.next()
        words = self.words[start : self.at]
        turned = sum(word.text == "^" for word in words)
        named = frozenset(word.text[1:] for word in words if word.kind == "variable")
        alone = turned == 1 and words[0].text == "^" and not any(word.text in {"/", "|", "("} for word in words)
        return (alone or None) if turned else False, named

    def signed(self) -> bool:
        """Tell whether the word here is the sign of a number that follows without a space."""
        here, after = self.words[self.at], self.words[self.at + 1]
        return here.text == "+" and after.kind == "number" and after.start == here.end

    def skip(self) -> None:
        """Step over what stands in parentheses."""
        depth = 0
        while True:
            depth += {"(": 1, ")": -1}.get(self.next().text, 0)
            if not depth:
                return

    def node(self) -> str:
        """Read a subject or object: the name of a variable or blank node, WRITTEN for any other term."""
        word = self.next()
        if word.text in {"[", "("}:
            return self.inner(word)
        if word.text in {"+", "-"}:
            word = self.next()
        if word.kind == "variable":
            return word.text[1:]
        if word.kind == "blank":
            return word.text
        if word.kind == "string" and self.at < len(self.words) and self.words[self.at].kind == "language":
            self.next()
        elif word.kind == "string" and self.sees("^^"):
            self.next()
            self.next()
        elif word.kind not in {"string", "iri", "name", "number"} and word.text not in {"TRUE", "FALSE"}:
            raise ValueError(word.text)
        return WRITTEN

    def inner(self, opening: Token) -> str:
        """Read a blank node with what is said of it, or a collection, and give the node's name."""
        name = f"[{opening.start}"
        if opening.text == "[":
            if not self.sees("]"):
                self.properties(name)
            self.expect("]")
            return name
        while not self.sees(")"):
            self.made.append(Step(name, frozenset({self.node()} - {WRITTEN})))
        self.expect(")")
        return name
