"""How fast the model is: `make bench`, or `make bench ARGS="--quick"`.  These are measurements, not tests.

    1. The whole month, step by step, in nanoseconds per person and month: `allssam run baseline` in a process of its own, for each
       number of people and threads, several times; the median of each figure is shown.  The first month, in which compiled code is
       fetched, is not counted.  Beside it stands the last figure that was kept in last.json, and the ratio to it.  `--without`
       leaves mechanisms out, as `allssam run` does: what a part of the model takes by itself.
    2. The household's month beside a Mesa 3 model of the same rules, in one process (`beside_mesa.py`).
    3. Cold start (nothing compiled) and warm start of a tiny run.

On a shared machine only ratios of figures from one run mean much: the load is printed at the start and at the end.
`--keep` writes the figures to last.json, for the next run to be held against.
"""

import argparse
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import allssam
from allssam.engine import month_number, month_text

HERE = Path(__file__).resolve().parent
LAST = HERE / "last.json"

PEOPLE = (100_000, 250_000, 1_000_000, 5_000_000)
PEOPLE_QUICK = (100_000,)
THREADS = (1, 2)
FROM = "2009-01"
MONTHS = 25  # the same months for every size, or steps that act in some of them would not compare
MESA_PEOPLE = 100_000
MESA_TURNS, MESA_TURNS_QUICK = 6, 2
WANTED_AGAINST_MESA = 100
TINY = 3_000
WARM_STARTS = 5

SLOWER = 1.25
SMALL = 0.02  # of the month: below it a step's own ratio is noise
MILLION = 1_000_000
DONJU_MEANT = (0.005, 0.02)  # of households, in a month worth timing
EVENTS_MEANT = 2.0  # per 1,000 people a month
MEMORY_MEANT = 4e9  # bytes, for the whole country


# ------------------------------------------------------------------------------------------------------- measuring


@dataclass(frozen=True)
class Sample:
    """What one run of the baseline took."""

    steps: dict[str, float]
    besides: dict[str, float]
    wall: float
    peak_bytes: int
    people: int
    events: int
    donju: float

    @property
    def month(self) -> float:
        return sum(self.steps.values())


