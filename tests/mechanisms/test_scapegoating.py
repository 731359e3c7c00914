"""Scapegoating: what a patron weighs, whom a campaign names, what is left, and who comes next."""

import numpy as np
import pytest

from allssam.engine import usd
from allssam.mechanisms import scapegoating
from allssam.mechanisms.scapegoating import (
    Scapegoating,
    campaign_asks,
    common_talk,
    expected_payment,
    exposure_by,
    fear_of_exposure,
    fit_to_be_named,
    wants_sacrifice,
)  # fmt: skip
from allssam.world import Event, Office, Post, Standing

STEPS = (scapegoating.weigh_clients, scapegoating.brand, scapegoating.let_fall, scapegoating.take_on_the_next)


@pytest.fixture
def p(numbers):
    return numbers(Scapegoating)


# ---------------------------------------------------------------------------------------------------------------- rules


def test_exposure_grows_faster_than_wealth(p):
    small, large = (exposure_by(usd(capital), usd(400), 1.0, 0.0, p) for capital in (10_000, 20_000))

    assert large > 2 * small


def test_a_donju_exposes_a_modest_patron_more_than_a_mighty_one(p):
    assert exposure_by(usd(20_000), usd(100), 1.0, 0.0, p) > exposure_by(usd(20_000), usd(3_000), 1.0, 0.0, p)


def test_what_nobody_talks_of_exposes_less(p):
    assert exposure_by(usd(20_000), usd(400), common_talk(0, p), 0.0, p) < exposure_by(
        usd(20_000), usd(400), common_talk(10, p), 0.0, p
    )


def test_a_campaign_and_ones_own_fear_add_to_fear(p):
    assert fear_of_exposure(0.2, 1.0, p) > fear_of_exposure(0.2, 0.0, p) > fear_of_exposure(0.0, 0.0, p) > 0
    assert fear_of_exposure(1.0, 1.0, p) == 1


def test_a_donju_is_given_up_when_he_exposes_more_than_he_pays_beyond_the_next(p):
    exposure, fear = usd(800), 0.2

    assert wants_sacrifice(exposure, fear, usd(50), usd(50), p) > 0
    assert wants_sacrifice(exposure, fear, usd(300), usd(50), p) < 0
    assert (
        wants_sacrifice(exposure, fear, usd(300), usd(300), p) > 0
    )  # each is more expendable, the better the next one is


def test_a_sacrifice_costs_a_name_with_the_other_clients(p):
    assert wants_sacrifice(0.0, 1.0, 0, 0, p) == -p.watched


def test_more_is_expected_of_one_who_sells_more(p):
    assert expected_payment(usd(1_000), p) > expected_payment(usd(100), p)


def test_a_campaign_asks_in_proportion_to_the_people_and_at_most_once(p):
    assert campaign_asks(1.0, 0.25, p) == pytest.approx(0.25 * campaign_asks(1.0, 1.0, p))
    assert campaign_asks(0.0, 1.0, p) == 0
    assert campaign_asks(1.0, 50.0, p) == 1


def test_the_rich_whom_nobody_is_known_to_back_are_named_first(p):
    assert fit_to_be_named(usd(40_000), 2.0, False, p) > fit_to_be_named(usd(10_000), 2.0, False, p) > 0
    assert fit_to_be_named(usd(40_000), 2.0, True, p) == 0
    assert fit_to_be_named(usd(2_000), 2.0, False, p) == 0


# ----------------------------------------------------------------------------------------------------- one donju given up


def a_burden(make_county, campaign=0.0, capital=150_000, price=20):
    county = make_county(campaign=campaign)
    _, staff = county.prosecution()
    patron = county.official(county.office(Office.PARTY_COMMITTEE), Post.DEPARTMENT_HEAD, income=usd(300))
    donju = county.donju(usd(capital), cash=usd(9_000))
    county.tie(patron, donju, 0.7, known_to=(staff[-1], *staff[:3]), price=usd(price))
    return county, patron, donju, county.donju(usd(15_000))


def test_an_overgrown_donju_falls_and_his_patron_takes_on_the_next(make_county, numbers):
    county, patron, donju, next_one = a_burden(make_county)
    county.months(1, *STEPS, values={"scapegoating": numbers(Scapegoating, agreeing=1.0)})

    assert county.events(Event.SCAPEGOATED) == [(Event.SCAPEGOATED, donju, patron, 0)]
    assert county.events(Event.REPLACED) == [(Event.REPLACED, patron, next_one, 0)]
    assert county.chain(Event.REPLACED) == [Event.REPLACED, Event.SCAPEGOATED, Event.BRANDED]
    assert county.column("people.standing")[donju] in (Standing.PRISON, Standing.CAMP)
    assert county.column("people.business")[donju] == -1


def test_nearly_everything_is_taken_and_officials_keep_part(make_county, numbers):
    county, patron, donju, _ = a_burden(make_county)
    before = county.rows["accounts"][county.rows["people"][patron]["account"]]["balance"]
    county.months(1, *STEPS, values={"scapegoating": numbers(Scapegoating, agreeing=1.0)})

    assert county.cash(donju) == pytest.approx(0.1 * usd(9_000), rel=0.01)
    assert county.cash(patron) - before == pytest.approx(0.2 * 0.9 * usd(9_000), rel=0.01)


