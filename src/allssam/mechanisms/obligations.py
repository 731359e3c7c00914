"""Obligations: what the state asks of a person's time, and what is left for the market.

A month has one budget of days for each person: the official job, life in the Party, the Women's Union, the market.  The first three
also have dates on which one must be present, so that weeks away on trips have a price at work and another in the Party.  Once a year
a couple, or a single person, settles how to spend its months: how many weeks he fetches goods for her stall, who is bought off which
duty, and who stays at home, where time is worth something too.  Her month is settled first, since she keeps the family; he, and then
the others at home, add to it if it is worth their trouble.  From the same reckoning follows what the Party costs a household: its
best month with him outside, less its best month with him inside.

Left out: who sells what a member buys here (party_life), who collects for the Union (womens_union), and months at sea or abroad, which
stations and trade companies decide on (`people.weeks_away` is then ALL_MONTH).
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    chance,
    compiled,
    fetch,
    param,
    pay,
    power,
    ratio,
    rule,
    step,
    usd,
    within,
    won,
)  # fmt: skip
from allssam.world import ALL_MONTH, Bought, Flow, Job, Party, Sex, Standing
from allssam.world.lookups import goes_to_sessions

FULL_MONTH = 1_000_000
"""Work is added up in millionths of an ordinary full month, so that the order of adding cannot matter."""
NEIGHBOURS = 256
"""People whose numbers lie so close settle in the same month: they also lie close in memory, and a visit is cheap."""
AHEAD = 6
"""Visits before which memory is asked for a household's members; for the household itself twice as many."""
WEEKS = (0, 1, 2, 4)
"""Weeks in a month that a man may be away for supplies."""
JOB, UNION, NO_DUTY = 0, 1, 2
SESSIONS, NO_SESSIONS = 0, 1
ATTENDS, BUYS_OFF, AT_HOME, FETCHES, FETCHES_OFF, COVERED = 0, 1, 2, 3, 4, 8
"""Keeps a stall beside the job, or bought off it; stays at home; only fetches goods for the wife's stall, likewise."""
OUTSIDE, INSIDE, FREED, NOW, HERS = 0, 1, 2, 3, 4
NOBODY_ELSE, EXPECTED_WIFE = 8, 9
"""Rows of what is weighed up: a person outside the Party, inside, inside with '8.3 Party life', as things stand; then his wife's."""
IMPOSSIBLE = -1.0e15
MOST_BURDEN, MOST_COST = 127, 2_000_000_000


