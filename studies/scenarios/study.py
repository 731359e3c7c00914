"""What if?  Each shipped scenario against the baseline, over paired seeds: the same people, the same dice, one thought otherwise.

    .venv/bin/python studies/scenarios/study.py --runs 20 --people 40_000

Every run is reduced to what it came to, and then cleared away; a run that is reduced already is not done again, so that the study can be
interrupted and gone on with, and the baseline is run once for all.  Writes results.csv and about.json beside this file, and
docs/scenarios.md from them and from the questions of the scenarios; `--page` writes the page alone.  Simulated, no real person.
"""

import argparse
import csv
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from allssam import __version__
from allssam.engine import AllssamError
from allssam.evidence import spelled
from allssam.observe import MEASURES
from allssam.runs import batches, composition, ensemble, pairs, register, simulate, twins
from allssam.runs.checkpoints import remove
from allssam.runs.folder import is_run, write_parquet
from allssam.runs.located import read_yaml
from allssam.runs.resolving import resolve
from allssam.runs.results import Results
from allssam.runs.scenario import shipped

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "scenarios.md"
RESULTS, ABOUT = HERE / "results.csv", HERE / "about.json"
COLUMNS = (
    "scenario",
    "measure",
    "group",
    "figure",
    "unit",
    "a",
    "b",
    "difference",
    "low",
    "high",
    "higher_in_b",
    "pairs",
)
FATE = "people"
RUN, LATE = pairs.MEAN, pairs.LAST_YEAR

# What each question asks for: a measure (with its group) or a fate, over the run or in its last year.
ASKED = {
    "no_purges": [
        ("elite_defections", "all", RUN), ("cadre_fear", "all", RUN), ("cadre_coldness", "all", RUN), ("favours_done", "all", RUN),
        ("private_loyalty", "all", RUN), ("public_loyalty", "all", RUN), ("orphaned_clients", "all", RUN), ("ties", "all", RUN),
    ],
    "no_toleration": [
        ("livelihood", "all", LATE), ("contentment", "all", LATE), ("donju", "all", LATE), ("donju_imprisoned", "all", RUN),
        ("imprisoned", FATE, RUN), ("membership_price_usd", "all", LATE), ("membership_applicants_per_place", "all", LATE),
    ],
    "joint_monopoly": [
        ("patronage_share_of_profit", "all", RUN), ("rent_paid", "all", RUN), ("leases", "all", RUN), ("bribes_paid", "all", RUN),
        ("secretary_quarrels", "all", RUN), ("dossiers_filed", "all", RUN), ("secretary_income_from_donju", "all", RUN),
    ],
    "honest_prosecutors": [
        ("convictions", "all", RUN), ("imprisoned", FATE, RUN), ("ties_prosecutor_mean", "all", RUN), ("insurance_paid", "all", RUN),
        ("cases_released_investigation", "all", RUN), ("fell_from_donju", FATE, RUN), ("donju", "all", LATE),
        ("cadres_punished_in_shared_cases", "all", RUN), ("investigator_income", "all", RUN),
    ],
    "army_first": [
        ("purged", "party", RUN), ("purged", "army", RUN), ("purged", "all", RUN), ("cadre_fear", "all", LATE),
        ("cadre_coldness", "all", LATE), ("private_loyalty", "all", LATE), ("public_loyalty", "all", LATE),
    ],
    "endless_purge": [
        ("purged", "all", LATE), ("cadre_fear", "all", LATE), ("elite_defections", "all", LATE), ("cadre_retreats", "all", LATE),
        ("senior_posts_vacant", "all", LATE), ("cadre_coldness", "all", LATE), ("ties", "all", LATE), ("perceived_stability", "all", LATE),
    ],
    "open_border": [
        ("ordinary_defections", "all", RUN), ("elite_defections", "all", RUN), ("cadre_fear", "all", RUN),
        ("perceived_surveillance", "all", RUN), ("fled_ordinary", FATE, RUN),
    ],
    "party_revival": [
        ("exemption_price_usd", "party_life", LATE), ("exemption_price_usd", "all", LATE), ("party_life_bought_off_share", "all", LATE),
        ("party_expulsions", "all", RUN), ("expelled", FATE, RUN), ("membership_price_usd", "all", LATE),
        ("membership_applicants_per_place", "all", LATE), ("livelihood", "members", LATE), ("weeks_on_trips", "all", LATE),
    ],
}  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- runs


def questions() -> dict[str, str]:
    """The scenarios that differ from the baseline, with what they ask."""
    said = {name: read_yaml(path, path.name)[0].plain for name, path in shipped().items()}
    return {name: " ".join(said[name]["question"].split()) for name in ASKED if name in said}


