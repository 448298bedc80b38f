"""Every constraint of every shape refuses what it should, in words for people; the sample is an assessment's graph."""

import re
import time
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Store, parse

from ontology.errors import PeelgraphError
from ontology.validate import SHAPES, Violation, validate

SAMPLE = Path(__file__).parent / "samples" / "assessment.ttl"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
NONE = ""
"""In the place of a value: the statement is taken away and nothing put in its stead."""

# A node of the sample, a property, the value (or values) that it gets instead, and what the report must say.
SPOILT = [
    (":falcon", "skos:prefLabel", NONE, "one preferred label"),
    (":falcon", "skos:prefLabel", '"Operation Falcon"@en , "Falcon"@en', "one preferred label"),
    (":judgement", "peel:force", "force:kent , force:essex", "exactly one force"),
    (":finding", "peel:force", NONE, "a force, or the several of a joint report"),
    (":inspection", "peel:programme", NONE, "exactly one programme"),
    (":figure", "dcterms:source", '"the newspaper"', "the address it was read at"),
    ("kent:letter", "dcterms:source", '"the newspaper"', "a source that is no web address"),
    (":finding", "peel:theme", "pillar:effectiveness", "only of the theme scheme"),
    (":finding", "peel:mainTheme", "theme:victims , theme:demand", "exactly one main theme"),
    (":recommendation", "peel:formal", '"yes"', "true or false"),
    (":finding", "peel:evidence", ":post", "the passage it was read from"),
    (":finding", "peel:partnerType", "theme:victims", "of the partner type scheme alone"),
    ("kent:letter", "dcterms:issued", '"2 March 2017"', "one date of publication"),
    (":monitoring", "schema:startDate", '"2019"', "the one date it began"),
    (":monitoring", "schema:endDate", '"2020"', "one date it ended"),
    ("force:kent", "skos:notation", '"Kent Police"', "one slug"),
    ("force:kent", "peel:area", "statgeo:E07000105", "which is a police force area"),
    ("force:kent", "peel:region", '"South East"', "one region of the region scheme"),
    ("statgeo:E07000105", "geo:sfWithin", NONE, "within a police force area"),
    ("inspector:zoe-billingham", "foaf:name", NONE, "exactly one name"),
    (":post", "org:postIn", NONE, "the one inspectorate it is a post in"),
    (":post", "org:heldBy", "force:kent", "held by persons alone"),
    (":barnardos", "org:classification", "theme:victims", "a partner type of the partner type scheme"),
    (":collaboration", "org:hasMember", "force:kent", "at least two members"),
    (":collaboration", "peel:partner", NONE, "one partner on the other side"),
    ("programme:peel-2016", "peel:scale", "theme:victims", "one scale of grades"),
    ("kent:letter", "dcterms:title", NONE, "needs a title"),
    ("kent:letter", "dcterms:identifier", NONE, "exactly one file name"),
    ("kent:letter", "peel:inspector", "inspectorate:hmicfrs", "persons alone"),
    ("kent:letter", "peel:contentDigest", '"abc"', "the SHA-256 of its bytes"),
    ("kent:letter", "peel:wordCount", "0", "one or more"),
    (":run", "prov:used", NONE, "the one assessment that was read"),
    (":run", "dcterms:identifier", NONE, "the name of the reading"),
    (":judgement", "peel:question", "partner-type:health", "a theme or a pillar"),
    (":judgement", "peel:grade", "four-point:adequate", "only the five-point scale has adequate"),
    (":judgement", "peel:assessment", NONE, "the address or the assessment that states it"),
    (":finding", "a", "peel:Finding", "exactly one of strength"),
    (":finding", "a", "peel:Finding , peel:Strength , peel:Watch", "exactly one of strength"),
    (":finding", "peel:assessment", NONE, "the one assessment that states it"),
    (":finding", "peel:quote", '"The force should"@en', "exactly one quote"),
    (":finding", "peel:confidence", "1.5", "a confidence from 0 to 1"),
    (":finding", "peel:reviewState", "review-state:perhaps", "exactly one review state"),
    (":finding", "peel:since", '"last year"', "one year since when"),
    (":finding", "peel:change", "change:sideways", "one kind of change"),
    (":finding", "peel:mention", ":post", "mention partners in words alone"),
    (":finding", "peel:evidenceAsRead", ":post", "keep the passages that were read"),
    (":mention", "peel:organisationName", '"a" , "b"', "name one organisation"),
    (":mention", "org:classification", "theme:victims", "one partner type of the partner type scheme"),
    (":finding", "peel:review", ":post", "follow from one review"),
    (":finding", "peel:doubt", '"it"@en , "is"@en', "one doubt, in words"),
    (":finding", "prov:wasAttributedTo", ":post", "programs that read it alone"),
    (":rejected", "peel:reviewState", "review-state:accepted", "in the state rejected"),
    (":accepted", "prov:used", NONE, "the one finding that was reviewed"),
    (":accepted", "peel:assessment", NONE, "the assessment that the finding was read from"),
    (":accepted", "prov:wasAssociatedWith", ":post", "the one person who decided"),
    (":accepted", "prov:endedAtTime", '"yesterday"', "the time of the decision"),
    (":accepted", "peel:decision", "review-state:unreviewed", "one decision: accepted, corrected or rejected"),
    (":accepted", "peel:quote", NONE, "the words that were reviewed"),
    (":accepted", "peel:quoteDigest", '"abc"', "the digest of the words that were reviewed"),
    (":accepted", "peel:passageDigest", '"abc"', "one digest of the passage"),
    (":accepted", "peel:asRead", NONE, "what the program had read"),
    (":accepted", "peel:correctedTo", "[ peel:formal true ] , [ peel:formal false ]", "corrected once"),
    (":evidence", "peel:passage", '"words"@en', "a passage around it that is no text"),
    (":evidence", "peel:page", "0", "one page, counted from 1"),
    (":evidence", "oa:hasSource", NONE, "the one document it is a part of"),
    (":evidence", "oa:hasSelector", "[ a oa:TextPositionSelector ; oa:start 1 ; oa:end 2 ]", "a selector by quote"),
    (":evidence", "oa:hasSelector", '[ a oa:TextQuoteSelector ; oa:exact "words" ]', "a selector by position"),
    (":evidence", "oa:hasSelector", "[ a oa:TextQuoteSelector ]", "the words it selects"),
    (":evidence", "oa:hasSelector", '[ a oa:TextQuoteSelector ; oa:prefix "a" , "b" ]', "one prefix"),
    (":evidence", "oa:hasSelector", '[ a oa:TextQuoteSelector ; oa:suffix "a" , "b" ]', "one suffix"),
    (":evidence", "oa:hasSelector", "[ a oa:TextPositionSelector ; oa:start 9 ; oa:end 2 ]", "before its end"),
    (":evidence", "oa:hasSelector", "[ a oa:TextPositionSelector ; oa:start 9 ]", "needs an end"),
    (":recommendation", "peel:addressedTo", NONE, "the organisation it is addressed to"),
    (":recommendation", "peel:kind", "theme:victims", "one kind, of the kind scheme"),
    (":recommendation", "peel:status", "status:forgotten", "one status"),
    (":recommendation", "peel:due", '"soon"', "one date it is due"),
    (":recommendation", "peel:arisesFrom", "force:kent", "from findings alone"),
    (":recommendation", "peel:arisesFrom", NONE, "the address or the finding it arises from"),
    (":pattern", "prov:wasDerivedFrom", NONE, "the findings it derives from"),
    (":pattern", "peel:significance", "2", "its significance, from 0 to 1"),
    (":figure", "peel:value", '"many"', "exactly one number"),
    (":figure", "peel:measure", "theme:victims", "one measure of the measure scheme"),
    (":figure", "peel:unit", NONE, "one unit of the unit scheme"),
    (":figure", "peel:date", '"2019"^^xsd:gYear', "exactly one date: a day"),
    (":figure", "qb:dataSet", ":description", "the one data set it is part of"),
    (":monitoring", "peel:stage", "stage:alarm", "exactly one stage"),
    (":monitoring", "peel:reason", "pillar:effectiveness", "reasons of the theme scheme alone"),
    (":figures", "qb:structure", NONE, "the one structure of its observations"),
    (":description", "dcterms:title", NONE, "needs a title"),
    (":description", "dcterms:license", '"open"', "the address of its licence"),
    (":description", "dcterms:rights", NONE, "whom to attribute it to"),
    (":scale", "skos:scopeNote", NONE, "what may be compared"),
    (":good", "skos:inScheme", NONE, "must stand in a scheme"),
    (":good", "skos:definition", NONE, "needs a definition"),
    ("force:kent", "a", "peel:ForceArea", "the statistical geography's own identifier"),
]


