"""Pages of studies: answers say what their figures say, and no more."""

import importlib.util
from pathlib import Path

import pytest

from allssam.runs.scenario import shipped

STUDIES = Path(__file__).resolve().parents[2] / "studies"


def study(name):
    spec = importlib.util.spec_from_file_location(f"study_{name}", STUDIES / name / "study.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scenarios():
    return study("scenarios")


@pytest.fixture(scope="module")
def lesions():
    return study("lesions")


def row(**changes):
    made = {
        "scenario": "no_purges", "step": "ssam.seek_backers", "fault": "", "events": "-12.5", "measure": "cadre_fear", "group": "all",
        "figure": "mean over the run", "unit": "0 to 1", "a": 0.30, "b": 0.10, "difference": -0.20,
        "low": -0.25, "high": -0.15, "pairs": 20,
    }  # fmt: skip
    return made | changes


def test_every_scenario_that_differs_from_the_baseline_is_asked_something(scenarios):
    assert set(scenarios.ASKED) == set(shipped()) - {"baseline", "validation"}
    assert all(question.endswith((".", "?")) for question in scenarios.questions().values())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "`cadre_fear` falls from 0.3 to 0.1 (−0.2 [−0.25, −0.15])"),
        ({"low": -0.5, "high": 0.1}, "`cadre_fear` does not clearly differ (0.3 and 0.1; −0.2 [−0.5, 0.1])"),
        ({"low": None, "high": None}, "`cadre_fear` is 0.3 and 0.1 (one pair, no interval)"),
        (
            {"b": 0.5, "difference": 0.2, "low": 0.1, "high": 0.3, "group": "men"},
            "(men) rises from 0.3 to 0.5 (0.2 [0.1, 0.3])",
        ),
    ],
)
def test_a_clause_says_which_way_only_where_the_interval_does(scenarios, changes, says):
    assert scenarios.clause(row(**changes)).endswith(says)


def test_an_answer_names_what_was_asked_and_is_not_measured(scenarios):
    said, told = scenarios.answer([row()], [("cadre_fear", "all", scenarios.RUN), ("courage", "all", scenarios.RUN)])

    assert [item["measure"] for item in told] == ["cadre_fear"]
    assert said.endswith("Not measured: `courage`.")


def test_what_moved_most_besides_leaves_out_what_was_answered_and_what_may_be_chance(scenarios):
    rows = [row(), row(measure="ties"), row(measure="donju", low=-1, high=1), row(measure="leases", group="men")]

    assert [item["measure"] for item in scenarios.moved_most(rows, rows[:1])] == ["ties"]


def test_the_page_of_lesions_has_a_line_for_each_step(lesions):
    from allssam.month import MONTH

    page = lesions.page()

    assert all(f"| `{step.name}` |" in page for step in MONTH)


def test_a_lesion_is_told_in_per_cent_of_the_whole_month(lesions):
    assert lesions.moved(row()) == "`cadre_fear` −67 %"
    assert lesions.moved(row(a=0.0, b=2.0)) == "`cadre_fear` (from 0 to 2)"
    assert lesions.moved(row(unit="none left")) == "`cadre_fear` (none left)"
