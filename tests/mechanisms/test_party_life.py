"""Life in the Party: dues nobody feels, and the price of not being there."""

import numpy as np
import pytest

from allssam.engine import Pipeline, usd
from allssam.mechanisms import party_life
from allssam.mechanisms.party_life import (
    PartyLife,
    brings_most,
    cost_of_cover,
    dues,
    effort_now,
    found_absent,
    is_weary,
    judges,
    kind_of_cell,
    mocks_now,
    price_now,
    session_price,
)  # fmt: skip
from allssam.world import Bought, Cell, Event, Flow, Job, Office, Party, Post, Sex, Standing
from small_county import FIRST, START, USD, SmallCountry


@pytest.fixture
def p(numbers):
    return numbers(PartyLife)


# --------------------------------------------------------------------------------------------------- rules by hand


def test_dues_are_two_per_cent_of_the_official_wage_and_a_cent(p):
    assert dues(True, 1.0, p) == 60
    assert dues(False, 1.0, p) == 0
    assert dues(True, 1.0, p) < usd(0.01)


def test_covering_an_absence_is_dear_where_little_is_tolerated_and_in_a_campaign(p):
    assert cost_of_cover(0.2, 0.5, 0.0, p) > cost_of_cover(0.8, 0.5, 0.0, p)
    assert cost_of_cover(0.5, 0.7, 0.0, p) == pytest.approx(1.2 * cost_of_cover(0.5, 0.5, 0.0, p))
    assert cost_of_cover(0.5, 0.5, 1.0, p) == pytest.approx(3 * cost_of_cover(0.5, 0.5, 0.0, p))
    assert cost_of_cover(1.0, 0.5, 1.0, p) == 0.0


def test_he_asks_what_brings_him_most():
    guesses = np.array([0.0, 9.0, 5.0, 4.0, 1.0])

    assert brings_most(guesses, 1, 4, 0.0) == 4.0  # 3 x 4 beats 2 x 5 and 1 x 9
    assert brings_most(guesses, 1, 4, 3.9) == 9.0  # where covering is dear he serves the one who gives most
    assert brings_most(guesses, 1, 4, 9.0) == 0.0  # no sale covers his cost


def test_what_is_not_for_sale_has_no_price_and_a_new_price_comes_at_once(p):
    assert price_now(usd(3), 0.0, p) == 0
    assert price_now(0, float(usd(4)), p) == usd(4)
    assert usd(3) < price_now(usd(3), float(usd(4)), p) < usd(4)


def test_a_session_missed_costs_more_than_its_part_of_a_month_and_never_less_than_the_cover(p):
    assert session_price(usd(8), 0.0, p) == usd(3)
    assert session_price(0, float(usd(2)), p) == usd(3)


def test_he_is_right_about_his_people_on_average(p):
    assert judges(100.0, 0.0, p) == 100.0
    assert judges(100.0, 1.0, p) > 100.0 > judges(100.0, -1.0, p)


def test_effort_goes_where_the_money_is_unless_that_is_cut(p, numbers):
    assert effort_now(0.5, 1.0, 9.0, p) > 0.5
    assert effort_now(0.5, 9.0, 1.0, p) < 0.5
    assert effort_now(0.5, 1.0, 9.0, numbers(PartyLife, shifts_effort=False)) == 0.5
    assert effort_now(0.5, 0.0, 0.0, p) == 0.5


def test_a_campaign_finds_absences_that_would_have_passed(p):
    between = p.found_out * 0.5 * 1.5

    assert found_absent(0.0, 0.5, 0.0, p) == 1
    assert found_absent(between, 0.5, 0.0, p) == 0
    assert found_absent(between, 0.5, 1.0, p) == 2


def test_sayings_spread_where_many_are_weary_and_die_out_where_few_are(p):
    many, few = 0.05, 0.05
    for _ in range(120):
        many, few = mocks_now(many, 0.9, p), mocks_now(few, 0.2, p)

    assert many > 0.3
    assert few == pytest.approx(p.whispered)


def test_who_loses_more_than_he_can_say_it_is_good_for_is_weary(p):
    assert is_weary(usd(10), float(usd(40)), p)
    assert not is_weary(usd(1), float(usd(40)), p)


def test_everybody_has_a_cell_by_job_and_sex():
    assert kind_of_cell(Job.INDUSTRY, Sex.MAN) == Cell.MEN_AT_WORK
    assert kind_of_cell(Job.FARM, Sex.WOMAN) == Cell.WOMEN_AT_WORK
    assert kind_of_cell(Job.RETIRED, Sex.MAN) == kind_of_cell(Job.NONE, Sex.WOMAN) == Cell.NEIGHBOURHOOD


