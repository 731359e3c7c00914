"""What life in the Party and the Women's Union must show, on small ensembles of whole countries."""

import numpy as np
import pytest

import whole_country
from allssam.engine import PLAIN, Pipeline
from allssam.mechanisms import party_life, womens_union
from allssam.month import MONTH
from allssam.observe import observe_month
from allssam.world import Bought, Party, Sex, Standing

pytestmark = pytest.mark.skipif(PLAIN, reason="an ensemble of whole countries takes hours in plain Python")

SEEDS = (1, 2)
STEPS = (
    womens_union.collect, party_life.keep_rolls, party_life.attend, party_life.set_prices, party_life.pass_upward, party_life.expel,
)  # fmt: skip
ATTENDING = ("obligations", "markets", "offices", "ruler", "womens_union", "party_life")


def month():
    """The market, the duties and the Party, without what donju and officials do to one another."""
    steps = [step for step in MONTH if step.mechanism in ATTENDING]
    last = next(place for place, step in enumerate(steps) if step.name == "offices.close_month")
    known = {step.name for step in steps}
    return Pipeline(*steps[:last], *(step for step in STEPS if step.name not in known), *steps[last:])


class Past:
    """One run: the world at its end, and its measures over the last year."""

    def __init__(self, seed, months=30, tolerance=0.5, **given):
        pipeline = month()
        self.world = whole_country.world_of(whole_country.country(40_000, seed, 60), seed)
        given = {"ruler": {"tolerance": tolerance}, **given}
        values = {name: made.from_values(given.get(name, {})) for name, made in pipeline.parameter_classes().items()}
        self.measures = {}
        for number in range(months):
            if number and self.world.month % 12 == 0:
                self.world.relayout()
            flows = self.world.advance(
                pipeline, {name: made.in_month(self.world.month) for name, made in values.items()}
            )
            if number >= months - 12:
                for name, place, group, value, _ in observe_month(self.world, flows):
                    if place == "country":
                        self.measures.setdefault((name, group), []).append(value)

    def mean(self, name, group="all"):
        return float(np.mean(self.measures[(name, group)]))

    def cost(self):
        """What the Party costs the households of its members on average, won a month."""
        people = self.world["people"]
        inside = (people["party"] == Party.MEMBER) & (people["standing"] == Standing.FREE) & (people["cell"] >= 0)
        return float(people["attendance_cost"][inside].mean())

    def couples(self):
        """Household rows of couples whose husband is 30 to 49, with his row, and who of them has the card."""
        people = self.world["people"]
        age = (self.world.month - people["birth"].astype(int)) // 12
        free = (people["standing"] == Standing.FREE) & (people["id"] > 0)
        man = np.flatnonzero(free & (people["sex"] == Sex.MAN) & (people["spouse"] >= 0) & (age >= 30) & (age < 50))
        inside = np.isin(people["party"], (Party.MEMBER, Party.CANDIDATE))
        return man, people["household"][man], inside[man], inside[people["spouse"][man]]


def over(pasts, question):
    return float(np.mean([question(past) for past in pasts]))


@pytest.fixture(scope="module")
def pasts():
    return [Past(seed) for seed in SEEDS]


def test_doubling_dues_changes_nothing_noticeable_and_attendance_does(pasts):
    dearer = [Past(seed, party_life={"dues": 0.04}) for seed in SEEDS]
    shorter = [Past(seed, obligations={"party_days": 1.75}) for seed in SEEDS]
    usual = over(pasts, Past.cost)

    assert over(dearer, Past.cost) == pytest.approx(usual, rel=0.03)
    assert over(dearer, lambda past: past.mean("market_days")) == pytest.approx(
        over(pasts, lambda past: past.mean("market_days")), rel=0.01
    )
    assert over(shorter, Past.cost) < 0.85 * usual


def test_members_give_the_market_fewer_days_and_fewer_trips(pasts):
    days = {
        group: over(pasts, lambda past, group=group: past.mean("market_days", group))
        for group in ("men_outside", "men_in_party")
    }
    weeks = {
        group: over(pasts, lambda past, group=group: past.mean("weeks_on_trips", group))
        for group in ("men_outside", "men_in_party")
    }

    assert days["men_in_party"] < 0.85 * days["men_outside"]
    assert weeks["men_in_party"] < 0.7 * weeks["men_outside"]


def test_party_husbands_households_work_and_earn_less_at_the_market(pasts):
    labour, income = [], []
    for past in pasts:
        _, home, his, hers = past.couples()
        homes = past.world["households"]
        party, neither = home[his & ~hers], home[~his & ~hers]
        labour.append(homes["labour"][party].mean() / homes["labour"][neither].mean())
        # the few rich make any mean: everybody counts as if no household had more than five times the middle one
        capped = np.minimum(homes["income"], 5 * np.median(homes["income"][home]))
        income.append(capped[party].mean() / capped[neither].mean())

    assert np.mean(labour) < 0.97
    assert np.mean(income) < 0.97


def test_exemptions_are_scarce_where_little_is_tolerated_and_plentiful_where_much_is():
    strict, lax = ([Past(seed, tolerance=level) for seed in SEEDS] for level in (0.25, 0.85))
    bought = [over(runs, lambda past: past.mean("party_life_bought_off_share")) for runs in (strict, lax)]
    income = [over(runs, lambda past: past.mean("secretary_income_from_exemptions")) for runs in (strict, lax)]

    assert bought[1] > 2 * bought[0]
    assert income[1] > 1.5 * income[0]


def test_effort_moves_to_exemptions_unless_that_link_is_cut(pasts):
    cut = [Past(seed, party_life={"shifts_effort": False}) for seed in SEEDS]

    assert over(cut, lambda past: past.world["cells"]["effort"].mean()) == 0.5
    assert over(pasts, lambda past: past.world["cells"]["effort"].mean()) > 0.6
    assert over(cut, lambda past: past.mean("secretary_income_from_exemptions", "party_life")) < over(
        pasts, lambda past: past.mean("secretary_income_from_exemptions", "party_life")
    )


def test_union_cadres_reach_more_turnover_and_take_more_than_cell_secretaries(pasts):
    assert over(pasts, lambda past: past.mean("market_reach", "union_cadres")) > over(
        pasts, lambda past: past.mean("market_reach", "cell_secretaries")
    )
    assert over(pasts, lambda past: past.mean("union_cadre_income")) > 1.2 * over(
        pasts, lambda past: past.mean("secretary_income_from_exemptions")
    )


def test_what_is_marked_in_the_books_is_so(pasts):
    """Nobody is marked present who was there, and nobody pays for sessions while he is covered."""
    for past in pasts:
        people = past.world["people"]
        bought = people["bought"].astype(int)
        marked = bought & Bought.MARKED_PRESENT > 0

        assert marked.sum() > 50
        assert (bought[marked] & (Bought.PARTY_LIFE | Bought.SESSIONS) > 0).all()
        assert not ((bought & Bought.PARTY_LIFE > 0) & (bought & Bought.SESSIONS > 0)).any()
        assert (people["covered_until"][marked & (bought & Bought.PARTY_LIFE > 0)] >= past.world.month - 1).all()
