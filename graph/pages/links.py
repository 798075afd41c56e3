"""Where a page's links lead: IRIs of the release to pages of the site, others as they are if they are http(s)."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from ... import ontology
from .paging import page_of

VOCABULARY = ontology.IRI.removesuffix("ontology")

_SAFE = "/%:@!$&'()*+,;=~"  # an IRI comes percent-encoded where it has to be


class Links(NamedTuple):
    """Links of a site: the base of the release's IRIs, the site's address and its path, the language to carry over."""

    base: str
    url: str
    root: str = "/"
    language: str = ""

    def to(self, iri: str) -> str:
        """Give the address of an IRI's page, of another http(s) IRI itself, and nothing for any other."""
        local = self.local(iri)
        if local is not None:
            path, hash_, fragment = local.partition("#")
            address = self.page(f"{path}.html" if path else "", part=page_of(iri) if hash_ else 1)
            return address + (f"#{quote(fragment, _SAFE)}" if hash_ else "")
        return iri if iri.startswith(("http://", "https://")) else ""

    def local(self, iri: str) -> str | None:
        """Give what follows the base in an IRI of the release or of the vocabulary, None for any other."""
        for base in (self.base, VOCABULARY):
            if iri.startswith(base):
                return iri.removeprefix(base)
        return None

    def page(self, path: str, part: int = 1) -> str:
        """Give the address of a page of the site, in the language chosen; ``part`` is the page of a long list."""
        asked = [f"page={part}"] * (part > 1) + [f"lang={self.language}"] * bool(self.language)
        return f"{self.root}{quote(path, _SAFE)}" + (f"?{'&'.join(asked)}" if asked else "")

    def file(self, path: str) -> str:
        """Give the address of a file, which has no language."""
        return f"{self.root}{quote(path, _SAFE)}"


def iris(path: str, base: str) -> tuple[str, ...]:
    """Give the IRIs that a path of the site may stand for: of the release, then of the vocabulary."""
    return tuple(dict.fromkeys((f"{base}{path}", f"{VOCABULARY}{path}")))
