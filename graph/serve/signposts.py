"""Link headers by which a client finds its way without reading a body: FAIR Signposting, https://signposting.org/FAIR/."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .site import Site

_TYPES = {"html": "text/html", "ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json",
          "rdf": "application/rdf+xml"}  # fmt: skip
_CLASSES = {
    "place": "https://schema.org/Place",
    "list": "https://schema.org/Dataset",
    "dataset": "https://schema.org/Dataset",
    "concept": "https://schema.org/DefinedTerm",
    "scheme": "https://schema.org/DefinedTermSet",
    "vocabulary": "https://schema.org/DefinedTermSet",
}
_CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_PLAIN = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+")
_MOST = 8


def signposts(site: Site, iri: str, kind: str, path: str, suffix: str | None) -> list[tuple[str, str]]:
    """Give the Link header of a document in one form, or, without ``suffix``, of the thing it tells of."""
    url = f"{site.service.base}{path}"
    said = [(iri, 'rel="cite-as"')]
    if suffix is not None:
        said.append(
            (f"{url}.{suffix}" if path != "dataset" or suffix != "html" else site.service.base, 'rel="canonical"')
        )
    for other, media in _TYPES.items():
        if other != suffix:
            describes = other != "html" and suffix in {"html", None}
            said.append((f"{url}.{other}", f'rel="alternate{" describedby" if describes else ""}"; type="{media}"'))
    if suffix not in {"html", None}:
        said.append((iri, 'rel="describes"'))
    if suffix == "html":
        said.append(("https://schema.org/AboutPage", 'rel="type"'))
    if kind in _CLASSES:
        said.append((_CLASSES[kind], 'rel="type"'))
    if kind != "dataset":
        said.append((f"{site.service.release.base}dataset", 'rel="collection"'))
    said += [(licence, 'rel="license"') for licence in _licences(site, iri, kind)]
    return [("link", ", ".join(f"<{target}>; {rest}" for target, rest in said if _PLAIN.fullmatch(target)))]


def _licences(site: Site, iri: str, kind: str) -> list[str]:
    """Give the licences of the graphs that a document is taken from; a list that states none has none here."""
    if kind == "dataset":
        return []  # each graph has its own
    facts = site.opened().facts
    graphs = [iri] if kind == "list" else facts.graphs([iri, *facts.subjects("yc:partner", iri)])
    found: list[str] = []
    for graph in graphs:
        stated = facts.iris(graph, "dcterms:license")
        if not stated and not facts.is_a(graph, "yc:List"):
            stated = [_CC0]
        found += stated
    return list(dict.fromkeys(found))[:_MOST]
