"""Bargaining: what is paid so that an official looks away, and what it is worth not to depend on luck.

Nash (1950), "The bargaining problem", with unequal weights; solved backward over the stages of a case; up a chain of
catchers who can be bribed in their turn (Basu, Bhattacharya and Mishra 1992, "Notes on bribery and the control of
corruption"); and the premium of one who fears the loss (Pratt 1964, "Risk aversion in the small and in the large").
Both sides know all the stakes; nothing is offered in instalments.
"""

import math

from allssam.engine import compiled
from allssam.theory.arguments import count, number, share


def nash_bribe(stake: float, cost: float, weight: float = 0.5) -> float:
    """What is paid when one stands to lose `stake` and looking away costs the official `cost`; both in money.

    He is given his cost and his share `weight` of what is saved, cost + weight * (stake - cost).  Where nothing is
    saved (stake at most cost) nothing is paid: 0.  Nash (1950), weights as in Roth (1979).
    ValueError: a stake that is not finite, a cost below 0, a weight outside 0..1.
    """
    return split_surplus(number("stake", stake), number("cost", cost, least=0.0), share("weight", weight))


def two_stage_bribe(
    stake: float, p_guilty: float, cost_early: float, cost_late: float, weight: float = 0.5
) -> tuple[float, float]:
    """What is paid at the inquiry and, failing that, before the verdict: (early, late), in money.

    Solved backward.  Before the verdict `stake` is at risk: late = nash_bribe(stake, cost_late).  At the inquiry
    one expects to pay that with probability `p_guilty`: early = nash_bribe(p_guilty * late, cost_early).  Where no
    late deal is to be had, late is 0 and there is no price to save by an early one: early is 0 too.
    ValueError: as nash_bribe, and a p_guilty outside 0..1.
    """
    return backward_bribes(
        number("stake", stake),
        share("p_guilty", p_guilty),
        number("cost_early", cost_early, least=0.0),
        number("cost_late", cost_late, least=0.0),
        share("weight", weight),
    )


def bribe_chain(catch: float, multiple: float, weight: float = 0.5, tiers: float = math.inf) -> float:
    """The bribe per unit of the crime, when the catcher can himself be caught and bribed.

    A crime of size 1 is fined `multiple`.  Its catcher takes b instead, which is a crime of size b: with probability
    `catch` the next catcher finds it and takes r per unit of it, so that the bribe costs its taker catch * r * b.
    Splitting what is saved as in nash_bribe, b = cost + weight * (multiple - cost), gives

        b = weight * multiple / (1 - (1 - weight) * catch * r).

    `tiers` counts the catchers one above the other, the first one included.  The top one is honest: he takes nothing
    and has the whole fine paid, r = multiple, for the tier under him; each lower tier faces the b of the tier
    above.  With one tier the only catcher is honest, and the bribe is 0.  Where catch * multiple is 1 or more
    nobody under an honest tier gains by taking, so that honesty runs down the whole chain, and the bribe is 0.
    math.inf is the chain without a top: r = b, the smaller root of (1 - weight) * catch * b**2 - b + weight *
    multiple = 0, which is also the limit of many tiers while catch * multiple < 1. Shares 0..1 for catch and weight;
    multiple, a pure number, at least 0.  Basu, Bhattacharya and Mishra (1992).
    ValueError: arguments out of range; an endless chain in which no bribe sustains itself (no root, or one that saves
    nobody anything), which takes catch * multiple > 1.
    """
    found = chained_bribe(
        share("catch", catch),
        number("multiple", multiple, least=0.0),
        share("weight", weight),
        math.inf if tiers == math.inf else float(count("tiers", tiers, least=1)),
    )
    if math.isnan(found):
        raise ValueError(
            f"catch {catch} times multiple {multiple} is more than 1, and at weight {weight} no bribe sustains itself "
            f"in a chain without an honest top; expected a lower catch or multiple, or a finite number of tiers"
        )
    return found


def insurance_premium(probability: float, loss: float, aversion: float) -> float:
    """The most one pays to be rid of losing `loss` with `probability`: ln(1 - p + p * exp(a * loss)) / a, in money.

    Constant absolute risk aversion `aversion`, per unit of money, at least 0; at 0 it is the fair premium p * loss.  It
    never exceeds the loss.  Pratt (1964).
    ValueError: a probability outside 0..1; a loss or aversion that is negative or not finite.
    """
    return certain_equivalent(
        share("probability", probability), number("loss", loss, least=0.0), number("aversion", aversion, least=0.0)
    )


@compiled
def split_surplus(stake: float, cost: float, weight: float) -> float:
    """The official is paid what looking away costs him and his share of what is saved; if nothing is saved, nothing."""
    if stake <= cost:
        return 0.0
    return cost + weight * (stake - cost)


@compiled
def backward_bribes(
    stake: float, p_guilty: float, cost_early: float, cost_late: float, weight: float
) -> tuple[float, float]:
    """Early one pays to be spared the price that would be asked later."""
    late = split_surplus(stake, cost_late, weight)
    early = split_surplus(p_guilty * late, cost_early, weight)
    return early, late


@compiled
def chained_bribe(catch: float, multiple: float, weight: float, tiers: float) -> float:
    """Each catcher asks for his share and for what the one above will take from him; nan if none sustains itself."""
    paid_on = (1.0 - weight) * catch
    if math.isinf(tiers):
        room = 1.0 - 4.0 * paid_on * weight * multiple
        if catch * multiple > 1.0 and (weight >= 0.5 or room < 0.0):
            return math.nan
        return 2.0 * weight * multiple / (1.0 + math.sqrt(max(room, 0.0)))
    if tiers < 2.0 or catch * multiple >= 1.0:
        return 0.0
    above, tier = multiple, 1.0
    while tier < tiers:
        bribe = weight * multiple / (1.0 - paid_on * above)
        if bribe >= above:  # settled, to the last digit
            return above
        above = bribe
        tier += 1.0
    return above


@compiled
def certain_equivalent(probability: float, loss: float, aversion: float) -> float:
    """The sure payment that feels as bad as the gamble."""
    feared = aversion * loss
    if probability <= 0.0 or loss <= 0.0:
        return 0.0
    if feared < 1e-8:  # the series; the logarithm would lose its digits
        return probability * loss * (1.0 + 0.5 * feared * (1.0 - probability))
    if feared < 500.0:
        return math.log1p(probability * math.expm1(feared)) / aversion
    return loss + math.log(probability + (1.0 - probability) * math.exp(-feared)) / aversion