def reduced(out: Path, name: str, seed: int) -> tuple[Path, Path]:
    return out / name / f"seed-{seed}-figures.parquet", out / name / f"seed-{seed}-befallen.parquet"


def one(name: str, seed: int, people: int, last: str | None, out: Path, rules: str) -> twins.PairOutcome:
    """One run, reduced to what it came to and whom what befell."""
    figures, befallen = reduced(out, name, seed)
    folder = out / name / f"seed-{seed}"
    batches.check_rules(rules)
    if is_run(folder) and json.loads((folder / "manifest.json").read_text())["rules"] != rules:
        remove(folder)
    scenario = resolve(name, people=people, seed=seed, last=last)
    made = simulate.resume(folder, threads=1) if is_run(folder) else simulate.run(scenario, folder, threads=1)
    if made.status != "done":
        return twins.PairOutcome(made.status)
    write_parquet(befallen, pairs.befallen(Results(folder)))
    coming = figures.with_suffix(".coming")
    write_parquet(coming, pairs.figures(folder, seed, "b"))
    coming.rename(figures)
    remove(folder)
    return twins.PairOutcome("done")


def run_all(names: list[str], seeds: range, people: int, last: str | None, workers: int, out: Path) -> None:
    rules = composition.rules_digest()
    batches.begin(out, {"rules": rules, "people": people, "to": last})
    for name in names:
        (out / name).mkdir(exist_ok=True)
    work = {
        f"{name}, seed {seed}": (name, seed, people, last, out, rules)
        for seed in seeds
        for name in names
        if not reduced(out, name, seed)[0].is_file()
    }
    batches.carry_out(one, work, out, workers)


def compared(name: str, seeds: range, out: Path) -> list[dict]:
    """The paired differences of a scenario from the baseline, for the country; fates as measures of the group `people`."""
    tables, fates = [], []
    for seed in seeds:
        base, other = (
            pq.read_table(reduced(out, world, seed)[0]).cast(pairs.FIGURE_SCHEMA) for world in ("baseline", name)
        )
        tables += [_as_a(base), other]
        fates.append(pairs.fates(*(pq.read_table(reduced(out, world, seed)[1]) for world in ("baseline", name)), seed))
    rows = [
        {"scenario": name, **row}
        for row in pairs.differences(pairs.together(tables)).to_pylist()
        if row["place"] == "country"
    ]
    for row in pairs.fates_in_all(pairs.together(fates)):
        rows.append(
            {
                "scenario": name, "measure": row["fate"], "group": FATE, "figure": RUN, "unit": "people " + row["says"],
                "a": row["both"] + row["only_a"], "b": row["both"] + row["only_b"], "higher_in_b": None,
                **{key: row[key] for key in ("difference", "low", "high", "pairs")},
            }
        )  # fmt: skip
    return rows


def _as_a(table):
    """A table of figures as those of the world a."""
    return table.set_column(table.schema.get_field_index("world"), "world", pa.repeat(pa.scalar("a"), table.num_rows))


# ------------------------------------------------------------------------------------------------------------- page


def number(value: float) -> str:
    return spelled(value).replace("-", "−")


def reach(row: dict) -> str:
    return f"{number(row['difference'])}" + (
        f" [{number(row['low'])}, {number(row['high'])}]" if row["low"] is not None else ""
    )


def label(row: dict) -> str:
    return f"`{row['measure']}`" + (f" ({row['group']})" if row["group"] not in ("all", FATE) else "")


def clause(row: dict) -> str:
    """What became of one measure, in words."""
    late = ", last year" if row["figure"] == LATE else ""
    if row["low"] is None:
        return f"{label(row)} is {number(row['a'])} and {number(row['b'])}{late} (one pair, no interval)"
    if not pairs.differs(row):
        return f"{label(row)} does not clearly differ ({number(row['a'])} and {number(row['b'])}{late}; {reach(row)})"
    verb = "rises" if row["difference"] > 0 else "falls"
    return f"{label(row)} {verb} from {number(row['a'])} to {number(row['b'])} ({reach(row)}{late})"


def answer(rows: list[dict], asked: list[tuple[str, str, str]]) -> tuple[str, list[dict]]:
    """The answer in one sentence, and the rows it is made of."""
    by_key = {(row["measure"], row["group"], row["figure"]): row for row in rows}
    found = [by_key[key] for key in asked if key in by_key]
    missing = [name for name, group, figure in asked if not any(row["measure"] == name for row in found)]
    text = "; ".join(clause(row) for row in found)
    if missing:
        text += f". Not measured: {', '.join(f'`{name}`' for name in dict.fromkeys(missing))}"
    return text[:1].upper() + text[1:] + ".", found


