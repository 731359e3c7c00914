"""Worlds: one thing more changes only what it must."""


import numpy as np

import whole_country
from allssam.month import MONTH
from allssam.world import Event, Tie

country, world_of, events_of = whole_country.country, whole_country.world_of, whole_country.events_of

HERE = 2


def with_one_more_tie():
    """The country with one tie more, between a donju and a police officer of one county."""
    tables = country()
    businesses, posts = tables["businesses"], tables["posts"]
    donju = int(businesses["owner"][businesses["county"] == HERE][0])
    patron = int(posts["holder"][(posts["county"] == HERE) & (posts["holder"] >= 0)][5])
    tie = {name: np.array([spec.start]) for name, spec in tables["ties"].declaration.columns.items()}
    tie |= {"county": np.array([HERE]), "kind": np.array([int(Tie.CLIENT)]), "patron": np.array([patron]), "client": np.array([donju])}
    tables["ties"].append({**tie, "strength": np.array([0.9])})
    return tables


def test_one_more_tie_changes_nothing_in_other_counties():
    """For half a year, until what is copied across the country could carry word of it."""
    events, _ = events_of(world_of(country()), months=5)
    others, _ = events_of(world_of(with_one_more_tie()), months=5)

    assert [row for row in events if row[5] != HERE] == [row for row in others if row[5] != HERE]
    assert [row for row in events if row[5] == HERE] != [row for row in others if row[5] == HERE]


def test_a_mechanism_left_out_draws_no_dice_of_another():
    """Without favours, the market of the first month is the same to the won."""
    events, paid = events_of(world_of(country()), months=1)
    others, others_paid = events_of(world_of(country()), MONTH.without("favours"), months=1)
    market = {Event.DONJU_RISEN, Event.BUSINESS_INSPECTED, Event.PRESSED}

    assert [row for row in events if row[1] in market] == [row for row in others if row[1] in market]
    assert np.array_equal(paid[0][:, :, :8], others_paid[0][:, :, :8])
