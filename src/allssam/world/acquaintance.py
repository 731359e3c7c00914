"""Who stands with whom: what several mechanisms ask about ties, read off the tables.  Nothing is changed here.

Each function is flat, and asks for few tables: what calls it is compiled with it.
"""

from allssam.engine import compiled, span
from allssam.world.lookups import other_of


@compiled
def other_end(tie, person, ties):
    """The one to whom a tie joins a person."""
    return other_of(person, ties.patron[tie], ties.client[tie])


@compiled
def strength_between(one, other, ties, ties_of):
    """How far two people count on one another: the strength of their tie, or 0."""
    start, stop = span(ties_of, one)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if ties.open[tie] and (ties.patron[tie] == other or ties.client[tie] == other):
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