def moved_most(rows: list[dict], besides: list[dict], most: int = 8) -> list[dict]:
    told = {row["measure"] for row in besides}
    left = [
        row
        for row in rows
        if row["figure"] == RUN
        and row["group"] == "all"
        and row["measure"] not in told
        and row["low"] is not None
        and pairs.differs(row)
    ]
    return sorted(left, key=lambda row: -abs(row["difference"]) / max(row["high"] - row["low"], 1e-12))[:most]


def page() -> str:
    """docs/scenarios.md, from the questions of the scenarios and results.csv."""
    about = json.loads(ABOUT.read_text(encoding="utf-8")) if ABOUT.is_file() else None
    found: dict[str, list[dict]] = {}
    if RESULTS.is_file():
        with RESULTS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for key in ("a", "b", "difference", "low", "high"):
                    row[key] = float(row[key]) if row[key] else None
                found.setdefault(row["scenario"], []).append(row)
    lines = [
        "# What if?", "",
        "<!-- Written by studies/scenarios/study.py from the scenarios' questions and studies/scenarios/results.csv. -->", "",
        "Eight scenarios differ from the baseline in one thought each. Each is run beside the baseline with the same people and the same",
        "dice, and differences are taken pair by pair: within a pair chance is shared, so that what is left is the thought, and what",
        "chance made of it.", "",
    ]  # fmt: skip
    if about:
        lines += [
            f"{about['pairs']} pairs of runs (seeds {about['seeds'][0]} to {about['seeds'][-1]}), {about['people']:,} people, "
            f"{about['from']} to {about['to']}, version {about['version']} (rules {about['rules']}), "
            f"{about['assumed']} assumed parameters.",
            "In brackets: 95 % interval of the mean difference, Student's t over pairs; with one pair there is none. What is said of",
            "months is a mean over months. Where an interval leaves zero out it is said that something rises or falls; of a hundred",
            "measures about five would do so by chance. Counts of people are those of the small country that was run. Simulated, no real",
            "person; see [limits](limits.md).", "",
        ]  # fmt: skip
    else:
        lines += ["The study has not been run yet.", ""]
    for name, question in questions().items():
        lines += [f"## {name}", "", question, ""]
        a, b = resolve("baseline", for_running=False), resolve(name, for_running=False)
        lines += ["Otherwise than in the baseline: " + "; ".join(twins.difference_of(a, b)) + ".", ""]
        rows = found.get(name)
        if not rows:
            lines += ["*Not run yet.*", ""]
            continue
        said, told = answer(rows, ASKED[name])
        lines += [f"**Answer.** {said}", ""]
        if more := moved_most(rows, told):
            lines += [
                "What moved most besides:",
                "",
                "| measure | unit | baseline | here | difference |",
                "|---|---|---|---|---|",
            ]
            lines += [
                f"| {label(row)} | {row['unit']} | {number(row['a'])} | {number(row['b'])} | {reach(row)} |"
                for row in more
            ]
            lines += [""]
    return "\n".join(lines).rstrip() + "\n"


# ---------------------------------------------------------------------------------------------------------- command


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--runs", type=int, default=20, help="pairs of runs of each scenario")
    words.add_argument("--people", type=lambda text: int(text.replace("_", "")), default=40_000)
    words.add_argument("--to", default=None, help="last month, for a trial")
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--only", nargs="*", default=list(questions()), choices=list(questions()))
    words.add_argument("--out", type=Path, default=Path("runs/scenarios"), help="where reduced runs lie")
    words.add_argument("--page", action="store_true", help="write docs/scenarios.md from what is there")
    words.add_argument(
        "--trial", action="store_true", help="print the page's answers; leave results.csv and the page alone"
    )
    said = words.parse_args()
    if said.page:
        PAGE.write_text(page(), encoding="utf-8")
        return
    seeds = range(1, said.runs + 1)
    workers = ensemble.workers_for(said.people, said.workers, said.workers)
    run_all(["baseline", *said.only], seeds, said.people, said.to, workers, said.out)
    rows = [row for name in said.only for row in compared(name, seeds, said.out)]
    if said.trial:
        for name in said.only:
            print(f"{name}: {answer([row for row in rows if row['scenario'] == name], ASKED[name])[0]}\n")
        return
    with RESULTS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {key: f"{value:.6g}" if isinstance(value, float) else value for key, value in row.items()} for row in rows
        )
    base = resolve("baseline", people=said.people, last=said.to)
    record = base.as_record()
    about = {
        "note": "simulated, no real person", "version": __version__, "rules": composition.rules_digest(),
        "people": said.people, "from": record["from"], "to": record["to"], "seeds": [seeds[0], seeds[-1]], "pairs": len(seeds),
        "assumed": register.assumed_parameters(base), "measures": len(MEASURES),
    }  # fmt: skip
    ABOUT.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except AllssamError as error:
        sys.exit(str(error))
