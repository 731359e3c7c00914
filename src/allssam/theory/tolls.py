"""Tolls: what officials ask who can each stop a business, or can each let it pass.

Shleifer and Vishny (1993), "Corruption": permits that are all needed are complements, and officials who ask each for
himself take more from each business and less in all than one who asks for all (Cournot's double marginalisation);
permits of which one is enough are substitutes, and their price is competed down to its cost.  Officials who ask in
order, each knowing how the later ones will answer, are Stackelberg leaders, as on a road with many posts (Olken and
Barron 2009, "The simple economics of extortion").

One price is posted to all; an owner pays where the business is worth at least the total to him.  What officials see of
one owner's wealth is left out.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from allssam.engine import compiled
from allssam.theory.arguments import Floats, Whole, count, number, row_of_numbers

JOINT, SIMULTANEOUS, SEQUENTIAL, COMPETING = 0, 1, 2, 3
CONDUCTS = ("joint", "simultaneous", "sequential", "competing")

SMALL_SAMPLE = 100  # below it the sample is taken at its word
MOST_POINTS, LEAST_POINTS = 4096, 16
LEAST_QUANTILES = 256
SLIGHT = 1e-12
NOWHERE = -1

# Curves tried for the demand, the shortest first.  On the left stands the worth (0) or its logarithm (1), on the
# right, beside a constant, those marked of q, ln q, ln(1 - q), the normal score of q, q**2, q**3 and q**4, where q is
# the share of owners to whom the business is worth more.
CURVES = np.array(
    [
        [0, 1, 0, 0, 0, 0, 0, 0],  # uniform
        [0, 0, 1, 0, 0, 0, 0, 0],  # exponential
        [0, 0, 0, 1, 0, 0, 0, 0],  # exponential, turned round
        [0, 0, 0, 0, 1, 0, 0, 0],  # normal
        [1, 0, 1, 0, 0, 0, 0, 0],  # Pareto
        [1, 0, 0, 1, 0, 0, 0, 0],  # power
        [1, 0, 0, 0, 1, 0, 0, 0],  # lognormal
        [0, 1, 1, 0, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 1, 0, 0],
        [0, 0, 1, 1, 0, 0, 0, 0],  # logistic
        [1, 1, 1, 0, 0, 0, 0, 0],
        [1, 0, 1, 1, 0, 0, 0, 0],  # log-logistic
        [0, 1, 1, 1, 0, 1, 0, 0],
        [1, 1, 1, 1, 0, 1, 0, 0],
        [0, 1, 1, 1, 0, 1, 1, 1],
        [1, 1, 1, 1, 0, 1, 1, 1],
    ]
)
LENGTHS = CURVES[:, 1:].sum(axis=1)


class Tolls(NamedTuple):
    """What is asked, who pays, and what it brings."""

    each: tuple[float, ...]
    """What each official asks for a permit, in order of asking; money."""
    total: float
    """What a business pays in all; one permit of the competing officials is enough."""
    admitted: float
    """The share of the sample for which the business is worth at least the total."""
    revenue: float
    """The officials' take, before their cost, per head of the sample: total * admitted."""


