"""A person reviews in a real store: decisions hold through a re-load, and open again with the passage."""

import csv
import io
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import papers
import pytest
import served
from reportlab.platypus import PageBreak, Paragraph
from selectolax.lexbor import LexborHTMLParser
from test_cli import ROOT, run

from api.settings import Settings

FIRST = "The force is good at preventing crime. The force needs to improve how it investigates crime."
SECOND = "The force should train its call handlers better."
HEAD = "Cleveland Police: PEEL 2016"
GOOD, WEAK, TRAIN = "good at preventing crime", "needs to improve how it investigates", "should train its call handlers"


class Desk:
    """A document in a folder, the store it is loaded into, and a person before both."""

    def __init__(self, folder: Path) -> None:
        self.document, self.store = folder / "letter.txt", folder / "store"
        self.write(FIRST, SECOND)

    def write(self, *paragraphs: str) -> None:
        self.document.write_text("\n\n".join([HEAD, *paragraphs]) + "\n", encoding="utf-8")

    def run(self, *arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = run(*arguments, store=self.store)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def load(self, *paragraphs: str) -> str:
        self.write(*paragraphs)
        return self.run("load", self.document, "--replace").stderr

    def listed(self, *arguments: object) -> list[dict[str, Any]]:
        found = json.loads(self.run("review", *arguments, "--format", "json").stdout)
        assert isinstance(found, list)
        return found

    def find(self, words: str) -> dict[str, Any]:
        (row,) = [row for row in self.listed("--state", "any") if words in row["quote"]]
        return row

    def decide(self, verb: str, words: str, *arguments: object) -> str:
        """Decide on the finding with these words, by its hash; give its IRI."""
        iri = str(self.find(words)["finding"])
        self.run("review", verb, iri.rpartition("/")[2], "--by", "Ann Smith", *arguments)
        return iri

    def answered(self, query: str, *arguments: object) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.run("query", query, *arguments, "--format", "csv").stdout)))


@pytest.fixture(scope="module")
def loaded_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    made = Desk(folder)
    made.run("load", made.document)
    return folder


