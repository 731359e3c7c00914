"""Processes that work side by side: they do not hear Ctrl-C, and do not outlive whoever started them."""

import os
import signal
import subprocess
import sys
import time

import pytest

SCRIPT = """
import os, sys, time
from pathlib import Path
from allssam.runs.workers import pool_of, undisturbed

def work(path):
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)

if __name__ == "__main__":
    pool = pool_of(1)
    with undisturbed():
        pool.submit(work, sys.argv[1]).result()
"""


def is_there(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends a process with its parent")
def test_a_worker_does_not_hear_ctrl_c_and_ends_with_whoever_started_it(tmp_path):
    script, told = tmp_path / "script.py", tmp_path / "told"
    script.write_text(SCRIPT, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script), str(told)], start_new_session=True)
    try:
        until = time.monotonic() + 60
        while not (told.is_file() and told.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        worker = int(told.read_text())
        os.kill(worker, signal.SIGINT)
        time.sleep(0.5)
        assert is_there(worker)
    finally:
        parent.kill()
        parent.wait()
    until = time.monotonic() + 10
    while is_there(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_there(worker)
