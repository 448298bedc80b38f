"""Check statements against the SHACL shapes (`shapes.ttl`), by pySHACL; a flat list of what is wrong comes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

SHAPES = Path(__file__).parent / "shapes.ttl"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with one node: where, what value, and a message for people."""

    focus: str
    path: str
    value: str
    message: str
    severity: str
    shape: str


def validate(quads: Iterable[Quad], shapes: Path = SHAPES) -> tuple[Violation, ...]:
    """Give what breaks the shapes, sorted; nothing where all is well. No inference; named graphs are taken together.

    Time grows with the number of nodes that shapes look at: about a second for 10,000 statements.
    """
    import rdflib
    from pyshacl import validate as check

    said = serialize(dict.fromkeys(quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    data = rdflib.Graph().parse(data=said, format="nt")
    shapes_graph = rdflib.Graph().parse(shapes, format="turtle")
    _, report, _ = check(data, shacl_graph=shapes_graph, inference="none", advanced=False)
    results = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    found = [
        Violation(
            focus=str(report.value(result, results.focusNode)),
            path=str(report.value(result, results.resultPath) or ""),
            value=str(report.value(result, results.value) or ""),
            message=str(report.value(result, results.resultMessage)),
            severity=str(report.value(result, results.resultSeverity)).rpartition("#")[2],
            shape=str(report.value(result, results.sourceShape)),
        )
        for result in report.subjects(rdflib.RDF.type, results.ValidationResult)
    ]
    return tuple(sorted(found, key=lambda v: (v.focus, v.path, v.message, v.value)))
