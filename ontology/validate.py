"""Check statements against the SHACL shapes (`shapes.ttl`), by pySHACL; a flat list of what is wrong comes out."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad, RdfFormat, serialize

from ontology.errors import PeelgraphError
from ontology.terms import SH

if TYPE_CHECKING:
    import rdflib

SHAPES: Final = Path(__file__).parent / "shapes.ttl"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with one node: where, what value, and a message for people."""

    focus: str
    path: str
    """The property at fault; empty where the node as a whole is."""
    value: str
    message: str
    severity: str
    shape: str
    """The shape that was broken: that of the class, or one that several classes share."""


def validate(quads: Iterable[Quad], shapes: Path = SHAPES) -> tuple[Violation, ...]:
    """Give what breaks the shapes, sorted; nothing where all is well. No inference; named graphs are taken together.

    Time grows with the number of nodes that shapes look at: a tenth of a second for an assessment of 1,000 statements.
    Raises PeelgraphError where the file of shapes holds none, because then nothing would be checked.
    """
    import rdflib
    from pyshacl import validate as check

    said = serialize(dict.fromkeys(quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    data = rdflib.Graph().parse(data=said, format="nt")
    shapes_graph, owners = _shapes(shapes)
    _, report, _ = check(data, shacl_graph=shapes_graph, inference="none", advanced=False)

    def text(result: "rdflib.term.Node", path: str) -> str:
        found = report.value(result, rdflib.URIRef(path))
        return "" if found is None else str(found)

    violations = [
        Violation(
            focus=text(result, SH.focusNode.value),
            path=text(result, SH.resultPath.value),
            value=text(result, SH.value.value),
            message=text(result, SH.resultMessage.value),
            severity=text(result, SH.resultSeverity.value).rpartition("#")[2],
            shape=owners.get(text(result, SH.sourceShape.value), text(result, SH.sourceShape.value)),
        )
        for result in report.subjects(rdflib.RDF.type, rdflib.URIRef(SH.ValidationResult.value))
    ]
    return tuple(sorted(violations, key=lambda v: (v.focus, v.path, v.message, v.value, v.shape)))


@functools.cache
def _shapes(path: Path) -> "tuple[rdflib.Graph, dict[str, str]]":
    """Read the shapes; with them, for each nameless property shape, the name of the shape that it is part of."""
    import rdflib

    graph = rdflib.Graph().parse(path, format="turtle")
    if not list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(SH.NodeShape.value))):
        raise PeelgraphError(f"{path}: holds no sh:NodeShape, so nothing would be checked; restore it")
    parts = graph.subject_objects(rdflib.URIRef(SH.property.value))
    return graph, {str(part): str(owner) for owner, part in parts if isinstance(part, rdflib.BNode)}
