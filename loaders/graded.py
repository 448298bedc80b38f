"""Graded: grades that sentences state: "it is good at preventing crime", "its work against organised crime is good"."""

import re
from collections.abc import Iterator
from typing import Final

from loaders.asked import LISTED, PARTS, Asked
from loaders.model import Grade
from loaders.wording import forms, load_wording

SENTENCE: Final = re.compile(r"[.!?]['\")]*\s+(?=[\"'(A-Z])")
ASIDE: Final = re.compile(
    r",\s+(?:(?:which|who|though|although)\b[^,;:]{3,80}|as things (?:now )?stand|at present|for now|as yet),"
)
AGAIN: Final = re.compile(r"^(?:here |there |in this )?(?:it|this|they|the force|the constabulary)\b", re.IGNORECASE)
"""How a clause goes on about what stands before a colon."""
RELATIVE: Final = re.compile(
    r",?\s+which\s+(?:(?:I|we|HMIC\w*|inspectors)\s+(?:grade|judge|rate|find|consider)[sd]?\s*)?$", re.IGNORECASE
)
WENT: Final = re.compile(r"\b(was|were|had|required)\b", re.IGNORECASE)
ALSO: Final = re.compile(r"\s*,?\s+and so (?:is|are|does)\s+(.{3,120})")
TRAILING: Final = re.compile(r"[\s,]*(?:and|it|is|are|to be|also)*\s*$")
LEADING: Final = re.compile(r"^[\s,]*(?:and\s+)?")
TURN: Final = re.compile(r",?\s+and\s+(?:is|are|was|has|does|requires|therefore)\b")
FORCE: Final = frozenset({"force", "constabulary", "police", "service", "it"})
NEAR: Final = 40
"""Characters before a grade in which a denial turns it."""
PILLARS: Final = (("legitima", "legitimacy"), ("efficien", "efficiency"), ("effective", "effectiveness"))
Said = tuple[str, int, int]
"""A question, with the place of its grade."""


def said_grades(text: str, asked: Asked, heading: str | None = None) -> Iterator[Grade]:
    """Give the grades that a paragraph states, placed within it (straight apostrophes are supposed). Linear.

    `heading` is the question over the paragraph, of which "Here the force is good." speaks.
    """
    reader = _Reader(asked)
    at = 0
    for end in [match.end() for match in SENTENCE.finditer(text)] + [len(text)]:
        sentence = text[at:end]
        if reader.forms["word"].search(sentence):
            carried = bool(reader.words["carried"].search(sentence))
            for question, first, last in reader.sentence(sentence, heading, carried=carried):
                yield Grade(question, asked.grade(sentence[first:last]), at + first, at + last, carried)
        at = end


