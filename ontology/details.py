"""What a finding says beside its verdict: its words, with whom, by what schemes, and what should be done by when.

Made by the loaders when a document is read, and anew where a person puts it right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ontology.iris import Names, concept, digest, normalise
from ontology.reference import load_reference
from ontology.statements import Node, Said, english, say, texts
from ontology.terms import ORG, PEEL, RDF, SKOS

COMPANY: Final = frozenset({PEEL.partnerType, PEEL.partner, PEEL.mention, PEEL.initiative})
"""The properties of a finding that tell of partners and initiatives."""


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation, or a kind of organisation, that a finding says the force works with."""

    mention: str
    type: str
    """A slug of the partner types."""
    name: str | None = None
    """The organisation's own name, where the mention names one."""


@dataclass(frozen=True, slots=True)
class Details:
    """What a finding says; partners and initiatives sorted, the action with single spaces."""

    quote: str
    partners: tuple[Partner, ...] = ()
    initiatives: tuple[str, ...] = ()
    action: str | None = None
    deadline: str | None = None


def partner_order(partner: Partner) -> tuple[str, str, str]:
    """Give what partners are sorted by."""
    return partner.type, partner.mention, partner.name or ""


def partner_triples(finding: NamedNode, partners: Sequence[Partner], names: Names) -> Iterator[Triple]:
    """Tell of the partners of a finding: their kinds, the organisations named, and the words that mention them."""
    forces = _force_labels()
    for partner in partners:
        kind = NamedNode(concept("partner-type", partner.type))
        yield from say(finding, (PEEL.partnerType, kind))
        yield from mention_triples(finding, finding, partner)
        if partner.name in forces:  # a partner that is a force is that force
            yield from say(finding, (PEEL.partner, NamedNode(names.force(forces[partner.name]))))
        elif partner.name:
            organisation = NamedNode(names.partner(partner.name))
            yield from say(finding, (PEEL.partner, organisation))
            yield from say(
                organisation,
                (RDF.type, PEEL.Partner),
                (SKOS.prefLabel, english(partner.name)),
                (ORG.classification, kind),
            )


def mention_triples(node: Node, under: NamedNode, partner: Partner) -> Iterator[Triple]:
    """Say of a node that it mentions a partner; the mention's identifier stands under another's."""
    mention = NamedNode(f"{under.value}/mention/{digest(partner.type, partner.mention, partner.name or '')}")
    yield from say(node, (PEEL.mention, mention))
    yield from say(
        mention,
        (RDF.type, PEEL.Mention),
        (SKOS.prefLabel, english(partner.mention)),
        (ORG.classification, NamedNode(concept("partner-type", partner.type))),
        (PEEL.organisationName, Literal(partner.name) if partner.name else None),
    )


def initiative_triples(finding: NamedNode, initiatives: Sequence[str], force: str, names: Names) -> Iterator[Triple]:
    """Tell of the initiatives of a finding. Two forces may each have an "Operation Falcon": a name alone makes none."""
    for name in initiatives:
        initiative = NamedNode(names.initiative(name, force))
        yield from say(finding, (PEEL.initiative, initiative))
        yield from say(initiative, (RDF.type, PEEL.Initiative), (SKOS.prefLabel, english(name)))


def action_triples(
    node: NamedNode, finding: NamedNode, forces: Sequence[NamedNode], action: str, deadline: str | None
) -> Iterator[Triple]:
    """Tell of what should be done: the recommendation `node`, which arises from a finding. Its type is said apart."""
    yield from say(
        node,
        *((PEEL.addressedTo, force) for force in forces),
        (PEEL.arisesFrom, finding),
        (PEEL.action, Literal(action)),
        (SKOS.prefLabel, english(action)),
        (PEEL.deadlineText, Literal(deadline) if deadline else None),
    )


def partners_of(said: Said, graph: Mapping[Node, Said]) -> tuple[Partner, ...]:
    """Read partners back from what is said of a finding, or of what was decided on one."""
    found = []
    for node in said.get(PEEL.mention, ()):
        mention = graph[node] if isinstance(node, NamedNode) else {}
        kind = str(mention[ORG.classification][0]).strip("<>").rpartition("/")[2]
        name = next(iter(texts(mention, PEEL.organisationName)), None)
        found.append(Partner(texts(mention, SKOS.prefLabel)[0], kind, name))
    return tuple(sorted(found, key=partner_order))


def initiatives_of(said: Said, quote: str, graph: Mapping[Node, Said]) -> tuple[str, ...]:
    """Read the names of initiatives back; of several ways of writing one, that of the quote."""
    found = []
    for node in said.get(PEEL.initiative, ()):
        labels = texts(graph.get(node, {}), SKOS.prefLabel) if isinstance(node, NamedNode) else ()
        within = [label for label in labels if normalise(label) in normalise(quote)]
        found += [*within, *labels][:1]
    return tuple(sorted(found))


@cache
def _force_labels() -> dict[str, str]:
    return {label: known.slug for known in load_reference().forces for label in (known.name, *known.aliases)}
