"""Scoring: what each band of each pattern is measured by, and the verdict.

A scorer says, of the notes of one run, the figure of one band of the register.  A part is inside where the median of the runs lies
in the band; a pattern is inside only where every part is.  Where events are too few for a run to have a figure of its own, runs are
laid together (`pooled`) and the interval comes from drawing runs anew.  Why a part misses, where it does, stands in reasons.toml.
"""

import tomllib
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from allssam.engine import Array, month_text
from allssam.evidence import Band, Pattern, band, patterns
from allssam.validation.notes import NOTHING, Notes, NothingNoted, together

LOW, HIGH = 0.05, 0.95
DRAWN_ANEW = 20
"""How often runs are drawn anew, some twice and some not at all, for the interval of a pooled figure."""
INSIDE, OUTSIDE, NO_FIGURE = "inside", "outside", "no figure"

Measured = Callable[[Notes], float]


@dataclass(frozen=True)
class Scorer:
    """How one band is measured."""

    band: Band
    measured: Measured
    pooled: bool
    share: bool
    given: str
    """What of the figure is given to the model and does not follow from it."""

    @property
    def meaning(self) -> str:
        """What is measured, in a sentence."""
        return " ".join((self.measured.__doc__ or "").split())


SCORERS: dict[str, Scorer] = {}


@cache
def reasons() -> dict[str, str]:
    """Why bands are missed, for those that have been."""
    text = (Path(__file__).parent / "reasons.toml").read_text(encoding="utf-8")
    return {held: " ".join(each["why"].split()) for each in tomllib.loads(text)["reason"] for held in each["bands"]}


def scores(
    band_id: str, *, pooled: bool = False, share: bool = False, given: str = ""
) -> Callable[[Measured], Measured]:
    """Declare the scorer of a band.  `share`: the runs answer yes (1) or no (0), and the figure is the share of yes."""

    def keep(function: Measured) -> Measured:
        SCORERS[band_id] = Scorer(band(band_id), function, pooled, share, given)
        return function

    return keep


@dataclass(frozen=True)
class Part:
    """How one band fared."""

    band: Band
    figure: float
    low: float
    high: float
    runs: int
    verdict: str
    covers: str
    """The months it was measured over, where they are not all the band asks for."""
    meaning: str
    why: str
    given: str

    def as_record(self) -> dict[str, Any]:
        return {
            "band": self.band.id, "measure": self.band.measure, "unit": self.band.unit, "period": self.band.period,
            "measured_as": self.meaning, "figure": _plain(self.figure), "interval": [_plain(self.low), _plain(self.high)],
            "runs": self.runs, "low": self.band.low, "high": self.band.high, "strict": self.band.strict, "verdict": self.verdict,
            "partial": self.covers, "given": self.given, "why": self.why if self.verdict != INSIDE else "",
        }  # fmt: skip


@dataclass(frozen=True)
class Score:
    """How a pattern fared: inside only if every part is."""

    pattern: Pattern
    parts: tuple[Part, ...]

    @property
    def verdict(self) -> str:
        return verdict_of([part.verdict for part in self.parts])

    @property
    def is_partial(self) -> bool:
        return any(part.covers for part in self.parts)

    def as_record(self) -> dict[str, Any]:
        return {
            "pattern": self.pattern.id, "about": self.pattern.about, "statement": self.pattern.statement, "prose": self.pattern.prose,
            "kind": self.pattern.kind, "use": self.pattern.use, "verdict": self.verdict, "partial": self.is_partial,
            "verifies_only": self.pattern.kind == "theory", "parts": [part.as_record() for part in self.parts],
        }  # fmt: skip


def verdict_of(parts: Sequence[str]) -> str:
    """A pattern is inside if every part is; it has no figure if no part is outside and one could not be measured."""
    if all(part == INSIDE for part in parts):
        return INSIDE
    return OUTSIDE if OUTSIDE in parts else NO_FIGURE


def score(runs: Sequence[Notes], scorers: dict[str, Scorer] | None = None) -> list[Score]:
    """Every pattern of the register against some runs."""
    held = SCORERS if scorers is None else scorers
    figures = [
        {name: _figure(scorer.measured, notes) for name, scorer in held.items() if scorer.pooled}
        for notes in _pools(runs)
    ]
    return [
        Score(pattern, tuple(_part(held[item.id], runs, figures) for item in pattern.bands))
        for pattern in patterns().values()
    ]


def part_of(scorer: Scorer, runs: Sequence[Notes]) -> Part:
    """One band against some runs: the figure, its interval over runs, the verdict."""
    figures = [{scorer.band.id: _figure(scorer.measured, notes)} for notes in _pools(runs)] if scorer.pooled else []
    return _part(scorer, runs, figures)


def _pools(runs: Sequence[Notes]) -> Iterator[Notes]:
    """All runs laid together, and then as many of them drawn anew, again and again."""
    yield together(runs)
    dice = np.random.default_rng(1)
    for _ in range(DRAWN_ANEW if len(runs) > 2 else 0):
        yield together([runs[at] for at in dice.integers(len(runs), size=len(runs))])


def _part(scorer: Scorer, runs: Sequence[Notes], pooled: list[dict[str, float]]) -> Part:
    held = scorer.band
    number, low, high = len(runs), NOTHING, NOTHING
    if scorer.pooled:
        figure, *drawn = [figures[held.id] for figures in pooled]
        known = np.array([value for value in drawn if np.isfinite(value)])
        if len(known) and np.isfinite(figure):
            low, high = np.quantile(known, [LOW, HIGH]).tolist()
    else:
        found = np.array([_figure(scorer.measured, notes) for notes in runs])
        known = found[np.isfinite(found)]
        number = len(known)
        if number < max(1, len(runs) / 2):  # a figure that most runs do not have is no figure of the ensemble
            figure = NOTHING
        elif scorer.share:
            figure = low = high = float(known.mean())
        else:
            low, figure, high = np.quantile(known, [LOW, 0.5, HIGH]).tolist()
    verdict = NO_FIGURE if np.isnan(figure) else INSIDE if held.contains(figure) else OUTSIDE
    why = reasons().get(held.id, "")
    return Part(held, figure, low, high, number, verdict, _covered(held, runs[0]), scorer.meaning, why, scorer.given)


def _figure(measured: Measured, notes: Notes) -> float:
    """The figure of some notes; NaN where what it rests on was never noted."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # means of nothing are NaN, and mean it
            return float(measured(notes))
    except NothingNoted:
        return NOTHING


def _covered(band: Band, notes: Notes) -> str:
    """The months of the band's period that the runs hold, where that is not all of it; nothing where it is."""
    first, last = month_text(notes.begins), month_text(notes.last)
    if band.lies_within(first, last):
        return ""
    return f"{max(first, band.since or first)} to {min(last, band.until or last)}"


def furthest(values: Array, held: Band) -> float:
    """Of several figures that should all lie in a band, the one that lies furthest out, or least far in."""
    known = values[np.isfinite(values)]
    if not len(known):
        return NOTHING
    low = -np.inf if held.low is None else held.low
    high = np.inf if held.high is None else held.high
    return float(known[np.argmin(np.minimum(known - low, high - known))])


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(f"{value:.5g}")
