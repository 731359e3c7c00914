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
    order = np.argsort(place[:count])
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
    order = np.argsort(place[:count])
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
    order = np.argsort(place[:count])
    return who[:count][order], place[:count][order]


@compiled
def colleague(person, point, who, place, post_of, organisations):
    """The seat of the first colleague of one's office found on the circle from a point on; -1 if none is among those looked at."""
    own = organisations[post_of[person]]
    start = np.searchsorted(place, point)
    for n in range(min(len(who), LOOKED_AT)):
        seat = (start + n) % len(who)
        if who[seat] != person and organisations[post_of[who[seat]]] == own:
            return seat
    return -1
