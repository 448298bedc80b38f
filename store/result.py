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
    """An answer as it travels: its bytes, or the file that holds them where they are many."""

    media_type: str
    body: bytes
    spooled: str = ""
    """The path of that file, which whoever receives the answer removes; "" where `body` is the answer."""
    size: int = 0
    """The bytes of that file."""
    generation: str = ""
    """The generation it was read from, where the service says it."""


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
