"""Purges: whom the ruler strikes down among senior cadres, what becomes of them, and who falls under suspicion with them.

How many are to fall is a matter of policy (`counties.purges_a_year`, set by `ruler`); this part of life settles who.  Five things speak
against a cadre: that he seems to challenge the ruler, that he is known to have ties, that he was close to somebody who has fallen, that his
post brings him into touch with abroad, and nothing at all.  Their weights move the risk from one to the other and leave its sum alone.
Who falls leaves clients without a patron, colleagues and friends under suspicion, and a post; his successor bids for the clients.

Left out: plots, of which the sources tell nothing, so that a purge in the model is never needed; what the news does to others (fear).
"""

import numpy as np

from allssam.engine import (
    NOBODY,
    Count,
    Money,
    Number,
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
    won,
)  # fmt: skip
from allssam.world import Event, Flow, Office, Purge, Standing, Target, Tie
from allssam.world.acquaintance import other_end
from allssam.world.circles import SUPERIORS_FROM
from allssam.world.homes import kin_of, leave_home, take_off_lists, wind_up
from allssam.world.lookups import at_work, in_service, put_in_order

REASONS = 4  # beside sheer arbitrariness
MILLION = 1_000_000
NO_TERM = 600  # months: nobody has come back from a camp without term


class Purges(Parameters):
    """What speaks against a cadre, what becomes of him, and of those close to him."""

    full_size: Count = param(
        3_000, 500, 10_000, "posts", "Senior posts of a full-size country, to which the count of purges refers",
        fact="F265", assumed="the counts name no denominator",
    )  # fmt: skip
    by_challenge: Share = param(
        0.25, 0.0, 1.0, "of purges", "Purges decided by who seems to challenge the ruler", claim="ruler-targets-challengers"
    )
    by_known_ties: Share = param(
        0.10, 0.0, 1.0, "of purges", "Purges decided by ties that people have heard of", claim="ssam-word-gets-around",
    )  # fmt: skip
    by_association: Share = param(
        0.20, 0.0, 1.0, "of purges", "Purges decided by closeness to somebody who has fallen", fact="F215"
    )
    by_exposure: Share = param(
        0.10, 0.0, 1.0, "of purges", "Purges decided by touch with abroad", fact="F216", claim="trade-officials-exposed"
    )
    by_nothing: Share = param(0.35, 0.01, 1.0, "of purges", "Purges decided by nothing one could name", claim="ruler-arbitrary")
    followers_count: Number = param(
        0.3, 0.0, 2.0, "per follower", "What a follower adds to seeming a challenger, in units of the post alone",
        assumed="three followers count as much as the post",
    )  # fmt: skip
    visible_takings: Money = param(
        usd(300), usd(20), usd(5_000), "won a month", "Informal income that adds as much again", assumed="wealth is noticed",
    )  # fmt: skip
    executed: Share = param(0.55, 0.0, 1.0, "of those purged", "Victims executed", fact=("F208", "F210"), assumed="counts overlap")
    sent_to_camp: Share = param(0.20, 0.0, 1.0, "of those purged", "Victims sent to a camp", assumed="the rest are demoted")
    taken: Share = param(0.9, 0.0, 1.0, "of money", "What a victim loses who is not merely demoted", fact="F181")
    remembered: Count = param(24, 3, 120, "months", "How long a purge is remembered against others", fact="F215", assumed="two years")
    bureau: Count = param(12, 1, 100, "posts", "Posts of a bureau, whose holders are colleagues", assumed="a dozen")
    colleague: Share = param(0.2, 0.0, 1.0, "closeness", "How close colleagues of one bureau are", assumed="less than friends")
    looked_into: Share = param(
        0.05, 0.0, 1.0, "per month", "Chance that one as close as can be to a victim is looked into", fact=("F215", "F221"),
    )  # fmt: skip
    costs_post: Share = param(0.3, 0.0, 1.0, "of those looked into", "Who loses the post over it", assumed="most explain themselves")
    bids: Share = param(0.25, 0.0, 1.0, "per month", "Chance that a successor takes over a client who still has nobody", assumed="a season")


