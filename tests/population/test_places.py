import numpy as np
import pytest

from allssam.evidence import fact_table, fact_value
from allssam.population import Population
from allssam.population.places import BORDER, COAST, census, draw_places, official_markets
from allssam.world import CENTRE, PROVINCES

CENSUS = 23_349_859


def places_of(people, seed=1, **given):
    return draw_places(people, seed, Population(**given).in_month(0))


@pytest.fixture(scope="module")
def full():
    return places_of(CENSUS)


def test_a_country_of_census_size_has_the_census_province_by_province(full):
    found = np.bincount(full["place"], full["people"])[:CENTRE]

    assert found.tolist() == census().tolist()


def test_a_full_country_has_200_counties_that_differ_in_size(full):
    sizes = full["people"][:-1]

    assert len(sizes) == 200
    assert sizes.min() > 40_000
    assert sizes.max() < 300_000
    assert sizes.std() > 10_000


def test_a_smaller_country_is_a_sample_of_counties_of_about_20_000_people():
    places = places_of(250_000)

    assert len(places["people"]) - 1 == 12
    assert set(places["place"][:-1]) == set(range(len(PROVINCES)))
    assert places["people"][:-1].sum() == 250_000


def test_the_smallest_country_has_one_county_a_province():
    places = places_of(1_000)

    assert places["place"].tolist() == [*range(len(PROVINCES)), CENTRE]
    assert places["people"][:-1].sum() == 1_000


def test_the_centre_is_extra_and_never_scaled():
    for people in (1_000, 250_000):
        places = places_of(people)

        assert places["people"][-1] == 3_000
        assert places["capital"][-1]


def test_official_markets_are_those_counted_in_each_province(full):
    found = np.bincount(full["place"], full["markets"])[:CENTRE]

    assert found.sum() == fact_value("F104") == 404
    assert found.tolist() == official_markets().tolist()
    assert found[PROVINCES.index("South Pyongan")] == 65 + 21
    assert found[PROVINCES.index("North Hamgyong")] == 46 + 4
    assert full["markets"][:-1].min() >= 1


def test_factories_are_those_named_shared_out_as_state_firms_are(full):
    found = np.bincount(full["place"], full["factories"])[:CENTRE]
    firms = fact_table("F049")

    assert abs(found.sum() - fact_value("F048")) <= 10
    assert found[0] / found.sum() == pytest.approx(firms["Pyongyang"] / sum(firms.values()), abs=0.01)
    assert full["factories"][:-1].min() >= 3


def test_a_sample_of_counties_has_its_share_of_markets_and_factories():
    places = places_of(2_500_000)
    size = 2_500_000 / CENSUS

    assert places["markets"].sum() >= 125  # at least one in every county
    assert places["factories"].sum() >= 2971 * size * 0.98


def test_stall_places_go_by_the_markets_of_the_province(full):
    places = np.bincount(full["place"], full["stall_places"])[:CENTRE]

    assert places.sum() / CENSUS == pytest.approx(0.0454, abs=1e-4)
    assert places / places.sum() == pytest.approx(official_markets() / 404, abs=1e-3)


def test_townspeople_are_those_of_the_census_whatever_the_sample():
    for people in (1_000, 250_000, CENSUS):
        places = places_of(people)

        urban = np.average(places["urban"][:-1], weights=places["people"][:-1])
        assert urban == pytest.approx(fact_value("F005"), abs=1e-6)


def test_pyongyang_is_more_of_a_town_than_south_hwanghae(full):
    town = {name: full["urban"][full["place"] == PROVINCES.index(name)].mean() for name in PROVINCES}

    assert town["Pyongyang"] > 0.75
    assert town["South Hwanghae"] < 0.5


def test_coast_and_border_lie_where_they_are(full):
    for mark, provinces in (("coastal", COAST), ("border", BORDER)):
        for place, name in enumerate(PROVINCES):
            marked = full[mark][full["place"] == place]
            assert marked.any() == (name in provinces)
            assert not marked.all()


def test_pyongyang_and_the_centre_are_the_capital(full):
    assert np.array_equal(full["capital"], np.isin(full["place"], (0, CENTRE)))
