"""`peelgraph withdraw`: take assessments out of the graph, and remember that they were there."""

from typing import Annotated

import typer

import store as stores
from cli import console
from cli.console import StoreOption
from ontology.terms import DCTERMS, PEEL
from queries.naming import the_one

EXAMPLE = "Example: `peelgraph withdraw cleveland-2018-pillar`"
NAMED = f"""
SELECT DISTINCT ?graph WHERE {{{{
  ?graph a {PEEL.Assessment} ; {DCTERMS.identifier} ?file .
  FILTER(STR(?graph) = {{word}} || STRENDS(STR(?graph), {{ending}}) || ?file = {{word}})
}}}} ORDER BY ?graph"""
UNKNOWN = "no assessment is called {word}; `peelgraph query` lists what to ask for them"


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
            found = [the_one(writer, NAMED, word, UNKNOWN.format(word=word)) for word in dict.fromkeys(documents)]
            for assessment in dict.fromkeys(found):
                writer.remove(assessment)
                console.messages().print(f"withdrawn: {assessment}", soft_wrap=True, markup=False)
            writer.publish()
