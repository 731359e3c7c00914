"""Justice: what opens a case, what release costs, who pays, who is punished, who is insured."""

import numpy as np
import pytest

from allssam.engine import usd
from allssam.mechanisms import justice
from allssam.mechanisms.justice import (
    Justice,
    accepts_premium,
    at_stake,
    cost_of_looking_away,
    future_use,
    gravity_of,
    lets_go,
    pays,
    premium,
    price_during_inquiry,
    price_of_result,
    prospect,
    rebate_for,
    sentence,
    share_lost,
    takes_up,
    wealth_seen,
    worth_as_culprit,
)  # fmt: skip
from allssam.world import Event, Ground, Office, Post, Stage, Standing

JUNE_2013 = 1361
COURT = (
    justice.count_friends, justice.take_up, justice.assign, justice.give_chances_to_pay, justice.trace_patrons, justice.find_culprits,
    justice.carry_out_sentences,
)  # fmt: skip
RELEASES = (Event.RELEASE_BOUGHT_INVESTIGATION, Event.RELEASE_BOUGHT_VERDICT)


@pytest.fixture
def p(numbers):
    return numbers(Justice)


# ---------------------------------------------------------------------------------------------------------------- rules


def test_friends_in_the_office_stop_a_complaint(p):
    assert takes_up(0.0, p) == 1
    assert takes_up(1.0, p) < takes_up(0.3, p) < 1


def test_an_investigator_picks_the_rich_and_those_who_have_paid_before(p):
    poor, rich = prospect(usd(6_000), 2.0, 0, 0.0, p), prospect(usd(30_000), 2.0, 0, 0.0, p)

    assert rich > poor
    assert prospect(usd(30_000), 2.0, 2, 0.0, p) > rich


def test_known_patrons_put_him_off_unless_the_prize_is_large(p):
    assert prospect(usd(12_000), 2.0, 0, 0.6, p) < p.effort < prospect(usd(12_000), 2.0, 0, 0.0, p)
    assert prospect(usd(60_000), 2.0, 0, 0.6, p) > p.effort


def test_a_case_is_graver_for_one_arrested_before(p):
    assert gravity_of(1.0, 3, p) > gravity_of(1.0, 0, p) == 1.0


def test_in_the_gravest_cases_most_of_the_business_is_at_stake(p):
    assert share_lost(1.0, p) < 0.25
    assert share_lost(p.gravest, p) > 0.7


def test_the_price_rises_with_gravity_and_wealth(p):
    def price(gravity, wealth):
        cost = cost_of_looking_away(gravity, usd(600), 0.3, 0.0, p)
        return price_during_inquiry(at_stake(gravity, wealth, p), cost, cost, 1.0, p)

    assert price(3.0, usd(12_000)) > price(1.0, usd(12_000))
    assert price(1.0, usd(40_000)) > price(1.0, usd(12_000))


def test_the_second_official_asks_more_than_the_first(p):
    cost, stake = usd(150), usd(3_000)

    assert price_of_result(stake, cost, 1.0, p) > price_during_inquiry(stake, cost, cost, 1.0, p)


def test_an_official_of_strict_reputation_opens_no_window(p):
    stake = at_stake(1.0, usd(12_000), p)
    strict = cost_of_looking_away(1.0, usd(600), 0.95, 0.0, p)

    assert price_during_inquiry(stake, strict, usd(500), 1.0, p) == 0
    assert price_of_result(stake, strict, 1.0, p) == 0


def test_a_campaign_makes_looking_away_dearer(p):
    assert cost_of_looking_away(1.0, usd(600), 0.3, 1.0, p) > cost_of_looking_away(1.0, usd(600), 0.3, 0.0, p)


def test_a_friend_pays_less_and_the_friend_of_a_colleague_somewhat_less(p):
    assert rebate_for(0.6, 0.6, p) < rebate_for(0.0, 0.6, p) < rebate_for(0.0, 0.0, p) == 1


def test_more_is_asked_of_one_who_is_known_to_pay(p):
    assert wealth_seen(usd(10_000), 2, 0.0, p) > wealth_seen(usd(10_000), 0, 0.0, p)


def test_he_pays_what_he_can_if_it_is_worth_it(p):
    assert pays(usd(500), usd(1_000), usd(600), 0, p)
    assert not pays(0.0, usd(1_000), usd(600), 0, p)  # no window
    assert not pays(usd(700), usd(1_000), usd(600), 0, p)  # cannot
    assert not pays(usd(500), usd(400), usd(600), 0, p)  # not worth it


