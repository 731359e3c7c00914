"""Border trade: herds and their price, partners in cattle, and the village secretary."""

import numpy as np
import pytest

from allssam.engine import PLAIN, Pipeline, World, month_number, usd
from allssam.mechanisms import trade
from allssam.mechanisms.trade import (
    Trade,
    calves,
    cow_brings,
    dares_to_sell,
    finds_out,
    holiday_bribe,
    is_caught,
    lets_them_go_on,
    may_part_with,
    next_price,
    price_at_home,
    promises_nomination,
    risk_of,
    takes_part,
    thinks_of_it,
)  # fmt: skip
from allssam.population import Population, draw_country
from allssam.world import SCHEMA, Event, Flow, Job, Office, Party, Post, Sector, Standing

CATTLE = (trade.raise_herds, trade.deal_in_cattle, trade.watch_partners, trade.pay_on_holidays)
MONTH = (*CATTLE, trade.find_partners)
START = month_number("2009-01")


@pytest.fixture
def p(numbers):
    return numbers(Trade)


# ---------------------------------------------------------------------------------------------------------------- rules


def test_the_month_at_the_border_has_no_faults():
    assert Pipeline(*MONTH).faults(SCHEMA) == []


def test_a_herd_grows_while_it_has_room(p):
    assert calves(50, 100, p) > calves(90, 100, p) > 0
    assert calves(100, 100, p) == calves(120, 100, p) == calves(5, 0, p) == 0


def test_cows_grow_dear_as_herds_shrink_but_not_at_once(p):
    assert price_at_home(100, 100, p) == p.cow_price
    assert price_at_home(50, 100, p) > price_at_home(80, 100, p) > p.cow_price
    assert usd(500) < next_price(usd(500), usd(700), p) < usd(700)


def test_one_cow_sold_abroad_buys_three_at_home(p):
    assert cow_brings(p) == 3 * price_at_home(100, 100, p)


def test_partners_dare_more_the_more_it_brings_and_less_the_more_they_fear(numbers, p):
    bold, afraid = numbers(Trade, dread=usd(10_000)), numbers(Trade, dread=usd(150_000))

    assert (
        dares_to_sell(usd(500), False, bold)
        > dares_to_sell(usd(500), False, p)
        > dares_to_sell(usd(500), False, afraid)
    )
    assert dares_to_sell(usd(500), False, p) > dares_to_sell(usd(500), True, p) > 0
    assert dares_to_sell(usd(1_400), False, p) == 0


def test_without_any_risk_only_what_they_can_handle_bounds_them(numbers):
    assert dares_to_sell(usd(500), False, numbers(Trade, caught=0.0)) == numbers(Trade).most_handled


def test_danger_grows_faster_than_the_number_of_cattle(p):
    assert risk_of(0, p) == 0
    assert risk_of(4, p) > 2 * risk_of(2, p)
    assert risk_of(1_000, p) == 1
    assert abs(np.mean([is_caught(3, worker, 5, p) for worker in range(4_000)]) - risk_of(5, p)) < 0.02


def test_a_unit_keeps_the_cattle_it_ploughs_with(p):
    assert may_part_with(70, 100, p)
    assert not may_part_with(60, 100, p)


def test_who_goes_by_the_book_wants_no_part_in_it(p):
    assert takes_part(20, p)
    assert lets_them_go_on(20, p)
    assert not takes_part(90, p)
    assert not lets_them_go_on(90, p)


def test_the_idea_comes_sooner_to_a_leader_with_sense_for_the_market(p):
    keen, dull = ([thinks_of_it(1, leader, sense, p) for leader in range(20_000)] for sense in (90, 10))

    assert sum(keen) > 3 * sum(dull)


def test_each_cow_that_goes_may_be_noticed_in_the_village(p):
    assert not any(finds_out(2, two, 0, p) for two in range(1_000))
    many, few = (np.mean([finds_out(2, two, cows, p) for two in range(4_000)]) for cows in (5, 1))
    assert many > 3 * few


def test_the_secretary_has_a_share_of_what_was_made_since_the_last_holiday(p):
    assert holiday_bribe(usd(400), p) == usd(100)
    assert holiday_bribe(-usd(400), p) == 0


