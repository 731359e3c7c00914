"""Favours: who does one, what it does, what is returned; places at university among them."""

import pytest

from allssam.engine import usd
from allssam.mechanisms import favours
from allssam.mechanisms.favours import (
    Favours,
    buys_place,
    favour_for_cadre,
    favour_for_donju,
    is_strained,
    outlet_gain,
    sees_to_place,
    willing,
)  # fmt: skip
from allssam.world import Event, Favour, Office, Post, Schooling

JUNE_2013 = 1361


@pytest.fixture
def p(numbers):
    return numbers(Favours)


def test_who_owes_is_readier_and_who_is_owed_holds_back(p):
    assert willing(0.5, 1, 0.0, 0.0, p) > willing(0.5, 0, 0.0, 0.0, p) > willing(0.5, -1, 0.0, 0.0, p)


def test_the_frightened_and_the_strict_are_cold_to_favours(p):
    assert willing(0.5, 1, 0.8, 0.0, p) < willing(0.5, 1, 0.0, 0.0, p)
    assert willing(0.5, 1, 0.0, 0.8, p) < willing(0.5, 1, 0.0, 0.0, p)


def test_only_a_refusal_by_one_in_debt_hurts():
    assert is_strained(1.0)
    assert not is_strained(0.0)


def test_each_office_gives_what_it_has():
    assert favour_for_donju(Office.POLICE, Post.OFFICER) == Favour.FORGIVEN
    assert favour_for_donju(Office.FACTORY, Post.MANAGER) == Favour.VEHICLE
    assert favour_for_donju(Office.ADMINISTRATION, Post.HEAD) == Favour.LICENCE
    assert favour_for_donju(Office.FARM, Post.UNIT_LEADER) == Favour.MARKET
    assert favour_for_cadre(True, True, False) == Favour.CASE
    assert favour_for_cadre(False, False, True) == Favour.TRANSFER
    assert favour_for_cadre(False, True, False) == Favour.MARKET


def test_a_place_is_hardly_a_question_for_a_friend_in_debt(p):
    assert sees_to_place(0.5, 2, 0.0, 0.0, p) > sees_to_place(0.5, 0, 0.0, 0.0, p) > sees_to_place(0.5, -2, 0.0, 0.0, p)


def test_a_house_does_not_spend_its_last_won_on_a_place(p):
    assert buys_place(usd(2000), p.ordinary_place, p)
    assert not buys_place(usd(600), p.ordinary_place, p)


def test_vehicles_and_licences_widen_an_outlet(p):
    assert outlet_gain(1, True, p) > outlet_gain(1, False, p) > outlet_gain(0, False, p) == 0


def always(numbers, **given):
    return {
        "favours": numbers(Favours, **{"needs": 1.0, "readiness": 1.0, "obligation": 0.0, "on_marks": 0.0, **given})
    }


def pair_of(make_county, office, kind, strength=1.0, **columns):
    county = make_county()
    official = county.official(county.office(office), kind, integrity=0)
    donju = county.donju(**columns)
    county.tie(official, donju, strength=strength)
    return county, official, donju


def test_police_forgive_an_illegal_act(make_county, numbers):
    county, officer, donju = pair_of(make_county, Office.POLICE, Post.OFFICER, acts=2.0)
    county.months(1, favours.do_favours, values=always(numbers))

    assert county.column("businesses.infractions")[0] == pytest.approx(1.3)
    assert (Event.FAVOUR_DONE, officer, donju, 0) in county.events()
    assert county.column("ties.owing")[0] > 0


