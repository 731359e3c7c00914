"""Arguments: what a number, a share, a count, a row or a table of numbers must be before theory speaks about it.

Only the public functions ask; the compiled kernels trust their callers.  Every fault names what was found and what was
expected, as a ValueError.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def number(name: str, value: float, least: float = -math.inf, most: float = math.inf) -> float:
    """A finite number between `least` and `most`, both allowed."""
    found = _as_float(name, value)
    if not math.isfinite(found):
        raise ValueError(f"{name} is {value}; it should be a finite number")
    if found < least or found > most:
        raise ValueError(f"{name} is {value}; it should {_range(least, most)}")
    return found


def share(name: str, value: float) -> float:
    """A number from 0 to 1."""
    return number(name, value, 0.0, 1.0)


def number_or_infinity(name: str, value: float) -> float:
    """A number of at least 0; infinity is allowed."""
    found = _as_float(name, value)
    if not found >= 0.0:
        raise ValueError(f"{name} is {value}; it should be at least 0, and may be math.inf")
    return found


def count(name: str, value: float, least: int = 0) -> int:
    """A whole number of at least `least`."""
    found = _as_float(name, value)
    if not math.isfinite(found) or found != math.floor(found):
        raise ValueError(f"{name} is {value}; it should be a whole number")
    if found < least:
        raise ValueError(f"{name} is {value}; it should be at least {least}")
    return int(found)


def row_of_numbers(name: str, values: ArrayLike, infinite: bool = False) -> Floats:
    """A row of numbers, possibly empty, finite unless `infinite`."""
    found = _as_floats(name, values)
    if found.ndim != 1:
        raise ValueError(f"{name} has {found.ndim} dimensions; it should be one row of numbers")
    wrong = np.isnan(found) if infinite else ~np.isfinite(found)
    if wrong.any():
        where = int(np.flatnonzero(wrong)[0])
        wanted = "number" if infinite else "finite number"
        raise ValueError(f"{name}[{where}] is {found[where]}; it should be a {wanted}")
    return found


def table_of_numbers(name: str, values: ArrayLike) -> Floats:
    """A table of finite numbers, rows by columns; an empty list is a table without rows."""
    found = _as_floats(name, values)
    if found.size == 0:
        return np.zeros((found.shape[0], found.shape[1] if found.ndim == 2 else 0))
    if found.ndim != 2:
        raise ValueError(f"{name} has {found.ndim} dimensions; it should be a table, rows by columns")
    if not np.isfinite(found).all():
        row, column = (int(place[0]) for place in np.nonzero(~np.isfinite(found)))
        raise ValueError(f"{name}[{row}][{column}] is {found[row, column]}; it should be a finite number")
    return found


def network(name: str, adjacency: ArrayLike) -> NDArray[np.bool_]:
    """Who is tied to whom: a square table of 0 and 1, the same both ways, nobody tied to himself."""
    found = table_of_numbers(name, adjacency)
    if found.shape[0] != found.shape[1]:
        raise ValueError(f"{name} has {found.shape[0]} rows and {found.shape[1]} columns; it should be square")
    if not ((found == 0.0) | (found == 1.0)).all():
        odd = found[(found != 0.0) & (found != 1.0)][0]
        raise ValueError(f"{name} holds {odd}; it should hold 0 (no tie) and 1 (a tie) only")
    if (found != found.T).any():
        row, column = (int(place[0]) for place in np.nonzero(found != found.T))
        raise ValueError(f"{name} ties {row} and {column} one way only; a tie should hold both ways")
    if np.diagonal(found).any():
        person = int(np.flatnonzero(np.diagonal(found))[0])
        raise ValueError(f"{name} ties {person} to himself; the diagonal should be 0")
    return np.ascontiguousarray(found != 0.0)


def rankings(name: str, preferences: Sequence[Sequence[int]], others: int) -> Whole:
    """Lists of the others acceptable to each, best first, as a table; -1 stands after the end of a shorter list."""
    table = np.full((len(preferences), others), -1, dtype=np.int64)
    for who, listed in enumerate(preferences):
        choices = [count(f"{name}[{who}][{place}]", choice) for place, choice in enumerate(listed)]
        if len(set(choices)) < len(choices):
            raise ValueError(f"{name}[{who}] is {choices}; nobody should be named twice")
        if choices and max(choices) >= others:
            raise ValueError(f"{name}[{who}] names {max(choices)}; there are only {others}, numbered from 0")
        table[who, : len(choices)] = choices
    return table


def _as_float(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} is {value!r}; it should be a number") from None


def _as_floats(name: str, values: Any) -> Floats:
    try:
        return np.array(values, dtype=np.float64, order="C")
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} is {values!r:.60}; it should hold numbers only, in rows of one length") from None


def _range(least: float, most: float) -> str:
    if math.isinf(most):
        return f"be at least {least:g}"
    if math.isinf(least):
        return f"be at most {most:g}"
    return f"lie between {least:g} and {most:g}"
