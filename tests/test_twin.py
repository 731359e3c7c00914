"""Twin: compiled and plain Python give the same events."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("whole_country", {path!r})
module = importlib.util.module_from_spec(spec); sys.modules["whole_country"] = module; spec.loader.exec_module(module)
world = module.world_of(module.country(people=2_000, senior_posts=30))
world.arrange(1, range(world["counties"].count))
events, paid = module.events_of(world, months=12)
print(len(events), hash(tuple(events)), int(paid.sum()))
"""


def test_compiled_and_plain_give_the_same_events_on_two_thousand_people_and_twelve_months():
    """In plain mode every write and read is checked besides: no visited step reaches outside its county."""
    program = PROGRAM.format(path=str(Path(__file__).with_name("whole_country.py")))
    found = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "ALLSSAM_PLAIN": plain, "PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
        )
        for plain in ("0", "1")
    ]

    assert found[1].returncode == 0, found[1].stderr[-3000:]
    assert found[0].stdout == found[1].stdout
    assert int(found[0].stdout.split()[0]) > 100
