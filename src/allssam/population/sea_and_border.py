"""Fisheries stations with their first crews, trade companies with their first people, and the herds of farm work units.

First crews and first people are drawn among those who could be hired, without regard to skill or card: what crews are made of
later is the doing of those who hire.  Herds are full at the start.
"""

from typing import Any

import numpy as np

from allssam.engine import NOBODY, Array, TableState
from allssam.population.draws import drawn
from allssam.population.families import MONTHS
from allssam.world import ALL_MONTH, Office, Post, Sex, Standing

HIRING_AGE = (18, 55)
LONGEST_IN_SERVICE = 48  # months (assumed)


def draw_sea_and_border(tables: dict[str, TableState], seed: int, p: Any, month: int) -> None:
    """Fill stations, crews, staff and herds; the people hired are away all month from then on."""
    _draw_herds(tables, seed, p)
    _count_places(tables, p)
    _draw_stations(tables, seed, p)
    stations, organisations = tables["stations"], tables["organisations"]
    counties = tables["counties"]
    crews: list[dict[str, Array]] = []
    staff: list[dict[str, Array]] = []
    company = organisations["kind"] == Office.TRADE_COMPANY
    for county in np.flatnonzero(counties["coastal"] | counties["border"] | counties["capital"]):
        first = np.flatnonzero(organisations["county"] == county)
        here = np.flatnonzero(stations["county"] == county)
        if len(here):
            crews.append(_draw_crews(tables, int(county), here, seed, month))
        if company[first].any():
            staff.append(_draw_staff(tables, int(county), first[company[first]], seed, month))
    for name, parts in (("crews", crews), ("staff", staff)):
        if parts:
            tables[name].append({key: np.concatenate([part[key] for part in parts]) for key in parts[0]})


def _draw_herds(tables: dict[str, TableState], seed: int, p: Any) -> None:
    """A herd for each leader of a work unit; whole cattle, the fraction by lot."""
    posts = tables["posts"]
    leader = np.flatnonzero(posts["kind"] == Post.UNIT_LEADER)
    people = posts["charge"][leader] * p.people_per_farm / p.leaders_per_farm
    cattle = np.floor(p.cattle_per_person * people + drawn(seed, "cattle", posts["number"][leader]))
    if len(leader):
        tables["herds"].append(
            {
                "county": posts["county"][leader], "number": np.arange(1, len(leader) + 1),
                "farm": posts["organisation"][leader], "leader": leader, "cattle": cattle, "room": cattle,
            }
        )  # fmt: skip


def _count_places(tables: dict[str, TableState], p: Any) -> None:
    """How many a station or a company may take on: in full for a full-size one, and at least one."""
    posts, organisations = tables["posts"], tables["organisations"]
    for office, number in ((Office.FISHERIES, p.crew_of_station), (Office.TRADE_COMPANY, p.staff_of_company)):
        rows = np.flatnonzero(organisations["kind"] == office)
        size = np.floor(number * posts["charge"][organisations["head"][rows]] + 0.5)
        organisations["places"][rows] = np.clip(size, 1, 30_000)


def _draw_stations(tables: dict[str, TableState], seed: int, p: Any) -> None:
    """Every station stands under the base of its county."""
    organisations, posts = tables["organisations"], tables["posts"]
    station = np.flatnonzero(organisations["kind"] == Office.FISHERIES)
    if not len(station):
        return
    base = np.flatnonzero(organisations["kind"] == Office.MILITARY_BASE)
    base_of = np.full(tables["counties"].count, NOBODY)
    base_of[organisations["county"][base]] = base
    number = posts["number"][organisations["head"][station]]
    spread = max(p.most_requests - p.fewest_requests, 0) + 1
    asked = p.fewest_requests + np.floor(drawn(seed, "requests", number) * spread)
    share = asked / p.crew_of_station * organisations["places"][station]
    requests = np.floor(share + drawn(seed, "requests_rounded", number))
    tables["stations"].append(
        {
            "county": organisations["county"][station], "organisation": station,
            "base": base_of[organisations["county"][station]],
            "requests": np.minimum(requests, organisations["places"][station] - 1),
        }
    )  # fmt: skip


def _hireable(tables: dict[str, TableState], county: int, month: int) -> Array:
    """Rows of the people of a county who could be hired: free, grown, not old, and without post, business or cell to lead."""
    people, cells, counties = tables["people"], tables["cells"], tables["counties"]
    first = int(counties["first_person"][county])
    rows = np.arange(first, first + int(counties["people_rows"][county]))
    years = (month - people["birth"][rows].astype(np.int64)) // MONTHS
    free = (people["standing"][rows] == Standing.FREE) & (people["post"][rows] < 0) & (people["business"][rows] < 0)
    free &= (years >= HIRING_AGE[0]) & (years < HIRING_AGE[1]) & (people["weeks_away"][rows] != ALL_MONTH)
    found: Array = np.setdiff1d(rows[free], cells["secretary"])
    return found


def _draw_crews(tables: dict[str, TableState], county: int, stations: Array, seed: int, month: int) -> dict[str, Array]:
    """The first crews of a county: captains in their posts, and men drawn by lot, the first of them at the base's request."""
    people, posts, organisations = tables["people"], tables["posts"], tables["organisations"]
    organisation = tables["stations"]["organisation"][stations]
    helm = np.flatnonzero((posts["kind"] == Post.CAPTAIN) & np.isin(posts["organisation"], organisation))
    helm = helm[posts["holder"][helm] >= 0]
    captains = posts["holder"][helm].astype(np.int64)
    at = np.searchsorted(organisation, posts["organisation"][helm])
    places = organisations["places"][organisation].astype(np.int64) - np.bincount(at, minlength=len(stations))

    men = _hireable(tables, county, month)
    men = men[people["sex"][men] == Sex.MAN]
    lot = drawn(seed, "crew", people["id"][men])
    men = men[np.argsort(lot)][: places.sum()]
    station = np.repeat(np.arange(len(stations)), places)[: len(men)]
    turn = np.arange(len(men)) - (np.cumsum(places) - places)[station]
    person = np.concatenate([captains, men])
    _call_away(people, person)
    return {
        "county": np.full(len(person), county), "station": stations[np.concatenate([at, station])], "person": person,
        "captain": np.arange(len(person)) < len(captains),
        "requested": np.concatenate(
            [np.zeros(len(captains), bool), turn < tables["stations"]["requests"][stations][station]]
        ),
        "since": _since(people["id"][person], seed, month),
    }  # fmt: skip


def _draw_staff(
    tables: dict[str, TableState], county: int, companies: Array, seed: int, month: int
) -> dict[str, Array]:
    """The first people of a county's trade companies, by lot."""
    people, places = tables["people"], tables["organisations"]["places"][companies].astype(np.int64)
    rows = _hireable(tables, county, month)
    person = rows[np.argsort(drawn(seed, "staff", people["id"][rows]))][: places.sum()]
    _call_away(people, person)
    return {
        "county": np.full(len(person), county), "company": np.repeat(companies, places)[: len(person)],
        "person": person, "since": _since(people["id"][person], seed, month),
    }  # fmt: skip


def _call_away(people: TableState, person: Array) -> None:
    """Whoever serves at sea or with a company is away all month."""
    people["weeks_away"][person] = ALL_MONTH
    people["days"][person] = 0


def _since(ids: Array, seed: int, month: int) -> Array:
    """Since when each has been there."""
    return month - 1 - np.floor(drawn(seed, "in_service", ids) * LONGEST_IN_SERVICE).astype(np.int64)
