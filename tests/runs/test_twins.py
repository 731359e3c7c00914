"""Twins: two worlds with the same dice and one difference, pair by pair; and two runs that are there already."""

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from allssam import explain
from allssam.engine import RunError, RunFolderError, ScenarioError
from allssam.runs import ensemble, pairs, simulate, twins
from allssam.runs.resolving import resolve
from allssam.runs.results import Results

pytestmark = pytest.mark.usefixtures("toy")


@pytest.fixture
def two():
    return twins.worlds(last="2010-03", changes={"friends.begins": 0.9, "bazaar.campaign.Pyongyang@2009-07": 1.0})


# -------------------- carrying out


def test_a_twin_keeps_both_runs_of_the_first_seed_and_the_figures_of_all(here, two, tmp_path):
    made = twins.carry_out(*two, range(3, 6), tmp_path / "twin")

    assert (made.status, made.done) == ("done", (3, 4, 5))
    assert sorted(item.name for item in (tmp_path / "twin").iterdir()) == [
        "a", "b", "differences.parquet", "fates.parquet", "figures.parquet", "manifest.json", "scenario-a.yaml", "scenario-b.yaml",
    ]  # fmt: skip
    assert Results(tmp_path / "twin" / "b").manifest["seed"] == 3
    assert set(pq.read_table(tmp_path / "twin" / "figures.parquet")["seed"].to_pylist()) == {3, 4, 5}
    said = json.loads((tmp_path / "twin" / "manifest.json").read_text())
    assert said["difference"] == [
        "bazaar.campaign.Pyongyang@2009-07 is 1.0 instead of as before",
        "friends.begins is 0.9 instead of 0.3",
    ]


def test_each_world_of_a_twin_is_the_run_it_would_be_alone(here, two, tmp_path, same_bytes):
    twins.carry_out(*two, [1], tmp_path / "twin")

    simulate.run(two[1], tmp_path / "alone")

    assert same_bytes(tmp_path / "alone", tmp_path / "twin" / "b") == []


def test_the_difference_is_that_of_the_pairs(here, two, tmp_path):
    twins.carry_out(*two, [1, 2, 3], tmp_path / "twin")
    found = []
    for seed in (1, 2, 3):
        runs = [tmp_path / f"{name}-{seed}" for name in "ab"]
        for world, out in zip(two, runs, strict=True):
            simulate.run(replace(world, seed=seed), out)
        before, after = (Results(out).measure("ties").values.mean() for out in runs)
        found.append(after - before)

    row = explain.twin(tmp_path / "twin").of("ties")
    assert row["difference"] == pytest.approx(np.mean(found))
    assert (row["low"], row["high"]) == pytest.approx(pairs.interval(found)[1:])
    assert row["low"] > 0


def test_a_twin_that_was_cut_off_goes_on_without_doing_pairs_again(here, two, tmp_path, same_bytes):
    whole = twins.carry_out(*two, [1, 2, 3], tmp_path / "whole")
    here[2] = [RunError("ran out of luck")]
    with pytest.raises(RunError, match="seed 2: ran out of luck"):
        twins.carry_out(*two, [1, 2, 3], tmp_path / "cut")
    said = json.loads((tmp_path / "cut" / "manifest.json").read_text())
    assert (said["status"], said["seeds_done"]) == ("failed", [1, 3])

    made = twins.go_on(tmp_path / "cut")

    assert (made.status, made.done) == ("done", (1, 2, 3))
    assert made.differences.equals(whole.differences)
    assert twins.go_on(tmp_path / "cut").differences.equals(whole.differences)


def test_a_folder_that_is_no_twin_is_left_alone(here, two, reference, tmp_path):
    (tmp_path / "mine").mkdir()

    with pytest.raises(RunFolderError, match="is not a run; it is left as it is"):
        twins.carry_out(*two, [1], tmp_path / "mine", overwrite=True)
    with pytest.raises(RunFolderError, match="holds a single run"):
        twins.carry_out(*two, [1], reference, overwrite=True)
    twins.carry_out(*two, [1], tmp_path / "twin")
    with pytest.raises(RunFolderError, match="--overwrite"):
        twins.carry_out(*two, [1], tmp_path / "twin")
    assert twins.carry_out(*two, [2], tmp_path / "twin", overwrite=True).done == (2,)
    with pytest.raises(RunFolderError, match="is a twin of two worlds; its first pair"):
        Results(tmp_path / "twin")


# -------------------- the two worlds


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "A twin needs one difference"),
        ({"changes": {"bazaar.spent": 0.3}}, "do not differ"),
        ({"changes": {"population.households": 12, "bazaar.spend": 1}}, "Did you mean spent"),
        ({"against": "nowhere"}, "is no scenario"),
    ],
)
def test_worlds_that_cannot_be_paired_are_refused(given, says):
    with pytest.raises(ScenarioError, match=says):
        twins.worlds(**given)


