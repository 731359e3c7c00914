import numpy as np
import pytest

from allssam.population import Population, check_country, draw_country

START = 1308


@pytest.fixture
def tables():
    return draw_country(20_000, 1, Population(), START)


def test_a_country_as_drawn_has_no_fault(tables):
    assert check_country(tables) == []


@pytest.mark.parametrize(
    ("table", "key", "value", "says"),
    [
        ("people", "household", 10**8, "people.household point at no row of households"),
        ("people", "household", -2, "people.household point at no row of households"),
        ("people", "workplace", 0, "people.workplace point at organisations of another county"),
        ("people", "account", 1, "people.account point at accounts of another county"),
        ("people", "post", 0, "people.post name posts not held"),
        ("people", "business", 0, "people.business name businesses not run"),
        ("households", "size", 99, "households do not have the size they state"),
        ("households", "key", 5, "households.key are not the id of the first member"),
        ("households", "stall", True, "counties.stalls are miscounted"),
        ("counties", "people", 5, "counties.people are miscounted"),
        ("organisations", "let", 1, "organisations.let are miscounted"),
        ("organisations", "workers", 1, "organisations.workers are miscounted"),
        ("posts", "office", 15, "posts.office are not the kind of the organisation"),
    ],
)
def test_a_fault_is_found_and_told(tables, table, key, value, says):
    column = tables[table][key]
    row = len(column) - 3_100 if table in ("people", "households") else 3
    row = int(np.flatnonzero(column[row:] != value)[0]) + row
    if key == "post":
        row = int(np.flatnonzero(column == -1)[3])
    if key == "workplace":
        row = int(np.flatnonzero((column >= 0) & (tables["people"]["county"] > 2))[0])
    if key == "stall":
        row = int(np.flatnonzero(~column)[0])
    if key == "business":
        row = int(np.flatnonzero((column == -1) & (tables["people"]["county"] == tables["businesses"]["county"][0]))[9])
    column[row] = value

    assert any(says in fault for fault in check_country(tables)), check_country(tables)


def test_two_ties_of_one_pair_are_a_fault(tables):
    ties = tables["ties"]
    ties["patron"][1], ties["client"][1] = ties["client"][0], ties["patron"][0]

    assert any("have one already" in fault for fault in check_country(tables))


def test_an_account_with_two_owners_is_a_fault(tables):
    tables["organisations"]["fund"][0] = tables["organisations"]["fund"][1]

    assert any("exactly one owner" in fault for fault in check_country(tables))


def test_a_border_that_starts_with_money_is_a_fault(tables):
    tables["accounts"]["balance"][tables["counties"]["state"][0]] = 5

    assert any("borders do not start at nothing" in fault for fault in check_country(tables))
