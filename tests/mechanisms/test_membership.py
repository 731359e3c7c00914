"""Membership: what a card is worth, what it goes for, and who gets one."""

import numpy as np
import pytest

from allssam.engine import PLAIN, Pipeline, usd
from allssam.evidence import claims
from allssam.mechanisms.membership import (
    Membership,
    burdens,
    chance_to_come_up,
    chooses_card,
    comes_up,
    does_better,
    gives_in,
    good_opinion,
    heard_of,
    hope_of_post,
    less_the_danger,
    mind_candidates,
    paid_more,
    places_left,
    price_posted,
    probation_is_over,
    rise_in_standing,
    season,
    strong_good_opinion,
    takers_wanted,
    takes_card,
    value_of_post,
    would_pay,
    would_rather_fill,
)
from allssam.mechanisms.variants import strong_opinion
from allssam.world import SCHEMA, Cell, Event, Flow, Party, Sector, Songbun, Standing
from party_town import STEPS, USD, Town


@pytest.fixture
def p(numbers):
    return numbers(Membership)


# ---------------------------------------------------------------------------------------------------------------- rules


def test_more_come_up_where_more_places_fall_due(numbers):
    p = numbers(Membership, candidates=1.5, often=0.02)

    assert chance_to_come_up(2.0, 1_000.0, p) == pytest.approx(0.003)
    assert chance_to_come_up(4.0, 1_000.0, p) == pytest.approx(0.006)
    assert chance_to_come_up(400.0, 1_000.0, p) == 0.02
    assert chance_to_come_up(1.0, 0.0, p) == 0.0


def test_a_post_is_worth_what_it_brings_beyond_the_market_less_its_price(p):
    rich, poor = (value_of_post(usd(income), usd(200), usd(30), p) for income in (100, 20))

    assert rich > value_of_post(usd(100), usd(400), usd(30), p) > 0
    assert poor == 0


def test_a_likelier_post_counts_for_more_and_none_for_nothing(p):
    assert hope_of_post(0.002, 0.002, p) > hope_of_post(0.001, 0.002, p) > hope_of_post(0.0, 0.002, p) == 0


def test_the_card_is_no_rise_in_standing_where_connected_people_live_as_well(p):
    assert rise_in_standing(0.5, p) == p.standing / 2
    assert rise_in_standing(0.0, p) == 0


def test_opinion_adds_where_all_want_the_card_and_takes_away_where_nobody_does(p):
    assert good_opinion(1.0, p) == p.opinion == strong_good_opinion(1.0, p)
    assert good_opinion(0.0, p) == -p.opinion
    assert strong_good_opinion(0.0, p) < good_opinion(0.0, p)


def test_half_of_what_one_hears_of_the_card_comes_from_ones_own_kind_of_cell(p):
    assert heard_of(0.9, 0.9, p) == pytest.approx(0.9)
    assert heard_of(0.2, 0.8, p) == pytest.approx(0.5)
    assert heard_of(0.2, 0.8, p._replace(from_around=1.0)) == pytest.approx(0.2)
    assert heard_of(0.2, 0.8, p._replace(from_around=0.0)) == pytest.approx(0.8)


def test_expulsion_and_fines_burden_a_member_and_dues_hardly(p):
    wage = float(usd(40))
    usual = burdens(wage, 0.5, 0.001, 1.0, p)

    assert burdens(wage, 0.5, 0.003, 1.0, p) > usual
    assert burdens(wage, 0.5, 0.001, 1.0, p._replace(larger=6.0)) > usual
    assert burdens(wage, 0.5, 0.001, 1.0, p._replace(dues=2 * p.dues)) - usual < usd(0.01)


def test_bad_songbun_and_a_poor_family_pay_more(p):
    core, wavering, hostile = (
        paid_more(kind, usd(50), usd(50), p) for kind in (Songbun.CORE, Songbun.WAVERING, Songbun.HOSTILE)
    )

    assert 0 == core < wavering < hostile
    assert paid_more(Songbun.CORE, usd(10), usd(50), p) > core


