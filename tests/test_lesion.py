"""Lesions: any mechanism, and any step, left out: the month still runs, and its books still close."""


import pytest

import whole_country
from allssam.month import MONTH


@pytest.mark.parametrize("name", [*MONTH.mechanisms, *(step.name for step in MONTH)])
def test_the_month_runs_and_balances_without(name):
    world = whole_country.world_of(whole_country.country(people=10_000, senior_posts=40))
    events, paid = whole_country.events_of(world, MONTH.without(name), months=4)

    assert paid.sum() > 0
    assert events


def test_no_mechanism_is_idle():
    """Left out, each mechanism changes what happens."""

    def digest(month):
        return whole_country.digest_of(whole_country.world_of(whole_country.country(people=80_000)), month, months=48)

    whole = digest(MONTH)

    assert [name for name in MONTH.mechanisms if digest(MONTH.without(name)) == whole] == []
