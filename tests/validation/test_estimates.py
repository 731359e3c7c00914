"""Estimates on data whose answer is known."""

import numpy as np
import pytest

from allssam.validation.estimates import correlation, gini, logit, odds_ratio, risk_ratio, slopes

DICE = np.random.default_rng(5)


def table(a, b, c, d):
    """Exposed with and without the outcome, others with and without."""
    exposed = np.repeat([True, True, False, False], [a, b, c, d])
    outcome = np.repeat([True, False, True, False], [a, b, c, d])
    return exposed, outcome


def test_the_odds_ratio_of_one_table_is_that_of_its_cross_products():
    exposed, outcome = table(10, 20, 5, 40)

    assert odds_ratio(exposed, outcome, np.zeros(len(exposed))) == pytest.approx(10 * 40 / (20 * 5))


def test_ratios_are_taken_at_equal_strata():
    one, other = table(8, 2, 40, 10), table(1, 9, 5, 45)  # within each stratum exposure changes nothing
    exposed, outcome = (np.concatenate(pair) for pair in zip(one, other, strict=True))
    stratum = np.repeat([0, 1], [60, 60])

    assert odds_ratio(exposed, outcome, stratum) == pytest.approx(1.0)
    assert risk_ratio(exposed, outcome, stratum) == pytest.approx(1.0)


def test_too_few_cases_give_no_ratio():
    exposed, outcome = table(1, 2, 1, 2)

    assert np.isnan(odds_ratio(exposed, outcome, np.zeros(6)))


def test_a_logit_finds_who_matters_and_who_does_not():
    ties, merit = DICE.normal(size=4_000), DICE.normal(size=4_000)
    won = DICE.random(4_000) < 1 / (1 + np.exp(-2.0 * ties))

    by_merit, by_ties = logit(won, merit, ties)

    assert by_ties == pytest.approx(2.0, abs=0.2)
    assert abs(by_merit) < 0.15


def test_slopes_are_those_of_a_plane():
    one, other = DICE.normal(size=50), DICE.normal(size=50)

    assert slopes(1.0 + 2.0 * one - 3.0 * other, one, other) == pytest.approx([2.0, -3.0])


def test_inequality_runs_from_none_to_all_with_one():
    assert gini(np.ones(10)) == pytest.approx(0.0)
    assert gini(np.r_[np.zeros(99), 1.0]) == pytest.approx(0.99)


def test_a_series_that_stands_still_goes_together_with_nothing():
    assert np.isnan(correlation(np.ones(12), np.arange(12.0)))
    assert correlation(np.r_[np.arange(12.0), np.nan], np.arange(13.0)) == pytest.approx(1.0)
