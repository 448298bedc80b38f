"""Where a link to a thing leads: on this server for what it describes itself, elsewhere for the rest."""

from dataclasses import dataclass
from urllib.parse import urlencode

from ontology.iris import VOCABULARY, Names


@dataclass(frozen=True, slots=True)
class Links:
    """Links under a path prefix, which is empty unless a proxy adds one."""

    names: Names
    root: str = ""

    def path(self, path: str) -> str:
        """Give the address of one of our own pages."""
        return self.root + path

    def query(self, text: str, form: str = "") -> str:
        """Give the address that asks a SPARQL query, for an answer in the form of a suffix or as the client likes."""
        return self.path(f"/sparql{form and '.'}{form}?{urlencode({'query': text})}")

    def to(self, iri: str) -> str | None:
        """Give the link to what an IRI names, or None where a browser can't or shouldn't follow it."""
        things = f"{self.names.base}id/"
        if iri.startswith(things):
            return self.path(f"/doc/{iri[len(things) :]}")
        if iri == VOCABULARY or iri.startswith((f"{VOCABULARY}/", f"{VOCABULARY}#")):
            return self.path(f"/def{iri[len(VOCABULARY) :]}")
        return iri if iri.startswith(("http://", "https://")) else None
