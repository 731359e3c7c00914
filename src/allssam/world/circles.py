"""Whom one comes across: the people of an arena in a keyed order that is drawn anew each month.

Everybody has a place on a circle, drawn by his id.  Who looks for company turns up at a point of his own and sees those next to it.  So
meetings depend on ids alone, and one person more in a county changes only the meetings next to his place.
"""

import numpy as np

from allssam.engine import compiled, span, uniform
from allssam.world.kinds import Standing
from allssam.world.lookups import in_service

LOOKED_AT = 100  # people looked at for a colleague: bounds the work where an office is small in a large place
SUPERIORS_FROM = 5  # rank from which an official is a superior who sees people of other counties


@compiled
def in_order(place):
    """The order of places from 0 to 1, drawn by lot: dealt out to as many buckets as there are places, and put in order within each."""
    number = len(place)
    order, first = np.empty(number, np.int64), np.zeros(number + 1, np.int64)
    for seat in range(number):
        first[int(place[seat] * number) + 1] += 1
    for bucket in range(number):
        first[bucket + 1] += first[bucket]
    filled = first[:number].copy()
    for seat in range(number):
        bucket = int(place[seat] * number)
        at = filled[bucket]
        filled[bucket] += 1
        while at > first[bucket] and place[order[at - 1]] > place[seat]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = seat
    return order


@compiled
def circle_of_cadres(county, posts_in, holders, post_of, standings, ids, die):
    """The officials of a county in this month's keyed order: rows of people, and their places from 0 to 1."""
    start, stop = span(posts_in, county)
    who, place, count = np.zeros(stop - start, np.int64), np.zeros(stop - start, np.float64), 0
    for at in range(start, stop):
        post = posts_in.row[at]
        person = holders[post]
        if person >= 0 and post_of[person] == post and standings[person] == Standing.FREE:
            who[count] = person
            place[count] = uniform(die, ids[person])
            count += 1
    order = in_order(place[:count])
    return who[:count][order], place[:count][order]


@compiled
def circle_of_donju(county, businesses_in, owners, is_open, business_of, standings, ids, die):
    """The donju of a county in this month's keyed order: rows of people, and their places from 0 to 1."""
    start, stop = span(businesses_in, county)
    who, place, count = np.zeros(stop - start, np.int64), np.zeros(stop - start, np.float64), 0
    for at in range(start, stop):
        business = businesses_in.row[at]
        person = owners[business]
        if is_open[business] and standings[person] == Standing.FREE and business_of[person] == business:
            who[count] = person
            place[count] = uniform(die, ids[person])
            count += 1
    order = in_order(place[:count])
    return who[:count][order], place[:count][order]


@compiled
def circle_of_superiors(rows, ranks, holders, post_of, standings, ids, die):
    """Officials of the centre and the provinces in this month's keyed order: rows of people, and their places from 0 to 1."""
    who, place, count = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.float64), 0
    for post in rows:
        person = holders[post]
        if ranks[post] >= SUPERIORS_FROM and person >= 0 and in_service(person, standings, post_of, holders):
            who[count], place[count] = person, uniform(die, ids[person])
            count += 1
    order = in_order(place[:count])
    return who[:count][order], place[:count][order]


@compiled
def offices_of(who, post_of, organisations):
    """Where each of some officials serves."""
    served = np.empty(len(who), np.int32)
    for seat in range(len(who)):
        served[seat] = organisations[post_of[who[seat]]]
    return served


@compiled
def colleague(person, own, point, who, place, served):
    """The seat of the first colleague of one's own office found on the circle from a point on; -1 if none is among those looked at."""
    seat = np.searchsorted(place, point)
    for _ in range(min(len(who), LOOKED_AT)):
        if seat >= len(who):
            seat = 0
        if served[seat] == own and who[seat] != person:
            return seat
        seat += 1
    return -1
