"""Flight: cadres who leave the country out of fear, and ordinary people who leave for want or after relatives.

A cadre leaves when fear, and what he has lost of his loyalty, weigh more than what holds him, if his post gives him a way out;
news of others is the last push.  A cadre without fear does not leave.  Ordinary people near a border that can be crossed leave
for want, or because relatives have left and they are watched, as far as they are not tied to a place and can find what it costs.
Whoever is left behind is watched.
Left out: routes and methods, attempts that fail, who is caught and sent back, families who leave together, and what becomes of
people abroad.
"""

import numpy as np

from allssam.engine import (
    NOBODY,
    ByPlace,
    Count,
    Money,
    Number,
    Parameters,
    Share,
    chance,
    close,
    compiled,
    exponential,
    fetch,
    found,
    param,
    pay,
    power,
    ratio,
    record,
    rule,
    span,
    step,
    uniform,
    usd,
    within,
    won,
)  # fmt: skip
from allssam.world import ALL_MONTH, CENTRE, PLACES, Event, Flow, Job, Office, Party, Sex, Standing
from allssam.world.acquaintance import other_end
from allssam.world.homes import ages_at_home, kin_of, leave_home, take_off_lists, wind_up
from allssam.world.lookups import BRANCHES, ROUND, branch_of, in_service, needs_card, put_in_order, turn_in

PERCENT = 0.01
FACTORY_RANK = 3  # rank from which a cadre counts as one of the elite


