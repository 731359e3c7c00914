"""Why did the price of a Party card fall?  The baseline and its twins, each cut by one thought, over paired seeds.

    .venv/bin/python studies/price_of_the_card/study.py --runs 30 --people 100_000 --out runs/price_of_the_card

Every run is reduced to its figures and cleared away; what is reduced is not done again, so that the study can be interrupted and gone on
with.  Writes results.csv (every run) and results.md (medians, 5 to 95 % over seeds) beside this file.  Simulated, no real person.
"""

import argparse
import csv
import json
import statistics
import sys
from pathlib import Path

import allssam
from allssam.engine import AllssamError
from allssam.runs import batches, composition, ensemble, twins
from allssam.runs.checkpoints import remove
from allssam.runs.folder import is_run, write_json

HERE = Path(__file__).resolve().parent
SETTLED = HERE / "settled_2013.yaml"
FLAT, REVERSED = 0.50, (0.85, 0.75, 0.60, 0.50, 0.40, 0.30, 0.25)
# Each twin differs from the baseline, or from the settled start of 2013, in one thought.
TWINS = {
    "baseline": ("baseline", {}),
    "the path run backwards": (
        "baseline",
        {"ruler.tolerance": dict(zip((f"{year}-01" for year in range(2009, 2016)), REVERSED, strict=True))},
    ),
    "exchange rate flat": ("baseline", {"ruler.price_level": 1.0, "ruler.reform_cap": 0}),
    "no opinion": ("baseline", {"membership.opinion": 0.0}),
    "at rest in 2013": (SETTLED, {}),
    "at rest in 2013, tolerance flat": (SETTLED, {"ruler.tolerance": FLAT}),
    "at rest in 2013, trade opens no further": (SETTLED, {"ruler.openings_per_tolerance": 0.0, "ruler.openings_closed": 1.0}),
}
WINDOWS = {
    "2013": ("2013-01", "2013-12"), "2014": ("2014-01", "2014-12"), "2015": ("2015-01", "2015-12"),
    "mid-2016": ("2016-04", "2016-09"),
}  # fmt: skip


def kept(twin: str, seed: int, out: Path) -> Path:
    return out / f"{twin.replace(' ', '-').replace(',', '')}-{seed}.json"


def one(twin: str, seed: int, people: int, out: Path, rules: str) -> twins.PairOutcome:
    """One run, reduced to what its cards cost and how many applied for a place in each window."""
    batches.check_rules(rules)
    path = kept(twin, seed, out)
    folder = path.with_suffix("")
    if is_run(folder):
        remove(folder)
    scenario, changes = TWINS[twin]
    run = allssam.simulate(scenario, people=people, seed=seed, changes=changes, out=folder, threads=1)
    if run.manifest["status"] != "done":
        return twins.PairOutcome(run.manifest["status"])
    found = {"twin": twin, "seed": seed}
    for name, measure in (("price", "membership_price_usd"), ("applicants", "membership_applicants_per_place")):
        months, values = run.measure(measure)
        for window, (first, last) in WINDOWS.items():
            within = [v for m, v in zip(months, values, strict=True) if first <= str(m)[:7] <= last and v == v]
            found[f"{name} {window}"] = statistics.fmean(within) if within else float("nan")
    write_json(path, found)
    remove(folder)
    return twins.PairOutcome("done")


def spelled(values):
    """Median and the range from 5 to 95 %."""
    known = sorted(v for v in values if v == v)
    if not known:
        return "none"
    at = [known[round(share * (len(known) - 1))] for share in (0.05, 0.5, 0.95)]
    return f"{at[1]:.3g} [{at[0]:.3g}, {at[2]:.3g}]"


def change(row, what, since, until):
    return 100 * (row[f"{what} {until}"] / row[f"{what} {since}"] - 1) if row[f"{what} {since}"] else float("nan")


def summary(rows):
    """A table in markdown: a line for each twin."""
    prices = " | ".join(f"price {window}, USD" for window in WINDOWS)
    yield f"| twin | runs | {prices} | change | applicants a place 2013 | mid-2016 | change |"
    yield "|" + "---|" * (len(WINDOWS) + 6)
    for twin in TWINS:
        own = [row for row in rows if row["twin"] == twin]
        if not own:
            continue
        cells = [spelled([row[f"price {window}"] for row in own]) for window in WINDOWS]
        cells += [spelled([change(row, "price", "2013", "mid-2016") for row in own]) + " %"]
        cells += [spelled([row[f"applicants {window}"] for row in own]) for window in ("2013", "mid-2016")]
        cells += [spelled([change(row, "applicants", "2013", "mid-2016") for row in own]) + " %"]
        yield f"| {twin} | {len(own)} | " + " | ".join(cells) + " |"


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--runs", type=int, default=30)
    words.add_argument("--people", type=lambda text: int(text.replace("_", "")), default=100_000)
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--only", nargs="*", default=list(TWINS), choices=list(TWINS))
    words.add_argument("--out", type=Path, default=Path("runs/price_of_the_card"))
    said = words.parse_args()
    seeds, rules = range(1, said.runs + 1), composition.rules_digest()
    batches.begin(said.out, {"rules": rules, "people": said.people})
    work = {
        f"{twin}, seed {seed}": (twin, seed, said.people, said.out, rules)
        for seed in seeds
        for twin in said.only
        if not kept(twin, seed, said.out).is_file()
    }
    batches.carry_out(one, work, said.out, ensemble.workers_for(said.people, said.workers, said.workers))
    rows = [json.loads(kept(twin, seed, said.out).read_text(encoding="utf-8")) for seed in seeds for twin in said.only]
    with (HERE / "results.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    text = "\n".join(summary(rows))
    (HERE / "results.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    print(f"\n{said.people:,} people, seeds 1 to {said.runs}; median and 5 to 95 % over seeds. Simulated, no real person.")


if __name__ == "__main__":
    try:
        main()
    except AllssamError as error:
        sys.exit(str(error))
