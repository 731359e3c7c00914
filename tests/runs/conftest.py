import sys
from concurrent.futures import Future
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from toys import country

from allssam.runs import composition, ensemble, resolving, scenario, simulate


@pytest.fixture
def toy(monkeypatch):
    """The toy country stands in for the model."""
    monkeypatch.setattr(composition, "base", lambda: country.BASE)
    monkeypatch.setattr(composition, "rules_digest", country.rules_digest)
    monkeypatch.setattr(scenario, "SHIPPED", country.SCENARIOS)


@pytest.fixture
def here(monkeypatch):
    """Workers work in this process; some calls may be made to fail."""
    troubles = {}

    class Here:
        def __init__(self, workers):
            assert workers >= 1

        def submit(self, work, scenario, *given):
            future = Future()
            try:
                if troubles.get(scenario.seed):
                    raise troubles[scenario.seed].pop()
                future.set_result(work(scenario, *given))
            except Exception as error:
                future.set_exception(error)
            return future

        def shutdown(self, cancel_futures=False):
            pass

    monkeypatch.setattr(ensemble, "pool_of", Here)
    return troubles


@pytest.fixture
def write(tmp_path):
    """Writes a scenario file and gives its path."""

    def write(text, name="mine.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def reference(tmp_path_factory):
    """An uninterrupted toy run."""
    before, digest, shipped = composition.base, composition.rules_digest, scenario.SHIPPED
    country.install()
    out = tmp_path_factory.mktemp("reference") / "run"
    try:
        simulate.run(resolving.resolve("baseline"), out)
    finally:
        composition.base, composition.rules_digest, scenario.SHIPPED = before, digest, shipped
    return out


def contents(folder):
    """The bytes of every file of a run, but the one that may differ."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "timing.json"
    }


@pytest.fixture
def same_bytes():
    """Says which files of two runs differ; none when the runs are the same."""

    def same_bytes(one, other):
        a, b = contents(one), contents(other)
        return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))

    return same_bytes
