"""Cascades: how far something spreads when people join because others have.

A crowd in which each sees how many have joined (Granovetter 1978, "Threshold models of collective behavior"); a
network in which each sees his neighbours (Watts 2002, "A simple model of global cascades on random networks"); and a
feud or a flight in which each case begets others independently (Galton and Watson; the total is Borel's, Otter 1949).
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allssam.engine import compiled
from allssam.theory.arguments import Floats, Whole, count, network, number, row_of_numbers


def threshold_equilibrium(thresholds: ArrayLike, already: int = 0) -> int:
    """How many have joined in the end, when each joins once at least his threshold have; `already` counts among them.

    `thresholds` are numbers of people, one for each who has not joined yet, in any order: 0 or less joins unasked,
    math.inf never does.  Thresholds need not be whole and are not rounded, but those who have joined are whole
    heads: a threshold of 2.3 waits for three.  A tipping point worked out for a continuum (as with normal
    thresholds) therefore shifts with the rounding of thresholds drawn from it.  `already` are others, who have
    joined whatever happens, and are counted in the answer.  Everybody sees all; nobody leaves; the least
    equilibrium, reached from below.  Granovetter (1978).
    ValueError: a threshold that is not a number, an `already` that is not a whole number of at least 0.
    """
    rising = np.sort(row_of_numbers("thresholds", thresholds, infinite=True))
    return int(joined_in_the_end(rising, count("already", already)))


def network_cascade(adjacency: ArrayLike, thresholds: ArrayLike, seeds: Sequence[int]) -> int:
    """How many are in at the end, seeds included, when each joins once his threshold share of neighbours is in.

    `adjacency` is a square table of 0 and 1, the same both ways; `thresholds` are shares of neighbours, one for each
    person: 0 joins unasked, more than 1 never joins.  Whoever has no neighbours never joins, unless he is a seed.
    `seeds` are numbers of people from 0; naming one twice changes nothing.  Nobody leaves.  Watts (2002).
    ValueError: a network that is not square, 0 and 1, the same both ways, or with ties to oneself; another number of
    thresholds than people; seeds who are not there.
    """
    tied = network("adjacency", adjacency)
    asked = row_of_numbers("thresholds", thresholds, infinite=True)
    if asked.size != tied.shape[0]:
        raise ValueError(f"thresholds holds {asked.size} numbers; it should hold one for each of {len(tied)} people")
    first = np.array([count(f"seeds[{place}]", seed) for place, seed in enumerate(seeds)], dtype=np.int64)
    if first.size and first.max() >= tied.shape[0]:
        raise ValueError(f"seeds names {first.max()}; there are only {tied.shape[0]} people, numbered from 0")
    return int(spread(tied, asked, first))


def branching_mean(rate: float) -> float:
    """The expected number of cases in all, the first one included, when each begets `rate` on average: 1 / (1 - rate).

    Independent Poisson offspring.  ValueError: a rate below 0, or of 1 or more, for which the expectation is infinite.
    """
    return mean_total(_dying_out(rate))


def branching_variance(rate: float) -> float:
    """The variance of the number of cases in all, the first one included: rate / (1 - rate)**3.

    Independent Poisson offspring.  ValueError: a rate below 0, or of 1 or more, for which it is infinite.
    """
    return variance_of_total(_dying_out(rate))


def branching_extinction(rate: float) -> float:
    """The probability that what one case began dies out: the smallest q with q = exp(rate * (q - 1)), 1 up to rate 1.

    Independent Poisson offspring; rate is a number of cases, at least 0.  ValueError: a rate below 0 or not finite.
    """
    return dies_out(number("rate", rate, least=0.0))


def branching_total(n: int, rate: float) -> float:
    """The probability of `n` cases in all, the first one included: exp(-rate n) (rate n)**(n - 1) / n!, Borel's law.

    Independent Poisson offspring.  Over n = 1, 2, … it sums to branching_extinction(rate): above rate 1 the rest is
    the     chance that it never ends.  Otter (1949), "The multiplicative process".
    ValueError: an n that is not a whole number of at least 1, a rate below 0 or not finite.
    """
    return chance_of_total(count("n", n, least=1), number("rate", rate, least=0.0))


def _dying_out(rate: float) -> float:
    found = number("rate", rate, least=0.0)
    if found >= 1.0:
        raise ValueError(f"rate is {rate}; it should be below 1, or the total has no finite expectation")
    return found


@compiled
def joined_in_the_end(rising: Floats, already: int) -> int:
    """Each in order of rising thresholds joins if enough have joined before him."""
    joined = already
    for threshold in rising:
        if threshold > joined:
            break
        joined += 1
    return joined


@compiled
def spread(tied: NDArray[np.bool_], thresholds: Floats, seeds: Whole) -> int:
    """Whoever joins tells his neighbours, and each of them asks himself again whether enough are in."""
    people = tied.shape[0]
    neighbours = np.zeros(people, np.int64)
    neighbours_in = np.zeros(people, np.int64)
    is_in = np.zeros(people, np.bool_)
    queue = np.empty(people, np.int64)
    joined = 0
    for seed in seeds:
        if not is_in[seed]:
            is_in[seed], queue[joined] = True, seed
            joined += 1
    for person in range(people):
        for other in range(people):
            if tied[person, other]:
                neighbours[person] += 1
        if not is_in[person] and neighbours[person] > 0 and thresholds[person] <= 0.0:
            is_in[person], queue[joined] = True, person
            joined += 1
    told = 0
    while told < joined:
        teller = queue[told]
        told += 1
        for other in range(people):
            if tied[teller, other] and not is_in[other]:
                neighbours_in[other] += 1
                if neighbours_in[other] / max(neighbours[other], 1) >= thresholds[other]:
                    is_in[other], queue[joined] = True, other
                    joined += 1
    return joined


@compiled
def mean_total(rate: float) -> float:
    """Each case begets `rate` more, each of these as many: 1 + rate + rate² + …"""
    if rate >= 1.0:
        return math.inf
    return 1.0 / (1.0 - rate)


@compiled
def variance_of_total(rate: float) -> float:
    """The variance of the total; near rate 1 a few cases make most of it."""
    if rate >= 1.0:
        return math.inf
    rest = 1.0 - rate
    return rate / (rest * rest * rest)


@compiled
def dies_out(rate: float) -> float:
    """The first case dies out if all it begets do."""
    if rate <= 1.0:
        return 1.0
    survives = 1.0  # Newton's steps fall from here to the larger root of y = 1 - exp(-rate * y)
    for _ in range(200):
        slope = 1.0 - rate * math.exp(-rate * survives)
        if slope <= 0.0:
            break
        step = (survives + math.expm1(-rate * survives)) / slope
        if not step > 0.0:
            break
        survives -= step
    return math.exp(-rate * survives)


@compiled
def chance_of_total(n: int, rate: float) -> float:
    """Borel's law; from thirty cases on the factorial by Stirling's series, whose large parts cancel beforehand."""
    if n < 1:
        return 0.0
    if rate <= 0.0:
        return 1.0 if n == 1 else 0.0
    if n < 30:
        chance = math.exp(-rate)
        for k in range(2, n + 1):
            chance *= math.exp(-rate) * rate * n / k
        return chance
    shortfall = 1.0 - rate + math.log(rate)
    series = (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1260.0 * n * n)) / (1.0 * n * n)) / n
    return math.exp(n * shortfall - math.log(rate) - 1.5 * math.log(n) - 0.5 * math.log(2.0 * math.pi) - series)
