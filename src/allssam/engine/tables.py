"""Tables: the state of the world, declared once.

A column's declaration gives its storage, its place in files and checkpoints, its check and its line in the documentation.
A table lists its columns as class attributes:

    class Leases(Table, lasting=False):
        \"\"\"Factory space a donju rents.\"\"\"
        county = column(np.int16, "where the factory stands", refers="counties")
        tenant = ref("people", "who rents")
        rent = column(np.int64, "monthly rent", "won")

Rows of a table with `lasting=False` are founded and closed in the course of a run; it has a column `open` of its own.
"""

import sys
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from allssam.engine.compiling import compiled
from allssam.engine.errors import CapacityError, DeclarationError
from allssam.engine.stretch import Stretch

Array = npt.NDArray[Any]
NOBODY = -1
NO_ROWS = np.zeros(0, np.int32)
LOWER_HALF = 0xFFFFFFFF


@dataclass(frozen=True)
class Column:
    """One property of the rows of a table."""

    dtype: np.dtype[Any]
    meaning: str
    unit: str
    start: Any
    refers: str | None


def column(dtype: Any, meaning: str, unit: str = "", start: Any = 0, refers: str | None = None) -> Any:
    """Declare a column: its storage type, what it means, its unit, the value a new row starts with."""
    return Column(np.dtype(dtype), meaning, unit, start, refers)


def ref(table: str, meaning: str) -> Any:
    """Declare a column that points at a row of another table (-1: none), or at an event (0: none)."""
    if table == "event":
        return Column(np.dtype(np.int64), meaning, "event", 0, "event")
    return Column(np.dtype(np.int32), meaning, f"row of {table}", NOBODY, table)


@cache
def shape_of(kind: str, first: tuple[str, ...], names: tuple[str, ...], owner: str, module: str) -> Any:
    """The named tuple in which a step is handed the columns it uses of a table: `first` (rows and length, or count), then the columns."""
    return homed_tuple(f"{owner}_{kind}", (*first, *names), module)


def homed_tuple(name: str, names: tuple[str, ...], module: str) -> Any:
    """A named tuple that can be found again by import, so that code compiled for it can be kept between runs."""
    made = namedtuple(name, names, module=module)  # type: ignore[misc]
    setattr(sys.modules[module], name, made)
    return made


@dataclass(frozen=True)
class Reuse:
    """How rows of a lasting table come free: when `column` shows `ended` and nothing names the row, it starts afresh as `spare`.

    Columns in `keeps` stay as they are; a row whose column `unless` is true is not used again.  Spare rows stand in each county; where
    fewer than a share `room` of its rows are left, as many are added and the column `rows` of counties counts them.
    """

    column: str
    ended: int
    spare: int
    keeps: tuple[str, ...] = ("county",)
    unless: str | None = None
    room: float = 0.0
    rows: str = ""


class Table:
    """The declaration of a table.  Subclass it and list columns."""

    columns: ClassVar[dict[str, Column]]
    lasting: ClassVar[bool]
    reuse: ClassVar[Reuse | None]
    Queue: ClassVar[Any]

    def __init_subclass__(cls, lasting: bool = True, reuse: Reuse | None = None) -> None:
        columns = {name: value for name, value in vars(cls).items() if isinstance(value, Column)}
        if not lasting:
            columns = {"open": Column(np.dtype(np.bool_), "whether the record still runs", "", True, None), **columns}
        if "county" not in columns:
            raise DeclarationError(f"Table {cls.__name__} has no column county. Every row lies in a county; add one.")
        cls.columns = columns
        cls.lasting = lasting
        cls.reuse = reuse
        cls.Queue = homed_tuple(cls.__name__ + "Queue", ("count", *columns), cls.__module__)


EDGE = 64  # bytes kept free on either side of a column


def room_for(spec: Column, capacity: int) -> Array:
    """A column of start values, shape (capacity,), between two edges that no step may touch."""
    edge = EDGE // spec.dtype.itemsize
    length = capacity + 2 * edge
    # zeros take no memory before they are written to
    column = np.full(length, spec.start, spec.dtype) if spec.start else np.zeros(length, spec.dtype)
    return column[edge : edge + capacity]


@dataclass(frozen=True)
class Seam:
    """The two edges of a column, and what should lie there."""

    low: Array
    high: Array
    untouched: bytes


