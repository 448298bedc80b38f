"""Shared weaknesses: themes weak in more forces than chance allows, and groups of forces that share several.

Question: what do the assessments of many forces criticise, and which forces are criticised for the same things?

Population: the forces with an assessment in scope. A force counts for a theme only where its assessments judge the
theme at all, well or badly: what was not inspected is neither weak nor strong. `overall-performance` is no topic and
is left out.

Measure: the number of forces weak against what chance gives, as `candidates` tells with its sources and assumptions
(exact tests, corrected for all that was tried; nothing is drawn at random). The effect is the share of forces above
chance, with the 95 % Wilson interval of the share.

How to misread it: as a ranking of gravity (it counts forces, not how serious a finding is); as the present (all years
are taken together unless a programme is named); as praise of the forces that are not named.

Complexity: findings n log n; themes times forces squared; each group found forces squared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import numpy as np
from pyoxigraph import NamedNode

from ontology.iris import concept
from queries import parameters, project
from queries.errors import TooLittleData
from queries.parameters import Parameter
from queries.patterns.candidates import Candidate, group_candidates, theme_candidates, unlike
from queries.patterns.evidence import evidence
from queries.patterns.result import Evidence, Item, PatternInfo, PatternResult, Thing
from queries.patterns.statistics import wilson
from queries.reader import Asked

if TYPE_CHECKING:
    import networkx
    from numpy.typing import NDArray

PROGRAMME: Final = Parameter(
    name="programme",
    type="programme",
    default=None,
    required=False,
    description="only assessments of this programme; else those of all years",
    example="peel-2023-25",
)
FORCES: Final = Parameter(
    name="minimum_forces",
    type="integer",
    default="5",
    required=False,
    description="the fewest forces: judged on a theme for it to be tested, or in a group for it to be shown",
    example="8",
)
THEMES: Final = Parameter(
    name="minimum_themes",
    type="integer",
    default="3",
    required=False,
    description="the fewest themes that a group shares",
    example="2",
)
LIMIT: Final = Parameter(
    name="limit",
    type="integer",
    default="5",
    required=False,
    description="at most this many themes, and as many groups",
    example="10",
)
INFO: Final = PatternInfo(
    name="shared-weaknesses",
    title="Shared weaknesses",
    question="Which themes are weak in more forces than chance allows, and which forces share several weak themes?",
    parameters=(PROGRAMME, FORCES, THEMES, LIMIT),
    reading=(
        "Support is the number of forces criticised; assessed, of those whose assessments judge the themes at all; "
        "expected, what chance would give. Effect is the share of the assessed forces above chance, with a 95 % "
        "interval. Where q is at most 0.05, chance is an unlikely explanation; the other items may be chance."
    ),
    cannot_show=(
        "That a force without such a finding is free of the weakness: it may not have been inspected on it. All years "
        "are taken together unless a programme is named, so a weakness may be over. It counts forces, not how grave a "
        "finding is."
    ),
)
METHOD: Final = (
    "Themes: exact Poisson-binomial tail that keeps each force's share of weak themes, Benjamini-Hochberg. Groups: the "
    "same tail under the bipartite configuration model of the judged cells, Bonferroni over all sets of themes, "
    "layered by size. Nothing is drawn at random, so there is no seed."
)
LEAST_FORCES: Final = 10
LEAST_THEMES: Final = 5
SIGNIFICANT: Final = 0.05
NOT_A_TOPIC: Final = concept("theme", "overall-performance")


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Forces by themes, both sorted by IRI: which cells are judged, and which of these are weak."""

    forces: tuple[Thing, ...]
    themes: tuple[Thing, ...]
    judged: "NDArray[np.bool_]"
    weak: "NDArray[np.bool_]"


