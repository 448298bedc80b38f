"""What a store by URL says of itself, in a named graph of its own: the generation, the seed's digest, the base."""

import secrets
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from ontology.terms import DCTERMS, PEEL, VOID
from store.result import Term

MARKER: Final = "urn:peelgraph:store"
NAME: Final = ox.NamedNode(MARKER)
READ: Final = f"""
SELECT ?generation ?seed ?base WHERE {{ GRAPH {NAME} {{
  {NAME} {DCTERMS.identifier} ?generation ; {PEEL.contentDigest} ?seed ; {VOID.uriSpace} ?base .
}} }}"""
SEEN: Final = f"ASK {{ {NAME} {DCTERMS.identifier} ?generation }}"
"""True where the default graph is the union of all named graphs, the marker being in one of them."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The facts of a store; a new one has no seed yet."""

    generation: str = ""
    seed: str = ""
    base: str = ""

    def next(self) -> "Marker":
        """Give the facts with the name of another generation: a number that rises and a random tag."""
        number = int(self.generation.partition("-")[0] or "0") + 1
        return replace(self, generation=f"{number:06d}-{secrets.token_hex(4)}")

    def update(self) -> str:
        """Give the update that puts these facts in the place of the earlier ones."""
        facts = (DCTERMS.identifier, self.generation), (PEEL.contentDigest, self.seed), (VOID.uriSpace, self.base)
        said = " . ".join(f"{NAME} {term} {ox.Literal(value)}" for term, value in facts)
        return f"DROP SILENT GRAPH {NAME} ;\nINSERT DATA {{ GRAPH {NAME} {{ {said} }} }}"


def marker(row: tuple[Term | None, ...]) -> Marker:
    """Read the facts from the row that `READ` gives."""
    return Marker(*(term.value if isinstance(term, ox.Literal) else "" for term in row))
