"""Fisheries: whom a chief hires, what a month at sea brings and costs, and who is at sea."""

import numpy as np
import pytest

from allssam.engine import PLAIN, Pipeline, World, month_number, usd
from allssam.mechanisms import fisheries
from allssam.mechanisms.fisheries import (
    Fisheries,
    charge_for_absence,
    cost_of_absence,
    could_be_hired,
    is_delayed,
    keeps,
    looks_away,
    pays_to_be_asked_for,
    permits,
    value_to_chief,
    what_is_left,
    worth_of_catch,
    would_go,
)  # fmt: skip
from allssam.population import Population, draw_country
from allssam.world import ALL_MONTH, SCHEMA, Event, Flow, Office, Party, Post, Sector, Sex, Standing

MONTH = (fisheries.muster, fisheries.hire, fisheries.go_to_sea)
START = month_number("2009-01")


@pytest.fixture
def p(numbers):
    return numbers(Fisheries)


# ---------------------------------------------------------------------------------------------------------------- rules


def test_the_month_of_a_station_has_no_faults():
    assert Pipeline(*MONTH).faults(SCHEMA) == []


def test_only_grown_men_who_are_free_of_other_duties_can_be_hired(p):
    def could(sex=Sex.MAN, age=30, standing=Standing.FREE, post=False, business=False, away=0):
        return could_be_hired(sex, age, standing, post, business, away, p)

    assert could()
    assert not could(sex=Sex.WOMAN)
    assert not could(age=17)
    assert not could(age=55)
    assert not could(standing=Standing.PRISON)
    assert not could(post=True)
    assert not could(business=True)
    assert not could(away=ALL_MONTH)


def test_a_man_goes_to_sea_only_if_it_pays_better_than_the_market(p):
    assert would_go(usd(40), 1.0, False, p)
    assert not would_go(usd(40), 2.0, False, p)
    assert would_go(usd(40), 2.0, True, p)


def test_without_anybody_of_the_base_to_permit_it_no_boat_goes_out():
    assert permits(1)
    assert not permits(0)


def test_a_man_who_wants_to_be_asked_for_pays_what_he_can(p):
    assert pays_to_be_asked_for(usd(1_000), p) == usd(120)
    assert pays_to_be_asked_for(usd(100), p) == usd(50)


def test_a_man_without_a_card_costs_no_absence_and_one_with_it_more_the_dearer_a_session(p):
    assert cost_of_absence(0, p) == 0
    assert cost_of_absence(usd(4), p) > cost_of_absence(usd(1), p) > usd(4)


def test_delays_make_a_member_dearer_and_everybody_worth_less(numbers):
    punctual, late = numbers(Fisheries, delay=0.0), numbers(Fisheries, delay=0.5)

    assert cost_of_absence(usd(2), late) > cost_of_absence(usd(2), punctual)
    assert value_to_chief(1.0, False, 0, late) < value_to_chief(1.0, False, 0, punctual)


def test_skill_makes_up_for_a_card_and_a_captains_skill_for_more_of_it(p):
    assert (
        value_to_chief(1.0, False, usd(4), p) < value_to_chief(1.0, False, 0, p) < value_to_chief(1.8, False, usd(4), p)
    )
    assert value_to_chief(1.2, True, usd(4), p) > value_to_chief(1.0, True, 0, p)


def test_a_chief_keeps_whoever_is_worth_about_an_ordinary_man(p):
    assert keeps(90.0, 100.0, p)
    assert not keeps(80.0, 100.0, p)


def test_a_secretary_of_principle_always_looks(p):
    seen = [looks_away(5, station, 0, p) for station in range(2_000)]

    assert abs(np.mean(seen) - p.not_looked) < 0.03
    assert not any(looks_away(5, station, 100, p) for station in range(2_000))


def test_boats_are_late_now_and_then_and_part_of_the_catch_spoils(p):
    assert abs(np.mean([is_delayed(3, station, p) for station in range(3_000)]) - p.delay) < 0.02
    assert what_is_left(usd(100), p) == usd(65)


def test_a_catch_goes_with_skill_and_luck(p):
    assert worth_of_catch(20.0, 0.0, p) < worth_of_catch(20.0, 1.0, p)
    assert worth_of_catch(10.0, 0.5, p) * 2 == pytest.approx(worth_of_catch(20.0, 0.5, p), abs=2)


def test_a_secretary_asks_more_while_boats_are_overdue(p):
    assert charge_for_absence(usd(2), False, p) == usd(10)
    assert charge_for_absence(usd(2), True, p) == usd(20)


