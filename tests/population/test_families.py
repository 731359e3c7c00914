import numpy as np
import pytest

from allssam.evidence import fact_table, fact_value
from allssam.population.families import form_families, pyramid
from allssam.world import Sex

PEOPLE = 60_000


@pytest.fixture(scope="module")
def families():
    return form_families(np.arange(1, PEOPLE + 1), round(PEOPLE / 3.97), 1, pyramid(0.5126))


def members(families):
    """First member of each household, and its size."""
    size = np.bincount(families.household)
    return np.cumsum(size) - size, size


def test_age_groups_are_those_of_the_census(families):
    years, shares = families.age // 12, fact_table("F007")

    assert np.mean(years < 15) == pytest.approx(shares["0-14"], abs=0.002)
    assert np.mean((years >= 15) & (years < 65)) == pytest.approx(shares["15-64"], abs=0.002)
    assert np.mean(years >= 65) == pytest.approx(shares["65 and over"], abs=0.002)


def test_there_are_95_men_to_100_women_and_women_live_longer(families):
    counted = fact_table("F004")
    woman, old = families.sex == Sex.WOMAN, families.age >= 65 * 12

    assert woman.mean() == pytest.approx(counted["female"] / (counted["male"] + counted["female"]), abs=0.001)
    assert woman[~old].mean() < 0.505
    assert woman[old].mean() > 0.6


def test_households_have_the_mean_size_of_the_census(families):
    first, size = members(families)

    assert PEOPLE / len(first) == pytest.approx(3.97, abs=0.01)
    assert size.min() >= 1
    assert np.mean(size == 4) == max(np.mean(size == number) for number in range(1, 12))
    assert np.mean(size > 9) < 0.02


def test_a_husband_is_a_little_older_than_his_wife(families):
    first, _ = members(families)
    heads = first[families.married[first]]
    gap = (families.age[heads] - families.age[heads + 1].astype(int)) / 12

    assert np.all(families.sex[heads] == Sex.MAN)
    assert np.all(families.sex[heads + 1] == Sex.WOMAN)
    assert 1.0 < gap.mean() < 4.0
    assert np.mean(np.abs(gap) > 10) < 0.01


def test_as_many_men_as_women_are_married_and_men_marry_later(families):
    years, man = families.age // 12, families.sex == Sex.MAN
    at = {
        sex: [families.married[(man == sex) & (years == age)].mean() for age in range(20, 40)] for sex in (True, False)
    }
    middle = {sex: 20 + int(np.argmax(np.array(shares) > 0.5)) for sex, shares in at.items()}

    assert families.married[man].sum() == families.married[~man].sum()
    assert 28 <= middle[True] <= 31  # F008: 29.0
    assert 24 <= middle[False] <= 27  # F008: 25.5


def test_children_of_a_couple_are_20_to_40_years_younger_than_the_mother(families):
    first, size = members(families)
    alone = np.bincount(families.household, families.married | (families.age >= 40 * 12)) == 2  # no elders with them
    gaps = []
    for home in np.flatnonzero(families.married[first] & (size >= 3) & alone)[:3_000]:
        mother = int(families.age[first[home] + 1])
        gaps += [(mother - int(age)) / 12 for age in families.age[first[home] + 2 : first[home] + size[home]]]

    assert np.mean([20 <= gap <= 41 for gap in gaps]) > 0.97


def test_no_child_lives_alone(families):
    first, size = members(families)

    assert families.age[first[size == 1]].min() >= 18 * 12
    assert families.age[first].min() >= 18 * 12


def test_some_elders_live_with_a_couple_of_the_next_generation(families):
    first, size = members(families)
    couples = np.bincount(families.household, families.married) / 2
    old = np.bincount(families.household, families.age >= 65 * 12) > 0
    young = families.age[first] < 55 * 12

    assert 0.05 < np.mean(old & young) < 0.30
    assert couples.max() <= 3
    assert np.mean(size == 1) < 0.15


def test_a_handful_of_people_form_households_too():
    for people in (12, 31, 100, 500):
        families = form_families(np.arange(1, people + 1), round(people / 3.97), 1, pyramid(0.5126))

        assert len(families.age) == people
        assert np.array_equal(np.unique(families.household), np.arange(round(people / 3.97)))


def test_the_census_counts_5_9_million_households():
    assert fact_value("F003") * 3.97 == pytest.approx(23_349_859, rel=0.002)
