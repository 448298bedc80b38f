"""Graded: grades that sentences state: "it is good at preventing crime", "its work against organised crime is good"."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from loaders.asked import LISTED, PARTS, Asked
from loaders.model import Grade
from loaders.wording import forms, load_wording

SENTENCE: Final = re.compile(r"[.!?]['\")]*\s+(?=[\"'(A-Z])")
AGAIN: Final = re.compile(
    r"^(?:here,? |there,? |in this,? )?(?:too,? )?(?:it|this|that|they|the force|the constabulary"
    r"|(?:the|our|my) (?:grade|judge?ment|rating))\b(?:, too,)?",
    re.IGNORECASE,
)
"""How a clause goes on about what stands before a colon."""
RELATIVE: Final = re.compile(
    r",?\s+which\s+(?:(?:I|we|HMIC\w*|inspectors)\s+(?:have\s+|has\s+)?(?:grade|judge|rate|find|consider)[sd]?\s*)?$",
    re.IGNORECASE,
)
WENT: Final = re.compile(r"\b(was|were|had|required|according to (?:our|the|its))\b", re.IGNORECASE)
GAVE: Final = re.compile(
    r"\b(?:I|we|HMIC\w*|inspectors|inspectorate|it) (?:graded|judged|rated|found|said|considered)\b", re.IGNORECASE
)
"""What was done in a year named beside it is over; since a year, it may be this inspection's."""
YEAR: Final = re.compile(r"20\d\d")
PART: Final = re.compile(r"[^,;.]+")
MEMBER: Final = re.compile(r"[^;.]+")
HEADED: Final = re.compile(r"^.*\b(?:are|is|were|was)\s+")
"""How a list begins within a sentence: "The grades are …"."""
ALSO: Final = re.compile(r"\s*,?\s+(?:and so(?: too)? (?:is|are|does)|as (?:is|are|does))\s+(.{3,120})")
BACK: Final = re.compile(
    r"^(?:it|that|this|they|those|these|here|the (?:grade|force|constabulary)"
    r"|(?:I|we|HMIC\w*|inspectors) (?:have )?(?:grade|judge|rate|assess|consider|find)\w* (?:it|this|that)"
    r"|(?:this year|now|today),? (?:it|the force)"
    r"|(?:our|my|that) (?:20\d\d |earlier |previous )?(?:grade|judge?ment))\b",
    re.IGNORECASE,
)
"""How a sentence goes on about the one before."""
TAKEN_UP: Final = 16
"""Words of a sentence that only takes up a question."""
TRAILING: Final = re.compile(r"[\s,]*(?:and|it|is|are|to be|also)*\s*$")
LEADING: Final = re.compile(r"^[\s,]*(?:and\s+)?")
LISTS: Final = re.compile(r"\b(?:is|are|was|were|found|graded|judged|rated)\s*$", re.IGNORECASE)
"""How a clause ends behind whose colon the grades follow: "The force is: good at …; adequate at …"."""
TURN: Final = re.compile(r",?\s+and\s+(?:is|are|was|has|does|requires|therefore)\b")
FORCE: Final = frozenset({"force", "constabulary", "police", "service", "it", "this", "that"})
NEAR: Final = 40
"""Characters before a grade in which a denial turns it."""
FAR: Final = 160
"""Characters before a grade in which other forces take it."""
PILLARS: Final = (("legitima", "legitimacy"), ("efficien", "efficiency"), ("effective", "effectiveness"))
Said = tuple[str, int, int]
"""A question, with the place of its grade."""