def test_nobody_pays_more_than_the_card_is_worth_or_than_he_can_raise(p):
    assert would_pay(usd(300), usd(100), usd(60), 0.0, p) == usd(300)
    assert would_pay(usd(9_000), usd(100), usd(60), 0.0, p) == usd(100) + p.pledge * usd(60)
    assert would_pay(usd(300), usd(100), usd(60), 0.5, p) == pytest.approx(usd(200))


def test_the_price_never_falls_below_a_rabbit(p):
    assert price_posted(0.0, 0.0, p) == p.rabbit
    assert price_posted(float(usd(300)), 0.0, p) == usd(300)
    assert takes_card(usd(300), usd(300))
    assert not takes_card(usd(299), usd(300))


def test_with_places_left_over_the_secretary_wants_more_takers(p):
    assert (
        takers_wanted(0.4, 1.0, 0.04, p) > takers_wanted(0.4, 0.0, 0.04, p) == 0.4 > takers_wanted(0.4, -1.0, 0.04, p)
    )
    assert takers_wanted(0.9, 5.0, 0.04, p) == 1
    assert takers_wanted(0.4, 0.0, 0.0, p) == 0.4
    assert [places_left(quota) for quota in (-1.0, 0.2, 0.6, 1.2)] == [0, 0, 1, 1]


def test_nominations_go_with_the_holidays_and_add_up_to_a_year(p):
    months = [season(month, p) for month in range(1, 13)]

    assert sum(months) == pytest.approx(12)
    assert min(months[month - 1] for month in (2, 4, 9, 10)) >= 1.3 * np.median(months)


def test_a_post_seems_worth_less_where_officials_are_frightened(p):
    assert less_the_danger(usd(100), 0.0, p) == usd(100)
    assert less_the_danger(usd(100), 0.5, p) == usd(100) - p.dread / 2


def test_people_outside_the_party_come_up_while_they_are_young_and_free(p):
    assert comes_up(Party.OUTSIDE, Standing.FREE, 30, p)
    assert not comes_up(Party.OUTSIDE, Standing.FREE, 55, p)
    assert not comes_up(Party.EXPELLED, Standing.FREE, 30, p)
    assert not comes_up(Party.OUTSIDE, Standing.PRISON, 30, p)


def test_an_innovator_prefers_a_television_to_a_card_that_is_worth_less(p):
    assert chooses_card(usd(400), p)
    assert not chooses_card(usd(20), p)


def test_a_worker_gives_in_unless_the_card_costs_more_than_refusing(p):
    assert gives_in(-usd(30), True, p)
    assert not gives_in(-usd(30), False, p)
    assert not gives_in(-usd(300), True, p)


def test_a_place_that_can_be_sold_later_is_not_given_away(p):
    assert would_rather_fill(p.rabbit, p)
    assert not would_rather_fill(usd(300), p)


def test_probation_takes_a_year_and_longer_for_one_who_owes(p):
    assert not probation_is_over(11, 0, p)
    assert probation_is_over(12, 0, p)
    assert not probation_is_over(12, usd(10), p)
    assert probation_is_over(24, usd(10), p)


def test_members_do_better_if_they_live_like_the_better_half_outside():
    levels = np.zeros((3, 256), np.int64)
    levels[0, 10], levels[1, 40], levels[2, 20] = 50, 50, 50  # poor, rich, in between

    assert does_better(levels[1], levels[0] + levels[2]) == 1
    assert does_better(levels[0], levels[1] + levels[2]) == 0
    assert does_better(np.zeros(256, np.int64), levels[0]) == 0.5


def test_the_steps_declare_what_they_do():
    assert Pipeline(*STEPS).faults(SCHEMA, claims()) == []
    assert Pipeline(*STEPS).replace(membership=strong_opinion).faults(SCHEMA, claims()) == []


# ------------------------------------------------------------------------------------------------------ a bench of towns

