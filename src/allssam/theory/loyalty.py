"""Loyalty: what keeps a ruler's coalition with him, which coalition can rule, and what it costs to purge blindly.

Bueno de Mesquita, Smith, Siverson and Morrow (2003), "The logic of political survival"; Acemoglu, Egorov and Sonin
(2008), "Coalition formation in non-democracies"; Gregory, Schröder and Sonin (2011), "Rational dictators and the
killing of innocents".
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allssam.engine import compiled
from allssam.theory.arguments import Floats, number, row_of_numbers, share

MOST_MEMBERS = 20  # all coalitions are looked at, 2 ** 20 of them
SLIGHT = 1e-12


def loyalty_share(coalition: float, selectorate: float, patience: float) -> float:
    """The share of his means a ruler must pay his coalition to keep it: (1 - d) / (1 - d W/S), in private goods only.

    W people keep him in office, out of S who might; both are numbers of people or shares.  A member gets g a period
    as long as he stays, worth g / (1 - d), where d is the patience, the worth of the next period against this one.
    A challenger can offer once all the means R among his W, R / W each.  Once in office he chooses anew, anybody
    with probability W / S, and pays what keeps a coalition: R / W + d / (1 - d) * (W / S) * g for one who changes
    sides.  He stays if g (1 - d W / S) / (1 - d) >= R / W; the least such W g is the given share of R. The fewer of
    the many are needed, the less their loyalty costs.  Bueno de Mesquita and others (2003), chapter 3.
    ValueError: a coalition that is not above 0 or is larger than the selectorate; a patience outside 0..1, or 1, at
    which a share falls to nothing or is not defined.
    """
    members = number("coalition", coalition, least=0.0)
    people = number("selectorate", selectorate, least=0.0)
    if not 0.0 < members <= people:
        raise ValueError(
            f"coalition is {coalition} of {selectorate}; it should be above 0 and no larger than the selectorate"
        )
    if share("patience", patience) == 1.0:
        raise ValueError("patience is 1; it should be below 1, or what is paid for ever has no finite worth")
    return share_that_keeps(members, people, float(patience))


def ruling_coalition(powers: ArrayLike, majority: float = 0.5) -> tuple[int, ...]:
    """The members, by number from 0 and in order, of the coalition that ends up ruling.

    A coalition can get rid of the others when it has more than the share `majority` of the power of all; but then its
    members face the same question among themselves.  It rules if it can and if none within it can that would last:
    the least powerful such coalition, or everybody if there is none.  Where several are equally powerful (which the
    source rules out) the one with the lowest numbers.  Power is a positive number; majority runs from 0.5 to below
    1.  Sums that differ by less than 1e-12 of themselves count as equal.  Acemoglu, Egorov and Sonin (2008).
    ValueError: nobody, or more than 20 (all coalitions are looked at); a power that is not above 0; a majority
    outside 0.5..1, or 1.
    """
    held = row_of_numbers("powers", powers)
    if not 1 <= held.size <= MOST_MEMBERS:
        raise ValueError(f"powers holds {held.size} numbers; it should hold from 1 to {MOST_MEMBERS}")
    if held.min() <= 0.0:
        raise ValueError(f"powers[{held.argmin()}] is {held.min()}; it should be above 0")
    if number("majority", majority, 0.5, 1.0) == 1.0:
        raise ValueError("majority is 1; it should be below 1, or nobody could ever be got rid of")
    return tuple(int(member) for member in np.flatnonzero(lasting_coalition(held, float(majority))))


def eliminations(enemies: float, tolerated: float, precision: float) -> tuple[float, float]:
    """How many are got rid of until only `tolerated` enemies are left, and how many of them were none.

    All are numbers of people, not rounded.  `precision` is the share of those got rid of who are enemies, above 0
    and up to 1; it does not change as enemies grow fewer.  (eliminated, innocents); (0, 0) if no more than tolerated
    are there. Gregory, Schröder and Sonin (2011).
    ValueError: numbers below 0 or not finite; a precision outside 0..1, or 0, with which no enemy is ever found.
    """
    if share("precision", precision) == 0.0:
        raise ValueError("precision is 0; it should be above 0, or no enemy is ever found")
    eliminated, innocents = purged(
        number("enemies", enemies, least=0.0), number("tolerated", tolerated, least=0.0), float(precision)
    )
    return float(eliminated), float(innocents)


@compiled
def share_that_keeps(coalition: float, selectorate: float, patience: float) -> float:
    """He stays if being kept for good is worth one great gift and a chance of being kept after it."""
    if coalition >= selectorate or selectorate <= 0.0 or patience <= 0.0:
        return 1.0
    return (1.0 - patience) / (1.0 - patience * coalition / selectorate)


@compiled
def lasting_coalition(powers: Floats, majority: float) -> NDArray[np.bool_]:
    """Who is in the ruling coalition.  A coalition lasts if none within it that lasts could get rid of the rest."""
    people = powers.size
    everybody = (1 << people) - 1
    power = np.zeros(everybody + 1)
    lasts = np.zeros(everybody + 1, np.bool_)
    ruling = everybody
    for coalition in range(1, everybody + 1):
        for member in range(people):
            if coalition >> member & 1:
                power[coalition] += powers[member]
        needed = majority * power[coalition] * (1.0 + SLIGHT)
        lasts[coalition] = True
        part = (coalition - 1) & coalition
        while part > 0:
            if lasts[part] and power[part] > needed:
                lasts[coalition] = False
                break
            part = (part - 1) & coalition
    needed = majority * power[everybody] * (1.0 + SLIGHT)
    for coalition in range(1, everybody):
        if lasts[coalition] and power[coalition] > needed:
            less = power[coalition] < power[ruling] * (1.0 - SLIGHT)
            same = not less and power[coalition] <= power[ruling] * (1.0 + SLIGHT)
            if less or (same and comes_first(coalition, ruling)):
                ruling = coalition
    found = np.zeros(people, np.bool_)
    for member in range(people):
        found[member] = (ruling >> member & 1) == 1
    return found


@compiled
def comes_first(coalition: int, other: int) -> bool:
    """The lowest-numbered member in whom they differ is in this one."""
    differ = coalition ^ other
    return (coalition & differ & -differ) != 0


@compiled
def purged(enemies: float, tolerated: float, precision: float) -> tuple[float, float]:
    """Enemies are got rid of until few enough are left, and with each of them those taken for one."""
    found = enemies - tolerated
    if found <= 0.0 or precision <= 0.0:
        return 0.0, 0.0
    eliminated = found / precision
    return eliminated, eliminated - found
