"""Organisations, their posts, and who holds them.

Every county has every office, with at least the posts it needs to work; above that, posts grow with its people.
`posts.charge` says how many people stand behind a post: the people of the county (of its countryside, for posts of a
farm) over its posts of that kind in such offices, relative to what such a post has in a full-size county.  So it is
about 1 at full scale; in a county of 20,000 people it is .17 for a post of which each county has one.

In a Party committee the department heads stand in the order organisation, propaganda, cadre affairs; it has no
secretary of its own, as its head is one.  The other offices without a Party secretary are markets, the Women's Union,
bases and the Centre.
"""

from typing import Any

import numpy as np

from allssam.engine import NOBODY, Array
from allssam.evidence import fact_value
from allssam.population.draws import drawn
from allssam.population.families import MONTHS
from allssam.population.places import census, official_markets
from allssam.world import Job, Office, Party, Post, Sex

HOLDER_AGE = (28, 60)
SPARE_AGE = (18, 75)  # who else may hold a post in a county too small to fill its offices
LONGEST_IN_POST = 8  # years (assumed)
SENIORITY = 25.0  # years of age that other merits may outweigh where posts go by age (assumed)
SONGBUN_FAVOUR = (0.15, 1.0, 1.6)  # chance of a post of the hostile, wavering and core class (assumed)
UNIT, PLANT, COUNTY, CENTRE_RANK = 2, 3, 4, 6
SENIOR_OFFICES = (
    (Office.CENTRAL_PARTY, 0.30),
    (Office.CABINET, 0.35),
    (Office.ARMY_COMMAND, 0.25),
    (Office.MISSION, 0.10),
)
WITHOUT_CARD = (Post.UNIT_LEADER, Post.CAPTAIN)  # every other post is a cadre's and needs the card
PRODUCERS = (Office.FACTORY, Office.FARM)


class Offices:
    """Organisations and posts in county order, as they are planned before anybody lives there."""

    def __init__(self) -> None:
        self.organisations: dict[str, list[int]] = {name: [] for name in ("county", "kind", "head", "secretary")}
        self.posts: dict[str, list[Any]] = {
            name: [] for name in ("county", "organisation", "kind", "office", "rank", "charge")
        }

    def add(self, county: int, office: Office, *posts: tuple[Post, int, float], secretary: int | None = 1) -> None:
        """An organisation with its posts (kind, rank, charge): first its head, and at some place its secretary."""
        first, organisation = len(self.posts["kind"]), len(self.organisations["kind"])
        self.organisations["county"].append(county)
        self.organisations["kind"].append(office)
        self.organisations["head"].append(first if posts else NOBODY)
        self.organisations["secretary"].append(NOBODY if secretary is None else first + secretary)
        for kind, rank, charge in posts:
            self.posts["county"].append(county)
            self.posts["organisation"].append(organisation)
            self.posts["kind"].append(kind)
            self.posts["office"].append(office)
            self.posts["rank"].append(rank)
            self.posts["charge"].append(charge)


def plan_offices(places: dict[str, Array], p: Any) -> tuple[dict[str, Array], dict[str, Array]]:
    """The organisations and posts of every county, and of the Centre."""
    offices = Offices()
    for county in range(len(places["people"]) - 1):
        _plan_county(offices, county, {name: column[county] for name, column in places.items()}, p)
    centre = len(places["people"]) - 1
    left = int(places["people"][centre])
    for office, share in SENIOR_OFFICES:
        number = min(left, round(share * places["people"][centre])) if office != SENIOR_OFFICES[-1][0] else left
        left -= number
        offices.add(centre, office, *[(Post.CENTRAL_CADRE, CENTRE_RANK, 1.0)] * number, secretary=None)
    organisations = {name: np.array(column, np.int64) for name, column in offices.organisations.items()}
    return organisations, {name: np.array(column) for name, column in offices.posts.items()}


def _plan_county(offices: Offices, county: int, place: dict[str, Any], p: Any) -> None:
    people = int(place["people"])

    def several(kind: Post, rank: int, each: float, least: int) -> list[tuple[Post, int, float]]:
        number = max(least, round(people / each))
        return [(kind, rank, people / number / each)] * number

    one = people / p.standard_county  # the charge of a post of which each county has one
    head, secretary = (Post.HEAD, COUNTY, one), (Post.PARTY_SECRETARY, PLANT, one)
    departments = [(Post.DEPARTMENT_HEAD, COUNTY, one)] * 3
    instructors = several(Post.INSTRUCTOR, PLANT, p.people_per_instructor, 1)
    offices.add(county, Office.PARTY_COMMITTEE, head, *departments, *instructors, secretary=None)
    investigators = several(Post.INVESTIGATOR, PLANT, p.people_per_investigator, 1)
    trial = several(Post.TRIAL_PROSECUTOR, PLANT, p.people_per_trial_prosecutor, 1)
    offices.add(county, Office.PROSECUTION, head, secretary, *investigators, *trial)
    offices.add(county, Office.POLICE, head, secretary, *several(Post.OFFICER, PLANT, p.people_per_police_officer, 2))
    offices.add(
        county, Office.SECURITY, head, secretary, *several(Post.OFFICER, PLANT, p.people_per_security_officer, 1)
    )
    offices.add(
        county,
        Office.ADMINISTRATION,
        head,
        secretary,
        *several(Post.DEPARTMENT_HEAD, PLANT, p.people_per_department, 1),
    )
    cadres = several(Post.UNION_CADRE, PLANT, p.people_per_union_cadre, 2)
    offices.add(county, Office.WOMENS_UNION, *cadres, secretary=None)

    markets, factories = int(place["markets"]), int(place["factories"])
    charge = people / markets / (census().sum() / official_markets().sum())
    for _ in range(markets):
        offices.add(county, Office.MARKET, (Post.MARKET_MANAGER, UNIT, charge), secretary=None)
    charge = people / factories / (census().sum() / fact_value("F048"))
    for _ in range(factories):
        offices.add(county, Office.FACTORY, (Post.MANAGER, PLANT, charge), (Post.PARTY_SECRETARY, PLANT, charge))
    country_people = people * (1.0 - place["urban"])
    farms = max(1, round(country_people / p.people_per_farm))
    charge = country_people / farms / p.people_per_farm
    leaders = [(Post.UNIT_LEADER, UNIT, charge)] * p.leaders_per_farm
    for _ in range(farms):
        offices.add(county, Office.FARM, *leaders, (Post.VILLAGE_SECRETARY, UNIT, charge), secretary=p.leaders_per_farm)
    if place["coastal"]:
        stations = max(1, round(people / p.people_per_station))
        charge = people / stations / p.people_per_station
        chief = (Post.STATION_CHIEF, PLANT, charge)
        for _ in range(stations):
            offices.add(
                county, Office.FISHERIES, chief, (Post.PARTY_SECRETARY, PLANT, charge), (Post.CAPTAIN, UNIT, charge)
            )
        offices.add(county, Office.MILITARY_BASE, *[(Post.STAFF_CADRE, PLANT, one)] * 2, secretary=None)
    if place["border"] or place["capital"]:
        companies = max(1, round(people / p.people_per_company))
        charge = people / companies / p.people_per_company
        for _ in range(companies):
            offices.add(county, Office.TRADE_COMPANY, (Post.HEAD, PLANT, charge), (Post.PARTY_SECRETARY, PLANT, charge))


