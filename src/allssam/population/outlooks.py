"""The rows in which counties keep what they learn about the Party card; they are filled in the first month of a run."""

import numpy as np

from allssam.engine import Array
from allssam.world import Cell, Schooling, Sex, Songbun

BACKGROUNDS = len(Sex) * len(Songbun) * len(Schooling)


def first_outlooks(counties: int) -> dict[str, dict[str, Array]]:
    """Columns of the new rows of outlooks, prospects and admissions for so many counties."""
    every = np.arange(counties)
    return {
        "outlooks": {"county": every},
        "prospects": {"county": np.repeat(every, BACKGROUNDS), "background": np.tile(np.arange(BACKGROUNDS), counties)},
        "admissions": {"county": np.repeat(every, len(Cell)), "kind": np.tile(np.arange(len(Cell)), counties)},
    }
