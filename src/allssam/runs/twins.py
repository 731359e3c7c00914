"""Twins: two worlds with the same people and the same dice and one difference, carried out pair by pair, seed by seed.

The folder of a twin holds the resolved scenarios of both worlds, the figures and fates of every pair and their paired differences; of
the first seed it keeps both runs, in a/ and b/, so that what happened can be asked.  A twin that was cut off can be gone on with.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from allssam import __version__
from allssam.engine import RunError, RunFolderError, ScenarioError, month_text
from allssam.runs import checkpoints, ensemble, estimates, pairs
from allssam.runs.folder import (
    MANIFEST,
    UNFINISHED,
    WHAT_TWIN,
    check_free,
    is_run,
    read_manifest,
    storage,
    write_json,
    write_parquet,
    write_text,
)
from allssam.runs.records import NOTE
from allssam.runs.register import assumed_parameters
from allssam.runs.resolving import resolve
from allssam.runs.results import Results
from allssam.runs.scenario import Scenario, to_yaml
from allssam.runs.simulate import resume, run
from allssam.runs.stopping import StopRequest

SCENARIOS = ("scenario-a.yaml", "scenario-b.yaml")
FIGURES, FATES, DIFFERENCES = "figures.parquet", "fates.parquet", "differences.parquet"
OWN_FILES = (*SCENARIOS, FIGURES, FATES, DIFFERENCES)


@dataclass(frozen=True)
class TwinOutcome:
    """How a twin ended."""

    folder: Path
    status: str
    seeds: tuple[int, ...]
    done: tuple[int, ...]
    differences: pa.Table | None
    fates: pa.Table | None


@dataclass(frozen=True)
class PairOutcome:
    """How a pair of runs ended."""

    status: str


# --------------------------------------------------------------------------------------------------- the two worlds


def worlds(
    scenario: str | Path = "baseline",
    *,
    against: str | Path | None = None,
    people: int | None = None,
    first: str | None = None,
    last: str | None = None,
    seed: int | None = None,
    changes: Any = (),
    without: Sequence[str] = (),
) -> tuple[Scenario, Scenario]:
    """The two worlds of a twin: a scenario, and the same with changes, or another one.  Raises ScenarioError with every fault."""
    if not changes and not without and against is None:
        raise ScenarioError(
            "A twin needs one difference: give --set NAME=VALUE, --without MECHANISM, or --against another SCENARIO."
        )
    faults: list[str] = []
    made: list[Scenario] = []
    for named, given in ((scenario, {}), (against or scenario, {"changes": changes, "without": without})):
        try:
            made.append(resolve(named, people=people, first=first, last=last, seed=seed, **given))
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(*dict.fromkeys(faults))
    a, b = made
    b = replace(b, people=a.people, seed=a.seed)
    try:
        pairs.check_same_people(a.as_record(), b.as_record(), (a.name, b.name))
    except RunFolderError as error:
        raise ScenarioError(*error.faults, "--from and --to hold for both worlds.") from None
    if not difference_of(a, b):
        raise ScenarioError(
            f"The two worlds do not differ: what was given is what {a.name} has already."
            if against is None
            else f"{b.name} says nothing else than {a.name}."
        )
    return a, b


def difference_of(a: Scenario, b: Scenario) -> list[str]:
    """What is otherwise in b, each difference in a few words."""
    one, other = a.as_record(), b.as_record()
    found = []
    for mechanism in sorted(one["parameters"].keys() | other["parameters"].keys()):
        mine, his = one["parameters"].get(mechanism, {}), other["parameters"].get(mechanism, {})
        for name in his:
            if name in mine and mine[name] != his[name]:
                found += _changed(f"{mechanism}.{name}", mine[name], his[name])
    found += [f"without {name}" for name in other["without"] if name not in one["without"]]
    found += [f"with {name}" for name in one["without"] if name not in other["without"]]
    found += [f"{name} as in {said}" for name, said in other["replace"].items() if one["replace"].get(name) != said]
    found += [f"{name} as usual" for name in one["replace"] if name not in other["replace"]]
    found += ["mechanisms of one's own" for _ in [0] if one["mechanisms"] != other["mechanisms"]]
    found += ["what changes later" for _ in [0] if one.get("later") != other.get("later")]
    return found


def _changed(name: str, before: Any, after: Any) -> list[str]:
    """How a parameter changed: only the dates or places whose values did, where the others stay."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() & after.keys():
        found: list[str] = []
        for key in dict.fromkeys([*before, *after]):
            if before.get(key) != after.get(key):
                mark = "@" if str(key)[:4].isdigit() else "."
                found += _changed(f"{name}{mark}{key}", before.get(key, "as before"), after.get(key, "as before"))
        return found
    return [f"{name} is {_spelled(after)} instead of {_spelled(before)}"]


