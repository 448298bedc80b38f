"""Segment: blocks -> sentences -> clauses, each with its offsets and what it inherits from its surroundings."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from loaders.lexicon import Rules, load_rules, plain
from loaders.model import Block, Clause, Document

END = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9À-Ý])")
CLOSER = re.compile(r"[;,]\s*(?:and|or)[\s.,;]*\Z", re.IGNORECASE)
"""The joint at the end of a bullet: "…; and"."""
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
TITLE = re.compile(
    r"^(?=(?:\S+\s+){4})[^?]*\b(should|must|needs?|(?:is|are|does|do|has|have)(?: not|n't)?|isn't|can't)\b", re.I
)
EDGES = " \t\n\r.,;:–—-\"“”‘'’!?•*[]"


@dataclass(frozen=True, slots=True)
class Joint:
    """A place where a sentence may part: the left side ends at `left`, the right begins at `right`."""

    left: int
    right: int
    words: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the places where it may part."""

    start: int
    end: int
    block: int
    joints: tuple[Joint, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What a block inherits: headings above it, the formal list it stands in, its lead-in; or that it is skipped."""

    headings: tuple[str, ...] = ()
    formal: str | None = None
    lead: str | None = None
    skipped: bool = False
    title: bool = False
    """A heading that is a whole sentence within a formal list: the title of an area for improvement or concern."""


Decide = Callable[[Document, Sentence, Joint], bool]


def segment(document: Document, decide: Decide) -> tuple[Clause, ...]:
    """Give the clauses of a document in order; `decide` tells whether a sentence parts at a joint. Linear."""
    made: list[Clause] = []
    contexts = block_contexts(document)
    for number, sentence in enumerate(sentences(document, contexts)):
        cuts = [joint for joint in sentence.joints if decide(document, sentence, joint)]
        context = contexts[sentence.block]
        for start, end in _parts(document.text, sentence, cuts):
            made.append(Clause(start, end, sentence.block, number, context.headings, context.formal, context.lead))
    return tuple(made)


def sentences(document: Document, contexts: Sequence[Context]) -> Iterator[Sentence]:
    """Give the sentences of the blocks that are read; headings and cells hold none, but a heading may be a title."""
    rules = load_rules()
    for number, block in enumerate(document.blocks):
        title = block.kind == "heading" and contexts[number].title
        if (block.kind in ("heading", "cell") and not title) or contexts[number].skipped:
            continue
        for start, end in _sentence_spans(document.text, block, rules):
            if not rules.skipped_passages.search(plain(document.text[start:end])):
                yield Sentence(start, end, number, joints(document.text, start, end))


def joints(text: str, start: int, end: int) -> tuple[Joint, ...]:
    """Give every place where a sentence may part: at a conjunction, a comma, a semicolon, a colon or a dash."""
    sentence = plain(text[start:end])
    found = []
    for match in load_rules().joint.finditer(sentence):
        left, right = start + match.start(), start + match.end()
        if len(WORD.findall(text[start:left])) >= 2 and len(WORD.findall(text[right:end])) >= 2:
            found.append(Joint(left, right, match.group().strip().lower()))
    return tuple(found)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take what carries no judgement off a clause's edges: white space, stops, quotation marks, opening words."""
    rules = load_rules()
    while True:
        while start < end and text[start] in EDGES:
            start += 1
        opener = rules.opener.match(plain(text[start:end]))
        if not opener or opener.end() >= end - start:
            break
        start += opener.end()
    closer = CLOSER.search(text, start, end)
    end = closer.start() if closer else end
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def _parts(text: str, sentence: Sentence, cuts: Sequence[Joint]) -> Iterator[tuple[int, int]]:
    edges = [sentence.start, *(edge for cut in cuts for edge in (cut.left, cut.right)), sentence.end]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        trimmed = trim(text, start, end)
        if len(WORD.findall(text, *trimmed)) >= 2:
            yield trimmed


def _sentence_spans(text: str, block: Block, rules: Rules) -> Iterator[tuple[int, int]]:
    start = block.start
    for match in END.finditer(text, block.start, block.end):
        before = text[start : match.start()].rsplit(None, 1)[-1:] or [""]
        if match.group().startswith(".") and (before[0].lower() in rules.abbreviations or len(before[0]) == 1):
            continue
        yield start, match.end()
        start = match.end() + len(text[match.end() : block.end]) - len(text[match.end() : block.end].lstrip())
    if text[start : block.end].strip():
        yield start, block.end


def block_contexts(document: Document) -> tuple[Context, ...]:
    """Give each block's context, by walking the headings from top to bottom."""
    rules = load_rules()
    open_headings: list[tuple[int, str]] = []
    formal: tuple[int, str] | None = None
    skipped: int | None = None
    lead: str | None = None
    made = []
    for block in document.blocks:
        text = plain(document.text[block.start : block.end])
        title = block.kind == "heading" and formal is not None and bool(TITLE.search(text))
        if block.kind == "heading" and not title:
            level = block.level or 2
            open_headings = [known for known in open_headings if known[0] < level] + [(level, text)]
            label = next((name for pattern, name in rules.formal_headings if pattern.search(text)), None)
            if label:
                formal = (level, label)
            elif formal and level <= formal[0]:
                formal = None
            if rules.skipped_headings.search(text):
                skipped = level
            elif skipped is not None and level <= skipped:
                skipped = None
            lead = None
        elif block.kind == "paragraph":
            lead = text if text.rstrip().endswith(":") else None
        made.append(
            Context(
                tuple(heading for _, heading in open_headings),
                formal[1] if formal else None,
                lead if block.kind == "item" else None,
                skipped is not None,
                title,
            )
        )
    return tuple(made)