def fill_posts(people: dict[str, Array], years: Array, posts: dict[str, Array], seed: int, p: Any) -> Array:
    """Who holds each post of a county: rows of its people, -1 where nobody can be found.  Each holds one post.

    Cadres are drawn among Party members of 28 to 60, mostly men, of core or wavering songbun and better schooled;
    leaders of work units among farmers; cadres of the Women's Union among women.  The elder hold the higher posts.
    """
    kind = posts["kind"]
    holder = np.full(len(kind), NOBODY, np.int64)
    turn = -np.log1p(-drawn(seed, "post", people["id"]))
    card, woman = people["party"] == Party.MEMBER, people["sex"] == Sex.WOMAN
    background = np.array(SONGBUN_FAVOUR)[people["songbun"]] * (1.0 + people["schooling"])
    cadre = np.where(card, 1.0, 1e-6) * np.where(woman, max(p.women_as_cadres, 1e-3), 1.0) * background
    groups = (
        (kind == Post.UNION_CADRE, np.where(woman, np.where(card, 1.0, 0.02), 1e-9) * background),
        (~np.isin(kind, (Post.UNION_CADRE, *WITHOUT_CARD)), cadre),
        (np.isin(kind, WITHOUT_CARD), np.where(people["job"] == Job.FARM, 1.0, 1e-3) * np.where(woman, 0.2, 1.0)),
    )
    free = (years >= HOLDER_AGE[0]) & (years < HOLDER_AGE[1])
    for wanted, weight in groups:
        places = np.flatnonzero(wanted)
        chosen = _first(np.flatnonzero(free), turn / weight, len(places))
        free[chosen] = False
        if len(chosen) < len(places):
            spare = (years >= SPARE_AGE[0]) & (years < SPARE_AGE[1])
            spare[chosen] = spare[holder[holder >= 0]] = False
            chosen = np.append(chosen, _first(np.flatnonzero(spare), turn / weight, len(places) - len(chosen)))
            free[chosen] = False
        by_age = chosen[
            np.argsort(-years[chosen] - SENIORITY * drawn(seed, "seniority", people["id"][chosen]), kind="stable")
        ]
        by_rank = places[np.argsort(-posts["rank"][places], kind="stable")]
        holder[by_rank[: len(by_age)]] = by_age
    return holder


def _first(rows: Array, score: Array, number: int) -> Array:
    """The rows that come first by score, `number` of them or as many as there are."""
    if 0 < number < len(rows):
        rows = rows[np.argpartition(score[rows], number - 1)[:number]]
    return rows[: max(number, 0)]


def take_office(people: dict[str, Array], posts: dict[str, Array], first_post: int) -> None:
    """Write into people who holds which post; cadres have the card, every official works where his post is."""
    held = np.flatnonzero(posts["holder"] >= 0)
    holder = posts["holder"][held]
    people["post"][holder] = first_post + held
    people["job"][holder] = Job.OFFICIAL
    people["workplace"][holder] = posts["organisation"][held]
    cadre = holder[~np.isin(posts["kind"][held], WITHOUT_CARD)]
    people["party"][cadre] = Party.MEMBER


def months_in_post(people_ids: Array, seed: int) -> Array:
    """How long each holder has been in his post."""
    return np.floor(drawn(seed, "in_post", people_ids) * LONGEST_IN_POST * MONTHS).astype(np.int64)


def find_workplaces(people: dict[str, Array], organisations: dict[str, Array], first: int, seed: int) -> None:
    """Workers of industry are on the list of a factory of the county, farmers of a farm; factories differ in size."""
    kind = organisations["kind"]
    for job, office in ((Job.INDUSTRY, Office.FACTORY), (Job.FARM, Office.FARM)):
        plants, workers = np.flatnonzero(kind == office), np.flatnonzero(people["job"] == job)
        size = 0.5 + 1.5 * drawn(seed, "plant_size", first + plants) ** 2
        edges = np.cumsum(size) / size.sum()
        at = np.searchsorted(edges, drawn(seed, "workplace", people["id"][workers]), side="right")
        people["workplace"][workers] = first + plants[np.minimum(at, len(plants) - 1)]
