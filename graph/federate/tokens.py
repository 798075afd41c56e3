"""The words of a SPARQL query with where they stand: https://www.w3.org/TR/sparql11-query/#sparqlGrammar."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...ontology.errors import QuerySyntaxError

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LETTER = _BASE + "_"
_MORE = _LETTER + r"0-9\u00b7\u0300-\u036f\u203f-\u2040"
_LOCAL = rf"(?:%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]|[{_MORE}:\-])"
_IRI = r"<(?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>"
_FORMS = {
    "string": r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'",
    "iri": _IRI,
    "variable": rf"[?$][{_LETTER}0-9][{_LETTER}0-9\u00b7\u0300-\u036f\u203f-\u2040]*",
    "blank": rf"_:[{_LETTER}0-9](?:\.*[{_MORE}\-])*",
    "name": rf"(?:[{_BASE}](?:\.*[{_MORE}\-])*)?:(?:{_LOCAL}(?:\.*{_LOCAL})*)?",
    "language": r"@[A-Za-z]+(?:-+[A-Za-z0-9]+)*",
    "number": r"(?:[0-9]*\.[0-9]+|[0-9]+)(?:\.?[eE][+-]?[0-9]+)?",
    "word": r"[A-Za-z_][A-Za-z0-9_]*",
    "sign": r"<<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||!=|<=|>=|[{}()\[\].,;=<>!*/+\-|^?~]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _FORMS.items()), re.DOTALL)
_EXPRESSION = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _FORMS.items() if kind != "iri"), re.DOTALL)
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
_OPERANDS = frozenset({"variable", "number", "string", "language", "name", "iri", "blank"})


class Token(NamedTuple):
    """One word: its kind, its text (a keyword in capitals), and its span in the query."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def operand(self) -> bool:
        """Tell whether ``<`` after this, in an expression, is a comparison and not the start of an IRI."""
        return self.kind in _OPERANDS or self.text in {")", "}", "TRUE", "FALSE"}


def token(text: str, at: int, before: Token | None = None) -> Token:
    """Give the next word from a place on; ``before`` is the word before it where both stand in an expression.

    Gives a word of kind ``end`` after the last. Raises QuerySyntaxError, with line and column.
    """
    start = word_start(text, at)
    if start == len(text):
        return Token("end", "", start, start)
    found = (_EXPRESSION if before is not None and before.operand else _TOKEN).match(text, start)
    if not found:
        raise QuerySyntaxError(f"the query does not parse: {text[start]!r} {place(text, start)}")
    kind, word = str(found.lastgroup), found[0]
    return Token(kind, word.upper() if kind == "word" else word, start, found.end())


def word_start(text: str, at: int) -> int:
    """Give where the next word starts from a place on, after white space and comments."""
    space = _SPACE.match(text, at)
    return space.end() if space else at


def place(text: str, at: int) -> str:
    """Give ``at line L, column C``, both from 1, of a place in a query."""
    line_start = text.rfind("\n", 0, at) + 1
    return f"at line {text.count(chr(10), 0, at) + 1}, column {at - line_start + 1}"
