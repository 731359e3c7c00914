"""What fear and flight must show, on small ensembles of whole countries with a Centre of its full size."""

from collections import Counter

import numpy as np
import pytest

import whole_country
from allssam.engine import PLAIN
from allssam.month import MONTH
from allssam.observe import observe_month
from allssam.world import CENTRE, Event, Office, Standing

pytestmark = pytest.mark.skipif(PLAIN, reason="an ensemble of whole countries takes hours in plain Python")

SEEDS = (1, 2, 3)
QUIET, STRUCK = 12, 30  # months before the purge, and in all
PURGE = {"2009-01": 0.0, "2010-01": 300.0, "2010-07": 0.0}
CALM = ("rivalry", "disputes", "justice", "scapegoating", "purges", "party_life")
"""Whatever penalises a cadre."""
ALL_ELITE = (Event.ELITE_FLED, Event.RETREATED, Event.TURNED_COLD, Event.FEAR_HINTED)


class Past:
    """One run: what was told, measures by month, and the world at its end."""

    def __init__(self, seed, months=STRUCK, pipeline=MONTH, people=20_000, **given):
        self.world = whole_country.world_of(whole_country.country(people, seed, 3_000), seed)
        values = {name: made.from_values(given.get(name, {})) for name, made in pipeline.parameter_classes().items()}
        self.told, self.kind, self.measures = [], {}, {}
        for number in range(months):
            if number and self.world.month % 12 == 0:
                self.world.relayout()
            flows = self.world.advance(
                pipeline, {name: made.in_month(self.world.month) for name, made in values.items()}
            )
            events = self.world.events_of_month()
            if events is not None:
                for row in zip(events.id, events.kind, events.who, events.because, events.county, strict=True):
                    self.kind[int(row[0])] = Event(int(row[1]))
                    self.told.append((number, Event(int(row[1])), int(row[2]), int(row[3]), int(row[4])))
            for name, place, group, value, _ in observe_month(self.world, flows):
                if group == "all":
                    self.measures.setdefault((name, place), {})[number] = value
        self.world.close_threads()

    def count(self, *kinds, since=0, until=STRUCK):
        return sum(since <= month < until and kind in kinds for month, kind, _, _, _ in self.told)

    def mean(self, name, place="country", since=0, until=STRUCK):
        return float(
            np.mean([value for month, value in self.measures[(name, place)].items() if since <= month < until])
        )

    def causes(self, kind):
        return Counter(self.kind.get(because) for _, told, _, because, _ in self.told if told == kind)


def over(pasts, question):
    return float(np.mean([question(past) for past in pasts]))


@pytest.fixture(scope="module")
def struck():
    """A quiet year, half a year of purges at the rate of 300 a year, and a year after."""
    return [Past(seed, ruler={"purges_a_year": PURGE}) for seed in SEEDS]


@pytest.mark.parametrize("seed", SEEDS)
def test_without_purge_and_penalty_no_cadre_fears_or_flees(seed):
    calm = MONTH.without(
        *[step.name for step in MONTH if step.mechanism in CALM or step.name == "trade.watch_partners"]
    )
    past = Past(seed, 18, calm, people=20_000, ruler={"purge_intensity": 0.0})

    assert past.count(*ALL_ELITE) == 0
    assert not past.world["people"]["fear"].any()
    assert past.mean("cadre_coldness", until=18) == 0


def test_exits_cluster_after_the_purges(struck):
    before = over(struck, lambda past: past.count(Event.ELITE_FLED, until=QUIET) / QUIET)
    after = over(struck, lambda past: past.count(Event.ELITE_FLED, since=QUIET, until=QUIET + 12) / 12)

    assert after > 3 * before
    assert after > 0.5


def test_one_flight_begets_fewer_than_one(struck):
    causes = sum((past.causes(Event.ELITE_FLED) for past in struck), Counter())
    branching = causes[Event.ELITE_FLED] / sum(causes.values())

    assert sum(causes.values()) > 30
    assert 0.05 < branching < 0.8


def test_every_flight_of_a_cadre_has_a_cause_that_frightened_him(struck):
    causes = sum((past.causes(Event.ELITE_FLED) for past in struck), Counter())

    assert causes[Event.PURGED] > causes[Event.ELITE_FLED]
    assert causes[None] == 0


