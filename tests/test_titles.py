"""What a draft takes for the title of a list and for the kind of its ties, and what it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.graph.draft import add
from youcheng.mapping.descriptor import TO_SAY
from youcheng.mapping.drafting.draft import draft

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "{| class=wikitable\n! 友城 !! 国家 !! 结好时间\n|-\n| 奈良市 || 日本 || 1974年2月1日\n|}\n"
PLAIN = TABLE.replace("友城", "城市")


def said(text: str, key: str, name: str = "x.wiki") -> object:
    """Give what the draft of a page says for a key."""
    return draft(text.encode(), name, "jia").answers[key].value


@pytest.mark.parametrize("heading", ["省級", "自治区级", "友好城市", "新北市", "== 亚洲 =="])
def test_the_heading_of_a_section_is_no_title(heading: str) -> None:
    """A section says what it is of, not what the page is called: the title is asked for."""
    assert said(f"== {heading} ==\n{TABLE}", "title") == {"zh": TO_SAY}


@pytest.mark.parametrize(
    ("before", "name", "title"),
    [
        ("'''长春市友好城市'''\n", "x.wiki", "长春市友好城市"),
        ("== 江苏省友好城市列表 ==\n", "x.wiki", "江苏省友好城市列表"),
        ("== 省级 ==\n", "江苏省友好城市列表.wiki", "江苏省友好城市列表"),
        ("== 省级 ==\n", "江苏省友好城市列表_-_维基百科.wiki", "江苏省友好城市列表"),
    ],
)
def test_a_title_names_the_list(before: str, name: str, title: str) -> None:
    """A line or heading that names the list is its title, else the name of the file where that does."""
    assert said(before + TABLE, "title", name) == {"zh": title}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("江蘇省經批准,可以與國外城市建立友好合作關係。", TO_SAY),
        ("友好交流城市是另一种形式。截至2021年6月,已与64个国家建立349对友好城市。", "sister-city"),
        ("我市的友好交流城市如下:", "friendship-city"),
        ("已建立5对友好城市。另有3个友好交流城市。", TO_SAY),
        ("The city has 38 friendship cities around the world.", "friendship-city"),
    ],
)
def test_the_kind_is_what_the_ties_are_said_to_be(sentence: str, kind: str) -> None:
    """Only a sentence that counts or lists the ties says their kind; one that has a word of it by the way does not."""
    assert said(f"{sentence}\n{PLAIN}", "kind") == kind


def test_sections_that_say_the_kind_leave_nothing_to_ask() -> None:
    """Where each row stands beneath a heading that says its kind, none is asked or taken for all."""
    both = f"== 友好城市 ==\n{PLAIN}== 友好交流城市 ==\n{PLAIN}"
    assert said(both, "kind") is None
    assert said(f"{both}== 其他 ==\n{PLAIN}", "kind") == TO_SAY


@pytest.mark.parametrize("named", ["中国", "中華人民共和国", "China", "中國"])
def test_china_is_no_country_of_partners(named: str) -> None:
    """A heading that is China names no partner's country, though headings may: the country is asked for."""
    table = (
        "{|\n! 都道府県 !! 市区町村 !! 提携先 !! 提携年月日\n|-\n| 東京都 || 八王子市 || 北京市 || 1979年3月14日\n|}\n"
    )
    answers = draft(f"== {named} ==\n{table}".encode(), "x.wiki", "jia").answers
    assert "headings" not in answers
    assert answers["country"].value == TO_SAY
    answers = draft(f"== {named} ==\n{table}\n== 日本 ==\n{table}".encode(), "x.wiki", "jia").answers
    assert "中" not in answers["headings"].reason


def test_a_heading_that_is_china_gives_rows_no_country(tmp_path: Path) -> None:
    """Where headings state countries, rows beneath China's own heading are errors with their line."""
    table = "{|\n! 友城 !! 结好时间\n|-\n| 奈良市 || 1974年2月1日\n|}\n"
    (tmp_path / "x.wiki").write_text(f"== 中国 ==\n{table}\n== 日本 ==\n{table}", encoding="utf-8")
    reading = add(tmp_path / "x.wiki", tmp_path / "lists").reading
    assert reading is not None
    assert [(row.line, row.country) for row in reading.rows] == [(12, "日本")]
    assert [(error.line, error.column, error.value) for error in reading.errors] == [(5, "(heading)", "中国")]