SETTLED, YEARS = 24, 36
TRIAL = {"loyalty": usd(14), "standing": usd(4), "opinion": usd(8), "discount": 0.025, "pledge": 6.0, "candidates": 2.25}
"""A trial's values, in which all these prices can be told apart; 0.003 a month there, where every age is as frequent 0.0045 (BY_AGE)."""
years_of_it = pytest.mark.skipif(PLAIN, reason="a million months of people take an hour uncompiled")


def trial(**given):
    """A town with a trial's values: what is shown is how the price moves and why, not how high it is in the country."""
    return Town(**{**TRIAL, **given})


@pytest.fixture(scope="module")
def flat():
    """Attendance costs the same for five years."""
    return trial(people=8_000).live(SETTLED + YEARS)


@pytest.fixture(scope="module")
def dearer():
    """After two years attendance becomes three times as dear within two more."""
    return trial(people=8_000).live(SETTLED).live(24, attendance=(12.0, 36.0)).live(12)


def year(town, number):
    return float(np.mean(town.prices[12 * number : 12 * number + 12]))


@years_of_it
def test_at_a_level_cost_the_card_goes_for_hundreds_and_keeps_its_price(flat):
    prices = [year(flat, number) for number in (2, 3, 4)]

    assert 200 < prices[0] < 600
    assert max(prices) < 1.2 * min(prices)
    assert flat.applicants_per_place(24, 60) > 1.5


@years_of_it
def test_at_three_times_the_cost_it_goes_for_a_rabbit_and_applicants_halve(dearer):
    before, after = year(dearer, 1), year(dearer, 4)

    assert after < 0.1 * before
    assert dearer.applicants_per_place(48, 60) < 0.5 * dearer.applicants_per_place(12, 24)


@years_of_it
def test_the_fall_takes_about_two_years_when_the_cost_does(dearer):
    prices = np.array(dearer.prices[SETTLED:]) / year(dearer, 1)

    assert 12 < np.argmax(prices < 0.1) <= 30


@years_of_it
def test_run_backwards_the_cost_raises_the_price_again():
    town = trial(people=8_000, attendance=36.0).live(SETTLED).live(24, attendance=(36.0, 12.0)).live(12)

    assert year(town, 1) < 20
    assert year(town, 4) > 200


@years_of_it
def test_with_places_left_over_more_people_are_urged_to_join(flat):
    empty = trial(people=8_000, attendance=36.0).live(SETTLED + YEARS)

    assert empty.count(Event.SOLICITED_ENTRY) > 20
    assert flat.count(Event.SOLICITED_ENTRY) < 10


@years_of_it
def test_dearer_posts_do_not_hold_up_the_card_of_those_who_will_not_get_one():
    town = trial(people=8_000).live(SETTLED)
    before = year(town, 1)
    town.live(24, attendance=(12.0, 36.0), takings=(60.0, 400.0)).live(12, takings=(400.0, 400.0))

    assert year(town, 4) < 0.1 * before
    assert town.world["outlooks"]["price_office"].mean() > 0


@years_of_it
def test_bad_songbun_pays_more():
    paid = {songbun: [] for songbun in Songbun}
    for seed in range(1, 13):  # one town sees some thirty entries of hostile songbun a year, and prices differ far more between cells
        town = trial(people=8_000, seed=seed).live(SETTLED + 36)
        people = town.world["people"]
        songbun_of = dict(zip(people["id"].tolist(), people["songbun"].tolist(), strict=True))
        for kind, who, _, amount in town.told:
            if kind == Event.ADMITTED and who in songbun_of:
                paid[songbun_of[who]].append(amount)

    assert np.mean(paid[Songbun.HOSTILE]) > 1.05 * np.mean(paid[Songbun.CORE])


@years_of_it
def test_purses_bind_what_would_be_paid():
    poor, rich = (trial(people=8_000, cash=months, pledge=2.0).live(SETTLED) for months in (0.2, 6.0))

    assert year(poor, 1) < 0.8 * year(rich, 1)


