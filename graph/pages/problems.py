"""Why a request was refused, in the reader's language."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .reader import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEMS = Path(__file__).parent / "problems.yaml"

_OTHER = "other"


def explained(reader: Reader, kind: str, members: Mapping[str, object]) -> str:
    """Give what is wrong and what to do in Chinese; nothing for a reader of English, who has it in the detail."""
    if reader.language == "en":
        return ""
    said = {name: _shown(value) for name, value in members.items() if value not in ("", None, [])}
    for name in ("expected", "names"):
        if name in said:
            said[name] = reader.words[f"type_{said[name]}"]
    known = _texts(Reader(reader.language))
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
def _texts(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Give the sentences of each kind of problem for a reader of Chinese; the first whose members are there is said."""
    import yaml

    said: dict[str, list[str]] = yaml.safe_load(PROBLEMS.read_text(encoding="utf-8"))
    return {kind: tuple(label.text for text in texts for label in reader.chinese(text)) for kind, texts in said.items()}
