"""Extract: a document read -> an assessment; the order of the steps: describe, outline, segment, judge, relate."""

from loaders.describe import describe
from loaders.grades import grades
from loaders.judge import judge
from loaders.model import Assessment, Document, Metadata
from loaders.outline import block_contexts
from loaders.profile import DEFAULT, load_profile
from loaders.relate import relate
from loaders.segment import sentences


def extract(document: Document, known: Metadata | None = None) -> Assessment:
    """Give what a document says; `known` is what its manifest says of it.

    Never raises for what a document holds: what is missing or in doubt stands in `Assessment.notices`.
    """
    metadata, notices = describe(document, known)
    contexts = block_contexts(document)
    read = sentences(document, contexts)
    findings = relate(document, read, judge(read), metadata.force)
    profile = load_profile(DEFAULT)
    programme = metadata.programme or profile.programme_at(metadata.published)
    stated, doubts = grades(document, contexts, profile, programme)
    return Assessment(document, metadata, stated, findings, (*notices, *doubts))
