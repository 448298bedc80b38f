"""`peelgraph patterns`: cross-force patterns, each with its measure and the sentences behind it."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

import store as stores
from cli import console
from cli.console import SetOption, StoreOption, TableFormat

EXAMPLE = "Example: `peelgraph patterns shared-weaknesses --set limit=3`"
SHOWN = 3
"""Sentences shown under each pattern in a table; the other formats give all."""


class PatternFormat(StrEnum):
    """How a pattern is written."""

    table = "table"
    json = "json"
    csv = "csv"
    graphml = "graphml"


def patterns(
    name: Annotated[str | None, typer.Argument(help="A pattern's name.", show_default=False)] = None,
    settings: SetOption = None,
    form: Annotated[PatternFormat, typer.Option("--format", help="How the pattern is written.")] = PatternFormat.table,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Find a cross-force pattern and show the sentences behind it. Without a name, list the patterns."""
    from queries.patterns import find
    from queries.patterns import patterns as known

    if name is None:
        rows = [(p.name, p.title, ", ".join(parameter.name for parameter in p.parameters)) for p in known().values()]
        console.write_rows(
            ("name", "title", "parameters"), rows, TableFormat(form) if form != "graphml" else TableFormat.table
        )
        return
    values = console.assignments(settings)
    with console.refusals(), stores.open(store) as reader:
        found = find(reader, name, values)
    _ = (found, form, sys, SHOWN)
