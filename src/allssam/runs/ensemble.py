"""Ensembles: the same scenario under several seeds, side by side, and their summary with intervals."""

from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from allssam import __version__
from allssam.engine import AllssamError, RunError, RunFolderError, ScenarioError, month_text
from allssam.runs import checkpoints, estimates
from allssam.runs.folder import (
    MANIFEST,
    SCENARIO,
    WHAT_ENSEMBLE,
    check_free,
    is_run,
    read_manifest,
    storage,
    write_json,
    write_parquet,
    write_text,
)  # fmt: skip
from allssam.runs.records import NOTE
from allssam.runs.resolving import resolve
from allssam.runs.scenario import Scenario, to_yaml
from allssam.runs.simulate import Outcome, resume, run
from allssam.runs.stopping import StopRequest
from allssam.runs.workers import pool_of, undisturbed

SUMMARY = "summary.parquet"
MOST_POOLS = 3
LOW, HIGH = 0.05, 0.95

Tell = Callable[[int, int], None]
"""Told how many runs are done, and how many there are."""


@dataclass(frozen=True)
class EnsembleOutcome:
    """How an ensemble ended."""

    folder: Path
    status: str
    seeds: tuple[int, ...]
    done: tuple[int, ...]
    summary: pa.Table | None


def carry_out(
    scenario: Scenario,
    runs: int,
    out: Path | None = None,
    *,
    workers: int | None = None,
    threads: int = 1,
    overwrite: bool = False,
    tell: Tell = lambda done, of: None,
) -> EnsembleOutcome:
    """Run a scenario under seeds from its own upward, each run in a folder of its own.  Raises AllssamError."""
    if runs < 1:
        raise ScenarioError(f"--runs is {runs}; it should be at least 1.")
    folder = out or Path("runs") / f"{scenario.name}-{scenario.seed}-x{runs}-{scenario.digest[:8]}"
    check_free(folder, overwrite, WHAT_ENSEMBLE)
    seeds = tuple(range(scenario.seed, scenario.seed + runs))
    with storage(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for item in folder.glob("seed-*"):
            if is_run(item):
                checkpoints.remove(item)
        (folder / SUMMARY).unlink(missing_ok=True)
        write_json(folder / MANIFEST, _manifest(scenario, seeds, "running", ()))
        write_text(folder / SCENARIO, to_yaml(scenario))
    return _go_on(scenario, folder, seeds, workers, threads, tell)


def go_on(
    folder: Path, *, workers: int | None = None, threads: int = 1, tell: Tell = lambda done, of: None
) -> EnsembleOutcome:
    """Finish an ensemble that was cut off.  Raises AllssamError."""
    manifest = read_manifest(folder, WHAT_ENSEMBLE)
    scenario = resolve(folder.resolve() / SCENARIO)
    if manifest["rules"] != scenario.rules:
        raise RunFolderError(f"{folder} was made by other rules. It can be read, but not gone on with.")
    return _go_on(scenario, folder, tuple(manifest["seeds"]), workers, threads, tell)


def _manifest(scenario: Scenario, seeds: tuple[int, ...], status: str, done: tuple[int, ...]) -> dict[str, Any]:
    return {
        "what": WHAT_ENSEMBLE,
        "note": NOTE,
        "version": __version__,
        "rules": scenario.rules,
        "scenario": scenario.digest,
        "name": scenario.name,
        "people": scenario.people,
        "from": month_text(scenario.first),
        "to": month_text(scenario.last),
        "seeds": list(seeds),
        "seeds_done": list(done),
        "status": status,
    }


def _go_on(
    scenario: Scenario, folder: Path, seeds: tuple[int, ...], workers: int | None, threads: int, tell: Tell
) -> EnsembleOutcome:
    workers = workers_for(scenario.people, len(seeds), workers)
    done: set[int] = set()
    with StopRequest() as stop:
        stop.patient = True
        jobs = {seed: (replace(scenario, seed=seed), folder / f"seed-{seed}", threads) for seed in seeds}
        failures = in_processes(one_run, jobs, folder, workers, stop, done, tell)
    finished = tuple(seed for seed in seeds if seed in done)
    status = "done" if len(finished) == len(seeds) else "interrupted" if stop.is_asked() else "failed"
    table = summary(folder, finished) if finished else None
    with storage(folder):
        if table is not None:
            write_parquet(folder / SUMMARY, table)
        write_json(folder / MANIFEST, _manifest(scenario, seeds, status, finished))
    if failures:
        raise RunError(*failures)
    return EnsembleOutcome(folder, status, seeds, finished, table)


def workers_for(people: int, jobs: int, workers: int | None) -> int:
    """How many runs of a size may go on at once on this machine."""
    workers = min(workers or estimates.cores(), estimates.cores(), jobs)
    available = estimates.memory_available()
    if available is not None:
        workers = max(1, min(workers, available // max(1, estimates.memory_needed(people))))
    return workers


def in_processes(
    work: Callable[..., Any],
    jobs: Mapping[Any, tuple[Any, ...]],
    folder: Path,
    workers: int,
    stop: StopRequest,
    done: set[Any],
    tell: Tell,
) -> list[str]:
    """Do what is not done, job by job, named by seed or in words.  A pool that breaks is built again and what is unfinished goes on in it.

    `work` gives something with a `status`; jobs with the status done are added to `done`.  Returns what failed.
    """
    seeds = tuple(jobs)
    failures: dict[Any, str] = {}
    for _ in range(MOST_POOLS):
        left = [seed for seed in seeds if seed not in done and seed not in failures]
        if not left or stop.is_asked():
            break
        pool = pool_of(workers)
        with undisturbed():
            waiting: dict[Future[Any], Any] = {pool.submit(work, *jobs[seed]): seed for seed in left}
        try:
            while waiting:
                if stop.is_asked():
                    for future in waiting:
                        future.cancel()
                ready, _pending = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in ready:
                    seed = waiting.pop(future)
                    if future.cancelled():
                        continue
                    try:
                        outcome = future.result()
                    except BrokenProcessPool:
                        raise
                    except Exception as error:
                        kind = "" if isinstance(error, AllssamError) else f"{type(error).__name__}: "
                        failures[seed] = f"{f'seed {seed}' if isinstance(seed, int) else seed}: {kind}{error}"
                        continue
                    if outcome.status == "done":
                        done.add(seed)
                        tell(len(done), len(seeds))
        except BrokenProcessPool:
            continue
        finally:
            pool.shutdown(cancel_futures=True)
    lost = [seed for seed in seeds if seed not in done and seed not in failures]
    if lost and not stop.is_asked():
        failures[lost[0]] = (
            f"The processes for seeds {lost} were ended from outside {MOST_POOLS} times, perhaps for want of memory. "
            f"Go on with: allssam resume {folder}"
        )
    return list(failures.values())


def one_run(scenario: Scenario, folder: Path, threads: int) -> Outcome:
    """One run of an ensemble: begun, or gone on with where it was cut off."""
    if is_run(folder):
        return resume(folder, threads=threads)
    return run(scenario, folder, threads=threads)


# ---------------------------------------------------------------------------------------------------------- summary


def summary(folder: Path, seeds: tuple[int, ...]) -> pa.Table:
    """Median and 5-95 % interval over the runs, of each measure in the last month and of its mean over the run."""
    paths = ", ".join(
        "'" + str(folder / f"seed-{seed}" / "measures.parquet").replace("'", "''") + "'" for seed in seeds
    )
    question = f"""
        with rows as (select *, filename as run from read_parquet([{paths}], filename = true)),
        figures as (
            select measure, place, "group", unit, run, 'mean over the run' as figure, avg(value) as value
            from rows group by all
            union all
            select measure, place, "group", unit, run, 'last month' as figure, value
            from rows where month = (select max(month) from rows)
        )
        select measure, place, "group", figure, unit, list(value order by run) as found
        from figures group by measure, place, "group", figure, unit order by measure, place, "group", figure
    """
    rows = duckdb.connect().execute(question).fetchall()
    columns: dict[str, list[Any]] = {
        name: [] for name in ("measure", "place", "group", "figure", "median", "low", "high", "runs", "unit")
    }
    for measure, place, group, figure, unit, found in rows:
        low, median, high = np.quantile(np.array(found, np.float64), [LOW, 0.5, HIGH]).tolist()
        said: Mapping[str, Any] = {
            "measure": measure, "place": place, "group": group, "figure": figure,
            "median": median, "low": low, "high": high, "runs": len(found), "unit": unit,
        }  # fmt: skip
        for name, value in said.items():
            columns[name].append(value)
    text, number = pa.string(), pa.float64()
    kinds = {"median": number, "low": number, "high": number, "runs": pa.int64()}
    return pa.table({name: pa.array(values, kinds.get(name, text)) for name, values in columns.items()})


def countrywide(table: pa.Table) -> list[dict[str, Any]]:
    """The rows of a summary for the whole country and all groups."""
    return [row for row in table.to_pylist() if row["place"] == "country" and row["group"] == "all"]
