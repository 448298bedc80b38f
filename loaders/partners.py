"""Partners and initiatives: with whom a finding says the force works, and by what named schemes."""

from collections.abc import Iterator
from typing import NamedTuple

from loaders.lexicon import NO_PARTNER, hits_of, load_rules
from loaders.linear import load_model, logistic
from loaders.model import Partner
from loaders.patterns import plain
from loaders.phrases import Hit, Rule
from loaders.segment import Clause
from ontology.reference import load_reference

UNSPECIFIED = "unspecified"
LIKELY = 0.3
"""From this probability on, a mention is a partner."""
AROUND = 8, 5
"""So many words before and after a mention are weighed."""


class Mention(NamedTuple):
    """An organisation, or a kind of one, mentioned in a sentence: from word `first` up to, not including, `last`."""

    first: int
    last: int
    type: str
    force: str | None
    """The slug of the force that it names."""


def partners(clause: Clause, text: str, own: str | None) -> tuple[Partner, ...]:
    """Give the organisations, and kinds of organisation, that a finding calls partners, in order.

    `text` is the document's, `own` the force judged, which is no partner of its own.
    """
    found = mentions(clause, own)
    if not found:
        return ()
    model, sentence = load_model("partner"), clause.sentence
    return tuple(
        _partner(text[sentence.starts[known.first] : sentence.ends[known.last - 1]], known)
        for known in found
        if logistic(model.score(partner_features(clause, known))) >= LIKELY
    )


def mentions(clause: Clause, own: str | None) -> list[Mention]:
    """Give every mention of an organisation in a clause, in order; the longest where several overlap."""
    sentence = clause.sentence
    hits = sentence.within(clause.first, clause.last, "partner")
    if not hits:
        return []
    hits.sort(key=_rank)
    taken: set[int] = set()
    kept = []
    for hit in hits:
        places = range(hit.first, hit.last)
        if taken.isdisjoint(places):
            taken.update(places)
            force = _force(hit.rule)
            if hit.rule.speaks_for != NO_PARTNER and not (force and force == own):
                kept.append(Mention(_opening(clause, hit.first, taken), hit.last, hit.rule.speaks_for, force))
    return sorted(kept)


def _rank(hit: Hit) -> tuple[int, bool, int, str]:
    """Put longer mentions first, and of equally long ones those that tell what they mention."""
    return hit.first - hit.last, hit.rule.speaks_for == UNSPECIFIED, hit.first, hit.rule.speaks_for


def _opening(clause: Clause, first: int, taken: set[int]) -> int:
    """Give where a mention opens with the words of rank and place before its own: "the local", "its neighbouring"."""
    ranks = load_rules().words["ranks"]
    while first > clause.first and clause.sentence.words[first - 1] in ranks and first - 1 not in taken:
        first -= 1
    return first


def named(mention: str, kind: str, own: str | None) -> str | None:
    """Give the organisation's own name where words that mention a body of a type name one."""
    for hit in hits_of(mention):
        if hit.rule.decides == "partner" and hit.rule.speaks_for == kind:
            force = _force(hit.rule)
            if not force:
                return _name(mention)
            if force != own:
                return load_reference().force(force).name
    return None


def _force(rule: Rule) -> str | None:
    """Give the slug of the force whose name a rule is."""
    return rule.name if rule.name != rule.speaks_for else None


def _partner(mention: str, known: Mention) -> Partner:
    name = load_reference().force(known.force).name if known.force else _name(mention)
    return Partner(mention, known.type, name)


def _name(mention: str) -> str | None:
    """Give the name of an organisation that a mention names: one whose chief words are capitals."""
    words = [word for word in mention.split() if word.lower() not in ("the", "of", "and", "its", "a", "an")]
    named = len(words) >= 2 and all(word[0].isupper() for word in words)
    return " ".join(mention.removeprefix("the ").removeprefix("The ").split()) if named else None


def initiatives(text: str) -> tuple[str, ...]:
    """Give the named initiatives of a passage, as written, each once."""
    return tuple(dict.fromkeys(text[slice(*match.span())] for match in load_rules().initiatives.finditer(plain(text))))


def partner_features(clause: Clause, known: Mention) -> Iterator[str]:
    """Describe a mention of an organisation for the question whether a finding calls it a partner."""
    words, kind = clause.sentence.words, known.type
    before, after = words[clause.first : known.first], words[known.last : clause.last]
    mention = words[known.first : known.last]
    near = [word for word in before[-AROUND[0] :] if word in load_rules().together]
    close = [word for word in after[: AROUND[1]] if word in load_rules().together]
    yield f"before={bool(near)}"
    yield f"before={bool(near)}|after={bool(close)}|type={kind}"
    yield f"near={near[-1] if near else '-'}"
    yield f"type={kind}"
    yield f"b1={' '.join(before[-1:])}"
    yield f"b1={' '.join(before[-1:])}|type={kind}"
    yield f"b2={' '.join(before[-2:])}"
    yield f"a1={' '.join(after[:1])}"
    yield f"first={not before}"
    yield f"mention={mention[-1]}"
    yield f"mention={mention[-1]}|b1={' '.join(before[-1:])}"
    yield f"whole={' '.join(mention)}"
    yield f"named={known.force is not None}"
    yield from (f"w={word}" for word in set(before[-AROUND[0] :]))
    yield from (f"v={word}" for word in set(after[: AROUND[1]]))
    together = not load_rules().together.isdisjoint([*before, *after])
    yield f"together={together}"
    yield f"together={together}|type={kind}"
