"""Parameters of research queries and patterns: their types, and how a word becomes terms of the graph."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.iris import VOCABULARY
from ontology.kinds import KINDS
from ontology.reviews import state
from ontology.terms import XSD
from queries.errors import WrongParameter, suggestion
from queries.reader import Asked

ANY: Final = "any"
"""The value that lifts an optional parameter's restriction, its default too."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed parameter; its name is the SPARQL variable it binds."""

    name: str
    type: str
    default: str | None
    required: bool
    description: str
    example: str


LIMIT: Final = Parameter(
    name="limit",
    type="integer",
    default=None,
    required=False,
    description="at most this many rows, from the top",
    example="20",
)
"""Every research query takes it; it cuts the answer, never the text of the query."""

Term = NamedNode | Literal

_PENDING: Final = ("needs-review", "reopened")
STATES: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: (name,) for name in ("unreviewed", *_PENDING, "accepted", "corrected", "rejected")},
    "pending": _PENDING,
    "undecided": ("unreviewed", *_PENDING),
}
"""Words for review states, and for some of them together."""

# What each type of thing ranges over in the graph.
_RANGES: Final[Mapping[str, str]] = {
    "force": "?thing a peel:Force .",
    "programme": "?thing a peel:Programme .",
    "theme": f"?thing skos:inScheme <{VOCABULARY}/theme> .",
    "question": f"?thing skos:inScheme ?scheme . FILTER(?scheme IN (<{VOCABULARY}/theme>, <{VOCABULARY}/pillar>))",
    "partner-type": f"?thing skos:inScheme <{VOCABULARY}/partner-type> .",
    "status": f"?thing skos:inScheme <{VOCABULARY}/status> .",
    "grade": "?scale a peel:GradeScale . ?thing skos:inScheme ?scale .",
}

_THINGS: Final = """
PREFIX peel: <https://w3id.org/peelgraph/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?name WHERE {{ {range} OPTIONAL {{ ?thing skos:prefLabel|skos:altLabel ?name }} }}
"""

_STATEMENT: Final = """
PREFIX peel: <https://w3id.org/peelgraph/def#>
SELECT ?class WHERE {{
  VALUES ?class {{ peel:Finding peel:Judgement peel:Recommendation peel:Rejected }} {thing} a ?class
}}
"""

