"""Laws: what must hold of any run, whatever the rules say."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import whole_country
from allssam.month import MONTH
from allssam.world import SCHEMA, Sector

country, world_of, events_of, digest_of = (
    whole_country.country, whole_country.world_of, whole_country.events_of, whole_country.digest_of,
)  # fmt: skip


@pytest.fixture(scope="module")
def plain_run():
    return digest_of(world_of(country()), months=8)


@pytest.mark.parametrize(("threads", "cuts"), [(2, None), (2, "every county"), (3, [1, 4, 5])])
def test_threads_and_cuts_leave_the_same_bytes(plain_run, threads, cuts):
    world = world_of(country())
    world.arrange(threads, range(world["counties"].count) if cuts == "every county" else cuts)

    assert digest_of(world, months=8) == plain_run


@pytest.mark.parametrize(("people", "seed"), [(20_000, 1), (40_000, 2)])
def test_nothing_hangs_on_how_the_country_is_stored(people, seed):
    """Rows permuted and counties renumbered: the same people do the same things, the same sums are paid, purses hold the same."""
    one = world_of(country(people, seed), seed)
    other = world_of(whole_country.rearranged(country(people, seed), seed=5), seed)
    events, paid = events_of(one, months=8)
    others, others_paid = events_of(other, months=8)

    assert Counter(row[:5] for row in events) == Counter(row[:5] for row in others)
    assert np.array_equal(paid, others_paid)
    assert whole_country.purses_of(one) == whole_country.purses_of(other)
    assert len(events) > 300


def test_the_unit_of_money_does_not_matter():
    """Every balance, price and money parameter times 1,024: fewer than one decision in a thousand is another one."""
    scale = 1024
    tables = country()
    money = [
        (table, name)
        for table, made in SCHEMA.tables.items()
        for name, spec in made.columns.items()
        if "won" in spec.unit.split()
    ]
    for table, name in money:
        tables[table][name][:] = tables[table][name] * scale
    values = whole_country.parameters()
    scaled = {name: _scaled(made, scale) for name, made in values.items()}
    events, _ = events_of(world_of(country()), months=6)
    others, _ = events_of(world_of(tables), months=6, values=scaled)
    decisions, other_decisions = _decisions(events), _decisions(others)
    same = sum(decisions[key] == other_decisions.get(key) for key in decisions)

    assert len(decisions) > 500
    assert same >= 0.999 * max(len(decisions), len(other_decisions))


def _decisions(events):
    """What one person did towards another in a month, however many events tell it: the kinds of event by (month, who, whom)."""
    found = {}
    for month, kind, who, whom, *_ in events:
        found.setdefault((month, who, whom), Counter())[kind] += 1
    return found


def _times(value, scale):
    if isinstance(value, dict):
        return {key: _times(item, scale) for key, item in value.items()}
    return value * scale


def _scaled(made, scale):
    """The same parameters with every amount of money times a scale, whatever its bounds."""
    changed = {key: _times(getattr(made, key), scale) for key, spec in made.specs.items() if spec.money}
    return made.model_copy(update=changed)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.data())
def test_books_close_for_random_values_of_the_parameters(data):
    """Any values within the declared ranges: every month closes to zero won, and nobody but a border owes."""
    given_values = {}
    for name, made in MONTH.parameter_classes().items():
        chosen = {}
        for key, spec in made.specs.items():
            if spec.kind is bool or data.draw(st.integers(0, 3)) or spec.dated or spec.each:
                continue
            low, high = spec.low, spec.high
            share = data.draw(st.floats(0, 1))
            value = low + share * (high - low)
            chosen[key] = int(value) if spec.kind is int else float(value)
        given_values[name] = chosen
    world = world_of(country(people=4_000))
    events_of(world, months=4, given=given_values)  # raises AccountsError where a month does not close

    accounts = world["accounts"]
    own = accounts["sector"] < int(Sector.STATE)
    assert accounts["balance"][own].min() >= 0


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    assert digest_of(world_of(country(seed=3), seed=3), months=3) == digest_of(world_of(country(seed=3), seed=3), months=3)
    assert digest_of(world_of(country(seed=3), seed=3), months=3) != digest_of(world_of(country(seed=3), seed=4), months=3)
