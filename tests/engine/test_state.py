"""Steps on a world: slices, threads, journals, new rows, the yearly re-layout."""

import subprocess
import sys
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from allssam.engine import PLAIN, CapacityError, DeclarationError, Pipeline, RunError, state, step
from allssam.engine.tables import TableState


@pytest.mark.parametrize(("threads", "cuts"), [(2, None), (2, range(20)), (3, [3, 7, 11]), (1, [1])])
def test_threads_and_cuts_leave_the_same_bytes(make_world, digest, toy, threads, cuts):
    one = make_world()
    other = make_world()
    other.arrange(threads, cuts)

    assert digest(one, toy.MONTH) == digest(other, toy.MONTH)


@pytest.mark.parametrize("work", [0.0, 0.001, 1.0])
def test_bytes_do_not_depend_on_how_finely_a_step_is_cut(make_world, digest, toy, monkeypatch, work):
    monkeypatch.setattr(state, "LEAST_IN_SLICE", 10)
    one, other = make_world(), make_world()
    other.arrange(2)
    monkeypatch.setattr(state.time, "perf_counter", count(0.0, work / 2).__next__)  # what every step seems to take

    assert digest(one, toy.MONTH) == digest(other, toy.MONTH)


@step(visits="people", changes=["people.warmth"])
def warm_up(people, month):
    """Everybody: is as warm as can be, and gives nothing."""
    for person in people.rows:
        people.warmth[person] = 1.0


def test_a_step_that_takes_the_place_of_another_in_mid_run_is_carried_out(make_world, toy):
    world = make_world()
    world.advance(toy.MONTH, {})
    world.advance(toy.MONTH.replace({"toy_country.give": warm_up}), {})

    assert (world["people"]["warmth"] == 1.0).all()
    world.advance(toy.MONTH, {})
    assert (world["people"]["warmth"] < 1.0).any()


def test_another_seed_leaves_other_bytes(make_world, digest, toy):
    assert digest(make_world(seed=1), toy.MONTH) != digest(make_world(seed=2), toy.MONTH)


def test_causes_come_before_effects_and_numbers_run_from_one(make_world, toy):
    world = make_world()
    seen = 0
    for _ in range(6):
        world.advance(toy.MONTH, {})
        told = world.events_of_month()

        assert told.id.tolist() == list(range(seen + 1, seen + 1 + len(told.id)))
        assert (told.because < told.id).all()
        seen += len(told.id)
    assert seen > 100


def test_a_friendship_names_the_event_in_which_it_began(make_world, toy):
    world = make_world()
    world.arrange(1, range(20))
    world.advance(toy.MONTH, {})
    told = world.events_of_month()
    friends = world["friendships"]
    by_number = dict(zip(told.id.tolist(), told.kind.tolist(), strict=True))

    assert friends.count > 5
    assert {by_number[number] for number in friends["began"].tolist()} == {int(toy.Event.BEFRIENDED)}
    ended = friends["latest"] > 0
    assert {by_number[number] for number in friends["latest"][ended].tolist()} == {int(toy.Event.PARTED)}


def test_one_more_event_leaves_every_other_draw_as_it_was(make_world, toy):
    with_parting = make_world()
    without = make_world()
    with_parting.advance(toy.MONTH, {})
    without.advance(toy.MONTH.without("toy_country.part"), {})
    with_parting.advance(toy.MONTH, {})
    without.advance(toy.MONTH.without("toy_country.part"), {})

    def gifts(world):
        told = world.events_of_month()
        chosen = told.kind == toy.Event.GAVE
        return list(zip(told.who[chosen].tolist(), told.whom[chosen].tolist(), strict=True))

    assert gifts(with_parting) == gifts(without)


def test_the_re_layout_drops_closed_rows_and_rewrites_what_points_at_them(make_world, toy):
    world = make_world()
    friends = world["friendships"]
    friends.append({"county": np.array([3, 1, 2]), "a": np.array([150, 50, 100]), "best": np.array([2, 0, 1])})
    friends["open"][1] = False
    friends.changed()

    world.relayout()

    assert friends["a"].tolist() == [100, 150]
    assert friends["best"].tolist() == [-1, 0]


