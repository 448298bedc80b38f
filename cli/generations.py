"""`peelgraph generations` and `peelgraph rollback`: the history of a store, and the way back in it."""

from typing import Annotated

import typer

from cli import console
from cli.console import StoreOption, TableFormat

EXAMPLE = "Example: `peelgraph generations --format json`"
BACK = "Example: `peelgraph rollback`, or to one of `peelgraph generations`: `peelgraph rollback 7`"
COLUMNS = ("name", "published", "before", "graphs", "statements", "own_bytes", "current")


def generations(
    form: Annotated[TableFormat, typer.Option("--format", help="How they are written.")] = TableFormat.table,
    count: Annotated[bool, typer.Option("--count", help="Count statements: a third of a second a million.")] = False,
    keep: Annotated[
        int | None, typer.Option(min=1, max=1000, help="How many this store keeps from now on.", show_default=False)
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove those beyond that number now.")] = False,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """List the generations of the store, oldest first: when each was published, what it holds, which readers open."""
    from store.listing import generations as listed
    from store.listing import prune as remove

    with console.refusals():
        if keep is not None or prune:
            removed = remove(store, keep, now=prune)
            if prune:
                console.messages().print(f"{len(removed)} removed{': ' if removed else ''}{', '.join(removed)}")
        found = listed(store, count=count)
    rows = [tuple(known.as_dict()[column] for column in COLUMNS) for known in found]
    if form is TableFormat.table:
        rows = [(*row[:-1], "current" if row[-1] else None) for row in rows]
    console.write_rows(COLUMNS, rows, form)


def rollback(
    name: Annotated[
        str | None, typer.Argument(help="A generation's name or number; the one before the current without it.")
    ] = None,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Go back to an earlier generation: readers at once, and what is loaded next is added to that one.

    What came after it leaves the writer's store too. Its generations stay until they are pruned, to return to by name.
    """
    from store.rollback import rollback as turn

    with console.refusals():
        turned = turn(store, name)
    if turned.dropped:
        console.messages().print("changes that were never published are gone", soft_wrap=True)
    told = f"generation {turned.generation} is current; {turned.left} was left"
    console.messages().print(told, soft_wrap=True, markup=False)
