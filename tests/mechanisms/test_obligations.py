"""Obligations: what the state asks of a person's time."""

import pytest

from allssam.mechanisms.obligations import (
    Obligations,
    belongs_to_union,
    buys_off_attendance,
    effect_of_days,
    free_days,
    has_duties,
    trouble_of_trading,
)  # fmt: skip
from allssam.world import Job, Party, Sex


@pytest.fixture
def p(numbers):
    return numbers(Obligations)


def test_a_worker_of_working_age_owes_days_and_a_housewife_does_not(p):
    assert has_duties(Job.INDUSTRY, 30, Sex.MAN, p)
    assert not has_duties(Job.NONE, 30, Sex.WOMAN, p)


def test_women_leave_the_official_job_before_men(p):
    assert has_duties(Job.SERVICES, 57, Sex.MAN, p)
    assert not has_duties(Job.SERVICES, 57, Sex.WOMAN, p)


def test_a_member_has_less_time_than_an_outsider_in_the_same_job(p):
    outsider = free_days(True, False, Party.OUTSIDE, False, p)
    member = free_days(True, False, Party.MEMBER, False, p)

    assert outsider - member == pytest.approx(p.party_days)


def test_buying_off_attendance_frees_the_days_of_the_job_but_not_those_of_the_party(p):
    assert free_days(True, True, Party.MEMBER, False, p) == pytest.approx(p.month_days - p.party_days)


def test_a_woman_in_the_party_owes_party_days_instead_of_union_days(p):
    assert not belongs_to_union(Sex.WOMAN, False, Party.MEMBER, 40, p)
    assert belongs_to_union(Sex.WOMAN, False, Party.OUTSIDE, 40, p)
    assert not belongs_to_union(Sex.MAN, False, Party.OUTSIDE, 40, p)


def test_the_same_trade_is_less_trouble_to_those_with_market_sense(p):
    assert trouble_of_trading(80, p) < trouble_of_trading(50, p) < trouble_of_trading(20, p)


def test_attendance_is_bought_off_only_when_the_days_earn_more_than_the_fee():
    assert buys_off_attendance(0.5, 0.2)
    assert not buys_off_attendance(0.1, 0.2)


def test_twice_the_days_are_worth_less_than_twice_as_much(p):
    worth = effect_of_days(p)

    assert worth[0] == 0.0
    assert worth[p.month_days] == pytest.approx(1.0)
    assert worth[10] < worth[20] < 2 * worth[10]
