import importlib.util
import json
from pathlib import Path

import pytest

MADE_RUN = Path(__file__).resolve().parents[1] / "explain" / "made_run.py"
SPEC = importlib.util.spec_from_file_location("made_run", MADE_RUN)


@pytest.fixture(scope="session")
def made():
    """The writer of made-up run folders."""
    module = importlib.util.module_from_spec(SPEC)
    SPEC.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def country(made, tmp_path_factory):
    """A run of two years in ten provinces."""
    return made.write_run(tmp_path_factory.mktemp("runs") / "country")


@pytest.fixture(scope="session")
def ensemble(made, tmp_path_factory):
    """Three short runs of one scenario under seeds 4, 5 and 11."""
    folder = tmp_path_factory.mktemp("runs") / "ensemble"
    seeds = [4, 5, 11]
    for seed in seeds:
        made.write_run(folder / f"seed-{seed}", seed=seed, months=14, donju_a_month=2)
    manifest = {"what": "allssam ensemble", "name": "baseline", "seeds": seeds, "seeds_done": seeds, "status": "done"}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder
