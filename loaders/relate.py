"""Relate: judged clauses, together with whom and what they speak of -> findings."""

import re
from collections.abc import Sequence

from loaders.action import action, deadline
from loaders.change import changes, since
from loaders.judge import Judged
from loaders.linear import load_model
from loaders.model import Change, Cue, Document, Finding
from loaders.partners import initiatives, partners
from loaders.segment import Sentence
from loaders.themes import About, themes

FORMAL = frozenset({"area-for-improvement", "cause-of-concern", "recommendation"})
CRITICAL = frozenset({"improvement", "concern"})
DEMAND = "demand-in-a-list"
"""What the rule for lists of recommendations (`judge.demanded`) is called among the cues."""
RECOMMENDS = re.compile(r"\b(we|I) recommend\b", re.IGNORECASE)


def relate(
    document: Document, sentences: Sequence[Sentence], judged: Sequence[Judged], own: str | None
) -> tuple[Finding, ...]:
    """Give the findings of a document, in order; `own` is the force that it judges. Linear."""
    abouts = themes([known.clause for known in judged], sentences)
    changed = changes((known.clause, known.kind) for known in judged)
    return tuple(_finding(document, *known, own) for known in zip(judged, abouts, changed, strict=True))


def _finding(document: Document, judged: Judged, about: About, changed: Change | None, own: str | None) -> Finding:
    clause, context = judged.clause, judged.clause.sentence.context
    text = document.text[clause.start : clause.end]
    return Finding(
        start=clause.start,
        end=clause.end,
        quote=text,
        kind=judged.kind,
        themes=about.themes,
        partners=partners(clause, document.text, own),
        initiatives=initiatives(text),
        change=changed,
        since=since(text) if changed else None,
        formal=(context.formal in FORMAL and judged.kind in CRITICAL) or bool(RECOMMENDS.search(text)),
        action=action(text, judged.kind, context.lead),
        deadline=deadline(text, context.lead),
        confidence=round(judged.sure, 3),
        cues=tuple(_reasons(document, judged, about)),
    )


def _reasons(document: Document, judged: Judged, about: About) -> list[Cue]:
    """Give what decided a finding: the words of rules that speak for it, then the features that weighed most."""
    clause = judged.clause
    sentence, main = clause.sentence, about.themes[0]
    made = []
    if judged.demand is not None:
        words = document.text[sentence.starts[judged.demand] : sentence.ends[judged.demand]]
        made.append(Cue(DEMAND, words, "kind"))
    for hit in sentence.within(clause.first, clause.last):
        if hit.rule.speaks_for in (judged.kind, main):
            words = document.text[sentence.starts[hit.first] : sentence.ends[hit.last - 1]]
            made.append(Cue(hit.rule.name, words, hit.rule.decides))
    made = list(dict.fromkeys(made))  # several phrases of a rule may fit the same words
    kinds = load_model("kind").reasons(judged.rows, judged.kind)
    topics = load_model("topic").reasons(about.rows, main)
    made += [Cue("model", feature, "kind", round(weight, 3)) for feature, weight in kinds]
    made += [Cue("model", feature, "theme", round(weight, 3)) for feature, weight in topics]
    return made
