"""Helpers for tests of rules: parameters with some values given."""

import numpy as np
import pytest

from allssam.engine import month_number


@pytest.fixture(autouse=True)
def _quiet():
    with np.errstate(over="ignore"):
        yield


@pytest.fixture
def numbers():
    """A function that gives the numbers of a parameter class, with some of them set otherwise."""

    def make(declared, **given):
        return declared.from_values(given).in_month(month_number("2013-06"))

    return make
