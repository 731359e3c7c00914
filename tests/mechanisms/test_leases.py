"""Leases: what a stranger costs a manager, who gets the space, what is given beyond the rent, how the quota is raised."""

import numpy as np
import pytest

from allssam.engine import PLAIN, Pipeline
from allssam.mechanisms import extra_earnings, leases, offices, per_diem
from allssam.mechanisms.extra_earnings import ExtraEarnings
from allssam.mechanisms.leases import (
    Leases,
    cost_of_space,
    eased_by_quota,
    gives_up,
    goods_for_rent,
    joint_surplus,
    rent_asked,
    risk_premium,
    spaces_to_show,
    trust_in,
)
from allssam.mechanisms.per_diem import PerDiem
from allssam.world import SCHEMA, Line
from small_county import USD, SmallCountry, live

bench = pytest.mark.skipif(PLAIN, reason="a bench of hundreds of donju; rules and villages are enough in plain mode")
MONTH = (offices.open_month, leases.find_space, leases.pay_rent, per_diem.give_per_diems, extra_earnings.keep_quota, leases.review)


def test_the_steps_do_what_they_say():
    assert Pipeline(*MONTH).faults(SCHEMA) == []


# ---------------------------------------------------------------------------------------------------------------- rules


def test_a_manager_adds_nothing_for_a_friend_and_most_for_a_stranger(numbers):
    p = numbers(Leases, denounced=0.05, default=0.1, dismissal=4_000, horizon=12.0)

    friend = risk_premium(1.0, 500.0, 300.0, p)
    stranger = risk_premium(0.0, 500.0, 300.0, p)

    assert friend == 0.0
    assert stranger == pytest.approx(0.05 * (4_000 + 12 * 300) + 0.1 * 500)


def test_the_risk_is_bounded_by_what_one_dismissal_costs(numbers):
    p = numbers(Leases)

    risk = risk_premium(0.0, 0.0, 10_000.0, p)

    assert risk <= p.dismissal + p.horizon * 10_000.0


def test_rent_pays_for_the_risk_and_splits_the_rest():
    assert rent_asked(500.0, 100.0, 0.25) == 200
    assert rent_asked(90.0, 100.0, 0.25) == 0


def test_a_tie_leaves_more_to_share(numbers):
    p = numbers(Leases)
    value = 400.0 * USD

    tied = joint_surplus(value, risk_premium(0.9, value, 0.0, p), 0.0, p)
    untied = joint_surplus(value, risk_premium(0.0, value, 0.0, p), 0.0, p)

    assert tied > untied


def test_years_of_rent_stand_in_for_a_tie(numbers):
    p = numbers(Leases, acquaintance=24.0)

    assert trust_in(0.0, 0, p) == 0.0
    assert trust_in(0.0, 24, p) == pytest.approx(0.5)
    assert trust_in(0.6, 24, p) == pytest.approx(0.8)


def test_a_manager_behind_with_his_quota_shows_more_spaces(numbers):
    p = numbers(Leases, offers=1.0, more_if_short=2.0)

    assert spaces_to_show(0.5, 0, 100, p) == pytest.approx(0.5)
    assert spaces_to_show(0.5, 50, 100, p) == pytest.approx(1.0)
    assert spaces_to_show(0.5, 100, 100, p) == pytest.approx(1.5)


def test_a_manager_short_of_his_quota_is_eased_by_what_the_tenant_brings_the_plant(numbers):
    p = numbers(Leases, pressed=0.5, booked=0.3, profit_share=0.1)

    assert eased_by_quota(0.0, 100.0, True, 300.0, p) == 0.0
    assert eased_by_quota(1_000.0, 100.0, True, 300.0, p) == pytest.approx(0.5 * (30 + 20))
    assert eased_by_quota(1_000.0, 100.0, False, 300.0, p) == pytest.approx(0.5 * 20)
    assert eased_by_quota(10.0, 100.0, True, 300.0, p) == pytest.approx(0.5 * 10)


def test_a_tenant_leaves_only_when_he_has_lost_twice(numbers):
    p = numbers(Leases)

    assert not gives_up(1, p)
    assert gives_up(2, p)


def test_the_costs_of_a_space_are_added_up(numbers):
    p = numbers(Leases, profit_share=0.1, own_cost=20)

    assert cost_of_space(100, 50, 300.0, p) == pytest.approx(100 + 0.1 * 200 + 50 + 20)


def test_goods_are_sold_only_where_cash_does_not_reach(numbers):
    p = numbers(Leases, sold_at=0.5)

    assert goods_for_rent(100, 150, 1_000, p) == 0
    assert goods_for_rent(100, 40, 1_000, p) == 120
    assert goods_for_rent(100, 40, 80, p) == 80


def test_a_bigger_business_gives_a_bigger_per_diem_up_to_a_limit(numbers):
    p = numbers(PerDiem)

    small, large = per_diem.per_diem(500.0 * USD, p), per_diem.per_diem(2_000.0 * USD, p)

    assert 0 < small < large
    assert large <= p.most_given * 2_000 * USD


