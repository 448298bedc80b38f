"""Words: a passage -> its words, in a form that rules and models compare, and what part each may play.

Forms and parts are remembered by word, because a report uses few words again and again.
"""

import functools
import re
from collections.abc import Sequence
from typing import Final

TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’\-‑][^\W_]+)*|[^\w\s]")
YEAR: Final = re.compile(r"(?:19|20)\d\d")
SUFFIXES: Final = ("ing", "ed")
REMEMBERED: Final = 100_000


@functools.lru_cache(REMEMBERED)
def norm(word: str) -> str:
    """Give a word in lower case, without hyphens, its apostrophes straight; a year as #year, a number as #num."""
    plain = word.lower().replace("’", "'").replace("-", "").replace("‑", "") or word
    if plain[0].isdigit() and plain not in ("999", "101"):
        return "#year" if YEAR.fullmatch(plain) else "#num"
    return plain


@functools.lru_cache(REMEMBERED)
def stem(word: str) -> str:
    """Give what the forms of a word share, roughly: "supervised", "supervises" and "supervising" are one."""
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) <= 3 or word.endswith("n't"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix in SUFFIXES:
        short = word.removesuffix(suffix)
        if short != word and len(short) >= 3 and any(letter in "aeiouy" for letter in short):
            word = short[:-1] if len(short) > 3 and short[-1] == short[-2] and short[-1] not in "sl" else short
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "y" if word.endswith("i") else word


class Parts:
    """What part each word may play: a letter a word, enough to see where a clause with a subject of its own begins.

    A auxiliary, V finite verb, P past form, S subordinator, D determiner, R pronoun, C conjunction, I preposition,
    T "to", U punctuation, N anything else.
    """

    def __init__(self, lists: dict[str, frozenset[str]]) -> None:
        verbs = lists["verbs"]
        self.fixed: Final = {
            word: letter
            for name, letter in (
                ("prepositions", "I"),
                ("conjunctions", "C"),
                ("subordinators", "S"),
                ("determiners", "D"),
                ("pronouns", "R"),
                ("auxiliaries", "A"),
            )
            for word in lists[name]
        } | {"to": "T"}
        self.present: Final = frozenset(map(_third_person, verbs))
        self.past: Final = lists["past"] | frozenset(form for verb in verbs for form in _past(verb))
        self.base: Final = verbs - lists["nouns_too"]
        self.verbs: Final = verbs

    def of(self, words: Sequence[str]) -> str:
        """Give the parts of a run of words, one letter a word."""
        parts, before = [], "U"
        for word in words:
            before = self.fixed.get(word) or self._open(word, before)
            parts.append(before)
        return "".join(parts)

    def _open(self, word: str, before: str) -> str:
        if not word[0].isalnum():
            return "N" if word[0] == "#" and len(word) > 1 else "U"
        if before in "TA":
            return "N"
        if word in self.present:
            return "N" if before in "DI" else "V"
        if word in self.past:
            return "N" if before in "DI" else "P"
        if (word in self.base and before in "NRP") or (word in self.verbs and before == "R"):
            return "V"
        return "N"


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


def _past(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return (verb + "d",)
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb[:-1] + "ied",)
    return (verb + "ed", verb + verb[-1] + "ed")
