"""Stations and first crews, companies and their first people, herds: in full for a full-size place, by people elsewhere."""

import numpy as np
import pytest

from allssam.population.checking import check_country
from allssam.world import ALL_MONTH, Job, Office, Post, Sex, Standing


@pytest.fixture(scope="module")
def shores(drawn_country):
    return drawn_country(120_000, coastal_share=1.0, border_share=1.0, people_per_station=8_000, senior_posts=60)


def test_the_country_still_holds_together(shores):
    assert check_country(shores.tables) == []


def test_stations_stand_on_the_coast_each_under_the_base_of_its_county(shores):
    stations, organisations = shores["stations"], shores["organisations"]

    assert shores["counties"]["coastal"][stations["county"]].all()
    assert (organisations["kind"][stations["organisation"]] == Office.FISHERIES).all()
    assert (organisations["kind"][stations["base"]] == Office.MILITARY_BASE).all()
    assert (organisations["county"][stations["base"]] == stations["county"]).all()


def test_places_go_with_the_size_of_a_station_and_five_to_seven_in_thirty_are_the_bases(shores):
    stations, organisations, posts = shores["stations"], shores["organisations"], shores["posts"]
    places = organisations["places"][stations["organisation"]]
    charge = posts["charge"][organisations["head"][stations["organisation"]]]

    assert (np.abs(places - 30 * charge) <= 1).all()
    assert 5 / 30 - 0.04 < stations["requests"].sum() / places.sum() < 7 / 30 + 0.04


def test_first_crews_fill_the_places_and_are_men_who_could_be_hired(shores):
    crews, people, stations = shores["crews"], shores["people"], shores["stations"]
    person, captain = crews["person"], crews["captain"]
    size = np.bincount(crews["station"], minlength=stations.count)
    asked = np.bincount(crews["station"][crews["requested"]], minlength=stations.count)

    assert (size == shores["organisations"]["places"][stations["organisation"]]).all()
    assert (asked == stations["requests"]).all()
    assert (people["county"][person] == crews["county"]).all()
    assert (people["sex"][person[~captain]] == Sex.MAN).all()
    assert (people["post"][person[~captain]] < 0).all()
    assert (shores["posts"]["kind"][people["post"][person[captain]]] == Post.CAPTAIN).all()
    assert ((shores.age[person[~captain]] >= 18) & (shores.age[person[~captain]] < 55)).all()
    assert not np.isin(person, shores["cells"]["secretary"]).any()


def test_nobody_serves_twice_and_whoever_serves_is_away_all_month(shores):
    people = shores["people"]
    serving = np.concatenate([shores["crews"]["person"], shores["staff"]["person"]])

    assert len(np.unique(serving)) == len(serving)
    assert set(np.flatnonzero(people["weeks_away"] == ALL_MONTH)) == set(serving)
    assert (people["days"][serving] == 0).all()
    assert (people["standing"][serving] == Standing.FREE).all()
    assert (people["job"][serving] != Job.CHILD).all()


def test_first_people_of_companies_are_nobodys_choice(shores, near):
    """Where nobody has weighed a card yet, members are as frequent as among those who could be taken on."""
    people, staff, counties = shores["people"], shores["staff"], shores["counties"]
    could = (people["standing"] == Standing.FREE) & (people["post"] < 0) & (people["business"] < 0)
    could &= (shores.age >= 18) & (shores.age < 55)
    could[shores["cells"]["secretary"]] = False
    member = people["party"] == 2
    share = np.array(
        [member[could & (people["county"] == county)].mean() for county in range(counties.count - 1)] + [0.0]
    )
    expected = share[staff["county"]].mean()

    assert near(member[staff["person"]].mean(), expected, staff.count)


def test_every_work_unit_has_a_full_herd_and_the_country_as_many_cattle_as_its_countryside_can_keep(country):
    herds, posts, counties = country["herds"], country["posts"], country["counties"]
    countryside = (counties["people"] * (1 - counties["urban"]))[:-1].sum()

    assert (posts["kind"][herds["leader"]] == Post.UNIT_LEADER).all()
    assert herds.count == np.count_nonzero(posts["kind"] == Post.UNIT_LEADER)
    assert (herds["number"] == np.arange(1, herds.count + 1)).all()
    assert (herds["cattle"] == herds["room"]).all()
    assert herds["cattle"].sum() == pytest.approx(0.06 * countryside, rel=0.03)
