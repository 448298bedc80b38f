"""Themes: what a finding is about, the main theme first.

In two steps. Two models weigh the finding's words for each theme (`topic` one against the rest, `theme` against each
other); then `claim` weighs, for one theme at a time and alike for all of them, those sums together with
where the theme's words stand: in the finding, the heading, the lead-in, the sentences before it. So a theme that was
rare in the documents learned from is found by its words and its place.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loaders.features import words_and_pairs
from loaders.lexicon import hits_of, load_rules, question_of
from loaders.linear import load_model, logistic
from loaders.phrases import Hit
from loaders.segment import Clause, Sentence
from ontology.reference import load_reference

FURTHER = 0.4
"""From this probability on, a further theme is taken."""
WEIGHED = 4
"""So many themes, the likeliest by their words, are weighed further."""
PILLAR_THEMES = {"effectiveness": "overall-performance", "efficiency": "resources", "legitimacy": "fair-treatment"}
SENTENCES_BEFORE = 3
SCALE = 3.0
"""Sums of weights are divided by this, so that they lie in the range of the other features."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the words of themes stand in and around a finding."""

    clause: Clause
    strong: Mapping[str, tuple[float, ...]]
    """Theme -> where in the finding its own words stand, from 0 (first word) to 1."""
    weak: Mapping[str, int]
    elsewhere: frozenset[str]
    """Themes named in the rest of its sentence."""
    heading: frozenset[str]
    question: str | None
    """The theme of the question that the nearest heading asks."""
    lead: frozenset[str]
    before: Mapping[str, int]
    """Themes named in the sentences before it in its block, 3 for the nearest."""
    points: bool
    """Whether it opens by pointing back ("it", "this")."""


def evidence(clause: Clause, sentences: Sequence[Sentence]) -> Evidence:
    """Gather where the words of themes stand; `sentences` are the document's."""
    sentence = clause.sentence
    context = sentence.context
    hits = [hit for hit in sentence.within(clause.first, clause.last) if hit.rule.decides == "theme"]
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
        for theme in _named(sentences[number].hits):
            before.setdefault(theme, SENTENCES_BEFORE + 1 - distance)
    return Evidence(
        clause,
        strong,
        weak,
        _named(sentence.hits) - strong.keys(),
        frozenset(theme for heading in context.headings[-2:] for theme in _named(hits_of(heading))),
        _question(context.headings),
        _named(hits_of(context.lead)) if context.lead else frozenset(),
        before,
        sentence.words[clause.first] in load_rules().words["pointers"],
    )


def word_features(known: Evidence) -> set[str]:
    """Describe a finding by its words and, coarsely, its surroundings, for the models `topic` and `theme`."""
    found = set(words_and_pairs(known.clause))
    for hit in known.clause.sentence.within(known.clause.first, known.clause.last):
        if hit.rule.decides == "theme":
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


def place_features(
    known: Evidence, theme: str, topic: float, main: float, earlier: float, *, same_block: bool
) -> dict[str, float]:
    """Describe one theme's claim to a finding. `topic` and `main` are its sums by the finding's words, `earlier` the
    probability that the finding before this one was about it, which may stand in the same block.
    """
    broader = _broader()
    places = known.strong.get(theme, ())
    others, here = min(2, len(known.strong)), bool(places)
    found = {
        "topic": topic / SCALE,
        "main": main / SCALE,
        f"strong={min(3, len(places))}": 1.0,
        f"weak={min(2, known.weak.get(theme, 0))}": 1.0,
        f"theme={theme}": 1.0,
        f"theme={theme}|{here}": 0.5,
        "earlier": earlier,
        f"earlier|{same_block}": earlier,
        f"earlier|{same_block}|{others}": earlier,
        f"earlier|{same_block}|points={known.points}": earlier,
    }
    if here:
        first = min(places)
        found |= {"first": 1 - first, f"among={min(4, len(known.strong))}": 1.0}
        found[f"rank={min(3, sum(min(other) < first for other in known.strong.values()))}"] = 1.0
        found |= {"narrower": 1.0} if any(broader.get(other) == theme for other in known.strong) else {}
        found |= {"broader": 1.0} if broader.get(theme) in known.strong else {}
    else:
        found[f"absent|among={min(3, len(known.strong))}"] = 1.0
    for name in _around(known, theme, others, here=here):
        found[name] = 1.0
    return found


def _around(known: Evidence, theme: str, others: int, *, here: bool) -> Iterable[str]:
    broader = _broader()
    if known.question:
        if known.question == theme:
            yield from ("question", f"question|{others}", f"question|{here}")
        if broader.get(theme) == known.question:
            yield from ("under-question", f"under-question|{here}")
        if broader.get(known.question) == theme:
            yield "over-question"
        if _pillars()[theme] == _pillars().get(known.question):
            yield "pillar"
    if theme in known.heading:
        yield from ("heading", f"heading|{others}|{here}")
    if theme in known.lead:
        yield from ("lead", f"lead|{min(1, others)}")
    if theme in known.elsewhere:
        yield from ("elsewhere", f"elsewhere|{min(1, others)}")
    if theme in known.before:
        alone = not known.strong
        yield from ("before", f"before|{known.before[theme]}|{alone}", f"before|points={known.points}|{alone}")


@dataclass(frozen=True, slots=True)
class About:
    """The themes of a finding and how sure they are; `topics` go on to the finding after it."""

    themes: tuple[str, ...]
    sure: float
    topics: Mapping[str, float]
    """Each theme's sum by the finding's words, in log-odds."""
    rows: Sequence[int]
    """Where its words stand in the model `topic`."""


def themes(clause: Clause, sentences: Sequence[Sentence], earlier: About | None, *, same_block: bool) -> About:
    """Give the themes of a finding; `earlier` is what the finding before it was about."""
    known = evidence(clause, sentences)
    words = word_features(known)
    topic, theme = load_model("topic"), load_model("theme")
    rows = topic.rows_of(words)
    topics = dict(zip(topic.labels, topic.scores(rows), strict=True))
    mains = dict(zip(theme.labels, theme.log_probabilities(theme.rows_of(words)), strict=True))
    likely = sorted(topics, key=lambda name: (-topics[name], name))[:WEIGHED]
    before = earlier.topics if earlier else {}
    described = [
        place_features(
            known,
            name,
            topics[name],
            mains.get(name, UNKNOWN_MAIN),
            logistic(before[name]) if name in before else 0.0,
            same_block=same_block,
        )
        for name in likely
    ]
    scores = load_model("claim").valued(described)
    judged = {name: (main, logistic(further)) for name, (main, further) in zip(likely, scores, strict=True)}
    first = max(judged, key=lambda name: (judged[name][0], name))
    more = sorted((-chance, name) for name, (_, chance) in judged.items() if name != first and chance >= FURTHER)
    return About((first, *(name for _, name in more)), logistic(judged[first][0]), topics, rows)


UNKNOWN_MAIN = -8.0
"""The sum of a theme that was never the main one in the documents learned from."""


def _named(hits: Iterable[Hit]) -> frozenset[str]:
    return frozenset(hit.rule.speaks_for for hit in hits if hit.rule.decides == "theme" and hit.rule.strong)


def _question(headings: Sequence[str]) -> str | None:
    asked = next((question for heading in reversed(headings) if (question := question_of(heading))), None)
    return PILLAR_THEMES.get(asked, asked) if asked else None


@functools.cache
def _broader() -> Mapping[str, str | None]:
    return {theme.slug: theme.broader for theme in load_reference().themes}


@functools.cache
def _pillars() -> Mapping[str, str]:
    return {theme.slug: theme.pillar for theme in load_reference().themes}
