"""The counts that a paragraph states of its list's ties, in the forms of docs/adding-a-list.md, or states unclearly."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ..ontology import concepts, term
from . import english_counts
from .dates import IN_CHARACTERS, IN_TEXT
from .languages import HAN
from .marks import blanked
from .moments import ANY_TIME, moments, outdated
from .numbers import NARROW
from .numerals import NUMERAL, read_numeral
from .spelling import is_han, simplified
from .stated import Counts, Stated
from .territories import named_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dates import StatedDate
    from .moments import Moment, Span

_TIE = re.compile("友好|友城|姊妹|姐妹|结好")
_SENTENCE = re.compile("[^。;!?]+")
_DATE = re.compile(
    rf"{IN_TEXT}|(?<!\d)\d++(?:年代|世纪|[年月日号])|第(?:\d+|{NUMERAL}+)|(?<!{NUMERAL}){NUMERAL}++(?:年代|世纪)"
    rf"|{IN_CHARACTERS}|(?<!{NUMERAL}){NUMERAL}++[月日号]"
)
_NUMBER = re.compile(
    rf"\d|(?:{NUMERAL}{{2}}|[几数]十|[几数]百|[二三四五六七八九十两])[多余几来]{{0,2}}\s*+(?:个|对(?![外方口次等应比照话接手]))"
)
_QUANTITY = re.compile(
    rf"(?<![\d.,近约逾过余超几数]|{NUMERAL})(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}|{NUMERAL}{{1,9}})\s*"
    r"(?:(?P<countries>个国家(?:[和及与或]地区)?)|(?P<twinnings>对(?![外方口次等应比照话接手]))"
    r"|(?P<partners>个(?:国外|外国|海外|境外|国际|友好|姊妹|姐妹)*(?:城市|友城|省州|(?<=友好)地区)"
    r"|个(?=\s*$|、)))"
)
_ITS_PLACES = re.compile(rf"(?<=国家的)(?P<number>\d{{1,9}}|{NUMERAL}{{1,9}})(?P<partners>个地区)")
_OTHERWISE = re.compile(
    "新增|新结|新建|增加|其余|其他|另有|意向|计划|预计|力争|目标|将|拟|候选|潜在|正在|民间|国内|省内|活跃|对口"
    "|当时|当年|曾|此前|之前|原有|一度|去年|前年|期间|年均|每年|(?<![截至到])今年|比(?!利时|什|勒|尔)|较|多于|少于|高于|低于|超过|相差|领先|相当|倍"
    "|活动|互访|来访|出访|访问|团组|代表团|项目|学校|院校|医院|港口|协会|企业|论坛|会议|人次"
)
"""Words of what is planned, was once, grows, compares, or is no tie of cities."""
_BUT = re.compile("除[^,]{1,20}外")
_AMONG = re.compile(r"(?:其中|含|包括|包含)(?:国际|外国|国外|正式|缔结|建立)*+(?:友好城市|友城)(?:关系)?\s*\d")
"""What counts twinnings among ties of more kinds."""
_TOGETHER = re.compile("合计|总计|共计|含|包括|包含|其中")
_A_PART = re.compile(r"\s*其中")
_SIDE = re.compile(rf"([{HAN}]{{1,8}}?(?:省|市|自治区|地区|州|县|区|盟|旗))(?:现|目前|已|共|与|有|同|先后|累计|的)")
_PARTNERS = re.compile("(?:友好|姊妹|姐妹)(?:城市|地区|省州)")
_ITSELF = re.compile("[其中截至目前在全我本该各下辖所属省市县区州级行政及地]+")
_FOREIGN_NOT = {"cn", "hk", "mo"}
_KINDS = set("省市区县州")
_CHINA = re.compile("中国|我国|全国")
_WHOLE = re.compile("[全我本](?P<kind>[省市区县州])")


def read_counts(text: str, about: str = "", span: Span = ANY_TIME) -> Counts:
    """Read a paragraph; ``about`` is the Chinese place of the list: what is counted of another is not understood.

    Nor is what was counted on a day outside of ``span``, or is a part that is none by continent or level.
    """
    plain = _even(blanked(text))
    if not (_TIE.search(plain) or "国家的" in plain):
        return english_counts.read_counts(blanked(text), about, span)
    if not _NUMBER.search(plain):
        return Counts()
    dated, plain = plain, _DATE.sub(lambda date: " " * len(date.group()), plain)
    stated: list[Stated] = []
    unread: list[str] = []
    known: list[Moment] = []
    for sentence in _SENTENCE.finditer(plain):
        known = _spoken_of(dated, sentence, known)
        clauses = [] if _of_more(sentence.group()) else [*_clauses(sentence)]
        lost = not clauses and bool(_NUMBER.search(sentence.group()))
        counting = [start for start, clause in clauses if _NUMBER.search(clause)] + [sentence.end()]
        for start, clause in clauses:
            end = next((place for place in counting if place > start), sentence.end())
            totals = {said.what for said in stated if not (said.continent or said.level)}
            old = outdated(known, (start, end, dated[start : start + len(clause)]), span)
            found = [] if old else _read(clause, _even(about), totals)
            whole = text[start : start + len(clause.rstrip())]
            stated += [said._replace(text=whole[first:]) for first, said in found]
            lost = lost or (not found and bool(_NUMBER.search(clause)))
        if lost and (stated or _TIE.search(sentence.group())):
            unread.append(text[sentence.start() : sentence.end()].strip())
    return Counts(tuple(stated), tuple(unread))


def counted_on(text: str) -> list[StatedDate]:
    """Give the days up to which a paragraph counts ties."""
    plain = _even(blanked(text))
    said = [found.group() for found in _SENTENCE.finditer(plain)]
    counting = [sentence for sentence in said if _TIE.search(sentence) and _QUANTITY.search(sentence)]
    return [day.date for sentence in counting for day in moments(sentence) if day.until and day.date]


def _even(text: str) -> str:
    """Give a text in ASCII punctuation and simplified characters, each character where it stood."""
    return "".join(simplified(letter) if is_han(letter) else letter for letter in text.translate(NARROW))


def _spoken_of(text: str, sentence: re.Match[str], before: list[Moment]) -> list[Moment]:
    """Give the days that a sentence names; one that counts parts goes on from the last of the sentence before it."""
    own = [each._replace(place=each.place + sentence.start()) for each in moments(text[slice(*sentence.span())])]
    parts = _A_PART.match(sentence.group()) or _scope().match(sentence.group())
    return [*(before[-1:] if parts else ()), *own]


def _clauses(sentence: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Give the clauses of a sentence, each with the place in the paragraph where it starts."""
    start, words = 0, sentence.group()
    for found in _parting().finditer(words):
        yield sentence.start() + start, words[start : found.start()]
        start = found.end()
    yield sentence.start() + start, words[start:]


