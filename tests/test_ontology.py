"""The vocabulary, its schemes and shapes: every term described, every shape looking at something, every fault told."""

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from test_loaders_triples import ASSESSMENT, MUST

from loaders.triples import triples
from ontology import generate, terms
from ontology.decide import decide
from ontology.errors import PeelgraphError
from ontology.graph import ontology_quads, reference_quads
from ontology.iris import VOCABULARY, Names, concept, digest, normalise, slug
from ontology.reference import FOLDER, load_reference, read_reference
from ontology.reviews import review_quads
from ontology.rulings import Ruling
from ontology.settle import settle
from ontology.terms import PEEL, RDF, RDFS, SKOS
from ontology.validate import SHAPES, validate

ROOT = Path(__file__).parent.parent
NAMES = Names()
REJECT = Ruling("rejected", "Ann Smith", "2026-11-24T13:30:00Z", "a heading")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
PATTERN = """
@prefix peel: <https://w3id.org/peelgraph/def#> . @prefix prov: <http://www.w3.org/ns/prov#> .
<https://example.org/pattern> a peel:Pattern ; peel:significance 0.01 ;
    prov:wasDerivedFrom <https://example.org/finding> .
"""


@pytest.fixture(scope="module")
def everything() -> list[Quad]:
    pattern = [Quad(q.subject, q.predicate, q.object) for q in parse(PATTERN, format=RdfFormat.TURTLE)]
    asked = dataclasses.replace(ASSESSMENT.findings[0], readers=("rules", "example-model"), doubt="the readers differ")
    read = triples(dataclasses.replace(ASSESSMENT, findings=(asked, *ASSESSMENT.findings[1:])), NAMES)
    rejected = decide(
        NAMES.finding("cleveland", "PEEL 2016", "letter", MUST.quote), [q.triple for q in read], [], REJECT
    )
    reviewed = [*settle(read, [rejected]), *review_quads([rejected])]
    return [*ontology_quads(), *reference_quads(NAMES), *reviewed, *pattern]


@pytest.fixture(scope="module")
def graph(everything: list[Quad]) -> Store:
    made = Store()
    made.extend(everything)
    return made


def test_every_term_is_described(graph: Store) -> None:
    described = (RDFS.label, SKOS.definition, SKOS.example, PEEL.standardTermConsidered, RDFS.isDefinedBy)
    names = generate.vocabulary_terms()
    silent = [
        (name, predicate.value)
        for name in names
        for predicate in described
        if not list(graph.quads_for_pattern(NamedNode(generate.PEEL_NAMESPACE + name), predicate, None))
    ]
    assert silent == []
    assert len(names) >= 60


def test_python_names_are_current() -> None:
    def words(text: str) -> str:
        return re.sub(r"[\s()]", "", text)

    assert words(Path(terms.__file__).read_text(encoding="utf-8")) == words(generate.render())


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError):
        PEEL.Fnding  # type: ignore[attr-defined]  # noqa: B018


def test_every_peel_term_in_the_data_is_defined(everything: list[Quad]) -> None:
    known = {generate.PEEL_NAMESPACE + name for name in generate.vocabulary_terms()}
    used = {
        term.value
        for quad in everything
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(generate.PEEL_NAMESPACE)
    }
    assert used <= known


def test_every_concept_pointed_at_exists(everything: list[Quad], graph: Store) -> None:
    pointed = {
        q.object for q in everything if isinstance(q.object, NamedNode) and q.object.value.startswith(VOCABULARY + "/")
    }
    documents = {NamedNode(f"{VOCABULARY}/0.1.0")}
    assert [node for node in pointed - documents if not list(graph.quads_for_pattern(node, RDF.type, None))] == []


def test_themes_have_labels_and_a_broader_theme(graph: Store) -> None:
    theme = NamedNode(concept("theme", "antisocial-behaviour"))
    assert (Quad(theme, SKOS.broader, NamedNode(concept("theme", "crime-prevention")), NamedNode(VOCABULARY))) in graph
    assert Literal("ASB", language="en") in {q.object for q in graph.quads_for_pattern(theme, SKOS.altLabel, None)}


def test_grades_compare_within_their_scale_alone(graph: Store) -> None:
    pairs = [(q.subject.value, q.object.value) for q in graph.quads_for_pattern(None, PEEL.comparableWith, None)]  # type: ignore[union-attr]
    assert len(pairs) == 4 * 3 + 5 * 4
    assert all(one.rsplit("/", 1)[0] == other.rsplit("/", 1)[0] for one, other in pairs)
    notes = [q.object.value for q in graph.quads_for_pattern(None, SKOS.scopeNote, None)]  # type: ignore[union-attr]
    assert all("don't compare directly" in note for note in notes)
    assert len(notes) == 2


def test_all_reference_data_conform(everything: list[Quad]) -> None:
    assert validate(everything) == ()


def shape_names() -> list[str]:
    shapes = rdflib.Graph().parse(SHAPES)
    return sorted(str(shape).rsplit("/", 1)[1] for shape in shapes.subjects(rdflib.RDF.type, SH.NodeShape))


