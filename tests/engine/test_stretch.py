"""Rows that lie side by side."""

import numpy as np

from allssam.engine import compiled
from allssam.engine.stretch import Stretch
from allssam.engine.tables import TableState


@compiled
def walked(rows):
    total, ahead = 0, 0
    for row in rows:
        total += row
    for place in range(len(rows)):
        ahead += rows[place] * place
    return total, ahead, len(rows)


def test_a_stretch_is_walked_counted_and_asked_for_places_as_written_rows_are():
    assert walked(Stretch(5, 9)) == walked(np.arange(5, 9))
    assert walked(Stretch(5, 5)) == (0, 0, 0)
    assert Stretch(5, 9).tolist() == [5, 6, 7, 8]


def test_rows_in_county_order_that_never_close_are_a_stretch_and_others_are_written_down(toy):
    people = TableState("people", toy.People, 5)
    people.append({"county": np.array([0, 0, 2, 2, 3])})

    assert people.rows_between(0, 3).tolist() == [0, 1, 2, 3]
    assert isinstance(people.rows_between(0, 3), Stretch)
    people["county"][:] = [2, 0, 3, 0, 2]
    people.changed()
    assert people.rows_between(0, 3).tolist() == [1, 3, 0, 4]
