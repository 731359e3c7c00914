"""What the ruler must show, on small ensembles: purges as dated, weights that move risk, tolerance that quells, conduct that parts."""

import numpy as np
import pytest

from allssam.engine import PLAIN, Pipeline, World, month_number
from allssam.mechanisms.variants import adaptive
from allssam.month import MONTH
from allssam.observe import observe_month
from allssam.population import Population, draw_country
from allssam.runs.resolving import resolve
from allssam.world import SCHEMA, Event, Target, Tie

pytestmark = pytest.mark.skipif(PLAIN, reason="an ensemble of whole countries takes hours in plain Python")

COURT = ("offices", "ruler", "superiors", "upkeep", "talk", "purges", "fear", "flight", "senior_posts", "lives")
MARKET = ("offices", "ruler", "obligations", "markets", "membership", "fear", "lives")


def month(*mechanisms):
    """The month with some mechanisms alone."""
    return Pipeline(*[step for step in MONTH if step.mechanism in mechanisms])


class Past:
    """Some years from a month on: every event's kind, and measures of the country month by month."""

    def __init__(self, seed, since="2012-01", months=48, pipeline=None, people=10_000, senior_posts=3_000, **given):
        pipeline = pipeline or month(*COURT)
        baseline = resolve("baseline").parameters
        values = {
            name: made.from_values({**baseline.get(name, {}), **given.get(name, {})})
            for name, made in pipeline.parameter_classes().items()
        }
        first = month_number(since)
        drawn = draw_country(people, seed, Population.from_values({"senior_posts": senior_posts}), first)
        self.world = World(SCHEMA, drawn, seed, first)
        self.kinds, self.measures, self.purges = [], {}, []
        for number in range(months):
            if number and self.world.month % 12 == 0:
                self.world.relayout()
            now = self.world.month
            flows = self.world.advance(pipeline, {name: made.in_month(now) for name, made in values.items()})
            told = self.world.events_of_month()
            self.kinds += [] if told is None else told.kind.tolist()
            struck = self.world["purges"]
            self.purges += struck["target"][struck["open"] & (struck["month"] == now)].tolist()
            for name, place, group, value, _ in observe_month(self.world, flows):
                if place == "country":
                    self.measures.setdefault((name, group), []).append(value)
        self.world.close_threads()

    def happened(self, kind):
        return self.kinds.count(int(kind))

    def mean(self, name, group="all", since=0):
        return float(np.mean(self.measures[(name, group)][since:]))


@pytest.fixture(scope="module")
def pasts():
    return [Past(seed) for seed in range(1, 9)]


@pytest.fixture(scope="module")
def spared():
    return [Past(seed, ruler={"purge_intensity": 0.0}) for seed in (1, 2, 3)]


def test_about_130_cadres_fall_in_the_four_years_as_dated(pasts):
    fallen = [past.happened(Event.PURGED) for past in pasts]
    by_year = np.mean([np.add.reduceat(past.measures[("purged", "all")], [0, 12, 24, 36]) for past in pasts], axis=0)

    assert 100 <= np.median(fallen) <= 170, fallen
    assert np.mean(fallen) == pytest.approx(133, abs=3 * np.sqrt(133 / len(fallen)))
    assert by_year == pytest.approx([3, 30, 40, 60], rel=0.35, abs=3)


def test_a_smaller_centre_sees_its_part_of_the_purges():
    fallen = [Past(seed, senior_posts=600).happened(Event.PURGED) for seed in (1, 2, 3)]

    assert np.mean(fallen) * 3_000 / 600 == pytest.approx(133, rel=0.5)


def test_the_army_and_the_party_fall_to_their_share(pasts):
    totals = {group: sum(np.sum(past.measures[("purged", group)]) for past in pasts) for group in ("all", "party", "army")}

    assert totals["party"] > 0
    assert totals["army"] > 0
    assert totals["party"] + totals["army"] <= totals["all"]


def test_without_intensity_nobody_is_purged_and_no_cadre_flees(spared):
    assert all(past.happened(kind) == 0 for past in spared for kind in (Event.PURGED, Event.INVESTIGATED, Event.ORPHANED_CLIENT))
    assert sum(past.happened(Event.ELITE_FLED) for past in spared) <= 1


def test_weights_move_the_risk_and_leave_the_number_alone(pasts):
    none = {"by_challenge": 0.0, "by_known_ties": 0.0, "by_association": 0.0, "by_exposure": 0.0}
    blind = [Past(seed, purges=none) for seed in (1, 2)]
    ties = [Past(seed, purges={**none, "by_known_ties": 0.9, "by_nothing": 0.1}) for seed in (1, 2)]
    orphans = [sum(past.happened(Event.ORPHANED_CLIENT) for past in some) for some in (blind, ties)]
    fallen = [np.mean([past.happened(Event.PURGED) for past in some]) for some in (pasts, blind, ties)]

    assert fallen == pytest.approx([133] * 3, rel=0.25)
    assert {target for past in blind for target in past.purges} == {int(Target.NOTHING)}
    assert orphans[1] > 3 * max(1, orphans[0])


def test_public_conduct_and_private_loyalty_part_under_purges(pasts, spared):
    """Purges draw out conduct and cost loyalty: the gap between the two widens, and widens in years of purge alone."""
    gaps = [[past.mean("public_loyalty", since=24) - past.mean("private_loyalty", since=24) for past in some] for some in (pasts, spared)]
    loyalty = [np.mean([past.mean("private_loyalty", since=24) for past in some]) for some in (pasts, spared)]

    assert min(gaps[0]) > max(gaps[1])
    assert loyalty[0] < loyalty[1]


def test_a_purged_patron_s_post_is_filled_and_some_clients_are_taken_over(pasts):
    assert all(past.mean("senior_posts_vacant") < 0.1 for past in pasts)
    assert sum(past.happened(Event.TAKEN_OVER) for past in pasts) > 0
    for past in pasts:
        ties, people = past.world["ties"], past.world["people"]
        upward = ties["open"] & (ties["kind"] == Tie.UPWARD)
        assert (people["post"][ties["patron"][upward]] >= 0).mean() > 0.9


def test_tolerance_lowers_grievance():
    content = {
        tolerance: [
            Past(seed, months=36, pipeline=month(*MARKET), people=20_000, senior_posts=60, ruler={"tolerance": tolerance}).mean(
                "contentment", since=24
            )
            for seed in (1, 2)
        ]
        for tolerance in (0.15, 0.75)
    }

    assert min(content[0.75]) > max(content[0.15])


def test_an_adaptive_ruler_gives_way_and_strikes_by_what_he_sees():
    """Where people are discontent he tolerates more than the dated ruler does, and his purges are not the dated ones."""
    pipeline = month(*MARKET, *COURT).replace(ruler=adaptive)
    past = Past(1, pipeline=pipeline, months=24, people=20_000, senior_posts=600)

    assert past.measures[("policy", "tolerance")][-1] != past.measures[("policy", "tolerance")][0]
    assert past.measures[("purges_intended", "all")][-1] != 30.0
    assert 0.0 <= past.measures[("policy", "tolerance")][-1] <= 1.0
