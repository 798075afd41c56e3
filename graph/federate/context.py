"""What can bind a SERVICE's variables: a query over the rest whose rows hold each binding that matters.

A remote solution may be left out where it meets no row of the rest. That holds for what is *joined* with the SERVICE.
Across OPTIONAL, MINUS and EXISTS it holds for their left side, and further out only for variables that the left side
binds in every solution: otherwise a solution left out would turn into one without bindings, which meets more, not less.
A part that would need the answer of a service not yet asked, or that changes from one evaluation to the next, is left
out with all that depends on it: more rows are harmless, since the whole query decides in the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .pattern import NONE, Bind, Condition, Elsewhere, Group, Names, Nested, Part, Query, Select, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

How = Literal["join", "optional", "minus", "exists", "bind", "select", "stop"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One step from the whole query to a part: a group, the part of it that leads on, and how that part counts."""

    group: Group
    part: Part
    how: How
    beside: Part | None = None  # the VALUES after the group, where it is joined with it


@dataclass(frozen=True, slots=True)
class Place:
    """A part, and the way to it from the outermost group."""

    part: Part
    frames: tuple[Frame, ...]


def places(query: Query) -> Iterator[Place]:
    """Give every SERVICE, and every SELECT with LIMIT or OFFSET, in the order of the text, with the way to it.

    What is inside a SERVICE is the remote's.
    """
    if query.where is not None:
        beside = None if query.reshaped else query.values
        yield from _in_group(query.where, (), beside)
    for group in query.inner:
        yield from _in_group(group, (Frame(group, group, "stop"),), None)


def _in_group(group: Group, frames: tuple[Frame, ...], beside: Part | None) -> Iterator[Place]:
    if group.select is not None:
        select = group.select
        if select.sliced:
            yield Place(group, frames)
        way = (*frames, Frame(group, select, "select"))
        yield from _in_group(select.where, way, select.values if select.transparent else None)
        for inner in select.inner:
            yield from _in_group(inner, (*frames, Frame(inner, inner, "stop")), None)
        return
    for part in group.parts:
        if isinstance(part, Service):
            yield Place(part, (*frames, Frame(group, part, "join", beside)))
            continue
        for inner in part.groups():
            yield from _in_group(inner, (*frames, Frame(group, part, _how(part), beside)), None)


def _how(part: Part) -> How:
    if isinstance(part, Nested):
        return "optional" if part.word == "OPTIONAL" else "minus"
    if isinstance(part, Bind):
        return "bind"
    return "exists" if isinstance(part, Condition) else "join"


@dataclass
class Context:
    """The text of a group whose rows bind ``offered``, some of the variables that are still ``wanted``."""

    wanted: Names
    text: str = ""
    offered: Names = NONE


@dataclass
class _Level:
    """What one group contributes, as its parts are gone through in order."""

    texts: list[str] = field(default_factory=list)
    used: Names = NONE  # may be bound by what was taken
    known: Names = NONE  # bound by it in every row
    targets: Names = NONE  # of BIND
    left_open: Names = NONE  # may be bound by what was left out
    conditions: list[Part] = field(default_factory=list)


def context(place: Place, wanted: Names, usable: Callable[[Part], bool], cut: Callable[[Part], str]) -> Context:
    """Give the context of a part for the variables it certainly binds, ``wanted``.

    ``usable`` tells of a part whether it can be evaluated now, always with the same solutions; ``cut`` gives its text.
    """
    made = Context(wanted)
    for frame in reversed(place.frames):
        if frame.how == "stop" or (frame.how == "select" and not _through_select(made, frame.part)):
            break
        if frame.how == "select":
            continue
        level = _level(frame, made.text, usable, cut)
        made.text = f"{{ {' '.join(level.texts)} }}"
        made.offered |= level.used & made.wanted
        if frame.how != "join":
            if not made.offered or not made.offered <= level.known:
                break
            made.wanted &= level.known
            made.text = _hidden(made.text, made.offered)
    return made


def _through_select(made: Context, select: Part) -> bool:
    """Step out of a SELECT where what it projects can be told apart row by row; tells whether it can."""
    if not isinstance(select, Select) or not select.transparent or not (select.star or made.offered <= select.plain):
        return False
    if not select.star:
        made.wanted &= select.plain
        made.text = _hidden(made.text, select.plain)
    return True


def _hidden(text: str, names: Names) -> str:
    """Give a group that shows these variables only."""
    shown = " ".join(f"?{name}" for name in sorted(names)) or "(1 AS ?none)"
    return f"{{ SELECT DISTINCT {shown} WHERE {text} }}"


def _level(frame: Frame, inner: str, usable: Callable[[Part], bool], cut: Callable[[Part], str]) -> _Level:
    """Go through the parts of one group, the text from further in at the place it came from."""
    level = _Level()
    reached = False
    beside = (frame.beside,) if frame.beside and frame.how == "join" else ()
    for part in (*frame.group.parts, *beside):
        if part is frame.part:
            reached = True
            level.left_open |= part.visible()
            if inner:
                level.texts.append(f"GRAPH {part.name} {inner}" if isinstance(part, Elsewhere) else inner)
        elif _condition(part):
            level.conditions += [part] if usable(part) else []
        elif usable(part) and (not reached or _counts_after(part, frame.how)):
            _take(level, part, cut)
        else:
            level.left_open |= part.visible()
    settled = level.known | (level.targets - level.left_open)
    level.texts += [cut(part) for part in level.conditions if part.named <= settled]
    return level


def _condition(part: Part) -> bool:
    return isinstance(part, Condition) and not isinstance(part, Bind)


def _counts_after(part: Part, how: How) -> bool:
    """Tell whether a part restricts what stands before it: what is joined later does, a FILTER sees the whole group."""
    return how == "exists" or (how == "join" and not isinstance(part, Bind | Nested))


def _take(level: _Level, part: Part, cut: Callable[[Part], str]) -> None:
    """Take a part over, unless what it gives hangs on variables that were left open."""
    if isinstance(part, Bind | Nested) and part.named & (level.left_open - level.known):
        level.left_open |= part.visible()
        return
    level.texts.append(cut(part) + " .")
    level.used |= part.visible()
    level.known |= part.certain()
    if isinstance(part, Bind):
        level.targets |= part.visible()
