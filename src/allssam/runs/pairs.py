"""Pairs of runs: two worlds with the same people and the same dice; what each came to, who fared otherwise, and by how much.

Two worlds of a seed share every draw, so that the difference within a pair holds less chance than either run.  The difference of a
measure is therefore taken pair by pair, and its interval is that of the mean of these differences (Student's t over the pairs, 95 %).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from scipy.special import stdtrit

from allssam.engine import Array, RunFolderError
from allssam.runs.folder import is_run, read_manifest
from allssam.runs.results import Results

CONFIDENCE = 0.95
LATELY = 12
ROUNDING = 1e-12
MEAN, LAST_YEAR = "mean over the run", "mean of the last year"
FIGURES = (MEAN, LAST_YEAR)


@dataclass(frozen=True)
class Fate:
    """Something that befalls a person: told by events of some kinds, or seen in how he stood at the end."""

    name: str
    says: str
    kinds: tuple[str, ...] = ()
    at_end: str = ""


FATES = (
    Fate("imprisoned", "sent to labour training, prison or a camp", ("sentenced_labour", "sentenced_prison", "sentenced_camp")),
    Fate("paid_for_release", "paid for release from a case", ("release_bought_investigation", "release_bought_verdict")),
    Fate("scapegoated", "sacrificed as a 'scapegoat'", ("scapegoated",)),
    Fate("entered_party", "taken into the Party", ("admitted", "admitted_for_service", "solicited_entry")),
    Fate("expelled", "expelled from the Party", ("party_expelled",)),
    Fate("rose_to_donju", "rose above the donju line", ("donju_risen", "succeeded")),
    Fate("fell_from_donju", "fell below the donju line or closed the business", ("donju_fallen", "business_closed")),
    Fate("appointed", "appointed to a post", ("appointed",)),
    Fate("lost_post", "dismissed or transferred", ("dismissed", "transferred")),
    Fate("purged", "struck down in a purge", ("purged",)),
    Fate("executed", "executed", ("executed",)),
    Fate("reshuffled", "moved in a reshuffle of posts", ("reshuffled",)),
    Fate("retreated", "withdrew to a trivial post", ("retreated",)),
    Fate("fled_elite", "a cadre who left the country", ("elite_fled",)),
    Fate("fled_ordinary", "left the country, not a cadre", ("left_country",)),
    Fate("held_at_end", "held at the end", at_end="standing in ('detained', 'labour training', 'prison', 'camp', 'labour_training')"),
    Fate("member_at_end", "in the Party at the end, as member or candidate", at_end="party in ('member', 'candidate')"),
    Fate("donju_at_end", "a donju at the end", at_end="donju"),
)  # fmt: skip


# -------------------------------------------------------------------------------------------------- the same country


def check_same_people(
    a: Mapping[str, Any], b: Mapping[str, Any], names: tuple[str, str] = ("one", "the other")
) -> None:
    """Raise RunFolderError, with every reason, unless two worlds begin with the same people and cover the same months.

    Takes records in the form of a scenario file (`Scenario.as_record`, or scenario.yaml read).
    """
    faults = []
    for key, said in (("people", "people"), ("seed", "seed"), ("from", "first month"), ("to", "last month")):
        if a.get(key) != b.get(key):
            faults.append(
                f"The {said} differ{'s' if said != 'people' else ''}: {_said(a, key, names[0])}; {_said(b, key, names[1])}."
            )
    if a.get("from") == b.get("from") and a.get("settle", 0) != b.get("settle", 0):
        faults.append(
            f"The months of settling before the first differ: {_said(a, 'settle', names[0])}; {_said(b, 'settle', names[1])}. "
            "The countries were drawn at different dates."
        )
    drawn = [record.get("parameters", {}).get("population", {}) for record in (a, b)]
    other = sorted(name for name in drawn[0].keys() | drawn[1].keys() if drawn[0].get(name) != drawn[1].get(name))
    if other:
        faults.append(f"The countries were drawn otherwise ({', '.join(f'population.{name}' for name in other)}).")
    if faults:
        raise RunFolderError(
            *faults, "Nobody in the one is the same person as in the other, or their months do not match; there is nothing to compare."
        )  # fmt: skip


def _said(record: Mapping[str, Any], key: str, name: str) -> str:
    value = record.get(key)
    return f"{value:,} in {name}" if isinstance(value, int) and key == "people" else f"{value} in {name}"


def check_comparable(a: Results, b: Results) -> None:
    """Raise RunFolderError unless two runs are of the same people and have come equally far."""
    check_same_people(_scenario(a), _scenario(b), (str(a.folder), str(b.folder)))
    reached = [
        run.manifest.get("reached") or (run.manifest["to"] if run.manifest.get("status") == "done" else None)
        for run in (a, b)
    ]
    if reached[0] != reached[1] or reached[0] is None:
        faults = [
            f"{run.folder} has reached {month or 'no month yet'}. Go on with: allssam resume {run.folder}"
            for run, month in zip((a, b), reached, strict=True)
            if month != run.manifest["to"]
        ]
        raise RunFolderError(*(faults or [f"{a.folder} and {b.folder} have not come equally far."]))


def _scenario(run: Results) -> Mapping[str, Any]:
    """The resolved scenario of a run; what the manifest says of it where the file is missing."""
    path = run.folder / "scenario.yaml"
    if not path.is_file():
        return run.manifest
    from ruamel.yaml import YAML

    found = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else run.manifest


# ------------------------------------------------------------------------------------------------- what a run came to

TEXT, NUMBER, WHOLE = pa.string(), pa.float64(), pa.int64()
FIGURE_SCHEMA = pa.schema(
    [
        ("seed", WHOLE),
        ("world", TEXT),
        ("measure", TEXT),
        ("place", TEXT),
        ("group", TEXT),
        ("figure", TEXT),
        ("unit", TEXT),
        ("value", NUMBER),
    ]
)
BEFALLEN_SCHEMA = pa.schema([("fate", TEXT), ("person", WHOLE)])
NAMED, NOBODY = "named", np.zeros(0, np.int64)
FATE_SCHEMA = pa.schema(
    [("seed", WHOLE), ("fate", TEXT), ("says", TEXT), ("both", WHOLE), ("only_a", WHOLE), ("only_b", WHOLE)]
)
DIFFERENCE_SCHEMA = pa.schema(
    [
        ("measure", TEXT), ("place", TEXT), ("group", TEXT), ("figure", TEXT), ("a", NUMBER), ("b", NUMBER), ("difference", NUMBER),
        ("low", NUMBER), ("high", NUMBER), ("higher_in_b", NUMBER), ("pairs", WHOLE), ("unit", TEXT),
    ]
)  # fmt: skip


def figures(folder: Path, seed: int, world: str) -> pa.Table:
    """What each measure of a run came to: its mean over the run, and over the last twelve months."""
    run = Results(folder)
    question = f"""
        with rows as (select measure, place, "group", month, value, unit from measures),
        lately as (select * from rows where month > (select max(month) from rows) - interval {LATELY} months)
        select measure, place, "group", '{MEAN}' as figure, unit, fsum(value order by month) / count(value) as value from rows group by all
        union all
        select measure, place, "group", '{LAST_YEAR}', unit, fsum(value order by month) / count(value) from lately group by all
        order by 1, 2, 3, 4
    """
    found = run.sql(question).to_arrow_table()
    same = [pa.repeat(pa.scalar(seed, WHOLE), found.num_rows), pa.repeat(pa.scalar(world, TEXT), found.num_rows)]
    return pa.table([*same, *(found[name] for name in FIGURE_SCHEMA.names[2:])], schema=FIGURE_SCHEMA)


def befallen(run: Results) -> pa.Table:
    """Whom each fate befell in a run, by number; and, under the name `named`, everybody whose end is known."""
    found = {NAMED: _ids(run, "people", "select id from people")}
    for fate in FATES:
        if fate.at_end:
            found[fate.name] = _ids(run, "people", f"select id from people where {fate.at_end}")
        else:
            told = "select distinct who from events where who is not null and kind in (select unnest($1))"
            found[fate.name] = _ids(run, "events", told, [list(fate.kinds)])
    names = np.repeat(list(found), [len(ids) for ids in found.values()])
    return pa.table(
        [pa.array(names, TEXT), pa.array(np.concatenate(list(found.values())), WHOLE)], schema=BEFALLEN_SCHEMA
    )


def _ids(run: Results, table: str, question: str, values: Any = None) -> Array:
    if table not in run.tables:
        return np.zeros(0, np.int64)
    return np.array([row[0] for row in run.sql(question, values).fetchall()], np.int64)


def fates(a: pa.Table, b: pa.Table, seed: int) -> pa.Table:
    """How many people each fate befell in both worlds, and in one of them alone; from those befallen in each.

    Fates told by events are complete.  How people stood at the end is known of those whom events of both worlds name, and is
    compared for them.
    """
    rows: list[dict[str, Any]] = []
    sides = [_by_fate(table) for table in (a, b)]
    known = np.intersect1d(sides[0].get(NAMED, NOBODY), sides[1].get(NAMED, NOBODY))
    for fate in FATES:
        one, other = (side.get(fate.name, NOBODY) for side in sides)
        if fate.at_end:
            one, other = np.intersect1d(one, known), np.intersect1d(other, known)
        both = len(np.intersect1d(one, other))
        counts = {"both": both, "only_a": len(one) - both, "only_b": len(other) - both}
        rows.append({"seed": seed, "fate": fate.name, "says": fate.says, **counts})
    return pa.Table.from_pylist(rows, schema=FATE_SCHEMA)


def _by_fate(table: pa.Table) -> dict[str, Array]:
    names, ids = np.array(table["fate"].to_pylist()), table["person"].to_numpy()
    return {str(name): ids[names == name] for name in np.unique(names)}


# -------------------------------------------------------------------------------------------------- paired differences


def interval(values: Any, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
    """The mean of some differences and its interval by Student's t; one difference alone has none (not a number)."""
    values = np.asarray(values, np.float64)
    mean = float(values.mean())
    if len(values) < 2:
        return mean, float("nan"), float("nan")
    reach = float(stdtrit(len(values) - 1, (1 + confidence) / 2) * values.std(ddof=1) / np.sqrt(len(values)))
    return mean, mean - reach, mean + reach


