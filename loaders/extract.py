"""Extract: a document read -> an assessment. The steps in their order: describe, segment, judge, relate, grades."""

from loaders import judge
from loaders.describe import describe
from loaders.grades import grades
from loaders.model import Assessment, Document, Metadata
from loaders.relate import findings
from loaders.segment import block_contexts, segment


def extract(document: Document, known: Metadata | None = None) -> Assessment:
    """Give what a document says; `known` is what its manifest says of it.

    Never raises for what a document holds: what is missing or in doubt stands in `Assessment.notices`.
    """
    metadata, notices = describe(document, known)
    clauses = segment(document, judge.parts_here)
    stated, doubts = grades(document, block_contexts(document))
    return Assessment(document, metadata, stated, findings(document, clauses, metadata.force), (*notices, *doubts))
