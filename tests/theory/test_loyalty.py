"""Loyalty: what keeps a coalition, which one rules, and what a blind purge costs."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allssam.theory.loyalty import (
    eliminations,
    lasting_coalition,
    loyalty_share,
    purged,
    ruling_coalition,
    share_that_keeps,
)


@pytest.mark.parametrize(
    ("coalition", "selectorate", "patience", "expected"),
    [
        (0.2, 1, 0.5, 0.55556),
        (20, 100, 0.5, 0.55556),
        (1, 1, 0.9, 1.0),
        (0.5, 1, 0.9, 0.1 / 0.55),
        (3, 12, 0.8, 0.25),
        (3, 12, 0, 1.0),
        (1e-9, 1, 0.75, 0.25),
    ],
)
def test_loyalty_costs_what_a_supporter_gives_up_by_changing_sides(coalition, selectorate, patience, expected):
    assert loyalty_share(coalition, selectorate, patience) == pytest.approx(expected, abs=5e-6)


@settings(deadline=None)
@given(st.floats(0.01, 1.0), st.floats(0.0, 0.99))
def test_paid_that_share_a_supporter_is_indifferent(share, patience):
    members, means = 50 * share, 1_000.0
    paid = loyalty_share(members, 50, patience) * means / members

    stays = paid / (1 - patience)
    leaves = means / members + patience / (1 - patience) * share * paid
    assert stays == pytest.approx(leaves)


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0.01, 0.98))
def test_the_fewer_of_the_many_are_needed_and_the_more_patient_they_are_the_cheaper_they_come(share, patience):
    paid = loyalty_share(share, 1, patience)

    assert loyalty_share(share / 2, 1, patience) <= paid
    assert loyalty_share(share, 1, patience + 0.01) <= paid
    assert 1 - patience <= paid <= 1


@pytest.mark.parametrize(
    ("powers", "members"),
    [
        ((3, 4, 5), (0, 1, 2)),
        ((3, 4, 5, 13), (3,)),
        ((13, 3, 4, 5), (0,)),
        ((7,), (0,)),
        ((1, 1), (0, 1)),
        ((1, 2), (1,)),
        ((2, 4, 7, 10), (1, 2, 3)),
        ((3, 4, 5, 10), (0, 1, 2)),
        ((3, 4, 5, 10, 20), (0, 1, 2, 3, 4)),
        ((1, 1, 1), (0, 1)),
        ((0.1, 0.2, 0.3), (0, 1, 2)),
    ],
)
def test_the_coalition_that_no_part_of_it_would_undo_rules(powers, members):
    assert ruling_coalition(powers) == members


def by_definition(powers, majority):
    """The axioms of Acemoglu, Egorov and Sonin, word for word, sums rounded to nine places."""

    def power(group):
        return round(sum(powers[member] for member in group), 9)

    def ruling(group):
        best = group
        for size in range(1, len(group)):
            for part in itertools.combinations(group, size):
                wins = power(part) > round(majority * power(group), 9)
                if wins and ruling(part) == part and (power(part), part) < (power(best), best):
                    best = part
        return best

    return ruling(tuple(range(len(powers))))


@settings(deadline=None, max_examples=80)
@given(st.lists(st.integers(1, 15), min_size=1, max_size=5), st.sampled_from([0.5, 0.6, 0.75, 0.9]))
def test_the_ruling_coalition_agrees_with_the_axioms(powers, majority):
    assert ruling_coalition(powers, majority) == by_definition(tuple(powers), majority)


def test_a_higher_majority_makes_other_coalitions_last():
    assert ruling_coalition((1, 2)) == (1,)
    assert ruling_coalition((1, 2), majority=0.7) == (0, 1)
    assert ruling_coalition((1, 1, 1, 1), majority=0.7) == (0, 1, 2)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=7), st.sampled_from([0.5, 0.7]))
def test_whoever_rules_could_get_rid_of_the_rest_and_none_within_would_last(powers, majority):
    ruling = ruling_coalition(powers, majority)

    held = [powers[member] for member in ruling]
    assert len(ruling) == len(powers) or sum(held) > majority * sum(powers)
    assert ruling_coalition(held, majority) == tuple(range(len(ruling)))


def test_of_equals_a_power_of_two_of_them_lasts():
    assert ruling_coalition([1] * 4) == tuple(range(4))
    assert ruling_coalition([1] * 7) == tuple(range(4))
    assert ruling_coalition([1] * 10) == tuple(range(8))


@pytest.mark.parametrize(
    ("enemies", "tolerated", "precision", "expected"),
    [
        (100, 40, 0.5, (120, 60)),
        (100, 40, 1, (60, 0)),
        (100, 0, 0.1, (1_000, 900)),
        (40, 40, 0.5, (0, 0)),
        (10, 40, 0.5, (0, 0)),
        (7.5, 5, 0.25, (10, 7.5)),
    ],
)
def test_a_blind_purge_takes_innocents(enemies, tolerated, precision, expected):
    assert eliminations(enemies, tolerated, precision) == pytest.approx(expected)


@settings(deadline=None)
@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0.01, 1))
def test_after_the_purge_no_more_than_tolerated_are_left(enemies, tolerated, precision):
    eliminated, innocents = eliminations(enemies, tolerated, precision)

    assert enemies - (eliminated - innocents) == pytest.approx(min(enemies, tolerated), abs=1e-6)
    assert eliminated - innocents == pytest.approx(precision * eliminated, abs=1e-6)


@pytest.mark.parametrize(
    "arguments",
    [(0, 1, 0.5), (2, 1, 0.5), (-1, 1, 0.5), (1, math.inf, 0.5), (0.2, 1, 1), (0.2, 1, 1.5), (0.2, 1, -0.5)],
)
def test_loyalty_needs_a_coalition_within_the_selectorate_and_impatience(arguments):
    with pytest.raises(ValueError, match="should"):
        loyalty_share(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [([],), ([1] * 21,), ([1, 0],), ([1, -2],), ([1, math.nan],), ([[1]],), ([1, 2], 0.4), ([1, 2], 1), ([1, 2], 1.5)],
)
def test_a_ruling_coalition_needs_powers_and_a_majority(arguments):
    with pytest.raises(ValueError, match="should"):
        ruling_coalition(*arguments)


@pytest.mark.parametrize("arguments", [(-1, 0, 0.5), (1, -1, 0.5), (math.inf, 0, 0.5), (1, 0, 0), (1, 0, 1.5)])
def test_a_purge_needs_numbers_and_some_precision(arguments):
    with pytest.raises(ValueError, match="should"):
        eliminations(*arguments)


@settings(deadline=None)
@given(st.floats(0.01, 1.0), st.floats(0.0, 0.99), st.lists(st.floats(0.1, 10), min_size=1, max_size=5))
def test_public_loyalty_runs_the_compiled_ones(share, patience, powers):
    assert loyalty_share(share, 1.0, patience) == share_that_keeps(share, 1.0, patience)
    assert eliminations(9.0, patience, share) == purged(9.0, patience, share)
    members = lasting_coalition(np.array(powers), 0.5)
    assert ruling_coalition(powers) == tuple(member for member in range(len(powers)) if members[member])
