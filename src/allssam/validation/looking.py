"""Looking: how a run is watched for the patterns.  Whoever watches reads the world and writes notes; he touches nothing.

@watches()                            called when the month is over
@watches(after="disputes.decide")     called in the middle of it, when that step is done
@watches(settling=True)               called in the months of settling as well
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from allssam.engine import Array, TableState, World
from allssam.observe.sight import DOLLAR, Sight
from allssam.validation.notes import Notebook
from allssam.world import Event, Party, Standing, Tie

NONE = -1


@dataclass
class Look:
    """One month of a watched world: its tables, what happened in it, the values in force, and the book to write in."""

    world: World
    sight: Sight
    values: dict[str, Any]
    book: Notebook

    @property
    def month(self) -> int:
        return self.book.month

    @property
    def month_of_year(self) -> int:
        return self.month % 12 + 1

    def __getitem__(self, table: str) -> TableState:
        return self.world[table]

    def open(self, table: str, *columns: str) -> tuple[Array, ...]:
        """Columns of a table for its open rows."""
        rows, _ = self.world[table].rows()
        return tuple(self.world[table][name][rows] for name in columns)

    @cached_property
    def cash(self) -> Array:
        """What is in each account, won."""
        return self.world["accounts"]["balance"]

    def wealth_of(self, person: Array) -> Array:
        """Money and goods of people's households, USD."""
        home = self.world["people"]["household"][person]
        homes = self.world["households"]
        return (self.cash[homes["account"][home]] + homes["capital"][home]) / DOLLAR

    @cached_property
    def _by_id(self) -> tuple[Array, Array]:
        ids = self.world["people"]["id"]
        order = np.argsort(ids, kind="stable")
        return ids[order], order

    def rows_of(self, ids: Array) -> Array:
        """Rows of people by their ids; NONE where nobody has the id."""
        known, order = self._by_id
        at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        return np.where(known[at] == ids, order[at], NONE)

    def events(self, *kinds: Event) -> dict[str, Array]:
        """Events of some kinds told so far this month, column by column."""
        told = self.sight.told
        if told is None:
            return {
                name: np.zeros(0, np.int64)
                for name in ("id", "kind", "who", "whom", "org", "county", "amount", "because")
            }
        chosen = np.isin(told.kind, [int(kind) for kind in kinds])
        return {name: getattr(told, name)[chosen] for name in told.__dataclass_fields__}

    @cached_property
    def campaign(self) -> Array:
        """How strong a campaign is in each county."""
        return self.world["counties"]["campaign"]

    @cached_property
    def inside(self) -> Array:
        """Whether each person is a member or candidate of the Party."""
        return np.isin(self.world["people"]["party"], (Party.MEMBER, Party.CANDIDATE))

    @cached_property
    def age(self) -> Array:
        """Age of each person, years."""
        return (self.month - self.world["people"]["birth"].astype(np.int64)) // 12

    @cached_property
    def free(self) -> Array:
        """Whether each person is free, and somebody."""
        people = self.world["people"]
        return (people["standing"] == Standing.FREE) & (people["household"] >= 0)

    @cached_property
    def degree(self) -> Array:
        """Ties of each person of any kind."""
        patron, client = self.open("ties", "patron", "client")
        return np.bincount(np.concatenate([patron, client]), minlength=self.world["people"].count)

    @cached_property
    def clients_ties(self) -> tuple[Array, Array, Array]:
        """Ties of donju with cadres in office: client, patron, kind of the patron's post."""
        kind, patron, client, price = self.open("ties", "kind", "patron", "client", "price")
        post = self.world["people"]["post"][patron]
        held = (kind == Tie.CLIENT) & (post >= 0)
        return client[held], patron[held], self.world["posts"]["kind"][post[held]]


Watcher = Callable[[Look], None]


@dataclass(frozen=True)
class Watch:
    """A function that watches, and when it is called."""

    look: Watcher
    after: str
    settling: bool


WATCHES: list[Watch] = []


def watches(after: str = "", settling: bool = False) -> Callable[[Watcher], Watcher]:
    """Declare a function that watches."""

    def keep(function: Watcher) -> Watcher:
        WATCHES.append(Watch(function, after, settling))
        return function

    return keep


@dataclass(frozen=True)
class Trial:
    """Two worlds with the same dice and one difference: for some months a copy lives on beside the run."""

    name: str
    at: str
    months: int
    change: Callable[[World], None]
    values: dict[str, dict[str, Any]]
    look: Callable[[Look], dict[str, Any]]
    """What is written down of either world each month, with a column `changed`."""


TRIALS: list[Trial] = []


def trial(
    name: str, at: str, months: int, change: Callable[[World], None] = lambda world: None, **values: dict[str, Any]
) -> Callable[[Callable[[Look], dict[str, Any]]], Callable[[Look], dict[str, Any]]]:
    """Declare a trial: from which month, for how long, what is changed in the copy, and what is looked at."""

    def keep(function: Callable[[Look], dict[str, Any]]) -> Callable[[Look], dict[str, Any]]:
        TRIALS.append(Trial(name, at, months, change, values, function))
        return function

    return keep
