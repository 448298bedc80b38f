"""Describe joints and clauses by features: words, cues, themes and surroundings, as a linear model weighs them."""

import functools
from collections.abc import Iterator
from itertools import pairwise

from loaders.lexicon import load_rules, plain
from loaders.model import Clause, Document
from loaders.segment import WORD, Joint, Sentence

REMEMBERED = 2_000
"""Texts whose cues are remembered: the same clause is described for its joints, its kind and its themes."""
BOUNDS = (3, 5, 8, 12, 18, 26)


def words_of(text: str) -> list[str]:
    """Give the words of a text in lower case, figures as one sign."""
    return ["0" if word.isdigit() else word.lower() for word in WORD.findall(plain(text))]


def size(count: int) -> int:
    """Give the step that a number of words stands on."""
    return sum(count > bound for bound in BOUNDS)


@functools.lru_cache(maxsize=REMEMBERED)
def cues_of(text: str) -> tuple[tuple[str, str, str], ...]:
    """Give the cues in a text: name, kind it speaks for, words that matched."""
    straight = plain(text)
    found = ((cue.name, cue.speaks_for, cue.pattern.search(straight)) for cue in load_rules().cues)
    return tuple((name, kind, match.group()) for name, kind, match in found if match)


@functools.lru_cache(maxsize=REMEMBERED)
def themes_of(text: str) -> tuple[str, ...]:
    """Give the themes whose words stand in a text."""
    straight = plain(text)
    return tuple(theme for theme, pattern in load_rules().themes if pattern.search(straight))


def joint_features(document: Document, sentence: Sentence, joint: Joint) -> Iterator[str]:
    """Describe a place where a sentence may part."""
    text = document.text
    nearest_left = max((j.right for j in sentence.joints if j.right <= joint.left), default=sentence.start)
    nearest_right = min((j.left for j in sentence.joints if j.left >= joint.right), default=sentence.end)
    left, right = words_of(text[nearest_left : joint.left]), words_of(text[joint.right : nearest_right])
    whole_left, whole_right = words_of(text[sentence.start : joint.left]), words_of(text[joint.right : sentence.end])
    sign = joint.words
    yield f"j={sign}"
    yield f"j={sign}|r={' '.join(right[:1])}"
    yield f"r1={' '.join(right[:1])}"
    yield f"r2={' '.join(right[:2])}"
    yield f"l1={' '.join(left[-1:])}"
    yield f"first={' '.join(whole_left[:1])}"
    yield f"first={' '.join(whole_left[:1])}|j={sign}"
    yield f"size={size(len(left))},{size(len(right))}"
    yield f"whole={size(len(whole_left))},{size(len(whole_right))}"
    yield f"j={sign}|left={size(len(whole_left))}"
    yield f"j={sign}|right={size(len(whole_right))}"
    kinds_left = sorted({kind for _, kind, _ in cues_of(text[sentence.start : joint.left])})
    kinds_right = sorted({kind for _, kind, _ in cues_of(text[joint.right : sentence.end])})
    kinds_near = sorted({kind for _, kind, _ in cues_of(text[joint.right : nearest_right])})
    yield f"cues={bool(kinds_left)},{bool(kinds_right)},{bool(kinds_near)}"
    yield f"j={sign}|cues={bool(kinds_left)},{bool(kinds_near)}"
    for there in kinds_left:
        for here in kinds_right:
            yield f"turn={there}>{here}"
    verbs_left, verbs_right = has_verb(left), has_verb(right)
    yield f"verbs={verbs_left},{verbs_right}"
    yield f"j={sign}|verbs={has_verb(whole_left)},{verbs_right}"
    yield f"subject={opens_with_subject(right)}|j={sign}"


def has_verb(words: list[str]) -> bool:
    """Tell whether a run of words holds a verb that can carry a clause."""
    return not load_rules().verbs.isdisjoint(words)


