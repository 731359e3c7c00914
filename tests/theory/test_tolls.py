"""Tolls: what officials ask who can each stop a business, or each let it pass."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allssam.theory.tolls import COMPETING, CONDUCTS, JOINT, SEQUENTIAL, SIMULTANEOUS, equilibrium_tolls, posted_tolls

UNIFORM = (np.arange(10_000) + 0.5) / 10_000
EXPONENTIAL = -np.log(UNIFORM)

few_values = st.lists(st.integers(0, 12), min_size=1, max_size=7)


def within(expected, size, times=1.0):
    return pytest.approx(expected, abs=times / math.sqrt(size))


# the textbook


def test_two_who_ask_as_one_ask_half():
    tolls = equilibrium_tolls(UNIFORM, 2, "joint")

    assert tolls.total == within(1 / 2, UNIFORM.size)
    assert tolls.admitted == within(1 / 2, UNIFORM.size)
    assert tolls.revenue == within(1 / 4, UNIFORM.size)


def test_two_who_ask_each_for_himself_ask_more_and_collect_less():
    tolls = equilibrium_tolls(UNIFORM, 2, "simultaneous")

    assert tolls.each == within((1 / 3, 1 / 3), UNIFORM.size)
    assert tolls.total == within(2 / 3, UNIFORM.size)
    assert tolls.admitted == within(1 / 3, UNIFORM.size)
    assert tolls.revenue == within(2 / 9, UNIFORM.size)


@pytest.mark.parametrize(("officials", "cost"), [(1, 0.0), (2, 0.1), (3, 0.0), (5, 0.05), (9, 0.0)])
def test_uniform_values_with_any_number_of_officials_and_any_cost(officials, cost):
    costs = officials * cost
    joint = equilibrium_tolls(UNIFORM, officials, "joint", cost)
    simultaneous = equilibrium_tolls(UNIFORM, officials, "simultaneous", cost)
    sequential = equilibrium_tolls(UNIFORM, officials, "sequential", cost)

    in_order = [cost + (1 - costs) * 2.0**-place for place in range(1, officials + 1)]
    assert joint.total == within((1 + costs) / 2, UNIFORM.size)
    assert simultaneous.total == within((officials + costs) / (officials + 1), UNIFORM.size)
    assert sequential.each == within(tuple(in_order), UNIFORM.size)
    assert sequential.total == within(sum(in_order), UNIFORM.size)


@pytest.mark.parametrize("conduct", ["simultaneous", "sequential"])
@pytest.mark.parametrize(("officials", "cost"), [(1, 0.0), (2, 0.3), (3, 0.0)])
def test_with_exponential_values_everybody_adds_the_same_to_his_cost(conduct, officials, cost):
    tolls = equilibrium_tolls(EXPONENTIAL, officials, conduct, cost)

    assert tolls.each == within((1 + cost,) * officials, EXPONENTIAL.size, times=2)
    assert tolls.admitted == within(math.exp(-officials * (1 + cost)), EXPONENTIAL.size)


def test_where_everybody_is_worth_admitting_the_lowest_value_is_asked():
    values = UNIFORM ** (-1 / 4)  # Pareto, index 4, from 1

    for conduct in ("joint", "simultaneous", "sequential"):
        tolls = equilibrium_tolls(values, 2, conduct)

        assert tolls.total == within(1.0, values.size)
        assert tolls.admitted == within(1.0, values.size)


@pytest.mark.parametrize(("officials", "cost"), [(2, 0.0), (3, 0.25), (7, 0.6)])
def test_where_one_permit_is_enough_its_price_falls_to_the_cost(officials, cost):
    tolls = equilibrium_tolls(UNIFORM, officials, "competing", cost)

    assert tolls.each == (cost,) * officials
    assert tolls.total == cost
    assert tolls.admitted == np.mean(cost <= UNIFORM)
    assert tolls.revenue == pytest.approx(cost * (1 - cost), abs=1e-4)


@pytest.mark.parametrize("cost", [0.0, 0.2])
def test_one_official_asks_the_same_whatever_the_conduct(cost):
    answers = [equilibrium_tolls(UNIFORM, 1, conduct, cost) for conduct in CONDUCTS]

    assert [answer.each for answer in answers] == [answers[0].each] * 4
    assert [answer[1:] for answer in answers] == [answers[0][1:]] * 4
    assert answers[0].total == within((1 + cost) / 2, UNIFORM.size)


# random samples speak for their distribution


@pytest.mark.parametrize("size", [1_000, 20_000, 300_000])
@pytest.mark.parametrize(
    ("conduct", "each"),
    [("joint", (1 / 4, 1 / 4)), ("simultaneous", (1 / 3, 1 / 3)), ("sequential", (1 / 2, 1 / 4))],
)
def test_a_random_uniform_sample_answers_to_n_to_the_minus_a_half(conduct, each, size):
    for seed in range(5):
        tolls = equilibrium_tolls(np.random.default_rng(seed).random(size), 2, conduct)

        assert tolls.each == within(each, size)
        assert tolls.total == within(sum(each), size)
        assert tolls.admitted == within(1 - sum(each), size, times=2)


@pytest.mark.parametrize("size", [1_000, 20_000, 300_000])
@pytest.mark.parametrize("conduct", ["simultaneous", "sequential"])
def test_a_random_exponential_sample_answers_to_n_to_the_minus_a_half(conduct, size):
    for seed in range(5):
        tolls = equilibrium_tolls(np.random.default_rng(seed).exponential(size=size), 2, conduct)

        assert tolls.total == within(2.0, size, times=8)
        assert tolls.admitted == within(math.exp(-2), size, times=2)


@pytest.mark.parametrize(
    ("draw", "officials", "conduct", "total"),
    [
        (lambda dice, size: np.sqrt(dice.random(size)), 2, "joint", math.sqrt(1 / 3)),
        (lambda dice, size: np.sqrt(dice.random(size)), 2, "simultaneous", math.sqrt(1 / 2)),
        (lambda dice, size: 1 - np.sqrt(dice.random(size)), 2, "simultaneous", 1 / 2),
        (lambda dice, size: dice.normal(2.0, 0.5, size), 2, "joint", 1.5465),
        (lambda dice, size: dice.lognormal(0.0, 0.7, size), 2, "simultaneous", 1.8027),
        (lambda dice, size: dice.beta(2, 5, size), 2, "sequential", 0.3791),
    ],
    ids=["rising", "rising apart", "falling apart", "normal", "lognormal apart", "beta in order"],
)
def test_random_samples_of_other_shapes(draw, officials, conduct, total):
    size = 20_000
    for seed in range(3):
        tolls = equilibrium_tolls(draw(np.random.default_rng(seed), size), officials, conduct)

        assert tolls.total == pytest.approx(total, abs=8 / math.sqrt(size))


@pytest.mark.parametrize("conduct", ["joint", "simultaneous", "sequential"])
@pytest.mark.parametrize("seed", range(3))
def test_nobody_gains_much_by_asking_otherwise_in_a_large_sample(conduct, seed):
    values = np.random.default_rng(seed).gamma(2.0, size=2_000)
    tolls = equilibrium_tolls(values, 2, conduct, cost=0.1)

    others = 0.1 if conduct == "joint" else tolls.each[0]
    now = (tolls.total - others - 0.1) * tolls.admitted
    best = max((price - others - 0.1) * np.mean(values >= price) for price in values)
    assert now >= best - values.mean() / math.sqrt(values.size)


# exact for small populations


def demand(values, price):
    return sum(value >= price - 1e-9 for value in values)


def best_totals(values, others, cost):
    """The totals at which one official earns most, seeing the others' tolls; none where he cannot earn."""
    gains = {total: (total - others - cost) * demand(values, total) for total in set(values)}
    most = max(gains.values())
    return [total for total in sorted(gains) if gains[total] >= most - 1e-9] if most >= -1e-9 else []


