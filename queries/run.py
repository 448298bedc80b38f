"""Run a research query by its name."""

import dataclasses
from collections.abc import Mapping

from queries import catalogue, parameters
from queries.bind import bind
from queries.reader import Asked
from store import Table


def run(reader: Asked, name: str, values: Mapping[str, str]) -> Table:
    """Answer the research query `name`; `values` maps parameter names to words, as a person types them.

    Raises UnknownName and WrongParameter, with the nearest names that would have done.
    """
    query = catalogue.get(name)
    text = bind(query, values, reader)
    limit = parameters.chosen(query.parameters, values).get(parameters.LIMIT.name)
    most = None if limit is None else parameters.number(parameters.LIMIT, limit, 1, 999_999_999)
    table = reader.select(text)
    return dataclasses.replace(table, rows=table.rows[:most])
