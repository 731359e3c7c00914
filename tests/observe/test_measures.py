"""Measures: every count and sum equals the same question put to events, flows or people."""

from types import SimpleNamespace

import numpy as np
import pytest

import whole_country
from allssam.month import MONTH
from allssam.observe import MEASURES, measures, observe_month
from allssam.observe.sight import Sight
from allssam.world import PLACES, Event, Flow, Party, Standing, Tie


@pytest.fixture(scope="module")
def seen():
    """A small country after some months: the world, the flows and events of the last month, its measures, and events so far."""
    world = whole_country.world_of(whole_country.country(people=2_000, senior_posts=30))
    values = whole_country.parameters()
    for _ in range(7):
        flows = world.advance(MONTH, {name: made.in_month(world.month) for name, made in values.items()})
    rows = observe_month(world, flows)
    return world, flows, world.events_of_month(), {(name, place, group): value for name, place, group, value, _ in rows}


COUNTS = {
    "secretary_quarrels": [Event.QUARREL],
    "dossiers_filed": [Event.DOSSIER_FILED],
    "cases_opened": [Event.CASE_OPENED],
    "convictions": [Event.CONVICTED],
    "favours_done": [Event.FAVOUR_DONE, Event.FAVOUR_RETURNED],
    "donju_imprisoned": [Event.SENTENCED_PRISON, Event.SENTENCED_CAMP],
    "scapegoated": [Event.SCAPEGOATED],
}


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_equals_the_events_of_the_month(seen, name):
    _, _, told, measured = seen
    events = int(np.isin(told.kind, [int(kind) for kind in COUNTS[name]]).sum())

    assert measured[name, "country", "all"] == events
    assert sum(measured[name, place, "all"] for place in PLACES) == events


def test_favours_were_done_in_that_month(seen):
    assert seen[3]["favours_done", "country", "all"] > 0


@pytest.mark.parametrize(
    ("name", "purpose"), [("rent_paid", Flow.RENT), ("per_diem_paid", Flow.PER_DIEM), ("insurance_paid", Flow.INSURANCE)]
)
def test_a_sum_of_money_equals_the_flow(seen, name, purpose):
    _, flows, _, measured = seen

    assert measured[name, "country", "all"] == pytest.approx(flows[:, :, purpose].sum() / 8_200)


def test_people_are_counted_one_by_one(seen):
    world, _, _, measured = seen
    people = world["people"]
    alive = people["standing"] < Standing.DEAD

    assert measured["population", "country", "all"] == alive.sum()
    assert measured["party_members", "country", "all"] == (alive & (people["party"] == Party.MEMBER)).sum()
    assert measured["people_held", "country", "all"] == (alive & (people["standing"] != Standing.FREE)).sum()


def test_ties_and_donju_are_those_that_are_open(seen):
    world, _, _, measured = seen
    ties, donju = world["ties"], world["businesses"]

    assert measured["ties", "country", "all"] == ties["open"].sum() > 0
    assert measured["ties", "country", "client"] == (ties["open"] & (ties["kind"] == Tie.CLIENT)).sum()
    assert measured["donju", "country", "all"] == donju["open"].sum() > 0


def test_shares_lie_between_nothing_and_all(seen):
    for (name, place, group), value in seen[3].items():
        if MEASURES[name].unit.startswith("share"):
            assert 0.0 <= value <= 1.0, (name, place, group, value)


def test_a_feud_branches_by_the_acts_that_answer_earlier_ones():
    quarrel, courting, lost_dispute, refusal = 5, 6, 7, 8
    world = {
        "counties": {"place": np.zeros(1, np.int8)},
        "feuds": {"because": np.array([quarrel, courting]), "quarrelled": np.array([1361, 0])},
        "grudges": {"because": np.array([lost_dispute, refusal]), "out_of_feud": np.array([True, False])},
    }
    told = (
        (Event.DOSSIER_WRITTEN, quarrel), (Event.DOSSIER_WRITTEN, courting), (Event.QUARREL, lost_dispute),
        (Event.WORKER_ARRESTED, refusal), (Event.PRESS_REFUSED, quarrel),
    )  # fmt: skip
    kind, because = np.array(told).T
    month = SimpleNamespace(kind=kind, because=because, county=np.zeros(len(told), np.int64))

    assert measures.feud_branching_ratio(Sight(world, None, month))["country", "all"] == 2 / 4


def test_every_measure_has_a_unit_and_a_meaning():
    assert all(item.unit and item.meaning and item.scope in ("local", "central") for item in MEASURES.values())
    assert len(MEASURES) > 45
