"""Why did the price of a Party card fall?  The baseline and its twins, each cut by one thought, over paired seeds.

    .venv/bin/python studies/price_of_the_card/study.py --runs 30 --people 100_000 --out runs/price_of_the_card

Runs that are complete are not done again, so that the study can be interrupted and gone on with.  Writes results.csv (every run) and
results.md (medians, 5 to 95 % over seeds) into the folder.  Simulated, no real person.
"""

import argparse
import csv
import statistics
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import allssam

FLAT, REVERSED = 0.50, (0.85, 0.75, 0.60, 0.50, 0.40, 0.30, 0.25)
RISE = {"2013-01": 0.50, "2014-01": 0.60, "2015-01": 0.75, "2016-01": 0.85}
# Each twin differs from the baseline in one thought.
TWINS = {
    "baseline": {},
    "tolerance flat at its value of 2013": {"ruler.tolerance": FLAT},
    "the path run backwards": {
        "ruler.tolerance": dict(zip((f"{year}-01" for year in range(2009, 2016)), REVERSED, strict=True))
    },
    "trade opens no further than in 2013": {"ruler.openings_per_tolerance": 0.0, "ruler.openings_closed": 1.0},
    "exchange rate flat": {"ruler.price_level": 1.0, "ruler.reform_cap": 0},
    "no opinion": {"membership.opinion": 0.0},
}
WINDOWS = {"2013": ("2013-01", "2013-12"), "mid-2016": ("2016-04", "2016-09")}


def one(job):
    """One run, and what its cards cost and how many applied for a place in each window."""
    twin, changes, seed, people, out = job
    folder = out / f"{twin.replace(' ', '-')}-{seed}"
    try:
        run = allssam.Run.open(folder)
        if run.manifest["status"] != "done":
            raise FileNotFoundError
    except Exception:  # not there, or not finished: it is done anew
        run = allssam.simulate("baseline", people=people, seed=seed, changes=changes, out=folder, threads=1, overwrite=True)
    found = {"twin": twin, "seed": seed}
    for name, measure in (("price", "membership_price_usd"), ("applicants", "membership_applicants_per_place")):
        months, values = run.measure(measure)
        for window, (first, last) in WINDOWS.items():
            within = [v for m, v in zip(months, values, strict=True) if first <= str(m)[:7] <= last and v == v]
            found[f"{name} {window}"] = statistics.fmean(within) if within else float("nan")
    return found


def spelled(values):
    """Median and the range from 5 to 95 %."""
    known = sorted(v for v in values if v == v)
    if not known:
        return "none"
    at = [known[round(share * (len(known) - 1))] for share in (0.05, 0.5, 0.95)]
    return f"{at[1]:.3g} [{at[0]:.3g}, {at[2]:.3g}]"


def summary(rows):
    """A table in markdown: a line for each twin."""
    yield "| twin | runs | price 2013, USD | mid-2016, USD | change | applicants a place 2013 | mid-2016 |"
    yield "|---|---|---|---|---|---|---|"
    for twin in TWINS:
        own = [row for row in rows if row["twin"] == twin]
        if not own:
            continue
        change = [100 * (row["price mid-2016"] / row["price 2013"] - 1) if row["price 2013"] else float("nan") for row in own]
        cells = [spelled([row[f"price {window}"] for row in own]) for window in WINDOWS]
        cells += [spelled(change) + " %"]
        cells += [spelled([row[f"applicants {window}"] for row in own]) for window in WINDOWS]
        yield f"| {twin} | {len(own)} | " + " | ".join(cells) + " |"


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--runs", type=int, default=30)
    words.add_argument("--people", type=lambda text: int(text.replace("_", "")), default=100_000)
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--only", nargs="*", default=list(TWINS), choices=list(TWINS))
    words.add_argument("--out", type=Path, default=Path("runs/price_of_the_card"))
    said = words.parse_args()
    said.out.mkdir(parents=True, exist_ok=True)
    jobs = [(twin, TWINS[twin], seed, said.people, said.out) for seed in range(1, said.runs + 1) for twin in said.only]
    rows = []
    with ProcessPoolExecutor(said.workers) as pool:
        for row in pool.map(one, jobs):
            rows.append(row)
            if sys.stderr.isatty():
                print(f"\r{len(rows)} of {len(jobs)} runs", end="", file=sys.stderr)
    with (said.out / "results.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    text = "\n".join(summary(rows))
    (said.out / "results.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    print(f"\n{said.people:,} people, seeds 1 to {said.runs}; median and 5 to 95 % over seeds. Simulated, no real person.")


if __name__ == "__main__":
    main()
