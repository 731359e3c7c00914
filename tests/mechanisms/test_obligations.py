"""Obligations: what the state asks of a person's time, and what couples make of it."""

import pytest

from allssam.engine import Pipeline
from allssam.mechanisms import obligations
from allssam.mechanisms.obligations import (
    AT_HOME,
    ATTENDS,
    BUYS_OFF,
    COVERED,
    FETCHES,
    FETCHES_OFF,
    JOB,
    NO_DUTY,
    NO_SESSIONS,
    SESSIONS,
    UNION,
    Obligations,
    arrangements,
    belongs_to_union,
    buys_off_attendance,
    costs_to_attend,
    effect_of_days,
    fee_beside_usual,
    free_days,
    has_duties,
    keeps_stall,
    need_drives,
    supply_gain,
    times_dearer,
    trouble_of_trading,
)  # fmt: skip
from allssam.world import ALL_MONTH, Bought, Cell, Flow, Job, Office, Party, Sex
from small_county import START, USD, SmallCountry


@pytest.fixture
def p(numbers):
    return numbers(Obligations)


# --------------------------------------------------------------------------------------------------- rules by hand


def test_a_worker_of_working_age_owes_days_and_a_housewife_does_not(p):
    assert has_duties(Job.INDUSTRY, 30, Sex.MAN, p)
    assert not has_duties(Job.NONE, 30, Sex.WOMAN, p)


def test_women_leave_the_official_job_before_men(p):
    assert has_duties(Job.SERVICES, 57, Sex.MAN, p)
    assert not has_duties(Job.SERVICES, 57, Sex.WOMAN, p)


def test_a_member_has_less_time_than_an_outsider_in_the_same_job(p):
    outsider = free_days(JOB, NO_SESSIONS, 0, p)
    member = free_days(JOB, SESSIONS, 0, p)

    assert outsider - member == pytest.approx(p.party_days)


def test_buying_off_attendance_frees_the_days_of_the_job_but_not_those_of_the_party(p):
    assert free_days(NO_DUTY, SESSIONS, 0, p) == pytest.approx(p.month_days - p.party_days)


def test_a_month_away_misses_all_sessions_and_leaves_hardly_a_day(p):
    assert free_days(NO_DUTY, SESSIONS, 4, p) == free_days(NO_DUTY, NO_SESSIONS, 4, p) == p.month_days - 4 * p.week_away


def test_nobody_can_be_at_work_and_away_all_month(p):
    assert free_days(JOB, NO_SESSIONS, 4, p) < 0
    assert effect_of_days(free_days(JOB, NO_SESSIONS, 4, p), p) == -1.0


def test_a_woman_in_the_party_owes_party_days_instead_of_union_days(p):
    assert not belongs_to_union(Sex.WOMAN, False, Party.MEMBER, 40, p)
    assert belongs_to_union(Sex.WOMAN, False, Party.OUTSIDE, 40, p)
    assert not belongs_to_union(Sex.MAN, False, Party.OUTSIDE, 40, p)
    assert free_days(UNION, NO_SESSIONS, 0, p) == p.month_days - p.union_days


def test_the_union_lets_women_go_when_they_could_draw_a_pension(p):
    assert not belongs_to_union(Sex.WOMAN, False, Party.OUTSIDE, p.retires_woman, p)


def test_the_same_trade_is_less_trouble_to_those_with_market_sense(p):
    for keeps_house in (False, True):
        troubles = [trouble_of_trading(sense, keeps_house, p) for sense in (80, 50, 20)]

        assert troubles == sorted(troubles)
        assert troubles[0] < troubles[1] < troubles[2]
        assert troubles[1] == (p.trouble * p.keeps_house if keeps_house else p.trouble)


def test_a_woman_whose_day_is_her_own_goes_to_market_more_easily_than_one_with_a_state_job(p):
    assert trouble_of_trading(30, True, p) == pytest.approx(p.keeps_house * trouble_of_trading(30, False, p))
    assert p.keeps_house < 1


def test_want_makes_light_of_trouble(p):
    assert need_drives(0, p) == 0.0
    assert need_drives(10 * p.subsistence, p) == 1.0