class Obligations(Parameters):
    """Days asked, what they are worth, and what it costs to be let off."""

    month_days: Count = param(26, 20, 30, "days a month", "Days one can work", assumed="six-day week")
    job_days: Number = param(
        12.0, 0.0, 26.0, "days a month", "Days an official job really takes", fact=("F050", "F051")
    )
    party_days: Number = param(
        3.5, 0.0, 12.0, "days a month", "Days life in the Party takes beyond anybody's",
        claim="party-life-weekly-session", fact="F028",
    )  # fmt: skip
    sessions: Count = param(4, 1, 8, "sessions a month", "Sessions at which a member must be present", fact="F027")
    union_days: Number = param(4.0, 0.0, 10.0, "days a month", "Days the Women's Union takes", claim="union-duties")
    week_away: Number = param(6.0, 3.0, 7.0, "days", "Working days of a week away", assumed="six-day week")
    returns_to_time: Number = param(
        0.6, 0.2, 1.0, "exponent", "Returns to time at the market",
        assumed="below one: customers tire before traders do",
    )  # fmt: skip
    supply: Share = param(
        0.30, 0.0, 1.0, "of the wife's sales", "What a week of his trips adds to what she sells, at openings of 1",
        claim="household-husband-supplies", assumed="size unsourced; a trial: .25 to .35",
    )  # fmt: skip
    returns_to_trips: Number = param(
        0.7, 0.3, 1.0, "exponent", "Returns to weeks of trips", assumed="the nearest goods are fetched first"
    )
    supply_opening: Number = param(
        2.0, 0.0, 3.0, "per unit of openings", "How far trips pay better where more has been opened",
        assumed="no source measures it; varied in every result that rests on it",
    )  # fmt: skip
    labour_base: Money = param(
        usd(300), usd(100), usd(600), "won", "Capital's worth of bare hands", assumed="the same as markets.labour_base",
    )  # fmt: skip
    subsistence: Money = param(
        usd(26), usd(10), usd(40), "won a household a month", "What a household needs to live", assumed="the same as markets.subsistence",
    )  # fmt: skip
    trouble: Money = param(
        usd(200), usd(2), usd(400), "won a month", "What going to market must bring a person of middling market sense",
        assumed="set on the share of people with private work (P01); see home_time",
    )  # fmt: skip
    keeps_house: Share = param(
        0.25, 0.0, 1.0, "of the trouble", "What is left of that trouble for a woman without a state job, whose day is her own",
        claim="union-in-market", assumed="set on the share of the Union that trades",
    )  # fmt: skip
    home_time: Share = param(
        0.3, 0.0, 1.0, "of the trouble", "How much of it is time one has other uses for: the plot, the queue, rest",
        assumed="without it, who does not trade would lose nothing by any duty",
    )  # fmt: skip
    returns_to_capital: Number = param(
        0.45, 0.3, 0.8, "exponent", "How far goods of the household raise what its members expect to earn",
        assumed="the same as markets.returns_to_capital",
    )  # fmt: skip
    working_age: Count = param(16, 14, 20, "years", "Age from which people work", fact="F006")
    leaves_market: Count = param(
        72, 60, 90, "years", "Age at which people stop trading", assumed="few older traders are reported"
    )
    retires_man: Count = param(60, 55, 65, "years", "Age at which men leave the official job", fact="F006")
    retires_woman: Count = param(
        55, 50, 60, "years", "Age at which women leave the official job and the Women's Union", fact="F006"
    )
    exemption_fee: Share = param(
        0.30, 0.02, 2.0, "of a full month's market wage", "Monthly '8.3' fee outside the capital", fact=("F053", "F249")
    )
    exemption_fee_capital: Share = param(
        1.35, 0.05, 4.0, "of a full month's market wage", "Monthly '8.3' fee in Pyongyang", fact=("F055", "F249")
    )
    fee_eased: Share = param(
        0.4, 0.0, 1.0, "of the fee", "How far plants that raise none of their loyalty quotas come down with the '8.3' fee",
        claim="lease-extra-earnings", assumed="that they do is told, how far is not",
    )  # fmt: skip
    absence_fine: Share = param(
        0.04, 0.0, 0.5, "of a full month's market wage", "Fine for a week's absence from work without '8.3'",
        fact="F057", assumed="some months of the official wage",
    )  # fmt: skip
    member_multiple: Number = param(
        3.0, 1.0, 6.0, "times", "What a member pays beside others for absence from work",
        claim="party-life-larger-bribes", fact=("F035", "F247"),
    )  # fmt: skip
    union_fee: Share = param(
        0.10, 0.0, 1.0, "of a full month's market wage", "Monthly fee to be let off the duties of the Women's Union",
        fact=("F044", "F045"), assumed="reported fees of 6 to 10 USD are for whole mobilisations",
    )  # fmt: skip
    managers_share: Share = param(0.25, 0.0, 1.0, "of the fee", "What the manager keeps of an '8.3' fee", fact="F059")
    nominal_wage: Money = param(
        3_000, 500, 50_000, "nominal won a month", "Official wage of a worker", fact=("F065", "F248")
    )
    wage_paid: Share = param(0.5, 0.0, 1.0, "of jobs", "Jobs at which the official wage is paid at all", fact="F052")
    year_of_fees: Count = param(
        12, 1, 24, "months", "Months of '8.3 Party life' that are paid in advance", claim="party-life-8-3"
    )
    comes_up_from: Count = param(
        18, 16, 30, "years", "Age from which the card is a question", assumed="the same as the years of nomination"
    )
    comes_up_until: Count = param(
        45, 30, 60, "years", "Age until which the card is a question", assumed="see comes_up_from"
    )
    bachelor_until: Count = param(
        38, 25, 50, "years", "Age until which a single man counts on a wife", fact="F008", assumed="nearly all men have married by then"
    )  # fmt: skip
    reconsiders: Count = param(
        12, 1, 24, "months", "How often people reconsider how to spend their time", assumed="about once a year"
    )


# -------------------------------------------------------------------------------------------------------- what is owed


