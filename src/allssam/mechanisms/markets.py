"""Markets: what people spend there is what is earned there.

Each county has one till.  Households pay their consumption and restocking into it, buyers from outside add to it, goods from outside
leak from it, and all it holds is shared out each month by skill, time, capital, season, luck and the space a business has.  So more
traders in the same till mean a lower wage.  Savings above subsistence become business capital, which is goods at cost and not money;
capital yields, wears, and can be taken by inspectors.  Who passes the donju line is a donju until his capital has melted away.
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    bell,
    chance,
    close,
    compiled,
    exponential,
    found,
    logarithm,
    one_of,
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
    won,
)  # fmt: skip
from allssam.world import Event, Flow, Line, Post, Standing
from allssam.world.lookups import at_home

FULL_MONTH = (
    1_000_000  # claims are added up in millionths of an ordinary full month, so that the order of adding cannot matter
)


class Markets(Parameters):
    """The till, what it rewards, and who crosses the line."""

    outside_demand: Money = param(
        usd(13),
        usd(4),
        usd(30),
        "won a household a month",
        "What buyers from outside spend per household at tolerance 0.5",
        assumed="sets the level of turnover",
    )
    imports: Share = param(
        0.16,
        0.08,
        0.30,
        "of the till a month",
        "Goods the market buys from outside",
        assumed="with outside demand it fixes turnover at about 64 USD a household",
    )
    labour_base: Money = param(
        usd(300),
        usd(100),
        usd(600),
        "won",
        "Capital's worth of bare hands",
        assumed="what labour earns without capital; it decides inequality",
    )
    returns_to_capital: Number = param(
        0.45, 0.3, 0.8, "exponent", "Returns to capital in the claim on the till", assumed="below one"
    )
    stall_gain: Number = param(0.35, 0.0, 1.0, "of sales", "What a stall adds to sales", fact="F114")
    stall_right: Money = param(
        usd(150), usd(20), usd(720), "won", "Price of the right to a stall", fact=("F114", "F252")
    )
    stall_fee: Money = param(usd(3), 0, usd(20), "won a month", "Fee of a stall", fact=("F111", "F115", "F251"))
    subsistence: Money = param(
        usd(26),
        usd(10),
        usd(40),
        "won a household a month",
        "What a household of four needs to live",
        assumed="about 35 kg of rice and as much again",
    )
    saving: Share = param(
        0.26,
        0.1,
        0.6,
        "of income above subsistence",
        "What is put by",
        assumed="with wear it decides how much capital stands behind a turnover",
    )
    buffer: Number = param(
        2.0, 0.5, 12.0, "months of usual income", "Cash a household likes to hold", assumed="no survey"
    )
    drawdown: Share = param(
        0.10,
        0.01,
        1.0,
        "per month",
        "Part of cash above the buffer that is spent each month",
        assumed="purses need a sink",
    )
    wear: Share = param(
        0.033, 0.005, 0.08, "per month", "Goods and gear that wear out, spoil or are lost", assumed="see saving"
    )
    luck_memory: Share = param(
        0.83, 0.0, 0.98, "per year", "How much of a household's luck lasts a year", assumed="trial: 0.985 a month"
    )
    luck_spread: Number = param(
        0.20, 0.0, 0.6, "log", "New luck in a year", assumed="trial: the heavy tail needs lasting luck"
    )
    bribe_reach: Share = param(
        0.09,
        0.0,
        0.5,
        "per month at tolerance 0.5",
        "Chance that a trading household that has not paid lately is asked for a small bribe",
        fact="F119",
        claim="justice-preliminary-wealth",
    )
    asked_again: Share = param(
        0.6, 0.0, 1.0, "per month", "Chance that one who has paid lately is asked again", assumed="who pays is known to pay",
    )
    remembered: Count = param(2, 0, 12, "months", "How long it is known that a household paid", assumed="posts and pitches change")
    bribe_size: Share = param(
        0.32, 0.02, 1.5, "of a month's market income at tolerance 0.5", "What a small bribe takes", fact=("F121", "F254")
    )
    forbidden: Number = param(
        2.4, 0.0, 4.0, "in logs, from full tolerance to none", "How much dearer it is to be overlooked where trade is forbidden",
        fact="F121", assumed="who looks away risks more",
    )
    small: Number = param(
        3.0, 0.5, 100.0, "full months of market wage", "Market income beyond which a small bribe is no larger",
        assumed="a good stall",
    )  # fmt: skip
    inspection: Share = param(
        0.004,
        0.0,
        0.05,
        "per month at no tolerance",
        "Chance that inspectors take goods of a business at the donju line",
        claim="ruler-market-tolerance",
    )
    inspection_loss: Share = param(0.3, 0.0, 1.0, "of goods", "What inspectors take", fact="F182")
    inspection_from: Money = param(
        usd(1_000),
        usd(100),
        usd(20_000),
        "won",
        "Capital below which nobody bothers",
        assumed="small stalls pay small bribes",
    )
    donju_line: Money = param(
        usd(5_000), usd(1_000), usd(100_000), "won of business capital", "The donju line", fact=("F167", "F256")
    )
    donju_floor: Money = param(
        usd(3_000),
        usd(200),
        usd(50_000),
        "won of business capital",
        "Capital at which a donju has sunk back",
        assumed="well below the line, so that nobody flickers",
    )
    sign_noise: Number = param(
        0.25,
        0.0,
        1.0,
        "log",
        "How far everybody misjudges a business",
        assumed="one common sign; independent readings would average out",
    )
    infraction_growth: Number = param(
        0.05,
        0.0,
        1.0,
        "acts a month at ten full wages of sales",
        "Illegal acts a business piles up",
        claim="lease-extra-earnings",
    )
    infraction_lapse: Share = param(
        0.03, 0.0, 0.5, "per month", "Old acts that can no longer be held against it", assumed="witnesses and papers go"
    )
    worker_sales: Number = param(
        1.5, 0.3, 10.0, "full wages of sales", "Sales that keep one hired worker busy", fact="F069"
    )
    into_workshops: Share = param(
        0.25, 0.0, 1.0, "of new donju", "Donju who run a workshop", assumed="60,000 donju families face 3,000 plants",
    )  # fmt: skip
    into_trade: Share = param(0.35, 0.0, 1.0, "of new donju", "Donju who trade", assumed="see into_workshops")
    into_transport: Share = param(
        0.15, 0.0, 1.0, "of new donju", "Donju who run vehicles", assumed="see into_workshops"
    )
    into_building: Share = param(0.10, 0.0, 1.0, "of new donju", "Donju who build", assumed="see into_workshops")


@rule(assumed="constant returns would crowd nothing out; returns to time and capital lie below one")
def claim_on_till(labour, capital, luck, outlet, has_stall, p):
    """A household's claim on the till grows with its skilled work, less than in step with its capital, and with luck and space."""
    if labour <= 0.0:
        return 0.0
    weight = labour * power((p.labour_base + capital) / p.labour_base, p.returns_to_capital) * luck * outlet
    if has_stall:
        weight *= 1.0 + p.stall_gain
    return weight


