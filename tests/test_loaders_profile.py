"""Profiles: what makes an inspectorate is data. Two that ship, one made here; each is checked as it is loaded."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from loaders.choose import choose
from loaders.errors import RuleError
from loaders.extract import extract
from loaders.manifest import read_manifest
from loaders.model import Metadata
from loaders.profile import FOLDER, load_profile, profile_names, read_profile
from loaders.read import read_document
from loaders.read_text import read_text
from ontology.reference import FOLDER as REFERENCE
from ontology.reference import load_reference, read_reference

SCOTLAND = Path(__file__).parent / "samples" / "scotland"


def test_the_profiles_that_ship_are_in_order() -> None:
    assert profile_names() == ("hmicfrs", "hmics")
    assert [load_profile(name).inspectorate for name in profile_names()] == ["hmicfrs", "hmics"]
    with pytest.raises(RuleError, match="there are hmicfrs, hmics"):
        load_profile("hmi")


def test_a_thematic_report_from_scotland() -> None:
    told = extract(read_document(SCOTLAND / "report.txt"))
    known = told.metadata
    assert (known.inspectorate, known.force, known.programme) == ("HMICS", "police-scotland", "HMICS Thematic Reviews")
    assert (known.inspector, known.published, known.profile) == ("Craig Naylor", "2024-03", "hmics")
    assert told.notices == ()
    assert told.grades == (), "this inspectorate gives none"
    found = {finding.quote: (finding.kind, finding.formal, finding.themes[0]) for finding in told.findings}
    assert found["Police Scotland works well with its partners to protect victims of domestic abuse"] == (
        "strength",
        False,
        "domestic-abuse",
    )
    assert found["supervision of investigations is inconsistent"] == ("improvement", False, "investigation")
    assert [quote for quote, (_, formal, _) in found.items() if formal] == [
        "improve the supervision of its domestic abuse investigations",
        "make sure that victims are kept informed",
        "Police Scotland should review how risk assessments are supervised",
    ], "recommendations and areas for development are formal, good practice isn't"
    assert not [quote for quote in found if "assistance" in quote or "powers" in quote], "its powers are passed over"


def test_an_assurance_review_from_scotland_in_html() -> None:
    told = extract(read_document(SCOTLAND / "report.html"))
    known = told.metadata
    assert (known.inspectorate, known.force, known.inspector) == ("HMICS", "police-scotland", "Gill Imery")
    assert (known.programme, known.published) == ("HMICS Audit and Assurance Reviews", "2020-11-26")
    formal = {finding.quote: finding.action for finding in told.findings if finding.formal}
    assert formal == {
        "Police Scotland should improve how it records sexual crime": "improve how it records sexual crime",
        "The force needs to improve the training of its call handlers": "improve the training of its call handlers",
    }
    assert not [finding for finding in told.findings if "1,500" in finding.quote], "the method is no finding"


CHOSEN = [
    ("HMICFRS\n\nKent Police is good.", "hmicfrs", 0, "a name"),
    ("HMICS\n\nHMICFRS inspects forces elsewhere, and HMICFRS says so.", "hmics", 0, "a name at the top goes first"),
    ("Police Scotland\n\nThe force is good.", "hmics", 0, "the country of the force"),
    ("PEEL 2016\n\nThe constabulary is good.", "hmicfrs", 0, "a programme"),
    ("A report\n\nIt is good.", "hmicfrs", 1, "nothing: the default, with a warning"),
    ("HMICS and HMICFRS\n\nIt is good.", "hmicfrs", 1, "both: the default, with a warning"),
]


@pytest.mark.parametrize(("text", "name", "warned", "reason"), CHOSEN, ids=[row[3] for row in CHOSEN])
def test_a_document_chooses_its_profile(text: str, name: str, warned: int, reason: str) -> None:
    profile, notices = choose(read_text(f"{text}\n", "a.txt", ""))
    assert (profile.name, len(notices)) == (name, warned), reason


def test_who_loads_may_name_the_profile(tmp_path: Path) -> None:
    document = read_text("Kent Police\n\nHMICFRS", "a.txt", "")
    assert choose(document, Metadata(profile="hmics"))[0].name == "hmics"
    assert choose(document, Metadata(profile="nobody"))[1][0].severity == "error"
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(
        "document,force,profile\na.txt,kent|essex,hmics\nb.txt,kent|atlantis,nobody\n", encoding="utf-8"
    )
    rows, notices = read_manifest(manifest)
    assert (rows["a.txt"].profile, rows["a.txt"].force, rows["a.txt"].forces) == ("hmics", "kent", ("kent", "essex"))
    assert [notice.place for notice in notices] == ["line 3, column force", "line 3, column profile"]


HARBOUR = {
    "inspectorate": "harbour-inspectorate",
    "countries": ["Harbour"],
    "reason": "A test's own.",
    "sources": ["https://example.org/harbour"],
    "names": [
        {"label": "HI", "pattern": "Harbour Inspectorate", "example": "Harbour Inspectorate", "reason": "its name"}
    ],
    "offices": [{"pattern": "Harbour Master", "example": "Harbour Master", "reason": "its head"}],
    "programmes": {
        "series": [{"mark": "Tide", "pattern": r"\bTide\b", "example": "Tide 2024", "reason": "yearly"}],
        "named": [],
    },
    "grades": {"words": {"shipshape": "good", "adrift": "inadequate"}, "reason": "its two grades"},
    "questions": [{"pattern": "smuggl", "question": "serious-organised-crime", "example": "Tackling smuggling"}],
    "together": None,
    "graded": {"Tide 2024": ["serious-organised-crime"]},
    "formal": [{"pattern": "^repairs$", "formal": "area-for-improvement", "example": "Repairs", "reason": "its list"}],
    "boilerplate": {
        "headings": [{"pattern": "^the port$", "example": "The port", "reason": "the area"}],
        "passages": [],
    },
}
REPORT = """Tide 2024: Harbour Police