@cache
def prefixes() -> str:
    found = re.findall(r"^@prefix (\S+) (<\S+>) \.$", SAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    return "\n".join(f"PREFIX {prefix} {namespace}" for prefix, namespace in found)


def spoilt(node: str, predicate: str, value: str) -> list[Quad]:
    store = Store()
    store.extend(sample())
    store.update(f"{prefixes()} DELETE WHERE {{ {node} {predicate} ?old }}")
    if value != NONE:
        store.update(f"{prefixes()} INSERT DATA {{ {node} {predicate} {value} }}")
    return list(store)


def sample() -> list[Quad]:
    return list(parse(path=SAMPLE, format=RdfFormat.TURTLE))


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(SHAPES)


def test_the_sample_conforms() -> None:
    assert validate(sample()) == ()


@pytest.mark.parametrize(("node", "predicate", "value", "message"), SPOILT)
def test_a_spoilt_statement_is_refused(node: str, predicate: str, value: str, message: str) -> None:
    found = validate(spoilt(node, predicate, value))
    assert [violation for violation in found if message in violation.message], found


def test_every_message_of_the_shapes_is_provoked() -> None:
    messages = {str(message) for message in shapes().objects(None, SH.message)}
    assert {m for m in messages if not any(told in m for _, _, _, told in SPOILT)} == set()


def test_every_constraint_has_a_message() -> None:
    parts = set(shapes().objects(None, SH.property))
    assert {part for part in parts if not shapes().value(part, SH.message)} == set()


def test_every_shape_looks_at_something_in_the_sample() -> None:
    types = {quad.object.value for quad in sample() if quad.predicate.value.endswith("#type")}  # type: ignore[union-attr]
    assert {str(target) for target in shapes().objects(None, SH.targetClass)} <= types


def test_a_violation_says_where_and_which_shape() -> None:
    (found,) = validate(spoilt(":finding", "peel:since", '"2015"'))
    assert found == Violation(
        focus="https://w3id.org/peelgraph/id/finding",
        path="https://w3id.org/peelgraph/def#since",
        value="2015",
        message="may have one year since when",
        severity="Violation",
        shape="https://w3id.org/peelgraph/def/shape/Finding",
    )


def test_shapes_that_check_nothing_are_an_error(tmp_path: Path) -> None:
    empty = tmp_path / "shapes.ttl"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(PeelgraphError, match=r"holds no sh:NodeShape"):
        validate(sample(), empty)


def test_one_assessment_is_checked_fast() -> None:
    start = time.perf_counter()
    validate(sample())
    assert time.perf_counter() - start < 1
