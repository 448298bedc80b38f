"""`peelgraph stats`: the figures of the store."""

from collections import Counter
from typing import Annotated

import typer
from pyoxigraph import Literal, NamedNode

import store as stores
from cli import console
from cli.console import StoreOption, TableFormat
from ontology.kinds import KINDS
from ontology.terms import PEEL
from store import Reader

EXAMPLE = "Example: `peelgraph stats --format json`"
BY_FORCE = f"""
SELECT ?force ?class (COUNT(DISTINCT ?finding) AS ?findings)
WHERE {{
  VALUES ?class {{ {" ".join(map(str, KINDS.values()))} }}
  ?finding a {PEEL.Finding}, ?class ; {PEEL.force} ?force .
}}
GROUP BY ?force ?class"""


def stats(
    form: Annotated[TableFormat, typer.Option("--format", help="How the figures are written.")] = TableFormat.table,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Count what the store holds: findings by force and kind, then the whole."""
    with console.refusals(), stores.open(store) as reader:
        columns = ("force", *KINDS, "findings")
        rows = _by_force(reader)
        totals = sorted(reader.statistics().as_dict().items())
    if form is TableFormat.json:
        forces = [dict(zip(columns, row, strict=True)) for row in rows]
        console.write_json({"forces": forces, "store": dict(totals)})
        return
    console.write_rows(columns, rows, form)
    if form is TableFormat.table:
        console.write_rows(("in the store", "count"), totals, form)


def _by_force(reader: Reader) -> list[tuple[object, ...]]:
    kinds = {term: kind for kind, term in KINDS.items()}
    counts: dict[str, Counter[str]] = {}
    for force, kind, number in reader.select(BY_FORCE).rows:
        if isinstance(kind, NamedNode) and isinstance(force, NamedNode) and isinstance(number, Literal):
            counts.setdefault(force.value.rsplit("/", 1)[-1], Counter())[kinds[kind]] += int(number.value)
    counts |= {"all": sum(counts.values(), Counter())}
    return [
        (force, *(counts[force][kind] for kind in KINDS), counts[force].total()) for force in counts_in_order(counts)
    ]


def counts_in_order(counts: dict[str, Counter[str]]) -> list[str]:
    """Give the forces by name, the total last."""
    return sorted(counts, key=lambda force: (force == "all", force))