def test_a_donju_who_pays_enough_is_kept(make_county, numbers):
    county, _, _, _ = a_burden(make_county, price=5_000)

    assert county.months(6, *STEPS, values={"scapegoating": numbers(Scapegoating, agreeing=1.0)}).count() == 0


def test_a_better_replacement_makes_him_expendable(make_county, numbers):
    fallen = []
    for sales in (1_000, 40_000):
        county, _, _, next_one = a_burden(make_county, capital=100_000, price=400)
        county.rows["businesses"][county.rows["people"][next_one]["business"]]["sign"] = float(usd(sales))
        county.months(1, *STEPS, values={"scapegoating": numbers(Scapegoating, agreeing=1.0, judgement=0.0)})
        fallen.append(county.count(Event.SCAPEGOATED))

    assert fallen == [0, 1]


def test_a_campaign_names_the_unprotected_before_the_protected(make_county, numbers):
    county, _, donju, _ = a_burden(make_county, campaign=1.0)
    alone = county.donju(usd(25_000))
    county.months(1, *STEPS, values={"scapegoating": numbers(Scapegoating, quota=1.0, notice=100.0, agreeing=0.0)})

    assert [who for _, who, _, _ in county.events(Event.SCAPEGOATED)] == [alone]
    assert county.count(Event.REPLACED) == 0


def test_where_everybody_has_known_patrons_a_campaign_takes_one_whose_patrons_weigh(make_county, numbers):
    county, patron, donju, other = a_burden(make_county, campaign=1.0)
    county.rows["businesses"][county.rows["people"][other]["business"]]["sign"] = 1.0
    county.months(1, *STEPS, values={"scapegoating": numbers(Scapegoating, quota=1.0, notice=100.0)})

    assert county.events(Event.SCAPEGOATED) == [(Event.SCAPEGOATED, donju, patron, 0)]


def test_a_campaign_takes_at_most_one_culprit_a_month(make_county, numbers):
    county = make_county(campaign=1.0)
    county.prosecution()
    for _ in range(30):
        county.donju(usd(40_000))
    months = 6
    county.months(months, *STEPS, values={"scapegoating": numbers(Scapegoating, quota=1.0, notice=100.0)})

    assert county.count(Event.SCAPEGOATED) == months


# ------------------------------------------------------------------------------------------------- a bench of many donju

EDGES = (0, 10_000, 20_000, 40_000, 10**9)


def ruin(make_county, campaign, months=24, seeds=4, donju=300):
    """Fallen and all, by class of capital (rows) and whether they began with a tie (columns)."""
    counts = np.zeros((4, 2, 2))
    for seed in range(seeds):
        draw = np.random.default_rng(seed)
        county = make_county(seed=seed, campaign=campaign)
        _, staff = county.prosecution()
        patrons = []
        for kind in (Office.PARTY_COMMITTEE, Office.ADMINISTRATION, Office.POLICE):
            office = county.office(kind)
            patrons += [
                county.official(office, Post.OFFICER, income=usd(400 * np.exp(0.5 * draw.normal()))) for _ in range(25)
            ]
        classes = {}
        for _ in range(donju):
            capital = min(5_000 * (1 - draw.random()) ** (-1 / 1.6), 200_000)
            person, ties = county.donju(usd(capital), usd(0.1 * capital)), 0
            while ties < 3 and draw.random() < (0.25 if capital < 10_000 else 0.7 if capital < 20_000 else 0.85):
                hearers = [int(one) for one in draw.choice(patrons, size=draw.poisson(3), replace=False)]
                hearers += [staff[-1]] if draw.random() < 0.75 else []
                county.tie(
                    int(draw.choice(patrons)),
                    person,
                    draw.uniform(0.2, 0.7),
                    known_to=tuple(hearers),
                    price=usd(0.003 * capital),
                )
                ties += 1
            classes[person] = (int(np.searchsorted(EDGES, capital, "right")) - 1, int(ties > 0))
        county.months(months, *STEPS)
        fallen = {who for _, who, _, _ in county.events(Event.SCAPEGOATED)}
        for person, (size, tied) in classes.items():
            counts[size, tied] += (person in fallen, 1)
    return counts


@pytest.fixture(scope="module")
def quiet_and_campaign():
    import sys

    make_county = sys.modules["courthouse"].County
    return ruin(make_county, 0.0), ruin(make_county, 1.0)


def hazard(counts, months=24):
    fallen, people = counts[..., 0].sum(), counts[..., 1].sum()
    return -np.log(1 - fallen / people) * 12 / months


def test_ruin_is_convex_in_wealth(quiet_and_campaign):
    quiet, _ = quiet_and_campaign
    below_10, below_20, below_40, above = (hazard(quiet[size]) for size in range(4))

    assert below_10 <= below_20 < below_40 < above
    assert above - below_40 > below_40 - below_20


def test_a_campaign_multiplies_ruin_two_to_five_times_over_all_classes(quiet_and_campaign):
    quiet, campaign = quiet_and_campaign

    assert 2 <= hazard(campaign) / hazard(quiet) <= 5
    assert 0.003 < hazard(quiet) < hazard(campaign) < 0.06


def test_ties_protect_in_the_middle_and_not_at_the_top(quiet_and_campaign):
    quiet, campaign = quiet_and_campaign

    assert hazard(campaign[1, 1]) < 0.5 * hazard(campaign[1, 0])
    assert hazard(quiet[3, 1]) > hazard(quiet[3, 0])
