"""Fear and flight: what purges do to other cadres, who leaves, and what people make of it."""

import numpy as np

from allssam.claims.pasts import Past
from allssam.claims.registry import Reading, check, share, times
from allssam.engine import Array
from allssam.world import CENTRE, Event, Office, Standing

ABROAD = (int(Office.TRADE_COMPANY), int(Office.MISSION))


def kinds(*names: str) -> list[int]:
    """Numbers of kinds of event."""
    return [int(Event[name]) for name in names]


def exits_by_office(past: Past, chosen: tuple[int, ...]) -> tuple[float, float]:
    """Cadres who fled by cadre and year, of some kinds of office and of all others of office rank and above."""
    fled, desks = np.zeros(2), np.zeros(2)
    for year in past.all_years:
        posts, flights = year["posts"], year.this_year("flights", "month")
        flights = flights.where(flights["elite"])
        there = np.isin(flights["office"], chosen)
        fled += (there.sum(), (~there).sum())
        held = (posts["holder"] >= 0) & (posts["rank"] >= 3)
        at = np.isin(posts["office"][held], chosen)
        desks += (at.sum(), (~at).sum())
    return share(fled[0], desks[0]), share(fled[1], desks[1])


@check("trade-officials-exposed", lesion=("flight.by_mission=0.3", "flight.by_trade=0.1", "flight.sees_more=0"))
def those_who_see_abroad_go_first(past: Past) -> Reading:
    """Cadres of trade companies and missions, who see other countries from close by, flee at least twice as often as other cadres."""
    exposed, others = exits_by_office(past, ABROAD)
    return Reading(
        times(exposed, others), "times as often as other cadres do those of trade and missions flee", at_least=2.0
    )


@check("fear-retreat", lesion="fear.retreat")
def the_frightened_withdraw(no_purges: Past, terror: Past) -> list[Reading]:
    """Where many are purged cadres plead illness and give up posts that bring something; where nobody is, hardly any do."""
    cadres = (terror.end["posts"]["holder"] >= 0).sum()
    retreats = [world.happened("RETREATED") for world in (no_purges, terror)]
    return [
        Reading(1000 * share(retreats[1], cadres), "of 1,000 cadres withdraw in six years of terror", at_least=2.0),
        Reading(times(retreats[1] + 1, retreats[0] + 1), "times as many as without purges", at_least=2.0),
    ]


@check("fear-coldness", lesion="fear.take_to_heart")
def central_cadres_turn_cold(past: Past) -> list[Reading]:
    """By October 2015 some central cadre has turned cold (it happens), and those at the Centre hold back from favours
    more than those in the provinces.
    """
    cold = past.events("TURNED_COLD")
    early = cold.where((cold["place"] == CENTRE) & ((cold.year < 2015) | ((cold.year == 2015) & (cold.of_year <= 10))))
    centre = past.measure("cadre_coldness", place="centre")[past.between("2013-01", "2015-12")]
    everywhere = past.mean("cadre_coldness", since="2013-01", until="2015-12")
    return [
        Reading(float(len(early)), "central cadres turned cold by October 2015", at_least=1),
        Reading(
            times(float(np.nanmean(centre)), everywhere),
            "times the coldness of cadres in general at the Centre",
            at_least=1.05,
        ),
    ]


@check("flight-cascade", lesion=("purges.strike", "flight.push=0"))
def news_is_the_last_push(past: Past) -> list[Reading]:
    """More cadres flee in the years of the great purges than before, most on news of a purge or of another's flight,
    and some because another fled.
    """
    fled = past.events("ELITE_FLED")
    causes = past.causes(fled)
    early, late = (fled.year <= 2012).sum() / 4, (fled.year >= 2013).sum() / 4
    return [
        Reading(times(late + 0.25, early + 0.25), "times as many a year from 2013 as before", at_least=1.5),
        Reading(
            share(np.isin(causes, kinds("PURGED", "ELITE_FLED")).sum(), len(fled)),
            "on news of a purge or a flight",
            at_least=0.5,
        ),
        Reading(float((causes == kinds("ELITE_FLED")[0]).sum()), "on news that another fled", at_least=1),
    ]


