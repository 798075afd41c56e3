"""The name of a place is taken apart without loss, in the forms that the lists and their like use."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youcheng.mapping.languages import TAGS
from youcheng.mapping.names import FOOTNOTE, PARTING, PlaceName, is_mark, part_region, read_name, read_names

OPEN, CLOSE = "\uff08", "\uff09"
MARK = re.compile(f"[{FOOTNOTE}]")
BRACKETS = f"(){OPEN}{CLOSE}"
HAN = st.text(alphabet="奈良市勝沼町密苏里州科尔多瓦萨格赛木罕县戈诺達州", min_size=1, max_size=6)
LATIN = st.from_regex(r"[A-Za-zÀ-Öø-ÿ][A-Za-zÀ-Öø-ÿ'-]{0,8}( [A-Za-zÀ-Öø-ÿ][a-z'-]{0,8}){0,2}", fullmatch=True)
LANGUAGES = sorted(name for name in TAGS if name.isalpha())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("奈良市 Nara", PlaceName("奈良市", "Nara")),
        ("于默奥市 Umeå", PlaceName("于默奥市", "Umeå")),
        ("科尔多瓦市 Córdoba", PlaceName("科尔多瓦市", "Córdoba")),
        ("堪萨斯市 (密苏里州) Kansas city", PlaceName("堪萨斯市", "Kansas city", None, "密苏里州")),
        (f"堪萨斯市{OPEN}密苏里州{CLOSE}Kansas city", PlaceName("堪萨斯市", "Kansas city", None, "密苏里州")),
        ("纳兰德拉英语Narrandera", PlaceName("纳兰德拉", "Narrandera", "en")),
        ("东贵林伯里英语East Gwillimbury", PlaceName("东贵林伯里", "East Gwillimbury", "en")),
        ("勝沼町日语勝沼町", PlaceName("勝沼町", "勝沼町", "ja")),
        ("萨格赛苏木蒙古語Сагсай сум", PlaceName("萨格赛苏木", "Сагсай сум", "mn")),
        ("大和村日语大和村 (山梨県)", PlaceName("大和村", "大和村 (山梨県)", "ja")),
        ("戈尔诺-巴达赫尚自治州", PlaceName("戈尔诺-巴达赫尚自治州")),
        ("  西安市\u00a0\u3000", PlaceName("西安市")),
        ("Nara", PlaceName("Nara")),
        ("Sheffield (England)", PlaceName("Sheffield", None, None, "England")),
        ("Hobart (Tasmania, Australia)", PlaceName("Hobart", None, None, "Tasmania")),
        (f"Portland{OPEN}Oregon{CLOSE}, USA", PlaceName("Portland", None, None, "Oregon")),
        ("Atlanta (Georgia)", PlaceName("Atlanta", None, None, "Georgia")),
        ("Portland, Oregon (U.S.A.)", PlaceName("Portland, Oregon")),
        ("Plovdiv (Пловдив)", PlaceName("Plovdiv", "Пловдив")),
        ("Nara (奈良市)", PlaceName("奈良市", "Nara")),
        ("Bristol (friendship city)", PlaceName("Bristol (friendship city)")),
        ("Bristol (suspended)", PlaceName("Bristol (suspended)")),
        ("Bristol (since 1999)", PlaceName("Bristol (since 1999)")),
        ("Portland (Oregon), twice", PlaceName("Portland (Oregon), twice")),
    ],
)
def test_forms(text: str, name: PlaceName) -> None:
    """Each form gives its parts."""
    assert read_name(text) == name


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Juneau City, Alaska State", "Juneau City (Alaska State)"),
        ("San Francisco, California, USA", "San Francisco (California)"),
        ("Atlanta, Georgia", "Atlanta (Georgia)"),
        ("Atlanta, Georgia, United States", "Atlanta (Georgia)"),
        ("Portland, Oregon (USA)", "Portland (Oregon)"),
        ("Sheffield, South Yorkshire, England", "Sheffield (South Yorkshire)"),
    ],
)
def test_what_a_name_in_latin_letters_lies_in(text: str, key: str) -> None:
    """It is parted at the comma, and the country at its end left to the row's own country."""
    assert part_region(read_name(text), chinese=False).key == key


