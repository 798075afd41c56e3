"""Words as a wiki page shows them, from MediaWiki's markup: templates, links, references, language variants."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import mwparserfromhell
from mwparserfromhell.nodes import Argument, Comment, ExternalLink, Heading, HTMLEntity, Tag, Template, Text, Wikilink

from .marks import BREAK, RAISING, raised, seen, spaced, with_powers
from .strikes import STYLE, TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mwparserfromhell.nodes import Node
    from mwparserfromhell.wikicode import Wikicode

_ICONS = {"flagdeco", "flagicon", "flagicon image", "国旗图标", "國旗圖示"}
_FLAGS = {"flag", "flagcountry", "flagu", "flaglink", "country", "国旗", "國旗", "旗"} | _ICONS
_FIRST = {
    "nowrap", "small", "center", "big", "nobr", "nobold", "tlx", "tooltip", "abbr", "nihongo", "lang-en", "lang-ja",
    "lang-ko", "lang-ru", "lang-fr", "lang-de", "lang-es", "lang-mn", "nts", "ntsh", "number table sorting",
    "formatnum", "val", "red", "align", "ruby", "ruby-zh",
}  # fmt: skip
_SECOND = {"lang", "sort", "color", "font color", "ruby-ja"}
_LINKS = re.compile(
    r"link-[a-z-]+|internal link helper(?:/[a-z-]+)?|le|ilh|illm?|bilink|interlanguage link|tsl|translink|liw"
)
"""Links to a page that this wiki does not have, whose parameters are a language, a page here, one there, and words."""
_LANGUAGE = re.compile("[a-z]{2,3}(?:-[a-z]+)*")
_SHOWN_AS = ("d", "lt", "display")
_DATES = {
    "dts", "dtsa", "date", "日期", "date table sorting", "start date", "start date and age", "end date", "日期排序",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CODE = re.compile("([a-z]{3})(?:-link)?")
"""A template named by the code of a country, which shows its flag and name."""
_FLAG = re.compile(r"flag|旗|\{\{\s*(?:country|[a-z]{3}(?:-link)?\s*\}\})", re.IGNORECASE)
_PADDING = re.compile("0+|spaces?|nbsp|hs|pad")
_NOTHING = {
    "cn", "fact", "citation needed", "来源请求", "來源請求", "clear", "-", "ref label", "anchor", "dead link",
    "failed verification", "who", "when", "noteta", "reflist", "notelist", "when?", "pov", "update after", "rp",
}  # fmt: skip
_STRIKES = {"s", "strike", "del", "strikethrough", "删除线", "刪除線"}
_STRIKE = re.compile(
    rf"</?(?P<tag>s|del|strike)\b[^<>/]*>|line-through|\{{\{{\s*(?:{'|'.join(_STRIKES)})\s*\|", re.IGNORECASE
)
_CITES = re.compile(r"cit(?:e|ation)\b|^cite|^书籍引用|^網頁引用")
_VARIANTS = re.compile(r"-\{(?:[A-Za-z|;-]{0,40}\|)?(?P<inside>[^{}]*)\}-")
_MARKS = re.compile(r"\{\{|\}\}|\[|\]|<!--|-->|/>|</?[a-z]+", re.IGNORECASE)
_CLOSED_BY = {"}}": "{{", "]": "[", "-->": "<!--"}
_VOID = {"<br", "<hr", "<wbr", "<li", "<p"}
_WRAPPED, _LONGEST = 4, 400
"""How many marks may stand around and behind a bold line, and how long it may be."""
_DEEPEST, _MOST_MARKS = 40, 1000
"""How many marks of one kind may stand open in a piece of markup, the parser's own limit, and how many it may hold."""
_VARIANT = re.compile(r"(?:zh-(?:hans|cn)|zh)\s*:\s*(?P<text>[^;]*)")
_ANY_VARIANT = re.compile(r"zh-[a-z]+\s*:\s*(?P<text>[^;]*)")
_BREAKING = {"br", "li", "dd", "dt", "p", "div"}
_BOLD = re.compile(
    r"'''(?:(?!''').)+'''|<(?P<tag>b|big|strong)\b[^<>]*>(?:(?!</?(?P=tag)\b).)*</(?P=tag)>"
    r"|<(?P<styled>[a-z]+)\b[^<>]*font-weight\s*:\s*(?:bold|[6-9]00)[^<>]*>[^<>]*</(?P=styled)>"
    r"|\{\{\s*(?:big|strong|larger)\s*\|[^{}]*\}\}",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?:<ref\b[^<>]*/>|<ref\b[^<>]*>[^<>]*</ref>|<br\s*/?>|[:\uff1a])\s*$", re.IGNORECASE)
_AROUND = re.compile(r"<(?P<tag>center|div|span|font|p|u)\b[^<>]*>(?P<inside>.*)</(?P=tag)>", re.IGNORECASE)
NAMESPACES = "file|image|category|文件|圖像|图像|檔案|档案|分类|分類"
"""What links to pictures and categories begin with, of which a page shows no words."""
_UNSEEN_TAGS = {"ref", "references", "gallery", "style", "script", "templatestyles", "rt", "rp"}


