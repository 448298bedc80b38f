"""What can go wrong between a question and its answer."""

import difflib
from collections.abc import Iterable

from ontology.errors import PeelgraphError


class InvalidQueryFile(PeelgraphError):
    """A shipped query file breaks the rules of its header or isn't SPARQL: the message names file and line."""


class UnknownName(PeelgraphError):
    """No research query or pattern has this name."""


class WrongParameter(PeelgraphError):
    """A parameter is unknown, missing, or has a value that its type or the graph doesn't know."""


class TooLittleData(PeelgraphError):
    """A pattern refuses to speak: too little was inspected to tell a pattern from chance."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """Give `; did you mean …?` for a misspelt word, or else the list of what there is."""
    names = sorted(set(known))
    close = difflib.get_close_matches(word.casefold(), names, n=3, cutoff=0.6)
    if close:
        return f"; did you mean {' or '.join(close)}?"
    shown = ", ".join(names[:12])
    return f"; known are {shown}{' …' if len(names) > 12 else ''}" if names else ""
