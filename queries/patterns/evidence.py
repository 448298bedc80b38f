"""Open a pattern down to its findings: the sentences, the assessments they stand in, and their addresses."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from ontology.kinds import KINDS
from queries.patterns.result import Evidence
from queries.project import POLARITIES, Cell, Polarity, columns
from queries.reader import Asked

if TYPE_CHECKING:
    import networkx

_QUOTES: Final = """
SELECT ?finding ?quote ?assessment ?source WHERE {{
  {{ SELECT DISTINCT ?finding WHERE {{
    VALUES ?theme {{ {themes} }} VALUES ?class {{ {classes} }} ?finding peel:theme ?theme ; a ?class .
  }} }}
  ?finding peel:quote ?quote ; peel:assessment ?assessment .
  OPTIONAL {{ ?assessment dcterms:source ?source }}
}}
"""


def evidence(
    reader: Asked, graph: "networkx.Graph[str]", behind: Mapping[Cell, tuple[str, ...]], polarity: Polarity
) -> dict[Cell, tuple[Evidence, ...]]:
    """Give the findings of each (force, theme) cell with their words, in one query; the cells say which are wanted."""
    quotes = _quotes(reader, {theme for _, theme in behind}, polarity)
    label = graph.nodes(data="label")
    return {
        (force, theme): tuple(
            Evidence(finding, force, label[force], theme, label[theme], *quotes[finding]) for finding in found
        )
        for (force, theme), found in behind.items()
    }


def _quotes(reader: Asked, themes: Iterable[str], polarity: Polarity) -> dict[str, tuple[str, str, str]]:
    """Give finding -> quote, assessment, source; of several sources the first by name."""
    known = " ".join(f"<{theme}>" for theme in sorted(themes))
    if not known:
        return {}
    classes = " ".join(str(KINDS[kind]) for kind in POLARITIES[polarity])
    frame = columns(reader, _QUOTES.format(themes=known, classes=classes)).sort("finding", "source", descending=True)
    return {finding: (quote, assessment, source) for finding, quote, assessment, source in frame.iter_rows()}
