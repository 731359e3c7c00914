"""Disputes: what is written, what is filed, who is warned, who prevails, and the donju between the two."""

import numpy as np
import pytest

from allssam.engine import usd
from allssam.mechanisms import disputes, justice
from allssam.mechanisms.disputes import (
    Disputes,
    counters,
    documents,
    fate_of_loser,
    fears,
    files,
    hopes_for,
    looks_for_fault,
    merit_of_dossier,
    prevails,
    puts_at_stake,
    spares,
    stands,
    warns,
    weight_of_file,
    withdraws,
)  # fmt: skip
from allssam.world import Event, Fate, Office, Post

MONTH = (
    justice.count_friends, disputes.write_dossiers, disputes.file_dossiers, disputes.warn_and_counter, disputes.decide,
    disputes.unseat_losers, disputes.go_on_with_donju,
)  # fmt: skip
COURT = (
    justice.take_up, justice.assign, justice.give_chances_to_pay, justice.trace_patrons, justice.find_culprits, justice.carry_out_sentences,
)  # fmt: skip


@pytest.fixture
def p(numbers):
    return numbers(Disputes)


# ---------------------------------------------------------------------------------------------------------------- rules


def test_the_deeper_the_ill_will_the_sooner_fault_is_looked_for(p):
    assert looks_for_fault(0.9, 1.0, p) > looks_for_fault(0.3, 1.0, p) > looks_for_fault(0.0, 1.0, p) == 0


def test_where_nothing_was_done_there_is_nothing_to_document():
    assert documents(0.0) == 0
    assert documents(3.0) > documents(1.0)


def test_a_file_weighs_what_the_donju_has_done_within_bounds(p):
    assert weight_of_file(2.0, p) == pytest.approx(1.0)
    assert weight_of_file(1000.0, p) == p.gravest


def test_he_hopes_for_more_from_a_richer_donju_and_a_rival_who_earns_more(p):
    least = hopes_for(usd(100), 1.0, usd(300), usd(300), False, p)

    assert hopes_for(usd(500), 1.0, usd(300), usd(300), False, p) > least
    assert hopes_for(usd(100), 1.0, usd(300), usd(900), False, p) > least
    assert hopes_for(usd(100), 1.0, usd(300), usd(300), True, p) > least


def test_he_does_not_envy_one_who_earns_less(p):
    assert hopes_for(usd(100), 1.0, usd(900), usd(100), False, p) == hopes_for(
        usd(100), 1.0, usd(900), usd(900), False, p
    )


def test_he_fears_a_rival_with_known_friends_and_less_so_when_he_has_friends_himself(p):
    assert fears(1.0, 0.0, usd(3_000), p) > 5 * fears(0.0, 0.0, usd(3_000), p)
    assert fears(0.5, 1.0, usd(3_000), p) < fears(0.5, 0.0, usd(3_000), p)


def test_who_has_more_to_lose_is_more_afraid(p):
    assert fears(0.5, 0.0, usd(9_000), p) > fears(0.5, 0.0, usd(1_000), p)


def test_a_year_is_at_stake_and_the_post_of_whoever_holds_one(p):
    assert puts_at_stake(False, usd(100), p) == usd(1_200)
    assert puts_at_stake(True, usd(100), p) == usd(1_200) + p.post_worth


def test_nobody_writes_about_a_donju_of_his_own():
    assert spares(0.2)
    assert not spares(0.0)


def test_a_charge_stands_until_it_is_answered():
    assert stands(False)
    assert not stands(True)


def test_the_more_is_on_paper_the_better_the_case():
    assert merit_of_dossier(0.0) == 0
    assert merit_of_dossier(1.0) < merit_of_dossier(3.0) < 1


def test_he_files_when_he_hopes_for_more_than_he_fears(p):
    assert files(usd(500), usd(200), p)
    assert not files(usd(200), usd(500), p)


def test_a_close_friend_warns_more_surely(p):
    assert warns(0.8, p) > warns(0.2, p) > 0


def test_the_counter_charge_is_as_good_as_the_books_make_it(p):
    assert counters(True, False, p) == counters(False, True, p) > counters(False, False, p)


