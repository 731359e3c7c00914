"""Lesions: any mechanism, and any step, left out: the month still runs, and its books still close."""

import importlib.util
import sys
from pathlib import Path

import pytest

from allssam.month import MONTH

if "whole_country" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("whole_country", Path(__file__).with_name("whole_country.py"))
    sys.modules["whole_country"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["whole_country"])
whole_country = sys.modules["whole_country"]


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
