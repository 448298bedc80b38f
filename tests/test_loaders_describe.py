"""Who judged whom, when and under which programme, however a page writes it; joint reports; names in any form."""

from typing import Any

import pytest

from loaders.extract import extract
from loaders.model import Assessment, Document, Metadata
from loaders.read_html import read_html
from loaders.read_text import read_text
from loaders.triples import triples
from ontology.graph import ontology_quads
from ontology.iris import Names
from ontology.terms import PEEL
from ontology.validate import validate


def page(text: str) -> Document:
    digest = "0" * 64
    return read_html(text, "a.html", digest) if text.startswith("<") else read_text(f"{text}\n", "a.txt", digest)


STATED: list[tuple[str, dict[str, Any], str]] = [
    (
        "Kent Police\n\nPEEL 2016\n\nPublication date\n\n2 March 2017",
        {"published": "2017-03-02"},
        "the label in a line of its own",
    ),
    ("Kent Police\n\nPEEL 2016\n\nDate of publication: 02.03.2017", {"published": "2017-03-02"}, "numbers and points"),
    (
        "Kent Police\n\nPEEL 2016\n\nPublished: Thursday, 2nd of March 2017",
        {"published": "2017-03-02"},
        "a weekday and an ordinal",
    ),
    ("Kent Police\n\nPEEL 2016\n\nPublished March 2, 2017", {"published": "2017-03-02"}, "the month first"),
    ("Kent Police\n\nPEEL 2016\n\nMarch 2017", {"published": "2017-03"}, "a month in a line of its own"),
    (
        "Kent Police\n\nPEEL 2016\n\nPublished by HMIC, Mar 2017",
        {"published": "2017-03"},
        "a publisher between, a month cut short",
    ),
    (
        "Kent Police\n\nPEEL 2016\n\nFirst published on 2 March 2017. Last updated 9 May 2018.",
        {"published": "2017-03-02"},
        "published goes before updated",
    ),
    (
        "Kent Police\n\nPEEL 2016\n\nLast updated 9 May 2018",
        {"published": "2018-05-09"},
        "an update where nothing else is said",
    ),
    (
        "Kent Police\n\nPEEL 2016\n\nFieldwork: June 2016\n\n2 March 2017",
        {"published": "2017-03-02"},
        "the date of another thing",
    ),
    (
        "<h1>Kent Police PEEL 2016</h1><p>Published <time datetime='2017-03-02'>2 March 2017</time></p>",
        {"published": "2017-03-02"},
        "a time element",
    ),
    (
        "<h1>Kent Police PEEL 2016</h1><table><tr><th>Publication date</th><td>02/03/2017</td></tr></table>",
        {"published": "2017-03-02"},
        "a table",
    ),
    (
        "Kent Police: PEEL 2016\n\nZoe Billingham\nHer Majesty’s Inspector of Constabulary",
        {"inspector": "Zoe Billingham"},
        "a signature",
    ),
    (
        "Kent Police: PEEL 2016\n\nHM Inspector Wendy Williams said so.",
        {"inspector": "Wendy Williams"},
        "the office first",
    ),
    (
        "Kent Police: PEEL 2016\n\nInspector: Sir Jane Doe KPM",
        {"inspector": "Jane Doe"},
        "a new inspector, with honours",
    ),
    ("Kent Police\n\n2018/19 PEEL assessment", {"programme": "PEEL 2018/19"}, "the years first"),
    ("Kent Police\n\nPEEL: Police effectiveness 2016", {"programme": "PEEL 2016"}, "the pillar between"),
    ("Kent Police\n\nPolice efficiency 2017\n\nHMICFRS", {"programme": "PEEL 2017"}, "the pillar alone"),
    ("Kent Police\n\nPEEL 2023 to 2025", {"programme": "PEEL 2023-25"}, "to"),
    ("Kent Police\n\nPEEL assessment 2021/2022", {"programme": "PEEL 2021/22"}, "years in full"),
    (
        "Kent Police\n\nNational Child Protection Inspection\n\nHMICFRS",
        {"programme": "HMICFRS National Child Protection Inspections"},
        "a programme without years",
    ),
    (
        "Glocestershire Constabulary\n\nPEEL 2016\n\nIt works with Gwent Police.",
        {"force": "gloucestershire"},
        "a misspelt title goes before a name in the text",
    ),
    (
        "HEDDLU GOGLEDD CYMRU / NORTH WALES POLICE\n\nPEEL 2016",
        {"force": "north-wales", "forces": ()},
        "two languages, one force",
    ),
    ("PEEL 2016: the Met\n\nThe Met is good at preventing crime.", {"force": "metropolitan"}, "an alias"),
    (
        "Bedfordshire, Cambridgeshire and Hertfordshire: a joint inspection\n\nPEEL 2016",
        {"force": "bedfordshire", "forces": ("bedfordshire", "cambridgeshire", "hertfordshire")},
        "three forces in a title",
    ),
    (
        "The Devon & Cornwall and Dorset alliance\n\nPEEL 2017",
        {"forces": ("devon-and-cornwall", "dorset")},
        "a name that holds an and",
    ),
    (
        "Warwickshire Police\n\nWest Mercia Police\n\nPEEL 2016",
        {"forces": ("warwickshire", "west-mercia")},
        "a line each",
    ),
    (
        "PEEL 2016: West Mercia\n\nThe alliance of Warwickshire and West Mercia",
        {"force": "west-mercia", "forces": ()},
        "a section on an alliance makes no joint report",
    ),
    (
        "West Mercia Police: PEEL 2016\n\nWest Mercia Police and Warwickshire Police share services.",
        {"force": "west-mercia", "forces": ()},
        "nor does a sentence",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), STATED, ids=[row[2] for row in STATED])
