"""`peelgraph review`: uncertain findings, for a person to decide on; here the list, and how often people agree."""

from dataclasses import asdict
from typing import Annotated

import typer

import store as stores
from cli import console, review_ask, review_decide, review_files, review_show
from cli.console import StoreOption, TableFormat
from cli.review_options import BelowOption, ForceOption, KindOption, ProgrammeOption, StateOption, ThemeOption, filters
from queries import reviewing
from queries.reviewing import Pending

EXAMPLE = "Example: `peelgraph review --force cleveland --limit 10`"
COLUMNS = ("state", "confidence", "force", "programme", "kind", "theme", "quote", "before", "by", "at", "finding")

app = typer.Typer(invoke_without_command=True, rich_markup_mode="markdown", pretty_exceptions_enable=False)


@app.callback(epilog=EXAMPLE)
def review(
    context: typer.Context,
    force: ForceOption = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    programme: ProgrammeOption = None,
    state: StateOption = None,
    below: BelowOption = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many, from the top.")] = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How the list is written.")] = TableFormat.table,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """List the findings that a person should look at: open again first, then the least sure.

    Then decide on them: `peelgraph review ask`, or `show`, `accept`, `correct` and `reject` one by its identifier.
    """
    if context.invoked_subcommand is not None:
        _refuse_lost_options(context)
        return
    values = filters(force=force, theme=theme, kind=kind, programme=programme, state=state, below=below)
    with console.refusals(), stores.open(store) as reader:
        waiting = reviewing.pending(reader, values, None)
    rows = waiting[:limit]
    console.write_rows(*_shown(rows, form), form)
    if form is TableFormat.table:
        counted = (
            f"{len(waiting)} to review" if len(rows) == len(waiting) else f"{len(rows)} of {len(waiting)} to review"
        )
        console.messages().print(f"{counted}; `peelgraph review ask` goes through them", soft_wrap=True)


def _refuse_lost_options(context: typer.Context) -> None:
    """Options before a subcommand would be lost without a word."""
    sources = [context.get_parameter_source(name) for name in context.params]
    if any(source is not None and source.name == "COMMANDLINE" for source in sources):
        raise typer.BadParameter(f"put options behind the subcommand: peelgraph review {context.invoked_subcommand} …")


def _shown(rows: list[Pending], form: TableFormat) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """For people the hash of a finding does, which every subcommand takes; programs get the whole identifier."""
    if form is not TableFormat.table:
        return COLUMNS, [tuple(asdict(row).values()) for row in rows]
    columns = ("finding", "state", "sure", "force", "programme", "kind", "theme", "quote")
    cells: list[tuple[object, ...]] = [
        (
            row.finding.rpartition("/")[2],
            f"{row.state} (was {row.before})" if row.before and row.before != row.state else row.state,
            f"{row.confidence:.2f}",
            row.force,
            row.programme,
            row.kind,
            row.theme,
            " ".join(row.quote.split()),
        )
        for row in rows
    ]
    return columns, cells


@app.command("stats", epilog="Example: `peelgraph review stats --format csv`")
def stats(
    form: Annotated[TableFormat, typer.Option("--format", help="How the figures are written.")] = TableFormat.table,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Count decisions by kind and by confidence: how often people agree with the reading."""
    with console.refusals(), stores.open(store) as reader:
        found = reviewing.agreement(reviewing.all_decisions(reader))
    columns = ("of", "reviewed", "accepted", "corrected", "rejected", "agreed", "confidence")
    rows = [
        (row.of, row.reviewed, row.accepted, row.corrected, row.rejected, f"{row.agreed:.2f}", f"{row.confidence:.2f}")
        for row in found
    ]
    console.write_rows(columns, rows, form)


review_show.add_to(app)
review_decide.add_to(app)
review_ask.add_to(app)
review_files.add_to(app)