The Harbour Inspectorate, 5 May 2024

Anne Bonny, Harbour Master

Tackling smuggling: shipshape

The port

The force must pay for its moorings.

How it works

The force works well with its partners.

Repairs

- The force should improve the training of its officers.
"""


def harbour(folder: Path) -> Any:
    """Make reference data with an inspectorate, a force, a programme and a region more, and the profile."""
    shutil.copytree(REFERENCE, folder / "reference")
    rows = {
        "inspectorates.csv": "harbour-inspectorate,HI,Harbour Inspectorate,,,",
        "forces.csv": "harbour,Harbour Police,,,Harbour,Harbour",
        "programmes.csv": "tide-2024,Tide 2024,four-point,2024,2024,",
        "concepts.csv": 'region,harbour,Harbour,,,"The port","Harbour Police"',
    }
    for file, row in rows.items():
        with (folder / "reference" / file).open("a", encoding="utf-8") as table:
            table.write(f"{row}\n")
    path = folder / "harbour.yaml"
    path.write_text(yaml.safe_dump(HARBOUR), encoding="utf-8")
    return read_profile(path, read_reference(folder / "reference"))


def test_another_inspectorate_needs_no_code(tmp_path: Path) -> None:
    told = extract(read_text(REPORT, "a.txt", ""), None, harbour(tmp_path))
    known = told.metadata
    assert (known.force, known.inspectorate, known.inspector) == ("harbour", "HI", "Anne Bonny")
    assert (known.programme, known.published, known.profile) == ("Tide 2024", "2024-05-05", "harbour")
    assert [(grade.question, grade.grade) for grade in told.grades] == [("serious-organised-crime", "good")]
    assert [(finding.kind, finding.formal) for finding in told.findings] == [("strength", False), ("improvement", True)]


def _drop(part: str) -> Callable[[dict[str, Any]], None]:
    return lambda told: told.pop(part)


def _set(value: Any, *path: Any) -> Callable[[dict[str, Any]], None]:
    def change(told: dict[str, Any]) -> None:
        *way, last = path
        for step in way:
            told = told[step]
        told[last] = value

    return change


SPOILT: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (_drop("formal"), "lacks formal"),
    (_set(1, "extra"), "has unknown extra"),
    (_set("nobody", "inspectorate"), "inspectorate: unknown nobody"),
    (_set(["Atlantis"], "countries"), "countries: unknown Atlantis"),
    (_set("", "reason"), "reason and sources"),
    (_set("HI", "names", 0, "label"), "label of inspectorates.csv: unknown HI"),
    (_set("soon", "names", 0, "until"), "'soon' is no date"),
    (_set("(", "formal", 0, "pattern"), "is no regular expression"),
    (_set("A herring", "formal", 0, "example"), "isn't found in its own example"),
    (_set("herring", "formal", 0, "formal"), "formal, entry 1: unknown herring"),
    (_set("herring", "questions", 0, "question"), "questions, entry 1: unknown herring"),
    (_set("A herring", "questions", 0, "example"), "gives None, not leadership"),
    (_set("HMICS Herrings", "programmes", "named", 0, "programme"), "unknown HMICS Herrings"),
    (
        _set([{"mark": "Tide", "pattern": "Tide", "example": "Tide", "reason": "x"}], "programmes", "series"),
        "add its cycles there",
    ),
    (_set({"words": {"fine": "splendid"}, "reason": "x"}, "grades"), "grades: unknown splendid"),
    (_set({"PEEL 1914": []}, "graded"), "graded: unknown PEEL 1914"),
    (_set([], "boilerplate"), "must hold the keys"),
]


@pytest.mark.parametrize(("spoil", "message"), SPOILT, ids=[row[1] for row in SPOILT])
def test_a_spoilt_profile_is_refused_by_name(
    spoil: Callable[[dict[str, Any]], None], message: str, tmp_path: Path
) -> None:
    told = yaml.safe_load((FOLDER / "hmics.yaml").read_text(encoding="utf-8"))
    spoil(told)
    path = tmp_path / "spoilt.yaml"
    path.write_text(yaml.safe_dump(told), encoding="utf-8")
    with pytest.raises(RuleError, match=r"spoilt\.yaml") as refused:
        read_profile(path, load_reference())
    assert message in str(refused.value)


def test_what_is_no_profile_at_all(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("[1, 2", encoding="utf-8")
    with pytest.raises(RuleError, match="can't be read"):
        read_profile(path, load_reference())
