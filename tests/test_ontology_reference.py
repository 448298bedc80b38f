"""The reference data: each kind of fault is told with its place and remedy; things are found by any of their names."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import PeelgraphError
from ontology.graph import reference_quads
from ontology.iris import Names
from ontology.periods import due, is_period, period
from ontology.reference import FOLDER, load_reference, read_reference
from ontology.tables import Row
from ontology.terms import PEEL, RDF, XSD

# A file, what is replaced in it by what, and what the error must say.
FAULTS = [
    pytest.param(
        "grades.csv", ",good,", ",adequate,", "'adequate' .* did you mean inadequate", id="grade of another scale"
    ),
    pytest.param("grades.csv", "2014-11-27", "2014-11-31", "is no date", id="a day that isn't"),
    pytest.param("grades.csv", "avon-and-somerset,", "avon-somerset,", "did you mean avon-and-somerset", id="hint"),
    pytest.param("grades.csv", "https://", "ftp://", "is no web address", id="an address of another kind"),
    pytest.param("recommendations.csv", ",domestic-abuse,", ",effectiveness,", "column theme", id="a pillar as theme"),
    pytest.param("recommendations.csv", ",closed,", ",shut,", "column status: 'shut'", id="an unknown status"),
    pytest.param("forces.csv", "E23000036", "E2300036", "is no ONS code", id="a code that lacks a digit"),
    pytest.param("forces.csv", "North East", "Northeast", "did you mean .*North East", id="an unknown region"),
    pytest.param("force_figures.csv", "2706.89", "-3", "is no number", id="fewer than none"),
    pytest.param(
        "force_figures.csv", "2015-09-30", "2016-09-30", "again, which line 2 states", id="two figures for a day"
    ),
    pytest.param("monitoring.csv", ",2019,2023-09,", ",2019,2018-09,", "before the spell began", id="ended first"),
    pytest.param("collaborations.csv", ",wiltshire,", ",avon-and-somerset,", "is the force itself", id="with itself"),
    pytest.param("theme_labels.csv", ",ASB", ",Anti-corruption", "again, which line", id="one label, two themes"),
    pytest.param("themes.csv", ",crime-prevention,", ",prevention,", "column broader", id="an unknown broader theme"),
    pytest.param("programmes.csv", "2018,2019", "2019,2018", "before the start", id="a programme that ends first"),
    pytest.param("grade_crosswalk.csv", "closeMatch", "exactMatch", "column relation", id="scales never match exactly"),
    pytest.param("inspectors.csv", ",hmicfrs,", ",ofsted,", "column inspectorate: 'ofsted'", id="another's inspector"),
    pytest.param(
        "concepts.csv", "kind,strength,Strength,finding", "kind,strength,Strength,thing", "column broader", id="broader"
    ),
    pytest.param("pillars.csv", "legitimacy,", "Legitimacy,", "is no slug", id="a slug with a capital"),
    pytest.param("pillars.csv", "Legitimacy,", ",", "is empty", id="no label"),
    pytest.param("pillars.csv", "slug,label", "slug,slug", "repeats column slug", id="a column twice"),
    pytest.param("pillars.csv", "Overall,", "Overall,more,", "more or fewer cells", id="a comma not quoted"),
    pytest.param("expected.csv", "pillars.csv,4,4\n", "", "no row for pillars.csv", id="nothing expected"),
    pytest.param("expected.csv", "pillars.csv,4", "pillars.csv,four", "is no whole number", id="a count in words"),
    pytest.param("partner_types.csv", '"CPS"', '"CPS,"', "an empty or a repeated entry", id="an empty example"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))


@pytest.mark.parametrize(("file", "old", "new", "message"), FAULTS)
def test_a_fault_is_told_with_its_place_and_remedy(folder: Path, file: str, old: str, new: str, message: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PeelgraphError, match=message) as told:
        read_reference(folder)
    assert str(told.value).startswith((f"{file}: ", "expected.csv: "))


def test_a_file_that_is_missing_or_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "pillars.csv").write_bytes("slug,label,definition\nx,Qualité,y\n".encode("latin-1"))
    with pytest.raises(PeelgraphError, match=r"pillars.csv is no CSV file in UTF-8"):
        read_reference(folder)
    (folder / "pillars.csv").unlink()
    with pytest.raises(PeelgraphError, match=r"pillars.csv is missing"):
        read_reference(folder)


def test_what_an_address_may_not_hold_is_percent_encoded() -> None:
    row = Row("x.csv", 2, {"url": "https://example.org/a|b?q={é}%20"})
    assert row.address("url") == "https://example.org/a%7Cb?q=%7B%C3%A9%7D%20"


def test_things_are_found_by_their_names_and_a_wrong_name_gets_a_hint() -> None:
    reference = load_reference()
    assert reference.inspectorate("Her Majesty's Inspectorate of Constabulary").slug == "hmicfrs"
    assert reference.inspector("Michael Cunningham").name == "Mike Cunningham"
    assert reference.programme("PEEL 2021/22").scale == "five-point"
    assert reference.partner_type("health").label == "Health service"
    for find, wrong, hint in (
        (reference.force, "clevland", "did you mean cleveland"),
        (reference.theme, "domestic abuse", "did you mean domestic-abuse"),
        (reference.programme, "PEEL 2022", "did you mean PEEL 20"),
        (reference.partner_type, "zoo", "known are academia"),
    ):
        with pytest.raises(PeelgraphError, match=hint):
            find(wrong)


def test_west_midlands_police_is_not_its_region() -> None:
    officers = [
        f.value for f in load_reference().figures if (f.force, f.measure) == ("west-midlands", "police officers")
    ]
    assert officers == ["7132.75", "6943.8", "6755.96", "6581.02", "6494.7"]


def test_every_row_is_one_thing_in_the_graph() -> None:
    reference, quads = load_reference(), reference_quads(Names())
    counts = {
        PEEL.Force: len(reference.forces),
        PEEL.Judgement: len(reference.grades),
        PEEL.Recommendation: len(reference.recommendations),
        PEEL.Figure: len(reference.figures),
        PEEL.LocalArea: len(reference.local_areas),
        PEEL.Monitoring: len(reference.monitoring),
        PEEL.Collaboration: len(reference.collaborations),
    }
    kinds = [quad.object for quad in quads if quad.predicate == RDF.type]
    assert {kind: kinds.count(kind) for kind in counts} == counts


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_is_typed_by_its_precision(day: date) -> None:
    text = day.isoformat()
    types = [period(text[:length]).datatype for length in (4, 7, 10)]
    assert types == [XSD.gYear, XSD.gYearMonth, XSD.date]


@given(st.text(max_size=12))
def test_what_is_no_date_is_refused(text: str) -> None:
    if not is_period(text):
        with pytest.raises(ValueError, match="is no date"):
            period(text)


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ("by July 2018", "2018-07"),
        ("by 30 September 2024", "2024-09-30"),
        ("by 3 May 2020", "2020-05-03"),
        ("within three months", None),
        ("immediately", None),
        ("by 31 June 2020", None),
    ],
)
def test_a_deadline_that_states_a_date_gives_it(deadline: str, expected: str | None) -> None:
    found = due(deadline)
    assert (found.value if found else None) == expected
