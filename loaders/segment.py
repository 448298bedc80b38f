"""Segment: blocks -> sentences -> clauses, each with its offsets and what it inherits from its surroundings."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.lexicon import Rules, load_rules
from loaders.model import Block, Document
from loaders.outline import Context
from loaders.patterns import plain
from loaders.phrases import PURPOSES, Hit
from loaders.words import TOKEN, norm, stem

END = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9À-Ý])")
PAUSES = frozenset({",", ";", ":", "–", "—", "-", "(", ")"})
CLOSERS = frozenset({"and", "or", "but"})
"""Words that end a bullet and belong to the next: "…; and"."""
SMALLEST = 2
"""A clause has at least so many words."""
DENIED = 5
"""A denial reaches over so many words after it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its words, and the words of rules found in it. Places are numbers of words from its beginning."""

    number: int
    block: int
    context: Context
    words: tuple[str, ...]
    """As rules compare them: see `words.norm`. Signs are words here."""
    stems: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    denied: tuple[bool, ...]
    parts: str
    hits: tuple[Hit, ...]
    by_purpose: Mapping[str, tuple[Hit, ...]]
    """The same, by what they decide: kind, theme, change or partner."""
    joints: tuple[int, ...]
    """Where it may part: each before the word of that number."""

    def is_word(self, place: int) -> bool:
        """Tell a word from a sign."""
        word = self.words[place]
        return word[0].isalnum() or len(word) > 1

    def within(self, first: int, last: int, decides: str | None = None) -> list[Hit]:
        """Give the hits that stand wholly in a run of words, or those of them that decide something."""
        hits = self.by_purpose[decides] if decides else self.hits
        return [hit for hit in hits if hit.first >= first and hit.last <= last]


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or a part of it: from word `first` up to, not including, word `last`."""

    sentence: Sentence
    first: int
    last: int

    @property
    def start(self) -> int:
        """Offset of its first letter in the document's text."""
        return self.sentence.starts[self.first]

    @property
    def end(self) -> int:
        """Offset after its last letter."""
        return self.sentence.ends[self.last - 1]


Decide = Callable[[Sentence, int], bool]


def sentences(document: Document, contexts: Sequence[Context]) -> tuple[Sentence, ...]:
    """Give the sentences of the blocks that are read; headings and labels in cells hold none."""
    rules = load_rules()
    found: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        context = contexts[number]
        unread = block.kind in ("heading", "cell") and not (context.title or context.cell)
        if unread or context.skipped:
            continue
        for start, end in _sentence_spans(document.text, block, rules):
            if not rules.skipped_passages.search(plain(document.text[start:end])):
                found.append(_sentence(document.text, start, end, len(found), number, context, rules))
    return tuple(found)


def clauses(sentence: Sentence, decide: Decide) -> list[Clause]:
    """Give the clauses of a sentence; `decide` tells whether it parts at a joint."""
    cuts = [joint for joint in sentence.joints if decide(sentence, joint)]
    return parted(sentence, cuts)


def parted(sentence: Sentence, cuts: Sequence[int]) -> list[Clause]:
    """Give the clauses between cuts, what carries no judgement taken off their edges."""
    made = []
    for first, last in zip([0, *cuts], [*cuts, len(sentence.words)], strict=True):
        first, last = _trim(sentence, first, last)
        if last - first >= SMALLEST:
            made.append(Clause(sentence, first, last))
    return made


def _sentence(text: str, start: int, end: int, number: int, block: int, context: Context, rules: Rules) -> Sentence:
    found = list(TOKEN.finditer(text, start, end))
    words = tuple(norm(match.group()) for match in found)
    hits = tuple(rules.matcher.find(words))
    opened = _after_opener(words, 0, len(words), rules)
    return Sentence(
        number,
        block,
        context,
        words,
        tuple(map(stem, words)),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
        _denied(words, rules.words["denials"]),
        rules.parts.of(words),
        hits,
        {purpose: tuple(hit for hit in hits if hit.rule.decides == purpose) for purpose in PURPOSES},
        tuple(_joints(words, opened + 2, rules.words["joints"])),
    )


def _joints(words: Sequence[str], first: int, joints: frozenset[str]) -> Iterator[int]:
    for place in range(first, len(words)):
        if words[place] not in PAUSES and (words[place] in joints or words[place - 1] in PAUSES):
            yield place


def _denied(words: Sequence[str], denials: frozenset[str]) -> tuple[bool, ...]:
    """Tell of each word whether a denial before it reaches over it."""
    left, reached = 0, []
    for word in words:
        reached.append(left > 0)
        if word in denials or word.endswith("n't"):
            left = DENIED
        elif word in PAUSES or word in ("and", "but"):
            left = 0
        else:
            left -= 1
    return tuple(reached)


def _after_opener(words: Sequence[str], first: int, last: int, rules: Rules) -> int:
    """Give the place after the words that only open a clause: "However,", "In addition,"."""
    while first < last:
        while first < last and words[first] != "#" and not words[first][-1].isalnum():
            first += 1
        opener = next((known for known in _fitting(words, first, last, rules) if known), None)
        if opener is None:
            return first
        first += len(opener)
    return first


def _fitting(words: Sequence[str], first: int, last: int, rules: Rules) -> Iterator[tuple[str, ...]]:
    for known in rules.openers.get(words[first], ()) if first < last else ():
        after = first + len(known)
        if tuple(words[first:after]) != known or after >= last - 1:
            continue
        connects = len(known) == 1 and known[0] in rules.words["connectors"] and known[0] != "so"
        if len(known) > 2 or words[after] == "," or connects:
            yield known


def _trim(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    rules = load_rules()
    first = _after_opener(sentence.words, first, last, rules)
    connectors = rules.words["connectors"]
    while first < last and (not sentence.is_word(first) or sentence.words[first] in connectors):
        first += 1
    while last > first and (not sentence.is_word(last - 1) or sentence.words[last - 1] in CLOSERS):
        last -= 1
    return first, last


def _sentence_spans(text: str, block: Block, rules: Rules) -> Iterator[tuple[int, int]]:
    start = block.start
    for match in END.finditer(text, block.start, block.end):
        before = text[start : match.start()].rsplit(None, 1)[-1:] or [""]
        if match.group().startswith(".") and (before[0].lower() in rules.abbreviations or len(before[0]) == 1):
            continue
        yield start, match.end()
        start = match.end()
    if text[start : block.end].strip():
        yield start, block.end
