"""A world in the making: tables, accounts, journal and indexes, and how a step is carried out on them.

A step that visits a table is cut by county and run on ordinary threads.  Each slice has its own journal, queues of new rows and flow
matrix; at the join they are put together in county order, so that the bytes do not depend on threads or cuts.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from allssam.engine.calendar import Month, calendar_month, month_text
from allssam.engine.compiling import PLAIN, entry_of
from allssam.engine.dice import die
from allssam.engine.errors import CapacityError, DeclarationError, RunError
from allssam.engine.handing import Cut, Given, Lender, Slice, cut_at, set_by
from allssam.engine.journal import Log, take_down
from allssam.engine.ledger import check_closing, sector_balances
from allssam.engine.lending import TO_BE_READ
from allssam.engine.pipeline import Pipeline, Schema
from allssam.engine.steps import Step
from allssam.engine.stretch import Stretch
from allssam.engine.tables import (
    Array,
    Reuse,
    TableState,
    mark,
    move,
    room_for,
    settle,
    settle_rows,
    spread,
    tally,
)
from allssam.engine.team import Team

MOST_SLICES = 16
WORTH_SHARING = 0.00015  # seconds of work in a step before threads share it
WORTH_CUTTING = 0.0015  # seconds of work in a step before it is cut into more slices than there are threads
MOST_IN_ONE = 5_000_000  # people
LEAST_IN_SLICE = 125_000  # people, where there are more slices than threads: each costs some 20 µs a step
LEAST_ROOM = 4  # spare rows a county has beside its share
NOTHING = np.zeros(0, np.bool_)
LOG_TYPES = (np.int64, np.int16, np.int64, np.int64, np.int64, np.int16, np.int64, np.int64)


@dataclass(frozen=True)
class Leavings:
    """What a step may leave behind when it is over."""

    tells: bool
    founds: tuple[tuple[str, tuple[str, ...]], ...]  # tables, and the columns of new records it may set
    moves: tuple[tuple[str, bool], ...]  # tables whose order or indexes it may change: taken for granted, or seen in rows closed
    names_events: tuple[tuple[str, str], ...]  # columns of tables
    queues_events: tuple[tuple[str, str], ...]  # columns of new records


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
        self._lender = Lender(schema, tables)
        self._writes: tuple[Pipeline, dict[str, list[str]]] | None = None
        # kept by step and not by its name, which another step may bear from some month on
        self._leavings: dict[Step, Leavings] = {}
        self._entries: dict[tuple[Step, tuple[type, ...]], Callable[..., Any]] = {}
        self._slices = self._shares = self._whole = cut_at([0], np.zeros(0), schema)
        self._parts: list[Slice] = []
        self._team: Team | None = None
        self._took: dict[str, float] = {}
        self._may_join = False
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
        self._whole = self._cut(people, []) if len(self._slices.slices) > 1 else self._slices
        self._parts = [part for cut in self._cuts() for part in cut.slices]
        self._took.clear()
        self.close_threads()
        self._threads, self._team = threads, Team(threads) if threads > 1 else None

    def _cut(self, people: Array, cuts: Iterable[int]) -> Cut:
        """Slices that begin at some counties, where so many people live in each."""
        edges = sorted({0, len(people), *(int(cut) for cut in cuts if 0 <= cut <= len(people))})
        return cut_at(edges, people, self.schema)

    def _cuts(self) -> list[Cut]:
        """The ways in which the country is cut, each once."""
        return list({id(cut): cut for cut in (self._slices, self._shares, self._whole)}.values())

    def close_threads(self) -> None:
        """Give back the threads."""
        if self._team is not None:
            self._team.close()
            self._team = None

    # --------------------------------------------------------------------------------------------------- a month's steps

    def advance(self, pipeline: Pipeline, values: dict[str, Any], after: Callable[[Step], None] | None = None) -> Array:
        """Carry out one month and close its accounts.  `values` holds the parameters of each mechanism for this month.

        Returns the flow matrix, shape (sectors, sectors, purposes), won.  Raises AccountsError unless it closes to zero.
        """
        month = calendar_month(self.month)
        self._logged = 0
        for part in self._parts:
            part.flows[:] = 0
        ready = []  # for all steps at once: code that has just been run is still at hand, between steps it is not
        for step in pipeline:
            start = time.perf_counter()
            ready.append((step, self._parameters(step, month, values), self._dice(step, month_text(month.number))))
            self._add_seconds(step, start)
        for step, p, dice in ready:
            start = time.perf_counter()
            self._carry_out(step, month, p, dice)
            self._add_seconds(step, start)
            if after is not None:
                after(step)
        overrun = [column for name, columns in self._writable(pipeline).items() for column in self.tables[name].overrun(columns)]
        if overrun:
            raise DeclarationError(
                f"In {month_text(month.number)} a step wrote to a row that is not there, of {', '.join(overrun)}. "
                "Run it again with ALLSSAM_CHECKED=1 in the environment, which names the function."
            )
        flows = sum((part.flows for part in self._parts), np.zeros_like(self._parts[0].flows))
        closing = self.sector_balances()
        check_closing(self.opening, closing, flows, self.schema.sectors, self.schema.flows, month_text(self.month))
        self.opening = closing
        self.month += 1
        return flows

    def _add_seconds(self, step: Step, start: float) -> None:
        self.seconds[step.name] = self.seconds.get(step.name, 0.0) + time.perf_counter() - start

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
        """Carry out one step by itself: the accounts of the month are not closed."""
        self._carry_out(step, month, self._parameters(step, month, values), self._dice(step, month_text(month.number)))

    def _parameters(self, step: Step, month: Month, values: dict[str, Any]) -> Any:
        if step.parameters is None:
            return None
        given = values.get(step.parameters.mechanism)
        return given if given is not None else step.parameters().in_month(month.number)

    def _carry_out(self, step: Step, month: Month, p: Any, dice: Any) -> None:
        """Lend the tables, run the slices, join what they leave."""
        leavings = self._leavings.get(step) or self._look_at(step)
        cut = self._cut_for(step)
        if leavings.tells:
            self._open_journals(cut)
        given = self._lender.given(step, cut, p, dice, month)
        try:
            function = self._entries.get((step, given.kinds)) or self._entry(step, given)
            start = time.perf_counter()
            if self._team is not None and len(given.calls) > 1:
                # the last first: the last county may have by far the most to do
                self._team.each(function, reversed(given.calls))
            else:
                for call in given.calls:
                    function(*call)
            self._took[step.name] = (time.perf_counter() - start) * min(self._threads, len(given.calls))
        except Exception as error:
            raise _explained(step, error) from error
        self._join(step, cut, leavings)

    def _dice(self, step: Step, when: str) -> Any:
        return step.Dice(*[die(self.seed, when, f"{step.mechanism}.{name}") for name in step.draws] or [0])

    def _cut_for(self, step: Step) -> Cut:
        """The slices in which a step is carried out; one for all where it does not visit, or is done before threads could share it."""
        took = self._took.get(step.name, WORTH_CUTTING) if self._may_join else WORTH_CUTTING
        if step.visits is None or took < WORTH_SHARING:
            return self._whole
        return self._shares if took < WORTH_CUTTING else self._slices

    def compile(self, step: Step) -> None:
        """Compile a step for the tables of this world, without carrying it out; it is then in the cache for later runs."""
        if PLAIN:
            return
        month = calendar_month(self.month)
        p, dice = self._parameters(step, month, {}), self._dice(step, month_text(self.month))
        cut = self._slices if step.visits is not None else self._whole
        try:
            self._entry(step, self._lender.given(step, cut, p, dice, month))
        except Exception as error:
            raise _explained(step, error) from error

    def _entry(self, step: Step, given: Given) -> Callable[..., Any]:
        """The compiled code of a step for arguments of these types, which are the same in every slice and month."""
        if PLAIN:
            return step.function
        made = self._entries[step, given.kinds] = entry_of(step.function, given.calls[0])
        return made

    # --------------------------------------------------------------------------------------------------------- the join

    def _look_at(self, step: Step) -> Leavings:
        """What a step may leave behind, once seen."""
        keys = {f"{made.table}.{column}" for made in self.schema.indexes.values() for column in made.by}
        moves: dict[str, bool] = {}
        for change in step.changes:
            owner, _, column = change.partition(".")
            if column == "county" or change in keys:
                moves[owner] = True
            elif column == "open":
                moves.setdefault(owner, False)
        founds = [name[4:] for name in step.reads if name.startswith("new_")]
        changed = [(owner, column) for owner, _, column in (change.partition(".") for change in step.changes)]
        made = self._leavings[step] = Leavings(
            tells="journal" in step.reads,
            founds=tuple((name, set_by(step, self.tables[name])) for name in founds),
            moves=tuple(moves.items()),
            names_events=tuple((owner, column) for owner, column in changed if self._is_event(owner, column)),
            queues_events=tuple((name, column) for name in founds for column in self.tables[name] if self._is_event(name, column)),
        )
        return made

    def _is_event(self, table: str, column: str) -> bool:
        return self.tables[table].declaration.columns[column].refers == "event"

    def _join(self, step: Step, cut: Cut, leavings: Leavings) -> None:
        if leavings.tells:
            self._join_journals(step, cut, leavings)
        for name, columns in leavings.founds:
            self._join_queues(step, cut, name, columns)
        for name, always in leavings.moves:
            table = self.tables[name]
            if always:
                table.changed()
            else:
                table.note_closing()

    def _open_journals(self, cut: Cut) -> None:
        """Say how events are numbered: for good where one slice is all there is, else from -1 downward until the slices are joined."""
        cut.journal.count[:, 2:] = (self.events_told, 1) if len(cut.slices) == 1 else (0, -1)

    def _join_journals(self, step: Step, cut: Cut, leavings: Leavings) -> None:
        counts = cut.journal.count
        told = int(counts[:, 0].sum())
        if told == 0:
            return
        for part, (count, room) in zip(cut.slices, counts[:, :2].tolist(), strict=True):
            if count > room:
                raise CapacityError(
                    f"{step.name} told {count:,} events in one month in counties {part.first} to {part.last - 1}; "
                    f"the journal holds {room:,}. Nothing was dropped: the run stops here."
                )
        if len(cut.slices) > 1 and (leavings.names_events or leavings.queues_events):
            self._settle_events(cut, leavings)
        people = self.tables["people"]
        whether_told = people.arrays.get("told", NOTHING)
        self._take_down(
            cut.journal, cut.starts, self.events_told, self._logged, self._log_for(told), people["id"], people["county"], whether_told
        )
        self.events_told += told
        self._logged += told

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
        whether_told = people.arrays.get("told", NOTHING)
        return entry_of(
            take_down, (self._whole.journal, self._whole.starts, 0, 0, self._log, people["id"], people["county"], whether_told)
        )

    def _settle_events(self, cut: Cut, leavings: Leavings) -> None:
        """Give events their final numbers where the slices have named them."""
        base = self.events_told
        for number, count in enumerate(cut.journal.count[:, 0].tolist()):
            if count == 0:
                continue
            for name, column in leavings.names_events:
                table = self.tables[name]
                rows = cut.rows_of(table)[number]
                if isinstance(rows, Stretch):
                    settle(table[column][rows.first : rows.last], base)
                else:
                    settle_rows(table[column], rows, base)
            for name, column in leavings.queues_events:
                queue = self._lender.queue(cut.slices[number], name)
                settle(getattr(queue, column)[: queue.count[0]], base)
            base += count

    def _join_queues(self, step: Step, cut: Cut, name: str, set_columns: tuple[str, ...]) -> None:
        founded: list[tuple[Any, int]] = []
        for part in cut.slices:
            queue = self._lender.queue(part, name)
            count, room = int(queue.count[0]), int(queue.count[1])
            if count > room:
                raise CapacityError(
                    f"{step.name} founded more than {room:,} {name} in one month in counties {part.first} to {part.last - 1}."
                )
            if count:
                founded.append((queue, count))
        if not founded:
            return
        table = self.tables[name]
        columns = table.declaration.columns
        place = table.add(sum(count for _, count in founded)).start  # rows that begin as declared
        for queue, count in founded:
            for key in set_columns:
                values = getattr(queue, key)[:count]
                table.arrays[key][place : place + count] = values
                values[:] = columns[key].start
            place += count
            queue.count[0] = 0
        table.came_or_went()

    # ------------------------------------------------------------------------------------------------ the yearly re-layout

    def relayout(self) -> None:
        """Drop closed records, put the rest in county order, and rewrite every reference to a row.  Run once a year."""
        self._lender.let_go(self._cuts())
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
        # the widest first, while least has grown; the old counties are asked for to the end, and would be kept beside the new ones
        columns = sorted(table.declaration.columns.items(), key=lambda each: (each[0] == "county", -each[1].dtype.itemsize))
        for key, spec in columns:
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
        bounds = [(part.first, part.last) for part in self._slices.slices]
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
