"""Evidence: the passage of a document behind a statement, found by quote and by position, with the text around it."""

from bisect import bisect_right
from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from loaders.model import Document
from ontology.passages import CONTEXT, Passage, evidence_triples
from ontology.statements import put_in


def evidence(node: NamedNode, document: Document, graph: NamedNode, start: int, end: int) -> Iterator[Quad]:
    """Tie a statement to its passage; `graph` is the assessment, and `document.text[start:end]` what it says."""
    text, page = document.text, document.page_at(start)
    passage = Passage(
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        starts=(start,),
        around=(around(document, start, end),),
        pages=(page,) if page else (),
    )
    yield from put_in(graph, evidence_triples(node, graph, passage))


def around(document: Document, start: int, end: int) -> str:
    """Give the block that a quote stands in; where no block holds all of it, its line or lines."""
    text, number = document.text, bisect_right(document.blocks, start, key=lambda block: block.start) - 1
    if number >= 0 and end <= document.blocks[number].end:
        return text[document.blocks[number].start : document.blocks[number].end]
    below = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : below if below >= 0 else len(text)].strip()
