"""Notes made by hand."""

import numpy as np
import pytest

from allssam.engine import month_number
from allssam.validation.notes import Notebook

FIRST, LAST = month_number("2006-01"), month_number("2019-12")


@pytest.fixture
def book():
    """An empty notebook of the years 2006 to 2019."""
    return Notebook(FIRST, LAST, FIRST, seed=1)


@pytest.fixture
def noted():
    """Makes notes of series given as functions of year and month of the year, and of tables given as columns."""

    def noted(series=None, tables=None, seed=1):
        book = Notebook(FIRST, LAST, FIRST, seed)
        for book.month in range(FIRST, LAST + 1):
            for name, value in (series or {}).items():
                book.note(name, value(1900 + book.month // 12, book.month % 12 + 1))
        for name, columns in (tables or {}).items():
            months = columns.pop("month", FIRST)
            for month in np.unique(months):
                here = np.atleast_1d(months == month)
                chosen = {
                    key: np.asarray(values)[here] if np.ndim(months) else values for key, values in columns.items()
                }
                book.write(name, month=int(month), **chosen)
        return book.close()

    return noted
