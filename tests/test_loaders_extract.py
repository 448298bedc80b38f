"""Sentences and what a careful reader finds in them, a reason for each row; and laws that hold for any text."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.describe import describe
from loaders.errors import RuleError
from loaders.extract import extract
from loaders.lexicon import load_rules, question_of, words_of
from loaders.linear import load_model
from loaders.model import Assessment, Document, Metadata
from loaders.profile import load_profile
from loaders.read_html import read_html
from loaders.read_text import read_text

KNOWN = Metadata(force="kent", programme="PEEL 2016")


def read(text: str) -> Assessment:
    return extract(read_text(text, "kent.txt", "0" * 64), KNOWN)


SENTENCES = [
    ("Kent Police is good at preventing crime.", ["strength"], ["crime-prevention"], "plain praise"),
    ("The force needs to supervise its investigations better.", ["improvement"], ["investigation"], "a need"),
    ("I am concerned that vulnerable people are not protected.", ["concern"], ["vulnerability"], "first-person worry"),
    (
        "I will be interested to see how the force improves.",
        ["watch"],
        ["overall-performance"],
        "the inspector comes back",
    ),
    (
        "The force investigates crime well, but it does not always support victims.",
        ["strength", "improvement"],
        ["investigation", "victims"],
        "a turn parts two judgements",
    ),
    (
        "However, the force should improve how it records crime.",
        ["improvement"],
        ["crime-recording"],
        "the opening word stays outside the quote",
    ),
    (
        "The force is failing to identify people at risk of domestic abuse.",
        ["concern"],
        ["domestic-abuse"],
        "a failing",
    ),
    ("The force makes good use of stop and search.", ["strength"], ["stop-and-search"], "a noun with praise"),
    ("This site uses cookies to make it simpler to use.", [], [], "furniture of the page"),
    ("How effective is the force at keeping people safe?", [], [], "a question heading judges nothing"),
    ("These grades can't be compared directly with those of earlier cycles.", [], [], "how grades work"),
]


@pytest.mark.parametrize(("text", "kinds", "themes", "reason"), SENTENCES, ids=[row[3] for row in SENTENCES])
def test_a_sentence_is_read_as_a_careful_person_does(
    text: str, kinds: list[str], themes: list[str], reason: str
) -> None:
    found = read(f"PEEL 2016: Kent Police\n\n{text}\n").findings
    assert [finding.kind for finding in found] == kinds, reason
    assert [finding.themes[0] for finding in found] == themes, reason
    assert all(not finding.quote.startswith("However") for finding in found)


def test_areas_for_improvement_are_formal_and_bullets_stand_alone() -> None:
    text = (
        "Kent Police, PEEL 2016\n\nInvestigating crime\n\nThe force investigates most crimes well.\n\n"
        "Areas for improvement\n\nThe force should:\n\n- improve the supervision of its investigations; and\n"
        "- make sure that victims are kept informed.\n"
    )
    found = read(text).findings
    formal = [finding for finding in found if finding.formal]
    assert [finding.kind for finding in formal] == ["improvement", "improvement"]
    assert [finding.action for finding in formal] == [
        "improve the supervision of its investigations",
        "make sure that victims are kept informed",
    ]
    assert [finding.kind for finding in found if not finding.formal] == ["strength"]


GRADES = [
    (
        "Effectiveness: good. Efficiency: outstanding.",
        {"effectiveness": "good", "efficiency": "outstanding"},
        "pairs in a line",
    ),
    ("Investigating crime – requires improvement", {"investigation": "requires-improvement"}, "a pair with a dash"),
    ("Investigating crime\n\nGood\n\nThe force does it well.", {"investigation": "good"}, "a label under its heading"),
    (
        "Adequate\n\nPreventing crime\n\nManaging offenders",
        {"crime-prevention": "adequate", "offender-management": "adequate"},
        "a list",
    ),
    ("Outstanding: Recording data about crime", {"crime-recording": "outstanding"}, "the grade first"),
    (
        "The extent to which the force is efficient at keeping people safe and reducing crime is good.",
        {"efficiency": "good"},
        "the sentence of the overview pages",
    ),
    ("The force is inadequate at protecting vulnerable people.", {"vulnerability": "inadequate"}, "a sentence"),
    ("In 2015 the force was good at investigating crime.", {}, "an earlier year's grade is not this one"),
    ("Other inspections\n\nTo be graded", {}, "no grade yet"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), GRADES, ids=[row[2] for row in GRADES])
def test_stated_grades(text: str, expected: dict[str, str], reason: str) -> None:
    assert {grade.question: grade.grade for grade in read(f"Kent Police\n\n{text}\n").grades} == expected, reason


def test_grades_in_the_columns_of_a_table() -> None:
    page = (
        "<h1>PEEL 2016: Kent Police</h1><table><tr><th>Good</th><th>Inadequate</th></tr>"
        "<tr><td>Investigating crime</td><td></td></tr><tr><td>Preventing crime</td><td>Leadership</td></tr></table>"
    )
    told = extract(read_html(page, "k.html", "0" * 64)).grades
    assert {grade.question: grade.grade for grade in told} == {
        "investigation": "good",
        "crime-prevention": "good",
        "leadership": "inadequate",
    }


DESCRIBED = [
    (
        "PEEL 2018/19\nKent Police\nLast updated 02/05/2019",
        {"programme": "PEEL 2018/19", "published": "2019-05-02"},
        "labelled",
    ),
    (
        "PEEL 2023–2025: Gwent Police\n\nPublished on 27 June 2025",
        {"force": "gwent", "programme": "PEEL 2023-25"},
        "a dash",
    ),
    ("Heddlu Gwent\n\nPEEL 2016", {"force": "gwent", "programme": "PEEL 2016"}, "a Welsh name"),
    (
        "HMI Zoë Billingham's assessment of GMP, PEEL 2016",
        {"inspector": "Zoë Billingham", "force": "greater-manchester"},
        "HMI",
    ),
    (
        "PEEL 2015: Devon & Cornwall Police\n\nHMIC, September 2015",
        {"force": "devon-and-cornwall", "published": "2015-09"},
        "&",
    ),
    (
        "Kent Police PEEL 2021/22\n\nHMICFRS",
        {"inspectorate": "HMICFRS", "programme": "PEEL 2021/22"},
        "the inspectorate",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), DESCRIBED, ids=[row[2] for row in DESCRIBED])
def test_who_judged_whom_and_when(text: str, expected: dict[str, str], reason: str) -> None:
    known, notices = describe(read_text(text, "x.txt", "0" * 64), None, load_profile("hmicfrs"))
    assert {name: getattr(known, name) for name in expected} == expected, reason
    assert set(expected) <= set(known.stated)
    assert notices == ()


def test_a_day_that_does_not_exist_is_no_date() -> None:
    known, _ = describe(
        read_text("PEEL 2016: Gwent Police\n\nPublished on 31 February 2017", "x.txt", "0" * 64),
        None,
        load_profile("hmicfrs"),
    )
    assert known.published is None


def test_the_document_goes_before_the_manifest_and_the_difference_is_told() -> None:
    document = read_text("PEEL 2016: Gwent Police", "x.txt", "0" * 64)
    given = Metadata(force="kent", programme="PEEL 2016", inspector="Matt Parr")
    known, notices = describe(document, given, load_profile("hmicfrs"))
    assert (known.force, known.inspector) == ("gwent", "Matt Parr")
    assert [(notice.severity, notice.place) for notice in notices] == [("warning", "force")]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1, max_size=400
)
sentences = st.lists(
    st.sampled_from([row[0] for row in SENTENCES] + ["Good", "Areas for improvement", "- x; and", "“"]), max_size=12
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(words, sentences.map("\n\n".join)).filter(lambda text: text.strip() != ""))
def test_every_quote_stands_at_its_offsets_whatever_the_text(text: str) -> None:
    document = read_text(text, "kent.txt", "0" * 64)
    told = extract(document, KNOWN)
    assert told == extract(document, KNOWN)
    for finding in told.findings:
        assert document.text[finding.start : finding.end] == finding.quote
        assert finding.quote == finding.quote.strip()
        assert finding.themes
        assert 0 < finding.confidence <= 1
        assert finding.action is None or finding.action in finding.quote
        assert all(partner.mention in finding.quote for partner in finding.partners)
        assert all(name in finding.quote for name in finding.initiatives)
    for grade in told.grades:
        assert re.match(r"[a-z ]+$", document.text[grade.start : grade.end].lower())


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="<>/pbdivtablh1 \"'&;x!-", max_size=200))
def test_any_markup_is_read_or_refused(markup: str) -> None:
    from loaders.errors import ReadError

    try:
        document = read_html(markup, "x.html", "0" * 64)
    except ReadError:
        return
    assert all(document.text[block.start : block.end].strip() for block in document.blocks)


def test_rules_are_checked_as_they_are_loaded() -> None:
    rules = load_rules()
    found = {hit.rule.name for hit in rules.matcher.find(words_of("It is good, but it needs to do more for victims."))}
    assert {"good-is", "needs-to", "victims"} <= found


def test_a_missing_model_is_told_with_its_remedy() -> None:
    with pytest.raises(RuleError, match=r"python -m loaders\.train"):
        load_model("nothing")


def test_questions_of_every_cycle_are_mapped() -> None:
    profile = load_profile("hmicfrs")
    assert set(profile.graded) == {known.name for known in profile.reference.programmes if known.name in profile.graded}
    for programme, questions in profile.graded.items():
        asked = {known.question for known in profile.questions if not known.programmes or programme in known.programmes}
        assert questions - {"public-engagement", "stop-and-search", "wellbeing"} <= asked, programme
    assert question_of("The weather") is None


def test_a_document_is_what_its_reader_says() -> None:
    assert isinstance(read_text("x y", "x.txt", "0" * 64), Document)