@rule("ruler-market-tolerance")
def demand_from_outside(households, openings, season, p):
    """Buyers from outside the county come where tolerance has opened roads, stalls and travel."""
    return won(p.outside_demand * households * openings * season)


@rule(assumed="subsistence first, then a part of what is usually earned; hoards are slowly drawn down")
def living(usual_income, cash, p):
    """A household eats first, spends most of what it usually earns above that, and lives a little off cash beyond its buffer."""
    wanted = p.subsistence + (1.0 - p.saving) * max(0.0, usual_income - p.subsistence)
    spare = max(0.0, cash - wanted - p.buffer * usual_income)
    return won(min(float(cash), wanted + p.drawdown * spare))


@rule(assumed="savings fill the purse first and go into goods as it fills")
def restocks(income, usual_income, cash, labour, p):
    """Whoever trades puts his savings above subsistence into goods, the more so the nearer his purse is to what he likes to hold."""
    if labour <= 0:
        return 0
    filled = min(1.0, ratio(cash, p.buffer * usual_income))
    return won(p.saving * max(0.0, income - p.subsistence) * filled)


@rule("ssam-needs-market", fact="F119")
def asked_for_bribe(die, home, tolerance, labour, months_since, p):
    """Those who trade are now and then asked for a small bribe, the more the more is let be; who has paid lately is asked again."""
    if labour <= 0.0:
        return False
    if months_since <= p.remembered:
        return chance(die, home, p.asked_again)
    return chance(die, home, p.bribe_reach * 2.0 * tolerance)


