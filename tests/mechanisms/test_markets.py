"""Markets: rules called by hand, and a till that shares out what it holds."""

import pytest

from allssam.engine import die, usd
from allssam.mechanisms.markets import (
    Markets,
    asked_for_bribe,
    claim_on_till,
    crosses_line,
    demand_from_outside,
    falls_back,
    infractions_now,
    inspection_risk,
    living,
    luck_now,
    price_of_being_overlooked,
    restocks,
    seeks_stall,
    trade_that_counts,
)  # fmt: skip

DIE = die(1, "2013-06", "markets.test")


@pytest.fixture
def p(numbers):
    return numbers(Markets)


def test_who_gives_no_work_has_no_claim_on_the_till(p):
    assert claim_on_till(0.0, usd(10_000), 1.0, 1.0, True, p) == 0.0


def test_bare_hands_without_luck_or_stall_claim_just_their_work(p):
    assert claim_on_till(2.0, 0, 1.0, 1.0, False, p) == 2.0


def test_doubling_capital_less_than_doubles_the_claim(p):
    one = claim_on_till(1.0, usd(20_000), 1.0, 1.0, False, p)
    two = claim_on_till(1.0, usd(40_000), 1.0, 1.0, False, p)

    assert one < two < 2 * one


def test_a_stall_and_leased_space_both_add_to_the_claim(p):
    assert claim_on_till(1.0, 0, 1.0, 1.0, True, p) == pytest.approx(1.0 + p.stall_gain)
    assert claim_on_till(1.0, 0, 1.0, 1.3, False, p) == pytest.approx(1.3)


def test_buyers_from_outside_come_where_more_has_been_opened(p):
    assert demand_from_outside(100, 1.4, 1.0, p) == 2 * demand_from_outside(100, 0.7, 1.0, p)


def test_a_household_in_want_spends_all_it_has(p):
    assert living(usd(5), usd(12), p) == usd(12)


def test_a_household_spends_most_of_what_it_earns_above_subsistence(p):
    spent = living(usd(126), usd(126), p)

    assert spent == usd(26 + 0.74 * 100)


def test_cash_beyond_the_buffer_is_slowly_spent(p):
    calm = living(usd(100), usd(200), p)
    rich = living(usd(100), usd(2_000), p)

    assert rich > calm


def test_only_traders_put_savings_into_goods(p):
    assert restocks(usd(126), usd(100), usd(500), 1, p) == usd(26)
    assert restocks(usd(126), usd(100), usd(500), 0, p) == 0
    assert restocks(usd(20), usd(100), usd(500), 1, p) == 0


def test_an_empty_purse_is_filled_before_goods_are_bought(p):
    assert 0 < restocks(usd(126), usd(100), usd(50), 1, p) < restocks(usd(126), usd(100), usd(150), 1, p)


def test_nobody_bothers_to_inspect_a_small_stall(p):
    assert inspection_risk(usd(500), 0.0, p) == 0.0


def test_inspection_grows_with_size_and_falls_with_tolerance(p):
    assert inspection_risk(usd(20_000), 0.2, p) > inspection_risk(usd(5_000), 0.2, p) > inspection_risk(usd(5_000), 0.8, p)


def test_the_line_is_passed_at_the_line_and_lost_well_below_it(p):
    assert crosses_line(usd(5_000), p)
    assert not crosses_line(usd(4_999), p)
    assert not falls_back(usd(4_000), p)
    assert falls_back(usd(2_999), p)


def test_acts_that_could_be_held_against_a_business_settle_at_a_level_that_grows_with_sales(p):
    small, large = 0.0, 0.0
    for _ in range(600):
        small = infractions_now(small, usd(300), usd(30), p)
        large = infractions_now(large, usd(1_200), usd(30), p)

    assert large == pytest.approx(2 * small, rel=0.01)
    assert small == pytest.approx(p.infraction_growth / p.infraction_lapse, rel=0.01)


def test_more_is_let_be_and_more_has_to_be_paid_for(p):
    closed = sum(asked_for_bribe(DIE, home, 0.2, 1.0, 99, p) for home in range(20_000))
    open_ = sum(asked_for_bribe(DIE, home, 0.8, 1.0, 99, p) for home in range(20_000))

    assert open_ == pytest.approx(4 * closed, rel=0.15)
    assert not any(asked_for_bribe(DIE, home, 1.0, 0.0, 99, p) for home in range(100))


def test_who_has_paid_lately_is_asked_again_whatever_is_let_be(p):
    lately = sum(asked_for_bribe(DIE, home, 0.1, 1.0, p.remembered, p) for home in range(20_000))
    long_ago = sum(asked_for_bribe(DIE, home, 0.1, 1.0, p.remembered + 1, p) for home in range(20_000))

    assert lately == pytest.approx(20_000 * p.asked_again, rel=0.05)
    assert long_ago < 0.2 * lately


def test_to_be_overlooked_is_dearer_where_trade_is_forbidden_and_before_holidays(p):
    assert price_of_being_overlooked(0.5, 1.0, p) == pytest.approx(p.bribe_size)
    assert price_of_being_overlooked(0.2, 1.0, p) > price_of_being_overlooked(0.8, 1.0, p)
    assert price_of_being_overlooked(0.5, 1.3, p) == pytest.approx(1.3 * p.bribe_size)


def test_a_large_business_pays_no_larger_small_bribes_than_a_good_stall(p):
    assert trade_that_counts(usd(20), usd(30), p) == usd(20)
    assert trade_that_counts(usd(5_000), usd(30), p) == pytest.approx(p.small * usd(30))


def test_luck_stays_near_what_it_was_and_returns_to_the_middle(p):
    lucky = sum(luck_now(3.0, DIE, home, p) for home in range(2_000)) / 2_000

    assert 1.5 < lucky < 3.0


def test_a_stall_is_taken_only_when_it_pays_within_a_year(p):
    assert seeks_stall(False, 1, usd(120), p)
    assert not seeks_stall(False, 1, usd(20), p)
    assert not seeks_stall(True, 1, usd(120), p)
    assert not seeks_stall(False, 0, usd(120), p)
