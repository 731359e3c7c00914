"""Households: who marries whom, where couples live, what they quarrel about."""

import numpy as np
import pytest

from allssam.engine import Pipeline
from allssam.mechanisms import households
from allssam.mechanisms.households import (
    Households,
    accepts_suitor,
    gives_up_job,
    income_with,
    liking,
    looks_around,
    quarrels,
)
from allssam.world import SCHEMA, Event, Job, Party, Sex, Standing
from hamlet import Hamlet, at_home, everybodys_turn, faults
from small_county import START, USD

TOGETHER = Pipeline(households.live_together)
EAGER = {"looks": 0.5, "women_from": 20.0, "men_from": 22.0}


@pytest.fixture
def p():
    return Households().in_month(START)


def live(world, months=1, **values):
    told = []
    for _ in range(months):
        everybodys_turn(world)
        world.advance(TOGETHER, {"households": Households(**values).in_month(world.month)})
        events = world.events_of_month()
        if events is not None:
            told += [
                (Event(kind).name, int(who), int(whom))
                for kind, who, whom in zip(events.kind, events.who, events.whom, strict=True)
            ]
    return told


def young(number=40, **men):
    """Families with a son of 29, a daughter of 26 and their parents."""
    hamlet = Hamlet()
    for _ in range(number):
        father = hamlet.family(55, 53, 29, 26, married=True)
        hamlet.rows["people"][father + 2].update(men)
    return hamlet


# ------------------------------------------------------------------------------------------------------------------ rules


def test_men_begin_to_look_for_a_wife_later_than_women_for_a_husband(p):
    assert looks_around(24, Sex.WOMAN, p) > 3 * looks_around(24, Sex.MAN, p)
    assert looks_around(17, Sex.WOMAN, p) == 0.0
    assert looks_around(30, Sex.MAN, p) > looks_around(42, Sex.MAN, p) > looks_around(60, Sex.MAN, p) == 0.0


def test_skill_goods_and_a_post_raise_what_one_expects_and_attendance_lowers_it(p):
    wage = 40 * USD
    plain = income_with(wage, 1.0, 0, 0.0, 0, p)

    assert plain == wage
    assert income_with(wage, 1.5, 0, 0.0, 0, p) > plain
    assert income_with(wage, 1.0, 300 * USD, 0.0, 0, p) > plain
    assert income_with(wage, 1.0, 0, 20.0 * USD, 0, p) > plain
    assert income_with(wage, 1.0, 0, 0.0, 10 * USD, p) < plain


def test_a_suitor_who_brings_more_is_liked_more_at_the_same_taste(p):
    assert liking(0.5, 60, 40.0, p) > liking(0.5, 40, 40.0, p)


def test_taste_may_outweigh_income(p):
    assert liking(0.95, 30, 40.0, p) > liking(0.3, 50, 40.0, p)


def test_one_would_rather_wait_than_take_somebody_one_does_not_like(p):
    assert accepts_suitor(1.0, p)
    assert not accepts_suitor(-1.0, p)


def test_brides_in_towns_often_give_up_the_job_and_those_on_farms_do_not(p):
    assert gives_up_job(0.2, Job.INDUSTRY, p)
    assert not gives_up_job(0.5, Job.INDUSTRY, p)
    assert not gives_up_job(0.2, Job.FARM, p)


def test_couples_quarrel_the_more_the_party_costs_them(p):
    lot = 0.006

    assert quarrels(lot, 20 * USD, 100 * USD, p)
    assert not quarrels(lot, 1 * USD, 100 * USD, p)
    assert not quarrels(lot, 0, 0, p)


# ---------------------------------------------------------------------------------------------------------------- villages


def test_couples_found_households_or_move_in_and_nothing_is_lost():
    world = young().world(spare=60)
    money = world.sector_balances().copy()
    live(world, months=6, **EAGER)
    counties = world["counties"]

    assert counties["households"][0] > 45
    assert faults(world) == []
    assert np.array_equal(world.sector_balances(), money)


def test_brother_and_sister_do_not_marry():
    world = young(1).world()
    live(world, months=12, **EAGER)

    assert np.all(world["people"]["spouse"][2:4] == -1)