@rule(fact="F121", assumed="who looks away where little is let be risks more")
def price_of_being_overlooked(tolerance, gifts, p):
    """What a small bribe takes of a month's trade: more the less is let be, and more before holidays."""
    return p.bribe_size * gifts * exponential(p.forbidden * (0.5 - tolerance))


@rule(assumed="who earns more is pressed by those above, who ask in their own name")
def trade_that_counts(income, wage, p):
    """A small bribe goes by what a stall of ordinary size brings; a large business does not pay more of it."""
    return min(float(income), p.small * wage)


@rule("ruler-market-tolerance", "rivalry-prosperity-threat")
def inspection_risk(capital, tolerance, p):
    """The bigger a business and the less is tolerated, the likelier inspectors come for its goods."""
    if capital < p.inspection_from:
        return 0.0
    return p.inspection * (1.0 - tolerance) * min(4.0, power(capital / p.donju_line, 0.5))


@rule(fact=("F167", "F255"))
def crosses_line(capital, p):
    """Whoever's business capital passes the line is a donju: a state, not a caste."""
    return capital >= p.donju_line


@rule("lease-space", assumed="how many of each line is not known; most donju are not tenants")
def line_of_business(lot, p):
    """A new donju takes up a workshop, trade, transport, building or moneylending."""
    if lot < p.into_workshops:
        return Line.WORKSHOP
    if lot < p.into_workshops + p.into_trade:
        return Line.TRADE
    if lot < p.into_workshops + p.into_trade + p.into_transport:
        return Line.TRANSPORT
    if lot < p.into_workshops + p.into_trade + p.into_transport + p.into_building:
        return Line.BUILDING
    return Line.LENDING


@rule(assumed="a donju remains one until most of it is gone")
def falls_back(capital, p):
    """A donju whose capital has melted well below the line is one no more."""
    return capital < p.donju_floor


@rule(
    "lease-extra-earnings",
    assumed="everything profitable is a little illegal; the stock settles where growth meets lapse",
)
def infractions_now(infractions, sales, wage, p):
    """Acts that could be held against a business grow with its scale and lapse with time."""
    return infractions * (1.0 - p.infraction_lapse) + p.infraction_growth * power(ratio(sales, 10.0 * wage), 0.5)


@rule(assumed="one common sign of wealth: goods carried in, walls painted, what the children wear")
def common_sign(die, owner, sales, p):
    """Everybody guesses a business's sales from the same outward sign, and misses by the same factor."""
    return sales * exponential(p.sign_noise * bell(die, owner) - 0.5 * p.sign_noise * p.sign_noise)


@rule(assumed="lasting luck, redrawn in part once a year")
def luck_now(luck, die, home, p):
    """A year's luck is partly last year's."""
    return exponential(p.luck_memory * logarithm(luck) + p.luck_spread * bell(die, home))


@compiled
def petty_collectors(collectors, county, posts, posts_in):
    """Fill `collectors` with the posts that live off traders, in the order of their numbers; returns how many there are."""
    number = 0
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        kind = posts.kind[post]
        if (kind == Post.MARKET_MANAGER or kind == Post.OFFICER or kind == Post.INSTRUCTOR) and posts.holder[post] >= 0:
            if number < len(collectors):
                place = number
                while place > 0 and posts.number[collectors[place - 1]] > posts.number[post]:
                    collectors[place] = collectors[place - 1]
                    place -= 1
                collectors[place] = post
                number += 1
    return number


@step(
    visits="counties",
    changes=["counties.turnover", "counties.weights", "counties.wage", "households.weight"],
    parameters=Markets,
)
def open_tills(counties, households, purse, p):
    """Every county: buyers come from outside, goods are bought outside, and every household's claim on the till is added up."""
    for county in counties.rows:
        till, outside = counties.till[county], counties.outside[county]
        demand = demand_from_outside(counties.households[county], counties.openings[county], counties.season[county], p)
        pay(purse, outside, till, demand, Flow.OUTSIDE_DEMAND)
        pay(purse, till, outside, won(p.imports * purse.balance[till]), Flow.IMPORTS)
        claims = 0
        first = counties.first_household[county]
        for home in range(first, first + counties.household_rows[county]):
            if households.size[home] == 0:
                continue
            claim = claim_on_till(
                households.labour[home] / FULL_MONTH, households.capital[home], households.luck[home],
                households.outlet[home], households.stall[home], p,
            )  # fmt: skip
            households.weight[home] = won(FULL_MONTH * claim)
            claims += households.weight[home]
        counties.weights[county] = claims
        counties.turnover[county] = purse.balance[till]
        if claims > 0:
            # what one full month of ordinary work without capital, stall or luck is worth
            counties.wage[county] = 0.5 * counties.wage[county] + 0.5 * FULL_MONTH * counties.turnover[county] / claims


