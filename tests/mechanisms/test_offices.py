"""Offices: what posts have brought is learned, and vacancies are filled from those who may serve."""

import pytest

from allssam.mechanisms.offices import Offices, learned, may_serve
from allssam.world import Party, Standing


@pytest.fixture
def p(numbers):
    return numbers(Offices)


def test_what_a_post_brings_is_learned_with_a_lag(p):
    assert 100 < learned(100.0, 200, p) < 200


def test_the_card_is_the_gate_to_office(p):
    assert may_serve(Standing.FREE, Party.MEMBER, 40, False, False, p)
    assert not may_serve(Standing.FREE, Party.OUTSIDE, 40, False, False, p)


@pytest.mark.parametrize(
    ("standing", "age", "has_post", "has_business"),
    [
        (Standing.PRISON, 40, False, False),
        (Standing.FREE, 20, False, False),
        (Standing.FREE, 40, True, False),
        (Standing.FREE, 40, False, True),
    ],
)
def test_prisoners_the_young_the_appointed_and_donju_are_passed_over(p, standing, age, has_post, has_business):
    assert not may_serve(standing, Party.MEMBER, age, has_post, has_business, p)
