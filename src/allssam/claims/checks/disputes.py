"""Dossiers, tip-offs, counter-charges, and who prevails."""

import numpy as np

from allssam.claims.pasts import Past, Year
from allssam.claims.registry import Reading, check, share
from allssam.world import Event, Office, Post, Tie


@check("dossier-legal-fault", lesion="disputes.write_dossiers")
def fault_is_put_on_paper(litigious: Past) -> list[Reading]:
    """Officials document what donju tied to their rivals have done; most of it goes to the legal authority, some is kept as a lever."""
    written = litigious.events(Event.DOSSIER_WRITTEN)
    later = written.where(
        written["month"] >= litigious.first + 24
    )  # ill will from before the run has no cause on record
    out_of_ill_will = litigious.causes(later) > 0
    filed, withheld = litigious.happened(Event.DOSSIER_FILED), litigious.happened(Event.DOSSIER_WITHHELD)
    return [
        Reading(
            share(1200 * len(written) / litigious.months, litigious.mean("donju")),
            "dossiers by 100 donju and year",
            at_least=0.5,
        ),
        Reading(
            share(out_of_ill_will.sum(), len(later)),
            "of them after a quarrel, a refusal or a tie that turned",
            at_least=0.9,
        ),
        Reading(share(filed, len(written)), "filed for each written", at_least=0.3),
        Reading(share(withheld, len(written)), "kept in the drawer at first", at_least=0.02),
    ]


@check("dossier-aim", lesion="disputes.unseat_losers")
def rivals_and_donju_are_removed(litigious: Past) -> list[Reading]:
    """Officials who lose a dispute lose their post or are tried, and the donju in whose name it was fought is charged."""
    won = litigious.events(Event.DISPUTE_WON)
    gone = litigious.events(Event.DISMISSED, Event.TRANSFERRED)
    of_disputes = gone.where(litigious.causes(gone) == Event.DISPUTE_WON)
    removed = np.isin(won["whom"], of_disputes["who"])
    opened = litigious.events(Event.CASE_OPENED)
    filed = litigious.causes(opened) == Event.DOSSIER_FILED
    return [
        Reading(share(removed.sum(), len(won)), "of losers lose their post or change it", at_least=0.5),
        Reading(
            share(filed.sum(), litigious.happened(Event.DOSSIER_FILED)),
            "cases opened for each dossier filed",
            at_least=0.3,
        ),
    ]


def disputes_of_the_tied(past: Past) -> tuple[int, int, int]:
    """Disputes whose accused had a friend in the prosecutor's office by then; those in which he was warned, and in which he answered."""
    tied = warned = answered = 0
    tips, counters = past.events(Event.TIPPED_OFF), past.events(Event.COUNTER_FILED)
    for year in past.all_years:
        disputes, people, posts, ties = year.this_year("disputes"), year["people"], year["posts"], year["ties"]
        office = np.full(len(people), -1)
        held = posts["holder"] >= 0
        office[posts["holder"][held]] = posts["office"][held]
        at_law = office == Office.PROSECUTION
        friend_since = np.full(len(people), year.month + 1)
        for one, other in (("client", "patron"), ("patron", "client")):
            there = at_law[ties[other]]
            np.minimum.at(friend_since, ties[one][there], ties["since"][there])
        accused = disputes["accused"]
        befriended = friend_since[accused] <= disputes["since"]
        ids, month = people["id"][accused[befriended]], disputes["since"][befriended]
        tied += len(ids)
        for number, when in zip(ids.tolist(), month.tolist(), strict=True):
            warned += bool(((tips["whom"] == number) & (tips["month"] == when)).any())
            answered += bool(((counters["who"] == number) & (counters["month"] == when)).any())
    return tied, warned, answered


