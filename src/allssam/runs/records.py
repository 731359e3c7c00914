"""What a run records: the columns of its files, and how a month of the world is put into them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from allssam.engine import Array, Told, World, month_text

NOTE = "simulated, no real person"


@dataclass(frozen=True)
class File:
    """A file of the run folder: what it holds, and its columns with type, meaning and unit."""

    name: str
    holds: str
    columns: dict[str, tuple[pa.DataType, str, str]]

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([(name, kind) for name, (kind, _, _) in self.columns.items()])

    @property
    def path(self) -> str:
        return f"{self.name}.parquet"


DATE, TEXT, WHOLE, NUMBER, SWITCH = pa.date32(), pa.string(), pa.int64(), pa.float64(), pa.bool_()
MONTH = (DATE, "the month, by its first day", "month")

MEASURES = File(
    "measures",
    "what was true in each month; every count or sum equals the same question put to events, flows or people",
    {
        "month": MONTH,
        "measure": (TEXT, "name of the measure", ""),
        "place": (TEXT, "country, centre or a province", ""),
        "group": (TEXT, "all, or the kind it is told for", ""),
        "value": (NUMBER, "the figure", "as the column unit says"),
        "unit": (TEXT, "what the figure is counted in", ""),
    },
)
EVENTS = File(
    "events",
    "what happened, to whom, under which rule, because of which earlier event; null where there is none",
    {
        "id": (WHOLE, "number of the event, counted from 1; a cause has a smaller number than its effect", "id"),
        "month": MONTH,
        "kind": (TEXT, "kind of event", ""),
        "rule": (TEXT, "the rule it happened under", "mechanism.rule"),
        "who": (WHOLE, "the person it is about", "id of a person"),
        "whom": (WHOLE, "the other person", "id of a person"),
        "org": (WHOLE, "the organisation", "number of an organisation"),
        "place": (TEXT, "centre or the province of who", ""),
        "amount_won": (WHOLE, "the sum in it", "steady won, 8,200 to the dollar"),
        "because": (WHOLE, "the earlier event that caused it", "id of an event"),
    },
)
FLOWS = File(
    "flows",
    "what was paid in each month, sector by sector and purpose by purpose",
    {
        "month": MONTH,
        "purpose": (TEXT, "what it was paid for", ""),
        "payer": (TEXT, "sector or border that paid", ""),
        "payee": (TEXT, "sector or border that was paid", ""),
        "won": (WHOLE, "the sum", "steady won, 8,200 to the dollar"),
    },
)
BALANCES = File(
    "balances",
    "what each sector held at the end of each month; the first listed is the month before the run, as drawn",
    {
        "month": MONTH,
        "sector": (TEXT, "sector or border; a border's balance is what it has taken in less what it has put in", ""),
        "won": (WHOLE, "the sum of its accounts", "steady won, 8,200 to the dollar"),
    },
)
PEOPLE = File(
    "people",
    "the people who appear in events, as they stood at the end",
    {
        "id": (WHOLE, "number of the person", "id of a person"),
        "sex": (TEXT, "sex", ""),
        "birth": (DATE, "month of birth, by its first day", "month"),
        "province": (TEXT, "centre or the province lived in", ""),
        "songbun": (TEXT, "family political background", ""),
        "party": (TEXT, "Party status", ""),
        "post": (TEXT, "kind of post held, or null", ""),
        "donju": (SWITCH, "whether running a business above the donju line", ""),
        "standing": (TEXT, "free, held, gone or dead", ""),
    },
)
TIES = File(
    "ties",
    "all-ssam: who backed whom, those that ended (by the month they ended in) and, last, those that still held",
    {
        "a": (WHOLE, "the cadre; of two cadres the one who was asked", "id of a person"),
        "b": (WHOLE, "the donju, the subordinate, or the cadre who asked", "id of a person"),
        "kind": (TEXT, "what it joins: cadres, client (a donju), upward (a superior)", ""),
        "strength": (NUMBER, "how far one counts on the other, at the end", "0 to 1"),
        "known": (WHOLE, "people who had heard of it, at the end", "people"),
        "since": (DATE, "month it began", "month"),
        "until": (DATE, "month it ended, null if it still held", "month"),
    },
)
FILES = {file.name: file for file in (MEASURES, EVENTS, FLOWS, BALANCES, PEOPLE, TIES)}
MONTHLY = (MEASURES, EVENTS, FLOWS, BALANCES, TIES)
"""Files that grow by one row group a month; ties get one more at the end, for those that still hold."""


# ------------------------------------------------------------------------------------------------- pieces of tables


def day(month: int) -> int:
    """The first day of a month, in days since 1970."""
    return int(np.datetime64(month_text(month), "D").astype(np.int64))


def _days(months: Array) -> pa.Array:
    """First days of months that are counted from January 1900."""
    counted = (months.astype(np.int64) - 840).astype("datetime64[M]").astype("datetime64[D]")
    return pa.array(counted.astype(np.int32), pa.int32()).cast(DATE)


def _named(numbers: Array, names: list[str]) -> pa.Array:
    return pa.array(names, TEXT).take(pa.array(numbers.astype(np.int64)))


def _where(values: Array, present: Array) -> pa.Array:
    """Whole numbers, null where there is none."""
    return pa.array(values.astype(np.int64), WHOLE, mask=~present)


def _titles(kinds: Any) -> list[str]:
    return [member.name.lower() for member in kinds]


def _places(world: World) -> list[str]:
    """The name of each county's place."""
    from allssam.world import PLACES

    return [PLACES[int(number)] for number in world.tables["counties"]["place"]]


