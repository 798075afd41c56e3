"""RDF terms as N-Triples writes them (https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples)."""

from __future__ import annotations

import re

from ..ontology.errors import TemplateError

_XSD = "http://www.w3.org/2001/XMLSchema#"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~]*")
_ESCAPED = re.compile(r'[\x00-\x1f\x7f\ufffe\uffff"\\]')
_SHORT = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def iri(value: str) -> str:
    """Give an IRI in angle brackets; raises TemplateError unless it is absolute and ASCII."""
    if not _IRI.fullmatch(value):
        raise TemplateError(f"{value!r} is not an absolute ASCII IRI")
    return f"<{value}>"


def text(value: str, language: str | None = None) -> str:
    """Give a string literal; the language tag in lower case, as RDF 1.2 normalises it."""
    plain = value.isprintable() and '"' not in value and "\\" not in value  # most text is, and this is quick to tell
    quoted = f'"{value if plain else _ESCAPED.sub(_escape, value)}"'
    return quoted if language is None else f"{quoted}@{language.lower()}"


def typed(value: object, datatype: str) -> str:
    """Give a literal of an XSD type, named by its local name; the value's ``str`` is the lexical form."""
    return f'"{value}"^^<{_XSD}{datatype}>'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return _SHORT.get(character) or f"\\u{ord(character):04X}"
