"""Find the one thing that a person means by a word."""

from pyoxigraph import Literal, NamedNode

from queries.errors import UnknownName
from queries.reader import Asked


def the_one(reader: Asked, query: str, word: str, unknown: str) -> str:
    """Give the IRI that a query finds for a word.

    The query has the places `{word}`, for the word as a term, and `{ending}`, for what an IRI that ends by it ends by.
    Raises UnknownName where there is none (`unknown` says so) or more than one.
    """
    rows = reader.select(query.format(word=Literal(word), ending=Literal(f"/{word}"))).rows
    found = [node.value for (node,) in rows if isinstance(node, NamedNode)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName(f"{word} may be {' or '.join(found)}: give the whole of it")
    raise UnknownName(unknown)
