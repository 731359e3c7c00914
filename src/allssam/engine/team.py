"""Threads that share out the slices of a step.

A step takes a fraction of a millisecond in a small country, and an executor of the standard library takes about as long to hand one
task over.  Here the caller works too, and whoever is free takes the next slice.  To wake a thread that sleeps takes a tenth of a
millisecond, so that for a while after its work a thread stays awake and watches its board for more.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from allssam.engine.compiling import PLAIN, compiled
from allssam.engine.watching import give_way, look, put

AWAKE = 0 if PLAIN else 600_000
"""Looks at a board, of a nanosecond or two each, after which a thread that sees nothing new goes to sleep."""
MEANWHILE = 0 if PLAIN else 5_000
"""Looks the caller lets pass when another has taken a task, so that it is under way before the caller wants the interpreter."""
POLITE = 1_000
"""Looks after which a watching thread lets others have the processor."""
NAP = 0.0001  # seconds
CALLED, TAKEN, ENDED = 0, 8, 16
"""Places on a thread's board, each in a stretch of memory of its own: how often it was called, took a task, came to the end."""


@compiled
def watch(board: Any, place: Any, seen: Any, looks: Any) -> Any:
    """Watch a place on a board for so many looks, or until it says something else than what was seen; returns what it says."""
    says = look(board, place)
    while says == seen and looks > 0:
        says = look(board, place)
        looks -= 1
        if looks % POLITE == 0:
            give_way()
    return says


@compiled
def end_and_watch(board: Any, times: Any, looks: Any) -> Any:
    """Say that a thread has come to the end, and watch for the next call; returns how often it was called."""
    put(board, ENDED, times)
    return watch(board, CALLED, times, looks)


@compiled
def call_and_watch(board: Any, times: Any, taken: Any, looks: Any, meanwhile: Any) -> None:
    """Call a thread, and watch until its first task is under way."""
    put(board, CALLED, times)
    if looks > 0 and watch(board, TAKEN, taken, looks) != taken:
        watch(board, CALLED, times, meanwhile)


class Team:
    """The calling thread and `threads - 1` others.  Not to be used by two threads at once."""

    def __init__(self, threads: int) -> None:
        if threads < 1:
            raise ValueError(f"A team has at least one thread, not {threads}.")
        self._tasks: Iterator[Sequence[Any]] = iter(())
        self._function: Callable[..., Any] = print
        self._errors: list[BaseException] = []
        self._others = [_Other(self._work) for _ in range(threads - 1)]

    def each(self, function: Callable[..., Any], tasks: Iterable[Sequence[Any]]) -> None:
        """Call `function(*task)` for every task; returns when all are done.  The first error is raised, after which no task is begun."""
        self._function, self._tasks, self._errors = function, iter(list(tasks)), []
        for other in self._others:
            other.call()
        try:
            self._work(_nothing)
        finally:
            for other in self._others:
                other.wait()
        if self._errors:
            raise self._errors[0]

    def close(self) -> None:
        """End the other threads."""
        for other in self._others:
            other.close()
        self._others = []

    def _work(self, taking: Callable[[], None]) -> None:
        for task in self._tasks:  # taking the next one is a single act of the interpreter
            taking()
            try:
                self._function(*task)
            except BaseException as error:
                self._errors.append(error)
                self._tasks = iter(())
                return
            if self._errors:
                return


def _nothing() -> None:
    pass


class _Other:
    """One thread beside the caller.  What it is called to is on its board; it sleeps on an event when nothing comes for a while."""

    def __init__(self, work: Callable[[Callable[[], None]], None]) -> None:
        self._work = work
        self._board = np.zeros(24, np.int64)
        self._times = 0
        self._goes_on = True
        self._sleeps = False
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def call(self) -> None:
        self._times += 1
        call_and_watch(self._board, self._times, int(self._board[TAKEN]), 0 if self._sleeps else AWAKE // 10, MEANWHILE)
        if self._sleeps:  # it says so before it looks at the board for the last time
            self._wake.set()

    def wait(self) -> None:
        before = self._times - 1
        while watch(self._board, ENDED, before, AWAKE) == before:
            time.sleep(NAP)

    def close(self) -> None:
        self._goes_on = False
        self.call()
        self._thread.join()

    def _taking(self) -> None:
        self._board[TAKEN] += 1

    def _run(self) -> None:
        times = 0
        while self._goes_on:
            if end_and_watch(self._board, times, AWAKE) == times:
                self._wake.clear()
                self._sleeps = True
                while self._board[CALLED] == times:
                    self._wake.wait()
                    self._wake.clear()
                self._sleeps = False
            times += 1
            if self._goes_on:
                self._work(self._taking)
