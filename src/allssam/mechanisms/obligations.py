"""Obligations: what the state asks of a person's time, and what is left for the market.

A month has one budget of days for each person: the official job, life in the Party, the Women's Union, the market.  Here the first three
are given and the market takes what is left, if going there is worth the trouble; a worker may buy himself off attendance ('8.3').
Sessions on fixed dates, exemptions sold by secretaries and the Union's own levies belong to the parts on Party life and the Union.
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    compiled,
    param,
    pay,
    power,
    rule,
    step,
    usd,
    within,
    won,
)
from allssam.world import Flow, Job, Party, Sex, Standing
from allssam.world.lookups import at_home

FULL_MONTH = (
    1_000_000  # work is added up in millionths of an ordinary full month, so that the order of adding cannot matter
)


class Obligations(Parameters):
    """Days asked, and what they are worth."""

    month_days: Count = param(26, 20, 30, "days a month", "Days one can work", assumed="six-day week")
    job_days: Number = param(
        12.0,
        0.0,
        26.0,
        "days a month",
        "Days an official job really takes",
        fact=("F050", "F051"),
    )
    party_days: Number = param(
        3.5,
        0.0,
        12.0,
        "days a month",
        "Days life in the Party takes beyond anybody's",
        claim="party-life-weekly-session",
        fact="F028",
    )
    union_days: Number = param(4.0, 0.0, 10.0, "days a month", "Days the Women's Union takes", claim="union-duties")
    returns_to_time: Number = param(
        0.6,
        0.2,
        1.0,
        "exponent",
        "Returns to time at the market",
        assumed="below one: customers tire before traders do",
    )
    labour_base: Money = param(
        usd(300), usd(100), usd(600), "won", "Capital's worth of bare hands", assumed="the same as markets.labour_base",
    )  # fmt: skip
    subsistence: Money = param(
        usd(26), usd(10), usd(40), "won a household a month", "What a household needs to live", assumed="the same as markets.subsistence",
    )  # fmt: skip
    trouble: Money = param(
        usd(30), usd(2), usd(80), "won a month", "What going to market must bring a person of middling market sense",
        assumed="set on the share of people with private work (P01)",
    )  # fmt: skip
    returns_to_capital: Number = param(
        0.50, 0.3, 0.8, "exponent", "How far goods of the household raise what its members expect to earn",
        assumed="the same as markets.returns_to_capital",
    )  # fmt: skip
    working_age: Count = param(16, 14, 20, "years", "Age from which people work", fact="F006")
    leaves_market: Count = param(
        72, 60, 90, "years", "Age at which people stop trading", assumed="few older traders are reported"
    )
    retires_man: Count = param(60, 55, 65, "years", "Age at which men leave the official job", fact="F006")
    retires_woman: Count = param(55, 50, 60, "years", "Age at which women leave the official job", fact="F006")
    exemption_fee: Share = param(
        0.20,
        0.02,
        2.0,
        "of a full month's market wage",
        "Monthly '8.3' fee outside the capital",
        fact=("F053", "F249"),
    )
    exemption_fee_capital: Share = param(
        0.75, 0.05, 4.0, "of a full month's market wage", "Monthly '8.3' fee in Pyongyang", fact=("F055", "F249")
    )
    managers_share: Share = param(0.25, 0.0, 1.0, "of the fee", "What the manager keeps of an '8.3' fee", fact="F059")
    nominal_wage: Money = param(
        3_000, 500, 50_000, "nominal won a month", "Official wage of a worker", fact=("F065", "F248")
    )
    wage_paid: Share = param(0.5, 0.0, 1.0, "of jobs", "Jobs at which the official wage is paid at all", fact="F052")
    reconsiders: Count = param(
        12, 1, 24, "months", "How often people reconsider how to spend their time", assumed="about once a year"
    )


@rule(fact="F006")
def has_duties(job, age, sex, p):
    """Workers, farmers and officials of working age owe days to the official job."""
    retires = p.retires_woman if sex == Sex.WOMAN else p.retires_man
    return Job.FARM <= job <= Job.OFFICIAL and p.working_age <= age < retires


@rule("party-life-weekly-session", "union-duties")
def free_days(works, exempt, party, in_union, p):
    """What is left of the month after the job, unless bought off, the Party and the Women's Union."""
    days = float(p.month_days)
    if works and not exempt:
        days -= p.job_days
    if party == Party.MEMBER:
        days -= p.party_days
    elif in_union:
        days -= p.union_days
    return max(0.0, days)


