"""What is made from the vocabulary is current, and what it reuses exists: terms, JSON-LD context, page for people."""

import json
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from ontology import generate
from ontology.context import CONTEXT_FILE, render_context
from ontology.errors import PeelgraphError
from ontology.graph import VOCABULARY_FILE, ontology_quads, reference_quads
from ontology.iris import VOCABULARY, Names
from ontology.page import PAGE_FILE, render_page
from ontology.terms import PREFIXES

SAMPLE = Path(__file__).parent / "samples" / "assessment.ttl"


def known() -> set[str]:
    return {namespace + term for namespace, terms in generate.vocabularies().values() for term in terms}


def test_every_term_that_the_graphs_use_is_one_we_looked_up() -> None:
    quads = [*ontology_quads(), *reference_quads(Names()), *parse(path=SAMPLE, format=RdfFormat.TURTLE)]
    used = {term.value for q in quads for term in (q.predicate, q.object) if isinstance(term, NamedNode)}
    reused = {iri for iri in used if iri.startswith(tuple(PREFIXES.values()))}
    assert reused - known() == set()


def test_literals_have_the_types_that_the_vocabulary_gives() -> None:
    vocabulary = list(parse(path=VOCABULARY_FILE, format=RdfFormat.TURTLE))
    ranges = {q.subject: q.object for q in vocabulary if q.predicate.value.endswith("rdf-schema#range")}
    quads = [*reference_quads(Names()), *parse(path=SAMPLE, format=RdfFormat.TURTLE)]
    wrong = [
        q
        for q in quads
        if q.predicate in ranges and not (isinstance(q.object, Literal) and q.object.datatype == ranges[q.predicate])
    ]
    assert wrong == []


def test_the_context_is_current() -> None:
    assert CONTEXT_FILE.read_text(encoding="utf-8") == render_context()


def test_the_page_is_current_and_names_every_term() -> None:
    text = PAGE_FILE.read_text(encoding="utf-8")
    assert text == render_page()
    assert {name for name in generate.vocabulary_terms() if f"**`peel:{name}`**" not in text} == set()
    assert "don't compare directly" in text
    assert not re.search(r"\$\w+", text)


def test_a_graph_written_with_the_context_reads_back_the_same() -> None:
    words = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["@context"]
    # rdflib's writer leaves out blank nodes that an `@id` key points at, so they get addresses first.
    graph = rdflib.Graph().parse(SAMPLE).skolemize(authority="https://example.org/")
    written = json.loads(graph.serialize(format="json-ld", context=words))
    assert '"mainTheme":' in json.dumps(written["@graph"])
    assert "def#" not in json.dumps(written["@graph"]), "a term of ours has no short key"
    read = parse(json.dumps(written | {"@context": words}), format=RdfFormat.JSON_LD)
    expected = parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES)
    assert sorted(map(str, read)) == sorted(map(str, expected))


def test_a_short_key_that_hides_a_term_of_ours_is_refused(tmp_path: Path) -> None:
    vocabulary = tmp_path / "vocabulary.ttl"
    vocabulary.write_text(f"<{VOCABULARY}#title> a <http://www.w3.org/2002/07/owl#Class> .", encoding="utf-8")
    with pytest.raises(PeelgraphError, match="title would hide"):
        render_context(vocabulary)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ex: {namespace: 'http://e/', terms: [a, a]}", "ex lists a more than once"),
        ("ex: {namespace: 'http://e/', words: [a]}", "ex needs a `namespace` and a list of `terms`"),
        ("ex: {namespace: 'http://e/', terms: [1]}", "each a plain word"),
    ],
)
def test_a_malformed_list_of_standard_terms_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "standard_terms.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PeelgraphError, match=message):
        generate.standard_terms(path)


def test_blank_nodes_are_in_lists_alone() -> None:
    quads: list[Quad] = [*ontology_quads(), *reference_quads(Names())]
    blank = {q.predicate.value.rpartition("#")[2] for q in quads if isinstance(q.subject, BlankNode)}
    assert blank == {"first", "rest"}
