"""Notes: what a watched run leaves behind for the patterns, small enough to keep a hundred of.

A notebook is written month by month; closed, it is notes: series of monthly figures and tables of rows.  Notes of several runs
can be laid together: rows stand below one another, series are their mean, so that a ratio of sums is a ratio over all runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from allssam.engine import Array, month_number

NOTHING = float("nan")


class NothingNoted(Exception):
    """A table of notes was asked that nobody has written in."""


class Rows:
    """Rows of a table of notes: its columns are attributes.  Raises NothingNoted where none was ever written."""

    def __init__(self, columns: dict[str, Array]) -> None:
        self.columns = columns

    def __getattr__(self, name: str) -> Array:
        if not self.columns:
            raise NothingNoted(name)
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(f"these rows have no column {name}; they have {', '.join(self.columns)}") from None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def only(self, chosen: Array) -> "Rows":
        """Some of the rows, by a mask or by their places."""
        if not self.columns:
            raise NothingNoted
        return Rows({name: values[chosen] for name, values in self.columns.items()})

    def between(self, since: str, until: str) -> "Rows":
        """Rows of the months from one to another, both included."""
        return self.only((self.month >= month_number(since)) & (self.month <= month_number(until)))


@dataclass(frozen=True, eq=False)
class Notes:
    """What one run, or several laid together, left behind."""

    first: int
    last: int
    begins: int
    """The first month of which there are figures; before `first` the country was settling."""
    seeds: tuple[int, ...]
    series: dict[str, Array]
    tables: dict[str, dict[str, Array]]

    def figures(self, name: str, since: str | int | None = None, until: str | int | None = None) -> Array:
        """A series between two months, both included; as long as the months are many, with NaN where nothing was noted."""
        first = self.first if since is None else _month(since)
        last = self.last if until is None else _month(until)
        found = np.full(max(0, last - first + 1), np.nan)
        held = self.series.get(name)
        if held is not None:
            low, high = max(first, self.begins), min(last, self.last)
            if low <= high:
                found[low - first : high - first + 1] = held[low - self.begins : high - self.begins + 1]
        return found

    def months(self, since: str | int | None = None, until: str | int | None = None) -> Array:
        """The numbers of the months that `figures` answers for."""
        return np.arange(
            self.first if since is None else _month(since), (self.last if until is None else _month(until)) + 1
        )

    def mean(self, name: str, since: str | int | None = None, until: str | int | None = None) -> float:
        """Mean of a series over the months in which it was noted."""
        found = self.figures(name, since, until)
        return float(np.nanmean(found)) if np.isfinite(found).any() else NOTHING

    def total(self, name: str, since: str | int | None = None, until: str | int | None = None) -> float:
        """Sum of a series."""
        found = self.figures(name, since, until)
        return float(np.nansum(found)) if np.isfinite(found).any() else NOTHING

    def rows(self, name: str) -> Rows:
        """A table of rows; empty where nothing was written."""
        return Rows(self.tables.get(name, {}))

    def save(self, path: Path) -> None:
        """Keep these notes in a file that appears at once or not at all."""
        kept: dict[str, Any] = {f"series/{name}": values for name, values in self.series.items()}
        for table, columns in self.tables.items():
            kept |= {f"table/{table}/{name}": values for name, values in columns.items()}
        about = np.array([self.first, self.last, self.begins, *self.seeds], np.int64)
        beside = path.with_name(path.name + ".part.npz")
        np.savez_compressed(beside, about=about, **kept)
        beside.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Notes":
        """Notes from a file."""
        series: dict[str, Array] = {}
        tables: dict[str, dict[str, Array]] = {}
        with np.load(path) as kept:
            first, last, begins, *seeds = kept["about"].tolist()
            for key in kept.files:
                kind, _, name = key.partition("/")
                if kind == "series":
                    series[name] = kept[key]
                elif kind == "table":
                    table, _, column = name.partition("/")
                    tables.setdefault(table, {})[column] = kept[key]
        return cls(first, last, begins, tuple(seeds), series, tables)


def together(runs: Sequence[Notes]) -> Notes:
    """Notes of several runs as one: rows below one another with a column `run`, series as their mean."""
    names = dict.fromkeys(name for notes in runs for name in notes.series)
    months = runs[0].last - runs[0].begins + 1
    series = {}
    for name in names:
        held = np.array([notes.series.get(name, np.full(months, np.nan)) for notes in runs])
        known = np.isfinite(held)
        series[name] = np.where(known.any(0), np.nansum(held, 0) / np.maximum(1, known.sum(0)), np.nan)
    tables: dict[str, dict[str, Array]] = {}
    for table in dict.fromkeys(name for notes in runs for name in notes.tables):
        parts = [(number, notes.tables[table]) for number, notes in enumerate(runs) if table in notes.tables]
        tables[table] = {
            name: np.concatenate([part[name] for _, part in parts]) for name in parts[0][1] if name != "run"
        }
        tables[table]["run"] = np.concatenate([np.full(len(part["month"]), number) for number, part in parts])
    return Notes(
        runs[0].first,
        runs[0].last,
        runs[0].begins,
        tuple(seed for notes in runs for seed in notes.seeds),
        series,
        tables,
    )


def _month(value: str | int) -> int:
    return month_number(value) if isinstance(value, str) else value


@dataclass
class Notebook:
    """Notes in the making."""

    first: int
    last: int
    begins: int
    seed: int
    month: int = 0
    memory: dict[str, Any] = field(default_factory=dict)
    """What whoever watches remembers from one month to the next; it is not kept."""
    series: dict[str, Array] = field(default_factory=dict)
    pages: dict[str, list[dict[str, Array]]] = field(default_factory=dict)

    def note(self, name: str, value: float) -> None:
        """A figure of this month; once more in the same month adds to it."""
        held = self.series.get(name)
        if held is None:
            held = self.series[name] = np.full(self.last - self.begins + 1, np.nan)
        at = self.month - self.begins
        held[at] = value if np.isnan(held[at]) else held[at] + value

    def write(self, table: str, /, month: int | None = None, **columns: Any) -> None:
        """Rows of this month, or of the month given; columns are of one length, or one value for all rows."""
        made = {name: np.atleast_1d(values) for name, values in columns.items()}
        length = max(len(values) for values in made.values())
        if any(len(values) == 0 for values in made.values()):
            return
        full = {name: np.broadcast_to(values, length).copy() for name, values in made.items()}
        full["month"] = np.full(length, self.month if month is None else month, np.int32)
        self.pages.setdefault(table, []).append(full)

    def close(self) -> Notes:
        """The notebook as notes."""
        tables = {}
        for table, pages in self.pages.items():
            columns = {name: np.concatenate([page[name] for page in pages]) for name in pages[0]}
            columns["run"] = np.zeros(len(columns["month"]), np.int64)
            tables[table] = {name: _narrow(values) for name, values in columns.items()}
        return Notes(self.first, self.last, self.begins, (self.seed,), self.series, tables)


def _narrow(values: Array) -> Array:
    return values.astype(np.float32) if values.dtype == np.float64 else values
