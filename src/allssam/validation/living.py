"""Living through a scenario under watch: like a run, without a folder; what remains are its notes."""

from copy import deepcopy
from typing import Any

import numpy as np

from allssam.engine import Step, World, month_number
from allssam.observe.sight import Sight
from allssam.runs import composition
from allssam.runs.scenario import Plan, Scenario
from allssam.validation.looking import TRIALS, WATCHES, Look, Trial, Watch
from allssam.validation.notes import Notebook, Notes

BURNS_IN = 24
"""Months of settling that are not watched: purses and capital as they were drawn."""

NO_FLOWS = np.zeros((0, 0, 0), np.int64)
"""What is paid is known when the month is over."""


def live(scenario: Scenario, watched: list[Watch] | None = None, tried: list[Trial] | None = None) -> Notes:
    """Carry out a scenario and watch it.  Raises AllssamError."""
    watched, tried = WATCHES if watched is None else watched, TRIALS if tried is None else tried
    base, plan = composition.base(), Plan(scenario)
    begins = scenario.first - scenario.settle
    world = World(
        base.schema, base.draw(scenario.people, scenario.seed, plan.population, begins), scenario.seed, begins
    )
    seen = min(scenario.first, begins + BURNS_IN)
    book = Notebook(scenario.first, scenario.last, seen, scenario.seed)
    settling = [watch for watch in watched if watch.settling]
    while world.month < scenario.first:
        pipeline, values = plan.at(scenario.first)
        _one_month(world, pipeline, values, book, settling if world.month >= seen else [])
    world.forget()
    twins: dict[int, list[Trial]] = {(month_number(one.at) + ahead): [] for one in tried for ahead in range(one.months)}
    while world.month <= scenario.last:
        month = world.month
        for one in tried:
            if month_number(one.at) == month:
                _try(one, world, plan, book)
                for ahead in range(one.months):
                    twins[month + ahead].append(one)
        pipeline, values = plan.at(month)
        look = _one_month(world, pipeline, values, book, watched)
        for one in twins.get(month, ()):
            book.write(one.name, changed=False, began=month_number(one.at), **one.look(look))
    return book.close()


def _one_month(world: World, pipeline: Any, values: dict[str, Any], book: Notebook, watched: list[Watch]) -> Look:
    if world.month % 12 == 0:
        world.relayout()
    book.month = world.month
    between: dict[str, list[Watch]] = {}
    for watch in watched:
        if watch.after:
            between.setdefault(watch.after, []).append(watch)

    def after(step: Step) -> None:
        for watch in between.get(step.name, ()):
            watch.look(Look(world, Sight(world, NO_FLOWS, world.events_of_month()), values, book))

    flows = world.advance(pipeline, values, after=after if between else None)
    look = Look(world, Sight(world, flows, world.events_of_month()), values, book)
    for watch in watched:
        if not watch.after:
            watch.look(look)
    return look


def _try(one: Trial, world: World, plan: Plan, book: Notebook) -> None:
    """A copy of the world lives on for some months under the change."""
    twin = World(world.schema, deepcopy(world.tables), world.seed, world.month)
    twin.events_told = world.events_told
    one.change(twin)
    aside = Notebook(book.first, book.last, book.begins, book.seed)
    for _ in range(one.months):
        pipeline, values = plan.at(twin.month)
        changed = {
            name: made._replace(**one.values[name]) if name in one.values else made for name, made in values.items()
        }
        look = _one_month(twin, pipeline, changed, aside, [])
        book.write(one.name, month=aside.month, changed=True, began=month_number(one.at), **one.look(look))
