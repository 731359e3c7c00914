"""Ties kept up, worn down and ended: patronage, feasts and gifts, arrears, and what becomes of a tie when one side falls.

Every tie needs a connection to the market: a donju pays his patrons, cadres spend on one another what their offices bring in, and a favour
lately done stands in for money.  Who has no inflow loses his ties.  What favours do is told elsewhere (favours).
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Parameters,
    Share,
    chance,
    close,
    compiled,
    found,
    pair,
    param,
    pay,
    ratio,
    record,
    rule,
    span,
    step,
    uniform,
    usd,
    within,
    won,
)  # fmt: skip
from allssam.world import Event, Flow, Standing, Tie
from allssam.world.acquaintance import other_end
from allssam.world.lookups import in_service, is_gone, listed, one_after_another, other_of, put_in_order

PERCENT = 0.01
PATRON_KEPT, CLIENT_KEPT, BOTH_KEPT = 1, 2, 3  # what ties.kept says of a month
TINY = 1e-6


class Upkeep(Parameters):
    """What keeps a tie, and how it wears."""

    feast: Money = param(
        usd(6), 0, usd(60), "won a month", "What each of two cadres spends to keep a tie", assumed="trial value"
    )
    coldness: Share = param(
        0.8, 0.0, 1.0, "per unit of coldness", "How far coldness keeps cadres from keeping up", claim="fear-coldness"
    )
    feast_budget: Share = param(
        0.3,
        0.0,
        1.0,
        "of informal income",
        "What a cadre spends on his backers at most",
        assumed="the rest feeds his house",
    )
    favour_lasts: Count = param(
        2, 0, 12, "months", "How long a favour done stands in for money", claim="ssam-needs-market"
    )
    warming: Share = param(
        0.06, 0.0, 0.5, "of what is missing, per month", "Growth of a tie kept up", assumed="trial value"
    )
    cooling: Share = param(
        0.9, 0.5, 1.0, "of strength, per month", "What is left of a tie not kept up", assumed="trial value"
    )
    lapse: Share = param(
        0.25, 0.0, 1.0, "per month in arrears", "Chance that a tie not kept up ends", assumed="trial value"
    )
    rancour: Share = param(
        0.3,
        0.0,
        1.0,
        "of ties ended in arrears",
        "How often they turn to enmity",
        assumed="trial value; in proportion to strength",
    )
    dropped: Share = param(
        0.5, 0.0, 1.0, "per month", "Chance that one who lost his post loses a friend", assumed="some linger"
    )


@rule("ssam-needs-market", "ssam-response-to-market")
def affords_upkeep(takings, usual_takings, p):
    """How many backers a cadre can keep up on what his office brings; without an inflow, none."""
    inflow = max(takings, usual_takings)
    return int(ratio(p.feast_budget * inflow, p.feast))


@rule("ssam-reciprocity")
def gives_gift(owes):
    """Who owes his backer a favour brings a gift; otherwise the two spend the money on a feast."""
    return owes >= 1


@rule("ssam-upkeep-limit")
def strength_now(strength, is_kept, p):
    """A tie that both sides keep up grows toward full trust; one that is not kept up cools."""
    if is_kept:
        return strength + p.warming * (1.0 - strength)
    return strength * p.cooling


@rule("ssam-reciprocity")
def lapses(unpaid, p):
    """The longer a side stays in arrears, the likelier the tie ends."""
    return within(p.lapse * unpaid, 0.0, 1.0)


@rule("ssam-upkeep-limit")
def turns_to_enmity(strength, p):
    """Who had counted on someone and was left unpaid may turn against him, the more so the more he had counted on him."""
    return within(p.rancour * 2 * strength, 0.0, 1.0)


@compiled
def dearest_first(person, county, kind, ties_of, counties, kinds, is_open, patrons, clients, strengths, ids):
    """The open ties of a kind a person has in a county, the strongest first."""
    start, stop = span(ties_of, person)
    mine, rank, count = np.zeros(stop - start, np.int64), np.zeros(stop - start, np.float64), 0
    for at in range(start, stop):
        tie = ties_of.row[at]
        if counties[tie] != county or kinds[tie] != kind:
            continue
        if is_open[tie]:
            mine[count], rank[count] = (
                tie,
                -strengths[tie] - TINY * uniform(0, ids[other_of(person, patrons[tie], clients[tie])]),
            )
            count += 1
    return mine[:count][np.argsort(rank[:count])]


@compiled
def sentence_of(person, sentences_of, because):
    """The sentence a person serves, as an event, or 0."""
    start, stop = span(sentences_of, person)
    for at in range(start, stop):
        return because[sentences_of.row[at]]
    return 0


@step(
    visits="counties",
    changes=["ties.kept", "posts.takings", "posts.from_donju", "businesses.patronage", "businesses.profit"],
    draws=["cold"],
    parameters=Upkeep,
)
def keep_up(
    counties, ties_in, businesses_in, posts_in, ties, ties_of, people, posts, businesses, purse, p, dice, month,
):  # fmt: skip
    """Every donju pays his patrons and every cadre his part of the feasts with his backers, dearest first, as far as his money goes."""
    for county in counties.rows:
        start, stop = span(ties_in, county)
        for at in range(start, stop):
            ties.kept[ties_in.row[at]] = 0
        # a donju may share the purse of a patron, so donju come in the order of their ids
        start, stop = span(businesses_in, county)
        for business in one_after_another(listed(businesses_in, start, stop), businesses.county, businesses.owner, people.id):
            donju = businesses.owner[business]
            if people.standing[donju] != Standing.FREE:
                continue
            for tie in dearest_first(
                donju, county, Tie.CLIENT, ties_of, ties.county, ties.kind, ties.open, ties.patron, ties.client, ties.strength, people.id,
            ):  # fmt: skip
                patron, price = ties.patron[tie], won(counties.gifts[county] * ties.price[tie])
                ties.kept[tie] = PATRON_KEPT
                if (
                    in_service(patron, people.standing, people.post, posts.holder)
                    and people.county[patron] == county
                    and purse.balance[people.account[donju]] >= price
                ):
                    paid = pay(purse, people.account[donju], people.account[patron], price, Flow.PATRONAGE)
                    posts.takings[people.post[patron]] += paid
                    posts.from_donju[people.post[patron]] += paid
                    businesses.patronage[business] += paid
                    businesses.profit[business] -= paid
                    ties.kept[tie] = BOTH_KEPT
        # gifts reach purses that are still to pay, so cadres come in the order of their posts' numbers
        start, stop = span(posts_in, county)
        turn, number = np.empty(stop - start, np.int64), np.empty(stop - start, np.int64)
        for at in range(start, stop):
            turn[at - start], number[at - start] = posts_in.row[at], posts.number[posts_in.row[at]]
        put_in_order(turn, number, stop - start)
        for post in turn:
            cadre = posts.holder[post]
            if cadre < 0 or not in_service(cadre, people.standing, people.post, posts.holder):
                continue
            able = affords_upkeep(posts.takings[post], posts.usual_takings[post], p)
            for tie in dearest_first(
                cadre, county, Tie.CADRES, ties_of, ties.county, ties.kind, ties.open, ties.patron, ties.client, ties.strength, people.id,
            ):  # fmt: skip
                friend = other_end(tie, cadre, ties)
                if chance(
                    dice.cold, pair(people.id[cadre], people.id[friend]), p.coldness * PERCENT * people.coldness[cadre]
                ):
                    continue
                side = PATRON_KEPT if ties.patron[tie] == cadre else CLIENT_KEPT
                if month.number - ties.favour_month[tie] <= p.favour_lasts:
                    ties.kept[tie] += side
                elif able > 0 and purse.balance[people.account[cadre]] >= p.feast:
                    able -= 1
                    ties.kept[tie] += side
                    owes = ties.balance[tie] if ties.patron[tie] == friend else -ties.balance[tie]
                    if (
                        gives_gift(owes)
                        and in_service(friend, people.standing, people.post, posts.holder)
                        and people.county[friend] == county
                    ):
                        paid = pay(purse, people.account[cadre], people.account[friend], p.feast, Flow.GIFT)
                        posts.takings[people.post[friend]] += paid
                    else:
                        pay(purse, people.account[cadre], counties.till[county], p.feast, Flow.FEAST)


@step(
    visits="counties",
    changes=["ties.open", "ties.strength", "ties.unpaid", "ties.strained"],
    draws=["lapses", "turns"],
    parameters=Upkeep,
)
def wear(counties, ties_in, ties, people, posts, new_grudges, journal, p, dice, month):
    """Every tie, when the month's payments are made: it grows or cools, and in arrears it may end, or turn to enmity."""
    for county in counties.rows:
        start, stop = span(ties_in, county)
        for at in range(start, stop):
            tie = ties_in.row[at]
            patron, client, kept = ties.patron[tie], ties.client[tie], ties.kept[tie]
            if ties.kind[tie] == Tie.UPWARD and kept == 0:
                continue  # nothing was due: gifts go up before the holidays only
            ties.strength[tie] = strength_now(ties.strength[tie], kept == BOTH_KEPT, p)
            if kept == BOTH_KEPT:
                ties.unpaid[tie] = 0
                continue
            if (
                not in_service(patron, people.standing, people.post, posts.holder)
                or people.standing[client] != Standing.FREE
            ):
                continue
            late, kind_one = (patron, client) if kept == CLIENT_KEPT else (client, patron)
            ties.unpaid[tie] = min(12, ties.unpaid[tie] + 1)
            missed = record(
                journal, Event.TIE_UNPAID, who=late, whom=kind_one, amount=ties.price[tie], because=ties.began[tie]
            )
            ties.strained[tie] = missed
            key = pair(people.id[patron], people.id[client])
            if not chance(dice.lapses, key, lapses(ties.unpaid[tie], p)):
                continue
            close(ties, tie)
            if kept == 0 or not chance(dice.turns, key, turns_to_enmity(ties.strength[tie], p)):
                record(journal, Event.TIE_ENDED, who=kind_one, whom=late, because=missed)
                continue
            grudge = found(new_grudges)
            new_grudges.county[grudge], new_grudges.since[grudge] = county, month.number
            new_grudges.holder[grudge], new_grudges.against[grudge] = kind_one, late
            new_grudges.because[grudge] = record(journal, Event.TIE_TURNED, who=kind_one, whom=late, because=missed)


