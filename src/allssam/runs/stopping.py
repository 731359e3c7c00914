"""Stopping at any moment: Ctrl-C ends a run after a complete month, in a folder that can be gone on from."""

import signal
import threading
import time
from types import FrameType
from typing import Any

PATIENCE = 1.0
"""Seconds a month that has been begun may still take after a request to stop."""


class Abandoned(Exception):
    """A month that was given up half-way: what it did so far does not count."""


class StopRequest:
    """Listens for Ctrl-C and for being told to end.  The first is a request; a second ends at once."""

    def __init__(self) -> None:
        self.asked: float | None = None
        self.patient = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "StopRequest":
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def is_asked(self) -> bool:
        """Whether somebody has asked to stop."""
        return self.asked is not None

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self.asked is not None or not self.patient:
            raise KeyboardInterrupt
        self.asked = time.perf_counter()

    def between_steps(self, _: object = None) -> None:
        """Give the month up where it takes too long after a request to stop.  Raises Abandoned."""
        if self.asked is not None and time.perf_counter() - self.asked > PATIENCE:
            raise Abandoned
