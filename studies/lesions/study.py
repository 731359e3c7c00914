"""What is each step for?  The month without each of its steps in turn, beside the whole month: same people, same dice.

    .venv/bin/python studies/lesions/study.py --runs 2 --people 20_000 --months 60

For every step: the month without it runs and its books close (the engine stops a run whose books do not), and the measures that moved
most.  Every run is reduced to what it came to and cleared away; what is reduced is not done again, so that the study can be interrupted
and gone on with.  Writes results.csv and about.json beside this file and docs/lesions.md from them (`--page`: the page alone).
Simulated, no real person.
"""

import argparse
import csv
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from allssam import __version__
from allssam.engine import AllssamError, month_number, month_text
from allssam.month import MONTH
from allssam.runs import batches, composition, ensemble, pairs, register, simulate, twins
from allssam.runs.checkpoints import remove
from allssam.runs.folder import is_run, write_parquet
from allssam.runs.resolving import resolve
from allssam.runs.results import Results

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "lesions.md"
RESULTS, ABOUT = HERE / "results.csv", HERE / "about.json"
COLUMNS = ("step", "fault", "events", "measure", "unit", "a", "b", "difference", "spread", "pairs")
WHOLE = "the whole month"
MOST = 6
LEAST_CHANGE = 0.01
# What a measure moves by from one seed to another, beside which a lesion's effect is seen; at least so much of its own size.
LEAST_SPREAD = 0.02


def reduced(out: Path, step: str, seed: int) -> Path:
    return out / f"{step.replace(' ', '-')}-{seed}.parquet"


def one(step: str, seed: int, people: int, last: str, out: Path, rules: str) -> twins.PairOutcome:
    """One run without a step; where it stops, what it said is kept instead of figures."""
    folder = out / "runs" / f"{step.replace(' ', '-')}-{seed}"
    batches.check_rules(rules)
    if is_run(folder):
        remove(folder)
    without = [] if step == WHOLE else [step]
    try:
        scenario = resolve("baseline", people=people, seed=seed, last=last, without=without)
        made = simulate.run(scenario, folder, threads=1)
    except AllssamError as error:
        reduced(out, step, seed).with_suffix(".fault").write_text(str(error), encoding="utf-8")
        remove(folder)
        return twins.PairOutcome("done")
    if made.status != "done":
        return twins.PairOutcome(made.status)
    fault = unbalanced(Results(folder))
    if fault:
        reduced(out, step, seed).with_suffix(".fault").write_text(fault, encoding="utf-8")
    figures = pairs.figures(folder, seed, "b").append_column("events", pa.repeat(pa.scalar(made.events), _rows(folder, seed)))
    coming = reduced(out, step, seed).with_suffix(".coming")
    write_parquet(coming, figures)
    coming.rename(reduced(out, step, seed))
    remove(folder)
    return twins.PairOutcome("done")


def _rows(folder: Path, seed: int) -> int:
    return pairs.figures(folder, seed, "b").num_rows


def unbalanced(run: Results) -> str:
    """Where the books of a run do not close: for each sector and month, end − start = in − out."""
    question = """
        with moved as (
            select month, payee as sector, sum(won) as won from flows group by all
            union all select month, payer, -sum(won) from flows group by all
        ),
        net as (select month, sector, sum(won) as won from moved group by all),
        ends as (select month, sector, won - lag(won) over (partition by sector order by month) as grown from balances)
        select count(*) from ends left join net using (month, sector) where grown is not null and grown <> coalesce(net.won, 0)
    """
    wrong = run.sql(question).fetchall()[0][0]
    return f"the books do not close {wrong} times" if wrong else ""


def run_all(steps: list[str], seeds: range, people: int, last: str, workers: int, out: Path) -> None:
    rules = composition.rules_digest()
    batches.begin(out, {"rules": rules, "people": people, "to": last})
    for fault in out.glob("*.fault"):  # what failed is tried again
        if not fault.with_suffix(".parquet").is_file():
            fault.unlink()
    work = {
        f"without {step}, seed {seed}": (step, seed, people, last, out, rules)
        for seed in seeds
        for step in steps
        if not done(out, step, seed)
    }
    batches.carry_out(one, work, out, workers)


