"""The terminal's door: what goes to stdout and what to stderr, the exit codes, and every way to fail."""

import csv
import io
import json
import os
import re
import subprocess
from pathlib import Path

import papers
import pytest
from archives import zipped

ROOT = Path(__file__).parent.parent
ASSESSMENTS = ROOT / "examples" / "assessments"
COMMANDS = ("load", "extract", "query", "patterns", "serve", "stats", "validate")


def run(*arguments: object, stdin: str | None = None, store: Path | None = None) -> subprocess.CompletedProcess[str]:
    import sys

    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"} | ({"PEELGRAPH_STORE": str(store)} if store else {})
    command = [sys.executable, "-c", "from cli.main import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, input=stdin, env=environment, cwd=ROOT, check=False)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("cli") / "store"
    done = run("load", ASSESSMENTS, store=store)
    assert done.returncode == 0, done.stderr
    assert "98 loaded, 0 loaded already, 0 refused" in done.stderr
    return store


def test_a_second_load_loads_nothing_twice(loaded: Path) -> None:
    done = run("load", ASSESSMENTS, store=loaded)
    assert (done.returncode, done.stdout) == (0, "")
    assert "0 loaded, 98 loaded already, 0 refused" in done.stderr


def test_several_processes_read_the_same(loaded: Path, tmp_path: Path) -> None:
    done = run("load", *sorted(ASSESSMENTS.glob("k*")), "--jobs", 2, store=tmp_path / "s")
    assert done.returncode == 0
    one, other = (json.loads(run("stats", "--format", "json", store=s).stdout) for s in (loaded, tmp_path / "s"))
    kent = [[row for row in told["forces"] if row["force"] == "kent"] for told in (one, other)]
    assert kent[0] == kent[1]
    assert kent[0]


def test_stats_counts_findings_by_force_and_kind(loaded: Path) -> None:
    told = json.loads(run("stats", "--format", "json", store=loaded).stdout)
    assert told["forces"][-1]["force"] == "all"
    assert (
        told["forces"][-1]["findings"]
        == sum(row["findings"] for row in told["forces"][:-1])
        == told["store"]["findings"]
    )
    assert told["store"]["assessments"] == 98
    assert "cleveland" in run("stats", store=loaded).stdout


def test_the_whole_store_conforms(loaded: Path) -> None:
    done = run("validate", store=loaded)
    assert done.returncode == 0, done.stdout
    assert re.search(r"[\d,]{6,} statements checked, 0 violations", done.stderr)


def test_a_query_by_name(loaded: Path) -> None:
    done = run("query", "findings", "--set", "force=cleveland", "--set", "limit=5", "--format", "csv", store=loaded)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert done.returncode == 0
    assert len(rows) == 5
    assert {row["force"] for row in rows} == {"https://w3id.org/peelgraph/id/force/cleveland"}
    assert json.loads(run("query", "--format", "json").stdout)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?f a <https://w3id.org/peelgraph/def#Force> }", '"n": "45"'),
        ("ASK { ?s ?p ?o }", '"answer": "true"'),
    ],
)
def test_any_sparql_from_stdin(loaded: Path, text: str, expected: str) -> None:
    done = run("query", "-", "--format", "json", stdin=text, store=loaded)
    assert done.returncode == 0
    assert expected in done.stdout


