"""Drawings as SVG inside the page: lines over months, and the provinces.  Colours come from the page's style sheet."""

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from allssam.engine import Array
from allssam.report.figures import Provincial, Series, spelled
from allssam.world import PROVINCES

WIDTH, HEIGHT = 320, 176
LEFT, RIGHT, TOP, BOTTOM = 44, 40, 10, 22
CLASSES = 5
# Which polygon of the map is which province; Rason is a part of North Hamgyong here.
POLYGONS = {"Chagang (Kanggye)": "Jagang", "Rason": "North Hamgyong"}


# ---------------------------------------------------------------------------------------------------------------- lines


def line_chart(series: Series) -> Markup:
    """A series over the months: the months faint, the mean of twelve months strong, the spread of several runs as a band."""
    middle, smooth = series.middle, series.smoothed()
    scale = 100.0 if series.is_share else 1.0
    drawn = [middle, smooth] + ([series.low, series.high] if len(series.values) > 1 else [])
    finite = np.concatenate([part[np.isfinite(part)] for part in drawn]) * scale
    if not len(finite):
        return Markup("<p class='none'>No value in this run.</p>")
    ticks = axis_ticks(float(finite.min()), float(finite.max()))
    low, high = ticks[0], ticks[-1]

    def across(at: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * at / max(1, len(series.months) - 1)

    def up(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low))

    parts = [_title(f"{series.label}, {series.shown_unit}", _described(series))]
    for tick in ticks:
        y = up(tick)
        parts.append(f"<line class='grid' x1='{LEFT}' x2='{WIDTH - RIGHT}' y1='{y:.1f}' y2='{y:.1f}'/>")
        parts.append(f"<text class='tick' x='{LEFT - 6}' y='{y + 3.5:.1f}' text-anchor='end'>{_tick(tick)}</text>")
    parts += _year_ticks(series.months, across)
    if len(series.values) > 1:
        parts.append(_band(series.low * scale, series.high * scale, across, up))
    has_smooth = np.isfinite(smooth).sum() > 1
    parts.append(_line(middle * scale, across, up, "monthly" if has_smooth else "main"))
    if has_smooth:
        parts.append(_line(smooth * scale, across, up, "main"))
    parts.append(_end(smooth if has_smooth else middle, scale, across, up, series))
    label = escape(f"{series.label}, {series.shown_unit}")
    return Markup(f"<svg viewBox='0 0 {WIDTH} {HEIGHT}' role='img' aria-label='{label}'>{''.join(parts)}</svg>")


def axis_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values that enclose a range; from 0 unless the range lies far above it."""
    if low >= 0 and low < 0.6 * high:
        low = 0.0
    if high <= low:
        high = low + (abs(low) or 1.0)
        low = min(low, 0.0) if low < 0 else 0.0
    rough = (high - low) / (about - 1)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def _tick(value: float) -> str:
    if abs(value) >= 1_000_000:
        return f"{value / 1e6:g} m"
    if abs(value) >= 100_000:
        return f"{value / 1e3:g} k"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def _year_ticks(months: Sequence[str], across: Any) -> list[str]:
    januaries = [at for at, month in enumerate(months) if month.endswith("-01")] or [0]
    every = max(1, math.ceil(len(januaries) / 5))
    parts = []
    for number, at in enumerate(januaries):
        x = across(at)
        parts.append(
            f"<line class='axis' x1='{x:.1f}' x2='{x:.1f}' y1='{HEIGHT - BOTTOM}' y2='{HEIGHT - BOTTOM + 4}'/>"
        )
        if number % every == 0:
            parts.append(
                f"<text class='tick' x='{x:.1f}' y='{HEIGHT - 5}' text-anchor='middle'>{months[at][:4]}</text>"
            )
    return parts


def _line(values: Array, across: Any, up: Any, style: str) -> str:
    """A line that breaks where a month has no value; a month alone is a dot."""
    runs: list[list[int]] = []
    for at in np.nonzero(np.isfinite(values))[0].tolist():
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    parts = []
    for run in runs:
        points = " ".join(f"{across(at):.1f},{up(values[at]):.1f}" for at in run)
        if len(run) > 1:
            parts.append(f"<polyline class='{style}' points='{points}'/>")
        else:
            x, y = points.split(",")
            parts.append(f"<circle class='{style}-dot' cx='{x}' cy='{y}' r='1.6'/>")
    return "".join(parts)


def _band(low: Array, high: Array, across: Any, up: Any) -> str:
    known = np.nonzero(np.isfinite(low) & np.isfinite(high))[0].tolist()
    edge = [f"{across(at):.1f},{up(high[at]):.1f}" for at in known] + [
        f"{across(at):.1f},{up(low[at]):.1f}" for at in reversed(known)
    ]
    return f"<polygon class='band' points='{' '.join(edge)}'/>"


def _end(values: Array, scale: float, across: Any, up: Any, series: Series) -> str:
    at = int(np.nonzero(np.isfinite(values))[0][-1])
    x, y = across(at), up(values[at] * scale)
    value = float(values[at])
    text = f"{value / 1e3:,.0f} k" if 100_000 <= value < 1_000_000 else series.spelled(value)
    return (
        f"<circle class='end' cx='{x:.1f}' cy='{y:.1f}' r='3'/>"
        f"<text class='value' x='{min(x + 6, WIDTH - RIGHT + 6):.1f}' y='{y + 4:.1f}'>{text}</text>"
    )


def _described(series: Series) -> str:
    middle = series.middle
    known = np.nonzero(np.isfinite(middle))[0]
    first, last = int(known[0]), int(known[-1])
    lowest, highest = float(np.nanmin(middle)), float(np.nanmax(middle))
    return (
        f"From {series.spelled(float(middle[first]))} in {series.months[first]} to {series.spelled(float(middle[last]))} in "
        f"{series.months[last]}; the lowest month {series.spelled(lowest)}, the highest {series.spelled(highest)}."
    )


def _title(title: str, description: str) -> str:
    return f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"


# ------------------------------------------------------------------------------------------------------------ provinces


@cache
def _shapes() -> tuple[tuple[str, tuple[tuple[tuple[float, float], ...], ...]], ...]:
    """The outlines of the provinces in map coordinates: east in degrees of latitude's length, south downward."""
    text = files("allssam.report").joinpath("kp_provinces.geojson").read_text(encoding="utf-8")
    narrowing = math.cos(math.radians(40.3))
    found: dict[str, list[tuple[tuple[float, float], ...]]] = {name: [] for name in PROVINCES}
    for feature in json.loads(text)["features"]:
        name = feature["properties"]["name"]
        province = POLYGONS.get(name, name.split(" (")[0])
        geometry = feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        found[province] += [
            tuple((lon * narrowing, -lat) for lon, lat in ring) for polygon in polygons for ring in polygon
        ]
    return tuple((name, tuple(rings)) for name, rings in found.items())


