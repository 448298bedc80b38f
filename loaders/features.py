"""Describe joints and clauses by features, as the linear models weigh them: words, cues, surroundings."""

from collections import Counter
from collections.abc import Iterable

from loaders.lexicon import hits_of, load_rules, words_of
from loaders.phrases import Hit
from loaders.segment import PAUSES, Clause, Sentence
from loaders.words import stem

BOUNDS = (2, 4, 7, 11, 16, 24)
OWN_DENIAL = frozenset({"not-done", "not-consistent"})
"""Cues that deny by themselves, so that a denial before them doesn't turn them round."""


def size(count: int) -> int:
    """Give the step that a number of words stands on."""
    return sum(count > bound for bound in BOUNDS)


def leaning(hits: Iterable[Hit]) -> str:
    """Give the kind that most cues speak for; "-" where there are none."""
    counts = Counter(hit.rule.speaks_for for hit in hits if hit.rule.decides == "kind")
    return max(counts, key=lambda kind: (counts[kind], kind)) if counts else "-"


def named(hits: Iterable[Hit]) -> set[str]:
    """Give the themes that strong words name."""
    return {hit.rule.speaks_for for hit in hits if hit.rule.decides == "theme" and hit.rule.strong}


def clause_features(clause: Clause, earlier: Sentence | None, last: int) -> set[str]:
    """Describe a clause for the question whether it is a finding, and of which kind.

    `earlier` is the sentence before it, `last` the number of the document's last sentence.
    """
    sentence = clause.sentence
    found = {
        *words_and_pairs(clause),
        *_denied(clause),
        *_cues(clause),
        *_layout(clause),
        *_neighbours(clause, earlier),
    }
    words = sentence.words
    found |= {f"o={words[clause.first]}", f"o2={' '.join(words[clause.first : clause.first + 2])}"}
    found.add(f"size={size(clause.last - clause.first)}")
    found.add(f"place={min(4, sentence.number)},{sentence.number >= last - 1}")
    found.add(f"themes={min(2, len(named(sentence.within(clause.first, clause.last))))}")
    return found


def words_and_pairs(clause: Clause) -> Iterable[str]:
    """Give the stems of a clause, and each with the next."""
    sentence = clause.sentence
    stems = sentence.stems
    for place in range(clause.first, clause.last):
        if sentence.is_word(place):
            yield f"w={stems[place]}"
            if place + 1 < clause.last:
                yield f"b={stems[place]} {stems[place + 1]}"


def _denied(clause: Clause) -> Iterable[str]:
    sentence = clause.sentence
    return (f"n={sentence.stems[at]}" for at in range(clause.first, clause.last) if sentence.denied[at])


def _cues(clause: Clause) -> Iterable[str]:
    sentence, formal = clause.sentence, clause.sentence.context.formal
    hits = [hit for hit in sentence.within(clause.first, clause.last) if hit.rule.decides == "kind"]
    kinds = set()
    for hit in hits:
        turned = "!" if sentence.denied[hit.first] and hit.rule.name not in OWN_DENIAL else ""
        kinds.add(hit.rule.speaks_for + turned)
        yield f"cue={hit.rule.name}{turned}"
        yield f"p={hit.rule.phrase}{turned}"
    for kind in kinds:
        yield f"k={kind}"
        yield f"formal={formal}|{kind}"
    yield f"kinds={','.join(sorted(kind for kind in kinds if kind != 'any'))}"
    telling = [hit for hit in hits if hit.rule.speaks_for != "any"]
    if telling:
        yield f"first={telling[0].rule.name}"
        yield f"last={telling[-1].rule.name}"
    yield f"graded={sentence.context.grade}|{bool(kinds)}"


def _layout(clause: Clause) -> Iterable[str]:
    context = clause.sentence.context
    yield f"formal={context.formal}"
    yield f"formal={context.formal}|item={context.lead is not None}|title={context.title}"
    yield f"headed={bool(context.headings)}"
    yield f"graded={context.grade}"
    if context.lead:
        yield "lead"
        yield f"lead={' '.join(words_of(context.lead)[-3:])}"
        yield f"lead|formal={context.formal}"
        yield from (f"lead={hit.rule.name}" for hit in hits_of(context.lead) if hit.rule.decides == "kind")


def _neighbours(clause: Clause, earlier: Sentence | None) -> Iterable[str]:
    sentence, words = clause.sentence, clause.sentence.words
    connectors = load_rules().words["connectors"]
    own = leaning(sentence.within(clause.first, clause.last))
    opens, closes = clause.first <= 2, clause.last >= len(words) - 2
    yield f"part={opens},{closes}"
    if not opens:
        joined = " ".join(word for word in words[clause.first - 2 : clause.first] if word in connectors)
        left = leaning(sentence.within(0, clause.first))
        yield f"joined={joined}"
        yield f"left={left}"
        yield f"left={left}|{joined}|{own}"
    if not closes:
        yield f"right={leaning(sentence.within(clause.last, len(words)))}"
    near = earlier is not None and earlier.block == sentence.block
    yield f"earlier={leaning(earlier.hits) if earlier and near else '^'}"
    yield f"begins={words[0]}"


