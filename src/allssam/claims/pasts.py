"""Pasts: what is kept of a run so that a claim can be put to it: measures, events, payments, and how everybody stood each December.

The same questions can be put to a run folder, which keeps measures, events and payments but not the country itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from allssam.engine import Array, InputError, World, month_number
from allssam.observe import observe_month
from allssam.runs.results import Results
from allssam.runs.scenario import Plan, Scenario
from allssam.world import PLACES, SCHEMA, Event, Flow, Sector

TOLD = ("id", "kind", "who", "whom", "org", "county", "amount", "because")
LEFT_OUT = ("accounts", "rumours", "prospects")
PEOPLE = (
    "id", "county", "household", "spouse", "birth", "sex", "songbun", "schooling", "job", "party", "standing", "days", "exempt",
    "integrity", "market_sense", "fear", "coldness", "loyalty", "post", "cell", "bought_card", "card_worth", "attendance_cost",
    "weeks_away", "bought", "business", "skill", "covered_until",
)  # fmt: skip
SLIM = (
    "id", "county", "household", "birth", "sex", "songbun", "schooling", "job", "party", "standing", "days", "integrity", "fear",
    "coldness", "loyalty",
    "post", "business",
)  # fmt: skip
"""Columns of people that are kept of every December but the last, of which all of PEOPLE are."""
HOUSEHOLDS = ("county", "size", "stall", "donju", "income", "capital", "labour", "left")
SLIM_HOUSEHOLDS = ("county", "size", "income", "capital", "left")


class NotInFolder(Exception):
    """A run does not keep, or has not lived through, what a check asks for."""


class Rows:
    """Columns of a table as they stood, open and closed records of the year alike."""

    def __init__(self, columns: dict[str, Array]) -> None:
        self.columns = columns

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["county"])

    @property
    def open(self) -> "Rows":
        """Only the records that still run."""
        return self.where(self["open"])

    def where(self, chosen: Array) -> "Rows":
        """Only the rows chosen."""
        return Rows({name: values[chosen] for name, values in self.columns.items()})


@dataclass
class Year:
    """The country at the end of a December, or of the run's last month."""

    month: int
    tables: dict[str, Rows]

    def __getitem__(self, name: str) -> Rows:
        return self.tables[name]

    @cached_property
    def row_of(self) -> dict[int, int]:
        """The row of people in which somebody with an id stands."""
        return {number: row for row, number in enumerate(self["people"]["id"].tolist()) if number > 0}

    def rows_of(self, ids: Array) -> Array:
        """Rows of people with some ids; those who have no row any more are left out."""
        found = [self.row_of[number] for number in ids.tolist() if number in self.row_of]
        return np.array(found, np.int64)

    @cached_property
    def age(self) -> Array:
        """Everybody's age in years, shape of people."""
        return (self.month - self["people"]["birth"].astype(np.int64)) // 12

    def this_year(self, table: str, column: str = "since") -> Rows:
        """Records of a table whose month lies in this calendar year."""
        rows = self[table]
        return rows.where(rows[column].astype(np.int64) // 12 == self.month // 12)


@dataclass
class Events:
    """Events of some kinds: months as numbers, people as ids, amounts in won."""

    columns: dict[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["id"])

    def where(self, chosen: Array) -> "Events":
        """Only those chosen."""
        return Events({name: values[chosen] for name, values in self.columns.items()})

    @property
    def of_year(self) -> Array:
        """The month of the year in which each happened, 1 to 12."""
        return self["month"] % 12 + 1

    @property
    def year(self) -> Array:
        """The calendar year in which each happened."""
        return 1900 + self["month"] // 12


@dataclass
class Past:
    """One run, to be asked."""

    first: int
    last: int
    people: int
    series: dict[str, Array] = field(repr=False)
    told: dict[str, Array] = field(repr=False)
    flows: Array = field(repr=False)
    years: list[Year] = field(repr=False)

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.last - self.first + 1

    # --------------------------------------------------------------------------------------------------------- measures

    def measure(self, name: str, group: str = "all", place: str = "country") -> Array:
        """A measure by month; months that have none are nan."""
        found = self.series.get(f"{name}|{place}|{group}")
        return np.full(self.months, np.nan) if found is None else found

    def mean(self, name: str, group: str = "all", since: str | None = None, until: str | None = None) -> float:
        """The mean of a measure over some months, from the first of which it has one."""
        values = self.measure(name, group)[self.between(since, until)]
        known = values[np.isfinite(values)]
        return float(known.mean()) if len(known) else float("nan")

    def between(self, since: str | None = None, until: str | None = None) -> slice:
        """Months, counted from the first: `since` and `until` are written 2013-01, both included. Raises NotInFolder
        if the past has none.
        """
        start = 0 if since is None else max(0, month_number(since) - self.first)
        stop = self.months if until is None else min(self.months, month_number(until) - self.first + 1)
        if start >= stop:
            raise NotInFolder
        return slice(start, stop)

    # ----------------------------------------------------------------------------------------------------------- events

    def events(self, *kinds: Event | str) -> Events:
        """Events of some kinds in the order in which they happened; kinds by name where they may not exist yet."""
        numbers = [int(Event[kind.upper()] if isinstance(kind, str) else kind) for kind in kinds]
        chosen = np.isin(self.told["kind"], numbers)
        return Events({name: values[chosen] for name, values in self.told.items()})

    def happened(self, *kinds: Event | str) -> int:
        """How often some kinds of event happened."""
        return len(self.events(*kinds))

    def causes(self, events: Events) -> Array:
        """The kind of the event that caused each of some; 0 where none is named."""
        return self._kind_of(events["because"])

    def _kind_of(self, ids: Array) -> Array:
        known, kind = self.told["id"], self.told["kind"]
        if not len(known):
            return np.zeros(len(ids), np.int64)
        at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        return np.where((ids > 0) & (known[at] == ids), kind[at], 0)

    # --------------------------------------------------------------------------------------------------------- payments

    def paid(self, *purposes: Flow, payer: Sector | None = None, payee: Sector | None = None) -> Array:
        """What was paid for some purposes, won, by month."""
        flows = self.flows[:, :, :, [int(purpose) for purpose in purposes]]
        if payer is not None:
            flows = flows[:, [int(payer)]]
        if payee is not None:
            flows = flows[:, :, [int(payee)]]
        found: Array = flows.sum(axis=(1, 2, 3))
        return found

    # ---------------------------------------------------------------------------------------------------------- country

    @property
    def end(self) -> Year:
        """The country at the end.  Raises NotInFolder for a run folder."""
        return self.all_years[-1]

    @property
    def all_years(self) -> list[Year]:
        """The country at the end of each December.  Raises NotInFolder for a run folder."""
        if not self.years:
            raise NotInFolder
        return self.years

    def year(self, number: int) -> Year:
        """The country at the end of a calendar year."""
        return next(year for year in self.all_years if 1900 + year.month // 12 == number)

    def yearly(self) -> Iterator[tuple[int, Year]]:
        """Each calendar year with the country at its end."""
        for year in self.all_years:
            yield 1900 + year.month // 12, year


# ------------------------------------------------------------------------------------------------------------- making one


def live(scenario: Scenario) -> Past:
    """Run a scenario in memory and keep of it what claims ask for."""
    from allssam.runs import composition

    plan = Plan(scenario)
    first = scenario.first
    tables = composition.base().draw(scenario.people, scenario.seed, plan.population, first - scenario.settle)
    world = World(SCHEMA, tables, scenario.seed, first - scenario.settle)
    pipeline, values = plan.at(first)
    while world.month < first:
        if world.month % 12 == 0:
            world.relayout()
        world.advance(pipeline, values)
    world.forget()

    series: dict[str, Array] = {}
    told: dict[str, list[Array]] = {name: [] for name in ("month", *TOLD)}
    shape = (scenario.months, len(Sector), len(Sector), len(Flow))
    flows = np.zeros(shape, np.int64)
    years = []
    for number in range(scenario.months):
        month = world.month
        if month % 12 == 0:
            world.relayout()
        pipeline, values = plan.at(month)
        flows[number] = world.advance(pipeline, values)
        for name, place, group, value, _ in observe_month(world, flows[number]):
            series.setdefault(f"{name}|{place}|{group}", np.full(scenario.months, np.nan))[number] = value
        events = world.events_of_month()
        if events is not None and len(events.id):
            told["month"].append(np.full(len(events.id), month, np.int64))
            for name in TOLD:
                told[name].append(getattr(events, name).astype(np.int64))
        if month % 12 == 11 or number == scenario.months - 1:
            years.append(Year(month, _as_it_stands(world, is_last=number == scenario.months - 1)))
    joined = {name: np.concatenate(parts) if parts else np.zeros(0, np.int64) for name, parts in told.items()}
    joined["place"] = _place_of(world, joined.pop("county"))
    return Past(first, scenario.last, scenario.people, series, joined, flows, years)


def _as_it_stands(world: World, is_last: bool) -> dict[str, Rows]:
    found = {}
    for name, table in world.tables.items():
        if name == "people":
            columns = [column for column in (PEOPLE if is_last else SLIM) if column in table]
        elif name == "households":
            columns = [column for column in (HOUSEHOLDS if is_last else SLIM_HOUSEHOLDS) if column in table]
        elif name in LEFT_OUT:
            continue
        else:
            columns = list(table)
        found[name] = Rows({column: table[column].copy() for column in columns})
    about = world["rumours"]["tie"][world["rumours"]["open"]]
    ties, people = found["ties"], found["people"]
    ties.columns["known"] = np.bincount(about[about >= 0], minlength=len(ties))[: len(ties)]
    knower = world["rumours"]["knower"][world["rumours"]["open"]]
    heard_of = np.bincount(knower[knower >= 0], minlength=len(people))[: len(people)]
    people.columns["ties_heard_of"] = heard_of.astype(np.int16)
    return found


def _place_of(world: World, county: Array) -> Array:
    place: Array = world["counties"]["place"].astype(np.int64)[np.maximum(county, 0)]
    return place


# ------------------------------------------------------------------------------------------------------- from a run folder


def of_folder(path: Path) -> Past:
    """What a run folder keeps, to be asked the same way.  Raises RunFolderError or InputError."""
    results = Results(path)
    said = results.manifest
    if said.get("reached") is None:
        raise InputError(f"{path} has not lived through a month yet. Go on with: allssam resume {path}")
    first, last = month_number(said["from"]), month_number(said["reached"])
    months = last - first + 1

    def number(text: Any) -> int:
        return month_number(f"{text:%Y-%m}") - first

    series: dict[str, Array] = {}
    for month, name, place, group, value in results.sql(
        'select month, measure, place, "group", value from measures'
    ).fetchall():
        series.setdefault(f"{name}|{place}|{group}", np.full(months, np.nan))[number(month)] = value

    kinds = {kind.title: int(kind) for kind in Event}
    places = {name: at for at, name in enumerate(PLACES)}
    columns: dict[str, list[int]] = {
        name: [] for name in ("id", "month", "kind", "who", "whom", "org", "amount", "because", "place")
    }
    question = "select id, month, kind, who, whom, org, amount_won, because, place from events order by id"
    for event, month, kind, who, whom, org, amount, because, place in results.sql(question).fetchall():
        for name, value in (
            ("id", event), ("month", number(month) + first), ("kind", kinds.get(kind, 0)), ("who", -1 if who is None else who),
            ("whom", -1 if whom is None else whom), ("org", -1 if org is None else org), ("amount", amount or 0),
            ("because", because or 0), ("place", places.get(place, -1)),
        ):  # fmt: skip
            columns[name].append(value)
    told = {name: np.array(values, np.int64) for name, values in columns.items()}

    flows = np.zeros((months, len(Sector), len(Sector), len(Flow)), np.int64)
    sectors = {item.name.lower(): int(item) for item in Sector}
    purposes = {item.name.lower(): int(item) for item in Flow}
    for month, purpose, payer, payee, won in results.sql(
        "select month, purpose, payer, payee, won from flows"
    ).fetchall():
        if purpose in purposes:
            flows[number(month), sectors[payer], sectors[payee], purposes[purpose]] += won
    return Past(first, last, said["people_drawn"], series, told, flows, [])
