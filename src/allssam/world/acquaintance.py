"""Who stands with whom: what several mechanisms ask about ties and offices, read off the tables.  Nothing is changed here."""

from allssam.engine import compiled, span
from allssam.world.kinds import Standing


@compiled
def in_office(person, people):
    """Whether a person is free and holds a post."""
    return people.standing[person] == Standing.FREE and people.post[person] >= 0


@compiled
def sits_in(person, office, county, people, posts):
    """Whether a person is free and holds a post in this office of this county."""
    if not in_office(person, people):
        return False
    post = people.post[person]
    return posts.office[post] == office and posts.county[post] == county


@compiled
def other_end(tie, person, ties):
    """The one to whom a tie joins a person."""
    if ties.patron[tie] == person:
        return ties.client[tie]
    return ties.patron[tie]


@compiled
def strength_between(one, other, ties, ties_of):
    """How far two people count on one another: the strength of their tie, or 0."""
    start, stop = span(ties_of, one)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if ties.open[tie] and other_end(tie, one, ties) == other:
            return ties.strength[tie]
    return 0.0


@compiled
def has_heard_of(tie, person, ties, rumours, rumours_about):
    """Whether a person knows of a tie: it is his own, or he has heard of it."""
    if ties.patron[tie] == person or ties.client[tie] == person:
        return True
    start, stop = span(rumours_about, tie)
    for at in range(start, stop):
        rumour = rumours_about.row[at]
        if rumours.open[rumour] and rumours.knower[rumour] == person:
            return True
    return False


@compiled
def backing(person, office, county, people, posts, ties, ties_of):
    """A person's ties in an office of a county, weighted by their strength."""
    total = 0.0
    start, stop = span(ties_of, person)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if ties.open[tie] and sits_in(other_end(tie, person, ties), office, county, people, posts):
            total += ties.strength[tie]
    return total


@compiled
def backing_known_to(knower, person, office, county, people, posts, ties, ties_of, rumours, rumours_about):
    """As much of a person's backing in an office as someone else has heard of."""
    total = 0.0
    start, stop = span(ties_of, person)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if ties.open[tie] and sits_in(other_end(tie, person, ties), office, county, people, posts):
            if has_heard_of(tie, knower, ties, rumours, rumours_about):
                total += ties.strength[tie]
    return total