@rule("ruler-purge-count")
def to_fall(purges_a_year, p):
    """Each senior post stands for its part of a month's purges, in a country with as many of them as the counts refer to."""
    return purges_a_year / 12.0 / p.full_size


@rule("ruler-songun", "ruler-targets-challengers", fact="F214")
def contested(office, army_weight):
    """The ruler who leans on the Party finds challengers in the army, and the one who leans on the army in the Party."""
    if office == Office.ARMY_COMMAND:
        return 2.0 * (1.0 - army_weight)
    if office == Office.CENTRAL_PARTY:
        return 2.0 * army_weight
    return 1.0


@rule("ruler-targets-challengers")
def seems_to_challenge(office, army_weight, followers, takings, p):
    """One seems to challenge the ruler by the following and the wealth one's post has gathered, more so where power is contested."""
    return contested(office, army_weight) * (1.0 + p.followers_count * followers + takings / p.visible_takings)


@rule("trade-officials-exposed", fact="F216")
def is_exposed(office):
    """Those who serve abroad see more of it, and are seen to."""
    return office == Office.MISSION


@rule("ruler-targets-challengers", "ruler-arbitrary", assumed="reasons add up, and each counts relative to the average cadre")
def speaks_against(weight, mine, average):
    """A reason speaks against a cadre by its weight, as far as it holds of him more than of the average cadre."""
    return weight * ratio(mine, average)


@rule("ruler-arbitrary", "ruler-purge-count")
def risk(to_strike, against, against_all):
    """Of those who are to fall each cadre's part is what speaks against him in what speaks against all; more than certain it cannot be."""
    return min(1.0, to_strike * ratio(against, against_all))


@rule("ruler-intimidation", fact=("F208", "F210"))
def fate_of_victim(lot, p):
    """Who is purged is executed, sent to a camp, or demoted."""
    if lot < p.executed:
        return Purge.EXECUTED
    if lot < p.executed + p.sent_to_camp:
        return Purge.SENT_TO_CAMP
    return Purge.DEMOTED


@rule(fact="F215")
def weight_of_suspicion(strength, months, p):
    """Closeness to one who has fallen counts less from month to month, and not at all when it is no longer remembered."""
    return strength * max(0.0, 1.0 - ratio(float(months), float(p.remembered)))


@rule("ssam-word-gets-around", fact="F215")
def falls_under_suspicion(strength, is_tied, p):
    """Those tied to a victim fall under suspicion by how close they were; colleagues of his bureau a little."""
    return max(p.colleague, strength) if is_tied else p.colleague


@rule(fact=("F215", "F221"))
def is_looked_into(strength, p):
    """Sooner or later those close to a victim are looked into, the closest soonest."""
    return p.looked_into * strength


@rule("ssam-own-mix")
def takes_over(is_free, has_superior, p):
    """A successor bids for clients his predecessor has left without a patron."""
    return p.bids if is_free and not has_superior else 0.0


# ------------------------------------------------------------------------------------------------- what speaks against whom


@compiled
def what_speaks_against(person, post, army_weight, posts, ties, ties_of, rumours_about, suspicions, suspicions_of, month, p):
    """Challenge, known ties, association and exposure of one cadre, in millionths so that sums do not hang on an order."""
    followers, hearers, shadow = 0, 0, 0.0
    start, stop = span(ties_of, person)
    for at in range(start, stop):
        tie = ties_of.row[at]
        heard_from, heard_to = span(rumours_about, tie)
        hearers += heard_to - heard_from
        if ties.patron[tie] == person:
            followers += 1
    start, stop = span(suspicions_of, person)
    for at in range(start, stop):
        row = suspicions_of.row[at]
        shadow += weight_of_suspicion(suspicions.strength[row], month.number - suspicions.since[row], p)
    challenge = seems_to_challenge(posts.office[post], army_weight, followers, posts.usual_takings[post], p)
    return won(MILLION * challenge), hearers * MILLION, won(MILLION * shadow), MILLION if is_exposed(posts.office[post]) else 0


