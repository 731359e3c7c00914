"""The household's month, ours beside Mesa's: the same rules and the same country, in one process and in turns.

`mesa_households.py` says which rules these are, and what each side does that the other does not.  First a smaller country, in which
'8.3 Party life' is for sale, settles its month once on both sides: no die decides there, and the months must be the same person by
person.  Then the months are timed.  Both sides start from one drawn country and live through the same months, a few at a time in turn,
so that a busy machine is busy for both.  The first turn, in which compiled code is fetched and every household settles its time, is not
counted; of the other months the median is taken.  Both sides are measured by the same nine figures: Mesa's by its DataCollector, ours
by array sums, timed apart from the rules.
"""

import argparse
import copy
import gc
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import fmean, median
from types import SimpleNamespace
from typing import Any

import numpy as np
from mesa_households import Country

from allssam.engine import Pipeline, World, month_number
from allssam.engine.tables import TableState
from allssam.mechanisms import markets, obligations
from allssam.population import Population, draw_country
from allssam.world import SCHEMA, Standing

HOUSEHOLDS_MONTH = Pipeline(
    obligations.spend_time,
    obligations.buy_off_attendance,
    obligations.keep_part_of_fees,
    markets.open_tills,
    markets.share_out,
    markets.spend,
    markets.grant_stalls,
    markets.cross_lines,
)
COPIED = ("counties", "households", "people", "organisations", "posts", "cells", "accounts")
FROM = month_number("2009-01")
THREADS = (1, 2)
TURN = 4
"""Months one side lives through before it is the other's turn: all but the first find their rows where a run by itself would."""
APART = 0.03
"""How far, as a share, the figures of both sides, over all months, may lie apart: they use different dice."""
SETTLING = Pipeline(obligations.spend_time)
SETTLED = ("days", "exempt", "bought", "weeks_away", "attendance_cost", "burden")
ROUNDED = {"attendance_cost": 1}  # halves of a won are rounded up here, to even there
PRICES = (2_000, 30_000)
SMALLER = 20_000


def measured(world: World) -> dict[str, float]:
    """The figures Mesa's DataCollector collects, from our tables."""
    households, people = world["households"], world["people"]
    homes, heads = households["size"] > 0, people["standing"] != Standing.UNBORN
    purses = world["accounts"]["balance"][households["account"][homes]]
    return {
        "income": float(households["income"][homes].mean()),
        "capital": float(households["capital"][homes].mean()),
        "cash": float(purses.mean()),
        "stalls": float(households["stall"][homes].mean()),
        "donju": float(households["donju"][homes].mean()),
        "trading": float((people["days"][heads] > 0).mean()),
        "bought_off": float(people["exempt"][heads].mean()),
        "weeks_away": float(people["weeks_away"][heads].mean()),
        "party_cost": float(people["attendance_cost"][heads].mean()),
    }


def parted(people: int, seed: int) -> list[str]:
    """What of a month settled once differs between the sides for anybody, '8.3 Party life' being for sale in every cell."""
    drawn = draw_country(people, seed, Population(), FROM)
    cells, random = drawn["cells"], np.random.default_rng(seed)
    cells["exemption_price"][:] = random.integers(*PRICES, cells.count)
    cells["effort"][:] = 1.0  # everybody hears of it: no die is thrown
    values = first_values()
    country = in_mesa(columns_of(drawn), values, seed)
    World(SCHEMA, drawn, seed, FROM).advance(SETTLING, values)
    country.households.do("spend_time")
    living = [row for row, person in enumerate(country.by_row) if person is not None]
    ours = {name: drawn["people"][name][living].astype(np.int64) for name in SETTLED}
    theirs = {name: np.array([getattr(country.by_row[row], name) for row in living], np.int64) for name in SETTLED}
    return [name for name in SETTLED if (np.abs(ours[name] - theirs[name]) > ROUNDED.get(name, 0)).any()]


def first_values() -> dict[str, Any]:
    """The parameters of both mechanisms, as they are in the first month."""
    return {name: made().in_month(FROM) for name, made in HOUSEHOLDS_MONTH.parameter_classes().items()}


def columns_of(drawn: dict[str, TableState]) -> dict[str, dict[str, list[Any]]]:
    """What Mesa builds its objects from."""
    return {name: {key: drawn[name][key].tolist() for key in drawn[name]} for name in COPIED}


def in_mesa(columns: dict[str, dict[str, list[Any]]], values: dict[str, Any], seed: int) -> Country:
    """The drawn country as Mesa objects."""
    numbers = (SimpleNamespace(**values[name]._asdict()) for name in ("obligations", "markets"))
    return Country(columns, *numbers, FROM, seed)


def timed(act) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def memory_now() -> int:
    """Bytes this process holds now; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)


def compare(people: int, turns: int, seed: int = 1) -> dict:
    """Both sides from one country, in so many turns that count."""
    drawn = draw_country(people, seed, Population(), FROM)
    heads = int((drawn["people"]["standing"] != Standing.UNBORN).sum())
    values = first_values()
    worlds = {threads: World(SCHEMA, copy.deepcopy(drawn), seed, FROM) for threads in THREADS}
    for threads, world in worlds.items():
        world.arrange(threads=threads)

    columns = columns_of(drawn)
    gc.collect()
    before = memory_now()
    began = time.perf_counter()
    country = in_mesa(columns, values, seed)
    building = time.perf_counter() - began
    mesa_bytes = memory_now() - before

    sides = {
        "mesa": country.step,
        "mesa_measures": lambda: country.datacollector.collect(country),
        **{
            f"ours_{threads}": lambda world=world: world.advance(HOUSEHOLDS_MONTH, values)
            for threads, world in worlds.items()
        },
        "ours_measures": lambda: collected.append(measured(worlds[1])),
    }
    collected = []
    spent = {name: [] for name in sides}
    for turn in range(turns + 1):
        for names in (("mesa", "mesa_measures"), ("ours_1", "ours_measures"), ("ours_2",)):
            for _ in range(TURN):
                for name in names:
                    seconds = timed(sides[name])
                    if turn > 0:
                        spent[name].append(seconds)
    theirs = {name: fmean(made) for name, made in country.datacollector.model_vars.items()}
    ours = {name: fmean(each[name] for each in collected) for name in collected[0]}
    return {
        "mesa_version": version("mesa"),
        "people": heads,
        "households": int((drawn["households"]["size"] > 0).sum()),
        "months": turns * TURN,
        "ns_per_person_month": {name: median(wall for wall, _ in every) * 1e9 / heads for name, every in spent.items()},
        "processor_ns_per_person_month": {
            name: median(cpu for _, cpu in every) * 1e9 / heads for name, every in spent.items()
        },
        "mesa_building_seconds": building,
        "mesa_bytes_per_person": mesa_bytes / heads,
        "ours_bytes_per_person": sum(table[key].nbytes for table in drawn.values() for key in table) / heads,
        "figures": {name: {"mesa": theirs[name], "ours": ours[name]} for name in ours},
        "threads_agree": collected[-1] == measured(worlds[2]),
        "settled_alike": SMALLER,
        "apart": [
            *(f"{name} of some people in their first month" for name in parted(SMALLER, seed)),
            *(name for name in ours if abs(theirs[name] - ours[name]) > APART * max(abs(ours[name]), 1e-12)),
        ],
    }


def main() -> None:
    asked = argparse.ArgumentParser(description="The household's month, ours beside Mesa's.  Prints JSON.")
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--turns", type=int, default=6, help=f"turns of {TURN} months each that are counted")
    given = asked.parse_args()
    json.dump(compare(given.people, given.turns), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
