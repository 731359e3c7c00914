"""Border trade: cattle of farm work units that are sold abroad, and what the village secretary has of it.

Cattle belong to work units; calves are born, and units part with cows to whoever pays, also across counties, at a price that rises as
herds shrink.  In border counties a worker and the leader of his unit sell cattle abroad: one cow sold buys three at home.  The village
secretary may find out, and then both owe him on holidays; in autumn he may promise the worker a nomination.  They may be caught.

Left out: routes and methods, beef, and what officials of the trade come to fear.
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    chance,
    close,
    compiled,
    found,
    one_of,
    pair,
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
from allssam.world import ALL_MONTH, Event, Flow, Job, Party, Standing
from allssam.world.lookups import (
    NOBODY,
    at_work,
    put_in_order,
    stretch,
    times,
)

HOLIDAYS = (2, 4, 9, 10)
"""Months with holidays that carry bribes: 16 February, 15 April, Chuseok or 9 September, 10 October."""
BEFORE_FOUNDATION_DAY = 9
MIDDLE_SENSE = 50.0  # percent, for the market


class Trade(Parameters):
    """Prices, risks and shares."""

    # ------------------------------------------------------------------------------------------------------------ cattle
    growth: Share = param(
        0.02,
        0.0,
        0.05,
        "per month",
        "Calves less cattle that die, of a herd with room",
        assumed="a calf a year of every other cow",
    )
    cow_price: Money = param(
        usd(500), usd(100), usd(1_000), "won", "Price of a cow when herds are full", fact=("F203", "F204")
    )
    scarcity: Number = param(
        0.6, 0.0, 2.0, "exponent", "How far the price rises as herds shrink", assumed="less than in proportion"
    )
    price_follows: Share = param(0.15, 0.01, 1.0, "per month", "How fast prices follow herds", assumed="half a year")
    abroad: Number = param(
        3.0, 1.0, 5.0, "times the price at home when herds are full", "What a cow sold abroad leaves in hand",
        claim="trade-cattle", fact=("F200", "F201"),
    )  # fmt: skip
    carriage: Share = param(
        0.1, 0.0, 1.0, "of the price", "What it costs to bring a cow from another county", assumed="it walks"
    )
    herds_seen: Count = param(
        6, 1, 40, "herds", "Herds asked after, for each cow bought", assumed="a few acquaintances"
    )
    kept_back: Share = param(
        0.6, 0.0, 1.0, "of a full herd", "Cattle a unit does not part with", assumed="ploughing needs them"
    )
    begins: Share = param(
        0.005,
        0.0,
        0.2,
        "per month",
        "Unit leaders on the border who think of it",
        assumed="level unsourced: one case is told",
    )
    by_the_book: Count = param(
        70, 1, 101, "percent of integrity", "From here on people want no part in it", assumed="the strict do not"
    )
    caught: Number = param(
        0.004, 0.0, 0.05, "per month, for one cow; four times as much for two", "Risk of being caught",
        fact="F205", assumed="level unsourced",
    )  # fmt: skip
    dread: Money = param(
        usd(40_000), 0, usd(200_000), "won", "What being caught would cost them, as they feel it",
        fact=("F186", "F205"), assumed="set so that a handful of cows a month is dared",
    )  # fmt: skip
    most_handled: Count = param(
        50,
        1,
        500,
        "head a month",
        "Most cattle two people can sell in a month",
        assumed="bounds them where there is no risk",
    )
    rumour: Share = param(0.02, 0.0, 0.5, "per cow", "Chance that the village secretary hears of a cow sold",
                          claim="trade-secretary-share", assumed="a village talks")  # fmt: skip
    secretarys_share: Share = param(
        0.25, 0.0, 0.9, "of profit since the last holiday", "What the village secretary has of it",
        claim="trade-secretary-share", assumed="level unsourced",
    )  # fmt: skip
    least_gratitude: Money = param(
        usd(100), 0, usd(2_000), "won", "Bribes from which a secretary may show appreciation",
        claim="membership-holiday-nomination", assumed="level unsourced",
    )  # fmt: skip
    gratitude: Share = param(
        0.5, 0.0, 1.0, "of autumns", "How often he then promises a nomination", claim="membership-holiday-nomination",
        assumed="level unsourced",
    )  # fmt: skip
    youngest_nominee: Count = param(
        22, 16, 30, "years", "Youngest age of a nominee", assumed="the same as membership.youngest: a promise that can be kept"
    )
    oldest_nominee: Count = param(
        40, 30, 60, "years", "Age from which one is nominated no more", assumed="the same as membership.oldest"
    )
    youngest: Count = param(18, 16, 25, "years", "Youngest age of a partner", assumed="grown")
    oldest: Count = param(55, 40, 65, "years", "Oldest age of a partner", assumed="it takes legs")


# ---------------------------------------------------------------------------------------------------------- rules: cattle


@rule(fact="F203", assumed="pasture and fodder set a bound")
def calves(cattle, room, p):
    """A herd with room to graze grows; a full one does not."""
    return p.growth * cattle * within(ratio(room - cattle, room), 0.0, 1.0)


@rule("trade-cattle", fact="F204")
def price_at_home(cattle, room, p):
    """Cows grow dear as herds shrink."""
    return p.cow_price * power(ratio(room, max(1, cattle)), p.scarcity)


@rule(assumed="prices follow herds with a lag")
def next_price(price, fair, p):
    """The price moves part of the way to where scarcity puts it."""
    return price + p.price_follows * (fair - price)


@rule("trade-cattle", fact=("F200", "F201"))
def cow_brings(p):
    """What a cow sold abroad leaves in hand."""
    return p.abroad * p.cow_price


@rule("trade-cattle", assumed="risk grows faster than the number of cattle moved")
def risk_of(cattle, p):
    """The more cattle cross in a month, the likelier they are caught, and more than in proportion."""
    return min(1.0, p.caught * cattle * cattle)


@rule("trade-cattle", assumed="partners weigh gain against dread")
def dares_to_sell(price, shared_with_secretary, p):
    """Partners sell one more cow a month as long as its gain outweighs the danger it adds; a secretary's share makes it less."""
    gain = cow_brings(p) - price * (1.0 + p.carriage)
    if shared_with_secretary:
        gain *= 1.0 - p.secretarys_share
    cows = 0
    while cows < p.most_handled and gain > (risk_of(cows + 1, p) - risk_of(cows, p)) * (p.dread + (cows + 1) * price):
        cows += 1
    return cows