def class_edges(values: Sequence[float]) -> list[float]:
    """Round limits of at most five classes from the lowest to the highest value."""
    low, high = min(values), max(values)
    if high <= low:
        return [low, high or 1.0]
    magnitude = 10.0 ** math.floor(math.log10(high - low) - 1)
    for step in (factor * magnitude for factor in (1, 2, 2.5, 5, 10, 20, 25, 50, 100)):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= CLASSES:
            return [round(number * step, 10) for number in range(first, last + 1)]
    return [low, high]


def class_of(value: float, edges: Sequence[float]) -> int:
    """Which class a value falls into, from 0."""
    for number, (_, above) in enumerate(pairwise(edges)):
        if value < above:
            return number
    return len(edges) - 2


def province_map(figure: Provincial) -> Markup:
    """The provinces shaded by a figure, with the figure written in each."""
    edges = class_edges(list(figure.values.values()))
    shapes = _shapes()
    points = [point for _, rings in shapes for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    north, south = min(y for _, y in points), max(y for _, y in points)
    size = 300.0
    scale = size / (east - west)

    def place(x: float, y: float) -> tuple[float, float]:
        return 4 + (x - west) * scale, 4 + (y - north) * scale

    height = 8 + (south - north) * scale
    said = "; ".join(f"{name} {spelled(figure.values[name])}" for name in PROVINCES if name in figure.values)
    parts = [_title(f"{figure.label}, {figure.unit}, by province", said)]
    labels = []
    for name, rings in shapes:
        value = figure.values.get(name)
        shade = "missing" if value is None else f"q{_shade(class_of(value, edges), len(edges) - 1)}"
        path = " ".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (place(*point) for point in ring)) + "Z" for ring in rings
        )
        shown = "no value" if value is None else f"{spelled(value)} {figure.unit}"
        parts.append(f"<path class='province {shade}' d='{path}'><title>{escape(name)}: {shown}</title></path>")
        x, y = place(*_middle(max(rings, key=len)))
        text = "–" if value is None else spelled(value)
        # Pyongyang is too small for its figure, which stands beside it on the sea
        if name == "Pyongyang":
            labels.append(f"<path class='lead' d='M{x:.1f} {y:.1f}L{x - 44:.1f} {y + 6:.1f}'/>")
            labels.append(f"<text class='outside' x='{x - 47:.1f}' y='{y + 10:.1f}' text-anchor='end'>{text}</text>")
        else:
            labels.append(f"<text class='on-{shade}' x='{x:.1f}' y='{y + 4:.1f}' text-anchor='middle'>{text}</text>")
    label = escape(f"{figure.label}, {figure.unit}, by province")
    box = f"viewBox='0 0 {size + 8:.0f} {height:.0f}'"
    return Markup(f"<svg class='map' {box} role='img' aria-label='{label}'>{''.join(parts + labels)}</svg>")


def legend(figure: Provincial) -> list[tuple[int, str]]:
    """The classes of a map: shade, and the values in it."""
    edges = class_edges(list(figure.values.values()))
    many = len(edges) - 1
    return [
        (_shade(number, many), f"{_tick(low)} to {'under ' if number < many - 1 else ''}{_tick(high)}")
        for number, (low, high) in enumerate(pairwise(edges))
    ]


def _shade(number: int, classes: int) -> int:
    """Fewer classes than shades are spread over them."""
    return number if classes >= CLASSES else round(number * (CLASSES - 1) / max(1, classes - 1)) if classes > 1 else 2


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of an outline's area."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return (x / (3 * area), y / (3 * area)) if area else ring[0]
