import numpy as np
import pytest

from allssam.engine import usd
from allssam.evidence import fact_range, fact_value
from allssam.population import Population
from allssam.population.wealth import capital_at, donju_share
from allssam.world import Line, Sector


def test_capital_is_continuous_at_the_donju_line_and_thins_out_above_it():
    p = Population().in_month(0)
    edge = 2.3263479

    capital = capital_at(np.array([0.0, edge - 1e-6, edge + 1e-6, 3.0902323]), 0.01, p)

    assert capital[0] == pytest.approx(usd(180))
    assert capital[1] == pytest.approx(usd(5_000), rel=1e-3)
    assert capital[2] == pytest.approx(usd(5_000), rel=1e-3)
    assert capital[3] == pytest.approx(usd(5_000) * 10 ** (1 / 1.7), rel=1e-3)  # one in a thousand


def test_donju_of_pyongyang_and_elsewhere_make_up_the_national_share():
    p = Population().in_month(0)
    pyongyang = 3_255_288 / 23_349_859

    assert pyongyang * donju_share(True, p) + (1 - pyongyang) * donju_share(False, p) == pytest.approx(0.01)
    assert donju_share(True, p) > donju_share(False, p)


def test_about_one_household_in_a_hundred_is_a_donjus(country):
    local = country.kept & (country["households"]["county"] < country.centre)
    share = np.mean(country["households"]["capital"][local] >= usd(5_000))
    low, high = fact_range("F255")

    assert low <= share <= high
    assert share == pytest.approx(fact_value("F255"), abs=0.0025)


def test_every_household_above_the_line_has_one_business_run_by_an_adult_without_a_post(country):
    people, households, businesses = country["people"], country["households"], country["businesses"]
    owner = businesses["owner"]
    rich = np.flatnonzero(households["capital"] >= usd(5_000))

    assert np.array_equal(np.sort(people["household"][owner]), rich)
    assert np.array_equal(np.flatnonzero(households["donju"]), rich)
    assert np.all(people["post"][owner] == -1)
    assert country.age[owner].min() >= 20


def test_wealth_has_a_heavy_tail(country):
    households = country["households"]
    capital = np.sort(households["capital"][country.kept & (households["county"] < country.centre)])[::-1]
    above = capital[capital >= usd(5_000)] / usd(5_000)
    exponent = 1 / np.mean(np.log(above))

    assert 1.4 <= exponent <= 2.1
    assert above.max() > 10
    assert np.median(capital) == pytest.approx(usd(180), rel=0.05)


def test_lines_of_business_are_mixed(country):
    lines = np.bincount(country["businesses"]["line"], minlength=len(Line)) / country["businesses"].count

    assert lines[Line.WORKSHOP] == pytest.approx(0.25, abs=0.08)
    assert lines[Line.TRADE] == pytest.approx(0.35, abs=0.08)
    assert lines.min() > 0.04


def test_incomes_average_the_mean_and_are_unequal(country):
    households = country["households"]
    income = households["usual_income"][country.kept & (households["county"] < country.centre)] / usd(1)
    top = np.sort(income)[-len(income) // 100 :].sum() / income.sum()

    assert income.mean() == pytest.approx(64, rel=0.03)
    assert 0.10 < top < 0.20  # F169: 14.8 %


def test_purses_hold_about_two_months_of_income_and_tills_half_a_month(country):
    accounts, households, counties = country["accounts"], country["households"], country["counties"]
    cash = accounts["balance"][households["account"]]

    assert cash.mean() / households["usual_income"].mean() == pytest.approx(2.0, abs=0.15)
    till = accounts["balance"][counties["till"]].sum()
    assert till / households["usual_income"].sum() == pytest.approx(0.5, abs=0.01)


def test_borders_start_at_nothing(country):
    accounts = country["accounts"]
    border = np.isin(accounts["sector"], [item for item in Sector if item.border])

    assert not accounts["balance"][border].any()
    assert border.sum() == 3 * country["counties"].count


def test_three_quarters_of_the_stall_places_are_held(country):
    counties, households = country["counties"], country["households"]

    assert counties["stalls"].sum() / counties["stall_places"].sum() == pytest.approx(0.75, abs=0.002)
    assert (
        counties["stalls"].tolist()
        == np.bincount(households["county"], households["stall"], counties.count).astype(int).tolist()
    )


def test_lasting_luck_is_at_its_stationary_spread(country):
    households = country["households"]

    assert np.log(households["luck"][country.kept]).std() == pytest.approx(0.06 / np.sqrt(1 - 0.985**2), abs=0.01)


def test_the_first_wage_shares_out_the_first_month(country):
    counties, households = country["counties"], country["households"]
    claims = (
        households["labour"] / 1e6 * (1 + households["capital"] / usd(300)) ** 0.66
        * households["luck"] * np.where(households["stall"], 1.35, 1.0)
    )  # fmt: skip
    county = households["county"] == 3

    assert counties["wage"][3] * claims[county].sum() == pytest.approx(
        households["usual_income"][county].sum(), rel=0.01
    )
