"""Every research query, on the gold corpus, with the answer that a careful reader would give."""

from collections.abc import Mapping

import pytest
from goldgraph import gold_reader

from queries.catalogue import catalogue
from queries.plain import Plain, records
from queries.run import run

ID = "https://w3id.org/peelgraph/id"
FINDING = f"{ID}/finding/norfolk/peel-2018-19/norfolk-2018-letter/6406d27c288d7388"
LIKE = Mapping[str, Plain]
EXPECTED: list[tuple[str, dict[str, str], int, LIKE]] = [
    # query, values, rows, cells that one of the rows holds
    (
        "shared-weakness",
        {"theme": "custody", "programme": "any"},
        4,
        {
            "forceName": "Norfolk Constabulary",
            "quote": "I am concerned that the law on how detainees are dealt with is not followed every time",
            "kindName": "concern",
            "weakForces": 2,
            "inspectedForces": 43,
            "finding": FINDING,
        },
    ),
    ("shared-weakness", {"theme": "responding-to-public"}, 72, {"weakForces": 19, "inspectedForces": 24}),
    (
        "grade-history",
        {"force": "cleveland", "question": "crime-prevention"},
        6,
        {"programmeName": "PEEL 2018/19", "gradeName": "Inadequate", "previousGradeName": "Good", "change": "down"},
    ),
    (
        "grade-history",
        {"force": "cleveland", "question": "crime-prevention"},
        6,
        {"programmeName": "PEEL 2021/22", "previousGradeName": "Inadequate", "comparable": False, "change": None},
    ),
    (
        "recurring-weaknesses",
        {"force": "bedfordshire", "theme": "investigation"},
        3,
        {
            "earlierProgrammeName": "PEEL 2016",
            "earlierQuote": "The opening stages of investigations need to be better",
            "laterProgrammeName": "PEEL 2018/19",
            "laterFindings": 3,
        },
    ),
    (
        "monitoring",
        {"force": "cleveland"},
        11,
        {
            "reasonName": "Protecting vulnerable people",
            "sign": "finding",
            "when": "2018-03-22",
            "quote": "the force needs to improve the protection it gives to vulnerable adults and to children",
        },
    ),
    ("monitoring", {"force": "cleveland"}, 11, {"sign": "grade", "when": "2017", "gradeName": "Requires improvement"}),
    ("monitoring", {"force": "cleveland"}, 11, {"reasonName": "Financial planning", "sign": None, "quote": None}),
    ("monitoring", {"force": "greater-manchester"}, 1, {"entered": "2020-12", "reasonName": None, "sign": None}),
    (
        "recommendations",
        {"status": "open", "force": "cheshire"},
        2,
        {
            "summary": "Apply the problem-solving process consistently in neighbourhoods",
            "kindName": "Area for improvement",
            "statusName": "Open",
            "quote": None,
        },
    ),
    ("recommendations", {"formal": "false", "force": "cleveland", "programme": "peel-2017"}, 2, {"statusName": None}),
    (
        "praised",
        {"theme": "domestic-abuse", "force": "cheshire"},
        4,
        {"quote": "it uses the Domestic Violence Disclosure Scheme well", "criticisms": 0},
    ),
    (
        "findings",
        {"force": "cleveland", "kind": "concern", "programme": "peel-2017"},
        1,
        {"themeName": "Stop and search", "kindName": "concern", "issued": "2018-03-22"},
    ),
    ("findings", {"theme": "hate-crime"}, 4, {"kindName": "strength"}),
    (
        "force-record",
        {"force": "cleveland", "programme": "peel-2018-19"},
        14,
        {"themeName": "Preventing crime", "gradeName": "Inadequate", "strengths": 1, "improvements": 6, "concerns": 6},
    ),
    (
        "theme-record",
        {"theme": "custody"},
        3,
        {"forceName": "Norfolk Constabulary", "programmeName": "PEEL 2018/19", "improvements": 2, "concerns": 1},
    ),
    ("forces", {}, 45, {"forceName": "British Transport Police", "assessments": 0, "concerns": 0}),
    (
        "provenance",
        {"statement": FINDING},
        1,
        {
            "quote": "I am concerned that the law on how detainees are dealt with is not followed every time",
            "confidence": 1,
        },
    ),
    (
        "provenance",
        {"statement": f"{ID}/judgement/cleveland/peel-2017/effectiveness"},
        1,
        {"forceName": "Cleveland Police", "quote": None},
    ),
]