def test_without_favours_nobody_gives(numbers):
    p = numbers(PerDiem, favour_gain=0.0)

    assert per_diem.per_diem(2_000.0 * USD, p) == 0


# ------------------------------------------------------------------------------------------------------------- villages


def test_a_friend_gets_the_space_that_a_richer_stranger_does_not():
    country = SmallCountry()
    _, manager, _ = country.plant(spaces=1)
    friend, stranger = country.donju(sales=700.0), country.donju(sales=800.0)
    country.tie(manager, friend, strength=0.9)
    world = country.world()

    told = live(world, *MONTH, leases=Leases(seek=1.0))

    assert ("LEASE_BEGUN", friend, manager) in told
    assert ("LEASE_BEGUN", stranger, manager) not in told
    assert world["organisations"]["let"][0] == 1
    assert world["households"]["outlet"][friend] > 1.0


def test_a_rich_stranger_is_not_forbidden():
    country = SmallCountry()
    _, manager, _ = country.plant(spaces=1)
    whale = country.donju(sales=8_000.0)

    told = live(country.world(), *MONTH, leases=Leases(seek=1.0))

    assert ("LEASE_BEGUN", whale, manager) in told


def test_nobody_lets_space_whose_goods_will_not_sell():
    country = SmallCountry()
    _, manager, _ = country.plant()
    donju = country.donju(sales=2_000.0)
    country.tie(manager, donju, strength=1.0)

    told = live(country.world(), *MONTH, guess=0.01, leases=Leases(seek=1.0))

    assert told == []


def test_the_rent_is_the_managers_and_part_of_it_the_plants_once_ordered():
    country = SmallCountry()
    plant, manager, secretary = country.plant()
    tenant = country.donju()
    country.lease(plant, tenant, rent=200.0)
    country.rows["organisations"][plant]["order_by"] = secretary
    world = country.world()

    live(world, *MONTH, months=2)

    taken = world["posts"]["from_donju"][world["people"]["post"][manager]] - world["leases"]["per_diem"][0]
    assert world["leases"]["half_legal"][0]
    assert taken == pytest.approx(0.7 * world["leases"]["rent"][0], rel=0.01)


def test_nobody_collects_for_an_empty_post():
    country = SmallCountry()
    plant, manager, _ = country.plant()
    tenant = country.donju()
    country.lease(plant, tenant)
    country.post_of(manager)["holder"] = -1
    world = country.world()

    live(world, *MONTH)

    assert world["leases"]["manager_take"][0] == 0
    assert world["leases"]["arrears"][0] == 0


def test_a_new_manager_agrees_the_rent_anew():
    country = SmallCountry()
    plant, manager, _ = country.plant()
    tenant, successor = country.donju(), country.person()
    country.tie(manager, tenant)
    country.lease(plant, tenant, rent=50.0)
    country.post_of(manager)["holder"] = successor
    world = country.world()

    live(world, *MONTH)

    assert world["leases"]["agreed_with"][0] == successor
    assert world["leases"]["rent"][0] > 50 * USD


def test_a_tenant_in_prison_loses_the_space():
    country = SmallCountry()
    plant, manager, _ = country.plant()
    tenant = country.donju()
    country.lease(plant, tenant)
    country.rows["people"][tenant]["standing"] = 3
    world = country.world()

    told = live(world, *MONTH, months=3)

    assert ("LEASE_ENDED", tenant, manager) in told
    assert world["organisations"]["let"][plant] == 0
    assert world["households"]["outlet"][tenant] == 1.0


def test_where_rent_exceeds_what_the_space_brings_it_is_cut_or_the_space_given_up():
    country = SmallCountry()
    plant, manager, _ = country.plant()
    tenant = country.donju(sales=1_000.0)
    country.lease(plant, tenant, rent=900.0)

    with_cuts = live(country.world(), *MONTH, months=4, leases=Leases(keeps=1.0))
    without = live(country.world(), *MONTH, months=4, leases=Leases(keeps=0.0))

    assert ("RENT_CUT", manager, tenant) in with_cuts
    assert ("LEASE_ENDED", tenant, manager) in without


def test_the_first_per_diem_is_told_and_answered():
    country = SmallCountry()
    plant, manager, _ = country.plant()
    tenant = country.donju(sales=4_000.0)
    country.lease(plant, tenant)
    world = country.world()

    told = live(world, *MONTH, months=3)

    assert told.count(("PER_DIEM_BEGUN", tenant, manager)) == 1
    assert world["leases"]["vehicles"][0] > 0
    assert world["households"]["outlet"][tenant] > 1.3


