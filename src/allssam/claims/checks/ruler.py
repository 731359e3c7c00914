"""The ruler: what he lets be, whom he strikes down, and what both do to people."""

import numpy as np

from allssam.claims.pasts import Past
from allssam.claims.registry import Reading, check, share, times
from allssam.world import CENTRE, Event, Office

SENIOR = 6
"""The rank of posts of the Centre."""


@check("ruler-market-tolerance", lesion=("ruler.openings_per_tolerance=0", "fear.left_alone=0"))
def tolerance_improves_livelihoods(strict: Past, lax: Past) -> list[Reading]:
    """Where more is let be, the household in the middle has a little more, the richest hundredth far more, and people
    are more content.
    """
    income = [
        np.sort(world.end["households"]["income"][world.end["households"]["size"] > 0] / 8_200)
        for world in (strict, lax)
    ]
    middle = [float(np.median(values)) for values in income]
    top = [float(values[-len(values) // 100 :].mean()) for values in income]
    content = [world.mean("contentment", since="2012-01") for world in (strict, lax)]
    return [
        Reading(middle[1] - middle[0], "USD a month more in the middle", at_least=1.0),
        Reading(
            times(top[1] - top[0], middle[1] - middle[0]), "times that gain for the richest hundredth", at_least=10
        ),
        Reading(content[1] - content[0], "more contentment", at_least=0.02),
    ]


@check("ruler-intimidation", lesion="purges.strike")
def purges_draw_out_shows_of_loyalty(no_purges: Past, terror: Past) -> list[Reading]:
    """Where many cadres are purged and executed the others show more loyalty beyond what they feel than where nobody is."""
    gap = [
        world.mean("public_loyalty", since="2013-06") - world.mean("private_loyalty", since="2013-06")
        for world in (no_purges, terror)
    ]
    return [
        Reading(float(terror.happened("EXECUTED")), "cadres executed", at_least=10),
        Reading(gap[1] - gap[0], "more loyalty shown beyond what is felt", at_least=0.01),
        Reading(
            terror.mean("cadre_fear", since="2013-06") - no_purges.mean("cadre_fear", since="2013-06"),
            "more fear",
            at_least=0.01,
        ),
    ]


@check("ruler-purge-count", lesion="purges.strike")
def some_130_are_purged(past: Past) -> Reading:
    """In the four years from 2012 some 130 cadres of the Centre are purged."""
    purged = past.events("PURGED")
    at_centre = purged["place"] == CENTRE
    years = (purged.year >= 2012) & (purged.year <= 2015)
    return Reading(float((at_centre & years).sum()), "purged in 2012-15", at_least=100, at_most=170)


@check("ruler-arbitrary", lesion=("purges.by_nothing=0.01", "purges.by_exposure=0"))
def some_fall_for_nothing(terror: Past) -> list[Reading]:
    """Many who are purged are struck down for nothing one could name, and some of them have fewer friends than the
    cadre in the middle.
    """
    purged = terror.events("PURGED")
    groups = [name.split("|")[2] for name in terror.series if name.startswith("purged|country|for_")]
    by = {name: float(np.nansum(terror.measure("purged", name))) for name in groups}
    return [
        Reading(
            share(by.get("for_nothing", 0.0), sum(by.values())),
            "of purges are for nothing one could name",
            at_least=0.15,
        ),
        Reading(
            share((purged["because"] == 0).sum(), len(purged)),
            "of purges have no earlier event behind them",
            at_least=0.15,
        ),
    ]


@check("ruler-surveillance", lesion="ruler.surveillance=0.25")
def better_off_and_more_watched(past: Past) -> list[Reading]:
    """In 2015-16 households live on more than in 2009-11, and people feel watched far more closely."""
    living = [past.mean("livelihood", since=a, until=b) for a, b in (("2009-01", "2011-12"), ("2015-01", "2016-12"))]
    watched = [
        past.mean("perceived_surveillance", since=a, until=b)
        for a, b in (("2009-01", "2011-12"), ("2015-01", "2016-12"))
    ]
    return [
        Reading(times(living[1], living[0]), "times what households lived on in 2009-11", at_least=1.05),
        Reading(times(watched[1], watched[0]), "times as closely watched", at_least=2.0),
    ]


@check("ruler-congress", lesion="ruler.hold_congress")
def the_congress_reshuffles(past: Past) -> list[Reading]:
    """The Congress of May 2016 is the first in the run; in its month many times more posts change hands than in any other."""
    moved = past.events("RESHUFFLED")
    held = past.events("CONGRESS_HELD")
    posts = past.end["posts"]
    high = (posts["rank"] >= 4).sum()
    others = past.events(Event.DISMISSED, Event.TRANSFERRED, Event.RETIRED, Event.DIED)
    usual = len(others) / past.months
    return [
        Reading(float(((held["month"] % 12 == 4) & (held.year == 2016)).sum()), "Congress, in May 2016", at_least=1),
        Reading(share(len(moved), high), "of senior and county posts are reshuffled", at_least=0.03),
        Reading(times(len(moved), usual), "times as many posts as fall vacant in an ordinary month", at_least=3),
    ]


def victims_of(past: Past, *offices: Office) -> float:
    """How many victims of purges served in some kinds of office."""
    found = 0
    for year in past.all_years:
        purges = year.this_year("purges", "month")
        found += int(np.isin(purges["office"], [int(office) for office in offices]).sum())
    return float(found)


@check("ruler-songun", lesion="ruler.army_weight=0.5")
def army_first_is_at_the_partys_cost(army_first: Past, party_first: Past) -> Reading:
    """Where the ruler leans on the army more of those struck down are cadres of the Party beside cadres of the army
    than where he leans on the Party.
    """
    odds = [
        times(victims_of(world, Office.CENTRAL_PARTY) + 1, victims_of(world, Office.ARMY_COMMAND) + 1)
        for world in (army_first, party_first)
    ]
    return Reading(times(odds[0], odds[1]), "times the Party's victims for each of the army", at_least=1.5)


@check("ruler-songun-loyalty", lesion="ruler.army_weight=0.5")
def curtailed_authority_costs_loyalty(army_first: Past, party_first: Past) -> Reading:
    """Where the ruler leans on the army, cadres of the Party's own offices at the Centre are less loyal in private
    than where he leans on the Party.
    """
    loyalty = []
    for world in (army_first, party_first):
        year = world.end
        posts = year["posts"]
        held = (posts["holder"] >= 0) & (posts["office"] == Office.CENTRAL_PARTY)
        loyalty.append(float(year["people"]["loyalty"][posts["holder"][held]].mean()) if held.any() else float("nan"))
    return Reading(
        loyalty[1] - loyalty[0], "percent less loyalty of Party cadres where the army comes first", at_least=0.5
    )


@check("ruler-targets-challengers", lesion=("purges.by_challenge=0", "purges.by_known_ties=0"))
def those_with_a_following_fall(terror: Past) -> Reading:
    """Cadres of the Centre who are purged within a year had more friends and followers at its beginning than their colleagues had."""
    of_victims, of_others = [], []
    purged = terror.events("PURGED")
    years = terror.all_years
    for year, next_year in zip(years, years[1:], strict=False):
        posts, people, ties = year["posts"], year["people"], year["ties"].open
        number = np.bincount(np.concatenate([ties["patron"], ties["client"]]), minlength=len(people))
        holder = posts["holder"][(posts["holder"] >= 0) & (posts["rank"] >= SENIOR)]
        soon = purged["who"][(purged["month"] > year.month) & (purged["month"] <= next_year.month)]
        falls = np.isin(people["id"][holder], soon)
        of_victims += number[holder[falls]].tolist()
        of_others += number[holder[~falls]].tolist()
    victims, others = (float(np.mean(values)) if values else float("nan") for values in (of_victims, of_others))
    return Reading(
        times(victims, others), f"times the ties of their colleagues had the {len(of_victims)} who fell", at_least=1.3
    )


@check("ruler-calculus", lesion=("fear.livelihood=0", "fear.left_alone=0", "fear.grumbling=0"))
def the_reckoning_comes_out(strict: Past, lax: Past, terror: Past) -> list[Reading]:
    """What the ruler seems to reckon with is so: people let be are more content and take the system for more lasting; it is cadres
    who turn away when they are struck at."""
    content = [world.mean("contentment", since="2012-01") for world in (strict, lax)]
    stable = [world.mean("perceived_stability", since="2012-01") for world in (strict, lax)]
    cadres = (terror.end["posts"]["holder"] >= 0).sum()
    fled = [
        share(terror.happened("ELITE_FLED"), cadres),
        share(terror.happened("LEFT_COUNTRY"), terror.measure("population")[-1]),
    ]
    return [
        Reading(content[1] - content[0], "more contentment where markets are let be", at_least=0.02),
        Reading(stable[1] - stable[0], "more belief that the system lasts", at_least=0.002),
        Reading(times(fled[0], fled[1]), "times as many cadres as others leave, by head, under terror", at_least=2.0),
    ]


@check("ruler-grip-anxiety", lesion=("fear.grip=0", "fear.rumbling=0", "fear.sign=0"))
def the_grip_unsettles(usual: Past, watched: Past, no_purges: Past, terror: Past) -> list[Reading]:
    """People take the system for less lasting where they are watched more closely, and where more of its cadres are struck down."""
    belief = {
        name: world.mean("perceived_stability", since="2013-01")
        for name, world in (("usual", usual), ("watched", watched))
    }
    struck = [world.mean("perceived_stability", since="2014-01") for world in (no_purges, terror)]
    return [
        Reading(
            belief["usual"] - belief["watched"],
            "less belief that it lasts, where people are watched closely",
            at_least=0.01,
        ),
        Reading(struck[0] - struck[1], "less where many are purged", at_least=0.001),
    ]
