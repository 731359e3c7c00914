"""Life in the Party: dues, dates, and what is paid not to be there."""

import numpy as np

from allssam.claims.checks.membership import grown, in_party
from allssam.claims.pasts import Past
from allssam.claims.registry import Reading, check, share, times
from allssam.world import Event, Flow, Job, Party, Sex

NOMINAL_WAGE = 3_000
"""The official wage of a worker, nominal won a month (F065)."""


@check("party-life-dues", lesion="party_life.collect_dues")
def dues_are_trivial(past: Past) -> list[Reading]:
    """What members with a job pay as dues is two per cent of an official wage, and nothing beside what the household lives on."""
    year = past.end
    people = year["people"]
    with_job = (
        in_party(year) & (people["standing"] == 0) & (people["job"] >= Job.FARM) & (people["job"] <= Job.OFFICIAL)
    )
    late = past.between("2016-01")
    level = float(year["counties"]["price_level"][0])
    paid = past.paid(Flow.PARTY_DUES)[late].mean()
    homes = (year["households"]["size"] > 0).sum()
    living = past.mean("livelihood", since="2016-01") * 8_200 * homes
    return [
        Reading(
            share(paid * level, with_job.sum() * NOMINAL_WAGE),
            "of the wage is paid as dues",
            at_least=0.016,
            at_most=0.024,
        ),
        Reading(1000 * share(paid, living), "thousandths of what households live on", at_most=1.0),
    ]


@check(
    "party-life-weekly-session",
    lesion=("obligations.party_days=0", "obligations.sessions=1", "obligations.member_multiple=1"),
)
def dates_bind_members(past: Past) -> list[Reading]:
    """Men in the Party give the market fewer days and make fewer trips than men outside."""
    days = [past.mean("market_days", group) for group in ("men_in_party", "men_outside")]
    weeks = [past.mean("weeks_on_trips", group) for group in ("men_in_party", "men_outside")]
    return [
        Reading(times(*days), "times the market days of men outside", at_most=0.85),
        Reading(times(*weeks), "times their weeks on trips", at_most=0.7),
    ]


@check("party-life-8-3", lesion="party_life.set_prices")
def party_life_is_bought_off(past: Past) -> list[Reading]:
    """Members pay a year ahead to be let off; while it lasts they give more days to the market than other members of
    their age and sex.
    """
    year = past.end
    people = year["people"]
    men = grown(year, 25, 55) & (people["sex"] == Sex.MAN) & in_party(year) & (people["post"] < 0)
    covered = men & (people["covered_until"] >= year.month)
    paid = past.paid(Flow.PARTY_LIFE_BOUGHT)[past.between("2016-01")].sum() / 8_200
    return [
        Reading(share(covered.sum(), men.sum()), "of men in the Party are let off", at_least=0.01),
        Reading(
            times(people["days"][covered].mean(), people["days"][men & ~covered].mean()),
            "times the market days of other members",
            at_least=1.2,
        ),
        Reading(share(paid, covered.sum()), "USD paid in the year for each man let off", at_least=1.0),
    ]


@check("party-life-skip-for-bribe", lesion="party_life.attend")
def skipping_is_sold(past: Past) -> list[Reading]:
    """Secretaries take money from members who miss sessions, and these are marked present in the books."""
    year = past.end
    people, cells = year["people"], year["cells"]
    missed = past.paid(Flow.SESSION_MISSED)[past.between("2012-01")].sum() / 8_200 / 60
    led = cells["secretary"] >= 0
    selling = led & (cells["from_exemptions"] > 0)
    marked = in_party(year) & ((people["bought"].astype(int) & 64) > 0)
    return [
        Reading(share(missed, led.sum()), "USD a month for sessions missed, to a secretary", at_least=0.1),
        Reading(share(selling.sum(), led.sum()), "of secretaries sold absence in the last month", at_least=0.2),
        Reading(
            share(marked.sum(), in_party(year).sum()), "of members were marked present and were not", at_least=0.02
        ),
    ]


