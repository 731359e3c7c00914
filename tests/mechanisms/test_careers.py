"""Careers: who is considered for a post, what counts, and what it goes for."""

import numpy as np
import pytest

from allssam.engine import PLAIN, Pipeline, usd
from allssam.mechanisms.careers import (
    Careers,
    fit_to_lead_cell,
    fitness,
    how_much_likelier,
    learned,
    may_serve,
    offers_for_post,
    price_of_post,
)
from allssam.world import Event, Flow, Party, Sector, Standing
from party_town import USD, Town


@pytest.fixture
def p(numbers):
    return numbers(Careers)


def test_the_card_is_the_gate_to_office_but_not_for_unit_leaders(p):
    assert may_serve(Standing.FREE, Party.MEMBER, 40, True, p)
    assert not may_serve(Standing.FREE, Party.CANDIDATE, 40, True, p)
    assert may_serve(Standing.FREE, Party.OUTSIDE, 40, False, p)
    assert not may_serve(Standing.PRISON, Party.MEMBER, 40, True, p)
    assert not may_serve(Standing.FREE, Party.MEMBER, 20, True, p)


@pytest.mark.parametrize(
    "better", [{"songbun": 2}, {"schooling": 2}, {"rank": 3}, {"friends": 1.0}, {"offer": usd(300)}]
)
def test_family_schooling_rank_friends_and_money_count(p, better):
    plain = {
        "songbun": 1,
        "schooling": 0,
        "rank": 0,
        "friends": 0.0,
        "is_woman_among_men": False,
        "offer": 0,
        "lot": 0.5,
    }

    assert fitness(**{**plain, **better}, p=p) > fitness(**plain, p=p)


def test_nobody_offers_more_than_half_of_what_a_post_brings_or_than_the_purse_holds(p):
    offer = offers_for_post(usd(100), usd(20), usd(100_000), p)

    assert offer == pytest.approx(0.5 * 0.9 * usd(80) / (p.discount + p.turnover), rel=1e-6)
    assert offers_for_post(usd(100), usd(20), usd(200), p) == usd(180)
    assert offers_for_post(usd(20), usd(100), usd(200), p) == 0


def test_the_keenest_rival_sets_the_price():
    assert price_of_post(usd(300), usd(200)) == usd(200)
    assert price_of_post(usd(100), usd(200)) == usd(100)


def test_few_cases_are_not_taken_for_a_rule(p):
    rate = 0.001

    assert how_much_likelier(0.002, 1.0, rate, p) == pytest.approx(1.0, abs=0.02)
    assert how_much_likelier(20.0, 10_000.0, rate, p) == pytest.approx(2.0, abs=0.05)
    assert how_much_likelier(0.0, 0.0, 0.0, p) == 1


def test_the_schooled_and_the_elder_lead_cells_more_often(p):
    assert fit_to_lead_cell(2, 40, 0.5, p) > fit_to_lead_cell(0, 40, 0.5, p)
    assert fit_to_lead_cell(0, 55, 0.5, p) > fit_to_lead_cell(0, 35, 0.5, p)


def test_what_a_post_brings_is_learned_with_a_lag():
    assert 100 < learned(100.0, 200.0, 12.0) < 120


# ------------------------------------------------------------------------------------------------------- towns with offices


PEOPLE, MONTHS = (400, 12) if PLAIN else (4_000, 48)


@pytest.fixture(scope="module")
def busy():
    """Towns whose officials leave often."""
    return Town(people=PEOPLE, counties=4, leaving=0.03).live(MONTHS)


def test_posts_are_filled_and_bought(busy):
    posts, people = busy.world["posts"], busy.world["people"]
    held = posts["holder"] >= 0

    assert held.mean() > 0.8
    assert np.array_equal(people["post"][posts["holder"][held]], np.flatnonzero(held))
    assert busy.count(Event.APPOINTED) > MONTHS
    assert (busy.amounts(Event.APPOINTED) > 0).mean() > 0.3


def test_who_holds_a_cadre_post_has_the_card(busy):
    posts, people = busy.world["posts"], busy.world["people"]
    holder = posts["holder"][posts["holder"] >= 0]

    assert (people["party"][holder] == Party.MEMBER).all()


def test_county_posts_go_to_those_in_office_and_leave_theirs_vacant(busy):
    assert busy.count(Event.PROMOTED) > 0


@pytest.mark.skipif(PLAIN, reason="takes long uncompiled")
def test_dearer_posts_go_for_more():
    prices = []
    for takings in (60.0, 240.0):
        town = Town(people=4_000, counties=4, leaving=0.03, takings=takings, cash=12.0).live(36)
        prices.append(town.amounts(Event.APPOINTED))

    assert prices[1].mean() > 1.5 * prices[0].mean()


def test_the_better_schooled_and_those_of_good_family_are_said_to_get_posts(busy):
    prospects = busy.world["prospects"]
    good = prospects["background"] % 9 >= 6
    bad = prospects["background"] % 9 < 3
    rate = [prospects["appointed"][chosen].sum() / prospects["eligible"][chosen].sum() for chosen in (good, bad)]

    assert rate[0] > rate[1]


def test_a_cell_without_a_secretary_chooses_one_of_its_members():
    town = Town(people=PEOPLE)
    cells, people = town.world["cells"], town.world["people"]
    cells["secretary"][:] = -1
    town.live(1)
    led = cells["secretary"] >= 0

    assert led.mean() > 0.9
    assert np.array_equal(people["cell"][cells["secretary"][led]], np.flatnonzero(led))
    assert town.count(Event.CELL_SECRETARY_CHOSEN) == led.sum()


def test_one_expelled_is_secretary_no_more():
    town = Town(people=PEOPLE).live(1)
    cells, people = town.world["cells"], town.world["people"]
    expelled = int(cells["secretary"][0])
    people["party"][expelled] = Party.EXPELLED
    town.live(1)

    assert cells["secretary"][0] != expelled


@pytest.mark.skipif(PLAIN, reason="takes long uncompiled")
def test_a_part_of_the_price_goes_upward():
    town = Town(people=PEOPLE, counties=4, leaving=0.2)
    town.live(3)
    town._renew()
    flows = town.world.advance(Pipeline(*town.steps), {})
    price, share = (
        int(flows[Sector.HOUSEHOLDS, Sector.HOUSEHOLDS, purpose]) for purpose in (Flow.POST_PRICE, Flow.POST_SHARE)
    )

    assert price > USD
    assert 0 < share <= 0.31 * price
