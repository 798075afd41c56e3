"""The parts of a query that SERVICE has to do with, each with its span, and which variables they bind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """Anything with a span: from ``start`` to before ``end``, and the variables named anywhere in it."""

    start: int
    end: int
    named: Names

    def certain(self) -> Names:
        """Give the variables that every solution of this part binds."""
        return NONE

    def visible(self) -> Names:
        """Give the variables that a solution of this part may bind (SPARQL 1.1, 18.2.1)."""
        return NONE

    def groups(self) -> Iterator[Group]:
        """Give the groups directly inside."""
        yield from ()


class Step(NamedTuple):
    """One triple pattern: the name of its subject, and the names that it finds from there; see reach.py.

    The subject is empty where it is no variable, and None where the pattern cannot be gone from its subject.
    """

    subject: str | None
    found: Names


@dataclass(frozen=True, slots=True)
class Triples(Part):
    """Triple patterns and property paths that stand together."""

    steps: tuple[Step, ...]

    def certain(self) -> Names:
        """All of them."""
        return self.named

    visible = certain


@dataclass(frozen=True, slots=True)
class Values(Part):
    """A block of data; ``bound`` are its columns without UNDEF."""

    columns: Names
    bound: Names

    def certain(self) -> Names:
        """Give the columns without UNDEF."""
        return self.bound

    def visible(self) -> Names:
        """Give all columns."""
        return self.columns


@dataclass(frozen=True, slots=True)
class Condition(Part):
    """A FILTER; ``inner`` are the groups of its EXISTS."""

    inner: tuple[Group, ...]

    def groups(self) -> Iterator[Group]:
        """Give the groups of EXISTS."""
        yield from self.inner


@dataclass(frozen=True, slots=True)
class Bind(Condition):
    """A BIND: it may fail, and then binds nothing."""

    target: str

    def visible(self) -> Names:
        """Give its variable."""
        return frozenset({self.target})


@dataclass(frozen=True, slots=True)
class Nested(Part):
    """OPTIONAL or MINUS, as ``word`` says, and its group."""

    word: str
    group: Group

    def visible(self) -> Names:
        """Give what OPTIONAL may bind; MINUS binds nothing."""
        return self.group.visible() if self.word == "OPTIONAL" else NONE

    def groups(self) -> Iterator[Group]:
        """Give its group."""
        yield self.group


@dataclass(frozen=True, slots=True)
class Union(Part):
    """Groups of which each gives solutions; a group that stands alone is a union of one."""

    branches: tuple[Group, ...]

    def certain(self) -> Names:
        """Give what every branch binds."""
        return frozenset.intersection(*(branch.certain() for branch in self.branches))

    def visible(self) -> Names:
        """Give what some branch may bind."""
        return frozenset().union(*(branch.visible() for branch in self.branches))

    def groups(self) -> Iterator[Group]:
        """Give the branches."""
        yield from self.branches


@dataclass(frozen=True, slots=True)
class Elsewhere(Part):
    """GRAPH or SERVICE: a group asked of another graph or endpoint, named by a variable or by what ``name`` says."""

    name: str
    group: Group

    @property
    def variable(self) -> Names:
        """Give the variable that stands for the name, or nothing."""
        return frozenset({self.name[1:]}) if self.name[0] in "?$" else NONE

    def certain(self) -> Names:
        """Give what the group binds, and the variable."""
        return self.group.certain() | self.variable

    def visible(self) -> Names:
        """Give what the group may bind, and the variable."""
        return self.group.visible() | self.variable

    def groups(self) -> Iterator[Group]:
        """Give the group."""
        yield self.group


@dataclass(frozen=True, slots=True)
class Service(Elsewhere):
    """A SERVICE; a silent one may give one solution without bindings instead."""

    silent: bool

    def certain(self) -> Names:
        """Give what is bound even when the service fails."""
        return self.variable if self.silent else self.group.certain() | self.variable


@dataclass(frozen=True, slots=True)
class Select(Part):
    """A SELECT inside a group: what it gives out, and what it does to its rows before."""

    star: bool
    plain: Names
    made: Names  # the names of its (expression AS ?name)
    grouped: bool
    sliced: bool  # LIMIT or OFFSET
    where: Group
    values: Values | None
    inner: tuple[Group, ...]

    def visible(self) -> Names:
        """Give what is projected."""
        if self.star:
            return self.where.visible() | (self.values.columns if self.values else NONE)
        return self.plain | self.made

    def certain(self) -> Names:
        """Give what is projected as it is and bound before."""
        before = self.where.certain() | (self.values.bound if self.values else NONE)
        return before if self.star else self.plain & before

    @property
    def transparent(self) -> bool:
        """Tell whether leaving out rows before it only leaves out the rows that they become."""
        return not (self.grouped or self.sliced or self.made)

    def groups(self) -> Iterator[Group]:
        """Give its WHERE and the groups of EXISTS in its expressions."""
        yield self.where
        yield from self.inner


@dataclass(frozen=True, slots=True)
class Group(Part):
    """What stands in braces: parts in order, or one SELECT."""

    parts: tuple[Part, ...]
    select: Select | None = None

    def certain(self) -> Names:
        """Give what its joined parts bind."""
        if self.select:
            return self.select.certain()
        return frozenset().union(*(part.certain() for part in self.parts))

    def visible(self) -> Names:
        """Give what its parts may bind."""
        if self.select:
            return self.select.visible()
        return frozenset().union(*(part.visible() for part in self.parts))

    def groups(self) -> Iterator[Group]:
        """Give the groups directly inside."""
        for part in (self.select,) if self.select else self.parts:
            yield from part.groups()


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query: its text, and where the parts of it are that matter to SERVICE."""

    text: str
    prologue: str
    declared: Names  # prefixes
    prefixes: tuple[tuple[int, str], ...]  # the prefix of each prefixed name, by its place
    changing: tuple[int, ...]  # places of RAND, NOW and their like: what they give differs between two evaluations
    dataset: str
    where: Group | None
    values: Values | None
    reshaped: bool  # its rows are grouped or computed before the VALUES after them is joined
    inner: tuple[Group, ...]  # groups of EXISTS in expressions outside WHERE

    def used_prefixes(self, part: Part) -> set[str]:
        """Give the prefixes that a part uses."""
        return {prefix for at, prefix in self.prefixes if part.start <= at < part.end}


def inside(part: Part) -> Iterator[Part]:
    """Give all parts inside a part, in the order of the text; not those inside a SERVICE, which are the remote's."""
    if isinstance(part, Group):
        children: Iterator[Part] = iter((part.select,) if part.select else part.parts)
    else:
        children = part.groups()
    for child in children:
        yield child
        if not isinstance(child, Service):
            yield from inside(child)
