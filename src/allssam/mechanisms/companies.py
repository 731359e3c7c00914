"""Trade companies: whom foreign-currency firms take on, what their people earn abroad, and who has what of it.

A company hires for skill less what the Party secretary charges for sessions its members miss on its trips.  Its people are away all
month (`people.weeks_away` is ALL_MONTH).  Left out: licences, branches that are private in all but name, and what is traded.
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
    param,
    pay,
    rule,
    span,
    step,
    uniform,
    usd,
    within,
    won,
)  # fmt: skip
from allssam.world import ALL_MONTH, Flow, Office, Standing
from allssam.world.lookups import NOBODY, at_work, leads_cell, price_of_session, put_in_order, stretch


class Companies(Parameters):
    """What a company pays for, and what it earns."""

    earnings: Money = param(
        usd(200), usd(20), usd(2_000), "won a month", "What an ordinary person's work earns a company abroad",
        fact="F190", assumed="so that its loyalty money can be paid several times over",
    )  # fmt: skip
    pay_share: Share = param(0.4, 0.0, 0.9, "of earnings", "What its people are paid", fact="F191", assumed="as at sea")
    sessions: Count = param(
        4, 0, 8, "sessions", "Sessions a company's trips make a member miss in a month",
        claim="trade-prefers-non-members", assumed="its people are away all month: the same as party_life.sessions",
    )  # fmt: skip
    price_of_absence: Number = param(
        1.0, 0.0, 20.0, "times the cell's price of a session", "What the company's secretary asks for a session missed",
        fact="F192", assumed="the usual price; 0 cuts the link",
    )  # fmt: skip
    people_seen: Count = param(8, 1, 30, "people", "People looked at for one place", assumed="a trial")
    called: Number = param(
        4.0, 1.0, 100.0, "people for each one to be looked at", "People of a county among whom a company looks",
        assumed="nearly half could be taken on",
    )  # fmt: skip
    hires_every: Count = param(3, 1, 12, "months", "How often open places are filled", assumed="once a quarter")
    leaves: Share = param(
        0.02, 0.0, 0.5, "per month", "People who leave of their own accord", assumed="some four years"
    )
    lenience: Share = param(
        0.15,
        0.0,
        1.0,
        "of an ordinary person's worth",
        "How much less one may be worth and still be kept",
        assumed="training",
    )
    youngest: Count = param(18, 16, 25, "years", "Youngest age of its people", assumed="grown")
    oldest: Count = param(55, 40, 65, "years", "Oldest age of its people", assumed="they travel")
    float_kept: Money = param(
        usd(1_000), 0, usd(20_000), "won", "What is left in a company's account", assumed="two quotas and more"
    )


@rule("trade-prefers-non-members", fact="F192")
def value_to_company(skill, price, p):
    """What somebody's work leaves the company, less what sessions missed cost if he has a card."""
    return (1.0 - p.pay_share) * p.earnings * skill - p.price_of_absence * p.sessions * price


@rule("trade-prefers-non-members")
def keeps(value, ordinary, p):
    """A company keeps whoever is worth to it about what an ordinary person without a card would be."""
    return value >= (1.0 - p.lenience) * ordinary


@rule(assumed="nobody joins to earn less")
def would_join(wage, skill, p):
    """People join a company if it pays more than the market pays skill like theirs."""
    return p.pay_share * p.earnings > wage * skill


# ---------------------------------------------------------------------------------------------------------------- steps


@step(
    changes=["staff.open", "people.weeks_away", "households.settled"],
    draws=["leaves"],
    parameters=Companies,
)
def keep_staff(counties, staff, people, households, cells, p, dice, month):
    """Everybody with a company, every month: who is gone, leaves or, once a quarter, is no longer worth keeping."""
    for clerk in staff.rows:
        person = staff.person[clerk]
        age = (month.number - people.birth[person]) // 12
        gone = people.standing[person] != Standing.FREE or not p.youngest <= age < p.oldest
        gone = gone or people.post[person] >= 0 or people.business[person] >= 0
        dropped = False
        if month.of_year % p.hires_every == 0:
            value = value_to_company(people.skill[person], price_of_session(people, cells, person, month), p)
            dropped = not keeps(value, value_to_company(1.0, 0, p), p)
        if gone or dropped or chance(dice.leaves, people.id[person], p.leaves):
            close(staff, clerk)
            if people.weeks_away[person] == ALL_MONTH:
                people.weeks_away[person] = 0
                households.settled[people.household[person]] = False
        else:
            people.weeks_away[person] = ALL_MONTH


@compiled
def staff_in_service(staff, staff_of, people, company):
    """The people of a company who are free, and their skill, in millionths."""
    start, stop = span(staff_of, company)
    number, skills = 0, 0
    for at in range(start, stop):
        clerk = staff_of.row[at]
        if staff.open[clerk] and people.standing[staff.person[clerk]] == Standing.FREE:
            number += 1
            skills += won(1_000_000.0 * people.skill[staff.person[clerk]])
    return number, skills


