"""What the commands share: where output goes, how tables are written, how errors end a command."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from loaders.model import Notice
from ontology.errors import PeelgraphError
from queries.plain import as_csv

DEFAULT_STORE = "peelgraph-data"
PIPED_WIDTH = 160

StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="PEELGRAPH_STORE",
        help="The folder that holds the store, or a SPARQL service's URL.",
        show_default=True,
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Give a parameter a value; may be repeated."),
]


ReviewBelowOption = Annotated[
    float,
    typer.Option(
        "--review-below",
        envvar="PEELGRAPH_REVIEW_BELOW",
        min=0.0,
        max=1.0,
        help="Mark findings with a confidence below this for review.",
    ),
]


class TableFormat(StrEnum):
    """How an answer of rows is written."""

    table = "table"
    csv = "csv"
    json = "json"


def messages() -> Console:
    """Give the console for everything that is no data."""
    return Console(stderr=True, highlight=False)


def output() -> Console:
    """Give the console for tables on stdout; a pipe gets lines as long as they need to be."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    return console


@contextmanager
def refusals() -> Iterator[None]:
    """End a command with our own message, without a trace, where something was refused: exit 1."""
    try:
        yield
    except PeelgraphError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        refuse("stopped", code=130)


def refuse(message: str, code: int = 1) -> NoReturn:
    """Say why on stderr and leave with the code."""
    messages().print(f"[red]error:[/red] {_plain(message)}", soft_wrap=True)
    raise typer.Exit(code)


def tell(notices: Iterable[Notice]) -> None:
    """Write notices to stderr, a line each: file, place, what is wrong and the remedy."""
    console = messages()
    for notice in notices:
        colour = "red" if notice.severity == "error" else "yellow"
        place = f"{notice.file}: {notice.place}: " if notice.place else f"{notice.file}: "
        console.print(f"[{colour}]{notice.severity}:[/{colour}] {_plain(place + notice.message)}", soft_wrap=True)


def _plain(text: str) -> str:
    """Keep what looks like markup, and control characters, out of the terminal: documents come from outside."""
    from rich.markup import escape

    return escape(printable(text))


def printable(text: str) -> str:
    """Put a sign in the place of control characters, which a terminal would obey."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def assignments(settings: Sequence[str] | None) -> dict[str, str]:
    """Read `--set name=value` options; wrong usage (exit 2) where one has no `=` or a name comes twice."""
    values: dict[str, str] = {}
    for setting in settings or ():
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"--set wants NAME=VALUE, not {setting!r}")
        if name.strip() in values:
            raise typer.BadParameter(f"--set {name.strip()} is given twice")
        values[name.strip()] = value.strip()
    return values


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], form: TableFormat) -> None:
    """Write rows to stdout as a table for people, as RFC 4180 CSV or as a JSON array of objects."""
    if form is TableFormat.csv:
        sys.stdout.write(as_csv(columns, rows).decode())
    elif form is TableFormat.json:
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        write_json(objects)
    else:
        table = Table(header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*("" if cell is None else _plain(str(cell)) for cell in row))
        output().print(table)


def write_json(value: object) -> None:
    """Write one JSON value to stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
