"""Remember the things that were withdrawn (see `store.withdrawn`) in SPARQL, for the server to carry out."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pyoxigraph as ox

from ontology.iris import Names
from ontology.terms import PROV, XSD


def buried(names: Names, graphs: Iterable[str]) -> str:
    """Give the update that dates the end of what only `graphs` speak of, to be run before they go.

    What takes their place is gathered beside them already, and counts as speaking; so does an earlier date.
    """
    going = [str(ox.NamedNode(graph)) for graph in graphs]
    now = ox.Literal(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)
    minted = ox.Literal(f"{names.base}id/")
    stone = f"INSERT {{ GRAPH {_stones(names)} {{ ?thing {PROV.invalidatedAtTime} {now} }} }}"
    return f"""{stone} WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{
    VALUES ?going {{ {" ".join(going)} }} GRAPH ?going {{ ?thing ?property ?value }}
    FILTER(isIRI(?thing) && STRSTARTS(STR(?thing), {minted}))
  }} }}
  FILTER NOT EXISTS {{ GRAPH ?other {{ ?thing ?known ?said }} FILTER(?other NOT IN ({", ".join(going)})) }}
}}"""


def raised(names: Names) -> str:
    """Give the update that takes away the dates of what is spoken of again."""
    stones = _stones(names)
    return f"""DELETE {{ GRAPH {stones} {{ ?thing ?property ?at }} }} WHERE {{
  GRAPH {stones} {{ ?thing ?property ?at }}
  FILTER EXISTS {{ GRAPH ?other {{ ?thing ?known ?said }} FILTER(?other != {stones}) }}
}}"""


def _stones(names: Names) -> ox.NamedNode:
    return ox.NamedNode(names.graph("withdrawn"))