def table_of(file: File, *columns: Any) -> pa.Table:
    """A table of one of the files."""
    return pa.table(list(columns), schema=file.schema)


def _same(value: Any, count: int, kind: pa.DataType) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), count)


# --------------------------------------------------------------------------------------------------- a month's rows


def measures_table(month: int, rows: Iterable[tuple[str, str, str, float, str]]) -> pa.Table:
    """Measures of a month."""
    listed = list(rows)
    columns = list(zip(*listed, strict=True)) if listed else [(), (), (), (), ()]
    names, places, groups, values, units = columns
    return table_of(
        MEASURES,
        _same(day(month), len(listed), DATE),
        pa.array(names, TEXT),
        pa.array(places, TEXT),
        pa.array(groups, TEXT),
        pa.array([float(value) for value in values], NUMBER),
        pa.array(units, TEXT),
    )


def events_table(month: int, world: World, told: Told | None) -> pa.Table:
    """Events of a month."""
    if told is None or not len(told.id):
        return EVENTS.schema.empty_table()
    kinds = world.schema.events
    numbers = told.kind.astype(np.int64) - 1  # kinds are counted from 1
    county = np.maximum(told.county, 0)
    return table_of(
        EVENTS,
        pa.array(told.id.astype(np.int64), WHOLE),
        _same(day(month), len(told.id), DATE),
        _named(numbers, [kind.title for kind in kinds]),
        _named(numbers, [kind.telling.rule for kind in kinds]),
        _where(told.who, told.who >= 0),
        _where(told.whom, told.whom >= 0),
        _where(told.org, told.org >= 0),
        _named(county, _places(world)),
        _where(told.amount, told.amount != 0),
        _where(told.because, told.because > 0),
    )


def flows_table(month: int, world: World, flows: Array) -> pa.Table:
    """Payments of a month, those that were made."""
    payer, payee, purpose = np.nonzero(flows)
    sectors = _titles(world.schema.sectors)
    return table_of(
        FLOWS,
        _same(day(month), len(payer), DATE),
        _named(purpose, _titles(world.schema.flows)),
        _named(payer, sectors),
        _named(payee, sectors),
        pa.array(flows[payer, payee, purpose], WHOLE),
    )


def balances_table(month: int, world: World, balances: Array) -> pa.Table:
    """What every sector holds at the end of a month."""
    sectors = _titles(world.schema.sectors)
    return table_of(BALANCES, _same(day(month), len(sectors), DATE), pa.array(sectors, TEXT), pa.array(balances, WHOLE))


