"""What households have: luck, capital, usual income, cash, stalls, and the businesses of those above the donju line.

Capital follows what a market at rest leaves: log-normal in the middle, with a heavy tail in which about one household
in a hundred stands above the donju line.
"""

from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from allssam.engine import Array
from allssam.population.draws import drawn, look_up, normal, quantiles, smallest
from allssam.population.families import MONTHS
from allssam.population.places import CAPITAL, census
from allssam.world import Job, Line

WORKING_AGE = (16, 65)
TRADES_UNTIL = 72
JOBS = (Job.FARM, Job.INDUSTRY, Job.SERVICES, Job.OFFICIAL)
FULL_MONTH, MONTH_DAYS = 1_000_000, 26  # households.labour counts millionths of an ordinary full month
LEAST_INCOME = 0.25  # of the mean: cash lies also where nobody trades (assumed)
OWNER_AGE = (20, 70)
LINES_TABLE = quantiles(
    tuple(Line), (0.25, 0.35, 0.15, 0.10, 0.15)
)  # WORKSHOP, TRADE, TRANSPORT, BUILDING, LENDING (assumed)
YEARS_OF_BUSINESS = 6  # since when the businesses of the start have been above the line, at most (assumed)
SALES_PER_WORKER = 1.5  # full wages of sales that keep one hired worker busy (assumed)
MOST_WORKERS = 500
INFRACTIONS = 1.67  # at rest, of a business with sales of ten full wages; they grow with the root of sales (assumed)
BELOW_LINE = 0.9


def donju_share(capital: bool, p: Any) -> float:
    """Share of households above the donju line in Pyongyang or elsewhere; together they give the national share."""
    people = census()[CAPITAL] / census().sum()
    inside = min(p.donju_share_in_capital, 0.9 * p.donju_share / people)
    return float(inside if capital else (p.donju_share - people * inside) / (1 - people))


def capital_at(deviate: Array, share: float, p: Any) -> Array:
    """Capital of a household at a normal deviate: log-normal up to the donju line, thinning out as a power above it."""
    line = float(p.donju_line)
    edge = -float(ndtri(share))
    spread = np.log(line / p.usual_capital) / edge
    body = p.usual_capital * np.exp(spread * np.minimum(deviate, edge))
    above = deviate > edge
    body[above] = line * (ndtr(-deviate[above]) / share) ** (-1.0 / p.tail)
    return body


def draw_households(
    households: dict[str, Array], people: dict[str, Array], years: Array, county: dict[str, Any], seed: int, p: Any
) -> tuple[Array, float]:
    """Fill the columns of a county's households; returns the cash in their purses and the market wage, won."""
    keys, head = households["key"], households["first"]
    skill, works = _skill_of_households(people["skill"], years, head, p.skill_spread)
    luck = normal(seed, "luck", keys)
    # What skill and luck leave open is chance, so that capital has the same spread with and without working members.
    explained = p.luck_in_capital**2 + np.where(works, p.skill_in_capital**2, 0.0)
    deviate = p.skill_in_capital * skill + p.luck_in_capital * luck
    deviate += np.sqrt(1.0 - explained) * normal(seed, "capital", keys)
    capital = capital_at(deviate, donju_share(county["capital"], p), p)

    households["luck"][:] = np.exp(p.luck_spread * luck)
    households["capital"][:] = np.floor(capital)
    _give_stalls(households, county, seed, p)
    labour = _spend_days(people, years, head, p)
    households["labour"][:] = np.floor(FULL_MONTH * labour)
    weight = labour * ((p.labour_capital + capital) / p.labour_capital) ** p.capital_return * households["luck"]
    weight *= np.where(households["stall"], 1.0 + p.stall_gain, 1.0)
    income = p.income * (1 + p.urban_income * (county["urban"] - p.urban_share))
    wage = float(income / weight.mean()) if weight.any() else float(income)
    households["usual_income"][:] = np.floor(wage * weight)
    months = p.cash_months * (0.5 + drawn(seed, "cash", keys))
    cash = months * np.maximum(households["usual_income"], LEAST_INCOME * income)
    return np.floor(cash).astype(np.int64), wage


