import importlib.util
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("made_run", Path(__file__).with_name("made_run.py"))


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


@pytest.fixture
def fall(made, tmp_path):
    """A run that tells one fall, from a lease to prison."""
    return made.write_events(tmp_path / "fall", made.a_fall(), made.the_people_of_a_fall())
