"""A toy market: people buy at the till, and the till pays them back."""

from allssam.engine import (
    ByPlace,
    Count,
    Dated,
    Money,
    Parameters,
    Share,
    Switch,
    chance,
    param,
    pay,
    record,
    rule,
    step,
    uniform,
    won,
)  # fmt: skip
from allssam.world import PLACES, Event, Flow


class Bazaar(Parameters):
    """Numbers of the toy market."""

    tolerance: Dated = param(0.5, 0.0, 1.0, "0 to 1", "How far trade is let be", assumed="a toy", dated=True)
    campaign: ByPlace = param(0.0, 0.0, 1.0, "0 to 1", "Inspections", assumed="a toy", dated=True, each=PLACES)
    spent: Share = param(0.3, 0.0, 1.0, "of the purse", "What is spent in a month", assumed="a toy")
    gift: Money = param(500, 0, 10_000, "won", "A gift between friends", assumed="a toy")
    guests: Count = param(2, 1, 9, "people", "People asked", assumed="a toy")
    is_open: Switch = param(True, False, True, "", "Whether the bazaar is open", assumed="a toy")


@rule(assumed="a toy")
def spending(balance, die, p):
    """People spend part of what they have, the more the freer trade is."""
    return won(balance * p.spent * (p.tolerance + 0.5 * die))


@step(visits="households", changes=["households.income"], draws=["spend", "luck"], parameters=Bazaar)
def trade(households, counties, purse, journal, p, dice):
    """Every household, once a month: it spends, and the till gives some of it back."""
    for home in households.rows:
        if households.size[home] == 0:
            continue
        account = households.account[home]
        till = counties.till[households.county[home]]
        key = households.key[home]
        pay(purse, account, till, spending(purse.balance[account], uniform(dice.spend, key), p), Flow.CONSUMPTION)
        back = pay(purse, till, account, won(purse.balance[till] * 0.1), Flow.MARKET_INCOME)
        households.income[home] = back
        if p.is_open and chance(dice.luck, key, 0.2 + p.campaign[counties.place[households.county[home]]] * 0.5):
            record(journal, Event.DONJU_RISEN, who=households.head[home], amount=back)
