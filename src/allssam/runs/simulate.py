"""The loop: a country is drawn, month follows month, each is observed and kept; and how a run that stopped goes on."""

import resource
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from json import dumps
from pathlib import Path
from typing import Any

from allssam import __version__
from allssam.engine import AllssamError, RunError, RunFolderError, StorageError, World, month_number, month_text
from allssam.runs import checkpoints, composition, estimates, records
from allssam.runs.checkpoints import DamagedCheckpoint, Header
from allssam.runs.folder import (
    DICTIONARY,
    SCENARIO,
    TIMING,
    WHAT,
    RunFolder,
    read_manifest,
    storage,
    write_json,
    write_text,
)  # fmt: skip
from allssam.runs.register import assumed_parameters
from allssam.runs.resolving import branched, resolve
from allssam.runs.scenario import Plan, Scenario, to_yaml
from allssam.runs.stopping import Abandoned, StopRequest

CHECKPOINT_EVERY = 12

Tell = Callable[[str, int, int], None]
"""Told what is being done, how many months are complete, and how many there are."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    folder: Path
    status: str
    first: int
    last: int
    reached: int | None
    people: int
    events: int
    seconds: float
    said: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "status": self.status,
            "from": month_text(self.first),
            "to": month_text(self.last),
            "reached": None if self.reached is None else month_text(self.reached),
            "people": self.people,
            "events": self.events,
            "seconds": round(self.seconds, 3),
            "note": records.NOTE,
        }


ANOTHER = "it belongs to another scenario"


def default_folder(scenario: Scenario) -> Path:
    """Where a run goes that is not told where."""
    return Path("runs") / f"{scenario.name}-{scenario.seed}-{scenario.digest[:8]}"


def quiet(_: str, __: int, ___: int) -> None:
    """Tells nobody."""


# --------------------------------------------------------------------------------------------------------- commands


def run(
    scenario: Scenario, out: Path | None = None, *, threads: int = 1, overwrite: bool = False, tell: Tell = quiet
) -> Outcome:
    """Carry out a scenario and write its folder.  Raises AllssamError."""
    folder = RunFolder(out or default_folder(scenario))
    folder.begin(_manifest(scenario, "running", 0, None), to_yaml(scenario), overwrite)
    return _Sitting(scenario, folder, threads, tell).carry_out(None)


def resume(path: Path, *, to: str | None = None, threads: int = 1, tell: Tell = quiet) -> Outcome:
    """Go on with a run from its last checkpoint.  Raises AllssamError."""
    manifest = read_manifest(path)
    scenario = scenario_of(path, manifest)
    reached = None if manifest.get("reached") is None else month_number(manifest["reached"])
    _check_rules(path, manifest, scenario, "gone on with")
    wanted = scenario
    if to is not None:
        end = month_number(to)
        if end < scenario.first or (reached is not None and end < reached):
            raise RunFolderError(
                f"--to {to}: {path} has reached {manifest.get('reached') or 'no month yet'}; give a later month."
            )
        wanted = replace(scenario, last=end)
    if manifest["status"] == "done" and wanted.last == scenario.last:
        folder = RunFolder(path)
        if folder.workshop.exists():
            folder.lock()
            folder.finish()
        return Outcome(
            path,
            "done",
            scenario.first,
            scenario.last,
            reached,
            manifest["people_drawn"],
            manifest["events"],
            0.0,
            (f"{path} is done already.",),
        )
    folder = RunFolder(path)
    folder.lock()
    sitting = _Sitting(wanted, folder, threads, tell)
    world, said = sitting.last_state()
    if world is None and manifest["months_done"] and any(ANOTHER in each for each in said):
        raise RunFolderError(
            f"{path / SCENARIO} is not the scenario that the {manifest['months_done']} months there were made from. Put it back as it was, "
            f"or run what it says now into another folder: allssam run {path / SCENARIO} --out DIR"
        )
    folder.drop_merged()
    folder.say(_manifest(wanted, "running", 0 if world is None else world.month - wanted.first, world))
    with storage(path):
        write_text(path / SCENARIO, to_yaml(wanted))
    return sitting.carry_out(world, said)


def rerun(path: Path, out: Path, *, threads: int = 1, overwrite: bool = False, tell: Tell = quiet) -> Outcome:
    """The same run again, from what its folder says of it.  Raises AllssamError."""
    manifest = read_manifest(path)
    scenario = scenario_of(path, manifest)
    if out.resolve() == path.resolve():
        raise RunFolderError(f"--out {out} is the folder of the run itself. Choose another one.")
    said: tuple[str, ...] = ()
    if manifest.get("rules") != scenario.rules:
        said = (f"{path} was made by other rules (version {manifest.get('version')}); the figures may differ.",)
    outcome = run(scenario, out, threads=threads, overwrite=overwrite, tell=tell)
    return replace(outcome, said=said + outcome.said)


def branch(
    path: Path,
    at: str,
    changes: Mapping[str, Any] | Sequence[str],
    out: Path,
    *,
    without: Sequence[str] = (),
    threads: int = 1,
    overwrite: bool = False,
    tell: Tell = quiet,
) -> Outcome:
    """A run with the past of another and other rules from a month on.  Raises AllssamError."""
    manifest = read_manifest(path)
    old = scenario_of(path, manifest)
    if out.resolve() == path.resolve():
        raise RunFolderError(f"--out {out} is the folder of the run itself. A branch needs its own.")
    _check_rules(path, manifest, old, "branched from")
    scenario = branched(old, at, changes, without)
    folder = RunFolder(out)
    folder.begin(_manifest(scenario, "running", 0, None), to_yaml(scenario), overwrite)
    sitting = _Sitting(scenario, folder, threads, tell)
    world = sitting.state_of(RunFolder(path), old, month_number(at))
    return sitting.carry_out(world)


def scenario_of(path: Path, manifest: Mapping[str, Any]) -> Scenario:
    """The scenario a run folder was made from.  Raises RunFolderError or ScenarioError."""
    if not (path / SCENARIO).is_file():
        raise RunFolderError(
            f"{path} has no {SCENARIO}; it was cut off before it began. Start it again with --overwrite."
        )
    return resolve(path.resolve() / SCENARIO)


def _check_rules(path: Path, manifest: Mapping[str, Any], scenario: Scenario, done: str) -> None:
    if manifest.get("rules") != scenario.rules:
        raise RunFolderError(
            f"{path} was made by other rules (version {manifest.get('version')}, digest {manifest.get('rules')}; here {scenario.rules}). "
            f"It can be read, but not {done}. To make it anew under today's rules: allssam rerun {path} --out DIR"
        )


def _manifest(
    scenario: Scenario, status: str, months_done: int, world: World | None, said: Iterable[str] = ()
) -> dict[str, Any]:
    record: dict[str, Any] = {
        "what": WHAT,
        "note": records.NOTE,
        "version": __version__,
        "rules": scenario.rules,
        "scenario": scenario.digest,
        "name": scenario.name,
        "seed": scenario.seed,
        "people": scenario.people,
        "people_drawn": people_of(world),
        "from": month_text(scenario.first),
        "to": month_text(scenario.last),
        "months": scenario.months,
        "months_done": months_done,
        "reached": month_text(scenario.first + months_done - 1) if months_done else None,
        "events": world.events_told if world is not None else 0,
        "parameters": sum(len(values) for values in scenario.parameters.values()),
        "assumed_parameters": assumed_parameters(scenario),
        "status": status,
    }
    if said:
        record["said"] = list(said)
    return record


def people_of(world: World | None) -> int:
    """How many people live in a world; spare rows are left out."""
    if world is None:
        return 0
    counties = world.tables["counties"]
    return int(counties["people"].sum()) if "people" in counties else world.tables["people"].count


def past_digest(scenario: Scenario) -> str:
    """A digest of what a scenario's past rests on: not its end, its name or its question."""
    record = {key: value for key, value in scenario.as_record().items() if key not in ("to", "name", "question")}
    return blake2b(dumps(record, sort_keys=True).encode(), digest_size=12).hexdigest()


