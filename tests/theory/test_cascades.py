"""Cascades: how far something spreads when people join because others have."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allssam.theory.cascades import (
    branching_extinction,
    branching_mean,
    branching_total,
    branching_variance,
    chance_of_total,
    dies_out,
    joined_in_the_end,
    mean_total,
    network_cascade,
    spread,
    threshold_equilibrium,
    variance_of_total,
)

PATH = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]


# thresholds


def test_a_crowd_with_every_threshold_joins_to_the_last():
    assert threshold_equilibrium(range(100)) == 100


def test_without_the_one_with_threshold_one_only_the_instigator_joins():
    assert threshold_equilibrium([0, 2, *range(2, 100)]) == 1


@pytest.mark.parametrize(
    ("thresholds", "already", "expected"),
    [
        ([], 0, 0),
        ([], 3, 3),
        ([1, 2, 3], 0, 0),
        ([1, 2, 3], 1, 4),
        ([5, 5, 5], 4, 4),
        ([5, 5, 5], 5, 8),
        ([0, 0, 2, 4], 0, 3),
        ([4, 0, 2, 0], 0, 3),
        ([-1, 0.5, 2], 0, 3),
        ([0, 1.2, 1.2], 0, 1),
        ([math.inf, 0], 0, 1),
        ([-math.inf, math.inf], 0, 1),
    ],
)
def test_crowds_of_other_thresholds(thresholds, already, expected):
    assert threshold_equilibrium(thresholds, already) == expected


@settings(deadline=None)
@given(st.lists(st.one_of(st.integers(-2, 25), st.floats(-2, 25)), max_size=25), st.integers(0, 10))
def test_the_end_is_the_least_equilibrium_from_below(thresholds, already):
    joined = already
    while already + sum(threshold <= joined for threshold in thresholds) > joined:
        joined = already + sum(threshold <= joined for threshold in thresholds)

    assert threshold_equilibrium(thresholds, already) == joined


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), max_size=20), st.integers(0, 5))
def test_more_who_are_already_in_never_mean_fewer_in_the_end(thresholds, already):
    assert threshold_equilibrium(thresholds, already + 1) >= threshold_equilibrium(thresholds, already) + 1


# networks


@pytest.mark.parametrize(
    ("threshold", "seeds", "expected"),
    [(0.5, [0], 4), (0.6, [0], 1), (0.6, [1], 2), (0.6, [0, 2], 4), (0.5, [], 0), (0, [], 4), (1.1, [2], 1)],
)
def test_a_path_of_four_falls_or_holds(threshold, seeds, expected):
    assert network_cascade(PATH, [threshold] * 4, seeds) == expected


def test_whoever_has_no_neighbours_never_joins_unless_he_is_a_seed():
    adjacency = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]

    assert network_cascade(adjacency, [0, 0, 0, 0], []) == 2
    assert network_cascade(adjacency, [0, 0, 0, 0], [3]) == 3
    assert network_cascade(np.zeros((0, 0)), [], []) == 0


def test_a_third_of_three_neighbours_is_a_third():
    star = [[0, 1, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]

    assert network_cascade(star, [1 / 3, 2, 2, 2], [1]) == 2
    assert network_cascade(star, [0.34, 2, 2, 2], [1, 1]) == 1


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_the_cascade_ends_where_nobody_else_would_join(people, seed):
    dice = np.random.default_rng(seed)
    upper = np.triu(dice.random((people, people)) < 0.35, 1)
    adjacency = (upper | upper.T).astype(int)
    thresholds = dice.choice([0.0, 0.25, 1 / 3, 0.5, 0.75, 1.0, 1.5], people)
    seeds = dice.choice(people, dice.integers(0, 3))

    is_in = np.zeros(people, dtype=bool)
    is_in[seeds] = True
    while True:
        degrees = adjacency.sum(1)
        share = adjacency @ is_in / np.maximum(degrees, 1)
        after = is_in | ((degrees > 0) & (share >= thresholds))
        if (after == is_in).all():
            break
        is_in = after
    assert network_cascade(adjacency, thresholds, seeds) == is_in.sum()


# branching


def test_the_branching_process_of_the_textbook():
    assert branching_mean(0.5) == 2.0
    assert branching_variance(0.5) == 4.0
    assert [branching_total(n, 0.5) for n in (1, 2, 3)] == pytest.approx([0.606531, 0.183940, 0.083674], abs=5e-7)


@pytest.mark.parametrize(("rate", "mean", "variance"), [(0, 1, 0), (0.2, 1.25, 0.390625), (0.9, 10, 900)])
def test_totals_of_other_rates(rate, mean, variance):
    assert branching_mean(rate) == pytest.approx(mean)
    assert branching_variance(rate) == pytest.approx(variance)


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.8, 1.3, 2.5])
def test_the_chances_of_all_totals_sum_to_dying_out(rate):
    chances = [branching_total(n, rate) for n in range(1, 3_000)]

    assert math.fsum(chances) == pytest.approx(branching_extinction(rate), abs=1e-9)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_mean_and_variance_are_those_of_the_chances(rate):
    chances = np.array([branching_total(n, rate) for n in range(1, 3_000)])
    totals = np.arange(1, 3_000)

    mean = (chances * totals).sum()
    assert branching_mean(rate) == pytest.approx(mean, rel=1e-9)
    assert branching_variance(rate) == pytest.approx((chances * totals**2).sum() - mean**2, rel=1e-9)


@pytest.mark.parametrize("n", [1, 2, 7, 29, 30, 31, 170, 5_000])
@pytest.mark.parametrize("rate", [0.01, 0.5, 1.0, 1.7])
def test_the_chance_of_a_total_is_borels(n, rate):
    logarithm = -rate * n + (n - 1) * math.log(rate * n) - math.lgamma(n + 1)

    assert branching_total(n, rate) == pytest.approx(math.exp(logarithm), rel=1e-10, abs=1e-300)


def test_huge_totals_and_rates_do_not_overflow():
    assert branching_total(10**9, 1.0) == pytest.approx((2 * math.pi) ** -0.5 * 10**-13.5, rel=1e-6)
    assert branching_total(5, 1e4) == 0.0
    assert branching_total(10**6, 50) == 0.0
    assert branching_extinction(1e4) == 0.0


@pytest.mark.parametrize(("rate", "expected"), [(0, 1), (0.7, 1), (1, 1), (2, 0.20318787), (1.5, 0.41718836)])
def test_up_to_rate_one_everything_dies_out(rate, expected):
    assert branching_extinction(rate) == pytest.approx(expected, abs=1e-8)


@settings(deadline=None)
@given(st.floats(1.0, 600.0))
def test_dying_out_reproduces_itself(rate):
    chance = branching_extinction(rate)

    assert 0.0 <= chance <= 1.0
    assert chance == pytest.approx(math.exp(rate * (chance - 1)), rel=1e-9)
    if rate > 1.001:
        assert chance < 1.0


def test_just_above_one_the_chance_to_last_is_twice_the_excess():
    assert 1 - branching_extinction(1 + 1e-6) == pytest.approx(2e-6, rel=1e-3)


# undefined


@pytest.mark.parametrize(
    ("thresholds", "already"),
    [([math.nan], 0), ([[1]], 0), (["much"], 0), ([1], -1), ([1], 0.5), ([1], math.inf)],
)
def test_thresholds_are_numbers_and_those_already_in_a_count(thresholds, already):
    with pytest.raises(ValueError, match="should"):
        threshold_equilibrium(thresholds, already)


@pytest.mark.parametrize(
    ("adjacency", "thresholds", "seeds", "message"),
    [
        ([[0, 1], [0, 0]], [0, 0], [], "both ways"),
        ([[0, 1, 0], [1, 0, 0]], [0, 0], [], "square"),
        ([[0, 1], [1, 1]], [0, 0], [], "himself"),
        ([[0, 0.5], [0.5, 0]], [0, 0], [], "0 .no tie."),
        ([[0, math.nan], [1, 0]], [0, 0], [], "finite"),
        ([[0, 1], [1, 0]], [0], [], "one for each of 2 people"),
        ([[0, 1], [1, 0]], [0, math.nan], [], "thresholds"),
        ([[0, 1], [1, 0]], [0, 0], [2], "seeds names 2"),
        ([[0, 1], [1, 0]], [0, 0], [-1], "seeds.0. is -1"),
    ],
)
def test_a_network_cascade_needs_a_network_thresholds_and_seeds(adjacency, thresholds, seeds, message):
    with pytest.raises(ValueError, match=message):
        network_cascade(adjacency, thresholds, seeds)


@pytest.mark.parametrize("rate", [1.0, 1.5, -0.1, math.nan, math.inf])
def test_at_rate_one_and_above_the_expected_total_is_undefined(rate):
    with pytest.raises(ValueError, match="rate is .*; it should"):
        branching_mean(rate)
    with pytest.raises(ValueError, match="rate is .*; it should"):
        branching_variance(rate)


@pytest.mark.parametrize("rate", [-0.1, math.nan, math.inf])
def test_a_rate_is_finite_and_not_negative(rate):
    with pytest.raises(ValueError, match="rate is .*; it should"):
        branching_extinction(rate)
    with pytest.raises(ValueError, match="rate is .*; it should"):
        branching_total(1, rate)


@pytest.mark.parametrize("n", [0, -1, 1.5, math.inf])
def test_a_total_counts_at_least_the_first(n):
    with pytest.raises(ValueError, match="n is .*; it should"):
        branching_total(n, 0.5)


# what is tested is what runs


@settings(deadline=None)
@given(st.lists(st.floats(-1, 30), max_size=20), st.integers(0, 5))
def test_public_thresholds_run_the_compiled_ones(thresholds, already):
    assert threshold_equilibrium(thresholds, already) == joined_in_the_end(np.sort(np.array(thresholds)), already)


def test_public_network_cascades_run_the_compiled_ones():
    for threshold in (0.0, 0.5, 0.6):
        expected = spread(np.array(PATH, dtype=bool), np.full(4, threshold), np.array([0]))

        assert network_cascade(PATH, [threshold] * 4, [0]) == expected


@settings(deadline=None)
@given(st.floats(0.0, 0.999), st.integers(1, 60))
def test_public_branching_runs_the_compiled_one(rate, n):
    assert branching_mean(rate) == mean_total(rate)
    assert branching_variance(rate) == variance_of_total(rate)
    assert branching_extinction(2 * rate) == dies_out(2 * rate)
    assert branching_total(n, 2 * rate) == chance_of_total(n, 2 * rate)


def test_the_compiled_expectations_are_infinite_where_the_public_ones_are_undefined():
    assert mean_total(1.0) == variance_of_total(1.5) == math.inf