@pytest.fixture(scope="module")
def decided_desk(loaded_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decided")
    made = copied(loaded_desk, folder)
    made.decide("accept", GOOD)
    made.decide("correct", WEAK, "--kind", "concern", "--theme", "victims", "--note", "it is about victims")
    made.decide("reject", TRAIN)
    return folder


def copied(old: Path, new: Path) -> Desk:
    shutil.copytree(old, new, dirs_exist_ok=True)
    return Desk(new)


@pytest.fixture
def desk(loaded_desk: Path, tmp_path: Path) -> Desk:
    return copied(loaded_desk, tmp_path)


@pytest.fixture
def decided(decided_desk: Path, tmp_path: Path) -> Desk:
    return copied(decided_desk, tmp_path)


def test_what_was_decided_is_what_every_answer_says(decided: Desk) -> None:
    found = {row["quote"]: row for row in decided.answered("findings", "--set", "force=cleveland")}
    assert [row["reviewStateName"] for quote, row in found.items() if GOOD in quote] == ["Accepted"]
    (weak,) = [row for quote, row in found.items() if WEAK in quote]
    assert (weak["kindName"], weak["mainTheme"].rpartition("/")[2], weak["reviewStateName"]) == (
        "concern",
        "victims",
        "Corrected",
    )
    assert not [quote for quote in found if TRAIN in quote]
    assert not [row for row in decided.answered("recommendations", "--set", "formal=any") if TRAIN in row["quote"]]
    told = json.loads(decided.run("stats", "--format", "json").stdout)
    assert told["forces"][-1] | {"force": ""} == {
        **dict.fromkeys(("improvement", "progress", "watch"), 0),
        "force": "",
        "strength": 1,
        "concern": 1,
        "findings": 2,
    }
    assert "0 violations" in decided.run("validate").stderr


def test_what_was_rejected_is_still_there_for_those_who_ask(decided: Desk) -> None:
    (row,) = decided.listed("--state", "rejected")
    assert (row["by"], row["before"]) == ("Ann Smith", "rejected")
    (source,) = decided.answered("provenance", "--set", f"statement={row['finding']}")
    assert (source["reviewStateName"], source["reviewerName"]) == ("Rejected", "Ann Smith")
    with served.serving(Settings(store=str(decided.store))) as address, httpx.Client(base_url=address) as client:
        page = client.get(
            row["finding"].replace("https://w3id.org/peelgraph/id", "/doc"), headers={"Accept": "text/html"}
        )
        force = client.get("/doc/force/cleveland.nt").text
        accepted = decided.find(GOOD)["finding"]
        assert page.status_code == 200
        assert "Rejected" in re.sub(r"<[^>]+>", " ", page.text.partition("chips")[2].partition("</ul>")[0])
        assert row["finding"] not in force
        assert accepted in force


def test_pages_name_page_evidence_inspection_and_review_in_words(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.document = tmp_path / "letter.pdf"
    texts = Paragraph("The town is large, and lies by the sea.", papers.BODY), Paragraph(FIRST, papers.BODY)
    desk.document.write_bytes(papers.flowing([Paragraph(HEAD, papers.HEADING), texts[0], PageBreak(), texts[1]]))
    desk.run("load", desk.document)
    finding = desk.decide("accept", GOOD)
    with served.serving(Settings(store=str(desk.store))) as address, httpx.Client(base_url=address) as client:

        def page(path: str) -> LexborHTMLParser:
            return LexborHTMLParser(client.get(path, headers={"Accept": "text/html"}).text)

        own = page(finding.replace("https://w3id.org/peelgraph/id", "/doc"))
        facts = {row.css("th")[0].text(): row.css("td")[0] for row in own.css("main > table tr")}
        told = {name.strip(): " ".join(cell.text().split()) for name, cell in facts.items()}
        review = facts["review"].css("a")[0].attributes["href"]
        inspection = page("/doc/inspection/cleveland/peel-2016").css("h1")[0].text()
        assert review
        heading = page(review).css("h1")[0].text()
    assert told["page"] == "2"
    assert told["evidence"].startswith("Page 2: “The force is good at preventing crime")
    assert told["review"].startswith("Accepted by Ann Smith, 20")
    assert told["prov:wasGeneratedBy"].startswith("Reading of Cleveland Police")
    assert (heading, inspection) == (told["review"], "Inspection of Cleveland Police, PEEL 2016")


def test_decisions_hold_through_a_reload_of_the_document(decided: Desk) -> None:
    before = decided.answered("findings", "--set", "force=cleveland")
    told = decided.load("The force is also poor at answering 999 calls.", FIRST.replace(" The", "  The"), SECOND)
    assert "3 decisions hold, 0 are open again" in told
    after = decided.answered("findings", "--set", "force=cleveland")
    assert [row for row in after if "999" not in row["quote"]] == before
    assert len(after) > len(before)


def test_corrected_words_hold_through_a_reload_and_are_asked_about_with_the_passage(desk: Desk) -> None:
    short = "needs to improve how it investigates crime"
    partner, initiative, action = "health: crime = Crime Ltd", "investigates", "improve how it investigates"
    words = ("--quote", short.upper(), "--partner", partner, "--initiative", initiative, "--action", action)
    iri = desk.decide("correct", WEAK, *words, "--deadline", "by June")
    for elsewhere in ("It knows that.", "It knew that."):
        (row,) = [row for row in desk.answered("findings", "--set", "force=cleveland") if row["finding"] == iri]
        assert row["quote"] == short
        (source,) = desk.answered("provenance", "--set", f"statement={iri}")
        assert FIRST.index(short) + len(HEAD) + 2 == int(source["start"])
        (asked,) = [row for row in desk.answered("recommendations", "--set", "formal=any") if short in row["quote"]]
        assert action in asked.values()
        shown = " ".join(desk.run("review", "show", iri).stdout.split())
        assert f"The force [| {short} |]." in shown
        assert f"with {partner} · by {initiative} · to do: {action} · by June" in shown
        assert "0 violations" in desk.run("validate").stderr
        told = desk.load(FIRST, f"{SECOND} {elsewhere}")
        assert "1 decisions hold, 0 are open again" in told
    assert "0 decisions hold, 1 are open again" in desk.load(FIRST + " It knows that.", SECOND)
    assert desk.find(WEAK)["quote"] != short
    assert desk.find(WEAK)["finding"] == iri


def test_a_changed_passage_asks_again_and_says_what_was_decided(decided: Desk) -> None:
    assert "1 decisions hold, 2 are open again" in decided.load(f"{FIRST} It knows that.", SECOND)
    pending = decided.listed()
    assert [(row["state"], row["before"], row["by"]) for row in pending[:2]] == [
        ("reopened", "corrected", "Ann Smith") if WEAK in row["quote"] else ("reopened", "accepted", "Ann Smith")
        for row in pending[:2]
    ]
    assert decided.find(WEAK)["kind"] == "improvement"
    assert "reopened (was" in decided.run("review").stdout
    assert "it is about victims" in decided.run("review", "show", decided.find(WEAK)["finding"]).stdout
    decided.decide("accept", WEAK)
    assert decided.find(WEAK)["state"] == "accepted"
    decided.load(FIRST, SECOND)
    assert {decided.find(words)["state"] for words in (GOOD, WEAK)} == {"accepted", "corrected"}


def test_a_finding_that_is_gone_is_asked_about_until_it_is_closed(decided: Desk) -> None:
    assert "0 decisions hold, 2 are open again" in decided.load("The force is poor at answering 999 calls.")
    gone = [row for row in decided.listed() if row["state"] == "gone"]
    assert [row["before"] for row in gone if GOOD in row["quote"]] == ["accepted"]
    assert len(gone) == 2
    iri = gone[0]["finding"]
    assert "gone: its document" in decided.run("review", "show", iri).stdout
    refused = decided.run("review", "accept", iri, "--by", "Ann", code=1)
    assert "reject it to close the question" in refused.stderr
    decided.run("review", "reject", iri, "--by", "Ann")
    assert iri not in {row["finding"] for row in decided.listed()}
    assert ", 1 are open again" in decided.load("The force is poor at answering 999 calls. The town is large.")
    assert "0 violations" in decided.run("validate").stderr


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_team_shares_decisions_as_a_file(decided: Desk, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"decisions.{form}"
    file.write_text(decided.run("review", "export", "--format", form).stdout, encoding="utf-8")
    assert "0 taken, 3 there already" in decided.run("review", "import", file).stderr
    (tmp_path / "other").mkdir()
    other = Desk(tmp_path / "other")
    other.run("load", ROOT / "examples" / "assessments" / "gwent-2025-modern.txt")
    assert "3 taken, 0 there already; 3 wait" in other.run("review", "import", file).stderr
    assert "3 decisions hold" in other.run("load", other.document).stderr
    assert other.answered("findings", "--set", "force=cleveland") == decided.answered(
        "findings", "--set", "force=cleveland"
    )
    (tmp_path / "fresh").mkdir()
    fresh = Desk(tmp_path / "fresh")
    assert "3 taken, 0 there already; 3 wait" in fresh.run("review", "import", file).stderr
    assert "3 decisions hold" in fresh.run("load", fresh.document).stderr
    assert other.run("review", "export", "--format", form).stdout == file.read_text(encoding="utf-8")


def test_with_a_fault_in_any_line_nothing_is_taken(decided: Desk, tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    lines = decided.run("review", "export").stdout
    file.write_text(lines.replace("Ann Smith", "Bob", 1).replace(",rejected,", ",refused,"), encoding="utf-8")
    done = decided.run("review", "import", file, code=1)
    assert re.search(r"decisions.csv: line \d, column decision: 'refused' is unknown", done.stderr)
    assert decided.run("review", "export").stdout == lines


def test_agreement_is_counted_by_kind_and_confidence(decided: Desk) -> None:
    rows = {row["of"]: row for row in json.loads(decided.run("review", "stats", "--format", "json").stdout)}
    assert {name: rows["all"][name] for name in ("reviewed", "accepted", "corrected", "rejected")} == {
        "reviewed": 3,
        "accepted": 1,
        "corrected": 1,
        "rejected": 1,
    }
    assert (rows["strength"]["agreed"], rows["improvement"]["agreed"]) == ("1.00", "0.00")
    assert sum(row["reviewed"] for name, row in rows.items() if name.startswith("sure")) == 3
    assert "agreed" in decided.run("review", "stats").stdout


def test_the_list_is_filtered_as_asked(desk: Desk) -> None:
    every = desk.listed("--state", "any")
    assert len(every) == 3
    assert [row["quote"] for row in desk.listed("--state", "any", "--kind", "strength")] == [desk.find(GOOD)["quote"]]
    theme = desk.find(GOOD)["theme"]
    assert desk.find(GOOD) in desk.listed("--state", "any", "--theme", theme, "--programme", "peel-2016")
    assert desk.listed("--state", "any", "--force", "kent") == []
    assert len(desk.listed("--below", "1", "--limit", "2")) == 2
    assert "2 of 3 to review" in desk.run("review", "--below", "1", "--limit", "2").stderr
    sure = sorted(row["confidence"] for row in every)
    assert [row["confidence"] for row in desk.listed("--below", "1")] == sure
    assert len(desk.listed("--below", f"{sure[1]}")) == 1
    assert next(csv.reader(io.StringIO(desk.run("review", "--format", "csv").stdout)))[0] == "state"


def test_the_threshold_is_a_setting(desk: Desk) -> None:
    assert "3 to review" in desk.run("load", desk.document, "--review-below", "1").stderr
    assert {row["state"] for row in desk.listed()} == {"needs-review"}
    assert len(desk.listed()) == 3
    assert "to review" not in desk.run("load", desk.document, "--review-below", "0").stderr
    assert desk.listed() == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["show", "0123456789abcdef"], 1, "no finding is called", id="no such finding"),
        pytest.param(["correct", "letter", "--by", "A", "--quote", "x"], 1, "no finding is called", id="no such place"),
        pytest.param(["show", "x> } #"], 1, "no identifier", id="an attempt to break out"),
        pytest.param(["accept", "letter"], 2, "--by", id="nobody decides"),
        pytest.param(["accept", "letter", "--by", "Ann"], 1, "no finding is called", id="not a whole part"),
        pytest.param(["--force", "clevland"], 1, "did you mean cleveland", id="a force misspelt"),
        pytest.param(["--state", "open"], 1, "no review state", id="no such state"),
        pytest.param(["--below", "2"], 2, "below", id="more than sure"),
        pytest.param(["--force", "kent", "stats"], 2, "put options behind", id="options that would be lost"),
        pytest.param(["import", "gone.csv"], 1, "check the path", id="a file that isn't there"),
        pytest.param(["ask", "--by", "Ann"], 2, "asks at a terminal", id="no terminal"),
    ],
)
def test_every_way_to_fail_has_its_code_and_message(desk: Desk, arguments: list[str], code: int, message: str) -> None:
    done = desk.run("review", *arguments, code=code)
    assert message in " ".join(done.stderr.split())
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [[], ["stats"], ["export"], ["show", "x"], ["accept", "x", "--by", "Ann"]])
def test_without_a_store_the_remedy_is_told_and_none_is_made(tmp_path: Path, arguments: list[str]) -> None:
    done = run("review", *arguments, store=tmp_path / "none")
    assert done.returncode == 1
    assert "load something first: peelgraph load" in done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", ["", "show", "accept", "correct", "reject", "ask", "stats", "export", "import"])
