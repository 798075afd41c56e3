"""Lines that head a table without being headings in markup: a bold line, 二、友好交流城市, words of a kind above it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from ..ontology import concepts
from .counts import read_counts
from .readers import LOOSE, Part
from .sections import INNERMOST, may_head, plain, read_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .readers import Line

_OUTERMOST = 10
"""The depth of a title: beneath every heading in markup; within a text that is one table, so is each of these."""
_NUMERAL = "一二三四五六七八九十百"
_ORDINALS = tuple(
    re.compile(form)
    for form in (
        rf"第[{_NUMERAL}\d]+(?:章|节|節|部分)",
        rf"[{_NUMERAL}]+[、.\uff0e]",
        rf"[(\uff08][{_NUMERAL}]+[)\uff09]",
        r"\d{1,2}[.\uff0e、](?!\d)",
        r"\d{1,2}(?:\.\d{1,2})+\s|[(\uff08]\d{1,2}[)\uff09]",
    )
)
"""What titles begin with, the outer before the inner."""
_SCHEMES = ("kind", "level", "continent", "event")
_SURE = 3
"""How many of them begin no note nor entry of a list."""
_BOLD, _WORDS = len(_ORDINALS), len(_ORDINALS) + 1
_BESIDE = re.compile(r"[(\uff08\[\u3010][^()\uff08\uff09\[\]\u3010\u3011]*[)\uff09\]\u3011]")
_PATH = re.compile(r"[\d<>|/\u00bb\u203a\uff1e\uff5c\u2192]")
_SHORT, _LONGEST = 20, 200
_TABLE = re.compile(
    r"(?:关系|關係)?(?:的?(?:名单|名單|一览表?|一覽表?|列表|名录|名錄|情况表?|情況表?|汇总表?|统计表?|清单|表|list|table))?",
    re.IGNORECASE,
)
"""What a title may go on with after the words that tell of what it is."""


class _Title(NamedTuple):
    """What a line is that may be a title: the form in which it is one, and whether it says something of the ties."""

    form: int
    telling: bool


def titled(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of a document, those that head a table in all but markup as headings.

    So does a line that is bold or begins with an ordinal, is short and no sentence, wherever a table follows before the
    next heading; any other directly above the table, where it says a kind, level, continent or end.
    """
    found = [*lines]
    own = dict(_heading(lines))
    open_: list[int] = []
    leaf = False
    for place, line in enumerate(lines):
        if place in own:
            form, beneath = own[place]
            _close(open_, form, leaf=leaf)
            open_.append(form)
            leaf = False
            depth = (INNERMOST if beneath.table == 0 else 0) + _OUTERMOST + len(open_)
            found[place] = line._replace(part=Part.HEADING, reason="", depth=depth, table=0)
        elif line.part in {Part.HEADING, Part.TITLE}:
            open_, leaf = [], False
        elif line.part in {Part.HEADER, Part.ROW}:
            leaf = True
    return found


def _heading(lines: Sequence[Line]) -> Iterable[tuple[int, tuple[int, Line]]]:
    """Give the places of lines that head a table, each with its form and the first line of that table."""
    table: Line | None = None
    directly = False
    for place in reversed(range(len(lines))):
        line = lines[place]
        if line.part in {Part.HEADER, Part.ROW}:
            table, directly = line, True
        elif line.part in {Part.HEADING, Part.TITLE}:
            table = None
        elif table is not None and (title := _title(line)):
            alone = directly and title.telling and not _among_its_like(lines, place)
            if title.form == _BOLD or title.form < _SURE or (title.form < _BOLD and directly) or alone:
                yield place, (title.form, table)
            else:
                directly = False
        elif line.part is not Part.PASSED or line.reason == LOOSE:
            directly = False


def _close(open_: list[int], form: int, *, leaf: bool) -> None:
    """Take away the titles that a title of this form ends.

    They are all from the one of its own form on; where there is none, those of deeper ordinals, and a last one that has
    a table of its own, unless that is an ordinal and this a deeper one.
    """
    if form in open_:
        del open_[open_.index(form) :]
        return
    while open_ and form < _BOLD and form < open_[-1] < _BOLD:
        open_.pop()
        leaf = False
    if open_ and leaf and not open_[-1] < form < _BOLD:
        open_.pop()


def _title(line: Line) -> _Title | None:
    """Give as what a line may be a title, None where it is none."""
    if line.table or not (line.part is Part.PROSE or (line.part is Part.PASSED and line.reason == LOOSE)):
        return None
    return _title_of(line.text, bold=line.bold) if len(line.text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _title_of(text: str, *, bold: bool) -> _Title | None:
    words = plain(text)
    bare = _BESIDE.sub("", words).strip() or words
    if not may_head(bare):
        return None
    ordinal = next((rank for rank, form in enumerate(_ORDINALS) if form.match(text.strip())), None)
    form = ordinal if ordinal is not None else _BOLD if bold else _WORDS
    if form == _WORDS and (len(bare) > _SHORT or _PATH.search(bare) or not _ends_telling(bare)):
        return None
    return None if any(read_counts(bare)) else _Title(form, any(read_section(text)))


def _ends_telling(words: str) -> bool:
    """Tell whether words end in what they say of the ties, but for what a table is called."""
    small = normalize("NFKC", words).casefold()
    known = {word.casefold() for scheme in _SCHEMES for word in concepts(scheme)}
    ends = (small.rpartition(word)[2] for word in known if word in small)
    return any(_TABLE.fullmatch(rest) for rest in ends)


def _among_its_like(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line without a mark of a title stands beside another, as the tabs of a page and its links do."""
    beside = [lines[near] for near in (place - 1, place + 1) if 0 <= near < len(lines)]
    return any((title := _title(each)) and title.form == _WORDS and title.telling for each in beside)