def _spend_days(people: dict[str, Array], years: Array, head: Array, p: Any) -> Array:
    """Days given to the market, by rule of thumb to begin with, and the skilled work of households, in full months."""
    at_work = np.isin(people["job"], JOBS)
    trades = (years >= WORKING_AGE[0]) & (years < TRADES_UNTIL)
    people["days"][:] = np.where(trades, np.where(at_work, p.days_beside_job, p.days_without_job), 0)
    effect = (np.arange(MONTH_DAYS + 1) / MONTH_DAYS) ** p.time_return
    labour: Array = np.add.reduceat(people["skill"] * effect[people["days"]], head)
    return labour


def _skill_of_households(skill: Array, years: Array, head: Array, spread: float) -> tuple[Array, Array]:
    """Skill of the working members of each household, together, as a normal deviate; and whether it has any."""
    working = (years >= WORKING_AGE[0]) & (years < WORKING_AGE[1])
    number = np.add.reduceat(working, head, dtype=np.int32)
    together = np.add.reduceat(np.where(working, np.log(skill), 0.0), head)
    return together / (max(spread, 1e-9) * np.sqrt(np.maximum(number, 1))), number > 0


def _give_stalls(households: dict[str, Array], county: dict[str, Any], seed: int, p: Any) -> None:
    """Stalls go to the households first in a keyed order, as many as are held at the start."""
    rows = np.arange(len(households["key"]))
    number = min(int(p.stalls_filled * county["stall_places"] + 0.5), len(rows))
    households["stall"][smallest(rows, drawn(seed, "stall", households["key"]), number)] = True


def found_businesses(
    households: dict[str, Array], people: dict[str, Array], years: Array, wage: float, month: int, seed: int, p: Any
) -> dict[str, Array]:
    """Businesses of the households above the donju line: each is run by its fittest adult who holds no post.

    A household in which nobody can run one keeps just less than the line.  Rows are those of the county.
    """
    rich = np.flatnonzero(households["capital"] >= p.donju_line)
    size = households["size"][rich].astype(np.int64)
    home = np.repeat(np.arange(len(rich)), size)
    member = np.repeat(households["first"][rich], size) + np.arange(len(home)) - np.repeat(np.cumsum(size) - size, size)
    able = (years[member] >= OWNER_AGE[0]) & (years[member] < OWNER_AGE[1]) & (people["post"][member] < 0)
    fitness = np.where(able, people["skill"][member], -1.0)
    order = np.lexsort((member, -fitness, home))
    best = order[np.searchsorted(home[order], np.arange(len(rich)))]
    runs = able[best]
    households["capital"][rich[~runs]] = np.floor(BELOW_LINE * p.donju_line)

    owner, rich = member[best[runs]], rich[runs]
    households["donju"][rich] = True
    income, ids = households["usual_income"][rich].astype(np.float64), people["id"][owner]
    return {
        "owner": owner,
        "line": look_up(LINES_TABLE, drawn(seed, "line", ids)),
        "since": (month - 1 - np.floor(drawn(seed, "in_business", ids) * YEARS_OF_BUSINESS * MONTHS)).astype(np.int64),
        "workers": np.minimum(income / (SALES_PER_WORKER * wage), MOST_WORKERS).astype(np.int64),
        "usual_profit": income,
        "sign": income,
        "infractions": INFRACTIONS * np.sqrt(income / (10.0 * wage)) * (0.5 + drawn(seed, "infractions", ids)),
    }


def draw_centre(households: dict[str, Array], seed: int, p: Any) -> Array:
    """Senior officials keep house alone on what their posts bring; their families are counted in Pyongyang."""
    keys = households["key"]
    households["luck"][:] = np.exp(p.luck_spread * normal(seed, "luck", keys))
    households["usual_income"][:] = np.floor(p.senior_income * (0.5 + drawn(seed, "cash", keys)))
    households["capital"][:] = np.floor(np.minimum(p.usual_capital, p.donju_line))
    return np.floor(p.cash_months * households["usual_income"]).astype(np.int64)
