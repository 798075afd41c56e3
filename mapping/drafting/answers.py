"""What a document tells of itself beside its tables: title, publisher, subject, date, kind, country, language."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ...ontology import concepts
from ..chinese import is_chinese_place
from ..countries import SHORT, is_country
from ..dates import date_or_none, year_last
from ..descriptor import TO_SAY
from ..languages import HAN, HANGUL, KANA_BLOCKS
from ..marks import without_marks
from ..names import OWN_KINDS
from ..readers import Part
from ..sections import INNERMOST, plain, read_section, words_in
from ..several import SIDES, names_in
from .guesses import is_china, is_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..readers import Line
    from .family import Family
    from .tables import Found

_AS_OF = re.compile(
    r"(?:截至|截止到?|截止至|统计至|統計至|更新至|更新于|as of|until|updated)[^\d。]{0,6}"
    r"(\d{4}(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?|(?:[-./]\d{1,2}){0,2}))",
    re.IGNORECASE,
)
_AT_PRESENT = re.compile(r"(\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)(?:現在|现在|为止|為止)")
_PAGE = re.compile(
    r"saved from url=\(\d+\)(?P<saved>https?://[^\s\"'<>]+)|<link[^<>]{1,200}rel=[\"']?canonical[\"']?[^<>]{1,200}href=[\"'](?P<link>https?://[^\"']+)",
    re.IGNORECASE,
)
_WIKIPEDIA = {
    "zh": {"zh": "中文维基百科", "en": "Chinese Wikipedia"},
    "en": {"zh": "英文维基百科", "en": "English Wikipedia"},
    "ja": {"zh": "日文维基百科", "en": "Japanese Wikipedia"},
}
_CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
_PLACE = re.compile(rf"(?P<place>[{HAN}]{{1,11}}?(?:{OWN_KINDS}))")
_COUNTRY = f"[{''.join(SHORT)}]"
_HELD = re.compile(r"(?<!\s)\s*+[(\uff08](?=[^()\uff08\uff09]*?\d{4})[^()\uff08\uff09]*+[)\uff09]\s*$")
_LIST = re.compile("一览|一覽|一覧|列表|名单|名單|名录|名錄|list|友城", re.IGNORECASE)
_NAMES_LIST = re.compile(
    "一览|一覽|一覧|列表|名单|名單|名录|名錄|统计表|統計表|情况表|list of|sister cities of", re.IGNORECASE
)
"""What a title of a list says, and the heading of a section of one does not."""
_WIKI = re.compile(r"(?<!\s)\s*+[-–—]\s*+(?:维基百科|維基百科|Wikipedia|ウィキペディア|위키백과).*")
_COUNTED = re.compile(r"\d{1,6}\s*(?:(?:余|餘|多)\s*)?(?:对|對|个|個|座|组|組|pairs|sister|friendship|twin)")
_LISTED = re.compile(
    "如下|包括|见下|見下|下表|一览|一覽|名单|名單|分别[是为為]|分別[是為]|(?:list|table) of|following|below",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[。;\uff1b!?\uff01\uff1f\n]|\.\s")
_MOSTLY, _LONG, _FIRST, _MONTHS, _SHOWN, _WORDS = 0.6, 60, 12, 12, 3, 20


class Answer(NamedTuple):
    """The value of one key of list.yaml, or None where it is only mentioned, and the reason for it or the question."""

    value: str | list[str] | dict[str, str] | None
    reason: str

    @property
    def asked(self) -> bool:
        """Tell whether only a person can say it."""
        values = self.value.values() if isinstance(self.value, dict) else [self.value]
        return TO_SAY in values


def answers(lines: Sequence[Line], family: Family, tables: Sequence[Found], name: str) -> dict[str, Answer]:
    """Give every key beside document, reader and columns, in the order in which list.yaml has them.

    ``name`` is the document's, as its file has it.
    """
    page = _page(family.text) if family.reader in {"html_page", "mediawiki"} else None
    wiki = re.match(r"https?://(zh|en|ja)\.(?:m\.)?wikipedia\.org/", page or "")
    said = {
        "title": _title(lines, name),
        "publisher": Answer(dict(_WIKIPEDIA[wiki[1]]), f"the page's address is {page}") if wiki else _publisher(),
        "page": Answer(page, "the address that the page names as its own") if page else _no_page(),
        "retrieved": Answer(None, "if you know it, the date on which the page was saved, such as 2026-03-01"),
        "authority": _authority(encyclopedia=bool(wiki)),
        "about": _about(lines, tables),
        "as_of": _as_of(lines),
        "licence": _licence(wikipedia=bool(wiki)),
        "kind": _kind(lines, tables),
        "level": Answer(None, "if all rows are of one level, province, prefecture or county (of the Chinese side)"),
    }
    said |= _country(lines, tables)
    language, why = _language(tables)
    if language != "zh":
        said["language"] = Answer(language, why)
    said |= _date_order(tables) | _several(tables)
    if unknown := _unknown_words(tables):
        ask = "; ".join(f"{scheme}:… for {', '.join(own[:_SHOWN])}" for scheme, own in unknown.items())
        ask = f"words that no scheme knows: in place of {TO_SAY} write one of ontology/kinds.ttl, {ask}"
        wrong = ", or mend the field of the column where its words are of another kind"
        said["words"] = Answer(
            dict.fromkeys([w for own in unknown.values() for w in own][:_WORDS], TO_SAY), ask + wrong
        )
    return said


def _titles(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Give what may be the title, the likeliest first, with where it stands."""
    marked = [line for line in lines if line.part is Part.TITLE] + [
        line for line in lines if line.part is Part.HEADING
    ][:1]
    alone = [(cells[0], line) for line in lines[:_FIRST] if len(cells := [cell for cell in line.cells if cell]) == 1]
    marked += [
        line for line in lines[:1] if line.part is Part.PROSE and (_LIST.search(line.text) or _is_title(line.text))
    ]
    said = [
        (_HELD.sub("", _WIKI.sub("", plain(text.lstrip("# ")))), f"line {line.number} of the document")
        for text, line in [*((m.text, m) for m in marked), *alone]
    ]
    return sorted(
        ((text, why) for text, why in said if len(text) <= _LONG),
        key=lambda pair: not (words_in(pair[0], concepts("kind")) or _LIST.search(pair[0])),
    )


