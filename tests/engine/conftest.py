"""A toy country of two tables and two steps, for what the engine promises whatever is modelled."""

import hashlib
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from allssam.engine import World, month_number
from allssam.engine.tables import TableState


def _load(name: str):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


toy_country = _load("toy_country")


@pytest.fixture(scope="session")
def toy():
    """The module of the toy country."""
    return toy_country


@pytest.fixture
def make_world():
    """A function that makes a toy world: people in counties, each with an account."""

    def make(people: int = 1000, counties: int = 20, seed: int = 7, schema=toy_country.SCHEMA) -> World:
        tables = {name: TableState(name, declared, 16) for name, declared in schema.tables.items()}
        county = np.repeat(np.arange(counties), people // counties)
        number = len(county)
        tables["counties"].append({"county": np.arange(counties), "place": np.arange(counties) * 5 // counties})
        tables["people"].append({"id": np.arange(1, number + 1) * 3, "county": county, "account": np.arange(number)})
        accounts = number + counties
        tables["accounts"].append(
            {
                "county": np.concatenate([county, np.arange(counties)]),
                "sector": np.repeat([0, 1], [number, counties]),
                "balance": np.repeat([100_000, 0], [number, counties]),
            }
        )
        assert tables["accounts"].count == accounts
        return World(schema, tables, seed, month_number("2009-01"))

    return make


@pytest.fixture
def digest():
    """A function that runs months and returns a digest of events, flows and state."""

    def run(world: World, pipeline, values=None, months: int = 12) -> str:
        text = hashlib.sha256()
        for _ in range(months):
            text.update(world.advance(pipeline, values or {}).tobytes())
            told = world.events_of_month()
            if told is not None:
                for name in told.__dataclass_fields__:
                    text.update(np.ascontiguousarray(getattr(told, name)).tobytes())
        for table in world.tables.values():
            for name in table:
                text.update(np.ascontiguousarray(table[name]).tobytes())
        world.close_threads()
        return text.hexdigest()

    return run
