"""Keyed draws of the country, and the shapes of what is drawn."""

from typing import Any

import numpy as np
from scipy.special import ndtri

from allssam.engine import Array, die, uniforms

_HALF_STEP = 2.0**-54  # uniforms are multiples of 2^-53: half a step keeps them off 0


def drawn(seed: int, question: str, ids: Array) -> Array:
    """A number at least 0 and below 1 for each id, for one question of the drawing."""
    return uniforms(die(seed, "drawn", f"population.{question}"), ids)


def normal(seed: int, question: str, ids: Array) -> Array:
    """A number with mean 0 and spread 1 for each id, normally distributed."""
    deviates: Array = ndtri(drawn(seed, question, ids) + _HALF_STEP)
    return deviates


def quantiles(values: Any, shares: Any, steps: int = 4_096) -> Array:
    """A table to look up: a uniform u shows values[k] in the proportion shares[k]."""
    edges = np.cumsum(np.asarray(shares, float))
    at = np.searchsorted(edges / edges[-1], (np.arange(steps) + 0.5) / steps, side="right")
    return np.asarray(values)[np.minimum(at, len(edges) - 1)]


def look_up(table: Array, uniform: Array) -> Array:
    """What a table of quantiles shows at each uniform."""
    return table[(uniform * len(table)).astype(np.int32)]


def shared_out(total: int, weights: Array, least: int = 0) -> Array:
    """Whole shares of a total in proportion to weights, none below `least`; they add up to it if there is enough."""
    weights = np.asarray(weights, float)
    shares = np.full(len(weights), least, np.int64)
    rest = total - int(shares.sum())
    if rest <= 0:
        return shares
    above = np.maximum(total * weights / weights.sum() - least, 0.0)
    exact = above * (rest / above.sum())
    whole = np.floor(exact).astype(np.int64)
    missing = rest - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return shares + whole


def smallest(rows: Array, score: Array, number: int) -> Array:
    """Those `number` of the rows whose score is smallest, in the order of rows."""
    if len(rows) <= number:
        return rows
    if number <= 0:
        return rows[:0]
    chosen: Array = np.sort(rows[np.argpartition(score, number - 1)[:number]])
    return chosen