def test_exposed_officials_flee_at_least_twice_as_often(struck):
    exposed, others, fled_exposed, fled_others = 0, 0, 0, 0
    for past in struck:
        posts, flights = past.world["posts"], past.world["flights"]
        abroad = np.isin(posts["office"], (Office.MISSION, Office.TRADE_COMPANY))
        fled = np.isin(flights["office"], (Office.MISSION, Office.TRADE_COMPANY)) & flights["elite"]
        exposed += abroad.sum()
        others += (~abroad).sum()
        fled_exposed += fled.sum()
        fled_others += (flights["elite"] & ~fled).sum()

    assert fled_exposed / exposed > 2 * fled_others / others


def test_fear_stays_between_nothing_and_all_and_comes_down_again(struck):
    purge = over(struck, lambda past: past.mean("cadre_fear", since=QUIET, until=QUIET + 6))

    assert 0.2 < purge < 0.8
    assert over(struck, lambda past: past.measures[("cadre_fear", "country")][STRUCK - 1]) < 0.6 * over(
        struck, lambda past: past.measures[("cadre_fear", "country")][QUIET + 5]
    )


def test_coldness_starts_at_the_centre(struck):
    for past in struck:
        centre = [past.measures[("cadre_coldness", "centre")][QUIET + month] for month in range(6)]
        county = [past.measures[("cadre_coldness", "South Pyongan")][QUIET + month] for month in range(6)]

        assert centre[0] > county[0]
        assert sum(centre) > 2 * sum(county)


def test_public_and_private_loyalty_part(struck):
    before = over(
        struck,
        lambda past: (
            past.mean("public_loyalty", "centre", until=QUIET) - past.mean("private_loyalty", "centre", until=QUIET)
        ),
    )
    after = over(
        struck,
        lambda past: (
            past.mean("public_loyalty", "centre", QUIET, QUIET + 6)
            - past.mean("private_loyalty", "centre", QUIET, QUIET + 6)
        ),
    )

    assert after > before + 0.1
    assert over(struck, lambda past: past.mean("private_loyalty", "centre", QUIET, QUIET + 12)) < over(
        struck, lambda past: past.mean("private_loyalty", "centre", until=QUIET)
    )


def test_cadres_retreat_at_least_twice_as_often_in_a_year_of_purges(struck):
    before = over(struck, lambda past: past.count(Event.RETREATED, until=QUIET))

    assert over(struck, lambda past: past.count(Event.RETREATED, since=QUIET, until=QUIET + 12)) > 2 * before


def test_the_public_becomes_less_sure(struck):
    assert over(struck, lambda past: past.mean("perceived_stability", since=QUIET + 6, until=QUIET + 12)) < over(
        struck, lambda past: past.mean("perceived_stability", since=QUIET - 3, until=QUIET)
    )


def test_tolerance_contents():
    strict, lax = (
        over(
            [Past(seed, 18, ruler={"tolerance": level}) for seed in SEEDS[:2]],
            lambda past: past.mean("contentment", since=6, until=18),
        )
        for level in (0.2, 0.8)
    )

    assert lax > strict + 0.03


def test_fewer_ordinary_people_leave_as_the_border_closes():
    """The same year twice; ten times as many leave as in fact, so that a small country shows it."""
    open_border, shut = (
        over(
            [
                Past(seed, 12, flight={"leaves": 0.2}, ruler={"border_closed": closed, "surveillance": watched})
                for seed in SEEDS[:2]
            ],
            lambda past: past.count(Event.LEFT_COUNTRY, until=12),
        )
        for closed, watched in ((0.1, 0.3), (0.8, 0.7))
    )

    assert open_border > 5
    assert shut < 0.6 * open_border


def test_who_has_fled_holds_nothing_any_more(struck):
    for past in struck:
        people, posts, cells = past.world["people"], past.world["posts"], past.world["cells"]
        abroad = np.flatnonzero(people["standing"] == Standing.ABROAD)

        assert len(abroad) == past.count(Event.ELITE_FLED, Event.LEFT_COUNTRY)
        assert (people["post"][abroad] < 0).all()
        assert (people["spouse"][abroad] < 0).all()
        assert (people["cell"][abroad] < 0).all()
        assert (people["workplace"][abroad] < 0).all()
        assert not np.isin(posts["holder"], abroad).any()
        assert not np.isin(cells["secretary"], abroad).any()
        assert not np.isin(past.world["households"]["head"], abroad).any()


def test_the_centre_has_its_full_size(struck):
    """Otherwise counts of cadres mean nothing."""
    posts, counties = struck[0].world["posts"], struck[0].world["counties"]

    assert (counties["place"][posts["county"]] == CENTRE).sum() == 3_000
