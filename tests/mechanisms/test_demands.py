"""Demands: whom officials press, whom a donju pays, whom he names, and what befalls him who satisfies the wrong one."""

import pytest

from allssam.engine import Pipeline
from allssam.mechanisms import demands, leases, offices
from allssam.mechanisms.demands import (
    Demands,
    asks,
    bears_grudge,
    closes_business,
    demand_of_secretary,
    expects,
    exposed,
    names_patron,
    pays_demand,
    power_to_harm,
    threat_of_press,
    threat_of_secretary,
)
from allssam.world import SCHEMA, Ground, Office, Post, Stage
from small_county import USD, SmallCountry, live

MONTH = (offices.open_month, leases.pay_rent, demands.press, demands.collect_tolls, demands.settle, demands.reckon, leases.review)
OFTEN = {"presses": 10.0, "sees": 8}


def test_the_steps_do_what_they_say():
    assert Pipeline(*MONTH).faults(SCHEMA) == []


# ---------------------------------------------------------------------------------------------------------------- rules


def test_he_asks_more_of_whom_he_thinks_richer_but_no_more_than_there_is_to_fear(numbers):
    p = numbers(Demands, share=0.05, within_fear=0.8)

    assert asks(2_000.0, 1_000.0, p) == 100.0
    assert asks(2_000.0, 50.0, p) == 40.0


def test_he_expects_less_of_whom_he_knows_to_be_covered_and_of_whom_refused_him(numbers):
    p = numbers(Demands)

    assert expects(100.0 * USD, False, 2, p) == expects(100.0 * USD, False, 0, p) - 2 * p.crossing
    assert expects(100.0 * USD, True, 0, p) < expects(100.0 * USD, False, 0, p)


def test_only_offices_with_power_to_harm_press(numbers):
    p = numbers(Demands)

    assert power_to_harm(Office.POLICE, p) > power_to_harm(Office.PARTY_COMMITTEE, p) > power_to_harm(Office.ADMINISTRATION, p) > 0
    assert power_to_harm(Office.FARM, p) == 0.0


def test_patrons_lower_the_threat_of_others_and_less_so_that_of_ones_own_plant(numbers):
    p = numbers(Demands)

    assert threat_of_press(1.0, 1_000.0, 0.5, 1.0, p) == 0.0
    assert 0.0 < threat_of_secretary(1_000.0, 1.0, p) < threat_of_secretary(1_000.0, 0.0, p)


def test_who_has_done_nothing_need_not_fear(numbers):
    p = numbers(Demands)

    assert exposed(0.0, p) == 0.0
    assert exposed(p.half, p) == 0.5


def test_a_demand_is_paid_while_threat_purse_and_attention_last():
    assert pays_demand(100, 150.0, 500, 1)
    assert not pays_demand(100, 50.0, 500, 1)
    assert not pays_demand(100, 150.0, 50, 1)
    assert not pays_demand(100, 150.0, 500, 0)


def test_who_refuses_thanks_to_a_patron_names_him():
    assert names_patron(0.8, 100, 40.0)
    assert not names_patron(0.8, 100, 10.0)
    assert not names_patron(0.0, 100, 40.0)


def test_in_a_quarrel_more_is_asked(numbers):
    p = numbers(Demands)

    assert demand_of_secretary(0.25, 1_000.0, True, p) > demand_of_secretary(0.25, 1_000.0, False, p) == 250


def test_a_second_refusal_deepens_the_grudge(numbers):
    assert bears_grudge(0.3, numbers(Demands)) > 0.3


def test_a_tenant_with_nothing_left_closes():
    assert closes_business(0)
    assert not closes_business(1)


# ------------------------------------------------------------------------------------------------------------- villages


def station(**of_donju):
    """A county with a police station, its chief, and one donju."""
    country = SmallCountry()
    chief = country.official(country.organisation(kind=Office.POLICE), Post.HEAD)
    return country, chief, country.donju(**of_donju)


def test_a_pressed_donju_without_patrons_pays():
    country, chief, donju = station()
    world = country.world()

    told = live(world, *MONTH, demands=Demands(**OFTEN))

    assert told == [("PRESSED", chief, donju), ("BRIBE_COERCED", donju, chief)]
    assert world["posts"]["from_donju"][0] == world["businesses"]["patronage"][0] > 0


def test_one_with_nothing_to_fear_is_left_alone():
    country, _, _ = station(infractions=0.0)

    assert live(country.world(), *MONTH, demands=Demands(**OFTEN)) == []


def test_an_official_who_goes_by_the_book_presses_nobody():
    country, chief, _ = station()
    country.rows["people"][chief]["integrity"] = 100

    assert live(country.world(), *MONTH, months=3, demands=Demands(**OFTEN)) == []


