"""Offices from month to month: books opened and closed, what posts have brought, vacancies filled.

Ties belong to persons and powers to posts: who leaves a post takes his ties with him, and his successor brings others.  What a post
may be expected to bring is learned, with a lag, from what its holders have taken.  Careers as a market of posts are left to a later part;
here a vacancy is filled from the Party members of the county.
"""

from allssam.engine import Count, Parameters, Share, chance, pair, param, record, rule, step, uniform
from allssam.world import Event, Party, Standing


class Offices(Parameters):
    """How offices learn and are refilled."""

    learning: Share = param(
        0.10,
        0.01,
        1.0,
        "per month",
        "Weight of this month in what a post is believed to bring",
        assumed="about a year's memory",
    )
    filling: Share = param(
        0.35,
        0.02,
        1.0,
        "per month",
        "Chance that a vacant post is filled this month",
        assumed="posts stand empty for about a quarter",
    )
    youngest: Count = param(28, 18, 50, "years", "Youngest age at which a cadre post is given", assumed="career order")
    oldest: Count = param(
        60, 40, 75, "years", "Oldest age at which a cadre post is given", assumed="retirement age of men"
    )


@rule(assumed="a post's worth is learned from what its holders lately had")
def learned(usual, now, p):
    """What a post is believed to bring moves part of the way to what it brought this month."""
    return usual + p.learning * (now - usual)


@rule("membership-gate-to-office")
def may_serve(standing, party, age, has_post, has_business, p):
    """Only a Party member, free, of the right age and not already in office becomes a cadre."""
    if standing != Standing.FREE or party != Party.MEMBER or has_post or has_business:
        return False
    return p.youngest <= age <= p.oldest


@step(
    visits="counties",
    changes=[
        "posts.takings", "posts.from_donju", "posts.from_market", "posts.from_cases", "businesses.patronage", "businesses.demand",
        "businesses.courted_by", "businesses.demanded", "leases.profit", "leases.manager_take",
        "leases.secretary_take", "leases.per_diem",
    ],
)  # fmt: skip
def open_month(counties, posts, businesses, leases):
    """Every post, business and lease: the books of the month are opened."""
    for post in posts.rows:
        posts.takings[post] = 0
        posts.from_donju[post] = 0
        posts.from_market[post] = 0
        posts.from_cases[post] = 0
    for business in businesses.rows:
        businesses.patronage[business] = 0
        businesses.demand[business] = 0
        businesses.courted_by[business] = -1
        businesses.demanded[business] = 0
    for lease in leases.rows:
        leases.profit[lease] = 0
        leases.manager_take[lease] = 0
        leases.secretary_take[lease] = 0
        leases.per_diem[lease] = 0


@step(visits="posts", changes=["posts.usual_takings", "posts.usual_donju"], parameters=Offices)
def close_month(posts, p):
    """Every post, last thing in the month: what it has brought is learned."""
    for post in posts.rows:
        posts.usual_takings[post] = learned(posts.usual_takings[post], posts.takings[post], p)
        posts.usual_donju[post] = learned(posts.usual_donju[post], posts.from_donju[post], p)


@step(
    visits="posts",
    changes=["posts.holder", "posts.since", "posts.vacated", "people.post"],
    draws=["filled", "candidate"],
    parameters=Offices,
)
def fill_posts(posts, people, counties, households, journal, p, dice, month):
    """Every vacant post: among the members of the county who may serve, one is appointed."""
    for post in posts.rows:
        if posts.holder[post] >= 0 or not chance(dice.filled, posts.number[post], p.filling):
            continue
        county = posts.county[post]
        first = households.head[counties.first_household[county]]
        chosen, lowest = -1, 1.0
        for person in range(first, first + counties.people[county]):
            if people.party[person] != Party.MEMBER:
                continue
            age = (month.number - people.birth[person]) // 12
            has_post, has_business = people.post[person] >= 0, people.business[person] >= 0
            if may_serve(people.standing[person], people.party[person], age, has_post, has_business, p):
                lot = uniform(dice.candidate, pair(people.id[person], posts.number[post]))
                if lot < lowest:
                    chosen, lowest = person, lot
        if chosen >= 0:
            posts.holder[post] = chosen
            posts.since[post] = month.number
            people.post[chosen] = post
            record(journal, Event.APPOINTED, who=chosen, org=posts.organisation[post], because=posts.vacated[post])
            posts.vacated[post] = 0