@rule(fact="F006")
def has_duties(job, age, sex, p):
    """Workers, farmers and officials of working age owe days to the official job."""
    retires = p.retires_woman if sex == Sex.WOMAN else p.retires_man
    return Job.FARM <= job <= Job.OFFICIAL and p.working_age <= age < retires


@rule("union-duties", fact="F041")
def belongs_to_union(sex, works, party, age, p):
    """The Women's Union takes women of working age who have no state job and are not in the Party."""
    if sex != Sex.WOMAN or works or goes_to_sessions(party):
        return False
    return p.working_age <= age < p.retires_woman


@rule("party-life-weekly-session", "union-duties", "household-husband-supplies")
def free_days(duty, sessions, weeks, p):
    """What is left of the month after the job or the Union's duties, the sessions he is there for, and the weeks away."""
    days = p.month_days - p.week_away * weeks
    if duty == JOB:
        days -= p.job_days
    elif duty == UNION:
        days -= p.union_days
    if sessions == SESSIONS:
        days -= p.party_days * (1.0 - min(1.0, weeks / p.sessions))
    return days


@rule(assumed="below one: customers tire before traders do")
def effect_of_days(days, p):
    """Twice the days at the market bring less than twice as much; a month that is all taken up elsewhere cannot be."""
    if days < 0.0:
        return -1.0
    return power(days / p.month_days, p.returns_to_time)


# ----------------------------------------------------------------------------------------------------- what it is worth


@rule("union-in-market", "household-womens-power", assumed="market sense makes the same trade less of a burden")
def trouble_of_trading(market_sense, keeps_house, p):
    """The less sense for the market people have, the more going must bring before they do; women without a state job go most easily."""
    trouble = p.trouble * (100.5 - market_sense) / (market_sense + 0.5)
    if keeps_house:
        return p.keeps_house * trouble
    return trouble


@rule("flight-ordinary-motives", assumed="need makes light of trouble")
def need_drives(earned, p):
    """While those at home who earn do not bring in what the household needs, no trouble is too great for the next; then it weighs."""
    return within(earned / p.subsistence, 0.0, 1.0)


@rule(assumed="people go by what a month like theirs has lately brought")
def expects(wage, skill, worth, prospects):
    """What a person expects from the market: the wage, for his skill and days, with what the household can put behind him."""
    return wage * skill * worth * prospects


@rule("household-husband-supplies")
def supply_gain(weeks, openings, p):
    """What he fetches from afar lets her sell more, the more so where roads and trade have been opened."""
    return p.supply * max(0.0, 1.0 + p.supply_opening * (openings - 1.0)) * power(float(weeks), p.returns_to_trips)


# ------------------------------------------------------------------------------------------------------- what it costs


@rule("party-life-8-3", fact="F053")
def buys_off_attendance(gain, fee):
    """A worker pays to be let off attendance when the days gained earn more than the fee."""
    return gain > fee


@rule("party-life-larger-bribes", "party-life-expulsion", fact=("F035", "F247"))
def times_dearer(party, p):
    """For the same absence a member pays several times what others pay; so does one who was expelled, being watched."""
    return 1.0 if party == Party.OUTSIDE else p.member_multiple


@rule("party-life-new-bribes", assumed="half the effort reaches seven members in ten")
def is_offered(die, person, effort):
    """The more effort a secretary puts into it, the more of his members hear that life in the Party can be bought off."""
    return chance(die, person, power(effort, 0.5))


@rule("membership-investment", "party-life-weekly-session")
def costs_to_attend(outside, inside, freed, price):
    """What the Party costs a household: its best month with him outside, less its best inside, bought off if that is for sale and pays."""
    best = inside
    if price > 0 and freed - price > best:
        best = freed - price
    return outside - best


# ------------------------------------------------------------------------------------------- the months one can choose
# What follows is reckoned for two million people a month: numbers are handed on, not tables, and everything that depends on the
# parameters alone is looked up.


@compiled
def worth_of_months(p):
    """What the days left are worth by duty, sessions and trips, relative to a full month; below 0: there is no such month."""
    table = np.zeros((3, 2, len(WEEKS)))
    for duty in range(3):
        for sessions in range(2):
            for trip in range(len(WEEKS)):
                table[duty, sessions, trip] = effect_of_days(free_days(duty, sessions, WEEKS[trip], p), p)
    return table


