"""The card is worth what others think it is worth: a rival account of the fall of its price.

In `membership` belonging is worth something by itself, and the opinion of others adds so little that opinion alone has one resting
point.  Here it does most of the work: while everybody wants a card it is worth what it is worth there; the fewer want it, the less it is
worth to the rest, and a county may come to rest at either end.  It falls under any drift, and does not come back.
In a scenario: `MONTH.replace(membership=strong_opinion)`.
"""

from allssam.engine import step
from allssam.mechanisms.membership import Membership, reckon_and_post


@step(
    visits="counties",
    changes=["people.card_worth", "cells.price", "admissions.willing", "admissions.opinion"],
    draws=["hearing"],
    parameters=Membership,
)
def reckon(
    counties, people, households, cells, cells_in, admissions, admissions_in, outlooks, outlooks_in, prospects, prospects_in, purse, p,
    dice, month,
):  # fmt: skip
    """One person in twelve outside the Party reckons what the card is worth, mostly by what others think; one secretary in three posts."""
    reckon_and_post(
        True, counties, people, households, cells, cells_in, admissions, admissions_in, outlooks, outlooks_in, prospects, prospects_in,
        purse, p, dice, month,
    )  # fmt: skip