def test_any_sparql_from_a_file(loaded: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 1", encoding="utf-8")
    assert "@prefix peel:" in run("query", file, store=loaded).stdout


def test_a_pattern_in_every_format(loaded: Path) -> None:
    table = run("patterns", "shared-weaknesses", "--set", "limit=3", store=loaded)
    assert table.returncode == 0
    assert re.search(r"1\. \d+ of \d+ forces", table.stdout)
    assert "q = " in table.stdout
    told = json.loads(run("patterns", "shared-weaknesses", "--format", "json", store=loaded).stdout)
    assert all(item["findings"] for item in told["items"])
    assert (
        next(csv.reader(io.StringIO(run("patterns", "shared-weaknesses", "--format", "csv", store=loaded).stdout)))[0]
        == "kind"
    )
    graphml = run("patterns", "shared-weaknesses", "--format", "graphml", store=loaded).stdout
    import networkx as nx

    assert nx.parse_graphml(graphml).number_of_edges() > 100
    assert "shared-weaknesses" in run("patterns").stdout


def test_extract_prints_an_object_a_document() -> None:
    files = sorted(ASSESSMENTS.glob("gwent*"))
    done = run("extract", "--format", "jsonl", *files)
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [told["document"] for told in objects] == [file.name for file in files]
    keys = {"quote", "start", "end", "kind", "themes", "partners", "initiatives", "change", "since", "formal", "action"}
    assert all(keys <= set(finding) for told in objects for finding in told["findings"])
    assert "strength" in run("extract", files[0]).stdout
    assert "a peel:Finding" in run("extract", files[-1], "--format", "turtle").stdout


BAD: list[tuple[str, bytes | None, str]] = [
    ("missing.txt", None, "no such file"),
    ("empty.txt", b"", "is empty"),
    ("binary.txt", b"PEEL\0\1\2", "NUL"),
    ("russian.txt", "Кент".encode("cp1251"), "isn't utf-8"),
    ("scan.pdf", papers.drawn(papers.picture), "is scanned: 1 pages of pictures and no text"),
    ("half.docx", b"PK\x03\x04", "is damaged"),
    ("bomb.zip", zipped({"a.txt": b"0" * 9_000_000}), "unpacks to more than the limit of 8,000,000 bytes"),
    ("up.zip", zipped({"../a.txt": b"0"}), "its path leads out of the archive"),
    ("report.xyz", b"x", ".xyz is not read"),
    ("nobody.txt", b"PEEL 2016\n\nThe force is good at preventing crime.", "names no force"),
    (
        "two.txt",
        b"PEEL 2016: Kent Police or Essex Police\n\nThe force is good at preventing crime.",
        "could be about",
    ),
    ("when.txt", b"Kent Police\n\nThe force is good at preventing crime.", "names no programme"),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD, ids=[row[0] for row in BAD])
@pytest.mark.parametrize("command", ["load", "extract"])
def test_bad_input_is_refused_by_name_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: bytes | None, message: str, command: str
) -> None:
    good = ASSESSMENTS / "gwent-2025-modern.txt"
    if content is not None:
        (tmp_path / name).write_bytes(content)
    format_ = ["--format", "jsonl"] if command == "extract" else []
    done = run(command, tmp_path / name, good, *format_, "--limit", "unpacked=8000000", store=tmp_path / "s")
    told = " ".join(done.stderr.split())
    readable = name in ("nobody.txt", "two.txt", "when.txt")
    assert done.returncode == (0 if command == "extract" and readable else 1)
    assert name in told
    assert message in told
    assert "gwent" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_document_that_changed_needs_replace(tmp_path: Path) -> None:
    copy = tmp_path / "gwent-2025-modern.txt"
    text = (ASSESSMENTS / copy.name).read_text(encoding="utf-8")
    copy.write_text(text, encoding="utf-8")
    store = tmp_path / "s"
    assert run("load", copy, store=store).returncode == 0
    copy.write_text(text.replace("It does so promptly and accurately.", ""), encoding="utf-8")
    refused = run("load", copy, store=store)
    assert refused.returncode == 1
    assert "use --replace" in refused.stderr
    dry = run("load", copy, "--dry-run", store=store)
    assert (dry.returncode, "use --replace" in dry.stderr) == (1, True)
    assert "1 loaded, 0 loaded already, 0 refused" in run("load", copy, "--replace", store=store).stderr