def test_attendance_is_bought_off_only_when_the_days_earn_more_than_the_fee():
    assert buys_off_attendance(0.5, 0.2)
    assert not buys_off_attendance(0.1, 0.2)


def test_twice_the_days_are_worth_less_than_twice_as_much(p):
    assert effect_of_days(0.0, p) == 0.0
    assert effect_of_days(float(p.month_days), p) == pytest.approx(1.0)
    assert effect_of_days(10.0, p) < effect_of_days(20.0, p) < 2 * effect_of_days(10.0, p)


def test_trips_pay_more_where_trade_has_been_opened_and_less_with_every_week(numbers, p):
    steep, flat = numbers(Obligations, supply_opening=1.5), numbers(Obligations, supply_opening=0.0)

    assert supply_gain(0, 1.0, p) == 0.0
    assert supply_gain(1, 1.0, p) == p.supply
    assert supply_gain(1, 1.4, steep) == pytest.approx(1.6 * supply_gain(1, 1.0, steep))
    assert supply_gain(1, 1.4, flat) == supply_gain(1, 1.0, flat)
    assert supply_gain(1, 1.0, p) < supply_gain(2, 1.0, p) < 2 * supply_gain(1, 1.0, p)


def test_trips_bring_nothing_where_all_is_closed_and_never_take_away(p):
    assert supply_gain(4, 0.0, p._replace(supply_opening=1.5)) == 0.0


def test_who_fetches_for_another_keeps_no_stall_and_owes_his_job_as_anybody_away():
    assert [keeps_stall(way) for way in (ATTENDS, BUYS_OFF, AT_HOME, FETCHES, FETCHES_OFF)] == [True] * 2 + [False] * 3
    assert [keeps_stall(way + COVERED) for way in (ATTENDS, FETCHES, FETCHES_OFF)] == [True, False, False]
    assert arrangements(FETCHES, 2, True, False, False) == (JOB, NO_SESSIONS, Bought.FINED)
    assert arrangements(FETCHES_OFF, 2, True, False, False) == (NO_DUTY, NO_SESSIONS, Bought.WORK)
    assert arrangements(FETCHES_OFF, 2, True, False, True) == (NO_DUTY, SESSIONS, Bought.WORK | Bought.SESSIONS)
    assert arrangements(FETCHES_OFF + COVERED, 2, True, False, True)[2] == Bought.WORK | Bought.PARTY_LIFE


def test_members_and_those_expelled_pay_several_times_what_others_pay(p):
    assert times_dearer(Party.OUTSIDE, p) == 1.0
    assert times_dearer(Party.MEMBER, p) == times_dearer(Party.EXPELLED, p) == p.member_multiple


def test_what_the_party_costs_is_capped_by_the_price_of_being_let_off():
    assert costs_to_attend(100.0, 60.0, 95.0, 0) == 40.0  # not for sale: the full cost
    assert costs_to_attend(100.0, 60.0, 95.0, 10) == 15.0
    assert costs_to_attend(100.0, 60.0, 95.0, 50) == 40.0  # too dear to buy


# ------------------------------------------------------------------------------------------------- a village of couples


class Village(SmallCountry):
    """Couples with a stall between them, a plant, and a Party cell."""

    def __init__(self, skip_price=2.0, exemption_price=0.0, openings=1.0):
        super().__init__()
        self.rows["counties"][0].update(openings=openings, wage=40.0 * USD)
        self.plant_there = self.organisation(kind=Office.FACTORY)
        self.cell = self.add(
            "cells", county=0, number=1, kind=Cell.MEN_AT_WORK, organisation=self.plant_there, skip_price=int(skip_price * USD),
            exemption_price=int(exemption_price * USD), effort=1.0,
        )  # fmt: skip

    def grown(self, age=35, **columns):
        usual = {"birth": START - 12 * age, "skill": 1.0, "market_sense": 60, "cell": self.cell, "job": Job.INDUSTRY}
        return usual | {"workplace": self.plant_there} | columns

    def couple(self, his=None, hers=None, dollars=500.0):
        """A husband and a wife who share a purse; returns both."""
        man = self.person(dollars=dollars, **self.grown(sex=Sex.MAN, **(his or {})))
        home = self.rows["people"][man]["household"]
        self.rows["households"][home].update(size=2, usual_income=60 * USD)
        columns = self.grown(sex=Sex.WOMAN, **{"job": Job.NONE, "workplace": -1, **(hers or {})})
        woman = self.add(
            "people",
            id=5_000 + man,
            county=0,
            household=home,
            account=self.rows["people"][man]["account"],
            spouse=man,
            **columns,
        )
        self.rows["people"][man].update(spouse=woman, next_at_home=woman)
        return man, woman

    def settle(self, *, months=1, **given):
        world = self.world()
        values = {"obligations": Obligations.from_values(given).in_month(START)}
        for _ in range(months):
            self.flows = world.advance(Pipeline(obligations.spend_time, obligations.buy_off_attendance), values)
        return world