def said_grades(text: str, asked: Asked, heading: str | None = None) -> Iterator[Grade]:
    """Give the grades that a paragraph states, placed within it (straight apostrophes are supposed). Linear.

    `heading` is the question over the paragraph, of which "Here the force is good." speaks.
    """
    reader = _Reader(asked)
    ends = [match.end() for match in SENTENCE.finditer(text)] + [len(text)]
    spans = list(pairwise((0, *ends)))
    before, last, last_at = "", list[Said](), 0
    for number, (at, end) in enumerate(spans):
        sentence = text[at:end]
        after = text[slice(*spans[number + 1])] if number + 1 < len(spans) else ""
        carried = reader.carried(sentence) or (bool(BACK.match(after)) and reader.carried(after))
        found = list(reader.again(sentence, last))
        if found:
            at = last_at
        elif reader.forms["word"].search(sentence):
            found = list(reader.sentence(sentence, reader.taken_up(sentence, before) or heading, carried=carried))
        for question, first, to in found:
            yield Grade(question, asked.grade(text[at + first : at + to]), at + first, at + to, carried)
        before, last, last_at = sentence, found or reader.counted(sentence), at


class _Reader:
    """Reads sentences for the grades of one inspectorate and programme."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.forms = forms(asked.profile.grade_words())
        self.words = load_wording().patterns

    def sentence(self, sentence: str, heading: str | None, *, carried: bool) -> Iterator[Said]:
        """Give the grades of a sentence; what is told of an earlier inspection alone is left out."""
        alone = sentence.strip()
        here = (self.forms["here"].match(alone) or self.forms["bare"].match(alone)) if heading else None
        extent = self.forms["extent"].search(sentence)
        if here and heading and not self._denied(sentence) and (carried or not self._past(sentence)):
            first = sentence.index(here["grade"])
            yield heading, first, first + len(here["grade"])
        elif extent:
            words = sentence[: extent.start("grade")]
            pillar = next((pillar for stem, pillar in PILLARS if re.search(stem, words, re.IGNORECASE)), None)
            question = pillar or self.asked.question(words)
            yield from [(question, *extent.span("grade"))] if question else []
        else:
            found = [*self._listed(sentence), *self._clauses(sentence, carried=carried)]
            yield from found or (self._stands(sentence, heading) if carried else self._hence(sentence, heading))

    def _hence(self, sentence: str, heading: str | None) -> Iterator[Said]:
        """Give "Patrols are planned well, so we have graded it good", of the question that stands over it."""
        match = self.forms["hence"].search(sentence.strip()) if heading else None
        if match and heading and not (self._denied(match.group()) or self._past(sentence)):
            first = sentence.rindex(match["grade"])
            yield heading, first, first + len(match["grade"])

    def carried(self, sentence: str) -> bool:
        """Tell whether a sentence says that an earlier grade still stands."""
        return bool(self.words["carried"].search(sentence))

    def taken_up(self, sentence: str, before: str) -> str | None:
        """Give the one question of the sentence before, where this one goes on about it: "It is good at this now."."""
        named = self.asked.questions(before, only_graded=True) if BACK.match(sentence) else []
        alone = len(before.split()) <= TAKEN_UP or before.rstrip().endswith("?")
        return named[0] if len(named) == 1 and alone else None

    def counted(self, sentence: str) -> list[Said]:
        """Give the place of the grade in "Five areas were graded good.", of no question as yet."""
        match = self.forms["counted"].search(sentence.strip())
        words = list(self.forms["word"].finditer(sentence)) if match else []
        return [("", *words[-1].span())] if words and not (self._denied(sentence) or self._past(sentence)) else []

    def again(self, sentence: str, last: list[Said]) -> Iterator[Said]:
        """Give what has the grade of the sentence before: "They are X and Y.", "The same is true of Z."."""
        match = self.forms["same"].match(sentence) or (
            self.forms["they"].match(sentence) if last and not last[-1][0] else None
        )
        if match and last and not self.forms["word"].search(sentence):
            questions = self.asked.questions(match["about"], only_graded=True)
            yield from ((question, *last[-1][1:]) for question in questions)

    def _past(self, clause: str) -> bool:
        """Tell whether a clause speaks of an earlier inspection alone."""
        years = set(YEAR.findall(self.asked.programme or ""))
        found = [match.group() for match in self.words["past"].finditer(clause)]
        earlier = [said for said in found if not years.intersection(YEAR.findall(said))]
        gave = GAVE.search(clause) and any(not said.lower().startswith("since") for said in earlier)
        return bool(earlier and WENT.search(clause)) or bool(gave)

    def _stands(self, sentence: str, heading: str | None) -> Iterator[Said]:
        """Give "We did not inspect X, and the grade of good from 2016 stands"; X may stand in the heading."""
        match = self.forms["stands"].search(sentence)
        named = self.asked.questions(sentence[: match.start()], only_graded=True) if match else []
        question = named[0] if named else heading
        if match and question:
            yield question, *match.span("grade")

    def _listed(self, sentence: str) -> Iterator[Said]:
        """Give "two areas are good: X and Y", "one area, X, is good", "effective (good)", "the good ones are X"."""
        if self._past(sentence):
            return
        for name in ("ones", "marks", "inverted", "fronted"):
            for match in self.forms[name].finditer(sentence):
                plain = name in ("ones", "marks") or self.asked.run(match["about"])
                if plain and not self._denied(sentence[: match.start()]):
                    yield from self._each(match["about"], match, "grade")
        yield from self._strung(sentence)
        for match in self.forms["areas"].finditer(sentence):
            about, group = (match["named"], "after") if match["named"] else (match["about"], "grade")
            if not (self._denied(sentence[: match.start()]) or self.words["definitions"].match(about)):
                yield from self._each(about, match, group)
        for match in self.forms["bracket"].finditer(sentence):
            about = HEADED.sub("", match["about"])
            if self.asked.run(about):
                yield from self._each(about, match, "grade")

    def _strung(self, sentence: str) -> Iterator[Said]:
        """Give "Grades: effectiveness good, efficiency good"."""
        begin = sentence.find(":") + 1
        member = MEMBER if ";" in sentence[begin:] else PART
        parts = list(member.finditer(sentence, begin))
        pairs = [self.forms["loose"].match(part.group().strip()) for part in parts]
        if len(pairs) > 1 and all(pair and self.asked.run(pair["about"]) for pair in pairs):
            for part, pair in zip(parts, pairs, strict=True):
                question = self.asked.question(pair["about"]) if pair else None
                if pair and question:
                    first = part.start() + part.group().rindex(pair["grade"])
                    yield question, first, first + len(pair["grade"])

    def _clauses(self, sentence: str, *, carried: bool) -> Iterator[Said]:
        start, topic, earlier, going_on = 0, "", "", False
        breaks = [match.span() for match in self.words["breaks"].finditer(sentence)]
        for end, after in [*breaks, (len(sentence), len(sentence))]:
            # An aside may speak of the past where its sentence doesn't.
            clause = self.words["asides"].sub(lambda aside: " " * len(aside.group()), sentence[start:end])
            if carried or not self._past(clause):
                found = (
                    *self._taken_up(topic, clause),
                    *self._at(clause, going_on=going_on or bool(LISTS.search(topic))),
                    *self._object(clause, earlier),
                    *self._subject(clause),
                )
            else:
                found = tuple(self._since(clause))
            yield from ((question, start + first, start + last) for question, first, last in found)
            going_on, earlier = bool(found), "" if found else clause
            topic = sentence[start:end] if sentence[end:after].startswith(":") else ""
            start = after

    def _each(self, about: str, match: re.Match[str], group: str, parts: re.Pattern[str] = LISTED) -> Iterator[Said]:
        named = self.asked.questions(about, parts, only_graded=True)
        yield from ((question, *match.span(group)) for question in named)

    def _denied(self, before: str) -> bool:
        """Tell whether the words before a grade turn it, or give it to other forces."""
        return bool(self.words["denials"].search(before[-NEAR:]) or self.words["others"].search(before[-FAR:]))

    def _taken_up(self, topic: str, clause: str) -> Iterator[Said]:
        """Give "Serious and organised crime is the exception: here it is outstanding"."""
        again = AGAIN.match(clause) if topic else None
        subject = self.forms["subject"]
        match = (subject.match(clause, again.end()) or subject.match(clause, again.end() + 1)) if again else None
        about = self.asked.opening(topic) if match and not self._denied(clause) else ""
        alone = self.asked.questions(topic, only_graded=True) if match and not self._denied(clause) else []
        if match and (about or len(alone) == 1):
            yield from self._each(about or topic, match, "grade" if match["grade"] else "verb", PARTS)

    def _since(self, clause: str) -> Iterator[Said]:
        """Give "it was inadequate at responding to the public in 2021 and is now good"."""
        for match in self.forms["since"].finditer(clause):
            named = self.asked.questions(clause[: match.start()], only_graded=True)
            yield from [(named[0], *match.span("grade"))] if len(named) == 1 else []

    def _at(self, clause: str, *, going_on: bool) -> Iterator[Said]:
        """Give "good at X and adequate at Y"."""
        heads = list(self.forms["at"].finditer(clause))
        for number, head in enumerate(heads):
            before = clause[: head.start("grade")]
            bare = not LEADING.sub("", before).strip()
            goes_on = (
                number
                or (bare and going_on)
                or head["grade"].lower().startswith("require")
                or (len(heads) > 1 and bare)
            )
            if self._denied(before) or not (goes_on or self.forms["before"].search(before)):
                continue
            end = heads[number + 1].start("grade") if number + 1 < len(heads) else len(clause)
            about = TURN.split(TRAILING.sub("", clause[head.end() : end]))[0]
            parts = [part for part in LISTED.split(about) if not self.words["narrower"].search(part.strip())]
            if parts:
                yield from self._each(
                    about if len(parts) == len(LISTED.split(about)) else ", ".join(parts), head, "grade"
                )

    def _object(self, clause: str, earlier: str) -> Iterator[Said]:
        """Give "we grade as good its response to the public", "inspectors found its response inadequate"."""
        for match in self.forms["object"].finditer(clause):
            about = (
                match["after"]
                or self.asked.run(match["about"] or "")
                or self._topic(f"{earlier} {clause[: match.start()]}", match)
            )
            if about and not self._denied(clause[: match.start()]):
                yield from self._each(about, match, "grade" if match["grade"] else "named", PARTS)

    def _topic(self, before: str, match: re.Match[str]) -> str:
        """Give what was taken up before "I have graded the force as good": "on efficiency"."""
        words = (match["about"] or "").lower().split()
        if not words or words[-1] not in FORCE:
            return ""
        alone = words in (["it"], ["this"], ["that"]) and not self.words["past"].search(before)
        named = self.asked.questions(before, only_graded=True) if alone else []
        return self.asked.run(before) or (before if len(named) == 1 else "")

    def _subject(self, clause: str) -> Iterator[Said]:
        """Give "its work against organised crime is good, and so is its response", "… is good and … adequate"."""
        at = 0
        found = [match for name in ("subject", "moved", "relative") for match in self.forms[name].finditer(clause)]
        for match in sorted(found, key=lambda match: match.start()):
            said = clause[at : match.start()]
            before = RELATIVE.sub("", said)
            within = before != said or match.re is self.forms["relative"]
            about = self.asked.run(LEADING.sub("", before), within=within)
            if not about and ", and " in before:
                about = self.asked.run(before.rpartition(", and ")[2])
            at = max(at, match.end())
            if not about or self._denied(before):
                continue
            group = next(name for name in ("grade", "verb", "named") if match.groupdict().get(name))
            yield from self._each(about, match, group, PARTS)
            also = ALSO.match(clause, at)
            if also:
                yield from self._each(also[1], match, group, PARTS)
            while (gap := self.forms["gap"].match(clause, at)) and self.asked.run(gap["about"]):
                yield from self._each(gap["about"], gap, "grade", PARTS)
                at = gap.end()
