"""Talk: who knows of whose ties.

Word gets around by contact: one sees with whom a colleague or an acquaintance goes about, and hears what he has heard.
Donju keep their ears to the ground and pay for news of who matters.  What is known sits in heads: it fades when
not renewed, a head holds only so much, and
whoever is new in an office knows nothing of it.  Left out: what people do with what they know (disputes, pressing, purges read it).
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
    rule,
    span,
    step,
    uniform,
    usd,
)  # fmt: skip
from allssam.world import Flow, Standing
from allssam.world.circles import circle_of_cadres, circle_of_donju, colleague, offices_of


class Talk(Parameters):
    """How word of ties spreads and fades."""

    seen_with: Share = param(
        0.04,
        0.0,
        1.0,
        "per month and tie",
        "Chance of seeing with whom an acquaintance has a tie",
        claim="ssam-word-gets-around",
    )
    seen_at_work: Share = param(
        0.04, 0.0, 1.0, "per month and tie", "The same of a colleague one works with", claim="ssam-word-gets-around"
    )
    passed_on: Share = param(
        0.01,
        0.0,
        1.0,
        "per month and rumour",
        "Chance of hearing what an acquaintance has heard",
        assumed="most talk is of other things",
    )
    fades: Share = param(
        0.15,
        0.0,
        1.0,
        "per month",
        "Chance that what was heard is forgotten or no longer believed",
        assumed="about half a year, unless renewed",
    )
    most: Count = param(12, 0, 60, "ties", "Other people's ties a person keeps in mind", assumed="a handful of names")
    asks_around: Share = param(
        0.15, 0.0, 1.0, "per month", "Chance that a donju pays for news of who matters", claim="ssam-donju-alert"
    )
    news_price: Money = param(
        usd(5), 0, usd(100), "won", "What news of who matters costs", assumed="a bottle or a carton"
    )
    news: Share = param(
        0.25, 0.0, 1.0, "per tie", "Part of what the other knows that he tells for money", claim="ssam-donju-alert"
    )


@rule("ssam-word-gets-around")
def may_learn(known, already_knows, is_party_to_it, p):
    """One hears of a tie who is not part of it, does not know it yet, and has room in his head."""
    return known < p.most and not already_knows and not is_party_to_it


@rule("ssam-donju-alert")
def pays_for_news(purse, p):
    """A donju who can spare it pays to hear who matters."""
    return purse >= 2 * p.news_price


@compiled
def together(one, one_place, other, other_place):
    """Two circles of people made one."""
    who, place = np.concatenate((one, other)), np.concatenate((one_place, other_place))
    order = np.argsort(place)
    return who[order], place[order]


@compiled
def knows(heard, count, tie):
    """Whether a tie is among those heard of."""
    for at in range(count):
        if heard[at] == tie:
            return True
    return False


@compiled
def remembered(person, rumours_of, tie_of, heard):
    """Writes down the ties a person has in mind; returns how many."""
    start, stop = span(rumours_of, person)
    count = 0
    for at in range(start, min(stop, start + len(heard))):
        heard[count] = tie_of[rumours_of.row[at]]
        count += 1
    return count


@compiled
def two(tie, patrons, clients, ids):
    """One key for the two people of a tie."""
    return pair(ids[patrons[tie]], ids[clients[tie]])


@compiled
def learn(
    person,
    county,
    ties_talked_of,
    where,
    number,
    is_told,
    heard,
    count,
    die,
    odds,
    is_open,
    patrons,
    clients,
    ids,
    new_rumours,
    p,
):
    """What one keeps in mind of ties that may come up, `number` of them from a place in a list; returns how many he
    has in mind afterwards.
    """
    for at in range(where, where + number):
        tie = ties_talked_of[at]
        if tie < 0 or not is_told or not is_open[tie]:
            continue
        is_own = patrons[tie] == person or clients[tie] == person
        if not may_learn(count, knows(heard, count, tie), is_own, p):
            continue
        if chance(die, pair(ids[person], two(tie, patrons, clients, ids)), odds):
            row = found(new_rumours)
            new_rumours.county[row], new_rumours.knower[row], new_rumours.tie[row] = county, person, tie
            heard[count] = tie
            count += 1
    return count


@step(visits="counties", changes=["rumours.open"], draws=["fades"], parameters=Talk)
def forget(counties, rumours, people, ties, p, dice):
    """Every bit of knowledge of a tie: it goes with the tie, or fades."""
    for rumour in rumours.rows:
        tie, knower = rumours.tie[rumour], rumours.knower[rumour]
        if tie < 0 or not ties.open[tie] or people.standing[knower] >= Standing.DEAD:
            close(rumours, rumour)
        elif chance(dice.fades, pair(people.id[knower], two(tie, ties.patron, ties.client, people.id)), p.fades):
            close(rumours, rumour)


@step(
    visits="counties",
    changes=["posts.takings", "posts.from_donju", "businesses.profit"],
    draws=["circle", "turns_up", "colleague", "at_work", "seen", "passed_on", "asks"],
    parameters=Talk,
)  # fmt: skip
def spread_word(
    counties, posts_in, businesses_in, posts, businesses, people, ties, ties_of, rumours, rumours_of, new_rumours, purse, p, dice,
):  # fmt: skip
    """Every cadre and donju: what he sees of a colleague and of somebody he meets, what that one passes on, what
    news a donju buys of him.
    """
    for county in counties.rows:
        cadres, cadre_places = circle_of_cadres(
            county, posts_in, posts.holder, people.post, people.standing, people.id, dice.circle
        )
        donju, donju_places = circle_of_donju(
            county,
            businesses_in,
            businesses.owner,
            businesses.open,
            people.business,
            people.standing,
            people.id,
            dice.circle,
        )
        served = offices_of(cadres, people.post, posts.organisation)
        folk, places = together(cadres, cadre_places, donju, donju_places)
        heard, told = np.zeros(max(1, p.most), np.int64), np.zeros(max(1, p.most), np.int64)
        for person in folk:
            me = people.id[person]
            count = remembered(person, rumours_of, rumours.tie, heard)
            seat = -1
            if people.post[person] >= 0:
                own = posts.organisation[people.post[person]]
                seat = colleague(person, own, uniform(dice.colleague, me), cadres, cadre_places, served)
            peer = cadres[seat] if seat >= 0 else -1
            other = folk[np.searchsorted(places, uniform(dice.turns_up, me)) % len(folk)]
            business = people.business[person]
            buys = business >= 0 and other != person and chance(dice.asks, me, p.asks_around)
            buys = buys and pays_for_news(purse.balance[people.account[person]], p)
            if buys:
                paid = pay(purse, people.account[person], people.account[other], p.news_price, Flow.NEWS)
                businesses.profit[business] -= paid
                if people.post[other] >= 0:
                    posts.takings[people.post[other]] += paid
                    posts.from_donju[people.post[other]] += paid
            number = remembered(other, rumours_of, rumours.tie, told)
            start, stop = span(ties_of, other)
            first, last = span(ties_of, max(0, peer))
            count = learn(
                person, county, ties_of.row, first, last - first, peer >= 0, heard, count, dice.at_work, p.seen_at_work, ties.open,
                ties.patron, ties.client, people.id, new_rumours, p,
            )  # fmt: skip
            count = learn(
                person, county, ties_of.row, start, stop - start, other != person, heard, count, dice.seen, p.news if buys else p.seen_with,
                ties.open, ties.patron, ties.client, people.id, new_rumours, p,
            )  # fmt: skip
            learn(
                person, county, told, 0, number, other != person, heard, count, dice.passed_on, p.news if buys else p.passed_on, ties.open,
                ties.patron, ties.client, people.id, new_rumours, p,
            )  # fmt: skip