class TieRecorder:
    """Finds the ties that ended in a month: their records are closed, and leave the table at the next re-layout."""

    def __init__(self, world: World) -> None:
        self._ended = self._closed(world)

    def _closed(self, world: World) -> Array:
        return ~world.tables["ties"]["open"].copy() if "ties" in world.tables else np.zeros(0, np.bool_)

    def relaid(self, world: World) -> None:
        """To be called after a re-layout, which moves the rows."""
        self._ended = self._closed(world)

    def ended(self, world: World, month: int) -> pa.Table:
        """The ties that ended in the month just carried out."""
        if "ties" not in world.tables:
            return TIES.schema.empty_table()
        closed = self._closed(world)
        new = closed.copy()
        new[: len(self._ended)] &= ~self._ended
        self._ended = closed
        return ties_table(world, np.nonzero(new)[0], month)


def ties_table(world: World, rows: Array, until: int | None) -> pa.Table:
    """Some ties, ended in a month or still holding."""
    ties, ids = world.tables["ties"], world.tables["people"]["id"]
    known = np.zeros(ties.count, np.int64)
    if "rumours" in world.tables and ties.count:
        rumours = world.tables["rumours"]
        about = rumours["tie"][rumours["open"]]
        known = np.bincount(about[about >= 0], minlength=ties.count)[: ties.count]
    count = len(rows)
    return table_of(
        TIES,
        pa.array(ids[ties["patron"][rows]], WHOLE),
        pa.array(ids[ties["client"][rows]], WHOLE),
        _named(ties["kind"][rows], _titles((world.schema.enums or {})["Tie"])),
        pa.array(ties["strength"][rows], NUMBER),
        pa.array(known[rows].astype(np.int64), WHOLE),
        _days(ties["since"][rows]),
        pa.nulls(count, DATE) if until is None else _same(day(until), count, DATE),
    )


def open_ties(world: World) -> pa.Table:
    """The ties that still hold."""
    if "ties" not in world.tables:
        return TIES.schema.empty_table()
    return ties_table(world, np.nonzero(world.tables["ties"]["open"])[0], None)


def people_table(world: World, ids: Array, chunk: int = 1 << 20) -> pa.Table:
    """The people of some sorted ids, as they stand."""
    people = world.tables["people"]
    enums = world.schema.enums or {}
    found = []
    for start in range(0, people.count, chunk):
        numbers = people["id"][start : start + chunk]
        place = np.minimum(np.searchsorted(ids, numbers), max(0, len(ids) - 1))
        if len(ids):
            found.append(start + np.nonzero(ids[place] == numbers)[0])
    rows = np.concatenate(found) if found else np.zeros(0, np.int64)
    rows = rows[np.argsort(people["id"][rows], kind="stable")]
    post = people["post"][rows]
    posts = world.tables["posts"]
    held = posts["kind"][np.maximum(post, 0)] if posts.count else np.zeros(len(rows), np.int64)
    titles = pa.array(np.where(post >= 0, held, 0).astype(np.int64), WHOLE, mask=post < 0)
    return table_of(
        PEOPLE,
        pa.array(people["id"][rows], WHOLE),
        _named(people["sex"][rows], _titles(enums["Sex"])),
        _days(people["birth"][rows]),
        _named(people["county"][rows], _places(world)),
        _named(people["songbun"][rows], _titles(enums["Songbun"])),
        _named(people["party"][rows], _titles(enums["Party"])),
        pa.array(_titles(enums["Post"]), TEXT).take(titles),
        pa.array(people["business"][rows] >= 0, SWITCH),
        _named(people["standing"][rows], _titles(enums["Standing"])),
    )


# ------------------------------------------------------------------------------------------------------- dictionary


def dictionary(world: World) -> dict[str, Any]:
    """What every column of every file means, and what the names in them stand for."""
    schema = world.schema
    columns = {
        file.path: {
            "holds": file.holds,
            "columns": {
                name: {"type": str(kind), "meaning": meaning, "unit": unit}
                for name, (kind, meaning, unit) in file.columns.items()
            },
        }
        for file in FILES.values()
    }
    return {
        "note": NOTE,
        "files": columns,
        "events": {
            kind.title: {
                "sentence": kind.telling.sentence,
                "rule": kind.telling.rule,
                "because": [name.lower() for name in kind.telling.because],
            }
            for kind in schema.events
        },
        "purposes": {purpose.name.lower(): purpose.meaning for purpose in schema.flows},
        "sectors": {
            sector.name.lower(): {"meaning": sector.meaning, "border": sector.border} for sector in schema.sectors
        },
    }