def test_a_husband_outside_the_party_fetches_goods_for_his_wife_and_one_inside_stays():
    village = Village()
    free, _ = village.couple()
    bound, _ = village.couple(his={"party": Party.MEMBER})
    people = village.settle()["people"]

    assert people["weeks_away"][free] > people["weeks_away"][bound]


def test_a_party_husbands_household_gives_the_market_less():
    village = Village()
    free, _ = village.couple()
    bound, _ = village.couple(his={"party": Party.MEMBER})
    world = village.settle()
    labour, home = world["households"]["labour"], world["people"]["household"]

    assert labour[home[free]] > labour[home[bound]]


def test_what_the_party_costs_is_reckoned_alike_from_outside_and_from_inside():
    village = Village()
    free, _ = village.couple()
    bound, _ = village.couple(his={"party": Party.MEMBER})
    cost = village.settle()["people"]["attendance_cost"]

    assert cost[free] == cost[bound] > 0


def test_the_cost_of_attendance_rises_as_trade_is_opened():
    closed, opened = Village(openings=0.7), Village(openings=1.4)
    man, _ = closed.couple()
    opened.couple()

    assert opened.settle()["people"]["attendance_cost"][man] > closed.settle()["people"]["attendance_cost"][man]


def test_where_sessions_take_no_time_and_no_dates_bind_the_party_costs_nothing():
    village = Village(skip_price=0.0)
    man, _ = village.couple()
    people = village.settle(party_days=0.0, member_multiple=1.0)["people"]

    assert people["attendance_cost"][man] == 0


def test_dates_alone_keep_a_member_at_home():
    village = Village(skip_price=20.0)
    free, _ = village.couple()
    bound, _ = village.couple(his={"party": Party.MEMBER})
    people = village.settle(party_days=0.0, member_multiple=1.0)["people"]

    assert people["weeks_away"][free] > 0
    assert people["weeks_away"][bound] == 0
    assert people["attendance_cost"][bound] > 0


def test_bought_off_his_party_life_a_member_travels_like_anybody():
    village = Village(skip_price=20.0, exemption_price=1.0)
    free, _ = village.couple()
    bound, _ = village.couple(his={"party": Party.MEMBER})
    people = village.settle(member_multiple=1.0, exemption_fee=0.2)["people"]  # so that neither purse is short of it

    assert people["bought"][bound] & Bought.PARTY_LIFE
    assert people["weeks_away"][bound] == people["weeks_away"][free]


def test_the_year_of_fees_is_out_of_reach_of_an_empty_purse():
    village = Village(skip_price=20.0, exemption_price=1.0)
    poor, _ = village.couple(his={"party": Party.MEMBER}, dollars=11.0)

    assert not village.settle()["people"]["bought"][poor] & Bought.PARTY_LIFE


def test_the_secretary_himself_cannot_miss_his_own_sessions():
    village = Village(skip_price=0.0, exemption_price=0.1)
    man, _ = village.couple(his={"party": Party.MEMBER})
    village.rows["cells"][village.cell]["secretary"] = man
    people = village.settle()["people"]

    assert people["weeks_away"][man] == 0
    assert not people["bought"][man] & Bought.PARTY_LIFE


def test_where_she_brings_enough_he_only_fetches_and_where_she_does_not_he_keeps_a_stall_himself(p):
    village = Village()
    rich, _ = village.couple(his={"market_sense": 20}, hers={"skill": 3.0})
    poor, _ = village.couple(his={"market_sense": 20}, hers={"skill": 0.01})
    people = village.settle()["people"]

    assert people["days"][rich] == p.week_away * people["weeks_away"][rich]
    assert people["days"][poor] > p.week_away * people["weeks_away"][poor]


def test_where_trips_bring_nothing_he_stays_at_his_job_while_she_brings_enough():
    village = Village()
    rich, _ = village.couple(hers={"skill": 3.0})
    poor, _ = village.couple(hers={"skill": 0.05})
    people = village.settle(supply=0.0)["people"]

    assert people["days"][rich] == people["weeks_away"][rich] == people["bought"][rich] == 0
    assert people["days"][poor] > 0


def test_who_does_not_trade_loses_time_to_the_party_all_the_same():
    village = Village()
    man, _ = village.couple(hers={"skill": 3.0})
    usual, nothing = (village.settle(supply=0.0, **given)["people"] for given in ({}, {"home_time": 0.0}))

    assert usual["days"][man] == nothing["days"][man] == 0
    assert usual["attendance_cost"][man] > nothing["attendance_cost"][man] == 0


# ------------------------------------------------------------------------------------------- who fetches for her stall


def with_a_widow(village, his=None, hers=None):
    """A couple who live with a widow whose stall feeds them all, so that nobody else need trade; returns the couple."""
    man, woman = village.couple(his=his, hers=hers)
    couple, home = village.rows["people"][man], village.rows["people"][man]["household"]
    widow = village.add(
        "people", id=9_000 + man, county=0, household=home, account=couple["account"], next_at_home=man,
        **village.grown(age=50, sex=Sex.WOMAN, job=Job.NONE, workplace=-1, skill=4.0),
    )  # fmt: skip
    village.rows["households"][home].update(size=3, head=widow)
    return man, woman


def test_a_husband_without_market_sense_fetches_for_his_wifes_stall_and_keeps_none_himself(p):
    village = Village()
    man, woman = village.couple(his={"market_sense": 1}, hers={"skill": 3.0})
    world = village.settle(home_time=0.0)  # he has no other use for his days
    people, weeks = world["people"], int(world["people"]["weeks_away"][man])
    hers_alone = 3.0 * (1.0 + supply_gain(weeks, 1.0, p))  # her skill and month, and what he fetches

    assert weeks > 0
    assert people["days"][man] == p.week_away * weeks
    assert people["days"][woman] == p.month_days
    assert world["households"]["labour"][0] == pytest.approx(1_000_000 * hers_alone, abs=1)


def test_he_fetches_nothing_where_she_keeps_no_stall():
    idle, busy = Village(), Village()
    man, woman = with_a_widow(idle, his={"market_sense": 1}, hers={"market_sense": 1})
    with_a_widow(busy, his={"market_sense": 1}, hers={"market_sense": 90})
    without, with_stall = (village.settle(home_time=0.0)["people"] for village in (idle, busy))

    assert (without["days"][woman], without["days"][man], without["bought"][man]) == (0, 0, 0)
    assert with_stall["days"][woman] > 0
    assert with_stall["weeks_away"][man] > without["weeks_away"][man] == 0


def test_fetching_is_none_of_the_trouble_of_keeping_a_stall():
    village = Village()
    men = [village.couple(his={"market_sense": sense}, hers={"skill": 3.0})[0] for sense in (1, 30, 60)]
    weeks = village.settle(home_time=0.0)["people"]["weeks_away"][men]

    assert weeks[0] == weeks[1] == weeks[2] > 0


def test_a_fetchers_days_are_his_weeks_away(p):
    village = Village()
    men = [village.couple(his={"market_sense": sense}, hers={"skill": 3.0})[0] for sense in (20, 40, 60)]
    people = village.settle()["people"]

    assert (people["days"][men] == p.week_away * people["weeks_away"][men]).all()
    assert len(set(people["weeks_away"][men].tolist())) > 1  # some go one week, some more


