"""allssam: an executable theory of how North Korea works below the official surface.  Simulated, no real person.

    import allssam

    run = allssam.simulate("baseline", people=250_000, changes={"ruler.tolerance": 0.3}, out="runs/strict")
    months, values = run.measure("donju")
    run.sql("select kind, count(*) from events group by kind")

    pair = allssam.twin("baseline", changes={"ruler.tolerance": 0.3}, seeds=range(20), people=50_000)
    pair.of("donju")["difference"], pair.parting, pair.fates

Nothing heavy is imported before it is needed.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__version__ = "0.1.0"
__all__ = ["Run", "__version__", "compare", "simulate", "twin"]


class Run:
    """A run folder, open for reading."""

    def __init__(self, folder: str | Path) -> None:
        from allssam.runs.results import Results

        self._results = Results(folder)

    @classmethod
    def open(cls, folder: str | Path) -> "Run":
        """Open a run folder, whatever rules made it and however far it got.  Raises RunFolderError."""
        return cls(folder)

    def __repr__(self) -> str:
        said = self.manifest
        span = f"{said['from']} to {said['to']}"
        return f"Run({str(self.folder)!r}: {said['name']}, seed {said['seed']}, {said['people']:,} people, {span}, {said['status']})"

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._results.folder

    @property
    def manifest(self) -> dict[str, Any]:
        """What the folder says of itself."""
        return self._results.manifest

    @property
    def measures(self) -> list[str]:
        """Names of the measures it holds."""
        return self._results.measures

    def measure(self, name: str, place: str = "country", group: str = "all") -> Any:
        """A measure: unpacks into months and values, and has to_pandas() and to_polars().  Raises InputError."""
        return self._results.measure(name, place, group)

    def sql(self, query: str, values: Any = None) -> Any:
        """The answer in SQL about measures, events, flows, balances, people and ties.  Raises InputError."""
        return self._results.sql(query, values)

    def why(self, event: int) -> Any:
        """The causes of an event, oldest first: each with its rule, claim and source.  Raises InputError."""
        from allssam.explain import why

        return why(self, event)

    def biography(self, person: int) -> Any:
        """Everything that happened to and by a person.  Raises InputError."""
        from allssam.explain import biography

        return biography(self, person)

    def newspaper(self, month: str, leads: int | None = 6, place: str | None = None) -> Any:
        """A month, such as "2013-12", in sentences: the weightiest of each province, the rest counted.  Raises InputError."""
        from allssam.explain import newspaper

        return newspaper(self, month, leads, place=place)

    def compare(self, other: "Run | str | Path") -> Any:
        """This run (a) beside another (b) of the same people and months.  Raises RunFolderError where they are not."""
        return compare(self.folder, other.folder if isinstance(other, Run) else other)


def simulate(
    scenario: str | Path = "baseline",
    *,
    people: int | None = None,
    seed: int | None = None,
    first: str | None = None,
    last: str | None = None,
    changes: Mapping[str, Any] | None = None,
    without: Sequence[str] = (),
    out: str | Path | None = None,
    threads: int | None = None,
    overwrite: bool = False,
) -> Run:
    """Carry out a scenario and open its folder.  Raises AllssamError; KeyboardInterrupt after Ctrl-C, the folder in order.

    `changes` gives parameters by name, {"ruler.tolerance": 0.4}, or from a date, {"ruler.tolerance@2013-01": 0.6}.
    """
    from allssam.runs import estimates, warming
    from allssam.runs.resolving import resolve
    from allssam.runs.simulate import run

    resolved = resolve(
        scenario, people=people, first=first, last=last, seed=seed, changes=changes or {}, without=without
    )
    warming.warm()
    made = run(resolved, None if out is None else Path(out), threads=threads or estimates.cores(), overwrite=overwrite)
    if made.status != "done":
        raise KeyboardInterrupt(f"The run was interrupted. Go on with: allssam resume {made.folder}")
    return Run(made.folder)


def twin(
    scenario: str | Path = "baseline",
    *,
    against: str | Path | None = None,
    changes: Mapping[str, Any] | None = None,
    without: Sequence[str] = (),
    seeds: Sequence[int] = (1,),
    people: int | None = None,
    first: str | None = None,
    last: str | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    threads: int | None = None,
    overwrite: bool = False,
) -> Any:
    """Two worlds with the same people and dice and one difference: a scenario (a), and it with changes, or another one (b).

    The answer has `of(measure)` with the paired difference and its interval, `differences()`, `fates`, `parting`, `text()`, and the
    folders of the first pair of runs.  Raises AllssamError; KeyboardInterrupt after Ctrl-C, the folder in order.
    """
    from allssam import explain
    from allssam.runs import twins, warming

    a, b = twins.worlds(
        scenario, against=against, people=people, first=first, last=last, changes=changes or {}, without=without
    )
    twins.check_seeds(seeds)
    warming.warm()
    made = twins.carry_out(
        a, b, seeds, None if out is None else Path(out), workers=workers, threads=threads, overwrite=overwrite
    )
    if made.status != "done":
        raise KeyboardInterrupt(f"The twin was interrupted. Go on with: allssam resume {made.folder}")
    return explain.twin(made.folder)


def compare(a: str | Path | Run, b: str | Path | Run) -> Any:
    """Two existing runs, or two ensembles, side by side, as a twin is.  Raises RunFolderError unless people and months are the same."""
    from allssam.explain import compare as compared

    return compared(a, b)