@step(
    visits="counties",
    changes=[
        "households.income",
        "households.usual_income",
        "households.last_bribe",
        "posts.takings",
        "posts.from_market",
    ],
    draws=["bribe", "collector"],
    parameters=Markets,
)
def share_out(counties, households, people, posts, posts_in, purse, p, dice, month):
    """Every household: the official wage, its share of the till, the small bribe, the stall fee."""
    collectors = np.zeros(512, np.int32)
    for county in counties.rows:
        number = petty_collectors(collectors, county, posts, posts_in)
        till, state, tolerance = counties.till[county], counties.state[county], counties.tolerance[county]
        asked = price_of_being_overlooked(tolerance, counties.gifts[county], p)
        per_weight = ratio(counties.turnover[county], counties.weights[county])
        first = counties.first_household[county]
        for home in range(first, first + counties.household_rows[county]):
            if households.size[home] == 0:
                continue
            account, key = households.account[home], households.key[home]
            if households.wages[home] > 0:
                wages = won(ratio(households.wages[home], counties.price_level[county]))
                pay(purse, state, account, wages, Flow.STATE_WAGE)
            income = pay(purse, till, account, int(per_weight * households.weight[home]), Flow.MARKET_INCOME)
            households.income[home] = income
            households.usual_income[home] += (income - households.usual_income[home]) // 6
            if number > 0 and asked_for_bribe(
                dice.bribe, key, tolerance, households.labour[home], month.number - households.last_bribe[home], p
            ):
                post = collectors[one_of(dice.collector, key, number)]
                collector = people.account[posts.holder[post]]
                paid = pay(purse, account, collector, won(asked * trade_that_counts(income, counties.wage[county], p)), Flow.PETTY_BRIBE)
                if paid > 0:
                    posts.takings[post] += paid
                    posts.from_market[post] += paid
                    households.last_bribe[home] = month.number
        for home in range(first, first + counties.household_rows[county]):  # when collectors have what they collected
            if households.stall[home] and households.size[home] > 0:
                pay(purse, households.account[home], state, p.stall_fee, Flow.STALL_FEE)


@step(visits="households", changes=["households.capital", "households.luck"], draws=["luck"], parameters=Markets)
def spend(households, counties, purse, p, dice, month):
    """Every household, when all have been paid: what it lives on, what it puts into goods, what wears out; once a year, its luck."""
    for home in households.rows:
        if households.size[home] == 0:
            continue
        account, till = households.account[home], counties.till[households.county[home]]
        income, usual = households.income[home], households.usual_income[home]
        pay(purse, account, till, living(usual, purse.balance[account], p), Flow.CONSUMPTION)
        goods = restocks(income, usual, purse.balance[account], households.labour[home], p)
        stocked = pay(purse, account, till, goods, Flow.RESTOCKING)
        households.capital[home] += stocked - won(p.wear * households.capital[home])
        if (households.key[home] + month.number) % 12 == 0:
            households.luck[home] = luck_now(households.luck[home], dice.luck, households.key[home], p)


@rule(fact="F114")
def seeks_stall(has_stall, labour, usual_income, p):
    """Who trades without a stall wants one when what it adds to a year's sales covers its fee and the price of the right."""
    if has_stall or labour <= 0:
        return False
    return 12.0 * (p.stall_gain * usual_income - p.stall_fee) > p.stall_right


