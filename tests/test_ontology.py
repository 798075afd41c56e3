"""The vocabulary says of every term what it is, in both languages, and knows no term it does not declare."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, RdfFormat, Store, parse

from youcheng.ontology import FOLDER, IRI, concepts, prefixes, prologue, term, terms, triples
from youcheng.ontology.errors import UndeclaredTerm

if TYPE_CHECKING:
    from pathlib import Path

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMES = [
    "kind",
    "level",
    "continent",
    "event",
    "reading",
    "authority",
    "rule",
    "finding",
    "counting",
    "measure",
    "drift",
]

Said = dict[str, list[NamedNode | Literal]]


def described() -> dict[str, Said]:
    """Give what vocabulary and kinds say of each subject, by predicate."""
    found: dict[str, Said] = defaultdict(lambda: defaultdict(list))
    for triple in triples("vocabulary", "kinds"):
        assert isinstance(triple.subject, NamedNode)
        assert isinstance(triple.object, NamedNode | Literal)
        found[triple.subject.value][triple.predicate.value].append(triple.object)
    return found


DESCRIBED = described()
OWN = sorted(iri for iri in DESCRIBED if iri.startswith(f"{IRI}#"))
CONCEPTS = sorted(iri for iri, said in DESCRIBED.items() if NamedNode(f"{SKOS}Concept") in said[RDF_TYPE])
SCHEME_IRIS = sorted(iri for iri, said in DESCRIBED.items() if NamedNode(f"{SKOS}ConceptScheme") in said[RDF_TYPE])


def languages(iri: str, predicate: str) -> Counter[str | None]:
    """Count the texts of a predicate by language; an empty one counts as none."""
    return Counter(
        text.language for text in DESCRIBED[iri][predicate] if isinstance(text, Literal) and text.value.strip()
    )


@pytest.mark.parametrize("iri", OWN)
def test_every_own_term_is_described(iri: str) -> None:
    """A class or property has one label and one definition in each language, a kind, and its vocabulary."""
    for predicate in (f"{RDFS}label", f"{SKOS}definition"):
        assert languages(iri, predicate) == {"en": 1, "zh": 1}
    kinds = {kind.value for kind in DESCRIBED[iri][RDF_TYPE]}
    assert len(kinds & {f"{OWL}Class", f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty"}) == 1
    assert [node.value for node in DESCRIBED[iri][f"{RDFS}isDefinedBy"]] == [IRI]
    assert iri.removeprefix(f"{IRI}#")[0].isupper() == (f"{OWL}Class" in kinds)


@pytest.mark.parametrize("iri", CONCEPTS)
def test_every_concept_is_described(iri: str) -> None:
    """A concept has one preferred label and one definition in each language, and stands in the scheme of its IRI."""
    for predicate in (f"{SKOS}prefLabel", f"{SKOS}definition"):
        assert languages(iri, predicate) == {"en": 1, "zh": 1}
    (scheme,) = DESCRIBED[iri][f"{SKOS}inScheme"]
    assert iri.rpartition("/")[0] == scheme.value
    assert scheme.value in SCHEME_IRIS


@pytest.mark.parametrize("iri", SCHEME_IRIS)
def test_every_scheme_is_named_and_used(iri: str) -> None:
    """A scheme has a label in each language, a prefix of its own, and concepts."""
    assert languages(iri, f"{SKOS}prefLabel") == {"en": 1, "zh": 1}
    assert prefixes()[iri.rpartition("/")[2]] == f"{iri}/"
    assert any(concept.startswith(f"{iri}/") for concept in CONCEPTS)


def test_nothing_else_is_described() -> None:
    """Every subject is the vocabulary itself, an own term, a concept or a scheme; the two last are the known ones."""
    assert set(DESCRIBED) == {IRI, *OWN, *CONCEPTS, *SCHEME_IRIS}
    assert {iri.rpartition("/")[2] for iri in SCHEME_IRIS} == set(SCHEMES)
    assert len(OWN) > 40


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_word_names_one_concept(scheme: str) -> None:
    """No two concepts of a scheme share a word, in any language or case of letters; each is met by its labels."""
    words: dict[str, set[str]] = defaultdict(set)
    for iri in CONCEPTS:
        if iri.startswith(prefixes()[scheme]):
            for label in (*DESCRIBED[iri][f"{SKOS}prefLabel"], *DESCRIBED[iri][f"{SKOS}altLabel"]):
                words[label.value.casefold()].add(iri)
    assert [word for word, named in words.items() if len(named) > 1] == []
    assert {word.casefold(): {iri} for word, iri in concepts(scheme).items()} == words


def test_prefixes_are_unique() -> None:
    """Each prefix is declared once, for one namespace, and no namespace has two."""
    declared: dict[str, list[str]] = defaultdict(list)
    for triple in triples("prefixes"):
        if isinstance(triple.object, Literal):
            declared[triple.predicate.value.rpartition("#")[2]].append(triple.object.value)
    assert set(declared) == {"prefix", "namespace"}
    assert len(declared["prefix"]) == len(declared["namespace"]) == len(prefixes())
    assert max(Counter(declared["prefix"]).values()) == max(Counter(declared["namespace"]).values()) == 1


def test_every_prefix_is_declared_on_the_ontology() -> None:
    """The sh:declare of the vocabulary names every prefix node, and no other."""
    nodes = [
        (triple.subject, triple.predicate.value.rpartition("#")[2], triple.object) for triple in triples("prefixes")
    ]
    declared = {node for _, predicate, node in nodes if predicate == "declare"}
    assert declared == {subject for subject, predicate, _ in nodes if predicate == "prefix"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttl")), ids=lambda path: path.stem)
def test_files_use_the_declared_prefixes(path: Path) -> None:
    """A Turtle file of the folder that parses gives a prefix no other namespace than the project does."""
    content = path.read_text(encoding="utf-8")
    assert list(parse(content, RdfFormat.TURTLE))
    for prefix, namespace in re.findall(r"^@prefix (\w+): <([^>]+)>", content, flags=re.MULTILINE):
        assert prefixes().get(prefix, namespace) == namespace


def test_terms_of_a_definition_are_declared() -> None:
    """Domains, ranges and superclasses that are own terms are declared."""
    for said in DESCRIBED.values():
        for nodes in said.values():
            for node in nodes:
                if isinstance(node, NamedNode) and node.value.startswith(f"{IRI}#"):
                    assert node.value in terms()


def test_term_expands_what_is_declared() -> None:
    """Every own term and concept, and any term of another's vocabulary, is expanded."""
    assert {term(f"yc:{iri.removeprefix(IRI + '#')}") for iri in OWN} == set(OWN)
    for iri in CONCEPTS:
        scheme, _, name = iri.removeprefix(IRI.removesuffix("ontology")).partition("/")
        assert term(f"{scheme}:{name}") == iri
    assert term("schema:City") == "https://schema.org/City"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("yc:Rwo", "yc:Rwo is not declared: add it to ontology/vocabulary.ttl or ontology/kinds.ttl"),
        ("yc:", "yc: is not declared"),
        ("kind:enemy-city", "kind:enemy-city is not declared"),
        ("level:village", "level:village is not declared"),
        ("nope:Thing", "prefix 'nope' of 'nope:Thing' is not declared: add it to ontology/prefixes.ttl"),
        ("Row", "prefix 'Row' of 'Row' is not declared"),
        ("", "prefix '' of '' is not declared"),
    ],
)
def test_term_refuses_what_is_not_declared(name: str, said: str) -> None:
    """An own term that the vocabulary lacks, or another prefix, is refused with where to add it."""
    with pytest.raises(UndeclaredTerm, match=re.escape(said)):
        term(name)


def test_the_prologue_is_sparql() -> None:
    """The PREFIX lines parse, and name every prefix."""
    asked = " ".join(f"<x> {prefix}:x <x> ." for prefix in prefixes())
    assert isinstance(Store().query(f"BASE <urn:x>\n{prologue()}ASK {{ {asked} }}"), QueryBoolean)
