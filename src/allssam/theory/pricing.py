"""Pricing: what a place goes for when there are fewer than people who want one, and when one seller sets the price.

The price that clears a fixed number of places is what the last one admitted would pay (Marshall 1890, "Principles of
economics"); a seller alone asks what earns most, and serves fewer (Cournot 1838, "Researches into the mathematical
principles of the theory of wealth").  One price for all; everybody wants one place.
"""

import numpy as np
from numpy.typing import ArrayLike

from allssam.engine import compiled
from allssam.theory.arguments import Floats, count, number, row_of_numbers


def marginal_price(willingness: ArrayLike, places: int, floor: float = 0.0) -> tuple[float, int]:
    """The price of a place, and how many are admitted: what the last one admitted is willing to pay.

    `willingness` is money, one number for each applicant, in any order; `places` is a count; `floor` is the least
    price, and whoever is not willing to pay it does not count.  When places are left over the price is the floor.
    Where several at the margin would pay the same, as many of them are admitted as there are places.
    ValueError: a willingness or a floor that is not finite, a floor below 0; fewer than one place, since then nobody is
    the last admitted and there is no price.
    """
    falling = -np.sort(-row_of_numbers("willingness", willingness))
    price, admitted = clearing_price(falling, count("places", places, least=1), number("floor", floor, least=0.0))
    return float(price), int(admitted)


def monopoly_price(willingness: ArrayLike, floor: float = 0.0) -> tuple[float, int]:
    """The price, at least `floor`, that earns most, and how many pay it: the largest price * number willing.

    `willingness` is money, one number for each applicant, in any order.  Exact for these applicants.  Where several
    prices earn the same, the lowest.  If nobody is willing to pay the floor, it is the price and nobody is admitted.
    A place costs the seller nothing, the floor is only the least he may ask.  Cournot (1838).
    ValueError: a willingness or a floor that is not finite, a floor below 0.
    """
    falling = -np.sort(-row_of_numbers("willingness", willingness))
    price, admitted = best_earning_price(falling, number("floor", floor, least=0.0))
    return float(price), int(admitted)


@compiled
def clearing_price(falling: Floats, places: int, floor: float) -> tuple[float, int]:
    """Places go to those willing to pay most, who come in falling order; without a place, the highest is asked."""
    willing = number_willing(falling, floor)
    if willing < places or willing == 0:
        return floor, willing
    return falling[max(places - 1, 0)], max(places, 0)


@compiled
def best_earning_price(falling: Floats, floor: float) -> tuple[float, int]:
    """Each further buyer, in falling order, lowers the price for all."""
    price, buyers, earned = floor, 0, -1.0
    for place in range(number_willing(falling, floor)):
        if falling[place] * (place + 1) >= earned:
            price, buyers = falling[place], place + 1
            earned = price * buyers
    return price, buyers


@compiled
def number_willing(falling: Floats, price: float) -> int:
    """How many would pay the price."""
    low, high = 0, falling.size
    while low < high:
        middle = (low + high) // 2
        if falling[middle] >= price:
            low = middle + 1
        else:
            high = middle
    return low