@rule("union-duties", fact="F041")
def belongs_to_union(sex, works, party, age, p):
    """The Women's Union takes women of working age who have no state job and are not in the Party."""
    return sex == Sex.WOMAN and not works and party != Party.MEMBER and age >= p.working_age


@rule(assumed="market sense makes the same trade less of a burden")
def trouble_of_trading(market_sense, p):
    """The less sense for the market people have, the more going there must bring before they do."""
    return p.trouble * (100.5 - market_sense) / (market_sense + 0.5)


@rule("flight-ordinary-motives", assumed="need makes light of trouble")
def need_drives(usual_income, p):
    """Where a household has less than it needs to live, no trouble is too great; the nearer to want, the less it weighs."""
    return within(usual_income / p.subsistence, 0.0, 1.0)


@rule(assumed="people go by what a month like theirs has lately brought")
def expects(wage, skill, worth, prospects):
    """What a person expects from the market: the wage, for his skill and days, with what the household can put behind him."""
    return wage * skill * worth * prospects


@rule("party-life-8-3", fact="F053")
def buys_off_attendance(gain, fee):
    """A worker pays to be let off attendance when the days gained earn more than the fee."""
    return gain > fee


@compiled
def effect_of_days(p):
    """What 0, 1, ... days at the market are worth, relative to a full month; shape (month_days + 1,)."""
    table = np.zeros(p.month_days + 1)
    for days in range(1, p.month_days + 1):
        table[days] = power(days / p.month_days, p.returns_to_time)
    return table


@step(
    visits="households",
    changes=["households.labour", "households.wages", "households.settled", "people.days", "people.exempt"],
    parameters=Obligations,
)
def spend_time(households, people, counties, purse, p, month):
    """Households, one in twelve each month and those with a donju every month: each member's days, and the work they add up to."""
    worth = effect_of_days(p)
    for home in households.rows:
        due = (households.key[home] + month.number) % p.reconsiders == 0 or households.donju[home]
        if households.settled[home] and not due:
            continue
        households.settled[home] = True
        county = households.county[home]
        wage = counties.wage[county]
        fee = wage * (p.exemption_fee_capital if counties.capital[county] else p.exemption_fee)
        prospects = power(1.0 + households.capital[home] / p.labour_base, p.returns_to_capital)
        ease = need_drives(households.usual_income[home], p)
        spare = purse.balance[households.account[home]]
        labour, wages = 0, 0
        person = -1
        for place in range(households.size[home]):
            person = at_home(place, person, households, home, people)
            people.days[person] = 0
            people.exempt[person] = False
            age = (month.number - people.birth[person]) // 12
            if people.standing[person] != Standing.FREE or age < p.working_age or age >= p.leaves_market:
                continue
            works = has_duties(people.job[person], age, people.sex[person], p)
            in_union = belongs_to_union(people.sex[person], works, people.party[person], age, p)
            days = int(free_days(works, False, people.party[person], in_union, p))
            least = ease * trouble_of_trading(people.market_sense[person], p)
            brings = expects(wage, people.skill[person], worth[days], prospects)
            if works and people.job[person] != Job.OFFICIAL:
                freed = int(free_days(works, True, people.party[person], in_union, p))
                could_bring = expects(wage, people.skill[person], worth[freed], prospects)
                if could_bring > least and fee <= spare and buys_off_attendance(could_bring - max(brings, least), fee):
                    people.exempt[person] = True
                    spare -= won(fee)
                    days, brings = freed, could_bring
            if brings > least:
                people.days[person] = days
                labour += won(FULL_MONTH * people.skill[person] * worth[days])
            if works and not people.exempt[person]:
                wages += won(p.wage_paid * p.nominal_wage)
        households.labour[home] = labour
        households.wages[home] = wages


@step(
    visits="people",
    changes=["people.exempt", "households.settled", "organisations.fees"],
    parameters=Obligations,
)
def buy_off_attendance(people, households, organisations, counties, purse, p):
    """Everybody bought off attendance: the fee to the plant; who cannot pay it must attend again."""
    for person in people.rows:
        if not people.exempt[person]:
            continue
        county = people.county[person]
        share = p.exemption_fee_capital if counties.capital[county] else p.exemption_fee
        fee = won(share * counties.wage[county])
        workplace = people.workplace[person]
        if workplace < 0:
            paid = pay(purse, people.account[person], counties.state[county], fee, Flow.EXEMPTION_FEE)
        else:
            paid = pay(purse, people.account[person], organisations.account[workplace], fee, Flow.EXEMPTION_FEE)
            organisations.fees[workplace] += paid
        if paid < fee:
            people.exempt[person] = False
            households.settled[people.household[person]] = False


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
