"""Offices from month to month: books opened and closed, and what posts have brought.

Ties belong to persons and powers to posts: who leaves a post takes his ties with him, and his successor brings others.  What a post
may be expected to bring is learned, with a lag, from what its holders have taken.  Who comes into a vacant post is a matter of careers.
"""

from allssam.engine import Parameters, Share, param, rule, step


class Offices(Parameters):
    """How offices learn."""

    learning: Share = param(
        0.10,
        0.01,
        1.0,
        "per month",
        "Weight of this month in what a post is believed to bring",
        assumed="about a year's memory",
    )


@rule(assumed="a post's worth is learned from what its holders lately had")
def learned(usual, now, p):
    """What a post is believed to bring moves part of the way to what it brought this month."""
    return usual + p.learning * (now - usual)


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
