"""Partners and initiatives: with whom a finding says the force works, and by what named schemes."""

import re
from collections.abc import Iterator

from loaders.lexicon import load_rules, words_of
from loaders.linear import load_model, logistic
from loaders.model import Partner
from loaders.patterns import plain
from ontology.reference import load_reference

Mention = tuple[int, int, str, str | None]
"""Start, end, partner type, and the organisation's own name where one is named."""


LIKELY = 0.5
"""From this probability on, a mention is a partner."""


def partners(text: str, own: str | None) -> tuple[Partner, ...]:
    """Give the organisations, and kinds of organisation, that a passage calls partners, in order."""
    if not _speaks_of_others(text):
        return ()
    model = load_model("partner")
    return tuple(
        Partner(text[start:end], kind, name)
        for start, end, kind, name in mentions(text, own)
        if logistic(model.scores(partner_features(text, start, end, kind))[0]) >= LIKELY
    )


def _speaks_of_others(text: str) -> bool:
    """Tell quickly whether a passage can mention an organisation at all, which most don't."""
    return load_rules().organisation.search(text) is not None


def mentions(text: str, own: str | None) -> tuple[Mention, ...]:
    """Give every mention of an organisation, longest first where they overlap; `own` is the force judged."""
    straight = plain(text)
    found = [*_forces(straight, own)]
    for kind, pattern in load_rules().partners:
        found += [(*match.span(), kind, _name(match.group())) for match in pattern.finditer(straight) if match.group()]
    found.sort(key=lambda item: (item[2] == "unspecified", item[0] - item[1], item[0]))
    kept: list[Mention] = []
    for item in found:
        if all(item[1] <= other[0] or item[0] >= other[1] for other in kept):
            kept.append(item)
    return tuple(sorted(kept))


def initiatives(text: str) -> tuple[str, ...]:
    """Give the named initiatives of a passage, as written, each once."""
    return tuple(dict.fromkeys(text[slice(*match.span())] for match in load_rules().initiatives.finditer(plain(text))))


def _forces(straight: str, own: str | None) -> Iterator[Mention]:
    for force in load_reference().forces:
        if force.slug != own and force.name in straight:
            yield from (
                (*match.span(), "other-force", force.name) for match in re.finditer(re.escape(force.name), straight)
            )


def _name(mention: str) -> str | None:
    """Give the name of an organisation that a mention names: one whose chief words are capitals."""
    words = [word for word in mention.split() if word.lower() not in ("the", "of", "and", "its", "a", "an")]
    named = len(words) >= 2 and all(word[0].isupper() for word in words)
    return " ".join(mention.removeprefix("the ").removeprefix("The ").split()) if named else None


def partner_features(text: str, start: int, end: int, kind: str) -> Iterator[str]:
    """Describe a mention of an organisation for the question whether a passage calls it a partner."""
    before, after, mention = words_of(text[:start]), words_of(text[end:]), words_of(text[start:end])
    yield f"type={kind}"
    yield f"b1={' '.join(before[-1:])}"
    yield f"b1={' '.join(before[-1:])}|type={kind}"
    yield f"b2={' '.join(before[-2:])}"
    yield f"a1={' '.join(after[:1])}"
    yield f"first={not before}"
    yield f"mention={' '.join(mention[-1:])}"
    yield f"whole={' '.join(mention)}"
    yield from (f"w={word}" for word in set(before[-8:]))
    yield from (f"v={word}" for word in set(after[:5]))
    together = not load_rules().together.isdisjoint([*before, *after])
    yield f"together={together}"
    yield f"together={together}|type={kind}"