def test_the_side_with_more_friends_prevails(p):
    assert prevails(1.5, 0.5, 0.0, 1.0, p) == 1
    assert prevails(0.5, 1.5, 1.0, 0.0, p) == 0


def test_equals_toss_a_coin(p):
    assert prevails(0.0, 0.0, 1.0, 0.0, p) == prevails(0.7, 0.7, 0.0, 1.0, p) == 0.5


def test_the_better_case_counts_only_where_evidence_is_given_weight(numbers):
    lawful = numbers(Disputes, evidence=1.0, decisiveness=1.0)

    assert prevails(0.0, 2.0, 0.9, 0.1, lawful) == pytest.approx(0.9)


def test_at_low_decisiveness_friends_only_help(numbers):
    assert prevails(3.0, 1.0, 0.0, 0.0, numbers(Disputes, decisiveness=1.0)) == pytest.approx(0.75)


def test_friends_in_the_party_committee_soften_the_fall(p):
    assert [fate_of_loser(lot, 0.0, p) for lot in (0.1, 0.5, 0.9)] == [Fate.TRIED, Fate.DISMISSED, Fate.TRANSFERRED]
    assert fate_of_loser(0.5, 2.0, p) == Fate.TRANSFERRED


def test_only_one_with_friends_there_can_have_a_case_withdrawn(p):
    assert withdraws(0.8, 0.0, p) == 0
    assert withdraws(0.8, 1.0, p) > withdraws(0.2, 1.0, p) > 0


# ---------------------------------------------------------------------------------------------------- a bench of quarrels


def bench(make_county, plants=80, friends="none", months=8, values=None, seed=3, steps=MONTH, secretarys_friend=False):
    """Many factories with a feud; managers' friends in the prosecutor's office are none, known to the secretary, or hidden."""
    county = make_county(seed=seed)
    _, staff = county.prosecution(investigators=4)
    managers, secretaries, donju = [], [], []
    for number in range(plants):
        plant = county.office(Office.FACTORY)
        manager = county.official(plant, Post.MANAGER, income=usd(900))
        secretary = county.official(plant, Post.PARTY_SECRETARY, income=usd(300))
        tenant = county.donju()
        county.tie(manager, tenant, 0.6)
        county.add("feuds", organisation=plant, head=manager, secretary=secretary, enmity=1.0)
        if friends != "none":
            county.tie(staff[number % 4], manager, 0.7, known_to=(secretary,) if friends == "known" else ())
        if secretarys_friend:
            county.tie(staff[(number + 1) % 4], secretary, 0.7)
        managers.append(manager)
        secretaries.append(secretary)
        donju.append(tenant)
    county.months(months, *steps, values={"disputes": values} if values else None)
    return county, managers, secretaries, donju


def rate(county, part, whole):
    return county.count(part) / max(1, county.count(whole))


def test_known_friends_prevent_a_fight_and_hidden_ones_do_not(make_county):
    filed = {
        friends: rate(bench(make_county, friends=friends)[0], Event.DOSSIER_FILED, Event.DOSSIER_WRITTEN)
        for friends in ("none", "known", "hidden")
    }

    assert filed["known"] < 0.3 < 0.8 < min(filed["none"], filed["hidden"])


def test_hidden_friends_win_the_fight(make_county):
    won = {}
    for friends in ("none", "hidden"):
        county, managers, _, _ = bench(make_county, friends=friends)
        winners = [who for _, who, _, _ in county.events(Event.DISPUTE_WON)]
        won[friends] = np.isin(winners, managers).mean()

    assert won["none"] == 0  # nobody warned them, and a charge that nobody answers stands
    assert won["hidden"] > 0.3


def decided(county):
    """Of disputes in which both sides have filed: whether the accused has won, one by one."""
    answered = county.column("disputes.countered") & (county.column("disputes.winner") >= 0)
    return (county.column("disputes.winner") == county.column("disputes.accused"))[answered]


