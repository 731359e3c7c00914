"""People by age and sex, and the households they form.

Ages and sexes come from the census pyramid, evenly spread over every county; households are then made of these
people, so that the pyramid is met whatever the households look like: couples by the ages at which men and women
marry, elders with a couple a generation younger or by themselves, the unmarried with a mother 20 to 40 years older.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

from allssam.engine import NOBODY, Array
from allssam.population.draws import drawn, look_up, quantiles, smallest

# First age of a band, share of people in it, women in it.  The three broad groups add up to the census (F007: .232,
# .681, .087); the finer shape is the census of 2008 as remembered: small cohorts of the late 1990s, large ones of 1970.
BANDS = (
    (0, 0.071, 0.488), (5, 0.077, 0.488), (10, 0.084, 0.488), (15, 0.085, 0.491), (20, 0.079, 0.492),
    (25, 0.074, 0.494), (30, 0.071, 0.497), (35, 0.092, 0.500), (40, 0.084, 0.504), (45, 0.066, 0.508),
    (50, 0.054, 0.511), (55, 0.037, 0.520), (60, 0.039, 0.545), (65, 0.041, 0.610), (70, 0.027, 0.670),
    (75, 0.013, 0.750), (80, 0.0045, 0.80), (85, 0.0015, 0.85),
)  # fmt: skip
OLDEST = 95
YEARS = 111  # length of tables by age
MONTHS = 12

# Share of people of an age who live with a husband or wife: marriage about 25.5 and 29.0 (F008), then death (assumed).
WIVES = (
    (0, 0.0), (19, 0.0), (21, 0.05), (23, 0.20), (25, 0.46), (27, 0.70), (30, 0.88), (35, 0.94), (45, 0.93),
    (55, 0.85), (60, 0.76), (65, 0.62), (70, 0.46), (75, 0.30), (80, 0.16), (95, 0.02),
)  # fmt: skip
HUSBANDS = (
    (0, 0.0), (22, 0.0), (24, 0.05), (26, 0.20), (28, 0.42), (30, 0.66), (33, 0.86), (38, 0.95), (50, 0.97),
    (60, 0.95), (70, 0.90), (80, 0.75), (95, 0.40),
)  # fmt: skip
ELDER_WIFE = 52 * MONTHS  # couples above it may live with a couple of the next generation
SINGLE_WOMAN, SINGLE_MAN = 40 * MONTHS, 45 * MONTHS  # unmarried people above it are nobody's child any more

GAPS = np.arange(20 * MONTHS, 40 * MONTHS)
GAP_TABLE = quantiles(GAPS, np.exp(-0.5 * ((GAPS / MONTHS - 28.5) / 4.0) ** 2))  # age of a mother at a birth (assumed)
CHILDREN_TABLE = quantiles(
    (0, 1, 2, 3, 4), (0.06, 0.24, 0.45, 0.20, 0.05)
)  # relative numbers of children of a mother (assumed)


class Families(NamedTuple):
    """People of a county in the order in which they are stored: members of a household side by side, its head first."""

    sex: Array
    age: Array
    household: Array
    married: Array
    spouse: Array
    """Where, in this order, the husband or wife stands; NOBODY for the unmarried."""


def pyramid(women: float) -> tuple[Array, Array, Array]:
    """Edges of the cumulative share of people over (sex, band), men first; first month and width in months of each."""
    first = np.array([band[0] for band in BANDS] * 2) * MONTHS
    last = np.array([*[band[0] for band in BANDS[1:]], OLDEST] * 2) * MONTHS
    share = np.array([band[1] for band in BANDS]) / sum(band[1] for band in BANDS)
    odds = logit(np.array([band[2] for band in BANDS]))
    low, high = -1.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if float(share @ expit(odds + middle)) < women else (low, middle)
    female = expit(odds + low)
    return np.append(0.0, np.cumsum(np.append(share * (1 - female), share * female))), first, last - first


def draw_ages(ids: Array, seed: int, shape: tuple[Array, Array, Array]) -> tuple[Array, int]:
    """Ages in months, men first, each sex from young to old, in even slices of the pyramid; and the number of men."""
    edges, first, width = shape
    number = len(ids)
    place = (np.arange(number) + drawn(seed, "age", ids)) / number
    cuts = np.searchsorted(place, edges[1:-1])
    sizes = np.diff(np.concatenate(([0], cuts, [number])))
    lower, span = np.repeat(edges[:-1], sizes), np.repeat(np.diff(edges), sizes)
    within = np.clip((place - lower) / span, 0.0, 1.0 - 1e-12)
    age = np.repeat(first, sizes) + np.floor(within * np.repeat(width, sizes))
    return age.astype(np.int16), int(cuts[len(BANDS) - 1])


def _by_age(points: tuple[tuple[int, float], ...]) -> Array:
    ages, shares = zip(*points, strict=True)
    curve: Array = np.interp(np.arange(YEARS), ages, shares)
    return curve


MARRIED = np.stack([_by_age(HUSBANDS), _by_age(WIVES)])


def form_families(ids: Array, wanted: int, seed: int, shape: tuple[Array, Array, Array]) -> Families:
    """Make `wanted` households of the people of a county.  Ids are those the people will carry, in any order."""
    number = len(ids)
    age, men = draw_ages(ids, seed, shape)
    husbands, wives = _couples(age, men, ids, seed)
    unmarried = np.ones(number, bool)
    unmarried[husbands] = unmarried[wives] = False
    single = unmarried & (age >= np.where(np.arange(number) < men, SINGLE_MAN, SINGLE_WOMAN))
    households, couples = min(wanted, number), len(husbands)

    # A unit is a couple or a single: some found a household, the others live with one.
    singles = np.flatnonzero(single)
    if couples + len(singles) < households:  # in a very small county the eldest unmarried live by themselves
        rest = np.flatnonzero(unmarried & ~single)
        eldest = rest[np.argsort(-age[rest], kind="stable")[: households - couples - len(singles)]]
        single[eldest] = True
        singles = np.append(singles, eldest)
    first, second = np.append(husbands, singles), np.append(wives, np.full(len(singles), -1))
    elder = np.append(age[wives] >= ELDER_WIFE, np.ones(len(singles), bool))
    turn = drawn(seed, "founds_household", ids[first])
    founder = np.zeros(len(first), bool)
    founder[smallest(np.arange(len(first)), turn + elder, households)] = True
    home = np.full(len(first), -1)
    founders = np.flatnonzero(founder)
    home[founders[np.argsort(drawn(seed, "household_place", ids[first[founders]]))]] = np.arange(households)

    lodgers = np.flatnonzero(~founder)
    home[lodgers] = home[_hosts(lodgers, founders, elder, first, second, age, ids, seed)]
    household = np.full(number, -1)
    household[first] = home
    household[second[:couples]] = home[:couples]
    children = np.flatnonzero(household < 0)
    mothers = np.sort(np.append(wives, singles[singles >= men]))
    household[children] = _homes_of_children(children, mothers, household, age, households, ids, seed)

    eldest_first = children[np.argsort(-age[children], kind="stable")]
    heads, lodging = first[founders], first[lodgers]
    spouses, lodging_wives = second[founders], second[lodgers]
    arranged = np.concatenate((heads, spouses[spouses >= 0], lodging, lodging_wives[lodging_wives >= 0], eldest_first))
    key = household[arranged].astype(np.uint16 if households <= 65_536 else np.int32)
    order = arranged[np.argsort(key, kind="stable")]
    partner = np.full(number, NOBODY, np.int32)
    partner[husbands], partner[wives] = wives, husbands
    place = np.empty(number + 1, np.int32)
    place[order], place[NOBODY] = np.arange(number, dtype=np.int32), NOBODY
    spouse = place[partner[order]]
    return Families(
        (order >= men).astype(np.int8), age[order], household[order].astype(np.int32), ~unmarried[order], spouse
    )


def _couples(age: Array, men: int, ids: Array, seed: int) -> tuple[Array, Array]:
    """Husbands and their wives, matched by age with some disorder; the husband is a little older."""
    sex = (np.arange(len(age)) >= men).astype(np.int8)
    chance = MARRIED[sex, age // MONTHS]
    ratio = np.full(len(age), 2.0)
    np.divide(drawn(seed, "married", ids), chance, out=ratio, where=chance > 0)
    husbands, wives = np.flatnonzero(ratio[:men] < 1), men + np.flatnonzero(ratio[men:] < 1)
    number = min(len(husbands), len(wives))
    husbands, wives = smallest(husbands, ratio[husbands], number), smallest(wives, ratio[wives], number)
    disorder = (drawn(seed, "age_of_spouse", ids[wives]) - 0.5) * 5 * MONTHS
    return husbands, wives[np.argsort((age[wives] + disorder).astype(np.int16), kind="stable")]


def _hosts(
    lodgers: Array, founders: Array, elder: Array, first: Array, second: Array, age: Array, ids: Array, seed: int
) -> Array:
    """Who takes in each unit without a household of its own: the older the guests, the older the couple."""
    young = founders[~elder[founders]]
    hosts = young if len(young) else founders
    if not len(lodgers):
        return hosts[:0]
    chosen = smallest(hosts, drawn(seed, "takes_in", ids[first[hosts]]), len(lodgers))
    if len(chosen) < len(lodgers):
        chosen = np.resize(chosen, len(lodgers))
    by_age = chosen[np.argsort(age[second[chosen]], kind="stable")]
    found = np.empty(len(lodgers), by_age.dtype)
    found[np.argsort(age[first[lodgers]], kind="stable")] = by_age
    return found


def _homes_of_children(
    children: Array, mothers: Array, household: Array, age: Array, households: int, ids: Array, seed: int
) -> Array:
    """Where each unmarried person lives: with a woman 20 to 40 years older; some have more children than others."""
    places = np.repeat(mothers, look_up(CHILDREN_TABLE, drawn(seed, "children", ids[mothers])))
    if not len(places):
        return (drawn(seed, "home", ids[children]) * households).astype(np.int64)
    wanted = (age[children] + look_up(GAP_TABLE, drawn(seed, "mothers_age", ids[children]))) // MONTHS
    order = np.argsort(wanted + drawn(seed, "which_mother", ids[children]))
    years = np.arange(YEARS + 1)
    women = np.searchsorted(age[places], years * MONTHS)  # places are in the order of mothers' ages
    born = np.searchsorted(wanted[order], years)
    year = wanted[order]
    share = (np.arange(len(order)) - born[year] + 0.5) / (born[year + 1] - born[year])
    at = women[year] + np.floor(share * (women[year + 1] - women[year])).astype(np.int64)
    found = np.empty(len(children), np.int64)
    found[order] = household[places[np.minimum(at, len(places) - 1)]]
    return found
