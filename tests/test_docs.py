"""Documents that can't rot: every command, option and chore is described, and the README's tour runs."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from cli.main import app
from queries.catalogue import catalogue
from queries.patterns import patterns

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Every command by its words, those of a group within the group's."""
    for name, command in group.commands.items():
        yield before + name, command
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")


def test_every_command_and_option_is_described() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    rows = re.finditer(r"^\| `peelgraph ([a-z]+(?: [a-z]+)*).*$", text, re.MULTILINE)
    lines = {row[1]: row[0] for row in rows}
    known = dict(commands(typer.main.get_group(app), ""))
    missing = [
        f"{name} {option}"
        for name, command in known.items()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help" and f"`{option}`" not in lines[name]
    ]
    assert missing == []
    assert set(lines) == set(known)


def test_every_chore_is_listed() -> None:
    made = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"setup", "run", "test", "lint", "bench", "help"} <= set(targets)
    assert all(f"make {target}" in made for target in targets)


def test_every_link_in_the_documents_leads_somewhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [
            ROOT / "README.md",
            *sorted((ROOT / "docs").rglob("*.md")),
            *sorted((ROOT / "ontology").rglob("*.md")),
        ]
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []


def tour() -> list[tuple[str, str]]:
    return re.findall(r"^\$ peelgraph (.+)\n((?:(?!```).*\n)+)", README, re.MULTILINE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("tour") / "store"
    peelgraph(["load", "examples/assessments"], where)
    return where


def peelgraph(arguments: list[str], store: Path) -> str:
    import os

    environment = {**os.environ, "PEELGRAPH_STORE": str(store), "NO_COLOR": "1"}
    command = [sys.executable, "-c", "from cli.main import main; main()", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("command", "shown"), tour(), ids=[command.split()[0] for command, _ in tour()])
def test_the_tour_shows_what_the_program_prints(store: Path, command: str, shown: str) -> None:
    printed = re.sub(r"generation \S+", "generation …", peelgraph(shlex.split(command), store))
    kept = [line for line in shown.splitlines() if line.strip() not in ("", "…")]
    assert [line for line in kept if line not in printed.splitlines()] == []
    assert len(kept) >= 4


def test_the_tour_was_found() -> None:
    assert [command.split()[0] for command, _ in tour()] == ["patterns", "query", "extract"]
    assert len(catalogue()) >= 9
    assert patterns()


def test_the_notebook_of_the_readme_runs(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"```python\n(.+?)```", README, re.DOTALL)
    assert code
    monkeypatch.chdir(ROOT)
    exec(code[1].replace('"peelgraph-data"', repr(str(store))), {})  # noqa: S102 - the README's own code
