"""A world in the making: tables, accounts, journal and indexes, and how a step is carried out on them.

A step that visits a table is cut by county and run on ordinary threads.  Each slice has its own journal, queues of new rows and flow
matrix; at the join they are put together in county order, so that the bytes do not depend on threads or cuts.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from allssam.engine.calendar import Month, calendar_month, month_text
from allssam.engine.compiling import PLAIN, entry_of
from allssam.engine.dice import die
from allssam.engine.errors import CapacityError, DeclarationError, RunError
from allssam.engine.journal import JOURNAL_COLUMNS, Journal, Log, take_down
from allssam.engine.ledger import check_closing, first_border, purse_of, sector_balances
from allssam.engine.lending import TO_BE_READ, lent
from allssam.engine.pipeline import Pipeline, Schema
from allssam.engine.steps import Step
from allssam.engine.stretch import Stretch
from allssam.engine.tables import (
    NO_ROWS,
    Array,
    Index,
    IndexArrays,
    PlainColumn,
    Reuse,
    TableState,
    build_index,
    line_up,
    mark,
    move,
    room_for,
    settle,
    shape_of,
    spread,
    tally,
)
from allssam.engine.team import Team

MOST_SLICES = 16
WORTH_SHARING = 0.00015  # seconds of work in a step before threads share it
WORTH_CUTTING = 0.0015  # seconds of work in a step before it is cut into more slices than there are threads
MOST_IN_ONE = 5_000_000  # people
LEAST_IN_SLICE = 250_000  # people, where there are more slices than threads: each costs some 50 µs a step
LEAST_ROOM = 4  # spare rows a county has beside its share
NOTHING = np.zeros(0, np.bool_)
JOURNAL_TYPES = {
    "kind": np.int16,
    "who": np.int32,
    "whom": np.int32,
    "org": np.int32,
    "amount": np.int64,
    "because": np.int64,
}
LOG_TYPES = (np.int64, np.int16, np.int64, np.int64, np.int64, np.int16, np.int64, np.int64)


@dataclass(slots=True)
class Given:
    """What a step is handed in a slice.  Kept from month to month; what moves is brought up to date."""

    items: list[Any]
    lasting: list[tuple[int, str, TableState]]
    layouts: list[int]
    moving: list[tuple[int, str, TableState]]
    versions: list[int]
    p: int | None
    dice: int | None
    month: int | None


@dataclass
class Slice:
    """Some counties that lie side by side, and what a step leaves behind there before the join."""

    first: int
    last: int
    journal: dict[str, Array]
    count: Array
    flows: Array
    queues: dict[str, Any]
    purse: tuple[int, Any] | None = None
    told: Any = None
    given: dict[Step, Given] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """Events of one step or month: numbers of people and organisations as ids, -1 where there is none."""

    id: Array
    kind: Array
    who: Array
    whom: Array
    org: Array
    county: Array
    amount: Array
    because: Array


class World:
    """The state of one run."""

    def __init__(self, schema: Schema, tables: dict[str, TableState], seed: int, month: int) -> None:
        self.schema = schema
        self.tables = tables
        self.seed = seed
        self.month = month
        self.events_told = 0
        self._log = Log(*[np.empty(4096, kind) for kind in LOG_TYPES])
        self._logged = 0
        self._indexes: dict[str, tuple[int, Any, Any]] = {}
        # kept by step and not by its name, which another step may bear from some month on
        self._lent: dict[tuple[Step, str], tuple[int, Any, list[Any]]] = {}
        self._lent_columns: dict[tuple[str, str, bool], Any] = {}
        self._rows_as: dict[tuple[Step, str], type] = {}
        self._moved: dict[Step, list[tuple[str, bool]]] = {}
        self._writes: tuple[Pipeline, dict[str, list[str]]] | None = None
        self._names_events: dict[Step, list[tuple[str, str]]] = {}
        self._entries: dict[Step, Callable[..., Any]] = {}
        self._slices: list[Slice] = []
        self._shares: list[Slice] = []
        self._whole: Slice
        self._parts: list[Slice] = []
        self._team: Team | None = None
        self._took: dict[str, float] = {}
        self._may_join = False
        self._first_border = first_border(schema.sectors)
        self.opening = self.sector_balances()
        self.seconds: dict[str, float] = {}
        self.arrange(threads=1)

    def __getitem__(self, name: str) -> TableState:
        return self.tables[name]

    # ------------------------------------------------------------------------------------------- slices and threads

    def arrange(self, threads: int = 1, cuts: Sequence[int] | None = None, most_slices: int = MOST_SLICES) -> None:
        """Cut the counties into slices for a number of threads.  `cuts` names the first county of each slice but the first."""
        counties = self.tables["counties"].count
        people = tally(self.tables["people"]["county"], counties) + 1
        everybody = int(people.sum())
        wanted = 1 if threads == 1 else min(most_slices, counties, max(threads, min(4 * threads, everybody // LEAST_IN_SLICE)))
        self._slices = self._cut(people, _even(people, wanted) if cuts is None else cuts)
        # fewer slices than that need room for what more may tell and found; cuts made by hand are kept to
        self._may_join = cuts is None and not PLAIN and everybody < MOST_IN_ONE
        self._shares = self._cut(people, _even(people, threads)) if self._may_join and wanted > threads else self._slices
        self._whole = self._cut(people, [])[0] if len(self._slices) > 1 else self._slices[0]
        self._parts = list({id(part): part for part in [*self._slices, *self._shares, self._whole]}.values())
        self._took.clear()
        self.close_threads()
        self._threads, self._team = threads, Team(threads) if threads > 1 else None

    def _cut(self, people: Array, cuts: Iterable[int]) -> list[Slice]:
        """Slices that begin at some counties, where so many people live in each."""
        edges = sorted({0, len(people), *(int(cut) for cut in cuts if 0 <= cut <= len(people))})
        return [self._slice(a, b, int(people[a:b].sum())) for a, b in pairwise(edges)]

    def _slice(self, first: int, last: int, people: int) -> Slice:
        room = max(4096, people // 32)
        return Slice(
            first,
            last,
            {name: np.zeros(room, kind) for name, kind in JOURNAL_TYPES.items()},
            np.array([0, room, 0, 0]),
            np.zeros((len(self.schema.sectors), len(self.schema.sectors), len(self.schema.flows)), np.int64),
            {},
        )

    def close_threads(self) -> None:
        """Give back the threads."""
        if self._team is not None:
            self._team.close()
            self._team = None

    def _queue(self, part: Slice, name: str) -> Any:
        if name not in part.queues:
            declaration = self.tables[name].declaration
            room = max(1024, len(part.journal["kind"]) // 4)
            columns = [room_for(spec, room) for spec in declaration.columns.values()]
            part.queues[name] = declaration.Queue(np.array([0, room]), *columns)
        return part.queues[name]

    def _set_by(self, step: Step, name: str) -> tuple[str, ...]:
        """The columns of a new record that a step may set; all others begin as declared."""
        return tuple(column for column in self.tables[name] if column in step.uses or column == "county")

    def _lend_queue(self, step: Step, part: Slice, name: str) -> Any:
        queue, used = self._queue(part, name), self._set_by(step, name)
        shape = shape_of(f"new_{name}", ("count",), used, step.plain.__name__, step.plain.__module__)
        columns = [getattr(queue, column) for column in used]
        return shape(queue.count, *(columns if PLAIN else [lent(column, True) for column in columns]))

    # --------------------------------------------------------------------------------------------------- a month's steps

    def advance(self, pipeline: Pipeline, values: dict[str, Any], after: Callable[[Step], None] | None = None) -> Array:
        """Carry out one month and close its accounts.  `values` holds the parameters of each mechanism for this month.

        Returns the flow matrix, shape (sectors, sectors, purposes), won.  Raises AccountsError unless it closes to zero.
        """
        month = calendar_month(self.month)
        self._logged = 0
        for part in self._parts:
            part.flows[:] = 0
        for step in pipeline:
            start = time.perf_counter()
            self.carry_out(step, month, values)
            self.seconds[step.name] = self.seconds.get(step.name, 0.0) + time.perf_counter() - start
            if after is not None:
                after(step)
        overrun = [column for name, columns in self._writable(pipeline).items() for column in self.tables[name].overrun(columns)]
        if overrun:
            raise DeclarationError(
                f"In {month_text(month.number)} a step wrote to a row that is not there, of {', '.join(overrun)}. "
                "Run it again with ALLSSAM_CHECKED=1 in the environment, which names the function."
            )
        flows = sum((part.flows for part in self._parts), np.zeros_like(self._slices[0].flows))
        closing = self.sector_balances()
        check_closing(self.opening, closing, flows, self.schema.sectors, self.schema.flows, month_text(self.month))
        self.opening = closing
        self.month += 1
        return flows

    def _writable(self, pipeline: Pipeline) -> dict[str, list[str]]:
        """The columns that the steps of a month may write to, by table."""
        if self._writes is None or self._writes[0] is not pipeline:
            changes = {change for step in pipeline for change in step.changes} | {"accounts.balance"}
            found: dict[str, list[str]] = {}
            for owner, _, column in (change.partition(".") for change in sorted(changes)):
                found.setdefault(owner, []).append(column)
            self._writes = (pipeline, found)
        return self._writes[1]

    def sector_balances(self) -> Array:
        """The balance of each sector now, won."""
        accounts = self.tables["accounts"]
        return sector_balances(accounts["balance"], accounts["sector"], self.schema.sectors)

    def carry_out(self, step: Step, month: Month, values: dict[str, Any]) -> None:
        """Carry out one step: lend the tables, run the slices, join what they leave."""
        parameters = step.parameters
        p = None
        if parameters is not None:
            p = values.get(parameters.mechanism)
            if p is None:
                p = parameters().in_month(month.number)
        dice = self._dice(step, month_text(month.number))
        parts = self._parts_of(step)
        if "journal" in step.reads:
            self._open_journals(parts)
        calls = [self._arguments(step, part, p, dice, month) for part in parts]
        try:
            function = self._entries.get(step) or self._entry(step, calls[0])
            start = time.perf_counter()
            if self._team is not None and len(calls) > 1:
                # the last first: the last county may have by far the most to do
                self._team.each(function, reversed(calls))
            else:
                for given in calls:
                    function(*given)
            self._took[step.name] = (time.perf_counter() - start) * min(self._threads, len(calls))
        except Exception as error:
            raise _explained(step, error) from error
        self._join(step, parts)

    def _dice(self, step: Step, when: str) -> Any:
        return step.Dice(*[die(self.seed, when, f"{step.mechanism}.{name}") for name in step.draws] or [0])

    def _parts_of(self, step: Step) -> list[Slice]:
        """The slices in which a step is carried out; one for all where it does not visit, or is done before threads could share it."""
        took = self._took.get(step.name, WORTH_CUTTING) if self._may_join else WORTH_CUTTING
        if step.visits is None or took < WORTH_SHARING:
            return [self._whole]
        return self._shares if took < WORTH_CUTTING else self._slices

    def compile(self, step: Step) -> None:
        """Compile a step for the tables of this world, without carrying it out; it is then in the cache for later runs."""
        if PLAIN:
            return
        values = step.parameters().in_month(self.month) if step.parameters is not None else None
        part = self._slices[0] if step.visits is not None else self._whole
        dice = self._dice(step, "2009-01")
        try:
            self._entry(step, self._arguments(step, part, values, dice, calendar_month(self.month)))
        except Exception as error:
            raise _explained(step, error) from error

    def _entry(self, step: Step, given: list[Any]) -> Callable[..., Any]:
        """The compiled code of a step for arguments of these types, which are the same in every slice and month."""
        if PLAIN:
            return step.function
        kept = self._entries.get(step)
        if kept is None:
            kept = self._entries[step] = entry_of(step.function, given)
        return kept

    def _arguments(self, step: Step, part: Slice, p: Any, dice: Any, month: Month) -> list[Any]:
        kept = part.given.get(step)
        if kept is None or PLAIN:
            kept = part.given[step] = self._give(step, part)
        items = kept.items
        if kept.layouts != [table.layout for _, _, table in kept.lasting]:
            for place, name, _ in kept.lasting:
                items[place] = self._thing(name, step, part)
            kept.layouts = [table.layout for _, _, table in kept.lasting]
        if kept.versions != [table.version for _, _, table in kept.moving]:
            for number, (place, name, table) in enumerate(kept.moving):
                if kept.versions[number] != table.version:
                    items[place] = self._thing(name, step, part)
                    kept.versions[number] = table.version
        if kept.p is not None:
            items[kept.p] = p
        if kept.dice is not None:
            items[kept.dice] = dice
        if kept.month is not None:
            items[kept.month] = month
        return items

    def _thing(self, name: str, step: Step, part: Slice) -> Any:
        """What a step is handed under a name."""
        if name in self.tables:
            return self._lend(step, name, part)
        if name in self.schema.indexes:
            return self._index(name, self.schema.indexes[name])
        if name.startswith("new_"):
            return self._lend_queue(step, part, name[4:])
        return self._purse(step, part) if name == "purse" else self._lend_journal(part)

    def _give(self, step: Step, part: Slice) -> Given:
        made = Given([None] * len(step.reads), [], [], [], [], None, None, None)
        for place, name in enumerate(step.reads):
            if name in ("p", "dice", "month"):
                setattr(made, name, place)
                continue
            made.items[place] = self._thing(name, step, part)
            if name in self.tables or name == "purse":
                table = self.tables["accounts" if name == "purse" else name]
                (made.moving if name in step.visited else made.lasting).append((place, name, table))
            elif name in self.schema.indexes:
                made.moving.append((place, name, self.tables[self.schema.indexes[name].table]))
        made.layouts = [table.layout for _, _, table in made.lasting]
        made.versions = [table.version for _, _, table in made.moving]
        return made

    def _lend_journal(self, part: Slice) -> Any:
        if part.told is None:
            columns = [part.journal[key] for key in JOURNAL_COLUMNS]
            part.told = Journal(part.count, *(columns if PLAIN else [lent(column, True) for column in columns]))
        return part.told

    def _lend(self, step: Step, name: str, part: Slice) -> Any:
        table = self.tables[name]
        key = (step, name)
        kept = self._lent.get(key)
        if kept is None or kept[0] != table.layout:
            used = self._used(step, name)
            # whole columns, spare capacity too: they stay what they are when rows are added
            columns = [] if PLAIN else [self._lend_column(table, column, f"{name}.{column}" in step.changes) for column in used]
            shape = shape_of(name, ("rows", "length"), used, step.plain.__name__, step.plain.__module__)
            kept = (table.layout, shape, columns)
            self._lent[key] = kept
        _, shape, columns = kept
        rows = table.rows_between(part.first, part.last) if name in step.visited else NO_ROWS
        if self._rows_as.setdefault(key, type(rows)) is not type(rows):
            self._rows_as[key] = type(rows)
            self._entries.pop(step, None)  # what was compiled takes rows of the other kind
        if PLAIN:
            county = table["county"]
            inside = (lambda row: part.first <= county[row] < part.last) if step.visits is not None else None
            return shape(
                rows.tolist(),
                table.count,
                *[
                    PlainColumn(
                        table[column], f"{name}.{column}", step.name, f"{name}.{column}" in step.changes, inside
                    )
                    for column in self._used(step, name)
                ],
            )
        return shape(rows, table.capacity, *columns)

    def _lend_column(self, table: TableState, column: str, may_write: bool) -> Any:
        kept = self._lent_columns.get((table.name, column, may_write))
        if kept is None or kept.array is not table.arrays[column]:
            kept = lent(table.arrays[column], may_write)
            self._lent_columns[table.name, column, may_write] = kept
        return kept

    def _used(self, step: Step, name: str) -> tuple[str, ...]:
        """The columns of a table that a step, or a function it calls, may use."""
        return tuple(column for column in self.tables[name] if column in step.uses)

    def _purse(self, step: Step, part: Slice) -> Any:
        accounts = self.tables["accounts"]
        balance, sector = accounts["balance"], accounts["sector"]
        if PLAIN:
            county = accounts["county"]
            inside = (lambda row: part.first <= county[row] < part.last) if step.visits is not None else None
            return purse_of(
                PlainColumn(balance, "accounts.balance", step.name, True, inside),
                PlainColumn(sector, "accounts.sector", step.name, False),
                part.flows,
                self._first_border,
            )
        if part.purse is None or part.purse[0] != accounts.layout:
            made = purse_of(lent(balance, True), lent(sector, False), part.flows, self._first_border, lambda flows: lent(flows, True))
            part.purse = (accounts.layout, made)
        return part.purse[1]

    def _index(self, name: str, declared: Index) -> Any:
        table = self.tables[declared.table]
        kept = self._indexes.get(name)
        if kept is None or kept[0] != table.version:
            line = line_up(table, declared.by, kept[2] if kept is not None else None)
            keys, rows, first, *sizes = build_index(line)
            made = (
                IndexArrays(keys.tolist(), rows.tolist(), first.tolist(), *sizes)
                if PLAIN
                else IndexArrays(lent(keys, False), lent(rows, False), lent(first, False), *sizes)
            )
            kept = (table.version, made, line)
            self._indexes[name] = kept
        return kept[1]

    # --------------------------------------------------------------------------------------------------------- the join

    def _join(self, step: Step, parts: list[Slice]) -> None:
        if "journal" in step.reads:
            self._join_journals(step, parts)
        for name in step.reads:
            if name.startswith("new_"):
                self._join_queue(step, name[4:], parts)
        for name, always in self._moves(step):
            table = self.tables[name]
            if always:
                table.changed()
            else:
                table.note_closing()

    def _moves(self, step: Step) -> list[tuple[str, bool]]:
        """Tables whose order or indexes a step may change: whether it must be taken for granted, or shows in rows closed."""
        kept = self._moved.get(step)
        if kept is None:
            keys = {f"{made.table}.{column}" for made in self.schema.indexes.values() for column in made.by}
            found: dict[str, bool] = {}
            for change in step.changes:
                owner, _, column = change.partition(".")
                if column == "county" or change in keys:
                    found[owner] = True
                elif column == "open":
                    found.setdefault(owner, False)
            kept = self._moved[step] = list(found.items())
        return kept

    def _open_journals(self, parts: list[Slice]) -> None:
        """Say how events are numbered: for good where one slice is all there is, else from -1 downward until the slices are joined."""
        for part in parts:
            part.count[2:] = (self.events_told, 1) if len(parts) == 1 else (0, -1)

    def _join_journals(self, step: Step, parts: list[Slice]) -> None:
        counts = [int(part.count[0]) for part in parts]
        if not any(counts):
            return
        people = self.tables["people"]
        ids, counties, told = people["id"], people["county"], people.arrays.get("told", NOTHING)
        log = self._log_for(sum(counts))
        for part, count in zip(parts, counts, strict=True):
            if count == 0:
                continue
            room = len(part.journal["kind"])
            if count > room:
                raise CapacityError(
                    f"{step.name} told {count:,} events in one month in counties {part.first} to {part.last - 1}; "
                    f"the journal holds {room:,}. Nothing was dropped: the run stops here."
                )
            journal = Journal(part.count, *[part.journal[name] for name in JOURNAL_COLUMNS])
            self._take_down(journal, count, self.events_told, self._logged, log, ids, counties, told)
            if len(parts) > 1:
                self._settle_events(step, part, self.events_told)
            part.count[0] = 0
            self.events_told += count
            self._logged += count

    def _log_for(self, more: int) -> Log:
        """The log of this month, with room for so many more events."""
        room = len(self._log.id)
        if self._logged + more > room:
            columns = [np.empty(max(2 * room, self._logged + more), kind) for kind in LOG_TYPES]
            for column, old in zip(columns, self._log, strict=True):
                column[: self._logged] = old[: self._logged]
            self._log = Log(*columns)
        return self._log

    @cached_property
    def _take_down(self) -> Callable[..., Any]:
        people = self.tables["people"]
        part = self._parts[0]
        journal = Journal(part.count, *[part.journal[name] for name in JOURNAL_COLUMNS])
        told = people.arrays.get("told", NOTHING)
        return entry_of(take_down, (journal, 0, 0, 0, self._log, people["id"], people["county"], told))

    def _settle_events(self, step: Step, part: Slice, base: int) -> None:
        names = self._names_events.get(step)
        if names is None:
            changed = [tuple(change.split(".")) for change in step.changes]
            named = [(owner, column) for owner, column in changed if self._is_event(owner, column)]
            queued = [name for name in step.reads if name.startswith("new_")]
            named += [(name, column) for name in queued for column in self.tables[name[4:]] if self._is_event(name[4:], column)]
            names = self._names_events[step] = named
        for owner, column in names:
            if owner.startswith("new_"):
                queue = self._queue(part, owner[4:])
                settle(getattr(queue, column), Stretch(0, int(queue.count[0])), base)
            else:
                table = self.tables[owner]
                settle(table[column], table.rows_between(part.first, part.last), base)

    def _is_event(self, table: str, column: str) -> bool:
        return self.tables[table].declaration.columns[column].refers == "event"

    def _join_queue(self, step: Step, name: str, parts: list[Slice]) -> None:
        columns = self.tables[name].declaration.columns
        queues = [(part, self._queue(part, name)) for part in parts]
        if not any(queue.count[0] for _, queue in queues):
            return
        founded: list[tuple[Any, int]] = []
        for part, queue in queues:
            count, room = int(queue.count[0]), int(queue.count[1])
            if count > room:
                raise CapacityError(
                    f"{step.name} founded more than {room:,} {name} in one month in counties {part.first} to {part.last - 1}."
                )
            if count:
                founded.append((queue, count))
        table = self.tables[name]
        place = table.add(sum(count for _, count in founded)).start  # rows that begin as declared
        for queue, count in founded:
            for key in self._set_by(step, name):
                values = getattr(queue, key)[:count]
                table.arrays[key][place : place + count] = values
                values[:] = columns[key].start
            place += count
            queue.count[0] = 0
        table.came_or_went()

    # ------------------------------------------------------------------------------------------------ the yearly re-layout

    def relayout(self) -> None:
        """Drop closed records, put the rest in county order, and rewrite every reference to a row.  Run once a year."""
        self._let_go()
        for name, table in self.tables.items():
            if table.declaration.lasting:
                continue
            rows, _ = table.rows()
            if len(rows) == table.count and np.array_equal(rows, np.arange(table.count)):
                continue
            new_place = np.full(table.count + 1, -1, np.int32)
            new_place[rows] = np.arange(len(rows), dtype=np.int32)
            for key, spec in table.declaration.columns.items():
                table.arrays[key][: len(rows)] = table.arrays[key][rows]
                table.arrays[key][len(rows) : table.count] = spec.start
            table.count = len(rows)
            table.changed()
            for other in self.tables.values():
                for key, spec in other.declaration.columns.items():
                    if spec.refers == name:
                        other[key][:] = new_place[other[key]]
                        other.changed()

        for name, table in self.tables.items():
            if table.declaration.reuse is not None:
                self._make_room(name, table.declaration.reuse, self._free_rows(name, table.declaration.reuse))

    def _let_go(self) -> None:
        """Forget what steps were handed, or columns that grow would be kept beside the new ones until each step has been done again."""
        self._lent.clear()
        self._lent_columns.clear()
        self._indexes.clear()
        for part in self._parts:
            part.given.clear()
            part.purse = None

    def _free_rows(self, name: str, reuse: Reuse) -> Array:
        """Rows of a lasting table that have ended, and that no open row of any table names, start afresh.

        Returns how many rows each county then has to spare, int64.
        """
        table = self.tables[name]
        named = table[reuse.unless].copy() if reuse.unless else np.zeros(table.count, bool)
        for owner, other in self.tables.items():
            for key, spec in other.declaration.columns.items():
                if spec.refers == name and owner != "counties":  # a county names the first of its rows, whoever stands there
                    mark(named, other[key] if other.declaration.lasting else other[key][other.rows()[0]])
        free = np.flatnonzero((table[reuse.column] == reuse.ended) & ~named)
        for key, spec in table.declaration.columns.items():
            if key not in reuse.keeps:
                table[key][free] = reuse.spare if key == reuse.column else spec.start
        spare = (table[reuse.column] == reuse.spare) & ~named
        return np.bincount(table["county"][spare], minlength=self.tables["counties"].count)

    def _make_room(self, name: str, reuse: Reuse, left: Array) -> None:
        """Counties that are short of spare rows get some more at the end of theirs, with accounts if each row keeps one."""
        table, counties = self.tables[name], self.tables["counties"]
        rows = tally(table["county"], counties.count)
        wanted = np.where(rows > 0, np.ceil(reuse.room * rows) + LEAST_ROOM, 0).astype(np.int64)
        added = np.where(left < wanted, wanted, 0)
        if not added.any():
            return
        before, county_before = np.cumsum(added) - added, table["county"]
        ends = np.cumsum(rows + added)
        new = np.concatenate([np.arange(end - more, end) for end, more in zip(ends, added, strict=True)])
        county = np.repeat(np.arange(counties.count), added)
        for key, spec in table.declaration.columns.items():
            grown = room_for(spec, table.count + len(new))
            spread(table[key], county_before, before, grown)
            if key == reuse.column:
                grown[new] = reuse.spare
            elif spec.refers == "accounts" and key in reuse.keeps:
                sector = np.full(len(new), self.tables["accounts"]["sector"][table[key][0]])
                opened = self.tables["accounts"].append({"county": county, "sector": sector})
                grown[new] = np.arange(opened.start, opened.stop)
            elif key == "county":
                grown[new] = county
            table.put(key, grown)
        table.count += len(new)
        counties[reuse.rows][:] += added
        for other in self.tables.values():
            for key, spec in other.declaration.columns.items():
                if spec.refers == name:
                    move(other[key], county_before, before)
                    other.changed()
        table.changed()

    def forget(self) -> None:
        """Leave the past behind: events told so far are no longer known, and nothing in the tables names them."""
        for table in self.tables.values():
            for key, spec in table.declaration.columns.items():
                if spec.refers == "event":
                    table[key][:] = 0
            reuse = table.declaration.reuse
            if reuse is not None and reuse.unless is not None:
                table[reuse.unless][:] = False
        self.events_told = 0
        self._logged = 0
        self.seconds.clear()

    def over_slices(self, look: Callable[[int, int], None]) -> None:
        """Call `look(first county, county after the last)` for every slice, on the threads of this world."""
        bounds = [(part.first, part.last) for part in self._slices]
        if self._team is not None:
            self._team.each(look, bounds)
        else:
            for bound in bounds:
                look(*bound)

    def events_of_month(self) -> Told | None:
        """All events of the month just carried out, in order."""
        if self._logged == 0:
            return None
        return Told(*[column[: self._logged].copy() for column in self._log])


def _even(people: Array, slices: int) -> list[int]:
    """The first counties of all slices but the first, such that each has about as many people."""
    heads = np.cumsum(people)
    return [int(np.searchsorted(heads, heads[-1] * number / slices)) + 1 for number in range(1, slices)]


def _explained(step: Step, error: Exception) -> Exception:
    if isinstance(error, CapacityError | DeclarationError):
        return error
    text = str(error)
    if "setitem" in text and TO_BE_READ in text:
        return DeclarationError(
            f"{step.name} ({step.file}:{step.line}) hands a table to a function that changes a column it does not declare. "
            f"Add the column to changes=[…]. The compiler said: {text.splitlines()[0]}"
        )
    return RunError(
        f"{step.name} ({step.file}:{step.line}) could not be carried out: {type(error).__name__}: {text[:2000]}"
    )