def test_every_command_helps_with_an_example(command: str) -> None:
    done = run("review", *command.split(), "--help")
    assert done.returncode == 0
    assert f"Example: peelgraph review {command}".strip() in " ".join(done.stdout.split()).replace("`", "")


class Terminal:
    """A person at a real terminal: waits for a text, then types."""

    def __init__(self, *arguments: object, store: Path) -> None:
        self.master, slave = pty.openpty()
        environment = {**os.environ, "PEELGRAPH_STORE": str(store), "NO_COLOR": "1", "COLUMNS": "160", "TERM": "dumb"}
        command = [sys.executable, "-c", "from cli.main import main; main()", *map(str, arguments)]
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment, start_new_session=True
        )
        os.close(slave)
        self.seen = ""

    def wait(self, text: str, seconds: float = 30) -> str:
        """Read until the text is there; give all that was read since the last time."""
        until = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < until, f"{text!r} didn't come: {self.seen}"
            if select.select([self.master], [], [], 0.2)[0]:
                self.seen += os.read(self.master, 65536).decode("utf-8", "replace")
        read, _, self.seen = self.seen.partition(text)
        return read + text

    def type(self, keys: str) -> None:
        # The terminal's own input is thrown away when it changes its mode, which the question has yet to do.
        time.sleep(0.2)
        os.write(self.master, keys.encode())

    def end(self) -> int:
        os.close(self.master)
        return self.process.wait(30)