@settings(deadline=None, max_examples=200)
@given(few_values, st.integers(1, 3), st.sampled_from([0.0, 0.5, 1.25]))
def test_officials_who_ask_as_one_ask_what_earns_most(values, officials, cost):
    tolls = equilibrium_tolls(values, officials, "joint", cost)

    best = best_totals(values, 0.0, officials * cost)
    assert tolls.total == (best[0] if best else officials * cost)


@settings(deadline=None, max_examples=200)
@given(few_values, st.integers(1, 4), st.sampled_from([0.0, 0.5, 1.25]))
def test_no_official_gains_by_asking_otherwise_and_no_lower_total_would_hold(values, officials, cost):
    tolls = equilibrium_tolls(values, officials, "simultaneous", cost)

    def holds(total):
        others = total * (officials - 1) / officials
        return total in best_totals(values, others, cost)

    if max(values) <= officials * cost:
        assert tolls.total == officials * cost
    else:
        assert tolls.total == min(total for total in set(values) if holds(total))
        assert tolls.each == pytest.approx((tolls.total / officials,) * officials)


def answer_in_order(values, asked, left, cost):
    """The total that `left` more officials make of what was asked before, by trying every toll that could matter."""
    if left == 0:
        return asked
    best_gain, best_total = -1.0, math.inf
    for toll in tolls_that_matter(values, asked, left, cost):
        total = answer_in_order(values, asked + toll, left - 1, cost)
        gain = (toll - cost) * demand(values, total)
        if gain > best_gain + 1e-7 or (gain > best_gain - 1e-7 and total < best_total):
            best_gain, best_total = gain, total
    return best_total


