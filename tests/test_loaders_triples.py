"""From an assessment to its named graph: what is said, by which identifiers, and the same each time."""

import dataclasses

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Store

from loaders.errors import LoadError
from loaders.model import Assessment, Document, Finding, Grade, Metadata, Partner
from loaders.reading import reading
from loaders.triples import assessment_iri, triples
from ontology.iris import Names, digest
from ontology.terms import OA, PEEL, PROV, RDF

TEXT = "Cleveland Police is good at X. It must do Y with Barnardo’s. Cleveland Police is good at X."
GOOD = Finding(0, 29, TEXT[:29], "strength", ("investigation", "victims"))
MUST = Finding(
    31,
    59,
    TEXT[31:59],
    "improvement",
    ("demand",),
    partners=(Partner("Barnardo’s", "voluntary-sector", "Barnardo’s"),),
    initiatives=("Operation Falcon",),
    formal=True,
    action="do Y with Barnardo’s",
    deadline="within three months",
)
AGAIN = dataclasses.replace(GOOD, start=61, end=90)
ASSESSMENT = Assessment(
    Document("letter.txt", TEXT, (), "0" * 64, "text/plain"),
    Metadata("cleveland", "HMIC", "Mike Cunningham", "PEEL 2016", "2017-03-02", "http://example.org/a"),
    (Grade("effectiveness", "good", 0, 29),),
    (GOOD, MUST, AGAIN),
)
NAMES = Names()
GRAPH = NamedNode("https://w3id.org/peelgraph/id/assessment/cleveland/peel-2016/letter")


@pytest.fixture
def graph() -> Store:
    made = Store()
    made.extend(triples(ASSESSMENT, NAMES))
    return made


def one(graph: Store, query: str) -> list[list[str]]:
    prefix = "PREFIX peel: <https://w3id.org/peelgraph/def#> PREFIX oa: <http://www.w3.org/ns/oa#> "
    rows = graph.query(prefix + query, use_default_graph_as_union=True)
    return [[cell.value for cell in row] for row in rows]  # type: ignore[union-attr]


def test_everything_is_in_the_graph_of_the_assessment(graph: Store) -> None:
    assert {quad.graph_name for quad in graph} == {GRAPH}
    assert assessment_iri(ASSESSMENT, NAMES) == GRAPH.value


def test_every_finding_and_judgement_names_force_and_programme(graph: Store) -> None:
    for kind in (PEEL.Finding, PEEL.Judgement, PEEL.Recommendation, PEEL.Assessment):
        for quad in graph.quads_for_pattern(None, RDF.type, kind):
            assert list(graph.quads_for_pattern(quad.subject, PEEL.force, None))
            assert list(graph.quads_for_pattern(quad.subject, PEEL.programme, None))


def test_words_said_twice_are_one_finding_with_two_passages(graph: Store) -> None:
    rows = one(graph, "SELECT ?start WHERE { ?f a peel:Strength ; peel:evidence/oa:hasSelector/oa:start ?start }")
    assert sorted(rows) == [["0"], ["61"]]
    assert len(one(graph, "SELECT ?f WHERE { ?f a peel:Strength }")) == 1


def test_evidence_gives_quote_context_and_position(graph: Store) -> None:
    rows = one(
        graph,
        """SELECT ?exact ?prefix ?start ?end WHERE { ?f a peel:AreaForImprovement ; peel:evidence ?e .
           ?e oa:hasSelector [ oa:exact ?exact ; oa:prefix ?prefix ], [ oa:start ?start ; oa:end ?end ] }""",
    )
    assert rows == [[MUST.quote, TEXT[:31], "31", "59"]]


def test_an_action_becomes_a_recommendation_that_arises_from_its_finding(graph: Store) -> None:
    rows = one(
        graph,
        """SELECT ?action ?formal ?deadline WHERE { ?r a peel:Recommendation ; peel:action ?action ;
           peel:formal ?formal ; peel:deadlineText ?deadline ; peel:arisesFrom [ a peel:AreaForImprovement ] }""",
    )
    assert rows == [["do Y with Barnardo’s", "true", "within three months"]]


