"""Contests: who prevails when two sides bring friends, money or effort.

The ratio contest asks how many times stronger one side is (Tullock 1980, "Efficient rent seeking"; axioms in Skaperdas
1996, "Contest success functions").  The difference contest asks by how much (Hirshleifer 1989, "Conflict and
rent-seeking success functions: ratio vs. difference models").  Left out: how much effort it pays to bring.
"""

import math

from allssam.engine import compiled
from allssam.theory.arguments import number, number_or_infinity


def win_probability(own: float, other: float, decisiveness: float) -> float:
    """The chance that `own` strength prevails over `other`: own**d / (own**d + other**d), d the decisiveness.

    Strengths are two numbers of one unit, at least 0; decisiveness is a pure number, at least 0.  Decisiveness 0 is a
    coin whatever the strengths; 1 is a lottery with a ticket for each unit; math.inf lets the stronger side win, and
    equals share.  Two sides with no strength at all toss a coin.  Tullock (1980).
    ValueError: a strength that is negative or not finite, a negative decisiveness, not a number.
    """
    return ratio_contest(
        number("own", own, least=0.0),
        number("other", other, least=0.0),
        number_or_infinity("decisiveness", decisiveness),
    )


def logit_win_probability(own: float, other: float, slope: float) -> float:
    """The chance that `own` prevails over `other`: 1 / (1 + exp(-slope * (own - other))).

    Strengths are finite numbers of one unit, of either sign; slope is per that unit, at least 0.  Slope 0 is a coin;
    math.inf lets the stronger side win, and equals share.  Hirshleifer (1989).
    ValueError: a strength that is not finite, a negative slope, not a number.
    """
    return difference_contest(number("own", own), number("other", other), number_or_infinity("slope", slope))


@compiled
def ratio_contest(own: float, other: float, decisiveness: float) -> float:
    """The side that is so many times stronger prevails that much more often; equals toss a coin."""
    if own == other or decisiveness == 0.0:
        return 0.5
    if own > other:
        return 1.0 / (1.0 + math.pow(other / own, decisiveness))
    odds = math.pow(own / other, decisiveness)
    return odds / (1.0 + odds)


@compiled
def difference_contest(own: float, other: float, slope: float) -> float:
    """The side that is stronger by so much prevails that much more often; equals toss a coin."""
    if own == other or slope == 0.0:
        return 0.5
    if own > other:
        return 1.0 / (1.0 + math.exp(-slope * (own - other)))
    odds = math.exp(-slope * (other - own))
    return odds / (1.0 + odds)
