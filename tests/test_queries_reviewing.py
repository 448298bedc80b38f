"""What a person is asked to look at, from a graph: the list, one finding in full, and how often people agree."""

from dataclasses import replace

import pytest
from goldgraph import gold_assessments, store_of
from pyoxigraph import NamedNode
from test_loaders_triples import ASSESSMENT, GOOD, MUST

from loaders.model import Cue
from ontology.decide import decide
from ontology.iris import Names
from ontology.reviews import Decision, Reading, assessment_of, review_quads
from ontology.rulings import Ruling
from ontology.settle import settle
from queries import reviewing
from queries.errors import UnknownName, WrongParameter
from queries.reviewing import agreement, named, pending, show
from store import Reader

NAMES = Names()
UNSURE = replace(GOOD, confidence=0.4, cues=(Cue("good", "is good", "kind"), Cue("model", "w=good", "kind", 1.25)))
DOUBTED = replace(MUST, confidence=0.9, doubt="found by rules alone")
IS_GOOD, MUST_DO = (NAMES.finding("cleveland", "PEEL 2016", "letter", known.quote) for known in (GOOD, MUST))
AT = "2026-11-24T13:30:00Z"


def reader(*rulings: tuple[str, str]) -> Reader:
    """A graph of one letter, on whose findings a person has ruled."""
    store = store_of([replace(ASSESSMENT, findings=(UNSURE, DOUBTED))])
    before = Reader(store, "before")
    made: list[Decision] = []
    for finding, decision in rulings:
        made.append(decide(finding, before.graph(assessment_of(finding)), made, Ruling(decision, "Ann", AT)))
    graph = list(store.quads_for_pattern(None, None, None, NamedNode(assessment_of(IS_GOOD))))
    for quad in graph:
        store.remove(quad)
    store.extend([*settle(graph, made), *review_quads(made)])
    return Reader(store, "after")


def test_the_unsure_and_the_doubted_are_listed_the_least_sure_first() -> None:
    rows = pending(reader(), {})
    assert [(row.finding, row.state, row.confidence) for row in rows] == [
        (IS_GOOD, "needs-review", 0.4),
        (MUST_DO, "needs-review", 0.9),
    ]
    assert [row.finding for row in pending(reader(), {"below": "0.5"})] == [IS_GOOD]
    assert len(pending(reader(), {}, limit=1)) == 1


def test_what_was_decided_is_listed_when_asked_for() -> None:
    ruled = reader((IS_GOOD, "accepted"), (MUST_DO, "rejected"))
    assert pending(ruled, {}) == []
    states = {row.finding: (row.state, row.before, row.by, row.at) for row in pending(ruled, {"state": "any"})}
    assert states == {
        IS_GOOD: ("accepted", "accepted", "Ann", AT),
        MUST_DO: ("rejected", "rejected", "Ann", AT),
    }


def test_one_is_shown_with_its_passage_cues_doubts_and_decisions() -> None:
    shown = show(reader((IS_GOOD, "accepted")), IS_GOOD)
    assert shown.now
    assert shown.now.state == "accepted"
    assert shown.passages == (ASSESSMENT.document.text,)
    assert shown.cues == ("kind: good: is good", "kind: model: w=good (+1.25)")
    assert [decision.by for decision in shown.decisions] == ["Ann"]
    assert show(reader(), MUST_DO).doubts == ("found by rules alone",)


@pytest.mark.parametrize("word", [IS_GOOD, IS_GOOD.rpartition("/")[2], IS_GOOD.partition("/id/finding/")[2]])
def test_a_finding_goes_by_its_identifier_or_the_end_of_it(word: str) -> None:
    assert named(reader(), word) == IS_GOOD


def test_a_name_that_several_findings_share_is_refused() -> None:
    letters = [replace(ASSESSMENT, document=replace(ASSESSMENT.document, name=name)) for name in ("a.txt", "b.txt")]
    both = Reader(store_of(letters), "both")
    with pytest.raises(UnknownName, match=r"may be .*/a/.* or .*/b/.*: give the whole of it"):
        named(both, IS_GOOD.rpartition("/")[2])


@pytest.mark.parametrize(
    ("values", "message"),
    [({"force": "clevland"}, "did you mean cleveland"), ({"below": "2"}, "from 0 to 1"), ({"colour": "red"}, "colour")],
)
def test_a_wrong_filter_is_refused(values: dict[str, str], message: str) -> None:
    with pytest.raises(WrongParameter, match=message):
        pending(reader(), values)


def decision(
    number: int, said: str, confidence: float, kind: str = "strength", passage: str | None = "0" * 16
) -> Decision:
    return Decision(
        finding=f"{NAMES.base}id/finding/kent/peel-2016/letter/{number:016x}",
        decision=said,
        by="Ann",
        at=AT,
        quote="x",
        passage=passage,
        read=Reading(kind, ("demand",)),
        confidence=confidence,
    )


def test_agreement_counts_the_last_decision_on_each_finding() -> None:
    first = decision(1, "rejected", 0.95)
    last = replace(first, decision="accepted", at="2026-11-25T00:00:00Z")
    gone = decision(2, "rejected", 0.3, passage=None)
    rows = {row.of: row for row in agreement([last, first, gone, decision(3, "rejected", 1.0, "watch")])}
    assert list(rows) == ["strength", "watch", "sure 0.9 to 1.0", "all"]
    assert (rows["all"].reviewed, rows["all"].agreed, rows["all"].confidence) == (2, 0.5, 0.975)
    assert agreement([]) == []


def test_all_decisions_are_found_whatever_their_assessment() -> None:
    assert len(reviewing.all_decisions(reader((IS_GOOD, "accepted"), (MUST_DO, "rejected")))) == 2
    assert reviewing.all_decisions(Reader(store_of(gold_assessments()[:1]), "none")) == ()
