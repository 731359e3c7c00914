"""Bargaining: what is paid for looking away, and for not depending on luck."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from allssam.theory.bargaining import (
    backward_bribes,
    bribe_chain,
    certain_equivalent,
    chained_bribe,
    insurance_premium,
    nash_bribe,
    split_surplus,
    two_stage_bribe,
)

money = st.floats(0.0, 1e6)
shares = st.floats(0.0, 1.0)


@pytest.mark.parametrize(
    ("stake", "cost", "weight", "expected"),
    [(100, 30, 0.5, 65), (100, 30, 0.2, 44), (100, 30, 1, 100), (100, 30, 0, 30), (80, 0, 0.25, 20)],
)
def test_the_official_gets_his_cost_and_his_share_of_what_is_saved(stake, cost, weight, expected):
    assert nash_bribe(stake, cost, weight) == pytest.approx(expected)


@pytest.mark.parametrize(("stake", "cost"), [(20, 30), (30, 30), (0, 0), (-5, 0)])
def test_nothing_is_paid_where_nothing_is_saved(stake, cost):
    assert nash_bribe(stake, cost) == 0.0


@pytest.mark.parametrize(("stake", "cost", "weight"), [(100, 30, 0.5), (50, 10, 0.3), (9, 1, 0.8)])
def test_the_bribe_maximises_the_weighted_product_of_gains(stake, cost, weight):
    def loss(bribe):
        return -((bribe - cost) ** weight) * (stake - bribe) ** (1 - weight)

    best = minimize_scalar(loss, bounds=(cost, stake), method="bounded", options={"xatol": 1e-9}).x

    assert nash_bribe(stake, cost, weight) == pytest.approx(best, rel=1e-5)


@pytest.mark.parametrize(
    ("arguments", "early", "late"),
    [
        ((100, 0.5, 10, 30), 21.25, 65.0),
        ((100, 1.0, 0, 0, 0.25), 6.25, 25.0),
        ((100, 0.1, 10, 30), 0.0, 65.0),
        ((20, 0.9, 5, 30), 0.0, 0.0),
    ],
)
def test_a_case_is_solved_backward(arguments, early, late):
    assert two_stage_bribe(*arguments) == pytest.approx((early, late))


def test_a_chain_of_catchers_who_can_be_bribed_gives_the_textbook_bribe():
    assert bribe_chain(0.3, 2) == pytest.approx(1.22515, abs=5e-6)
    assert bribe_chain(0.3, 2) == pytest.approx((1 - math.sqrt(0.4)) / 0.3, rel=1e-14)


@pytest.mark.parametrize(
    ("catch", "multiple", "weight", "tiers", "expected"),
    [
        (0.3, 2, 0.5, 1, 0.0),
        (0.3, 2, 0.5, 2, 1 / (1 - 0.15 * 2)),
        (0.3, 2, 0.5, 3, 1 / (1 - 0.15 / 0.7)),
        (0.2, 1.5, 0.3, 2, 0.45 / (1 - 0.14 * 1.5)),
        (0.0, 4, 0.25, 5, 1.0),
        (0.9, 1, 1.0, 4, 1.0),
        (0.5, 3, 0.5, 4, 0.0),
        (0.5, 2, 0.5, 4, 0.0),
        (0.5, 1, 0.0, 3, 0.0),
        (0.5, 0, 0.5, 3, 0.0),
        (0.0, 4, 0.25, math.inf, 1.0),
        (0.9, 1, 1.0, math.inf, 1.0),
        (1.0, 1.0, 0.5, math.inf, 1.0),
        (0.4, 3, 0.1, math.inf, (1 - math.sqrt(0.568)) / 0.72),
    ],
)
def test_chains_of_other_lengths_weights_and_risks(catch, multiple, weight, tiers, expected):
    assert bribe_chain(catch, multiple, weight, tiers) == pytest.approx(expected, rel=1e-12)


@settings(deadline=None)
@given(shares, st.floats(0.0, 0.99), shares)
def test_an_endless_chain_reproduces_itself_and_is_the_limit_of_long_ones(catch, risk, weight):
    multiple = risk / catch if catch > 0.01 else 1.0

    bribe = bribe_chain(catch, multiple, weight)

    cost = catch * bribe * bribe
    assert bribe == pytest.approx(cost + weight * (multiple - cost), rel=1e-9, abs=1e-12)
    assert bribe_chain(catch, multiple, weight, tiers=10**6) == pytest.approx(bribe, rel=1e-6, abs=1e-9)


@settings(deadline=None)
@given(st.floats(0.01, 1.0), st.floats(0.0, 0.99), st.floats(0.01, 1.0), st.integers(2, 12))
def test_more_tiers_that_can_be_bribed_make_the_crime_cheaper(catch, risk, weight, tiers):
    multiple = risk / catch

    assert bribe_chain(catch, multiple, weight, tiers + 1) <= bribe_chain(catch, multiple, weight, tiers) * (1 + 1e-12)


@pytest.mark.parametrize(("catch", "multiple", "weight"), [(0.9, 5, 0.5), (0.5, 2.4, 0.9), (0.5, 2.4, 0.5)])
def test_an_endless_chain_in_which_no_bribe_sustains_itself_is_undefined(catch, multiple, weight):
    assert math.isnan(chained_bribe(catch, multiple, weight, math.inf))
    with pytest.raises(ValueError, match="no bribe sustains itself"):
        bribe_chain(catch, multiple, weight)


@pytest.mark.parametrize(
    ("probability", "loss", "aversion", "expected"),
    [
        (0.1, 10, 0.1, 1.58565),
        (0.1, 10, 0, 1.0),
        (0.25, 4, 0.5, 2 * math.log(0.75 + 0.25 * math.exp(2))),
        (0.5, 2, 1, math.log(0.5 + 0.5 * math.exp(2))),
        (1, 7, 3, 7.0),
        (0, 7, 3, 0.0),
        (0.5, 0, 3, 0.0),
    ],
)
def test_the_premium_makes_the_gamble_and_the_payment_feel_the_same(probability, loss, aversion, expected):
    assert insurance_premium(probability, loss, aversion) == pytest.approx(expected, abs=5e-6)


def test_great_fear_and_tiny_fear_keep_their_digits():
    assert insurance_premium(0.1, 1e6, 1.0) == pytest.approx(1e6 + math.log(0.1), rel=1e-15)
    assert insurance_premium(0.1, 1e300, 1e300) == 1e300
    assert insurance_premium(0.1, 10, 1e-12) == pytest.approx(1.0, rel=1e-10)
    assert insurance_premium(0.1, 10, 5e-324) == 1.0
    assert insurance_premium(0.3, 1, 0.99e-8) == pytest.approx(insurance_premium(0.3, 1, 1.01e-8), rel=1e-9)
    assert insurance_premium(0.3, 1, 499.99) == pytest.approx(insurance_premium(0.3, 1, 500.01), rel=1e-4)


@settings(deadline=None)
@given(shares, st.floats(0.0, 1e4), st.floats(0.0, 10.0))
def test_the_premium_lies_between_the_fair_one_and_the_loss_and_grows_with_fear(probability, loss, aversion):
    premium = insurance_premium(probability, loss, aversion)

    slack = 1e-9 * (1 + loss)
    assert probability * loss - slack <= premium <= loss + slack
    assert insurance_premium(probability, loss, aversion + 0.5) >= premium - slack


@pytest.mark.parametrize(
    "arguments",
    [(math.inf, 0, 0.5), (math.nan, 0, 0.5), (10, -1, 0.5), (10, math.inf, 0.5), (10, 1, -0.1), (10, 1, 1.1)],
)
def test_a_bribe_needs_a_finite_stake_a_cost_and_a_share(arguments):
    with pytest.raises(ValueError, match="it should"):
        nash_bribe(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [(math.nan, 0.5, 1, 1), (10, 1.5, 1, 1), (10, -0.5, 1, 1), (10, 0.5, -1, 1), (10, 0.5, 1, -1), (10, 0.5, 1, 1, 2)],
)
def test_two_stages_need_a_probability_and_costs(arguments):
    with pytest.raises(ValueError, match="it should"):
        two_stage_bribe(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [(1.5, 2), (-0.1, 2), (0.3, -2), (0.3, math.inf), (0.3, 2, 1.5), (0.3, 2, 0.5, 0), (0.3, 2, 0.5, 1.5)]
    + [(0.3, 2, 0.5, math.nan), (0.3, 2, 0.5, -math.inf)],
)
def test_a_chain_needs_shares_a_fine_and_whole_tiers(arguments):
    with pytest.raises(ValueError, match="it should"):
        bribe_chain(*arguments)


@pytest.mark.parametrize("arguments", [(1.1, 1, 1), (-0.1, 1, 1), (0.5, -1, 1), (0.5, math.inf, 1), (0.5, 1, -1)])
def test_a_premium_needs_a_probability_a_loss_and_an_aversion(arguments):
    with pytest.raises(ValueError, match="it should"):
        insurance_premium(*arguments)


@settings(deadline=None)
@given(money, money, money, shares, shares)
def test_public_bargains_run_the_compiled_ones(stake, early_cost, late_cost, probability, weight):
    assert nash_bribe(stake, late_cost, weight) == split_surplus(stake, late_cost, weight)
    assert two_stage_bribe(stake, probability, early_cost, late_cost, weight) == backward_bribes(
        stake, probability, early_cost, late_cost, weight
    )
    assert insurance_premium(probability, stake, weight) == certain_equivalent(probability, stake, weight)
    for tiers in (1.0, 2.0, 7.0, math.inf):
        assert bribe_chain(probability, 0.9, weight, tiers) == chained_bribe(probability, 0.9, weight, tiers)


def test_numbers_of_numpy_are_numbers():
    assert nash_bribe(np.int64(100), np.float32(30)) == 65.0
