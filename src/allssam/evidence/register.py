"""The register: reads the evidence files, each only when asked for, and answers by id.

Every loader gives a read-only mapping by id.  An unknown id is a DeclarationError that names the nearest one.
A file that cannot be read, or a row that is not one, is an InputError.  What rows say of each other is checked apart.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from os.path import commonprefix
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from allssam.engine.errors import DeclarationError, InputError
from allssam.evidence.records import (
    Amount,
    Band,
    Claim,
    Fact,
    Pattern,
    PricePoint,
    Reference,
    Remarks,
    Source,
)

DATA = Path(__file__).parent

Row = dict[str, Any]


class HasId(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=HasId)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Reading(Generic[Record]):
    """The rows of a file that could be read, and a sentence for each fault of those that could not."""

    records: list[Record]
    faults: list[str]


# ------------------------------------------------------------------ the five lists


def sources(folder: Path = DATA) -> Mapping[str, Source]:
    """The founding articles, by id."""
    return _sources(folder)


def claims(folder: Path = DATA) -> Mapping[str, Claim]:
    """What the articles say, by id."""
    return _claims(folder)


def bibliography(folder: Path = DATA) -> Mapping[str, Reference]:
    """The pages read for the facts, by id: R1… and, for the articles, S0–S4."""
    return _bibliography(folder)


def facts(folder: Path = DATA) -> Mapping[str, Fact]:
    """What is known in numbers, by id."""
    return _facts(folder)


def patterns(folder: Path = DATA) -> Mapping[str, Pattern]:
    """What was observed and the model is scored against, by id."""
    return _patterns(folder)


def remarks(folder: Path = DATA) -> Remarks:
    """The exchange convention, the holes and the biases of the numbers."""
    return _remarks(folder)


# ------------------------------------------------------------------ answers by id


def source(id: str) -> Source:
    return _one(sources(), id, "a source")


def claim(id: str) -> Claim:
    return _one(claims(), id, "a claim")


def reference(id: str) -> Reference:
    return _one(bibliography(), id, "a page of the bibliography")


def fact(id: str) -> Fact:
    return _one(facts(), id, "a fact")


def pattern(id: str) -> Pattern:
    return _one(patterns(), id, "a pattern")


def band(id: str) -> Band:
    """A band by its own id, such as P35.sum."""
    bands = {band.id: band for pattern in patterns().values() for band in pattern.bands}
    return _one(bands, id, "a band")


def fact_value(id: str, cell: str | None = None) -> float:
    """The value a fact states, or one cell of its table states.  A range without a value is refused: ask fact_range."""
    amount = _amount(id, cell)
    if amount.value is None:
        raise DeclarationError(
            f"{_name(id, cell)} states no single value but {_spelled(amount)}. Use fact_range, or choose and say why."
        )
    return amount.value


def fact_range(id: str, cell: str | None = None) -> tuple[float, float]:
    """Low and high of a fact, or of one cell of its table.  A bare value is both of its own limits."""
    amount = _amount(id, cell)
    low, high = amount.limits
    if low is None or high is None:
        raise DeclarationError(f"{_name(id, cell)} is open: {_spelled(amount)}. Choose the other limit and say why.")
    return low, high


def fact_table(id: str) -> dict[str, float]:
    """The cells of a fact's table that have the fact's own unit.  A cell printed as a range gives its middle."""
    row = fact(id)
    if not row.table:
        raise DeclarationError(f"{id} ({row.about}) has no table.")
    same_unit = {name: amount.middle for name, amount in row.table.items() if amount.unit == row.counted_in}
    return {name: middle for name, middle in same_unit.items() if middle is not None}


def price_points(good: str | None = None, place: str | None = None) -> tuple[PricePoint, ...]:
    """All price points, in order of months; of one good ("rice", "USD", "CNY") or place if asked for."""
    points = [point for row in facts().values() for point in row.prices]
    _check_known(good, {point.good for point in points}, "a good with price points")
    _check_known(place, {point.place for point in points}, "a place with price points")
    chosen = [p for p in points if (good is None or p.good == good) and (place is None or p.place == place)]
    return tuple(sorted(chosen, key=lambda point: point.month))


def nearest(name: str, names: Iterable[str]) -> str:
    """A half-sentence with the nearest known name, or nothing."""
    from difflib import get_close_matches  # only needed when something is wrong

    close = get_close_matches(name, list(names), n=5, cutoff=0.5)
    # Among names about equally near, the one that begins alike: F246 for F2466, not F266.
    best = max(close, key=lambda other: len(commonprefix([name, other])), default="")
    return f" Did you mean {best}?" if best else ""


def _one(known: Mapping[str, Made], id: str, what: str) -> Made:
    if id not in known:
        raise DeclarationError(f"{id} is not {what}.{nearest(id, known)}")
    return known[id]


def _check_known(name: str | None, known: Iterable[str], what: str) -> None:
    if name is not None and name not in known:
        raise DeclarationError(f"{name} is not {what}.{nearest(name, known)}")


def _amount(id: str, cell: str | None) -> Amount:
    row = fact(id)
    if cell is not None:
        return _one(row.table, cell, f"a cell of {id}")
    if row.amount.is_given:
        return row.amount
    cells = f" Ask for one of its cells: {', '.join(row.table)}." if row.table else ""
    raise DeclarationError(f"{id} ({row.about}) states no number of its own.{cells}")


def _name(id: str, cell: str | None) -> str:
    return id if cell is None else f"{id}, {cell},"


def _spelled(amount: Amount) -> str:
    unit = f" {amount.unit}" if amount.unit else ""
    if amount.low is None:
        return f"at most {amount.high:,}{unit}"
    if amount.high is None:
        return f"at least {amount.low:,}{unit}"
    return f"{amount.low:,} to {amount.high:,}{unit}"


# ------------------------------------------------------------------ reading


@cache
def _sources(folder: Path) -> Mapping[str, Source]:
    return _by_id(read_sources(folder))


@cache
def _claims(folder: Path) -> Mapping[str, Claim]:
    return _by_id(read_claims(folder))


@cache
def _bibliography(folder: Path) -> Mapping[str, Reference]:
    return _by_id(read_bibliography(folder))


@cache
def _facts(folder: Path) -> Mapping[str, Fact]:
    return _by_id(read_facts(folder))


@cache
def _patterns(folder: Path) -> Mapping[str, Pattern]:
    return _by_id(read_patterns(folder))


@cache
def _remarks(folder: Path) -> Remarks:
    return _made(Remarks, _part(folder, "facts.toml", "remarks", {}), "remarks in facts.toml")


def read_sources(folder: Path) -> Reading[Source]:
    rows = _part(folder, "claims.toml", "sources", {})
    return _all("claims.toml", [{"id": id, **row} for id, row in rows.items()], _source)


def read_claims(folder: Path) -> Reading[Claim]:
    return _all("claims.toml", _part(folder, "claims.toml", "claim", []), _claim)


def read_bibliography(folder: Path) -> Reading[Reference]:
    return _all("bibliography.toml", _part(folder, "bibliography.toml", "reference", []), _reference)


def read_facts(folder: Path) -> Reading[Fact]:
    return _all("facts.toml", _part(folder, "facts.toml", "fact", []), _fact)


def read_patterns(folder: Path) -> Reading[Pattern]:
    return _all("patterns.toml", _part(folder, "patterns.toml", "pattern", []), _pattern)


def _source(row: Row, where: str) -> Source:
    return _made(Source, row, where)


def _claim(row: Row, where: str) -> Claim:
    return _made(Claim, row, where, called={"sources": "source"})


def _reference(row: Row, where: str) -> Reference:
    return _made(Reference, row, where)


def _fact(row: Row, where: str) -> Fact:
    """The fields value, low, high and counted_in become one Amount; a bare cell is a value in the same unit."""
    row = dict(row)
    unit = row.pop("counted_in", "")
    bounds: Row = {name: row.pop(name) for name in ("value", "low", "high") if name in row}
    cells = {name: cell if isinstance(cell, dict) else {"value": cell} for name, cell in row.pop("table", {}).items()}
    points = [{"fact": row.get("id", ""), "place": "", **point} for point in row.pop("price", [])]
    row["amount"] = _made(Amount, {**bounds, "unit": unit}, where)
    row["table"] = {name: _made(Amount, {"unit": unit, **cell}, f"{where}, {name}") for name, cell in cells.items()}
    row["prices"] = [_made(PricePoint, point, f"{where}, a price") for point in points]
    return _made(Fact, row, where)


def _pattern(row: Row, where: str) -> Pattern:
    bands = [_made(Band, band, f"{where}, a band") for band in row.get("band", [])]
    return _made(Pattern, {**row, "band": bands}, where, called={"bands": "band"})


def _part(folder: Path, file: str, name: str, otherwise: Any) -> Any:
    part = _contents(folder / file).get(name, otherwise)
    if type(part) is not type(otherwise):
        raise InputError(f"{file}: {name} should be {_WORDS[type(otherwise)]} of rows.")
    return part


def _contents(path: Path) -> Row:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise InputError(f"{path} is not a TOML file: {error}.") from error


def _all(file: str, rows: list[Row], make: Callable[[Row, str], Record]) -> Reading[Record]:
    """Every row made into its record; the faults of all rows that cannot be."""
    reading: Reading[Record] = Reading([], [])
    for number, row in enumerate(rows, start=1):
        try:
            reading.records.append(make(row, f"{row.get('id', f'row {number}')} in {file}"))
        except InputError as error:
            reading.faults.extend(error.faults)
    return reading


def _made(kind: type[Made], row: Row, where: str, called: Mapping[str, str] = MappingProxyType({})) -> Made:
    """A record of its kind, with lists as tuples.  Names it does not have, lacks, or fills wrongly are faults.

    `called` says which of its names are spelled otherwise in the file: a claim has one `source` line for its sources.
    """
    known = {called.get(each.name, each.name): each for each in fields(kind)}  # type: ignore[arg-type]
    faults = []
    for name, each in known.items():
        if name not in row and each.default is MISSING and each.default_factory is MISSING:
            faults.append(f"{where} has no {name}.")
    for name, value in row.items():
        if name not in known:
            faults.append(f"{where} has {name}, which is not known there.{nearest(name, known)}")
        elif not _is_fit(value, wanted := _wanted(known[name].type)):
            faults.append(f"{where}: {name} is {value!r}; it should be {_WORDS[wanted[0]]}.")
    if faults:
        raise InputError(*faults)
    return kind(**{known[name].name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})


_WORDS = {str: "a text", float: "a number", bool: "true or false", list: "a list", dict: "a table"}


def _is_fit(value: Any, wanted: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return not wanted or bool in wanted  # True is an int to Python, but not a number to a reader
    return not wanted or isinstance(value, wanted)


def _wanted(annotation: Any) -> tuple[type, ...]:
    """What a field may be in the file, by its annotation."""
    if annotation in (str, bool):
        return (annotation,)
    if annotation in (float, float | None):
        return (float, int)
    if str(annotation).startswith("tuple["):
        return (list,)
    return (dict,) if str(annotation).startswith("dict[") else ()


def _by_id(reading: Reading[Record]) -> Mapping[str, Record]:
    if reading.faults:
        raise InputError(*reading.faults)
    return MappingProxyType({record.id: record for record in reading.records})
