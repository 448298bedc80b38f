"""`peelgraph patterns`: cross-force patterns, each with its measure and the sentences behind it."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

import store as stores
from cli import console
from cli.console import SetOption, StoreOption, TableFormat

if TYPE_CHECKING:
    from queries.patterns.result import Evidence, Item, PatternResult

EXAMPLE = "Example: `peelgraph patterns shared-weaknesses --set limit=3`"
SHOWN = 3
"""Sentences shown under each item in a table; JSON gives all."""


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
        if form is PatternFormat.graphml:
            raise typer.BadParameter("a list of patterns is no network; name a pattern")
        rows = [(p.name, p.title, ", ".join(parameter.name for parameter in p.parameters)) for p in known().values()]
        console.write_rows(("name", "title", "parameters"), rows, TableFormat(form.value))
        return
    values = console.assignments(settings)
    with console.refusals(), stores.open(store) as reader:
        _write(find(reader, name, values), form)


def _write(found: "PatternResult", form: PatternFormat) -> None:
    if form is PatternFormat.json:
        console.write_json(found.as_dict())
    elif form is PatternFormat.csv:
        from queries.patterns.result import COLUMNS

        console.write_rows(COLUMNS, found.rows(), TableFormat.csv)
    elif form is PatternFormat.graphml:
        import networkx

        sys.stdout.write("\n".join(networkx.generate_graphml(found.network)) + "\n")
    else:
        _tell(found)


def _tell(found: "PatternResult") -> None:
    """Write a pattern for people: the population, then each item with its measure and some of its sentences."""
    out = console.output()
    population = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in found.population.items())
    tried = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in found.tried.items())
    out.print(f"{found.info.title}: {found.info.question}", style="bold", markup=False)
    out.print(f"population: {population}; tried: {tried}; generation {found.generation}", markup=False)
    for number, item in enumerate(found.items, start=1):
        out.print(f"\n{number}. {item.statement}", style="bold", markup=False)
        out.print(f"   {_measure(item)}", markup=False)
        for behind in _shown(item.findings):
            quote = " ".join(behind.quote.split())
            out.print(f"   {behind.force_name}: “{quote}”", markup=False, soft_wrap=True)
        if len(item.findings) > SHOWN:
            out.print(f"   … and {len(item.findings) - SHOWN} more findings (--format json)", style="dim", markup=False)
    out.print(f"\nHow to read it: {found.info.reading}", markup=False)
    out.print(f"What it can't show: {found.info.cannot_show}", markup=False)


def _measure(item: "Item") -> str:
    interval = f"{item.effect:+.2f} ({item.low:+.2f} to {item.high:+.2f})"
    return (
        f"{item.support} of {item.assessed} forces, {item.expected:.1f} expected by chance; "
        f"effect {interval}; p = {item.p:.2g}, q = {item.q:.2g}"
    )


def _shown(findings: "tuple[Evidence, ...]") -> "list[Evidence]":
    """Take a finding each of different forces first, then the rest, in order."""
    seen: set[str] = set()
    first = [behind for behind in findings if not (behind.force in seen or seen.add(behind.force))]  # type: ignore[func-returns-value]
    rest = [behind for behind in findings if behind not in first]
    return [*first, *rest][:SHOWN]
