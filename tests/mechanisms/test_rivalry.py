"""Rivalry and tolls: when a secretary courts or quarrels, who accepts, and what two separate askers take beside one."""

import numpy as np
import pytest

from allssam.engine import PLAIN, Pipeline
from allssam.mechanisms import demands, leases, offices, rivalry, tolls
from allssam.mechanisms.leases import Leases
from allssam.mechanisms.rivalry import (
    Rivalry,
    accepts_courting,
    courts,
    enmity_grows,
    expects_of,
    gain_in_safety,
    gap,
    income_in_his_eyes,
    quarrels,
    what_is_left,
    worth_of_courting,
    worth_of_quarrel,
)
from allssam.mechanisms.tolls import Tolls, share_next, yield_of
from allssam.mechanisms.variants import joint_monopoly
from allssam.theory.tolls import equilibrium_tolls
from allssam.world import SCHEMA, Aim, Office, Post, Tie
from small_county import USD, SmallCountry, live

bench = pytest.mark.skipif(PLAIN, reason="a bench of hundreds of donju; rules and villages are enough in plain mode")
MONTH = (
    offices.open_month, leases.pay_rent, rivalry.weigh, rivalry.court, rivalry.quarrel, demands.collect_tolls, tolls.post_tolls,
    leases.review, rivalry.cool, offices.close_month,
)  # fmt: skip


def test_the_steps_do_what_they_say():
    assert Pipeline(*MONTH).faults(SCHEMA) == []
    assert Pipeline(*MONTH).replace(tolls=joint_monopoly).faults(SCHEMA) == []


# ---------------------------------------------------------------------------------------------------------------- rules


def test_with_the_link_cut_card_money_does_not_count(numbers):
    linked, cut = numbers(Rivalry), numbers(Rivalry, card_link=False)

    assert income_in_his_eyes(500.0, 100.0, linked) - income_in_his_eyes(200.0, 100.0, linked) == 300.0
    assert income_in_his_eyes(500.0, 100.0, cut) == income_in_his_eyes(200.0, 100.0, cut)


def test_envy_grows_with_the_gap_in_income_and_in_donju(numbers):
    p = numbers(Rivalry)

    even = gap(100.0, 100.0, 2, 2, p)
    poorer = gap(100.0, 500.0, 2, 2, p)
    poorer_and_without_donju = gap(100.0, 500.0, 0, 2, p)

    assert even == 0.0
    assert even < poorer < poorer_and_without_donju


def test_being_ahead_calms_a_secretary_only_so_much(numbers):
    p = numbers(Rivalry, contentment=0.3)

    assert gap(10_000.0, 1.0, 5, 0, p) == -0.3


def test_the_same_donju_are_worth_more_to_a_poorer_secretary(numbers):
    p = numbers(Rivalry)

    assert worth_of_courting(300.0, 100.0, 0.0, 0.0, p) > worth_of_courting(300.0, 1_000.0, 0.0, 0.0, p)


def test_a_refusal_lowers_what_courting_is_expected_to_bring(numbers):
    p = numbers(Rivalry)

    assert expects_of(100.0, True, p) < expects_of(100.0, False, p) == 100.0


def test_when_all_have_refused_a_quarrel_becomes_worth_while(numbers):
    p = numbers(Rivalry)
    income, asked, envy = 100.0, 400.0, gap(100.0, 800.0, 0, 3, p)

    at_first = worth_of_courting(asked, income, envy, 0.0, p), worth_of_quarrel(asked, income, envy, 0.0, 0.5, p)
    later = worth_of_courting(p.refused * asked, income, envy, 0.0, p), worth_of_quarrel(asked, income, envy, 0.0, 0.5, p)

    assert courts(*at_first)
    assert quarrels(*later)


def test_known_friends_of_the_head_at_law_prevent_a_quarrel(numbers):
    p = numbers(Rivalry)

    assert worth_of_quarrel(400.0, 100.0, 0.3, 0.0, 1.0, p) < worth_of_quarrel(400.0, 100.0, 0.3, 0.0, 0.0, p)