def test_at_a_terminal_a_key_is_a_decision(desk: Desk) -> None:
    terminal = Terminal("review", "ask", "--by", "Ann Smith", "--state", "unreviewed", store=desk.store)
    said = {}
    for number, key in enumerate("sac", start=1):
        shown = terminal.wait("[q]uit")
        assert f"{number} of 3" in shown
        marked = " ".join(shown.partition("[|")[2].partition("|]")[0].split())
        said[key] = next(words for words in (GOOD, WEAK, TRAIN) if words in marked)
        terminal.type("x" if key == "s" else key)
        if key == "s":
            terminal.wait("[q]uit")
            terminal.type("s")
    prompts = ("themes", "change", "since", "formal", "quote", "partners", "initiatives", "action", "deadline")
    for prompt, answer in (("kind", "nonsense"), *((prompt, "") for prompt in prompts)):
        terminal.wait(prompt)
        terminal.type(answer + "\n")
    terminal.wait("note")
    terminal.type("\n")
    terminal.wait("'nonsense' is unknown")
    terminal.wait("[q]uit")
    terminal.type("r")
    terminal.wait("note")
    terminal.type("no judgement\n")
    terminal.wait("2 decided, 1 left")
    assert terminal.end() == 0
    states = {key: desk.find(words)["state"] for key, words in said.items()}
    assert states == {"s": "unreviewed", "a": "accepted", "c": "rejected"}


def test_what_was_decided_before_quitting_is_kept(desk: Desk) -> None:
    terminal = Terminal("review", "ask", "--by", "Ann Smith", "--below", "1", store=desk.store)
    terminal.wait("[q]uit")
    terminal.type("a")
    terminal.wait("2 of 3")
    terminal.wait("[q]uit")
    terminal.type("q")
    terminal.wait("1 decided, 2 left")
    assert terminal.end() == 0
    assert len(desk.listed("--state", "accepted")) == 1