class References:
    """The references of a page as it numbers them, in the order of their first marks; ``line`` is where one reads."""

    def __init__(self) -> None:
        self.line = 1
        self.entries: dict[tuple[str, str], tuple[int, int, str]] = {}

    def mark(self, name: str, group: str, text: str) -> str:
        """Give the mark of one reference, such as ``[4]`` or ``[註 1]``."""
        kind = "note" if group else "cite"
        key = (kind, name or f"\n{text}")
        new = (1 + sum(1 for known, _ in self.entries if known == kind), self.line, text)
        number, line, words = self.entries.get(key, new)
        self.entries[key] = (number, line, words) if words else (number, self.line, text)
        return f"[註 {number}]" if group else f"[{number}]"

    def listed(self, kind: str) -> Iterable[tuple[int, int, str]]:
        """Give number, line and words of each entry of a kind, ``cite`` or ``note``."""
        return (entry for (known, _), entry in self.entries.items() if known == kind)


def tangle(markup: str) -> str:
    """Tell why markup cannot be read, in which too much is opened; nothing where it can, as nearly all can be."""
    marks = [found.group().casefold() for found in _MARKS.finditer(markup)]
    if len(marks) > _MOST_MARKS:
        return f"it holds {len(marks):,} marks, and at most {_MOST_MARKS:,} are read"
    opened: Counter[str] = Counter()
    last = ""
    for mark in marks:
        if closes := last if mark == "/>" else _CLOSED_BY.get(mark) or (mark.startswith("</") and f"<{mark[2:]}"):
            opened[closes] = max(0, opened[closes] - 1)
        elif mark not in _VOID:
            opened[mark] += 1
            last = mark if mark[0] == "<" else last
            if opened[mark] > _DEEPEST:
                return f"more than {_DEEPEST} {mark} stand open in one another"
    return ""


def shown(markup: str, references: References) -> str:
    """Give the words that a reader of the page sees; flags alone are read as the country that they name."""
    code = mwparserfromhell.parse(_variants(markup))
    words = _words(code, references, flags=False)
    return seen(words, _plain) or seen(_words(code, references, flags=True), _plain)


def is_bold(line: str) -> bool:
    """Tell whether a line of markup is bold, or the term of a list (``;``), and nothing else."""
    words = line.lstrip(": ")
    if words.startswith(";"):
        return True
    for _ in range(_WRAPPED if len(words) <= _LONGEST else 0):
        words = _BEHIND.sub("", words).strip()
        if _BOLD.fullmatch(words):
            return True
        around = _AROUND.fullmatch(words)
        words = around["inside"].strip() if around else words
    return False


def closed_strikes(markup: str) -> str:
    """Give the markup of a cell with what strikes out its words opened and closed in it, as where it spans cells."""
    opened: list[str] = []
    before = ""
    for found in _STRIKE.finditer(markup):
        tag = (found["tag"] or "").casefold()
        if tag and found.group()[1] != "/":
            opened.append(tag)
        elif tag in opened:
            opened.remove(tag)
        elif tag:
            before += f"<{tag}>"
    return before + markup + "".join(f"</{tag}>" for tag in reversed(opened))


def unstruck(markup: str) -> str:
    """Give markup without what it strikes out."""
    if not _STRIKE.search(markup) or tangle(markup):
        return markup
    code = mwparserfromhell.parse(markup)
    for node in code.filter(recursive=True, matches=_strikes):
        with suppress(ValueError):  # it stood in one that is gone
            code.remove(node)
    return str(code)


def flags_in(markup: str) -> list[str]:
    """Give what the flags in a piece of markup are called: the country of a template, the name of a picture's file."""
    if not _FLAG.search(markup) or tangle(markup):
        return []
    code, found = mwparserfromhell.parse(_variants(markup)), []
    for node in code.filter(recursive=True, matches=lambda node: isinstance(node, Template | Wikilink)):
        if isinstance(node, Wikilink):
            file = re.fullmatch(r"[^:]+:\s*(?P<name>Flag[ _]of[ _].+?)\.[A-Za-z]+\s*", str(node.title), re.IGNORECASE)
            found += [file["name"].replace("_", " ")] if file else []
            continue
        if not isinstance(node, Template):
            continue
        name = _template_name(node)
        said = [_plain(str(each.value)) for each in node.params if not each.showkey]
        alone = _CODE.fullmatch(name) if not said else None
        found += said[:1] if name in _FLAGS else [alone[1].upper()] if alone else []
    return found


def _strikes(node: Node) -> bool:
    if isinstance(node, Tag):
        styles = (str(each.value) for each in node.attributes if str(each.name).strip().casefold() == "style")
        return str(node.tag).strip().casefold() in TAGS or any(map(STYLE.search, styles))
    return isinstance(node, Template) and str(node.name).strip().casefold() in _STRIKES


def _words(code: Wikicode, references: References, *, flags: bool) -> str:
    return with_powers("".join(_word(node, references, flags=flags) for node in code.nodes))


