from pathlib import Path

import numpy as np
import pytest

import allssam.report
from allssam.report.charts import axis_ticks, class_edges, class_of, line_chart, province_map
from allssam.report.figures import Provincial, Series, spelled, year_figure
from allssam.world import PROVINCES

MONTHS = tuple(f"{2010 + at // 12}-{at % 12 + 1:02d}" for at in range(24))


def series(values, measure="donju", unit="people"):
    return Series(measure, "Donju", unit, "", "local", MONTHS, np.atleast_2d(np.array(values, float)))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (3, 7), (0.7, 0.74), (0, 0), (5, 5), (1_000, 9_999_999), (-3, 4)])
def test_ticks_enclose_the_values_in_few_even_steps(low, high):
    ticks = axis_ticks(low, high)

    assert ticks[0] <= low <= high <= ticks[-1]
    assert 2 <= len(ticks) <= 7
    assert np.allclose(np.diff(ticks), ticks[1] - ticks[0])


def test_an_axis_begins_at_zero_unless_all_values_lie_far_above_it():
    assert axis_ticks(40, 100)[0] == 0
    assert axis_ticks(90, 100)[0] > 0


@pytest.mark.parametrize("values", [[1, 2, 3], [0, 0.001], [5], [8.19, 10.1], [0, 0, 0], [2.12, 2.81, 2.15]])
def test_every_value_falls_into_one_of_at_most_five_classes(values):
    edges = class_edges(values)

    assert len(edges) <= 6
    assert all(0 <= class_of(value, edges) <= len(edges) - 2 for value in values)
    assert edges[0] <= min(values)
    assert edges[-1] >= max(values)


def test_the_map_has_all_ten_provinces_and_eleven_outlines_or_more():
    drawn = province_map(
        Provincial("Donju", "per 1,000 people", "", {name: 1.0 * at for at, name in enumerate(PROVINCES)})
    )

    assert drawn.count("<path class='province") == len(PROVINCES)
    assert all(f"<title>{name}: " in drawn for name in PROVINCES)
    hamgyong = drawn[drawn.index("<title>North Hamgyong") - 12_000 : drawn.index("<title>North Hamgyong")]
    assert hamgyong[hamgyong.rindex("<path") :].count("Z") == 2  # with Rason


def test_a_province_without_a_value_is_drawn_and_says_so():
    drawn = province_map(Provincial("Donju", "per 1,000 people", "", {"Jagang": 1.0, "Kangwon": 2.0}))

    assert "Ryanggang: no value" in drawn


def test_the_outlines_are_package_data():
    assert (Path(allssam.report.__file__).parent / "kp_provinces.geojson").is_file()


def test_a_line_breaks_where_months_have_no_value():
    values = [1.0] * 5 + [np.nan] * 3 + [2.0] * 16

    assert line_chart(series(values)).count("<polyline class='monthly'") == 2


def test_a_series_without_any_value_is_said_to_have_none():
    assert "No value" in line_chart(series([np.nan] * 24))


def test_what_stands_is_averaged_over_a_year_and_what_happens_is_summed():
    standing, happening = series([2.0] * 24), series([2.0] * 24, "convictions", "convictions")

    assert year_figure(standing, "2011").value == "2"
    assert year_figure(happening, "2011").value == "24"
    assert happening.yearly_unit == "convictions a year"


def test_shares_are_shown_in_per_cent():
    item = series([0.741] * 24, "market_share_of_income", "share of household income")

    assert item.shown_unit == "% of household income"
    assert year_figure(item, "2010").value == "74.1"


def test_several_runs_give_a_spread_and_one_gives_none():
    assert year_figure(series([[1.0] * 24, [3.0] * 24]), "2010").spread == "1 to 3"
    assert year_figure(series([1.0] * 24), "2010").spread == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (7, "7"), (1_234.4, "1,234"), (74.14, "74.1"), (5.678, "5.68"), (0.0123, "0.012"), (float("nan"), "–")],
)
def test_figures_have_about_three_digits(value, said):
    assert spelled(value) == said