def test_every_fault_is_told_at_once():
    with pytest.raises(ScenarioError) as found:
        twins.worlds(changes={"bazaar.spend": 1, "bazaar.guests": 99}, without=["nothing"])

    assert len(found.value.faults) == 3


def test_a_scenario_can_stand_against_another(write):
    other = write("parent: baseline\nparameters: {bazaar: {gift: 900}}\npeople: 60\nseed: 9\n", "generous.yaml")

    a, b = twins.worlds(against=other, people=50)

    assert twins.difference_of(a, b) == ["bazaar.gift is 900 instead of 500"]
    assert (b.name, b.people, b.seed) == ("generous", 50, a.seed)


def test_scenarios_of_other_months_are_refused_with_the_way_out(write):
    other = write("parent: baseline\nto: 2010-01\nparameters: {bazaar: {gift: 900}}\n", "short.yaml")

    with pytest.raises(ScenarioError, match=r"last month differs[\s\S]*--from and --to hold for both"):
        twins.worlds(against=other)
    assert twins.worlds(against=other, last="2009-12")[1].name == "short"


# -------------------- two runs that are there


def test_two_runs_are_compared_as_a_twin_is(here, two, tmp_path):
    twins.carry_out(*two, [1], tmp_path / "twin")

    made = explain.twin(tmp_path / "twin")
    found = explain.compare(tmp_path / "twin" / "a", tmp_path / "twin" / "b")

    assert found.table.equals(made.table)
    assert found.parting == made.parting
    assert found.difference == made.difference
    assert (made.parting.month, made.parting.in_b.kind) == ("2009-01", "tie_formed")
    assert "simulated, no real person" in found.text()


def test_ensembles_are_compared_by_their_seeds(here, two, tmp_path):
    twins.carry_out(*two, [1, 2, 3], tmp_path / "twin")
    for name, world in zip("ab", two, strict=True):
        ensemble.carry_out(world, 4 if name == "a" else 3, tmp_path / name)

    assert explain.compare(tmp_path / "a", tmp_path / "b").table.equals(explain.twin(tmp_path / "twin").table)
    with pytest.raises(RunFolderError, match="is an ensemble of runs and"):
        explain.compare(tmp_path / "a", tmp_path / "twin" / "b")


@pytest.mark.parametrize(
    ("given", "says"),
    [({"people": 60}, "people differ"), ({"seed": 2}, "seed differs"), ({"last": "2009-06"}, "last month differs")],
)
def test_runs_of_other_people_or_months_are_refused(reference, tmp_path, given, says):
    simulate.run(resolve("baseline", **given), tmp_path / "other")

    with pytest.raises(RunFolderError, match=says):
        explain.compare(reference, tmp_path / "other")


def test_a_run_that_was_cut_short_is_refused(reference, tmp_path):
    import shutil

    shutil.copytree(reference, tmp_path / "cut")
    manifest = json.loads((tmp_path / "cut" / "manifest.json").read_text())
    (tmp_path / "cut" / "manifest.json").write_text(
        json.dumps(manifest | {"reached": "2010-04", "status": "interrupted"})
    )

    with pytest.raises(RunFolderError, match="has reached 2010-04"):
        explain.compare(reference, tmp_path / "cut")


# -------------------- arithmetic


def test_the_interval_is_students():
    """Of 1, 2 and 3 with two degrees of freedom: 2 ± 4.303 / √3."""
    assert pairs.interval([1, 2, 3]) == pytest.approx(
        (2.0, 2 - 4.30265 / np.sqrt(3), 2 + 4.30265 / np.sqrt(3)), rel=1e-5
    )


def test_one_pair_has_no_interval():
    mean, low, high = pairs.interval([4.0])

    assert (mean, np.isnan(low), np.isnan(high)) == (4.0, True, True)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    dice = np.random.default_rng(1)
    covered = 0
    for _ in range(2_000):
        _, low, high = pairs.interval(dice.normal(1.0, 3.0, 6))
        covered += low <= 1.0 <= high

    assert 0.935 < covered / 2_000 < 0.965


def test_a_pair_counts_only_where_both_worlds_have_a_figure():
    nothing = float("nan")
    same = {"measure": "x", "place": "country", "group": "all", "figure": pairs.MEAN, "unit": ""}
    found = [
        (1, "a", 1.0),
        (1, "b", 3.0),
        (2, "a", 1.0),
        (3, "a", nothing),
        (3, "b", 1.0),
        (4, "a", 2.0),
        (4, "b", 3.0),
    ]
    rows = [{"seed": seed, "world": world, "value": value, **same} for seed, world, value in found]

    found = pairs.differences(pa.Table.from_pylist(rows, schema=pairs.FIGURE_SCHEMA)).to_pylist()[0]

    assert (found["pairs"], found["a"], found["b"], found["difference"]) == (2, 1.5, 3.0, 1.5)
