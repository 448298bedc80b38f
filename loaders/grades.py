"""Grades: what the document states, in labels, tables, lists and sentences."""

import re
from collections.abc import Iterable, Iterator

from loaders.lexicon import Rules, load_rules, plain, question_of
from loaders.model import Block, Document, Grade, Notice
from loaders.outline import Context

SENTENCE = (
    r"\b(?:is|are|remains?|continues to be|was|were|as|be|been) "
    r"(?:now |also |again |both |still |generally |therefore |not )*"
    r"(?P<grade>outstanding|good|adequate|requires? improvement|requiring improvement|inadequate)\b"
)
EXTENT = re.compile(rf"\bthe extent to which .{{3,200}}?{SENTENCE}", re.IGNORECASE | re.DOTALL)
GRADES_AT = re.compile(
    r"\b(?:is|are|was|remains|continues to be|now|as) (?:now |also |again |still )*"
    r"(?P<grade>outstanding|good|adequate|inadequate) (?:at|in)(?: how (?:it|they))? (?P<about>[^.;:]{3,140})",
    re.IGNORECASE,
)
REQUIRES_AT = re.compile(
    r"\b(?P<grade>requires improvement) (?:at|in)(?: how (?:it|they))? (?P<about>[^.;:]{3,140})", re.IGNORECASE
)
GRADE_WORDS = r"(?:outstanding|good|adequate|requires improvement|inadequate)\b"
GRADE = r"(?P<grade>outstanding|good|adequate|requires improvement|inadequate)"
LABEL = re.compile(
    rf"^\s*(?:(?:our )?(?:grade|judge?ment)\s*:?\s*)?{GRADE}\s*(?:[.]?\s*$|\.\s+Last updated)", re.IGNORECASE
)
TAIL = re.compile(rf"^(?P<about>.{{3,200}}\?)\s*{GRADE}\s*[.]?\s*$", re.IGNORECASE)
INLINE = re.compile(
    rf"(?:^|[.;,]\s+)(?:(?P<about>effectiveness|efficiency|legitimacy)\s*[:–—-]|(?!{GRADE_WORDS})(?P<other>[^.;:,]{{3,80}}?)\s*:)\s*{GRADE}\b",
    re.IGNORECASE,
)
PAIR = re.compile(
    rf"^\s*(?P<about>[^.?!:]{{3,120}}?)\s*(?:\.{{2,}}|[:–—|=-])\s*(?:graded\s+)?{GRADE}\s*[.;]?\s*$", re.IGNORECASE
)
REVERSED = re.compile(rf"^\s*{GRADE}\s*(?::|[–—-])\s*(?P<about>.{{3,400}}?)\s*[.]?\s*$", re.IGNORECASE)
PARTS = re.compile(r",\s*(?:and\s+)?|\s+and\s+(?=(?:at|in|how)\b|\w+ing\b)")
WITHIN = {
    "antisocial-behaviour": "crime-prevention",
    "victims": "vulnerability",
    "offender-management": "investigation",
    "effectiveness": "crime-prevention",
}
"""Parts of a question that are named beside it: anti-social behaviour of prevention, victims of vulnerability."""
LEAD = re.compile(rf"\b{GRADE} (?:at|in):\s*$", re.IGNORECASE)
CARRIED = re.compile(
    r"carried over|from (our|the) (20\d\d|previous|earlier)|in 20\d\d\b|previous(ly)?|last (year|time)", re.IGNORECASE
)


def grades(document: Document, contexts: tuple[Context, ...]) -> tuple[tuple[Grade, ...], tuple[Notice, ...]]:
    """Give each grade that the document states, one a question, in the order of the document.

    Where two passages state different grades for a question, the first stands and a warning names both.
    """
    found: dict[str, Grade] = {}
    notices = []
    for grade in _all(document, contexts, load_rules()):
        first = found.setdefault(grade.question, grade)
        if first.grade != grade.grade:
            message = f"{grade.question} is {first.grade} there and {grade.grade} here; the first is taken: check both"
            place = f"characters {first.start} and {grade.start}"
            notices.append(Notice("warning", document.name, place, message))
    return tuple(sorted(found.values(), key=lambda grade: (grade.start, grade.question))), tuple(notices)


def _all(document: Document, contexts: tuple[Context, ...], rules: Rules) -> Iterator[Grade]:
    text = plain(document.text)
    for number, block in enumerate(document.blocks):
        said = text[block.start : block.end]
        if contexts[number].skipped or (CARRIED.search(said) and len(said) < 120):
            continue
        label = LABEL.match(said)
        if block.kind == "cell":
            yield from _cell(document, number, rules)
        elif label:
            yield from _label(document, number, text, label, rules)
        elif INLINE.search(said) or TAIL.match(said):
            yield from _about([*INLINE.finditer(said), *TAIL.finditer(said)], block, rules)
        elif PAIR.match(said) or REVERSED.match(said):
            yield from _pair(said, block, rules)
        elif block.kind != "heading":
            yield from _sentences(said, block, rules)
            yield from _bullet(said, contexts[number].lead, block, rules)


