"""The ruler's levers: how far markets are let be, how closely people are watched, how many cadres are to fall, on whom he leans.

Dated values stand in the scenario; this mechanism brings them to the counties and carries out what needs no one else: currency reform,
levies in a mobilisation, rewards of office, the reshuffle at a Congress.  Tolerance works through what it opens (demand from outside,
trips, stalls), and openings follow it with a lag; sanctions and a closed border shut part of them again.  Whom a purge strikes is settled
in `purges`.  The variant `adaptive` sets tolerance and the intensity of purges by what the ruler sees.

Left out: why a ruler does what he does, and inspections of single offices, which campaigns stand for.
"""

from allssam.engine import (
    NOBODY,
    ByPlace,
    Dated,
    Money,
    Number,
    Parameters,
    Share,
    chance,
    compiled,
    param,
    pay,
    record,
    rule,
    span,
    step,
    usd,
    won,
)  # fmt: skip
from allssam.world import PLACES, Event, Flow, Office
from allssam.world.circles import SUPERIORS_FROM
from allssam.world.holidays import has_holiday, months_with_holidays
from allssam.world.lookups import at_work, ties_held

POLICY = [
    "counties.tolerance", "counties.openings", "counties.season", "counties.gifts", "counties.price_level", "counties.campaign",
    "counties.campaign_event", "counties.culprits", "counties.surveillance", "counties.border_closed", "counties.purges_a_year",
    "counties.army_weight", "counties.rewards",
]  # fmt: skip
"""What is set by whoever sets the policy, the dated ruler or another."""
HEADS_FROM = 4  # rank from which a Congress may relieve officials of the provinces


class Ruler(Parameters):
    """Policy by date."""

    tolerance: Dated = param(
        0.5,
        0.0,
        1.0,
        "0 (markets closed) to 1 (left alone)",
        "How far the authorities let markets be",
        claim="ruler-market-tolerance",
        dated=True,
    )
    campaign: ByPlace = param(
        0.0,
        0.0,
        1.0,
        "0 (none) to 1 (as hard as the hardest)",
        "Strength of an inspection campaign from the centre",
        fact=("F156", "F157", "F181", "F182"),
        dated=True,
        each=PLACES,
    )
    price_level: Dated = param(
        1.0,
        0.002,
        4.0,
        "nominal price over steady price",
        "Nominal price level, from the exchange rate over 8,200",
        fact=("F073", "F086", "F090"),
        dated=True,
    )
    reform_cap: Dated = param(
        0,
        0,
        usd(1000),
        "won a household",
        "In the month of a currency reform, the cash that may be exchanged; 0 is no reform",
        fact="F230",
        dated=True,
    )
    reform_exposed: Share = param(
        0.6,
        0.0,
        1.0,
        "of cash",
        "Part of a purse kept in domestic money, which a reform can void",
        assumed="foreign money was banned weeks later and largely hidden",
    )
    openings_closed: Number = param(
        0.0,
        0.0,
        1.0,
        "relative to tolerance 0.5",
        "Openings that stay when tolerance is nil",
        assumed="openings go in step with tolerance; it never falls to nil",
    )
    openings_per_tolerance: Number = param(
        2.0,
        0.0,
        3.0,
        "per unit of tolerance",
        "How much demand and how many trips tolerance opens",
        assumed="no source measures it; varied in every result that rests on it",
    )
    openings_pace: Share = param(
        0.12,
        0.01,
        1.0,
        "per month",
        "Speed with which openings follow tolerance",
        assumed="stalls, vehicles and routes take about a year",
    )
    holiday_trade: Number = param(
        0.25, 0.0, 1.0, "of an ordinary month", "Extra trade in the months of the great holidays", fact=("F225", "F226")
    )
    holiday_gifts: Number = param(
        1.3, 1.0, 2.4, "times the mean month", "What patrons and petty officials are given before a great holiday",
        fact=("F225", "F226", "F227"), assumed="the timing is reported, the size is not",
    )  # fmt: skip
    sanctions: Dated = param(
        0.0, 0.0, 1.0, "of trade with abroad", "Trade with abroad cut off by sanctions or a closed border",
        fact=("F235", "F238", "F239"), dated=True,
    )  # fmt: skip
    foreign: Share = param(
        0.5, 0.0, 1.0, "of openings", "Openings that rest on trade with abroad", assumed="goods from China fill the markets"
    )
    surveillance: Dated = param(
        0.5, 0.0, 1.0, "0 (lax) to 1 (as close as can be)", "How closely people are watched", claim="ruler-surveillance",
        dated=True,
    )  # fmt: skip
    border_closed: Dated = param(
        0.3, 0.0, 1.0, "0 (open) to 1 (shut)", "How tightly the border is shut to people", fact=("F233", "F239"), dated=True,
    )  # fmt: skip
    purges_a_year: Dated = param(
        32.5, 0.0, 500.0, "people a year, in a full-size country", "Senior cadres who are to fall in a year",
        claim="ruler-purge-count", fact=("F207", "F210"), dated=True,
    )  # fmt: skip
    purge_intensity: Dated = param(
        1.0, 0.0, 10.0, "times the dated path", "How hard the ruler strikes; 0 is no purge", claim="ruler-intimidation", dated=True,
    )  # fmt: skip
    army_weight: Dated = param(
        0.5, 0.0, 1.0, "0 (the Party) to 1 (the army)", "On whom the ruler leans", claim=("ruler-songun", "ruler-songun-loyalty"),
        dated=True,
    )  # fmt: skip
    rewards: Dated = param(
        1.0, 0.0, 5.0, "times the ordinary", "What the ruler gives senior cadres", claim="ruler-calculus", dated=True
    )
    reward: Money = param(
        usd(30), 0, usd(1_000), "won a month", "What a senior cadre is ordinarily given beside his wage",
        assumed="gifts in kind, at market worth",
    )  # fmt: skip
    mobilisation: Dated = param(
        0.0, 0.0, 1.0, "0 (none) to 1 (everybody)", "How far households are called on for work and levies beyond the ordinary",
        fact=("F045", "F236"), dated=True,
    )  # fmt: skip
    levy: Money = param(
        usd(1.5), 0, usd(20), "won a month", "What a household pays in a full mobilisation, or pays to be left out of it",
        fact=("F044", "F045"), assumed="levies of all, and a few who buy themselves off",
    )  # fmt: skip
    spared: Money = param(usd(3), 0, usd(50), "won", "Cash that levies leave a household", assumed="who has nothing gives work")
    congress: Dated = param(
        0.0, 0.0, 1.0, "of posts", "In the month of a Party Congress, senior and county posts that change hands; 0 is no Congress",
        claim="ruler-congress", fact=("F237", "F240"), dated=True,
    )  # fmt: skip
    friends_hold: Number = param(
        0.3, 0.0, 5.0, "per tie", "How far each tie keeps an official in his post at a Congress", assumed="ties help, not much"
    )


