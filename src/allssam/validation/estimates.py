"""Estimates that several patterns share: ratios at equal wealth, slopes of chances, inequality.  NaN where there is too little to see."""

import numpy as np

from allssam.engine import Array
from allssam.validation.notes import NOTHING

FEWEST = 5


def share(part: float, whole: float) -> float:
    """A part of a whole; nothing of nothing."""
    return part / whole if whole else NOTHING


def bins_of(values: Array, number: int) -> Array:
    """Which of so many equally large classes, from the lowest, each value falls in."""
    if not len(values):
        return np.zeros(0, np.int64)
    edges = np.quantile(values, np.arange(1, number) / number)
    found: Array = np.searchsorted(edges, values, side="right")
    return found


def odds_ratio(exposed: Array, outcome: Array, stratum: Array) -> float:
    """Odds of an outcome of those exposed over those of others, at equal strata (Mantel and Haenszel)."""
    above, below, seen = 0.0, 0.0, 0
    for level in np.unique(stratum):
        here = stratum == level
        n = here.sum()
        a, b = (exposed & outcome & here).sum(), (exposed & ~outcome & here).sum()
        c, d = (~exposed & outcome & here).sum(), (~exposed & ~outcome & here).sum()
        above, below, seen = above + a * d / n, below + b * c / n, seen + a + c
    return above / below if below > 0 and seen >= FEWEST else NOTHING


def risk_ratio(exposed: Array, outcome: Array, stratum: Array) -> float:
    """Chance of an outcome of those exposed over that of others, at equal strata."""
    above, below, seen = 0.0, 0.0, 0
    for level in np.unique(stratum):
        here = stratum == level
        ours, others, n = (exposed & here).sum(), (~exposed & here).sum(), here.sum()
        above += (exposed & outcome & here).sum() * others / n
        below += (~exposed & outcome & here).sum() * ours / n
        seen += (outcome & here).sum()
    return above / below if below > 0 and seen >= FEWEST else NOTHING


def logit(outcome: Array, *causes: Array) -> Array:
    """Coefficients of causes, each in units of its own spread, on the log odds of an outcome; NaN where it cannot be fitted."""
    n = len(causes)
    if len(outcome) < 10 * (n + 1) or not FEWEST <= outcome.sum() <= len(outcome) - FEWEST:
        return np.full(n, NOTHING)
    columns = []
    for cause in causes:
        spread = cause.std()
        if spread == 0.0:
            return np.full(n, NOTHING)
        columns.append((cause - cause.mean()) / spread)
    x = np.column_stack([np.ones(len(outcome)), *columns])
    y, at = outcome.astype(np.float64), np.zeros(n + 1)
    ridge = np.diag([0.0, *[1e-2] * n])
    for _ in range(30):
        chance = 1.0 / (1.0 + np.exp(-np.clip(x @ at, -30, 30)))
        weight = np.maximum(chance * (1.0 - chance), 1e-9)
        step = np.linalg.solve((x * weight[:, None]).T @ x + ridge, x.T @ (y - chance) - ridge @ at)
        at += step
        if np.abs(step).max() < 1e-8:
            break
    found: Array = at[1:]
    return found


def slopes(outcome: Array, *causes: Array) -> Array:
    """Coefficients of causes on an outcome, by least squares with a constant; NaN where there is too little."""
    n = len(causes)
    if len(outcome) < 5 * (n + 1) or any(cause.std() == 0.0 for cause in causes):
        return np.full(n, NOTHING)
    x = np.column_stack([np.ones(len(outcome)), *causes])
    found: Array = np.linalg.lstsq(x, outcome, rcond=None)[0][1:]
    return found


def gini(values: Array) -> float:
    """Gini coefficient of what is not negative."""
    if len(values) < FEWEST or values.sum() <= 0:
        return NOTHING
    ordered = np.sort(np.maximum(values, 0.0))
    ranks = np.arange(1, len(ordered) + 1)
    return float((2 * ranks - len(ordered) - 1) @ ordered / (len(ordered) * ordered.sum()))


def correlation(one: Array, other: Array) -> float:
    """How two series go together, over the months in which both are known."""
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < FEWEST or one[both].std() == 0 or other[both].std() == 0:
        return NOTHING
    return float(np.corrcoef(one[both], other[both])[0, 1])
