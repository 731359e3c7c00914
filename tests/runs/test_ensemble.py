"""Ensembles: the same scenario under several seeds, and its summary with intervals."""

import json
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest

from allssam.engine import RunError, RunFolderError
from allssam.runs import ensemble
from allssam.runs.resolving import resolve
from allssam.runs.results import Results

pytestmark = pytest.mark.usefixtures("toy")


def test_every_seed_has_a_run_and_the_summary_has_intervals(here, tmp_path, same_bytes, reference):
    made = ensemble.carry_out(resolve("baseline"), 3, tmp_path / "all")

    assert (made.status, made.done) == ("done", (1, 2, 3))
    assert same_bytes(reference, tmp_path / "all" / "seed-1") == []
    rows = {row["figure"]: row for row in ensemble.countrywide(made.summary) if row["measure"] == "ties"}
    last = [Results(tmp_path / "all" / f"seed-{seed}").measure("ties").values[-1] for seed in (1, 2, 3)]
    assert rows["last month"]["median"] == np.median(last)
    assert rows["last month"]["low"] == pytest.approx(np.quantile(last, 0.05))
    assert rows["mean over the run"]["runs"] == 3
    assert (tmp_path / "all" / "summary.parquet").is_file()


def test_an_ensemble_that_was_cut_off_goes_on_where_it_was(here, tmp_path):
    here[2] = [RunError("ran out of luck")]
    with pytest.raises(RunError, match="seed 2: ran out of luck"):
        ensemble.carry_out(resolve("baseline"), 3, tmp_path / "all")
    said = json.loads((tmp_path / "all" / "manifest.json").read_text())
    assert (said["status"], said["seeds_done"]) == ("failed", [1, 3])

    made = ensemble.go_on(tmp_path / "all")

    assert (made.status, made.done) == ("done", (1, 2, 3))


def test_a_pool_that_breaks_is_built_again(here, tmp_path):
    here[1] = [BrokenProcessPool("killed")]

    assert ensemble.carry_out(resolve("baseline", last="2009-03"), 2, tmp_path / "all").done == (1, 2)


def test_a_pool_that_keeps_breaking_is_given_up_with_a_message(here, tmp_path):
    here[1] = [BrokenProcessPool("killed")] * 9

    with pytest.raises(RunError, match="were ended from outside 3 times"):
        ensemble.carry_out(resolve("baseline", last="2009-03"), 2, tmp_path / "all")


def test_an_ensemble_and_a_run_do_not_replace_one_another(here, tmp_path):
    ensemble.carry_out(resolve("baseline", last="2009-03"), 1, tmp_path / "all")
    with pytest.raises(RunFolderError, match="--overwrite"):
        ensemble.carry_out(resolve("baseline", last="2009-03"), 2, tmp_path / "all")

    made = ensemble.carry_out(resolve("baseline", last="2009-03"), 2, tmp_path / "all", overwrite=True)

    assert made.done == (1, 2)
    with pytest.raises(RunFolderError, match="holds an ensemble of runs"):
        ensemble.check_free(tmp_path / "all", True)
    with pytest.raises(RunFolderError, match="is an ensemble of runs"):
        Results(tmp_path / "all")