def test_between_two_claims_the_side_with_more_friends_always_prevails(make_county):
    county, _, _, _ = bench(make_county, friends="hidden")

    assert len(decided(county)) > 10
    assert decided(county).all()


def test_equal_friends_on_both_sides_toss_a_coin(make_county):
    county, _, _, _ = bench(make_county, plants=160, friends="hidden", secretarys_friend=True, months=10)

    assert 0.35 < decided(county).mean() < 0.65


def test_officials_with_friends_there_are_warned_and_answer_far_more_often(make_county):
    tied = rate(bench(make_county, friends="hidden")[0], Event.COUNTER_FILED, Event.DOSSIER_FILED)
    untied = rate(bench(make_county, friends="none")[0], Event.COUNTER_FILED, Event.DOSSIER_FILED)

    assert tied > 0.3
    assert tied >= 3 * untied


def test_an_answer_comes_within_the_month(make_county):
    county, _, _, _ = bench(make_county, friends="hidden")

    assert county.chain(Event.COUNTER_FILED)[:4] == [
        Event.COUNTER_FILED,
        Event.TIPPED_OFF,
        Event.DOSSIER_FILED,
        Event.DOSSIER_WRITTEN,
    ]


def test_evidence_exchanged_changes_nothing_at_weight_0(make_county, numbers):
    as_is, _, _, _ = bench(make_county, friends="hidden", secretarys_friend=True)
    exchanged, _, _, _ = bench(
        make_county,
        friends="hidden",
        secretarys_friend=True,
        values=numbers(Disputes, merit_if_true=0.0, merit_if_false=1.0),
    )

    assert as_is.events() == exchanged.events()


def test_evidence_decides_where_it_is_given_all_the_weight(make_county, numbers):
    good, bad = (numbers(Disputes, evidence=1.0, merit_if_false=merit) for merit in (1.0, 0.0))

    assert decided(bench(make_county, friends="hidden", values=good)[0]).all()
    assert not decided(bench(make_county, friends="hidden", values=bad)[0]).any()


def test_losers_are_tried_dismissed_or_transferred(make_county):
    county, _, _, _ = bench(make_county, friends="none", months=12)
    lost = county.count(Event.DISPUTE_WON)

    assert 0.3 < county.count(Event.DISMISSED) / lost < 0.7
    assert county.count(Event.TRANSFERRED) > 0


def test_who_is_dismissed_leaves_an_empty_post_that_remembers_why(make_county):
    county, managers, _, _ = bench(make_county, friends="none", months=12)
    dismissed = [who for _, who, _, _ in county.events(Event.DISMISSED)]
    vacant = county.column("posts.holder") < 0

    assert (county.column("people.post")[dismissed] == -1).all()
    assert vacant.sum() == len(dismissed)
    assert (county.column("posts.vacated")[vacant] > 0).all()


def test_posts_and_holders_always_name_one_another(make_county):
    county, _, _, _ = bench(make_county, friends="hidden", months=12)
    holders = county.column("posts.holder")
    held = np.nonzero(holders >= 0)[0]

    assert (county.column("people.post")[holders[held]] == held).all()


def test_the_donjus_case_goes_on_whoever_wins(make_county):
    for friends in ("none", "hidden"):
        county, _, _, _ = bench(make_county, friends=friends)
        cases, withdrawn = county.world["cases"], county.count(Event.CASE_WITHDRAWN)

        assert cases.count >= county.count(Event.DISPUTE_WON) - withdrawn > 0


@pytest.mark.parametrize("friends", ["none", "hidden"])
def test_donju_go_to_prison_whichever_official_wins(make_county, friends):
    county, managers, _, donju = bench(make_county, plants=250, friends=friends, months=10, steps=(*MONTH, *COURT))
    sent = [who for _, who, _, _ in county.events(Event.SENTENCED_LABOUR, Event.SENTENCED_PRISON, Event.SENTENCED_CAMP)]
    won_by_manager = {whom for _, who, whom, _ in county.events(Event.DISPUTE_WON) if who in managers}

    assert np.isin(sent, donju).sum() > 0
    assert friends == "none" or won_by_manager


