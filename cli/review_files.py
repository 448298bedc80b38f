"""`peelgraph review export|import`: decisions as a file, for a team to share and keep in version control."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import store as stores
from cli import console
from cli.console import StoreOption, TableFormat
from cli.review_decide import record
from ontology.review_files import COLUMNS, as_cells, as_json, read_decisions
from ontology.reviews import assessment_of
from queries.reviewing import all_decisions


class DecisionFormat(StrEnum):
    """How decisions are written."""

    csv = "csv"
    jsonl = "jsonl"


def add_to(app: typer.Typer) -> None:
    """Give the commands to the group."""
    app.command("export", epilog="Example: `peelgraph review export > decisions.csv`")(export)
    app.command("import", epilog="Example: `peelgraph review import decisions.csv`")(take_in)


def export(
    form: Annotated[DecisionFormat, typer.Option("--format", help="How decisions are written.")] = DecisionFormat.csv,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Write every decision of the store, in the order of assessments and time."""
    with console.refusals(), stores.open(store) as reader:
        decisions = all_decisions(reader)
    if form is DecisionFormat.csv:
        console.write_rows(COLUMNS, map(as_cells, decisions), TableFormat.csv)
    else:
        sys.stdout.writelines(as_json(decision) + "\n" for decision in decisions)


def take_in(
    file: Annotated[Path, typer.Argument(help="A file that `export` wrote: .csv or .jsonl.")],
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Add the decisions of a file to the store's; those it has already are left alone.

    A decision on a document that isn't loaded waits for it, in a new store where there is none. With a fault in any
    line nothing is taken.
    """
    with console.refusals():
        decisions = read_decisions(file)
        with stores.open(store, write=True) as writer:
            new = record(writer, decisions)
            if new:
                writer.publish()
            loaded = set(writer.graphs())
    waiting = sum(assessment_of(decision.finding) not in loaded for decision in decisions)
    told = f"{new} taken, {len(decisions) - new} there already"
    console.messages().print(f"{told}; {waiting} wait for documents that aren't loaded" if waiting else told)
