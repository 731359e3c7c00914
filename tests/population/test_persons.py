import numpy as np
import pytest

from allssam.evidence import fact_value
from allssam.world import Job, Party, Schooling, Sex, Songbun

AT_WORK = (Job.FARM, Job.INDUSTRY, Job.SERVICES, Job.OFFICIAL)


def test_songbun_runs_in_families_with_the_national_shares(country, near):
    people = country["people"]
    songbun = people["songbun"][country.local]

    for background, expected in ((Songbun.CORE, 0.28), (Songbun.WAVERING, 0.47), (Songbun.HOSTILE, 0.25)):
        assert near(np.mean(songbun == background), expected, len(songbun), clustered=4.0)
    household = people["household"][country.born]
    assert np.all(people["songbun"][country.born] == people["songbun"][country["households"]["head"][household]])


def test_pyongyang_is_a_privilege(country):
    songbun, capital = country["people"]["songbun"], (country.place("people") == 0) & country.born

    assert np.mean(songbun[capital] == Songbun.HOSTILE) < 0.08
    assert np.mean(songbun[capital] == Songbun.CORE) > 0.40


def test_seventy_in_a_hundred_adults_have_an_official_job(country):
    job = country["people"]["job"]
    adult = country.local & (country.age >= 16)
    at_work = np.isin(job, AT_WORK)

    assert at_work[adult].mean() == pytest.approx(0.702, abs=0.008)
    assert np.all(job[country.local & (country.age < 16)] == Job.CHILD)
    assert at_work[adult & (country.age >= 60)].mean() == pytest.approx(0.073, abs=0.01)


def test_branches_are_those_of_the_census(country):
    job = country["people"]["job"][country.local]
    at_work = np.isin(job, AT_WORK).sum()

    assert np.sum(job == Job.FARM) / at_work == pytest.approx(0.36, abs=0.01)
    assert np.sum(job == Job.INDUSTRY) / at_work == pytest.approx(0.237, abs=0.008)


def test_many_wives_in_towns_have_no_job_and_their_husbands_have(country):
    people, adult = country["people"], (country.age >= 30) & (country.age < 55)
    pyongyang = country.place("people") == 0
    at_work = np.isin(people["job"], AT_WORK)

    assert at_work[adult & pyongyang & (people["sex"] == Sex.WOMAN)].mean() < 0.72
    assert at_work[adult & pyongyang & (people["sex"] == Sex.MAN)].mean() > 0.88


def test_who_has_a_job_in_industry_or_on_a_farm_has_a_workplace_of_that_kind_in_his_county(country):
    people, organisations = country["people"], country["organisations"]
    hired = np.isin(people["job"], (Job.FARM, Job.INDUSTRY, Job.OFFICIAL))

    assert np.all(people["workplace"][hired] >= 0)
    assert np.all(people["workplace"][~hired] == -1)
    assert np.all(organisations["county"][people["workplace"][hired]] == people["county"][hired])


def test_one_adult_in_five_is_in_the_party_and_two_in_five_in_pyongyang(country, near):
    adult = country.local & (country.age >= 17)
    member = country["people"]["party"] == Party.MEMBER
    pyongyang = adult & (country.place("people") == 0)

    assert near(member[adult].mean(), fact_value("F241"), adult.sum(), clustered=2.0)
    assert near(member[pyongyang].mean(), fact_value("F013"), pyongyang.sum(), clustered=2.0)
    assert 1.15 <= member[pyongyang].mean() / member[adult].mean() <= 2.5


def test_three_members_in_ten_are_women_and_most_are_past_forty(country):
    member = country.local & (country["people"]["party"] == Party.MEMBER)

    assert np.mean(country["people"]["sex"][member] == Sex.WOMAN) == pytest.approx(0.30, abs=0.012)
    assert np.mean(country.age[member] >= 40) == pytest.approx(0.88, abs=0.015)
    assert country.age[member].min() >= 17


def test_cards_go_by_songbun_and_candidates_are_few(country):
    people, adult = country["people"], country.local & (country.age >= 17)
    share = [np.mean(people["party"][adult & (people["songbun"] == item)] == Party.MEMBER) for item in Songbun]

    assert share[Songbun.HOSTILE] < 0.6 * share[Songbun.WAVERING] < share[Songbun.CORE]
    assert 0 < np.mean(people["party"][adult] == Party.CANDIDATE) < 0.01


def test_schooling_goes_by_songbun_and_children_have_none_beyond_school(country):
    people, grown = country["people"], country.local & (country.age >= 23)
    graduate = people["schooling"] == Schooling.UNIVERSITY

    core, hostile = (graduate[grown & (people["songbun"] == item)].mean() for item in (Songbun.CORE, Songbun.HOSTILE))

    assert 0.05 < graduate[grown].mean() < 0.2
    assert core > 2 * hostile
    assert not graduate[country.age < 23].any()


def test_a_strict_minority_stands_above_seventy_at_every_rank(country):
    people, posts = country["people"], country["posts"]
    integrity = people["integrity"][country.born]
    high = posts["holder"][posts["rank"] >= 3]

    assert 0.12 <= np.mean(integrity > 70) <= 0.15
    assert np.median(integrity) < 50
    assert np.mean(people["integrity"][high] > 70) == pytest.approx(np.mean(integrity > 70), abs=0.03)
    assert integrity.min() >= 1
    assert integrity.max() <= 99


def test_skill_is_log_normal_and_market_sense_lies_in_the_middle(country):
    skill, market_sense = (country["people"][name][country.born] for name in ("skill", "market_sense"))

    assert np.log(skill).std() == pytest.approx(0.35, abs=0.003)
    assert np.median(skill) == pytest.approx(1.0, abs=0.01)
    assert market_sense.mean() == pytest.approx(50, abs=0.5)
