"""Tolls: the share of a tenant's turnover that manager and Party secretary each post for their permission.

Both can stop a business, so their permissions are complements: each posts a share for himself, as if the other's were
given.  All see one common, imperfect sign of what a tenant turns over.  Nobody can try out shares on four tenants, so
they move toward those of peers across the country.  What a manager asks enters the rent (`leases`), what a secretary
asks is collected in `demands`.
"""

import numpy as np

from allssam.engine import Count, Parameters, Share, bell, compiled, param, ratio, rule, step, uniform, within
from allssam.world import Office
from allssam.world.lookups import NOBODY, at_work, has_entered, put_in_order


class Tolls(Parameters):
    """What is asked at first, and how shares are copied."""

    manager_first: Share = param(0.25, 0.0, 0.9, "of what a space brings", "What a manager asks at first", fact="F257")
    secretary_first: Share = param(
        0.20, 0.0, 0.9, "of what a space brings", "What a secretary asks at first", fact="F260",
    )
    revise_every: Count = param(
        6, 1, 36, "months", "Months between revisions of a posted share", assumed="plan reviews",
    )
    imitation: Share = param(
        0.5, 0.0, 1.0, "of the distance", "How far one moves toward a peer who collected more", assumed="half-way",
    )
    trial: Share = param(
        0.03, 0.0, 0.2, "of what a space brings", "Spread of what one tries beside it", assumed="trial value",
    )
    memory: Share = param(
        0.17, 0.01, 1.0, "per month", "Weight of a month in what a share is said to bring", assumed="half a year",
    )
    least: Share = param(
        0.02, 0.0, 0.5, "of what a space brings", "Least share anybody posts", assumed="less is not worth asking",
    )
    most: Share = param(0.9, 0.1, 1.0, "of what a space brings", "Most anybody posts", assumed="nobody can give all")


@rule(assumed="per unit of turnover, or skill in asking is confused with rich tenants; an empty space brings nothing")
def yield_of(take, tenants, spaces, turnover):
    """What a post took for each space in its plant, beside what an average tenant turns over in his."""
    return ratio(take * tenants, max(spaces, tenants) * turnover)


@rule(assumed="what peers are said to collect is half a year's hearsay")
def said_to_bring(before, now, p):
    """What a posted share is said to bring moves part of the way to what it brought this month."""
    return before + p.memory * (now - before)


@rule("rivalry-prosperity-threat")
def share_next(own, collected, peers, peers_collected, tried, p):
    """A posted share moves half-way to that of a peer who collected more, and a little at random."""
    aim = own + p.imitation * (peers - own) if peers_collected > collected else own
    return within(aim + p.trial * tried, p.least, p.most)


@compiled
def add_up(organisations, people, businesses, leases):
    """For each organisation: tenants, what they turn over there by the common sign, what head and secretary took."""
    number = organisations.length
    tenants, turnover = np.zeros(number), np.zeros(number)
    heads, secretaries = np.zeros(number), np.zeros(number)
    for lease in leases.rows:
        plant, business = leases.plant[lease], people.business[leases.tenant[lease]]
        if business >= 0:
            tenants[plant] += 1.0
            turnover[plant] += businesses.sign[business] * ratio(leases.profit[lease], businesses.sales[business])
        # a per diem is a gift, not a toll
        heads[plant] += leases.manager_take[lease] - leases.per_diem[lease]
        secretaries[plant] += leases.secretary_take[lease]
    return tenants, turnover, heads, secretaries


@compiled
def compare(plants, own_posts, posts, people, die):
    """For each plant, the plant whose official its own meets at the plan review: the next in a keyed round."""
    keys, order = np.empty(len(plants)), np.empty(len(plants), np.int64)
    for place in range(len(plants)):
        keys[place], order[place] = uniform(die, people.id[posts.holder[own_posts[plants[place]]]]), place
    put_in_order(order, keys, len(plants))
    peers = np.empty(len(plants), np.int64)
    for place in range(len(plants)):
        peers[order[place]] = plants[order[(place + 1) % len(plants)]]
    return peers


@compiled
def who_ask(organisations, posts, people, own_posts, only_entered):
    """Plants with spaces and somebody at work in the post; for secretaries, only where he has begun to take."""
    plants = np.empty(len(organisations.rows), np.int64)
    number = 0
    for plant in organisations.rows:
        if organisations.kind[plant] != Office.FACTORY or organisations.spaces[plant] <= 0:
            continue
        if at_work(posts, people, own_posts[plant]) == NOBODY or (only_entered and not has_entered(organisations, posts, plant)):
            continue
        plants[number] = plant
        number += 1
    return plants[:number]


@compiled
def is_due(holder, people, month, p):
    """Whether a person's review of what he asks falls into this month."""
    return (people.id[holder] + month.number) % p.revise_every == 0


@step(changes=["posts.asking", "posts.collected"], draws=["peer", "tried"], parameters=Tolls)
def post_tolls(organisations, posts, people, businesses, leases, p, dice, month):
    """Managers and secretaries, each for himself: what shares brought is talked of, and at times each posts anew."""
    tenants, turnover, by_head, by_secretary = add_up(organisations, people, businesses, leases)
    for round_of in range(2):
        own_posts = organisations.head if round_of == 0 else organisations.secretary
        took = by_head if round_of == 0 else by_secretary
        first = p.manager_first if round_of == 0 else p.secretary_first
        plants = who_ask(organisations, posts, people, own_posts, False)
        for plant in plants:
            post = own_posts[plant]
            now = yield_of(took[plant], tenants[plant], organisations.spaces[plant], turnover[plant])
            posts.collected[post] = said_to_bring(posts.collected[post], now, p)
            if posts.asking[post] <= 0.0:
                posts.asking[post] = first
        plants = who_ask(organisations, posts, people, own_posts, round_of == 1)
        peers = compare(plants, own_posts, posts, people, dice.peer)
        asked = np.empty(len(plants))
        for place in range(len(plants)):
            asked[place] = posts.asking[own_posts[plants[place]]]
        for place in range(len(plants)):
            post, peer = own_posts[plants[place]], own_posts[peers[place]]
            if is_due(posts.holder[post], people, month, p):
                asked[place] = share_next(
                    posts.asking[post], posts.collected[post], posts.asking[peer], posts.collected[peer],
                    bell(dice.tried, people.id[posts.holder[post]]), p,
                )  # fmt: skip
        for place in range(len(plants)):
            posts.asking[own_posts[plants[place]]] = asked[place]
