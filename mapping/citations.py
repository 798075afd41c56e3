"""An entry of a list's references, in the form that Chinese Wikipedia's citation templates print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .dates import date_or_none
from .languages import TAGS
from .numbers import NARROW
from .records import Citation

if TYPE_CHECKING:
    from .readers import Line

_ENTRY = re.compile(r"(?P<number>\d{1,9})\.\s+\^\s+(?:\d+\.\d+\s+)*(?P<text>.*)")
_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_OPEN, _CLOSE = r"[(\uff08]", r"[)\uff09]"
_PARTS = {
    "file_format": re.compile(rf"\s*{_OPEN}PDF{_CLOSE}(?=\.)"),
    "dead_link": re.compile(r"\s*\[(?:失效連結|失效链接|永久失效連結|永久失效链接)\]"),
    "language": re.compile(
        rf"\s*{_OPEN}(?P<value>[\u3400-\u9fff]*(?:语|語|中文{_OPEN}[^)\uff09]+{_CLOSE}|中文)){_CLOSE}"
    ),
    "archived": re.compile(rf"\s*{_OPEN}原始内容(?:{_OPEN}PDF{_CLOSE}|[^)\uff09])*?于(?P<value>{_DATE}){_CLOSE}"),
    "via": re.compile(rf"\s*[–-]\s*通[过過](?P<value>.+?)(?=\s*(?:{_OPEN}|\.?$))"),
    "identifier": re.compile(r"\s*(?P<value>(?:ISSN|ISBN)\s[\dXx-]+)\.?"),
    "retrieved": re.compile(rf"\s*\[(?P<value>{_DATE})\]"),
}
_LONGEST = 3000
"""Characters of an entry that is taken apart; what is longer is kept whole."""
_EDITOR = re.compile(rf"\s*{_OPEN}[编編]{_CLOSE}$")
_IMPRINT = re.compile(
    rf"(?P<head>.+?)\.\s+(?P<date>{_DATE})(?:,\s*(?P<volume>[^:]+))?(?::\s*(?P<pages>[^\[]+?))?\s*\.?$"
)


def read_citation(line: Line) -> Citation:
    """Read one entry; a part that cannot be told is left out, the whole text is always kept."""
    entry = _ENTRY.match(line.text)
    if not entry:
        return Citation(0, line.number, line.text)
    if len(line.text) > _LONGEST:
        return Citation(int(entry["number"]), line.number, " ".join(entry["text"].split()))
    rest, said = " ".join(entry["text"].split()), {}
    for part, pattern in _PARTS.items():
        if found := pattern.search(rest):
            said[part] = found.groupdict().get("value") or ""
            rest = (rest[: found.start()] + rest[found.end() :]).strip()
    imprint = _IMPRINT.match(rest.rstrip(". ") + ".")
    authors, title, publisher = _head(imprint["head"] if imprint else rest)
    return Citation(
        number=int(entry["number"]),
        line=line.number,
        text=" ".join(entry["text"].split()),
        authors=authors,
        title=title,
        publisher=publisher,
        issued=date_or_none(imprint["date"]) if imprint else None,
        retrieved=date_or_none(said.get("retrieved")),
        archived=date_or_none(said.get("archived")),
        via=said.get("via"),
        language=TAGS.get(said.get("language", "").translate(NARROW)),
        identifier=said.get("identifier"),
        volume=imprint["volume"] if imprint else None,
        pages=imprint["pages"] if imprint else None,
        dead_link="dead_link" in said,
    )


def _head(head: str) -> tuple[tuple[str, ...], str | None, str | None]:
    """Give authors, title and publisher: the last part is the publisher, the first of three or more the authors."""
    parts = head.rstrip(".").split(". ")
    if len(parts) == 1:
        return (), parts[0], None
    if len(parts) == 2:  # noqa: PLR2004 - title and publisher
        return (), parts[0], parts[1]
    authors = tuple(_EDITOR.sub("", author).strip() for author in parts[0].split(";"))
    return authors, ". ".join(parts[1:-1]), parts[-1]
