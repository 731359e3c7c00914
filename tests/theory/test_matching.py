"""Matching: who deals with whom, what each can hold out for, and which ties nobody would change."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment, linprog

from allssam.theory.arguments import rankings
from allssam.theory.matching import (
    NOBODY,
    assignment,
    best_partners,
    core_bounds,
    core_payoffs,
    deferred_acceptance,
    is_settled,
    pairwise_stable,
    propose_in_turn,
)

SHAPLEY_SHUBIK = [[5, 8, 2], [7, 9, 6], [2, 3, 0]]


@st.composite
def tables(draw, most=6, entries=None):
    rows, columns = draw(st.integers(0, most)), draw(st.integers(1, most))
    entry = entries or st.one_of(st.integers(-4, 9).map(float), st.floats(-5.0, 10.0))
    return np.array([[draw(entry) for _ in range(columns)] for _ in range(rows)]).reshape(rows, columns)


@st.composite
def preferences(draw, most=5):
    sizes = draw(st.integers(0, most)), draw(st.integers(0, most))
    sides = []
    for own, other in (sizes, sizes[::-1]):
        lists = [draw(st.permutations(range(other))) for _ in range(own)]
        sides.append([listed[: draw(st.integers(0, other))] for listed in lists])
    return sides


def networks(people):
    ties = list(itertools.combinations(range(people), 2))
    for chosen in itertools.product([0, 1], repeat=len(ties)):
        adjacency = np.zeros((people, people), dtype=int)
        for (one, other), tied in zip(ties, chosen, strict=True):
            adjacency[one, other] = adjacency[other, one] = tied
        yield adjacency


def star(people):
    adjacency = np.zeros((people, people), dtype=int)
    adjacency[0, 1:] = adjacency[1:, 0] = 1
    return adjacency


def all_matchings(rows, columns):
    """Every way to give some rows a column of their own."""
    if rows == 0:
        yield ()
        return
    for rest in all_matchings(rows - 1, columns):
        yield rest
        yield from ((*rest, (rows - 1, column)) for column in range(columns) if column not in dict(rest).values())


# the assignment game


def test_the_assignment_of_the_textbook():
    assert assignment(SHAPLEY_SHUBIK) == (((0, 1), (1, 2), (2, 0)), 16.0)


@pytest.mark.parametrize(
    ("surplus", "pairs", "value"),
    [
        ([[4]], ((0, 0),), 4.0),
        ([[4, 7]], ((0, 1),), 7.0),
        ([[4], [7], [5]], ((1, 0),), 7.0),
        ([[-1, -2], [3, -4]], ((1, 0),), 3.0),
        ([[0, 0], [0, 0]], (), 0.0),
        ([[-1]], (), 0.0),
        ([[1, 10], [2, 10.5]], ((0, 1), (1, 0)), 12.0),
        ([], (), 0.0),
        ([[], []], (), 0.0),
    ],
)
def test_assignments_of_other_shapes_with_singles(surplus, pairs, value):
    assert assignment(surplus) == (pairs, value)


@settings(deadline=None, max_examples=100)
@given(tables(most=4))
def test_no_other_choice_of_partners_is_worth_more(surplus):
    best = max(math.fsum(surplus[pair] for pair in pairs) for pairs in all_matchings(*surplus.shape))

    assert assignment(surplus).value == pytest.approx(best, abs=1e-9)


@settings(deadline=None, max_examples=100)
@given(tables(most=12))
def test_the_assignment_agrees_with_scipy(surplus):
    found = assignment(surplus)

    worth = np.maximum(surplus, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    assert found.value == pytest.approx(worth[rows, columns].sum(), abs=1e-9)
    assert len({row for row, _ in found.pairs}) == len({column for _, column in found.pairs}) == len(found.pairs)
    assert all(surplus[pair] > 0 for pair in found.pairs)


def test_a_large_assignment_agrees_with_scipy():
    surplus = np.random.default_rng(4).normal(1.0, 2.0, (40, 55))

    rows, columns = linear_sum_assignment(np.maximum(surplus, 0.0), maximize=True)
    assert assignment(surplus).value == pytest.approx(np.maximum(surplus, 0.0)[rows, columns].sum(), rel=1e-12)
    assert assignment(surplus.T).value == pytest.approx(assignment(surplus).value, rel=1e-12)


# its core


def test_the_core_of_the_textbook():
    row_low, row_high, column_low, column_high = core_bounds(SHAPLEY_SHUBIK)

    assert row_low.tolist() == [3, 5, 0]
    assert row_high.tolist() == [5, 6, 1]
    assert column_low.tolist() == [1, 3, 0]
    assert column_high.tolist() == [2, 5, 1]


@pytest.mark.parametrize(
    ("surplus", "bounds"),
    [
        ([[10]], ([0], [10], [0], [10])),
        ([[10], [6]], ([0, 0], [4, 0], [6], [10])),
        ([[10, 10]], ([10], [10], [0, 0], [0, 0])),
        ([[-3]], ([0], [0], [0], [0])),
        ([[8, 0], [0, 5]], ([0, 0], [8, 5], [0, 0], [8, 5])),
    ],
)
def test_small_markets_share_by_competition(surplus, bounds):
    assert [bound.tolist() for bound in core_bounds(surplus)] == [list(map(float, bound)) for bound in bounds]


@settings(deadline=None, max_examples=60)
@given(tables(most=4))
def test_core_bounds_are_the_extremes_of_the_core(surplus):
    rows, columns = surplus.shape
    value = assignment(surplus).value
    pairs = [(row, column) for row in range(rows) for column in range(columns)]
    covering = np.array([[-float(k in (row, rows + column)) for k in range(rows + columns)] for row, column in pairs])

    low = np.concatenate([core_bounds(surplus)[0], core_bounds(surplus)[2]])
    high = np.concatenate([core_bounds(surplus)[1], core_bounds(surplus)[3]])
    for person in range(rows + columns):
        for sign, bound in ((1, low), (-1, high)):
            found = linprog(
                sign * np.eye(rows + columns)[person],
                A_ub=covering if pairs else None,
                b_ub=[-surplus[pair] for pair in pairs] if pairs else None,
                A_eq=np.ones((1, rows + columns)),
                b_eq=[value],
            )
            assert sign * found.fun == pytest.approx(bound[person], abs=1e-6)


@settings(deadline=None, max_examples=60)
@given(tables(most=8))
def test_the_most_anybody_gets_is_what_is_lost_without_him(surplus):
    row_low, row_high, column_low, column_high = core_bounds(surplus)

    value = assignment(surplus).value
    for row in range(surplus.shape[0]):
        assert row_high[row] == pytest.approx(value - assignment(np.delete(surplus, row, 0)).value, abs=1e-7)
    for column in range(surplus.shape[1]):
        assert column_high[column] == pytest.approx(value - assignment(np.delete(surplus, column, 1)).value, abs=1e-7)
    for row, column in assignment(surplus).pairs:
        assert row_high[row] + column_low[column] == pytest.approx(surplus[row, column], abs=1e-9)
        assert row_low[row] + column_high[column] == pytest.approx(surplus[row, column], abs=1e-9)


# deferred acceptance


def test_proposers_get_the_best_stable_partner():
    proposers = [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
    receivers = [[1, 2, 0], [2, 0, 1], [0, 1, 2]]

    assert deferred_acceptance(proposers, receivers) == ((0, 0), (1, 1), (2, 2))
    assert deferred_acceptance(receivers, proposers) == ((0, 1), (1, 2), (2, 0))


@pytest.mark.parametrize(
    ("proposers", "receivers", "pairs"),
    [
        ([[0], [0], [0]], [[2, 1]], ((2, 0),)),
        ([[0, 1], [0]], [[1, 0], [0]], ((0, 1), (1, 0))),
        ([[0]], [[]], ()),
        ([[]], [[0]], ()),
        ([], [[], []], ()),
        ([[1, 0]], [[0], [0]], ((0, 1),)),
    ],
)
def test_sides_of_other_sizes_and_short_lists(proposers, receivers, pairs):
    assert deferred_acceptance(proposers, receivers) == pairs


def is_stable(pairs, proposers, receivers):
    taken, holds = dict(pairs), {receiver: proposer for proposer, receiver in pairs}
    if len(holds) < len(pairs):
        return False
    for proposer, receiver in pairs:
        if receiver not in proposers[proposer] or proposer not in receivers[receiver]:
            return False
    for proposer, listed in enumerate(proposers):
        wanted = listed[: listed.index(taken[proposer])] if proposer in taken else listed
        for receiver in wanted:
            ranked = receivers[receiver]
            better = ranked[: ranked.index(holds[receiver])] if receiver in holds else ranked
            if proposer in better:
                return False
    return True


@settings(deadline=None, max_examples=150)
@given(preferences(most=4))
def test_the_outcome_is_stable_and_no_stable_one_suits_any_proposer_better(sides):
    proposers, receivers = sides
    pairs = deferred_acceptance(proposers, receivers)

    assert is_stable(pairs, proposers, receivers)
    place = {proposer: proposers[proposer].index(receiver) for proposer, receiver in pairs}
    for other in all_matchings(len(proposers), len(receivers)):
        if is_stable(other, proposers, receivers):
            assert {proposer for proposer, _ in other} == set(place)
            assert all(place[proposer] <= proposers[proposer].index(receiver) for proposer, receiver in other)


# the connections model


def test_with_cheap_ties_the_complete_network_and_no_other_is_stable():
    stable = [adjacency for adjacency in networks(4) if pairwise_stable(adjacency, 0.5, 0.2)]

    assert len(stable) == 1
    assert stable[0].sum() == 12


@pytest.mark.parametrize("people", [2, 3, 5])
def test_below_the_gain_from_nearness_everybody_is_tied(people):
    complete = 1 - np.eye(people)

    assert pairwise_stable(complete, 0.5, 0.24)
    assert not pairwise_stable(np.zeros((people, people)), 0.5, 0.24)


def test_ties_of_middling_cost_make_a_star_and_dear_ones_none():
    assert pairwise_stable(star(5), 0.5, 0.3)
    assert not pairwise_stable(1 - np.eye(5), 0.5, 0.3)
    assert not pairwise_stable(star(5), 0.5, 0.6)
    assert pairwise_stable(np.zeros((5, 5)), 0.5, 0.6)


def test_where_a_tie_is_worth_exactly_its_cost_nobody_moves():
    assert pairwise_stable(1 - np.eye(4), 0.5, 0.25)
    assert pairwise_stable(star(4), 0.5, 0.25)
    assert pairwise_stable(1 - np.eye(3), 0.3, 0.3 - 0.3 * 0.3)


def utility(adjacency, person, decay, cost):
    distance = {person: 0}
    ring = [person]
    while ring:
        ring = [other for known in ring for other in np.flatnonzero(adjacency[known]) if other not in distance]
        step = max(distance.values()) + 1
        distance.update(dict.fromkeys(ring, step))
        ring = list(dict.fromkeys(ring))
    worth = sum(decay**steps for other, steps in distance.items() if other != person)
    return worth - cost * adjacency[person].sum()


@pytest.mark.parametrize(("decay", "cost"), [(0.5, 0.3), (0.7, 0.15), (0.9, 0.5), (0.3, 0.4), (0.6, 0.65)])
def test_stability_agrees_with_the_definition_on_every_network_of_four(decay, cost):
    for adjacency in networks(4):
        expected = True
        for one, other in itertools.combinations(range(4), 2):
            changed = adjacency.copy()
            changed[one, other] = changed[other, one] = 1 - adjacency[one, other]
            gains = [utility(changed, who, decay, cost) - utility(adjacency, who, decay, cost) for who in (one, other)]
            if adjacency[one, other]:
                expected &= max(gains) <= 1e-12
            else:
                expected &= max(gains) <= 1e-12 or min(gains) < -1e-12
        assert pairwise_stable(adjacency, decay, cost) == expected


def test_checking_a_network_leaves_it_alone():
    adjacency = np.array([[0, 1], [1, 0]], dtype=bool)

    is_settled(adjacency, 0.5, 0.9)

    assert adjacency.tolist() == [[False, True], [True, False]]


# undefined


@pytest.mark.parametrize("surplus", [[[1, 2], [3]], [[1, math.nan]], [[math.inf]], [1, 2], [[["much"]]], 5])
def test_a_surplus_is_a_table_of_finite_numbers(surplus):
    with pytest.raises(ValueError, match="surplus.*should"):
        assignment(surplus)
    with pytest.raises(ValueError, match="surplus.*should"):
        core_bounds(surplus)


@pytest.mark.parametrize(
    ("proposers", "receivers", "message"),
    [
        ([[0, 0]], [[0]], "nobody should be named twice"),
        ([[1]], [[0]], "names 1; there are only 1"),
        ([[0]], [[3]], "receiver_preferences.* names 3"),
        ([[-1]], [[0]], "at least 0"),
        ([[0.5]], [[0]], "whole number"),
    ],
)
def test_a_list_of_preferences_names_others_once(proposers, receivers, message):
    with pytest.raises(ValueError, match=message):
        deferred_acceptance(proposers, receivers)


@pytest.mark.parametrize(
    ("adjacency", "decay", "cost", "message"),
    [
        ([[0, 1]], 0.5, 0.1, "square"),
        ([[0, 1], [0, 0]], 0.5, 0.1, "both ways"),
        ([[1, 0], [0, 0]], 0.5, 0.1, "to himself"),
        ([[0, 2], [2, 0]], 0.5, 0.1, "0 .no tie. and 1"),
        ([[0, 1], [1, 0]], 1.5, 0.1, "decay"),
        ([[0, 1], [1, 0]], -0.5, 0.1, "decay"),
        ([[0, 1], [1, 0]], 0.5, -0.1, "cost"),
        ([[0, 1], [1, 0]], 0.5, math.nan, "cost"),
    ],
)
def test_the_connections_model_needs_a_network_a_decay_and_a_cost(adjacency, decay, cost, message):
    with pytest.raises(ValueError, match=message):
        pairwise_stable(adjacency, decay, cost)


# what is tested is what runs


@settings(deadline=None, max_examples=50)
@given(tables(most=5))
def test_public_assignments_run_the_compiled_ones(surplus):
    partners = best_partners(surplus)

    assert assignment(surplus).pairs == tuple((row, column) for row, column in enumerate(partners) if column != NOBODY)
    for found, expected in zip(core_bounds(surplus), core_payoffs(surplus, partners), strict=True):
        assert found.tolist() == expected.tolist()


@settings(deadline=None, max_examples=50)
@given(preferences())
def test_public_acceptance_runs_the_compiled_one(sides):
    tables = [rankings("side", side, len(other)) for side, other in zip(sides, sides[::-1], strict=True)]
    engaged = propose_in_turn(*tables)

    assert dict(deferred_acceptance(*sides)) == {who: whom for who, whom in enumerate(engaged) if whom != NOBODY}


def test_public_stability_runs_the_compiled_one():
    for adjacency in networks(3):
        for decay, cost in ((0.5, 0.2), (0.5, 0.3), (0.5, 0.6)):
            assert pairwise_stable(adjacency, decay, cost) == is_settled(adjacency.astype(bool), decay, cost)