def differences(made: pa.Table) -> pa.Table:
    """For each measure, place and group the difference b − a, paired by seed, with its interval; from the figures of all runs.

    A pair counts where both worlds have a figure.  `higher_in_b` is the share of pairs in which b has more, ties counted half.
    """
    connection = duckdb.connect()
    connection.register("made", made)
    question = """
        select x.measure, x.place, x."group", x.figure, any_value(x.unit),
               list(x.value order by x.seed), list(y.value order by x.seed)
        from made x join made y using (seed, measure, place, "group", figure)
        where x.world = 'a' and y.world = 'b' and isfinite(x.value) and isfinite(y.value)
        group by all order by 1, 2, 3, 4
    """
    rows = []
    for measure, place, group, figure, unit, one, other in connection.execute(question).fetchall():
        a, b = np.array(one, np.float64), np.array(other, np.float64)
        mean, low, high = interval(_difference(a, b))
        rows.append(
            {
                "measure": measure, "place": place, "group": group, "figure": figure, "a": float(a.mean()), "b": float(b.mean()),
                "difference": mean, "low": None if np.isnan(low) else low, "high": None if np.isnan(high) else high,
                "higher_in_b": float(np.mean((np.sign(_difference(a, b)) + 1) / 2)), "pairs": len(a), "unit": unit,
            }
        )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=DIFFERENCE_SCHEMA)