@rule("trade-cattle")
def may_part_with(cattle, room, p):
    """A unit parts with a cow for money while enough are left to plough."""
    return cattle - 1 >= p.kept_back * room


@rule("trade-cattle", assumed="somebody must be found who does not mind")
def takes_part(integrity, p):
    """Whoever goes by the book wants no part in it."""
    return integrity < p.by_the_book


@rule("trade-cattle", assumed="in partnership with the leader, as told; whose idea it was is not")
def thinks_of_it(die, leader, market_sense, p):
    """The idea comes to a unit leader sooner, the more sense for the market he has."""
    return chance(die, leader, p.begins * market_sense / MIDDLE_SENSE)


@rule("trade-cattle", fact="F205")
def is_caught(die, worker, cattle, p):
    """In a month in which they sell they may be caught."""
    return chance(die, worker, risk_of(cattle, p))


@rule("trade-secretary-share")
def finds_out(die, two, cattle, p):
    """Each cow that goes is a chance that the village secretary hears of it."""
    return chance(die, two, 1.0 - power(1.0 - p.rumour, cattle))


@rule("trade-secretary-share", assumed="a strict secretary reports instead")
def lets_them_go_on(integrity, p):
    """A secretary who finds out lets them go on, for his share, unless he goes by the book."""
    return integrity < p.by_the_book


@rule("trade-secretary-share", fact=("F225", "F226"))
def holiday_bribe(profit, p):
    """On a holiday partners who have been found out owe the secretary a share of what they have made since the last."""
    return won(p.secretarys_share * max(0, profit))


@rule("membership-holiday-nomination", fact="F039")
def promises_nomination(die, two, party, age, bribes, p):
    """In time for 10 October a secretary who has received enough from a worker outside the Party may promise to nominate him."""
    if party != Party.OUTSIDE or bribes < p.least_gratitude or not p.youngest_nominee <= age < p.oldest_nominee:
        return False
    return chance(die, two, p.gratitude)


# ------------------------------------------------------------------------------------------------------------------ cattle


@step(
    changes=["herds.cattle", "herds.sold", "counties.cow_price"],
    draws=["calves"],
    parameters=Trade,
)
def raise_herds(counties, herds, herds_in, p, dice):
    """Every herd: calves are born; every county: the price of a cow follows its herds."""
    for county in counties.rows:
        start, stop = span(herds_in, county)
        cattle, room = 0, 0
        for at in range(start, stop):
            herd = herds_in.row[at]
            herds.cattle[herd] += times(
                dice.calves, herds.number[herd], calves(herds.cattle[herd], herds.room[herd], p)
            )
            herds.sold[herd] = 0
            cattle += herds.cattle[herd]
            room += herds.room[herd]
        if room > 0:
            counties.cow_price[county] = next_price(counties.cow_price[county], price_at_home(cattle, room, p), p)


