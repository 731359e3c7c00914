"""Senior posts of the Centre: how long they stay vacant, and who is called up.

Senior cadres come from families of Pyongyang and from offices that a run does not hold one by one (the Centre's people come on top of
those of the provinces), so who is called up is somebody new: a Party member of good schooling, of the core class as a rule, and past
his middle years.

Left out: what a senior post costs; who among the provinces' officials rises so far.
"""

import numpy as np

from allssam.engine import (
    NOBODY,
    Count,
    Parameters,
    Share,
    bell,
    chance,
    compiled,
    param,
    record,
    rule,
    span,
    step,
    uniform,
    within,
)  # fmt: skip
from allssam.world import CENTRE, Event, Job, Party, Schooling, Sex, Songbun, Standing
from allssam.world.homes import enter_home
from allssam.world.lookups import put_in_order

ID_BITS = 34  # ids of those born in a run are made of the month and the mother's; these, of the month and the post's number
CALLED_UP = 1 << 33


class SeniorPosts(Parameters):
    """Who is called up, and how soon."""

    filling: Share = param(0.25, 0.02, 1.0, "per month", "Chance that a vacant senior post is filled", assumed="some four months")
    youngest: Count = param(42, 30, 60, "years", "Age from which cadres are called up", assumed="the Centre is old")
    years: Count = param(20, 1, 40, "years", "Ages over which those called up are spread", assumed="the Centre is old")
    women: Share = param(0.05, 0.0, 0.5, "share", "Women among those called up", assumed="as among those in office")
    core: Share = param(0.85, 0.0, 1.0, "share", "Core songbun among those called up", assumed="as among those in office")


@rule(assumed="a senior post is filled within months")
def is_called_up(p):
    """A vacant senior post is filled sooner or later."""
    return p.filling


@rule(assumed="elder cadres are fewer")
def age_when_called(lot, p):
    """Who is called up is past his middle years, seldom by much."""
    return p.youngest + int(p.years * lot * lot)


@rule(assumed="traits of senior cadres spread around the middle")
def trait(draw):
    """Integrity and market sense differ from one to the other, in percent."""
    return int(within(50.0 + 20.0 * draw, 0.0, 100.0))


@compiled
def spare_people(county, counties, people, standings, after):
    """The next spare row of people of a county; NOBODY if there is none."""
    last = counties.first_person[county] + counties.people_rows[county]
    for person in range(after, last):
        if standings[person] == Standing.UNBORN:
            return person
    return NOBODY


@compiled
def spare_home(county, counties, households, after):
    """The next spare row of households of a county; NOBODY if there is none."""
    last = counties.first_household[county] + counties.household_rows[county]
    for home in range(after, last):
        if households.key[home] == 0:
            return home
    return NOBODY


@step(
    visits="counties",
    changes=[
        "people.id", "people.turn", "people.standing", "people.birth", "people.sex", "people.songbun", "people.schooling", "people.job",
        "people.party", "people.integrity", "people.market_sense", "people.workplace", "people.post", "people.household",
        "people.account", "people.next_at_home", "households.head", "households.size", "households.settled", "households.key",
        "counties.people", "counties.households", "posts.holder", "posts.since", "posts.vacated", "posts.bought_for",
        "organisations.workers",
    ],
    draws=["filled", "woman", "core", "age", "integrity", "market_sense"],
    parameters=SeniorPosts,
)  # fmt: skip
def call_up(counties, posts, posts_in, people, households, organisations, journal, p, dice, month):
    """Every vacant senior post of the Centre: somebody may be called up."""
    for county in counties.rows:
        if counties.place[county] != CENTRE:
            continue
        person, home = counties.first_person[county] - 1, counties.first_household[county] - 1
        start, stop = span(posts_in, county)
        vacant, numbers, count = np.empty(stop - start, np.int64), np.empty(stop - start, np.int64), 0
        for at in range(start, stop):
            post = posts_in.row[at]
            if posts.holder[post] < 0 and chance(dice.filled, posts.number[post], is_called_up(p)):
                vacant[count], numbers[count] = post, posts.number[post]
                count += 1
        put_in_order(vacant, numbers, count)  # rows may not be enough for all
        for post in vacant[:count]:
            number = posts.number[post]
            person = spare_people(county, counties, people, people.standing, person + 1)
            home = spare_home(county, counties, households, home + 1)
            if person == NOBODY or home == NOBODY:
                break  # until rows have come free
            key = (month.number << ID_BITS) + CALLED_UP + number
            people.id[person], people.standing[person] = key, Standing.FREE
            people.turn[person] = number % 12
            people.birth[person] = month.number - 12 * age_when_called(uniform(dice.age, key), p) - 1
            people.sex[person] = Sex.WOMAN if chance(dice.woman, key, p.women) else Sex.MAN
            people.songbun[person] = Songbun.CORE if chance(dice.core, key, p.core) else Songbun.WAVERING
            people.schooling[person], people.party[person] = Schooling.UNIVERSITY, Party.MEMBER
            people.integrity[person] = trait(bell(dice.integrity, key))
            people.market_sense[person] = trait(bell(dice.market_sense, key))
            people.job[person], people.workplace[person] = Job.OFFICIAL, posts.organisation[post]
            organisations.workers[posts.organisation[post]] += 1
            households.key[home] = key
            enter_home(person, home, people, households)
            counties.people[county] += 1
            counties.households[county] += 1
            posts.holder[post], posts.since[post], posts.bought_for[post] = person, month.number, 0
            people.post[person] = post
            record(journal, Event.CALLED_UP, who=person, org=posts.organisation[post], because=posts.vacated[post])
            posts.vacated[post] = 0