# ---------------------------------------------------------------------------------------------------------- a village


class Coast:
    """A station with its chief, secretary and captain, a base with two cadres, and men who could be hired."""

    def __init__(self, make_county, places=10, requests=2, price=0, seed=7):
        self.county = county = make_county(seed=seed)
        county.rows["counties"][0].update(coastal=True, wage=float(usd(30)), people=400)
        self.station_office, base = county.office(Office.FISHERIES), county.office(Office.MILITARY_BASE)
        self.chief = county.official(self.station_office, Post.STATION_CHIEF, cash=usd(1_000), party=Party.MEMBER)
        self.secretary = county.official(self.station_office, Post.PARTY_SECRETARY, integrity=100, party=Party.MEMBER)
        self.helm = county.add(
            "posts", organisation=self.station_office, kind=Post.CAPTAIN, office=Office.FISHERIES, rank=2, number=900
        )
        self.cadres = [county.official(base, Post.STAFF_CADRE, party=Party.MEMBER) for _ in range(2)]
        office = county.rows["organisations"][self.station_office]
        office.update(head=county.rows["people"][self.chief]["post"], places=places)
        self.station = county.add("stations", organisation=self.station_office, base=base, requests=requests)
        self.cell = county.add("cells", number=1, skip_price=price)

    def men(self, number, party=Party.OUTSIDE, skill=1.0, cash=4_100_000, **columns):
        return [self.county.person(cash, cell=self.cell, party=party, skill=skill, **columns) for _ in range(number)]

    def crewman(self, party=Party.OUTSIDE, skill=1.0, captain=False, requested=False, **columns):
        (person,) = self.men(1, party, skill, weeks_away=ALL_MONTH, **columns)
        self.county.add("crews", station=self.station, person=person, captain=captain, requested=requested, since=1300)
        if captain:
            self.county.rows["people"][person]["post"] = self.helm
            self.county.rows["posts"][self.helm]["holder"] = person
        return person

    def crew(self):
        crews = self.county.world["crews"]
        return crews["person"][crews["open"]].tolist()


@pytest.fixture
def coast(make_county):
    def make(**given):
        return Coast(make_county, **given)

    return make


def certain(**given):
    """Fisheries of June, a month of hiring, without luck and delay."""
    return {"fisheries": Fisheries.from_values({"luck": 0.0, "delay": 0.0, "leaves": 0.0, **given}).in_month(1361)}


def test_a_new_station_hires_its_men_first_those_the_base_pays_to_be_asked_for(coast):
    shore = coast()
    shore.men(200)
    county = shore.county.months(1, *MONTH, values=certain())

    assert len(shore.crew()) == 10
    assert county.column("crews.requested").sum() == 2
    asked = county.events(Event.CREW_HIRED)
    assert len(asked) == 2
    assert {whom for _, _, whom, _ in asked} <= set(shore.cadres)
    assert all(amount == usd(120) for *_, amount in asked)
    captain = county.events(Event.CAPTAIN_HIRED)
    assert [(whom, county.column("posts.holder")[shore.helm]) for _, _, whom, _ in captain] == [
        (shore.chief, captain[0][1])
    ]
    assert (county.column("people.weeks_away")[shore.crew()] == ALL_MONTH).all()


def test_a_base_takes_those_who_pay_and_does_not_ask_for_skill_or_card(coast):
    shore = coast(places=5, requests=4, price=usd(10))
    rich = shore.men(100, Party.MEMBER, skill=0.6)
    shore.men(100, cash=0)
    county = shore.county.months(1, *MONTH, values=certain())
    requested = county.column("crews.person")[county.column("crews.requested")]

    assert len(requested) == 4
    assert set(requested) <= set(rich)


def test_for_the_rest_a_chief_takes_the_better_man_and_at_a_price_the_one_without_a_card(coast):
    def share_of_members(price):
        shore = coast(places=20, requests=0, price=price)
        members = shore.men(150, Party.MEMBER, skill=1.2)
        shore.men(150, skill=1.0)
        shore.county.months(1, *MONTH, values=certain())
        return np.isin(shore.crew(), members).mean()

    assert share_of_members(0) > 0.9
    assert share_of_members(usd(10)) < 0.1


