"""What a report says of other forces, in links, tables and sentences, is none of its own grades or findings."""

import pytest

from loaders.extract import extract
from loaders.read_html import read_html

OPENING = "<h1>Kent Police</h1><p>PEEL 2016</p><h2>Summary</h2><p>The force is good at investigating crime.</p>"
LINK = "Essex Police is inadequate at protecting vulnerable people"
OTHERS = [
    (f"<p>Related: {LINK}</p>", "a link with its word"),
    (f"<h2>See also</h2><ul><li>{LINK}</li></ul>", "links under a heading"),
    (f"<ul><li>{LINK}.</li></ul>", "an item that begins with another force's name"),
    ("<div><p>Essex Police</p><p>Effectiveness: outstanding</p></div>", "labels under another force's name"),
    ("<h2>Essex Police</h2><p>Efficiency</p><p>Good</p>", "a section of another force"),
    (f"<p>Inspectors said that {LINK}.</p>", "a sentence of which another force is the subject"),
    ("<p>Essex and Sussex were graded inadequate for legitimacy.</p>", "their short names"),
    (
        "<table><tr><th>Area</th><th>Essex Police</th></tr><tr><td>Efficiency</td><td>Good</td></tr></table>",
        "another force's column",
    ),
]
OWN = [
    ("Unlike Essex Police, the force is good at preventing crime.", {"crime-prevention"}, "compared with it"),
    ("Kent Police, with Essex Police, is good at preventing crime.", {"crime-prevention"}, "working with it"),
    ("Essex Police is inadequate; it is good at preventing crime.", {"crime-prevention"}, "it comes back"),
]


@pytest.mark.parametrize(("html", "reason"), OTHERS, ids=[row[1] for row in OTHERS])
def test_another_force_s_grade_is_none_of_this_one_s(html: str, reason: str) -> None:
    found = extract(read_html(OPENING + html, "a.html", ""))
    assert {grade.question: grade.grade for grade in found.grades} == {"investigation": "good"}, reason


@pytest.mark.parametrize(("said", "questions", "reason"), OWN, ids=[row[2] for row in OWN])
def test_a_sentence_that_only_mentions_another_force_grades_its_own(
    said: str, questions: set[str], reason: str
) -> None:
    found = extract(read_html(f"{OPENING}<p>{said}</p>", "a.html", ""))
    assert {grade.question for grade in found.grades} == {"investigation", *questions}, reason


def test_links_to_other_reports_hold_no_findings() -> None:
    links = f"<h2>More from the inspectorate</h2><p>{LINK}.</p><p>Sussex Police works well with its partners.</p>"
    assert "Sussex" not in str(extract(read_html(OPENING + links, "a.html", "")).findings)


def test_a_section_after_the_links_is_read_again() -> None:
    page = f"{OPENING}<h2>Related pages</h2><p>{LINK}</p><h2>Efficiency</h2><p>Good</p>"
    found = extract(read_html(page, "a.html", ""))
    assert {grade.question for grade in found.grades} == {"investigation", "efficiency"}
