"""Contests: the stronger side wins more often."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allssam.theory.contests import difference_contest, logit_win_probability, ratio_contest, win_probability

strengths = st.floats(0.0, 1e6)
sharpness = st.one_of(st.floats(0.0, 50.0), st.just(math.inf))


@pytest.mark.parametrize(
    ("own", "other", "decisiveness", "expected"),
    [
        (3, 1, 1, 0.75),
        (3, 1, 2, 0.90),
        (1, 3, 2, 0.10),
        (2, 5, 0.5, math.sqrt(2) / (math.sqrt(2) + math.sqrt(5))),
        (7, 2, 3, 343 / 351),
        (4, 0, 1, 1.0),
        (0, 4, 1, 0.0),
    ],
)
def test_the_ratio_contest_gives_the_textbook_odds(own, other, decisiveness, expected):
    assert win_probability(own, other, decisiveness) == pytest.approx(expected, rel=1e-14)


def test_endless_decisiveness_lets_the_stronger_win_and_equals_share():
    assert win_probability(3, 1, math.inf) == 1.0
    assert win_probability(1, 1 + 1e-15, math.inf) == 0.0
    assert win_probability(2, 2, math.inf) == 0.5


def test_no_decisiveness_is_a_coin_whatever_the_strengths():
    assert win_probability(100, 1, 0) == 0.5
    assert win_probability(0, 5, 0) == 0.5


@pytest.mark.parametrize("decisiveness", [0, 1, 2.5, math.inf])
def test_two_sides_without_any_strength_toss_a_coin(decisiveness):
    assert win_probability(0, 0, decisiveness) == 0.5


def test_huge_and_tiny_strengths_do_not_overflow():
    assert win_probability(1e300, 1e-300, 400) == 1.0
    assert win_probability(5e-324, 1e308, 3) == 0.0
    assert logit_win_probability(1e308, -1e308, 1e300) == 1.0
    assert logit_win_probability(-1e308, 1e308, 1e300) == 0.0


@pytest.mark.parametrize(
    ("own", "other", "slope", "expected"),
    [(3, 1, 1, 1 / (1 + math.exp(-2))), (1, 3, 0.5, 1 / (1 + math.e)), (-2, -2, 7, 0.5), (9, 1, 0, 0.5)],
)
def test_the_difference_contest_gives_the_textbook_odds(own, other, slope, expected):
    assert logit_win_probability(own, other, slope) == pytest.approx(expected, rel=1e-14)


def test_an_endless_slope_lets_the_stronger_win_and_equals_share():
    assert logit_win_probability(0.2, 0.1, math.inf) == 1.0
    assert logit_win_probability(-1, 0, math.inf) == 0.0
    assert logit_win_probability(4, 4, math.inf) == 0.5


@settings(deadline=None)
@given(strengths, strengths, sharpness)
def test_one_of_the_two_wins(own, other, sharp):
    assert win_probability(own, other, sharp) + win_probability(other, own, sharp) == pytest.approx(1.0, abs=1e-15)
    assert logit_win_probability(own, other, sharp) + logit_win_probability(other, own, sharp) == pytest.approx(1.0)


@settings(deadline=None)
@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3), st.floats(0.0, 20.0), st.sampled_from([0.25, 8.0, 1024.0]))
def test_only_the_ratio_matters_in_the_one_and_only_the_difference_in_the_other(own, other, sharp, factor):
    assert win_probability(own * factor, other * factor, sharp) == win_probability(own, other, sharp)
    assert logit_win_probability(own + factor, other + factor, sharp) == pytest.approx(
        logit_win_probability(own, other, sharp), abs=1e-9
    )


@settings(deadline=None)
@given(strengths, strengths, sharpness, st.floats(0.0, 1e3))
def test_more_strength_never_hurts(own, other, sharp, more):
    assert win_probability(own + more, other, sharp) >= win_probability(own, other, sharp) - 1e-15
    assert logit_win_probability(own + more, other, sharp) >= logit_win_probability(own, other, sharp) - 1e-15


@pytest.mark.parametrize("arguments", [(-1, 1, 1), (1, -1, 1), (math.inf, 1, 1), (1, math.nan, 1), ("much", 1, 1)])
def test_strengths_of_a_ratio_contest_are_finite_and_not_negative(arguments):
    with pytest.raises(ValueError, match="own|other"):
        win_probability(*arguments)


@pytest.mark.parametrize("decisiveness", [-0.1, math.nan, -math.inf, None])
def test_decisiveness_and_slope_are_not_negative(decisiveness):
    with pytest.raises(ValueError, match="decisiveness is .*; it should"):
        win_probability(1, 1, decisiveness)
    with pytest.raises(ValueError, match="slope is .*; it should"):
        logit_win_probability(1, 1, decisiveness)


def test_strengths_of_a_difference_contest_are_finite():
    with pytest.raises(ValueError, match="own is inf; it should be a finite number"):
        logit_win_probability(math.inf, 1, 1)
    with pytest.raises(ValueError, match="other is nan"):
        logit_win_probability(1, math.nan, 1)


@settings(deadline=None)
@given(strengths, strengths, sharpness)
def test_public_contests_run_the_compiled_ones(own, other, sharp):
    assert win_probability(own, other, sharp) == ratio_contest(own, other, sharp)
    assert logit_win_probability(own, other, sharp) == difference_contest(own, other, sharp)