def _of_more(sentence: str) -> bool:
    """Tell whether a sentence counts all but a part, or ties of more kinds than twinnings together."""
    others = any(_NUMBER.search(sentence, place) for place in _other_kinds(sentence))
    return bool(_BUT.search(sentence) or _AMONG.search(sentence) or (others and _TOGETHER.search(sentence)))


def _read(clause: str, about: str, totals: set[str]) -> list[tuple[int, Stated]]:
    """Read a clause, each number with where its words start; nothing where any of it is of something else, or unclear.

    ``totals`` are what the paragraph has stated of the whole list already.
    """
    found = sorted([*_QUANTITY.finditer(clause), *_ITS_PLACES.finditer(clause)], key=lambda one: one.start())
    try:
        counted = [(one.lastgroup or "", _number(one["number"])) for one in found]
    except ValueError:
        return []
    what = {name for name, _ in counted}
    rest = _ITS_PLACES.sub("", _QUANTITY.sub("", clause))
    tie, scope = _TIE.search(clause), _scope().match(clause)
    tied = tie or "twinnings" in what or "国家的" in clause or (scope and what & totals)
    if not found or not tied or len(what) < len(found) or _NUMBER.search(rest) or _names_other_kind(clause):
        return []
    if not scope and (_A_PART.match(clause) or any(_idle(one, found) for one in found)):
        return []
    lead = clause[: found[0].start()]
    if _elsewhere(lead[scope.end() :] if scope else lead, about) or (not scope and what & totals):
        return []
    continent, level = (_words(name).get(scope[name] or "") if scope else None for name in ("continent", "level"))
    first = scope.start("part") if scope else min(found[0].start(), tie.start() if tie else len(clause))
    return [(first, Stated("", name, value, continent, level)) for name, value in counted]


def _number(text: str) -> int:
    return int(text.replace(",", "")) if text[0].isdecimal() else read_numeral(text)


def _idle(number: re.Match[str], found: list[re.Match[str]]) -> bool:
    """Tell whether a number below ten in Chinese may count nothing, as in 甲市与乙市两个城市, or 结为一对友好城市."""
    said = number["number"]
    return len(said) == 1 and is_han(said) and (said == "一" or (len(found) == 1 and number.lastgroup != "twinnings"))


def _elsewhere(lead: str, about: str) -> bool:
    """Tell whether the words before a number speak of a country, a continent, or a Chinese place not the list's."""
    if named_in(lead) - _FOREIGN_NOT or any(word in lead for word in _words("continent")):
        return True
    whole = _WHOLE.search(lead)
    if about and ((_CHINA.search(lead) and about != "中国") or (whole and about[-1] in _KINDS - {whole["kind"]})):
        return True
    sides = _SIDE.findall(_PARTNERS.sub("", lead)) if about else []
    return not all(_ITSELF.fullmatch(side) or side.endswith((about, about[:-1])) or side in about for side in sides)


def _names_other_kind(clause: str) -> bool:
    return bool(_OTHERWISE.search(clause) or _other_kinds(clause))


def _other_kinds(text: str) -> list[int]:
    """Give where a text names a kind of tie that is no twinning."""
    others = (word for word, iri in _words("kind").items() if iri != term("kind:sister-city"))
    return [text.index(word) for word in others if word in text]


@cache
def _words(scheme: str) -> dict[str, str]:
    """Give the Chinese words of a scheme in simplified characters with their concepts, the longest first."""
    known = {_even(word): iri for word, iri in concepts(scheme).items() if is_han(word)}
    return {word: known[word] for word in sorted(known, key=len, reverse=True)}


@cache
def _scope() -> re.Pattern[str]:
    """Give the pattern of a clause that counts one continent or level."""
    continents, levels = ("|".join(_words(scheme)) for scheme in ("continent", "level"))
    return re.compile(
        rf"(?:其中|包括|在|\s)*+(?P<part>(?P<continent>{continents})(?:地区)?|(?P<level>{levels}))"
        rf"(?=(?:的|国际|共|有|友好|友城|姊妹|姐妹|\s)*(?:\d|{NUMERAL}|城市|地区|省州|关系))"
    )


@cache
def _parting() -> re.Pattern[str]:
    """Give what parts clauses: brackets, colons, commas that are not within a number, 、 before the next continent."""
    on, parts = "建立|缔结|结成|结为", "|".join([*_words("continent"), *_words("level")])
    return re.compile(rf"[()\[\]:]|(?<!\d),(?!{on})|,(?!{on}|\d{{3}}(?!\d))|、(?={parts})")