def test_what_a_document_states(text: str, expected: dict[str, Any], reason: str) -> None:
    known = extract(page(text)).metadata
    assert {name: getattr(known, name) for name in expected} == expected, reason


def test_a_misspelt_name_is_told() -> None:
    notices = extract(page("Bedforshire Police\n\nPEEL 2016")).notices
    assert [notice.place for notice in notices] == ["force"]
    assert "taken for bedfordshire" in notices[0].message


JOINT = """Warwickshire Police and West Mercia Police

PEEL 2016

Effectiveness

The alliance works well with its partners.

Warwickshire Police needs to improve how it records crime. It does not supervise its investigations well.

West Mercia Police

The force is failing to protect vulnerable people.

Legitimacy

West Mercia Police is good at treating the public with fairness; Warwickshire Police requires improvement at
treating the public with fairness.
"""


def joint(known: Metadata | None = None) -> Assessment:
    return extract(read_text(JOINT, "joint.txt", "0" * 64), known)


def test_a_finding_of_a_joint_report_is_of_the_force_it_names_or_of_all() -> None:
    told = {finding.quote: finding.forces for finding in joint().findings}
    assert told["The alliance works well with its partners"] == ("warwickshire", "west-mercia")
    assert told["Warwickshire Police needs to improve how it records crime"] == ("warwickshire",)
    assert told["It does not supervise its investigations well"] == ("warwickshire",), "it is the force named last"
    assert told["The force is failing to protect vulnerable people"] == ("west-mercia",), "the heading names it"


def test_each_force_of_a_joint_report_has_its_own_grades() -> None:
    told = {(grade.forces, grade.grade) for grade in joint().grades if grade.question == "fair-treatment"}
    assert told == {(("west-mercia",), "good"), (("warwickshire",), "requires-improvement")}


def test_a_joint_table_gives_each_force_its_column() -> None:
    document = page(
        "<h1>Warwickshire Police and West Mercia Police: PEEL 2016</h1><table><tr><th></th><th>Warwickshire</th>"
        "<th>West Mercia</th></tr><tr><td>Efficiency</td><td>Good</td><td>Inadequate</td></tr></table>"
    )
    told = {(grade.forces, grade.grade) for grade in extract(document).grades}
    assert told == {(("warwickshire",), "good"), (("west-mercia",), "inadequate")}


def test_the_graph_of_a_joint_report_names_every_force_and_conforms() -> None:
    quads = triples(joint(), Names())
    graph = quads[0].graph_name
    forces = {str(quad.object) for quad in quads if quad.subject == graph and quad.predicate == PEEL.force}
    assert forces == {f"<{Names().force(slug)}>" for slug in ("warwickshire", "west-mercia")}
    assert validate([*quads, *ontology_quads()]) == ()


def test_a_manifest_names_the_forces_of_a_joint_report() -> None:
    known = Metadata(force="kent", forces=("kent", "essex"), programme="PEEL 2016")
    told = extract(read_text("A joint inspection of two forces", "a.txt", "0" * 64), known).metadata
    assert (told.force, told.forces) == ("kent", ("kent", "essex"))
    first = joint(Metadata(force="west-mercia")).metadata
    assert first.forces == ("west-mercia", "warwickshire"), "the manifest's force goes first"


OTHERS = [
    ("By contrast, Essex Police is good at protecting vulnerable people.", False, "another force, named to compare"),
    ("Essex Police is good at protecting vulnerable people.", True, "a slip: the page is about Kent"),
    ("Unlike Essex Police, Kent Police is good at protecting vulnerable people.", True, "both are named"),
]


@pytest.mark.parametrize(("sentence", "found", "reason"), OTHERS, ids=[row[2] for row in OTHERS])
def test_what_is_said_of_another_force_is_no_finding(sentence: str, found: bool, reason: str) -> None:
    told = extract(page(f"Kent Police, PEEL 2016\n\nProtecting vulnerable people\n\n{sentence}")).findings
    assert bool(told) is found, reason
