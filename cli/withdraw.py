"""`peelgraph withdraw`: take assessments out of the graph, and remember that they were there."""

from typing import Annotated

import typer
from pyoxigraph import Literal, NamedNode

import store as stores
from cli import console
from cli.console import StoreOption
from ontology.terms import DCTERMS, PEEL
from queries.errors import UnknownName
from store import Writer

EXAMPLE = "Example: `peelgraph withdraw cleveland-2018-pillar`"
NAMED = f"""
SELECT DISTINCT ?graph WHERE {{{{
  ?graph a {PEEL.Assessment} ; {DCTERMS.identifier} ?file .
  FILTER(STR(?graph) = {{word}} || STRENDS(STR(?graph), {{ending}}) || ?file = {{word}})
}}}} ORDER BY ?graph"""


def withdraw(
    documents: Annotated[
        list[str],
        typer.Argument(help="An assessment's IRI, the end of it, or the name of its file.", show_default=False),
    ],
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Withdraw assessments: all or none. Addresses of what is gone answer 410 from then on, until it is loaded again.

    What people decided on their findings stays, and holds should they be loaded again.
    """
    with console.refusals():
        stores.open(store).close()
        with stores.open(store, write=True) as writer:
            found = [_named(writer, word) for word in dict.fromkeys(documents)]
            for assessment in dict.fromkeys(found):
                writer.remove(assessment)
                console.messages().print(f"withdrawn: {assessment}", soft_wrap=True, markup=False)
            writer.publish()


def _named(writer: Writer, word: str) -> str:
    rows = writer.select(NAMED.format(word=Literal(word), ending=Literal(f"/{word}"))).rows
    found = [node.value for (node,) in rows if isinstance(node, NamedNode)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName(f"{word} may be {' or '.join(found)}: give the whole of it")
    raise UnknownName(f"no assessment is called {word}; `peelgraph query` lists what to ask for them")
