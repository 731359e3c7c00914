"""Places: provinces by the census, counties by number.

Provinces have their shares of the census of 2008; sizes of counties within a province, and which of them lie on the
coast or the border, are synthetic.  A smaller country is a sample of counties: every province is kept, with at least
one county.  With one county a province, every province with a coast or a border has it in that county.  `people`
counts the provinces; the Centre, the last county, is extra.
"""

from typing import Any

import numpy as np
from scipy.special import expit, logit

from allssam.engine import Array
from allssam.evidence import fact_table, fact_value
from allssam.population.draws import drawn, normal, shared_out
from allssam.world import CENTRE, PROVINCES

COAST = ("South Pyongan", "North Pyongan", "South Hwanghae", "Kangwon", "South Hamgyong", "North Hamgyong")
BORDER = ("North Pyongan", "Jagang", "North Hamgyong", "Ryanggang")
CAPITAL = PROVINCES.index("Pyongyang")

# Provinces as the counts of firms lump them together; each lump is shared out by people.
FIRMS = {
    "Pyongyang": "Pyongyang", "South Pyongan": "S. Pyongan", "North Pyongan": "N. Pyongan", "Kangwon": "Kangwon",
    "South Hamgyong": "Hamgyongs", "North Hamgyong": "Hamgyongs",
    "South Hwanghae": "Hwanghaes", "North Hwanghae": "Hwanghaes",
    "Jagang": "Jagang and Ryanggang", "Ryanggang": "Jagang and Ryanggang",
}  # fmt: skip


def short(province: str) -> str:
    """A province's name as tables of facts print it."""
    return province.replace("South ", "S. ").replace("North ", "N. ")


def census() -> Array:
    """People of each province in 2008."""
    table = fact_table("F011")
    return np.array([table[short(name)] for name in PROVINCES])


def official_markets() -> Array:
    """Official markets of each province.  Nampo's belong to South Pyongan, Rason's to North Hamgyong."""
    table = fact_table("F104")
    found = np.array([table[short(name)] for name in PROVINCES])
    found[PROVINCES.index("South Pyongan")] += table["Nampo"]
    found[PROVINCES.index("North Hamgyong")] += table["Rason"]
    return found


def factories_of_provinces() -> Array:
    """Factories of each province: the national count by the provinces' shares of state firms in public data."""
    firms, people = fact_table("F049"), census()
    lumps = np.array([list(firms).index(FIRMS[name]) for name in PROVINCES])
    in_lump = np.bincount(lumps, people, len(firms))
    shares = np.array([firms[FIRMS[name]] for name in PROVINCES]) * people / in_lump[lumps]
    return fact_value("F048") * shares / shares.sum()


def draw_places(people: int, seed: int, p: Any) -> dict[str, Array]:
    """The counties of the country: columns of their table, and the factories of each.  The Centre comes last."""
    counted, size = census(), people / census().sum()
    wanted = min(p.most_counties, people // p.smallest_county)
    counties = shared_out(max(wanted, len(PROVINCES)), counted, least=1)
    place = np.repeat(np.arange(len(PROVINCES)), counties)
    number = np.arange(len(place), dtype=np.int64)
    weight = np.exp(p.county_spread * np.clip(normal(seed, "county_size", number), -1.5, 1.5))
    in_province = shared_out(people, counted)

    inhabitants = _by_province(place, in_province, weight)
    places = {
        "place": place,
        "people": inhabitants,
        "coastal": _marked(place, COAST, p.coastal_share, drawn(seed, "coast", number)),
        "border": _marked(place, BORDER, p.border_share, drawn(seed, "border", number)),
        "capital": place == CAPITAL,
        "urban": _urban(place, inhabitants, seed, p),
        # A country above the census has no more markets and factories than were counted; a sample has its share.
        "markets": _by_province(place, official_markets() * min(1.0, size), inhabitants, least=1),
        "factories": _by_province(
            place, factories_of_provinces() * min(1.0, size), inhabitants, least=p.least_factories
        ),
        "stall_places": _stall_places(place, inhabitants, p),
    }
    centre = {"place": CENTRE, "people": p.senior_posts, "capital": True, "urban": 1.0}
    return {name: np.append(column, centre.get(name, 0)).astype(column.dtype) for name, column in places.items()}


def _by_province(place: Array, totals: Array, weight: Array, least: int = 0) -> Array:
    """Share out each province's total over its counties by weight."""
    found = np.zeros(len(place), np.int64)
    for province, total in enumerate(totals):
        there = place == province
        found[there] = shared_out(round(float(total)), weight[there], least)
    return found


def _marked(place: Array, provinces: tuple[str, ...], share: float, order: Array) -> Array:
    """Counties with a coast or a border: a share of those in provinces that have one, at least one in each."""
    marked = np.zeros(len(place), bool)
    for name in provinces:
        there = np.flatnonzero(place == PROVINCES.index(name))
        number = max(1, round(share * len(there))) if share > 0 else 0
        marked[there[np.argsort(order[there])[:number]]] = True
    return marked


def _urban(place: Array, people: Array, seed: int, p: Any) -> Array:
    """Share of townspeople in each county, such that the country has the share the census counted."""
    odds = logit(np.array(p.urban_by_province))[place]
    odds = odds + p.urban_spread * np.clip(normal(seed, "urban", np.arange(len(place), dtype=np.int64)), -2.0, 2.0)
    low, high = -5.0, 5.0
    for _ in range(60):
        middle = (low + high) / 2
        if np.average(expit(odds + middle), weights=people) < p.urban_share:
            low = middle
        else:
            high = middle
    urban: Array = expit(odds + low)
    return urban


def _stall_places(place: Array, people: Array, p: Any) -> Array:
    """Stalls allowed in each county: a province's stalls go by its markets, a county's by its people."""
    counted, markets = census(), official_markets()
    per_person = p.stall_places * (markets / markets.sum()) / (counted / counted.sum())
    return np.floor(people * per_person[place] + 0.5).astype(np.int64)
