"""The pattern `shared-weaknesses` over a whole graph: what it says, its evidence, and when it keeps silent."""

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from goldgraph import gold_assessments, gold_reader, shuffled, store_of

from loaders.model import Assessment, Document, Finding, Kind, Metadata
from ontology.iris import concept
from ontology.reference import load_reference
from queries.errors import TooLittleData, UnknownName, WrongParameter
from queries.patterns import COLUMNS, PatternResult, find, patterns
from queries.project import graphml
from store import Reader

PAGE = Path(__file__).parent.parent / "docs/patterns/shared-weaknesses.md"
NAME = "shared-weaknesses"


@pytest.fixture(scope="module")
def result() -> PatternResult:
    return find(gold_reader(), NAME, {})


def planted(force: str, number: int) -> Assessment:
    """An assessment that judges eight themes: custody weak everywhere, the others by chance."""
    draw = np.random.default_rng(number)
    themes = ["custody", "demand", "finance", "ethics", "victims", "technology", "wellbeing", "leadership"]
    text, findings = "", []
    for theme in themes:
        weak = theme == "custody" or draw.random() < 0.35
        quote = f"{force} is {'weak' if weak else 'strong'} at {theme}"
        kind: Kind = "improvement" if weak else "strength"
        findings.append(Finding(len(text), len(text) + len(quote), quote, kind, (theme,)))
        text += f"{quote}\n"
    metadata = Metadata(force, "HMIC", None, "PEEL 2016", "2016-11-03", "http://example.org/a")
    return Assessment(Document(f"{force}.txt", text, (), "0" * 64, "text/plain"), metadata, (), tuple(findings))


def test_a_planted_weakness_is_found_with_its_sentences() -> None:
    forces = [force.slug for force in load_reference().forces[:20]]
    reader = Reader(store_of(planted(force, number) for number, force in enumerate(forces)), "planted")
    first, second, *_ = find(reader, NAME, {"programme": "PEEL 2016"}).items
    assert [theme.iri for theme in first.themes] == [concept("theme", "custody")]
    assert first.statement.startswith("20 of 20 forces judged on custody are criticised on it; chance alone would give")
    assert first.q < 0.001 < 0.05 < second.q
    assert {found.quote for found in first.findings} == {f"{force} is weak at custody" for force in forces}
    assert {found.source for found in first.findings} == {"http://example.org/a"}


def test_the_page_tells_the_real_numbers(result: PatternResult) -> None:
    page = PAGE.read_text(encoding="utf-8")
    themes = [item for item in result.items if item.q <= 0.05]
    best_group = next(item for item in result.items if item.kind == "group")
    for item in (*themes, best_group):
        assert f"| {item.statement} | {item.p} | {item.q} |" in page
    numbers = {**result.population, "tried": result.tried["themes"], "groups": result.tried["groups"]}
    assert (
        "({forces} forces, {themes} themes judged, {weak_cells} cells weak; {tried} themes and {groups} groups tried)"
    ).format(**numbers) in page


def test_items_open_down_to_their_findings(result: PatternResult) -> None:
    quotes = {finding.quote for assessment in gold_assessments() for finding in assessment.findings}
    assert {item.kind for item in result.items} == {"theme", "group"}
    for item in result.items:
        cells = {(found.force, found.theme) for found in item.findings}
        assert cells == {(force.iri, theme.iri) for force in item.forces for theme in item.themes}
        assert item.support == len(item.forces)
        assert all(found.quote in quotes and found.assessment and found.source for found in item.findings)


def test_the_measure_is_consistent(result: PatternResult) -> None:
    for item in result.items:
        assert 0 <= item.p <= item.q <= 1
        assert item.low <= item.effect <= item.high
        assert item.effect == pytest.approx((item.support - item.expected) / item.assessed, abs=0.001)
    assert concept("theme", "overall-performance") not in {theme.iri for item in result.items for theme in item.themes}


def test_the_result_travels_as_json_table_and_network(result: PatternResult) -> None:
    whole = json.loads(json.dumps(result.as_dict(), allow_nan=False))
    assert whole["population"]["forces"] == 43
    assert set(whole["versions"]) == {"networkx", "numpy", "polars", "scipy"}
    assert len(whole["items"]) == len(result.rows()) == 10
    assert all(len(row) == len(COLUMNS) for row in result.rows())
    again = nx.parse_graphml(graphml(result.network))
    assert dict(again.nodes(data=True)) == dict(result.network.nodes(data=True))


def test_the_same_graph_gives_the_same_result_in_whatever_order_it_came(result: PatternResult) -> None:
    other = find(Reader(shuffled(store_of(gold_assessments()), 2), "gold"), NAME, {})
    assert other.as_dict() == result.as_dict()
    assert graphml(other.network) == graphml(result.network)


def test_parameters_narrow_the_pattern() -> None:
    current = find(gold_reader(), NAME, {"programme": "PEEL 2023-25", "limit": "2", "minimum_forces": "7"})
    assert current.population["forces"] == 24
    assert current.parameters["programme"] == "https://w3id.org/peelgraph/id/programme/peel-2023-25"
    assert [item.kind for item in current.items].count("theme") == 2
    assert all(item.support >= 7 for item in current.items)
    assert {found.assessment.split("/")[-2] for item in current.items for found in item.findings} == {"peel-2023-25"}


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({"programme": "peel-2014"}, TooLittleData, "5 forces .* too few"),
        ({"programme": "peel-2013"}, WrongParameter, "did you mean"),
        ({"minimum_themes": "1"}, WrongParameter, "from 2 to"),
        ({"limit": "many"}, WrongParameter, "not a whole number"),
        ({"minimum": "3"}, WrongParameter, "minimum_forces"),
    ],
)
def test_it_refuses_what_it_cannot_answer(values: dict[str, str], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        find(gold_reader(), NAME, values)


def test_an_empty_graph_is_refused() -> None:
    with pytest.raises(TooLittleData, match="0 forces"):
        find(Reader(store_of([]), "empty"), NAME, {})


def test_an_unknown_pattern_is_answered_with_the_nearest() -> None:
    assert list(patterns()) == [NAME]
    with pytest.raises(UnknownName, match="did you mean shared-weaknesses"):
        find(gold_reader(), "shared-weakneses", {})
