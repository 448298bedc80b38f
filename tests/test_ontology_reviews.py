"""A person's decision: made, written as statements and as files, applied to a graph, and never trusted from outside."""

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store
from test_loaders_triples import ASSESSMENT, GOOD, MUST

from loaders.triples import triples
from ontology.decide import changes, decide, themes
from ontology.details import Details, Partner, partner_order
from ontology.errors import PeelgraphError
from ontology.graph import ontology_quads
from ontology.iris import Names, digest
from ontology.kinds import KINDS
from ontology.passages import passage_of
from ontology.review_files import COLUMNS, VERDICT, as_cells, as_json, read_decisions
from ontology.reviews import Decision, Reading, ReviewError, decisions_of, index, review_quads
from ontology.rulings import Ruling, partner_types
from ontology.settle import settle, stand
from ontology.terms import PEEL, RDF
from ontology.validate import validate

NAMES = Names()
QUADS = triples(ASSESSMENT, NAMES)
GRAPH = [quad.triple for quad in QUADS]
IS_GOOD, MUST_DO = (NAMES.finding("cleveland", "PEEL 2016", "letter", known.quote) for known in (GOOD, MUST))
AT = "2026-11-24T13:30:00Z"
BARNARDOS = Partner("Barnardo’s", "voluntary-sector", "Barnardo’s")
SAID = Details(MUST.quote, (BARNARDOS,), ("Operation Falcon",), "do Y with Barnardo’s", "within three months")
PLAIN: dict[str, Any] = {"partners": ("none",), "initiatives": ("none",)}
"""What a quote without Barnardo's and Falcon doesn't say."""
READ = Reading("improvement", ("demand",), formal=True, details=SAID)


def ruled(decision: str, **values: Any) -> Ruling:
    return Ruling(decision, "Ann Smith", AT, **values)


def types(quads: list[Quad], node: str) -> set[object]:
    return {quad.object for quad in quads if quad.subject == NamedNode(node) and quad.predicate == RDF.type}


def recommendation(quads: list[Quad]) -> str:
    (found,) = {quad.subject for quad in quads if quad.predicate == PEEL.arisesFrom}
    assert isinstance(found, NamedNode)
    return found.value


def test_a_decision_keeps_what_was_read_and_on_which_passage() -> None:
    made = decide(MUST_DO, GRAPH, [], ruled("corrected", kind="concern", themes=("custody", "ethics"), note=" a \n b "))
    assert (made.read, made.quote, made.note) == (READ, MUST.quote, "a b")
    assert made.held == Reading("concern", ("custody", "ethics"), formal=True, details=SAID)
    now = stand(MUST_DO, index(GRAPH))
    assert now
    assert (made.passage, made.confidence) == (now.passage, 1.0)


@pytest.mark.parametrize(
    ("values", "held"),
    [
        pytest.param({"main_theme": "custody"}, {"themes": ("custody", "demand")}, id="a main theme goes first"),
        pytest.param({"themes": ("custody", "demand")}, {"themes": ("custody", "demand")}, id="themes replace all"),
        pytest.param({"change": "improved", "since": "2015"}, {"change": "improved", "since": "2015"}, id="a change"),
        pytest.param({"formal": False}, {"formal": False}, id="not formally listed"),
        pytest.param({"kind": "watch", "change": "none", "since": "none"}, {"kind": "watch"}, id="none takes away"),
    ],
)
def test_what_is_not_named_stays_as_read(values: dict[str, Any], held: dict[str, Any]) -> None:
    assert decide(MUST_DO, GRAPH, [], ruled("corrected", **values)).held == replace(READ, **held)


