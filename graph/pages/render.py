"""Views and templates to pages: one function for each kind of page, every one pure."""

from __future__ import annotations

import json
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pyoxigraph import NamedNode, Quad

from ..export import dump
from ..store import ordered
from . import meanings, place, published, twinning
from .documents import DOCUMENTS
from .reader import LANGUAGES, NAMES, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .facts import Facts
    from .links import Links
    from .reader import Reader

STATIC = Path(__file__).parent / "static"
RDF_SUFFIXES = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF/XML"}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_VIEWS: dict[str, Callable[[Facts, str, Reader], dict[str, Any]]] = {
    "place": place.view,
    "twinning": twinning.view,
    "concept": meanings.concept,
    "scheme": meanings.scheme,
    "vocabulary": meanings.vocabulary,
    "graph": meanings.thing,
    "thing": meanings.thing,
}
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class Frame(NamedTuple):
    """What stands around a page: the path and query it was asked by, the IRI it is about, and what is said of that."""

    path: str
    query: tuple[tuple[str, str], ...] = ()
    iri: str = ""
    data: Markup = Markup()


def document(  # noqa: PLR0913, PLR0917 - what a page is of, whom it is for, and where
    kind: str, facts: Facts, iri: str, reader: Reader, links: Links, part: int = 1
) -> bytes:
    """Give the page of a document of a kind; of a list the page of that number, raises UnknownPage for none."""
    view = published.view(facts, iri, reader, part) if kind == "list" else _VIEWS[kind](facts, iri, reader)
    query = (("page", str(part)),) if part > 1 else ()
    frame = Frame(f"{links.local(iri) or ''}.html", query, iri, embedded(facts, kind, iri))
    return page(kind, view, reader, links, frame)


def page(template: str, view: Mapping[str, Any], reader: Reader, links: Links, frame: Frame) -> bytes:
    """Give a page by its template's name."""
    given = {
        "t": reader.words,
        "reader": reader,
        "links": links,
        "frame": frame,
        "languages": [(one, NAMES[one], _switched(frame, links, one)) for one in LANGUAGES],
        "alternates": [(one, links.url + _switched(frame, links, one).removeprefix(links.root)) for one in LANGUAGES],
        "formats": [(name, links.file(_bare(frame.path) + "." + suffix)) for suffix, name in RDF_SUFFIXES.items()],
        "static": partial(static, links),
        "canonical": f"{links.url}{frame.path}" + (f"?{urlencode(frame.query)}" if frame.iri and frame.query else ""),
    }
    return _environment().get_template(f"{template}.html").render(**given, **view).encode()


def embedded(facts: Facts, kind: str, iri: str) -> Markup:
    """Give what a document's RDF says of its IRI as JSON-LD that may stand within HTML; nothing where it says nothing.

    Its context is no bigger than it needs to be.
    """
    about = facts.about(iri)
    if kind in DOCUMENTS:  # their RDF is one graph, which others may speak of too
        about = [quad for quad in about if quad.graph_name == NamedNode(iri)]
    if not about:
        return Markup()
    quads = ordered(Quad(*quad.triple) for quad in about)
    said = json.loads(dump(quads, "jsonld", {}))
    nodes = said["@graph"]
    text = json.dumps(nodes, ensure_ascii=False)
    context = {key: one for key, one in said["@context"].items() if key in {"id", "type"} or f'"{key}' in text}
    prefixes = {key.partition(":")[0] for key in context}
    context |= {key: one for key, one in said["@context"].items() if key in prefixes}
    whole = {"@context": context, **(nodes[0] if len(nodes) == 1 else {"@graph": nodes})}
    return Markup(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))  # noqa: S704 - escaped


@cache
def stamp(name: str) -> str:
    """Give the start of the SHA-256 of a static file, by which its address changes when it does."""
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def static(links: Links, name: str) -> str:
    """Give the address of a static file."""
    return f"{links.file(f'static/{name}')}?v={stamp(name)}"


def _switched(frame: Frame, links: Links, language: str) -> str:
    return links.file(frame.path) + "?" + urlencode([*frame.query, ("lang", language)])


def _bare(path: str) -> str:
    return path.removesuffix(".html")


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "tag": tag,
        "day": day,
        "short": meanings.short,
        "end": _end,
        "grouped": _grouped,
        "readable": unquote,
    }
    return environment


def day(date: str, language: str) -> str:
    """Give a stated date in words, as precise as it is stated: 1974-02-01, 1974-02 or 1974."""
    from datetime import date as Date  # noqa: N812 - the class

    from babel.dates import format_date

    parts = [int(part) for part in date.split("-")] if date.replace("-", "").isdigit() and date[:1] != "-" else []
    formats = {1: ("y", "y年"), 2: ("MMMM y", "y年M月"), 3: ("d MMMM y", "y年M月d日")}
    if len(parts) not in formats:
        return date
    english, chinese = formats[len(parts)]
    try:
        whole = Date(*[*parts, 1, 1][:3])
    except ValueError:
        return date
    return format_date(whole, english if language == "en" else chinese, locale="en" if language == "en" else "zh")


def _end(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _grouped(number: int) -> str:
    return f"{number:,}"
