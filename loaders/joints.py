"""Describe the places where a sentence may part: what stands on either side, for the model `joint`."""

from collections.abc import Iterator
from typing import NamedTuple

from loaders.features import leaning, named, size
from loaders.lexicon import load_rules
from loaders.segment import PAUSES, Sentence
from loaders.words import stem

NEAR = 5
"""So many words on either side count by themselves."""
HINGES = frozenset({"both", "either", "between", "how", "that", "to", "whether"})
"""Words before a joint that reach over it."""
NO_VERB = "SDRCITUN"
"""Parts of words that are no verb; see `words.Parts`."""
MINOR = dict.fromkeys(map(ord, "DRITUN"))
"""Parts that tell little of how a sentence is built."""


class _Joint(NamedTuple):
    """A joint with what several descriptions of it need."""

    place: int
    right: int
    """The first word after the one or two that join."""
    sign: str
    """What joins: the sign and the word."""
    left_edge: int
    right_edge: int
    """Where the runs beside it begin and end: at the next chief joints."""
    verb_left: str
    verb_right: str


def joint_features(sentence: Sentence, place: int) -> set[str]:
    """Describe a place where a sentence may part: before the word of that number."""
    joint = _joint(sentence, place)
    return {
        *_signs(sentence, joint),
        *_meaning(sentence, joint),
        *_grammar(sentence, joint),
        *_words(sentence, joint),
        *_measures(sentence, joint),
    }


def _joint(sentence: Sentence, place: int) -> _Joint:
    lists, words, parts = load_rules().words, sentence.words, sentence.parts
    joints, chief = lists["joints"], lists["chief_joints"]
    right = place
    while right < len(words) - 1 and right < place + 2 and words[right] in joints:
        right += 1
    pause = words[place - 1] if words[place - 1] in PAUSES else ""
    sign = pause + (words[place] if words[place] in joints else "")
    left_edge, right_edge = 0, len(words)
    for at in sentence.joints:
        if words[at] in chief or words[at - 1] in PAUSES:
            if at < place:
                left_edge = at
            elif at > right:
                right_edge = at
                break
    return _Joint(
        place,
        right,
        sign,
        left_edge,
        right_edge,
        _verb(parts, left_edge, place),
        _verb(parts, right, right_edge),
    )


def _signs(sentence: Sentence, known: _Joint) -> Iterator[str]:
    words, joint, right, sign = sentence.words, known.place, known.right, known.sign
    after = words[right]
    before = words[joint - 2] if words[joint - 1] in PAUSES and joint > 1 else words[joint - 1]
    yield f"j={sign}"
    yield f"after={after}"
    yield f"after={stem(after)}"
    yield f"after2={' '.join(words[right : right + 2])}"
    yield f"before={before}"
    yield f"begins={words[0]}"
    yield f"j={sign}|after={after}"
    yield f"formal={sentence.context.formal}|{sign}"
    yield f"item={sentence.context.lead is not None}|{sign}"
    yield f"semicolon={';' in words}|{sign}"
    yield from (f"near={word}|{sign}" for word in words[max(0, joint - 6) : joint] if word in HINGES)


def _meaning(sentence: Sentence, known: _Joint) -> Iterator[str]:
    joint, right, sign, left_edge, right_edge, verb_left, verb_right = known
    end = len(sentence.words)
    lean_left, lean_right = leaning(sentence, left_edge, joint), leaning(sentence, right, right_edge)
    same = _sameness(named(sentence, left_edge, joint), named(sentence, right, right_edge))
    points = sentence.words[right] in load_rules().words["pointers"]
    has = f"{lean_left != '-'},{lean_right != '-'}"
    yield f"whole={leaning(sentence, 0, joint)}>{leaning(sentence, right, end)}"
    yield f"near={lean_left}>{lean_right}"
    yield f"j={sign}|near={lean_left}>{lean_right}"
    yield f"has={has}"
    yield f"j={sign}|has={has}"
    yield f"same={same}|{verb_right}"
    yield f"same={same}|{sign}|{verb_right}"
    yield f"same={same}|{lean_left == lean_right}|{verb_right}|{verb_left}"
    yield f"alike={lean_left == lean_right}|{verb_right}|{verb_left}"
    yield f"points={points}|{same}|{verb_right}"
    yield f"denied={True in sentence.denied[:joint]},{True in sentence.denied[right:]}"


