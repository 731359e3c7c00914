"""Fisheries stations, cattle and foreign-currency companies."""

import numpy as np

from allssam.claims.checks.membership import grown, in_party
from allssam.claims.pasts import Past, Year
from allssam.claims.registry import Reading, check, share, times
from allssam.engine import Array
from allssam.world import Event, Flow, Sex

HOLIDAYS = (1, 2, 4, 9, 10)


def full_size(year: Year) -> float:
    """Fisheries stations as so many of full size."""
    stations, posts = year["stations"], year["posts"]
    head = year["organisations"]["head"][stations["organisation"]]
    return float(posts["charge"][head[head >= 0]].sum())


def could_go(year: Year) -> Array:
    """Men who could be hired, in the counties of stations."""
    people = year["people"]
    county = np.isin(people["county"], year["stations"]["county"])
    return grown(year, 18, 55) & (people["sex"] == Sex.MAN) & (people["post"] < 0) & (people["business"] < 0) & county


@check("fishery-permit", lesion="fisheries.hire")
def about_thirty_are_hired(past: Past) -> list[Reading]:
    """A station of full size under a base has a crew of about thirty, nearly all hired in the course of the run, and lands a catch."""
    year = past.end
    crew = year["crews"].open
    new = crew["since"] >= past.first
    return [
        Reading(share(len(crew), full_size(year)), "men at a station of full size", at_least=20, at_most=35),
        Reading(share(new.sum(), len(crew)), "of them hired in the run", at_least=0.5),
        Reading(share((past.paid(Flow.CATCH) > 0).sum(), past.months), "of months have a catch", at_least=0.5),
    ]


@check("fishery-requested-hires", lesion=("population.fewest_requests=0", "population.most_requests=0"))
def the_base_asks_for_some(past: Past) -> list[Reading]:
    """Of the thirty, five to seven were hired because a cadre of the base asked; the chief chose the rest."""
    asked = np.mean([share(year["crews"].open["requested"].sum(), full_size(year)) for year in past.all_years])
    return [
        Reading(float(asked), "men at the request of the base, at a station of full size", at_least=4, at_most=8),
        Reading(float(past.happened(Event.CREW_HIRED)), "requests told", at_least=5),
    ]


@check("fishery-absence-bribes", lesion="fisheries.price_of_absence=0")
def members_cost_too_much(past: Past) -> list[Reading]:
    """Stations pay their Party secretary for sessions missed, and among those the chief chooses members are rarer
    than among men who could go.
    """
    could = float(
        np.mean([share((could_go(year) & in_party(year)).sum(), could_go(year).sum()) for year in past.all_years])
    )
    return [
        Reading(past.mean("fishery_absence_bribes"), "USD a month paid for absences", at_least=0.01),
        Reading(
            times(past.mean("fishery_crew_member_share", "chosen"), could),
            "times the share of members among men who could go",
            at_most=0.6,
        ),
    ]


@check("fishery-blind-eye", lesion=("fisheries.base_share=0", "fisheries.price_of_absence=0"))
def the_base_looks_away(past: Past) -> list[Reading]:
    """Cadres of the base live off the catch though the crew is far from being members, and captains too are mostly
    people without the card.
    """
    base, catch = past.paid(Flow.BASE_SHARE).sum(), past.paid(Flow.CATCH).sum()
    return [
        Reading(share(base, catch), "of the catch goes to cadres of the base", at_least=0.1),
        Reading(past.mean("fishery_crew_member_share"), "of crews are members", at_most=0.3),
        Reading(past.mean("fishery_crew_member_share", "captains"), "of captains are members", at_most=0.3),
    ]


@check("fishery-delay-losses", lesion="fisheries.spoils=0")
def delays_cost_the_catch(past: Past) -> list[Reading]:
    """Boats are late now and then, and each time a large part of a month's catch of a station is lost."""
    late = past.events(Event.CATCH_DELAYED)
    trips = len(past.end["stations"]) * past.months
    usual = (past.paid(Flow.CATCH).sum() + late["amount"].sum()) / trips
    return [
        Reading(share(len(late), trips), "of trips come back late", at_least=0.03),
        Reading(
            share(float(late["amount"].sum()), len(late) * usual), "of a usual catch is lost each time", at_least=0.2
        ),
    ]


@check("trade-cattle", lesion="trade.abroad=1")
def cows_buy_cows(past: Past) -> list[Reading]:
    """A unit leader and a worker sell cattle abroad, buy others at home with the money, from other units too, and end
    with cattle of their own (it happens).
    """
    sold, bought = past.paid(Flow.CATTLE_SOLD).sum(), past.paid(Flow.CATTLE_BOUGHT).sum()
    head = float(np.nansum(past.measure("cattle_exported")))
    price = float(np.mean([year["counties"]["cow_price"].mean() for year in past.all_years]))
    own = max(int(year["partnerships"]["cattle"].max(initial=0)) for year in past.all_years)
    return [
        Reading(share(sold, head * price), "cows at home for what one fetched abroad", at_least=2.5, at_most=3.5),
        Reading(share(bought, sold), "of what cattle fetched bought further cattle", at_least=0.05),
        Reading(float(own), "cattle of their own, of the partners with most", at_least=3),
    ]


@check("trade-secretary-share", lesion="trade.secretarys_share=0")
def the_secretary_has_his_share(past: Past) -> list[Reading]:
    """Village secretaries who find out are paid, and only in months with holidays."""
    paid = past.paid(Flow.HOLIDAY_BRIBE)
    of_year = (past.first + np.arange(past.months)) % 12 + 1
    found = past.happened(Event.PARTNERSHIP_FOUND_OUT)
    return [
        Reading(
            share(past.happened(Event.HOLIDAY_BRIBE_BEGUN), found),
            "begin to pay for each partnership found out",
            at_least=0.3,
        ),
        Reading(
            share(paid[np.isin(of_year, HOLIDAYS)].sum(), paid.sum()),
            "of it is paid in months with holidays",
            at_least=0.95,
        ),
    ]


@check("trade-prefers-non-members", lesion="companies.price_of_absence=0")
def companies_prefer_outsiders(past: Past) -> Reading:
    """Members are far rarer among the people of foreign-currency companies than among people of their county who could be taken on."""
    could = []
    for year in past.all_years:
        staff, people = year["staff"].open, year["people"]
        pool = (
            grown(year, 18, 55)
            & (people["post"] < 0)
            & (people["business"] < 0)
            & np.isin(people["county"], staff["county"])
        )
        could.append(share((pool & in_party(year)).sum(), pool.sum()))
    return Reading(
        times(past.mean("trade_company_member_share"), float(np.mean(could))),
        "times the share of members among people who could work there",
        at_most=0.8,
    )