class Flight(Parameters):
    """What holds people, what drives them, and what it costs to leave."""

    exits: Share = param(
        0.007,
        0.0,
        0.5,
        "per month",
        "Chance to leave of a cadre abroad, if nothing held him",
        claim="flight-cascade",
        assumed="a trial",
    )
    by_mission: Share = param(
        1.0, 0.0, 1.0, "opportunity", "Way out of those who serve abroad", assumed="they are out already"
    )
    by_trade: Share = param(
        0.7,
        0.0,
        1.0,
        "opportunity",
        "Way out of those who trade with abroad",
        claim="trade-officials-exposed",
        assumed="they travel",
    )
    by_border: Share = param(
        0.15, 0.0, 1.0, "opportunity", "Way out of other officials of a county on the border", assumed="they know it"
    )
    by_centre: Share = param(
        0.02, 0.0, 1.0, "opportunity", "Way out of other cadres of the Centre", assumed="a delegation now and then"
    )
    inland: Share = param(
        0.01, 0.0, 1.0, "opportunity", "Way out of all other cadres", assumed="they would have to travel first"
    )
    sees_more: Share = param(
        0.2,
        0.0,
        1.0,
        "of fear",
        "How much more those weigh their fear who see other countries from close by",
        claim="trade-officials-exposed",
    )
    bitterness: Share = param(
        0.5, 0.0, 2.0, "of fear", "What lost loyalty adds to fear", claim="trade-officials-exposed", assumed="a trial"
    )
    holds: Share = param(0.15, 0.0, 1.0, "of full fear", "Fear that family and home outweigh", assumed="no source")
    prospects: Share = param(
        0.25,
        0.0,
        1.0,
        "of full fear",
        "Fear that a post of the best income outweighs",
        claim="flight-cascade",
        assumed="no source",
    )
    good_living: Money = param(
        usd(300), usd(10), usd(5_000), "won a month", "Income that brings half of that", assumed="no source"
    )
    push: Number = param(
        9.0, 0.0, 100.0, "per share of the branch that fled", "What news of others adds to a cadre's drive", claim="flight-cascade",
        assumed="so that one flight begets fewer than one",
    )  # fmt: skip
    fresh: Count = param(
        3, 0, 24, "months", "How long a flight is fresh news", fact=("F223", "F224"), assumed="a season"
    )
    takes: Share = param(0.8, 0.0, 1.0, "of the purse", "Money a cadre takes along", assumed="one prepares")
    bureau: Count = param(
        12, 1, 100, "posts", "Posts of a bureau, whose holders are colleagues", assumed="the same as purges.bureau"
    )
    colleague: Share = param(
        0.3, 0.0, 1.0, "closeness", "How close colleagues are thought to be", assumed="the same as purges.colleague"
    )
    crossing: ByPlace = param(
        {
            "North Hamgyong": 1.0, "Ryanggang": 1.0, "Jagang": 0.15, "North Pyongan": 0.1, "centre": 0.0, "other": 0.01,
        },
        0.0, 1.0, "0 to 1", "How near a border that can be crossed is: narrow upper rivers, the wide lower one, or none",
        assumed="geography: the upper Tumen and Yalu can be waded or walked in winter", each=PLACES,
    )  # fmt: skip
    off_border: Share = param(
        0.5, 0.0, 1.0, "of that", "The same for the rest of a border province", assumed="a permit and a day on the road"
    )
    leaves: Share = param(
        0.016, 0.0, 1.0, "a year", "Chance to leave of one in full want, tied by nothing, who can pay, at the river",
        fact="F222", assumed="level by arrivals before 2012",
    )  # fmt: skip
    youngest: Count = param(
        17, 10, 30, "years", "Youngest age at which one leaves by oneself", assumed="school is over"
    )
    oldest: Count = param(60, 40, 90, "years", "Oldest age at which one leaves", assumed="it is hard going")
    discharged: Count = param(
        27, 17, 40, "years", "Age at which men are out of uniform", fact="F021", assumed="ten years of service"
    )
    in_uniform: Share = param(
        0.05, 0.0, 1.0, "of a free person's", "Freedom to leave of men in uniform", assumed="barracks"
    )
    at_work: Share = param(
        0.25, 0.0, 1.0, "of a free person's", "Freedom to leave of those who must be at work", claim="flight-ordinary-motives",
        assumed="an absence is noticed the same day",
    )  # fmt: skip
    unconnected: Share = param(
        0.4,
        0.0,
        1.0,
        "of that",
        "Freedom to leave of those who do not trade",
        assumed="one meets people who know a way at the market",
    )
    in_party: Share = param(
        0.5, 0.0, 1.0, "of that", "Freedom to leave of Party members", assumed="a session a week, and more to lose"
    )
    need: Money = param(
        usd(12),
        usd(1),
        usd(100),
        "won a head a month",
        "Income below which people struggle to get by",
        fact="F206",
        assumed="the middle one",
    )
    follows: Number = param(
        1.0,
        0.0,
        20.0,
        "of full want, per relative",
        "How much relatives abroad draw those left behind",
        claim="flight-ordinary-motives",
    )
    watched: Number = param(
        1.0,
        0.0,
        10.0,
        "per unit of surveillance",
        "How much being watched for a relative's flight adds",
        claim="flight-ordinary-motives",
    )
    broker: Money = param(
        usd(400), usd(20), usd(20_000), "won", "Price of a crossing where nobody watches and the border is open", fact="F143",
        assumed="guards and guides; no source before 2012",
    )  # fmt: skip
    dearer: Number = param(
        0.6,
        0.0,
        6.0,
        "in logs, fully shut",
        "How much closure raises the price",
        claim="ruler-surveillance",
        assumed="a trial",
    )
    guarded: Number = param(
        0.6,
        0.0,
        6.0,
        "in logs, at full surveillance",
        "How much surveillance raises the price",
        claim="ruler-surveillance",
        assumed="a trial",
    )
    credit_of_women: Share = param(
        0.7, 0.0, 1.0, "of the price", "What brokers put off until after the crossing for women",
        assumed="they find work and husbands on the other side, and pay, or are made to pay, later",
    )  # fmt: skip
    credit_of_men: Share = param(0.4, 0.0, 1.0, "of the price", "The same for men", assumed="they find less")
    borrows: Number = param(
        3.0,
        0.0,
        24.0,
        "months of income",
        "What a household can borrow for a crossing",
        assumed="from kin, and those who wait abroad",
    )
    remembered: Count = param(
        60, 12, 240, "months", "How long a flight is remembered", fact="F221", assumed="five years"
    )


# ---------------------------------------------------------------------------------------------------------------------- cadres


