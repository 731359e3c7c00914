"""Senior posts: who is called up to the Centre, and when."""

import numpy as np
import pytest

from allssam.engine import month_number
from allssam.mechanisms import senior_posts
from allssam.mechanisms.senior_posts import SeniorPosts, age_when_called, is_called_up, trait
from allssam.world import CENTRE, Event, Office, Party, Post, Sector, Sex, Standing


@pytest.fixture
def p(numbers):
    return numbers(SeniorPosts)


def test_those_called_up_are_past_their_middle_years_and_seldom_by_much(p):
    ages = [age_when_called(lot, p) for lot in np.linspace(0.0, 0.999, 50)]

    assert min(ages) == p.youngest
    assert max(ages) < p.youngest + p.years
    assert np.median(ages) < p.youngest + p.years / 2


def test_traits_are_percent():
    assert trait(0.0) == 50
    assert trait(9.0) == 100
    assert trait(-9.0) == 0


def test_a_vacant_post_is_filled_with_the_chance_given(numbers):
    assert is_called_up(numbers(SeniorPosts, filling=0.4)) == 0.4


@pytest.fixture
def centre(make_county):
    """A Centre of twenty with ten posts vacant, and rows for eight people."""
    county = make_county()
    office = county.office(Office.CENTRAL_PARTY)
    for _ in range(20):
        county.official(office, Post.CENTRAL_CADRE)
    for row in county.rows["posts"]:
        row["rank"] = 6
    for row in county.rows["posts"][:10]:
        county.rows["people"][row["holder"]]["post"] = -1
        row["holder"] = -1
    for _ in range(8):
        county.add("people", standing=Standing.UNBORN)
        county.add("households", account=county.account(Sector.HOUSEHOLDS))
    county.rows["counties"][0].update(
        place=CENTRE, people=20, households=20, first_person=0, people_rows=28, first_household=0, household_rows=28,
    )  # fmt: skip
    return county


def called(centre, months, filling):
    values = {"senior_posts": SeniorPosts.from_values({"filling": filling}).in_month(month_number("2013-06"))}
    return centre.months(months, senior_posts.call_up, values=values)


def test_vacant_posts_are_filled_by_members_with_a_purse_of_their_own(centre):
    called(centre, 1, 1.0)
    new = np.arange(20, 28)
    people, counties = centre.world["people"], centre.world["counties"]

    assert centre.count(Event.CALLED_UP) == 8
    assert (people["standing"][new] == Standing.FREE).all()
    assert (people["party"][new] == Party.MEMBER).all()
    assert (people["sex"][new] == Sex.MAN).sum() >= 6
    assert len(set(people["id"][new])) == 8
    assert len(set(people["household"][new])) == 8
    assert (centre.column("posts.holder")[people["post"][new]] == new).all()
    assert counties["people"][0] == counties["households"][0] == 28


def test_a_post_waits_where_nobody_can_be_called(centre):
    called(centre, 3, 1.0)

    assert (centre.column("posts.holder") < 0).sum() == 2


def test_posts_are_filled_by_and_by(centre):
    called(centre, 2, 0.2)

    assert 0 < centre.count(Event.CALLED_UP) < 8
