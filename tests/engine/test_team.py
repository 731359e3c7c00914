"""Threads that share out slices."""

import threading

import pytest

from allssam.engine.team import Team


@pytest.fixture(params=[1, 2, 5])
def team(request):
    made = Team(request.param)
    yield made
    made.close()


def test_every_task_is_done_once(team):
    done, lock = [], threading.Lock()

    def note(first, second):
        with lock:
            done.append((first, second))

    for times in range(1, 40):
        team.each(note, [(times, n) for n in range(times)])
    assert sorted(done) == [(times, n) for times in range(1, 40) for n in range(times)]


def test_the_caller_returns_when_the_slowest_is_done(team):
    slow, seen = threading.Event(), []

    def wait(n):
        if n == 0:
            slow.wait(0.05)
        seen.append(n)

    team.each(wait, [(n,) for n in range(4)])

    assert sorted(seen) == [0, 1, 2, 3]


def test_the_first_error_is_raised_and_the_team_goes_on(team):
    def fail(n):
        raise ValueError(f"slice {n}")

    with pytest.raises(ValueError, match="slice"):
        team.each(fail, [(n,) for n in range(50)])
    done = []
    team.each(done.append, [(1,), (2,)])

    assert sorted(done) == [1, 2]


def test_a_team_has_a_thread():
    with pytest.raises(ValueError, match="at least one"):
        Team(0)