def test_a_courted_donju_accepts_if_it_is_worth_the_price_and_he_has_room(numbers):
    p = numbers(Rivalry, capacity=4)

    assert accepts_courting(120.0, 100, 3, p)
    assert not accepts_courting(120.0, 100, 4, p)
    assert not accepts_courting(90.0, 100, 0, p)


def test_who_is_covered_gains_less_safety(numbers):
    p = numbers(Rivalry)

    assert gain_in_safety(0.1, 10_000, 100.0, 0.9, p) < gain_in_safety(0.1, 10_000, 100.0, 0.0, p)


def test_enmity_grows_toward_one_and_is_forgotten_in_the_end(numbers):
    p = numbers(Rivalry)
    enmity = 0.0
    for _ in range(20):
        enmity = enmity_grows(enmity, p.quarrel_hurts)
    assert 0.99 < enmity < 1.0

    months = 0
    while enmity > 0.0:
        enmity, months = what_is_left(enmity, p), months + 1

    assert 12 < months < 120


def test_a_share_moves_half_way_to_a_peer_who_collected_more_and_not_to_one_who_did_not(numbers):
    p = numbers(Tolls, imitation=0.5, trial=0.0)

    assert share_next(0.2, 0.1, 0.6, 0.3, 0.0, p) == pytest.approx(0.4)
    assert share_next(0.2, 0.3, 0.6, 0.1, 0.0, p) == pytest.approx(0.2)


def test_rich_tenants_are_not_mistaken_for_skill_in_asking():
    poor, rich = yield_of(100.0, 2.0, 4, 400.0), yield_of(1_000.0, 2.0, 4, 4_000.0)

    assert poor == rich


def test_an_empty_space_brings_nothing():
    assert yield_of(100.0, 2.0, 4, 400.0) == pytest.approx(0.5 * yield_of(100.0, 2.0, 2, 400.0))


# ------------------------------------------------------------------------------------------------------------- villages


def eclipsed(office=Office.FACTORY, secretarys_income=20.0, heads_income=900.0):
    """An office whose head has donju income, and a secretary; three donju, tenants where it is a factory."""
    country = SmallCountry()
    if office == Office.FACTORY:
        organisation, head, secretary = country.plant()
    else:
        organisation = country.organisation(kind=office)
        head, secretary = country.official(organisation, Post.HEAD), country.official(organisation, Post.PARTY_SECRETARY)
    donju = [country.donju() for _ in range(3)]
    for one in donju:
        if office == Office.FACTORY:
            country.lease(organisation, one)
        else:
            country.tie(head, one)
    country.post_of(head).update(usual_takings=heads_income * USD, usual_donju=heads_income * USD)
    country.post_of(secretary).update(usual_takings=secretarys_income * USD)
    return country, organisation, head, secretary, donju


@pytest.mark.parametrize("office", [Office.FACTORY, Office.PROSECUTION, Office.POLICE])
def test_the_same_rule_serves_every_office_with_a_head_and_a_party_secretary(office):
    country, organisation, _, _, _ = eclipsed(office)
    world = country.world()

    live(world, leases.pay_rent, rivalry.weigh, rivalry=Rivalry(moves=1.0))

    assert world["organisations"]["aim"][organisation] == Aim.COURT


def test_a_secretary_who_has_more_than_the_head_lets_it_be():
    country, organisation, _, _, _ = eclipsed(secretarys_income=5_000.0)
    world = country.world()

    live(world, leases.pay_rent, rivalry.weigh, rivalry=Rivalry(moves=1.0))

    assert world["organisations"]["aim"][organisation] == Aim.NOTHING


