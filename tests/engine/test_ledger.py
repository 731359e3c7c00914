"""Money moves with pay, and every month closes to zero won."""

import numpy as np
import pytest

from allssam.engine import AccountsError, Pipeline, compiled, ledger, pay, step, throw
from allssam.engine.ledger import check_closing, closing_faults, sector_balances


def purse_of(toy, balances, sectors):
    flows = np.zeros((len(toy.Holder), len(toy.Holder), len(toy.Flow)), np.int64)
    return ledger.purse_of(np.array(balances, np.int64), np.array(sectors, np.int8), flows, int(toy.Holder.OUTSIDE))


def flows_of(purse):
    return purse.flows.reshape(purse.sectors, purse.sectors, purse.purposes)


def test_one_pays_what_one_has_left(toy):
    purse = purse_of(toy, [5, 0], [0, 0])

    assert pay(purse, 0, 1, 12, toy.Flow.GIFT) == 5
    assert purse.balance.tolist() == [0, 5]


def test_a_border_pays_what_is_asked(toy):
    purse = purse_of(toy, [0, 0], [1, 0])

    assert pay(purse, 0, 1, 12, toy.Flow.IMPORT) == 12
    assert purse.balance.tolist() == [-12, 12]


def test_a_negative_amount_moves_nothing(toy):
    purse = purse_of(toy, [5, 5], [0, 0])

    assert pay(purse, 0, 1, -3, toy.Flow.GIFT) == 0
    assert purse.balance.tolist() == [5, 5]


def test_paying_oneself_changes_nothing(toy):
    purse = purse_of(toy, [5], [0])

    assert pay(purse, 0, 0, 3, toy.Flow.GIFT) == 3
    assert purse.balance.tolist() == [5]


@compiled
def move_at_random(purse, accounts, transfers, outside, gift, trade):
    for number in range(transfers):
        payer = int(throw(11, number) % accounts)
        payee = int(throw(12, number) % accounts)
        amount = int(throw(13, number) % 5_000) - 500
        purpose = trade if payer >= outside or payee >= outside else gift
        pay(purse, payer, payee, amount, purpose)


def test_a_hundred_thousand_random_transfers_close_to_zero(toy):
    number, outside = 500, 480
    sectors = np.where(np.arange(number) >= outside, int(toy.Holder.OUTSIDE), 0)
    purse = purse_of(toy, np.arange(number) % 7 * 1000, sectors)
    before = sector_balances(purse.balance, purse.sector, toy.Holder)
    with np.errstate(over="ignore"):
        move_at_random(purse, number, 100_000, outside, int(toy.Flow.GIFT), int(toy.Flow.IMPORT))
    after = sector_balances(purse.balance, purse.sector, toy.Holder)

    assert closing_faults(before, after, flows_of(purse), toy.Holder, toy.Flow) == []
    assert purse.balance.sum() == before.sum()
    assert purse.balance[:outside].min() >= 0
    assert purse.flows.sum() > 10_000_000


def test_a_won_from_nowhere_is_found(toy):
    purse = purse_of(toy, [5, 5], [0, 0])
    before = sector_balances(purse.balance, purse.sector, toy.Holder)
    purse.balance[0] += 1
    after = sector_balances(purse.balance, purse.sector, toy.Holder)

    with pytest.raises(AccountsError, match="1 won are unaccounted for"):
        check_closing(before, after, flows_of(purse), toy.Holder, toy.Flow, "2009-01")


def test_a_border_refuses_a_purpose_it_does_not_list(toy):
    purse = purse_of(toy, [5, 5], [0, 1])
    before = sector_balances(purse.balance, purse.sector, toy.Holder)
    pay(purse, 0, 1, 3, toy.Flow.GIFT)
    after = sector_balances(purse.balance, purse.sector, toy.Holder)

    with pytest.raises(AccountsError, match="OUTSIDE is a border that does not carry GIFT"):
        check_closing(before, after, flows_of(purse), toy.Holder, toy.Flow, "2009-01")


@step(visits="people")
def lose_money(people, purse):
    """Everybody: money vanishes without pay."""
    for person in people.rows:
        purse.balance[people.account[person]] -= 1


def test_a_month_that_does_not_close_stops_the_run(make_world):
    with pytest.raises(AccountsError, match="HOMES: balances moved by -40 won"):
        make_world(people=40, counties=2).advance(Pipeline(lose_money), {})
