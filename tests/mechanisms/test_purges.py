"""Purges: who falls, by what weights, what becomes of him, and who falls under suspicion with him."""

import numpy as np
import pytest

from allssam.engine import month_number, usd
from allssam.mechanisms import purges
from allssam.mechanisms.purges import (
    Purges,
    contested,
    falls_under_suspicion,
    fate_of_victim,
    risk,
    seems_to_challenge,
    speaks_against,
    takes_over,
    to_fall,
    weight_of_suspicion,
)
from allssam.world import Event, Office, Post, Purge, Standing, Target, Tie

STEPS = (purges.strike, purges.suspect_colleagues, purges.look_into, purges.take_over)
ONLY = {"by_challenge": 0.0, "by_known_ties": 0.0, "by_association": 0.0, "by_exposure": 0.0, "by_nothing": 0.01}


@pytest.fixture
def p(numbers):
    return numbers(Purges)


def test_what_would_be_more_than_certain_goes_to_the_others():
    risks = purges.share_out(3.0, np.array([[50.0], [40.0], [2.0], [1.0], [1.0]]))

    assert risks.tolist() == [1.0, 1.0, 0.5, 0.25, 0.25]


def given(**values):
    return {"purges": Purges.from_values(values).in_month(month_number("2013-06"))}


def test_a_year_s_purges_are_spread_over_its_months_and_over_the_posts_of_a_full_size_country(p):
    in_a_year = 12 * 3_000 * to_fall(60.0, p)

    assert in_a_year == pytest.approx(60.0)


def test_a_reason_counts_relative_to_the_average_cadre_and_not_at_all_where_it_holds_of_nobody():
    assert speaks_against(0.2, 3.0, 1.0) == pytest.approx(0.6)
    assert speaks_against(0.2, 0.0, 0.0) == 0.0


def test_reasons_move_the_risk_and_leave_its_sum_alone(p):
    challenge = np.array([0.0, 1.0, 2.0, 5.0])
    against = [speaks_against(0.5, x, challenge.mean()) + 0.5 for x in challenge]
    risks = [risk(0.4, mine, sum(against)) for mine in against]

    assert sum(risks) == pytest.approx(0.4)
    assert risks == sorted(risks)
    assert risks[0] > 0.0


def test_the_institution_the_ruler_leans_on_less_seems_the_challenger(p):
    assert contested(Office.ARMY_COMMAND, 0.3) > contested(Office.CENTRAL_PARTY, 0.3)
    assert contested(Office.ARMY_COMMAND, 0.8) < contested(Office.CENTRAL_PARTY, 0.8)
    assert contested(Office.CABINET, 0.3) == contested(Office.CABINET, 0.8)


def test_a_following_and_wealth_make_a_challenger(p):
    plain = seems_to_challenge(Office.CABINET, 0.5, 0, 0.0, p)

    assert seems_to_challenge(Office.CABINET, 0.5, 5, 0.0, p) > plain
    assert seems_to_challenge(Office.CABINET, 0.5, 0, float(usd(900)), p) > plain


def test_fates_follow_their_shares(p):
    fates = [fate_of_victim(lot, p) for lot in (0.0, p.executed + 0.01, 0.99)]

    assert fates == [Purge.EXECUTED, Purge.SENT_TO_CAMP, Purge.DEMOTED]


