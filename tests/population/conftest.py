"""One country of 250,000 people, drawn once, that all tests of the population look at."""

import numpy as np
import pytest

from allssam.engine import month_number
from allssam.population import Population, draw_country
from allssam.world import Standing

START = month_number("2009-01")


class Drawn:
    """The tables of a country, and questions that many tests ask of them."""

    def __init__(self, people, seed=1, **given):
        self.tables = draw_country(people, seed, Population(**given), START)
        person = self.tables["people"]
        self.age = (START - person["birth"].astype(int)) // 12
        self.centre = self.tables["counties"].count - 1
        self.born = person["standing"] != Standing.UNBORN
        self.local = (person["county"] < self.centre) & self.born
        self.kept = self.tables["households"]["size"] > 0

    def __getitem__(self, name):
        return self.tables[name]

    def place(self, table):
        return self.tables["counties"]["place"][self.tables[table]["county"]]


@pytest.fixture(scope="session")
def country():
    return Drawn(250_000)


@pytest.fixture(scope="session")
def drawn_country():
    return Drawn


@pytest.fixture
def near():
    def close(found, expected, number, clustered=1.0):
        """Whether a share of so many lies within four standard errors of what is expected."""
        return abs(found - expected) < 4 * np.sqrt(clustered * expected * (1 - expected) / number)

    return close
