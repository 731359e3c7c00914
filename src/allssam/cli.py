"""The command line.  Whatever is heavy is imported inside the command that needs it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from allssam.runs.scenario import Scenario

app = typer.Typer(
    name="allssam",
    help="An executable theory of the informal political economy of North Korea. Simulated, no real person.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A scenario that is shipped, or the path of a YAML file.")
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.")]
People = Annotated[int | None, typer.Option("--people", help="People in the country.")]
First = Annotated[str | None, typer.Option("--from", metavar="MONTH", help="First month, such as 2009-01.")]
Last = Annotated[str | None, typer.Option("--to", metavar="MONTH", help="Last month, such as 2016-12.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Seed of all dice.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where the run goes.")]
NewOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the run goes.")]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="A parameter: ruler.tolerance=0.4, or ruler.tolerance@2013-01=0.6 from a date on.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="MECHANISM[.STEP]", help="Leave a mechanism or a step out of the month."),
]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="Threads; all cores unless told otherwise.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Runs that go on side by side.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the run that is there.")]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")]
INTERRUPTED = 130  # with which the library leaves when the user stops it


def main() -> None:
    """The command `allssam`."""
    try:
        app()
    except BrokenPipeError:  # the reader has seen enough
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        sys.exit(1)
    except SystemExit as error:
        if error.code != INTERRUPTED:
            raise
        print("Interrupted.", file=sys.stderr)
        sys.exit(1)
    except Exception as error:
        said = _in_a_sentence(error)
        if said is None or os.environ.get("ALLSSAM_TRACEBACK", "") not in ("", "0"):
            raise
        print(said, file=sys.stderr)
        sys.exit(2)


def _in_a_sentence(error: Exception) -> str | None:
    """What went wrong, for people; None for what only an engineer can tell from where it happened."""
    errors = sys.modules.get("allssam.engine.errors")
    if errors is not None and isinstance(error, errors.AllssamError):
        return str(error)
    if isinstance(error, UnicodeEncodeError):
        return f"This terminal cannot show what is to be said in its encoding, {error.encoding}. Set PYTHONIOENCODING=utf-8."
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        return f"{error.strerror or error}{where}. Nothing was finished; see to the place and try again."
    if type(error).__module__.partition(".")[0] in ("pyarrow", "duckdb", "_duckdb", "json"):
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        return (
            f"A file that was read is damaged or not what it should be: {first}\nMake the run anew: allssam rerun DIR --out DIR "
            "(with ALLSSAM_TRACEBACK=1 in the environment it is said where this came up)."
        )
    return None


# --------------------------------------------------------------------------------------------------- telling people


def _print_json(record: Any) -> None:
    import json

    print(json.dumps(record, indent=1, ensure_ascii=False))


def _listed(what: str, number: int) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@contextmanager
def _progress(shown: bool) -> Iterator[Any]:
    """Tells how far a run has come and how long it will take; only to a person at a terminal."""
    if not (shown and sys.stdout.isatty() and sys.stderr.isatty()):
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda what, done, total: progress.update(task, description=what, completed=done, total=total)


def _warm(say: bool) -> None:
    """Compile the rules, which takes a minute once for each version."""
    from allssam.runs import warming

    if warming.is_warm():
        return
    if say and sys.stderr.isatty():
        print("Compiling the rules, once for this version…", file=sys.stderr)
    warming.warm()


def _conclude(outcome: Any, as_json: bool, quiet: bool) -> None:
    """Say how a run ended, and leave with 1 where it was interrupted."""
    for said in outcome.said:
        print(said, file=sys.stderr)
    if as_json:
        _print_json(outcome.as_record())
    elif outcome.status == "done" and not quiet:
        record = outcome.as_record()
        print(
            f"{outcome.folder}: {record['from']} to {record['to']}, {outcome.people:,} people, {_listed('event', outcome.events)}, "
            f"{outcome.seconds:.1f} s. Simulated, no real person."
        )
    if outcome.status != "done":
        reached = outcome.as_record()["reached"]
        print(
            f"Interrupted after {reached or 'no month'}. Go on with: allssam resume {outcome.folder}", file=sys.stderr
        )
        raise typer.Exit(1)


def _resolve(
    scenario: str,
    people: int | None,
    first: str | None,
    last: str | None,
    seed: int | None,
    changes: list[str] | None,
    without: list[str] | None,
) -> "Scenario":
    from allssam.runs.resolving import resolve

    return resolve(
        scenario, people=people, first=first, last=last, seed=seed, changes=changes or [], without=without or []
    )


def _threads(threads: int | None) -> int:
    from allssam.runs.estimates import cores

    return threads or cores()


# ------------------------------------------------------------------------------------------------------------- runs


@app.command()
def run(
    scenario: ScenarioName = "baseline",
    people: People = None,
    first: First = None,
    last: Last = None,
    seed: Seed = None,
    runs: Annotated[
        int | None, typer.Option("--runs", min=1, help="An ensemble of so many seeds, with intervals.")
    ] = None,
    out: Out = None,
    changes: Changes = None,
    without: Without = None,
    threads: Threads = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Carry out a scenario and write its run folder."""
    from allssam.runs import folder, simulate

    resolved = _resolve(scenario, people, first, last, seed, changes, without)
    if runs is not None:
        from allssam.runs import ensemble

        if out is not None:
            folder.check_free(out, overwrite, folder.WHAT_ENSEMBLE)
        _warm(not quiet and not as_json)
        with _progress(not quiet and not as_json) as tell:
            made = ensemble.carry_out(
                resolved,
                runs,
                out,
                threads=threads or 1,
                overwrite=overwrite,
                tell=lambda done, of: tell("runs done", done, of),
            )
        _conclude_ensemble(made, as_json, quiet)
        return
    folder.check_free(out or simulate.default_folder(resolved), overwrite)
    _warm(not quiet and not as_json)
    with _progress(not quiet and not as_json) as tell:
        outcome = simulate.run(resolved, out, threads=_threads(threads), overwrite=overwrite, tell=tell)
    _conclude(outcome, as_json, quiet)


