"""Backers above: who travels up, who takes him on, and what goes up before the holidays."""

import pytest

from allssam.engine import usd
from allssam.mechanisms import superiors, upkeep
from allssam.mechanisms.superiors import Superiors, months_since_festivity, takes_on, travels, wants_superior
from allssam.world import Event, Office, Post, Tie


@pytest.fixture
def p(numbers):
    return numbers(Superiors)


def test_the_months_between_festivities_make_a_year():
    assert sum(months_since_festivity(month) for month in range(1, 13)) == 12
    assert {month for month in range(1, 13) if months_since_festivity(month)} == {2, 4, 9, 10, 12}


def test_what_goes_up_is_a_part_of_what_is_taken_and_less_than_what_the_backing_is_worth(p):
    worth, gift = wants_superior(usd(1000), p)

    assert 0 < gift < worth < usd(1000)
    assert wants_superior(0, p) == (0, 0)


def test_a_superior_backs_one_whose_gifts_are_worth_his_scruples(p):
    assert takes_on(usd(30), 0.1, p)
    assert not takes_on(usd(30), 0.9, p)
    assert not takes_on(usd(1), 0.0, p)


def test_fear_keeps_heads_at_home(p):
    assert travels(0.9, p) < travels(0.0, p)


def village(make_county, income):
    county = make_county()
    centre = county.office(Office.CENTRAL_PARTY)
    for _ in range(5):
        county.official(centre, Post.CENTRAL_CADRE, integrity=0)
        county.rows["posts"][-1]["rank"] = 6
    plants = [county.office(Office.FACTORY) for _ in range(20)]
    managers = [county.official(plant, Post.MANAGER, income=income, cash=usd(5_000)) for plant in plants]
    return county, managers


def test_heads_who_take_something_find_a_superior_within_the_year_and_gifts_flow_up(make_county):
    county, managers = village(make_county, usd(500))
    county.months(12, superiors.meet_superiors, upkeep.keep_up, superiors.pass_upward, upkeep.wear)
    ties = county.world["ties"]

    assert ties.count >= 10
    assert (ties["kind"] == Tie.UPWARD).all()
    assert set(ties["client"]) <= set(managers)
    assert county.column("posts.takings")[:5].sum() > 0
    assert county.column("ties.strength").max() > 0.2


def test_heads_who_take_nothing_find_none(make_county):
    county, _ = village(make_county, 0)
    county.months(12, superiors.meet_superiors)

    assert county.count(Event.TIE_FORMED) == 0


def test_nothing_goes_up_between_the_holidays_and_no_tie_cools_for_that(make_county):
    county, managers = village(make_county, usd(500))
    tie = county.tie(0, managers[0], strength=0.5)
    county.rows["ties"][tie]["kind"] = Tie.UPWARD
    county.months(3, upkeep.keep_up, superiors.pass_upward, upkeep.wear)  # June to August

    assert county.cash(managers[0]) == usd(5_000)
    assert county.column("ties.strength")[0] == 0.5
    county.months(1, upkeep.keep_up, superiors.pass_upward, upkeep.wear)
    assert county.cash(managers[0]) == usd(5_000 - 5 * 50)
    assert county.column("ties.strength")[0] > 0.5