@years_of_it
def test_where_opinion_does_most_of_it_the_price_does_not_come_back():
    steps = tuple(strong_opinion.reckon if step.name == "membership.reckon" else step for step in STEPS)
    ends = []
    for order in (STEPS, steps):
        town = trial(people=8_000, steps=order).live(SETTLED)
        ends.append(town.live(24, attendance=(12.0, 36.0)).live(24, attendance=(36.0, 12.0)).live(24).prices[-1])

    assert ends[0] > 200
    assert ends[1] < 20


@years_of_it
def test_from_wherever_opinion_begins_it_comes_to_rest_in_one_place():
    towns = [trial(people=8_000, attendance=24.0) for _ in range(2)]
    for town, willing in zip(towns, (0.1, 0.95), strict=True):
        town.world["admissions"]["willing"][:] = willing
        town.live(SETTLED + 48)
    wanted = [town.world["admissions"]["willing"] for town in towns]

    assert wanted[0] == pytest.approx(wanted[1], abs=0.1)
    assert year(towns[0], 5) == pytest.approx(year(towns[1], 5), rel=0.25)


@years_of_it
def test_people_hear_their_own_kind_more_than_others():
    town = trial(people=8_000, attendance=36.0).live(SETTLED)
    admissions = town.world["admissions"]
    men, women = (admissions["kind"] == kind for kind in (Cell.MEN_AT_WORK, Cell.WOMEN_AT_WORK))

    assert admissions["willing"][men].max() < admissions["willing"][women].min()
    assert admissions["opinion"][men].max() < admissions["opinion"][women].min()


@years_of_it
def test_a_part_goes_to_service_without_pay_and_nominations_cluster_before_holidays(flat):
    service, paid = flat.count(Event.ADMITTED_FOR_SERVICE), flat.count(Event.ADMITTED)

    assert 0.2 < service / (service + paid) < 0.5


@years_of_it
def test_whoever_paid_is_on_the_books_and_becomes_a_member(flat):
    people = flat.world["people"]
    bought = people["bought_card"]

    assert bought.sum() > 50
    assert set(people["party"][bought].tolist()) <= {Party.CANDIDATE, Party.MEMBER}
    assert flat.count(Event.MEMBERSHIP_CONFIRMED) > 0


@years_of_it
def test_what_cells_book_is_what_was_paid_less_what_went_up():
    town = Town(people=1_000, candidates=6.0)
    world = town.live(2).world
    town._renew()
    flows = world.advance(Pipeline(*STEPS), {"membership": Membership(candidates=6.0, women=1.0).in_month(0)})
    entry, upward = (
        int(flows[Sector.HOUSEHOLDS, Sector.HOUSEHOLDS, purpose].sum())
        for purpose in (Flow.ENTRY_MONEY, Flow.ENTRY_SHARE)
    )

    assert world["cells"]["from_entry"].sum() == entry - upward
    assert upward == pytest.approx(0.4 * entry, rel=0.01)
    assert entry > 10 * USD


@years_of_it
def test_a_debt_is_paid_in_twelve_parts():
    town = trial(people=4_000, cash=0.5).live(30)
    candidacies = town.world["candidacies"]
    rows, _ = candidacies.rows()
    owing = candidacies["owing"][rows]

    assert owing.max() > 0
    assert (owing <= 12 * candidacies["instalment"][rows]).all()
    assert (town.world.month - candidacies["since"][rows] <= 24).all()


@years_of_it
def test_what_is_paid_later_stands_in_nobody_elses_books():
    town = trial(people=4_000, cash=0.5).live(30)
    town._renew()
    cells = town.world["cells"]
    cells["secretary"][:], cells["from_entry"][:] = -1, 0
    flows = town.world.advance(Pipeline(mind_candidates), {"membership": Membership().in_month(0)})

    assert flows[Sector.HOUSEHOLDS, Sector.HOUSEHOLDS, Flow.ENTRY_MONEY].sum() > 0
    assert cells["from_entry"].sum() == 0
