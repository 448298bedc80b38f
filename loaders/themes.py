"""Themes: what a finding is about, the main theme first.

In two steps. Two models weigh the finding's words for each theme (`topic` one against the rest, `theme` against each
other); then `claim` weighs, for one theme at a time and alike for all of them, those sums together with where the
theme's words stand and what the findings around it are about (`claims`). So a theme that was rare in the documents
learned from is found by its words and its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.claims import Evidence, Look, claim_features, neighbours
from loaders.features import words_and_pairs
from loaders.lexicon import hits_of, load_rules, question_of
from loaders.linear import Linear, chances, load_model, log_probabilities, logistic
from loaders.phrases import Hit
from loaders.segment import Clause, Sentence

FURTHER = 0.4
"""From this probability on, a further theme is taken."""
WEIGHED = 4
"""So many themes, the likeliest by their words, are weighed further."""
PILLAR_THEMES = {"effectiveness": "overall-performance", "efficiency": "resources", "legitimacy": "fair-treatment"}
SENTENCES_BEFORE = 3


def evidence(clause: Clause, sentences: Sequence[Sentence]) -> Evidence:
    """Gather where the words of themes stand; `sentences` are the document's."""
    sentence = clause.sentence
    context = sentence.context
    hits = sentence.within(clause.first, clause.last, "theme")
    strong: dict[str, tuple[float, ...]] = {}
    weak: dict[str, int] = {}
    for hit in hits:
        theme = hit.rule.speaks_for
        if hit.rule.strong:
            place = (hit.first - clause.first) / (clause.last - clause.first)
            strong[theme] = (*strong.get(theme, ()), place)
        else:
            weak[theme] = weak.get(theme, 0) + 1
    before: dict[str, int] = {}
    for distance in range(1, SENTENCES_BEFORE + 1):
        number = sentence.number - distance
        if number < 0 or sentences[number].block != sentence.block:
            break
        for theme in _named(sentences[number].by_purpose["theme"]):
            before.setdefault(theme, SENTENCES_BEFORE + 1 - distance)
    return Evidence(
        clause,
        strong,
        weak,
        _named(sentence.by_purpose["theme"]) - strong.keys(),
        frozenset(theme for heading in context.headings[-2:] for theme in _named(hits_of(heading))),
        _question(context.headings),
        _named(hits_of(context.lead)) if context.lead else frozenset(),
        before,
        sentence.words[clause.first] in load_rules().words["pointers"],
    )


def word_features(known: Evidence) -> set[str]:
    """Describe a finding by its words and, coarsely, its surroundings, for the models `topic` and `theme`."""
    found = set(words_and_pairs(known.clause))
    for hit in known.clause.sentence.within(known.clause.first, known.clause.last, "theme"):
        found |= {f"p={hit.rule.phrase}", f"{'t' if hit.rule.strong else 'weak'}={hit.rule.speaks_for}"}
    found |= {f"h={theme}" for theme in known.heading}
    found |= {f"l={theme}" for theme in known.lead}
    found |= {f"e={theme}" for theme in known.before}
    if known.question:
        found.add(f"q={known.question}")
    if not known.strong:
        found.add("t=none")
        found |= {f"e={theme}|alone" for theme in known.before}
        if known.question:
            found.add(f"q={known.question}|alone")
    return found


@dataclass(frozen=True, slots=True)
class About:
    """The themes of a finding, how sure the main one is, and what its words rest on."""

    themes: tuple[str, ...]
    sure: float
    rows: Sequence[int]
    """Where its words stand in the model `topic`."""


def look(evidences: Sequence[Evidence], topic: Linear, theme: Linear) -> list[Look]:
    """Look at the words alone of each finding of a document."""
    words = [word_features(known) for known in evidences]
    rows = [topic.rows_of(each) for each in words]
    topics = topic.scores_of(rows)
    mains = log_probabilities(theme.scores_of([theme.rows_of(each) for each in words]))
    told = zip(evidences, topic.named(topics), theme.named(mains), topic.named(chances(topics)), rows, strict=True)
    return [Look(*each) for each in told]


def themes(clauses: Sequence[Clause], sentences: Sequence[Sentence]) -> list[About]:
    """Give the themes of a document's findings, which stand in order. Linear."""
    topic, theme, claim = load_model("topic"), load_model("theme"), load_model("claim")
    looks = look([evidence(clause, sentences) for clause in clauses], topic, theme)
    likely = [sorted(seen.topics, key=lambda name: (-seen.topics[name], name))[:WEIGHED] for seen in looks]
    claims = []
    for number, names in enumerate(likely):
        near = neighbours(looks, number)
        claims += [claim_features(looks[number], near, name) for name in names]
    scores = claim.valued(claims).reshape(len(looks), WEIGHED, len(claim.labels)).tolist()
    made = []
    for seen, names, each in zip(looks, likely, scores, strict=True):
        judged = {name: (main, logistic(further)) for name, (main, further) in zip(names, each, strict=True)}
        first = max(judged, key=lambda name: (judged[name][0], name))
        more = sorted((-chance, name) for name, (_, chance) in judged.items() if name != first and chance >= FURTHER)
        made.append(About((first, *(name for _, name in more)), logistic(judged[first][0]), seen.rows))
    return made


def _named(hits: Iterable[Hit]) -> frozenset[str]:
    return frozenset(hit.rule.speaks_for for hit in hits if hit.rule.decides == "theme" and hit.rule.strong)


def _question(headings: Sequence[str]) -> str | None:
    asked = next((question for heading in reversed(headings) if (question := question_of(heading))), None)
    return PILLAR_THEMES.get(asked, asked) if asked else None