@pytest.mark.parametrize(
    ("finding", "ruling", "message"),
    [
        pytest.param(MUST_DO, ruled("corrected"), "nothing is corrected", id="no value"),
        pytest.param(MUST_DO, ruled("corrected", themes=("demand",)), "nothing is corrected", id="the same value"),
        pytest.param(MUST_DO, ruled("corrected", kind="praise"), "'praise' is unknown", id="no such kind"),
        pytest.param(MUST_DO, ruled("corrected", themes=("custdy",)), "did you mean custody", id="a theme misspelt"),
        pytest.param(MUST_DO, ruled("corrected", change="sideways"), "'sideways' is unknown", id="no such change"),
        pytest.param(MUST_DO, ruled("corrected", change="improved", since="last"), "is no year", id="a year in words"),
        pytest.param(MUST_DO, ruled("corrected", since="2015"), "a year goes with a change", id="a year alone"),
        pytest.param(MUST_DO, ruled("corrected", quote="It must do Z"), "stand in the passage", id="other words"),
        pytest.param(MUST_DO, ruled("corrected", quote="t must do Y"), "in whole words", id="half a word"),
        pytest.param(
            MUST_DO,
            ruled("corrected", quote=GOOD.quote, action="none", **PLAIN),
            "correct that one",
            id="another's",
        ),
        pytest.param(MUST_DO, ruled("corrected", quote="do Y", action="none"), "partner: 'Barn", id="words left out"),
        pytest.param(MUST_DO, ruled("corrected", partners=("helth: Y",)), "did you mean health", id="a type misspelt"),
        pytest.param(MUST_DO, ruled("corrected", partners=("health",)), "must be TYPE: MENTION", id="no mention"),
        pytest.param(MUST_DO, ruled("corrected", partners=("health: NHS",)), "isn't in the quote", id="not mentioned"),
        pytest.param(MUST_DO, ruled("corrected", initiatives=("…",)), "no identifier can be made", id="no name"),
        pytest.param(MUST_DO, ruled("corrected", action="do Z"), "isn't in the quote", id="an action of other words"),
        pytest.param(
            MUST_DO, ruled("corrected", action="none", deadline="by June"), "goes with an action", id="a deadline alone"
        ),
        pytest.param(
            IS_GOOD, ruled("corrected", action="good"), "goes with improvement, concern", id="praise asks for nothing"
        ),
        pytest.param(MUST_DO, Ruling("accepted", " \n ", AT), "who decides", id="nobody"),
        pytest.param(MUST_DO[:-1] + "0", ruled("accepted"), "holds no such finding", id="no such finding"),
        pytest.param("https://example.org/x", ruled("accepted"), "no identifier of a finding", id="another thing"),
    ],
)
def test_a_decision_that_cannot_be_taken_is_refused(finding: str, ruling: Ruling, message: str) -> None:
    with pytest.raises(ReviewError, match=message):
        decide(finding, GRAPH, [], ruling)


def test_what_is_accepted_stands_as_it_was_read_whatever_is_read_later() -> None:
    made = decide(MUST_DO, GRAPH, [], ruled("accepted"))
    newer = triples(replace(ASSESSMENT, findings=(replace(MUST, kind="watch", themes=("custody",)),)), NAMES)
    now = stand(MUST_DO, index(quad.triple for quad in settle(newer, [made])))
    assert now
    assert (now.state, now.reading, now.review) == ("accepted", READ, made.iri)


def test_what_is_rejected_is_no_finding_and_no_recommendation_but_keeps_its_statements() -> None:
    made = decide(MUST_DO, GRAPH, [], ruled("rejected"))
    settled = settle(QUADS, [made])
    assert types(settled, MUST_DO) == types(settled, recommendation(settled)) == {PEEL.Rejected}
    kept = {quad.predicate for quad in settled if quad.subject == NamedNode(MUST_DO)}
    assert {PEEL.quote, PEEL.evidence, PEEL.theme, PEEL.force, PEEL.confidence} <= kept
    assert types(settled, IS_GOOD) == {PEEL.Finding, PEEL.Strength}


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        pytest.param({"themes": ("custody",)}, True, id="still a criticism"),
        pytest.param({"kind": "strength"}, True, id="praise that is formally listed"),
        pytest.param({"kind": "strength", "formal": False}, False, id="praise asks for nothing"),
    ],
)
def test_a_recommendation_follows_its_finding(values: dict[str, Any], asks: bool) -> None:
    settled = settle(QUADS, [decide(MUST_DO, GRAPH, [], ruled("corrected", **values))])
    node = recommendation(settled)
    assert types(settled, node) == {PEEL.Recommendation if asks else PEEL.Rejected}
    for predicate in (PEEL.theme, PEEL.mainTheme, PEEL.formal):
        both = [
            {q.object for q in settled if q.subject == NamedNode(n) and q.predicate == predicate}
            for n in (node, MUST_DO)
        ]
        assert both[0] == both[1]


def test_a_changed_passage_opens_the_question_again() -> None:
    made = decide(MUST_DO, GRAPH, [], ruled("rejected"))
    moved = replace(ASSESSMENT, document=replace(ASSESSMENT.document, text=ASSESSMENT.document.text + " Or so it was."))
    settled = settle(triples(moved, NAMES), [made])
    now = stand(MUST_DO, index(quad.triple for quad in settled))
    assert now
    assert (now.state, now.review, now.reading) == ("reopened", made.iri, READ)