def _spelled(value: Any) -> str:
    if isinstance(value, dict):
        return "dated (" + ", ".join(f"{key}: {_spelled(item)}" for key, item in value.items()) + ")"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def default_folder(a: Scenario, b: Scenario, runs: int) -> Path:
    """Where a twin goes that is not told where."""
    digest = hashlib.blake2b((a.digest + b.digest).encode(), digest_size=4).hexdigest()
    return Path("runs") / f"{a.name}-twin-{a.seed}-x{runs}-{digest}"


# ------------------------------------------------------------------------------------------------------ carrying out


def carry_out(
    a: Scenario,
    b: Scenario,
    seeds: Sequence[int],
    out: Path | None = None,
    *,
    workers: int | None = None,
    threads: int | None = None,
    overwrite: bool = False,
    tell: ensemble.Tell = lambda done, of: None,
) -> TwinOutcome:
    """Run both worlds under every seed.  Raises AllssamError."""
    seeds = check_seeds(seeds)
    folder = out or default_folder(a, b, len(seeds))
    check_free(folder, overwrite, WHAT_TWIN)
    a, b = replace(a, seed=seeds[0]), replace(b, seed=seeds[0])
    with storage(folder):
        folder.mkdir(parents=True, exist_ok=True)
        clear(folder)
        write_json(folder / MANIFEST, _manifest(a, b, seeds, "running", ()))
        for name, scenario in zip(SCENARIOS, (a, b), strict=True):
            write_text(folder / name, to_yaml(scenario))
    return _go_on(a, b, seeds, folder, workers, threads, tell)


def go_on(
    folder: Path, *, workers: int | None = None, threads: int | None = None, tell: ensemble.Tell = lambda done, of: None
) -> TwinOutcome:
    """Finish a twin that was cut off.  Raises AllssamError."""
    manifest = read_manifest(folder, WHAT_TWIN)
    for name in SCENARIOS:
        if not (folder / name).is_file():
            raise RunFolderError(
                f"{folder} has no {name}; it was cut off before it began. Start it again with --overwrite."
            )
    if manifest["status"] == "done":
        return TwinOutcome(folder, "done", tuple(manifest["seeds"]), tuple(manifest["seeds_done"]), *read(folder)[1:])
    a, b = (resolve(folder.resolve() / name) for name in SCENARIOS)
    if manifest["rules"] != [a.rules, b.rules]:
        raise RunFolderError(f"{folder} was made by other rules. It can be read, but not gone on with.")
    return _go_on(a, b, tuple(manifest["seeds"]), folder, workers, threads, tell)


def check_seeds(seeds: Sequence[int]) -> tuple[int, ...]:
    """Seeds, each once.  Raises ScenarioError."""
    found = tuple(dict.fromkeys(int(seed) for seed in seeds))
    if not found:
        raise ScenarioError("A twin needs at least one pair of runs: give seeds, or --runs of at least 1.")
    if min(found) < 0:
        raise ScenarioError(f"seeds holds {min(found)}; seeds are whole numbers from 0 on.")
    return found


def clear(folder: Path) -> None:
    """Take away what a twin wrote; what others put there stays.  Raises OSError."""
    for name in ("a", "b"):
        if is_run(folder / name):
            checkpoints.remove(folder / name)
    checkpoints.remove(folder / UNFINISHED)
    for name in OWN_FILES:
        (folder / name).unlink(missing_ok=True)


def _manifest(a: Scenario, b: Scenario, seeds: tuple[int, ...], status: str, done: tuple[int, ...]) -> dict[str, Any]:
    return {
        "what": WHAT_TWIN,
        "note": NOTE,
        "version": __version__,
        "rules": [a.rules, b.rules],
        "scenario": [a.digest, b.digest],
        "name": [a.name, b.name],
        "difference": difference_of(a, b),
        "people": a.people,
        "from": month_text(a.first),
        "to": month_text(a.last),
        "settle": a.settle,
        "seeds": list(seeds),
        "seeds_done": list(done),
        "assumed_parameters": [assumed_parameters(a), assumed_parameters(b)],
        "interval": f"{pairs.CONFIDENCE:.0%} of the mean difference, Student's t over pairs of runs with the same seed",
        "status": status,
    }


