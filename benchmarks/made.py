"""A made-up graph of findings, of any size, always the same for the same size: for measuring, never for answers."""

import random
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

import store
from ontology.iris import Names
from ontology.kinds import KINDS
from ontology.terms import PEEL, RDF, SKOS

SEED = 20261124
TRIPLES_A_FINDING = 13
FINDINGS_AN_ASSESSMENT = 40


def make(folder: Path, triples: int) -> str:
    """Make a store of about so many triples beside its reference data, and give its generation's name."""
    with store.open(folder, write=True) as writer:
        forces = _things(writer, f"?thing a {PEEL.Force}")
        themes = _things(writer, f"?thing {SKOS.inScheme} <https://w3id.org/peelgraph/def/theme>")
        for graph, quads in groupby(_quads(forces, themes, triples // TRIPLES_A_FINDING), lambda quad: quad.graph_name):
            writer.replace(str(graph.value), quads)
        return writer.publish()


def _things(reader: store.Reader, pattern: str) -> list[ox.NamedNode]:
    rows = reader.select(f"SELECT DISTINCT ?thing WHERE {{ {pattern} }} ORDER BY ?thing").rows
    return [row[0] for row in rows if isinstance(row[0], ox.NamedNode)]


def _quads(forces: list[ox.NamedNode], themes: list[ox.NamedNode], findings: int) -> Iterator[ox.Quad]:
    chance, names, kinds = random.Random(SEED), Names(), tuple(KINDS.values())  # noqa: S311 - the same each time
    for number in range(findings):
        assessment = number // FINDINGS_AN_ASSESSMENT
        graph = ox.NamedNode(names.thing("assessment", "made", str(assessment)))
        finding = ox.NamedNode(names.thing("finding", "made", str(number)))
        main = chance.choice(themes)
        said = (
            (RDF.type, PEEL.Finding),
            (RDF.type, chance.choice(kinds)),
            (PEEL.force, forces[assessment % len(forces)]),
            (PEEL.assessment, graph),
            (PEEL.mainTheme, main),
            (PEEL.theme, main),
            (PEEL.theme, chance.choice(themes)),
            (PEEL.quote, ox.Literal(f"The force should do thing {number} sooner")),
            (PEEL.formal, ox.Literal(number % 7 == 0)),
            (PEEL.programme, ox.NamedNode(names.thing("programme", f"peel-{2014 + assessment % 9}"))),
            (PEEL.confidence, ox.Literal(round(chance.random(), 2))),
            (PEEL.change, ox.NamedNode("https://w3id.org/peelgraph/def/change/improved")),
            (PEEL.evidence, ox.NamedNode(f"{finding.value}/evidence")),
        )
        yield from (ox.Quad(finding, by, value, graph) for by, value in said)