def test_of_several_decisions_the_last_on_this_passage_counts() -> None:
    first = decide(MUST_DO, GRAPH, [], ruled("accepted"))
    then = decide(MUST_DO, GRAPH, [first], ruled("corrected", kind="watch"))
    other = replace(then, decision="rejected", corrected=None, passage="0" * 16, at="2026-12-01T00:00:00Z")
    assert then.at > first.at
    now = stand(MUST_DO, index(quad.triple for quad in settle(QUADS, [other, then, first])))
    assert now
    assert now.state == "corrected"


def test_a_new_decision_is_on_what_the_program_read() -> None:
    rejected = decide(MUST_DO, GRAPH, [], ruled("rejected"))
    graph = [quad.triple for quad in settle(QUADS, [rejected])]
    accepted = decide(MUST_DO, graph, [rejected], ruled("accepted"))
    assert accepted.read == READ
    assert set(settle(settle(QUADS, [rejected]), [rejected, accepted])) == set(settle(QUADS, [accepted]))


def test_a_finding_that_is_gone_can_only_be_rejected() -> None:
    made = decide(MUST_DO, GRAPH, [], ruled("accepted"))
    with pytest.raises(ReviewError, match="no longer in the document; reject it"):
        decide(MUST_DO, [], [made], ruled("accepted"))
    closed = decide(MUST_DO, [], [made], ruled("rejected"))
    assert (closed.passage, closed.quote, closed.read) == (None, made.quote, made.read)


def test_a_graph_without_passages_is_refused_with_the_remedy() -> None:
    old = [said for said in GRAPH if said.predicate != PEEL.passage]
    with pytest.raises(ReviewError, match="load its document again"):
        decide(MUST_DO, old, [], ruled("accepted"))


@pytest.mark.parametrize(
    ("values", "held"),
    [
        pytest.param(
            {"quote": "IT must do  y", **PLAIN, "action": "do y"},
            {"quote": "It must do Y", "partners": (), "initiatives": (), "action": "do Y"},
            id="words are as the document writes them",
        ),
        pytest.param(
            {"partners": ("health: Barnardo's",)},
            {"partners": (Partner("Barnardo’s", "health"),)},
            id="a partner of another type",
        ),
        pytest.param(
            {"initiatives": ("do Y",)}, {"initiatives": ("do Y",)}, id="an initiative in place of all that were read"
        ),
        pytest.param(
            {"action": "none"},
            {"action": None, "deadline": None},
            id="no action",
        ),
        pytest.param(
            {"deadline": "by  June"},
            {"deadline": "by June"},
            id="a deadline",
        ),
    ],
)
def test_all_that_a_finding_says_can_be_put_right(values: dict[str, Any], held: dict[str, Any]) -> None:
    made = decide(MUST_DO, GRAPH, [], ruled("corrected", **values))
    assert made.held.details == replace(SAID, **held)
    settled = settle(QUADS, [made])
    now = stand(MUST_DO, index(quad.triple for quad in settled))
    assert now
    assert (now.reading, now.state) == (made.held, "corrected")
    assert set(settle(settled, [made])) == set(settled)
    assert validate([*settled, *review_quads([made]), *ontology_quads()]) == ()
    accepted = decide(MUST_DO, [quad.triple for quad in settled], [made], ruled("accepted"))
    assert (accepted.read, accepted.quote, accepted.passage) == (READ, MUST.quote, made.passage)
    assert set(settle(settled, [made, accepted])) == set(settle(QUADS, [accepted]))


def test_the_evidence_of_a_corrected_quote_is_where_the_words_stand() -> None:
    made = decide(MUST_DO, GRAPH, [], ruled("corrected", quote="do Y", action="do Y", **PLAIN))
    graph = index(quad.triple for quad in settle(QUADS, [made]))
    (node,) = graph[NamedNode(MUST_DO)][PEEL.evidence]
    assert isinstance(node, NamedNode)
    passage = passage_of(node, graph)
    text = ASSESSMENT.document.text
    (start,) = passage.starts
    assert text[start : start + len("do Y")] == passage.exact == "do Y"
    assert (text[:start].endswith(passage.prefix), text[start + 4 :].startswith(passage.suffix)) == (True, True)