class _Reader:
    """Reads sentences for the grades of one inspectorate and programme."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.forms = forms(asked.profile.grade_words())
        self.words = load_wording().patterns

    def sentence(self, sentence: str, heading: str | None, *, carried: bool) -> Iterator[Said]:
        """Give the grades of a sentence; what is told of an earlier inspection alone is left out."""
        here = self.forms["here"].match(sentence.strip()) if heading else None
        extent = self.forms["extent"].search(sentence)
        if here and heading and not self._denied(sentence):
            first = sentence.index(here["grade"])
            yield heading, first, first + len(here["grade"])
        elif extent:
            words = sentence[: extent.start("grade")]
            pillar = next((pillar for stem, pillar in PILLARS if re.search(stem, words, re.IGNORECASE)), None)
            question = pillar or self.asked.question(words)
            yield from [(question, *extent.span("grade"))] if question else []
        else:
            yield from self._listed(sentence)
            yield from self._clauses(sentence, carried=carried)

    def _listed(self, sentence: str) -> Iterator[Said]:
        """Give "two areas are good: X and Y", "one area, X, is good", "effective (good)"."""
        for match in self.forms["areas"].finditer(sentence):
            about, group = (match["named"], "after") if match["named"] else (match["about"], "grade")
            if not (self._denied(sentence[: match.start()]) or self.words["definitions"].match(about)):
                yield from self._each(about, match, group)
        for match in self.forms["bracket"].finditer(sentence):
            if self.asked.run(match["about"]):
                yield from self._each(match["about"], match, "grade")

    def _clauses(self, sentence: str, *, carried: bool) -> Iterator[Said]:
        start, topic = 0, ""
        breaks = [match.span() for match in self.words["breaks"].finditer(sentence)]
        for end, after in [*breaks, (len(sentence), len(sentence))]:
            # An aside may speak of the past where its sentence doesn't.
            clause = ASIDE.sub(lambda aside: " " * len(aside.group()), sentence[start:end])
            if carried or not (self.words["past"].search(clause) and WENT.search(clause)):
                found = (
                    *self._taken_up(topic, clause),
                    *self._at(clause),
                    *self._object(clause),
                    *self._subject(clause),
                )
                yield from ((question, start + first, start + last) for question, first, last in found)
            topic = sentence[start:end] if sentence[end:after].startswith(":") else ""
            start = after

    def _each(self, about: str, match: re.Match[str], group: str, parts: re.Pattern[str] = LISTED) -> Iterator[Said]:
        named = self.asked.questions(about, parts, only_graded=True)
        yield from ((question, *match.span(group)) for question in named)

    def _denied(self, before: str) -> bool:
        return bool(self.words["denials"].search(before[-NEAR:]))

    def _taken_up(self, topic: str, clause: str) -> Iterator[Said]:
        """Give "Serious and organised crime is the exception: here it is outstanding"."""
        again = AGAIN.match(clause) if topic else None
        subject = self.forms["subject"]
        match = (subject.match(clause, again.end()) or subject.match(clause, again.end() + 1)) if again else None
        about = self.asked.opening(topic) if match and not self._denied(clause) else ""
        if match and about:
            yield from self._each(about, match, "grade" if match["grade"] else "verb", PARTS)

    def _at(self, clause: str) -> Iterator[Said]:
        """Give "good at X and adequate at Y"."""
        heads = list(self.forms["at"].finditer(clause))
        for number, head in enumerate(heads):
            before = clause[: head.start("grade")]
            goes_on = number or head["grade"].lower().startswith("require") or (len(heads) > 1 and not before.strip())
            if self._denied(before) or not (goes_on or self.forms["before"].search(before)):
                continue
            end = heads[number + 1].start("grade") if number + 1 < len(heads) else len(clause)
            yield from self._each(TURN.split(TRAILING.sub("", clause[head.end() : end]))[0], head, "grade")

    def _object(self, clause: str) -> Iterator[Said]:
        """Give "we grade as good its response to the public", "inspectors found its response inadequate"."""
        for match in self.forms["object"].finditer(clause):
            about = (
                match["after"] or self.asked.run(match["about"] or "") or self._topic(clause[: match.start()], match)
            )
            if about and not self._denied(clause[: match.start()]):
                yield from self._each(about, match, "grade" if match["grade"] else "named", PARTS)

    def _topic(self, before: str, match: re.Match[str]) -> str:
        """Give what was taken up before "I have graded the force as good": "on efficiency"."""
        words = (match["about"] or "").lower().split()
        return self.asked.run(before) if words and words[-1] in FORCE else ""

    def _subject(self, clause: str) -> Iterator[Said]:
        """Give "its work against organised crime is good, and so is its response", "… is good and … adequate"."""
        at = 0
        found = (*self.forms["subject"].finditer(clause), *self.forms["moved"].finditer(clause))
        for match in sorted(found, key=lambda match: match.start()):
            said = clause[at : match.start()]
            before = RELATIVE.sub("", said)
            about = self.asked.run(LEADING.sub("", before), within=before != said)
            at = max(at, match.end())
            if not about or self._denied(before):
                continue
            group = "verb" if match.groupdict().get("verb") else "grade"
            yield from self._each(about, match, group, PARTS)
            also = ALSO.match(clause, at)
            if also:
                yield from self._each(also[1], match, group, PARTS)
            while (gap := self.forms["gap"].match(clause, at)) and self.asked.run(gap["about"]):
                yield from self._each(gap["about"], gap, "grade", PARTS)
                at = gap.end()
