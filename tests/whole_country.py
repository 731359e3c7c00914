"""A small whole country for tests of the month: drawn, run, digested, permuted."""

import hashlib

import numpy as np

from allssam.engine import World, month_number
from allssam.engine.tables import TableState
from allssam.month import MONTH
from allssam.population import Population, draw_country
from allssam.world import SCHEMA

FIRST = month_number("2009-01")


def parameters(given=None):
    """The parameters of every mechanism, with some values given as {mechanism: {name: value}}."""
    given = given or {}
    return {name: made.from_values(given.get(name, {})) for name, made in MONTH.parameter_classes().items()}


def country(people=20_000, seed=1, senior_posts=60, **population) -> dict[str, TableState]:
    """The tables of a small country with a small Centre."""
    return draw_country(people, seed, Population.from_values({"senior_posts": senior_posts, **population}), FIRST)


def world_of(tables, seed=1) -> World:
    """A world over some tables."""
    return World(SCHEMA, tables, seed, FIRST)


def events_of(world, pipeline=MONTH, months=6, given=None, values=None):
    """Runs months; the events as (month, kind, who, whom, amount), and the amounts paid each month."""
    values = values or parameters(given)
    found, paid = [], []
    for _ in range(months):
        month = world.month
        paid.append(world.advance(pipeline, {name: made.in_month(month) for name, made in values.items()}))
        told = world.events_of_month()
        if told is not None:
            columns = (told.kind, told.who, told.whom, told.amount, told.county)
            found += [(month, *row) for row in zip(*[column.tolist() for column in columns], strict=True)]
    world.close_threads()
    return found, np.array(paid)


def purses_of(world) -> dict[int, int]:
    """What every household has, by its own number."""
    homes = world["households"]
    lived_in = homes["size"] > 0
    cash = world["accounts"]["balance"][homes["account"][lived_in]]
    return dict(zip(homes["key"][lived_in].tolist(), cash.tolist(), strict=True))


def digest_of(world, pipeline=MONTH, months=6) -> str:
    """Runs months; a digest of every event, every flow and the state at the end."""
    text = hashlib.sha256()
    values = parameters()
    for _ in range(months):
        text.update(world.advance(pipeline, {name: made.in_month(world.month) for name, made in values.items()}).tobytes())
        told = world.events_of_month()
        if told is not None:
            for name in told.__dataclass_fields__:
                text.update(np.ascontiguousarray(getattr(told, name)).tobytes())
    for table in world.tables.values():
        for name in table:
            text.update(np.ascontiguousarray(table[name]).tobytes())
    world.close_threads()
    return text.hexdigest()


def rearranged(tables, seed):
    """The same country stored otherwise: counties renumbered (the Centre stays last), and rows of every table in another order.

    Households of a county stay side by side, as do its people, spare rows last: that is how the country is laid out.
    """
    random = np.random.default_rng(seed)
    number = tables["counties"].count
    county_at = np.concatenate([random.permutation(number - 1), [number - 1]])  # old county at each new place
    county_to = np.argsort(county_at)
    order = {"counties": county_at}
    homes = tables["households"]
    within = random.random(homes.count)
    order["households"] = np.lexsort((within, county_to[homes["county"]]))
    place_of_home = np.argsort(order["households"])
    people = tables["people"]
    spare = people["household"] < 0
    order["people"] = np.lexsort((people["id"], place_of_home[people["household"]], spare, county_to[people["county"]]))
    for name, table in tables.items():
        if name not in order:
            order[name] = np.lexsort((random.random(table.count), county_to[table["county"]]))
    moved = {name: np.append(np.argsort(rows), -1).astype(np.int64) for name, rows in order.items()}
    result = {}
    for name, table in tables.items():
        made = TableState(name, table.declaration, max(1, table.count))
        columns = {}
        for key, spec in table.declaration.columns.items():
            values = table[key][order[name]]
            if spec.refers in moved:
                values = moved[spec.refers][values].astype(spec.dtype)
            columns[key] = values
        if table.count:
            made.append(columns)
        result[name] = made
    counties = result["counties"]
    for first, of in (("first_household", "households"), ("first_person", "people")):
        counties[first][:] = np.searchsorted(result[of]["county"], np.arange(number))
    return result