@rule("ruler-market-tolerance", fact=("F235", "F238"))
def openings_follow(openings, tolerance, p):
    """What tolerance permits opens up with a lag, but for trade with abroad that is cut off: each month part of the way."""
    allowed = (p.openings_closed + p.openings_per_tolerance * tolerance) * (1.0 - p.foreign * p.sanctions)
    return openings + p.openings_pace * (allowed - openings)


@rule(fact=("F225", "F226", "F227", "F228"))
def season_of_trade(is_holiday, p):
    """Trade swells before Lunar New Year, 15 April, Chuseok, 10 October and the year's end, and is thinner in between."""
    return 1.0 + p.holiday_trade if is_holiday else 1.0


@rule("trade-secretary-share", fact=("F225", "F226", "F227", "F228"))
def gifts_due(is_holiday, holidays, p):
    """Whom one must please is given most of it before the holidays, and less in between: the year's sum is the same."""
    if is_holiday:
        return p.holiday_gifts
    return (12.0 - holidays * p.holiday_gifts) / (12.0 - holidays)


@rule(fact=("F156", "F181"))
def campaign_reaches(before, now):
    """A campaign reaches a county in the month in which its province is first named."""
    return before == 0.0 and now > 0.0


@rule(fact="F230")
def voided_cash(cash, p):
    """In a reform, domestic money above the cap is lost."""
    return max(0, won(p.reform_exposed * cash) - p.reform_cap)


@rule("ruler-intimidation", "ruler-purge-count")
def cadres_to_fall(purges_a_year, intensity):
    """The ruler strikes as the dated path has it, or harder, or not at all."""
    return purges_a_year * intensity


@rule(fact=("F044", "F045", "F236"))
def levied(cash, p):
    """In a mobilisation a household gives money in place of work, as far as it has any to spare."""
    return min(won(p.levy * p.mobilisation), max(0, cash - p.spared))


@rule("ruler-calculus", assumed="gifts stand for cars, flats and special supplies")
def rewarded(p):
    """Who serves at the Centre is given more than his wage."""
    return won(p.reward * p.rewards)


@rule("ruler-congress", fact=("F237", "F240"))
def congress_meets(share):
    """In the month of a Congress posts change hands."""
    return share > 0.0


@rule("ruler-congress", "ssam-own-mix")
def is_relieved(share, friends, p):
    """Who has few ties is relieved of his post sooner than who has many."""
    return share / (1.0 + p.friends_hold * friends)


