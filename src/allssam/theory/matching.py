"""Matching: who deals with whom, what each can hold out for, and which ties nobody would change.

With money between partners: the assignment game (Shapley and Shubik 1971, "The assignment game I: the core").
Without: deferred acceptance (Gale and Shapley 1962, "College admissions and the stability of marriage").  Ties that
carry news and favours onward, at a cost to both: the connections model (Jackson and Wolinsky 1996, "A strategic model
of social and economic networks").
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allssam.engine import compiled
from allssam.theory.arguments import Floats, Whole, network, number, rankings, share, table_of_numbers

NOBODY = -1
SLIGHT = 1e-12  # a gain that may be rounding is none

Pairs = tuple[tuple[int, int], ...]


class Assignment(NamedTuple):
    """Who is paired with whom, and what that is worth in all."""

    pairs: Pairs
    """(row, column), in order of rows; whoever is not named stays single."""
    value: float
    """The sum of the surplus of the pairs."""


def assignment(surplus: ArrayLike) -> Assignment:
    """The pairs that are worth most together, when row i with column j is worth surplus[i][j] and a single nothing.

    `surplus` is a table of money, rows by columns, of any shape and sign; everybody has at most one partner.  A pair
    that would be worth nothing or less is not made.  Where several choices are worth the same, one of them, always
    the same. Shapley and Shubik (1971); solved by shortest augmenting paths (Kuhn 1955, Munkres 1957), in rows² ×
    columns steps.
    ValueError: a table that is ragged or holds what is not a finite number.
    """
    table = table_of_numbers("surplus", surplus)
    partners = best_partners(table)
    pairs = _pairs(partners)
    return Assignment(pairs, math.fsum(float(table[pair]) for pair in pairs))


def core_bounds(surplus: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    """The least and most each can get in the core of the assignment game: (row_low, row_high, column_low, column_high).

    In the core nobody gets less than nothing, no pair gets less than the two could make together, and the pairs of
    `assignment(surplus)` share out what they make.  The bounds are money, one for each row or column; a row and its
    partner reach them oppositely, all rows their most at once, when all columns get their least.
    Shapley and Shubik (1971).
    ValueError: as assignment.
    """
    table = table_of_numbers("surplus", surplus)
    return core_payoffs(table, best_partners(table))


def deferred_acceptance(
    proposer_preferences: Sequence[Sequence[int]], receiver_preferences: Sequence[Sequence[int]]
) -> Pairs:
    """The stable pairs (proposer, receiver) that suit the proposers best, in order of proposers.

    Each list names the acceptable on the other side, the best first, by number from 0; whoever is not named is worse
    than staying single.  The sides may differ in size.  No two who are not paired would both rather be.  Gale and
    Shapley (1962).
    ValueError: a list that names somebody twice or somebody who is not there.
    """
    proposers = rankings("proposer_preferences", proposer_preferences, len(receiver_preferences))
    receivers = rankings("receiver_preferences", receiver_preferences, len(proposer_preferences))
    return _pairs(propose_in_turn(proposers, receivers))


def pairwise_stable(adjacency: ArrayLike, decay: float, cost: float) -> bool:
    """Whether nobody gains by cutting one of his ties and no two by adding one: the connections model.

    Each is worth decay ** distance to everybody he can reach, and pays `cost` for each tie of his own, in the same
    unit. Two make a tie when one gains and the other does not lose; one is enough to cut it, and only a gain moves
    anybody. Gains below 1e-12 count as none.  `adjacency` is a square table of 0 and 1, the same both ways. Jackson
    and Wolinsky (1996).
    ValueError: a network that is not square, 0 and 1, the same both ways, or with ties to oneself; a decay outside
    0..1; a cost below 0.
    """
    return bool(is_settled(network("adjacency", adjacency), share("decay", decay), number("cost", cost, least=0.0)))


def _pairs(partners: Whole) -> Pairs:
    return tuple((row, int(column)) for row, column in enumerate(partners) if column != NOBODY)


@compiled
def best_partners(surplus: Floats) -> Whole:
    """The column of each row in the assignment worth most, NOBODY for a single."""
    rows, columns = surplus.shape
    partners = np.full(rows, NOBODY, np.int64)
    if rows == 0 or columns == 0:
        return partners
    if rows <= columns:
        partners[:] = augmented(surplus)
    else:
        chosen = augmented(surplus.T.copy())
        for column in range(columns):
            partners[chosen[column]] = column
    for row in range(rows):
        if partners[row] != NOBODY and surplus[row, partners[row]] <= 0.0:
            partners[row] = NOBODY
    return partners


@compiled
def augmented(surplus: Floats) -> Whole:
    """A column for every row, of which there are no more than columns; a pair that loses counts as worth nothing.

    Each new row looks for the cheapest chain of moves that frees a column for it.  Place `columns` is a stand-in for
    the column from which the new row starts.
    """
    rows, columns = surplus.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns + 1)
    holder = np.full(columns + 1, NOBODY, np.int64)
    for new in range(rows):
        holder[columns] = new
        slack = np.full(columns, math.inf)
        came_from = np.full(columns, NOBODY, np.int64)
        visited = np.zeros(columns + 1, np.bool_)
        column = columns
        while holder[column] != NOBODY:
            visited[column] = True
            row = holder[column]
            step, following = math.inf, NOBODY
            for other in range(columns):
                if not visited[other]:
                    loss = -max(surplus[row, other], 0.0) - row_price[row] - column_price[other]
                    if loss < slack[other]:
                        slack[other], came_from[other] = loss, column
                    if slack[other] < step:
                        step, following = slack[other], other
            for other in range(columns + 1):
                if visited[other]:
                    row_price[holder[other]] += step
                    column_price[other] -= step
                elif other < columns:
                    slack[other] -= step
            column = following
        while column != columns:
            holder[column] = holder[came_from[column]]
            column = came_from[column]
    found = np.full(rows, NOBODY, np.int64)
    for column in range(columns):
        if holder[column] != NOBODY:
            found[holder[column]] = column
    return found


@compiled
def core_payoffs(surplus: Floats, partners: Whole) -> tuple[Floats, Floats, Floats, Floats]:
    """What each can hold out for: at least what others would give, at most what his partner cannot get elsewhere."""
    rows, columns = surplus.shape
    column_partners = np.full(columns, NOBODY, np.int64)
    for row in range(rows):
        if partners[row] != NOBODY:
            column_partners[partners[row]] = row
    column_low = least_held_out(surplus, partners, columns)
    row_low = least_held_out(surplus.T.copy(), column_partners, rows)
    row_high, column_high = np.zeros(rows), np.zeros(columns)
    for row in range(rows):
        column = partners[row]
        if column != NOBODY:
            row_high[row] = max(surplus[row, column] - column_low[column], row_low[row])
            column_high[column] = max(surplus[row, column] - row_low[row], column_low[column])
    return row_low, row_high, column_low, column_high


@compiled
def least_held_out(surplus: Floats, partners: Whole, columns: int) -> Floats:
    """The least that keeps every column from being bid away, when the rows take all they can."""
    least = np.zeros(columns)
    for _ in range(columns + 1):
        raised = False
        for row in range(partners.size):
            left = 0.0
            if partners[row] != NOBODY:
                left = surplus[row, partners[row]] - least[partners[row]]
            for column in range(columns):
                offer = surplus[row, column] - left
                if column != partners[row] and offer > least[column] + SLIGHT * abs(surplus[row, column]):
                    least[column] = offer
                    raised = True
        if not raised:
            break
    return least


@compiled
def propose_in_turn(proposers: Whole, receivers: Whole) -> Whole:
    """The receiver of each proposer, NOBODY for a single: each asks down his list, each keeps the best who asked.

    Lists of numbers, best first, one row each, with NOBODY after the end of a shorter list.
    """
    asking, asked = proposers.shape[0], receivers.shape[0]
    rank = np.full((asked, asking), asking, np.int64)
    for receiver in range(asked):
        for place in range(receivers.shape[1]):
            if receivers[receiver, place] != NOBODY:
                rank[receiver, receivers[receiver, place]] = place
    engaged_to = np.full(asking, NOBODY, np.int64)
    holds = np.full(asked, NOBODY, np.int64)
    next_place = np.zeros(asking, np.int64)
    for first in range(asking):
        proposer = first
        while proposer != NOBODY and next_place[proposer] < proposers.shape[1]:
            receiver = proposers[proposer, next_place[proposer]]
            if receiver == NOBODY:
                break
            next_place[proposer] += 1
            rival = holds[receiver]
            limit = asking if rival == NOBODY else rank[receiver, rival]
            if rank[receiver, proposer] < limit:
                holds[receiver] = proposer
                engaged_to[proposer] = receiver
                if rival != NOBODY:
                    engaged_to[rival] = NOBODY
                proposer = rival
    return engaged_to


@compiled
def is_settled(tied: NDArray[np.bool_], decay: float, cost: float) -> bool:
    """Nobody would cut a tie, and no two would make one."""
    people = tied.shape[0]
    reach = np.empty(people)
    for person in range(people):
        reach[person] = worth_of_ties(tied, person, decay, NOBODY, NOBODY)
    for one in range(people):
        for other in range(one + 1, people):
            saved = cost if tied[one, other] else -cost
            one_gains = worth_of_ties(tied, one, decay, one, other) - reach[one] + saved
            other_gains = worth_of_ties(tied, other, decay, one, other) - reach[other] + saved
            more, less = max(one_gains, other_gains), min(one_gains, other_gains)
            if more > SLIGHT and (tied[one, other] or less >= -SLIGHT):
                return False
    return True


@compiled
def worth_of_ties(tied: NDArray[np.bool_], person: int, decay: float, one: int, two: int) -> float:
    """Everybody within reach is worth decay for each step on the shortest way to him, if one and two were otherwise.

    That is with a tie between one and two if they have none, without it if they have; NOBODY and NOBODY for as it is.
    """
    people = tied.shape[0]
    known = np.zeros(people, np.bool_)
    queue = np.empty(people, np.int64)
    nearness = np.zeros(people)
    known[person], queue[0], nearness[person] = True, person, 1.0
    head, tail, worth = 0, 1, 0.0
    while head < tail:
        current = queue[head]
        head += 1
        for other in range(people):
            is_changed = (current == one and other == two) or (current == two and other == one)
            if tied[current, other] != is_changed and not known[other]:
                known[other] = True
                nearness[other] = nearness[current] * decay
                worth += nearness[other]
                queue[tail] = other
                tail += 1
    return worth