def managers_with_a_friend_at_law(year: Year) -> tuple[int, int]:
    """Managers of factories with donju money who have a friend in the prosecutor's office, and all managers with donju money."""
    posts, ties, people = year["posts"], year["ties"].open, year["people"]
    rich = (
        (posts["kind"] == Post.MANAGER)
        & (posts["office"] == Office.FACTORY)
        & (posts["holder"] >= 0)
        & (posts["from_donju"] > 0)
    )
    office = np.where(people["post"] >= 0, posts["office"][people["post"]], -1)
    cadres = ties.where(ties["kind"] == Tie.CADRES)
    tied = [
        cadres[one][office[cadres[other]] == Office.PROSECUTION]
        for one, other in (("client", "patron"), ("patron", "client"))
    ]
    managers = posts["holder"][rich]
    return int(np.isin(managers, np.concatenate(tied)).sum()), len(managers)


@check("dossier-tip-off", lesion="disputes.warning=0")
def friends_send_warnings(litigious: Past) -> list[Reading]:
    """Many managers with tenants have a friend in the prosecutor's office; accused, those who have one are often warned."""
    tied, managers = np.sum([managers_with_a_friend_at_law(year) for year in litigious.all_years], axis=0)
    number, warned, _ = disputes_of_the_tied(litigious)
    return [
        Reading(
            share(tied, managers), "of managers with donju money have a friend in the prosecutor's office", at_least=0.3
        ),
        Reading(share(warned, number), "of the accused with such a friend are warned", at_least=0.25),
    ]


@check("dossier-counter", lesion=("disputes.warning=0",))
def the_warned_answer(litigious: Past) -> list[Reading]:
    """Those who are warned file a charge of their own: a bought card, or Party money taken."""
    counters = litigious.events(Event.COUNTER_FILED)
    because = litigious.causes(counters) == Event.TIPPED_OFF
    return [
        Reading(float(len(counters)), "counter-charges", at_least=5),
        Reading(share(because.sum(), len(counters)), "of them after a warning", at_least=0.99),
        Reading(share(len(counters), litigious.happened(Event.TIPPED_OFF)), "for each warning", at_least=0.8),
    ]


@check("dispute-ties-win", lesion="disputes.evidence=1")
def ties_decide(litigious: Past) -> list[Reading]:
    """Where two charges meet and one side has more friends in the prosecutor's office, that side prevails; the better charge does not."""
    by_ties, by_merit, either = 0, 0, 0
    with_more = decided = 0
    for year in litigious.all_years:
        disputes = year.this_year("disputes")
        met = disputes.where(disputes["countered"] & (disputes["winner"] >= 0))
        decided += (met["by_ties"] > 0).sum()
        with_more += (met["by_ties"] == 1).sum()
        differ = met["accuser_merit"] != met["accused_merit"]
        better = np.where(met["accuser_merit"] > met["accused_merit"], met["accuser"], met["accused"])
        either += differ.sum()
        by_merit += (differ & (better == met["winner"])).sum()
        by_ties += (differ & (met["by_ties"] == 1)).sum()
    return [
        Reading(float(decided), "disputes between two charges", at_least=8),
        Reading(share(with_more, decided), "of them won by the side with more friends there", at_least=0.8),
        Reading(share(by_ties - by_merit, either), "more won by ties than by merit", at_least=0.1),
    ]


@check("dispute-collateral", lesion="disputes.go_on_with_donju")
def donju_are_the_bystanders(litigious: Past) -> list[Reading]:
    """Many disputes between officials end with the donju in whose name they were fought before the law, few with an official."""
    opened = litigious.events(Event.CASE_OPENED)
    filed = np.concatenate([year.this_year("disputes")["filed"] for year in litigious.all_years])
    decided = litigious.happened(Event.DISPUTE_WON)
    donju = np.isin(opened["because"], filed[filed > 0]).sum()
    officials = (litigious.causes(opened) == Event.DISPUTE_WON).sum()
    return [
        Reading(share(donju, decided), "donju charged for each dispute decided", at_least=0.4),
        Reading(share(donju, donju + officials), "of those charged after a dispute are donju", at_least=0.5),
    ]
