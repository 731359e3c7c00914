"""Flight: the rules by hand, a mission abroad with frightened cadres, and a village at the river."""

import pytest

from allssam.engine import Pipeline, usd
from allssam.mechanisms import flight
from allssam.mechanisms.flight import (
    Flight,
    can_find,
    chance_to_leave,
    draw_of_relatives,
    drive,
    freedom_to_leave,
    hazard_of_exit,
    last_push,
    leaves_nobody_alone,
    nearness_of_river,
    price_of_crossing,
    want,
    way_out,
)
from allssam.world import CENTRE, PLACES, SCHEMA, Event, Flow, Office, Post, Sex, Standing
from courthouse import JUNE_2013
from hamlet import Hamlet, faults
from small_county import START, USD

STEPS = (flight.forget_flights, flight.defect, flight.leave)


@pytest.fixture
def p(numbers):
    return numbers(Flight)


def values(month=JUNE_2013, **given):
    return {"flight": Flight.from_values(given).in_month(month)}


# ---------------------------------------------------------------------------------------------------------------------- cadres


def test_who_is_not_afraid_stays_whatever_the_news(p):
    assert hazard_of_exit(0.0, 1.0, 5.0, 1.0, p) == 0


def test_those_who_serve_or_trade_abroad_have_a_way_out(p):
    mission, company = (way_out(office, False, False, 0.3, p) for office in (Office.MISSION, Office.TRADE_COMPANY))
    at_border, inland = (way_out(Office.POLICE, border, False, 0.3, p) for border in (True, False))

    assert mission > company > 2 * at_border > 2 * inland > 0


def test_a_shut_border_does_not_hinder_those_already_abroad(p):
    assert way_out(Office.MISSION, False, True, 1.0, p) == way_out(Office.MISSION, False, True, 0.0, p)
    assert way_out(Office.POLICE, True, False, 1.0, p) == 0


def test_fear_and_lost_loyalty_drive_and_a_good_post_holds(p):
    usual = drive(0.5, 0.5, usd(50), False, p)

    assert drive(0.7, 0.5, usd(50), False, p) > usual
    assert drive(0.5, 0.2, usd(50), False, p) > usual
    assert drive(0.5, 0.5, usd(900), False, p) < usual
    assert drive(0.5, 0.5, usd(50), True, p) > usual
    assert drive(0.1, 0.6, usd(50), False, p) < 0


def test_news_of_others_is_the_last_push_for_one_who_hesitated(p):
    hesitates = drive(0.15, 0.6, usd(50), False, p)

    assert hazard_of_exit(0.15, hesitates, 0.0, 1.0, p) == 0
    assert hazard_of_exit(0.15, hesitates, last_push(0.02, p), 1.0, p) > 0


@pytest.fixture
def mission(make_county):
    """Twelve cadres of a mission and twelve of a ministry at the Centre, all afraid of what an event has brought."""
    county = make_county()
    county.rows["counties"][0].update(place=CENTRE)
    mission, ministry = county.office(Office.MISSION), county.office(Office.CABINET)
    county.abroad = [county.official(mission, Post.CENTRAL_CADRE, fear=80, loyalty=40) for _ in range(12)]
    county.at_home = [county.official(ministry, Post.CENTRAL_CADRE, fear=80, loyalty=40) for _ in range(12)]
    for post in county.rows["posts"]:
        post.update(rank=6, alarm=0)
    county.rows["counties"][0].update(people=24, households=24)
    return county


def test_the_steps_have_no_faults():
    assert Pipeline(*STEPS).faults(SCHEMA) == []


def test_the_frightened_leave_and_those_abroad_first(mission):
    mission.months(24, flight.defect, values=values(exits=0.2))
    gone = [who for _, who, _, _ in mission.events(Event.ELITE_FLED)]
    abroad = sum(who in mission.abroad for who in gone)

    assert abroad >= 8
    assert abroad >= 2 * (len(gone) - abroad)


def test_without_fear_nobody_leaves(mission):
    for person in mission.rows["people"]:
        person["fear"] = 0
    mission.months(24, flight.defect, values=values(exits=0.5, push=100.0))

    assert mission.events() == []