def done(out: Path, step: str, seed: int) -> bool:
    return reduced(out, step, seed).is_file() or reduced(out, step, seed).with_suffix(".fault").is_file()


def compared(steps: list[str], seeds: range, out: Path) -> list[dict]:
    """For each step its faults, its events, and the measures it moved, the most moved first."""
    for seed in seeds:
        if not reduced(out, WHOLE, seed).is_file():
            sys.exit(f"{WHOLE} does not run: {reduced(out, WHOLE, seed).with_suffix('.fault').read_text()}")
    whole = {seed: pq.read_table(reduced(out, WHOLE, seed)) for seed in seeds}
    spreads = spread_of(whole)
    rows = []
    for step in steps:
        faults = [path.read_text() for seed in seeds if (path := reduced(out, step, seed).with_suffix(".fault")).is_file()]
        known = [seed for seed in seeds if reduced(out, step, seed).is_file()]
        base = {"step": step, "fault": "; ".join(dict.fromkeys(faults)), "events": ""}
        if not known:
            rows.append(base)
            continue
        without = {seed: pq.read_table(reduced(out, step, seed)) for seed in known}
        base["events"] = sum(change(whole[seed], without[seed]) for seed in known) / len(known)
        tables = [part for seed in known for part in (as_world(whole[seed], "a"), as_world(without[seed], "b"))]
        found = [
            row
            for row in pairs.differences(pairs.together(tables)).to_pylist()
            if (row["place"], row["group"], row["figure"]) == ("country", "all", pairs.MEAN) and row["difference"]
        ]
        gone = vanished(whole, without)
        for row in found:
            row["spread"] = row["difference"] / max(spreads.get(row["measure"], 0.0), LEAST_SPREAD * abs(row["a"]), 1e-9)
        found = [row for row in found if abs(row["difference"]) > LEAST_CHANGE * max(abs(row["a"]), abs(row["b"]))]
        found.sort(key=lambda row: -abs(row["spread"]))
        rows += [{**base, **row} for row in found[: 2 * MOST]] + [{**base, "measure": name, "unit": "none left"} for name in gone]
        if not found and not gone:
            rows.append(base)
    return rows


def as_world(table: pa.Table, world: str) -> pa.Table:
    table = table.drop_columns(["events"]).cast(pairs.FIGURE_SCHEMA)
    return table.set_column(table.schema.get_field_index("world"), "world", pa.repeat(pa.scalar(world), table.num_rows))


def spread_of(whole: dict[int, pa.Table]) -> dict[str, float]:
    """The standard deviation of each measure over the seeds of the whole month; nothing with one seed."""
    values: dict[str, list[float]] = {}
    for table in whole.values():
        for row in table.to_pylist():
            if (row["place"], row["group"], row["figure"]) == ("country", "all", pairs.MEAN):
                values.setdefault(row["measure"], []).append(row["value"])
    return {
        name: (sum((v - sum(found) / len(found)) ** 2 for v in found) / (len(found) - 1)) ** 0.5
        for name, found in values.items()
        if len(found) > 1
    }


def change(whole: pa.Table, without: pa.Table) -> float:
    before, after = (table.column("events")[0].as_py() for table in (whole, without))
    return 100 * (after / before - 1)


def vanished(whole: dict[int, pa.Table], without: dict[int, pa.Table]) -> list[str]:
    """Measures that find nothing to measure once the step is gone."""
    seed = next(iter(without))
    names = [set(table[seed].column("measure").to_pylist()) for table in (whole, without)]
    return sorted(names[0] - names[1])


# ------------------------------------------------------------------------------------------------------------- page