@compiled
def weigh_reasons(against, number, p):
    """What speaks against each cadre, reason by reason, with nothing one could name first."""
    weights = (p.by_challenge, p.by_known_ties, p.by_association, p.by_exposure)
    parts = np.empty((number, 1 + REASONS))
    parts[:, 0] = p.by_nothing
    for reason in range(REASONS):
        everybodys = 0
        for place in range(number):
            everybodys += against[place, reason]
        for place in range(number):
            parts[place, 1 + reason] = speaks_against(weights[reason], float(against[place, reason]), float(everybodys) / number)
    return parts


@compiled
def share_out(expected, parts):
    """Everybody's risk, such that as many are to be expected to fall as should: what would be more than certain goes to the others."""
    number, left, all_against, is_certain = len(parts), expected, 0, True
    against, risks = np.empty(number, np.int64), np.zeros(number)
    for place in range(number):
        against[place] = won(MILLION * parts[place].sum())
        all_against += against[place]
    while is_certain and left > 0.0:
        is_certain, share, weight = False, left, all_against
        for place in range(number):
            if risks[place] == 1.0:
                continue
            risks[place] = risk(share, float(against[place]), float(weight))
            if risks[place] == 1.0:
                is_certain = True
                left -= 1.0
                all_against -= against[place]
    return risks


@compiled
def decisive(lot, parts):
    """What it was that told against him: each reason by its part."""
    left = lot * parts.sum()
    for reason in range(len(parts)):
        left -= parts[reason]
        if left < 0.0:
            return reason
    return 0


@compiled
def why_him(target, person, ties_of, rumours_about, suspicions, suspicions_of, ties):
    """The event behind what made somebody a target: his best known tie, or the purge of somebody close; 0 if there is none."""
    event, most = 0, 0
    if target == Target.KNOWN_TIES:
        start, stop = span(ties_of, person)
        for at in range(start, stop):
            heard_from, heard_to = span(rumours_about, ties_of.row[at])
            if heard_to - heard_from > most:
                event, most = ties.began[ties_of.row[at]], heard_to - heard_from
    if target == Target.ASSOCIATION:
        start, stop = span(suspicions_of, person)
        latest = -1
        for at in range(start, stop):
            row = suspicions_of.row[at]
            if suspicions.since[row] > latest:
                event, latest = suspicions.purged[row], suspicions.since[row]
    return event


@compiled
def put_to_death(person, people, households, counties, organisations, cells, purse):
    """Somebody is dead: taken off every list; a purse without heirs goes to the state."""
    take_off_lists(person, Standing.DEAD, people, organisations, cells)
    home = people.household[person]
    leave_home(person, people, households)
    if households.size[home] == 0:
        wind_up(home, kin_of(home, households), people, households, counties, purse)
    counties.people[people.county[person]] -= 1


