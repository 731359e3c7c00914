"""Stop at any moment: signals, kill -9, a full disk; what is left can be gone on from, and nothing half-written looks whole."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOYS = Path(__file__).with_name("toys")


def start(*words, env=None, limit=None):
    def limited():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, str(TOYS / "command.py"), *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})},
        preexec_fn=limited if limit else None,
    )  # fmt: skip


def wait_for(folder, months):
    """Wait until a run has written some months."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if len(list((folder / ".unfinished").glob("*.part"))) >= months:
            return
        time.sleep(0.005)
    raise AssertionError("the run did not get so far")


def test_a_run_cut_off_at_any_touch_of_the_disk_and_resumed_gives_the_same_bytes(tmp_path, same_bytes, reference):
    numbers = [1, 2, 4, 7, 12, 20, 23, 25, 26, 28, 36, 44, 48, 52, 56, 58]

    done = subprocess.run(
        [sys.executable, str(TOYS / "crashes.py"), str(tmp_path), *map(str, numbers)],
        capture_output=True,
        text=True,
        check=True,
    )

    codes = {int(line.split()[0]): line.split()[1:] for line in done.stdout.splitlines()}
    assert list(codes) == numbers, done.stderr
    assert sum(first == "9" for first, _, _ in codes.values()) > 12, done.stdout
    assert {last for _, _, last in codes.values()} == {"0"}, done.stdout + done.stderr
    assert [number for number in numbers if same_bytes(tmp_path / "whole", tmp_path / str(number))] == []


def test_a_run_that_was_killed_and_resumed_equals_one_that_was_not(reference, tmp_path, same_bytes):
    out = tmp_path / "run"
    running = start("run", "--out", out, env={"TOY_SLEEP": "0.03"})
    wait_for(out, 14)
    running.kill()
    running.communicate()
    assert json.loads((out / "manifest.json").read_text())["status"] == "running"

    said = start("resume", out, "--threads", 2).communicate()

    assert "2009-01 to 2011-03" in said[0], said
    assert same_bytes(reference, out) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_ends_after_a_whole_month_within_a_second_or_so(
    reference, tmp_path, same_bytes, number
):
    out = tmp_path / "run"
    running = start("run", "--out", out, env={"TOY_SLEEP": "0.1"})
    wait_for(out, 5)
    asked = time.monotonic()
    running.send_signal(number)
    _, said = running.communicate()

    assert time.monotonic() - asked < 10  # ending the process takes its time on a busy machine
    assert running.returncode == 1
    assert f"allssam resume {out}" in said
    assert "Traceback" not in said
    assert json.loads((out / "manifest.json").read_text())["status"] == "interrupted"
    assert start("resume", out).wait() == 0
    assert same_bytes(reference, out) == []


def test_a_file_that_may_not_grow_ends_the_run_with_a_message_and_it_can_go_on(reference, tmp_path, same_bytes):
    out = tmp_path / "run"

    running = start("run", "--out", out, limit=16_000)
    said = running.communicate()

    assert running.returncode == 2, said
    assert "could not be written: File too large" in said[1]
    assert "Traceback" not in said[1]
    assert not [path for path in out.rglob("*") if "coming" in path.name]
    assert start("resume", out).wait() == 0
    assert same_bytes(reference, out) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")

    running = start("run", "--out", tmp_path / "file" / "run")
    said = running.communicate()[1]

    assert running.returncode == 2
    assert "is a file" in said
    assert "Traceback" not in said