def test_appreciation_is_for_outsiders_of_the_right_age_who_have_paid_enough(p):
    def promised(party=Party.OUTSIDE, age=30, bribes=2_460_000):
        return np.mean([promises_nomination(4, two, party, age, bribes, p) for two in range(2_000)])

    assert abs(promised() - p.gratitude) < 0.05
    assert promised(party=Party.MEMBER) == promised(age=50) == promised(bribes=usd(10)) == 0


# ---------------------------------------------------------------------------------------------------------- a village


class Village:
    """A farm of two units near the border, with a village secretary; other villages from which cows can be bought."""

    def __init__(self, make_county, others=12, seed=7, integrity=20):
        self.county = county = make_county(seed=seed)
        county.rows["counties"][0].update(border=True, cow_price=float(usd(500)), wage=float(usd(30)))
        self.herds = 0
        self.farm = county.office(Office.FARM)
        self.leader, self.herd = self.unit(self.farm)
        self.secretary = county.official(
            self.farm, Post.VILLAGE_SECRETARY, cash=0, integrity=integrity, party=Party.MEMBER
        )
        county.rows["organisations"][self.farm]["secretary"] = county.rows["people"][self.secretary]["post"]
        self.worker = county.person(
            usd(50), workplace=self.farm, job=Job.FARM, market_sense=90, integrity=20, skill=1.0
        )
        county.rows["people"][self.worker]["birth"] = 1361 - 12 * 30
        for _ in range(others):
            self.unit(county.office(Office.FARM))

    def unit(self, farm, cattle=60):
        leader = self.county.official(farm, Post.UNIT_LEADER, cash=usd(50), market_sense=50)
        self.herds += 1
        herd = self.county.add(
            "herds",
            number=self.herds,
            farm=farm,
            leader=self.county.rows["people"][leader]["post"],
            cattle=cattle,
            room=cattle,
        )
        return leader, herd

    def partners(self, **columns):
        return self.county.add(
            "partnerships", herd=self.herd, worker=self.worker, leader=self.leader, since=1360, **columns
        )

    def sold(self):
        return int(self.county.column("herds.sold")[self.herd])


@pytest.fixture
def village(make_county):
    def make(**given):
        return Village(make_county, **given)

    return make


def given_values(**given):
    return {"trade": Trade.from_values(given).in_month(1361)}


SAFE = {"rumour": 0.0}


def test_the_first_cow_is_the_units_and_is_replaced_from_what_it_brings(village):
    place = village()
    place.partners()
    county = place.county.months(1, trade.deal_in_cattle, values=given_values(**SAFE))

    assert place.sold() == 1
    assert county.column("herds.cattle")[place.herd] == 60
    assert county.column("partnerships.borrowed")[0] == 0
    assert county.column("partnerships.cattle")[0] == 2
    assert county.column("herds.cattle").sum() == 60 * 13 - 3


def test_herd_and_profit_grow_until_risk_caps_them(village):
    place = village()
    place.partners()
    safe = given_values(**SAFE, growth=0.0)
    sold, profit = [], []
    for _ in range(8):
        county = place.county.months(1, trade.deal_in_cattle, values=safe)
        sold.append(place.sold())
        profit.append(int(county.column("partnerships.profit")[0]))
    dared = dares_to_sell(usd(500), False, safe["trade"])

    assert sold[:2] == [1, 2]
    assert sold[-1] == max(sold) == dared
    assert profit[0] < profit[1] < profit[2] == profit[-1]
    assert county.count(Event.COWS_SOLD) == len(set(sold))


def test_more_fear_means_a_lower_cap(village):
    caps = []
    for dread in (10_000, 40_000, 120_000):
        place = village()
        place.partners()
        place.county.months(10, trade.deal_in_cattle, values=given_values(**SAFE, dread=usd(dread)))
        caps.append(place.sold())

    assert caps[0] > caps[1] > caps[2] > 0