@step(
    changes=[
        "people.standing", "people.post", "people.spouse", "people.workplace", "people.exempt", "people.days", "people.cell",
        "people.next_at_home", "people.household", "people.account", "households.head", "households.size", "households.settled",
        "households.capital", "households.stall", "households.usual_income", "counties.people", "counties.households", "counties.stalls",
        "organisations.workers", "cells.people", "cells.members", "posts.holder", "posts.vacated", "ties.open", "purges.open",
    ],
    draws=["falls", "reason", "fate"],
    parameters=Purges,
)  # fmt: skip
def strike(
    counties, people, households, organisations, cells, posts, ties, ties_of, rumours_about, suspicions, suspicions_of, new_suspicions,
    purges, new_purges, new_sentences, purse, journal, p, dice, month,
):  # fmt: skip
    """Every senior cadre: what speaks against him beside what does against others, and whether he falls, with what becomes of him."""
    for row in purges.rows:
        if month.number - purges.month[row] >= p.remembered:
            close(purges, row)
    number, seats, expected = 0, 0, 0.0
    for post in posts.rows:
        if posts.rank[post] >= SUPERIORS_FROM:
            seats += 1
            expected += to_fall(counties.purges_a_year[posts.county[post]], p)
    post_at, against = np.empty(seats, np.int64), np.zeros((seats, REASONS), np.int64)
    for post in posts.rows:
        if posts.rank[post] < SUPERIORS_FROM or at_work(posts, people, post) == NOBODY:
            continue
        post_at[number] = post
        challenge, known, shadow, exposure = what_speaks_against(
            posts.holder[post], post, counties.army_weight[posts.county[post]], posts, ties, ties_of, rumours_about, suspicions,
            suspicions_of, month, p,
        )  # fmt: skip
        against[number, 0], against[number, 1], against[number, 2], against[number, 3] = challenge, known, shadow, exposure
        number += 1
    parts = weigh_reasons(against, number, p)
    risks = share_out(expected, parts)
    victims, ids, targets, fallen = np.empty(number, np.int64), np.empty(number, np.int64), np.empty(number, np.int64), 0
    for place in range(number):
        person = posts.holder[post_at[place]]
        if chance(dice.falls, people.id[person], risks[place]):
            victims[fallen], ids[fallen] = place, people.id[person]
            targets[place] = decisive(uniform(dice.reason, people.id[person]), parts[place])
            fallen += 1
    put_in_order(victims, ids, fallen)  # two of them may be tied to one another
    for place in victims[:fallen]:
        post, target = post_at[place], targets[place]
        person, county = posts.holder[post], posts.county[post]
        because = why_him(target, person, ties_of, rumours_about, suspicions, suspicions_of, ties)
        purged = record(journal, Event.PURGED, who=person, org=posts.organisation[post], because=because)
        fate = fate_of_victim(uniform(dice.fate, people.id[person]), p)
        row = found(new_purges)
        new_purges.county[row], new_purges.victim[row], new_purges.month[row] = county, person, month.number
        new_purges.post[row], new_purges.rank[row], new_purges.office[row] = post, posts.rank[post], posts.office[post]
        new_purges.fate[row], new_purges.target[row], new_purges.purged[row] = fate, target, purged
        posts.holder[post], posts.vacated[post] = NOBODY, purged
        people.post[person] = NOBODY
        start, stop = span(ties_of, person)
        for at in range(start, stop):
            tie = ties_of.row[at]
            if not ties.open[tie]:
                continue
            other = other_end(tie, person, ties)
            close(ties, tie)
            told = Event.ORPHANED_CLIENT if ties.patron[tie] == person else Event.TIE_ENDED
            suspect = found(new_suspicions)
            new_suspicions.county[suspect], new_suspicions.person[suspect] = people.county[other], other
            new_suspicions.victim[suspect], new_suspicions.post[suspect] = person, post
            new_suspicions.client[suspect] = ties.patron[tie] == person and ties.kind[tie] == Tie.UPWARD
            new_suspicions.strength[suspect] = falls_under_suspicion(ties.strength[tie], True, p)
            new_suspicions.since[suspect], new_suspicions.purged[suspect] = month.number, purged
            new_suspicions.orphaned[suspect] = record(journal, told, who=other, whom=person, because=purged)
        if fate == Purge.DEMOTED:
            record(journal, Event.DEMOTED, who=person, because=purged)
            continue
        account = people.account[person]
        pay(purse, account, counties.state[county], won(p.taken * purse.balance[account]), Flow.CONFISCATION)
        if fate == Purge.EXECUTED:
            record(journal, Event.EXECUTED, who=person, because=purged)
            put_to_death(person, people, households, counties, organisations, cells, purse)
        else:
            people.standing[person] = Standing.CAMP
            term = found(new_sentences)
            new_sentences.county[term], new_sentences.person[term], new_sentences.kind[term] = people.county[person], person, Standing.CAMP
            new_sentences.since[term], new_sentences.until[term] = month.number, month.number + NO_TERM
            new_sentences.because[term] = record(journal, Event.SENT_TO_CAMP, who=person, because=purged)


