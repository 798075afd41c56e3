"""Negotiation on its own: generated headers, and what must hold of every choice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from youcheng.graph.serve.negotiation import choose, choose_encoding, languages

OFFERS = ("application/json", "text/csv", "text/turtle", "application/xml")
RANGES = st.sampled_from([*OFFERS, "*/*", "text/*", "application/*", "image/png", "TEXT/CSV"])
WEIGHTS = st.sampled_from(["", ";q=0", ";q=0.0", ";q=0.3", "; q=0.55", ";q=1", ";q=1.000", ";charset=utf-8;q=0.2"])
HEADERS = st.lists(st.tuples(RANGES, WEIGHTS), min_size=1, max_size=6)


def weight(text: str) -> float:
    """Give the q that was written."""
    return float(text.partition("q=")[2]) if "q=" in text else 1.0


@given(HEADERS)
def test_the_choice_is_the_best_there_is(elements: list[tuple[str, str]]) -> None:
    """No offer has a higher weight than the one chosen, and none is chosen whose weight is 0."""
    header = ", ".join(name + text for name, text in elements)

    def wanted(offer: str) -> float:
        kind = offer.partition("/")[0]
        for rank in (offer, f"{kind}/*", "*/*"):
            found = [weight(text) for name, text in elements if name.lower() == rank]
            if found:
                return max(found)
        return 0.0

    chosen = choose(header, OFFERS)
    if chosen is None:
        assert not any(wanted(offer) for offer in OFFERS)
    else:
        assert wanted(chosen) == max(map(wanted, OFFERS)) > 0
        earlier = OFFERS[: OFFERS.index(chosen)]
        assert all(wanted(offer) < wanted(chosen) for offer in earlier)


@given(st.text(max_size=80))
def test_any_text_is_survived(header: str) -> None:
    """Whatever a client writes, there is an answer and no error."""
    assert choose(header, OFFERS) in {*OFFERS, None}
    assert choose_encoding(header) in {"gzip", "identity", None}
    assert all(name == name.lower() for name in languages(header))


def test_languages_come_best_first() -> None:
    """By weight, then as written; refused ones are left out."""
    assert languages("en;q=0.5, zh-Hant, de;q=0, zh") == ("zh-hant", "zh", "en")
