"""The holidays before which trade swells and officials are given to, by the calendar.

15 April, 10 October and the review at the year's end keep their months; Lunar New Year and Chuseok follow the moon, which comes round
in nineteen years.
"""

from allssam.engine import compiled

ROUND, FIRST = 19, 2006
NEW_YEAR_IN_JANUARY = (2006, 2009, 2012, 2014, 2017, 2020, 2023)
CHUSEOK_IN_OCTOBER = (2006, 2009, 2017, 2020)


@compiled
def is_among(year, years):
    """Whether a year is one of some years, or one a round later or earlier."""
    for each in years:
        if each == FIRST + (year - FIRST) % ROUND:
            return True
    return False


@compiled
def month_of_lunar_new_year(year):
    """January or February."""
    return 1 if is_among(year, NEW_YEAR_IN_JANUARY) else 2


@compiled
def month_of_chuseok(year):
    """September or October."""
    return 10 if is_among(year, CHUSEOK_IN_OCTOBER) else 9


@compiled
def has_holiday(year, month_of_year):
    """Whether one of the holidays lies in a month."""
    if month_of_year == 4 or month_of_year == 10 or month_of_year == 12:
        return True
    return month_of_year == month_of_lunar_new_year(year) or month_of_year == month_of_chuseok(year)


@compiled
def months_with_holidays(year):
    """How many months of a year have one."""
    return 4 if month_of_chuseok(year) == 10 else 5