@compiled
def weigh_person(
    values, ways, gains, turn, worth, first, travels, statuses, works, in_union, fee, union_fee, fine, skip, dearer, multiple, full,
    burden, at_home,
):  # fmt: skip
    """Fill a person's rows outside the Party, inside, and inside with '8.3 Party life': the best month with each number of weeks away.

    Who does not travel has what the other's trips bring.  `statuses` says which rows are wanted, as a sum of 1, 2 and 4;
    a fee below 0 cannot be paid.  `dearer` is what absence from work costs an outsider beside others, `multiple` a member.
    """
    for status in range(3):
        if not statuses & (1 << status):
            continue
        sessions = SESSIONS if status == INSIDE else NO_SESSIONS
        times = dearer if status == OUTSIDE else multiple
        duty, charge, weekly, missed = NO_DUTY, -1.0, 0.0, 0.0
        if works:
            duty, charge, weekly = JOB, times * fee, times * fine
        elif in_union and status == OUTSIDE:
            duty, charge = UNION, union_fee
        if status == INSIDE:
            missed = skip
        bound, free = worth[duty, sessions, 0], worth[NO_DUTY, sessions, 0]
        # who stays at home buys nothing off
        rest = at_home * worth[duty, SESSIONS if status == FREED else sessions, 0]
        for trip in range(len(WEEKS)):
            if trip > 0 and turn == 0 and not travels:  # nobody fetches anything for him
                values[first + status, trip] = values[first + status, 0]
                ways[first + status, trip] = ways[first + status, 0]
                continue
            best, outlay, way = rest, burden, AT_HOME
            if travels and trip > 0:
                bound, free = worth[duty, sessions, trip], worth[NO_DUTY, sessions, trip]
                # who only fetches for another's stall has none of the trouble of keeping one
                away = missed * WEEKS[trip]
                best, outlay, way = IMPOSSIBLE, burden + away, FETCHES
                if bound >= 0.0:
                    best = at_home * bound - away - weekly * WEEKS[trip]
                left = min(at_home * free, rest)  # rest beyond what he would have at home is no reason to go
                if charge >= 0.0 and free >= 0.0 and buys_off_attendance(left - away - best, charge):
                    best, way = left - away - charge, FETCHES_OFF
            brings = full * gains[turn, trip]
            value = brings * bound - outlay
            if travels:
                value -= weekly * WEEKS[trip]
            if value > best and bound >= 0.0:
                best, way = value, ATTENDS
            if charge >= 0.0 and free >= 0.0 and buys_off_attendance(brings * free - outlay - best, charge):
                best, way = brings * free - outlay - charge, BUYS_OFF
            values[first + status, trip] = best
            ways[first + status, trip] = way


@compiled
def as_things_stand(values, ways, first, inside, price):
    """A person's row as things stand, filled if he is offered '8.3 Party life'; `price` is what it costs, below 0 if he is not."""
    if not inside:
        return first + OUTSIDE
    if price < 0.0:
        return first + INSIDE
    for trip in range(len(WEEKS)):
        values[first + NOW, trip] = values[first + INSIDE, trip]
        ways[first + NOW, trip] = ways[first + INSIDE, trip]
        if values[first + FREED, trip] - price > values[first + INSIDE, trip]:
            values[first + NOW, trip] = values[first + FREED, trip] - price
            ways[first + NOW, trip] = ways[first + FREED, trip] + COVERED
    return first + NOW


@compiled
def best_of(values, one, other):
    """The best month two people can have together."""
    best = IMPOSSIBLE
    for trip in range(len(WEEKS)):
        best = max(best, values[one, trip] + values[other, trip])
    return best


@compiled
def best_trip(values, one, other):
    """Which number of weeks away makes it the best; fewer where it makes no difference."""
    best, chosen = IMPOSSIBLE, 0
    for trip in range(len(WEEKS)):
        if values[one, trip] + values[other, trip] > best:
            best, chosen = values[one, trip] + values[other, trip], trip
    return chosen


@compiled
def cost_and_relief(values, first, other, price):
    """What the Party costs a household at a price of '8.3 Party life', and what being let off for nothing would bring it."""
    inside, freed = best_of(values, first + INSIDE, other), best_of(values, first + FREED, other)
    return costs_to_attend(best_of(values, first + OUTSIDE, other), inside, freed, price), freed - inside