@step(
    changes=["ties.open", "ties.patron_post", "ties.client_post", "ties.client_business"],
    draws=["dropped"],
    parameters=Upkeep,
)
def end_ties(ties, people, posts, businesses, sentences, sentences_of, journal, p, dice):
    """Every tie, when the month's fates are known: it ends with who is dead, gone or put away, has lost his post,
    or closed his business.
    """
    for tie in ties.rows:
        patron, client = ties.patron[tie], ties.client[tie]
        key = pair(people.id[patron], people.id[client])
        for side in range(2):
            person, other = (patron, client) if side == 0 else (client, patron)
            is_donju = side == 1 and ties.kind[tie] == Tie.CLIENT
            post = ties.patron_post[tie] if side == 0 else ties.client_post[tie]
            because = 0
            if is_gone(people.standing[person]):
                because = sentence_of(person, sentences_of, sentences.because)
            elif is_donju and people.business[person] < 0:
                because = businesses.ended[ties.client_business[tie]] if ties.client_business[tie] >= 0 else 0
            elif is_donju:
                ties.client_business[tie] = people.business[person]
                continue
            elif people.post[person] < 0:
                # A superior or a donju has no use for one who has lost his post; an old friend may linger.
                if ties.kind[tie] == Tie.CADRES and not chance(dice.dropped, key, p.dropped):
                    continue
                because = posts.vacated[post] if post >= 0 else 0
            else:
                if side == 0:
                    ties.patron_post[tie] = people.post[person]
                else:
                    ties.client_post[tie] = people.post[person]
                continue
            close(ties, tie)
            record(
                journal, Event.TIE_ENDED, who=other, whom=person, because=because if because != 0 else ties.began[tie]
            )
            break