def test_key_has_the_qualifier() -> None:
    """Links are kept under the main part, with the qualifier in ASCII brackets however it was bracketed."""
    assert read_name("堪萨斯市 (密苏里州) Kansas city").key == "堪萨斯市 (密苏里州)"
    assert read_name(f"堪萨斯市{OPEN}密苏里州{CLOSE}").key == "堪萨斯市 (密苏里州)"
    assert read_name("奈良市 Nara").key == "奈良市"


@pytest.mark.parametrize("text", ["", " ", "\u00a0\u3000"])
def test_an_empty_cell_is_no_name(text: str) -> None:
    """A cell of white space names nothing."""
    with pytest.raises(ValueError, match=r"^\s*$"):
        read_name(text)


@given(language=st.sampled_from(LANGUAGES), main=HAN, other=LATIN)
def test_interlanguage_residue(language: str, main: str, other: str) -> None:
    """Whatever language the residue names, both parts are kept, with its tag."""
    assert read_name(f"{main}{language}{other}") == PlaceName(main, other, TAGS[language])


@given(main=HAN, qualifier=HAN, other=LATIN)
def test_parts_come_apart_as_they_were_put_together(main: str, qualifier: str, other: str) -> None:
    """Main part, qualifier and other part are found in either width of brackets."""
    assert read_name(f"{main} {other}") == PlaceName(main, other)
    for opening, closing in ("()", (OPEN, CLOSE)):
        assert read_name(f"{main}{opening}{qualifier}{closing}") == PlaceName(main, None, None, qualifier)
        assert read_name(f"{main} {opening}{qualifier}{closing} {other}") == PlaceName(main, other, None, qualifier)


PIECES = st.lists(HAN | LATIN | st.sampled_from([*LANGUAGES, *BRACKETS, " ", "·", "-", "\u00a0", "1", ","]), max_size=7)


def _counts(character: str) -> bool:
    return not (character.isspace() or character in BRACKETS or character in PARTING or MARK.fullmatch(character))


@given(st.text(max_size=20) | PIECES.map("".join))
def test_nothing_is_lost(text: str) -> None:
    """Every character but spaces, brackets, marks of notes and the language's name is in one of the parts."""
    kept = Counter(character for character in text if _counts(character))
    try:
        name = read_name(text)
    except ValueError:
        assert not text.split()
        return
    said = "".join(part for part in (name.main, name.other, name.qualifier) if part)
    found = Counter(character for character in said if _counts(character))
    lost = kept - found
    assert not found - kept
    assert (name.language is None) == (not lost)
    if lost:
        assert any(lost == Counter(word) and TAGS[word] == name.language for word in LANGUAGES)


def test_names_written_without_a_break() -> None:
    """Names in a row part after their kind of place, and keep the residue of the last."""
    assert read_names("鹽山市大和村日语大和村 (山梨県)") == (
        PlaceName("鹽山市"),
        PlaceName("大和村", "大和村 (山梨県)", "ja"),
    )
    assert read_names("无") == ()


@pytest.mark.parametrize(
    ("written", "main", "other"),
    [
        ("奈良市*", "奈良市", None), ("京都市★", "京都市", None), ("波城①", "波城", None), ("※奈良市", "奈良市", None),
        ("奈良市 ②", "奈良市", None), ("奈良市†‡", "奈良市", None), ("奈良市¹", "奈良市", None),
        ("Nara*", "Nara", None),
        ("魁北克市/Québec", "魁北克市", "Québec"), ("波城① Pau", "波城", "Pau"), ("里昂 Lyon*", "里昂", "Lyon"),
        ("魁北克市 / Québec", "魁北克市", "Québec"), ("里昂 — Lyon", "里昂", "Lyon"),
        ("首尔 Seoul-si", "首尔", "Seoul-si"),
    ],
)  # fmt: skip
def test_marks_of_notes_are_no_part_of_a_name(written: str, main: str, other: str | None) -> None:
    """Stars, daggers and figures in circles are left out; what parts two names belongs to neither."""
    name = read_name(written)
    assert (name.main, name.other) == (main, other)


@pytest.mark.parametrize("written", ["*", "★ ①", "※"])
def test_a_mark_alone_is_no_name(written: str) -> None:
    """A cell that holds nothing else names no place."""
    assert is_mark(written)
    assert read_name(written) == PlaceName(written)
