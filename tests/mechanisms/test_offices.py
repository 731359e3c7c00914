"""Offices: what posts have brought is learned."""

from allssam.mechanisms.offices import Offices, learned


def test_what_a_post_brings_is_learned_with_a_lag(numbers):
    p = numbers(Offices)

    assert 100 < learned(100.0, 200, p) < 200
    assert learned(100.0, 100, p) == 100.0
