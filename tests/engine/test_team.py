"""Threads that share out slices."""

import threading
import time

import numpy as np
import pytest

from allssam.engine import PLAIN
from allssam.engine.team import CALLED, ENDED, Team, end_and_watch, watch


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


def test_a_thread_that_went_to_sleep_is_woken():
    made = Team(3)
    try:
        done = []
        for pause in (0.0, 0.02, 0.0, 0.05, 0.0):
            time.sleep(pause)
            made.each(done.append, [(1,), (2,), (3,), (4,)])
        assert sorted(done) == sorted([1, 2, 3, 4] * 5)
    finally:
        made.close()


def test_work_is_shared():
    made, both = Team(2), threading.Barrier(2)
    try:
        made.each(lambda _: both.wait(timeout=20), [(1,), (2,)])  # ends only if two threads hold a task at once
    finally:
        made.close()


@pytest.mark.skipif(PLAIN, reason="a board is watched without sleeping in compiled code")
def test_a_board_is_watched_until_it_says_something_else():
    board = np.zeros(24, np.int64)
    board[CALLED] = 7

    assert watch(board, CALLED, 7, 1_000) == 7
    assert watch(board, CALLED, 6, 1_000) == 7
    late = threading.Timer(0.01, end_and_watch, (board, 3, 0))
    late.start()
    seen = 0
    while seen == 0:
        seen = watch(board, ENDED, 0, 100_000)
    late.join()
    assert seen == 3
