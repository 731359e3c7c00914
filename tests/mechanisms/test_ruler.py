"""The ruler: what tolerance opens, what reforms and levies take, whom a Congress relieves; and a ruler who goes by what he sees."""

import pytest

from allssam.engine import Pipeline, month_number, usd
from allssam.mechanisms import ruler
from allssam.mechanisms.ruler import (
    Ruler,
    cadres_to_fall,
    campaign_reaches,
    is_relieved,
    levied,
    openings_follow,
    rewarded,
    season_of_trade,
    voided_cash,
)
from allssam.mechanisms.variants import adaptive
from allssam.mechanisms.variants.adaptive import Adaptive, purges_next, threat_seen, tolerance_next
from allssam.world import Event, Flow, Office, Post


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
    assert season_of_trade(True, p) > season_of_trade(False, p) == 1.0


def test_a_campaign_reaches_a_county_once(p):
    assert campaign_reaches(0.0, 0.7)
    assert not campaign_reaches(0.7, 0.7)
    assert not campaign_reaches(0.7, 0.0)


def test_a_reform_takes_domestic_cash_above_the_cap(numbers):
    p = numbers(Ruler, reform_cap=usd(30), reform_exposed=0.5)

    assert voided_cash(usd(100), p) == usd(20)
    assert voided_cash(usd(50), p) == 0


def test_sanctions_shut_part_of_what_tolerance_opens(numbers):
    free, cut = numbers(Ruler, sanctions=0.0), numbers(Ruler, sanctions=0.8)

    assert openings_follow(1.0, 0.8, cut) < openings_follow(1.0, 0.8, free)


def test_no_intensity_is_no_purge():
    assert cadres_to_fall(60.0, 0.0) == 0.0
    assert cadres_to_fall(60.0, 1.5) == 90.0


def test_a_levy_leaves_what_a_household_needs(numbers):
    p = numbers(Ruler, mobilisation=1.0, levy=usd(2), spared=usd(3))

    assert levied(usd(100), p) == usd(2)
    assert levied(usd(4), p) == usd(1)
    assert levied(usd(1), p) == 0
    assert levied(usd(100), numbers(Ruler, mobilisation=0.0)) == 0


def test_rewards_grow_with_the_ruler_s_favour(numbers):
    assert rewarded(numbers(Ruler, rewards=2.0)) == 2 * rewarded(numbers(Ruler, rewards=1.0)) > 0


def test_ties_help_an_official_over_a_congress(p):
    assert is_relieved(0.2, 0, p) == 0.2
    assert is_relieved(0.2, 4, p) < 0.1


def test_a_ruler_content_with_his_people_closes_in_and_gives_way_where_they_are_not(numbers):
    p = numbers(Adaptive)

    assert tolerance_next(0.5, 0.9, p) < 0.5 < tolerance_next(0.5, 0.1, p)
    assert tolerance_next(1.0, 0.0, p) == 1.0


def test_flights_lacking_devotion_and_wealth_are_seen_as_a_threat(numbers):
    p = numbers(Adaptive)
    calm = threat_seen(1.0, 0.0, 0.0, p)

    assert calm == 0.0
    assert threat_seen(0.5, 0.0, 0.0, p) > calm
    assert threat_seen(1.0, 5.0, 0.0, p) > calm
    assert threat_seen(1.0, 0.0, 1.0, p) > calm
    assert purges_next(10.0, 1.0, p) > 10.0 > purges_next(10.0, 0.0, p)


# ----------------------------------------------------------------------------------------------------------- the steps


def given(declared=Ruler, **values):
    return {declared.mechanism: declared.from_values(values).in_month(month_number("2013-06"))}


@pytest.fixture
def court(make_county):
    """A county with a Party committee of many department heads, and a Centre of forty."""
    county = make_county()
    committee, centre = county.office(Office.PARTY_COMMITTEE), county.office(Office.CENTRAL_PARTY)
    county.heads = [county.official(committee, Post.DEPARTMENT_HEAD) for _ in range(40)]
    county.seniors = [county.official(centre, Post.CENTRAL_CADRE, cash=0) for _ in range(40)]
    for row in county.rows["posts"]:
        row["rank"] = 6 if row["kind"] == Post.CENTRAL_CADRE else 4
    return county


def test_the_levers_are_brought_to_every_county(court):
    values = {"purges_a_year": 60.0, "purge_intensity": 0.5, "surveillance": 0.7, "border_closed": 0.9, "army_weight": 0.2, "rewards": 2.0}
    court.months(1, ruler.set_policy, values=given(**values))
    counties = court.world["counties"]

    assert counties["purges_a_year"][0] == 30.0
    assert [counties[name][0] for name in ("surveillance", "border_closed", "army_weight", "rewards")] == [0.7, 0.9, 0.2, 2.0]


def test_senior_cadres_are_rewarded_and_others_are_not(court):
    before = court.open().cash(court.heads[0])
    court.months(1, ruler.reward_cadres, values=given(reward=usd(30)))

    assert court.cash(court.seniors[0]) == usd(30)
    assert court.cash(court.heads[0]) == before


def test_levies_are_paid_to_the_state_while_people_are_mobilised(court):
    before = court.open().cash(court.heads[0])
    court.months(1, ruler.collect_levies, values=given(mobilisation=1.0, levy=usd(2)))

    assert before - court.cash(court.heads[0]) == usd(2)
    assert Flow.LEVY in Flow


def test_a_congress_relieves_some_and_its_seats_fall_vacant(court):
    court.tie(court.heads[0], court.heads[1])
    court.months(1, ruler.hold_congress, values=given(congress=0.5))
    relieved = court.count(Event.RESHUFFLED)

    assert 20 < relieved < 60
    assert (court.column("posts.holder") < 0).sum() == relieved
    assert court.chain(Event.RESHUFFLED) == [Event.RESHUFFLED, Event.CONGRESS_HELD]


def test_without_a_congress_nobody_is_relieved(court):
    court.months(3, ruler.hold_congress, values=given(congress=0.0))

    assert court.count(Event.CONGRESS_HELD, Event.RESHUFFLED) == 0


def test_an_adaptive_ruler_sets_tolerance_and_purges_by_what_he_sees(court):
    steps = Pipeline(ruler.set_policy).replace(ruler=adaptive)
    court.open()
    counties, posts = court.world["counties"], court.world["posts"]
    counties["contentment"][:], posts["shown"][:] = 0.1, 40
    values = {**given(Ruler, tolerance=0.2, purges_a_year=0.0), **given(Adaptive)}
    for _ in range(12):
        court.world.advance(steps, values)

    assert counties["tolerance"][0] > 0.6
    assert counties["purges_a_year"][0] > 10.0

    counties["contentment"][:], posts["shown"][:] = 0.9, 100
    for _ in range(24):
        court.world.advance(steps, values)

    assert counties["tolerance"][0] < 0.6
    assert counties["purges_a_year"][0] < 5.0
