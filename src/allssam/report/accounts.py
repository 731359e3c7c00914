"""The money of a run: who paid whom, what for, and the check that the books close."""

from collections.abc import Iterable
from dataclasses import dataclass

from allssam.explain import Record
from allssam.explain.words import WON_PER_DOLLAR, dollars
from allssam.world import Flow, Sector

SECTOR_NAMES = {"loyalty_funds": "Loyalty funds", "outside": "Outside", "reform": "Currency reform", "state": "State"}


@dataclass(frozen=True)
class Cell:
    """An amount of the matrix, and how dark its ground is."""

    won: int
    weight: float

    @property
    def millions(self) -> str:
        return millions(self.won)

    @property
    def dollars(self) -> str:
        return dollars_short(self.won)


@dataclass(frozen=True)
class Closing:
    """A sector's books from the first balance to the last: start + in − out must be the end."""

    sector: str
    start: int
    came_in: int
    went_out: int
    end: int

    @property
    def difference(self) -> int:
        return self.end - (self.start + self.came_in - self.went_out)


@dataclass(frozen=True)
class Purpose:
    """What was paid for one purpose, and from whom to whom."""

    name: str
    meaning: str
    routes: str
    won: int
    share: float

    @property
    def millions(self) -> str:
        return millions(self.won)

    @property
    def dollars(self) -> str:
        return dollars_short(self.won)


@dataclass(frozen=True)
class Accounts:
    """The flow matrix of a run, by sector and by purpose, and its closing."""

    sectors: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...], int], ...]
    columns: tuple[int, ...]
    purposes: tuple[Purpose, ...]
    closing: tuple[Closing, ...]
    since: str
    until: str

    @property
    def total(self) -> int:
        return sum(self.columns)

    @property
    def closes(self) -> bool:
        return not any(item.difference for item in self.closing)


def accounts(record: Record) -> Accounts | None:
    """The money of one run; None where the run has no flows."""
    if not record.has("flows"):
        return None
    paid = record.rows("select payer, payee, purpose, sum(won)::bigint from flows group by payer, payee, purpose")
    if not paid:
        return None
    names = _sectors(payer_or_payee for row in paid for payer_or_payee in row[:2])
    matrix: dict[tuple[str, str], int] = {}
    routes: dict[str, dict[tuple[str, str], int]] = {}
    for payer, payee, purpose, won in paid:
        matrix[payer, payee] = matrix.get((payer, payee), 0) + int(won)
        routes.setdefault(purpose, {})[payer, payee] = int(won)
    most = max(matrix.values()) or 1
    rows = tuple(
        (
            sector_name(payer),
            tuple(
                Cell(matrix.get((payer, payee), 0), (matrix.get((payer, payee), 0) / most) ** 0.4) for payee in names
            ),
            sum(matrix.get((payer, payee), 0) for payee in names),
        )
        for payer in names
    )
    columns = tuple(sum(matrix.get((payer, payee), 0) for payer in names) for payee in names)
    closing, since, until = _closing(record)
    purposes = _purposes(routes, sum(columns))
    return Accounts(tuple(map(sector_name, names)), rows, columns, purposes, closing, since, until)


def _sectors(found: Iterable[str]) -> list[str]:
    """Sectors in the order of their declaration, those unknown last."""
    order = [sector.name.lower() for sector in Sector]
    return sorted(set(found), key=lambda name: (order.index(name) if name in order else len(order), name))


def _purposes(routes: dict[str, dict[tuple[str, str], int]], total: int) -> tuple[Purpose, ...]:
    meanings = {purpose.name.lower(): purpose.meaning for purpose in Flow}
    found = []
    for name, ways in routes.items():
        ordered = sorted(ways, key=lambda way: (-ways[way], way))
        spelled = "; ".join(f"{sector_name(payer)} → {sector_name(payee)}" for payer, payee in ordered)
        won = sum(ways.values())
        found.append(
            Purpose(name.replace("_", " "), meanings.get(name, ""), spelled, won, won / total if total else 0.0)
        )
    return tuple(sorted(found, key=lambda item: (-item.won, item.name)))


def _closing(record: Record) -> tuple[tuple[Closing, ...], str, str]:
    """The books from the first month of balances to the last.  The first is the month before the run, where the run recorded it."""
    if not record.has("balances"):
        return (), "", ""
    months = [str(row[0]) for row in record.rows("select distinct month from balances order by month")]
    if len(months) < 2:
        return (), "", ""
    first, last = months[0], months[-1]
    held = "select sector, won from balances where month = $month"
    paid = "select {side}, sum(won)::bigint from flows where month > $first and month <= $last group by {side}"
    start, end = _by_sector(record, held, month=first), _by_sector(record, held, month=last)
    came_in, went_out = (
        _by_sector(record, paid.format(side=side), first=first, last=last) for side in ("payee", "payer")
    )
    names = _sectors([*start, *end])
    closing = tuple(
        Closing(sector_name(name), start.get(name, 0), came_in.get(name, 0), went_out.get(name, 0), end.get(name, 0))
        for name in names
    )
    return closing, first[:7], last[:7]


def _by_sector(record: Record, question: str, **values: str) -> dict[str, int]:
    return {str(sector): int(won) for sector, won in record.rows(question, values)}


def sector_name(name: str) -> str:
    return SECTOR_NAMES.get(name, name.replace("_", " ").capitalize())


def millions(won: int) -> str:
    """Won in millions."""
    if won == 0:
        return "0"
    amount = won / 1_000_000
    return f"{amount:,.0f}" if abs(amount) >= 100 else f"{amount:,.1f}" if abs(amount) >= 1 else f"{amount:,.3f}"


def dollars_short(won: int) -> str:
    """Dollars with a letter for thousands, millions and billions: $1.2m."""
    amount = won / WON_PER_DOLLAR
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(amount) >= size:
            return f"${amount / size:,.1f}{letter}"
    return f"${dollars(won)}" if won else "$0"