# ------------------------------------------------------------------------------------------------------ one sitting


class _Sitting:
    """A run from where it stands to its end, or to a stop."""

    def __init__(self, scenario: Scenario, folder: RunFolder, threads: int, tell: Tell) -> None:
        self.scenario, self.folder, self.threads, self.tell = scenario, folder, threads, tell
        self.base = composition.base()
        self.plan = Plan(scenario)
        self.rules = scenario.rules
        self.past = past_digest(scenario)
        self.began = time.perf_counter()
        self.spent: dict[str, float] = {}
        self.first_month: dict[str, float] = {}
        self.months_here = 0
        self.months_done = 0
        self.world: World | None = None

    # ----------------------------------------------------------------------------------------------- where to begin

    def last_state(self) -> tuple[World | None, list[str]]:
        """The world of the last usable checkpoint, with the parts up to it, or none; and what is to be said of it."""
        return self._state(self.folder, self.past, self.scenario.last + 1)

    def state_of(self, source: RunFolder, old: Scenario, at: int) -> World | None:
        """The world of another run's checkpoint at a month or before, with the parts up to it."""
        world, _ = self._state(source, past_digest(old), at)
        return world

    def _state(self, source: RunFolder, past: str, latest: int) -> tuple[World | None, list[str]]:
        def usable(about: Header) -> str | None:
            if about.rules != self.rules:
                return "it was made by other rules"
            if about.scenario_past != past:
                return ANOTHER
            if about.month > latest:
                return f"it lies later, at the end of {month_text(about.month - 1)}"
            return None

        found, said = source.checkpoints.candidates(usable)
        for path, about in found:
            if not self.folder.take_parts(source, self.scenario.first, about.month - 1):
                said.append(
                    f"The checkpoint {path} cannot be used: the records of some months before it are missing or damaged."
                )
                continue
            try:
                world = checkpoints.read(path, self.base.schema)
            except DamagedCheckpoint as error:
                said.append(f"The checkpoint {path} cannot be used: {error}.")
                continue
            if said:
                said.append(f"Going on from the checkpoint at the end of {month_text(about.month - 1)}.")
            self.folder.drop_parts(about.month - 1)
            return world, said
        if said:
            said.append(f"Beginning again from {month_text(self.scenario.first)}.")
        self.folder.drop_parts(self.scenario.first - 1)
        return None, said

    # ----------------------------------------------------------------------------------------------------- the loop

    def carry_out(self, world: World | None, said: Sequence[str] = ()) -> Outcome:
        """Run to the end or to a stop; whatever happens, the folder says how it stands.  Raises AllssamError."""
        try:
            with StopRequest() as stop:
                status, whole = self._run(world, stop)
                return self._conclude(status, whole, said)
        except KeyboardInterrupt:
            return self._conclude("interrupted", False, said)
        except BaseException as error:
            self._fail(error)
            if isinstance(error, MemoryError):
                needed = estimates.estimate(
                    self.scenario.people, self.scenario.months, self.threads, self.scenario.settle
                )
                raise RunError(f"Memory ran out. {needed.sentence()} Ask for fewer people.") from error
            raise
        finally:
            if self.world is not None:
                self.world.close_threads()
            self.folder.unlock()

    def _run(self, world: World | None, stop: StopRequest) -> tuple[str, bool]:
        """The status reached, and whether the world stands at the end of a month."""
        first, last = self.scenario.first, self.scenario.last
        self.months_done = 0 if world is None else world.month - first
        self.tell("drawing the country", self.months_done, self.scenario.months)
        fresh = world is None
        if world is None:
            start = time.perf_counter()
            begins = first - self.scenario.settle
            tables = self.base.draw(self.scenario.people, self.scenario.seed, self.plan.population, begins)
            world = World(self.base.schema, tables, self.scenario.seed, begins)
            self._spend("draw", start)
        self.world = world
        world.arrange(self.threads)
        stop.patient = True
        if world.month < first and not self._settle(world, stop):
            return "interrupted", False
        with storage(self.folder.path):
            write_json(self.folder.path / DICTIONARY, records.dictionary(world))
        ties = records.TieRecorder(world)
        opening = world.opening.copy() if fresh else None
        for month in range(world.month, last + 1):
            if stop.is_asked():
                return self._stopped(world)
            self.tell(month_text(month), self.months_done, self.scenario.months)
            try:
                self._one_month(world, month, ties, opening, stop)
            except Abandoned:
                return "interrupted", False
            opening = None
            self.months_done += 1
            if month == last or self.months_done % CHECKPOINT_EVERY == 0:
                self._checkpoint(world)
        if not self.months_here:  # all months were complete when the run was cut off
            self._checkpoint(world)
        return "done", True

    def _settle(self, world: World, stop: StopRequest) -> bool:
        """Live through the months before the first, under the policy of the first; true when they are over."""
        start, first = time.perf_counter(), self.scenario.first
        pipeline, values = self.plan.at(first)
        try:
            while world.month < first:
                if stop.is_asked():
                    return False
                self.tell(f"settling, {first - world.month} months to go", 0, self.scenario.months)
                if world.month % 12 == 0:
                    world.relayout()
                world.advance(pipeline, values, after=stop.between_steps)
        except Abandoned:
            return False
        world.forget()
        self._spend("settle", start)
        return True

    def _stopped(self, world: World) -> tuple[str, bool]:
        if self.months_done and self.months_done % CHECKPOINT_EVERY:
            self._checkpoint(world)
        return "interrupted", self.months_done > 0

    def _one_month(self, world: World, month: int, ties: records.TieRecorder, opening: Any, stop: StopRequest) -> None:
        if month % 12 == 0:  # January
            start = time.perf_counter()
            world.relayout()
            ties.relaid(world)
            self._spend("relayout", start)
        pipeline, values = self.plan.at(month)
        flows = world.advance(pipeline, values, after=stop.between_steps)
        start = time.perf_counter()
        measured = self.base.observe(world, flows)
        measures = records.measures_table(month, measured)
        self._spend("observe", start)
        start = time.perf_counter()
        balances = records.balances_table(month, world, world.opening)
        if opening is not None:
            import pyarrow as pa

            balances = pa.concat_tables([records.balances_table(month - 1, world, opening), balances]).combine_chunks()
        self.folder.write_part(
            month,
            {
                "measures": measures,
                "events": records.events_table(month, world, world.events_of_month()),
                "flows": records.flows_table(month, world, flows),
                "balances": balances,
                "ties": ties.ended(world, month),
            },
        )
        self._spend("write", start)
        if not self.months_here:
            self.first_month = dict(world.seconds)
        self.months_here += 1

    def _checkpoint(self, world: World) -> None:
        start = time.perf_counter()
        self.folder.write_checkpoint(world, self.rules, self.past)
        self.folder.say(_manifest(self.scenario, "running", self.months_done, world))
        self._spend("checkpoint", start)

    def _spend(self, what: str, start: float) -> None:
        self.spent[what] = self.spent.get(what, 0.0) + time.perf_counter() - start

    # ------------------------------------------------------------------------------------------------------ the end

    def _conclude(self, status: str, whole: bool, said: Sequence[str]) -> Outcome:
        """Merge what there is, say how it stands, and, at the end, take the scaffolding away."""
        first, world = self.scenario.first, self.world
        self.tell("merging", self.months_done, self.scenario.months)
        start = time.perf_counter()
        if self.months_done:
            self.folder.merge(first, first + self.months_done - 1, world if whole else None)
        self._spend("merge", start)
        with storage(self.folder.path):
            write_json(self.folder.path / TIMING, self._timing())
        self.folder.say(_manifest(self.scenario, status, self.months_done, world))
        if status == "done":
            self.folder.finish()
        return Outcome(
            folder=self.folder.path,
            status=status,
            first=first,
            last=self.scenario.last,
            reached=first + self.months_done - 1 if self.months_done else None,
            people=people_of(world),
            events=world.events_told if world is not None else 0,
            seconds=time.perf_counter() - self.began,
            said=tuple(said),
        )

    def _fail(self, error: BaseException) -> None:
        said = list(error.faults) if isinstance(error, AllssamError) else [type(error).__name__]
        with suppress(
            StorageError, OSError
        ):  # on a full disk the folder still says running, which resume takes the same way
            self.folder.say(_manifest(self.scenario, "failed", self.months_done, self.world, said))

    def _timing(self) -> dict[str, Any]:
        """What differs between equal runs."""
        world, months = self.world, self.months_here
        people = people_of(world)
        steps = world.seconds if world is not None else {}
        later = max(1, (months - 1) * people)
        seconds = time.perf_counter() - self.began

        def per_person_month(name: str, spent: float) -> float | None:
            """Nanoseconds by person and month, without the first month, in which compiled code is fetched."""
            return round((spent - self.first_month.get(name, 0.0)) * 1e9 / later, 3) if months > 1 else None

        return {
            "threads": self.threads,
            "cores": estimates.cores(),
            "months": months,
            "people": people,
            "wall_seconds": round(seconds, 3),
            "wall_ns_per_person_month": round(seconds * 1e9 / max(1, months * people), 3),
            "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            "steps": {
                name: {
                    "seconds": round(spent, 6),
                    "first_month_seconds": round(self.first_month.get(name, 0.0), 6),
                    "ns_per_person_month": per_person_month(name, spent),
                }
                for name, spent in steps.items()
            },
            "besides_steps": {name: round(spent, 6) for name, spent in self.spent.items()},
        }
