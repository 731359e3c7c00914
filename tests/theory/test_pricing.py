"""Pricing: what a place goes for."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allssam.theory.pricing import best_earning_price, clearing_price, marginal_price, monopoly_price

UNIFORM = (np.arange(10_000) + 0.5) / 10_000

applicants = st.lists(st.one_of(st.integers(-3, 12), st.floats(-3, 12)), max_size=15)
floors = st.one_of(st.just(0.0), st.floats(0, 6), st.integers(0, 6).map(float))


def test_places_for_half_of_a_uniform_crowd_go_for_half():
    price, admitted = marginal_price(UNIFORM, 5_000)

    assert price == pytest.approx(0.5, abs=1e-4)
    assert admitted == 5_000


@pytest.mark.parametrize(
    ("willingness", "places", "floor", "expected"),
    [
        ([9, 1, 5, 3], 2, 0, (5, 2)),
        ([9, 1, 5, 3], 4, 0, (1, 4)),
        ([9, 1, 5, 3], 5, 0, (0, 4)),
        ([9, 1, 5, 3], 3, 4, (4, 2)),
        ([9, 1, 5, 3], 2, 4, (5, 2)),
        ([9, 1, 5, 3], 1, 5, (9, 1)),
        ([5, 5, 5], 2, 0, (5, 2)),
        ([5, 5, 5], 3, 5, (5, 3)),
        ([1, 2], 1, 3, (3, 0)),
        ([], 3, 2, (2, 0)),
        ([-1, -2], 2, 0, (0, 0)),
    ],
)
def test_the_last_admitted_sets_the_price_and_the_floor_if_places_are_left(willingness, places, floor, expected):
    assert marginal_price(willingness, places, floor) == expected


@settings(deadline=None)
@given(applicants, st.integers(1, 20), floors)
def test_the_marginal_price_clears_the_places(willingness, places, floor):
    price, admitted = marginal_price(willingness, places, floor)

    above = sum(value > price for value in willingness)
    willing = sum(value >= price for value in willingness)
    assert above <= admitted <= willing
    assert admitted == min(places, sum(value >= floor for value in willingness))
    assert price >= floor
    assert price == floor or admitted == places


def test_a_seller_alone_asks_half_of_a_uniform_crowd():
    price, admitted = monopoly_price(UNIFORM)

    assert price == pytest.approx(0.5, abs=1e-3)
    assert price * admitted / UNIFORM.size == pytest.approx(0.25, abs=1e-3)


@pytest.mark.parametrize(
    ("willingness", "floor", "expected"),
    [
        ([9, 1, 5, 3], 0, (5, 2)),
        ([9, 1, 5, 3], 6, (9, 1)),
        ([9, 1, 5, 3], 10, (10, 0)),
        ([4, 2], 0, (2, 2)),
        ([3, 3, 3], 2, (3, 3)),
        ([0, 0], 0, (0, 2)),
        ([-4, -1], 0, (0, 0)),
        ([], 1.5, (1.5, 0)),
    ],
)
def test_the_price_that_earns_most(willingness, floor, expected):
    assert monopoly_price(willingness, floor) == expected


@settings(deadline=None)
@given(applicants, floors)
def test_no_other_price_earns_more_and_no_lower_one_as_much(willingness, floor):
    price, admitted = monopoly_price(willingness, floor)

    assert admitted == sum(value >= price for value in willingness)
    for other in [floor, *(value for value in willingness if value >= floor)]:
        earned = other * sum(value >= other for value in willingness)
        assert earned <= price * admitted
        assert admitted == 0 or other >= price or earned < price * admitted


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=15))
def test_with_as_many_places_as_the_seller_serves_the_market_price_is_his(willingness):
    price, admitted = monopoly_price(willingness)

    assert marginal_price(willingness, admitted) == (price, admitted)


@pytest.mark.parametrize("places", [0, -1, 1.5, math.inf, math.nan])
def test_without_a_place_there_is_no_last_admitted(places):
    with pytest.raises(ValueError, match="places is .*; it should"):
        marginal_price([1, 2], places)


@pytest.mark.parametrize("willingness", [[math.nan], [math.inf], [[1]], ["much"]])
def test_willingness_is_a_row_of_finite_numbers(willingness):
    with pytest.raises(ValueError, match="willingness.*should"):
        marginal_price(willingness, 1)
    with pytest.raises(ValueError, match="willingness.*should"):
        monopoly_price(willingness)


@pytest.mark.parametrize("floor", [-1, math.inf, math.nan])
def test_a_floor_is_finite_and_not_negative(floor):
    with pytest.raises(ValueError, match="floor is .*; it should"):
        marginal_price([1], 1, floor)
    with pytest.raises(ValueError, match="floor is .*; it should"):
        monopoly_price([1], floor)


@settings(deadline=None)
@given(applicants, st.integers(1, 20), floors)
def test_public_prices_run_the_compiled_ones(willingness, places, floor):
    falling = np.sort(np.array(willingness, dtype=float))[::-1].copy()

    assert marginal_price(willingness, places, floor) == clearing_price(falling, places, floor)
    assert monopoly_price(willingness, floor) == best_earning_price(falling, floor)


def test_the_compiled_price_without_a_place_keeps_everybody_out_but_the_highest_bidder():
    assert clearing_price(np.array([3.0, 2.0]), 0, 0.0) == (3.0, 0)
    assert clearing_price(np.array([3.0, 2.0]), 0, 5.0) == (5.0, 0)
