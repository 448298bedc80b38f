"""A word becomes checked terms or is refused: nothing that a caller writes is pasted into a query."""

import pytest
from goldgraph import gold_reader
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from queries.bind import bind
from queries.catalogue import ResearchQuery, get
from queries.errors import WrongParameter
from queries.parameters import TYPES, Parameter, read
from queries.run import run

DEF = "https://w3id.org/peelgraph/def"
ID = "https://w3id.org/peelgraph/id"
JUDGEMENT = f"{ID}/judgement/cleveland/peel-2017/effectiveness"
READ = [
    # type, word, terms, why
    ("force", "cleveland", [f"<{ID}/force/cleveland>"], "a slug"),
    ("force", "Cleveland Police", [f"<{ID}/force/cleveland>"], "a name"),
    ("force", "gmp", [f"<{ID}/force/greater-manchester>"], "another name, in small letters"),
    ("force", f"{ID}/force/cleveland", [f"<{ID}/force/cleveland>"], "an IRI"),
    ("programme", "PEEL 2018/19", [f"<{ID}/programme/peel-2018-19>"], "a programme as documents write it"),
    ("theme", "custody", [f"<{DEF}/theme/custody>"], "a theme without narrower ones"),
    ("theme", "ethics", [f"<{DEF}/theme/counter-corruption>", f"<{DEF}/theme/ethics>"], "with its narrower theme"),
    ("question", "ethics", [f"<{DEF}/theme/ethics>"], "a question is one theme alone"),
    ("question", "legitimacy", [f"<{DEF}/pillar/legitimacy>"], "a question may be a pillar"),
    ("partner-type", "local-authority", [f"<{DEF}/partner-type/local-authority>"], "a partner type"),
    ("grade", "good", [f"<{DEF}/grade/five-point/good>", f"<{DEF}/grade/four-point/good>"], "on both scales"),
    ("grade", "adequate", [f"<{DEF}/grade/five-point/adequate>"], "on one scale"),
    ("kind", "concern", [f"<{DEF}#CauseOfConcern>"], "a kind is a class"),
    ("status", "open", [f"<{DEF}/status/open>"], "a status"),
    ("statement", JUDGEMENT, [f"<{JUDGEMENT}>"], "a judgement"),
    ("year", "2016", ['"2016"^^<http://www.w3.org/2001/XMLSchema#integer>'], "a year"),
    ("integer", "007", ['"7"^^<http://www.w3.org/2001/XMLSchema#integer>'], "a number by value"),
    ("review-state", "rejected", [f"<{DEF}/review-state/rejected>"], "a state"),
    (
        "review-state",
        "pending",
        [f"<{DEF}/review-state/needs-review>", f"<{DEF}/review-state/reopened>"],
        "a word for two states",
    ),
    ("share", "0.75", ['"0.75"^^<http://www.w3.org/2001/XMLSchema#decimal>'], "a confidence"),
    ("boolean", "true", ['"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'], "a truth value"),
]
REFUSED = [
    ("force", "clevland", "did you mean cleveland", "a slip of the pen"),
    ("force", "cleveland> } DROP ALL #", "no force", "an attempt to break out of the IRI"),
    ("force", "cleveland\n  ?x ?y ?z", "no force", "an attempt at a new line"),
    ("force", "", "no force", "nothing"),
    ("force", "custody", "no force", "a thing of another type"),
    ("theme", "vulnerabilty", "did you mean vulnerability", "a slip of the pen"),
    ("programme", "peel-2019", "did you mean", "a cycle that never was"),
    ("kind", "concerns", "did you mean concern", "a plural"),
    ("kind", "Finding", "no kind", "the class above the kinds"),
    ("status", "overdue", "no status", "a status nobody states"),
    ("statement", "cleveland> } #", "not an IRI", "an attempt to break out of the IRI"),
    ("statement", f"{ID}/force/cleveland", "holds no finding", "a force is no statement"),
    ("statement", "http://example.org/x", "holds no finding", "an IRI from elsewhere"),
    ("year", "16", "1900 to 2100", "two digits"),
    ("year", "٢٠١٦", "not a whole number", "digits of another script"),
    ("integer", "-1", "not a whole number", "a sign"),
    ("integer", "1_000", "not a whole number", "a Python number"),
    ("integer", "9" * 30, "not a whole number", "too large for any engine"),
    ("review-state", "pendng", "did you mean pending", "a slip of the pen"),
    ("share", "1.5", "not a number from 0 to 1", "more than sure"),
    ("share", "nan", "not a number from 0 to 1", "no number"),
    ("boolean", "True", "neither true nor false", "Python's spelling"),
    ("boolean", '"true"', "neither true nor false", "quotes"),
]


def parameter(kind: str) -> Parameter:
    return Parameter("it", kind, None, False, "made for the test", "none")


@pytest.mark.parametrize(("kind", "word", "terms", "why"), READ)
def test_a_word_becomes_terms(kind: str, word: str, terms: list[str], why: str) -> None:
    assert [str(term) for term in read(parameter(kind), word, gold_reader())] == terms, why


@pytest.mark.parametrize(("kind", "word", "message", "why"), REFUSED)
def test_a_wrong_word_is_refused(kind: str, word: str, message: str, why: str) -> None:
    with pytest.raises(WrongParameter, match=message):
        read(parameter(kind), word, gold_reader())


def test_every_type_is_tried() -> None:
    assert {kind for kind, *_ in READ} == set(TYPES)


@given(st.sampled_from(["force", "theme", "kind", "year", "boolean", "statement"]), st.text(max_size=30))
def test_no_text_gets_into_a_query(kind: str, word: str) -> None:
    made = ResearchQuery(
        "made", "", "", (parameter(kind),), "", "", "SELECT ?x WHERE {\n  VALUES ?it { UNDEF }\n  ?x ?y ?it .\n}\n"
    )
    try:
        text = bind(made, {"it": word}, gold_reader())
    except WrongParameter:
        return
    lines = text.splitlines()
    assert len(lines) == 4 or word == "any"
    Store().query(text)


def test_absent_values_take_their_line_away_and_bound_ones_fill_every_line() -> None:
    text = bind(get("shared-weakness"), {"theme": "custody", "programme": "any"}, gold_reader())
    assert "VALUES ?programme {" not in text
    assert text.count(f"VALUES ?theme {{ <{DEF}/theme/custody> }}\n") == 2
    assert text.count("VALUES (?kind ?kindName)") == 1


def test_a_default_holds_until_another_value_is_given() -> None:
    assert f"VALUES ?programme {{ <{ID}/programme/peel-2023-25> }}" in bind(
        get("shared-weakness"), {"theme": "custody"}, gold_reader()
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "theme is needed, for example theme=responding-to-public"),
        ({"theme": "custody", "programm": "peel-2016"}, "did you mean programme"),
        ({"theme": "any"}, "no theme 'any'"),
        ({"theme": "custody", "limit": "0"}, "limit: '0' is not a whole number from 1"),
        ({"theme": "custody", "limit": "x"}, "limit"),
    ],
)
def test_wrong_sets_of_values_are_refused(values: dict[str, str], message: str) -> None:
    with pytest.raises(WrongParameter, match=message):
        run(gold_reader(), "shared-weakness", values)


def test_limit_cuts_the_rows_from_the_top() -> None:
    whole = run(gold_reader(), "findings", {"force": "cleveland"})
    assert run(gold_reader(), "findings", {"force": "cleveland", "limit": "3"}).rows == whole.rows[:3]