def _title(lines: Sequence[Line], name: str) -> Answer:
    """Give the document's title: what it marks as such, a heading or file name only if it says that it is a list."""
    said = _own_titles(lines)
    file = _WIKI.sub("", re.split(r"[/\\]", name)[-1].rpartition(".")[0].replace("_", " ")).strip()
    said += [(file, "the name of the file")] if _is_title(file) else []
    text, why = next(iter(said), ("", ""))
    if not text:
        return Answer(
            {"zh": TO_SAY}, "the document has no title of its own: a name for the list, such as 西安市友好城市"
        )
    if re.search(f"[{HAN}]", text):
        return Answer({"zh": text}, why)
    return Answer({"zh": TO_SAY, "en": text}, f"{why}; its title in Chinese is asked for")


def _own_titles(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Give what may be the title without headings of sections, which say only what one section is of."""
    marks = {f"line {line.number} of the document" for line in lines if line.part is Part.TITLE}
    return [(text, why) for text, why in _titles(lines) if why in marks or _is_title(text)]


def _is_title(text: str) -> bool:
    """Tell whether words name a list of ties, and are not only a heading of one of its sections."""
    if len(text) > _LONG or _SENTENCES.search(text):
        return False
    place = _PLACE.match(text)
    ours = place and is_chinese_place(place["place"])
    return bool(_NAMES_LIST.search(text) or (ours and words_in(text, concepts("kind"))))


def _publisher() -> Answer:
    return Answer({"zh": TO_SAY}, "who publishes the list, such as zh: 西安市人民政府外事办公室")


def _no_page() -> Answer:
    return Answer(None, "if it has one, its address, such as https://www.example.org/list")


def _authority(*, encyclopedia: bool) -> Answer:
    if encyclopedia:
        return Answer("encyclopedia", "the page is one of Wikipedia")
    return Answer(TO_SAY, "official if the place itself publishes the list, encyclopedia if a third party compiles it")


def _licence(*, wikipedia: bool) -> Answer:
    if wikipedia:
        return Answer(_CC_BY_SA, "the licence of Wikipedia's texts")
    return Answer(TO_SAY, "its address, or words such as: none stated by the publisher; only facts are taken from it")


def _about(lines: Sequence[Line], tables: Sequence[Found]) -> Answer:
    ask = "the Chinese place whose ties it gives, as links.sssom.tsv writes it, such as 西安市, or 中国 for all China"
    headers = [each.column.header for found in tables for each in found.guesses if each.column.field == "party"]
    titles = [text for text, _ in _titles(lines)]
    for text, where in [*((t, "the title") for t in titles), *((h, "the header") for h in headers)]:
        found = _PLACE.match(plain(text))
        if found and is_chinese_place(found["place"]):
            return Answer(found["place"], f"{where} begins with it: {plain(text)}")
    provinces = Counter(cell for table in tables for cell in table.cells("party_region"))
    if len(provinces) > 2:  # noqa: PLR2004 - more provinces than a list of one place could have
        return Answer("中国", f"its rows name {len(provinces)} provinces, {', '.join([*provinces][:3])} among them")
    return Answer(TO_SAY, ask)


def _as_of(lines: Sequence[Line]) -> Answer:
    for line in lines:
        said = [*_AS_OF.finditer(line.text)] or [*_AT_PRESENT.finditer(line.text)][:1]
        dated = [(str(date), found.group()) for found in said if (date := date_or_none(found[1]))]
        if dated:
            latest, words = max(dated)
            return Answer(latest, f"line {line.number}: {words}")
    return Answer(TO_SAY, "the date up to which it holds, such as 2023-05-01, 2023-05 or 2023")


def _kind(lines: Sequence[Line], tables: Sequence[Found]) -> Answer:
    if any(each.column.field == "kind" for found in tables for each in found.guesses):
        return Answer(None, "each row has its own")
    headings = [(line.text, f"line {line.number}") for line in lines if line.part is Part.HEADING]
    headers = [(each.column.header, "a header") for found in tables for each in found.guesses]
    telling = [
        (sentence.strip(), f"line {line.number}")
        for line in lines
        if line.part in {Part.TITLE, Part.PROSE, Part.CAPTION}
        for sentence in _SENTENCES.split(line.text)
        if _COUNTED.search(sentence) or _LISTED.search(sentence)
    ]
    for said in (_own_titles(lines), telling, headings, headers):
        named = [(word, where) for text, where in said for word in words_in(text, concepts("kind"))]
        if len({concepts("kind")[word] for word, _ in named}) == 1:
            word, where = named[0]
            return Answer(
                concepts("kind")[word].rpartition("/")[2], f"{where} says {word}; a section may say otherwise"
            )
    if _kind_by_section(lines, tables):
        return Answer(None, "the headings of sections say it")
    ask = "sister-city, friendship-city, friendly-co-operation or grassroots; without this line no kind is stated"
    return Answer(TO_SAY, ask)


def _kind_by_section(lines: Sequence[Line], tables: Sequence[Found]) -> bool:
    """Tell whether every row stands beneath a heading that says its kind."""
    rows = {(row.sheet, row.number) for found in tables for row in found.rows}
    above: dict[int, str | None] = {}
    without = 0
    for line in lines:
        if line.part is Part.ROW and (line.sheet, line.number) in rows:
            without += not any(above.values())
        elif _may_head(line):
            depth = line.depth if line.part is Part.HEADING else INNERMOST
            text = next((cell for cell in line.cells if cell), line.text)
            above = {own: kind for own, kind in above.items() if own < depth} | {depth: read_section(text).kind}
    return bool(rows) and not without


def _country(lines: Sequence[Line], tables: Sequence[Found]) -> dict[str, Answer]:
    """Give how rows without a column for it come by a country, and by a Chinese side: from headings, or one for all."""
    fields = [
        {each.column.field for each in found.guesses}
        | _asked_country(found)
        | {"country" for each in found.guesses if each.column.country}
        for found in tables
    ]
    headings = [plain(line.text) for line in lines if _may_head(line)]
    headings += [plain(sheet) for sheet in dict.fromkeys(line.sheet for line in lines) if sheet]
    named: dict[str, list[str]] = {}
    abroad = [heading for heading in headings if is_country(heading) and not is_china(heading)]
    if not all("country" in own for own in fields) and abroad:
        named["country"] = abroad
    if not any({"party", "party_region"} & own for own in fields):
        places = [
            text
            for text in headings
            if is_chinese_place(text) and _PLACE.fullmatch(text) and not any(read_section(text))
        ]
        if len(places) > 1:
            named["party"] = places
    said = {}
    if named:
        shown = "; ".join(f"{key}: {', '.join(texts[:3])}" for key, texts in named.items())
        said["headings"] = Answer(list(named), f"headings name what the rows beneath them leave out ({shown})")
    if not all("country" in own for own in fields) and "country" not in named:
        said["country"] = _one_country(lines, tables)
    return said


def _asked_country(found: Found) -> set[str]:
    """Give the field of countries where it is asked of a column, so that it need not be asked of the list."""
    cells = found.cells(TO_SAY)
    return {"country"} if cells and sum(map(is_country, cells)) >= _MOSTLY * len(cells) else set()


def _may_head(line: Line) -> bool:
    return line.part is Part.HEADING or len([cell for cell in line.cells if cell]) == 1


def _one_country(lines: Sequence[Line], tables: Sequence[Found]) -> Answer:
    titles = [text for text, _ in _titles(lines)]
    headers = [each.column.header for found in tables for each in found.guesses]
    for text in [*titles, *headers]:
        if (found := re.search(f"中({_COUNTRY})|^({_COUNTRY})方", text)) is not None:
            return Answer(SHORT[found[1] or found[2]], f"the document says {found.group()} ({text})")
        if found := re.search(
            rf"[与與和在]?(?P<country>[{HAN}]{{2,8}}?)(?:友好|的友好|城市|结好|結好|姐妹|姊妹|側)", text
        ):
            name = next(
                (found["country"][n:] for n in range(len(found["country"]) - 1) if is_country(found["country"][n:])),
                None,
            )
            if name and not is_china(name):
                return Answer(name, f"the document says {text}")
    ask = "no column is the country: the country of all partners, as links.sssom.tsv writes it, such as 日本"
    each = ", or in its place, where they differ, a country: in each of the tables" if len(tables) > 1 else ""
    return Answer(TO_SAY, ask + each)


def _language(tables: Sequence[Found]) -> tuple[str, str]:
    names = [cell for found in tables for cell in found.cells("partner")]
    hangul = sum(bool(re.search(f"[{HANGUL}]", name)) for name in names)
    latin = sum(not re.search(f"[{HAN}{KANA_BLOCKS}{HANGUL}]", name) for name in names)
    kana = sum(bool(re.search(f"[{KANA_BLOCKS}]", each.column.header)) for found in tables for each in found.guesses)
    if names and hangul >= _MOSTLY * len(names):
        return "ko", f"{hangul} of {len(names)} partners are written in Hangul"
    if names and latin >= _MOSTLY * len(names):
        return "en", f"{latin} of {len(names)} partners are written in Latin letters"
    if kana or any("の" in name for name in names):
        return "ja", "headers or names are written with kana"
    return "zh", ""


def _unknown_words(tables: Sequence[Found]) -> dict[str, list[str]]:
    """Give by scheme the words of columns of kinds, continents and levels that it does not have."""
    own = {
        scheme: [*dict.fromkeys(cell for found in tables for cell in found.cells(scheme) if not is_word(scheme, cell))]
        for scheme in ("kind", "continent", "level")
    }
    return {scheme: words for scheme, words in own.items() if words}


def _date_order(tables: Sequence[Found]) -> dict[str, Answer]:
    """Give which of day and month comes first in dates that end in their year, where a day past the 12th tells it."""
    dates = [
        (cell, found) for table in tables for field in ("signed", "ended") for cell in table.cells(field)
        if (found := year_last(without_marks(cell)))
    ]  # fmt: skip
    if not dates:
        return {}
    told = {
        order: [cell for cell, found in dates if found[place] > _MONTHS] for place, order in enumerate(("dmy", "mdy"))
    }
    for order, other in (("dmy", "mdy"), ("mdy", "dmy")):
        if told[order] and not told[other]:
            return {"date_order": Answer(order, f"{told[order][0]} can be read in no other way")}
    ask = "dmy if the day comes first, mdy if the month does; nothing tells which in dates such as"
    return {"date_order": Answer(TO_SAY, f"{ask} {dates[0][0]}")}


def _several(tables: Sequence[Found]) -> dict[str, Answer]:
    cells = [cell for table in tables for side in SIDES for cell in table.cells(side) if len(names_in(cell)) > 1]
    ask = "yes if each name in such a cell is a tie of its own, no if they are one name"
    return {"several": Answer(TO_SAY, f"{ask}: {', '.join(cells[:_SHOWN])}")} if cells else {}


def _page(text: str) -> str | None:
    found = _PAGE.search(text[:100_000])
    address = (found["saved"] or found["link"]) if found else None
    return address if address and address.isascii() else None