def test_running_on_after_a_re_layout_gives_the_same_events(make_world, toy):
    def events(relayout_in):
        world = make_world()
        found = []
        for month in range(8):
            if month == relayout_in:
                world.relayout()
            world.advance(toy.MONTH, {})
            told = world.events_of_month()
            found += sorted(
                zip([month] * len(told.id), told.kind.tolist(), told.who.tolist(), told.whom.tolist(), strict=True)
            )
        return found

    assert events(relayout_in=99) == events(relayout_in=4)


def test_a_full_journal_stops_the_run_and_drops_nothing(make_world, toy):
    world = make_world(people=3000, counties=1)
    values = {"toy_country": toy.Toy.from_values({"rate": 1.0, "gift": 1}).in_month(world.month)}

    with pytest.raises(CapacityError, match="Nothing was dropped"):
        world.advance(toy.MONTH, values)


def test_a_table_grows_when_it_is_full(toy):
    table = TableState("friendships", toy.Friendships, 2)
    for number in range(50):
        table.append({"county": np.array([0]), "a": np.array([number])})

    assert table["a"].tolist() == list(range(50))
    assert table["strength"].tolist() == [1.0] * 50


@step(visits="people", changes=["counties.gifts"])
def count_next_door(people, counties):
    """Everybody: writes into the county next door."""
    for person in people.rows:
        counties.gifts[(people.county[person] + 1) % len(counties.gifts)] += 1


@pytest.mark.skipif(not PLAIN, reason="visits are checked row by row in plain mode")
def test_writing_outside_the_visited_county_is_refused(make_world):
    world = make_world(people=40, counties=4)
    world.arrange(1, range(4))

    with pytest.raises((DeclarationError, RunError), match="outside the visited county"):
        world.advance(Pipeline(count_next_door), {})


def warm(people, person):
    people.warmth[person] = 1.0


if not PLAIN:
    from allssam.engine import compiled

    warm = compiled(warm)


@step(visits="people")
def warm_in_secret(people):
    """Everybody: a helper changes a column that was not declared."""
    for person in people.rows:
        warm(people, person)


def test_a_helper_cannot_change_what_the_step_does_not_declare(make_world):
    with pytest.raises((DeclarationError, RunError), match="does not declare"):
        make_world(people=40, counties=2).advance(Pipeline(warm_in_secret), {})


@step(visits="people", changes=["people.warmth"])
def give_to_nobody(people):
    """Everybody: something is given to NOBODY, whose row is -1."""
    for person in people.rows:
        people.warmth[person - person - 1] += 1


def test_a_row_that_is_not_there_is_not_written_unseen(make_world):
    with pytest.raises((DeclarationError, RunError), match=r"people\.warmth"):
        make_world(people=40, counties=2).advance(Pipeline(give_to_nobody), {})


def test_compiled_and_plain_give_the_same_bytes(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('village', {str(Path(__file__).with_name('conftest.py'))!r})\n"
        "module = importlib.util.module_from_spec(spec); sys.modules['village'] = module; spec.loader.exec_module(module)\n"
        "make = module.make_world.__wrapped__() if hasattr(module.make_world, '__wrapped__') else module.make_world._fixture_function()\n"
        "run = module.digest.__wrapped__() if hasattr(module.digest, '__wrapped__') else module.digest._fixture_function()\n"
        "print(run(make(people=400), module.toy_country.MONTH, months=6))\n"
    )
    found = {
        plain: subprocess.run(
            [sys.executable, str(program)],
            env={"PATH": "", "HOME": str(tmp_path), "ALLSSAM_PLAIN": plain},
            capture_output=True,
            text=True,
        )
        for plain in ("0", "1")
    }

    assert found["0"].returncode == 0, found["0"].stderr
    assert found["0"].stdout == found["1"].stdout
    assert len(found["0"].stdout.strip()) == 64
