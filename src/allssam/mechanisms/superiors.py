"""Backers above: heads of offices meet superiors on trips, and gifts and part of what they take flow upward before the great holidays.

These are the ties that cross counties.  Trips fall in festive months, with plan reviews among them.  What a superior's backing does when it
counts is for careers, purges and disputes to say; here it is wanted, paid for and kept up.
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    chance,
    compiled,
    found,
    pair,
    param,
    pay,
    power,
    record,
    rule,
    span,
    step,
    uniform,
    usd,
    won,
)  # fmt: skip
from allssam.world import Event, Flow, Tie
from allssam.world.circles import SUPERIORS_FROM, circle_of_superiors
from allssam.world.lookups import in_service, put_in_order

PERCENT = 0.01
PATRON_KEPT, CLIENT_KEPT, BOTH_KEPT = 1, 2, 3  # what ties.kept says of a month


class Superiors(Parameters):
    """Trips, and what goes up."""

    trip: Share = param(
        0.3,
        0.0,
        1.0,
        "per festive month",
        "Chance that a head of office without a superior's backing travels up",
        assumed="plan reviews, festivities",
    )
    superiors_met: Count = param(
        3, 1, 12, "superiors a trip", "Superiors he comes to see", assumed="an ante-room's worth"
    )
    refuses: Share = param(
        1.0, 0.0, 1.0, "per unit of coldness", "How often a superior who has turned cold turns a gift away", claim="fear-coldness"
    )
    followers: Count = param(10, 0, 60, "people", "Subordinates a superior can back", claim="ssam-upkeep-limit")
    passed_up: Share = param(
        0.1, 0.0, 0.5, "of informal income", "What a subordinate passes to the superior who backs him", fact="F138"
    )
    shield: Share = param(
        0.2,
        0.0,
        1.0,
        "of informal income",
        "What a superior's backing is worth to a head of office",
        assumed="twice what it costs",
    )
    attention: Money = param(
        usd(5), 0, usd(60), "won a month", "What backing a subordinate costs a superior", assumed="as for a client"
    )
    scruple: Money = param(
        usd(60),
        0,
        usd(1000),
        "won a month, at strict integrity",
        "What favouring one costs a superior who goes by the book",
        claim="ssam-integrity-isolates",
    )
    strictness: Number = param(
        4.0, 1.0, 8.0, "exponent", "How suddenly scruples grow with integrity", assumed="as in finding backers"
    )
    coldness: Share = param(
        0.8, 0.0, 1.0, "per unit of fear", "How far fear keeps heads from travelling up", claim="fear-coldness"
    )


@rule(fact=("F138", "F144", "F225", "F226", "F229"))
def months_since_festivity(month_of_year):
    """Gifts go up before the great holidays and at the plan review: in February, April, September, October and December."""
    if month_of_year == 2 or month_of_year == 4 or month_of_year == 12:
        return 2
    if month_of_year == 9:
        return 5
    if month_of_year == 10:
        return 1
    return 0


@rule("ssam-own-mix", fact=("F137", "F138"))
def wants_superior(usual_takings, p):
    """A head of office who takes something wants someone above him, and gives up part of it."""
    return p.shield * usual_takings, p.passed_up * usual_takings


@rule("ssam-integrity-isolates")
def takes_on(gift, strict, p):
    """A superior backs one whose gifts are worth his attention and his scruples."""
    return gift > p.attention + p.scruple * power(strict, p.strictness)


@rule("fear-coldness")
def turns_away(coldness, p):
    """A superior who was glad of gifts turns them away when he has turned cold."""
    return p.refuses * coldness


@rule("fear-coldness")
def travels(fear, p):
    """Who has nobody above him goes up to see people, unless he is afraid."""
    return p.trip * (1.0 - p.coldness * fear)


@compiled
def has_superior(person, ties_of, kinds, clients):
    """Whether a superior backs this person already."""
    start, stop = span(ties_of, person)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if kinds[tie] == Tie.UPWARD and clients[tie] == person:
            return True
    return False


@compiled
def followers(superior, ties_of, kinds, patrons):
    """How many subordinates a superior backs."""
    count = 0
    start, stop = span(ties_of, superior)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if kinds[tie] == Tie.UPWARD and patrons[tie] == superior:
            count += 1
    return count


@step(draws=["trip", "circle", "turns_up"], parameters=Superiors)
def meet_superiors(posts, people, organisations, ties, ties_of, new_ties, journal, p, dice, month):
    """In festive months heads of offices whom no superior backs yet travel up, and one of the superiors they come
    to see may take them on.
    """
    if months_since_festivity(month.of_year) > 0:
        superiors, places = circle_of_superiors(
            posts.rows, posts.rank, posts.holder, people.post, people.standing, people.id, dice.circle
        )
        taken_on = np.zeros(len(superiors), np.int64)
        who, place, count = np.zeros(len(posts.rows), np.int64), np.zeros(len(posts.rows), np.float64), 0
        for post in posts.rows:
            head, office = posts.holder[post], posts.organisation[post]
            leads = organisations.head[office] == post or organisations.secretary[office] == post
            if (
                head < 0
                or not leads
                or posts.rank[post] >= SUPERIORS_FROM
                or has_superior(head, ties_of, ties.kind, ties.client)
            ):
                continue
            is_here = in_service(head, people.standing, people.post, posts.holder)
            if is_here and chance(dice.trip, people.id[head], travels(PERCENT * people.fear[head], p)):
                who[count], place[count] = head, uniform(dice.circle, people.id[head])
                count += 1
        for turn in np.argsort(place[:count]):
            traveller = who[turn]
            post = people.post[traveller]
            worth, gift = wants_superior(posts.usual_takings[post], p)
            start = np.searchsorted(places, uniform(dice.turns_up, people.id[traveller]))
            best, least_busy = -1, 0
            for n in range(min(len(superiors), p.superiors_met)):
                seat = (start + n) % len(superiors)
                superior = superiors[seat]
                if worth <= gift or not takes_on(gift, PERCENT * people.integrity[superior], p):
                    continue
                busy = followers(superior, ties_of, ties.kind, ties.patron) + taken_on[seat]
                if busy < p.followers and (best < 0 or busy < least_busy):
                    best, least_busy = seat, busy
            if best < 0:
                continue
            taken_on[best] += 1
            superior = superiors[best]
            row = found(new_ties)
            new_ties.county[row], new_ties.kind[row], new_ties.since[row] = (
                people.county[traveller],
                Tie.UPWARD,
                month.number,
            )
            new_ties.patron[row], new_ties.client[row], new_ties.price[row] = superior, traveller, won(gift)
            new_ties.patron_post[row], new_ties.client_post[row] = people.post[superior], post
            new_ties.worth_patron[row], new_ties.worth_client[row] = won(gift), won(worth - gift)
            new_ties.began[row] = record(journal, Event.TIE_FORMED, who=traveller, whom=superior, amount=won(gift))


@step(
    changes=["ties.price", "ties.kept", "posts.takings"],
    draws=["turned_away"],
    parameters=Superiors,
)
def pass_upward(ties, people, posts, purse, p, dice, month):
    """Before each great holiday a subordinate passes part of what he has taken since the last one to the superior who backs him."""
    months = months_since_festivity(month.of_year)
    if months > 0:
        # who is given gifts may have to give some: subordinates come in the order of their ids
        upward, number, count = np.empty(len(ties.rows), np.int32), np.empty(len(ties.rows), np.int64), 0
        for tie in ties.rows:
            if ties.kind[tie] == Tie.UPWARD:
                upward[count], number[count] = tie, people.id[ties.client[tie]]
                count += 1
        put_in_order(upward, number, count)
        for tie in upward[:count]:
            superior, subordinate = ties.patron[tie], ties.client[tie]
            if not in_service(superior, people.standing, people.post, posts.holder):
                continue
            if not in_service(subordinate, people.standing, people.post, posts.holder):
                continue
            post = people.post[subordinate]
            _, gift = wants_superior(posts.usual_takings[post], p)
            ties.price[tie] = won(gift)
            two = pair(people.id[superior], people.id[subordinate])
            if chance(dice.turned_away, two, turns_away(PERCENT * people.coldness[superior], p)):
                ties.kept[tie] = CLIENT_KEPT
                continue
            paid = pay(
                purse, people.account[subordinate], people.account[superior], won(gift * months), Flow.UPWARD_GIFT
            )
            posts.takings[people.post[superior]] += paid
            ties.kept[tie] = BOTH_KEPT if paid > 0 else PATRON_KEPT
