"""The counts that a paragraph in English states of its list's ties, or states unclearly."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ..ontology import concepts
from .dates import MONTHS, StatedDate
from .moments import ANY_TIME
from .numerals import ENGLISH, read_english
from .spelling import latin_key
from .stated import Counts, Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .moments import Span

_TIE = re.compile(
    r"\b(?:sister|twin|twinned|friendship|partner)[- ](?:cit(?:y|ies)|towns?|states?|provinces?|regions?)"
    r"|\btwinn(?:ed|ings?)\b|\bsister (?:relation|ties)",
    re.IGNORECASE,
)
_OTHER_KIND = re.compile(r"\b(?:friendship|friendly|partner|co-?operation|exchange)\b", re.IGNORECASE)
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|\b{ENGLISH}\b)"
_COUNTED = re.compile(
    rf"(?<![\w.,-])(?P<number>{_NUMBER})\s+(?:(?P<countries>countries(?: and (?:regions|territories))?)"
    r"|(?P<twinnings>pairs? of (?:sister|twin)[- ](?:cities|towns|provinces|states)|twinnings"
    r"|(?:sister|twin)[- ](?:city|town|province|state)[- ]"
    r"(?:relationships?|partnerships?|agreements?|pairs?|ties|links))"
    r"|(?P<partners>(?:international |foreign |overseas )?(?:sister|twin)[- ](?:cities|towns|provinces|states)"
    r"|cities(?= (?:in|from|of|across) (?:\d|[a-z]+(?:[- ][a-z]+)? countries)))"
    rf"|(?P<part>(?:of (?:them|these|those|which) )?(?:(?:are|is) )?(?:located )?(?=in )))",
    re.IGNORECASE,
)
_ANY = re.compile(rf"(?<![\w.,-]){_NUMBER}(?![\w-])", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|nearly|over|almost|approximately|some|up to|more than|less than|fewer than|at least|another"
    r"|more\b.*\bthan|had|was|were|once|used to|additional|new|first|further|other|plans?|planned|former|intent(?:ion)?"
    r"|will)\b|\d\s*\+",
    re.IGNORECASE,
)
_MONTH = rf"(?:{'|'.join(month[:3].capitalize() for month in MONTHS)})[a-z]*\.?"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?(?:\s+\d{{4}})?|{_MONTH}\s+\d{{1,2}}(?!\d)(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{4}}|(?<=\b[Ii]n )(?:1[89]|20)\d\d(?= |[.,;]|$)|(?:1[89]|20)\d\d(?=[,.;)]|$)"
    r"|(?<=\bof )(?:1[89]|20)\d\d(?=,)|(?<=\b[Ss]ince )(?:1[89]|20)\d\d)",
)
_YEAR = re.compile(
    r"(?<!\b[Ss]ince )(?<![\d.,])(?P<year>(?:1[89]|20)\d\d)(?![\d,]*\d)(?! (?:sister|twin|cities|towns))"
)
_AREA = re.compile(
    r"\s*(?:(?:all )?(?:located )?in )(?:the )?(?P<area>[A-Z][A-Za-z ]*?)(?=[,.;)]|(?<!\s)(?:\s+and\b|\s*$)|\s[a-z])"
)
_SENTENCE = re.compile(r"(?:[^.;!?]|\.(?=\S))+")
_CONNECTING = re.compile(r"(?<![\s,:()])(?:[\s,:()]|\b(?:and|in|with|from|of|across|including|which))+$")
_NAME = re.compile(r"\b[A-Z][\w\u2019'\u00c0-\u024f-]*")
_NO_NAMES = {
    "as", "by", "the", "it", "there", "in", "since", "to", "up", "currently", "today", "now", "at", "of", "among",
    "these", "this", "city", "province", "municipality", "county", "so", "until", "its", "our", "we", "a", "has",
    "district", "prefecture", "region", "autonomous", "end", "sister", "twin", "cities", "towns", "for", "municipal",
    "people's", "government", "they", "all", "altogether", "total", "list", "china", "chinese", "s", "an",
    "with", "from",
}  # fmt: skip


def read_counts(text: str, about: str = "", span: Span = ANY_TIME) -> Counts:
    """Read a paragraph; what is of another place than ``about``, or of a day out of ``span``, is not understood."""
    if not _TIE.search(text):
        return Counts()
    plain = _DATE.sub(lambda date: " " * len(date.group()), text)
    stated: list[Stated] = []
    unread: list[str] = []
    for sentence in _SENTENCE.finditer(plain):
        words = sentence.group()
        if not _ANY.search(words) or not (stated or _TIE.search(words)):
            continue
        old = _of_other_day(text[sentence.start() : sentence.end()], span)
        found = None if old or _ABOUT.search(words) else _read(words, about, {said.what for said in stated})
        whole = text[sentence.start() : sentence.end()]
        stated += [said._replace(text=_CONNECTING.sub("", whole[start:end])) for start, end, said in found or ()]
        if not found:
            unread.append(whole.strip())
    return Counts(tuple(stated), tuple(unread))


def _of_other_day(words: str, span: Span) -> bool:
    """Tell whether a sentence names a day, not one since when, on which the list was another."""
    return any(not span.holds(StatedDate(int(found["year"]))) for found in _YEAR.finditer(words))


def _read(words: str, about: str, totals: set[str]) -> list[tuple[int, int, Stated]] | None:
    """Read a sentence, each number with where its words stand; None where any of it is not understood."""
    found = [*_COUNTED.finditer(words)]
    if not found or len(found) != len([*_ANY.finditer(words)]) or _OTHER_KIND.search(words):
        return None
    lead = words[: found[0].start()]
    if not _of_its_own(lead, about):
        return None
    said: list[tuple[int, int, Stated]] = []
    what, begun = next(iter(totals & {"partners", "twinnings"}), ""), set(totals)
    ends = [*(one.start() for one in found[1:]), len(words)]
    for one, end in zip(found, ends, strict=True):
        part = _continent(words[one.end() : end])
        if part == "":
            return None
        kind = str(one.lastgroup)
        counted = what if kind == "part" else kind
        if not counted or (kind == "part" and part is None) or (part is None and counted in begun):
            return None
        what = counted if counted != "countries" else what
        begun |= set() if part else {counted}
        said.append((one.start(), end, Stated("", counted, read_english(one["number"]), part)))
    return [*_same_part(said)]


def _same_part(said: list[tuple[int, int, Stated]]) -> Iterator[tuple[int, int, Stated]]:
    """Give the counts, one before countries of a continent as of that: 23 sister cities in 5 countries in Asia."""
    for (start, end, one), after in zip(said, [*(each for _, _, each in said[1:]), None], strict=True):
        its = after.continent if after and after.what == "countries" != one.what else None
        yield start, end, one._replace(continent=one.continent or its)


def _continent(words: str) -> str | None:
    """Give the continent that the words after a number name; an empty text where they name another area, or several."""
    named = _AREA.match(words)
    if named is None:
        return "" if [name for name in _NAME.findall(words) if name.casefold() not in _NO_NAMES] else None
    rest = [name for name in _NAME.findall(words[named.end() :]) if name.casefold() not in _NO_NAMES]
    return "" if rest else _continents().get(named["area"].strip().casefold(), "")


def _of_its_own(lead: str, about: str) -> bool:
    """Tell whether the words before the first number name no place but the list's own."""
    names = [name for name in _NAME.findall(lead) if name.casefold().removesuffix("'s") not in _NO_NAMES]
    own, said = latin_key(about.replace("陕", "Shaan")), latin_key("".join(names))
    return not own or own.startswith((said, said.removesuffix("s")))


@cache
def _continents() -> dict[str, str]:
    return {word.casefold(): iri for word, iri in concepts("continent").items() if word.isascii()}
