"""Compiling: what was compiled once is found again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import allssam
from allssam.engine import PLAIN

pytestmark = pytest.mark.skipif(PLAIN, reason="nothing is compiled")
ASK = "from allssam.theory.bargaining import split_surplus as split; print(split(10.0, 2.0, 0.5), sum(split.stats.cache_hits.values()))"


def asked_at(place, cache):
    env = {**os.environ, "PYTHONPATH": str(place), "XDG_CACHE_HOME": str(cache)}
    said = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True).stdout.split()
    return float(said[0]), int(said[1])


def test_compiled_code_is_found_wherever_the_project_stands(tmp_path):
    source = Path(allssam.__file__).parent
    shutil.copytree(source, tmp_path / "here" / "allssam", ignore=shutil.ignore_patterns("__pycache__"))

    first, hits = asked_at(tmp_path / "here", tmp_path / "cache")
    (tmp_path / "here").rename(tmp_path / "elsewhere")
    again, hits_again = asked_at(tmp_path / "elsewhere", tmp_path / "cache")

    assert first == again == 6.0
    assert (hits, hits_again) == (0, 1)
