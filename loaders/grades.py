"""Grades: what the document states, in labels, tables and lists; sentences that state them are `graded`'s."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.asked import FEW, Asked
from loaders.attribute import Attribution
from loaders.elsewhere import Elsewhere
from loaders.graded import said_grades
from loaders.model import Block, Document, Grade, Notice
from loaders.outline import Context
from loaders.patterns import plain
from loaders.profile import DEFAULT, Profile, load_profile
from loaders.tabled import LINE, OVERALL, Tables
from loaders.wording import Forms, forms, load_wording

LISTS = re.compile(r"\b(?:below|following|including)\b[^.]*[.]\s*$", re.IGNORECASE)
"""How a sentence ends that a list of questions follows, if with no colon."""
BRACKET = re.compile(r"[(\[]")
DATED = re.compile(r"\d{4}|\b(?:published|updated|page|inspect\w+|overall|police|constabulary|report)\b", re.IGNORECASE)
"""What stands between a question and its grade."""


def grades(
    document: Document,
    contexts: tuple[Context, ...],
    profile: Profile | None = None,
    programme: str | None = None,
    attribution: Attribution | None = None,
    elsewhere: Elsewhere | None = None,
) -> tuple[tuple[Grade, ...], tuple[Notice, ...]]:
    """Give each grade that the document states, one a question, in the order of the document.

    Labels, tables and lists go before sentences. Where two passages state different grades for a question, the first
    stands and a warning names both. `programme` tells which questions were graded; None takes any. `attribution`
    tells in a joint report whose grade it is: there each force has its own. `elsewhere` tells what is about other
    forces and gives no grade; None where the force isn't known.
    """
    found: dict[tuple[str, ...], Grade] = {}
    notices = []
    page = _Page(document, contexts, Asked(profile or load_profile(DEFAULT), programme), attribution, elsewhere)
    for grade in (*page.laid_out(), *page.said()) if page.asked.profile.grades else ():
        if elsewhere and elsewhere.says_other(grade.start, grade.end):
            continue
        if attribution:
            grade = replace(grade, forces=attribution.of(*_around(document, grade)))
        first = found.setdefault((grade.question, *grade.forces), grade)
        if first.grade != grade.grade:
            message = f"{grade.question} is {first.grade} there and {grade.grade} here; the first is taken: check both"
            place = f"characters {first.start} and {grade.start}"
            notices.append(Notice("warning", document.name, place, message))
    return tuple(sorted(found.values(), key=lambda grade: (grade.start, grade.question))), tuple(notices)


def _around(document: Document, grade: Grade) -> tuple[int, int]:
    """Give the line of a grade, up to its end: what stands before it may name a force."""
    line = document.text.rfind("\n", 0, grade.start) + 1
    sentence = max(document.text.rfind(sign, 0, grade.start) for sign in (". ", "; ", ", ")) + 1
    return max(line, sentence), grade.end


class _Page:
    """A document whose grades are sought, with what is asked of it."""

    def __init__(
        self,
        document: Document,
        contexts: tuple[Context, ...],
        asked: Asked,
        attribution: Attribution | None,
        elsewhere: Elsewhere | None,
    ) -> None:
        text = plain(document.text)
        self.asked = asked
        self.forms = forms(asked.profile.grade_words())
        self.words = load_wording().patterns
        parts = [
            (part, context)
            for number, (block, context) in enumerate(zip(document.blocks, contexts, strict=True))
            if not (elsewhere and elsewhere.foreign[number])
            for part in _lines(block, text, self.forms)
        ]
        self.blocks = [block for block, _ in parts]
        self.contexts = [context for _, context in parts]
        self.lines = [text[block.start : block.end] for block in self.blocks]
        self.prose: list[int] = []
        """Blocks that are no label, table or list."""
        self.tables = Tables(self.blocks, self.contexts, self.lines, asked, attribution, elsewhere)

    def laid_out(self) -> Iterator[Grade]:
        """Give the grades of labels, tables and lists; what is neither is kept for `said`."""
        for number, (block, said) in enumerate(zip(self.blocks, self.lines, strict=True)):
            if self.contexts[number].skipped or not (self._lead(number) or self.forms["word"].search(said)):
                continue
            label = self.forms["label"].match(said)
            short = len(said) < LINE + len("carried over from")
            if label and block.row is not None:
                yield from (self._grade(question, label, number) for question in self.tables.questions(number))
            elif label and short and not self._earlier(label):
                yield from self._label(number, label)
            elif (
                pairs := [*self.forms["inline"].finditer(said), *self.forms["tail"].finditer(said)]
            ) and block.row is None:
                yield from self._pairs(number, pairs)
                self.prose += [number] if ". " in said or not short else []
            elif (pair := self.forms["pair"].match(said)) and short and len(BRACKET.findall(said)) < 2:
                yield from self._pairs(number, [] if self.words["past"].search(pair["about"]) else [pair])
            elif (loose := self.forms["loose"].match(said)) and self.asked.run(loose["about"]):
                yield from self._pairs(number, [loose])
            elif turned := [match for match in self._turned(number) if self.asked.named(match["about"])]:
                yield from (self._grade(q, match, number) for match in turned for q in self.asked.named(match["about"]))
            elif (lead := self._lead(number)) and self.asked.question(said):
                yield Grade(str(self.asked.question(said)), self.asked.grade(lead), block.start, block.end)
            else:
                self.prose.append(number)

    def _turned(self, number: int) -> Iterator[re.Match[str]]:
        """Give the places where a line names the grade first: "Good: preventing crime", "[Good] Preventing crime"."""
        lead = self.contexts[number].lead
        names = (
            ("badge", "reversed", "itemised") if self.words["gradings"].search(lead or "") else ("badge", "reversed")
        )
        for name in names:
            yield from self.forms[name].finditer(self.lines[number])

    def said(self) -> Iterator[Grade]:
        """Give the grades that sentences state."""
        for number in self.prose:
            start = self.blocks[number].start
            headings = self.contexts[number].headings
            heading = self.asked.question(headings[-1]) if headings and self.blocks[number].kind != "heading" else None
            for grade in said_grades(self.lines[number], self.asked, heading):
                yield replace(grade, start=start + grade.start, end=start + grade.end)

    def _grade(self, question: str, match: re.Match[str], number: int) -> Grade:
        start, (first, last) = self.blocks[number].start, match.span("grade")
        rest = match.groupdict().get("rest") or ""
        carried = bool(self.words["carried"].search(rest))
        return Grade(question, self.asked.grade(match["grade"]), start + first, start + last, carried)

    def _earlier(self, label: re.Match[str]) -> bool:
        """Tell whether a label speaks of an earlier inspection ("2016 grade: good") and none that still stands."""
        return bool(self.words["past"].search(label.string[: label.start("grade")]))

    def _pairs(self, number: int, matches: Iterable[re.Match[str]]) -> Iterator[Grade]:
        for match in matches:
            named = match.groupdict()
            about = named["about"] or named["other"]
            # What is asked in one sentence is one question, "and" or not.
            whole = self.asked.question(about) if about.rstrip().endswith("?") else None
            overall = self.tables.over(number) if OVERALL.match(about) else []
            for question in overall or ([whole] if whole else self.asked.questions(about)):
                yield self._grade(question, match, number)

    def _lead(self, number: int) -> str | None:
        """Give the grade of the paragraph over a bullet: "The force is good at:", "These need improvement:"."""
        if self.blocks[number].kind != "item":
            return None
        over = next((at for at in range(number - 1, max(-1, number - FEW), -1) if self.blocks[at].kind != "item"), None)
        if over is None or self.blocks[over].kind != "paragraph":
            return None
        if lead := self.forms["lead"].search(self.lines[over]):
            return str(lead["grade"])
        paragraph = self.lines[over].rstrip()
        last = re.split(r"[.!?]\s+(?=[A-Z])", paragraph)[-1]
        lists = paragraph if paragraph.endswith(":") else last if LISTS.search(last) else ""
        said = [match.group() for match in self.forms["word"].finditer(lists)]
        return said[-1] if said and self.asked.run(self.lines[number]) else None

    def _label(self, number: int, label: re.Match[str]) -> Iterator[Grade]:
        """Give the grade of a label that stands alone: under its question, or over the questions it holds for."""
        above, below = self._above(number), self._below(number)
        if above and (not below or self._asked_first(number)):
            below = [above]
        yield from (self._grade(question, label, number) for question in below)

    def _asked_first(self, number: int) -> bool:
        """Tell whether questions stand before their grades: by a heading above, or by how the list of both begins."""
        if self.blocks[number - 1].kind == "heading" and not self._listed(number):
            return True
        first = number
        while first and (self.forms["label"].match(self.lines[first - 1]) or self._is_question(first - 1)):
            first -= 1
        return first < number and not self.forms["label"].match(self.lines[first]) and len(self._below(number)) == 1

    def _is_question(self, number: int) -> bool:
        said = self.lines[number]
        return len(said.split()) <= FEW and not said.rstrip().endswith(".") and bool(self.asked.question(said))

    def _above(self, number: int) -> str | None:
        """Give the question of the nearest heading above a label, passing question sentences and dates."""
        for at in range(number - 1, max(-1, number - 5), -1):
            said = self.lines[at]
            if self.forms["label"].match(said):
                return None
            prose = said.rstrip().endswith(".") or len(said.split()) > FEW - 2
            if self.blocks[at].kind == "heading" or said.rstrip().endswith("?") or not prose:
                question = self.asked.question(said)
                if question or (self.blocks[at].kind == "heading" and not DATED.search(said)):
                    return question
        return None

    def _below(self, number: int) -> list[str]:
        """Give the questions listed under a grade that stands as their heading, down to the next grade or sentence."""
        found = []
        for said in self.lines[number + 1 : number + 15]:
            question = self.asked.question(said)
            prose = len(said.split()) > FEW or said.rstrip().endswith((".", "?"))
            if self.forms["label"].match(said) or prose or not question or self.words["ungraded"].search(said):
                break
            found.append(question)
        alike = found and self.blocks[number].kind == self.blocks[number + 1].kind
        items = found and self.blocks[number + 1].kind == "item"
        boxed = found and self.blocks[number].container == self.blocks[number + 1].container > 0
        return found if len(found) > 1 or alike or items or (boxed and not self._above(number)) else []

    def _listed(self, number: int) -> bool:
        """Tell whether the lines above a label are a list under another label, with no prose between."""
        for said in reversed(self.lines[:number]):
            if self.forms["label"].match(said):
                return True
            if not self.asked.question(said) or said.rstrip().endswith("."):
                return False
        return False


def _lines(block: Block, text: str, forms: Forms) -> Iterator[Block]:
    """Give the lines of a block one by one where a line within it ends with a grade: a list, no wrapped prose."""
    said = text[block.start : block.end]
    lines = said.split("\n")
    if len(lines) < 2 or not any(
        any(forms[shape].match(line) for shape in ("pair", "tail", "label")) for line in lines[:-1]
    ):
        yield block
        return
    at = block.start
    for line in lines:
        yield replace(block, start=at, end=at + len(line))
        at += len(line) + 1