def test_who_leaves_takes_money_out_of_the_country_and_leaves_a_post_and_questions(mission):
    mission.tie(mission.at_home[0], mission.abroad[0], strength=0.9)
    mission.months(1, flight.defect, values=values(exits=0.5))
    gone = {who: amount for _, who, _, amount in mission.events(Event.ELITE_FLED)}
    flights, suspicions = mission.world["flights"], mission.world["suspicions"]

    assert gone
    assert all(amount == usd(400) for amount in gone.values())
    for person in gone:
        assert mission.column("people.standing")[person] == Standing.ABROAD
        assert mission.column("people.post")[person] == -1
        assert person not in mission.column("posts.holder")
        assert mission.cash(person) == 0
    assert flights["elite"].all()
    assert sorted(flights["person"].tolist()) == sorted(gone)
    assert set(suspicions["victim"].tolist()) <= set(gone)
    assert len(suspicions["victim"]) >= len(gone)


def test_a_company_whose_head_has_fled_loses_its_people(make_county):
    county = make_county()
    company = county.office(Office.TRADE_COMPANY)
    head = county.official(company, Post.HEAD, fear=90, loyalty=10, income=0)
    clerk = county.person(weeks_away=5)
    county.add("staff", company=company, person=clerk)
    county.months(12, flight.defect, values=values(exits=0.5))

    assert county.column("people.standing")[head] == Standing.ABROAD
    assert county.column("people.weeks_away")[clerk] == 0
    assert not county.column("staff.open")[0]


def test_a_flight_is_the_cause_of_the_next_only_where_the_news_was_the_last_push(mission):
    for person in mission.abroad:
        mission.rows["people"][person].update(fear=14, loyalty=60)
    mission.rows["people"][mission.abroad[0]].update(fear=100, loyalty=0)
    mission.months(24, flight.defect, values=values(exits=0.5, push=20.0, by_centre=0.0))
    links = [
        int(cause)
        for told in mission.told
        for kind, cause in zip(told.kind, told.because, strict=True)
        if kind == Event.ELITE_FLED
    ]

    assert len(links) > 2
    assert links[0] == 0
    assert all(cause > 0 for cause in links[1:])


# ------------------------------------------------------------------------------------------------------------ ordinary people


def test_want_is_what_is_missing_of_what_one_needs(p):
    assert want(float(p.need), p) == 0
    assert want(0.5 * p.need, p) == 0.5
    assert want(0.0, p) == 1


def test_relatives_abroad_draw_the_more_the_closer_one_is_watched(p):
    assert draw_of_relatives(0, 1.0, p) == 0
    assert draw_of_relatives(1, 0.9, p) > draw_of_relatives(1, 0.2, p) > 0


def test_women_at_home_are_freer_to_go_than_men_at_work(p):
    at_home = freedom_to_leave(Sex.WOMAN, 30, False, False, True, p)

    assert at_home == 1
    assert freedom_to_leave(Sex.MAN, 35, True, False, True, p) < 0.5 * at_home
    assert freedom_to_leave(Sex.MAN, 20, False, False, True, p) < 0.1
    assert freedom_to_leave(Sex.WOMAN, 30, False, True, True, p) < at_home
    assert freedom_to_leave(Sex.WOMAN, 30, False, False, False, p) < at_home


def test_surveillance_and_a_closing_border_raise_the_price(p):
    usual = price_of_crossing(0.3, 0.2, p)

    assert price_of_crossing(0.8, 0.2, p) > usual
    assert price_of_crossing(0.3, 0.9, p) > usual


def test_a_shut_border_cannot_be_crossed(p):
    assert nearness_of_river(1.0, True, 0.0, p) == 1
    assert nearness_of_river(1.0, True, 1.0, p) == 0
    assert nearness_of_river(1.0, False, 0.0, p) < 1


def test_the_poorest_cannot_find_the_money_and_women_need_less_of_it(p):
    assert can_find(0.0, 0.0, usd(500), False, p) == 0
    assert can_find(usd(50), 0.0, usd(500), True, p) > can_find(usd(50), 0.0, usd(500), False, p) > 0
    assert can_find(usd(5_000), 0.0, usd(500), False, p) == 1