def test_goods_sold_at_once_make_release_dearer(p):
    assert pays(usd(1_000), usd(1_100), usd(1_000), 0, p)
    assert not pays(usd(1_000), usd(1_100), usd(200), usd(5_000), p)


def test_few_go_free_unpaid_but_for_friends_and_fewer_in_a_campaign(p):
    assert lets_go(0.0, 0.0, p) < 0.2 < lets_go(1.0, 0.0, p)
    assert lets_go(1.0, 1.0, p) == lets_go(0.0, 1.0, p)


def test_patron_relief_can_be_cut(numbers):
    p = numbers(Justice, patron_relief=False)

    assert takes_up(5.0, p) == rebate_for(1.0, 1.0, p) == 1
    assert lets_go(5.0, 0.0, p) == p.doubt
    assert prospect(usd(12_000), 2.0, 0, 3.0, p) == prospect(usd(12_000), 2.0, 0, 0.0, p)


def test_the_favour_of_an_official_who_is_let_off_counts_most_with_his_friends(p):
    assert future_use(usd(500), 0.0, p) == pytest.approx(p.gratitude * p.favour_months * usd(500))
    assert future_use(usd(500), 0.5, p) == pytest.approx(0.5 * p.favour_months * usd(500))
    assert future_use(usd(500), 3.0, p) == future_use(usd(500), 1.0, p)


def test_each_consideration_counts_against_making_somebody_the_culprit(p):
    plain = worth_as_culprit(usd(2_000), 0.0, 0.0, 0.0, 0.0, usd(10_000), p)

    assert worth_as_culprit(usd(4_000), 0.0, 0.0, 0.0, 0.0, usd(10_000), p) > plain
    assert worth_as_culprit(usd(2_000), usd(500), 0.0, 0.0, 0.0, usd(10_000), p) < plain
    assert worth_as_culprit(usd(2_000), 0.0, 0.5, 0.0, 0.0, usd(10_000), p) < plain
    assert worth_as_culprit(usd(2_000), 0.0, 0.0, 0.5, 0.0, usd(10_000), p) < plain
    assert worth_as_culprit(usd(2_000), 0.0, 0.0, 0.0, 1.0, usd(10_000), p) < plain


@pytest.mark.parametrize(
    ("gravity", "kind"), [(0.5, Standing.LABOUR_TRAINING), (2.0, Standing.PRISON), (7.0, Standing.CAMP)]
)
def test_graver_cases_lead_to_harder_places(p, gravity, kind):
    assert sentence(gravity, p)[0] == kind


def test_sentences_grow_with_gravity(p):
    assert sentence(3.0, p)[1] > sentence(2.0, p)[1]


def test_a_manager_at_odds_with_his_secretary_insures_himself_for_more(p):
    assert premium(usd(5_000), usd(600), True, p) > premium(usd(5_000), usd(600), False, p) > 0


def test_a_premium_is_never_more_than_its_share_of_the_donju_money(p):
    assert premium(usd(100), usd(5_000), True, p) == pytest.approx(p.ceiling * usd(100))
    assert premium(0, usd(5_000), True, p) == 0


def test_premiums_lie_where_the_facts_put_them(p):
    assert 0.1 <= premium(usd(600), usd(800), False, p) / usd(600) <= 0.4


def test_the_incorruptible_take_no_premium(p):
    assert accepts_premium(usd(100), 0.2, p)
    assert not accepts_premium(usd(100), 0.9, p)


# -------------------------------------------------------------------------------------------------------- one case, told


def a_case(make_county, cash=2_000, gravity=1.0, integrity=20, campaign=0.0, **case):
    county = make_county(campaign=campaign)
    _, staff = county.prosecution(integrity=integrity)
    donju = county.donju(usd(12_000), usd(cash))
    county.add(
        "cases", accused=donju, ground=Ground.DOSSIER, stage=Stage.COMPLAINT, gravity=gravity, since=JUNE_2013, **case
    )
    return county, staff, donju


def test_who_pays_during_the_inquiry_is_free_and_known_to_pay(make_county):
    county, _, donju = a_case(make_county)
    before = county.rows["accounts"][county.rows["people"][donju]["account"]]["balance"]
    county.months(4, *COURT)

    ((_, who, handler, price),) = county.events(Event.RELEASE_BOUGHT_INVESTIGATION)

    assert who == donju
    assert county.cash(donju) == before - price
    assert county.column("posts.from_cases")[county.column("people.post")[handler]] == price
    assert county.column("people.standing")[donju] == Standing.FREE
    assert county.column("businesses.releases")[0] == 1