@step(changes=["suspicions.open"], parameters=Purges)
def suspect_colleagues(posts, people, purges, new_suspicions, suspicions, p, month):
    """Every purge of the month: colleagues of the victim's bureau fall under suspicion; old suspicions are forgotten."""
    for row in suspicions.rows:
        if month.number - suspicions.since[row] >= p.remembered or people.standing[suspicions.person[row]] != Standing.FREE:
            close(suspicions, row)
    struck, count = np.empty(len(purges.rows), np.int64), 0
    for row in purges.rows:
        if purges.month[row] == month.number:
            struck[count] = row
            count += 1
    if count > 0:
        for post in posts.rows:
            if posts.rank[post] < SUPERIORS_FROM or posts.holder[post] < 0:
                continue
            for row in struck[:count]:
                seat = purges.post[row]
                if posts.number[post] // p.bureau != posts.number[seat] // p.bureau or posts.office[post] != posts.office[seat]:
                    continue
                suspect = found(new_suspicions)
                new_suspicions.county[suspect], new_suspicions.person[suspect] = posts.county[post], posts.holder[post]
                new_suspicions.victim[suspect], new_suspicions.post[suspect] = purges.victim[row], seat
                new_suspicions.strength[suspect] = falls_under_suspicion(0.0, False, p)
                new_suspicions.since[suspect], new_suspicions.purged[suspect] = month.number, purges.purged[row]


@compiled
def in_keyed_order(suspicions, ids):
    """Open suspicions in the order of the ids of whom they are about, and of the victims."""
    order, keys = np.empty(len(suspicions.rows), np.int64), np.empty(len(suspicions.rows), np.int64)
    for at in range(len(suspicions.rows)):
        row = suspicions.rows[at]
        order[at], keys[at] = row, pair(ids[suspicions.person[row]], ids[suspicions.victim[row]])
    put_in_order(order, keys, len(order))
    return order


@step(
    changes=["suspicions.looked_into", "people.post", "posts.holder", "posts.vacated"],
    draws=["looked_into", "costs_post"],
    parameters=Purges,
)
def look_into(suspicions, people, posts, journal, p, dice, month):
    """Everybody under suspicion who still serves: his ties with the victim may be looked into, and cost him his post."""
    for row in in_keyed_order(suspicions, people.id):
        person = suspicions.person[row]
        if suspicions.looked_into[row] or suspicions.since[row] == month.number:
            continue
        if not in_service(person, people.standing, people.post, posts.holder):
            continue
        key = pair(people.id[person], people.id[suspicions.victim[row]])
        if not chance(dice.looked_into, key, is_looked_into(suspicions.strength[row], p)):
            continue
        suspicions.looked_into[row] = True
        seen = record(journal, Event.INVESTIGATED, who=person, whom=suspicions.victim[row], because=suspicions.purged[row])
        if chance(dice.costs_post, key, p.costs_post):
            post = people.post[person]
            posts.vacated[post] = record(journal, Event.DISMISSED, who=person, org=posts.organisation[post], because=seen)
            posts.holder[post] = NOBODY
            people.post[person] = NOBODY


@step(changes=["suspicions.bid_for"], draws=["bids"], parameters=Purges)
def take_over(suspicions, people, posts, ties, ties_of, new_ties, journal, p, dice, month):
    """Every client left without a patron, once the victim's post is filled: the successor may take him over."""
    for row in in_keyed_order(suspicions, people.id):
        client, post = suspicions.person[row], suspicions.post[row]
        if post < 0 or not suspicions.client[row] or suspicions.bid_for[row]:
            continue
        successor = posts.holder[post]
        if successor < 0 or posts.since[post] < suspicions.since[row]:
            continue
        has_superior = False
        start, stop = span(ties_of, client)
        for at in range(start, stop):
            tie = ties_of.row[at]
            has_superior = has_superior or (ties.kind[tie] == Tie.UPWARD and ties.client[tie] == client)
        is_free = in_service(client, people.standing, people.post, posts.holder)
        likely = takes_over(is_free, has_superior, p)
        if not chance(dice.bids, pair(people.id[client], people.id[successor]), likely):
            continue
        suspicions.bid_for[row] = True
        tie = found(new_ties)
        new_ties.county[tie], new_ties.kind[tie], new_ties.since[tie] = people.county[client], Tie.UPWARD, month.number
        new_ties.patron[tie], new_ties.client[tie] = successor, client
        new_ties.patron_post[tie], new_ties.client_post[tie] = post, people.post[client]
        new_ties.began[tie] = record(journal, Event.TAKEN_OVER, who=client, whom=successor, because=suspicions.orphaned[row])
