"""Traditional Chinese: each word of ours, as somebody has read it and found it right."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from youcheng.graph.pages.problems import PROBLEMS
from youcheng.graph.pages.reader import is_chinese, words
from youcheng.graph.pages.traditional import traditional
from youcheng.queries import queries

READ = Path(__file__).parent / "golden" / "traditional.tsv"


def ours() -> set[str]:
    """Give all Chinese that the pages show of their own: words, reasons of refusals, questions."""
    said = set(words("zh-Hans").values())
    said |= {text for texts in yaml.safe_load(PROBLEMS.read_text(encoding="utf-8")).values() for text in texts}
    for query in queries():
        said |= {query.summary_zh, *(line for line in query.description.splitlines() if is_chinese(line))}
    return {text for text in said if is_chinese(text)}


def test_every_word_is_one_that_was_read(*, refresh_golden: bool) -> None:
    """Whatever Chinese the pages have of their own stands in the list, and is converted as the list says.

    --refresh-golden writes it anew: read what changed before you keep it.
    """
    given = "".join(f"{text}\t{traditional(text)}\n" for text in sorted(ours()))
    if refresh_golden:
        READ.write_text(given, encoding="utf-8")
    assert given == READ.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("自述数目与表行实数对照", "自述數目與表行實數對照"),
        ("查找地方（任何语言）", "查找地方（任何語言）"),
        ("已链接维基数据", "已連結維基數據"),
        ("涉及多少个中国地方", "涉及多少個中國地方"),
        ("并入他地", "併入他地"),
        ("并列呈现", "並列呈現"),
        ("请求的参数有误。", "請求的參數有誤。"),
        ("采信规则", "採信規則"),
        ("为哪些陈述所引", "為哪些陳述所引"),
        ("后并入", "後併入"),
        ("发布者", "發佈者"),
        ("", ""),
    ],
)
def test_characters_that_are_easily_taken_for_others(simplified: str, expected: str) -> None:
    """A character with several traditional forms becomes the one that its word has."""
    assert traditional(simplified) == expected


def test_no_word_of_the_pages_is_left_simplified() -> None:
    """No character of the traditional words is one that a traditional dictionary would write otherwise."""
    from opencc import OpenCC

    used = {one for text in words("zh-Hant").values() for one in text}
    convert = OpenCC("s2tw").convert
    assert {one for one in used if convert(one) != one} == set()


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("名录的哪些单元格写明待查或空缺，在第几行，属哪个外方？", True),
        ("Which cells does a list state as unknown (待查) or leave empty?", False),
        ("Which partners are named otherwise, but for a closing 市, 县 or the like?", False),
        ("用 SPARQL 查询", True),
        ("Twinnings", False),
    ],
)
def test_the_language_a_text_is_written_in(text: str, *, chinese: bool) -> None:
    """English that quotes Chinese is English, and Chinese that names what has a Latin name is Chinese."""
    assert is_chinese(text) is chinese
