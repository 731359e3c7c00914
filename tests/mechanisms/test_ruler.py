"""The ruler's policy: openings follow tolerance with a lag; a reform takes cash above a cap."""

import pytest

from allssam.engine import usd
from allssam.mechanisms.ruler import Ruler, campaign_reaches, openings_follow, season_of_trade, voided_cash


@pytest.fixture
def p(numbers):
    return numbers(Ruler)


def test_openings_follow_tolerance_with_a_lag(p):
    openings = 1.0
    for _ in range(3):
        openings = openings_follow(openings, 1.0, p)
    soon = openings
    for _ in range(120):
        openings = openings_follow(openings, 1.0, p)

    assert 1.0 < soon < openings
    assert openings == pytest.approx(p.openings_closed + p.openings_per_tolerance, rel=0.01)


def test_openings_stay_where_tolerance_does(p):
    assert openings_follow(1.0, 0.5, p) == pytest.approx(1.0)


def test_trade_swells_in_the_months_of_the_great_holidays(p):
    assert season_of_trade(10, p) > season_of_trade(11, p) == 1.0


def test_a_campaign_reaches_a_county_once(p):
    assert campaign_reaches(0.0, 0.7)
    assert not campaign_reaches(0.7, 0.7)
    assert not campaign_reaches(0.7, 0.0)


def test_a_reform_takes_domestic_cash_above_the_cap(numbers):
    p = numbers(Ruler, reform_cap=usd(30), reform_exposed=0.5)

    assert voided_cash(usd(100), p) == usd(20)
    assert voided_cash(usd(50), p) == 0