@compiled
def call_together(people, cells, counties, county, die, wanted, month, p):
    """People of a county whom a company could take on, in keyed order.  Returns their rows and their number."""
    first, last = stretch(county, people.rows, people.county)
    share = within(p.called * wanted / max(1, counties.people[county]), 0.0, 1.0)
    rows, keys = np.empty(last - first, np.int32), np.empty(last - first)
    number = 0
    for at in range(first, last):
        person = people.rows[at]
        key = uniform(die, people.id[person])
        if key >= share or people.standing[person] != Standing.FREE:
            continue
        age = (month.number - people.birth[person]) // 12
        bound = people.post[person] >= 0 or people.business[person] >= 0 or people.weeks_away[person] == ALL_MONTH
        if not bound and p.youngest <= age < p.oldest and not leads_cell(people, cells, person):
            rows[number], keys[number] = person, key
            number += 1
    put_in_order(rows, keys, number)
    return rows, number


@step(
    changes=["people.weeks_away", "people.days", "households.settled"],
    draws=["asked", "first_choice"],
    parameters=Companies,
)
def take_on_staff(
    counties,
    organisations,
    organisations_in,
    staff,
    staff_of,
    new_staff,
    posts,
    people,
    households,
    cells,
    p,
    dice,
    month,
):
    """Foreign-currency companies, once a quarter: open places go to the best of those looked at, sessions missed counted in."""
    if month.of_year % p.hires_every != 0:
        return
    for county in counties.rows:
        start, stop = span(organisations_in, county)
        order, keys = np.empty(stop - start, np.int32), np.empty(stop - start)
        companies, wanted = 0, 0
        for at in range(start, stop):
            company = organisations_in.row[at]
            if (
                organisations.kind[company] == Office.TRADE_COMPANY
                and at_work(posts, people, organisations.head[company]) != NOBODY
            ):
                order[companies] = company
                keys[companies] = uniform(dice.first_choice, posts.number[organisations.head[company]])
                companies += 1
                wanted += max(0, organisations.places[company] - staff_in_service(staff, staff_of, people, company)[0])
        if wanted == 0:
            continue
        put_in_order(order, keys, companies)
        rows, number = call_together(people, cells, counties, county, dice.asked, wanted * p.people_seen, month, p)
        seen = 0
        for at in range(companies):
            company = order[at]
            missing = organisations.places[company] - staff_in_service(staff, staff_of, people, company)[0]
            while missing > 0 and seen < number:
                last = min(number, seen + p.people_seen)
                best, most = NOBODY, 0.0
                for place in range(seen, last):
                    person = rows[place]
                    value = value_to_company(people.skill[person], price_of_session(people, cells, person, month), p)
                    if would_join(counties.wage[county], people.skill[person], p) and (best == NOBODY or value > most):
                        best, most = person, value
                seen = last
                missing -= 1
                if best != NOBODY:
                    people.weeks_away[best] = ALL_MONTH
                    people.days[best] = 0
                    households.settled[people.household[best]] = False
                    clerk = found(new_staff)
                    new_staff.county[clerk] = county
                    new_staff.company[clerk] = company
                    new_staff.person[clerk] = best
                    new_staff.since[clerk] = month.number


@step(changes=["posts.takings"], parameters=Companies)
def earn_abroad(counties, organisations, staff, staff_of, posts, people, cells, purse, p, month):
    """Every company, once a month: what it earns, what its people have, sessions missed, loyalty money, and what the head keeps."""
    for company in organisations.rows:
        if organisations.kind[company] != Office.TRADE_COMPANY:
            continue
        number, skills = staff_in_service(staff, staff_of, people, company)
        county, account = organisations.county[company], organisations.account[company]
        head, post = organisations.head[company], organisations.secretary[company]
        manager, secretary = at_work(posts, people, head), at_work(posts, people, post)
        earned = won(p.earnings * (skills / 1_000_000.0))
        pay(purse, counties.outside[county], account, earned, Flow.TRADE_EARNINGS)
        start, stop = span(staff_of, company)
        for at in range(start, stop):
            clerk = staff_of.row[at]
            person = staff.person[clerk]
            if not staff.open[clerk] or people.standing[person] != Standing.FREE:
                continue
            pay(purse, account, people.account[person], int(p.pay_share * earned) // number, Flow.TRADE_PAY)
        for at in range(start, stop):  # when all have been paid, whoever comes first
            clerk = staff_of.row[at]
            person = staff.person[clerk]
            if not staff.open[clerk] or people.standing[person] != Standing.FREE:
                continue
            due = won(p.price_of_absence * p.sessions * price_of_session(people, cells, person, month))
            if secretary != NOBODY:
                posts.takings[post] += pay(purse, account, people.account[secretary], due, Flow.TRADE_ABSENCE_BRIBE)
        pay(purse, account, counties.state[county], organisations.quota[company], Flow.LOYALTY_TRIBUTE)
        if manager != NOBODY:
            profit = max(0, purse.balance[account] - p.float_kept)
            posts.takings[head] += pay(purse, account, people.account[manager], profit, Flow.TRADE_PROFIT)