def test_strict_officials_convict_whoever_comes_before_them(make_county):
    county, _, donju = a_case(make_county, integrity=95)
    county.months(4, *COURT, values={"justice": Justice.from_values({"doubt": 0.0}).in_month(JUNE_2013)})

    assert county.count(*RELEASES) == 0
    assert county.events(Event.CONVICTED)[0][1] == donju
    assert county.chain(Event.SENTENCED_LABOUR) == [
        Event.SENTENCED_LABOUR, Event.CONVICTED, Event.PRELIMINARY_FINDING, Event.CASE_OPENED,
    ]  # fmt: skip


def test_the_accused_is_held_from_the_finding_to_the_verdict(make_county):
    county, _, donju = a_case(make_county, integrity=95)
    standing = [county.months(1, *COURT).column("people.standing")[donju] for _ in range(2)]

    assert standing == [Standing.FREE, Standing.DETAINED]


def test_a_conviction_takes_money_to_the_state_and_a_part_to_officials(make_county):
    county, _, donju = a_case(make_county, integrity=95, gravity=3.0)
    county.months(4, *COURT, values={"justice": Justice.from_values({"doubt": 0.0}).in_month(JUNE_2013)})

    ((_, _, _, lost),) = county.events(Event.CONFISCATED)
    assert lost > 0.4 * usd(14_000)
    assert county.column("people.standing")[donju] == Standing.PRISON
    assert county.column("people.business")[donju] == -1
    assert not county.column("businesses.open")[0]


def test_goods_are_sold_only_as_far_as_the_market_can_pay(make_county):
    county = make_county(till=0)
    county.prosecution()
    donju = county.donju(usd(12_000), cash=usd(50))
    county.add("cases", accused=donju, stage=Stage.COMPLAINT, gravity=1.0, since=JUNE_2013)
    county.months(4, *COURT)

    assert county.count(*RELEASES) == 0


def test_a_fire_sale_loses_goods_worth_more_than_it_brings(make_county):
    county, _, donju = a_case(make_county, cash=100)
    county.months(4, *COURT)
    price = county.events(*RELEASES)[0][3]
    lost = usd(12_000) - int(county.column("households.capital")[county.column("people.household")[donju]])

    assert lost == pytest.approx((price - usd(100)) / 0.6, rel=1e-6)


def test_a_sentence_is_served_and_ends(make_county):
    county, _, donju = a_case(make_county, integrity=95, gravity=0.5)
    county.months(
        9, *COURT, justice.serve_sentences, values={"justice": Justice.from_values({"doubt": 0.0}).in_month(JUNE_2013)}
    )

    assert county.chain(Event.SET_FREE)[:2] == [Event.SET_FREE, Event.SENTENCED_LABOUR]
    assert county.column("people.standing")[donju] == Standing.FREE


def test_friends_see_to_it_that_a_complaint_is_dropped(make_county, numbers):
    county, staff, donju = a_case(make_county)
    county.tie(staff[0], donju, 0.9)
    county.months(1, *COURT, values={"justice": numbers(Justice, stifled=5.0)})

    assert county.events(Event.COMPLAINT_DROPPED) == [(Event.COMPLAINT_DROPPED, staff[0], donju, 0)]


def test_a_vacant_office_lets_complaints_wait(make_county):
    county = make_county()
    donju = county.donju()
    county.add("cases", accused=donju, stage=Stage.COMPLAINT, since=JUNE_2013)
    county.months(3, *COURT)

    assert county.count() == 0


# -------------------------------------------------------------------------------------------------- a bench of many cases


