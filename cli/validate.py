"""`peelgraph validate`: the SHACL report of the store."""

from typing import Annotated

import typer
from pyoxigraph import NamedNode

import store as stores
from cli import console
from cli.console import StoreOption, TableFormat
from ontology.statements import put_in

EXAMPLE = "Example: `peelgraph validate --format csv > violations.csv`"
COLUMNS = ("focus", "path", "value", "severity", "message")


def validate(
    form: Annotated[TableFormat, typer.Option("--format", help="How violations are written.")] = TableFormat.table,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Check the whole store against the SHACL shapes; exit 1 where something breaks one."""
    from ontology.validate import validate as check

    with console.refusals(), stores.open(store) as reader:
        quads = [quad for name in reader.graphs() for quad in put_in(NamedNode(name), reader.graph(name))]
        violations = check(quads)
    if violations or form is not TableFormat.table:
        rows = [(v.focus, v.path, v.value, v.severity, v.message) for v in violations]
        console.write_rows(COLUMNS, rows, form)
    console.messages().print(f"{len(quads):,} statements checked, {len(violations)} violations")
    if violations:
        raise typer.Exit(1)