@compiled
def keeps_stall(way):
    """Whether this way of spending the month means selling at the market oneself."""
    plain = way - COVERED if way >= COVERED else way
    return plain == ATTENDS or plain == BUYS_OFF


@compiled
def arrangements(way, weeks, works, in_union, inside):
    """What a way of spending the month means for one's duties: the duty done, the sessions attended, and flags of Bought."""
    covered = way >= COVERED
    plain = way - COVERED if covered else way
    bought, duty, sessions = 0, NO_DUTY, NO_SESSIONS
    if plain == BUYS_OFF or plain == FETCHES_OFF:
        bought += Bought.WORK if works else Bought.UNION
    elif works:
        duty = JOB
        bought += Bought.FINED if weeks > 0 else 0
    elif in_union:
        duty = UNION
    if covered:
        bought += Bought.PARTY_LIFE
    elif inside:
        sessions = SESSIONS
        bought += Bought.SESSIONS if weeks > 0 else 0
    if in_union and plain != AT_HOME:
        bought += Bought.UNION_TRADER
    return duty, sessions, bought


@compiled
def may_trade(standing, weeks_away, age, p):
    """Whether somebody is free, grown, not too old, and not away for a station or a company."""
    return standing == Standing.FREE and weeks_away != ALL_MONTH and p.working_age <= age < p.leaves_market



@rule("lease-extra-earnings")
def fee_beside_usual(short, quotas, p):
    """Plants that cannot raise their loyalty quotas let workers go for less, so that more of them pay."""
    return 1.0 - p.fee_eased * ratio(float(short), float(quotas))


@step(visits="counties", changes=["counties.fee_eased", "counties.quotas", "counties.short"], parameters=Obligations)
def ease_fees(counties, p):
    """Every county: what it costs this month to be let off work, after how its plants stood with their quotas last month."""
    for county in counties.rows:
        counties.fee_eased[county] = fee_beside_usual(counties.short[county], counties.quotas[county], p)
        counties.quotas[county], counties.short[county] = 0, 0


@compiled
def who_reconsider(households, month, p):
    """Households that settle how to spend their time this month, in order: those whose month it is, the unsettled, and those of donju."""
    homes, number = np.empty(len(households.rows), np.int32), 0
    neighbours, their_month = -1, False
    for home in households.rows:
        if households.key[home] // NEIGHBOURS != neighbours:
            neighbours = households.key[home] // NEIGHBOURS
            their_month = (neighbours + month.number) % p.reconsiders == 0
        if their_month or not households.settled[home] or households.donju[home]:
            homes[number] = home
            number += 1
    return homes[:number]


