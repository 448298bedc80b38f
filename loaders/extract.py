"""Extract: a document read -> an assessment; the order of the steps: describe, outline, segment, judge, relate."""

from loaders.attribute import Attribution, attributed, own_alone
from loaders.choose import choose
from loaders.dates import about_when
from loaders.describe import describe
from loaders.elsewhere import Elsewhere
from loaders.grades import grades
from loaders.judge import judge
from loaders.model import Assessment, Document, Metadata
from loaders.outline import block_contexts
from loaders.profile import Profile
from loaders.relate import relate
from loaders.segment import sentences


def extract(document: Document, known: Metadata | None = None, profile: Profile | None = None) -> Assessment:
    """Give what a document says; `known` is what its manifest says of it, `profile` its inspectorate's, else chosen.

    Never raises for what a document holds: what is missing or in doubt stands in `Assessment.notices`.
    """
    chosen, doubt = (profile, ()) if profile else choose(document, known)
    metadata, notices = describe(document, known, chosen)
    contexts = block_contexts(document, chosen)
    read = sentences(document, contexts)
    findings = relate(document, read, judge(read), metadata.force)
    joint = metadata.forces
    attribution = Attribution(document, contexts, joint, chosen.reference.forces) if joint else None
    own = joint or ((metadata.force,) if metadata.force else ())
    elsewhere = Elsewhere(document, own, chosen.reference.forces)
    programme = metadata.programme or chosen.programme_at(metadata.published or about_when(document))
    graded = programme is None or chosen.reference.scale(programme)
    stated, doubts = grades(document, contexts, chosen, programme, attribution, elsewhere) if graded else ((), ())
    if attribution:
        findings = attributed(findings, attribution)
    else:
        findings = own_alone(document, findings, metadata.force, chosen.reference.forces, elsewhere)
    return Assessment(document, metadata, stated, findings, (*document.notices, *doubt, *notices, *doubts))
