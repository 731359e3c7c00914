import numpy as np
import pytest

from allssam.population import Population
from allssam.population.offices import plan_offices
from allssam.population.places import draw_places
from allssam.world import CENTRE, Job, Office, Party, Post, Sex, Songbun

EVERYWHERE = (
    Office.FACTORY, Office.PARTY_COMMITTEE, Office.PROSECUTION, Office.POLICE, Office.SECURITY, Office.MARKET,
    Office.FARM, Office.WOMENS_UNION, Office.ADMINISTRATION,
)  # fmt: skip


@pytest.fixture(scope="module")
def full():
    """Places, organisations and posts of a country of full size, before anybody is drawn."""
    p = Population().in_month(0)
    places = draw_places(24_000_000, 1, p)
    return places, *plan_offices(places, p)


def of_kind(posts, office, kind):
    return (posts["office"] == office) & (posts["kind"] == kind)


def test_every_county_has_every_office(country):
    organisations = country["organisations"]

    for office in EVERYWHERE:
        assert np.bincount(organisations["county"][organisations["kind"] == office])[: country.centre].min() >= 1


def test_a_prosecutors_office_has_at_least_four(country):
    posts = country["posts"]
    there = posts["office"] == Office.PROSECUTION

    assert np.bincount(posts["county"][there]).min() >= 4
    for kind in (Post.HEAD, Post.PARTY_SECRETARY, Post.INVESTIGATOR, Post.TRIAL_PROSECUTOR):
        assert np.bincount(posts["county"][of_kind(posts, Office.PROSECUTION, kind)]).min() >= 1


def test_stations_lie_on_the_coast_and_companies_where_trade_is(country):
    counties, organisations = country["counties"], country["organisations"]
    county = organisations["county"]
    stations = county[np.isin(organisations["kind"], (Office.FISHERIES, Office.MILITARY_BASE))]
    companies = county[organisations["kind"] == Office.TRADE_COMPANY]

    assert set(stations) == set(np.flatnonzero(counties["coastal"]))
    assert set(companies) == set(np.flatnonzero(counties["border"] | (counties["place"] == 0)))


def test_a_full_country_has_200_to_250_trade_companies(full):
    _, organisations, _ = full

    assert 200 <= np.sum(organisations["kind"] == Office.TRADE_COMPANY) <= 250


def test_charge_is_about_one_in_a_full_size_county(full):
    places, _, posts = full
    local = posts["county"] < len(places["people"]) - 1

    for kind in Post:
        if kind == Post.CENTRAL_CADRE:
            continue
        assert posts["charge"][local & (posts["kind"] == kind)].mean() == pytest.approx(1.0, abs=0.25), kind.name


def test_charge_is_a_sixth_in_a_county_of_20_000_for_posts_of_which_each_county_has_one(country):
    posts, counties = country["posts"], country["counties"]
    heads = of_kind(posts, Office.PROSECUTION, Post.HEAD)

    assert posts["charge"][heads] == pytest.approx(counties["people"][posts["county"][heads]] / 120_000)
    assert 0.05 < posts["charge"][heads].mean() < 0.3


def test_what_officials_can_do_per_head_is_the_same_in_small_and_full_countries(full, country):
    _, _, posts = full
    small = country["posts"]

    for office, kind in (
        (Office.POLICE, Post.OFFICER),
        (Office.PROSECUTION, Post.INVESTIGATOR),
        (Office.FACTORY, Post.MANAGER),
    ):
        per_head = posts["charge"][of_kind(posts, office, kind)].sum() / 24_000_000
        assert small["charge"][of_kind(small, office, kind)].sum() / 250_000 == pytest.approx(per_head, rel=0.02)


def test_officials_are_some_two_to_three_in_a_thousand(full, country):
    places, _, posts = full

    assert 0.0015 < np.sum(posts["rank"] < 6) / 24_000_000 < 0.003
    assert 0.002 < np.sum(country["posts"]["rank"] < 6) / 250_000 < 0.004


def test_cadres_are_party_members_of_28_to_60_and_mostly_men(country):
    people, posts = country["people"], country["posts"]
    local = (posts["rank"] < 6) & (posts["kind"] != Post.UNION_CADRE)
    holder = posts["holder"][local]
    cadre = holder[~np.isin(posts["kind"][local], (Post.UNIT_LEADER, Post.CAPTAIN))]

    assert holder.min() >= 0
    assert np.all(people["party"][cadre] == Party.MEMBER)
    assert np.all(people["job"][holder] == Job.OFFICIAL)
    assert country.age[holder].min() >= 28
    assert country.age[holder].max() < 60
    assert np.mean(people["sex"][holder] == Sex.WOMAN) < 0.2
    assert np.mean(people["songbun"][cadre] == Songbun.HOSTILE) < 0.05


def test_cadres_of_the_womens_union_are_women(country):
    people, posts = country["people"], country["posts"]
    union = posts["holder"][posts["kind"] == Post.UNION_CADRE]

    assert np.all(people["sex"][union] == Sex.WOMAN)
    assert np.all(people["party"][union] == Party.MEMBER)


def test_heads_of_counties_are_older_than_leaders_of_work_units(country):
    posts = country["posts"]
    age = country.age[posts["holder"]]

    assert age[posts["rank"] == 4].mean() > age[posts["rank"] == 2].mean() + 5


def test_factories_have_a_manager_a_secretary_spaces_and_workers(country):
    organisations, posts = country["organisations"], country["posts"]
    factory = organisations["kind"] == Office.FACTORY

    assert np.all(posts["kind"][organisations["head"][factory]] == Post.MANAGER)
    assert np.all(posts["kind"][organisations["secretary"][factory]] == Post.PARTY_SECRETARY)
    assert set(organisations["spaces"][factory]) <= {4, 5, 6, 7, 8}
    assert not organisations["spaces"][~factory].any()
    assert organisations["workers"][factory].min() > 200
    assert 500 < organisations["workers"][factory].mean() < 1_500  # 2.9 million in 2,971 plants


def test_a_village_secretary_sits_beside_the_unit_leaders_of_a_farm(country):
    organisations, posts = country["organisations"], country["posts"]
    farm = organisations["kind"] == Office.FARM

    assert np.all(posts["kind"][organisations["head"][farm]] == Post.UNIT_LEADER)
    assert np.all(posts["kind"][organisations["secretary"][farm]] == Post.VILLAGE_SECRETARY)


def test_the_centre_has_3_000_senior_posts_each_with_a_household_of_his_own(country):
    posts, people = country["posts"], country["people"]
    senior = posts["rank"] == 6

    assert senior.sum() == 3_000
    assert np.all(country.place("posts")[senior] == CENTRE)
    assert set(posts["office"][senior]) == {Office.CENTRAL_PARTY, Office.CABINET, Office.ARMY_COMMAND, Office.MISSION}
    assert len(np.unique(people["household"][posts["holder"][senior]])) == 3_000
