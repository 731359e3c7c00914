"""Compiling every step before it is needed, shared over the cores: once for each version of the rules."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np

from allssam.engine import PLAIN, World, cache_root, calendar_month, month_number
from allssam.runs import composition, estimates

TINY = 3_000
MONTH = month_number("2009-01")
MOST_WORKERS = 2
"""More do not help: every worker also compiles what all steps share."""
FIXED = 1_000
"""What any step takes to compile, in bytes of its code."""


def stamp() -> Path:
    """The file that says that these rules have been compiled here."""
    return cache_root() / f"compiled-{composition.rules_digest()}"


def is_warm() -> bool:
    return PLAIN or stamp().is_file()


def warm(workers: int | None = None) -> bool:
    """Compile what is not compiled yet, in processes of their own; true where there was something to do.

    The compiler takes much memory and keeps it, so a process that runs a country only fetches what others compiled.
    """
    if is_warm():
        return False
    workers = min(MOST_WORKERS, estimates.cores()) if workers is None else max(1, workers)
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "allssam", "warm", "--part", f"{number}/{workers}"], stdout=subprocess.DEVNULL
        )
        for number in range(1, workers + 1)
    ]
    try:
        failed = [each for each in running if each.wait() != 0]
    except BaseException:
        for each in running:
            each.terminate()
        raise
    if not failed:  # where one failed, the run itself compiles what is missing, or says what is wrong
        with suppress(OSError):  # no place for a cache: everything is compiled again each time
            stamp().parent.mkdir(parents=True, exist_ok=True)
            stamp().touch()
    return True


def compile_part(part: int, of: int) -> None:
    """Carry out every so many-th mechanism's steps on a tiny country, which compiles them."""
    base = composition.base()
    world = World(base.schema, base.draw(TINY, 1, base.population(), MONTH), 1, MONTH)
    values = {name: made().in_month(MONTH) for name, made in base.month.parameter_classes().items()}
    mine = _shares(of)[part - 1]
    for step in base.month:
        if step.mechanism in mine:
            world.carry_out(step, calendar_month(MONTH), values)
    if part == of:
        flows = np.zeros((len(base.schema.sectors), len(base.schema.sectors), len(base.schema.flows)), np.int64)
        list(base.observe(world, flows))


def _shares(of: int) -> list[set[str]]:
    """The mechanisms dealt out, the longest first, to whoever has least so far."""
    sizes: dict[str, int] = {}
    for step in composition.base().month:
        sizes[step.mechanism] = sizes.get(step.mechanism, 0) + len(step.plain.__code__.co_code) + FIXED
    loads = [0] * of
    shares: list[set[str]] = [set() for _ in range(of)]
    for mechanism in sorted(sizes, key=lambda name: (-sizes[name], name)):
        lightest = loads.index(min(loads))
        loads[lightest] += sizes[mechanism]
        shares[lightest].add(mechanism)
    return shares