def test_a_party_husband_who_only_fetches_goes_less_often_and_her_stall_sells_less():
    village = Village()
    free, _ = village.couple()
    bound, _ = village.couple(his={"party": Party.MEMBER})
    world = village.settle()
    weeks, labour, home = world["people"]["weeks_away"], world["households"]["labour"], world["people"]["household"]

    assert world["people"]["days"][free] == 6 * weeks[free]  # neither keeps a stall
    assert world["people"]["days"][bound] == 6 * weeks[bound]
    assert weeks[free] > weeks[bound]
    assert labour[home[free]] > labour[home[bound]]


def test_nobody_goes_on_trips_for_the_rest_he_would_gain_by_buying_off_his_job():
    village = Village()
    man, _ = village.couple(his={"market_sense": 10}, hers={"skill": 3.0})
    people = village.settle(supply=0.0)["people"]  # there is nothing to fetch

    assert people["weeks_away"][man] == people["bought"][man] == 0


# -------------------------------------------------------------------------------------------- habits, and who cannot go


def test_habits_do_not_swing_from_year_to_year():
    village = Village()
    couples = [village.couple(his={"skill": 0.3 + 0.1 * number, "market_sense": 30 + number}) for number in range(12)]
    world = village.settle()
    first = world["people"]["days"].copy()
    for _ in range(3):
        world["households"]["settled"][:] = False
        values = {"obligations": Obligations().in_month(START)}
        world.advance(Pipeline(obligations.spend_time), values)

    assert (world["people"]["days"] == first).all()
    assert len(couples) == 12


def test_a_bachelor_counts_on_a_wife_with_a_stall():
    village = Village()
    young = village.person(**village.grown(age=28, sex=Sex.MAN))
    old = village.person(**village.grown(age=42, sex=Sex.MAN))
    for man in (young, old):
        village.rows["households"][man]["usual_income"] = 60 * USD
    people = village.settle()["people"]

    assert people["attendance_cost"][young] > people["attendance_cost"][old]
    assert people["weeks_away"][young] == 0


def test_a_man_away_for_a_station_gives_his_wife_no_supplies_and_the_market_no_day():
    village = Village()
    man, woman = village.couple(his={"weeks_away": ALL_MONTH})
    people = village.settle()["people"]

    assert people["weeks_away"][man] == ALL_MONTH
    assert people["days"][man] == 0
    assert people["days"][woman] > 0


def test_who_is_away_without_having_bought_off_his_work_is_fined_and_a_member_several_times():
    paid = []
    for party in (Party.OUTSIDE, Party.MEMBER):
        village = Village(skip_price=0.0)
        man, _ = village.couple(his={"party": party, "job": Job.OFFICIAL, "skill": 0.1}, hers={"skill": 4.0})
        people = village.settle(exemption_fee=2.0)["people"]
        paid.append(village.flows[:, :, int(Flow.ABSENCE_FINE)].sum() / people["weeks_away"][man])

    assert paid[1] == pytest.approx(3 * paid[0], rel=0.01)


def test_a_woman_of_the_union_buys_off_her_duties_when_her_days_earn_more():
    cheap, dear = Village(), Village()
    _, woman = cheap.couple(hers={"skill": 2.0})
    dear.couple(hers={"skill": 2.0})

    assert cheap.settle(union_fee=0.05)["people"]["bought"][woman] & Bought.UNION
    assert not dear.settle(union_fee=0.9)["people"]["bought"][woman] & Bought.UNION


def test_who_cannot_pay_the_fee_must_attend_again():
    village = Village()
    man, _ = village.couple(dollars=300.0)
    world = village.settle()
    assert world["people"]["exempt"][man]
    world["accounts"]["balance"][world["people"]["account"][man]] = 0
    world.opening = world.sector_balances()
    values = {"obligations": Obligations().in_month(START)}
    world.advance(Pipeline(obligations.buy_off_attendance), values)

    assert not world["people"]["exempt"][man]
    assert not world["households"]["settled"][world["people"]["household"][man]]


def test_plants_short_of_their_quotas_let_workers_go_for_less(p):
    assert fee_beside_usual(0, 1_000, p) == 1.0
    assert fee_beside_usual(0, 0, p) == 1.0
    assert fee_beside_usual(500, 1_000, p) == pytest.approx(1.0 - 0.5 * p.fee_eased)
    assert fee_beside_usual(1_000, 1_000, p) < fee_beside_usual(500, 1_000, p)