def test_output_gains_rise_with_the_per_diem():
    gifts, gains = [], []
    for sales in (500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0):
        country = SmallCountry()
        plant, _, _ = country.plant()
        country.lease(plant, country.donju(sales=sales))
        world = country.world()
        outlets = []
        for _ in range(12):
            live(world, *MONTH, leases=Leases(review_every=36), per_diem=PerDiem(room=0.0))
            outlets.append(world["households"]["outlet"][2] - 1.3)
        gifts.append(int(world["leases"]["per_diem"][0]))
        gains.append(float(np.mean(outlets)))

    assert gifts == sorted(gifts)
    assert gains == sorted(gains)
    assert gains[-1] > gains[0]


def test_a_short_plant_owes_its_quota_and_extra_earnings_are_ordered():
    country = SmallCountry()
    plant, _, secretary = country.plant(quota=100 * USD)
    country.lease(plant, country.donju())
    world = country.world()

    told = live(world, *MONTH, months=2, extra_earnings=ExtraEarnings(order=1.0))

    assert ("EXTRA_EARNINGS_ORDERED", secretary, -1) in told
    assert world["organisations"]["order_by"][plant] == secretary


def test_what_the_secretary_borrows_stays_on_the_books():
    country = SmallCountry()
    plant, _, secretary = country.plant(quota=10 * USD)
    country.rows["accounts"][country.rows["organisations"][plant]["fund"]]["balance"] = 1_000 * USD
    world = country.world()

    told = live(world, *MONTH, extra_earnings=ExtraEarnings(borrow=0.5, repay=0.0, tribute_every=12), months=8)

    assert ("FUND_BORROWED", secretary, -1) in told
    assert world["organisations"]["borrower"][plant] == secretary
    assert world["organisations"]["borrowed"][plant] > 0


def test_a_plant_spends_at_the_market_what_it_does_not_owe():
    country = SmallCountry()
    plant, _, _ = country.plant(quota=100 * USD)
    country.rows["accounts"][country.rows["organisations"][plant]["account"]]["balance"] = 1_000 * USD
    world = country.world()

    live(world, *MONTH)

    assert world["accounts"]["balance"][world["organisations"]["account"][plant]] == 100 * USD
    assert world["organisations"]["shortfall"][plant] == 0


# ---------------------------------------------------------------------------------------------------------------- bench


def seekers_and_vacancies(seed, **given):
    """Forty counties where twelve donju look for the four spaces two managers show; returns who got space, who had a tie."""
    rng = np.random.default_rng(seed)
    country, donju, tied = SmallCountry(40), [], []
    for county in range(40):
        managers = [country.plant(county)[1] for _ in range(2)]
        for manager in managers:
            country.post_of(manager)["usual_takings"] = 350.0 * USD
        for _ in range(12):
            donju.append(country.donju(county, sales=float(rng.lognormal(6.3, 0.75))))
            tied.append(rng.random() < 0.4)
            if tied[-1]:
                country.tie(managers[rng.integers(2)], donju[-1], float(rng.uniform(0.5, 0.9)))
    told = live(country.world(seed), leases.find_space, leases=Leases(seek=1.0, offers=2.0, **given))
    lucky = {who for kind, who, _ in told if kind == "LEASE_BEGUN"}
    return np.array([who in lucky for who in donju]), np.array(tied)


def odds_ratio(**given):
    """Odds of a space with a tie over odds without, over three draws of the bench."""
    got, tied = (np.concatenate(part) for part in zip(*[seekers_and_vacancies(seed, **given) for seed in (1, 2, 3)], strict=True))
    with_tie, without = got[tied], got[~tied]
    return with_tie.sum() * (~without).sum() / ((~with_tie).sum() * without.sum())


@bench
def test_over_the_same_vacancies_a_tie_makes_a_space_at_least_three_times_as_likely():
    assert odds_ratio() >= 3.0


@bench
def test_without_the_risk_premium_a_tie_is_worth_nothing():
    assert odds_ratio(denounced=0.0, default=0.0) == pytest.approx(1.0, abs=0.3)


@bench
def test_money_matters_too():
    rng = np.random.default_rng(5)
    country = SmallCountry(30)
    sales = {}
    for county in range(30):
        _, manager, _ = country.plant(county)
        for _ in range(8):
            donju = country.donju(county, sales=float(rng.lognormal(6.3, 0.75)), line=Line.WORKSHOP)
            country.tie(manager, donju, 0.6)
            sales[donju] = country.rows["businesses"][-1]["sales"]

    told = live(country.world(), leases.find_space, leases=Leases(seek=1.0, offers=4.0))

    lucky = {who for kind, who, _ in told if kind == "LEASE_BEGUN"}
    assert np.median([sales[who] for who in lucky]) > 1.3 * np.median([sales[who] for who in sales if who not in lucky])


def test_a_country_in_two_slices_gives_the_same_leases():
    def rents(cuts):
        country = SmallCountry(2)
        for county in range(2):
            country.plant(county)
            for _ in range(4):
                country.donju(county, sales=5_000.0)
        world = country.world()
        world.arrange(cuts=cuts)
        live(world, *MONTH, months=3, leases=Leases(seek=1.0))
        return world["leases"]["rent"].tolist(), world["accounts"]["balance"].tolist()

    assert rents(None) == rents([1])


