"""Ensembles under watch: the same scenario under seeds from 1 on, in processes of their own; each leaves its notes in a file.

A run whose notes are there, made by the same rules, scenario and watch, is not lived again: validation goes on where it was cut off.
"""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import replace
from functools import cache
from pathlib import Path

from allssam.engine import RunError, RunFolderError
from allssam.runs import estimates, register
from allssam.runs.resolving import resolve
from allssam.runs.scenario import Scenario
from allssam.runs.workers import give_up, pool_of, undisturbed
from allssam.validation.living import live
from allssam.validation.notes import Notes

SCENARIO = "validation"
RUNS, PEOPLE = 30, 250_000
MOST_WORKERS = 2

Tell = Callable[[int, int], None]


@cache
def watch_digest() -> str:
    """A digest of what is watched and how."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def assumed_behind(scenario: str | Path = SCENARIO) -> tuple[int, int]:
    """How many parameters stand behind the figures, and how many of them are assumed."""
    asked = resolve(scenario, for_running=False)
    return sum(len(values) for values in asked.parameters.values()), register.assumed_parameters(asked)


def folder_of(scenario: Scenario) -> Path:
    """Where the notes of a scenario go."""
    said = hashlib.blake2b(
        f"{replace(scenario, seed=0).digest} {scenario.rules} {watch_digest()}".encode(), digest_size=8
    )
    return Path("runs") / f"{scenario.name}-notes-{said.hexdigest()}"


def carry_out(
    runs: int = RUNS,
    people: int | None = None,
    *,
    scenario: str | Path = SCENARIO,
    changes: Sequence[str] = (),
    out: Path | None = None,
    workers: int | None = None,
    tell: Tell = lambda done, of: None,
) -> list[Notes]:
    """Notes of a scenario's runs under seeds 1 to `runs`, kept in `out` apart from those of other rules.  Raises AllssamError."""
    asked = resolve(scenario, people=people or PEOPLE, seed=1, changes=changes)
    folder = out / folder_of(asked).name if out else folder_of(asked)
    if out is not None and (out.is_file() or (out.is_dir() and any(out.iterdir()) and not any(out.glob("*-notes-*")))):
        raise RunFolderError(f"--out {out} is there and holds no notes of runs. Give the name of a folder that is new, empty or has some.")
    folder.mkdir(parents=True, exist_ok=True)
    paths = {seed: folder / f"seed-{seed}.npz" for seed in range(1, runs + 1)}
    left = [seed for seed, path in paths.items() if not path.is_file()]
    tell(runs - len(left), runs)
    workers = min(workers or MOST_WORKERS, estimates.cores(), max(1, len(left)))
    if workers == 1:
        for number, seed in enumerate(left):
            one_run(replace(asked, seed=seed), paths[seed])
            tell(runs - len(left) + number + 1, runs)
    elif left:
        _in_processes(asked, left, paths, workers, lambda done: tell(runs - len(left) + done, runs))
    return [Notes.load(path) for path in paths.values()]


def _in_processes(
    asked: Scenario, left: list[int], paths: dict[int, Path], workers: int, tell: Callable[[int], None]
) -> None:
    with pool_of(workers) as pool:
        with undisturbed():
            waiting = {pool.submit(one_run, replace(asked, seed=seed), paths[seed]): seed for seed in left}
        try:
            for done, future in enumerate(as_completed(waiting), 1):
                error = future.exception()
                if error is not None:
                    raise RunError(f"seed {waiting[future]}: {type(error).__name__}: {error}") from error
                tell(done)
        except BaseException:
            give_up(pool)
            raise


def one_run(scenario: Scenario, path: Path) -> None:
    """Live through one run and keep its notes."""
    from allssam.validation import patterns  # noqa: F401  # whoever watches is declared there

    live(scenario).save(path)