def bench(make_county, n=700, seed=1, arrests=0, values=None, campaign=0.0):
    """Many donju accused at once: wealth, gravity, purses, friends, and cadres accused with them, drawn by hand."""
    draw = np.random.default_rng(seed)
    county = make_county(seed=seed, campaign=campaign)
    office = county.office(Office.PROSECUTION)
    staff = [
        county.official(office, Post.INVESTIGATOR, integrity=int(100 * i), income=usd(600))
        for i in draw.beta(1.5, 3, 12)
    ]
    staff += [
        county.official(office, Post.TRIAL_PROSECUTOR, integrity=int(100 * i), income=usd(600))
        for i in draw.beta(1.5, 3, 8)
    ]
    committee = county.office(Office.PARTY_COMMITTEE)
    party = [county.official(committee, Post.INSTRUCTOR) for _ in range(5)]
    cases = {}
    for _ in range(n):
        capital = usd(12_000 * np.exp(0.8 * draw.normal()))
        donju = county.donju(
            capital,
            int(0.12 * capital * np.exp(0.7 * draw.normal())),
            acts=draw.gamma(2, 1),
            arrests=arrests,
            releases=arrests,
        )
        gravity = float(np.clip(0.5 + draw.gamma(1.5, 0.5), 0.3, 6))
        tied, manager, insured = draw.random() < 0.3, -1, False
        if tied:
            county.tie(int(draw.choice(staff)), donju, draw.uniform(0.2, 0.8))
        if draw.random() < 0.5:
            plant = county.office(Office.FACTORY)
            manager = county.official(
                plant,
                Post.MANAGER,
                income=usd(700 * np.exp(0.8 * draw.normal())),
                cash=usd(3_000 * np.exp(draw.normal())),
            )
            if draw.random() < 0.5:
                county.tie(manager, int(draw.choice(party)), 0.5)
            if draw.random() < 0.3:
                county.tie(manager, int(draw.choice(staff)), 0.4)
            insured = draw.random() < 0.5
            if insured:
                county.add("premiums", payer=manager, taker=int(draw.choice(staff)), paid=usd(1_000))
        county.add(
            "cases",
            accused=donju,
            cadre=manager,
            stage=Stage.COMPLAINT,
            ground=Ground.DOSSIER,
            gravity=gravity,
            since=JUNE_2013,
        )
        cases[donju] = {"capital": capital, "gravity": gravity, "tied": tied, "manager": manager, "insured": insured}
    county.months(5, *COURT, values={"justice": values} if values else None)
    return county, cases


def who(county, *kinds):
    return {person for _, person, _, _ in county.events(*kinds)}


def share_of(chosen, among):
    return len(chosen & among) / max(1, len(among))


@pytest.fixture(scope="module")
def base(request):
    return bench(request.getfixturevalue("make_county_of_module"))


@pytest.fixture(scope="module")
def make_county_of_module():
    import sys

    return sys.modules["courthouse"].County


def test_most_releases_are_bought_before_the_verdict(base):
    county, _ = base
    early = county.count(Event.RELEASE_BOUGHT_INVESTIGATION) / county.count(*RELEASES)

    assert 0.6 <= early <= 0.9


def test_the_price_of_release_lies_where_the_facts_put_it_and_rises_with_gravity(base):
    county, cases = base
    paid = [
        (np.log(cases[donju]["gravity"]), np.log(cases[donju]["capital"]), np.log(price))
        for _, donju, _, price in county.events(*RELEASES)
    ]
    gravity, capital, price = np.array(paid).T
    slopes = np.linalg.lstsq(np.c_[np.ones_like(gravity), gravity, capital], price, rcond=None)[0]
    ordinary = np.abs(gravity) < 0.2

    assert slopes[1] > 0.4
    assert usd(500) < np.median(np.exp(price[ordinary])) < usd(2_000)


def test_convictions_fall_with_the_ability_to_pay(base):
    county, cases = base
    convicted, opened = who(county, Event.CONVICTED), who(county, Event.CASE_OPENED)
    by_wealth = sorted(opened, key=lambda donju: cases[donju]["capital"])
    third = len(by_wealth) // 3
    poor, middling, rich = (
        share_of(convicted, set(by_wealth[first : first + third])) for first in (0, third, 2 * third)
    )

    assert poor > middling > rich


def test_ties_keep_cases_from_being_opened_and_convictions_from_following(base):
    county, cases = base
    tied = {donju for donju in cases if cases[donju]["tied"]}
    untied = set(cases) - tied
    opened, convicted = who(county, Event.CASE_OPENED), who(county, Event.CONVICTED)

    assert share_of(opened, tied) < 0.8 * share_of(opened, untied)
    assert share_of(convicted, tied) < 0.8 * share_of(convicted, untied)


def test_without_patron_relief_ties_open_no_doors(make_county, numbers):
    county, cases = bench(make_county, n=400, values=numbers(Justice, patron_relief=False))
    tied = {donju for donju in cases if cases[donju]["tied"]}
    opened, convicted = who(county, Event.CASE_OPENED), who(county, Event.CONVICTED)

    assert opened == set(cases)
    assert abs(share_of(convicted, tied) - share_of(convicted, set(cases) - tied)) < 0.08