def test_nobody_is_hired_who_leads_a_cell_or_can_earn_more_ashore(coast):
    shore = coast(places=3, requests=0)
    (leader,) = shore.men(1)
    shore.county.rows["cells"][shore.cell]["secretary"] = leader
    shore.men(3, skill=5.0)
    shore.county.months(1, *MONTH, values=certain())

    assert shore.crew() == []


def test_who_earns_too_much_ashore_to_be_a_hand_may_go_as_captain(coast):
    shore = coast(places=3, requests=0)
    shore.men(3, skill=2.5)
    shore.county.months(1, *MONTH, values=certain())

    assert len(shore.crew()) == 1


def test_the_catch_is_shared_among_crew_base_and_chief(coast):
    shore = coast(places=3, requests=0)
    captain = shore.crewman(captain=True)
    man = shore.crewman()
    county = shore.county.months(1, fisheries.go_to_sea, values=certain(float_kept=0))
    catch = 5 * usd(150)

    assert county.cash(man) - usd(500) == catch * 4 // 10 // 3
    assert county.cash(captain) - usd(500) == 2 * (catch * 4 // 10 // 3)
    assert [county.cash(cadre) for cadre in shore.cadres] == [usd(500) + catch // 4 // 2] * 2
    assert county.column("posts.takings")[county.rows["people"][shore.chief]["post"]] == catch * 35 // 100


def test_every_member_at_sea_is_charged_for_and_stays_on_the_books(coast):
    shore = coast(places=4, requests=0, price=usd(2))
    shore.crewman()
    shore.crewman(Party.MEMBER)
    shore.crewman(Party.MEMBER)
    county = shore.county.months(1, fisheries.go_to_sea, values=certain())

    assert county.column("crews.absent").tolist() == [0, 5, 5]
    assert county.cash(shore.secretary) - usd(500) == 2 * 5 * usd(2)


def test_nothing_is_charged_for_a_member_whose_life_in_the_party_is_bought_off(coast):
    shore = coast(price=usd(2))
    shore.crewman(Party.MEMBER, covered_until=1400)
    county = shore.county.months(1, fisheries.go_to_sea, values=certain())

    assert county.cash(shore.secretary) == usd(500)


def test_a_chief_pays_out_of_his_own_purse_what_the_station_cannot(coast):
    shore = coast(price=usd(2))
    shore.crewman(Party.MEMBER)
    county = shore.county.months(1, fisheries.go_to_sea, values=certain(delay=0.6))
    while not county.count(Event.CATCH_DELAYED):
        county.months(1, fisheries.go_to_sea, values=certain(delay=0.6, float_kept=0))

    assert county.cash(shore.secretary) - usd(500) >= 5 * usd(2)


def test_late_boats_bring_part_of_the_catch_a_month_later_and_cost_dearer_absences(coast):
    shore = coast(price=usd(2))
    shore.crewman(Party.MEMBER)
    county = shore.county.open()
    county.world["stations"]["held"][0] = usd(200)
    county.months(1, fisheries.go_to_sea, values=certain())

    assert county.world["stations"]["held"][0] == 0
    assert county.cash(shore.secretary) - usd(500) == 5 * usd(2) * 2
    assert -county.world["accounts"]["balance"][2] == usd(130)


def test_without_the_base_boats_stay_in_port(coast):
    shore = coast()
    shore.crewman()
    for cadre in shore.cadres:
        shore.county.rows["people"][cadre]["standing"] = Standing.PRISON
    county = shore.county.months(2, fisheries.go_to_sea, values=certain())

    assert county.world["accounts"]["balance"][2] == 0


def test_who_is_gone_old_or_in_office_leaves_the_crew_and_his_month_is_his_own(coast):
    shore = coast()
    dead = shore.crewman(standing=Standing.DEAD)
    old, kept = shore.crewman(), shore.crewman()
    shore.county.rows["people"][old]["birth"] = 1361 - 12 * 56
    promoted = shore.crewman()
    shore.county.rows["people"][promoted]["post"] = shore.county.rows["people"][shore.chief]["post"]
    captain = shore.crewman(captain=True, skill=0.3)
    county = shore.county.months(1, fisheries.muster, values=certain())

    assert shore.crew() == [kept]
    assert (county.column("people.weeks_away")[[dead, old, promoted, captain]] == 0).all()
    assert county.column("people.post")[captain] == county.column("posts.holder")[shore.helm] == -1


def test_a_captain_who_has_risen_leaves_the_crew_and_keeps_the_new_post(coast):
    shore = coast()
    captain = shore.crewman(captain=True)
    higher = shore.county.rows["people"][shore.cadres[0]]["post"]  # at the base
    shore.county.rows["people"][captain]["post"] = higher
    shore.county.rows["posts"][higher]["holder"] = captain
    county = shore.county.months(1, fisheries.muster, values=certain())

    assert shore.crew() == []
    assert county.column("posts.holder")[higher] == captain
    assert county.column("people.post")[captain] == higher


def test_before_a_season_a_member_who_has_grown_dear_is_let_go_but_not_one_the_base_asked_for(coast):
    shore = coast(price=usd(10))
    shore.crewman(Party.MEMBER)
    requested, outsider = shore.crewman(Party.MEMBER, requested=True), shore.crewman()
    shore.county.months(1, fisheries.muster, values=certain())

    assert shore.crew() == [requested, outsider]


# ------------------------------------------------------------------------------------------------ stations by the dozen


def mix(price, seeds=(1, 2, 3), months=24, people=300_000, **given):
    """Over some seeds: the share of members in free places and among the men who could be hired, and the number of places."""
    in_crews, hireable, places = 0.0, 0.0, 0
    values = {"fisheries": Fisheries.from_values({"purse_spent": 0.0, **given}).in_month(START)}
    for seed in seeds:
        tables = draw_country(
            people, seed, Population(senior_posts=60, coastal_share=1.0, people_per_station=15_000), START
        )
        tables["cells"]["skip_price"][:] = price
        world = World(SCHEMA, tables, seed, START)
        for _ in range(months):
            world.advance(Pipeline(*MONTH), values)
        person, crews = tables["people"], tables["crews"]
        bound = np.isin(person["party"], (Party.MEMBER, Party.CANDIDATE))
        age = (world.month - person["birth"].astype(int)) // 12
        could = (person["sex"] == Sex.MAN) & (person["standing"] == Standing.FREE) & (age >= 18) & (age < 55)
        could &= (person["business"] < 0) & ((person["post"] < 0) | (person["weeks_away"] == ALL_MONTH))
        could[tables["cells"]["secretary"][tables["cells"]["secretary"] >= 0]] = False
        free = crews["open"] & ~crews["requested"]
        of = np.bincount(person["county"][could], bound[could], minlength=tables["counties"].count)
        share = of / np.maximum(1, np.bincount(person["county"][could], minlength=tables["counties"].count))
        in_crews += bound[crews["person"][free]].sum()
        hireable += share[crews["county"][free]].sum()
        places += free.sum()
    return in_crews / places, hireable / places, places


@pytest.mark.skipif(PLAIN, reason="whole countries take too long in plain Python")
def test_where_absence_costs_nothing_crews_follow_the_men_who_could_be_hired_and_with_its_price_members_vanish():
    """Some forty stations and nine hundred places: tolerance four standard errors of the share, about five points."""
    found, expected, places = mix(0)
    shares = [mix(usd(dollars))[0] for dollars in (1, 3, 8)]

    assert places > 700
    assert abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / places)
    assert found > shares[0] > shares[1] > shares[2]
    assert shares[2] < found / 4


@pytest.mark.skipif(PLAIN, reason="whole countries take too long in plain Python")
def test_a_price_of_nothing_cuts_the_link_whatever_cells_ask():
    assert mix(usd(8), seeds=(1,), price_of_absence=0.0)[0] == mix(0, seeds=(1,))[0]


def test_the_border_carries_a_catch_and_no_absences():
    assert Flow.CATCH in Sector.OUTSIDE.purposes
    assert Flow.ABSENCE_BRIBE not in Sector.OUTSIDE.purposes


def test_a_captain_is_found_at_any_time_other_men_before_a_season(coast):
    shore = coast(places=5, requests=0)
    shore.men(100)
    shore.county.months(2, *MONTH, values={"fisheries": certain()["fisheries"]._replace(hires_every=12)})

    assert shore.county.column("crews.captain").tolist() == [True]
    assert shore.county.count(Event.CAPTAIN_HIRED) == 1


def test_who_was_made_captain_by_others_joins_the_crew(coast):
    shore = coast(requests=0)
    (other,) = shore.men(1)
    shore.county.rows["people"][other]["post"] = shore.helm
    shore.county.rows["posts"][shore.helm]["holder"] = other
    shore.county.months(1, *MONTH, values={"fisheries": certain()["fisheries"]._replace(hires_every=12)})

    assert shore.crew() == [other]
    assert shore.county.count(Event.CAPTAIN_HIRED) == 0
