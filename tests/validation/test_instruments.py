"""Who is asked."""

import numpy as np
import pytest

from allssam.validation.instruments import leavers_weights, share_from
from allssam.world import PLACES


def test_shares_of_provinces_make_a_whole():
    assert sum(share_from(place) for place in PLACES) == pytest.approx(1.0)
    assert share_from("Pyongyang") == 0.025


@pytest.mark.parametrize(("year", "women"), [(2008, 0.7), (2016, 0.8)])
def test_those_asked_are_mostly_women_from_the_north_east(year, women):
    dice = np.random.default_rng(2)
    number = 20_000
    place, woman, age = (
        dice.integers(0, len(PLACES) - 1, number),
        dice.random(number) < 0.5,
        dice.integers(16, 65, number),
    )

    weights = leavers_weights(place, woman, age, year)

    north_east = np.isin(place, [PLACES.index(name) for name in ("North Hamgyong", "South Hamgyong", "Ryanggang")])
    assert weights.sum() == pytest.approx(1.0)
    assert weights[north_east].sum() == pytest.approx(0.85)
    assert weights[woman].sum() == pytest.approx(women)


def test_children_and_the_old_are_not_asked():
    weights = leavers_weights(np.array([7, 7, 7]), np.array([True] * 3), np.array([10, 30, 80]), 2010)

    assert weights.tolist() == [0.0, 1.0, 0.0]