# ------------------------------------------------------------------------------------------------------- a cell of a plant


class Plant(SmallCountry):
    """A plant with a Party secretary, a cell of it with a secretary of its own, and its members."""

    def __init__(self, *, skip_price=2.0, exemption_price=3.0):
        super().__init__()
        self.plant_there, _, self.above = self.plant()
        self.secretary = self.person(party=Party.MEMBER, job=Job.INDUSTRY, cell=0, birth=START - 12 * 45)
        self.cell = self.add(
            "cells", county=0, number=1, kind=Cell.MEN_AT_WORK, organisation=self.plant_there, secretary=self.secretary,
            skip_price=int(skip_price * USD), exemption_price=int(exemption_price * USD),
        )  # fmt: skip

    def member(self, dollars=100.0, **columns):
        usual = {"party": Party.MEMBER, "job": Job.INDUSTRY, "workplace": self.plant_there, "cell": self.cell}
        return self.person(dollars=dollars, **{**usual, "birth": START - 12 * 30 - 5, **columns})

    def month(self, world, *steps, number=1, **given):
        told = []
        for _ in range(number):
            self.flows = world.advance(
                Pipeline(*steps), {"party_life": PartyLife.from_values(given).in_month(world.month)}
            )
            events = world.events_of_month()
            if events is not None:
                told += list(
                    zip(events.kind.tolist(), (events.who - FIRST).tolist(), events.because.tolist(), strict=True)
                )
        return told

    def paid(self, purpose):
        return int(self.flows[:, :, int(purpose)].sum())


def test_a_year_of_fees_is_paid_in_advance_and_covers_the_year():
    plant = Plant()
    man = plant.member(bought=Bought.PARTY_LIFE)
    world = plant.world()

    plant.month(world, party_life.attend, found_out=0.0)
    assert plant.paid(Flow.PARTY_LIFE_BOUGHT) == 12 * usd(3) == world["cells"]["from_exemptions"][0]
    assert world["people"]["bought"][man] & Bought.MARKED_PRESENT

    plant.month(world, party_life.attend, number=11, found_out=0.0)
    assert plant.paid(Flow.PARTY_LIFE_BOUGHT) == 0

    plant.month(world, party_life.attend, found_out=0.0)
    assert plant.paid(Flow.PARTY_LIFE_BOUGHT) == 12 * usd(3)


def test_each_session_a_trip_makes_him_miss_is_paid_for():
    plant = Plant()
    plant.member(bought=Bought.SESSIONS, weeks_away=2)
    world = plant.world()
    plant.month(world, party_life.attend, found_out=0.0)

    assert plant.paid(Flow.SESSION_MISSED) == 2 * usd(2)


def test_dues_are_taken_once_a_year_of_those_with_a_job_while_there_is_money_in_the_house():
    plant = Plant()
    plant.member(dollars=1.0)
    plant.member(dollars=1.0, job=Job.RETIRED)
    world = plant.world()
    plant.month(world, party_life.collect_dues)

    assert plant.paid(Flow.PARTY_DUES) == 2 * 12 * 60  # the secretary's and one member's: it is everybody's turn


def test_the_secretary_pays_the_dues_of_whoever_has_bought_party_life():
    plant = Plant()
    man = plant.member(dollars=1.0)
    world = plant.world()
    world["people"]["covered_until"][man] = world.month
    home = world["people"]["account"][man]
    before = world["accounts"]["balance"][home]
    plant.month(world, party_life.collect_dues)

    assert plant.paid(Flow.PARTY_DUES) == 2 * 12 * 60
    assert world["accounts"]["balance"][home] == before


def test_who_cannot_pay_must_think_again_and_pays_nothing():
    plant = Plant()
    man = plant.member(dollars=5.0, bought=Bought.PARTY_LIFE)
    world = plant.world()
    plant.month(world, party_life.attend)

    assert plant.paid(Flow.PARTY_LIFE_BOUGHT) == 0
    assert not world["people"]["bought"][man] & (Bought.PARTY_LIFE | Bought.MARKED_PRESENT)
    assert not world["households"]["settled"][world["people"]["household"][man]]


def test_what_is_no_longer_for_sale_must_be_attended():
    plant = Plant(exemption_price=0.0)
    man = plant.member(bought=Bought.PARTY_LIFE)
    world = plant.world()
    plant.month(world, party_life.attend)

    assert world["people"]["bought"][man] == 0


def test_nobody_sells_while_the_secretary_is_in_prison():
    plant = Plant()
    plant.rows["people"][plant.secretary]["standing"] = Standing.PRISON
    plant.member(bought=Bought.SESSIONS, weeks_away=1)
    world = plant.world()
    plant.month(world, party_life.attend)

    assert plant.paid(Flow.SESSION_MISSED) == 0