def opens_with_subject(words: list[str]) -> bool:
    """Tell whether a run of words opens as a clause with a subject of its own does."""
    return bool(words) and words[0] in load_rules().subjects and has_verb(words[1:8])


def clause_features(document: Document, clause: Clause, sentence: tuple[int, int]) -> Iterator[str]:
    """Describe a clause for the question whether it is a finding, and of which kind."""
    text = document.text[clause.start : clause.end]
    words = words_of(text)
    yield from (f"w={word}" for word in set(words))
    yield from (f"b={a} {b}" for a, b in set(pairwise(words)))
    yield f"o={' '.join(words[:2])}"
    yield f"size={size(len(words))}"
    cues = cues_of(text)
    kinds = {kind for _, kind, _ in cues}
    yield from (f"cue={name}" for name, _, _ in cues)
    yield from (f"kind={kind}" for kind in kinds)
    yield f"kinds={','.join(sorted(kinds))}"
    block = document.blocks[clause.block]
    yield f"block={block.kind}"
    yield f"formal={clause.formal}"
    yield f"formal={clause.formal}|block={block.kind}"
    yield f"formal={clause.formal}|bold={block.bold}"
    yield from (f"formal={clause.formal}|kind={kind}" for kind in kinds)
    if clause.lead:
        yield f"lead={' '.join(words_of(clause.lead)[-3:])}"
        yield "lead"
    yield f"part={clause.start > sentence[0] + 3},{clause.end < sentence[1] - 3}"
    before = words_of(document.text[max(0, clause.start - 40) : clause.start])[-2:]
    yield f"before={' '.join(before[-1:])}"
    yield f"bold={block.bold}"
    yield f"themes={bool(themes_of(text))}"
    yield f"start={size(clause.start * 30 // max(1, len(document.text)))}"


def theme_features(document: Document, clause: Clause, previous: str) -> Iterator[str]:
    """Describe a clause for the question of its themes; `previous` is the text before it in its block."""
    text = document.text[clause.start : clause.end]
    words = words_of(text)
    yield from (f"w={word}" for word in set(words))
    yield from (f"b={a} {b}" for a, b in set(pairwise(words)))
    here = themes_of(text)
    yield from (f"t={theme}" for theme in here)
    yield f"n={len(here)}"
    if not here:
        yield "t=none"
    headings = themes_of(" . ".join(clause.headings[-1:]))
    yield from (f"h={theme}" for theme in headings)
    yield from (f"h={theme}|t={bool(here)}" for theme in headings)
    yield from (f"up={theme}" for theme in themes_of(" . ".join(clause.headings[:-1])))
    yield from (f"hw={word}" for word in set(words_of(" ".join(clause.headings[-1:]))))
    earlier = themes_of(previous[-300:])
    yield from (f"p={theme}" for theme in earlier)
    if not here:
        yield from (f"p={theme}|alone" for theme in earlier)
    if clause.lead:
        yield from (f"l={theme}" for theme in themes_of(clause.lead))


def partner_features(text: str, start: int, end: int, kind: str) -> Iterator[str]:
    """Describe a mention of an organisation for the question whether a passage calls it a partner."""
    before, after, mention = words_of(text[:start]), words_of(text[end:]), words_of(text[start:end])
    yield f"type={kind}"
    yield f"b1={' '.join(before[-1:])}"
    yield f"b1={' '.join(before[-1:])}|type={kind}"
    yield f"b2={' '.join(before[-2:])}"
    yield f"a1={' '.join(after[:1])}"
    yield f"first={not before}"
    yield f"mention={' '.join(mention[-1:])}"
    yield f"whole={' '.join(mention)}"
    yield from (f"w={word}" for word in set(before[-8:]))
    yield from (f"v={word}" for word in set(after[:5]))
    together = not load_rules().together.isdisjoint([*before, *after])
    yield f"together={together}"
    yield f"together={together}|type={kind}"
