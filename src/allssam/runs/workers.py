"""Processes that work side by side: Ctrl-C reaches them only through whoever they work for, and they do not outlive it."""

import ctypes
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress

DIE_WITH_PARENT = 1  # Linux: the signal to be sent when whoever started the process is gone


def pool_of(number: int) -> ProcessPoolExecutor:
    """So many processes, started as work is first given to them (`undisturbed`)."""
    return ProcessPoolExecutor(
        number, mp_context=multiprocessing.get_context("spawn"), initializer=_die_with, initargs=(os.getpid(),)
    )


def _die_with(parent: int) -> None:
    with suppress(Exception):  # another system has no such thing
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


@contextmanager
def undisturbed() -> Iterator[None]:
    """While processes are started Ctrl-C is ignored, and they go on ignoring it but in what listens for it (`StopRequest`)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def give_up(pool: ProcessPoolExecutor) -> None:
    """End the processes now: what they are doing is not kept."""
    for process in list((pool._processes or {}).values()):
        process.terminate()
    pool.shutdown(cancel_futures=True)