def in_the_drawer(make_county):
    """A secretary keeps a dossier in his drawer for a month: his manager has friends at law, and he knows it."""
    county = make_county()
    _, staff = county.prosecution()
    plant = county.office(Office.FACTORY)
    manager = county.official(plant, Post.MANAGER, income=usd(900))
    secretary = county.official(plant, Post.PARTY_SECRETARY)
    tenant = county.donju()
    county.tie(manager, tenant, 0.6)
    for friend in staff[:2]:
        county.tie(friend, manager, 0.9, known_to=(secretary,))
    county.add(
        "dossiers", author=secretary, target=tenant, rival=manager, organisation=plant, gravity=1.0, since=1361,
        rival_post=county.rows["people"][manager]["post"],
    )  # fmt: skip
    county.months(1, justice.count_friends, disputes.file_dossiers)
    return county, manager, secretary


def test_a_dossier_in_the_drawer_is_filed_when_the_patron_has_fallen(make_county):
    county, manager, _ = in_the_drawer(make_county)
    kept = county.count(Event.DOSSIER_FILED)

    post = int(county.column("people.post")[manager])
    county.column("posts.holder")[post] = -1
    county.column("people.post")[manager] = -1
    county.months(1, justice.count_friends, disputes.file_dossiers)

    assert kept == 0
    assert county.count(Event.DOSSIER_FILED) == 1
    assert county.world["cases"].count == 1  # nobody is left to dispute it


def test_whoever_has_no_post_to_lose_files_where_an_official_would_not(make_county):
    county, _, secretary = in_the_drawer(make_county)
    as_secretary = county.count(Event.DOSSIER_FILED)

    county.column("posts.holder")[int(county.column("people.post")[secretary])] = -1
    county.column("people.post")[secretary] = -1
    county.months(1, justice.count_friends, disputes.file_dossiers)

    assert (as_secretary, county.count(Event.DOSSIER_FILED)) == (0, 1)
    assert county.world["disputes"].count == 1  # the manager is there to dispute it


def test_an_unsatisfied_payer_writes_on_a_donju_of_the_cadre_who_failed_him(make_county):
    county = make_county()
    county.prosecution()
    cadre = county.official(county.office(Office.ADMINISTRATION), Post.DEPARTMENT_HEAD)
    payer, favourite = county.donju(capital=usd(6_000)), county.donju(capital=usd(30_000))
    county.tie(cadre, favourite, 0.6, known_to=(payer,))
    county.add("grudges", holder=payer, against=cadre, strength=1.0)
    county.months(40, *MONTH[:2])

    assert county.events(Event.DOSSIER_WRITTEN) == [(Event.DOSSIER_WRITTEN, payer, favourite, 0)]


@pytest.mark.parametrize(("office", "written"), [(Office.ADMINISTRATION, 1), (Office.POLICE, 0)])
def test_who_can_open_a_case_himself_makes_no_paper_for_those_who_can(make_county, office, written):
    county = make_county()
    county.prosecution()
    slighted = county.official(county.office(office), Post.OFFICER if office == Office.POLICE else Post.DEPARTMENT_HEAD)
    county.add("grudges", holder=slighted, against=county.donju(capital=usd(30_000)), strength=1.0)
    county.months(40, *MONTH[:2])

    assert county.count(Event.DOSSIER_WRITTEN) == written


def test_nobody_writes_on_ties_he_has_not_heard_of(make_county):
    county = make_county()
    county.prosecution()
    cadre = county.official(county.office(Office.ADMINISTRATION), Post.DEPARTMENT_HEAD)
    payer, favourite = county.donju(), county.donju()
    county.tie(cadre, favourite, 0.6)
    county.add("grudges", holder=payer, against=cadre, strength=1.0)
    county.months(40, *MONTH[:2])

    assert county.count(Event.DOSSIER_WRITTEN) == 0


def test_writing_scales_with_the_people_in_a_posts_charge(numbers):
    p = numbers(Disputes)

    assert looks_for_fault(0.5, 0.25, p) == pytest.approx(0.25 * looks_for_fault(0.5, 1.0, p))