def _difference(a: Array, b: Array) -> Array:
    """b − a; what the last digits of a mean add is no difference."""
    return np.where(np.abs(b - a) <= ROUNDING * np.maximum(np.abs(a), np.abs(b)), 0.0, b - a)


def fates_in_all(made: pa.Table) -> list[dict[str, Any]]:
    """Fates over all pairs: means of the counts, and the mean of (only b − only a) with its interval."""
    found = []
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in made.to_pylist():
        by_name.setdefault(row["fate"], []).append(row)
    for name, rows in by_name.items():
        counts = {key: np.array([row[key] for row in rows], np.float64) for key in ("both", "only_a", "only_b")}
        if not any(values.any() for values in counts.values()):
            continue
        mean, low, high = interval(counts["only_b"] - counts["only_a"])
        found.append(
            {
                "fate": name, "says": rows[0]["says"], **{key: float(values.mean()) for key, values in counts.items()},
                "difference": mean, "low": None if np.isnan(low) else low, "high": None if np.isnan(high) else high, "pairs": len(rows),
            }
        )  # fmt: skip
    return found


def differs(row: Mapping[str, Any]) -> bool:
    """Whether the interval of a difference leaves zero out; with one pair, whether there is a difference."""
    if row["low"] is None:
        return bool(row["difference"])
    return bool(row["low"] > 0 or row["high"] < 0)


def pairs_of(a: Path, b: Path) -> list[tuple[int, Path, Path]]:
    """The pairs of runs, by seed, of two run folders or of two ensembles.  Raises RunFolderError."""
    from allssam.runs.folder import WHAT_ENSEMBLE

    several = [is_run(folder, (WHAT_ENSEMBLE,)) for folder in (a, b)]
    if not any(several):
        runs = [Results(folder) for folder in (a, b)]
        check_comparable(*runs)
        return [(int(runs[0].manifest["seed"]), a, b)]
    if not all(several):
        one, other = (a, b) if several[0] else (b, a)
        raise RunFolderError(f"{one} is an ensemble of runs and {other} is not. Compare two runs, or two ensembles.")
    seeds = [read_manifest(folder, WHAT_ENSEMBLE)["seeds_done"] for folder in (a, b)]
    shared = [seed for seed in seeds[0] if seed in seeds[1]]
    if not shared:
        raise RunFolderError(f"{a} and {b} have no seed in common that is done in both.")
    found = [(seed, a / f"seed-{seed}", b / f"seed-{seed}") for seed in shared]
    check_comparable(*(Results(folder) for folder in found[0][1:]))
    return found


def together(tables: Iterable[pa.Table]) -> pa.Table:
    """Tables of one schema, one below the other."""
    return pa.concat_tables(list(tables)).combine_chunks()