def test_named_partner_and_initiative_have_identifiers_of_their_own(graph: Store) -> None:
    rows = one(graph, "SELECT ?p ?i WHERE { ?f peel:partner ?p ; peel:initiative ?i }")
    base = "https://w3id.org/peelgraph/id"
    assert rows == [[f"{base}/partner/barnardos", f"{base}/initiative/cleveland/operation-falcon"]]


def test_a_partner_that_is_a_force_is_that_force() -> None:
    finding = dataclasses.replace(GOOD, partners=(Partner("Durham", "other-force", "Durham Constabulary"),))
    made = triples(dataclasses.replace(ASSESSMENT, findings=(finding,)), NAMES)
    assert NamedNode(NAMES.force("durham")) in {quad.object for quad in made if quad.predicate == PEEL.partner}


def test_grades_stand_on_the_scale_of_their_programme(graph: Store) -> None:
    rows = one(graph, "SELECT ?g WHERE { ?j a peel:Judgement ; peel:grade ?g }")
    assert rows == [["https://w3id.org/peelgraph/def/grade/four-point/good"]]


@pytest.mark.parametrize(
    ("published", "datatype"),
    [("2017", "gYear"), ("2017-03", "gYearMonth"), ("2017-03-02", "date")],
)
def test_dates_are_as_exact_as_they_are_known(published: str, datatype: str) -> None:
    known = dataclasses.replace(ASSESSMENT.metadata, published=published)
    made = triples(dataclasses.replace(ASSESSMENT, metadata=known), NAMES)
    issued = [q.object for q in made if q.predicate.value.endswith("issued")]
    assert [str(o.datatype.value) for o in issued if isinstance(o, Literal)] == [
        f"http://www.w3.org/2001/XMLSchema#{datatype}"
    ]


def canonical(quads: list[Quad]) -> str:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return "\n".join(sorted(str(quad) for quad in dataset))


def test_the_same_assessment_gives_the_same_graph() -> None:
    assert triples(ASSESSMENT, NAMES) == triples(ASSESSMENT, NAMES)
    assert canonical(triples(ASSESSMENT, NAMES)) == canonical(triples(ASSESSMENT, NAMES)[::-1])


def test_a_passage_keeps_its_identifier_when_it_moves_or_is_retyped() -> None:
    moved = dataclasses.replace(ASSESSMENT, findings=(AGAIN, MUST))
    retyped = dataclasses.replace(MUST, quote=MUST.quote.replace("’", "'").replace(" do ", "\n do "))
    ids = {quad.subject for quad in triples(moved, NAMES) if quad.predicate == PEEL.quote}
    assert ids == {quad.subject for quad in triples(ASSESSMENT, NAMES) if quad.predicate == PEEL.quote}
    assert digest(retyped.quote) == digest(MUST.quote)


def test_the_name_of_a_reading_depends_on_what_the_manifest_says() -> None:
    assert reading(None) == reading(None) != reading(ASSESSMENT.metadata)
    assert any(quad.predicate == PROV.used for quad in triples(ASSESSMENT, NAMES))


@pytest.mark.parametrize("field", ["force", "programme"])
def test_an_assessment_without_its_place_is_refused_with_the_remedy(field: str) -> None:
    known = dataclasses.replace(ASSESSMENT.metadata, **{field: None})  # type: ignore[arg-type]
    with pytest.raises(LoadError, match=rf"names no {field}.*manifest"):
        triples(dataclasses.replace(ASSESSMENT, metadata=known), NAMES)


def test_blank_nodes_are_selectors_alone(graph: Store) -> None:
    kinds = {q.object for q in graph.quads_for_pattern(None, RDF.type, None) if not isinstance(q.subject, NamedNode)}
    assert kinds == {OA.TextQuoteSelector, OA.TextPositionSelector}