def _go_on(
    a: Scenario,
    b: Scenario,
    seeds: tuple[int, ...],
    folder: Path,
    workers: int | None,
    threads: int | None,
    tell: ensemble.Tell,
) -> TwinOutcome:
    workers = ensemble.workers_for(a.people, len(seeds), workers)
    threads = threads or max(1, estimates.cores() // workers)
    with storage(folder):
        (folder / UNFINISHED).mkdir(exist_ok=True)
    done = {seed for seed in seeds if _figures_path(folder, seed).is_file()}
    jobs = {
        seed: (replace(a, seed=seed), replace(b, seed=seed), folder, seed == seeds[0], threads)
        for seed in seeds
        if seed not in done
    }
    with StopRequest() as stop:
        stop.patient = True
        tell(len(done), len(seeds))
        failures = ensemble.in_processes(
            one_pair, jobs, folder, workers, stop, done, lambda _, __: tell(len(done), len(seeds))
        )
        finished = tuple(seed for seed in seeds if seed in done)
        status = "done" if len(finished) == len(seeds) else "interrupted" if stop.is_asked() else "failed"
        found = _merge(folder, finished) if finished else (None, None)
        with storage(folder):
            write_json(folder / MANIFEST, _manifest(a, b, seeds, status, finished))
            if status == "done":
                checkpoints.remove(folder / UNFINISHED)
    if failures:
        raise RunError(*failures)
    return TwinOutcome(folder, status, seeds, finished, *found)


def one_pair(a: Scenario, b: Scenario, folder: Path, keep: bool, threads: int) -> PairOutcome:
    """Both runs of a seed, begun or gone on with; what they came to is kept, and the runs themselves only where they are asked for."""
    place = folder if keep else folder / UNFINISHED / f"seed-{a.seed}"
    with StopRequest() as stop:
        stop.patient = True
        for name, scenario in (("a", a), ("b", b)):
            if stop.is_asked():
                return PairOutcome("interrupted")
            path = place / name
            made = resume(path, threads=threads) if is_run(path) else run(scenario, path, threads=threads)
            if made.status != "done":
                return PairOutcome("interrupted")
        runs = [Results(place / name) for name in ("a", "b")]
        figures = pairs.together(
            pairs.figures(run.folder, a.seed, name) for run, name in zip(runs, ("a", "b"), strict=True)
        )
        with storage(folder):
            _write_whole(
                _fates_path(folder, a.seed), pairs.fates(pairs.befallen(runs[0]), pairs.befallen(runs[1]), a.seed)
            )
            _write_whole(_figures_path(folder, a.seed), figures)  # the last: it says that the pair is done
            if not keep:
                checkpoints.remove(place)
    return PairOutcome("done")


def _figures_path(folder: Path, seed: int) -> Path:
    return folder / UNFINISHED / f"figures-{seed}.parquet"


def _fates_path(folder: Path, seed: int) -> Path:
    return folder / UNFINISHED / f"fates-{seed}.parquet"


def _write_whole(path: Path, table: pa.Table) -> None:
    coming = path.with_name(f".{path.name}.coming")
    write_parquet(coming, table)
    os.replace(coming, path)


def _merge(folder: Path, seeds: tuple[int, ...]) -> tuple[pa.Table, pa.Table]:
    """The figures and fates of all pairs, and their differences, in the twin's folder."""
    figures = pairs.together(pq.read_table(_figures_path(folder, seed)).cast(pairs.FIGURE_SCHEMA) for seed in seeds)
    fates = pairs.together(pq.read_table(_fates_path(folder, seed)).cast(pairs.FATE_SCHEMA) for seed in seeds)
    differences = pairs.differences(figures)
    with storage(folder):
        for name, table in ((FIGURES, figures), (FATES, fates), (DIFFERENCES, differences)):
            _write_whole(folder / name, table)
    return differences, fates


def read(folder: Path) -> tuple[dict[str, Any], pa.Table, pa.Table]:
    """The manifest, differences and fates of a twin.  Raises RunFolderError."""
    manifest = read_manifest(folder, WHAT_TWIN)
    tables = []
    for name in (DIFFERENCES, FATES):
        if not (folder / name).is_file():
            raise RunFolderError(f"{folder} has no {name} yet. Go on with: allssam resume {folder}")
        tables.append(pq.read_table(folder / name))
    return manifest, tables[0], tables[1]