@compiled
def by_number(herds):
    """The row of each herd, by its number less one."""
    rows = np.empty(len(herds.rows), np.int32)
    for herd in herds.rows:
        rows[herds.number[herd] - 1] = herd
    return rows


@compiled
def cheapest_cow(herds, at_number, counties, posts, people, own, key, die, p):
    """Of a few other herds, the one whose cow comes cheapest, its price, and what it costs at home; NOBODY if none parts with one."""
    best, least, price = NOBODY, 0, 0
    for look in range(p.herds_seen):
        herd = at_number[one_of(die, pair(key, look), len(at_number))]
        leader = at_work(posts, people, herds.leader[herd])
        if herd == own or leader == NOBODY or not may_part_with(herds.cattle[herd], herds.room[herd], p):
            continue
        if not takes_part(people.integrity[leader], p):
            continue
        asked = won(counties.cow_price[herds.county[herd]])
        cost = asked if herds.county[herd] == herds.county[own] else won(asked * (1.0 + p.carriage))
        if best == NOBODY or cost < least:
            best, least, price = herd, cost, asked
    return best, price, least


@compiled
def in_keyed_order(partnerships, people, die):
    """Partnerships in the order in which they get to buy and sell this month."""
    number = len(partnerships.rows)
    rows, keys = np.empty(number, np.int32), np.empty(number)
    for at in range(number):
        rows[at] = partnerships.rows[at]
        keys[at] = uniform(die, people.id[partnerships.worker[rows[at]]])
    put_in_order(rows, keys, number)
    return rows


@compiled
def goes_on(partnerships, herds, posts, people, partnership):
    """Whether both partners are free, and the leader still leads the unit."""
    worker, leader = partnerships.worker[partnership], partnerships.leader[partnership]
    if people.standing[worker] != Standing.FREE:
        return False
    return at_work(posts, people, herds.leader[partnerships.herd[partnership]]) == leader


