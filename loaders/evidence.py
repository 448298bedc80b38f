"""Evidence: the passage behind a statement, found by quote and by position, with the text around it."""

from bisect import bisect_right
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from loaders.model import Document
from ontology.iris import digest
from ontology.statements import say_in
from ontology.terms import OA, PEEL, RDF

CONTEXT = 32
"""Characters of context kept on each side of a quote (the Web Annotation model leaves the number open)."""


def evidence(node: NamedNode, document: Document, graph: NamedNode, start: int, end: int) -> Iterator[Quad]:
    """Tie a statement to its passage by quote (survives re-formatting) and by position (exact).

    `graph` is the assessment, and `document.text[start:end]` what it says.
    """
    text = document.text
    exact, prefix, suffix = text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    passage = NamedNode(f"{node.value}/evidence/{digest(prefix, exact, suffix)}")
    # Labels carry the statement's own IRI: in a store, the blank nodes of all graphs share one space.
    label = digest(passage.value)
    quoted, placed = BlankNode(f"q{label}"), BlankNode(f"p{label}x{start}")
    yield from say_in(graph, node, (PEEL.evidence, passage))
    yield from say_in(
        graph,
        passage,
        (RDF.type, OA.SpecificResource),
        (OA.hasSource, graph),
        (OA.hasSelector, quoted),
        (OA.hasSelector, placed),
        (PEEL.passage, Literal(around(document, start, end))),
        (PEEL.page, Literal(page) if (page := document.page_at(start)) else None),
    )
    yield from say_in(
        graph,
        quoted,
        (RDF.type, OA.TextQuoteSelector),
        (OA.exact, Literal(exact)),
        (OA.prefix, Literal(prefix)),
        (OA.suffix, Literal(suffix)),
    )
    yield from say_in(
        graph, placed, (RDF.type, OA.TextPositionSelector), (OA.start, Literal(start)), (OA.end, Literal(end))
    )


def around(document: Document, start: int, end: int) -> str:
    """Give the block that a quote stands in; where no block holds all of it, its line or lines."""
    text, number = document.text, bisect_right(document.blocks, start, key=lambda block: block.start) - 1
    if number >= 0 and end <= document.blocks[number].end:
        return text[document.blocks[number].start : document.blocks[number].end]
    below = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : below if below >= 0 else len(text)].strip()