def _label(document: Document, number: int, text: str, label: re.Match[str], rules: Rules) -> Iterator[Grade]:
    """Give the grade of a label that stands alone: under its question, or over the questions it holds for."""
    above, below = _above(document, number, text), _below(document, number, text)
    heads = document.blocks[number - 1].kind == "heading" and not _listed(document, number, text)
    if above and (not below or heads):
        below = [above]
    yield from (_grade(question, label, document.blocks[number], rules) for question in below)


def _about(matches: Iterable[re.Match[str]], block: Block, rules: Rules) -> Iterator[Grade]:
    for match in matches:
        named = match.groupdict()
        for question in _questions(named["about"] or named["other"]):
            yield _grade(question, match, block, rules)


def _questions(about: str) -> list[str]:
    """Give the questions in a list such as "preventing crime, investigating crime and managing offenders".

    What is a part of a question before it (anti-social behaviour of prevention, victims of vulnerability) is left out.
    """
    found = [question for part in PARTS.split(about) if (question := question_of(part.strip()))]
    whole = question_of(about)
    kept = dict.fromkeys(question for question in found if WITHIN.get(question) not in found)
    return list(kept) or ([whole] if whole else [])


def _grade(question: str, match: re.Match[str], block: Block, rules: Rules) -> Grade:
    word = re.sub(r"^require ", "requires ", match["grade"].lower())
    return Grade(
        question, rules.grade_words[word], block.start + match.start("grade"), block.start + match.end("grade")
    )


def _above(document: Document, number: int, text: str) -> str | None:
    """Give the question of the nearest heading above a label, passing question sentences and dates."""
    for block in reversed(document.blocks[max(0, number - 4) : number]):
        said = text[block.start : block.end]
        if LABEL.match(said):
            return None
        if block.kind == "heading" or said.rstrip().endswith("?") or len(said.split()) <= 14:
            question = question_of(said)
            if question:
                return question
    return None


def _below(document: Document, number: int, text: str) -> list[str]:
    """Give the questions listed under a grade that stands as their heading, down to the next grade or sentence."""
    found = []
    for block in document.blocks[number + 1 : number + 15]:
        said = text[block.start : block.end]
        question = question_of(said)
        if LABEL.match(said) or len(said.split()) > 16 or said.rstrip().endswith((".", "?")) or not question:
            break
        found.append(question)
    return (
        found if len(found) > 1 or (found and document.blocks[number].kind == document.blocks[number + 1].kind) else []
    )


def _listed(document: Document, number: int, text: str) -> bool:
    """Tell whether the lines above a label are a list under another label, down from a grade with no prose between."""
    for block in reversed(document.blocks[:number]):
        said = text[block.start : block.end]
        if LABEL.match(said):
            return True
        if not question_of(said) or said.rstrip().endswith("."):
            return False
    return False


def _cell(document: Document, number: int, rules: Rules) -> Iterator[Grade]:
    block = document.blocks[number]
    match = LABEL.match(plain(document.text[block.start : block.end]))
    row = [other for other in document.blocks if other.kind == "cell" and other.row == block.row and other is not block]
    if match and row:
        labels = [other for other in row if LABEL.match(plain(document.text[other.start : other.end]))]
        if labels:
            yield from _column(document, number, match, rules)
            return
        question = question_of(document.text[row[0].start : row[0].end])
        if question:
            yield _grade(question, match, block, rules)


def _column(document: Document, number: int, match: re.Match[str], rules: Rules) -> Iterator[Grade]:
    """Give the grades of the questions under a grade that heads a column of a table."""
    head = document.blocks[number]
    table = [block for block in document.blocks[number + 1 :] if block.kind == "cell" and block.row != head.row]
    for block in table:
        if block.column == head.column and block.table == head.table:
            question = question_of(document.text[block.start : block.end])
            if question:
                yield _grade(question, match, head, rules)


def _pair(said: str, block: Block, rules: Rules) -> Iterator[Grade]:
    pair, reverse = PAIR.match(said), REVERSED.match(said)
    if pair:
        yield from _about([pair], block, rules)
    elif reverse:
        for part in re.split(r";|, (?=[A-Z])", reverse["about"]):
            question = question_of(part)
            if question:
                yield _grade(question, reverse, block, rules)


def _bullet(said: str, lead: str | None, block: Block, rules: Rules) -> Iterator[Grade]:
    """Give the grade of a bullet whose lead-in says it: "The force is good at:"."""
    match = LEAD.search(lead) if lead else None
    if match and question_of(said):
        word = rules.grade_words[match["grade"].lower()]
        yield Grade(str(question_of(said)), word, block.start, block.end)


def _sentences(said: str, block: Block, rules: Rules) -> Iterator[Grade]:
    for match in EXTENT.finditer(said):
        question = next((q for word, q in PILLAR_WORDS if re.search(word, match.group(), re.IGNORECASE)), None)
        if question:
            yield _grade(question, match, block, rules)
    for pattern in (GRADES_AT, REQUIRES_AT):
        matches = pattern.finditer(said)
        yield from _about(
            (m for m in matches if not CARRIED.search(said[max(0, m.start() - 60) : m.start()])), block, rules
        )


PILLAR_WORDS = (("legitima", "legitimacy"), ("efficien", "efficiency"), ("effective", "effectiveness"))
