"""Threads that share out the slices of a step.

A step takes a fraction of a millisecond in a small country, and an executor of the standard library takes about as long to hand one
task over.  Here the caller works too, whoever is free takes the next slice, and each other thread is woken once a step.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any


class Team:
    """The calling thread and `threads - 1` others.  Not to be used by two threads at once."""

    def __init__(self, threads: int) -> None:
        if threads < 1:
            raise ValueError(f"A team has at least one thread, not {threads}.")
        self._tasks: Iterator[Sequence[Any]] = iter(())
        self._function: Callable[..., Any] = print
        self._errors: list[BaseException] = []
        self._goes_on = True
        self._begin = [threading.Lock() for _ in range(threads - 1)]
        self._ended = [threading.Lock() for _ in range(threads - 1)]
        for lock in (*self._begin, *self._ended):
            lock.acquire()
        self._others = [
            threading.Thread(target=self._wait, args=pair, daemon=True) for pair in zip(self._begin, self._ended, strict=True)
        ]
        for thread in self._others:
            thread.start()

    def each(self, function: Callable[..., Any], tasks: Iterable[Sequence[Any]]) -> None:
        """Call `function(*task)` for every task; returns when all are done.  The first error is raised, after which no task is begun."""
        self._function, self._tasks, self._errors = function, iter(list(tasks)), []
        for lock in self._begin:
            lock.release()
        try:
            self._work()
        finally:
            for lock in self._ended:
                lock.acquire()
        if self._errors:
            raise self._errors[0]

    def close(self) -> None:
        """End the other threads."""
        self._goes_on = False
        for lock in self._begin:
            lock.release()
        for thread in self._others:
            thread.join()
        self._begin, self._ended, self._others = [], [], []

    def _work(self) -> None:
        for task in self._tasks:  # taking the next one is a single act of the interpreter
            try:
                self._function(*task)
            except BaseException as error:
                self._errors.append(error)
                self._tasks = iter(())
                return
            if self._errors:
                return

    def _wait(self, begin: Any, ended: Any) -> None:
        while True:
            begin.acquire()
            if not self._goes_on:
                return
            self._work()
            ended.release()
