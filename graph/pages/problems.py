"""Why a request was refused, in the reader's language."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .reader import Reader

PROBLEMS = Path(__file__).parent / "problems.yaml"

_OTHER = "other"


def explained(reader: Reader, kind: str, members: Mapping[str, object]) -> str:
    """Give what is wrong and what to do in Chinese; nothing for a reader of English, who has it in the detail."""
    if reader.language == "en":
        return ""
    said = {name: _shown(value) for name, value in members.items() if value not in ("", None, [])}
    if "expected" in said:
        said["expected"] = reader.words[f"type_{said['expected']}"]
    known = _texts(reader.language)
    for text in (*known.get(kind, ()), *known[_OTHER]):
        with suppress(KeyError):
            return text.format_map(said)
    return ""


def _shown(value: object) -> object:
    """Give a member as it stands in a sentence; numbers stay, so that the sentence says how they are written."""
    if isinstance(value, (list, tuple)):
        return "\u3001".join(map(str, value))
    return value


@cache
def _texts(language: str) -> dict[str, tuple[str, ...]]:
    """Give the sentences of each kind of problem in zh-Hans or zh-Hant; the first whose members are there is said."""
    import yaml

    said: dict[str, list[str]] = yaml.safe_load(PROBLEMS.read_text(encoding="utf-8"))
    if language == "zh-Hans":
        return {kind: tuple(texts) for kind, texts in said.items()}
    from opencc import OpenCC

    converted = OpenCC("s2twp")
    return {kind: tuple(map(converted.convert, texts)) for kind, texts in said.items()}
