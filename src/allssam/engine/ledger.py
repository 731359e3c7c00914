"""Money: accounts in whole steady won, moved by `pay` and by nothing else.

Every account belongs to a sector.  Some sectors are borders: money comes from them and goes to them only for the purposes they
list, and their balance may fall below zero, since it is what the outside has put in.  Everybody else pays what he has left.
"""

from collections import namedtuple
from collections.abc import Callable
from enum import IntEnum
from typing import Any

import numpy as np

from allssam.engine.compiling import compiled
from allssam.engine.errors import AccountsError
from allssam.engine.tables import Array

Purse = namedtuple("Purse", "balance sector flows first_border sectors purposes")
"""What `pay` is handed: the accounts, what flowed as one row of numbers (see `purse_of`), which sectors are borders, and how many
sectors and purposes there are."""


class Purpose(IntEnum):
    """What a payment is for.  Members are declared with their meaning."""

    meaning: str

    def __new__(cls, meaning: str) -> "Purpose":
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.meaning = meaning
        return member


class Sector(IntEnum):
    """Who holds an account.  Borders come last and list the purposes they may carry."""

    meaning: str
    border: bool
    purposes: tuple[Purpose, ...]

    def __new__(cls, meaning: str, *purposes: Purpose) -> "Sector":
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.meaning = meaning
        member.purposes = purposes
        member.border = bool(purposes)
        return member


@compiled
def pay(purse, payer, payee, amount, purpose):
    """Move an amount, or what the payer has left, from account to account; returns what was paid."""
    paid, sector = max(0, amount), purse.sector[payer]
    if sector < purse.first_border:
        paid = max(0, min(paid, purse.balance[payer]))
    purse.balance[payer] -= paid
    purse.balance[payee] += paid
    purse.flows[(sector * purse.sectors + purse.sector[payee]) * purse.purposes + purpose] += paid
    return paid


def purse_of(balance: Any, sector: Any, flows: Array, first: int, lend: Callable[[Array], Any] = lambda row: row) -> Purse:
    """The purse of accounts whose flows are added up in a matrix of shape (sectors, sectors, purposes), won."""
    return Purse(balance, sector, lend(flows.reshape(-1)), first, flows.shape[0], flows.shape[2])


def first_border(sectors: Any) -> int:
    """The number of the first sector that is a border.  Raises AccountsError if borders do not stand last."""
    kinds = [sector.border for sector in sectors]
    if kinds != sorted(kinds):
        raise AccountsError("Borders must stand after all other sectors in the list of sectors.")
    return kinds.index(True) if True in kinds else len(kinds)


def sector_balances(balance: Array, sector: Array, sectors: Any) -> Array:
    """The sum of balances of each sector, int64, exact."""
    totals = np.zeros(len(sectors), np.int64)
    _add_up(totals, balance, sector)
    return totals


@compiled
def _add_up(totals, balance, sector):
    for account in range(len(balance)):
        totals[sector[account]] += balance[account]


def closing_faults(before: Array, after: Array, flows: Array, sectors: Any, purposes: Any) -> list[str]:
    """What does not close: sectors whose change is not what came in less what went out, and borders used for other ends."""
    faults = []
    change = flows.sum(axis=(0, 2)) - flows.sum(axis=(1, 2))
    for sector in sectors:
        missing = int(after[sector] - before[sector] - change[sector])
        if missing:
            faults.append(
                f"{sector.name}: balances moved by {int(after[sector] - before[sector]):,} won, "
                f"payments explain {int(change[sector]):,}; {missing:,} won are unaccounted for."
            )
        if sector.border:
            used = np.flatnonzero(flows[sector].any(axis=0) | flows[:, sector].any(axis=0))
            allowed = {int(purpose) for purpose in sector.purposes}
            faults += [
                f"{sector.name} is a border that does not carry {list(purposes)[number].name}. List the purpose there or pay otherwise."
                for number in used
                if int(number) not in allowed
            ]
    return faults


def check_closing(before: Array, after: Array, flows: Array, sectors: Any, purposes: Any, month: str) -> None:
    """Raise AccountsError, all faults at once, unless the month closes to zero won."""
    faults = closing_faults(before, after, flows, sectors, purposes)
    if faults:
        raise AccountsError(f"The accounts of {month} do not close:", *faults)