def test_without_motive_freedom_means_or_river_nobody_leaves(p):
    assert chance_to_leave(1.0, 1.0, 1.0, 1.0, p) == p.leaves
    assert chance_to_leave(0.0, 1.0, 1.0, 1.0, p) == 0
    assert chance_to_leave(1.0, 0.0, 1.0, 1.0, p) == 0
    assert chance_to_leave(1.0, 1.0, 0.0, 1.0, p) == 0
    assert chance_to_leave(1.0, 1.0, 1.0, 0.0, p) == 0


def test_nobody_leaves_children_alone():
    assert leaves_nobody_alone(1, 1, 30)
    assert leaves_nobody_alone(2, 3, 40)
    assert not leaves_nobody_alone(1, 3, 30)


@pytest.fixture
def village():
    """Sixty couples of little income at the river, with a child each."""
    made = Hamlet()
    made.rows["counties"][0].update(place=PLACES.index("North Hamgyong"), border=True, surveillance=0.4)
    for _ in range(60):
        made.family(38, 34, 8, dollars=150.0, married=True, days=10, party=0)
    return made


def live(world, months=12, *steps, **given):
    told, flows = [], 0
    for _ in range(months):
        flows = flows + world.advance(
            Pipeline(*(steps or STEPS)), {"flight": Flight.from_values(given).in_month(START)}
        )
        events = world.events_of_month()
        if events is not None:
            told += [(Event(kind), int(who) - 1_000, int(because), int(amount)) for kind, who, because, amount in zip(
                events.kind, events.who, events.because, events.amount, strict=True)]  # fmt: skip
    return told, flows


def test_people_leave_want_and_everything_still_holds_together(village):
    world = village.world()
    told, flows = live(world, 24, leaves=1.0)
    gone = [who for kind, who, _, _ in told if kind == Event.LEFT_COUNTRY]

    assert len(gone) > 10
    assert faults(world) == []
    assert (world["people"]["standing"][gone] == Standing.ABROAD).all()
    assert flows[:, :, Flow.BROKER].sum() == sum(amount for _, _, _, amount in told) > 0
    assert world["households"]["left"].sum() == len(gone)
    women = (world["people"]["sex"][gone] == Sex.WOMAN).mean()
    assert women >= 0.5


def test_those_who_can_live_stay(village):
    for home in village.rows["households"]:
        home["usual_income"] = 200 * USD
    told, _ = live(village.world(), 24, leaves=1.0)

    assert told == []


def test_those_left_behind_follow_where_they_would_have_stayed(village):
    """Nobody is in want; half of the households have a relative abroad."""
    for place, home in enumerate(village.rows["households"]):
        home.update(usual_income=200 * USD, left=place % 2)
    told, _ = live(village.world(), 24, leaves=1.0)
    homes = {who // 3 for _, who, _, _ in told}

    assert len(homes) > 5
    assert all(home % 2 == 1 for home in homes)


def test_the_one_who_follows_does_so_because_of_the_first():
    """Families of five grown people with a little less than they need, so that somebody is left to follow."""
    village = Hamlet()
    village.rows["counties"][0].update(place=PLACES.index("North Hamgyong"), border=True, surveillance=0.4)
    for _ in range(40):
        village.family(48, 44, 28, 26, 24, dollars=300.0, days=10)
    for home in village.rows["households"]:
        home["usual_income"] = 50 * USD
    told, _ = live(village.world(), 60, leaves=1.0, follows=5.0)
    caused = [because for kind, _, because, _ in told if because > 0]

    assert len(caused) >= 3


def test_fewer_leave_as_the_border_closes(village):
    open_border, _ = live(village.world(), 24, leaves=0.5)
    village.rows["counties"][0].update(border_closed=0.9, surveillance=0.9)
    shut, _ = live(village.world(), 24, leaves=0.5)

    assert len(shut) < 0.5 * len(open_border)


def test_far_from_the_river_hardly_anybody_leaves(village):
    village.rows["counties"][0].update(place=PLACES.index("South Hwanghae"), border=False)
    told, _ = live(village.world(), 24, leaves=1.0)

    assert len(told) <= 1


def test_a_flight_is_forgotten_in_the_end(village):
    village.add("flights", county=0, person=0, month=START - 70, household=0)
    world = village.world()
    live(world, 1, flight.forget_flights)

    assert not world["flights"]["open"].any()