def test_the_courted_donju_enters_into_a_tie_or_falls_from_grace():
    country, _, _, secretary, donju = eclipsed()
    frightened, fearless = country.world(), country.world()

    yes = live(frightened, leases.pay_rent, rivalry.weigh, rivalry.court, rivalry=Rivalry(moves=1.0, menace=2.0, nerve=0.0))
    no = live(fearless, leases.pay_rent, rivalry.weigh, rivalry.court, rivalry=Rivalry(moves=1.0, menace=0.0, at_stake=0.0))

    assert [kind for kind, _, _ in yes] == ["COURTED", "TIE_FORMED", "FEUD_BEGUN"]
    assert [kind for kind, _, _ in no] == ["COURTED", "COURT_REFUSED"]
    assert frightened["ties"]["kind"].tolist() == [Tie.CLIENT]
    assert frightened["ties"]["patron"].tolist() == [secretary]
    assert fearless["grudges"]["holder"].tolist() == [secretary]
    assert fearless["grudges"]["against"][0] in donju


def test_refused_by_all_he_quarrels_and_a_coerced_bribe_follows():
    country, _, head, secretary, donju = eclipsed()
    world = country.world()

    told = live(world, *MONTH, months=12, rivalry=Rivalry(moves=1.0, capacity=1, menace=0.0, at_stake=0.0))
    kinds = [kind for kind, _, _ in told]

    assert ("QUARREL", secretary, head) in told
    assert kinds.index("COURT_REFUSED") < kinds.index("QUARREL") < kinds.index("BRIBE_COERCED")
    assert {who for kind, who, _ in told if kind == "BRIBE_COERCED"} <= set(donju)


def test_a_quarrel_is_not_begun_anew_every_month():
    country, _, head, secretary, _ = eclipsed()

    told = live(country.world(), *MONTH, months=12, rivalry=Rivalry(moves=1.0, menace=0.0, at_stake=0.0, lasts=12))

    assert told.count(("QUARREL", secretary, head)) == 1


def test_a_withdrawn_order_makes_infractions_jump():
    country, plant, _, secretary, donju = eclipsed()
    country.rows["organisations"][plant]["order_by"] = secretary
    for lease in country.rows["leases"]:
        lease["half_legal"] = True
    world = country.world()
    world["organisations"]["aim"][plant] = Aim.QUARREL

    told = live(world, rivalry.quarrel, rivalry=Rivalry(withdraws=1.0, uncovered=4.0))

    assert ("EXTRA_EARNINGS_WITHDRAWN", secretary, -1) in told
    assert world["businesses"]["infractions"].tolist() == [7.0] * len(donju)
    assert world["organisations"]["order_by"][plant] == -1


def test_the_manager_may_answer_with_lower_rent():
    country, plant, manager, _, donju = eclipsed()
    world = country.world()
    world["organisations"]["aim"][plant] = Aim.QUARREL
    rents = world["leases"]["rent"].copy()

    told = live(world, leases.pay_rent, rivalry.quarrel, leases.review, leases=Leases(keeps=1.0))

    assert {("RENT_CUT", manager, one) for one in donju} <= set(told)
    assert (world["leases"]["rent"] < rents).all()


def test_the_richer_the_head_becomes_the_surer_the_secretary_enters():
    def months_until_he_enters(heads_income):
        country, plant, _, _, _ = eclipsed(secretarys_income=200.0, heads_income=heads_income)
        world = country.world(seed=3)
        for month in range(24):
            world["posts"]["usual_takings"][0] = world["posts"]["usual_donju"][0] = heads_income * USD
            world["posts"]["usual_takings"][1] = 200.0 * USD
            live(world, leases.pay_rent, rivalry.weigh, rivalry.court, rivalry.quarrel)
            if world["organisations"]["entered"][plant]:
                return month
        return 24

    assert months_until_he_enters(1_500.0) < months_until_he_enters(60.0) == 24