@step(
    visits="households",
    changes=[
        "households.labour", "households.wages", "households.settled", "households.owes_work", "people.days", "people.exempt",
        "people.bought", "people.weeks_away", "people.attendance_cost", "people.burden",
    ],
    draws=["offered"],
    parameters=Obligations,
)  # fmt: skip
def spend_time(households, people, cells, counties, purse, p, dice, month):
    """Households, one in twelve each month and those with a donju every month: how its couples and single members spend their months."""
    worth = worth_of_months(p)
    values, ways = np.zeros((10, len(WEEKS))), np.zeros((10, len(WEEKS)), np.int64)
    gains = np.ones((2, len(WEEKS)))  # what trips bring him, which is spent at the market, and her
    values[NOBODY_ELSE, 1:] = IMPOSSIBLE
    openings = -1.0
    homes = who_reconsider(households, month, p)
    for at in range(len(homes)):
        home = homes[at]
        if at + 2 * AHEAD < len(homes):
            fetch(households, homes[at + 2 * AHEAD])
            fetch(purse.balance, households.account[homes[at + AHEAD]])
            fetch(people, households.head[homes[at + AHEAD]])  # next to whom the others mostly lie
        households.settled[home] = True
        county = households.county[home]
        wage = counties.wage[county]
        if counties.openings[county] != openings:
            openings = counties.openings[county]
            for trip in range(len(WEEKS)):
                gains[1, trip] = 1.0 + supply_gain(WEEKS[trip], openings, p)
        fee = counties.fee_eased[county] * wage * (p.exemption_fee_capital if counties.capital[county] else p.exemption_fee)
        fine, union_fee = p.absence_fine * wage, p.union_fee * wage
        prospects = power(1.0 + households.capital[home] / p.labour_base, p.returns_to_capital)
        unit = expects(wage, 1.0, 1.0, prospects)
        earned = 0.0  # what those who have settled already are expected to bring home
        spare = float(purse.balance[households.account[home]])
        labour, wages, away_from_work = 0, 0, 0
        following = households.head[home]
        for _ in range(households.size[home]):
            person, following = following, people.next_at_home[following]
            age = (month.number - people.birth[person]) // 12
            if not may_trade(people.standing[person], people.weeks_away[person], age, p):
                people.days[person] = 0
                people.exempt[person] = False
                people.bought[person] = 0
                if people.weeks_away[person] != ALL_MONTH:
                    people.weeks_away[person] = 0
                continue
            travels = people.sex[person] == Sex.MAN
            partner = people.spouse[person]
            if partner >= 0:
                years = (month.number - people.birth[partner]) // 12
                near = people.household[partner] == home
                if not (near and may_trade(people.standing[partner], people.weeks_away[partner], years, p)):
                    partner = -1
            if partner >= 0 and not travels:
                continue  # her month is settled together with his
            eased = need_drives(earned, p)
            his, hers = NOBODY_ELSE, NOBODY_ELSE  # rows of values: what each can make of the month as things stand
            for turn in range(1, -1, -1):  # hers first: she keeps the family, he adds to it
                who = person if turn == 0 else partner
                if who < 0:
                    continue
                age = (month.number - people.birth[who]) // 12
                first = HERS if turn == 1 else 0
                party, sex = people.party[who], people.sex[who]
                inside = goes_to_sessions(party)
                asks = inside or p.comes_up_from <= age < p.comes_up_until
                works = has_duties(people.job[who], age, sex, p)
                in_union = belongs_to_union(sex, works, Party.OUTSIDE, age, p)
                dearer = times_dearer(party, p)
                price, skip, cell = -1.0, 0.0, people.cell[who]
                statuses = 7 if inside else 3 if asks else 1
                if asks and cell >= 0:
                    skip = float(cells.skip_price[cell])
                    asked = float(cells.exemption_price[cell])
                    if asked > 0.0:
                        statuses = 7
                    if people.covered_until[who] >= month.number:
                        price = 0.0
                    elif inside and asked > 0.0 and asked * p.year_of_fees <= spare:
                        if is_offered(dice.offered, people.id[who], cells.effort[cell]):
                            price = asked
                    if cells.secretary[cell] == who:
                        price, skip = -1.0, -IMPOSSIBLE  # who holds the session must be there
                charge = fee
                if people.job[who] == Job.OFFICIAL or dearer * fee > spare:
                    charge = -1.0
                union_charge = union_fee
                if union_fee > spare:
                    union_charge = -1.0
                trouble = eased * trouble_of_trading(people.market_sense[who], in_union, p)
                weigh_person(
                    values, ways, gains, turn, worth, first, travels and turn == 0, statuses,
                    works, in_union, charge, union_charge, fine, skip, 1.0 if inside else dearer, p.member_multiple,
                    unit * people.skill[who], (1.0 - p.home_time) * trouble, p.home_time * trouble,
                )  # fmt: skip
                row = as_things_stand(values, ways, first, inside, price)
                if turn == 0:
                    his = row
                else:
                    hers = row
                    if keeps_stall(ways[hers, 0]):
                        eased = need_drives(earned + values[hers, 0], p)
            trip = best_trip(values, his, hers)
            for turn in range(2):
                who = person if turn == 0 else partner
                if who < 0:
                    break
                age = (month.number - people.birth[who]) // 12
                first, row, against = (0, his, hers) if turn == 0 else (HERS, hers, his)
                party, sex, cell = people.party[who], people.sex[who], people.cell[who]
                inside = goes_to_sessions(party)
                works = has_duties(people.job[who], age, sex, p)
                in_union = belongs_to_union(sex, works, party, age, p)
                cost, relief = 0.0, 0.0
                if inside or p.comes_up_from <= age < p.comes_up_until:
                    asked = cells.exemption_price[cell] if cell >= 0 else 0
                    cost, relief = cost_and_relief(values, first, against, asked)
                    if partner < 0 and travels and age < p.bachelor_until:
                        # a bachelor counts on a wife of ordinary gifts who keeps a stall
                        weigh_person(
                            values, ways, gains, 1, worth, EXPECTED_WIFE, False, 1, False, True, -1.0, union_fee, 0.0, 0.0, 1.0, 1.0,
                            unit, 0.0, 0.0,
                        )  # fmt: skip
                        married, _ = cost_and_relief(values, first, EXPECTED_WIFE, asked)
                        cost = max(cost, married)
                people.attendance_cost[who] = won(within(cost, float(-MOST_COST), float(MOST_COST)))
                people.burden[who] = int(within(100.0 * relief / wage + 0.5, 0.0, float(MOST_BURDEN))) if inside else 0
                way, away = ways[row, trip], trip if turn == 0 else 0
                duty, sessions, bought = arrangements(way, WEEKS[away], works, in_union, inside)
                people.bought[who] = bought
                away_from_work |= bought & (Bought.WORK | Bought.FINED)
                people.exempt[who] = bought & Bought.WORK != 0
                people.weeks_away[who] = WEEKS[away]
                people.days[who] = int(p.week_away * WEEKS[away])
                if keeps_stall(way):
                    people.days[who] = int(free_days(duty, sessions, 0, p))  # weeks away are days at the market too
                    effect = people.skill[who] * worth[duty, sessions, away] * gains[turn, trip]
                    labour += won(FULL_MONTH * effect)
                    earned += unit * effect
                if works and not bought & Bought.WORK:
                    wages += won(p.wage_paid * p.nominal_wage)
                if bought & Bought.WORK:
                    spare -= times_dearer(party, p) * fee
                if bought & Bought.PARTY_LIFE and people.covered_until[who] < month.number:
                    spare -= float(cells.exemption_price[cell]) * p.year_of_fees
        households.labour[home] = labour
        households.wages[home] = wages
        households.owes_work[home] = away_from_work != 0