def test_a_small_charge_presses_seldom():
    country, chief, _ = station()
    country.post_of(chief)["charge"] = 0.1

    told = live(country.world(), *MONTH, months=24, demands=Demands(presses=1.0))

    assert [kind for kind, _, _ in told].count("PRESSED") < 8


def test_a_covered_donju_names_his_patron_and_is_left_alone():
    country, chief, donju = station()
    prosecutor = country.official(country.organisation(kind=Office.PROSECUTION), Post.HEAD)
    country.rows["people"][prosecutor]["integrity"] = 100
    country.tie(prosecutor, donju, strength=0.8)
    world = country.world()

    told = live(world, *MONTH, months=3, demands=Demands(**OFTEN, crossing=500 * USD))

    assert told == [("PRESSED", chief, donju)]
    assert world["rumours"]["knower"].tolist() == [chief]
    assert world["grudges"].count == 0


def test_who_has_no_attention_left_makes_an_enemy():
    country, chief, donju = station()
    for _ in range(2):
        country.tie(country.official(country.organisation(kind=Office.FARM), Post.UNIT_LEADER), donju)
    world = country.world()

    told = live(world, *MONTH, demands=Demands(**OFTEN, attention=2))

    assert told == [("PRESSED", chief, donju), ("PRESS_REFUSED", donju, chief)]
    assert world["grudges"]["holder"].tolist() == [chief]
    assert world["grudges"]["against"].tolist() == [donju]


def test_an_enemy_is_not_asked_again_while_the_grudge_lasts():
    country, chief, donju = station()
    country.add("grudges", county=0, holder=chief, against=donju)

    assert live(country.world(), demands.press, demands=Demands(**OFTEN, refused=0.0)) == []


def quarrelling(reach):
    """A donju who has slighted an official of the Party committee, who may have a friend in the police."""
    country = SmallCountry()
    cadre = country.official(country.organisation(kind=Office.PARTY_COMMITTEE), Post.DEPARTMENT_HEAD)
    policeman = country.official(country.organisation(kind=Office.POLICE), Post.OFFICER)
    country.rows["people"][policeman]["integrity"] = 100
    donju = country.donju()
    country.add("grudges", county=0, holder=cadre, against=donju, strength=1.0)
    if reach:
        country.tie(policeman, cadre, kind=0)
    return country.world(), cadre, donju


def test_only_who_has_a_friend_at_police_or_prosecution_can_have_a_worker_arrested():
    with_friend, cadre, donju = quarrelling(reach=True)
    without, _, _ = quarrelling(reach=False)

    told = live(with_friend, demands.reckon, demands=Demands(arrest=1.0))
    silence = live(without, demands.reckon, demands=Demands(arrest=1.0))

    assert told == [("WORKER_ARRESTED", cadre, donju)]
    assert silence == []
    assert with_friend["cases"]["ground"].tolist() == [Ground.ARREST]
    assert with_friend["cases"]["stage"].tolist() == [Stage.COMPLAINT]
    assert with_friend["cases"]["accused"].tolist() == [donju]
    assert with_friend["businesses"]["workers"][0] == 4


def besieged(rent):
    country = SmallCountry()
    plant, _, secretary = country.plant(entered=1)
    tenant = country.donju(sales=1_000.0)
    country.lease(plant, tenant, rent=rent)
    country.tie(secretary, tenant, strength=1.0)
    return country, plant, tenant


def test_a_tied_tenant_pays_the_posted_toll():
    country, _, _ = besieged(rent=50.0)
    world = country.world()

    live(world, *MONTH)

    assert world["leases"]["secretary_take"][0] == pytest.approx(0.25 * world["leases"]["profit"][0], abs=1)


def test_where_demands_leave_nothing_the_tenant_closes_and_sells_goods():
    country, plant, tenant = besieged(rent=1_400.0)
    world = country.world()
    goods = int(world["households"]["capital"][tenant])

    told = live(world, *MONTH)

    assert ("BUSINESS_CLOSED", tenant, -1) in told
    assert world["organisations"]["let"][plant] == 0
    assert world["households"]["capital"][tenant] < goods


def test_where_too_little_is_left_the_donju_shrinks():
    country, _, tenant = besieged(rent=850.0)
    world = country.world()
    goods = int(world["households"]["capital"][tenant])

    live(world, *MONTH, demands=Demands(shrinks=1.0))

    assert world["households"]["capital"][tenant] == pytest.approx(0.8 * goods, rel=0.01)
    assert world["leases"]["open"][0]