def joint_features(sentence: Sentence, joint: int) -> set[str]:
    """Describe a place where a sentence may part."""
    lists, words, parts = load_rules().words, sentence.words, sentence.parts
    end = len(words)
    sign = (words[joint - 1] if words[joint - 1] in PAUSES else "") + (
        words[joint] if words[joint] in lists["joints"] else ""
    )
    right = joint
    while right < end - 1 and right < joint + 2 and words[right] in lists["joints"]:
        right += 1
    chief = [at for at in sentence.joints if words[at] in lists["chief_joints"] or words[at - 1] in PAUSES]
    left_edge = max((at for at in chief if at < joint), default=0)
    right_edge = min((at for at in chief if at > right), default=end)
    near_left, near_right = sentence.within(left_edge, joint), sentence.within(right, right_edge)
    lean_left, lean_right = leaning(near_left), leaning(near_right)
    verb_left, verb_right = _verb(parts, left_edge, joint), _verb(parts, right, right_edge)
    opening = next((part for part in parts[right:] if part != "U"), "-")
    after = words[right] if right < end else ""
    before = words[joint - 2] if words[joint - 1] in PAUSES and joint > 1 else words[joint - 1]
    same = _sameness(named(near_left), named(near_right))
    subject = after in lists["subjects"]
    points = after in lists["pointers"]
    found = {
        f"j={sign}",
        f"after={after}",
        f"after={stem(after)}" if after else "after",
        f"after2={' '.join(words[right : right + 2])}",
        f"before={before}",
        f"begins={words[0]}",
        f"j={sign}|after={after}",
        f"whole={leaning(sentence.within(0, joint))}>{leaning(sentence.within(right, end))}",
        f"near={lean_left}>{lean_right}",
        f"j={sign}|near={lean_left}>{lean_right}",
        f"has={lean_left != '-'},{lean_right != '-'}",
        f"j={sign}|has={lean_left != '-'},{lean_right != '-'}",
        f"verbs={sign}|{verb_left}|{verb_right}",
        f"verbs={verb_left}|{verb_right}|{opening}",
        f"verbs={sign}|{opening}|{verb_right}",
        f"verbs={sign}|{_verb(parts, 0, joint)}|{_verb(parts, right, end)}|{opening}",
        f"verb={verb_right}",
        f"verb={verb_right}|{opening}",
        f"parts={parts[right : right + 4]}",
        f"parts={sign}|{parts[right : right + 3]}",
        f"parts={sign}|before={parts[max(0, joint - 3) : joint - 1]}",
        f"reach={sign}|{_reach(parts, right, right_edge)}",
        f"same={same}|{verb_right}",
        f"same={same}|{sign}|{verb_right}",
        f"same={same}|{lean_left == lean_right}|{verb_right}|{verb_left}",
        f"alike={lean_left == lean_right}|{verb_right}|{verb_left}",
        f"points={points}|{same}|{verb_right}",
        f"subject={sign}|{subject}|{_reach(parts, right, right_edge) < 6}",
        f"size={sign}|left={size(joint)}",
        f"size={sign}|right={size(end - right)}",
        f"size={size(joint - left_edge)},{size(right_edge - right)}",
        f"size={size(right_edge - right)}|{subject}",
        f"formal={sentence.context.formal}|{sign}",
        f"item={sentence.context.lead is not None}|{sign}",
        f"semicolon={';' in words}|{sign}",
    }
    found |= {
        f"near={word}|{sign}"
        for word in words[max(0, joint - 6) : joint]
        if word in ("both", "either", "between", "how", "that", "to", "whether")
    }
    return found


def _verb(parts: str, first: int, last: int) -> str:
    """Give the surest finite verb in a run: A outside any subordinate clause, p a past form, s within one, 0 none."""
    subordinate, best = False, "0"
    for part in parts[first:last]:
        if part == "S":
            subordinate = True
        elif part in "AV":
            if not subordinate:
                return "A"
            best = "s"
        elif part == "P" and not subordinate and best == "0":
            best = "p"
    return best


def _reach(parts: str, first: int, last: int) -> int:
    """Give how many words stand before the first verb of a run; 7 for seven and more, or none."""
    return next((place for place, part in enumerate(parts[first:last]) if part in "AVP" and place < 7), 7)


def _sameness(left: set[str], right: set[str]) -> str:
    if left and right:
        return "same" if left & right else "other"
    return "left" if left else "right" if right else "none"