@check("flight-ordinary-motives", lesion=("flight.need=8_200", "flight.follows=0", "flight.watched=0"))
def want_and_relatives_drive_people_out(past: Past) -> list[Reading]:
    """Ordinary people who leave come from poorer households than others of their county; and those whose relatives have left
    follow them far more often than other people leave.
    """
    left = past.events("LEFT_COUNTRY")
    follow = np.isin(past.causes(left), kinds("LEFT_COUNTRY", "ELITE_FLED"))
    followed = expected = 0.0
    poorer: list[Array] = []
    years = past.all_years
    for year, next_year in zip(years, years[1:], strict=False):
        people, homes = year["people"], year["households"]
        soon = left["who"][(left["month"] > year.month) & (left["month"] <= next_year.month)]
        rows = np.flatnonzero(np.isin(people["id"], soon) & (people["household"] >= 0))
        a_head = homes["income"] / np.maximum(1, homes["size"])
        lived_in = homes["size"] > 0
        middle = {
            int(county): float(np.median(a_head[lived_in & (homes["county"] == county)]))
            for county in np.unique(people["county"][rows])
        }
        poorer.append(
            np.array([a_head[people["household"][row]] < middle[int(people["county"][row])] for row in rows], bool)
        )
        # against others of the county, since households that somebody has left are where a river is near
        could = (people["standing"] == Standing.FREE) & (people["household"] >= 0) & (year.age >= 16) & (year.age < 60)
        bereaved = could & (homes["left"][people["household"]] > 0)
        went = np.isin(people["id"], soon)
        followed += (bereaved & went).sum()
        counties = len(year["counties"])
        there, usual, gone = (
            np.bincount(people["county"][chosen], minlength=counties)
            for chosen in (bereaved, could & ~bereaved, could & ~bereaved & went)
        )
        expected += float((there * gone / np.maximum(1, usual)).sum())
    poor = np.concatenate(poorer) if poorer else np.zeros(0, bool)
    return [
        Reading(
            share(poor.sum(), len(poor)),
            f"of {len(poor)} who left were poorer than the middle of their county",
            at_least=0.6,
        ),
        Reading(float(follow.sum()), "followed relatives", at_least=1),
        Reading(
            times(followed, expected),
            "times as many of those whose relatives had left went as of others of their county",
            at_least=2.0,
        ),
    ]


@check("flight-signal", lesion="fear.sign=0")
def flight_is_taken_for_a_sign(terror: Past, no_exits: Past) -> list[Reading]:
    """Where frightened cadres flee people take the system for less lasting than where, all else alike, none could."""
    belief = [world.mean("perceived_stability", since="2014-01") for world in (terror, no_exits)]
    return [
        Reading(float(terror.happened("ELITE_FLED")), "cadres fled", at_least=5),
        Reading(belief[1] - belief[0], "less belief that the system lasts than without their flight", at_least=0.0005),
    ]


@check("fear-hints", lesion="fear.show")
def fear_shows(past: Past) -> list[Reading]:
    """Some cadres grow thin and hint that they would like to get away; more of them than of others withdraw or flee in the year after."""
    hints, gone = past.events("FEAR_HINTED"), past.events("RETREATED", "ELITE_FLED")
    left, cadres = np.zeros(2), np.zeros(2)
    years = past.all_years
    for year, next_year in zip(years, years[1:], strict=False):
        posts = year["posts"]
        holder = year["people"]["id"][posts["holder"][(posts["holder"] >= 0) & (posts["rank"] >= 3)]]
        hinted = np.isin(holder, hints["who"][(hints["month"] > year.month - 12) & (hints["month"] <= year.month)])
        away = np.isin(holder, gone["who"][(gone["month"] > year.month) & (gone["month"] <= next_year.month)])
        left += ((away & hinted).sum(), (away & ~hinted).sum())
        cadres += (hinted.sum(), (~hinted).sum())
    return [
        Reading(float(len(np.unique(hints["who"]))), "cadres hinted at it", at_least=5),
        Reading(
            times(share(left[0], cadres[0]), share(left[1], cadres[1])),
            "times as many of them as of others withdraw or flee within a year",
            at_least=1.5,
        ),
    ]


@check("flight-disappearance", lesion="flight.defect")
def an_empty_desk_does_not_say_why(past: Past) -> list[Reading]:
    """Cadres of the Centre and heads of trade companies vanish from their desks by flight and by purge alike, so that
    an empty desk does not say which.
    """
    struck, fled = past.events("PURGED", Event.CADRE_CONVICTED, Event.CADRE_PUNISHED), past.events("ELITE_FLED")
    exposed = 0
    for year in past.all_years:
        flights = year.this_year("flights", "month")
        exposed += int((flights["elite"] & (np.isin(flights["office"], ABROAD) | (flights["rank"] >= 6))).sum())
    vanished = len(fled) + len(struck)
    return [
        Reading(share(len(fled), vanished), "of cadres who vanished had fled", at_least=0.02, at_most=0.98),
        Reading(float(exposed), "of them central cadres or people of the foreign trade", at_least=1),
    ]