class TableState:
    """The rows of one table in one world: arrays with spare capacity, and which rows are open."""

    def __init__(self, name: str, declaration: type[Table], capacity: int) -> None:
        self.name = name
        self.declaration = declaration
        self.count = 0
        self.version = 0
        self.moves = 0
        self.layout = 0
        self.arrays: dict[str, Array] = {
            key: room_for(spec, capacity) for key, spec in declaration.columns.items()
        }
        # how many values each edge of a column holds, and what lies there as long as no step has written beside its rows
        self._untouched = {
            key: (edge := EDGE // spec.dtype.itemsize, np.full(edge, spec.start, spec.dtype).tobytes())
            for key, spec in declaration.columns.items()
        }
        self._seams: dict[str, Seam] = {}
        self._open = 0
        self._rows: tuple[int, Array, Array] | None = None
        self._line: Line | None = None
        self._edges: tuple[int, list[int]] | None = None
        self._in_order: tuple[tuple[int, int], bool] | None = None

    def __getitem__(self, column_name: str) -> Array:
        """The used part of a column."""
        return self.arrays[column_name][: self.count]

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrays)

    @property
    def capacity(self) -> int:
        return len(self.arrays["county"])

    def append(self, rows: dict[str, Array]) -> slice:
        """Add rows at the end; columns that are not given take their start value.  Grows by half when full."""
        new = self.add(len(next(iter(rows.values()))))
        for key, spec in self.declaration.columns.items():
            self.arrays[key][new] = rows.get(key, spec.start)
        self.came_or_went()
        return new

    def add(self, number: int) -> slice:
        """Some more rows at the end, which begin as declared, to be filled in before `came_or_went` is called.  Grows by half when full."""
        first, last = self.count, self.count + number
        if last > self.capacity:
            self._grow(max(last, self.capacity + self.capacity // 2))
        self.count = last
        return slice(first, last)

    def _grow(self, capacity: int) -> None:
        if capacity >= 2**31:
            raise CapacityError(
                f"{self.name} would need {capacity:,} rows; 2,147,483,647 is the most a table can hold."
            )
        for key, spec in self.declaration.columns.items():
            bigger = room_for(spec, capacity)
            bigger[: self.count] = self.arrays[key][: self.count]
            self.put(key, bigger)

    def put(self, key: str, column: Array) -> None:
        """Put a column of other length in the place of one, of which nothing is kept."""
        self.arrays[key] = column
        self._seams.pop(key, None)
        self.layout += 1

    def changed(self) -> None:
        """Say that rows were moved, or now say something else: orders and indexes are made anew."""
        self.moves += 1
        self.came_or_went()

    def came_or_went(self) -> None:
        """Say that rows were founded at the end, or closed: orders and indexes are brought up to date."""
        self.version += 1
        self._open = self._number_open()
        self._rows = None

    def note_closing(self) -> None:
        """See whether rows have been closed since it was last looked."""
        if self._number_open() != self._open:
            self.came_or_went()

    def _number_open(self) -> int:
        return int(np.count_nonzero(self["open"])) if "open" in self.arrays else 0

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A copy keeps edges of its own."""
        self.__dict__.update(state)
        self._seams = {}
        for key, spec in self.declaration.columns.items():
            copied = self.arrays[key]
            self.arrays[key] = room_for(spec, len(copied))
            self.arrays[key][:] = copied

    def overrun(self, columns: Iterable[str] | None = None) -> list[str]:
        """Which columns, of some or all, were written beside their rows, such as to a row -1; compiled code does not ask."""
        found = []
        for key in self._untouched if columns is None else columns:
            seam = self._seams.get(key)
            if seam is None:
                seam = self._seams[key] = self._seam(key)
            if seam.low.tobytes() != seam.untouched or seam.high.tobytes() != seam.untouched:
                found.append(f"{self.name}.{key}")
        return found

    def _seam(self, key: str) -> Seam:
        edge, untouched = self._untouched[key]
        array = self.arrays[key]
        whole = array.base if array.base is not None else array[:0]
        return Seam(whole[:edge], whole[-edge:], untouched)

    def rows(self) -> tuple[Array, Array]:
        """Open rows in county order (int32), and the county of each."""
        if self._rows is None or self._rows[0] != self.version:
            if "open" in self.arrays:
                self._line = line_up(self, ("county",), self._line)
                rows, of_rows = self._line.rows, self._line.keys
            else:
                rows, of_rows = np.arange(self.count, dtype=np.int32), self["county"]
                if np.any(of_rows[1:] < of_rows[:-1]):
                    order = np.argsort(of_rows, kind="stable")
                    rows, of_rows = rows[order], of_rows[order]
            self._rows = (self.version, rows, of_rows)
        return self._rows[1], self._rows[2]

    def rows_between(self, first: int, last: int) -> Array | Stretch:
        """Open rows of the counties from `first` up to, not including, `last`; a stretch where they lie side by side."""
        if self._edges is None or self._edges[0] != self.version:
            of_rows = self["county"] if self._lies_in_order() else self.rows()[1]
            most = int(of_rows[-1]) + 1 if len(of_rows) else 0
            self._edges = (self.version, np.searchsorted(of_rows, np.arange(most + 1, dtype=of_rows.dtype)).tolist())
        edges = self._edges[1]
        begin, end = edges[min(first, len(edges) - 1)], edges[min(last, len(edges) - 1)]
        return Stretch(begin, end) if self._lies_in_order() else self.rows()[0][begin:end]

    def _lies_in_order(self) -> bool:
        """Whether every row is visited and stands in county order, as it is with people and households."""
        if "open" in self.arrays:
            return False
        if self._in_order is None or self._in_order[0] != (self.moves, self.count):
            county = self["county"]
            self._in_order = ((self.moves, self.count), not np.any(county[1:] < county[:-1]))
        return self._in_order[1]


# --------------------------------------------------------------------------------------------------- an index of rows


@dataclass(frozen=True)
class Index:
    """Where the rows of a table are found by what some of its columns say, such as all ties of a person."""

    table: str
    by: tuple[str, ...]


def index(table: str, *by: str) -> Index:
    """Declare an index.  A step that names it as an argument can ask `span(ties_of, person)`."""
    return Index(table, by)


IndexArrays = namedtuple("IndexArrays", "keys row first shift buckets")
"""Keys in order and the rows they stand for; keys are found by buckets of 2 ** shift neighbours, each beginning at `first`."""


@dataclass(slots=True)
class Line:
    """The open rows of a table in the order of what some columns say of them, then of rows; as it was at some time."""

    keys: Array
    rows: Array
    moves: int
    count: int


NOTHING_CLOSES = np.zeros(0, np.bool_)


def line_up(state: TableState, by: tuple[str, ...], before: Line | None) -> Line:
    """Put the open rows of a table in line; from an earlier line those closed since step out, and new ones step in."""
    known = before is not None and before.moves == state.moves
    old = before if before is not None and known else Line(NO_ROWS, NO_ROWS, state.moves, 0)
    is_open = state["open"] if "open" in state.arrays else NOTHING_CLOSES
    keys, rows = _in_line(old.keys, old.rows, tuple(state[name] for name in by), is_open, old.count)
    return Line(keys, rows, state.moves, state.count)


@compiled
def _arrivals(columns, is_open, since):
    """The open rows from a row on, in order of their keys and then of rows: each one number, its key above its row."""
    made, number = np.empty(len(columns) * (len(columns[0]) - since), np.int64), 0
    in_order = True
    for column in columns:
        for row in range(since, len(column)):
            if len(is_open) == 0 or is_open[row]:
                made[number] = (np.int64(column[row]) << 32) + row
                in_order = in_order and (number == 0 or made[number - 1] <= made[number])
                number += 1
    return made[:number] if in_order else np.sort(made[:number])


@compiled
def _in_line(keys, rows, columns, is_open, since):
    """A line without those who are closed, and with open rows from a row on, behind old ones of the same key: keys and rows."""
    arrivals = _arrivals(columns, is_open, since)
    into_keys, into_rows = np.empty(len(keys) + len(arrivals), np.int32), np.empty(len(keys) + len(arrivals), np.int32)
    number, new = 0, 0
    for old in range(len(keys)):
        while new < len(arrivals) and arrivals[new] >> 32 < keys[old]:
            into_keys[number], into_rows[number] = arrivals[new] >> 32, arrivals[new] & LOWER_HALF
            number += 1
            new += 1
        if len(is_open) == 0 or is_open[rows[old]]:
            into_keys[number], into_rows[number] = keys[old], rows[old]
            number += 1
    while new < len(arrivals):
        into_keys[number], into_rows[number] = arrivals[new] >> 32, arrivals[new] & LOWER_HALF
        number += 1
        new += 1
    return into_keys[:number], into_rows[:number]


def build_index(line: Line) -> tuple[Array, Array, Array, int, int]:
    """Keys in order, the open rows they stand for (in order for equal keys), where each bucket of keys begins, its width as a shift, and
    how many buckets there are.
    """
    first, shift = _buckets(line.keys)
    return line.keys, line.rows, first, shift, len(first) - 1


@compiled
def _buckets(keys):
    """Where each bucket of keys begins, and the width of a bucket as a shift.  Keys begin at -1."""
    most, shift = np.int64(keys[-1]) + 1 if len(keys) > 0 else 0, 0
    while most >> shift > 2 * len(keys) + 64:
        shift += 1
    first = np.zeros((most >> shift) + 2, np.int32)
    for n in range(len(keys)):
        first[((keys[n] + 1) >> shift) + 1] += 1
    for bucket in range(1, len(first)):
        first[bucket] += first[bucket - 1]
    return first, shift


@compiled
def span(where, key):
    """The first place in an index where `key` stands, and the place after the last."""
    bucket = (key + 1) >> where.shift
    if bucket < 0 or bucket >= where.buckets:
        return 0, 0
    low, high = where.first[bucket], where.first[bucket + 1]
    while low < high and where.keys[low] < key:
        low += 1
    stop = low
    while stop < high and where.keys[stop] == key:
        stop += 1
    return low, stop


# ------------------------------------------------------------------------------------------------------------ the verbs


@compiled
def found(new):
    """A new record: returns its place in the queue, where its columns may be set; it joins its table after the step."""
    place, room = new.count[0], new.count[1]
    if place < room:
        new.count[0] = place + 1
        return place
    new.count[0] = room + 1  # the engine sees the overflow and stops the run
    return room - 1


@compiled
def mark(named, rows):
    """Say of some rows that they are named; NOBODY is nobody's row."""
    for row in rows:
        if row >= 0:
            named[row] = True


@compiled
def settle(values, base):
    """Number the events that are named: in a step they are told as -1, -2 and so on of their slice."""
    for place in range(len(values)):
        if values[place] < 0:
            values[place] = base - values[place]


@compiled
def settle_rows(values, rows, base):
    """Number the events that some rows name."""
    for row in rows:
        if values[row] < 0:
            values[row] = base - values[row]


@compiled
def tally(values, kinds):
    """How often each whole number from 0 to kinds - 1 stands among values."""
    counts = np.zeros(kinds, np.int64)
    for value in values:
        counts[value] += 1
    return counts


@compiled
def spread(values, county, behind, wider):
    """Copy a column into a wider one, in which the counties before each row's own have been given some more rows."""
    for row in range(len(values)):
        wider[row + behind[county[row]]] = values[row]


@compiled
def move(values, county, behind):
    """Rewrite references to rows that have been spread so; NOBODY stays nobody."""
    for n in range(len(values)):
        if values[n] >= 0:
            values[n] += behind[county[values[n]]]


@compiled
def close(records, row):
    """End a record.  It stays to be read until the yearly re-layout, and is visited no more."""
    records.open[row] = False


# ------------------------------------------------------------------------------------------------- plain-mode columns


class PlainColumn:
    """A column as plain Python sees it: whole numbers, floats and booleans; guarded against undeclared use.

    `may_write` is false for what a step did not declare.  `inside`, where given, tells whether a row belongs to the visited
    counties: a visited step writes only there, and reads a column it changes only there.
    """

    def __init__(
        self, array: Array, name: str, step: str, may_write: bool, inside: Callable[[int], bool] | None = None
    ) -> None:
        self._array, self._name, self._step = array, name, step
        self._may_write, self._inside = may_write, inside

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, tuple) or self._array.ndim > 1:
            return self._array[key].item()
        if key < 0:
            raise DeclarationError(f"{self._step} reads {self._name} of row {key}: nobody stands there.")
        if self._inside is not None and self._may_write and not self._inside(int(key)):
            raise DeclarationError(f"{self._step} reads {self._name}, which it changes, outside the visited county.")
        return self._array[key].item()

    def __setitem__(self, key: Any, value: Any) -> None:
        if not self._may_write:
            raise DeclarationError(f"{self._step} changes {self._name}, which it does not declare.")
        if self._array.ndim == 1 and key < 0:
            raise DeclarationError(f"{self._step} writes {self._name} of row {key}: nobody stands there.")
        if self._inside is not None and not self._inside(int(key)):
            raise DeclarationError(f"{self._step} changes {self._name} outside the visited county.")
        self._array[key] = value
