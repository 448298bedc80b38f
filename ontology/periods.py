"""Dates as precise as they are known: a year, a month or a day (ISO 8601)."""

import re
from datetime import date

from pyoxigraph import Literal, NamedNode

from ontology.terms import XSD

_TYPES: dict[int, NamedNode] = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_BY = re.compile(rf"by (?:(?P<day>[0-9]{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)}) (?P<year>[0-9]{{4}})")
_SHAPE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def is_period(text: str) -> bool:
    """Tell whether a text is a year, month or day that exists."""
    if not _SHAPE.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def period(text: str) -> Literal:
    """Give the literal of a date, typed by its precision. Raises ValueError for what is no date."""
    if not is_period(text):
        raise ValueError(f"{text!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    return Literal(text, datatype=_TYPES[len(text)])


def due(deadline: str) -> Literal | None:
    """Give the date that a deadline states in words ("by July 2018", "by 30 September 2024"), if it states one."""
    stated = _BY.fullmatch(deadline)
    if not stated:
        return None
    month = f"{stated['year']}-{_MONTHS.index(stated['month']) + 1:02}"
    text = f"{month}-{int(stated['day']):02}" if stated["day"] else month
    return period(text) if is_period(text) else None
