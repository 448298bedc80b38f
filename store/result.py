"""What a store answers with."""

from dataclasses import asdict, dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT: its variables, and a row a solution; None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it travels."""

    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of one generation, counted in the store."""

    generation: str
    statements: int
    graphs: int
    forces: int
    assessments: int
    findings: int
    strengths: int
    areas_for_improvement: int
    causes_of_concern: int
    progress: int
    watch: int
    judgements: int
    recommendations: int
    partners: int
    initiatives: int

    def as_dict(self) -> dict[str, int | str]:
        """Give the figures by name, in the order above."""
        return asdict(self)
