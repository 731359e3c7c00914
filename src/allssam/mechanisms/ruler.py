"""The ruler's policy toward markets: how far they are let be, when inspection campaigns come down, what money is worth.

Dated values stand in the scenario; this part of the mechanism only brings them to the counties.  Tolerance works through what it
opens (demand from outside, trips, stalls), and openings follow it with a lag.
"""

from allssam.engine import (
    ByPlace,
    Dated,
    Number,
    Parameters,
    Share,
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
        0.4,
        0.0,
        1.0,
        "relative to tolerance 0.5",
        "Openings that stay when tolerance is nil",
        assumed="smugglers and relatives abroad never stop",
    )
    openings_per_tolerance: Number = param(
        1.2,
        0.0,
        2.0,
        "per unit of tolerance",
        "How much demand and how many trips tolerance opens",
        assumed="no source measures it; varied in every result that rests on it",
    )
    openings_pace: Share = param(
        0.08,
        0.01,
        1.0,
        "per month",
        "Speed with which openings follow tolerance",
        assumed="stalls, vehicles and routes take about a year",
    )
    holiday_trade: Number = param(
        0.25, 0.0, 1.0, "of an ordinary month", "Extra trade in the months of the great holidays", fact=("F225", "F226")
    )


@rule("ruler-market-tolerance")
def openings_follow(openings, tolerance, p):
    """What tolerance permits opens up with a lag: each month part of the way to what it now allows."""
    allowed = p.openings_closed + p.openings_per_tolerance * tolerance
    return openings + p.openings_pace * (allowed - openings)


@rule(fact=("F225", "F226", "F227", "F228"))
def season_of_trade(month_of_year, p):
    """Trade swells before Lunar New Year, 15 April, Chuseok, 10 October and the year's end, and is thinner in between."""
    holidays = (
        month_of_year == 2 or month_of_year == 4 or month_of_year == 9 or month_of_year == 10 or month_of_year == 12
    )
    if holidays:
        return 1.0 + p.holiday_trade
    return 1.0


@rule(fact=("F156", "F181"))
def campaign_reaches(before, now):
    """A campaign reaches a county in the month in which its province is first named."""
    return before == 0.0 and now > 0.0


@rule(fact="F230")
def voided_cash(cash, p):
    """In a reform, domestic money above the cap is lost."""
    return max(0, won(p.reform_exposed * cash) - p.reform_cap)


@step(
    visits="counties",
    changes=[
        "counties.tolerance", "counties.openings", "counties.season", "counties.price_level", "counties.campaign",
        "counties.campaign_event", "counties.culprits",
    ],
    parameters=Ruler,
)  # fmt: skip
def set_policy(counties, organisations_in, organisations, posts, journal, p, month):
    """Every county, first thing in the month: the policy in force, and whether a campaign has come."""
    for county in counties.rows:
        counties.tolerance[county] = p.tolerance
        counties.openings[county] = openings_follow(counties.openings[county], p.tolerance, p)
        counties.season[county] = season_of_trade(month.of_year, p)
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


@step(visits="households", parameters=Ruler)
def reform_money(households, counties, purse, p):
    """Every household, in the month of a reform and in no other."""
    if p.reform_cap > 0:
        for home in households.rows:
            account = households.account[home]
            lost = voided_cash(purse.balance[account], p)
            if lost > 0:
                pay(purse, account, counties.reform[households.county[home]], lost, Flow.CURRENCY_REFORM)
