"""Render the JSON-LD context: short keys for every term of our vocabulary and for the reused terms that data carry."""

import json
from pathlib import Path
from typing import Final

import yaml
from pyoxigraph import NamedNode, RdfFormat, Store

from ontology.errors import PeelgraphError
from ontology.terms import OWL, PREFIXES, RDF, RDFS, XSD

FOLDER: Final = Path(__file__).parent
CONTEXT_FILE: Final = FOLDER / "context.jsonld"


def render_context(vocabulary: Path = FOLDER / "vocabulary.ttl") -> str:
    """Give the text of `context.jsonld`. Raises PeelgraphError where a short key would hide a term of ours."""
    aliases = yaml.safe_load((FOLDER / "context_terms.yaml").read_text(encoding="utf-8"))["aliases"]
    ours = _ours(vocabulary)
    if hidden := sorted(set(aliases) & set(ours)):
        raise PeelgraphError(f"context_terms.yaml: {', '.join(hidden)} would hide terms of ours; choose other keys")
    context = {"@version": 1.1, **PREFIXES, **aliases, **ours}
    return json.dumps({"@context": context}, indent=1, ensure_ascii=False) + "\n"


def _ours(vocabulary: Path) -> dict[str, object]:
    """Give each term of ours with the way its values are read: IRIs for object properties, else the literals' type."""
    store = Store()
    store.load(path=vocabulary, format=RdfFormat.TURTLE)
    namespace = PREFIXES["peel"]
    found: dict[str, object] = {}
    for subject in sorted({quad.subject.value for quad in store if isinstance(quad.subject, NamedNode)}):
        if subject.startswith(namespace):
            name = subject.removeprefix(namespace)
            reading = _reading(store, NamedNode(subject))
            found[name] = {"@id": f"peel:{name}", "@type": reading} if reading else f"peel:{name}"
    return found


def _reading(store: Store, term: NamedNode) -> str | None:
    """Give `@id` for an object property, the datatype of a literal's range, None for classes and free literals."""
    if next(store.quads_for_pattern(term, RDF.type, OWL.ObjectProperty, None), None):
        return "@id"
    ranges = [quad.object.value for quad in store.quads_for_pattern(term, RDFS.range, None, None)]  # type: ignore[union-attr]
    typed = [range_ for range_ in ranges if range_ != XSD.string.value]
    return f"xsd:{typed[0].rpartition('#')[2]}" if typed else None