@step(
    changes=[
        "partnerships.cattle", "partnerships.borrowed", "partnerships.sold", "partnerships.most_sold", "partnerships.profit",
        "partnerships.unshared", "partnerships.sales", "herds.cattle", "herds.sold", "posts.takings",
    ],
    draws=["turn", "look"],
    parameters=Trade,
)  # fmt: skip
def deal_in_cattle(partnerships, herds, counties, posts, people, purse, journal, p, dice):
    """Every partnership, in keyed order: cows are sold abroad, others are bought from units of the country, the rest is shared."""
    at_number = by_number(herds)
    for partnership in in_keyed_order(partnerships, people, dice.turn):
        partnerships.sold[partnership], partnerships.profit[partnership] = 0, 0
        if not goes_on(partnerships, herds, posts, people, partnership):
            continue
        worker, leader, herd = (
            partnerships.worker[partnership],
            partnerships.leader[partnership],
            partnerships.herd[partnership],
        )
        county, post = herds.county[herd], herds.leader[herd]
        price = won(counties.cow_price[county])
        dared = dares_to_sell(price, partnerships.secretary[partnership] >= 0, p)
        # the first cow is the unit's, and is replaced
        if (
            partnerships.cattle[partnership] == 0
            and dared > 0
            and may_part_with(herds.cattle[herd], herds.room[herd], p)
        ):
            herds.cattle[herd] -= 1
            partnerships.borrowed[partnership] += 1
            partnerships.cattle[partnership] = 1
        sold = min(dared, partnerships.cattle[partnership])
        proceeds = 0
        if sold > 0:
            partnerships.cattle[partnership] -= sold
            partnerships.sold[partnership] = herds.sold[herd] = sold
            proceeds = pay(
                purse, counties.outside[county], people.account[worker], won(sold * cow_brings(p)), Flow.CATTLE_SOLD
            )
            if sold > partnerships.most_sold[partnership]:
                partnerships.most_sold[partnership] = sold
                partnerships.sales[partnership] = record(
                    journal, Event.COWS_SOLD, who=worker, whom=leader, org=herds.farm[herd], amount=proceeds,
                    because=partnerships.sales[partnership],
                )  # fmt: skip
        left = proceeds
        wanted = dared + partnerships.borrowed[partnership] - partnerships.cattle[partnership]
        for cow in range(wanted):
            key = pair(people.id[worker], cow)
            seller, asked, cost = cheapest_cow(herds, at_number, counties, posts, people, herd, key, dice.look, p)
            if seller == NOBODY or cost > left or purse.balance[people.account[worker]] < cost:
                continue
            other = herds.leader[seller]
            posts.takings[other] += pay(
                purse, people.account[worker], people.account[posts.holder[other]], asked, Flow.CATTLE_BOUGHT
            )
            pay(purse, people.account[worker], counties.till[county], cost - asked, Flow.CATTLE_CARRIAGE)
            left -= cost
            herds.cattle[seller] -= 1
            if partnerships.borrowed[partnership] > 0:
                partnerships.borrowed[partnership] -= 1
                herds.cattle[herd] += 1
            else:
                partnerships.cattle[partnership] += 1
        partnerships.profit[partnership] = left
        partnerships.unshared[partnership] += left
        posts.takings[post] += pay(purse, people.account[worker], people.account[leader], left // 2, Flow.CATTLE_SHARE)


@compiled
def break_up(partnerships, herds, partnership, seized):
    """A partnership ends: cattle of its own fall to the unit, or are seized."""
    close(partnerships, partnership)
    if not seized:
        herds.cattle[partnerships.herd[partnership]] += partnerships.cattle[partnership]
    partnerships.cattle[partnership] = 0


@step(
    changes=[
        "partnerships.open", "partnerships.cattle", "partnerships.secretary", "partnerships.found_out", "partnerships.bribed",
        "partnerships.bribes", "partnerships.unshared", "herds.cattle", "posts.holder", "posts.vacated", "people.post",
    ],
    draws=["rumour", "caught"],
    parameters=Trade,
)  # fmt: skip
def watch_partners(counties, partnerships, herds, organisations, posts, people, journal, p, dice):
    """Every partnership, when its cattle are sold: the secretary may hear of it; if caught, they lose them and the leader his post.

    That a case is opened against them is left out; they reckon with one (`dread`).
    """
    for partnership in partnerships.rows:
        herd = partnerships.herd[partnership]
        worker, leader, sold = (
            partnerships.worker[partnership],
            partnerships.leader[partnership],
            partnerships.sold[partnership],
        )
        if not goes_on(partnerships, herds, posts, people, partnership):
            break_up(partnerships, herds, partnership, False)
            continue
        secretary = at_work(posts, people, organisations.secretary[herds.farm[herd]])
        # what he knew goes with him: a successor has to hear of it himself
        if partnerships.secretary[partnership] != secretary:
            partnerships.secretary[partnership], partnerships.found_out[partnership] = NOBODY, 0
            partnerships.bribes[partnership], partnerships.bribed[partnership] = 0, 0
        reported = 0
        if secretary != NOBODY and partnerships.secretary[partnership] == NOBODY:
            if finds_out(dice.rumour, pair(people.id[secretary], people.id[worker]), sold, p):
                told = record(
                    journal, Event.PARTNERSHIP_FOUND_OUT, who=secretary, whom=worker, org=herds.farm[herd],
                    because=partnerships.sales[partnership],
                )  # fmt: skip
                if lets_them_go_on(people.integrity[secretary], p):
                    partnerships.secretary[partnership], partnerships.found_out[partnership] = secretary, told
                    partnerships.unshared[partnership] = 0
                else:
                    reported = told
        if reported != 0 or is_caught(dice.caught, people.id[worker], sold, p):
            cause = reported if reported != 0 else partnerships.sales[partnership]
            value = won(
                (sold + partnerships.cattle[partnership]) * counties.cow_price[partnerships.county[partnership]]
            )
            seized = record(
                journal, Event.CATTLE_SEIZED, who=leader, whom=worker, org=herds.farm[herd], amount=value, because=cause
            )
            post = herds.leader[herd]
            posts.holder[post] = -1
            people.post[leader] = -1
            posts.vacated[post] = record(journal, Event.DISMISSED, who=leader, org=herds.farm[herd], because=seized)
            break_up(partnerships, herds, partnership, True)


@step(
    changes=[
        "partnerships.bribes", "partnerships.bribed", "partnerships.unshared", "partnerships.promised", "partnerships.promised_in",
        "posts.takings",
    ],
    draws=["pays_first", "gratitude"],
    parameters=Trade,
)  # fmt: skip
def pay_on_holidays(counties, partnerships, herds, posts, people, purse, journal, p, dice, month):
    """Partners who have been found out, in months with holidays: what they give the secretary, and what he may promise."""
    if month.of_year not in HOLIDAYS:
        return
    for partnership in in_keyed_order(partnerships, people, dice.pays_first):
        secretary = partnerships.secretary[partnership]
        if secretary == NOBODY or people.post[secretary] < 0:
            continue
        worker, leader = partnerships.worker[partnership], partnerships.leader[partnership]
        due = holiday_bribe(partnerships.unshared[partnership], p)
        paid = pay(purse, people.account[worker], people.account[secretary], due - due // 2, Flow.HOLIDAY_BRIBE)
        paid += pay(purse, people.account[leader], people.account[secretary], due // 2, Flow.HOLIDAY_BRIBE)
        partnerships.unshared[partnership] = 0
        partnerships.bribes[partnership] += paid
        posts.takings[people.post[secretary]] += paid
        farm = herds.farm[partnerships.herd[partnership]]
        if paid > 0 and partnerships.bribed[partnership] == 0:
            partnerships.bribed[partnership] = record(
                journal, Event.HOLIDAY_BRIBE_BEGUN, who=worker, whom=secretary, org=farm, amount=paid,
                because=partnerships.found_out[partnership],
            )  # fmt: skip
        if month.of_year == BEFORE_FOUNDATION_DAY and partnerships.promised[partnership] == 0:
            age = (month.number - people.birth[worker]) // 12
            two = pair(people.id[secretary], people.id[worker])
            if promises_nomination(dice.gratitude, two, people.party[worker], age, partnerships.bribes[partnership], p):
                partnerships.promised[partnership] = record(
                    journal,
                    Event.NOMINATION_PROMISED,
                    who=secretary,
                    whom=worker,
                    org=farm,
                    because=partnerships.bribed[partnership],
                )
                partnerships.promised_in[partnership] = month.number


@compiled
def find_workers(people, partnerships_with, farms, number, county, p, month):
    """For each farm whose unit leader seeks a partner, the worker with most sense for the market; NOBODY if there is none."""
    workers = np.full(number, NOBODY, np.int32)
    start, stop = stretch(county, people.rows, people.county)
    for at in range(start, stop):
        person = people.rows[at]
        if people.job[person] != Job.FARM or people.standing[person] != Standing.FREE or people.post[person] >= 0:
            continue
        age = (month.number - people.birth[person]) // 12
        bound = people.business[person] >= 0 or people.weeks_away[person] == ALL_MONTH
        if bound or not p.youngest <= age < p.oldest or not takes_part(people.integrity[person], p):
            continue
        for place in range(number):
            if farms[place] == people.workplace[person]:
                best = workers[place]
                if best == NOBODY or is_readier(people, person, best):
                    first, last = span(partnerships_with, person)
                    if first == last:
                        workers[place] = person
    return workers


@compiled
def is_readier(people, person, other):
    """Who has more sense for the market; of two alike, the one with more skill."""
    if people.market_sense[person] != people.market_sense[other]:
        return people.market_sense[person] > people.market_sense[other]
    return people.skill[person] > people.skill[other]


@compiled
def join_seekers(herds, seeking, farms, number, herd):
    """Add a herd whose leader seeks a partner, one for each farm: of two that of the lower number.  Returns how many there are."""
    for place in range(number):
        if farms[place] == herds.farm[herd]:
            if herds.number[herd] < herds.number[seeking[place]]:
                seeking[place] = herd
            return number
    seeking[number], farms[number] = herd, herds.farm[herd]
    return number + 1


@step(draws=["begins"], parameters=Trade)
def find_partners(
    counties, herds, herds_in, partnerships_of, partnerships_with, new_partnerships, posts, people, p, dice, month
):
    """Unit leaders of border counties who think of it: each takes the worker of his farm with most sense for the market as partner."""
    for county in counties.rows:
        start, stop = span(herds_in, county)
        if not counties.border[county] or start == stop:
            continue
        seeking, farms = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32)
        seekers = 0
        for at in range(start, stop):
            herd = herds_in.row[at]
            leader = at_work(posts, people, herds.leader[herd])
            first, last = span(partnerships_of, herd)
            if leader == NOBODY or first < last or not takes_part(people.integrity[leader], p):
                continue
            if thinks_of_it(dice.begins, people.id[leader], people.market_sense[leader], p):
                if dares_to_sell(won(counties.cow_price[county]), False, p) > 0:
                    seekers = join_seekers(herds, seeking, farms, seekers, herd)
        if seekers == 0:
            continue
        workers = find_workers(people, partnerships_with, farms, seekers, county, p, month)
        for place in range(seekers):
            if workers[place] != NOBODY:
                herd = seeking[place]
                made = found(new_partnerships)
                new_partnerships.county[made] = county
                new_partnerships.herd[made] = herd
                new_partnerships.worker[made] = workers[place]
                new_partnerships.leader[made] = posts.holder[herds.leader[herd]]
                new_partnerships.since[made] = month.number