@compiled
def bring_policy(is_dated, counties, organisations_in, organisations, posts, journal, p, month):
    """The policy in force is brought to every county; where it is not the dated one, tolerance and purges stay as they were set."""
    for county in counties.rows:
        if is_dated:
            counties.tolerance[county] = p.tolerance
            counties.purges_a_year[county] = cadres_to_fall(p.purges_a_year, p.purge_intensity)
        counties.surveillance[county] = p.surveillance
        counties.border_closed[county] = p.border_closed
        counties.army_weight[county] = p.army_weight
        counties.rewards[county] = p.rewards
        counties.openings[county] = openings_follow(counties.openings[county], counties.tolerance[county], p)
        counties.season[county] = season_of_trade(has_holiday(month.year, month.of_year), p)
        counties.gifts[county] = gifts_due(has_holiday(month.year, month.of_year), months_with_holidays(month.year), p)
        counties.price_level[county] = p.price_level
        counties.culprits[county] = 0
        strength = p.campaign[counties.place[county]]
        if campaign_reaches(counties.campaign[county], strength):
            start, stop = span(organisations_in, county)
            for at in range(start, stop):
                committee = organisations_in.row[at]
                head = organisations.head[committee]
                if organisations.kind[committee] == Office.PARTY_COMMITTEE and head >= 0 and posts.holder[head] >= 0:
                    counties.campaign_event[county] = record(
                        journal, Event.CAMPAIGN_BEGUN, who=posts.holder[head], org=committee
                    )
                    break
        if strength == 0.0:
            counties.campaign_event[county] = 0
        counties.campaign[county] = strength


@step(
    visits="counties",
    changes=POLICY,
    parameters=Ruler,
)
def set_policy(counties, organisations_in, organisations, posts, journal, p, month):
    """Every county, first thing in the month: the policy in force, and whether a campaign has come."""
    bring_policy(True, counties, organisations_in, organisations, posts, journal, p, month)


@step(visits="households", parameters=Ruler)
def reform_money(households, counties, purse, p):
    """Every household, in the month of a reform and in no other."""
    if p.reform_cap > 0:
        for home in households.rows:
            account = households.account[home]
            lost = voided_cash(purse.balance[account], p)
            if lost > 0:
                pay(purse, account, counties.reform[households.county[home]], lost, Flow.CURRENCY_REFORM)


@step(visits="households", parameters=Ruler)
def collect_levies(households, counties, purse, p):
    """Every household, while people are mobilised: it pays in place of work."""
    if p.mobilisation > 0.0:
        for home in households.rows:
            due = levied(purse.balance[households.account[home]], p)
            if due > 0:
                pay(purse, households.account[home], counties.state[households.county[home]], due, Flow.LEVY)


@step(visits="counties", parameters=Ruler)
def reward_cadres(counties, posts, posts_in, people, purse, p):
    """Every senior cadre in office: what he is given beside his wage."""
    amount = rewarded(p)
    for county in counties.rows:
        start, stop = span(posts_in, county)
        for at in range(start, stop):
            post = posts_in.row[at]
            if posts.rank[post] < SUPERIORS_FROM:
                continue
            cadre = at_work(posts, people, post)
            if cadre != NOBODY:
                pay(purse, counties.state[county], people.account[cadre], amount, Flow.REWARD)


@step(changes=["posts.holder", "posts.seen", "posts.vacated", "people.post"], draws=["relieved"], parameters=Ruler)
def hold_congress(posts, people, ties, ties_of, journal, p, dice):
    """In the month of a Congress, every senior post and every post of county rank: its holder may be relieved of it."""
    if not congress_meets(p.congress):
        return
    host = NOBODY
    for post in posts.rows:
        if posts.rank[post] >= SUPERIORS_FROM and at_work(posts, people, post) != NOBODY:
            if host == NOBODY or posts.number[post] < posts.number[host]:
                host = post
    if host == NOBODY:
        return
    congress = record(journal, Event.CONGRESS_HELD, who=posts.holder[host])
    for post in posts.rows:
        official = at_work(posts, people, post)
        if posts.rank[post] < HEADS_FROM or official == NOBODY or people.post[official] != post:
            continue
        if chance(dice.relieved, people.id[official], is_relieved(p.congress, ties_held(ties, ties_of, official), p)):
            posts.vacated[post] = record(journal, Event.RESHUFFLED, who=official, org=posts.organisation[post], because=congress)
            posts.holder[post], posts.seen[post] = NOBODY, NOBODY  # nobody is frightened by what befalls so many
            people.post[official] = NOBODY