@rule("trade-officials-exposed", "flight-cascade")
def way_out(office, on_border, at_centre, border_closed, p):
    """Who serves abroad is out already, who trades with abroad travels, who lives by the border knows it; closing it hinders the rest."""
    if office == Office.MISSION:
        return p.by_mission
    if office == Office.TRADE_COMPANY:
        return p.by_trade * (1.0 - 0.5 * border_closed)
    if at_centre:
        return p.by_centre
    return (p.by_border if on_border else p.inland) * (1.0 - border_closed)


@rule("flight-cascade", "trade-officials-exposed")
def drive(fear, loyalty, takings, is_exposed, p):
    """Fear and lost loyalty drive a cadre out, family and what the post brings hold him; who sees other countries weighs fear more."""
    sees = 1.0 + p.sees_more if is_exposed else 1.0
    return (
        fear * sees * (1.0 + p.bitterness * (1.0 - loyalty))
        - p.holds
        - p.prospects * ratio(takings, takings + p.good_living)
    )


@rule("flight-cascade")
def last_push(fled, p):
    """News that others of his kind have fled pushes a cadre, the more of them there were."""
    return p.push * fled


@rule("flight-cascade")
def hazard_of_exit(fear, driven, pushed, opportunity, p):
    """A cadre who is afraid leaves as his drive and the last push take him, and as he has a way out; without fear he stays."""
    if fear <= 0.0:
        return 0.0
    return p.exits * opportunity * within(driven + pushed, 0.0, 1.0)


@rule("flight-signal", fact="F221")
def is_asked_about(bureaus_apart, is_tied):
    """Friends, and colleagues of the same bureau, are looked into when somebody has fled."""
    return is_tied or bureaus_apart == 0


# ------------------------------------------------------------------------------------------------------------ ordinary people


@rule("flight-ordinary-motives")
def want(income_a_head, p):
    """People struggle to get by who have less than they need."""
    return 1.0 - min(1.0, ratio(max(0.0, income_a_head), float(p.need)))


@rule("flight-ordinary-motives")
def draw_of_relatives(left, surveillance, p):
    """Where relatives have left one would rather follow than live watched."""
    return p.follows * min(2, left) * (1.0 + p.watched * surveillance)


@rule(fact=("F021", "F220"), assumed="freedoms multiply")
def freedom_to_leave(sex, age, must_attend, is_member, trades, p):
    """Men in uniform cannot leave, those who must be at work hardly, members less than others; who trades meets those who know a way."""
    if sex == Sex.MAN and age < p.discharged:
        return p.in_uniform
    free = p.at_work if must_attend else 1.0
    if not trades:
        free *= p.unconnected
    return free * p.in_party if is_member else free


@rule(fact=("F222", "F239"), assumed="geography; the last gaps count most")
def nearness_of_river(crossing, on_border, border_closed, p):
    """How near a river is that can be crossed: less off the border, and hardly at all once it is all but shut."""
    nearness = crossing if on_border else crossing * p.off_border
    return nearness * (1.0 - border_closed * border_closed)


@rule("ruler-surveillance", fact=("F143", "F239"))
def price_of_crossing(surveillance, border_closed, p):
    """Guards and guides ask more the closer people are watched and the tighter the border is shut."""
    return p.broker * exponential(p.dearer * border_closed + p.guarded * surveillance)


@rule(fact="F222", assumed="what is put off is paid from abroad; who has half of the rest often finds the other half")
def can_find(cash, income, price, is_woman, p):
    """How far a household finds what must be paid before the crossing, by what it has and can borrow; more is put off for women."""
    at_once = price * (1.0 - (p.credit_of_women if is_woman else p.credit_of_men))
    return power(within(ratio(cash + p.borrows * income, at_once), 0.0, 1.0), 0.5)


@rule("flight-ordinary-motives", fact="F222")
def chance_to_leave(at_river, motive, freedom, means, p):
    """One leaves by how near the river is, how much one wants to, how free one is to go, and whether it can be paid."""
    return within(p.leaves * at_river * motive * freedom * means, 0.0, 1.0)


