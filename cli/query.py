"""`peelgraph query`: a research query by name, or any SPARQL."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pyoxigraph import NamedNode

import store as stores
from cli import console
from cli.console import SetOption, StoreOption, TableFormat
from ontology.iris import DEFAULT_BASE
from queries.catalogue import catalogue
from queries.plain import lexical
from queries.run import run
from store import Reader, Table
from store.result import Term

EXAMPLE = "Example: `peelgraph query grade-history --set force=cleveland --set question=investigation`"


def query(
    name: Annotated[
        str | None,
        typer.Argument(help="A research query's name, a .rq file, or - for SPARQL on stdin.", show_default=False),
    ] = None,
    settings: SetOption = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How the answer is written.")] = TableFormat.table,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Ask a research query by name, or any SPARQL. Without a name, list the research queries."""
    if name is None:
        rows = [(q.name, q.title, ", ".join(p.name for p in q.parameters)) for q in catalogue().values()]
        console.write_rows(("name", "title", "parameters"), rows, form)
        return
    values = console.assignments(settings)
    with console.refusals(), stores.open(store) as reader:
        if name == "-" or Path(name).suffix in (".rq", ".sparql") or Path(name).is_file():
            if values:
                raise typer.BadParameter("--set goes with a research query's name; SPARQL of your own holds its values")
            _ask(reader, _text(name), form)
        else:
            _write(run(reader, name, values), form)


def _text(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        console.refuse(f"{name}: no such file; `peelgraph query` lists the research queries")
    except (OSError, UnicodeDecodeError) as error:
        console.refuse(f"{name}: can't be read as UTF-8 text ({error})")


def _ask(reader: Reader, text: str, form: TableFormat) -> None:
    """Answer SPARQL of the user's own: rows, a truth value, or a graph (written as Turtle)."""
    answer = reader.evaluate(text)
    if isinstance(answer, bool):
        console.write_rows(("answer",), [(str(answer).lower(),)], form)
    elif isinstance(answer, Table):
        _write(answer, form)
    else:
        from pyoxigraph import RdfFormat, serialize

        from ontology.terms import PREFIXES

        data = serialize(answer, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
        sys.stdout.write(data.decode("utf-8") if data else "")


def _write(table: Table, form: TableFormat) -> None:
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    if form is not TableFormat.table:
        console.write_rows(table.variables, rows, form)
        return
    shown = _readable(table)
    columns = [table.variables[n] for n in shown]
    console.write_rows(columns, [[_short(row[n]) for n in shown] for row in rows], form)
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    left_out = [name for n, name in enumerate(table.variables) if n not in shown]
    note = f"; --format csv gives {', '.join(left_out)} too" if left_out else ""
    console.messages().print(count + note, soft_wrap=True)


def _readable(table: Table) -> list[int]:
    """Choose the columns for people: identifiers give way where names and words are left to show."""
    words = [n for n in range(len(table.variables)) if not any(isinstance(row[n], NamedNode) for row in table.rows)]
    return words if len(words) > 1 else list(range(len(table.variables)))


def _cell(term: Term | None) -> str | None:
    return None if term is None else lexical(term)


def _short(cell: str | None) -> str | None:
    return cell.removeprefix(DEFAULT_BASE) if cell else cell
