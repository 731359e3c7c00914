"""The Women's Union: fees for duties not done, and what its cadres ask of traders."""

import pytest

from allssam.engine import Pipeline, usd
from allssam.mechanisms import womens_union
from allssam.mechanisms.womens_union import WomensUnion, fee_for_duties, gives_cadre
from allssam.world import Bought, Flow, Job, Office, Post, Sex, Standing
from small_county import START, USD, SmallCountry


@pytest.fixture
def p(numbers):
    return numbers(WomensUnion)


def test_the_fee_follows_what_a_month_at_the_market_brings(p):
    assert fee_for_duties(float(usd(40)), p) == 2 * fee_for_duties(float(usd(20)), p)


def test_a_household_gives_a_small_part_of_what_it_took(p):
    assert gives_cadre(usd(100), p) == usd(100 * p.bribe)


class Market(SmallCountry):
    def __init__(self, cadres=2):
        super().__init__()
        union = self.organisation(kind=Office.WOMENS_UNION)
        self.cadres = [self.official(union, Post.UNION_CADRE, number=number) for number in range(1, cadres + 1)]

    def trader(self, dollars=100.0, income=80.0, bought=Bought.UNION_TRADER):
        woman = self.person(dollars=dollars, sex=Sex.WOMAN, job=Job.NONE, bought=bought)
        self.rows["households"][self.rows["people"][woman]["household"]]["income"] = int(income * USD)
        return woman

    def collect(self, **given):
        world = self.world()
        values = {"womens_union": WomensUnion.from_values(given).in_month(START)}
        self.flows = world.advance(Pipeline(womens_union.collect), values)
        return world

    def paid(self, purpose):
        return int(self.flows[:, :, int(purpose)].sum())


def test_who_is_let_off_pays_and_who_does_her_duties_does_not():
    market = Market()
    market.trader(bought=Bought.UNION)
    market.trader(bought=0)
    market.collect(union_fee=0.1)

    assert market.paid(Flow.UNION_FEE) == usd(4)


def test_cadres_ask_households_that_trade_and_no_other():
    market = Market()
    for _ in range(10):
        market.trader()
    market.trader(bought=Bought.UNION)
    world = market.collect(reach=1.0, bribe=0.05)

    assert market.paid(Flow.UNION_BRIBE) == 10 * usd(4)
    assert world["posts"]["takings"].sum() == world["posts"]["from_market"].sum() == 10 * usd(4)


def test_the_fewer_the_cadres_the_more_each_has():
    few, many = Market(cadres=1), Market(cadres=4)
    for market in (few, many):
        for _ in range(40):
            market.trader()
    alone, shared = (market.collect(reach=1.0)["posts"]["takings"] for market in (few, many))

    assert alone[0] == shared.sum()
    assert shared.max() < alone[0]


def test_a_cadre_in_prison_collects_nothing():
    market = Market(cadres=1)
    market.rows["people"][market.cadres[0]]["standing"] = Standing.PRISON
    market.trader()
    market.collect(reach=1.0)

    assert market.paid(Flow.UNION_BRIBE) == 0


def test_who_cannot_pay_the_fee_must_think_again():
    market = Market()
    woman = market.trader(dollars=1.0, bought=Bought.UNION)
    market.rows["households"][market.rows["people"][woman]["household"]]["settled"] = True
    world = market.collect(union_fee=0.1)

    assert not world["households"]["settled"][world["people"]["household"][woman]]