def test_a_couple_takes_along_a_share_of_the_purse_and_of_the_goods():
    hamlet = Hamlet()
    hamlet.family(55, 53, 29, married=True, dollars=300, capital=90)
    bride = hamlet.family(55, 26, 53, dollars=600) + 1
    world = hamlet.world()
    live(world, months=12, own_home=1.0, **EAGER)
    people, homes, accounts = world["people"], world["households"], world["accounts"]
    home = int(people["household"][bride])

    assert people["spouse"][bride] == 2
    assert at_home(world, home) == [2, bride]
    assert accounts["balance"][homes["account"][home]] == 300 * USD
    assert homes["capital"][home] == 30 * USD
    assert homes["heir"][0] == home
    assert homes["key"][home] > 0


def test_without_a_home_of_their_own_they_live_with_his_family():
    hamlet = Hamlet()
    hamlet.family(55, 53, 29, married=True)
    bride = hamlet.family(55, 26, 53) + 1
    world = hamlet.world()
    live(world, months=12, own_home=0.0, **EAGER)

    assert at_home(world, 0) == [0, 1, 2, bride]


def test_a_widow_brings_her_children_along():
    hamlet = Hamlet()
    hamlet.family(55, 53, 33, married=True)
    home = len(hamlet.rows["households"])
    widow = hamlet.family(6, 28, dollars=80) + 1
    world = hamlet.world()
    live(world, months=24, **EAGER)

    assert world["people"]["spouse"][widow] == 2
    assert (
        world["people"]["household"][widow]
        == world["people"]["household"][widow - 1]
        == world["people"]["household"][2]
    )
    assert home in (world["people"]["household"][2], 1)
    assert faults(world) == []


def test_who_runs_a_business_stays_with_it():
    hamlet = Hamlet()
    donju = hamlet.donju()
    hamlet.rows["people"][donju].update(birth=START - 12 * 29, sex=Sex.MAN, job=Job.NONE)
    bride = hamlet.family(55, 26, 53) + 1
    world = hamlet.world()
    told = live(world, months=12, **EAGER)

    assert world["people"]["household"][bride] == world["people"]["household"][donju]
    assert ("MARRIED", 1_000 + bride, 1_000 + donju) in told


def test_prisoners_are_nobodys_suitors():
    world = young(10, standing=Standing.PRISON).world()
    live(world, months=12, **EAGER)

    assert world["counties"]["households"][0] == 10


def grooms(attendance_cost, seeds=8, **values):
    """Members among bridegrooms, where half of the young men are members and their life in the Party costs so much a month."""
    members = married = 0
    for seed in range(seeds):
        hamlet = young(40)
        for family in range(0, 40, 2):
            hamlet.rows["people"][4 * family + 2].update(party=Party.MEMBER, attendance_cost=int(attendance_cost * USD))
        world = hamlet.world(seed, spare=60)
        live(world, months=4, looks=1.0 / 3.0, women_from=20.0, men_from=22.0, **values)
        people = world["people"]
        wed = np.arange(2, 160, 4)[people["spouse"][2:160:4] >= 0]
        married += len(wed)
        members += np.sum(people["party"][wed] == Party.MEMBER)
    return members / married


def test_party_suitors_are_shunned_when_attendance_is_dear():
    """household-marriage-market: earners are preferred to members, and nothing but the cost of attendance tells them apart here."""
    free, dear = grooms(0), grooms(30)

    assert free == pytest.approx(0.5, abs=0.1)
    assert dear < free - 0.12
    assert dear > 0.05


def test_without_a_taste_for_income_members_marry_like_others():
    assert grooms(30, for_income=0.0) == pytest.approx(grooms(0, for_income=0.0), abs=0.02)


def couples_at_odds(cost, **values):
    hamlet = Hamlet()
    for _ in range(100):
        man = hamlet.family(40, 38, married=True)
        hamlet.rows["people"][man].update(party=Party.MEMBER, attendance_cost=int(cost * USD))
        hamlet.rows["people"][man + 1].update(days=20)
        hamlet.rows["households"][-1].update(usual_income=100 * USD)
    return live(hamlet.world(), months=12, **values)


def test_party_husbands_and_trading_wives_quarrel_over_trips_and_others_do_not():
    told = couples_at_odds(50, quarrel=0.05)

    assert 5 < len(told) < 70
    assert {kind for kind, _, _ in told} == {"COUPLE_QUARRELLED"}
    assert couples_at_odds(0, quarrel=0.05) == []


def test_a_quarrel_worth_telling_is_rare():
    assert len(couples_at_odds(15, quarrel=0.048 / 12)) <= 5


def test_the_step_says_what_it_does():
    assert TOGETHER.faults(SCHEMA) == []
