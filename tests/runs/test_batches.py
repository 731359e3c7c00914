"""Batches: the many runs of a study."""

import pytest

from allssam.engine import RunError
from allssam.runs import batches, twins

pytestmark = pytest.mark.usefixtures("here")


def note(scenario, out):
    (out / f"{scenario.seed}.txt").write_text("done")
    return twins.PairOutcome("done")


class Asked:
    def __init__(self, seed):
        self.seed = seed


@pytest.fixture(autouse=True)
def cold(monkeypatch):
    monkeypatch.setattr(batches.warming, "warm", lambda: None)


def test_every_job_is_done(tmp_path):
    told = []
    jobs = {f"seed {seed}": (Asked(seed), tmp_path) for seed in (1, 2, 3)}

    batches.carry_out(note, jobs, tmp_path, 2, lambda done, of: told.append((done, of)))

    assert sorted(path.name for path in tmp_path.glob("*.txt")) == ["1.txt", "2.txt", "3.txt"]
    assert told[-1] == (3, 3)


def test_what_fails_is_said_beside_what_is_left(here, tmp_path):
    here[2] = [ValueError("no rice"), ValueError("no rice")]
    jobs = {f"seed {seed}": (Asked(seed), tmp_path) for seed in (1, 2, 3)}

    with pytest.raises(RunError, match=r"(?s)seed 2.*no rice.*2 of 3 runs are done"):
        batches.carry_out(note, jobs, tmp_path, 1, ensemble_tell)


def ensemble_tell(done, of):
    assert done <= of


def test_a_folder_holds_runs_of_one_thing(tmp_path):
    batches.begin(tmp_path / "out", {"rules": "a", "people": 10})
    batches.begin(tmp_path / "out", {"rules": "a", "people": 10})

    with pytest.raises(RunError, match=r"holds runs of something else \(rules a, people 10\)"):
        batches.begin(tmp_path / "out", {"rules": "b", "people": 10})


def test_a_study_ends_where_the_rules_were_edited_under_it():
    batches.check_rules(batches.composition.rules_digest())

    with pytest.raises(RunError, match="edited since the study began"):
        batches.check_rules("others")
