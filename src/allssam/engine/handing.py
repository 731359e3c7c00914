"""What a step is handed, slice by slice: columns of tables, indexes, queues of new records, the purse and the journal.

It is kept from month to month and brought up to date where something has moved: columns that nobody visits when their table has more
room, rows that are visited and indexes when records were founded or closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from allssam.engine.calendar import Month
from allssam.engine.compiling import PLAIN
from allssam.engine.journal import JOURNAL_COLUMNS, Journal
from allssam.engine.ledger import Purse, first_border, purse_of
from allssam.engine.lending import lent
from allssam.engine.pipeline import Schema
from allssam.engine.steps import Step
from allssam.engine.stretch import Stretch
from allssam.engine.tables import (
    NO_ROWS,
    Array,
    Index,
    IndexArrays,
    Line,
    PlainColumn,
    TableState,
    build_index,
    line_up,
    room_for,
    shape_of,
)

JOURNAL_TYPES = (np.int16, np.int32, np.int32, np.int32, np.int64, np.int64)
LEAST_TOLD = 4096
"""Events that a slice can tell in a step, at least; one for every 32 people where that is more."""


@dataclass(eq=False)
class Slice:
    """Some counties that lie side by side, and what a step leaves behind there before the join."""

    first: int
    last: int
    journal: Journal
    flows: Array
    queues: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Given:
    """What a step is handed in each slice: a list of arguments for each, and which of them may have to be made anew.

    `kinds` says how the rows it visits are written down, table by table: code compiled for one kind takes no other.
    """

    calls: list[list[Any]]
    lasting: list[tuple[int, str, TableState]] = field(default_factory=list)
    layouts: list[int] = field(default_factory=list)
    moving: list[tuple[int, str, TableState]] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    every_month: list[tuple[int, str]] = field(default_factory=list)
    kinds: tuple[type, ...] = ()


@dataclass(eq=False)
class Cut:
    """Slices that are the whole country together; what steps are handed in them, and which rows of a table are theirs.

    The journals of slices are parts of one, each beginning at its place in `starts`; `count` of the one has a row for each of them.
    """

    slices: list[Slice]
    journal: Journal
    starts: Array
    given: dict[Step, Given] = field(default_factory=dict)
    rows: dict[str, tuple[int, list[Array | Stretch]]] = field(default_factory=dict)

    def rows_of(self, table: TableState) -> list[Array | Stretch]:
        """The open rows of a table that lie in each slice."""
        kept = self.rows.get(table.name)
        if kept is None or kept[0] != table.version:
            kept = (table.version, [table.rows_between(part.first, part.last) for part in self.slices])
            self.rows[table.name] = kept
        return kept[1]


def cut_at(edges: list[int], people: Array, schema: Schema) -> Cut:
    """The counties cut at some of them, the first and the number of all included, where so many people live in each."""
    bounds = list(pairwise(edges))
    rooms = np.array([max(LEAST_TOLD, int(people[first:last].sum()) // 32) for first, last in bounds], np.int64)
    starts = np.cumsum(rooms) - rooms
    counts = np.zeros((len(bounds), 4), np.int64)
    counts[:, 1] = rooms
    whole = [np.zeros(rooms.sum(), kind) for kind in JOURNAL_TYPES]
    slices = []
    for (first, last), start, room, count in zip(bounds, starts, rooms, counts, strict=True):
        flows = np.zeros((len(schema.sectors), len(schema.sectors), len(schema.flows)), np.int64)
        slices.append(Slice(first, last, Journal(count, *[column[start : start + room] for column in whole]), flows))
    return Cut(slices, Journal(counts, *whole), starts)


class Lender:
    """Lends the tables of a world to its steps."""

    def __init__(self, schema: Schema, tables: dict[str, TableState]) -> None:
        self._schema = schema
        self._tables = tables
        self._first_border = first_border(schema.sectors)
        self._indexes: dict[str, tuple[int, Any, Line]] = {}
        # kept by step and not by its name, which another step may bear from some month on
        self._shapes: dict[tuple[Step, str], tuple[int, Any, list[Any]]] = {}
        self._columns: dict[tuple[str, str, bool], Any] = {}

    def let_go(self, cuts: Iterable[Cut]) -> None:
        """Forget what steps were handed, or columns that grow would be kept beside the new ones until each step has been done again."""
        self._indexes.clear()
        self._shapes.clear()
        self._columns.clear()
        for cut in cuts:
            cut.given.clear()
            cut.rows.clear()
            for part in cut.slices:
                part.queues.clear()  # empty between steps

    def given(self, step: Step, cut: Cut, p: Any, dice: Any, month: Month) -> Given:
        """What a step is handed in each slice of a cut: good until the next step."""
        given = cut.given.get(step)
        if given is None or PLAIN:
            given = cut.given[step] = self._give(step, cut)
        else:
            self._bring_up_to_date(given, step, cut)
        this_month = {"p": p, "dice": dice, "month": month}
        for place, name in given.every_month:
            for items in given.calls:
                items[place] = this_month[name]
        return given

    def _give(self, step: Step, cut: Cut) -> Given:
        made = Given([[None] * len(step.reads) for _ in cut.slices])
        for place, name in enumerate(step.reads):
            if name in ("p", "dice", "month"):
                made.every_month.append((place, name))
                continue
            self._put(made, place, name, step, cut)
            if name in self._tables or name == "purse":
                table = self._tables["accounts" if name == "purse" else name]
                (made.moving if name in step.visited else made.lasting).append((place, name, table))
            elif name in self._schema.indexes:
                made.moving.append((place, name, self._tables[self._schema.indexes[name].table]))
        made.layouts = [table.layout for _, _, table in made.lasting]
        made.versions = [table.version for _, _, table in made.moving]
        made.kinds = self._kinds(made)
        return made

    def _bring_up_to_date(self, given: Given, step: Step, cut: Cut) -> None:
        layouts = [table.layout for _, _, table in given.lasting]
        if layouts != given.layouts:
            for place, name, _ in given.lasting:
                self._put(given, place, name, step, cut)
            given.layouts = layouts
        versions = [table.version for _, _, table in given.moving]
        if versions != given.versions:
            for (place, name, _), now, before in zip(given.moving, versions, given.versions, strict=True):
                if now != before:
                    self._put(given, place, name, step, cut)
            given.versions = versions
            given.kinds = self._kinds(given)

    def _kinds(self, given: Given) -> tuple[type, ...]:
        return tuple(type(given.calls[0][place].rows) for place, name, _ in given.moving if name in self._tables)

    def _put(self, given: Given, place: int, name: str, step: Step, cut: Cut) -> None:
        for items, thing in zip(given.calls, self._things(name, step, cut), strict=True):
            items[place] = thing

    def _things(self, name: str, step: Step, cut: Cut) -> list[Any]:
        """What a step is handed under a name in each slice."""
        if name in self._tables:
            return self._lend(step, name, cut)
        if name in self._schema.indexes:
            return [self._index(name, self._schema.indexes[name])] * len(cut.slices)
        if name.startswith("new_"):
            return [self._lend_queue(step, part, name[4:]) for part in cut.slices]
        return [self._purse(step, part) if name == "purse" else _lend_journal(part.journal) for part in cut.slices]

    # ------------------------------------------------------------------------------------------------------------ tables

    def _lend(self, step: Step, name: str, cut: Cut) -> list[Any]:
        table = self._tables[name]
        rows = cut.rows_of(table) if name in step.visited else [NO_ROWS] * len(cut.slices)
        if PLAIN:
            return [self._lend_plain(step, table, part, each) for part, each in zip(cut.slices, rows, strict=True)]
        kept = self._shapes.get((step, name))
        if kept is None or kept[0] != table.layout:
            used = used_by(step, table)
            # whole columns, spare capacity too: they stay what they are when rows are added
            columns = [self._lend_column(table, column, f"{name}.{column}" in step.changes) for column in used]
            shape = shape_of(name, ("rows", "length"), used, step.plain.__name__, step.plain.__module__)
            kept = self._shapes[step, name] = (table.layout, shape, columns)
        _, shape, columns = kept
        return [shape(each, table.capacity, *columns) for each in rows]

    def _lend_plain(self, step: Step, table: TableState, part: Slice, rows: Array | Stretch) -> Any:
        used, inside = used_by(step, table), self._inside(step, table, part)
        columns = [
            PlainColumn(table[column], f"{table.name}.{column}", step.name, f"{table.name}.{column}" in step.changes, inside)
            for column in used
        ]
        shape = shape_of(table.name, ("rows", "length"), used, step.plain.__name__, step.plain.__module__)
        return shape(rows.tolist(), table.count, *columns)

    def _inside(self, step: Step, table: TableState, part: Slice) -> Any:
        """Whether a row lies in the counties a step visits; None where it visits none and may write anywhere."""
        county = table["county"]
        return None if step.visits is None else lambda row: part.first <= county[row] < part.last

    def _lend_column(self, table: TableState, column: str, may_write: bool) -> Any:
        kept = self._columns.get((table.name, column, may_write))
        if kept is None or kept.array is not table.arrays[column]:
            kept = self._columns[table.name, column, may_write] = lent(table.arrays[column], may_write)
        return kept

    def _index(self, name: str, declared: Index) -> Any:
        table = self._tables[declared.table]
        kept = self._indexes.get(name)
        if kept is None or kept[0] != table.version:
            line = line_up(table, declared.by, kept[2] if kept is not None else None)
            keys, rows, first, *sizes = build_index(line)
            if PLAIN:
                made = IndexArrays(keys.tolist(), rows.tolist(), first.tolist(), *sizes)
            else:
                made = IndexArrays(lent(keys, False), lent(rows, False), lent(first, False), *sizes)
            kept = self._indexes[name] = (table.version, made, line)
        return kept[1]

    # ----------------------------------------------------------------------------------- what a slice keeps for itself

    def queue(self, part: Slice, name: str) -> Any:
        """Where new records of a table wait in a slice until the step is over."""
        if name not in part.queues:
            declaration = self._tables[name].declaration
            room = max(1024, len(part.journal.kind) // 4)
            columns = [room_for(spec, room) for spec in declaration.columns.values()]
            part.queues[name] = declaration.Queue(np.array([0, room]), *columns)
        return part.queues[name]

    def _lend_queue(self, step: Step, part: Slice, name: str) -> Any:
        queue, used = self.queue(part, name), set_by(step, self._tables[name])
        shape = shape_of(f"new_{name}", ("count",), used, step.plain.__name__, step.plain.__module__)
        columns = [getattr(queue, column) for column in used]
        return shape(queue.count, *(columns if PLAIN else [lent(column, True) for column in columns]))

    def _purse(self, step: Step, part: Slice) -> Purse:
        accounts = self._tables["accounts"]
        balance, sector = accounts["balance"], accounts["sector"]
        if PLAIN:
            return purse_of(
                PlainColumn(balance, "accounts.balance", step.name, True, self._inside(step, accounts, part)),
                PlainColumn(sector, "accounts.sector", step.name, False),
                part.flows,
                self._first_border,
            )
        return purse_of(lent(balance, True), lent(sector, False), part.flows, self._first_border, lambda flows: lent(flows, True))


def used_by(step: Step, table: TableState) -> tuple[str, ...]:
    """The columns of a table that a step, or a function it calls, may use."""
    return tuple(column for column in table if column in step.uses)


def set_by(step: Step, table: TableState) -> tuple[str, ...]:
    """The columns of a new record that a step may set; all others begin as declared."""
    return tuple(column for column in table if column in step.uses or column == "county")


def _lend_journal(journal: Journal) -> Journal:
    if PLAIN:
        return journal
    return Journal(journal.count, *[lent(getattr(journal, column), True) for column in JOURNAL_COLUMNS])
