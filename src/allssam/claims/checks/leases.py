"""Leases in state factories: who gets space, what it costs and what comes back."""

import numpy as np

from allssam.claims.pasts import Past
from allssam.claims.registry import Reading, check, share, times
from allssam.world import Event, Flow, Office, Post, Sector, Tie


@check("lease-space", lesion="leases.find_space")
def space_is_rented(past: Past) -> list[Reading]:
    """Donju come to rent space in state factories again and again, and sell more than other donju of their capital."""
    year = past.end
    begun = past.happened(Event.LEASE_BEGUN)
    businesses, homes = year["businesses"].open, year["households"]
    capital = homes["capital"][year["people"]["household"][businesses["owner"]]]
    per_capital = businesses["sales"] / np.maximum(1.0, capital.astype(np.float64)) ** 0.5
    tenant = np.isin(businesses["owner"], year["leases"].open["tenant"])
    return [
        Reading(
            share(1200 * begun / past.months, past.mean("donju")), "leases begun by 100 donju and year", at_least=1.0
        ),
        Reading(
            times(np.median(per_capital[tenant]), np.median(per_capital[~tenant])),
            "times the sales of others of like capital",
            at_least=1.1,
        ),
    ]


@check("lease-needs-tie", lesion=("leases.denounced=0", "leases.default=0", "leases.dismissal=0"))
def space_needs_a_tie(past: Past) -> Reading:
    """Of donju without a space, those tied to a factory manager get one within a year far more often than those who
    are not: odds ratio.
    """
    counts = np.zeros((2, 2))
    years = past.all_years
    for year, next_year in zip(years, years[1:], strict=False):
        people, posts, ties = year["people"], year["posts"], year["ties"].open
        donju = np.setdiff1d(year["businesses"].open["owner"], year["leases"].open["tenant"])
        post = people["post"][ties["patron"]]
        to_manager = (
            (ties["kind"] == Tie.CLIENT)
            & (post >= 0)
            & (posts["kind"][post] == Post.MANAGER)
            & (posts["office"][post] == Office.FACTORY)
        )
        tied = np.isin(donju, ties["client"][to_manager])
        begun = past.events(Event.LEASE_BEGUN)
        soon = begun["who"][(begun["month"] > year.month) & (begun["month"] <= next_year.month)]
        got = np.isin(people["id"][donju], soon)
        for is_tied in (0, 1):
            for has_got in (0, 1):
                counts[is_tied, has_got] += ((tied == is_tied) & (got == has_got)).sum()
    odds = (counts[1, 1] + 0.5) * (counts[0, 0] + 0.5) / ((counts[1, 0] + 0.5) * (counts[0, 1] + 0.5))
    return Reading(float(odds), "odds of a space with a tie over those without", at_least=3.0)


@check("lease-rent-is-cadre-profit", lesion="leases.pay_rent")
def rent_is_cadre_profit(past: Past) -> list[Reading]:
    """Most rent ends in the purses of managers, and those with tenants live off it many times better than off their wage."""
    rent = past.paid(Flow.RENT, payer=Sector.HOUSEHOLDS).sum()
    private = past.paid(Flow.RENT, payer=Sector.HOUSEHOLDS, payee=Sector.HOUSEHOLDS).sum()
    booked = past.paid(Flow.EXTRA_EARNINGS).sum()
    return [
        Reading(share(private - booked, rent), "of rent stays with managers", at_least=0.5),
        Reading(
            past.mean("manager_informal_income_ratio"),
            "times the wage is what managers with tenants make",
            at_least=50,
        ),
    ]


@check("lease-extra-earnings", lesion="extra_earnings.keep_quota")
def extra_earnings_are_ordered(past: Past) -> list[Reading]:
    """Party secretaries of plants with tenants order 'extra earnings', and part of the rents is booked under such orders."""
    leases = past.end["leases"].open
    return [
        Reading(share(leases["half_legal"].sum(), len(leases)), "of leases run under an order", at_least=0.1),
        Reading(
            share(past.paid(Flow.EXTRA_EARNINGS).sum(), past.paid(Flow.RENT).sum()),
            "of rents are booked as extra earnings",
            at_least=0.02,
        ),
    ]


@check("lease-per-diem", lesion="per_diem.give_per_diems")
def per_diems_are_given(past: Past) -> list[Reading]:
    """Most tenants give the manager a per diem beyond the rent, and the plant has a part of their profit."""
    leases = past.end["leases"].open
    rent = past.paid(Flow.RENT).sum()
    return [
        Reading(share((leases["per_diem"] > 0).sum(), len(leases)), "of tenants give a per diem", at_least=0.5),
        Reading(share(past.paid(Flow.PER_DIEM).sum(), rent), "of the rent is given beside it", at_least=0.05),
        Reading(
            share(past.paid(Flow.PROFIT_SHARE).sum(), rent),
            "of the rent is what the plant has of profits",
            at_least=0.01,
        ),
    ]


@check("lease-favours", lesion="per_diem.returns=0")
def per_diems_are_answered(past: Past) -> list[Reading]:
    """Most tenants who gave a per diem had the use of a state vehicle in the same month; hardly any who gave none had."""
    leases = past.end["leases"].open
    gave, rides = leases["per_diem"] > 0, leases["vehicles"] > 0
    return [
        Reading(share((gave & rides).sum(), gave.sum()), "of givers had a state vehicle", at_least=0.5),
        Reading(share((~gave & rides).sum(), len(leases)), "of tenants had one without giving", at_most=0.05),
    ]
