"""How like a Chinese transcription sounds to a name in another script: by their consonants, read aloud.

A transcription keeps the order and the kind of the consonants (卡拉马塔 kalamata), while vowels are lost in both
directions; so consonants are grouped by where the mouth makes them, and near groups count as half a match.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PINYIN = re.compile(
    r"(?P<initial>zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?P<vowels>[aeiouv]+)(?P<coda>ng|n|r)?", re.IGNORECASE
)
_INITIALS = {
    "b": "P", "p": "P", "m": "M", "f": "F", "d": "T", "t": "T",
    "n": "N", "l": "R", "r": "R", "g": "K", "k": "K", "h": "H",
    "j": "J", "q": "J", "x": "S", "zh": "J", "ch": "J", "sh": "S", "z": "Z", "c": "Z", "s": "S", "y": "Y", "w": "W",
}  # fmt: skip
_LATIN = [
    ("tsch", "J"), ("sch", "S"), ("dzh", "J"), ("tch", "J"),
    ("shch", "S"), ("ch", "J"), ("sh", "S"), ("zh", "J"), ("kh", "H"),
    ("gh", "K"), ("ph", "F"), ("th", "T"), ("ck", "K"),
    ("ts", "Z"), ("tz", "Z"), ("cz", "J"), ("sz", "S"), ("dj", "J"),
    ("gn", "N"), ("ce", "S"), ("ci", "S"), ("cy", "S"), ("ng", "N"),
    ("x", "KS"), ("b", "P"), ("p", "P"), ("m", "M"), ("f", "F"),
    ("v", "W"), ("w", "W"), ("d", "T"), ("t", "T"), ("n", "N"),
    ("l", "R"), ("r", "R"), ("g", "K"), ("k", "K"), ("q", "K"),
    ("c", "K"), ("h", "H"), ("j", "J"), ("s", "S"), ("z", "Z"), ("y", "Y"),
]  # fmt: skip
_NEAR = {
    frozenset(pair)
    for pair in (
        "FW",
        "PW",
        "HK",
        "HJ",
        "JK",
        "JS",
        "JZ",
        "SZ",
        "JT",
        "TZ",
        "ST",
        "MN",
        "JY",
        "FP",
        "FH",
        "HS",
        "KS",
        "KZ",
        "WY",
    )
}
_WEAK = set("HYWNR")
_NEAR_COST, _WEAK_COST, _FULL_COST = 0.35, 0.4, 1.0


@lru_cache(maxsize=65536)
def spoken(name: str) -> str:
    """Give the consonant groups of a Chinese name by its Mandarin reading."""
    from anyascii import anyascii

    groups = []
    for syllable in _PINYIN.finditer(anyascii(name)):
        initial, vowels, coda = syllable["initial"], syllable["vowels"].lower(), syllable["coda"]
        if initial:
            groups.append(_INITIALS[initial.lower()])
        if coda:
            groups.append("R" if coda.lower() == "r" else "N")
        elif not initial and vowels == "er":
            groups.append("R")
    return "".join(groups)


@lru_cache(maxsize=65536)
def written(key: str) -> str:
    """Give the consonant groups of a name written in ASCII letters."""
    groups: list[str] = []
    at = 0
    while at < len(key):
        for letters, group in _LATIN:
            if key.startswith(letters, at):
                if not groups or groups[-1] != group:
                    groups.append(group)
                at += len(letters)
                break
        else:
            at += 1
    return "".join(groups)


@lru_cache(maxsize=65536)
def likeness(chinese: str, latin: str) -> float:
    """Give how like two strings of consonant groups are, from 0 to 1 (a weighted edit distance)."""
    if not chinese or not latin:
        return 0.0
    above = [0.0]
    for group in latin:
        above.append(above[-1] + _lost(group))
    for group in chinese:
        row = [above[0] + _lost(group)]
        for column, other in enumerate(latin, 1):
            row.append(
                min(above[column - 1] + _changed(group, other), above[column] + _lost(group), row[-1] + _lost(other))
            )
        above = row
    return max(0.0, 1 - above[-1] / max(len(chinese), len(latin)))


def _lost(group: str) -> float:
    return _WEAK_COST if group in _WEAK else _FULL_COST


def _changed(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return _NEAR_COST if frozenset((one, other)) in _NEAR else _FULL_COST