@step(
    visits="counties",
    changes=["counties.stalls", "counties.stall_places", "households.stall"],
    draws=["stall"],
    parameters=Markets,
)
def grant_stalls(counties, households, purse, p, dice):
    """Every county: as openings grow so do the stalls allowed; households that trade and can pay take them up."""
    for county in counties.rows:
        allowed = won(counties.stalls_at_start[county] * counties.openings[county] / counties.openings_at_start[county])
        counties.stall_places[county] = max(counties.stalls[county], allowed)
        vacant = counties.stall_places[county] - counties.stalls[county]
        if vacant <= 0:
            continue
        first, seekers = counties.first_household[county], 0
        homes = np.empty(counties.household_rows[county], np.int32)
        for home in range(first, first + counties.household_rows[county]):
            if seeks_stall(households.stall[home], households.labour[home], households.usual_income[home], p):
                homes[seekers] = home
                seekers += 1
        for home in homes[:seekers]:
            account = households.account[home]
            if chance(dice.stall, households.key[home], vacant / seekers) and purse.balance[account] >= p.stall_right:
                pay(purse, account, counties.state[county], p.stall_right, Flow.STALL_RIGHT)
                households.stall[home] = True
                counties.stalls[county] += 1


@compiled
def fittest_member(home, households, people, month):
    """The most skilled adult of a household who is free and holds no post; -1 if there is none."""
    best, best_skill = -1, 0.0
    person = -1
    for place in range(households.size[home]):
        person = at_home(place, person, households, home, people)
        age = (month.number - people.birth[person]) // 12
        if (
            people.standing[person] == Standing.FREE
            and people.post[person] < 0
            and 20 <= age < 70
            and people.skill[person] > best_skill
        ):
            best, best_skill = person, people.skill[person]
    return best


@compiled
def head_of_business(home, households, people):
    """The member who runs the business, or the first member."""
    person = -1
    for place in range(households.size[home]):
        person = at_home(place, person, households, home, people)
        if people.business[person] >= 0:
            return person
    return households.head[home]


@step(
    visits="households",
    changes=["households.capital", "households.donju"],
    draws=["inspected", "line"],
    parameters=Markets,
)
def cross_lines(households, people, counties, new_businesses, journal, p, dice, month):
    """Households with capital worth noticing: inspectors may come, and whoever passes the donju line founds a business."""
    for home in households.rows:
        capital = households.capital[home]
        if capital < p.inspection_from:
            continue
        county = households.county[home]
        if chance(dice.inspected, households.key[home], inspection_risk(capital, counties.tolerance[county], p)):
            taken = won(p.inspection_loss * capital)
            households.capital[home] -= taken
            capital -= taken
            if households.donju[home]:
                record(journal, Event.BUSINESS_INSPECTED, who=head_of_business(home, households, people), amount=taken)
        if not households.donju[home] and crosses_line(capital, p):
            owner = fittest_member(home, households, people, month)
            if owner < 0:
                continue
            households.donju[home] = True
            business = found(new_businesses)
            new_businesses.county[business] = county
            new_businesses.owner[business] = owner
            new_businesses.line[business] = line_of_business(uniform(dice.line, people.id[owner]), p)
            new_businesses.since[business] = month.number
            new_businesses.began[business] = record(journal, Event.DONJU_RISEN, who=owner, amount=capital)


@step(
    visits="businesses",
    changes=[
        "businesses.sales", "businesses.profit", "businesses.usual_profit", "businesses.infractions", "businesses.workers",
        "businesses.sign", "businesses.open", "people.business", "households.donju", "households.outlet",
    ],
    draws=["sign"],
    parameters=Markets,
)  # fmt: skip
def mind_businesses(businesses, people, households, counties, journal, p, dice):
    """Every business: this month's sales, the sign of them that everybody sees, acts that pile up; who has sunk back gives it up."""
    for business in businesses.rows:
        owner = businesses.owner[business]
        home = people.household[owner]
        people.business[owner] = business
        if falls_back(households.capital[home], p):
            record(journal, Event.DONJU_FALLEN, who=owner, because=businesses.setback[business])
            close(businesses, business)
            people.business[owner] = -1
            households.donju[home] = False
            households.outlet[home] = 1.0
            continue
        county = businesses.county[business]
        sales = households.income[home]
        businesses.usual_profit[business] += (businesses.profit[business] - businesses.usual_profit[business]) / 6.0
        businesses.sales[business] = sales
        businesses.profit[business] = sales
        businesses.sign[business] = common_sign(dice.sign, people.id[owner], sales, p)
        businesses.infractions[business] = infractions_now(
            businesses.infractions[business], sales, counties.wage[county], p
        )
        businesses.workers[business] = min(500, int(ratio(sales, p.worker_sales * counties.wage[county])))
