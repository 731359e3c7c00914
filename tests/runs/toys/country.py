"""A toy country of forty people in four counties, and the toy month they live in."""

import os
import time
from pathlib import Path

import numpy as np

from allssam.engine import Count, Parameters, Pipeline, TableState, World, param
from allssam.runs import composition, scenario
from allssam.world import PLACES, SCHEMA, TABLES, Sector, Standing
from toys import bazaar, friends

MONTH = Pipeline(bazaar.trade, friends.meet, friends.part)
PLACE = (0, 1, 1, len(PLACES) - 1)
SCENARIOS = Path(__file__).with_name("scenarios")


class Population(Parameters):
    """How the toy country is drawn."""

    purse: Count = param(10_000, 0, 1_000_000, "won", "What everybody starts with", assumed="a toy")


def draw(people, seed, parameters, month):
    """All tables; `people` is rounded to ten a county."""
    each = max(1, people // 4)
    counties, count = np.arange(4), each * 4
    tables = {name: TableState(name, table, 8) for name, table in TABLES.items()}
    county = np.repeat(counties, each)
    sectors = np.concatenate([np.full(count, Sector.HOUSEHOLDS), np.full(4, Sector.MARKETS)])
    accounts = tables["accounts"]
    balances = np.where(sectors == Sector.HOUSEHOLDS, parameters.purse + 1, 0)
    accounts.append({"county": np.concatenate([county, counties]), "sector": sectors, "balance": balances})
    tables["counties"].append({"county": counties, "place": np.array(PLACE), "till": count + counties})
    rows = np.arange(count)
    ids = rows * 7 + 1_000 + seed % 1_000
    tables["people"].append(
        {"id": ids, "county": county, "household": rows, "account": rows, "sex": rows % 2, "birth": np.full(count, 900)}
    )
    tables["households"].append({"county": county, "account": rows, "key": ids, "head": rows, "size": np.ones(count)})
    tables["posts"].append({"county": counties, "kind": counties % 3, "holder": counties * each})
    tables["people"]["post"][counties * each] = counties
    return tables


def observe(world, flows):
    """One measure of the country and one of each place."""
    time.sleep(float(os.environ.get("TOY_SLEEP", "0")))
    yield "ties", "country", "all", float(world["ties"]["open"].sum()), "ties"
    people = world["people"]
    alive = people["standing"] != Standing.UNBORN
    for number, place in enumerate(PLACES):
        here = alive & (world["counties"]["place"][people["county"]] == number)
        yield "people", place, "all", float(here.sum()), "people"


BASE = composition.Base(MONTH, SCHEMA, Population, draw, observe, lambda people: people * 100, 4)


def rules_digest(extra=()):
    """The toy's rules are the same, whoever works on the model meanwhile."""
    return "toy"


def warm():
    """Have the toy's steps compiled in this process, without starting a thread."""
    tables = draw(40, 1, Population(), 1308)
    values = {name: made().in_month(1308) for name, made in MONTH.parameter_classes().items()}
    World(SCHEMA, tables, 1, 1308).advance(MONTH, values)


def install():
    """Put the toy in place of the model."""
    composition.base = lambda: BASE
    composition.rules_digest = rules_digest
    scenario.SHIPPED = SCENARIOS