def _conclude_ensemble(made: Any, as_json: bool, quiet: bool) -> None:
    from allssam.runs import ensemble

    rows = ensemble.countrywide(made.summary) if made.summary is not None else []
    if as_json:
        _print_json(
            {
                "folder": str(made.folder),
                "status": made.status,
                "seeds": list(made.seeds),
                "done": list(made.done),
                "summary": rows,
            }
        )
    elif not quiet:
        print(
            f"{made.folder}: {len(made.done)} of {len(made.seeds)} runs done. "
            "Median, and 5 to 95 % over seeds. Simulated, no real person.\n"
        )
        width = max((len(row["measure"]) for row in rows), default=0)
        for row in rows:
            print(
                f"{row['measure']:{width}}  {row['figure']:17}  {row['median']:14,.4g}  "
                f"{row['low']:14,.4g} … {row['high']:<14,.4g} {row['unit']}"
            )
    if made.status != "done":
        print(f"Interrupted. Go on with: allssam resume {made.folder}", file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def resume(
    folder: Folder, last: Last = None, threads: Threads = None, as_json: Json = False, quiet: Quiet = False
) -> None:
    """Go on with a run from its last checkpoint."""
    from allssam.engine import InputError
    from allssam.runs import folder as folders
    from allssam.runs import simulate

    if folders.is_run(folder, (folders.WHAT_ENSEMBLE,)):
        from allssam.runs import ensemble

        if last is not None:
            raise InputError(f"{folder} is an ensemble; --to can be given for one of its runs at a time.")
        _warm(not quiet and not as_json)
        with _progress(not quiet and not as_json) as tell:
            made = ensemble.go_on(folder, threads=threads or 1, tell=lambda done, of: tell("runs done", done, of))
        _conclude_ensemble(made, as_json, quiet)
        return
    if folders.is_run(folder, (folders.WHAT_TWIN,)):
        from allssam.runs import twins

        if last is not None:
            raise InputError(f"{folder} is a twin, whose worlds end together; --to cannot be given.")
        _warm(not quiet and not as_json)
        with _progress(not quiet and not as_json) as tell:
            paired = twins.go_on(folder, threads=threads, tell=lambda done, of: tell("pairs done", done, of))
        _conclude_twin(paired, as_json, quiet)
        return
    folders.read_manifest(folder)
    _warm(not quiet and not as_json)
    with _progress(not quiet and not as_json) as tell:
        outcome = simulate.resume(folder, to=last, threads=_threads(threads), tell=tell)
    _conclude(outcome, as_json, quiet)


@app.command()
def rerun(
    folder: Folder,
    out: NewOut,
    threads: Threads = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """The same run again from its manifest: the same bytes."""
    from allssam.runs import folder as folders
    from allssam.runs import simulate

    folders.read_manifest(folder)
    folders.check_free(out, overwrite)
    _warm(not quiet and not as_json)
    with _progress(not quiet and not as_json) as tell:
        outcome = simulate.rerun(folder, out, threads=_threads(threads), overwrite=overwrite, tell=tell)
    _conclude(outcome, as_json, quiet)


@app.command()
def branch(
    folder: Folder,
    at: Annotated[str, typer.Option("--at", metavar="MONTH", help="The month from which things are otherwise.")],
    out: NewOut,
    changes: Changes = None,
    without: Without = None,
    threads: Threads = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """A what-if with a shared past."""
    from allssam.runs import folder as folders
    from allssam.runs import simulate

    folders.read_manifest(folder)
    folders.check_free(out, overwrite)
    _warm(not quiet and not as_json)
    with _progress(not quiet and not as_json) as tell:
        outcome = simulate.branch(
            folder,
            at,
            changes or [],
            out,
            without=without or [],
            threads=_threads(threads),
            overwrite=overwrite,
            tell=tell,
        )
    _conclude(outcome, as_json, quiet)


@app.command()
def twin(
    scenario: ScenarioName = "baseline",
    against: Annotated[
        str | None, typer.Option("--against", metavar="SCENARIO", help="The other world: another scenario.")
    ] = None,
    people: People = None,
    first: First = None,
    last: Last = None,
    seed: Seed = None,
    runs: Annotated[
        int, typer.Option("--runs", "--seeds", min=1, help="Pairs of runs, each under a seed of its own.")
    ] = 1,
    out: Out = None,
    changes: Changes = None,
    without: Without = None,
    workers: Workers = None,
    threads: Threads = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Two worlds with the same dice and one difference: where they part, who fares otherwise, paired intervals."""
    from allssam.runs import folder as folders
    from allssam.runs import twins

    a, b = twins.worlds(
        scenario, against=against, people=people, first=first, last=last, seed=seed, changes=changes or [], without=without or []
    )  # fmt: skip
    seeds = range(a.seed, a.seed + runs)
    folders.check_free(out or twins.default_folder(a, b, runs), overwrite, folders.WHAT_TWIN)
    _warm(not quiet and not as_json)
    with _progress(not quiet and not as_json) as tell:
        made = twins.carry_out(
            a, b, seeds, out,
            workers=workers, threads=threads, overwrite=overwrite, tell=lambda done, of: tell("pairs done", done, of),
        )  # fmt: skip
    _conclude_twin(made, as_json, quiet)


def _conclude_twin(made: Any, as_json: bool, quiet: bool) -> None:
    from allssam import explain as explaining

    if made.status != "done":
        if as_json:
            _print_json(
                {"folder": str(made.folder), "status": made.status, "seeds": list(made.seeds), "done": list(made.done)}
            )
        print(
            f"Interrupted after {len(made.done)} of {_listed('pair', len(made.seeds))}. "
            f"Go on with: allssam resume {made.folder}",
            file=sys.stderr,
        )
        raise typer.Exit(1)
    if as_json:
        _print_json({"folder": str(made.folder), "status": made.status, **explaining.twin(made.folder).data()})
    elif not quiet:
        print(f"{explaining.twin(made.folder).text()}\n\nAll of it: {made.folder}")


@app.command()
def compare(
    one: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run, or of an ensemble.")],
    other: Annotated[Path, typer.Argument(metavar="DIR", help="Another one, of the same people and months.")],
    as_json: Json = False,
) -> None:
    """Two existing runs side by side: where they part, who fares otherwise, what differs."""
    from allssam import explain as explaining

    _tell(explaining.compare(one, other), as_json)


@app.command(hidden=True)
def warm(part: Annotated[str | None, typer.Option("--part", hidden=True)] = None, quiet: Quiet = False) -> None:
    """Compile every step into the cache."""
    from allssam.engine import InputError
    from allssam.runs import warming

    if part is None:
        did = warming.warm()
        if not quiet:
            print("The rules are compiled." if did else "The rules were compiled already.")
        return
    number, _, of = part.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise InputError(f"--part {part}: write for example 1/2.")
    warming.compile_part(int(number), int(of))


# ---------------------------------------------------------------------------------------------------- what is there


@app.command()
def check(
    scenario: ScenarioName,
    people: People = None,
    first: First = None,
    last: Last = None,
    seed: Seed = None,
    changes: Changes = None,
    without: Without = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """All faults of a scenario, without running it; and the time, memory and disk it would take."""
    from allssam.runs import estimates, register

    resolved = _resolve(scenario, people, first, last, seed, changes, without)
    made = estimates.estimate(resolved.people, resolved.months, _threads(threads), resolved.settle)
    parameters = sum(len(values) for values in resolved.parameters.values())
    assumed = register.assumed_parameters(resolved)
    if as_json:
        _print_json(
            {
                "scenario": resolved.as_record(), "digest": resolved.digest, "faults": [], "estimate": estimates.as_record(made),
                "parameters": parameters, "assumed_parameters": assumed,
            }
        )  # fmt: skip
        return
    print(f"{resolved.name} has no faults. {parameters} parameters, {assumed} of them assumed.")
    print(made.sentence())


@app.command()
def schema() -> None:
    """The JSON schema of scenario files, for editors."""
    from allssam.runs.editor_schema import schema as made

    _print_json(made())


@app.command()
def scenarios(as_json: Json = False) -> None:
    """The scenarios that are shipped."""
    from allssam.runs.located import read_yaml
    from allssam.runs.scenario import shipped

    found = []
    for name, path in shipped().items():
        said = read_yaml(path, path.name)[0].plain
        found.append(
            {
                "name": name,
                "parent": said.get("parent"),
                "question": " ".join(str(said.get("question", "")).split()),
                "file": str(path),
            }
        )
    if as_json:
        _print_json(found)
        return
    for record in found:
        parent = f" (differs from {record['parent']})" if record["parent"] else ""
        _paragraph(f"{record['name']}{parent}", record["question"])


@app.command()
def rules(as_json: Json = False) -> None:
    """Every rule with its sentence and what it rests on, in the order of the month."""
    from allssam.runs import register

    found = register.rules()
    if as_json:
        _print_json({"rules": found, "month": register.steps(), "faults": register.faults()})
        return
    for record in found:
        basis = ", ".join(
            [*record["claims"], *record["facts"], *(["assumed: " + record["assumed"]] if record["assumed"] else [])]
        )
        _paragraph(record["name"], f"{record['sentence']} [{basis}]")
    print(
        f"{len(found)} rules, {sum(1 for record in found if not record['claims'] and not record['facts'])} of them assumed."
    )
    for fault in register.faults():
        print(fault, file=sys.stderr)


@app.command()
def evidence(as_json: Json = False) -> None:
    """The claims of the sources and what stands on each; and claims that are not yet modelled, by subsystem."""
    from allssam.runs import register

    found, still = register.claims(), register.not_yet_modelled()
    if as_json:
        _print_json({"claims": found, "not_yet_modelled": {system: list(ids) for system, ids in still.items()}})
        return
    for record in found:
        used = ", ".join(record["used_by"]) or "nothing yet"
        hedge = f" ({record['hedge']})" if record["hedge"] else ""
        _paragraph(
            f"{record['id']}  [{record['system']}; {', '.join(record['sources'])}]", f"{record['says']}{hedge} → {used}"
        )
    print(f"{len(found)} claims, {sum(len(ids) for ids in still.values())} not yet modelled.")
    for system, ids in still.items():
        _paragraph(f"{system}: not yet", ", ".join(ids))


@app.command()
def params(
    as_json: Json = False, as_csv: Annotated[bool, typer.Option("--csv", help="Answer in CSV.")] = False
) -> None:
    """Every parameter with default, range, unit, meaning and source."""
    from allssam.runs import register

    found = register.parameters()
    if as_json:
        _print_json(found)
        return
    if as_csv:
        print(register.as_csv(found), end="")
        return
    for record in found:
        basis = ", ".join([*record["claims"], *record["facts"], *(["assumed"] if record["assumed"] else [])])
        _paragraph(
            f"{record['name']} = {_number(record['default'])}",
            f"{_number(record['low'])} to {_number(record['high'])}, {record['unit']}. {record['meaning']}. [{basis}]",
        )
    assumed = sum(1 for record in found if record["assumed"] and not record["claims"] and not record["facts"])
    print(f"{len(found)} parameters, {assumed} of them assumed.")


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _paragraph(title: str, text: str) -> None:
    from textwrap import fill

    print(title)
    print(fill(text or "-", 110, initial_indent="    ", subsequent_indent="    "))


@app.command()
def explain(name: Annotated[str, typer.Argument(metavar="NAME")], as_json: Json = False) -> None:
    """A rule, parameter, measure, event or claim: meaning, unit, range, sources, where it is used."""
    from allssam.runs import register

    found = register.explain(name)
    if as_json:
        _print_json(found)
        return
    for key, value in found.items():
        if value in (None, "", [], {}):
            continue
        if isinstance(value, list):
            print(f"{key.replace('_', ' ')}:")
            for item in value:
                print(f"  - {', '.join(f'{a} {b}' for a, b in item.items()) if isinstance(item, dict) else item}")
        else:
            print(f"{key.replace('_', ' ')}: {value if key == 'id' else _number(value)}")


# ----------------------------------------------------------------------------------------------- questions to a run


@app.command()
def why(
    folder: Folder,
    event: Annotated[
        str, typer.Argument(metavar="EVENT_ID", help="The number of an event; with --aggregate, or a kind.")
    ],
    as_json: Json = False,
    aggregate: Annotated[bool, typer.Option("--aggregate", help="How all events of this kind came about.")] = False,
) -> None:
    """The chain of causes of an event, oldest first, each with rule and source."""
    from allssam import explain as explaining
    from allssam.engine import InputError

    number = int(event) if event.isascii() and event.isdigit() else None
    if number is None and not aggregate:
        raise InputError(
            f"{event!r} is not the number of an event. Give a number, or --aggregate with a kind of event."
        )
    answer: Any = (
        explaining.aggregate(folder, event if number is None else number)
        if aggregate
        else explaining.why(folder, number or 0)
    )
    _tell(answer, as_json)


@app.command()
def biography(
    folder: Folder, person: Annotated[int, typer.Argument(metavar="PERSON_ID")], as_json: Json = False
) -> None:
    """Everything that happened to and by a person."""
    from allssam import explain as explaining

    _tell(explaining.biography(folder, person), as_json)


@app.command()
def newspaper(
    folder: Folder,
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help="The month, such as 2013-12.")],
    leads: Annotated[int, typer.Option("--leads", min=0, help="Stories each province tells; the rest is counted.")] = 6,
    place: Annotated[
        str | None, typer.Option("--place", metavar="PROVINCE", help="One province, or centre, alone.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every event, however many.")] = False,
    as_json: Json = False,
) -> None:
    """A month in sentences, the weightiest first, province by province."""
    from allssam import explain as explaining

    _tell(explaining.newspaper(folder, month, None if everything else leads, place=place), as_json)


def _tell(answer: Any, as_json: bool) -> None:
    if as_json:
        _print_json(answer.data())
    else:
        print(answer.text())


@app.command()
def report(
    folder: Folder,
    to: Annotated[Path, typer.Option("--to", metavar="FILE.html", help="The report to write; a browser prints it.")],
    quiet: Quiet = False,
) -> None:
    """A self-contained report of a run, in HTML."""
    from allssam.engine import InputError
    from allssam.report import write_report

    if to.suffix.lower() not in (".html", ".pdf"):
        raise InputError(f"--to {to}: a report is written as .html or .pdf.")
    write_report(folder, to)
    if not quiet:
        print(to)


@app.command()
def validate(
    runs: Annotated[
        int | None, typer.Option("--runs", min=1, help="Runs of the ensemble, seeds from 1 on; 30 unless told otherwise.")
    ] = None,
    people: People = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where the notes of runs are kept and looked for.")] = None,
    changes: Changes = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Every pattern of the register against an ensemble: simulated interval, band, verdict.  Leaves with 1 where one is not inside."""
    from allssam import validation

    number, size = runs or validation.RUNS, people or validation.PEOPLE
    _warm(not quiet and not as_json)
    with _progress(not quiet and not as_json) as tell:
        notes = validation.carry_out(
            number, size, changes=changes or (), out=out, tell=lambda done, of: tell("runs done", done, of)
        )
    scores = validation.score(notes)
    if as_json:
        _print_json(validation.as_record(scores, notes, size))
    elif not quiet:
        for line in validation.lines(scores, notes, size):
            print(line)
    if any(score.verdict != "inside" for score in scores):
        raise typer.Exit(1)


@app.command()
def claims(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The folder of a run, for checks that need no more than it keeps.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="CLAIM", help="This claim alone; may be given again.")] = None,
    workers: Workers = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Every claim of the sources put to a running model: claim, hedge, rules, check, figure, verdict.  Leaves with 1 unless all hold."""
    from allssam import claims as claiming
    from allssam.engine import InputError, nearest

    known = [*claiming.CHECKS, *claiming.LOOPS]
    for name in only or []:
        if name not in known:
            raise InputError(f"{name} is no claim.{nearest(name, known)} See: allssam evidence")
    _warm(not quiet and not as_json)
    with _progress(not quiet and not as_json) as tell:
        found = claiming.judge(folder, only=only or None, workers=workers, tell=lambda done, of: tell("worlds lived through", done, of))
    if as_json:
        _print_json([verdict.as_record() for verdict in found])
    elif not quiet:
        _print_verdicts(found)
    if folder is not None and not as_json and not any(verdict.on != "laboratory" for verdict in found):
        print(f"None of this rests on {folder}: these checks live through worlds of their own.")
    if any(verdict.verdict != claiming.HOLDS for verdict in found):
        raise typer.Exit(1)


def _print_verdicts(found: list[Any]) -> None:
    from collections import Counter

    for verdict in found:
        hedge = f" ({verdict.hedge})" if verdict.hedge else ""
        what = "loop" if verdict.system == "loop" else f"{verdict.system}"
        _paragraph(f"{verdict.verdict.upper():11}  {verdict.id}  [{what}]", f"{verdict.says}{hedge}")
        if verdict.check != verdict.says:
            _paragraph_on("check", verdict.check)
        if verdict.system != "loop":
            _paragraph_on("rules", ", ".join(verdict.rules) or "none of its own; it follows from others")
        _paragraph_on("measured", verdict.measured or "nothing")
    words = {"holds": "hold", "fails": "fail", "not checked": "not checked"}
    for what, of in (("claims", False), ("loops", True)):
        chosen = [verdict.verdict for verdict in found if (verdict.system == "loop") == of]
        counted = Counter(chosen)
        if chosen:
            print(f"{len(chosen)} {what}: " + ", ".join(f"{counted[name]} {said}" for name, said in words.items() if counted[name]) + ".")
    print("Simulated, no real person.")


def _paragraph_on(title: str, text: str) -> None:
    from textwrap import fill

    print(fill(f"{title}: {text}", 110, initial_indent="    ", subsequent_indent="      "))


if __name__ == "__main__":
    main()
