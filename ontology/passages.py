"""The passage behind a statement, as evidence of the graph: by quote and by position, with the text around it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.iris import digest
from ontology.spans import spans
from ontology.statements import Node, Said, say, texts
from ontology.terms import OA, PEEL, RDF

CONTEXT: Final = 32
"""Characters of context kept on each side of a quote (the Web Annotation model leaves the number open)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document and where they stand; the same words in the same context may stand in several places."""

    exact: str
    prefix: str
    suffix: str
    starts: tuple[int, ...]
    around: tuple[str, ...]
    """The paragraph, list item, heading or table cell."""
    pages: tuple[int, ...] = ()


def evidence_iri(node: NamedNode, passage: Passage) -> NamedNode:
    """Give the identifier of a passage as evidence of a statement."""
    return NamedNode(f"{node.value}/evidence/{digest(passage.prefix, passage.exact, passage.suffix)}")


def evidence_triples(node: NamedNode, source: NamedNode, passage: Passage) -> Iterator[Triple]:
    """Tie a statement to its passage by quote (survives re-formatting) and by position (exact)."""
    evidence = evidence_iri(node, passage)
    # Labels carry the statement's own IRI: in a store, the blank nodes of all graphs share one space.
    label = digest(evidence.value)
    quoted = BlankNode(f"q{label}")
    placed = {BlankNode(f"p{label}x{start}"): start for start in passage.starts}
    yield from say(node, (PEEL.evidence, evidence))
    yield from say(
        evidence,
        (RDF.type, OA.SpecificResource),
        (OA.hasSource, source),
        *((OA.hasSelector, selector) for selector in (quoted, *placed)),
        *((PEEL.passage, Literal(text)) for text in passage.around),
        *((PEEL.page, Literal(page)) for page in passage.pages),
    )
    yield from say(
        quoted,
        (RDF.type, OA.TextQuoteSelector),
        (OA.exact, Literal(passage.exact)),
        (OA.prefix, Literal(passage.prefix)),
        (OA.suffix, Literal(passage.suffix)),
    )
    for selector, start in placed.items():
        end = start + len(passage.exact)
        yield from say(
            selector, (RDF.type, OA.TextPositionSelector), (OA.start, Literal(start)), (OA.end, Literal(end))
        )


def selectors(evidence: Node, graph: Mapping[Node, Said]) -> list[Node]:
    """Give the selectors of a piece of evidence."""
    found = graph.get(evidence, {}).get(OA.hasSelector, ())
    return [term for term in found if isinstance(term, NamedNode | BlankNode)]


def passage_of(evidence: Node, graph: Mapping[Node, Said]) -> Passage:
    """Read a passage back from the statements of a piece of evidence."""
    parts = [graph.get(node, {}) for node in selectors(evidence, graph)]

    def first(predicate: NamedNode) -> str:
        return next((text for part in parts for text in texts(part, predicate)), "")

    said = graph.get(evidence, {})
    return Passage(
        exact=first(OA.exact),
        prefix=first(OA.prefix),
        suffix=first(OA.suffix),
        starts=tuple(sorted(int(text) for part in parts for text in texts(part, OA.start))),
        around=texts(said, PEEL.passage),
        pages=tuple(sorted(int(text) for text in texts(said, PEEL.page))),
    )


def moved(passage: Passage, quote: str) -> Passage | None:
    """Give the passage for other words of the same text, those nearest to its own; None where it doesn't hold them."""
    for text in passage.around:
        at = _place(passage, text)
        found = spans(quote, text)
        if at is None or not found:
            continue
        start, end = min(found, key=lambda span: (abs(span[0] - at), span))
        # What of the context stands before and behind the text.
        before = passage.prefix[: max(0, len(passage.prefix) - at)]
        behind = passage.suffix[max(0, len(text) - at - len(passage.exact)) :]
        whole, first, last = before + text + behind, len(before) + start, len(before) + end
        return replace(
            passage,
            exact=text[start:end],
            prefix=whole[max(0, first - CONTEXT) : first],
            suffix=whole[last : last + CONTEXT],
            starts=tuple(place + start - at for place in passage.starts),
            around=(text,),
        )
    return None


def _place(passage: Passage, text: str) -> int | None:
    """Tell where in a text the words of a passage stand: where the context fits."""
    at = text.find(passage.exact)
    while at >= 0:
        end = at + len(passage.exact)
        left, right = text[max(0, at - len(passage.prefix)) : at], text[end : end + len(passage.suffix)]
        if passage.prefix.endswith(left) and passage.suffix.startswith(right):
            return at
        at = text.find(passage.exact, at + 1)
    return None
