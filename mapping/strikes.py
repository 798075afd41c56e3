"""Words that a document strikes out, which say what is no longer so."""

from __future__ import annotations

import re

STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
"""A style under which words are struck out."""
TAGS = frozenset({"s", "del", "strike"})
"""The elements of HTML whose words are struck out."""

_BESIDE = re.compile(r"[(\uff08\[\u3010][^()\uff08\uff09\[\]\u3010\u3011]*[)\uff09\]\u3011]")


def struck_out(said: str, left: str) -> bool:
    """Tell whether a cell is struck out: of all that is ``said`` no more is ``left`` than brackets and marks."""
    return said != left and not any(map(str.isalnum, _BESIDE.sub("", left)))
