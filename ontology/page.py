"""Render `docs/ontology.md`: a page for people about every term, from the vocabulary and the reference data."""

from collections.abc import Callable, Iterable
from pathlib import Path
from string import Template
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from ontology.graph import ontology_quads
from ontology.iris import STATISTICAL_GEOGRAPHY, Names
from ontology.reference import load_reference
from ontology.schemes import COMPARABLE
from ontology.terms import OWL, PEEL, PREFIXES, RDF, RDFS, SKOS

TEMPLATE: Final = Path(__file__).parent / "page.md"
PAGE_FILE: Final = Path(__file__).parent.parent / "docs" / "ontology.md"


def render_page() -> str:
    """Give the text of the page."""
    store = Store()
    store.extend(ontology_quads())
    names, reference = Names(), load_reference()
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        force_iri=_code(names.force("cleveland")),
        assessment_iri=_code(names.assessment("cleveland", "PEEL 2016", "letter")),
        judgement_iri=_code(names.judgement("cleveland", "PEEL 2016", "demand")),
        area_iri=_code(f"{STATISTICAL_GEOGRAPHY}E23000013"),
        comparable=COMPARABLE,
        crosswalk=_rows((step.from_grade, step.relation, step.to_grade, step.note) for step in reference.crosswalk),
        programmes=_rows((programme.name, programme.scale or "gives no grades") for programme in reference.programmes),
        schemes=_rows(_schemes(store)),
        classes=_terms(store, OWL.Class),
        properties=_terms(store, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty),
    )


def _code(text: str) -> str:
    return f"`{text}`"


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _texts(store: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    """Give the values of a property, sorted: the text of literals, the short names of IRIs."""
    objects = (quad.object for quad in store.quads_for_pattern(subject, predicate, None))
    return sorted(term.value if isinstance(term, Literal) else _short(str(term)[1:-1]) for term in objects)


def _short(iri: str) -> str:
    """Give an IRI with its prefix, where one is known."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return _code(f"{prefix}:{iri.removeprefix(namespace)}")
    return f"<{iri}>"


def _subjects(store: Store, kind: NamedNode, accept: Callable[[str], bool]) -> list[NamedNode]:
    found = {quad.subject for quad in store.quads_for_pattern(None, RDF.type, kind)}
    return sorted((node for node in found if isinstance(node, NamedNode) and accept(node.value)), key=str)


def _schemes(store: Store) -> Iterable[tuple[str, ...]]:
    for scheme in _subjects(store, SKOS.ConceptScheme, lambda _: True):
        members = len(list(store.quads_for_pattern(None, SKOS.inScheme, scheme)))
        yield f"<{scheme.value}>", str(members), _texts(store, scheme, SKOS.definition)[0]


def _terms(store: Store, *kinds: NamedNode) -> str:
    """Describe our terms of some kinds, one paragraph each, in the order of their names."""
    found = {node for kind in kinds for node in _subjects(store, kind, lambda iri: iri.startswith(PREFIXES["peel"]))}
    return "\n\n".join(_term(store, node) for node in sorted(found, key=str))


def _term(store: Store, node: NamedNode) -> str:
    (label,), (definition,) = _texts(store, node, RDFS.label), _texts(store, node, SKOS.definition)
    above = [*_texts(store, node, RDFS.subClassOf), *_texts(store, node, RDFS.subPropertyOf)]
    values = _texts(store, node, RDFS.range)
    return "  \n".join(
        [
            f"**{_short(node.value)}** {label}. {definition}",
            f"Example: {'; '.join(_texts(store, node, SKOS.example))}.",
            *([f"Below {', '.join(above)}."] if above else []),
            *([f"Values: {', '.join(values)}."] if values else []),
            f"Considered: {' '.join(_texts(store, node, PEEL.standardTermConsidered))}",
        ]
    )