def tolls_that_matter(values, asked, left, cost):
    """What makes the later ones just still serve some number of owners: where one level's answer turns."""
    levels = {number: price for price in set(values) for number in [demand(values, price)]}
    for _ in range(left - 1):
        levels = {
            number: min(
                (number * levels[number] - fewer * levels.get(fewer, 0.0)) / (number - fewer)
                for fewer in [0, *levels]
                if fewer < number
            )
            - cost
            for number in levels
        }
    return [price - asked for price in levels.values() if price - asked >= cost - 1e-9] or [cost]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(1, 3), st.sampled_from([0.0, 0.5]))
def test_each_in_order_does_best_knowing_the_later_answers(values, officials, cost):
    tolls = equilibrium_tolls(values, officials, "sequential", cost)

    asked = 0.0
    for place in range(officials):
        left = officials - place
        expected = answer_in_order(values, asked, left, cost)
        if max(values) > officials * cost:
            assert demand(values, expected) == round(tolls.admitted * len(values))
        asked += tolls.each[place]
    assert min(tolls.each) >= cost


def test_a_leader_faces_the_answer_of_the_follower():
    # Of 4, 3, 2, 1 the follower serves 1, 2, 3, 4 owners while at most 4, 2, 0, -2 was asked before him.
    tolls = equilibrium_tolls([4, 3, 2, 1], 2, "sequential")

    assert tolls.each == (2.0, 1.0)
    assert tolls == ((2.0, 1.0), 3.0, 0.5, 1.5)


@pytest.mark.parametrize("conduct", ["joint", "simultaneous"])
def test_a_single_business_pays_all_it_is_worth(conduct):
    tolls = equilibrium_tolls([6], 3, conduct, cost=1)

    assert tolls == ((2.0, 2.0, 2.0), 6.0, 1.0, 6.0)


def test_of_a_single_business_the_first_to_ask_takes_what_the_others_need_not_have():
    assert equilibrium_tolls([6], 3, "sequential", cost=1).each == (4.0, 1.0, 1.0)


@pytest.mark.parametrize("conduct", CONDUCTS)
def test_worthless_businesses_pass_for_nothing(conduct):
    assert equilibrium_tolls([0, 0, 0], 2, conduct) == ((0.0, 0.0), 0.0, 1.0, 0.0)
    assert equilibrium_tolls(np.zeros(500), 2, conduct) == ((0.0, 0.0), 0.0, 1.0, 0.0)


@pytest.mark.parametrize("conduct", CONDUCTS)
def test_where_costs_exceed_every_value_cost_is_asked_and_nobody_pays(conduct):
    tolls = equilibrium_tolls([1, 2, 3], 2, conduct, cost=5)

    assert tolls.each == (5.0, 5.0)
    assert (tolls.admitted, tolls.revenue) == (0.0, 0.0)


def test_businesses_worth_less_than_nothing_never_open():
    assert equilibrium_tolls([-3, -1, 4], 1, "joint") == equilibrium_tolls([0, 0, 4], 1, "joint")
    assert equilibrium_tolls([-3, -1], 2, "simultaneous") == ((0.0, 0.0), 0.0, 0.0, 0.0)


def test_of_totals_that_earn_the_same_the_lowest_is_asked():
    assert equilibrium_tolls([1, 2], 1, "joint").total == 1.0
    assert equilibrium_tolls([1, 1.5, 3], 1, "joint").total == 1.0


@pytest.mark.parametrize("conduct", ["joint", "simultaneous", "sequential"])
def test_a_large_sample_with_few_kinds_of_values_is_taken_at_its_word(conduct):
    few = equilibrium_tolls([1, 2, 3, 5, 8], 2, conduct, cost=0.25)
    many = equilibrium_tolls([1, 2, 3, 5, 8] * 400, 2, conduct, cost=0.25)

    assert many.each == pytest.approx(few.each, abs=1e-9)
    assert many[1:] == pytest.approx(few[1:], abs=1e-9)


def test_one_rich_owner_among_many_poor_ones_is_seen():
    tolls = equilibrium_tolls([0] * 9_999 + [1], 2, "simultaneous")

    assert tolls.total == 1.0
    assert tolls.admitted == pytest.approx(1e-4)