def _grammar(sentence: Sentence, known: _Joint) -> Iterator[str]:
    joint, right, sign, _, right_edge, verb_left, verb_right = known
    parts, end = sentence.parts, len(sentence.words)
    opening = parts[right:].lstrip("U")[:1] or "-"
    subject = sentence.words[right] in load_rules().words["subjects"]
    reach = _reach(parts, right, right_edge)
    yield f"verbs={sign}|{verb_left}|{verb_right}"
    yield f"verbs={verb_left}|{verb_right}|{opening}"
    yield f"verbs={sign}|{opening}|{verb_right}"
    yield f"verbs={sign}|{_verb(parts, 0, joint)}|{_verb(parts, right, end)}|{opening}"
    yield f"verb={verb_right}"
    yield f"verb={verb_right}|{opening}"
    yield from (f"parts={length}|{parts[right : right + length]}" for length in (2, 4, 5))
    yield f"parts={sign}|{parts[right : right + 3]}"
    yield f"parts={sign}|before={parts[max(0, joint - 3) : joint - 1]}"
    yield f"before={parts[max(0, joint - 4) : joint - 1]}"
    yield f"reach={sign}|{reach}"
    yield f"subject={sign}|{subject}|{reach < 6}"
    yield f"size={size(right_edge - right)}|{subject}"
    yield f"run={parts[:joint].translate(MINOR)[-4:]}|{parts[right:].translate(MINOR)[:4]}"
    finite = [min(3, run.count("A") + run.count("V")) for run in (parts[:joint], parts[joint:])]
    yield f"finite={finite[0]},{finite[1]}|{sentence.words[joint]}"


def _words(sentence: Sentence, known: _Joint) -> Iterator[str]:
    stems, parts, joint, right = sentence.stems, sentence.parts, known.place, known.right
    yield from (f"r={word}" for word in stems[right : right + NEAR])
    yield from (f"l={word}" for word in stems[max(0, joint - NEAR) : joint])
    verb = right + _before_verb(parts[right : right + NEAR])
    subject = parts[right:verb]
    yield f"subject={' '.join(stems[right:verb])}"
    yield f"subject={subject}"
    yield f"subject={known.sign}|{subject}"
    if verb < len(parts):
        yield f"does={stems[verb]}"
        yield f"does={' '.join(stems[verb : verb + 2])}"


def _measures(sentence: Sentence, known: _Joint) -> Iterator[str]:
    joint, right, sign, left_edge, right_edge, *_ = known
    words, end = sentence.words, len(sentence.words)
    word = words[joint]
    yield f"size={sign}|left={size(joint)}"
    yield f"size={sign}|right={size(end - right)}"
    yield f"size={size(joint - left_edge)},{size(right_edge - right)}"
    yield f"share={5 * joint // end}"
    yield f"length={end // 6}|{3 * joint // end}|{word}"
    yield f"joints={min(4, len(sentence.joints))}|{sentence.joints.index(joint)}"
    yield f"commas={min(4, words.count(','))}|{words[joint - 1] == ','}|{word}"


def _verb(parts: str, first: int, last: int) -> str:
    """Give the surest finite verb in a run: A outside any subordinate clause, p a past form, s within one, 0 none."""
    main, _, subordinate = parts[first:last].partition("S")
    if "A" in main or "V" in main:
        return "A"
    if "A" in subordinate or "V" in subordinate:
        return "s"
    return "p" if "P" in main else "0"


def _reach(parts: str, first: int, last: int) -> int:
    """Give how many words stand before the first verb of a run; 7 for seven and more, or none."""
    run = parts[first : min(last, first + 7)]
    before = _before_verb(run)
    return before if before < len(run) else 7


def _before_verb(run: str) -> int:
    """Give how many words of a run stand before its first verb; all where it has none."""
    return len(run) - len(run.lstrip(NO_VERB))


def _sameness(left: set[str], right: set[str]) -> str:
    if left and right:
        return "same" if left & right else "other"
    return "left" if left else "right" if right else "none"
