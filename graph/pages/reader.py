"""Who reads: the language of a page, its words, and the best label for that reader."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .facts import Label
from .traditional import traditional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .facts import Facts

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
NAMES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}

_PREFERRED = {
    "en": ("en", "zh-hans", "zh", "zh-hant"),
    "zh-Hans": ("zh-hans", "zh-cn", "zh", "zh-hant", "en"),
    "zh-Hant": ("zh-hant", "zh-tw", "zh-hk", "zh", "zh-hans", "en"),
}
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
_CASES = {"hans": "Hans", "hant": "Hant", "latn": "Latn", "cyrl": "Cyrl", "cn": "CN", "tw": "TW", "hk": "HK"}


_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]+")


class Name(NamedTuple):
    """What to call a thing: in the reader's language, and beside it in the other script."""

    main: Label
    other: Label | None = None


class Reader(NamedTuple):
    """A reader of one of LANGUAGES; ``chosen`` says that the language was asked for on the page itself."""

    language: str = "en"
    chosen: bool = False

    @property
    def words(self) -> dict[str, str]:
        """Give the words of the pages in the reader's language."""
        return words(self.language)

    def best(self, labels: Sequence[Label]) -> Label | None:
        """Give the label that suits best, None of none."""
        ranks = {tag: rank for rank, tag in enumerate(_PREFERRED[self.language])}
        return min(labels, key=lambda label: (ranks.get(label.language, 9), label.language, label.text), default=None)

    def name(self, facts: Facts, iri: str, *properties: str) -> Name:
        """Give the name of a thing by its label (or the properties named), or by the end of its IRI."""
        labels = [label for one in properties or ("rdfs:label", "skos:prefLabel") for label in facts.labels(iri, one)]
        main = self.best(labels)
        if main is None:
            return Name(Label(iri.replace("#", "/").rpartition("/")[2]))
        english = main.language == "en"
        others = [label for label in labels if (label.language == "en") != english and label.text != main.text]
        return Name(main, _CHINESE.best(others) if english else min(others, default=None))

    def chinese(self, words: str) -> list[Label]:
        """Give words of ours in simplified Chinese as this reader reads Chinese; none for none."""
        if not words:
            return []
        if self.language == "zh-Hant":
            return [Label(traditional(words), "zh-hant")]
        return [Label(words, "zh-hans")]


_CHINESE = Reader("zh-Hans")


def language(wanted: Sequence[str]) -> str:
    """Give the one of LANGUAGES that a reader wants most, from ranges of Accept-Language in lower case, best first."""
    for one in wanted:
        if one == "en" or one.startswith("en-"):
            return "en"
        if one.startswith(_TRADITIONAL):
            return "zh-Hant"
        if one == "zh" or one.startswith("zh-"):
            return "zh-Hans"
    return "en"


def is_chinese(text: str) -> bool:
    """Tell whether a text is written in Chinese: English that quotes Chinese has more words than characters quoted."""
    return len(_HAN.findall(text)) > len(_LATIN.findall(text))


def tag(name: str) -> str:
    """Give a language tag with the case that BCP 47 recommends."""
    first, *rest = name.lower().split("-")
    return "-".join([first, *(_CASES.get(part, part) for part in rest)])


@cache
def words(language: str) -> dict[str, str]:
    """Give the words of the pages in one of LANGUAGES; the traditional ones are converted from the simplified."""
    import yaml

    said: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
    if language == "en":
        return {key: str(one["en"]) for key, one in said.items()}
    if language == "zh-Hans":
        return {key: str(one["zh"]) for key, one in said.items()}
    return {key: traditional(str(one["zh"])) for key, one in said.items()}
