"""The many runs of a study: kept apart by rules and size, carried out in processes, and gone on with after a stop."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from allssam.engine import RunError
from allssam.runs import composition, ensemble, warming
from allssam.runs.folder import storage, write_json
from allssam.runs.stopping import StopRequest

STAMP = "stamp.json"


def begin(folder: Path, stamp: Mapping[str, Any]) -> None:
    """Say what the runs in a folder are of: rules, size, time.  Raises RunError where it holds runs of something else."""
    marked = folder / STAMP
    found = json.loads(marked.read_text(encoding="utf-8")) if marked.is_file() else dict(stamp)
    if found != dict(stamp):
        said = ", ".join(f"{key} {value}" for key, value in found.items())
        raise RunError(f"{folder} holds runs of something else ({said}). Give another --out, or take it away.")
    with storage(folder):
        folder.mkdir(parents=True, exist_ok=True)
        write_json(marked, dict(stamp))


def check_rules(rules: str) -> None:
    """Raises RunError where the rules are no longer those a study began with."""
    if composition.rules_digest() != rules:
        raise RunError("the rules have been edited since the study began; begin it again")


def say(number: int, of: int) -> None:
    """How many runs are done, on standard error."""
    print(f"{number} of {of}", file=sys.stderr)


def carry_out(
    work: Callable[..., Any], jobs: Mapping[str, tuple[Any, ...]], folder: Path, workers: int, tell: Callable[[int, int], None] = say
) -> None:
    """Do every job, named in words; `work` gives something with a `status`.  Raises RunError with what failed and what is left to do."""
    warming.warm()
    finished: set[str] = set()
    with StopRequest() as stop:
        stop.patient = True
        failed = ensemble.in_processes(work, jobs, folder, workers, stop, finished, tell)
    if failed or len(finished) < len(jobs):
        raise RunError(*failed, f"{len(finished)} of {len(jobs)} runs are done. The same command goes on.")
