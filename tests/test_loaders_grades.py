"""Grades in the layouts and wordings of reports of every cycle: text, programme, what a careful reader notes, why."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from loaders.grades import grades
from loaders.model import Grade
from loaders.outline import block_contexts
from loaders.profile import load_profile
from loaders.read_html import read_html
from loaders.read_text import read_text

SECONDS = 5
"""More than ten times what the slowest hostile text takes; a pattern that runs away takes minutes."""
P17, P18, P21, P23 = "PEEL 2017", "PEEL 2018/19", "PEEL 2021/22", "PEEL 2023-25"


def told(text: str, programme: str | None) -> tuple[Grade, ...]:
    if text.startswith("<"):
        document = read_html(f"<h1>Kent Police</h1>{text}", "a.html", "")
    else:
        document = read_text(f"Kent Police\n\n{text}\n", "a.txt", "")
    return grades(document, block_contexts(document), None, programme)[0]


ROWS = yaml.safe_load((Path(__file__).parent / "samples" / "stated_grades.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", [*ROWS["layouts"], *ROWS["sentences"]], ids=lambda row: row["reason"])
def test_stated_grades(row: dict[str, Any]) -> None:
    found = told(row["text"], row["programme"])
    assert {grade.question: grade.grade for grade in found} == row["grades"], row["reason"]


CYCLES = [
    (P17, "finance", "a question of its own until 2018/19"),
    (P18, "finance", "a question of its own until 2018/19"),
    (P21, "resources", "part of strategic planning and value for money since"),
    (P23, "resources", "part of strategic planning and value for money since"),
]


@pytest.mark.parametrize(("programme", "question", "reason"), CYCLES, ids=[row[0] for row in CYCLES])
def test_planning_for_the_future_is_another_question_in_another_cycle(
    programme: str, question: str, reason: str
) -> None:
    assert [grade.question for grade in told("Planning for the future\n\nGood", programme)] == [question], reason


def test_a_grade_that_still_stands_is_told_as_carried_over() -> None:
    (grade,) = told("Investigating crime\n\nGood (carried over from 2016)\n", P18)
    assert (grade.question, grade.grade, grade.carried) == ("investigation", "good", True)
    said = told(
        "Our 2016 judgments, good for preventing crime and good for investigating crime, are carried over.", P18
    )
    assert {(grade.question, grade.carried) for grade in said} == {("crime-prevention", True), ("investigation", True)}


def test_a_grade_stands_where_it_says() -> None:
    text = "Investigating crime\n\nGood\n\nIts work against organised crime requires improvement."
    document = read_text(text, "a.txt", "")
    found, _ = grades(document, block_contexts(document), None, P18)
    assert [document.text[grade.start : grade.end] for grade in found] == ["Good", "requires improvement"]


HOSTILE = [
    ("good at " * 8000, "the same again and again"),
    ("the force, which " * 5000 + " is good", "commas without end"),
    ("Effectiveness" + "." * 50_000 + "good", "dots without end"),
    ("has gone from good from good " * 2000, "grades without end"),
    ("A" * 50_000 + " good", "one long word"),
    ("(good) " * 8000, "brackets"),
]


@pytest.mark.parametrize(("text", "reason"), HOSTILE, ids=[row[1] for row in HOSTILE])
def test_no_text_hangs_the_reader(text: str, reason: str) -> None:
    began = time.process_time()
    told(text, P18)
    assert time.process_time() - began < SECONDS, reason


def test_the_questions_of_every_cycle_are_mapped_as_they_are_worded() -> None:
    profile = load_profile("hmicfrs")
    asked = yaml.safe_load((Path(__file__).parent / "samples" / "questions.yaml").read_text(encoding="utf-8"))
    for programme, questions in asked.items():
        assert {text: profile.question(text, programme) for text in questions} == questions, programme