def test_with_more_arrests_behind_one_conviction_is_likelier(make_county, base):
    first = rate_of_conviction(*base)
    fourth = rate_of_conviction(*bench(make_county, n=400, arrests=3))

    assert fourth >= 2 * first


def rate_of_conviction(county, cases):
    return share_of(who(county, Event.CONVICTED), who(county, Event.CASE_OPENED))


def test_the_cadre_is_seldom_the_one_punished_and_insured_managers_least(make_county):
    county, cases = bench(make_county, n=1_200, arrests=3)
    punished, excused = who(county, Event.CADRE_PUNISHED), who(county, Event.CADRE_EXCUSED)
    insured = {case["manager"] for case in cases.values() if case["insured"]}
    odds = ((len(excused & insured) + 0.5) / (len(punished & insured) + 0.5)) / (
        (len(excused - insured) + 0.5) / (len(punished - insured) + 0.5)
    )

    assert 0 < len(punished) <= 0.25 * len(punished | excused)
    assert odds >= 3


def test_a_campaign_closes_windows(make_county, base):
    assert rate_of_conviction(*bench(make_county, n=400, campaign=1.0)) > rate_of_conviction(*base)


# ----------------------------------------------------------------------------------------------------- probes, insurance


def test_probes_find_the_rich_and_pass_over_middling_donju_with_known_patrons(make_county, numbers):
    opened, people = np.zeros((2, 2)), np.zeros((2, 2))
    for seed in range(4):
        draw = np.random.default_rng(seed)
        county = make_county(seed=seed)
        _, staff = county.prosecution(investigators=3)
        patrons = [county.official(county.office(Office.ADMINISTRATION), Post.OFFICER) for _ in range(10)]
        kind = {}
        for _ in range(150):
            capital = min(5_000 * draw.random() ** (-1 / 1.6), 200_000)
            donju = county.donju(usd(capital), usd(0.12 * capital))
            kind[donju] = (int(capital > 10_000), int(draw.random() < 0.5))
            people[kind[donju]] += 1
            if kind[donju][1]:
                county.tie(patrons[int(draw.integers(10))], donju, 0.6, known_to=tuple(staff[:3]))
        county.months(
            12,
            justice.count_friends,
            justice.probe,
            justice.assign,
            *COURT[3:],
            values={"justice": numbers(Justice, probes=1.0)},
        )
        for _, donju, _, _ in county.events(Event.CASE_OPENED):
            opened[kind[donju]] += 1
    (poor_untied, poor_tied), (rich_untied, rich_tied) = opened / people

    assert rich_untied > 2 * poor_untied
    assert rich_tied < 0.8 * rich_untied
    assert poor_tied < poor_untied


def test_probes_grow_with_the_people_in_an_offices_charge(make_county):
    counts = []
    for charge in (1.0, 0.25):
        county = make_county()
        office = county.office(Office.PROSECUTION)
        for _ in range(40):
            county.official(office, Post.INVESTIGATOR, charge=charge)
        for _ in range(400):
            county.donju()
        counts.append(county.months(6, justice.probe, justice.assign).count(Event.CASE_OPENED))

    assert counts[1] == pytest.approx(counts[0] / 4, rel=0.5)


def an_insured_manager(make_county, **official):
    county = make_county()
    _, staff = county.prosecution(**official)
    plant = county.office(Office.FACTORY)
    manager = county.official(plant, Post.MANAGER, income=usd(900), cash=usd(2_000))
    county.rows["posts"][-1]["from_donju"] = usd(600)
    return county, staff, manager


def test_a_manager_passes_part_of_the_donju_money_to_his_friend_there(make_county):
    county, staff, manager = an_insured_manager(make_county)
    county.tie(staff[1], manager, 0.6)
    county.months(3, justice.count_friends, justice.insure)

    ((_, payer, taker, amount),) = county.events(Event.INSURED)
    assert (payer, taker) == (manager, staff[1])
    assert 0.1 * usd(600) <= amount <= 0.4 * usd(600)
    assert county.column("premiums.paid")[0] == pytest.approx(3 * amount, abs=3)


def test_strict_prosecutors_are_not_paid_premiums(make_county):
    county, _, _ = an_insured_manager(make_county, integrity=95)

    assert county.months(3, justice.count_friends, justice.insure).count(Event.INSURED) == 0
