"""One person decides for both posts: the contrast of theory to `tolls`.

Where head and secretary each post a share for themselves, each leaves out what his asking costs the other.  Here one decides for the two,
compares what both took together with what both took elsewhere, and moves both shares.  Who pays and who receives stays as it is.
In a scenario: `MONTH.replace(tolls=joint_monopoly)`.
"""

import numpy as np

from allssam.engine import bell, step
from allssam.mechanisms.tolls import Tolls, add_up, compare, is_due, said_to_bring, share_next, who_ask, yield_of
from allssam.world.lookups import NOBODY, at_work


@step(changes=["posts.asking", "posts.collected"], draws=["peer", "tried"], parameters=Tolls)
def post_tolls(organisations, posts, people, businesses, leases, p, dice, month):
    """Managers of plants, deciding for the Party secretary's share with their own: both move toward a pair that collected more."""
    tenants, turnover, by_head, by_secretary = add_up(organisations, people, businesses, leases)
    plants = who_ask(organisations, posts, people, organisations.head, False)
    for plant in plants:
        post, seat = organisations.head[plant], organisations.secretary[plant]
        now = yield_of(by_head[plant] + by_secretary[plant], tenants[plant], organisations.spaces[plant], turnover[plant])
        posts.collected[post] = said_to_bring(posts.collected[post], now, p)
        if posts.asking[post] <= 0.0:
            posts.asking[post] = p.manager_first
        if seat >= 0 and posts.asking[seat] <= 0.0:
            posts.asking[seat] = p.secretary_first
    peers = compare(plants, organisations.head, posts, people, dice.peer)
    asked = np.zeros((len(plants), 2))
    for place in range(len(plants)):
        post, peer = organisations.head[plants[place]], organisations.head[peers[place]]
        seat, peers_seat = organisations.secretary[plants[place]], organisations.secretary[peers[place]]
        asked[place, 0] = posts.asking[post]
        asked[place, 1] = posts.asking[seat] if seat >= 0 else 0.0
        if not is_due(posts.holder[post], people, month, p):
            continue
        collected, peers_collected, who = posts.collected[post], posts.collected[peer], people.id[posts.holder[post]]
        asked[place, 0] = share_next(asked[place, 0], collected, posts.asking[peer], peers_collected, bell(dice.tried, who), p)
        secretary = at_work(posts, people, seat)
        if secretary != NOBODY and at_work(posts, people, peers_seat) != NOBODY:
            tried = bell(dice.tried, people.id[secretary])
            asked[place, 1] = share_next(asked[place, 1], collected, posts.asking[peers_seat], peers_collected, tried, p)
    for place in range(len(plants)):
        posts.asking[organisations.head[plants[place]]] = asked[place, 0]
        if organisations.secretary[plants[place]] >= 0:
            posts.asking[organisations.secretary[plants[place]]] = asked[place, 1]