def test_cattle_neither_come_from_nowhere_nor_vanish(village):
    place = village()
    place.partners()
    county, exported = place.county, 0
    for _ in range(12):
        county.months(1, trade.deal_in_cattle, values=given_values(**SAFE, growth=0.0))
        exported += place.sold()

    assert county.column("herds.cattle").sum() + county.column("partnerships.cattle").sum() == 60 * 13 - exported


def test_where_no_unit_can_spare_cows_trade_dries_up_and_prices_rise(village):
    place = village(others=1)
    place.partners()
    county = place.county.months(60, trade.raise_herds, trade.deal_in_cattle, values=given_values(**SAFE, growth=0.0))

    assert place.sold() == 0
    assert county.column("counties.cow_price")[0] > usd(600)
    assert county.column("herds.cattle").min() >= 36


def test_calves_let_a_thinned_herd_recover(village):
    place = village()
    place.county.rows["herds"][0]["cattle"] = 40
    county = place.county.months(36, trade.raise_herds)

    assert 44 < county.column("herds.cattle")[0] <= 60


def test_cows_of_another_county_cost_the_carriage_and_are_bought_where_they_are_cheapest(village):
    place = village()
    county = place.county
    accounts = {name: county.rows["counties"][0][name] for name in ("till", "outside")}
    far = county.add("counties", county=1, cow_price=float(usd(300)), **accounts)
    farm = county.add("organisations", county=far, kind=Office.FARM)
    for _ in range(12):
        seller, herd = place.unit(farm)
        county.rows["people"][seller]["county"] = county.rows["herds"][herd]["county"] = far
    place.partners()
    county.months(1, trade.deal_in_cattle, values=given_values(**SAFE))

    assert county.column("herds.cattle")[-12:].sum() == 12 * 60 - 4
    assert county.world["partnerships"]["profit"][0] == usd(1_500) - 4 * usd(330)


def test_partners_share_the_profit(village):
    place = village()
    place.partners(cattle=4)
    county = place.county.months(1, trade.deal_in_cattle, values=given_values(**SAFE))
    profit = int(county.column("partnerships.profit")[0])

    assert profit > 0
    assert county.cash(place.leader) == usd(50) + profit // 2
    assert county.cash(place.worker) == usd(50) + profit - profit // 2


def test_a_secretary_who_finds_out_has_his_share_on_holidays_and_only_then(village):
    place = village()
    place.partners(cattle=4)
    bribes = []
    for _ in range(24):  # from June to the May after next
        before = place.county.cash(place.secretary) if place.county.world else 0
        place.county.months(
            1, *CATTLE, values=given_values(rumour=0.5, caught=0.0001, dread=usd(200_000), gratitude=0.0)
        )
        bribes.append(place.county.cash(place.secretary) - before)
    paid = {(5 + number) % 12 + 1 for number, amount in enumerate(bribes) if amount > 0}

    assert paid == {2, 4, 9, 10}
    assert place.county.chain(Event.HOLIDAY_BRIBE_BEGUN)[:2] == [Event.HOLIDAY_BRIBE_BEGUN, Event.PARTNERSHIP_FOUND_OUT]
    assert place.county.count(Event.HOLIDAY_BRIBE_BEGUN) == 1


def test_nobody_pays_a_secretary_who_knows_nothing(village):
    place = village()
    place.partners(cattle=4)
    county = place.county.months(24, *CATTLE, values=given_values(rumour=0.0, caught=0.0001, dread=usd(200_000)))

    assert county.cash(place.secretary) == 0
    assert county.count(Event.COWS_SOLD) > 0


def test_a_strict_secretary_has_the_cattle_seized_and_the_leader_dismissed(village):
    place = village(integrity=95)
    place.partners(cattle=4)
    county = place.county.months(1, *CATTLE, values=given_values(rumour=0.5, growth=0.0))
    while not county.count(Event.CATTLE_SEIZED):
        county.months(1, *CATTLE, values=given_values(rumour=0.5, growth=0.0))
    post = county.rows["people"][place.leader]["post"]

    assert county.chain(Event.CATTLE_SEIZED)[:2] == [Event.CATTLE_SEIZED, Event.PARTNERSHIP_FOUND_OUT]
    assert county.chain(Event.DISMISSED)[:2] == [Event.DISMISSED, Event.CATTLE_SEIZED]
    assert county.column("posts.holder")[post] == county.column("people.post")[place.leader] == -1
    assert not county.column("partnerships.open")[0]
    assert county.count(Event.HOLIDAY_BRIBE_BEGUN) == 0


