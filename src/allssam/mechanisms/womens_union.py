"""The Women's Union: duties of women without a state job, what they pay to be let off, and what its cadres ask at the market.

Women of working age who have no state job and are not in the Party belong to the Union; nearly all of them live off the market.  It
calls them out for duties and levies with dates of their own.  Whether a woman is there or pays is settled with the rest of her month
(obligations); here the money is collected.  The Union's few cadres in a county know every trader of it, and ask them for bribes, a
little from each and from many: with the traders' turnover, not with their number, grows what they take.

Left out: the Union's own lessons and songs, and campaigns in which all are called out.  How many cadres there are decides what each
of them has; nobody has counted them (`population.people_per_union_cadre`).
"""

import numpy as np

from allssam.engine import Parameters, Share, chance, compiled, one_of, param, pay, rule, span, step, won
from allssam.world import Bought, Flow, Post, Standing


class WomensUnion(Parameters):
    """What is collected from members of the Union."""

    union_fee: Share = param(
        0.10, 0.0, 1.0, "of a full month's market wage", "Monthly fee to be let off the duties of the Women's Union",
        fact=("F044", "F045"), assumed="the same as obligations.union_fee",
    )  # fmt: skip
    reach: Share = param(
        0.10, 0.0, 1.0, "per month", "Chance that a household of a trading member is asked for a bribe", claim="union-cadre-bribes",
        assumed="about once a year",
    )  # fmt: skip
    bribe: Share = param(
        0.05, 0.0, 0.5, "of the household's market income this month", "What it gives", fact="F045", assumed="some thousands of won",
    )  # fmt: skip


@rule("union-duties", fact=("F044", "F045"))
def fee_for_duties(wage, p):
    """Who is let off the Union's duties pays for the days she gains, in step with what a day brings at the market."""
    return won(p.union_fee * wage)


@rule("union-cadre-bribes", "union-in-market")
def is_asked(die, home, p):
    """Those who trade are asked by the Union's cadres now and then."""
    return chance(die, home, p.reach)


@rule("union-cadre-bribes")
def gives_cadre(income, p):
    """They give a small part of what the household took at the market this month."""
    return won(p.bribe * income)


@compiled
def cadres_of(found, county, posts, people, posts_in):
    """Fill `found` with the posts of the county's Union cadres who are there, in the order of their numbers; returns how many."""
    number = 0
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        holder = posts.holder[post]
        if posts.kind[post] != Post.UNION_CADRE or holder < 0 or number >= len(found):
            continue
        if people.standing[holder] == Standing.FREE:
            place = number
            while place > 0 and posts.number[found[place - 1]] > posts.number[post]:
                found[place] = found[place - 1]
                place -= 1
            found[place] = post
            number += 1
    return number


@step(
    visits="people",
    changes=["households.settled", "posts.takings", "posts.from_market"],
    draws=["asked", "cadre"],
    parameters=WomensUnion,
)
def collect(people, households, counties, posts, posts_in, purse, p, dice):
    """Every woman of the Union: the fee that lets her off her duties; and households that trade: what a cadre asks of them now and then."""
    base = households.rows[0] if len(households.rows) > 0 else 0
    met, asked = np.zeros(len(households.rows), np.bool_), np.zeros(len(households.rows), np.int32)
    number = 0
    for person in people.rows:
        bought = people.bought[person]
        if not bought & (Bought.UNION | Bought.UNION_TRADER):
            continue
        home = people.household[person]
        if bought & Bought.UNION:
            county = people.county[person]
            fee = fee_for_duties(counties.wage[county], p)
            if pay(purse, people.account[person], counties.state[county], fee, Flow.UNION_FEE) < fee:
                households.settled[home] = False  # who cannot pay must think again
        if bought & Bought.UNION_TRADER and not met[home - base]:
            met[home - base] = True
            if is_asked(dice.asked, households.key[home], p):
                asked[number] = home
                number += 1
    # What each gives is settled before anybody gives, so that no purse fills in time by the chance of who comes first.
    gifts = np.zeros(number, np.int64)
    for place in range(number):
        home = asked[place]
        gifts[place] = min(gives_cadre(households.income[home], p), purse.balance[households.account[home]])
    cadres, count, here = np.zeros(256, np.int32), 0, -1
    for place in range(number):
        home = asked[place]
        if households.county[home] != here:
            here = households.county[home]
            count = cadres_of(cadres, here, posts, people, posts_in)
        if count > 0:
            post = cadres[one_of(dice.cadre, households.key[home], count)]
            taker = people.account[posts.holder[post]]
            paid = pay(purse, households.account[home], taker, gifts[place], Flow.UNION_BRIBE)
            posts.takings[post] += paid
            posts.from_market[post] += paid
