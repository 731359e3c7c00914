"""Months.  A month is a whole number counted from January 1900; people are shown 2009-01."""

import re
from functools import cache
from typing import NamedTuple

from allssam.engine.errors import InputError

_FORM = re.compile(r"^(\d{4})-(\d{2})$")


class Month(NamedTuple):
    """A calendar month as steps see it: its number, its year, and its place in the year from 1 to 12."""

    number: int
    year: int
    of_year: int


def month_number(text: str) -> int:
    """The number of a month written 2009-01.  Raises InputError for anything that is not such a month."""
    found = _FORM.match(text) if isinstance(text, str) else None
    if found is None:
        raise InputError(f"{text!r} is not a month. Write a year and a month, such as 2009-01.")
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        raise InputError(
            f"{text} is not a month: months run from 01 to 12. Write for example {year}-12 or {year + 1}-01."
        )
    return (year - 1900) * 12 + month - 1


@cache
def month_text(number: int) -> str:
    """A month's number as text, such as 2009-01."""
    return f"{1900 + number // 12:04d}-{number % 12 + 1:02d}"


def calendar_month(number: int) -> Month:
    """A month's number as steps see it."""
    return Month(number, 1900 + number // 12, number % 12 + 1)