def command(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """One command of ours in a process of its own.  Raises SystemExit with what it said, if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "allssam", *words], capture_output=True, text=True, env={**os.environ, **env}
    )
    if done.returncode:
        raise SystemExit(f"allssam {' '.join(words)}\n{done.stderr}")
    return done


def one_run(people: int, threads: int, months: int, folder: Path, without: Sequence[str] = ()) -> Sample:
    """The baseline once, read back from its own account of its time."""
    last = month_text(month_number(FROM) + months - 1)
    said = command(
        "run", "baseline", "--people", str(people), "--from", FROM, "--to", last, "--threads", str(threads),
        "--out", str(folder), "--overwrite", "--json", *(word for left_out in without for word in ("--without", left_out)),
    )  # fmt: skip
    timing = json.loads((folder / "timing.json").read_text())
    donju = donju_households(folder)
    shutil.rmtree(folder)
    return Sample(
        steps={name: step["ns_per_person_month"] for name, step in timing["steps"].items()},
        besides=timing["besides_steps"],
        wall=timing["wall_seconds"],
        peak_bytes=timing["peak_memory_bytes"],
        people=timing["people"],
        events=json.loads(said.stdout)["events"],
        donju=donju,
    )


def donju_households(folder: Path) -> float:
    """The share of households with a donju in the last month of a run."""
    import pyarrow.compute as compute
    import pyarrow.parquet as parquet

    rows = parquet.read_table(
        folder / "measures.parquet", filters=[("measure", "=", "donju_household_share"), ("place", "=", "country")]
    )
    return compute.last(rows["value"]).as_py() if rows.num_rows else 0.0


def whole_month(
    people: int, months: int, repeats: int, folder: Path, without: Sequence[str] = ()
) -> dict[int, dict[str, Any]]:
    """For each number of threads the medians of several runs, which take turns."""
    samples: dict[int, list[Sample]] = {threads: [] for threads in THREADS}
    for _ in range(repeats):
        for threads in THREADS:
            samples[threads].append(one_run(people, threads, months, folder, without))
    return {threads: summed_up(months, some) for threads, some in samples.items()}


def summed_up(months: int, samples: list[Sample]) -> dict[str, Any]:
    """The medians of some runs that did the same.  Raises SystemExit where somebody has edited the month meanwhile."""
    first = samples[0]
    if any(sample.steps.keys() != first.steps.keys() or sample.events != first.events for sample in samples):
        raise SystemExit("The rules were edited while they were being timed. Time a tree that nobody is working on.")
    return {
        "months": months,
        "repeats": len(samples),
        "people": first.people,
        "steps": {name: median(sample.steps[name] for sample in samples) for name in first.steps},
        "month": median(sample.month for sample in samples),
        "spread": max(sample.month for sample in samples) / min(sample.month for sample in samples),
        "besides": {name: median(sample.besides[name] for sample in samples) for name in first.besides},
        "wall": median(sample.wall for sample in samples),
        "peak_bytes": max(sample.peak_bytes for sample in samples),
        "events_per_1000": first.events / first.people / months * 1_000,
        "donju": first.donju,
    }


def starts(cold: bool, folder: Path) -> dict[str, float]:
    """Seconds until a tiny run of two months is done: with an empty cache of compiled code, and with a full one."""
    cache = str(folder / "cache")

    def tiny_run() -> float:
        began = time.perf_counter()
        words = ("--people", str(TINY), "--from", FROM, "--to", "2009-02", "--out", str(folder / "tiny"), "--overwrite")
        command("run", "baseline", *words, "--quiet", **({"XDG_CACHE_HOME": cache} if cold else {}))
        return time.perf_counter() - began

    def ask_for_help() -> float:
        began = time.perf_counter()
        command("--help")
        return time.perf_counter() - began

    found = {"cold": tiny_run()} if cold else {}
    tiny_run()
    return {
        **found,
        "warm": median(tiny_run() for _ in range(WARM_STARTS)),
        "help": median(ask_for_help() for _ in range(WARM_STARTS)),
    }


def beside_mesa(turns: int) -> dict[str, Any]:
    """Both sides, in a process of their own."""
    words = [sys.executable, str(HERE / "beside_mesa.py"), "--people", str(MESA_PEOPLE), "--turns", str(turns)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stderr}")
    return json.loads(done.stdout)


def last_edit() -> float:
    """When a file of the package was last written."""
    return max(file.stat().st_mtime for file in Path(allssam.__file__).parent.rglob("*.py"))


def machine() -> dict[str, Any]:
    """What figures depend on."""
    import numba

    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").is_file():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"cores": cores, "processor": model, "python": platform.python_version(), "numba": numba.__version__}


# --------------------------------------------------------------------------------------------------------- telling


def say(text: str = "") -> None:
    print(text, flush=True)


def say_load(when: str) -> None:
    one, five, _ = os.getloadavg()
    say(f"Load {when}: {one:.1f} over one minute, {five:.1f} over five.")


def beside(now: float, before: float | None) -> str:
    """A figure, the one kept, and the ratio."""
    if not before:
        return f"{now:9.2f} {'':>9} {'':>6}"
    return f"{now:9.2f} {before:9.2f} {now / before:6.2f}"


def say_size(people: int, found: dict[int, dict[str, Any]], before: dict[int, dict[str, Any] | None]) -> None:
    """The split of the month for one size, each number of threads beside what was kept."""
    some = next(iter(found.values()))
    say(
        f"\n{people:,} people in the provinces, {some['people']:,} in all; {some['months']} months from {FROM}, "
        f"median of {some['repeats']}; {some['events_per_1000']:.2f} events per 1,000 people a month; "
        f"donju in {some['donju']:.2%} of households."
    )
    if not DONJU_MEANT[0] <= some["donju"] <= DONJU_MEANT[1] or some["events_per_1000"] < EVENTS_MEANT:
        say(
            f"  A country worth timing has donju in {DONJU_MEANT[0]:.1%} to {DONJU_MEANT[1]:.0%} of households "
            f"and at least {EVENTS_MEANT:.0f} events per 1,000."
        )
    wide = max(len(name) for name in some["steps"]) + 2
    heads = "  ".join(f"{f'{threads} thread' + 's' * (threads > 1):>9} {'kept':>9} {'ratio':>6}" for threads in found)
    say(f"  {'ns per person-month':<{wide}}{heads}")

    def line(name: str, of: Any) -> None:
        told = [beside(of(now), of(before[threads]) if before[threads] else None) for threads, now in found.items()]
        say(f"  {name:<{wide}}{'  '.join(told)}".rstrip())

    for name in some["steps"]:
        line(name, lambda record, name=name: record["steps"].get(name, 0.0))
    line("all steps", lambda record: record["month"])
    line("highest over lowest", lambda record: record["spread"])
    line("peak memory, GB", lambda record: record["peak_bytes"] / 1e9)
    line("wall seconds", lambda record: record["wall"])
    for name in some["besides"]:
        line(f"  of them {name}", lambda record, name=name: record["besides"].get(name, 0.0))
    if any(record["peak_bytes"] > MEMORY_MEANT for record in found.values()):
        say(f"  Peak memory is above the {MEMORY_MEANT / 1e9:.0f} GB the whole country may take.")


def slowdowns(name: str, now: dict[str, Any], before: dict[str, Any] | None) -> list[str]:
    """What has become slower by more than noise."""
    if before is None:
        return []
    pairs = {"all steps": (now["month"], before["month"])}
    floor = SMALL * now["month"]
    pairs |= {step: (ns, before["steps"][step]) for step, ns in now["steps"].items() if step in before["steps"]}
    return [
        f"{name}: {step} takes {ns:.2f} ns per person-month, {ns / kept:.2f} x what was kept"
        for step, (ns, kept) in pairs.items()
        if kept > 0 and ns > SLOWER * kept and ns >= floor
    ]


def say_sizes(runs: dict[str, dict[str, Any]]) -> None:
    """Cost and memory per person as the country grows."""
    say("\nCost per person")
    say(f"  {'people':>12} {'threads':>8} {'ns a month':>11} {'us to draw':>11} {'peak, bytes':>12}")
    for key, record in runs.items():
        people, threads = key.split("/")
        drawing = record["besides"]["draw"] * 1e6 / record["people"]
        say(
            f"  {int(people):>12,} {threads:>8} {record['month']:>11.1f} {drawing:>11.2f} "
            f"{record['peak_bytes'] / record['people']:>12.0f}"
        )


def say_mesa(found: dict[str, Any]) -> None:
    """Mesa beside ours."""
    ns, cpu = found["ns_per_person_month"], found["processor_ns_per_person_month"]
    say(
        f"\nThe household's month beside Mesa {found['mesa_version']}: spend_time, buy_off_attendance, keep_part_of_fees, "
        "open_tills, share_out, spend, grant_stalls, cross_lines.\n"
        f"  {found['people']:,} people in {found['households']:,} households, {found['months']} months in turns, medians.\n"
        "  Ours also tells events, founds businesses, keeps flows by purpose and closes the accounts; Mesa keeps objects."
    )
    say(f"  {'ns per person-month':<34}{'clock':>10}{'processor':>11}{'Mesa is':>12}")
    say(f"  {'Mesa, one thread':<34}{ns['mesa']:>10.1f}{cpu['mesa']:>11.1f}")
    for threads in THREADS:
        name = f"ours_{threads}"
        ratio = f"{ns['mesa'] / ns[name]:,.0f} x"
        say(f"  {f'ours, threads: {threads}':<34}{ns[name]:>10.1f}{cpu[name]:>11.1f}{ratio:>12}")
    both = (ns["mesa"] + ns["mesa_measures"]) / (ns["ours_1"] + ns["ours_measures"])
    say(f"  {'nine measures, Mesa':<34}{ns['mesa_measures']:>10.1f}{cpu['mesa_measures']:>11.1f}")
    say(
        f"  {'nine measures, ours':<34}{ns['ours_measures']:>10.1f}{cpu['ours_measures']:>11.1f}{f'{both:,.0f} x':>12} with the rules"
    )
    say(
        f"  Mesa builds its objects in {found['mesa_building_seconds']:.1f} s and holds {found['mesa_bytes_per_person']:,.0f} bytes "
        f"a person; our tables, with all that these rules do not use, {found['ours_bytes_per_person']:,.0f}."
    )
    ratio = ns["mesa"] / ns["ours_1"]
    said = "is met" if ratio >= WANTED_AGAINST_MESA else "is not met"
    say(f"  At least {WANTED_AGAINST_MESA} x on one thread {said}: {ratio:,.0f} x.")
    say(
        f"  Of {found['settled_alike']:,} people, whose first month no die decides, each must settle it the same on both sides."
    )
    say("  What both sides arrive at (different dice): " + ", ".join(
        f"{name} {pair['mesa']:,.4g} / {pair['ours']:,.4g}" for name, pair in found["figures"].items()
    ))  # fmt: skip


def say_starts(found: dict[str, float], before: dict[str, float]) -> None:
    say(f"\nStart of a run of {TINY:,} people over two months, seconds")
    names = {"cold": "cold, nothing compiled", "warm": "warm, from the cache", "help": "allssam --help"}
    for key, name in names.items():
        if key in found:
            say(f"  {name:<34}{beside(found[key], before.get(key))}".rstrip())


# ------------------------------------------------------------------------------------------------------- the command


def read_last(here: dict[str, Any]) -> dict[str, Any]:
    """The figures kept; those of another machine or compiler are shown, with a word of warning."""
    if not LAST.is_file():
        say("No figures have been kept yet; --keep writes them to last.json.")
        return {}
    last = json.loads(LAST.read_text())
    other = [f"{key} {last['machine'].get(key)}" for key in here if last["machine"].get(key) != here[key]]
    say(f"Kept figures are of {last['kept']}{', from another machine: ' + ', '.join(other) if other else ''}.")
    return last


def repeats_for(people: int, quick: bool) -> int:
    if quick:
        return 3
    if people <= MILLION // 4:
        return 5
    return 3 if people <= 5 * MILLION else 1


def parse() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, nargs="+", help="numbers of people, such as 25_000_000")
    asked.add_argument(
        "--months", type=int, default=MONTHS, help=f"months of each run, the first not counted; {MONTHS} unless told"
    )
    asked.add_argument("--repeats", type=int, help="runs of each kind, of which the median is shown")
    asked.add_argument(
        "--quick", action="store_true", help="100,000 people, few repeats, no cold start: about two minutes"
    )
    asked.add_argument(
        "--only", choices=("month", "mesa", "starts"), action="append", help="one part; may be given again"
    )
    asked.add_argument(
        "--without", nargs="+", default=[], metavar="MECHANISM", help="leave mechanisms or steps out of the month; not kept"
    )
    asked.add_argument("--keep", action="store_true", help="write the figures to last.json")
    given = asked.parse_args()
    if given.keep and given.without:
        asked.error("--keep: figures of a part are not kept beside those of the whole; leave out --keep or --without")
    if given.months < 2:
        asked.error("--months: at least 2, since the first is not counted")
    if given.repeats is not None and given.repeats < 1:
        asked.error("--repeats: at least 1")
    return given


def main() -> None:
    """Measure, print as it goes, and keep the figures if asked to."""
    given = parse()
    here = machine()
    parts = given.only or ["month", "mesa", "starts"]
    say(f"{here['cores']} cores, {here['processor']}; Python {here['python']}, numba {here['numba']}.")
    say_load("at the start")
    last = read_last(here)
    edited = last_edit()
    kept: dict[str, Any] = {"runs": {}}
    slower: list[str] = []

    with tempfile.TemporaryDirectory(prefix="allssam-bench-") as made:
        folder = Path(made)
        if "month" in parts:
            command("warm")
            for people in given.people or (PEOPLE_QUICK if given.quick else PEOPLE):
                repeats = given.repeats or repeats_for(people, given.quick)
                found = whole_month(people, given.months, repeats, folder / "run", given.without)
                before = {threads: like(last, people, threads, given.months, given.without) for threads in THREADS}
                say_size(people, found, before)
                for threads, record in found.items():
                    name = f"{people:,} people, threads: {threads}"
                    slower += slowdowns(name, record, before[threads])
                    kept["runs"][f"{people}/{threads}"] = record
            say_sizes(kept["runs"])
        if "mesa" in parts:
            kept["mesa"] = beside_mesa(MESA_TURNS_QUICK if given.quick else MESA_TURNS)
            say_mesa(kept["mesa"])
            now, past = (
                record["ns_per_person_month"]["ours_1"] if record else None
                for record in (kept["mesa"], last.get("mesa"))
            )
            if past:
                say(f"  Ours on one thread when last kept: {past:.1f} ns, ratio {now / past:.2f}.")
        if "starts" in parts:
            kept["starts"] = starts(not given.quick, folder)
            say_starts(kept["starts"], last.get("starts", {}))

    say()
    say_load("at the end")
    if last_edit() != edited:
        say(
            "The package was edited meanwhile: figures mix versions and hold time spent on compiling. Time a tree nobody works on."
        )
    for sentence in slower:
        say(f"Slower: {sentence}.")
    if given.keep:
        keep(here, last, kept)
    if kept.get("mesa", {}).get("apart"):
        apart = ", ".join(kept["mesa"]["apart"])
        raise SystemExit(
            f"The two sides do not arrive at the same: {apart}. The rules in mesa_households.py are no longer ours."
        )


def like(last: dict[str, Any], people: int, threads: int, months: int, without: Sequence[str]) -> dict[str, Any] | None:
    """The kept figures of a run of this size over these months; of the whole model only."""
    record = last.get("runs", {}).get(f"{people}/{threads}")
    return record if record and record["months"] == months and not without else None


def keep(here: dict[str, Any], last: dict[str, Any], found: dict[str, Any]) -> None:
    """Write last.json; of the same machine, figures that were not measured this time stay."""
    stay = last if last.get("machine") == here else {}
    record = {
        "kept": datetime.date.today().isoformat(),
        "machine": here,
        "load": round(os.getloadavg()[1], 1),
        "runs": {**stay.get("runs", {}), **found["runs"]},
        "mesa": found.get("mesa", stay.get("mesa")),
        "starts": {**stay.get("starts", {}), **found.get("starts", {})},
    }
    LAST.write_text(json.dumps(rounded(record), indent=1) + "\n")
    say(f"Kept in {LAST}.")


def rounded(record: Any) -> Any:
    """Figures to four digits: more is noise."""
    if isinstance(record, dict):
        return {key: rounded(value) for key, value in record.items()}
    if isinstance(record, list):
        return [rounded(value) for value in record]
    return float(f"{record:.4g}") if isinstance(record, float) else record


if __name__ == "__main__":
    main()
