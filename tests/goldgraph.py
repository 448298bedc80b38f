"""A graph of the whole gold corpus: 98 assessments as careful readers annotated them, over the reference data.

Its documents' texts are the gold quotes and grades, one a line, so that the graph depends on no reader.
"""

import functools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from pyoxigraph import Store

from loaders.model import Assessment, Document, Finding, Grade, Metadata, Partner
from loaders.triples import triples
from ontology.graph import ontology_quads, reference_quads
from ontology.iris import Names
from store import Reader

GOLD = Path(__file__).parent / "gold"


@functools.cache
def gold_reader() -> Reader:
    """Give the graph, made once for all tests."""
    return Reader(store_of(gold_assessments()), "gold")


def store_of(assessments: Iterable[Assessment]) -> Store:
    """Make a graph of assessments, with the ontology and the reference data."""
    names, store = Names(), Store()
    store.bulk_extend([*ontology_quads(), *reference_quads(names)])
    for assessment in assessments:
        store.bulk_extend(triples(assessment, names))
    return store


def shuffled(store: Store, seed: int) -> Store:
    """Give the same graph, put together in another order."""
    quads, other = sorted(store, key=str), Store()
    for number in np.random.default_rng(seed).permutation(len(quads)):
        other.add(quads[number])
    return other


@functools.cache
def gold_assessments() -> tuple[Assessment, ...]:
    """Give the gold files as assessments, by file name."""
    return tuple(_assessment(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(GOLD.glob("*.gold.json")))


def _assessment(gold: dict[str, Any]) -> Assessment:
    text, grades, findings = "", [], []
    for grade in gold["grades"]:
        line = f"{grade['question']}: {grade['grade']}"
        grades.append(Grade(grade["question"], grade["grade"], len(text), len(text) + len(line)))
        text += f"{line}\n"
    for found in gold["findings"]:
        findings.append(_finding(found, len(text)))
        text += f"{found['quote']}\n"
    fields = ("force", "inspectorate", "inspector", "programme", "published", "source_url")
    metadata = Metadata(**{field: gold[field] for field in fields}, stated=tuple(sorted(gold["stated"])))
    document = Document(gold["document"], text, (), "0" * 64, "text/plain")
    return Assessment(document, metadata, tuple(grades), tuple(findings))


def _finding(found: dict[str, Any], start: int) -> Finding:
    return Finding(
        start=start,
        end=start + len(found["quote"]),
        quote=found["quote"],
        kind=found["kind"],
        themes=tuple(found["themes"]),
        partners=tuple(Partner(partner["mention"], partner["type"]) for partner in found["partners"]),
        initiatives=tuple(found["initiatives"]),
        change=found["change"],
        since=found["since"],
        formal=found["formal"],
        action=found["action"],
    )
