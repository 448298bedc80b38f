"""Write IRIs short, for people and for formats that know no IRIs."""

from typing import Final

from ontology.terms import PREFIXES

_BY_LENGTH: Final = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


def short(iri: str) -> str:
    """Write an IRI with its prefix where one of ours fits: `peel:Finding`."""
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
