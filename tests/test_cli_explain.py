"""Findings on their text: each in its place, with the cues behind it, the same with colour and without."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_cli import ASSESSMENTS, ROOT, run

DOCUMENT = ASSESSMENTS / "gwent-2025-modern.txt"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def flat(text: str) -> str:
    return " ".join(text.split())


def findings(*arguments: object) -> list[dict[str, Any]]:
    (line,) = run("extract", DOCUMENT, "--format", "jsonl", *arguments).stdout.splitlines()
    found = json.loads(line)["findings"]
    assert isinstance(found, list)
    return found


def test_every_finding_stands_in_its_place_with_its_cues() -> None:
    shown = flat(run("extract", DOCUMENT, "--explain").stdout)
    explained = findings("--explain")
    assert explained
    for number, found in enumerate(explained, start=1):
        assert f"[{number}| {flat(found['quote'])} |{number}]" in shown
        verdict = shown.partition(f" [{number}] {found['kind']} · {', '.join(found['themes'])} ")[2]
        reasons = verdict.partition(f" [{number + 1}] ")[0]
        for cue in found["cues"]:
            weight = f" {cue['weight']:+.2f}" if cue["weight"] else ""
            assert f"{cue['decides']} {cue['rule']} “{flat(cue['words'])}”{weight}" in reasons
    text = flat(re.sub(r"\[\d+\| | \|\d+\]", "", shown))
    assert "HM Inspector's summary" in text
    for sentence in DOCUMENT.read_text(encoding="utf-8").splitlines():
        assert flat(sentence) in text


def test_colour_adds_nothing_that_words_do_not_say() -> None:
    command = [sys.executable, "-c", "from cli.main import main; main()", "extract", str(DOCUMENT), "--explain"]
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"FORCE_COLOR": "1"}
    coloured = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "\x1b[" in coloured
    assert flat(ANSI.sub("", coloured)) == flat(run("extract", DOCUMENT, "--explain").stdout)


def test_what_is_found_stands_out_from_the_rest() -> None:
    command = [sys.executable, "-c", "from cli.main import main; main()", "extract", str(DOCUMENT), "--explain"]
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {
        "FORCE_COLOR": "1",
        "TERM": "xterm-256color",
    }
    coloured = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (style,) = re.findall(r"\x1b\[([\d;]*)mThere are aspects of Gwent", coloured)
    assert "2" not in style.split(";"), "the words of a finding are dim"


def test_the_plain_form_stays_as_it_is() -> None:
    explained = findings("--explain")
    assert [{key: row[key] for key in row if key not in ("review", "cues")} for row in explained] == findings()
    assert all({"rule", "words", "decides", "weight"} == set(cue) for row in explained for cue in row["cues"])
    assert {cue["decides"] for row in explained for cue in row["cues"]} == {"kind", "theme"}


@pytest.mark.parametrize(("below", "marked"), [("0", "none"), ("1", "all"), ("0.9", "some")])
def test_below_the_threshold_a_finding_is_marked(below: str, marked: str) -> None:
    explained = findings("--explain", "--review-below", below)
    assert [row["review"] for row in explained] == [row["confidence"] < float(below) for row in explained]
    count = run("extract", DOCUMENT, "--explain", "--review-below", below).stdout.count("· marked for review")
    assert count == sum(row["review"] for row in explained)
    assert {"none": count == 0, "all": count == len(explained), "some": 0 < count < len(explained)}[marked]
    turtle = run("extract", DOCUMENT, "--format", "turtle", "--review-below", below).stdout
    assert turtle.count("review-state/needs-review>") == count


def test_the_threshold_comes_from_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_REVIEW_BELOW", "1")
    assert all(row["review"] for row in findings("--explain"))
    monkeypatch.setenv("PEELGRAPH_REVIEW_BELOW", "much")
    done = run("extract", DOCUMENT, "--explain")
    assert done.returncode == 2
    assert "PEELGRAPH_REVIEW_BELOW" in done.stderr


def test_hostile_words_do_not_reach_the_terminal_raw(tmp_path: Path) -> None:
    file = tmp_path / "kent.txt"
    text = "Kent Police PEEL 2016\n\nKent Police is good at [red]preventing[/red]\x1b[31m crime.\n"
    file.write_text(text, encoding="utf-8")
    shown = run("extract", file, "--explain").stdout
    assert "\x1b" not in shown
    assert "[red]preventing[/red]" in shown


def test_what_a_rule_alone_decided_names_the_rule(tmp_path: Path) -> None:
    letter = tmp_path / "kent.txt"
    letter.write_text(
        "Kent Police: PEEL 2017\n\nRecommendations\n\n- The force should hang the kettle where the moss can see it.\n",
        encoding="utf-8",
    )
    shown = flat(run("extract", letter, "--explain").stdout)
    assert "kind demand-in-a-list “should”" in shown
    assert "kind: demand-in-a-list: should" in run("extract", letter, "--format", "turtle").stdout
