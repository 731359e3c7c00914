"""Parameters: declared once, checked everywhere."""

import pytest

from allssam.engine import (
    ByPlace,
    Count,
    Dated,
    DeclarationError,
    Money,
    Parameters,
    ScenarioError,
    Share,
    Switch,
    month_number,
    param,
    usd,
)  # fmt: skip


class PerDiem(Parameters):
    """A test mechanism's numbers."""

    share: Share = param(0.04, 0.0, 0.25, "of monthly profit", "What a donju offers", claim="lease-per-diem")
    tries: Count = param(3, 1, 10, "people", "How many are asked", assumed="test")
    price: Money = param(usd(60), 0, usd(500), "won a month", "What it costs", fact="F259")
    given: Switch = param(True, False, True, "yes or no", "Whether it is given", assumed="test")
    tolerance: Dated = param(0.5, 0.0, 1.0, "0 to 1", "Tolerance", assumed="test", dated=True)
    campaign: ByPlace = param(
        0.0, 0.0, 1.0, "0 to 1", "Campaign", assumed="test", dated=True, each=("Jagang", "Ryanggang")
    )


NAME = "test_parameters"


def faults(**given):
    with pytest.raises(ScenarioError) as caught:
        PerDiem.from_values(given)
    return list(caught.value.faults)


def test_a_default_holds_where_nothing_is_said():
    values = PerDiem.from_values({"share": 0.1}).in_month(month_number("2009-01"))

    assert (values.share, values.tries, values.price, values.given) == (0.1, 3, 492_000, True)


def test_a_misspelt_name_is_answered_with_the_nearest():
    assert faults(shre=0.1) == [f"{NAME}.shre is not a parameter of {NAME}. Did you mean share?"]


def test_a_value_out_of_range_is_told_its_range_and_unit():
    assert faults(share=0.9) == [
        f"{NAME}.share is 0.9; it should lie between 0 and 0.25 (of monthly profit). See: allssam explain {NAME}.share"
    ]


@pytest.mark.parametrize("wrong", [True, "0.1", None, float("nan"), float("inf"), [0.1]])
def test_what_is_not_a_number_is_refused(wrong):
    assert "it should be a number" in faults(share=wrong)[0]


def test_a_whole_number_may_be_given_for_a_share_and_is_coerced():
    value = PerDiem.from_values({"share": 0}).in_month(0).share

    assert isinstance(value, float)
    assert value == 0.0


def test_half_a_person_is_refused():
    assert "whole number" in faults(tries=2.5)[0]


def test_a_switch_is_true_or_false_and_nothing_else():
    assert "true or false" in faults(given=1)[0]


def test_all_faults_are_told_at_once():
    assert len(faults(share=3, tries=0, shre=1, tolerance={"2009-13": 0.5})) == 4


def test_a_dated_value_holds_until_the_next_date_and_the_first_before_it():
    made = PerDiem.from_values({"tolerance": {"2013-01": 0.6, "2010-01": 0.2}})

    assert [made.in_month(month_number(text)).tolerance for text in ("2009-05", "2012-12", "2013-01", "2020-01")] == [
        0.2,
        0.2,
        0.6,
        0.6,
    ]


def test_only_what_is_declared_dated_may_be_dated():
    assert "is given by date or place; it is one number" in faults(share={"2009-01": 0.1})[0]


def test_a_dated_value_is_checked_at_every_date():
    assert faults(tolerance={"2009-01": 0.5, "2010-01": 1.5})[0].startswith(f"{NAME}.tolerance at 2010-01 is 1.5;")


def test_values_by_place_come_in_the_declared_order():
    made = PerDiem.from_values({"campaign": {"Ryanggang": {"2009-01": 0.0, "2010-01": 1.0}, "other": 0.5}})

    assert made.in_month(month_number("2011-01")).campaign == (0.5, 1.0)


def test_an_unknown_place_and_a_forgotten_one_are_both_told():
    told = faults(campaign={"Ryangang": 1.0})

    assert "Did you mean Ryanggang?" in told[0]
    assert "says nothing for Jagang, Ryanggang" in told[1]


def test_a_parameter_must_say_where_it_comes_from():
    with pytest.raises(DeclarationError, match="no claim, no fact and no assumed"):
        param(1.0, 0.0, 2.0, "share", "Groundless")
