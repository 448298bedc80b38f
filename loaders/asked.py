"""Asked: which questions a phrase names, in an inspectorate's words and under one programme."""

import re
from dataclasses import dataclass
from typing import Final

from loaders.profile import Profile
from loaders.wording import load_wording

LISTED: Final = re.compile(
    r",\s*(?:and\s+)?|;\s*|\s+and\s+(?=(?:at|in|how|for|on|leadership"
    r"|(?:its |the )?(?:effective|efficien|legitima)\w*)\b|\w+ing\b)"
)
"""Where a list of questions parts, if "and" may stand within one of them."""
PARTS: Final = re.compile(r",\s*(?:and\s+)?|\s+and\s+|;\s*")
"""Where it parts, if it mayn't."""
ENUMERATED: Final = re.compile(r";|,(?:\s+and)?\s|\s+and\s+(?=\w+ing\b)")
FEW: Final = 16
"""Words of a question that stands in a list."""
WORD: Final = re.compile(r"[\w'-]+")
NAMED: Final = re.compile(r"\S+\s[A-Z]|\S+'s")
OPENS: Final = re.compile(r"(?:its|the|their|how|\w+'s|(?:it|that|this) (?:is|was))\b", re.IGNORECASE)
BEFORE: Final = re.compile(r"^(?:of|for|on|at|in|to|with|about)\s+(?=the\b|its\b|how\b)", re.IGNORECASE)
PILLAR: Final = re.compile(
    r"^(?:[\w']+,?\s+){0,5}?(?P<pillar>effectiveness|efficiency|legitimacy)\s+"
    r"(?:(?:and sustainability )?(?:with which|of its (?:work|operations?|services?))\b|(?:at|in) keep"
    r"|(?:at|in) (?:this|its) work|of (?:the|this) (?:force|constabulary|service|police)\b"
    r"|of [A-Z][\w' &-]{2,30}(?:Police|Constabulary)\b|in dealing with the public and)",
    re.IGNORECASE,
)
"""A pillar, with what it is asked of behind it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a document: its inspectorate's questions and grades, under its programme (None: any)."""

    profile: Profile
    programme: str | None

    def question(self, text: str) -> str | None:
        """Give the question that a heading or a phrase names."""
        return self.profile.question(text, self.programme)

    def grade(self, word: str) -> str:
        """Give the grade that a word stands for."""
        return self.profile.grades[" ".join(word.lower().split())]

    def questions(self, about: str, parts: re.Pattern[str] = LISTED, *, only_graded: bool = False) -> list[str]:
        """Give the questions of a list such as "preventing crime, investigating crime and managing offenders".

        What is a part of a question beside it is left out, except where the programme grades it by itself.
        """
        asked = self._graded if only_graded else self.question
        for pattern, questions in self.profile.together:
            if pattern.search(about):
                return list(questions)
        found = [q for part in parts.split(about) if (q := asked(re.sub(r"^(?:at|in|how|for)\s+", "", part.strip())))]
        whole = asked(about)
        return self.without_parts(found) or ([whole] if whole else [])

    def named(self, about: str) -> list[str]:
        """Give the questions of a list such as "investigating crime; managing offenders"; none where it is prose."""
        definitions = load_wording().patterns["definitions"]
        parts = [part for part in ENUMERATED.split(about) if part.strip()]
        listed = all(len(part.split()) <= FEW and not definitions.match(part) for part in parts)
        return self.without_parts([q for part in parts for q in self.questions(part)]) if listed else []

    def without_parts(self, found: list[str]) -> list[str]:
        """Leave out questions that are parts of others beside them, unless the programme grades them; each once."""
        within, own = load_wording().within, self.profile.graded.get(self.programme or "", frozenset())
        return list(
            dict.fromkeys(question for question in found if within.get(question) not in found or question in own)
        )

    def _graded(self, text: str) -> str | None:
        """Give the first question named in a text that the programme grades."""
        graded = self.profile.graded.get(self.programme or "")
        fitting = (
            known
            for known in self.profile.questions
            if (graded is None or known.question in graded)
            and (not known.programmes or self.programme in known.programmes)
        )
        return next((known.question for known in fitting if known.pattern.search(text)), None)

    def covers(self, text: str) -> list[tuple[int, int]]:
        """Give the places of a text where the words of any question stand."""
        return [match.span() for known in self.profile.questions for match in known.pattern.finditer(text)]

    def run(self, text: str, *, within: bool = False) -> str:
        """Give the end of a text that is a question and words that carry it alone; empty where other words stand there.

        "the force's approach to tackling serious and organised crime" is; "the supervision of investigations" isn't.
        `within` lets it begin in mid-sentence, behind any word, where an article or a possessive opens it.
        """
        together = next((match for known, _ in self.profile.together if (match := known.search(text))), None)
        if together:
            return text
        pillar = PILLAR.match(text)
        if pillar:
            return pillar["pillar"]
        spans, carriers = self.covers(text), load_wording().carriers
        begin, asks = len(text), False
        for word in reversed(list(WORD.finditer(text))):
            covered = any(first < word.end() and word.start() < last for first, last in spans)
            # A name ("Kent Police's work"), not the word that opens a sentence.
            named = word.group()[0].isupper() and (word.start() > 0 or bool(NAMED.match(text)))
            if not (covered or named or word.group().lower() in carriers):
                said = BEFORE.sub("", text[begin:])
                return said if asks and within and OPENS.match(said) else ""
            begin, asks = word.start(), asks or covered
        return text[begin:] if asks else ""

    def opening(self, text: str) -> str:
        """Give the beginning of a text that is a question with the words that carry it."""
        spans, carriers = self.covers(text), load_wording().carriers
        end = 0
        for word in WORD.finditer(text):
            if any(first < word.end() and word.start() < last for first, last in spans):
                end = word.end()
            elif word.group().lower() not in carriers:
                break
        return text[:end]
