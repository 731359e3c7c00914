"""Reading what a run tells: its events one by one or as columns, its people, its months.

Everything in `explain` and `report` is read through a Record, a run's Results with the questions that are asked of the journal.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import numpy as np

from allssam.engine import Array, InputError, RunFolderError
from allssam.runs.records import PEOPLE
from allssam.runs.results import Results

Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True)
class Happening:
    """One row of events.parquet.  None where there is none."""

    id: int
    month: str
    kind: str
    rule: str
    who: int | None
    whom: int | None
    org: int | None
    place: str
    amount_won: int
    because: int | None

    @property
    def people(self) -> tuple[int, ...]:
        """Who takes part, the one who acts first."""
        return tuple(person for person in (self.who, self.whom) if person is not None)


@dataclass(frozen=True)
class Log:
    """The whole journal as columns, for questions that go over all of it."""

    id: Array
    kind: Array
    kinds: tuple[str, ...]
    who: Array
    whom: Array
    amount: Array
    cause: Array  # place in these columns of the event that caused it, -1 where none is recorded

    def of_kind(self, *names: str) -> Array:
        """The places of all events of some kinds."""
        codes = [self.kinds.index(name) for name in names if name in self.kinds]
        return np.nonzero(np.isin(self.kind, codes))[0]

    @cached_property
    def traced(self) -> tuple[Array, Array]:
        """Of each event: how many events stand before it in its chain, and the place of the first of them."""
        here = np.arange(len(self.cause))
        first = np.where(self.cause >= 0, self.cause, here)
        depth = (self.cause >= 0).astype(np.int64)
        while (more := depth[first]).any():
            depth = depth + more
            first = first[first]
        return depth, first

    @cached_property
    def amounts_along(self) -> Array:
        """Of each event: the won named in its whole chain, itself included."""
        here = np.arange(len(self.cause))
        next_up = np.where(self.cause >= 0, self.cause, here)
        total = np.where(self.cause >= 0, self.amount, 0)
        while (self.cause[next_up] >= 0).any():
            total = total + total[next_up]
            next_up = next_up[next_up]
        return total + self.amount[next_up]

    def chain(self, place: int) -> list[int]:
        """The places of an event's causes, the first cause first, the event itself last."""
        found = [place]
        while self.cause[found[-1]] >= 0:
            found.append(int(self.cause[found[-1]]))
        return found[::-1]