@step(
    visits="households",
    changes=["people.exempt", "people.bought", "households.settled", "organisations.fees"],
    parameters=Obligations,
)
def buy_off_attendance(households, people, organisations, counties, purse, p):
    """Everybody bought off attendance or absent without it: the fee or the fine to the plant; who cannot pay the fee must think again.

    What somebody lacks of a fine is let go: he had reckoned with the fine and would only think the same once more.
    Members of a household pay one after the other as they follow one another at home, wherever they are stored.
    """
    homes, number = np.empty(len(households.rows), np.int32), 0
    for home in households.rows:
        if households.owes_work[home]:
            homes[number] = home
            number += 1
    for at in range(number):
        if at + AHEAD < number:
            fetch((people.bought, people.party, people.workplace, people.account), households.head[homes[at + AHEAD]])
        home = homes[at]
        following = households.head[home]
        for _ in range(households.size[home]):
            person, following = following, people.next_at_home[following]
            bought = people.bought[person]
            if not bought & (Bought.WORK | Bought.FINED):
                continue
            county = people.county[person]
            wage = times_dearer(people.party[person], p) * counties.wage[county]
            due, purpose = 0, Flow.ABSENCE_FINE
            if bought & Bought.WORK:
                usual = p.exemption_fee_capital if counties.capital[county] else p.exemption_fee
                due = won(counties.fee_eased[county] * usual * wage)
                purpose = Flow.EXEMPTION_FEE
            else:
                due = won(p.absence_fine * wage * people.weeks_away[person])
            workplace = people.workplace[person]
            if workplace < 0:
                paid = pay(purse, people.account[person], counties.state[county], due, purpose)
            else:
                paid = pay(purse, people.account[person], organisations.account[workplace], due, purpose)
                organisations.fees[workplace] += paid
            if paid < due and bought & Bought.WORK:
                people.exempt[person] = False
                people.bought[person] = bought - Bought.WORK
                households.settled[home] = False


@step(visits="organisations", changes=["organisations.fees", "posts.takings"], parameters=Obligations)
def keep_part_of_fees(organisations, posts, people, purse, p):
    """Every workplace, when the fees are in: its head keeps a part of them."""
    for workplace in organisations.rows:
        post = organisations.head[workplace]
        if organisations.fees[workplace] > 0 and post >= 0 and posts.holder[post] >= 0:
            head = people.account[posts.holder[post]]
            kept = won(p.managers_share * organisations.fees[workplace])
            posts.takings[post] += pay(purse, organisations.account[workplace], head, kept, Flow.EXEMPTION_SHARE)
        organisations.fees[workplace] = 0