@pytest.mark.parametrize(("name", "values", "count", "cells"), EXPECTED)
def test_a_query_gives_the_expected_answer(name: str, values: dict[str, str], count: int, cells: LIKE) -> None:
    rows = records(run(gold_reader(), name, values))
    assert len(rows) == count
    assert any(cells.items() <= row.items() for row in rows), [{key: row.get(key) for key in cells} for row in rows]


def test_every_query_has_an_expected_answer() -> None:
    assert {name for name, *_ in EXPECTED} == set(catalogue())


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_query_answers_with_each_of_its_parameters(name: str) -> None:
    """Bound or not, alone or all together; each value in the header's examples is one that the graph knows."""
    query = catalogue()[name]
    needed = {parameter.name: parameter.example for parameter in query.parameters if parameter.required}
    every = {parameter.name: parameter.example for parameter in query.parameters}
    settings = [needed, every, *(needed | {key: word} for key, word in every.items())]
    answers = [run(gold_reader(), name, values) for values in settings]
    assert all(answer.variables == answers[0].variables for answer in answers)
    assert answers[0].rows


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_no_row_is_repeated_and_every_finding_comes_with_its_evidence(name: str) -> None:
    query = catalogue()[name]
    rows = run(gold_reader(), name, {p.name: p.example for p in query.parameters if p.required})
    assert len(set(rows.rows)) == len(rows.rows)
    for row in records(rows):
        for finding, quote, assessment, source in (
            ("finding", "quote", "assessment", "source"),
            ("earlierFinding", "earlierQuote", "earlierAssessment", "earlierSource"),
            ("laterFinding", "laterQuote", "laterAssessment", "laterSource"),
        ):
            if row.get(finding):
                assert row[quote], row
                assert row[assessment], row
                assert row[source], row


def test_a_weakness_in_a_narrower_theme_counts() -> None:
    rows = records(run(gold_reader(), "shared-weakness", {"theme": "vulnerability", "programme": "any"}))
    assert {"Domestic abuse", "Missing people", "Protecting vulnerable people"} <= {
        str(row["themeName"]) for row in rows
    }


def test_grades_are_compared_within_a_scale_alone() -> None:
    rows = [
        row
        for force in ("cleveland", "durham")
        for row in records(run(gold_reader(), "grade-history", {"force": force}))
    ]
    scales = {"PEEL 2014", "PEEL 2015", "PEEL 2016", "PEEL 2017", "PEEL 2018/19"}
    for row in rows:
        if row["previousProgrammeName"]:
            assert row["comparable"] == ((row["programmeName"] in scales) == (row["previousProgrammeName"] in scales))
            assert bool(row["change"]) == row["comparable"]


def test_a_passage_has_one_source_whatever_is_known_of_its_assessment() -> None:
    """Some assessments name no inspector, some no date: neither may cost a row or add one."""
    some = records(run(gold_reader(), "findings", {"theme": "custody"}))
    some += records(run(gold_reader(), "findings", {"theme": "hate-crime"}))
    assert {row["programmeName"] for row in some} >= {"PEEL 2018/19"}
    for finding in some:
        rows = records(run(gold_reader(), "provenance", {"statement": str(finding["finding"])}))
        assert [(row["quote"], row["source"]) for row in rows] == [(finding["quote"], finding["source"])]
