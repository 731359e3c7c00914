"""Dice by name, keyed by people."""

import numpy as np
import pytest

from allssam.engine import bell, chance, die, one_of, pair, uniform, uniforms

MANY = range(1, 20_001)


@pytest.fixture(autouse=True)
def _quiet():
    with np.errstate(over="ignore"):
        yield


def test_a_die_always_shows_the_same_number_to_the_same_person():
    assert uniform(die(7, "2009-01", "leases.favour"), 48213) == uniform(die(7, "2009-01", "leases.favour"), 48213)


@pytest.mark.parametrize(
    "other", [(8, "2009-01", "leases.favour"), (7, "2009-02", "leases.favour"), (7, "2009-01", "leases.offer")]
)
def test_seed_month_and_question_each_make_another_die(other):
    assert uniform(die(7, "2009-01", "leases.favour"), 5) != uniform(die(*other), 5)


def test_uniform_numbers_fill_the_unit_interval_evenly():
    shown = np.array([uniform(die(1, "2010-05", "x.y"), person) for person in MANY])

    assert shown.min() >= 0.0
    assert shown.max() < 1.0
    counts = np.histogram(shown, 20, (0, 1))[0]
    assert abs(counts - 1000).max() < 150


def test_the_largest_draw_is_still_below_one():
    assert float((2**53 - 1) * (1.0 / 9007199254740992.0)) < 1.0


def test_many_at_once_show_what_one_by_one_shows():
    ids = np.array([1, 5, 999, 2**40], np.int64)

    assert uniforms(die(3, "drawn", "a.b"), ids).tolist() == [uniform(die(3, "drawn", "a.b"), int(one)) for one in ids]


def test_neighbouring_people_do_not_draw_alike():
    shown = np.array([uniform(die(1, "2010-05", "x.y"), person) for person in MANY])

    assert abs(np.corrcoef(shown[1:], shown[:-1])[0, 1]) < 0.03


def test_the_bell_has_mean_nothing_and_spread_one():
    shown = np.array([bell(die(1, "2010-05", "x.y"), person) for person in MANY])

    assert abs(shown.mean()) < 0.03
    assert abs(shown.std() - 1.0) < 0.03
    assert abs(shown).max() < 3.47


def test_a_pair_has_an_order_and_no_sign():
    assert pair(3, 4) != pair(4, 3)
    assert pair(3, 4) >= 0
    assert len({pair(a, b) for a in range(60) for b in range(60)}) == 3600


def test_one_of_reaches_every_number_and_no_other():
    assert {one_of(die(1, "2010-05", "x.y"), person, 7) for person in range(500)} == set(range(7))
    assert one_of(die(1, "2010-05", "x.y"), 3, 1) == 0


def test_a_chance_of_nothing_never_comes_and_of_one_always():
    assert not any(chance(die(1, "2010-05", "x.y"), person, 0.0) for person in range(1000))
    assert all(chance(die(1, "2010-05", "x.y"), person, 1.0) for person in range(1000))
