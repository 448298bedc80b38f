"""Bind a research query's parameters: each whole line `VALUES ?name { … }` gets the terms that a word stands for.

Terms are serialised by the engine from checked values, so nothing a caller writes is ever pasted into a query.
"""

import re
from collections.abc import Mapping

from queries import parameters
from queries.catalogue import BINDING, ResearchQuery
from queries.reader import Asked


def bind(query: ResearchQuery, values: Mapping[str, str], reader: Asked) -> str:
    """Give the query's text with its parameters bound; the line of a parameter without a value is dropped.

    Raises WrongParameter for an unknown or missing parameter or a value that the graph doesn't know.
    """
    words = parameters.chosen(query.parameters, values)
    terms = {
        parameter.name: " ".join(str(term) for term in parameters.read(parameter, words[parameter.name], reader))
        for parameter in query.parameters
        if parameter.name in words and parameter != parameters.LIMIT
    }

    def line(match: re.Match[str]) -> str:
        name = match["name"]
        return f"{match['indent']}VALUES ?{name} {{ {terms[name]} }}\n" if name in terms else ""

    return BINDING.sub(line, query.text)