def page() -> str:
    """docs/lesions.md, from results.csv; steps in the order of the month."""
    found: dict[str, list[dict]] = {}
    if RESULTS.is_file():
        with RESULTS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["step"], []).append(row)
    lines = [
        "# What each step is for",
        "",
        "<!-- Written by studies/lesions/study.py from studies/lesions/results.csv and the month. -->",
        "",
        "The month without each of its steps in turn, beside the whole month with the same people and the same dice. Every month closes",
        "its books to the won or the run stops. A step that moves nothing would be idle; what one moves says what it is for, through all",
        "that follows from it.",
        "",
    ]
    if ABOUT.is_file():
        about = json.loads(ABOUT.read_text(encoding="utf-8"))
        lines += [
            f"{about['pairs']} pairs of runs for each step (seeds {about['seeds'][0]} to {about['seeds'][-1]}), "
            f"{about['people']:,} people, "
            f"{about['from']} to {about['to']} after settling, version {about['version']} (rules {about['rules']}), "
            f"{about['assumed']} assumed parameters.",
            "Listed are the measures, as means over the run, that moved most beside what they vary by from seed to seed (or beside a",
            "fiftieth of their own size, where that is more), in per cent of the whole month's value. Few seeds: signs and orders of",
            "magnitude, not estimates.",
            "Simulated, no real person; see [limits](limits.md).",
            "",
        ]
    else:
        lines += ["The study has not been run yet.", ""]
    lines += ["| without | runs and balances | events | moved most |", "|---|---|---|---|"]
    for step in MONTH:
        rows = found.get(step.name)
        if rows is None:
            lines.append(f"| `{step.name}` | not run yet | | |")
            continue
        fault, events = rows[0]["fault"], rows[0]["events"]
        told = [moved(row) for row in rows if row["measure"]][:MOST]
        more = signed(float(events)) if events else ""
        lines.append(f"| `{step.name}` | {fault or 'yes'} | {more} | {', '.join(told) or 'nothing by one per cent'} |")
    return "\n".join(lines) + "\n"


def moved(row: dict) -> str:
    if row["unit"] == "none left":
        return f"`{row['measure']}` (none left)"
    before, difference = float(row["a"]), float(row["difference"])
    if not before:
        return f"`{row['measure']}` (from 0 to {float(row['b']):.3g})"
    return f"`{row['measure']}` {signed(100 * difference / abs(before))}"


def signed(per_cent: float) -> str:
    text = f"{per_cent:+.0f} %" if abs(per_cent) >= 10 else f"{per_cent:+.1f} %"
    return text.replace("-", "−")


# ---------------------------------------------------------------------------------------------------------- command


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--runs", type=int, default=2, help="pairs of runs for each step")
    words.add_argument("--people", type=lambda text: int(text.replace("_", "")), default=20_000)
    words.add_argument("--months", type=int, default=60)
    words.add_argument("--workers", type=int, default=2)
    names = [step.name for step in MONTH]
    words.add_argument("--only", nargs="*", default=names, choices=[*names, *MONTH.mechanisms], metavar="STEP", help="some steps")
    words.add_argument("--out", type=Path, default=Path("runs/lesions"), help="where reduced runs lie")
    words.add_argument("--page", action="store_true", help="write docs/lesions.md from what is there")
    words.add_argument("--trial", action="store_true", help="print the rows; leave results.csv and the page alone")
    said = words.parse_args()
    if said.page:
        PAGE.write_text(page(), encoding="utf-8")
        return
    base = resolve("baseline", people=said.people)
    last = month_text(base.first + said.months - 1)
    assert month_number(last) <= base.last, f"the baseline has {base.months} months"
    seeds = range(1, said.runs + 1)
    run_all([WHOLE, *said.only], seeds, said.people, last, ensemble.workers_for(said.people, said.workers, said.workers), said.out)
    rows = compared(said.only, seeds, said.out)
    if said.trial:
        for step in said.only:
            mine = [row for row in rows if row["step"] == step]
            told = ", ".join(moved(row) for row in mine[:MOST] if row.get("measure"))
            print(f"without {step}: {mine[0]['fault'] or 'runs and balances'}; {told or 'nothing'}")
        return
    with RESULTS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: f"{value:.6g}" if isinstance(value, float) else value for key, value in row.items()} for row in rows)
    about = {
        "note": "simulated, no real person", "version": __version__, "rules": composition.rules_digest(), "people": said.people,
        "from": month_text(base.first), "to": last, "seeds": [seeds[0], seeds[-1]], "pairs": len(seeds),
        "assumed": register.assumed_parameters(base),
    }  # fmt: skip
    ABOUT.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except AllssamError as error:
        sys.exit(str(error))
