"""Put an assessment into the JSON form of the annotation guidelines, with offsets added: one object a document."""

from loaders.model import RULES, Assessment, Document, Finding

JSON = dict[str, object]


def as_json(assessment: Assessment, explain_below: float | None = None) -> JSON:
    """Give the object that `peelgraph extract --format jsonl` prints; offsets count code points of the text as read.

    With `explain_below`, each finding has its cues too, and `review`: whether it is less sure than that or in doubt.
    """
    known = assessment.metadata
    return {
        "document": assessment.document.name,
        "source_url": known.source_url,
        "force": known.force,
        "inspectorate": known.inspectorate,
        "inspector": known.inspector,
        "programme": known.programme,
        "published": known.published,
        **({"forces": list(known.forces)} if known.forces else {}),
        "stated": list(known.stated),
        "grades": [
            {"question": grade.question, "grade": grade.grade, "start": grade.start, "end": grade.end}
            | ({"carried": True} if grade.carried else {})
            | ({"forces": list(grade.forces)} if grade.forces else {})
            for grade in assessment.grades
        ],
        "findings": [
            _finding(finding) | _page(assessment.document, finding) | _explanation(finding, explain_below)
            for finding in assessment.findings
        ],
    }


def _finding(finding: Finding) -> JSON:
    return {
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "kind": finding.kind,
        "themes": list(finding.themes),
        "partners": [
            {"mention": partner.mention, "type": partner.type} | ({"name": partner.name} if partner.name else {})
            for partner in finding.partners
        ],
        "initiatives": list(finding.initiatives),
        "change": finding.change,
        "since": finding.since,
        "formal": finding.formal,
        "action": finding.action,
        "deadline": finding.deadline,
        "confidence": round(finding.confidence, 3),
        **({"forces": list(finding.forces)} if finding.forces else {}),
        **({"reader": list(finding.readers)} if finding.readers != (RULES,) else {}),
        **({"doubt": finding.doubt} if finding.doubt else {}),
    }


def _page(document: Document, finding: Finding) -> JSON:
    page = document.page_at(finding.start)
    return {} if page is None else {"page": page}


def _explanation(finding: Finding, explain_below: float | None) -> JSON:
    if explain_below is None:
        return {}
    cues = [
        {"decides": cue.decides, "rule": cue.rule, "words": cue.words, "weight": cue.weight} for cue in finding.cues
    ]
    return {"review": finding.needs_review(explain_below), "cues": cues}