def _word(node: Node, references: References, *, flags: bool) -> str:  # noqa: PLR0911 - one return a kind of node
    def inner(code: Wikicode | None) -> str:
        return "" if code is None else _words(code, references, flags=flags)

    match node:
        case Text():
            return str(node.value)
        case Comment() | Argument():
            return ""
        case HTMLEntity():
            return str(node.normalize() or "")
        case Wikilink():
            return _link(node, inner)
        case ExternalLink():
            return inner(node.title) if node.title is not None else str(node.url)
        case Heading():
            return inner(node.title)
        case Tag():
            return _tag(node, references, inner)
        case Template():
            return _template(node, references, inner, flags=flags)
    return str(node)


def _link(node: Wikilink, inner: Callable[[Wikicode | None], str]) -> str:
    title = str(node.title)
    if re.match(rf"\s*:?\s*(?:{NAMESPACES})\s*:", title, re.IGNORECASE):
        return ""
    return inner(node.text) if node.text is not None else inner(node.title).lstrip(":")


def _tag(node: Tag, references: References, inner: Callable[[Wikicode | None], str]) -> str:
    name = str(node.tag).strip().casefold()
    if name == "ref":
        said = {str(each.name).strip(): str(each.value or "").strip() for each in node.attributes}
        return references.mark(said.get("name", ""), said.get("group", ""), _plain(inner(node.contents)))
    if name in _UNSEEN_TAGS:
        return ""
    if name in RAISING:
        return raised(inner(node.contents))
    return (BREAK if name in _BREAKING else "") + inner(node.contents)


def _template(node: Template, references: References, inner: Callable[[Wikicode | None], str], *, flags: bool) -> str:  # noqa: PLR0911
    name = _template_name(node)
    said = [inner(each.value) for each in node.params if not each.showkey]
    if name in {"efn", "refn", "notetag", "注", "r"}:
        first = _plain(said[0] if said else "")
        return references.mark(first, "", "") if name == "r" else references.mark("", "註", first)
    if name in _FLAGS:
        return (said[0] if said else "") if flags or name not in _ICONS else ""
    if (code := _CODE.fullmatch(name)) and not said and name not in _FIRST:
        return code[1].upper()
    if name in _DATES:
        return _dated([part.strip() for part in said if part.strip()])
    if _LINKS.fullmatch(name):
        named = {str(each.name).strip(): inner(each.value) for each in node.params if each.showkey}
        return next(filter(None, map(named.get, _SHOWN_AS)), "") or _linked(name, [part.strip() for part in said])
    if _CITES.search(name):
        return _cited(node, inner)
    if name in _NOTHING or (_PADDING.fullmatch(name) and not said):
        return ""
    name, colon, value = name.partition(":")
    said = [inner(node.name).partition(":")[2], *said] if colon and value else said
    for names, place in ((_FIRST | _STRIKES, 0), (_SECOND, 1)):
        if name in names and said:
            return said[min(place, len(said) - 1)]
    return str(node)


def _template_name(node: Template) -> str:
    return str(node.name).strip().replace("_", " ").casefold()


def _dated(said: list[str]) -> str:
    """Give the year, month and day of a date's template as one date; its one parameter as it is."""
    months = {part: 1 + _MONTHS.index(part[:3].casefold()) for part in said[:3] if part[:3].casefold() in _MONTHS}
    parts = [str(months.get(part, part)) for part in said[:3]]
    return "-".join(parts) if len(parts) > 1 and all(map(str.isdecimal, parts)) else " ".join(said)


def _linked(name: str, said: list[str]) -> str:
    """Give what a link to another wiki shows: its words, else the page here, else the one there.

    The code of a language is not shown; only ``tsl`` names the page there before the one here.
    """
    pages = said[1:] if len(said) > 1 and _LANGUAGE.fullmatch(said[0]) else said
    if len(pages) > 1 and _LANGUAGE.fullmatch(pages[1]):
        return pages[0]
    here, there = (1, 0) if name in {"tsl", "translink", "liw"} else (0, 1)
    order = [pages[place] for place in (2, here, there) if place < len(pages)]
    return next(filter(None, order), "")


def _cited(node: Template, inner: Callable[[Wikicode | None], str]) -> str:
    """Give a citation in the order in which Wikipedia prints it: authors, title, publisher, date, date of reading."""
    said = {str(each.name).strip().casefold(): _plain(inner(each.value)) for each in node.params if each.showkey}

    def first(*names: str) -> str:
        return next((said[name] for name in names if said.get(name)), "")

    parts = [
        first("author", "last", "last1", "author1"),
        first("title"),
        first("publisher", "work", "website", "newspaper", "journal"),
    ]
    read = first("access-date", "accessdate")
    return ". ".join(filter(None, [*parts, first("date", "year")])) + (f" [{read}]" if read else "")


def _variants(markup: str) -> str:
    """Give markup with one wording for each choice of Chinese variants, the simplified one where it is named."""

    def choose(found: re.Match[str]) -> str:
        inside = found["inside"]
        chosen = _VARIANT.search(inside) or _ANY_VARIANT.search(inside)
        return chosen["text"] if chosen else inside

    return _VARIANTS.sub(choose, markup)


def _plain(text: str) -> str:
    return spaced(text.replace("'''", "").replace("''", ""))