@check("party-life-larger-bribes", lesion="obligations.member_multiple=1")
def absence_is_dearer_for_members(past: Past) -> Reading:
    """Being bought off work costs a member so much more that fewer members than others of the same age, sex and
    household goods afford it.
    """
    year = past.end
    people, homes = year["people"], year["households"]
    men = (
        grown(year, 30, 58)
        & (people["sex"] == Sex.MAN)
        & (people["post"] < 0)
        & (people["job"] >= Job.FARM)
        & (people["job"] < Job.OFFICIAL)
    )
    goods = homes["capital"][people["household"]]
    low, high = np.quantile(goods[men], (0.5, 0.95))
    alike = men & (goods >= low) & (goods <= high) & (people["days"] > 0)
    inside, outside = alike & in_party(year), alike & (people["party"] == Party.OUTSIDE)
    return Reading(
        times(people["exempt"][outside].mean(), people["exempt"][inside].mean()),
        "times as many traders outside are bought off work",
        at_least=1.5,
    )


@check("party-life-expulsion", lesion=("party_life.found_out=0", "party_life.expel"))
def the_expelled_are_watched(past: Past) -> list[Reading]:
    """Members are expelled, and those expelled are less free to leave work for the market than people who have come
    out of prison or labour training.
    """
    year = past.end
    people = year["people"]
    freed = np.zeros(len(people), bool)
    freed[year.rows_of(past.events(Event.SET_FREE)["who"])] = True
    men = (
        grown(year, 20, 60) & (people["sex"] == Sex.MAN) & (people["job"] >= Job.FARM) & (people["job"] <= Job.OFFICIAL)
    )
    expelled, released = men & (people["party"] == Party.EXPELLED), men & freed & (people["party"] == Party.OUTSIDE)
    rate = 12_000 * past.happened(Event.PARTY_EXPELLED) / past.months / (past.mean("party_members") or 1)
    return [
        Reading(rate, "expelled by 1,000 members and year", at_least=0.1),
        Reading(
            share(people["exempt"][released].sum(), released.sum()) - share(people["exempt"][expelled].sum(), expelled.sum()),
            "more of those released are bought off work than of those expelled", at_least=0.05,
        ),
    ]  # fmt: skip


@check("party-life-new-bribes", lesion="party_life.shifts_effort=false")
def secretaries_turn_to_exemptions(past: Past) -> list[Reading]:
    """As entry money dries up secretaries put more effort into selling exemptions, which become the larger part of their income."""
    effort = [float(year["cells"]["effort"].mean()) for _, year in past.yearly()]
    entry = [
        past.mean("secretary_income_from_entry", since=a, until=b)
        for a, b in (("2010-01", "2011-12"), ("2015-01", "2016-12"))
    ]
    exempt = [
        past.mean("secretary_income_from_exemptions", since=a, until=b)
        for a, b in (("2010-01", "2011-12"), ("2015-01", "2016-12"))
    ]
    return [
        Reading(effort[-1] - effort[1], "more of a secretary's effort than at the end of 2010", at_least=0.05),
        Reading(
            share(exempt[1], exempt[1] + entry[1]),
            "of what entry and exemptions bring is from exemptions in 2015-16",
            at_least=0.5,
        ),
        Reading(
            share(exempt[1], exempt[1] + entry[1]) - share(exempt[0], exempt[0] + entry[0]),
            "more than in 2010-11",
            at_least=0.1,
        ),
    ]


@check("party-life-satire", lesion="party_life.mockery=0")
def the_card_is_mocked(past: Past) -> Reading:
    """Sayings that mock the card spread in the years in which it loses its worth."""
    return Reading(
        times(past.mean("satire", since="2016-01"), past.mean("satire", until="2010-12")),
        "times as many pass them on in 2016 as in 2009-10",
        at_least=2.0,
    )  # fmt: skip
