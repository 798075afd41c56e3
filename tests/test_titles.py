"""What a draft takes for the title of a list and for the kind of its ties, and what it asks."""

from __future__ import annotations

import pytest

from youcheng.mapping.descriptor import TO_SAY
from youcheng.mapping.drafting.draft import draft

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