class Record(Results):
    """A run folder, read for what it tells."""

    @classmethod
    def of(cls, run: Any) -> "Record":
        """A Record of a folder's path, of an open run, or of a Record."""
        if isinstance(run, Record):
            return run
        folder = getattr(run, "folder", run)
        if not isinstance(folder, str | os.PathLike):
            raise InputError(f"{run!r} is neither a run nor the path of a run folder.")
        return cls(Path(folder))

    # ------------------------------------------------------------------------------------------------------- questions

    def has(self, table: str) -> bool:
        """Whether the folder holds a table."""
        return table in self.tables

    def require(self, table: str) -> None:
        """Raise RunFolderError unless the folder holds a table."""
        if not self.has(table):
            raise RunFolderError(
                f"{self.folder} holds no {table} yet (the run's status is {self.manifest.get('status', 'unknown')}). "
                f"Go on with it: allssam resume {self.folder}"
            )

    def rows(self, question: str, values: dict[str, Any] | None = None) -> list[Row]:
        """The rows that answer a question in SQL.  Raises RunFolderError where the files cannot be read."""
        try:
            found: list[Row] = self.database.execute(question, values or None).fetchall()
        except duckdb.Error as error:
            raise RunFolderError(f"{self.folder} cannot be read: {error}") from None
        return found

    # ---------------------------------------------------------------------------------------------------------- events

    def happenings(self, where: str, values: dict[str, Any] | None = None, order: str = "id") -> list[Happening]:
        """Events that satisfy a condition in SQL, in the order they happened."""
        self.require("events")
        rows = self.rows(
            "select id, month, kind, rule, who, whom, org, place, amount_won, because "
            f"from events where {where} order by {order}",
            values or {},
        )
        return [_happening(row) for row in rows]

    def by_id(self, ids: Iterable[int]) -> dict[int, Happening]:
        """Events by their numbers; those that do not exist are left out."""
        wanted = sorted({int(number) for number in ids})
        if not wanted:
            return {}
        return {found.id: found for found in self.happenings("id in (select unnest($ids))", {"ids": wanted})}

    def happening(self, number: int) -> Happening:
        """One event.  Raises InputError with what to do where the number does not exist."""
        found = self.by_id([number])
        if number not in found:
            raise InputError(self._no_such_event(number))
        return found[number]

    def _no_such_event(self, number: int) -> str:
        (many, first, last) = self.rows("select count(*), min(id), max(id) from events")[0]
        if not many:
            return f"There is no event {number}: {self.folder} holds no events at all."
        return (
            f"There is no event {number} in {self.folder}: its {many:,} events are numbered {first} to {last}. "
            f"Find one with: allssam newspaper {self.folder} {self.months[-1] if self.months else 'YYYY-MM'}"
        )

    @cached_property
    def log(self) -> Log:
        """The whole journal as columns."""
        self.require("events")
        question = "select id, kind, who, whom, amount_won, because from events"
        table = self.database.sql(question).to_arrow_table()
        ids = _numbers(table["id"], 0)
        if np.any(ids[1:] < ids[:-1]):
            table, ids = table.take(np.argsort(ids)), np.sort(ids)
        if not table.num_rows:
            nothing = np.zeros(0, np.int64)
            return Log(nothing, nothing, (), nothing, nothing, nothing, nothing)
        kind = table["kind"].dictionary_encode().combine_chunks()
        because = _numbers(table["because"], 0)
        cause = np.searchsorted(ids, because)
        known = (because > 0) & (cause < len(ids))
        known[known] = ids[cause[known]] == because[known]
        if np.any((because > 0) & ~known) or np.any(because >= ids):
            raise RunFolderError(
                f"{self.folder}/events.parquet is broken: an event names a cause that is not before it."
            )
        return Log(
            id=ids,
            kind=kind.indices.to_numpy(zero_copy_only=False),
            kinds=tuple(kind.dictionary.to_pylist()),
            who=_numbers(table["who"], -1),
            whom=_numbers(table["whom"], -1),
            amount=_numbers(table["amount_won"], 0),
            cause=np.where(known, cause, -1),
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many events of each kind the run holds."""
        return (
            dict(self.rows("select kind, count(*) from events group by kind order by kind"))
            if self.has("events")
            else {}
        )

    # ---------------------------------------------------------------------------------------------------------- people

    def people(self, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The rows of people.parquet for some persons, by id."""
        wanted = sorted({int(number) for number in ids})
        if not wanted or not self.has("people"):
            return {}
        names = list(PEOPLE.columns)
        rows = self.rows(f"select {', '.join(names)} from people where id in (select unnest($ids))", {"ids": wanted})
        return {int(row[0]): dict(zip(names, row, strict=True)) for row in rows}

    # ---------------------------------------------------------------------------------------------------------- months

    @cached_property
    def months(self) -> list[str]:
        """The months of the run, 2009-01 and so on, as far as measures, flows or events say."""
        found: set[str] = set()
        for table in ("measures", "flows", "events"):
            if self.has(table):
                found |= {_month(row[0]) for row in self.rows(f"select distinct month from {table}")}
        return sorted(found)

    @cached_property
    def sentences(self) -> dict[str, str]:
        """The sentence of each kind of event, as the run declared it in dictionary.json; empty where that is missing."""
        path = self.folder / "dictionary.json"
        if not path.is_file():
            return {}
        said = json.loads(path.read_text(encoding="utf-8")).get("events", {})
        return {kind: telling["sentence"] for kind, telling in said.items() if "sentence" in telling}

    @cached_property
    def scenario(self) -> dict[str, Any]:
        """scenario.yaml as it was resolved; empty where it is missing."""
        path = self.folder / "scenario.yaml"
        if not path.is_file():
            return {}
        from ruamel.yaml import YAML  # only for those who ask

        found = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}


def _numbers(column: Any, missing: int) -> Array:
    return column.fill_null(missing).to_numpy()


def _month(value: date | str) -> str:
    return str(value)[:7]


def _happening(row: Row) -> Happening:
    number, month, kind, rule, who, whom, org, place, amount, because = row
    return Happening(
        id=int(number),
        month=_month(month),
        kind=str(kind),
        rule=str(rule or ""),
        who=_given(who),
        whom=_given(whom),
        org=_given(org),
        place=str(place or ""),
        amount_won=int(amount or 0),
        because=int(because) if because else None,
    )


def _given(number: int | None) -> int | None:
    return None if number is None or number < 0 else int(number)