def test_a_decision_from_before_details_keeps_its_identifier_and_leaves_them_alone() -> None:
    old = Decision(MUST_DO, "accepted", "Ann Smith", AT, MUST.quote, None, replace(READ, details=None), 1.0)
    now = stand(MUST_DO, index(GRAPH))
    assert now
    old = replace(old, passage=now.passage)
    assert old.iri.endswith("/af94bd9f6a1cc119")
    settled = settle(QUADS, [old])
    after = stand(MUST_DO, index(quad.triple for quad in settled))
    assert after
    assert after.reading == READ
    graph = [quad.triple for quad in settled]
    assert decide(MUST_DO, graph, [old], ruled("corrected", action="do Y")).read == READ
    (from_old,) = from_file("d.csv", as_csv(VERDICT, as_cells(old)[: len(VERDICT)]))
    assert from_old == old


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).map(str.strip).filter(bool)
plain_words = words.map(lambda text: " ".join(text.split())).filter(bool)
readings = st.builds(
    lambda kind, chosen, change, since, formal: Reading(kind, (chosen[0], *sorted(chosen[1:])), change, since, formal),
    st.sampled_from(sorted(KINDS)),
    st.lists(st.sampled_from(sorted(themes())), min_size=1, max_size=4, unique=True),
    st.none() | st.sampled_from(sorted(changes())),
    st.none() | st.sampled_from(["1999", "2015"]),
    st.booleans(),
)

names = st.text('abc Ü’|=:",', min_size=1, max_size=12).map(str.strip).filter(lambda text: bool({*"abc"} & {*text}))


@st.composite
def details(draw: Callable[..., object], quote: str) -> Details:
    """Details of a quote, which is all that is mentioned; a correction made of them stands in its own words."""
    kinds, organisations = st.sampled_from(sorted(partner_types())), st.none() | names
    partners = draw(st.sets(st.builds(Partner, st.just(quote), kinds, organisations), max_size=3))
    return Details(
        quote,
        tuple(sorted(partners, key=partner_order)),  # type: ignore[call-overload]
        draw(st.sampled_from([(), (quote,)])),  # type: ignore[arg-type]
        draw(st.none() | st.just(quote)),  # type: ignore[arg-type]
        draw(st.none() | plain_words),  # type: ignore[arg-type]
    )


def detailed(draw: Callable[..., Any], quote: str | None) -> Reading:
    held: Reading = draw(readings)
    return replace(held, details=draw(details(quote)) if quote else None)


@st.composite
def decisions(draw: Callable[..., object]) -> Decision:
    quote, decision = str(draw(names)), str(draw(st.sampled_from(["accepted", "corrected", "rejected"])))
    told, right = draw(st.booleans()), str(draw(names))
    return Decision(
        finding=f"{NAMES.base}id/finding/kent/peel-2016/letter/{digest(quote)}",
        decision=decision,
        by=str(draw(plain_words)),
        at=f"20{draw(st.integers(10, 99))}-02-28T23:59:{draw(st.integers(10, 59))}Z",
        quote=quote,
        passage=draw(st.none() | st.just("0123456789abcdef")),  # type: ignore[arg-type]
        read=detailed(draw, quote if told else None),
        confidence=draw(st.integers(0, 1000).map(lambda n: n / 1000)),  # type: ignore[arg-type]
        corrected=detailed(draw, right if told else None) if decision == "corrected" else None,
        note=draw(st.none() | plain_words),  # type: ignore[arg-type]
    )


@given(st.lists(decisions(), max_size=5))
@settings(max_examples=60, deadline=None)
def test_decisions_come_back_from_the_graph_as_they_were(made: list[Decision]) -> None:
    store = Store()
    store.extend(review_quads(made))
    assert list(decisions_of(quad.triple for quad in store)) == sorted(set(made), key=lambda known: known.order)


