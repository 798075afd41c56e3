"""Which family a document that nobody prepared is of: its reader, its encoding, and why."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from typing import NamedTuple

from ...ontology.errors import DocumentError
from ..readers import WORKBOOK, spaced, stacked
from ..readers.separated import shape
from ..readers.wiki_text import gaps_in
from .headers import words

SUFFIXES = {
    "workbook": ".xlsx",
    "html_page": ".html",
    "mediawiki": ".wiki",
    "pipe_table": ".txt",
    "wiki_text": ".txt",
    "separated": ".csv",
    "spaced": ".txt",
    "stacked": ".txt",
}
_UNREADABLE = {
    b"%PDF": "a PDF: save its tables as XLSX or CSV, or its text with the columns kept apart by blanks, as "
    "`pdftotext -layout FILE.pdf` writes it, and add that",
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls, .doc): save it as .xlsx and add that",
    b"{\\rtf": "an RTF text: save it as HTML or plain text and add that",
    b"\x1f\x8b": "a compressed file: unpack it and add what is in it",
}
_LEGACY = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
_ENOUGH, _CLEAR, _KNOWN = 100_000, 0.06, 0.02
"""Bytes that tell an encoding, by how much one is to be less odd than any other, and how much a known word is worth."""
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_GB = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80"}
_BULLET = re.compile(r"\s*(?:[*•·●]|[-–]\s|#\s|\d{1,3}\s*[.、)]\s*[^\s\d,;|])")
_FEW, _SHOWN = 2, 60
WHAT_NEXT = (
    "save the page as HTML, or the table as CSV or XLSX with a row a tie, and add that; of a PDF, what "
    "`pdftotext -layout FILE.pdf` writes"
)
"""What to do with a document whose table cannot be read."""
HEADERS = (
    "if one is the list, write in a copy over its columns what they are, in Chinese, Japanese, Korean or English "
    "(国家, 城市, 结好日期; country, city, date), and add that; if none is, add the page or file that has it"
)
"""What to do with a document whose tables are read, but no header of which is known."""
_NO_TABLE = (
    "no table of any family that is read here (pipes, commas, tabs, columns of blanks, numbered rows of a cell a line, "
    f"HTML, MediaWiki, XLSX, wiki text): {WHAT_NEXT}"
)


class Family(NamedTuple):
    """A reader's name, an encoding, and the reason for each; ``sure`` is whether the encoding need not be asked for."""

    reader: str
    encoding: str
    text: str
    why_reader: str
    why_encoding: str
    sure: bool = True


def family(content: bytes, name: str) -> Family:
    """Tell the family of a document; raises DocumentError with what to do where no reader takes it."""
    for magic, advice in _UNREADABLE.items():
        if content.startswith(magic):
            raise DocumentError(f"{name}: {advice}")
    if content.startswith(WORKBOOK):
        return _zipped(content, name)
    encoding, why, sure = _encoding(content, name)
    text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    reader, because = _reader(text, name)
    return Family(reader, encoding, text, because, why, sure)


def _zipped(content: bytes, name: str) -> Family:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile as error:
        raise DocumentError(f"{name}: a damaged ZIP or XLSX file: {error}") from error
    if not any(part.startswith("xl/") for part in names):
        raise DocumentError(f"{name}: a ZIP archive that is no XLSX workbook: save its table as .xlsx, .html or .csv")
    from ..workbooks import workbook_text

    return Family("workbook", "utf-8", workbook_text(content, name), "a ZIP archive with a workbook in it (XLSX)", "")


def _encoding(content: bytes, name: str) -> tuple[str, str, bool]:
    """Give the encoding of a document, the reason for it, and whether that is sure."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return encoding, "it begins with the byte order mark of UTF-16", True
    declared = _META.search(content[:4096])
    said = declared.group(1).decode().casefold() if declared else ""
    if _decodes(content, "utf-8"):
        return "utf-8", "every byte is UTF-8", True
    if said and (encoding := "gb18030" if said in _GB else said) and _decodes(content, encoding):
        return encoding, f"the page says charset={said}, and every byte is", True
    able = _told_apart(content)
    if not able:
        legacy = ", ".join(each.upper() for each in _LEGACY)
        raise DocumentError(f"{name}: neither UTF-8 nor one of {legacy}: save it as UTF-8 and add that")
    best = min(able, key=lambda encoding: able[encoding])
    rivals = [each for each, noise in able.items() if each != best and noise - able[best] <= _CLEAR]
    if rivals:
        return best, f"not UTF-8; it may be {' or '.join([best, *rivals])}: write the one in which it reads well", False
    return best, f"not UTF-8; every byte is {best.upper()}, and its text the least odd of what it can be", True


def _told_apart(content: bytes) -> dict[str, float]:
    """Give the encodings that a document may be in, each with how odd its text then is, from 0 on.

    The oddity is that of charset-normalizer; words by which columns are headed and names of countries take from it.
    """
    from charset_normalizer import from_bytes

    start = content[: content.rfind(b"\n", 0, _ENOUGH) + 1] if len(content) > _ENOUGH else content
    found = {match.encoding: match.chaos for match in from_bytes(start or content[:_ENOUGH], cp_isolation=[*_LEGACY])}
    return {
        encoding: noise - _KNOWN * _known_words(start.decode(encoding, "replace"))
        for encoding, noise in found.items()
        if _decodes(content, encoding)
    }


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _known_words(text: str) -> int:
    return sum(word in text for known in words().values() for word in known if not word.isascii())


def _reader(text: str, name: str) -> tuple[str, str]:
    lines = [line for line in text.splitlines() if line.strip()]
    if re.search(r"<(?:!doctype\s+html|html|table|body)\b", text, re.IGNORECASE):
        return "html_page", "it has tags of HTML"
    if re.search(r"^[ \t]*:*\{\|", text, re.MULTILINE) and re.search(r"^[ \t]*\|-", text, re.MULTILINE):
        return "mediawiki", "it has a table in MediaWiki's markup ({| and |-)"
    piped = sum("|" in line or "\uff5c" in line for line in lines)
    flags = gaps_in(text)
    mark, separated = shape(text)
    tabs = sum("\t" in line for line in lines)
    blanks, stack = spaced.rows_in(text), stacked.rows_in(text)
    if max(blanks, stack) > max(piped, separated, flags, tabs):
        why = (
            f"{blanks} lines have equally many words set apart by blanks",
            f"{stack} rows, numbered, have a cell a line",
        )
        return ("spaced", why[0]) if blanks > stack else ("stacked", why[1])
    bullets = [line for line in lines if _BULLET.match(line)]
    if flags > max(piped, 1) and not tabs > flags:
        return "wiki_text", f"{flags} lines have the gap of two blanks that a flag leaves"
    linked = sum("[[" in line or "{{" in line for line in bullets)
    if max(linked, len(bullets) * (len(bullets) >= max(piped, separated))) > _FEW:
        advice = "put each tie in a row of a table, such as CSV or XLSX, with columns for partner, country and date"
        shown = f"{len(bullets)} lines are bullets or numbered, such as {bullets[0].strip()[:_SHOWN]!r}"
        raise DocumentError(f"{name}: a list in words and no table ({shown}): {advice}")
    if piped > 1 and piped >= separated:
        return "pipe_table", f"{piped} lines have a pipe"
    if separated > 1:
        named = {"\t": "tab", ",": "comma", ";": "semicolon"}[mark]
        return "separated", f"{separated} of {len(lines)} lines have equally many {named}s"
    raise DocumentError(f"{name}: {_NO_TABLE}")
