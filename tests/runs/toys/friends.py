"""Toy friendships, which begin and end."""

from allssam.engine import NOBODY, Parameters, Share, chance, close, found, param, record, rule, span, step, uniform
from allssam.world import Event, Standing


class Friends(Parameters):
    """Numbers of toy friendships."""

    begins: Share = param(0.3, 0.0, 1.0, "per month", "Chance of a new friend", assumed="a toy")
    ends: Share = param(0.1, 0.0, 1.0, "per month", "Chance that a friendship ends", assumed="a toy")


@rule(assumed="a toy")
def meets(die, person, p):
    """Now and then one meets a friend."""
    return chance(die, person, p.begins)


@step(
    visits="people", changes=["ties.strength"], draws=["meet", "whom"], parameters=Friends,
)  # fmt: skip
def meet(people, ties, ties_of, new_ties, new_rumours, journal, p, dice, month):
    """Everybody, once a month: whether a friend is met; and friendships grow."""
    last = NOBODY
    for person in people.rows:
        if people.standing[person] == Standing.UNBORN:
            continue
        start, stop = span(ties_of, person)
        for at in range(start, stop):
            tie = ties_of.row[at]
            if ties.patron[tie] == person:
                ties.strength[tie] = ties.strength[tie] * 0.9 + 0.1 * uniform(dice.whom, people.id[person])
        if meets(dice.meet, people.id[person], p) and last != NOBODY and people.county[last] == people.county[person]:
            row = found(new_ties)
            new_ties.county[row] = people.county[person]
            new_ties.patron[row] = person
            new_ties.client[row] = last
            new_ties.since[row] = month.number
            new_ties.began[row] = record(journal, Event.TIE_FORMED, who=person, whom=last)
        last = person


@step(visits="ties", changes=["ties.open"], draws=["end"], parameters=Friends)
def part(ties, people, journal, p, dice):
    """Every friendship, once a month: whether it lapses."""
    for tie in ties.rows:
        if chance(dice.end, people.id[ties.client[tie]], p.ends):
            close(ties, tie)
            record(journal, Event.TIE_ENDED, who=ties.client[tie], whom=ties.patron[tie], because=ties.began[tie])