def equilibrium_tolls(values: ArrayLike, officials: int, conduct: str, cost: float = 0.0) -> Tolls:
    """What `officials` ask of businesses worth `values` to their owners, when each permit costs its giver `cost`.

    `values` is a sample of any distribution, at least one finite number, in money; values below 0 are businesses that
    never open.  `conduct` says how the officials ask:

    - "joint": as one, who takes (total - officials * cost) from each business; the total that earns most.
    - "simultaneous": each for himself, expecting the others' tolls; Nash equilibrium.  All ask the same: in equilibrium
      each margin lies between the same two bounds, so that where any equilibrium exists so does the equal one.
    - "sequential": each for himself, in order, knowing how the later ones will answer; solved backward.
    - "competing": any one permit is enough; two or more undercut one another down to the cost (Bertrand), one is alone.

    Where several answers are equally good, or several equilibria exist, the lowest total is given: it is the best for
    owners and officials alike.  Where no business is worth even the costs, cost is asked and nobody pays.

    A sample of fewer than 100, or one that looks like no smooth curve (few kinds of values, gaps, heaps), is taken at
    its word: the answer is exact for these values as the whole population.  A larger sample speaks for the
    distribution it is drawn from.  Its own ups and downs would move the price by n**(-1/3) (and by n**(-1/6) where
    one asks after another), so the shortest curve is used from which it differs nowhere by more than n**-0.5 of the
    owners.  The answers then hold to about n**-0.5 for the common shapes (uniform, exponential, normal, lognormal,
    Pareto, power), and to a few times that for others.

    Shleifer and Vishny (1993).
    ValueError: no values, values that are not finite, fewer than one official, an unknown conduct, a cost that is
    negative; and no equilibrium: in a sample that follows a smooth curve, each would still gain by asking more at the
    largest value found, because the tail of the distribution is too heavy (as a Pareto tail of index at most the
    number of officials who ask at once) or the sample too small to show where it ends, or too small for so many who
    ask in order (of uniform values one owner in 2**officials is served).
    """
    sample = row_of_numbers("values", values)
    if sample.size == 0:
        raise ValueError("values is empty; it should hold what the business is worth to at least one owner")
    if conduct not in CONDUCTS:
        raise ValueError(f"conduct is {conduct!r}; it should be one of {', '.join(CONDUCTS)}")
    worths = -np.sort(-sample)
    each, total, admitted, settled = posted_tolls(
        worths, count("officials", officials, least=1), CONDUCTS.index(conduct), number("cost", cost, least=0.0)
    )
    if not settled:
        raise ValueError(
            f"no equilibrium: at the largest of {sample.size} values, {sample.max():g}, {conduct} officials would "
            f"still gain by asking more, {officials} of them; expected a lighter tail, or a larger sample"
        )
    return Tolls(tuple(float(toll) for toll in each), float(total), float(admitted), float(total * admitted))


@compiled
def posted_tolls(worths: Floats, officials: int, conduct: int, cost: float) -> tuple[Floats, float, float, bool]:
    """Each toll, the total, the share who pay, and whether they settle.

    The worths come in falling order, at least one; conduct is one of the four numbers above.
    """
    each, total = np.full(officials, cost), 0.0
    if conduct == COMPETING and officials > 1:
        return each, cost, share_worth(worths, cost), True
    if worths[0] <= officials * cost:
        return each, officials * cost, share_worth(worths, officials * cost), True

    points = points_of_curve(worths.size, officials if conduct == SEQUENTIAL else 1)
    for is_curve in (True, False):
        if is_curve:
            shares, prices, fits = smooth_demand(worths, points)
        else:
            shares, prices, fits = counted(worths), worths, True
        if not fits:
            continue
        served = asked(shares, prices, is_curve, conduct, cost, each)
        total = prices[served]
        if not is_curve:
            break
        if served > 0:
            total = next_worth(worths, total)
            stretch = max(total - officials * cost, 0.0) / max(prices[served] - officials * cost, SLIGHT * total)
            for official in range(officials):
                each[official] = cost + stretch * (each[official] - cost)
            break
        if is_cut_short(shares, prices, worths.size, officials, conduct, cost):
            return each, total, share_worth(worths, total), False
    return each, total, share_worth(worths, total), True


