"""A ruler who goes by what he sees, not by dates: tolerance against discontent, purges against the threat he perceives.

Where people live worse than he thinks they will bear, he lets markets be; where they live well enough, he closes in on them again.  What he
takes for a threat is what can be seen from above: cadres who leave the country, conduct that falls short of devotion, and wealth that grows
outside the state.  Of private loyalty he sees nothing.  Surveillance, the border, campaigns and all else keep to their dates.
In a scenario: `replace: {ruler: adaptive}`.
"""

from allssam.engine import Money, Number, Parameters, Share, compiled, param, ratio, rule, step, usd, within, won
from allssam.mechanisms.ruler import POLICY, Ruler, bring_policy
from allssam.world.circles import SUPERIORS_FROM
from allssam.world.lookups import at_work

NOBODY = -1
YEAR = 12


class Adaptive(Parameters):
    """What the ruler will bear, and how he answers."""

    content_enough: Share = param(
        0.5, 0.0, 1.0, "0 to 1", "Contentment of the people with which he is content", claim="ruler-calculus"
    )
    gives_way: Share = param(
        0.05, 0.0, 1.0, "of tolerance a month, per unit of contentment", "How fast he gives way, or closes in",
        assumed="a full turn takes years",
    )  # fmt: skip
    purges_at_worst: Number = param(
        120.0, 0.0, 500.0, "people a year, in a full-size country", "Senior cadres who are to fall where the threat is greatest",
        fact="F210", assumed="twice the worst year",
    )  # fmt: skip
    pace: Share = param(0.2, 0.01, 1.0, "per month", "How fast he takes up the knife and puts it down", fact="F215")
    devotion: Share = param(0.9, 0.1, 1.0, "0 to 1", "Public conduct below which he sees a threat", claim="ruler-intimidation")
    by_conduct: Number = param(1.0, 0.0, 5.0, "weight", "What lacking devotion counts", claim="ruler-targets-challengers")
    by_flights: Number = param(
        0.03, 0.0, 1.0, "per cadre gone within a year", "What flights of cadres count", claim="flight-signal",
        assumed="ten a year are a third of the greatest threat",
    )  # fmt: skip
    by_wealth: Number = param(0.1, 0.0, 2.0, "weight", "What wealth outside the state counts", assumed="less than conduct")
    wealth_borne: Money = param(
        usd(1.5), usd(0.1), usd(50), "won a month and person", "Profits of donju, over all people, that count as one",
        assumed="about what is earned where trade is tolerated",
    )  # fmt: skip


@rule("ruler-calculus", "ruler-market-tolerance")
def tolerance_next(tolerance, contentment, p):
    """Where people are less content than he thinks they will bear, the ruler lets markets be; where they are more, he closes in."""
    return within(tolerance + p.gives_way * (p.content_enough - contentment), 0.0, 1.0)


@rule("ruler-calculus", "ruler-targets-challengers", "flight-signal")
def threat_seen(conduct, flights, wealth, p):
    """A threat is seen in conduct short of devotion, in cadres who leave, and in wealth outside the state."""
    lacking = p.by_conduct * max(0.0, p.devotion - conduct)
    return min(1.0, lacking + p.by_flights * flights + p.by_wealth * wealth)


@rule("ruler-intimidation", "ruler-calculus")
def purges_next(now, threat, p):
    """The more threat he sees the more cadres he has fall."""
    return now + p.pace * (p.purges_at_worst * threat - now)


@compiled
def devotion_shown(posts, people):
    """How loyal senior cadres show themselves on average, from 0 to 1."""
    shown, cadres = 0, 0
    for post in posts.rows:
        if posts.rank[post] >= SUPERIORS_FROM and at_work(posts, people, post) != NOBODY:
            shown += posts.shown[post]
            cadres += 1
    return ratio(0.01 * shown, float(cadres))


@step(changes=["counties.tolerance", "counties.purges_a_year"], parameters=Adaptive)
def look_around(counties, posts, people, businesses, flights, p, month):
    """The ruler, before the month's policy is known: what he sees of the country, and what he makes of it."""
    content, number, profits, gone = 0, 0, 0, 0
    for county in counties.rows:
        content += won(1e6 * counties.contentment[county]) * counties.people[county]
        number += counties.people[county]
    for business in businesses.rows:
        profits += max(0, won(businesses.usual_profit[business]))
    for flight in flights.rows:
        if flights.elite[flight] and month.number - flights.month[flight] <= YEAR:
            gone += 1
    contentment = ratio(1e-6 * content, float(number))
    wealth = ratio(float(profits), float(number) * p.wealth_borne)
    threat = threat_seen(devotion_shown(posts, people), float(gone), wealth, p)
    for county in counties.rows:
        counties.tolerance[county] = tolerance_next(counties.tolerance[county], contentment, p)
        counties.purges_a_year[county] = purges_next(counties.purges_a_year[county], threat, p)


@step(
    visits="counties",
    changes=POLICY,
    parameters=Ruler,
)
def set_policy(counties, organisations_in, organisations, posts, journal, p, month):
    """Every county, first thing in the month: the policy in force, and whether a campaign has come."""
    bring_policy(False, counties, organisations_in, organisations, posts, journal, p, month)