_NARROWER: Final = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?narrower WHERE {{ ?narrower skos:broader+ {theme} }}
"""


def _slug(iri: NamedNode) -> str:
    return iri.value.rsplit("/", 1)[-1]


def _things(parameter: Parameter, raw: str, reader: Asked) -> tuple[Term, ...]:
    """Look a word up among the slugs, IRIs and names that the graph knows; a grade may stand on several scales."""
    rows = reader.select(_THINGS.format(range=_RANGES[parameter.type])).rows
    by_name: dict[str, set[NamedNode]] = {}
    for thing, name in rows:
        if isinstance(thing, NamedNode):
            spellings = {_slug(thing), thing.value} | ({name.value.casefold()} if isinstance(name, Literal) else set())
            for spelling in spellings:
                by_name.setdefault(spelling, set()).add(thing)
    found = by_name.get(raw) or by_name.get(raw.casefold())
    if not found:
        slugs = {_slug(thing) for things in by_name.values() for thing in things}
        raise WrongParameter(f"{parameter.name}: no {parameter.type} {raw!r} is known{suggestion(raw, slugs)}")
    return tuple(sorted(found, key=lambda thing: thing.value))


def _theme(parameter: Parameter, raw: str, reader: Asked) -> tuple[Term, ...]:
    """Give a theme and all narrower ones: who asks for vulnerability means domestic abuse too."""
    (theme,) = _things(parameter, raw, reader)
    narrower = (row[0] for row in reader.select(_NARROWER.format(theme=theme)).rows)
    found = {theme, *(term for term in narrower if isinstance(term, NamedNode))}
    return tuple(sorted(found, key=lambda term: term.value))


def _statement(parameter: Parameter, raw: str, reader: Asked) -> tuple[Term, ...]:
    """Look up the IRI of a finding, a judgement or a recommendation."""
    try:
        node = NamedNode(raw)
    except ValueError as error:
        raise WrongParameter(f"{parameter.name}: {raw!r} is not an IRI ({error})") from error
    if not reader.select(_STATEMENT.format(thing=node)).rows:
        raise WrongParameter(f"{parameter.name}: the graph holds no finding, judgement or recommendation {node}")
    return (node,)


def _kind(parameter: Parameter, raw: str, _reader: Asked) -> tuple[Term, ...]:
    if raw not in KINDS:
        raise WrongParameter(f"{parameter.name}: no kind of finding {raw!r} is known{suggestion(raw, KINDS)}")
    return (KINDS[raw],)


def number(parameter: Parameter, raw: str, least: int, most: int) -> int:
    """Read a whole number between two bounds; raises WrongParameter."""
    # isdecimal alone would take other scripts' digits, and int() signs, spaces and underscores.
    if raw.isascii() and raw.isdecimal() and len(raw) < 10 and least <= int(raw) <= most:
        return int(raw)
    raise WrongParameter(f"{parameter.name}: {raw!r} is not a whole number from {least} to {most}")


def _integer(parameter: Parameter, raw: str, _reader: Asked) -> tuple[Term, ...]:
    return (Literal(number(parameter, raw, 0, 999_999_999)),)


def _year(parameter: Parameter, raw: str, _reader: Asked) -> tuple[Term, ...]:
    return (Literal(number(parameter, raw, 1900, 2100)),)


def _boolean(parameter: Parameter, raw: str, _reader: Asked) -> tuple[Term, ...]:
    if raw not in ("true", "false"):
        raise WrongParameter(f"{parameter.name}: {raw!r} is neither true nor false")
    return (Literal(raw == "true"),)


def _review_state(parameter: Parameter, raw: str, _reader: Asked) -> tuple[Term, ...]:
    if raw not in STATES:
        raise WrongParameter(f"{parameter.name}: no review state {raw!r} is known{suggestion(raw, STATES)}")
    return tuple(state(name) for name in STATES[raw])


def _share(parameter: Parameter, raw: str, _reader: Asked) -> tuple[Term, ...]:
    if re.fullmatch(r"0(\.[0-9]{1,6})?|1(\.0{1,6})?", raw):
        return (Literal(raw, datatype=XSD.decimal),)
    raise WrongParameter(f"{parameter.name}: {raw!r} is not a number from 0 to 1")


TYPES: Final[Mapping[str, Callable[[Parameter, str, Asked], tuple[Term, ...]]]] = {
    **dict.fromkeys(("force", "programme", "question", "partner-type", "status", "grade"), _things),
    "theme": _theme,
    "kind": _kind,
    "statement": _statement,
    "year": _year,
    "review-state": _review_state,
    "share": _share,
    "integer": _integer,
    "boolean": _boolean,
}
"""How a value of each type is read: parameter, word, graph -> the terms it stands for (never none)."""


def chosen(parameters: tuple[Parameter, ...], values: Mapping[str, str]) -> dict[str, str]:
    """Give the words to bind, defaults filled in, `any` and absent ones left out.

    Raises WrongParameter for a name that isn't declared and for a required one without a value.
    """
    declared = {parameter.name for parameter in parameters}
    for name in values:
        if name not in declared:
            raise WrongParameter(f"no parameter {name!r} here{suggestion(name, declared)}")
    words: dict[str, str] = {}
    for parameter in parameters:
        word = values.get(parameter.name, parameter.default)
        if word is not None and (parameter.required or word != ANY):
            words[parameter.name] = word
        elif parameter.required:
            raise WrongParameter(f"{parameter.name} is needed, for example {parameter.name}={parameter.example}")
    return words


def read(parameter: Parameter, raw: str, reader: Asked) -> tuple[Term, ...]:
    """Turn one word into the terms it stands for; raises WrongParameter, with a suggestion where one is near."""
    return TYPES[parameter.type](parameter, raw, reader)