def test_a_lent_vehicle_goes_back_and_a_licence_lasts(make_county, numbers, p):
    lent, _, _ = pair_of(make_county, Office.FACTORY, Post.MANAGER)
    licensed, _, _ = pair_of(make_county, Office.ADMINISTRATION, Post.HEAD)
    outlets = []
    for county in (lent, licensed):
        county.months(1, favours.take_back, favours.do_favours, values=always(numbers))
        during = county.column("households.outlet")[1]
        county.months(1, favours.take_back, favours.do_favours, values=always(numbers, needs=0.0))
        outlets.append((during, county.column("households.outlet")[1]))

    assert outlets[0] == pytest.approx((1.0 + p.vehicle_gain, 1.0))
    assert outlets[1] == pytest.approx((1.0 + p.licence_gain, 1.0 + p.licence_gain))


def test_a_donju_gives_something_from_the_market_in_return(make_county, numbers):
    county, officer, donju = pair_of(make_county, Office.POLICE, Post.OFFICER)
    county.months(1, favours.do_favours, values=always(numbers))

    assert (Event.FAVOUR_RETURNED, donju, officer, usd(20)) in county.events()
    assert county.column("ties.balance")[0] == 0
    assert county.column("businesses.patronage")[0] == usd(20)
    assert county.chain(Event.FAVOUR_RETURNED) == [Event.FAVOUR_RETURNED, Event.FAVOUR_DONE]


def test_a_debtor_who_declines_wears_the_tie(make_county, numbers):
    county, _, _ = pair_of(make_county, Office.POLICE, Post.OFFICER)
    county.rows["ties"][0]["balance"] = 2.0
    county.months(1, favours.do_favours, values=always(numbers, readiness=0.0))

    assert county.column("ties.strength")[0] == pytest.approx(0.9)


def test_a_friend_in_the_party_helps_to_a_better_post(make_county, numbers):
    county = make_county()
    party, market = county.office(Office.PARTY_COMMITTEE), county.office(Office.MARKET)
    friend = county.official(party, Post.DEPARTMENT_HEAD, integrity=0)
    poor = county.official(county.office(Office.ADMINISTRATION), Post.DEPARTMENT_HEAD, income=usd(50), integrity=0)
    county.official(market, Post.MARKET_MANAGER, income=usd(500))
    county.tie(friend, poor, strength=1.0)
    county.open()
    county.world["posts"]["holder"][2] = -1
    county.months(1, favours.do_favours, values=always(numbers))

    assert county.column("people.post")[poor] == 2
    assert county.column("posts.holder")[2] == poor
    assert county.column("posts.holder")[1] == -1
    assert county.chain(Event.APPOINTED)[1] in (Event.FAVOUR_DONE, Event.FAVOUR_RETURNED)


def family(county, parent):
    """A child of seventeen in the household of a person just added."""
    row = len(county.rows["people"])
    home = county.rows["people"][parent]["household"]
    account = county.rows["people"][parent]["account"]
    county.add("people", id=1000 + row, account=account, household=home, birth=JUNE_2013 - 12 * 17)
    county.rows["households"][home]["size"] = 2
    county.rows["people"][parent]["next_at_home"] = row
    return row


@pytest.mark.parametrize(
    ("has_friend", "cash", "paid", "admitted"),
    [(True, 5000, 0, True), (False, 5000, 550, True), (False, 300, 0, False)],
)
def test_a_child_gets_in_by_a_friend_or_for_money_or_not_at_all(make_county, numbers, has_friend, cash, paid, admitted):
    county = make_county()
    party = county.office(Office.PARTY_COMMITTEE)
    donju = county.donju(cash=usd(cash))
    child = family(county, donju)
    friend = county.official(party, Post.DEPARTMENT_HEAD, integrity=0)
    if has_friend:
        county.tie(friend, donju, strength=1.0)
    county.months(1, favours.place_children, values=always(numbers, sees_to_it=1.0, admission=6))

    assert (county.column("people.schooling")[child] == Schooling.UNIVERSITY) == admitted
    assert county.cash(donju) == usd(cash - paid)
    assert county.count(Event.UNIVERSITY_PLACE_GIVEN) == int(has_friend)
    assert county.count(Event.UNIVERSITY_PLACE_BOUGHT) == int(paid > 0)
    assert county.column("posts.takings")[0] == usd(paid)