@compiled
def asked(shares: Floats, prices: Floats, is_curve: bool, conduct: int, cost: float, each: Floats) -> int:
    """The point of the demand served; fills in what each asks.  On a curve, 0 if its end cuts the answer short."""
    officials = each.size
    if prices[0] <= officials * cost:
        return 0
    if conduct == SEQUENTIAL:
        return asked_in_order(shares, prices, is_curve, cost, each)
    together = 1 if conduct == SIMULTANEOUS else officials
    served = asked_at_once(shares, prices, officials // together, cost * together)
    for official in range(officials):
        each[official] = prices[served] / officials
    return served


@compiled
def asked_at_once(shares: Floats, prices: Floats, askers: int, cost: float) -> int:
    """The point of the demand at which none of the askers, each seeing the others' tolls, would ask otherwise.

    Where the others' tolls and his cost come to a, he serves the share at which one more owner brings a.  The first
    such point from below is taken: there the others ask least, which suits everybody.
    """
    points, left, slopes = np.empty(shares.size, np.int64), np.empty(shares.size), np.empty(shares.size)
    size = marginal_revenue(shares, points, left, slopes, laid_out(prices, points, left))
    for place in range(size - 1, 0, -1):
        if slopes[place] >= left[place] * (askers - 1) / askers + cost:
            return int(points[place])
    return int(points[0])


@compiled
def asked_in_order(shares: Floats, prices: Floats, is_curve: bool, cost: float, each: Floats) -> int:
    """The point of the demand served when each knows how the later ones will answer; fills in what each asks.

    What the earlier ones may ask in all, if a share is still to be served, is what the last owner in it adds to the
    revenue of the one who asks after them, less his cost: their demand is his marginal revenue.  Gone through twice,
    once to find the share that the first one serves, once to see what is asked if he does.
    """
    points, left, slopes = np.empty(shares.size, np.int64), np.empty(shares.size), np.empty(shares.size)
    served, allowed, place = NOWHERE, 0.0, 0
    for _ in range(2):
        size = laid_out(prices, points, left)
        for official in range(each.size - 1, -1, -1):
            if served != NOWHERE:
                place = 0
                while points[place] < served:
                    place += 1
                if official < each.size - 1:
                    if is_curve and allowed - left[place] < cost - SLIGHT * allowed:
                        return 0
                    each[official + 1] = max(allowed - left[place], cost)
                allowed = left[place]
            size = marginal_revenue(shares, points, left, slopes, size)
            if official > 0:
                size = passed_back(points, left, slopes, size, is_curve, cost)
        if served == NOWHERE:
            place = size - 1
            while place > 0 and slopes[place] < cost:
                place -= 1
            if is_curve and place == 0:
                return 0
            served = points[place]
    each[0] = allowed
    return int(served)


@compiled
def laid_out(prices: Floats, points: Whole, left: Floats) -> int:
    """All points of the demand, with nothing asked yet."""
    for point in range(prices.size):
        points[point], left[point] = point, prices[point]
    return prices.size


@compiled
def marginal_revenue(shares: Floats, points: Whole, left: Floats, slopes: Floats, size: int) -> int:
    """Keeps the points worth serving, the upper hull of the revenue; slopes says what the last owner at each adds."""
    kept = 0
    for place in range(size):
        share = shares[points[place]]
        slope = left[place]
        while kept > 0:
            before = shares[points[kept - 1]]
            slope = (share * left[place] - before * left[kept - 1]) / (share - before)
            if slope < slopes[kept - 1]:
                break
            kept -= 1
            slope = left[place]
        points[kept], left[kept], slopes[kept] = points[place], left[place], slope
        kept += 1
    return kept


@compiled
def passed_back(points: Whole, left: Floats, slopes: Floats, size: int, is_curve: bool, cost: float) -> int:
    """What those before an official may ask in all, if he is still to serve each of his points.

    On a curve the last owner served is neither the one before a point nor the one after it but between them; and at the
    first point, with no curve before it, he is not known.
    """
    if not is_curve or size < 3:
        for place in range(size):
            left[place] = slopes[place] - cost
        return size
    for place in range(1, size):
        points[place - 1] = points[place]
        left[place - 1] = 0.5 * (slopes[place] + slopes[min(place + 1, size - 1)]) - cost
    return size - 1


@compiled
def points_of_curve(size: int, in_order: int) -> int:
    """How finely the curve is looked at: each who asks before another takes differences again, at a cost in digits."""
    if in_order < 2:
        return MOST_POINTS
    step = math.pow(1e-12, 1.0 / (in_order - 1))
    return int(max(LEAST_POINTS, min(MOST_POINTS, math.log(size) / step)))


@compiled
def smooth_demand(worths: Floats, points: int) -> tuple[Floats, Floats, bool]:
    """The shortest curve from which the sample differs nowhere by more than n**-0.5 of the owners, if there is one.

    Shares of owners, rising, and the highest price each of them pays; whether they are to be trusted.
    """
    size = worths.size
    if size < SMALL_SAMPLE:
        return worths, worths, False
    tolerance = 1.0 / math.sqrt(size)
    quantiles = min(size, max(LEAST_QUANTILES, int(2.0 * math.sqrt(size))))
    seen = np.empty(quantiles)
    at = np.empty(quantiles)
    for place in range(quantiles):
        rank = int((place + 0.5) * size / quantiles)
        seen[place] = worths[rank]
        at[place] = (rank + 0.5) / size
    shares = np.empty(points)
    for place in range(points):
        shares[place] = math.exp(-math.log(size) * (1.0 - place / (points - 1)))
    shares[points - 1] = 1.0

    seen_terms, curve_terms = terms(at, size), terms(shares, size)
    best, nearest = shares, math.inf
    for curve in range(len(CURVES)):
        if curve > 0 and LENGTHS[curve] > LENGTHS[curve - 1] and nearest <= tolerance:
            break
        prices, falls = fitted(seen, at, seen_terms, curve_terms, CURVES[curve])
        if falls:
            distance = largest_gap(seen, at, shares, prices)
            if distance < nearest:
                best, nearest = prices, distance
    return shares, best, nearest <= tolerance


@compiled
def terms(shares: Floats, size: int) -> Floats:
    """What may stand on the right of a curve, for each share; shares are kept off 0 and 1 by half an owner."""
    table = np.ones((shares.size, 8))
    for place in range(shares.size):
        share = min(max(shares[place], 0.5 / size), 1.0 - 0.5 / size)
        table[place, 1] = share
        table[place, 2] = math.log(share)
        table[place, 3] = math.log(1.0 - share)
        table[place, 4] = normal_score(share)
        table[place, 5] = share * share
        table[place, 6] = share * share * share
        table[place, 7] = share * share * share * share
    return table


@compiled
def normal_score(share: float) -> float:
    """How many standard deviations above the mean that share of a normal population lies, to 0.0005.

    Abramowitz and Stegun (1964), 26.2.23.
    """
    rarer = min(share, 1.0 - share)
    t = math.sqrt(-2.0 * math.log(rarer))
    score = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    return score if share < 0.5 else -score


@compiled
def fitted(seen: Floats, at: Floats, seen_terms: Floats, curve_terms: Floats, curve: Whole) -> tuple[Floats, bool]:
    """Prices along the best curve of a form, and whether they fall all the way, as they should.

    Least squares, once plainly and once with what is off counted in owners rather than in money, by its expected size.
    """
    prices = np.empty(curve_terms.shape[0])
    of_logarithm = curve[0] == 1
    if of_logarithm and seen[-1] <= 0.0:
        return prices, False
    targets = np.empty(seen.size)
    for place in range(seen.size):
        targets[place] = math.log(seen[place]) if of_logarithm else seen[place]
    used = np.zeros(curve.size, np.int64)
    size = 1
    for term in range(1, curve.size):
        if curve[term] == 1:
            used[size] = term
            size += 1
    used = used[:size]

    importance = np.ones(seen.size)
    factors = np.zeros(size)
    for attempt in range(2):
        if not least_squares(targets, seen_terms, used, importance, factors):
            return prices, False
        for place in range(seen.size):
            before, after = max(place - 1, 0), min(place + 1, seen.size - 1)
            fall = 0.0
            for term in range(size):
                fall += factors[term] * (seen_terms[before, used[term]] - seen_terms[after, used[term]])
            if attempt == 0 and not fall > 0.0:
                return prices, False
            owners_per_unit = (at[after] - at[before]) / max(fall, 1e-300)
            importance[place] = owners_per_unit * owners_per_unit / (at[place] * (1.0 - at[place]))
    for place in range(prices.size):
        price = 0.0
        for term in range(size):
            price += factors[term] * curve_terms[place, used[term]]
        if of_logarithm:
            if abs(price) > 700.0:
                return prices, False
            price = math.exp(price)
        prices[place] = price
        if place > 0 and not price <= prices[place - 1]:
            return prices, False
    return prices, True


@compiled
def least_squares(targets: Floats, table: Floats, used: Whole, importance: Floats, factors: Floats) -> bool:
    """Fills in the factors of the used terms that come nearest to the targets; whether they can be told."""
    size = used.size
    system = np.zeros((size, size + 1))
    for place in range(targets.size):
        for row in range(size):
            part = importance[place] * table[place, used[row]]
            for column in range(size):
                system[row, column] += part * table[place, used[column]]
            system[row, size] += part * targets[place]
    for column in range(size):  # the terms differ and the table is of squares, so that no rows need changing places
        if not system[column, column] > 0.0:
            return False
        for row in range(column + 1, size):
            factor = system[row, column] / system[column, column]
            for place in range(column, size + 1):
                system[row, place] -= factor * system[column, place]
    for row in range(size - 1, -1, -1):
        rest = system[row, size]
        for column in range(row + 1, size):
            rest -= system[row, column] * factors[column]
        factors[row] = rest / system[row, row]
    return True


@compiled
def largest_gap(seen: Floats, at: Floats, shares: Floats, prices: Floats) -> float:
    """The largest difference between the share above a value in the sample and under the curve."""
    gap = 0.0
    point = 0
    for place in range(seen.size):
        while point < prices.size and prices[point] > seen[place]:
            point += 1
        if point == 0:
            share = shares[0]
        elif point == prices.size:
            share = 1.0
        else:
            part = (prices[point - 1] - seen[place]) / (prices[point - 1] - prices[point])
            share = shares[point - 1] + part * (shares[point] - shares[point - 1])
        gap = max(gap, abs(share - at[place]))
    return gap


@compiled
def is_cut_short(shares: Floats, prices: Floats, size: int, officials: int, conduct: int, cost: float) -> bool:
    """The answer lies beyond the largest value found, and by more than the sample's own uncertainty.

    Either a higher toll would still pay there, or it is not to be told how those who ask in order share what is left.
    """
    to_share = prices[0] - officials * cost
    steepness = (prices[0] - prices[1]) / (math.log(shares[1]) - math.log(shares[0]))
    if conduct == SEQUENTIAL and officials > 1:
        steepness = max(steepness, to_share)
    return bool(to_share > 0.0 and steepness > prices[0] / math.sqrt(size))


@compiled
def counted(worths: Floats) -> Floats:
    """The first, two, three … owners of the sample: whole numbers, with which ties are exact."""
    owners = np.empty(worths.size)
    for place in range(worths.size):
        owners[place] = place + 1
    return owners


@compiled
def next_worth(worths: Floats, price: float) -> float:
    """The least worth found that is at least the price: asking less would bring in nobody else."""
    least: float = worths[max(number_worth(worths, price) - 1, 0)]
    return least


@compiled
def share_worth(worths: Floats, price: float) -> float:
    """The share of owners to whom the business is worth the price."""
    return number_worth(worths, price) / worths.size


@compiled
def number_worth(worths: Floats, price: float) -> int:
    """How many of the falling worths are at least the price."""
    low, high = 0, worths.size
    while low < high:
        middle = (low + high) // 2
        if worths[middle] >= price:
            low = middle + 1
        else:
            high = middle
    return low