# laws


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=150),
    st.integers(1, 5),
    st.sampled_from(CONDUCTS),
    st.floats(0, 10),
)
def test_the_answers_fit_together(values, officials, conduct, cost):
    tolls = equilibrium_tolls(values, officials, conduct, cost)

    asked = tolls.each[0] if conduct == "competing" and officials > 1 else sum(tolls.each)
    assert len(tolls.each) == officials
    assert asked == pytest.approx(tolls.total, rel=1e-9, abs=1e-9)
    assert min(tolls.each) >= cost - 1e-9
    assert tolls.admitted == np.mean(np.array(values) >= tolls.total)
    assert tolls.revenue == tolls.total * tolls.admitted


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=12), st.integers(2, 4))
def test_asking_apart_takes_more_from_each_lets_fewer_pass_and_brings_less(values, officials):
    joint = equilibrium_tolls(values, officials, "joint")
    for conduct in ("simultaneous", "sequential"):
        apart = equilibrium_tolls(values, officials, conduct)

        assert apart.total >= joint.total
        assert apart.admitted <= joint.admitted
        assert apart.revenue <= joint.revenue + 1e-9


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=150), st.integers(1, 4), st.sampled_from(CONDUCTS))
def test_neither_the_order_of_the_sample_nor_the_unit_of_money_matters(values, officials, conduct):
    tolls = equilibrium_tolls(values, officials, conduct, cost=0.5)
    changed = equilibrium_tolls([1024 * value for value in reversed(values)], officials, conduct, cost=512)

    assert changed.total == 1024 * tolls.total
    assert changed.each == pytest.approx([1024 * toll for toll in tolls.each])
    assert changed.admitted == tolls.admitted


# undefined


@pytest.mark.parametrize(
    ("index", "officials", "conduct"), [(0.8, 1, "joint"), (1.5, 2, "simultaneous"), (2.0, 3, "simultaneous")]
)
@pytest.mark.parametrize("size", [500, 50_000])
def test_a_tail_that_is_too_heavy_has_no_equilibrium(index, officials, conduct, size):
    values = np.random.default_rng(1).pareto(index, size) + 1

    with pytest.raises(ValueError, match="no equilibrium"):
        equilibrium_tolls(values, officials, conduct)


def test_more_officials_than_an_exponential_sample_can_answer_for_have_no_equilibrium():
    with pytest.raises(ValueError, match="larger sample"):
        equilibrium_tolls(EXPONENTIAL[::10], 20, "simultaneous")


def test_more_officials_in_order_than_a_sample_has_owners_for_have_no_equilibrium():
    with pytest.raises(ValueError, match="larger sample"):
        equilibrium_tolls(UNIFORM, 40, "sequential")


@pytest.mark.parametrize("conduct", ["joint", "simultaneous", "sequential"])
def test_costs_that_leave_next_to_nothing_are_what_is_asked(conduct):
    for cost in np.linspace(0.45, 0.5, 40):
        tolls = equilibrium_tolls(UNIFORM, 2, conduct, cost)

        assert min(tolls.each) >= cost - 1e-9
        assert tolls.each == within((cost, cost), UNIFORM.size, times=100 * (1 - 2 * cost) + 1)
        assert tolls.admitted == within((1 - 2 * cost) / 2, UNIFORM.size, times=100 * (1 - 2 * cost) + 1)


def test_values_that_end_answer_for_any_number_of_officials():
    tolls = equilibrium_tolls(UNIFORM, 50_000, "simultaneous")

    assert tolls.total == within(1.0, UNIFORM.size)
    assert tolls.admitted == within(0.0, UNIFORM.size)


@pytest.mark.parametrize(
    "arguments",
    [
        ([], 2, "joint"),
        ([1, math.nan], 2, "joint"),
        ([1, math.inf], 2, "joint"),
        ([[1, 2]], 2, "joint"),
        (["much"], 2, "joint"),
        ([1, 2], 0, "joint"),
        ([1, 2], 1.5, "joint"),
        ([1, 2], 2, "fraternal"),
        ([1, 2], 2, None),
        ([1, 2], 2, "joint", -0.1),
        ([1, 2], 2, "joint", math.inf),
    ],
)
def test_tolls_need_a_sample_officials_a_conduct_and_a_cost(arguments):
    with pytest.raises(ValueError, match="should"):
        equilibrium_tolls(*arguments)


def test_public_tolls_run_the_compiled_ones():
    numbers = {"joint": JOINT, "simultaneous": SIMULTANEOUS, "sequential": SEQUENTIAL, "competing": COMPETING}
    samples = [np.array([3.0, 1.0, 2.0]), np.random.default_rng(2).random(1_000)]
    for values, (conduct, number), officials in itertools.product(samples, numbers.items(), [1, 3]):
        tolls = equilibrium_tolls(values, officials, conduct, 0.05)
        each, total, admitted, settled = posted_tolls(np.sort(values)[::-1].copy(), officials, number, 0.05)

        assert settled
        assert tolls == (tuple(each), total, admitted, total * admitted)
