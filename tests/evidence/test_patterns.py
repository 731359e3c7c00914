"""Patterns and the bands they are scored on."""

import math

import pytest

from allssam.engine.errors import DeclarationError
from allssam.evidence import Band, band, bibliography, pattern, patterns


def test_there_are_31_patterns():
    assert len(patterns()) == 31


def test_every_pattern_has_a_band_in_numbers_and_keeps_its_prose():
    for each in patterns().values():
        assert each.prose
        assert each.bands
        for one in each.bands:
            assert one.low is not None or one.high is not None


def test_every_pattern_says_whether_it_may_tune_or_only_check():
    assert {each.use for each in patterns().values()} == {"calibrate", "check"}
    assert {each.kind for each in patterns().values()} == {"theory", "observed", "both"}


def test_every_pattern_cites_known_pages():
    cited = {id for each in patterns().values() for id in each.sources}

    assert cited <= set(bibliography())
    assert pattern("P01").sources == ("R109", "R110", "R111", "R112")
    assert pattern("P14").sources == ("S1", "R49", "R50", "R130", "R131", "R132")


@pytest.mark.parametrize(
    ("id", "low", "high", "strict"),
    [
        ("P01.market-share", 0.65, 1.0, False),
        ("P01.private-2011-15", 0.34, 0.46, False),
        ("P02.ratio", 1.6, 2.4, False),
        ("P02.last", 0.45, 0.62, False),
        ("P03.slope", -0.002, 0.002, False),
        ("P06.fee-pyongyang", 80, 200, False),
        ("P06.leases-rise", 0, None, True),
        ("P07.stalls", 0.15, 3.0, False),
        ("P08.trusted", 0.20, 0.40, False),
        ("P11.manager-income", 50, None, False),
        ("P14.dismissed", 0.05, 0.4, False),
        ("P16.gravity", 3, 15, False),
        ("P20.cadre-punished", 0, 0.25, False),
        ("P22.level", 0.01, 0.06, False),
        ("P22.ties-middle", None, 0, True),
        ("P23.class", -0.20, 0.40, False),
        ("P24.fall", 0.90, 1.0, False),
        ("P29.dues", None, 0.03, True),
        ("P30.before", None, 0.4, True),
        ("P30.after", 0.6, None, True),
        ("P35.sum", 100, 170, False),
        ("P35.calm", 0, 0.3, False),
        ("P36.fall", 0.45, 0.65, False),
        ("P37.length", 3, 6, False),
        ("P40.chuseok", 1.3, None, False),
    ],
)
def test_a_band_says_in_numbers_what_the_prose_says(id, low, high, strict):
    found = band(id)

    assert (found.low, found.high, found.strict) == (low, high, strict)


def test_the_limits_belong_to_a_band_unless_it_is_strict():
    closed = Band("P.x", "a ratio", "ratio", "whole run", low=1.0, high=2.0)
    strict = Band("P.y", "a slope", "slope", "whole run", low=0.0, strict=True)

    assert closed.contains(1.0)
    assert closed.contains(2.0)
    assert not closed.contains(2.01)
    assert not strict.contains(0.0)
    assert strict.contains(0.001)


def test_a_measure_that_found_nothing_lies_in_no_band():
    assert not band("P06.leases-rise").contains(math.nan)
    assert not band("P35.sum").contains(math.nan)


def test_a_run_that_ends_early_does_not_cover_a_later_period():
    assert band("P35.sum").lies_within("2009-01", "2016-12")
    assert not band("P01.private-2016-19").lies_within("2009-01", "2016-12")
    assert band("P08.trusted").lies_within("2009-01", "2016-12")


def test_bands_that_the_observed_figures_themselves_fall_into():
    """The figures of the founding list must pass their own bands."""
    assert band("P02.ratio").contains(0.483 / 0.242)
    assert band("P02.last").contains(0.544)
    assert band("P03.level").contains(0.0895)
    assert band("P07.markets").contains(414 / 411 - 1)
    assert band("P08.trusted").contains(0.274)
    assert band("P24.fall").contains(1 - 3 / 400)
    assert band("P35.sum").contains(3 + 30 + 40 + 60)
    assert band("P35.calm").contains(3 / 60)
    assert band("P36.fall").contains(1502 / 2706)


def test_an_unknown_pattern_or_band_names_the_nearest():
    with pytest.raises(DeclarationError, match="P355 is not a pattern. Did you mean P35?"):
        pattern("P355")
    with pytest.raises(DeclarationError, match="Did you mean P35.sum?"):
        band("P35.summ")
