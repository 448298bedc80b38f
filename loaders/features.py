"""Describe clauses by features, as the linear models weigh them: words, cues, surroundings."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from loaders.lexicon import hits_of, load_rules, words_of
from loaders.segment import Clause, Sentence

BOUNDS = (2, 4, 7, 11, 16, 24)
WHOLE = 11
"""A document of more sentences opens and closes as documents do; a shorter one is an excerpt."""
OWN_DENIAL = frozenset({"not-done", "not-consistent"})
"""Cues that deny by themselves, so that a denial before them doesn't turn them round."""


def size(count: int) -> int:
    """Give the step that a number of words stands on."""
    return bisect_left(BOUNDS, count)


def leaning(sentence: Sentence, first: int, last: int) -> str:
    """Give the kind that most cues in a run of words speak for; "-" where there are none."""
    kinds = [hit.rule.speaks_for for hit in sentence.within(first, last, "kind")]
    return max(kinds, key=lambda kind: (kinds.count(kind), kind), default="-")


def named(sentence: Sentence, first: int, last: int) -> set[str]:
    """Give the themes that strong words in a run of words name."""
    return {hit.rule.speaks_for for hit in sentence.within(first, last, "theme") if hit.rule.strong}


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
        *_manner(clause),
    }
    words = sentence.words
    found |= {f"o={words[clause.first]}", f"o2={' '.join(words[clause.first : clause.first + 2])}"}
    found.add(f"size={size(clause.last - clause.first)}")
    if last >= WHOLE:
        found.add(f"place={min(4, sentence.number)},{sentence.number >= last - 1}")
    found.add(f"themes={min(2, len(named(sentence, clause.first, clause.last)))}")
    return found


def described(
    sentences: Sequence[Sentence], clauses_of: Callable[[Sentence], Iterable[Clause]]
) -> Iterator[tuple[Clause, frozenset[str]]]:
    """Give every clause of a document with its features, in order; `clauses_of` says where a sentence parts."""
    last = len(sentences) - 1
    for sentence in sentences:
        earlier = sentences[sentence.number - 1] if sentence.number else None
        for clause in clauses_of(sentence):
            yield clause, frozenset(clause_features(clause, earlier, last))


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
    hits = sentence.within(clause.first, clause.last, "kind")
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
    own = leaning(sentence, clause.first, clause.last)
    opens, closes = clause.first <= 2, clause.last >= len(words) - 2
    yield f"part={opens},{closes}"
    if not opens:
        joined = " ".join(word for word in words[clause.first - 2 : clause.first] if word in connectors)
        left = leaning(sentence, 0, clause.first)
        yield f"joined={joined}"
        yield f"left={left}"
        yield f"left={left}|{joined}|{own}"
    if not closes:
        yield f"right={leaning(sentence, clause.last, len(words))}"
    near = earlier is not None and earlier.block == sentence.block
    yield f"follows={near}"
    yield f"follows={near}|{sentence.context.formal}"
    yield f"earlier={leaning(earlier, 0, len(earlier.words)) if earlier and near else '^'}"
    yield f"begins={words[0]}"


def _manner(clause: Clause) -> Iterable[str]:
    """Tell who speaks, of which times and in how many figures, and with which verbs."""
    sentence, first, last = clause.sentence, clause.first, clause.last
    words, parts = sentence.words[first:last], sentence.parts[first:last]
    cued = bool(sentence.within(first, last, "kind"))
    yield f"own={not load_rules().words['inspectors'].isdisjoint(words)}"
    yield f"figures={min(3, words.count('#num'))}"
    yield f"year={'#year' in words}"
    yield f"year={'#year' in words}|{first == 0}|{cued}"
    yield f"parts={parts[:3]}"
    verbs = [place for place, part in enumerate(parts) if part in "AVP"]
    yield f"verbs={''.join(parts[place] for place in verbs[:3])}"
    finite = next((first + place for place in verbs if parts[place] != "P"), None)
    if finite is not None:
        yield f"does={sentence.stems[finite]}"
        yield f"does={' '.join(sentence.stems[finite : finite + 2])}"