def test_every_class_has_a_shape_and_every_shape_looks_at_something(graph: Store) -> None:
    shapes = rdflib.Graph().parse(SHAPES)
    targets = {str(target) for target in shapes.objects(None, SH.targetClass)}
    owl_class = NamedNode("http://www.w3.org/2002/07/owl#Class")
    classes = {str(q.subject)[1:-1] for q in graph.quads_for_pattern(None, RDF.type, owl_class)}
    below = {"Strength", "AreaForImprovement", "CauseOfConcern", "Progress", "Watch"}
    assert {name for name in classes if name.rpartition("#")[2] not in below} <= targets
    assert [target for target in targets if not list(graph.quads_for_pattern(None, RDF.type, NamedNode(target)))] == []
    assert len(shape_names()) == len(targets) >= 23


@pytest.mark.parametrize("name", shape_names())
def test_a_bare_node_of_each_class_is_refused_with_a_message(name: str) -> None:
    shapes = rdflib.Graph().parse(SHAPES)
    target = shapes.value(rdflib.URIRef(f"{VOCABULARY}/shape/{name}"), SH.targetClass)
    node = NamedNode("https://example.org/bare")
    found = validate([Quad(node, RDF.type, NamedNode(str(target)))])
    assert found
    assert all(re.match(r"(needs|must|may|has) ", violation.message) for violation in found)


@pytest.mark.parametrize(
    ("predicate", "value", "message"),
    [
        pytest.param(PEEL.mainTheme, NamedNode("https://example.org/x"), "main theme", id="a theme of no scheme"),
        pytest.param(PEEL.confidence, Literal(3), "confidence from 0 to 1", id="more than sure"),
        pytest.param(PEEL.formal, Literal("yes"), "true or false", id="formal in words"),
        pytest.param(PEEL.quote, Literal("another quote"), "exactly one quote", id="two quotes"),
    ],
)
def test_a_spoilt_finding_is_told(predicate: NamedNode, value: NamedNode | Literal, message: str) -> None:
    quads = triples(ASSESSMENT, NAMES)
    finding = next(q.subject for q in quads if q.object == PEEL.Strength)
    found = validate([*quads, *ontology_quads(), Quad(finding, predicate, value)])
    assert any(message in violation.message for violation in found)


def test_the_context_knows_every_term_and_reads_back() -> None:
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
    assert set(generate.vocabulary_terms()) <= set(context["@context"])
    document = context | {
        "id": "https://example.org/f",
        "type": "Strength",
        "force": NAMES.force("kent"),
        "formal": True,
    }
    read = {(q.predicate.value, str(q.object)) for q in parse(json.dumps(document), format=RdfFormat.JSON_LD)}
    assert (PEEL.force.value, f"<{NAMES.force('kent')}>") in read
    assert (RDF.type.value, str(PEEL.Strength)) in read


def test_graphs_are_the_same_each_time() -> None:
    assert reference_quads(NAMES) == reference_quads(NAMES)
    assert ontology_quads() == ontology_quads()


def test_every_judgement_and_recommendation_keeps_its_source(graph: Store) -> None:
    reference = load_reference()
    assert len(reference.grades) == 1558
    assert len(reference.recommendations) == 219
    kept = {q.object.value for q in graph.quads_for_pattern(None, terms.DCTERMS.source, None)}  # type: ignore[union-attr]
    assert {
        "https://www.wired-gov.net/wg/news.nsf/articles/lincolnshire+police+moved+into+enhanced+monitoring+06122024161000?open"
    } <= kept


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        pytest.param(
            "grades.csv",
            "PEEL 2014,",
            "PEEL 2013,",
            r"grades.csv: line 2, column programme: 'PEEL 2013'",
            id="programme",
        ),
        pytest.param(
            "grades.csv", ",good,", ",fair,", r"grades.csv: line 2, column grade: 'fair'", id="an unknown grade"
        ),
        pytest.param(
            "grades.csv", "force,programme", "forze,programme", r"line 1: lacks column force", id="a column renamed"
        ),
        pytest.param(
            "monitoring.csv", "cleveland,engage", "clevland,engage", r"column force: 'clevland'", id="a force misspelt"
        ),
        pytest.param(
            "themes.csv", ",effectiveness,", ",efectiveness,", r"column pillar: 'efectiveness'", id="a pillar misspelt"
        ),
        pytest.param("force_figures.csv", "2706.89", "many", r"column value: 'many'", id="a number in words"),
        pytest.param(
            "expected.csv", "monitoring.csv,8,100", "monitoring.csv,50,100", r"10 rows, expected 50", id="too few rows"
        ),
    ],
)
def test_a_fault_in_the_reference_data_is_told_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    copy = tmp_path / "reference"
    shutil.copytree(FOLDER, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PeelgraphError, match=message):
        read_reference(copy)


def test_identifiers() -> None:
    assert slug("PEEL 2018/19") == "peel-2018-19"
    assert slug("Zoë Billingham") == "zoe-billingham"
    assert digest("The  force’s\nwork") == digest("the force's work")
    assert normalise("A – B") == "a - b"
    assert (
        NAMES.assessment("cleveland", "PEEL 2016", "A letter")
        == f"{NAMES.base}id/assessment/cleveland/peel-2016/a-letter"
    )
    assert NAMES.document(NAMES.force("kent")) == f"{NAMES.base}doc/force/kent"
    for wrong in ("peelgraph", "https://x", "ftp://x/"):
        with pytest.raises(ValueError, match="base IRI"):
            Names(wrong)
    with pytest.raises(ValueError, match="no identifier"):
        slug("…")
