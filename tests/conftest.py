"""What tests of several folders share."""

import importlib.util
import sys
from pathlib import Path

import pytest

# helpers beside this file can be imported by name; `whole_country` only by those that need a whole country
sys.path.insert(0, str(Path(__file__).parent))


def _load(name: str):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


courthouse = _load("courthouse")
_load("small_county")  # test modules may import it by name


@pytest.fixture
def make_county():
    """A function that begins a county made by hand."""
    return courthouse.County