@rule(assumed="nobody leaves children or the very old without anyone")
def leaves_nobody_alone(grown, members, eldest):
    """Who lives alone may go, and who leaves somebody grown and not yet old with the others."""
    return members == 1 or (grown >= 2 and eldest < 90)


# --------------------------------------------------------------------------------------------------------------------- helpers


@compiled
def go_abroad(person, people, households, counties, organisations, cells, purse):
    """Somebody is gone: taken off every list at home; who is left of the household is marked, or the household has come to an end."""
    take_off_lists(person, Standing.ABROAD, people, organisations, cells)
    people.weeks_away[person] = 0
    home = people.household[person]
    leave_home(person, people, households)
    counties.people[people.county[person]] -= 1
    if households.size[home] > 0:
        households.left[home] = min(100, households.left[home] + 1)
    else:
        wind_up(home, kin_of(home, households), people, households, counties, purse)


# ----------------------------------------------------------------------------------------------------------------------- steps


@step(visits="flights", changes=["flights.open"], parameters=Flight)
def forget_flights(flights, p, month):
    """Every flight, when it is no longer remembered."""
    for row in flights.rows:
        if month.number - flights.month[row] >= p.remembered:
            close(flights, row)


@step(
    changes=[
        "people.standing", "people.post", "people.spouse", "people.workplace", "people.exempt", "people.days",
        "people.weeks_away", "people.cell", "people.next_at_home", "people.household", "people.account", "people.fear",
        "households.head", "households.size", "households.settled", "households.capital", "households.stall",
        "households.usual_income", "households.left", "counties.people", "counties.households", "counties.stalls",
        "organisations.workers", "cells.people", "cells.members", "posts.holder", "posts.vacated", "ties.open",
        "staff.open",
    ],
    draws=["exit"],
    parameters=Flight,
)  # fmt: skip
def defect(
    counties, people, households, organisations, cells, posts, posts_of, ties, ties_of, staff, staff_of, flights,
    new_flights, new_suspicions, purse, journal, p, dice, month,
):  # fmt: skip
    """Every frightened cadre: whether he leaves the country, with what money; who knew him is asked, and the trade he saw to stops."""
    desks, fled, news = np.zeros(BRANCHES), np.zeros(BRANCHES), np.zeros(BRANCHES, np.int64)
    first = np.zeros(BRANCHES, np.int64)
    for row in flights.rows:
        if flights.elite[row] and month.number - flights.month[row] <= p.fresh:
            branch = branch_of(flights.office[row])
            fled[branch] += 1.0
            key = (flights.month[row] << 20) - (people.id[flights.person[row]] & 1048575)
            if news[branch] == 0 or key > first[branch]:
                news[branch], first[branch] = flights.fled[row], key
    leaving, ids, number = np.empty(len(posts.rows), np.int64), np.empty(len(posts.rows), np.int64), 0
    for post in posts.rows:
        if needs_card(posts.kind[post]) and posts.rank[post] >= FACTORY_RANK:
            desks[branch_of(posts.office[post])] += 1.0
    cause_of = np.zeros(posts.length, np.int64)
    for post in posts.rows:
        person = posts.holder[post]
        if (
            person < 0
            or people.fear[person] == 0
            or posts.rank[post] < FACTORY_RANK
            or not needs_card(posts.kind[post])
        ):
            continue
        if not in_service(person, people.standing, people.post, posts.holder):
            continue
        county, office = posts.county[post], posts.office[post]
        branch, at_centre = branch_of(office), counties.place[county] == CENTRE
        opportunity = way_out(office, counties.border[county], at_centre, counties.border_closed[county], p)
        fear, loyalty = people.fear[person] * PERCENT, people.loyalty[person] * PERCENT
        driven = drive(fear, loyalty, posts.usual_takings[post], branch == 3, p)
        pushed = last_push(ratio(fled[branch], desks[branch]), p)
        lot = uniform(dice.exit, people.id[person])
        if lot >= hazard_of_exit(fear, driven, pushed, opportunity, p):
            continue
        by_himself = lot < hazard_of_exit(fear, driven, 0.0, opportunity, p)
        cause_of[post] = posts.alarm[post] if by_himself else news[branch]
        leaving[number], ids[number] = post, people.id[person]
        number += 1
    put_in_order(leaving, ids, number)  # a purse may go from house to house
    for post in leaving[:number]:
        person, county, office = posts.holder[post], posts.county[post], posts.organisation[post]
        home = people.household[person]
        grown, _, eldest = ages_at_home(home, people, households, month.number)
        if not leaves_nobody_alone(grown, households.size[home], eldest):
            continue
        account = people.account[person]
        taken = pay(purse, account, counties.outside[county], won(p.takes * purse.balance[account]), Flow.TAKEN_ABROAD)
        told = record(journal, Event.ELITE_FLED, who=person, org=office, amount=taken, because=cause_of[post])
        row = found(new_flights)
        new_flights.county[row], new_flights.person[row], new_flights.month[row], new_flights.elite[row] = (
            county,
            person,
            month.number,
            True,
        )
        new_flights.post[row], new_flights.rank[row], new_flights.office[row] = (
            post,
            posts.rank[post],
            posts.office[post],
        )
        new_flights.household[row], new_flights.fled[row] = home, told
        posts.holder[post], posts.vacated[post] = NOBODY, told
        people.post[person], people.fear[person] = NOBODY, 0
        go_abroad(person, people, households, counties, organisations, cells, purse)
        start, stop = span(ties_of, person)
        for at in range(start, stop):
            tie = ties_of.row[at]
            if not ties.open[tie]:
                continue
            other = other_end(tie, person, ties)
            close(ties, tie)
            suspect = found(new_suspicions)
            new_suspicions.county[suspect], new_suspicions.person[suspect] = people.county[other], other
            new_suspicions.victim[suspect], new_suspicions.post[suspect] = person, post
            new_suspicions.client[suspect] = ties.patron[tie] == person and people.post[other] >= 0
            new_suspicions.strength[suspect] = max(p.colleague, ties.strength[tie])
            new_suspicions.since[suspect], new_suspicions.purged[suspect] = month.number, told
            kind = Event.ORPHANED_CLIENT if ties.patron[tie] == person else Event.TIE_ENDED
            new_suspicions.orphaned[suspect] = record(journal, kind, who=other, whom=person, because=told)
        start, stop = span(posts_of, office)
        for at in range(start, stop):
            there = posts_of.row[at]
            other = posts.holder[there]
            if other < 0 or not is_asked_about(posts.number[there] // p.bureau - posts.number[post] // p.bureau, False):
                continue
            suspect = found(new_suspicions)
            new_suspicions.county[suspect], new_suspicions.person[suspect] = county, other
            new_suspicions.victim[suspect], new_suspicions.post[suspect] = person, post
            new_suspicions.strength[suspect], new_suspicions.since[suspect] = p.colleague, month.number
            new_suspicions.purged[suspect] = told
        if organisations.kind[office] == Office.TRADE_COMPANY and organisations.head[office] == post:
            start, stop = span(staff_of, office)
            for at in range(start, stop):
                clerk = staff_of.row[at]
                other = staff.person[clerk]
                if staff.open[clerk]:
                    close(staff, clerk)  # the channel is closed until the company has a head again and takes people on
                    if people.weeks_away[other] == ALL_MONTH:
                        people.weeks_away[other] = 0
                        households.settled[people.household[other]] = False


@step(
    visits="counties",
    changes=[
        "people.standing", "people.spouse", "people.workplace", "people.exempt", "people.days", "people.weeks_away", "people.cell",
        "people.next_at_home", "people.household", "people.account", "people.fear", "people.coldness", "households.head", "households.size",
        "households.settled", "households.capital", "households.stall", "households.usual_income", "households.left", "counties.people",
        "counties.households", "counties.stalls", "organisations.workers", "cells.people", "cells.members",
    ],
    draws=["leaves"],
    parameters=Flight,
)  # fmt: skip
def leave(
    counties, people, households, organisations, cells, flights, flights_from, new_flights, purse, journal, p, dice, month,
):  # fmt: skip
    """Everybody once a year, in the month of his turn: whether he has reason, freedom and means to leave; then those who do, in turn."""
    for county in counties.rows:
        at_river = nearness_of_river(
            p.crossing[counties.place[county]], counties.border[county], counties.border_closed[county], p
        )
        first = counties.first_person[county]
        if at_river <= 0.0 or first < 0:
            continue
        surveillance = counties.surveillance[county]
        price = price_of_crossing(surveillance, counties.border_closed[county], p)
        most = chance_to_leave(at_river, 1.0 + draw_of_relatives(2, surveillance, p), 1.0, 1.0, p)
        leaving, ids, number = np.empty(64, np.int64), np.empty(64, np.int64), 0
        for person in range(first, first + counties.people_rows[county]):
            if people.turn[person] != turn_in(month):
                continue
            fetch((people.standing, people.post, people.id, people.fear, people.coldness), person + ROUND)
            if people.standing[person] != Standing.FREE:
                continue
            if people.post[person] < 0:  # whoever has lost his post has nothing left to be afraid for
                people.fear[person], people.coldness[person] = 0, 0
            lot = uniform(dice.leaves, people.id[person])
            if lot >= most or number == len(leaving):
                continue
            age = (month.number - people.birth[person]) // 12
            bound = people.post[person] >= 0 or people.business[person] >= 0 or people.weeks_away[person] == ALL_MONTH
            if bound or age < p.youngest or age >= p.oldest:
                continue
            home = people.household[person]
            need = want(households.usual_income[home] / max(1.0, float(households.size[home])), p)
            drawn = draw_of_relatives(households.left[home], surveillance, p)
            must_attend = Job.FARM <= people.job[person] <= Job.OFFICIAL and not people.exempt[person]
            free = freedom_to_leave(
                people.sex[person], age, must_attend, people.party[person] == Party.MEMBER, people.days[person] > 0, p
            )
            means = can_find(
                float(purse.balance[people.account[person]]),
                float(households.usual_income[home]),
                price,
                people.sex[person] == Sex.WOMAN,
                p,
            )
            if lot < chance_to_leave(at_river, need + drawn, free, means, p):
                leaving[number], ids[number] = person, people.id[person]
                number += 1
        if number == 0:
            continue
        order = np.argsort(ids[:number])
        for place in order:
            person = leaving[place]
            home = people.household[person]
            grown, _, eldest = ages_at_home(home, people, households, month.number)
            if not leaves_nobody_alone(grown, households.size[home], eldest):
                continue
            because, latest = 0, -1
            start, stop = span(flights_from, home)
            for at in range(start, stop):
                row = flights_from.row[at]
                if flights.month[row] > latest:
                    because, latest = flights.fled[row], flights.month[row]
            need = want(households.usual_income[home] / max(1.0, float(households.size[home])), p)
            must_attend = Job.FARM <= people.job[person] <= Job.OFFICIAL and not people.exempt[person]
            age = (month.number - people.birth[person]) // 12
            free = freedom_to_leave(
                people.sex[person], age, must_attend, people.party[person] == Party.MEMBER, people.days[person] > 0, p
            )
            woman = people.sex[person] == Sex.WOMAN
            means = can_find(
                float(purse.balance[people.account[person]]), float(households.usual_income[home]), price, woman, p
            )
            if chance(dice.leaves, people.id[person], chance_to_leave(at_river, need, free, means, p)):
                because = 0  # would have left for want alone
            at_once = won(price * (1.0 - (p.credit_of_women if woman else p.credit_of_men)))
            paid = pay(purse, people.account[person], counties.outside[county], at_once, Flow.BROKER)
            told = record(journal, Event.LEFT_COUNTRY, who=person, amount=paid, because=because)
            row = found(new_flights)
            new_flights.county[row], new_flights.person[row], new_flights.month[row] = county, person, month.number
            new_flights.household[row], new_flights.fled[row] = home, told
            go_abroad(person, people, households, counties, organisations, cells, purse)