def test_suspicion_fades_and_friends_are_suspected_more_than_colleagues(p):
    assert weight_of_suspicion(0.8, 0, p) == 0.8
    assert weight_of_suspicion(0.8, p.remembered // 2, p) == pytest.approx(0.4)
    assert weight_of_suspicion(0.8, 2 * p.remembered, p) == 0.0
    assert falls_under_suspicion(0.8, True, p) > falls_under_suspicion(0.0, False, p)


def test_a_successor_bids_only_for_those_who_have_nobody(p):
    assert takes_over(True, False, p) == p.bids
    assert takes_over(True, True, p) == takes_over(False, False, p) == 0.0


def centre(make_county, each=100, purges_a_year=0.0, seed=7, army_weight=0.5):
    """A Centre of four offices of `each` senior cadres, and a county head below each of the first ten cadres of the Party."""
    county = make_county(seed=seed)
    county.cadres = {}
    for office in (Office.CENTRAL_PARTY, Office.CABINET, Office.ARMY_COMMAND, Office.MISSION):
        made = county.office(office)
        county.cadres[office] = [county.official(made, Post.CENTRAL_CADRE, income=0) for _ in range(each)]
    for row in county.rows["posts"]:
        row["rank"] = 6
    county.rows["counties"][0].update(purges_a_year=purges_a_year, army_weight=army_weight)
    committee = county.office(Office.PARTY_COMMITTEE)
    county.heads = [county.official(committee, Post.HEAD) for _ in range(10)]
    for superior, head in zip(county.cadres[Office.CENTRAL_PARTY], county.heads, strict=False):
        county.rows["ties"][county.tie(superior, head, known_to=tuple(county.heads[:3]))]["kind"] = Tie.UPWARD
    return county


def test_without_intensity_nobody_is_purged(make_county):
    county = centre(make_county).months(24, *STEPS)

    assert county.told == []


def test_as_many_fall_as_the_path_has_it_whatever_the_weights(make_county):
    fallen = {}
    for name, weights in {"mixed": {}, "nothing": ONLY, "challenge": {**ONLY, "by_challenge": 1.0}}.items():
        county = centre(make_county, each=150, purges_a_year=100.0)
        fallen[name] = county.months(24, *STEPS, values=given(full_size=600, **weights)).count(Event.PURGED)

    assert all(150 < number < 250 for number in fallen.values()), fallen


def test_exposure_strikes_missions_first(make_county):
    county = centre(make_county, purges_a_year=60.0)
    county.months(12, *STEPS, values=given(full_size=500, **{**ONLY, "by_exposure": 1.0}))
    offices = county.column("purges.office")[county.column("purges.open")]

    assert (offices == Office.MISSION).mean() > 0.9
    assert (county.column("purges.target")[county.column("purges.open")] == Target.EXPOSURE).mean() > 0.9


def test_a_ruler_who_leans_on_the_party_has_the_army_s_cadres_fall(make_county):
    county = centre(make_county, purges_a_year=60.0, army_weight=0.1)
    county.months(12, *STEPS, values=given(full_size=500, **{**ONLY, "by_challenge": 1.0}))
    offices = county.column("purges.office")[county.column("purges.open")]

    assert (offices == Office.ARMY_COMMAND).sum() > 2 * (offices == Office.CENTRAL_PARTY).sum()


def test_who_was_close_to_a_victim_is_likelier_to_be_the_next(make_county):
    """Association clusters purges in bureaus; without it they fall anywhere."""
    close = {}
    for name, weights in {"association": {**ONLY, "by_association": 1.0, "by_nothing": 0.3}, "nothing": ONLY}.items():
        county = centre(make_county, purges_a_year=60.0)
        county.months(24, *STEPS, values=given(full_size=500, looked_into=0.0, remembered=24, **weights))
        number = county.column("posts.number")[county.column("purges.post")[county.column("purges.open")]]
        close[name] = np.bincount(number // 12).max()

    assert close["association"] > close["nothing"]
    assert county.count(Event.PURGED) > 60


def test_a_purge_through_a_friend_names_the_purge_of_the_friend(make_county):
    county = centre(make_county, purges_a_year=120.0)
    county.months(24, *STEPS, values=given(full_size=500, **{**ONLY, "by_association": 1.0}))

    assert county.chain(Event.PURGED)[:2] == [Event.PURGED, Event.PURGED]



def fall_of_everybody(make_county, months=8, **weights):
    county = centre(make_county, each=20, purges_a_year=500.0)
    return county.months(months, *STEPS, values=given(full_size=500, looked_into=0.0, **weights))


def test_the_executed_are_dead_and_leave_no_household_behind(make_county):
    county = fall_of_everybody(make_county, executed=1.0, sent_to_camp=0.0)
    victims = county.column("purges.victim")[county.column("purges.open")]
    homes = county.column("people.household")[victims]

    assert len(victims) > 20
    assert (county.column("people.standing")[victims] == Standing.DEAD).all()
    assert (county.column("households.size")[homes] == 0).all()
    assert all(county.cash(victim) == 0 for victim in victims)
    assert county.column("counties.people")[0] == 100_000 - len(victims)


def test_those_sent_to_a_camp_serve_without_term_and_the_demoted_only_lose_their_posts(make_county):
    county = fall_of_everybody(make_county, executed=0.0, sent_to_camp=0.5)
    rows = county.column("purges.open")
    victims, fate = county.column("purges.victim")[rows], county.column("purges.fate")[rows]
    standing = county.column("people.standing")[victims]

    assert (standing[fate == Purge.SENT_TO_CAMP] == Standing.CAMP).all()
    assert (fate == Purge.SENT_TO_CAMP).any()
    assert (standing[fate == Purge.DEMOTED] == Standing.FREE).all()
    assert (fate == Purge.DEMOTED).any()
    assert (county.column("people.post")[victims] == -1).all()
    assert (county.column("posts.holder")[county.column("purges.post")[rows]] == -1).all()


def test_a_purged_patron_leaves_clients_orphaned_and_under_suspicion(make_county):
    county = fall_of_everybody(make_county)
    orphaned = county.events(Event.ORPHANED_CLIENT)
    rows = county.column("suspicions.client") & county.column("suspicions.open")

    assert orphaned
    assert {who for _, who, _, _ in orphaned} <= set(county.heads)
    assert set(county.column("suspicions.person")[rows]) <= set(county.heads)
    assert county.chain(Event.ORPHANED_CLIENT)[:2] == [Event.ORPHANED_CLIENT, Event.PURGED]
    assert county.column("ties.open").sum() == 10 - len(orphaned)


def test_those_close_to_a_victim_are_looked_into_and_may_lose_their_posts(make_county):
    county = centre(make_county, each=20, purges_a_year=200.0)
    county.months(12, *STEPS, values=given(full_size=500, looked_into=1.0, costs_post=1.0))

    assert county.count(Event.INVESTIGATED) == county.count(Event.DISMISSED) > 0
    assert county.chain(Event.DISMISSED)[:3] == [Event.DISMISSED, Event.INVESTIGATED, Event.PURGED]


def test_the_successor_takes_over_the_clients(make_county):
    county = fall_of_everybody(make_county, months=6)
    posts, people = county.world["posts"], county.world["people"]
    spare = [person for person in county.cadres[Office.MISSION] if people["post"][person] >= 0]
    fallen = np.unique(county.column("suspicions.post")[county.column("suspicions.client")])
    county.world["counties"]["purges_a_year"][0] = 0.0
    for post, successor in zip(fallen, spare, strict=False):
        posts["holder"][people["post"][successor]] = -1
        posts["holder"][post], posts["since"][post], people["post"][successor] = successor, county.world.month, post
    county.months(24, *STEPS, values=given(full_size=500, looked_into=0.0))

    assert county.count(Event.TAKEN_OVER) >= min(len(fallen), len(spare)) > 0
    assert county.chain(Event.TAKEN_OVER)[:3] == [Event.TAKEN_OVER, Event.ORPHANED_CLIENT, Event.PURGED]


def test_a_purge_is_forgotten_in_time(make_county):
    county = fall_of_everybody(make_county, months=2, remembered=12)
    county.world["counties"]["purges_a_year"][0] = 0.0
    county.months(14, *STEPS, values=given(full_size=500, remembered=12))

    assert not county.column("purges.open").any()
    assert not county.column("suspicions.open").any()
