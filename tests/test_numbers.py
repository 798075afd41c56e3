"""A stated number is read to its last digit or refused."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from youcheng.mapping.numbers import read_number, read_whole

WIDE = str.maketrans("0123456789.,", "".join(map(chr, [*range(0xFF10, 0xFF1A), 0xFF0E, 0xFF0C])))
PLAIN = st.from_regex(r"[0-9]{1,40}(\.[0-9]{1,40})?", fullmatch=True)
UNITS = st.sampled_from([1, 10, 100, 10_000, 1_000_000, 100_000_000])


@pytest.mark.parametrize(
    ("text", "persons"),
    [("35.45", 354_500), ("146.3", 1_463_000), ("8", 80_000), ("1309.52", 13_095_200), ("2.53", 25_300)],
)
def test_units_of_ten_thousand_come_to_whole_persons(text: str, persons: int) -> None:
    """A population in 万 has no noise of binary fractions, for which 35.45 * 10000 is not whole."""
    assert read_whole(text, 10_000) == persons


@given(text=PLAIN, unit=UNITS)
@example(text="1.00000000000000000000000000001", unit=10_000)
@example(text="9" * 40, unit=100_000_000)
def test_numbers_are_exact(text: str, unit: int) -> None:
    """Every digit counts, however many there are; a whole number is never one that was rounded."""
    exact = Fraction(text) * unit
    assert Fraction(read_number(text, unit)) == exact
    if exact.denominator == 1:
        assert read_whole(text, unit) == exact
    else:
        with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
            read_whole(text, unit)


@given(number=st.integers(0, 10**15), places=st.integers(0, 6))
def test_forms_of_one_number(number: int, places: int) -> None:
    """Thousands' commas, full-width digits and stray spaces change nothing."""
    shown = f"{Decimal(number).scaleb(-places):f}"
    grouped = f"{int(shown.partition('.')[0]):,}" + (f".{shown.partition('.')[2]}" if places else "")
    for text in (shown, shown.translate(WIDE), f" {shown}\u3000", grouped, grouped.translate(WIDE)):
        assert read_number(text) == Decimal(shown)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "待查",
        "约100",
        "-5",
        "+5",
        "1e5",
        "1.2.3",
        ".5",
        "5.",
        "1,23",
        "1234,567",
        "12,34,567",
        "0x10",
        "NaN",
        "Infinity",
        "1_000",
        "35.45万",
        "276.84\u00b9",
        "10\u00b2",
        "\u00bd",
        "\u2460",
        "三",
        "1/2",
    ],
)
def test_what_is_no_number(text: str) -> None:
    """Other text is refused; a raised footnote figure does not become a digit."""
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        read_number(text)
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        read_whole(text)


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    """No text ends in anything but a number that is not below nought, or ValueError."""
    try:
        number = read_number(text)
    except ValueError:
        return
    assert number >= 0
    assert "".join(text.split())[0].isdecimal()