def test_two_slices_give_the_same_quarrels():
    def told(cuts):
        country = SmallCountry(2)
        for county in range(2):
            plant, manager, secretary = country.plant(county)
            country.post_of(manager).update(usual_takings=900.0 * USD, usual_donju=900.0 * USD)
            for _ in range(3):
                country.lease(plant, country.donju(county))
        world = country.world()
        world.arrange(cuts=cuts)
        return live(world, *MONTH, months=6, rivalry=Rivalry(moves=1.0)), world["accounts"]["balance"].tolist()

    assert told(None) == told([1])


# ---------------------------------------------------------------------------------------------------------------- bench


@bench
def test_secretaries_enter_after_the_managers_donju_income_has_passed_theirs():
    counties = 30
    country = SmallCountry(counties)
    for county in range(counties):
        plant, _, secretary = country.plant(county)
        country.post_of(secretary)["usual_takings"] = 200.0 * USD
        for number in range(3):
            country.lease(plant, country.donju(county, sales=900.0 + 60.0 * number), rent=0.0)
    world, posts = country.world(), np.arange(0, 2 * counties, 2)
    crossed, entered = np.full(counties, 99), np.full(counties, 99)
    for month in range(36):
        # the managers' rents rise month by month; the secretaries have what their cards bring
        world["leases"]["rent"][:] = 6 * month * USD
        world["posts"]["usual_takings"][posts + 1] = 200.0 * USD
        live(world, offices.open_month, leases.pay_rent, offices.close_month, rivalry.weigh, rivalry.court, rivalry.quarrel)
        ahead = world["posts"]["usual_donju"][posts] > 200.0 * USD
        crossed[ahead & (crossed == 99)] = month
        entered[(world["organisations"]["entered"] > 0) & (entered == 99)] = month

    assert (entered < 99).mean() > 0.8
    assert (entered >= crossed)[entered < 99].mean() > 0.8


def free_spaces(post_tolls, seed):
    """Thirty counties with more spaces than donju who want them, ten years: businesses, taken per business, taken in all."""
    rng, counties, donju = np.random.default_rng(seed), 30, 24
    country = SmallCountry(counties)
    for county in range(counties):
        shares = float(rng.uniform(0.1, 0.5)), float(rng.uniform(0.1, 0.5))
        _, manager, secretary = country.plant(county, spaces=40, entered=1, asking=shares)
        for _ in range(donju):
            one = country.donju(county, sales=float(rng.lognormal(7.3, 0.6)))
            country.tie(manager, one, 1.0)
            country.tie(secretary, one, 1.0)
    world = country.world(seed)
    guess = np.exp(rng.normal(0.0, 0.5, counties * donju) - 0.125)
    month = (offices.open_month, leases.find_space, leases.pay_rent, demands.collect_tolls, post_tolls, leases.review)
    seen = []
    for number in range(120):
        live(world, *month, guess=guess, leases=Leases(seek=0.3, offers=4.0, profit_share=0.0, gain=0.3))
        table = world["leases"]
        taken = (table["manager_take"] + table["secretary_take"])[table["open"]].sum() / USD
        if number >= 96:
            seen.append((table["open"].sum(), taken / table["open"].sum(), taken))
    return np.mean(seen, axis=0)


@bench
def test_where_spaces_are_free_two_who_ask_separately_take_more_of_each_have_fewer_and_less_in_all():
    separate = sum(free_spaces(tolls.post_tolls, seed) for seed in (1, 2))
    joint = sum(free_spaces(joint_monopoly.post_tolls, seed) for seed in (1, 2))
    businesses, from_each, in_all = range(3)

    assert separate[from_each] > 1.02 * joint[from_each]
    assert separate[businesses] < 0.98 * joint[businesses]
    assert separate[in_all] < joint[in_all]


def test_the_theory_says_the_same_of_a_common_sign():
    worth_beside_sign = np.exp(np.random.default_rng(1).normal(0.0, 0.5, 2_000))

    one = equilibrium_tolls(worth_beside_sign, 2, "joint")
    two = equilibrium_tolls(worth_beside_sign, 2, "simultaneous")

    assert two.total > one.total
    assert two.admitted < one.admitted
    assert two.revenue < one.revenue
