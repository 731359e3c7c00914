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


def lasting_state(world, left_out):
    """Every column of the lasting tables outside some counties, but for what names rows or events that come and go."""
    found = {}
    for name, table in world.tables.items():
        if not table.declaration.lasting:
            continue
        elsewhere = ~np.isin(table["county"], left_out)
        for key, spec in table.declaration.columns.items():
            if spec.refers is None or (spec.refers != "event" and world[spec.refers].declaration.lasting):
                found[f"{name}.{key}"] = table[key][elsewhere]
    return found


def parted(one, other):
    """The columns in which two states differ."""
    return [name for name in one if not np.array_equal(one[name], other[name])]


def months_with_and_without(months, pipeline=MONTH):
    """The country lived through without the tie and with it: both worlds, and the events of both."""
    worlds = [world_of(country()), world_of(with_one_more_tie())]
    return worlds, [events_of(world, pipeline, months)[0] for world in worlds]


def test_one_more_tie_changes_nothing_in_other_counties():
    """For half a year: gifts go up to the Centre before holidays; what people compare across the country carries word later."""
    (one, other), (events, others) = months_with_and_without(months=6)
    centre = one["counties"].count - 1

    assert [row for row in events if row[5] not in (HERE, centre)] == [row for row in others if row[5] not in (HERE, centre)]
    assert parted(lasting_state(one, [HERE, centre]), lasting_state(other, [HERE, centre])) == []
    assert [row for row in events if row[5] == HERE] != [row for row in others if row[5] == HERE]


def test_where_nothing_goes_up_to_superiors_the_centre_does_not_change_either():
    (one, other), (events, others) = months_with_and_without(6, MONTH.without("superiors"))

    assert [row for row in events if row[5] != HERE] == [row for row in others if row[5] != HERE]
    assert parted(lasting_state(one, [HERE]), lasting_state(other, [HERE])) == []
    assert [row for row in events if row[5] == HERE] != [row for row in others if row[5] == HERE]


def test_a_mechanism_left_out_draws_no_dice_of_another():
    """Without favours, the market of the first month is the same to the won."""
    events, paid = events_of(world_of(country()), months=1)
    others, others_paid = events_of(world_of(country()), MONTH.without("favours"), months=1)
    market = {Event.DONJU_RISEN, Event.BUSINESS_INSPECTED, Event.PRESSED}

    assert [row for row in events if row[1] in market] == [row for row in others if row[1] in market]
    assert np.array_equal(paid[0][:, :, :8], others_paid[0][:, :, :8])