def find(reader: Asked, values: Mapping[str, str]) -> PatternResult:
    """Find the pattern. Raises WrongParameter, and TooLittleData under 10 forces or 5 themes in scope."""
    words = parameters.chosen(INFO.parameters, values)
    programme = _programme(words, reader)
    forces, themes, limit = (
        parameters.number(parameter, words[parameter.name], least, 10_000)
        for parameter, least in ((FORCES, 2), (THEMES, 2), (LIMIT, 1))
    )
    forces_known, themes_known = project.inspected(reader, programme), project.themes(reader)
    behind = project.findings_behind(reader, "weak", programme)
    network = project.bipartite(forces_known, themes_known, behind, project.about(reader, "weak", programme))
    matrix = _matrix(network, project.findings_behind(reader, "any", programme))
    tested = theme_candidates(matrix.weak, matrix.judged, forces)
    groups = group_candidates(matrix.weak, matrix.judged, forces, themes)
    for candidate in tested:
        theme = matrix.themes[candidate.themes[0]].iri
        network.nodes[theme].update(judged=candidate.assessed, p=_brief(candidate.p), q=_brief(candidate.q))
    common = [candidate for candidate in tested if len(candidate.forces) >= forces]
    shown = [*common[:limit], *unlike(groups, limit)]
    cells = evidence(reader, network, {cell: behind[cell] for cell in _cells(shown, matrix)}, "weak")
    return PatternResult(
        info=INFO,
        generation=reader.generation,
        parameters={"programme": network.graph["programme"], FORCES.name: forces, THEMES.name: themes, "limit": limit},
        population={"forces": len(matrix.forces), "themes": len(matrix.themes), "weak_cells": int(matrix.weak.sum())},
        tried={"themes": len(tested), "groups": len(groups)},
        method=METHOD,
        versions={name: version(name) for name in ("networkx", "numpy", "polars", "scipy")},
        items=tuple(_item(candidate, matrix, cells) for candidate in shown),
        network=network,
    )


def _programme(words: Mapping[str, str], reader: Asked) -> NamedNode | None:
    if PROGRAMME.name not in words:
        return None
    (programme,) = parameters.read(PROGRAMME, words[PROGRAMME.name], reader)
    return programme if isinstance(programme, NamedNode) else None


def _matrix(network: "networkx.Graph[str]", judged: Mapping[project.Cell, tuple[str, ...]]) -> _Matrix:
    """Lay the network out as a matrix over the themes judged anywhere; refuse one that is too small to speak of."""
    label = network.nodes(data="label")
    forces = [force for force, kind in network.nodes(data="kind") if kind == "force"]
    themes = sorted({theme for _, theme in judged if theme in network} - {NOT_A_TOPIC})
    if len(forces) < LEAST_FORCES or len(themes) < LEAST_THEMES:
        raise TooLittleData(
            f"{INFO.name}: {len(forces)} forces with an assessment in scope and {len(themes)} themes judged are too "
            f"few to tell a pattern from chance (at least {LEAST_FORCES} and {LEAST_THEMES}); load more assessments, "
            "or ask about all programmes"
        )
    return _Matrix(
        forces=tuple(Thing(force, label[force]) for force in forces),
        themes=tuple(Thing(theme, label[theme]) for theme in themes),
        judged=np.array([[(force, theme) in judged for theme in themes] for force in forces]),
        weak=np.array([[network.has_edge(force, theme) for theme in themes] for force in forces]),
    )


def _cells(shown: list[Candidate], matrix: _Matrix) -> list[project.Cell]:
    return sorted(
        {
            (matrix.forces[force].iri, matrix.themes[theme].iri)
            for candidate in shown
            for force in candidate.forces
            for theme in candidate.themes
        }
    )


def _item(candidate: Candidate, matrix: _Matrix, cells: Mapping[project.Cell, tuple[Evidence, ...]]) -> Item:
    forces = tuple(matrix.forces[force] for force in candidate.forces)
    themes = tuple(matrix.themes[theme] for theme in candidate.themes)
    chance = candidate.expected / candidate.assessed
    low, high = wilson(len(forces), candidate.assessed)
    return Item(
        kind="theme" if len(themes) == 1 else "group",
        statement=_statement(candidate, themes),
        themes=themes,
        forces=forces,
        support=len(forces),
        assessed=candidate.assessed,
        expected=_brief(candidate.expected),
        effect=_brief(len(forces) / candidate.assessed - chance),
        low=_brief(low - chance),
        high=_brief(high - chance),
        p=_brief(candidate.p),
        q=_brief(candidate.q),
        findings=tuple(found for force in forces for theme in themes for found in cells[force.iri, theme.iri]),
    )


def _statement(candidate: Candidate, themes: tuple[Thing, ...]) -> str:
    """Say it in one sentence: "34 of 37 forces judged on responding to the public are criticised on it; …"."""
    labels = [theme.label[0].lower() + theme.label[1:] for theme in themes]
    topics = " and ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))
    judged = f"{len(candidate.forces)} of {candidate.assessed} forces judged on {topics} are criticised on"
    what = "it" if len(themes) == 1 else "each of them"
    doubt = "" if candidate.q <= SIGNIFICANT else ", and so many tries may well give the difference"
    return f"{judged} {what}; chance alone would give about {candidate.expected:.1f}{doubt}."


def _brief(number: float) -> float:
    """Keep four figures: more would differ between machines and mean nothing."""
    return float(f"{number:.4g}")
