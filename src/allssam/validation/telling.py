"""Telling: the verdicts in lines for people and in records for programs."""

from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Any

from allssam.engine import month_text
from allssam.evidence import spelled
from allssam.validation.ensemble import assumed_behind
from allssam.validation.instruments import own_leavers_differ
from allssam.validation.notes import Notes, together
from allssam.validation.scoring import INSIDE, NO_FIGURE, OUTSIDE, Part, Score

WIDTH = 118
NOTE = "Simulated, no real person."


def line(part: Part) -> str:
    """One part: figure, interval, band, verdict."""
    interval = "" if part.low != part.low or part.low == part.high else f" ({spelled(part.low, 4)} … {spelled(part.high, 4)})"
    notes = [f"partial: {part.covers}"] if part.covers else []
    notes += ["given"] if part.given else []
    said = f"  [{'; '.join(notes)}]" if notes else ""
    return f"    {part.band.id:26} {spelled(part.figure, 4) + interval:34} {part.band.limits:18} {part.verdict}{said}"


def lines(scores: Sequence[Score], runs: Sequence[Notes], people: int) -> Iterator[str]:
    """All patterns, each with its parts, and why those miss that do."""
    first, last = month_text(runs[0].first), month_text(runs[0].last)
    parameters, assumed = assumed_behind()
    yield (
        f"{len(runs)} runs of {people:,} people, {first} to {last}.  Figure: median of runs, with the 5 to 95 % interval; where runs are "
        "too short of events, of all runs together."
    )
    yield f"A pattern is inside its band only if every part is.  {assumed} of {parameters} parameters are assumed.  {NOTE}"
    for score in scores:
        kind = ", verification of the theory only" if score.pattern.kind == "theory" else ""
        partial = ", partial" if score.is_partial else ""
        yield ""
        yield f"{score.pattern.id}  {score.verdict.upper()}  ({score.pattern.use}{kind}{partial})"
        yield fill(score.pattern.statement, WIDTH, initial_indent="    ", subsequent_indent="    ")
        yield from (line(part) for part in score.parts)
        for part in score.parts:
            if part.verdict != INSIDE:
                yield fill(
                    f"{part.band.id}: {part.why or UNKNOWN}",
                    WIDTH,
                    initial_indent="    why  ",
                    subsequent_indent="         ",
                )
    yield ""
    differ = own_leavers_differ(together(runs))
    if differ:
        yield fill(differ, WIDTH)
    yield summary(scores)


UNKNOWN = "not known yet."


def summary(scores: Sequence[Score]) -> str:
    """How many are inside."""
    inside = [score for score in scores if score.verdict == INSIDE]
    verified = sum(score.pattern.kind == "theory" for score in inside)
    partial = sum(score.is_partial for score in inside)
    parts = [part for score in scores for part in score.parts]
    return (
        f"{len(inside)} of {len(scores)} patterns inside ({verified} of them verify the theory only, {partial} in part of their period); "
        f"{sum(part.verdict == INSIDE for part in parts)} of {len(parts)} parts. "
        f"Outside: {_listed(scores, OUTSIDE)}. Without figure: {_listed(scores, NO_FIGURE)}."
    )


def _listed(scores: Sequence[Score], verdict: str) -> str:
    return ", ".join(score.pattern.id for score in scores if score.verdict == verdict) or "none"


def as_record(scores: Sequence[Score], runs: Sequence[Notes], people: int) -> dict[str, Any]:
    """All of it as plain data."""
    return {
        "note": NOTE,
        "parameters": assumed_behind()[0],
        "assumed_parameters": assumed_behind()[1],
        "instrument": own_leavers_differ(together(runs)),
        "runs": len(runs),
        "seeds": [seed for notes in runs for seed in notes.seeds],
        "people": people,
        "from": month_text(runs[0].first),
        "to": month_text(runs[0].last),
        "inside": sum(score.verdict == INSIDE for score in scores),
        "of": len(scores),
        "patterns": [score.as_record() for score in scores],
    }