def test_part_of_the_takings_goes_to_the_secretary_of_the_plant():
    plant = Plant()
    plant.member(bought=Bought.PARTY_LIFE)
    world = plant.world()
    plant.month(world, party_life.attend, party_life.pass_upward, found_out=0.0, passed_on=0.25)

    assert world["posts"]["takings"][world["people"]["post"][plant.above]] == 9 * USD


def test_a_cell_of_the_neighbourhood_passes_its_part_to_an_instructor():
    plant = Plant()
    plant.rows["cells"][0].update(kind=Cell.NEIGHBOURHOOD, organisation=-1)
    committee = plant.organisation(kind=Office.PARTY_COMMITTEE)
    instructor = plant.official(committee, Post.INSTRUCTOR)
    plant.member(bought=Bought.PARTY_LIFE)
    world = plant.world()
    plant.month(world, party_life.attend, party_life.pass_upward, found_out=0.0, passed_on=0.25)

    assert world["posts"]["takings"][world["people"]["post"][instructor]] == 9 * USD


def reviewed(tolerance, burdens=(40, 30, 20, 10, 5), **given):
    plant = Plant(exemption_price=0.0)
    plant.rows["counties"][0]["tolerance"] = tolerance
    for burden in burdens:
        plant.member(burden=burden)
    world = plant.world()
    plant.month(world, party_life.attend, party_life.set_prices, **{"guesswork": 0.0, "stickiness": 0.0, **given})
    return world["cells"]["exemption_price"][0] / USD


def test_a_secretary_asks_the_price_that_brings_most_of_what_his_members_would_give():
    assert reviewed(1.0, burdens=(40, 30, 25, 10, 5)) == pytest.approx(
        0.25 * 40, abs=0.01
    )  # three would pay 10 dollars


def test_where_little_is_tolerated_only_the_dearest_months_are_sold_or_none():
    assert reviewed(0.5, cover=usd(5.0)) > reviewed(1.0)
    assert reviewed(0.0, cover=usd(5.0)) == 0.0


def test_one_marked_present_may_be_found_out_and_loses_the_card_and_the_post_that_needs_it():
    plant = Plant()
    man = plant.member(bought=Bought.SESSIONS, weeks_away=1)
    post = plant.add(
        "posts",
        county=0,
        organisation=plant.plant_there,
        kind=Post.OFFICER,
        office=Office.FACTORY,
        holder=man,
        charge=1.0,
    )
    plant.rows["people"][man]["post"] = post
    plant.rows["counties"][0]["tolerance"] = 0.0
    world = plant.world()
    told = plant.month(world, party_life.attend, number=200, found_out=0.1)

    assert (Event.PARTY_EXPELLED, man, 0) in told
    assert world["people"]["party"][man] == Party.EXPELLED
    assert world["posts"]["holder"][post] == -1
    assert world["people"]["post"][man] == -1


def test_nobody_who_is_there_is_expelled():
    plant = Plant()
    for _ in range(30):
        plant.member()
    plant.rows["counties"][0]["tolerance"] = 0.0
    world = plant.world()

    assert plant.month(world, party_life.attend, number=50, found_out=0.1) == []


def test_who_is_sent_to_prison_loses_the_card_because_of_the_sentence():
    plant = Plant()
    man = plant.member(standing=Standing.PRISON)
    plant.add("sentences", county=0, person=man, kind=Standing.PRISON, since=START, until=START + 60, because=0)
    world = plant.world()
    told = plant.month(world, party_life.expel)

    assert [(kind, who) for kind, who, _ in told] == [(Event.PARTY_EXPELLED, man)]


def test_a_change_of_job_means_another_cell_on_the_next_birthday():
    plant = Plant()
    home = plant.add("cells", county=0, number=2, kind=Cell.NEIGHBOURHOOD, organisation=-1)
    man = plant.member(job=Job.RETIRED, workplace=-1, birth=START - 12 * 61)
    world = plant.world()
    plant.month(world, party_life.keep_rolls)

    assert world["people"]["cell"][man] == home


def test_the_young_come_under_a_cell_at_seventeen():
    plant = Plant()
    young, younger = (
        plant.member(party=0, cell=-1, birth=START - 12 * 17),
        plant.member(party=0, cell=-1, birth=START - 12 * 16),
    )
    world = plant.world()
    plant.month(world, party_life.keep_rolls)

    assert world["people"]["cell"][young] == plant.cell
    assert world["people"]["cell"][younger] == -1
