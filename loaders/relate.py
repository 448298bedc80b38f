"""Relate: put clauses, judged, together with whom and what they speak of into findings."""

import re
from collections.abc import Sequence

from loaders import judge
from loaders.features import clause_features, cues_of, theme_features
from loaders.model import Change, Clause, Cue, Document, Finding, Kind
from loaders.partners import initiatives, partners

ACTION = re.compile(
    r"\b(?:should|must|needs? to|has to|have to|ought to|could|would like (?:it|the force|the constabulary) to)\s+"
    r"(?:(?:also|now|still|therefore|then|always)\s+)?(?P<action>.+)",
    re.IGNORECASE | re.DOTALL,
)
PURPOSE = re.compile(
    r"(,? so that\b|,? in order to\b|\. This (is|will)\b|, which would\b|, because\b|, as\b|, since\b).*",
    re.IGNORECASE | re.DOTALL,
)
PASSIVE = re.compile(r"^(be|have been|not)\b", re.IGNORECASE)
DEADLINE = re.compile(
    r"\b(immediately|(?:within|by) (?:\w+ ){0,2}(?:months?|weeks?|days?|years?|20\d\d))\b", re.IGNORECASE
)
LEAD_VERB = re.compile(
    r"\b(should|must|needs? to|recommend\w*|required to|improvements?)\b[^.]*:$|\b(should|needs to|must):?$",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:since|than|in|from|after|at|by) (?:our |its |the )?(?:[A-Z]\w+ )?(20[012]\d)\b")


def findings(document: Document, clauses: Sequence[Clause], own: str | None) -> tuple[Finding, ...]:
    """Give the findings among the clauses of a document, in order; `own` is the force that it judges. Linear."""
    made: list[Finding] = []
    spans = _sentence_spans(clauses)
    previous = "none"
    for clause in clauses:
        features = [*clause_features(document, clause, spans[clause.sentence]), f"after={previous}"]
        odds = judge.model("kind").probabilities(features)
        kind = max(odds, key=lambda label: (odds[label], label))
        previous = kind
        if kind != "none":
            made.append(_finding(document, clause, kind, odds[kind], features, own))  # type: ignore[arg-type]
    return tuple(made)


def _sentence_spans(clauses: Sequence[Clause]) -> dict[int, tuple[int, int]]:
    spans: dict[int, tuple[int, int]] = {}
    for clause in clauses:
        start, _ = spans.get(clause.sentence, (clause.start, 0))
        spans[clause.sentence] = (start, clause.end)
    return spans


def _finding(
    document: Document, clause: Clause, kind: Kind, sure: float, features: list[str], own: str | None
) -> Finding:
    text = document.text[clause.start : clause.end]
    themes, about = _themes(document, clause)
    reasons = [Cue(name, words, "kind") for name, speaks_for, words in cues_of(text) if speaks_for == kind]
    reasons += [Cue("model", reason, "kind") for reason, _ in judge.model("kind").reasons(features, kind)]
    reasons += [Cue("model", reason, "theme") for reason, _ in judge.model("theme").reasons(about, themes[0], most=2)]
    change = judge.model("change").probabilities(features)
    changed = max(change, key=lambda label: (change[label], label))
    return Finding(
        clause.start,
        clause.end,
        text,
        kind,
        themes,
        partners(text, own),
        initiatives(text),
        None if changed == "none" else _change(changed),
        _since(text) if changed != "none" else None,
        _formal(clause, kind, text),
        _action(clause, kind, text),
        _deadline(clause, text),
        round(sure, 3),
        tuple(reasons),
    )


def _change(label: str) -> Change | None:
    return label if label in ("improved", "worsened", "unchanged") else None  # type: ignore[return-value]


def _themes(document: Document, clause: Clause) -> tuple[tuple[str, ...], list[str]]:
    about = list(theme_features(document, clause, judge.before(document, clause)))
    odds = judge.model("theme").probabilities(about)
    main = max(odds, key=lambda theme: (odds[theme], theme))
    more = []
    for theme in judge.further_candidates(about):
        if theme != main:
            yes = judge.model("further").probabilities(judge.further_features(about, theme, main))["yes"]
            if yes >= judge.FURTHER:
                more.append((-yes, theme))
    return (main, *(theme for _, theme in sorted(more)[:2])), about


def _formal(clause: Clause, kind: Kind, text: str) -> bool:
    listed = clause.formal in ("area-for-improvement", "cause-of-concern", "recommendation")
    return (listed and kind in ("improvement", "concern")) or bool(re.search(r"\bwe recommend\b", text, re.IGNORECASE))


def _action(clause: Clause, kind: Kind, text: str) -> str | None:
    if kind not in ("improvement", "concern"):
        return None
    match = ACTION.search(text)
    if match and not (
        match.group().lower().startswith("could ") and not match["action"].lower().startswith(("do ", "use ", "make "))
    ):
        action = PURPOSE.sub("", match["action"]).rstrip(" ,.;:")
        return action if len(action.split()) >= 2 and not PASSIVE.match(action) else None
    if clause.lead and LEAD_VERB.search(clause.lead) and kind == "improvement":
        return PURPOSE.sub("", text).rstrip(" ,.;:")
    return None


def _deadline(clause: Clause, text: str) -> str | None:
    match = DEADLINE.search(text) or (DEADLINE.search(clause.lead) if clause.lead else None)
    return match.group() if match else None


def _since(text: str) -> str | None:
    match = YEAR.search(text)
    return match.group(1) if match else None
