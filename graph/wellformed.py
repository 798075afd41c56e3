"""XML that every reader takes for what was meant: well formed, with carriage returns that survive, or none at all."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.parsers import expat

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ..ontology.errors import UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_NAME = re.compile(r"[^\W\d][\w.-]*$")  # what an element can be called by, at the end of an IRI
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Checked:
    """Passes XML on in pieces; raises UnknownFormat where it is not well formed, before the piece goes out."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")

    def passed(self, piece: bytes, *, last: bool = False) -> bytes:
        """Give a piece as it can go out: a raw carriage return, which a reader takes for a newline, as a reference."""
        safe = piece.replace(b"\r", b"&#13;")
        try:
            self._parser.Parse(safe, last)
        except expat.ExpatError as error:
            raise UnknownFormat(_why(piece)) from error
        return safe


def rdf_xml(triples: Sequence[Triple], prefixes: dict[str, str]) -> bytes:
    """Give triples, ordered by subject, as RDF/XML; raises UnknownFormat, saying why, for what that cannot write."""
    try:
        content = serialize(_named_first(triples), format=RdfFormat.RDF_XML, prefixes=prefixes) or b""
    except OSError as error:
        raise UnknownFormat(f"RDF/XML cannot write this: {error}; take another format") from error
    for iri in {triple.predicate.value for triple in triples}:
        if not _NAME.search(iri) and not _well_formed(iri):
            raise UnknownFormat(
                f"RDF/XML cannot write the property <{iri}>, which ends in no name: take another format"
            )
    return Checked().passed(content, last=True)


def _named_first(triples: Sequence[Triple]) -> Sequence[Triple]:
    """Give triples such that none of a subject's begins with a type that no element can be called by."""
    if not any(_nameless_type(triple) for triple in triples):
        return triples
    groups = (list(group) for _, group in groupby(triples, key=lambda triple: triple.subject))
    return [triple for group in groups for triple in sorted(group, key=_nameless_type)]


def _nameless_type(triple: Triple) -> bool:
    node = triple.object
    return triple.predicate == _TYPE and isinstance(node, NamedNode) and not _NAME.search(node.value)


def _well_formed(predicate: str) -> bool:
    node = NamedNode(predicate)
    content = serialize([Triple(node, node, Literal(""))], format=RdfFormat.RDF_XML) or b""
    try:
        Checked().passed(content, last=True)
    except UnknownFormat:
        return False
    return True


def _why(piece: bytes) -> str:
    found = _CONTROL.search(piece.decode("utf-8", "replace"))
    what = f"the character U+{ord(found[0]):04X}" if found else "a class or property whose IRI ends in no name"
    return f"XML cannot write {what}, which is in this answer: take another format"