def test_what_its_reader_doubts_of_a_document_is_told(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes("PEEL 2017\nKent Police\n\nThe force’s response to crime is good.\n".encode("cp1252"))
    assert "letter.txt: byte 32 (0x92) isn't utf-8; read as windows-1252" in run("extract", letter).stderr
    mild = run("load", letter, "--dry-run")
    assert mild.returncode == 0
    assert "read as windows-1252" in mild.stderr
    assert run("load", letter, "--dry-run", "--strict").returncode == 1


def test_a_dry_run_says_how_each_document_stands_to_the_store(tmp_path: Path) -> None:
    text = (ASSESSMENTS / "gwent-2025-modern.txt").read_text(encoding="utf-8")
    documents, store = tmp_path / "documents", tmp_path / "s"
    documents.mkdir()
    for name in ("one.txt", "two.txt"):
        (documents / name).write_text(text, encoding="utf-8")
    assert standing(run("load", documents, "--dry-run", store=store)) == {"one.txt": "new", "two.txt": "new"}
    assert not store.exists()
    run("load", documents, store=store)
    (documents / "two.txt").write_text(text.replace("promptly", "soon"), encoding="utf-8")
    (documents / "three.txt").write_text(text, encoding="utf-8")
    before = run("stats", "--format", "json", store=store).stdout
    dry = run("load", documents, "--dry-run", "--replace", store=store)
    assert standing(dry) == {"one.txt": "same", "two.txt": "changed", "three.txt": "new"}
    assert "2 would be loaded, 1 loaded already, 0 refused" in dry.stderr
    assert standing(run("load", documents / "one.txt", "--dry-run", "--review-below", "1", store=store)) == {
        "one.txt": "same, would be read anew"
    }
    assert run("stats", "--format", "json", store=store).stdout == before


def standing(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Give what a dry run's table says of each document, by its name."""
    cells = (re.split(" *[│┃] *", line.strip("│┃ ")) for line in done.stdout.splitlines() if ".txt" in line)
    return {Path(name).name: word for name, word in cells}


def test_a_dry_run_names_no_list_that_is_not_there(tmp_path: Path) -> None:
    dry = run("load", ASSESSMENTS / "gwent-2025-modern.txt", "--dry-run", "--review-below", "1", store=tmp_path / "s")
    assert "would be marked for review" in dry.stderr
    assert "peelgraph review" not in dry.stderr
    done = run("load", ASSESSMENTS / "gwent-2025-modern.txt", "--store", tmp_path / "s", "--review-below", "1")
    assert f"to review: peelgraph review --store {tmp_path / 's'}" in done.stderr


def test_strict_refuses_documents_with_warnings(tmp_path: Path) -> None:
    copy = tmp_path / "gwent-2025-modern.txt"
    copy.write_bytes((ASSESSMENTS / copy.name).read_bytes())
    (tmp_path / "manifest.csv").write_text("document,force\ngwent-2025-modern.txt,kent\n", encoding="utf-8")
    mild = run("load", tmp_path, "--dry-run")
    assert mild.returncode == 0
    assert "the document says gwent, the manifest kent" in " ".join(mild.stderr.split())
    assert run("load", tmp_path, "--dry-run", "--strict").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(
            ["query", "findings", "--set", "force=clevland"], 1, "did you mean cleveland", id="a force misspelt"
        ),
        pytest.param(["query", "findings", "--set", "colour=red"], 1, "colour", id="an unknown parameter"),
        pytest.param(["query", "finding"], 1, "findings", id="a query misspelt"),
        pytest.param(["query", "findings", "--set", "force"], 2, "NAME=VALUE", id="no value"),
        pytest.param(["query", "findings", "--set", "a=1", "--set", "a=2"], 2, "twice", id="a parameter twice"),
        pytest.param(["query", "gone.rq"], 1, "no such file", id="a file that isn't there"),
        pytest.param(["patterns", "shared"], 1, "shared-weaknesses", id="a pattern misspelt"),
        pytest.param(["patterns", "shared-weaknesses", "--set", "limit=many"], 1, "limit", id="a number in words"),
        pytest.param(["patterns", "--format", "graphml"], 2, "no network", id="a list is no network"),
        pytest.param(["load"], 2, "Missing argument", id="nothing to load"),
        pytest.param(
            ["load", "x.txt", "--manifest", "gone.csv"], 1, "gone.csv: can't be read (No such", id="no manifest"
        ),
        pytest.param(["load", "x.txt", "--jobs", "0"], 2, "jobs", id="no process"),
        pytest.param(["stats", "--format", "xml"], 2, "xml", id="an unknown format"),
        pytest.param(["serve", "--port", "99999"], 2, "port", id="no such port"),
        pytest.param(["fly"], 2, "fly", id="an unknown command"),
    ],
)
def test_every_way_to_fail_has_its_code_and_message(
    loaded: Path, arguments: list[str], code: int, message: str
) -> None:
    done = run(*arguments, store=loaded)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * WHERE {\n ?s ?p }", "line 2, column"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT (" + "(" * 5000 + "1", "nests deeper"),
    ],
)
def test_a_malformed_query_is_told_with_its_place(loaded: Path, text: str, message: str) -> None:
    done = run("query", "-", stdin=text, store=loaded)
    assert done.returncode == 1
    assert message in done.stderr


@pytest.mark.parametrize("command", ["query", "patterns", "stats", "validate", "serve"])
def test_without_a_store_the_remedy_is_told(tmp_path: Path, command: str) -> None:
    arguments = {"query": ["findings"], "patterns": ["shared-weaknesses"]}.get(command, [])
    done = run(command, *arguments, store=tmp_path / "none")
    assert done.returncode == 1
    assert "load something first: peelgraph load" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"Example: peelgraph {command}" in " ".join(done.stdout.split()).replace("`", "")


def test_hostile_words_do_not_reach_the_terminal_raw(tmp_path: Path) -> None:
    file = tmp_path / "kent.txt"
    file.write_text(
        "Kent Police PEEL 2016\n\nKent Police is good at [red]preventing\x1b[31m crime.\n", encoding="utf-8"
    )
    done = run("extract", file)
    assert "\x1b[31m" not in done.stdout
    assert "[red]preventing" in done.stdout
