"""Party cells as they are drawn: who belongs to which, and who leads them."""

import numpy as np
import pytest

from allssam.world import Cell, Job, Office, Party, Sex

ADULT = 17


@pytest.fixture(scope="module")
def people(country):
    return country["people"]


def members_of(people):
    return np.isin(people["party"], (Party.MEMBER, Party.CANDIDATE))


def test_everybody_grown_outside_the_centre_has_a_cell_and_no_child_has(country, people):
    grown = country.local & (country.age >= ADULT) & (people["id"] > 0)

    assert (people["cell"][grown] >= 0).all()
    assert (people["cell"][country.local & (country.age < ADULT)] == -1).all()


def test_a_cell_has_about_twenty_members(country, people):
    cells = country["cells"]
    counted = np.bincount(people["cell"][members_of(people) & (people["cell"] >= 0)], minlength=cells.count)

    assert np.array_equal(counted, cells["members"])
    assert 18 < counted.mean() < 22
    assert np.percentile(counted, 5) >= 5
    assert np.percentile(counted, 99) <= 35


def test_men_and_women_at_work_have_cells_of_their_own_and_neighbourhoods_the_rest(country, people):
    cell = people["cell"]
    has = cell >= 0
    kind = country["cells"]["kind"][cell[has]]
    at_work = (people["job"][has] >= Job.FARM) & (people["job"][has] <= Job.OFFICIAL)
    woman = people["sex"][has] == Sex.WOMAN

    assert np.array_equal(kind == Cell.NEIGHBOURHOOD, ~at_work)
    assert np.array_equal(kind == Cell.WOMEN_AT_WORK, at_work & woman)


def test_workers_of_a_plant_meet_at_the_plant(country, people):
    worker = np.flatnonzero((people["job"] == Job.INDUSTRY) & (people["cell"] >= 0))

    assert np.array_equal(country["cells"]["organisation"][people["cell"][worker]], people["workplace"][worker])


def test_only_plants_and_farms_have_cells_of_their_own(country):
    there = country["cells"]["organisation"]

    assert set(country["organisations"]["kind"][there[there >= 0]].tolist()) <= {Office.FACTORY, Office.FARM}


def test_neighbours_of_one_household_belong_to_one_neighbourhood(country, people):
    cell, home = people["cell"], people["household"]
    here = np.flatnonzero((cell >= 0) & (home >= 0))
    here = here[country["cells"]["kind"][cell[here]] == Cell.NEIGHBOURHOOD]
    pairs = np.unique(np.stack([home[here], cell[here]]), axis=1)

    assert len(np.unique(home[here])) == pairs.shape[1]


def test_the_secretary_is_a_member_of_thirty_to_sixty_without_a_post(country, people):
    cells = country["cells"]
    led = cells["secretary"] >= 0
    secretary = cells["secretary"][led]

    assert led.mean() > 0.95
    assert np.array_equal(people["cell"][secretary], np.flatnonzero(led))
    assert (people["party"][secretary] == Party.MEMBER).all()
    assert (people["post"][secretary] == -1).all()
    assert ((country.age[secretary] >= 30) & (country.age[secretary] < 60)).all()


def test_cells_are_numbered_from_one_in_county_order(country):
    cells = country["cells"]

    assert np.array_equal(cells["number"], 1 + np.arange(cells.count))
    assert (np.diff(cells["county"].astype(int)) >= 0).all()


def test_smaller_cells_are_more_and_move_no_other_draw(drawn_country):
    usual, small = drawn_country(20_000), drawn_country(20_000, cell_size=10)

    assert small["cells"].count > 1.5 * usual["cells"].count
    assert np.array_equal(usual["people"]["skill"], small["people"]["skill"])
    assert np.array_equal(usual["people"]["post"], small["people"]["post"])
