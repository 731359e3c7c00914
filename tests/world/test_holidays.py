"""Holidays by the calendar."""

import pytest

from allssam.world.holidays import has_holiday, month_of_chuseok, month_of_lunar_new_year, months_with_holidays


@pytest.mark.parametrize(
    ("year", "new_year", "chuseok"), [(2009, 1, 10), (2010, 2, 9), (2013, 2, 9), (2017, 1, 10), (2020, 1, 10), (2021, 2, 9)]
)
def test_the_moon_moves_two_of_them(year, new_year, chuseok):
    assert month_of_lunar_new_year(year) == new_year
    assert month_of_chuseok(year) == chuseok


def test_months_are_those_of_the_calendar():
    years = range(2006, 2020)

    assert [month_of_lunar_new_year(year) for year in years] == [1, 2, 2, 1, 2, 2, 1, 2, 1, 2, 2, 1, 2, 2]
    assert [month_of_chuseok(year) for year in years] == [10, 9, 9, 10, 9, 9, 9, 9, 9, 9, 9, 10, 9, 9]


@pytest.mark.parametrize("year", range(2006, 2022))
def test_as_many_months_have_one_as_are_said_to(year):
    assert sum(has_holiday(year, month) for month in range(1, 13)) == months_with_holidays(year)
    assert has_holiday(year, 4)
    assert has_holiday(year, 10)
    assert has_holiday(year, 12)
    assert not has_holiday(year, 7)
