"""The ensemble behind validation: notes are looked for where their own rules and numbers put them."""

import pytest

from allssam.validation import ensemble
from allssam.validation.notes import Notes


@pytest.fixture
def lived(monkeypatch):
    """The seeds that were lived through."""
    done = []

    def live(scenario):
        done.append(scenario.seed)
        return Notes(scenario.first, scenario.first, scenario.first, (scenario.seed,), {}, {})

    monkeypatch.setattr(ensemble, "live", live)
    return done


def test_a_run_whose_notes_are_kept_is_not_done_again(lived, tmp_path):
    ensemble.carry_out(2, 2_000, out=tmp_path, workers=1)

    ensemble.carry_out(3, 2_000, out=tmp_path, workers=1)

    assert lived == [1, 2, 3]


def test_notes_of_other_numbers_are_not_taken_for_these(lived, tmp_path):
    ensemble.carry_out(1, 2_000, out=tmp_path, workers=1)

    ensemble.carry_out(1, 2_000, changes=["ruler.purge_intensity=0.5"], out=tmp_path, workers=1)
    ensemble.carry_out(1, 3_000, out=tmp_path, workers=1)

    assert lived == [1, 1, 1]