def test_who_is_caught_loses_the_cattle(village):
    place = village()
    place.partners(cattle=4)
    county = place.county.months(1, *CATTLE, values=given_values(caught=0.05, dread=0))

    assert county.chain(Event.CATTLE_SEIZED)[:2] == [Event.CATTLE_SEIZED, Event.COWS_SOLD]
    assert county.column("partnerships.cattle")[0] == 0


def test_a_new_secretary_must_hear_of_it_himself(village):
    place = village()
    place.partners(cattle=4)
    county = place.county
    county.months(1, *CATTLE, values=given_values(rumour=0.5, caught=0.0001, dread=usd(200_000)))
    while county.column("partnerships.secretary")[0] < 0:
        county.months(1, *CATTLE, values=given_values(rumour=0.5, caught=0.0001, dread=usd(200_000)))
    successor = place.worker + 2
    county.world["posts"]["holder"][county.rows["people"][place.secretary]["post"]] = successor
    county.months(1, *CATTLE, values=given_values(rumour=0.0, caught=0.0001, dread=usd(200_000)))

    assert county.column("partnerships.secretary")[0] == -1
    assert county.column("partnerships.found_out")[0] == 0


def test_when_a_partner_is_gone_the_cattle_fall_to_the_unit(village):
    place = village()
    place.partners(cattle=4)
    place.county.rows["people"][place.worker]["standing"] = Standing.PRISON
    county = place.county.months(1, trade.watch_partners)

    assert not county.column("partnerships.open")[0]
    assert county.column("herds.cattle")[place.herd] == 64


def test_a_leader_takes_the_worker_with_most_sense_for_the_market_as_partner(village):
    place = village(others=0)
    for sense in (20, 60):
        place.county.person(workplace=place.farm, job=Job.FARM, market_sense=sense, integrity=20)
    county = place.county.months(1, trade.find_partners, values=given_values(begins=0.2))
    while not county.world["partnerships"].count:
        county.months(1, trade.find_partners, values=given_values(begins=0.2))
    county.months(6, trade.find_partners, values=given_values(begins=0.2))

    assert county.column("partnerships.worker").tolist() == [place.worker]
    assert county.column("partnerships.leader").tolist() == [place.leader]


def test_away_from_the_border_nobody_begins(village):
    place = village(others=0)
    place.county.rows["counties"][0]["border"] = False
    county = place.county.months(12, trade.find_partners, values=given_values(begins=0.2))

    assert county.world["partnerships"].count == 0


# -------------------------------------------------------------------------------------------------------- whole country


def lived(months, price=0, people=300_000, seed=1, **given):
    """A country in which only trade goes on."""
    tables = draw_country(people, seed, Population(senior_posts=60, border_share=1.0), START)
    tables["cells"]["skip_price"][:] = price
    world = World(SCHEMA, tables, seed, START)
    values = {"trade": Trade.from_values(given).in_month(START)}
    flows = [world.advance(Pipeline(*MONTH), values)[:, :, Flow.HOLIDAY_BRIBE].sum() for _ in range(months)]
    return tables, np.array(flows)


@pytest.mark.skipif(PLAIN, reason="a whole country takes too long in plain Python")
def test_over_the_years_bribes_come_on_holidays_and_herds_hold():
    tables, bribes = lived(72, begins=0.02)
    by_month = bribes.reshape(-1, 12).sum(axis=0)
    herds, running = tables["herds"], tables["partnerships"]["open"]

    assert (by_month[[1, 3, 8, 9]] > 0).all()
    assert by_month[[0, 2, 4, 5, 6, 7, 10, 11]].sum() == 0
    assert len(running) >= 10
    assert (herds["cattle"] >= 0.55 * herds["room"] - 1).all()
    assert tables["partnerships"]["cattle"][running].mean() <= 6


def test_the_border_carries_what_is_sold_abroad():
    assert Flow.CATTLE_SOLD in Sector.OUTSIDE.purposes
