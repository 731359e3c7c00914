"""Scorers on notes made by hand: each can say inside and outside."""

import numpy as np
import pytest

from allssam.validation import SCORERS
from allssam.validation.scoring import INSIDE, OUTSIDE, part_of
from allssam.world import Event


def verdict(band_id, *runs):
    return part_of(SCORERS[band_id], runs).verdict


def from_2015(before, after):
    return lambda year, _: before if year < 2015 else after


@pytest.mark.parametrize(("price", "says"), [(from_2015(200.0, 10.0), INSIDE), (from_2015(200.0, 100.0), OUTSIDE)])
def test_the_price_of_the_card_must_fall_by_nine_tenths(noted, price, says):
    assert verdict("P24.fall", noted({"membership_price_usd": price})) == says


@pytest.mark.parametrize(("applicants", "says"), [(from_2015(9.0, 3.0), INSIDE), (from_2015(9.0, 6.0), OUTSIDE)])
def test_applicants_for_a_place_must_halve(noted, applicants, says):
    assert verdict("P24.applicants", noted({"applicants": applicants, "places": lambda *_: 6.0})) == says


@pytest.mark.parametrize(("months", "says"), [((4, 9, 10), INSIDE), ((6, 7), OUTSIDE)])
def test_bribes_must_peak_in_april(noted, months, says):
    bribes = {"given_to_officials": lambda year, month: 200.0 if month in months else 100.0}

    assert verdict("P40.april", noted(bribes)) == says


@pytest.mark.parametrize(
    ("counts", "sum_says", "rising_says", "calm_says"),
    [
        ((3, 30, 40, 60, 3), INSIDE, INSIDE, INSIDE),
        ((3, 30, 25, 60, 50), INSIDE, OUTSIDE, OUTSIDE),
        ((3, 6, 8, 12, 1), OUTSIDE, INSIDE, INSIDE),
    ],
)
def test_purges_are_counted_by_year(noted, counts, sum_says, rising_says, calm_says):
    by_year = dict(zip(range(2012, 2017), counts, strict=True))
    notes = noted({"purge_count": lambda year, month: by_year.get(year, 0) if month == 6 else 0})

    assert [verdict(f"P35.{part}", notes) for part in ("sum", "rising", "calm")] == [sum_says, rising_says, calm_says]


@pytest.mark.parametrize(("punished", "says"), [(1, INSIDE), (5, OUTSIDE)])
def test_in_shared_cases_outside_campaigns_the_cadre_is_seldom_punished(noted, punished, says):
    excused = np.arange(10) >= punished
    cases = {
        "excused": np.r_[excused, [False] * 9],
        "campaign": np.repeat([False, True], [10, 9]),
        "insured": np.zeros(19, bool),
    }

    assert verdict("P20.cadre-punished", noted(tables={"shared": cases})) == says


@pytest.mark.parametrize(("won", "says"), [(9, INSIDE), (6, OUTSIDE)])
def test_the_side_with_more_ties_must_win_three_in_four(noted, won, says):
    decisions = {"by_ties": np.where(np.arange(10) < won, 1, 2), "campaign": np.zeros(10, bool)}

    assert verdict("P15.more-ties-win", noted(tables={"decisions": decisions})) == says


@pytest.mark.parametrize(("at_inquiry", "says"), [(7, INSIDE), (5, OUTSIDE)])
def test_most_releases_must_be_bought_at_the_inquiry(noted, at_inquiry, says):
    kind = np.where(
        np.arange(10) < at_inquiry, int(Event.RELEASE_BOUGHT_INVESTIGATION), int(Event.RELEASE_BOUGHT_VERDICT)
    )

    assert verdict("P16.at-inquiry", noted(tables={"ends": {"kind": kind}})) == says


@pytest.mark.parametrize(("answered", "says"), [(0, OUTSIDE), (1, INSIDE)])
def test_a_favour_counts_as_returned_when_the_other_side_does_one_within_a_year(noted, answered, says):
    first = 1272  # January 2006
    who, whom, month = [1, 3], [2, 4], [first, first]
    if answered:
        who, whom, month = [1, 2, 3, 4], [2, 1, 4, 3], [first, first + 11, first, first + 12]

    opens = [one < other for one, other in zip(who, whom, strict=True)]
    favours = {"who": who, "whom": whom, "month": np.array(month), "opens": opens}

    assert verdict("P09.reciprocated", noted(tables={"favours": favours})) == says


@pytest.mark.parametrize(("lag", "says"), [(6, INSIDE), (20, OUTSIDE)])
def test_a_secretary_must_enter_within_a_year_of_falling_behind(noted, lag, says):
    first, fell = 1272, 1300
    month = np.arange(first, first + 100)
    entered = np.where(month >= fell + lag, fell + lag, 0)
    plants = {
        "month": month,
        "plant": np.ones(100, int),
        "secretary": np.full(100, 7),
        "behind": month >= fell,
        "entered": entered,
    }

    assert verdict("P12.lag", noted(tables={"plants": plants})) == says


@pytest.mark.parametrize(("taken", "says"), [(95.0, INSIDE), (50.0, OUTSIDE)])
def test_who_is_ruined_must_lose_nearly_everything(noted, taken, says):
    donju = {"ruined": np.array([True, False]), "lost": np.array([taken, 0.0]), "wealth": np.array([100.0, 100.0])}

    assert verdict("P22.loss", noted(tables={"donju": donju})) == says


def test_each_city_must_gain_stalls_not_only_the_mean(noted):
    month = np.array([1355, 1355, 1391, 1391])  # December 2012 and 2015
    same = {"month": month, "county": np.array([0, 1, 0, 1]), "place": np.array([0, 1, 0, 1]), "urban": np.full(4, 0.9)}

    both = noted(tables={"counties": {**same, "stalls": np.array([100, 100, 130, 140])}})
    one = noted(tables={"counties": {**same, "stalls": np.array([100, 100, 105, 300])}})

    assert verdict("P07.stalls", both) == INSIDE
    assert verdict("P07.stalls", one) == OUTSIDE


@pytest.mark.parametrize(("fall", "says"), [(0.5, INSIDE), (0.9, OUTSIDE)])
def test_arrivals_must_fall_by_about_half_in_2012(noted, fall, says):
    exits = {"ordinary_exits": lambda year, _: 1.0 if year < 2012 else fall, "elite_exits": lambda *_: 0.0}

    assert verdict("P36.fall", noted(exits)) == says


def test_exits_led_to_by_exits_are_found_through_orphaned_clients(noted):
    fled, orphaned, purged = int(Event.ELITE_FLED), int(Event.ORPHANED_CLIENT), int(Event.PURGED)
    chains = {"id": [1, 2, 3, 4, 5], "kind": [purged, fled, orphaned, fled, fled], "because": [0, 1, 2, 3, 1]}

    part = part_of(SCORERS["P37.branching"], [noted(tables={"chains": chains})])

    assert part.figure == pytest.approx(1 / 3)
    assert part.verdict == INSIDE
