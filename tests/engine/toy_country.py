"""A toy country: neighbours give, friendships begin, fade and end."""

import numpy as np

from allssam.engine import (
    Dated,
    Kind,
    Money,
    Parameters,
    Pipeline,
    Purpose,
    Schema,
    Sector,
    Share,
    Table,
    chance,
    close,
    column,
    event,
    found,
    index,
    pair,
    param,
    pay,
    record,
    ref,
    rule,
    span,
    step,
    usd,
)  # fmt: skip


class Flow(Purpose):
    GIFT = "given to a neighbour"
    IMPORT = "bought outside"
    EXPORT = "sold outside"


class Holder(Sector):
    HOMES = ("purses",)
    OUTSIDE = ("the world outside", Flow.IMPORT)


class Event(Kind):
    GAVE = event("{who} gives {whom} {amount}", rule="toy_country.gives")
    BEFRIENDED = event("{who} and {whom} become friends", rule="toy_country.gives", because=["GAVE"])
    PARTED = event("{who} and {whom} part", rule="toy_country.parts", because=["BEFRIENDED"])


class Counties(Table):
    """Arenas."""

    county = column(np.int16, "itself", refers="counties")
    place = column(np.int8, "province")
    gifts = column(np.int64, "gifts so far")


class People(Table):
    """Everybody."""

    id = column(np.int64, "number")
    county = column(np.int16, "where", refers="counties")
    account = column(np.int32, "purse", refers="accounts")
    warmth = column(np.float64, "how warm", start=0.5)


class Friendships(Table, lasting=False):
    """Who likes whom."""

    county = column(np.int16, "where", refers="counties")
    a = ref("people", "one")
    b = ref("people", "the other")
    strength = column(np.float64, "how strong", start=1.0)
    began = ref("event", "how it began")
    latest = ref("event", "what happened last")
    best = ref("friendships", "another friendship of a")


class Accounts(Table):
    """Purses."""

    county = column(np.int16, "where", refers="counties")
    sector = column(np.int8, "whose")
    balance = column(np.int64, "won")


SCHEMA = Schema(
    tables={"counties": Counties, "people": People, "friendships": Friendships, "accounts": Accounts},
    indexes={"friends_of": index("friendships", "a", "b")},
    sectors=Holder,
    flows=Flow,
    events=Event,
)


class Toy(Parameters):
    """Toy numbers."""

    rate: Share = param(0.05, 0.0, 1.0, "per month", "How often one gives", assumed="toy")
    gift: Money = param(usd(3), 0, usd(100), "won", "What is given", assumed="toy")
    mood: Dated = param(0.5, 0.0, 1.0, "share", "The mood of the month", assumed="toy", dated=True)


@rule(assumed="toy")
def gives(die, a, b, p):
    """One gives another now and then."""
    return chance(die, pair(a, b), p.rate)


@rule(assumed="toy")
def parts(die, a):
    """Friends part now and then."""
    return chance(die, a, 0.2)


@step(visits="people", changes=["people.warmth"], draws=["gift"], parameters=Toy)
def give(people, friends_of, new_friendships, purse, journal, p, dice):
    """Everybody who has somebody after him in his county: gives, and befriends whom he gave to first."""
    last = -1
    for person in people.rows:
        other, last = last, person
        if other < 0 or people.county[other] != people.county[person]:
            continue
        people.warmth[person] = 0.5 * people.warmth[person] + 0.5 * p.mood
        if gives(dice.gift, people.id[person], people.id[other], p):
            paid = pay(purse, people.account[person], people.account[other], p.gift, Flow.GIFT)
            gift = record(journal, Event.GAVE, who=person, whom=other, amount=paid)
            start, stop = span(friends_of, person)
            if start == stop:
                friendship = found(new_friendships)
                new_friendships.county[friendship] = people.county[person]
                new_friendships.a[friendship] = person
                new_friendships.b[friendship] = other
                new_friendships.began[friendship] = record(
                    journal, Event.BEFRIENDED, who=person, whom=other, because=gift
                )


@step(visits="friendships", changes=["friendships.open", "friendships.strength", "friendships.latest"], draws=["part"])
def part(friendships, people, journal, dice):
    """Every friendship: it fades, and may end."""
    for friendship in friendships.rows:
        friendships.strength[friendship] *= 0.9
        a = friendships.a[friendship]
        if parts(dice.part, people.id[a]):
            friendships.latest[friendship] = record(
                journal, Event.PARTED, who=a, whom=friendships.b[friendship], because=friendships.began[friendship]
            )
            close(friendships, friendship)


MONTH = Pipeline(give, part)