@given(st.lists(decisions(), max_size=5))
@settings(max_examples=60, deadline=None)
def test_decisions_come_back_from_files_as_they_were(made: list[Decision]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([COLUMNS, *map(as_cells, made)])
    lines = "".join(as_json(decision) + "\n" for decision in made)
    for name, text in (("d.csv", buffer.getvalue()), ("d.jsonl", lines)):
        assert list(from_file(name, text.encode())) == made


def from_file(name: str, data: bytes) -> tuple[Decision, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_decisions(path)


ONE = decide(MUST_DO, GRAPH, [], ruled("corrected", kind="concern", note="why"))


def as_csv(*rows: Iterable[str]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().rstrip().encode()


VALID_CSV = as_csv(COLUMNS, as_cells(ONE))
VALID_JSON = as_json(ONE).encode()


@given(
    st.sampled_from([("d.csv", VALID_CSV), ("d.jsonl", VALID_JSON)]),
    st.integers(0, 900),
    st.integers(0, 30),
    st.binary(max_size=8) | st.sampled_from([b'"', b"\n", b"\\ud800", b"\0", b"[" * 5000, b"9" * 5000, b"|"]),
)
@settings(max_examples=300, deadline=None)
def test_a_hostile_file_is_refused_in_our_words_or_read(
    valid: tuple[str, bytes], start: int, length: int, put: bytes
) -> None:
    name, data = valid
    with contextlib.suppress(PeelgraphError):
        found = from_file(name, data[:start] + put + data[start + length :])
        assert list(decisions_of(quad.triple for quad in review_quads(found))) == sorted(
            set(found), key=lambda known: known.order
        )


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        pytest.param("finding", "https://example.org/x", "column finding.*no identifier", id="another thing"),
        pytest.param("decision", "maybe", "column decision.*'maybe' is unknown", id="no such decision"),
        pytest.param("decision", "accepted", "column decision.*last columns", id="a correction that is none"),
        pytest.param("by", "", "column by.*is empty", id="nobody"),
        pytest.param("at", "yesterday", "column at.*no time in UTC", id="a time in words"),
        pytest.param("at", "2026-02-30T00:00:00Z", "column at.*no time in UTC", id="a day that never was"),
        pytest.param("quote", "other words", "column quote.*not the quote of", id="words that were tampered with"),
        pytest.param("passage", "abc", "column passage.*no digest", id="half a digest"),
        pytest.param("read_kind", "praise", "column read_kind.*'praise'", id="no such kind"),
        pytest.param("read_themes", "", "column read_themes.*name a theme", id="no theme"),
        pytest.param("themes", "demand|demnad", "column themes.*did you mean demand", id="a theme misspelt"),
        pytest.param("read_formal", "yes", "column read_formal.*'yes'", id="truth in other words"),
        pytest.param("confidence", "1.2", "column confidence.*above 1", id="more than sure"),
        pytest.param("since", "last year", "column since.*is no date", id="a year in words"),
        pytest.param("partners", "Barnardo's", "column partners.*no JSON list", id="partners in words"),
        pytest.param("partners", '[{"type": "police"}]', "column partners.*must hold objects", id="half a partner"),
        pytest.param(
            "partners",
            '[{"mention": "Y", "type": "healht"}]',
            "column partners.*mean health",
            id="a type misspelt",
        ),
        pytest.param(
            "partners",
            '[{"mention": "the NHS", "type": "health"}]',
            "column partners.*isn't in the quote",
            id="not in it",
        ),
        pytest.param("initiatives", '["…"]', "column initiatives.*is no name", id="a name without a letter"),
        pytest.param("action", "do Z", "column action.*isn't in the quote", id="an action of other words"),
        pytest.param("corrected_quote", "", "column corrected_quote.*is empty", id="no words"),
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_fault_names_file_line_and_column(column: str, cell: str, message: str, suffix: str) -> None:
    said = dict(zip(COLUMNS, as_cells(ONE), strict=True)) | {column: cell}
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([said.keys(), said.values()])
    text = buffer.getvalue() if suffix == "csv" else json.dumps(said)
    with pytest.raises(PeelgraphError, match=rf"d\.{suffix}: line {2 if suffix == 'csv' else 1}, {message}"):
        from_file(f"d.{suffix}", text.encode())


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param("d.txt", b"", "end in .csv or .jsonl", id="another ending"),
        pytest.param("d.csv", b"finding,by\n", "exactly the columns", id="too few columns"),
        pytest.param("d.csv", VALID_CSV + b",1", "more or fewer cells", id="a cell too many"),
        pytest.param("d.csv", VALID_CSV + b"\xff", "isn't UTF-8", id="another encoding"),
        pytest.param("d.jsonl", b"{", "is no JSON", id="half an object"),
        pytest.param("d.jsonl", b"[1]", "an object whose values are strings", id="a list"),
        pytest.param("d.jsonl", b'{"finding": 1}', "an object whose values are strings", id="a number"),
        pytest.param("d.jsonl", b'{"colour": "red"}', "unknown keys colour", id="another key"),
        pytest.param("d.jsonl", b'{"by": "\\ud800"}', "half a character", id="half a character"),
    ],
)
def test_a_file_of_another_form_is_refused(name: str, data: bytes, message: str) -> None:
    with pytest.raises(ReviewError, match=message):
        from_file(name, data)


def test_a_file_that_is_too_large_or_missing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    with pytest.raises(ReviewError, match="check the path"):
        read_decisions(path)
    path.write_bytes(VALID_CSV)
    with pytest.raises(ReviewError, match="more than 10 bytes"):
        read_decisions(path, most=10)
