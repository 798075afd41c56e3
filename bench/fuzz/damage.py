"""Documents damaged as copies, editors and converters damage them: characters, lines, bytes, parts of a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_NUMBER_ENDS = re.compile(r"\d(?=\s*(?:</t[dh]>|\|\||\n))")
_STRING_ENDS = re.compile(r"<si><t>([^<]*\d)</t></si>")
SPARE = (
    "|\uff5c\u00a0 \n\r\t[](){}<>\"'=!,;.:/^-0123456789\uff10年月日市於與由承繼註名"
    "\u200b\u2028\x00\ufeff\u00b2\U0001f600é"
)
TOKENS = [
    *(
        "||",
        "|-",
        "|}",
        "{|",
        "[[",
        "]]",
        "{{",
        "}}",
        "-{",
        "}-",
        "<ref>",
        "</ref>",
        "''",
        '"',
        '""',
        ",,",
        "\u00a0\u00a0",
    ),
    *("<td>", "</td>", "<tr>", "</tr>", "<table>", "</table>", "<!--", "-->", "<script>", "</script>", "&nbsp;"),
    *("rowspan=2 ", 'colspan="3" ', "1999", "待查", "日本", "合计", "终止", "2023年2月30日", "\x1a", "昭和70年"),
]


def damaged(content: bytes, dice: random.Random, encoding: str) -> bytes:
    """Change one to three characters, lines, tokens or bytes; of a workbook, its parts or its bytes."""
    if content.startswith(b"PK"):
        return _workbook(content, dice)
    for _ in range(dice.randint(1, 3)):
        kind = dice.choice(("characters", "characters", "lines", "lines", "tokens", "bytes", "figure"))
        if kind == "figure":
            content = _with_figure(content.decode(encoding, "surrogateescape"), dice).encode(
                encoding, "surrogateescape" if encoding == "utf-8" else "replace"
            )
            continue
        if kind == "bytes":
            units: list[str] = list(content.decode("latin-1"))
            content = "".join(_changed(units, dice, "bytes")).encode("latin-1", "replace")
            continue
        text = content.decode(encoding, "surrogateescape")
        whole = text.splitlines(keepends=True) if kind == "lines" else list(text)
        content = "".join(_changed(whole, dice, kind)).encode(
            encoding, "surrogateescape" if encoding == "utf-8" else "replace"
        )
    return content


def _with_figure(text: str, dice: random.Random) -> str:
    """Put a raised or lowered figure, as of a note, behind a number that ends a cell."""
    ends = [found.end() for found in _NUMBER_ENDS.finditer(text)]
    at, tag = dice.choice(ends) if ends else len(text), dice.choice(("sup", "sub"))
    return f"{text[:at]}<{tag}>{dice.randrange(1, 10)}</{tag}>{text[at:]}"


def _changed(units: list[str], dice: random.Random, kind: str) -> list[str]:
    if not units:
        return [dice.choice(SPARE)]
    at, other = dice.randrange(len(units)), dice.randrange(len(units))
    match dice.randrange(5):
        case 0:
            del units[at : at + dice.choice((1, 1, 1, 2, 5))]
        case 1:
            units.insert(at, units[other])
        case 2:
            units[at], units[other] = units[other], units[at]
        case 3:
            units.insert(at, dice.choice(TOKENS) if kind == "tokens" else dice.choice(SPARE))
        case _:
            units[at] = chr(dice.randrange(256)) if kind == "bytes" else dice.choice(SPARE)
    return units


def _workbook(content: bytes, dice: random.Random) -> bytes:
    """Change the XML of one part, or the archive itself."""
    if dice.random() < 0.2:  # noqa: PLR2004 - one in five
        units = list(content.decode("latin-1"))
        return "".join(_changed(units, dice, "bytes")).encode("latin-1", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = [name for name in parts if name.startswith("xl/worksheets") or "sharedStrings" in name] or list(parts)
    name = dice.choice(told if dice.random() < 0.9 else list(parts))  # noqa: PLR2004 - mostly where the rows are
    text = parts[name].decode("utf-8", "surrogateescape")
    raised = [] if "sharedStrings" not in name else [*_STRING_ENDS.finditer(text)]
    if raised and dice.random() < 0.5:  # noqa: PLR2004 - every other time
        found, figure = dice.choice(raised), dice.randrange(1, 10)
        run = f'<r><t>{found[1]}</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>{figure}</t></r>'
        text = f"{text[: found.start()]}<si>{run}</si>{text[found.end() :]}"
        parts[name] = text.encode("utf-8", "surrogateescape")
        return _archived(parts)
    parts[name] = "".join(_changed(list(text), dice, dice.choice(("characters", "tokens")))).encode(
        "utf-8", "surrogateescape"
    )
    return _archived(parts)


def _archived(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return out.getvalue()
