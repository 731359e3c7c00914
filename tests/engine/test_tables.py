"""Tables, indexes and months."""

import copy

import numpy as np
import pytest

from allssam.engine import DeclarationError, InputError, Table, calendar_month, column, month_number, month_text, span
from allssam.engine.tables import IndexArrays, TableState, build_index, line_up


def test_open_rows_come_in_county_order_and_keep_their_order_within(toy):
    friends = TableState("friendships", toy.Friendships, 8)
    friends.append({"county": np.array([2, 0, 2, 1]), "open": np.array([True, True, True, False])})

    rows, counties = friends.rows()

    assert rows.tolist() == [1, 0, 2]
    assert counties.tolist() == [0, 2, 2]


def test_an_index_finds_every_open_row_a_person_stands_in(toy):
    friends = TableState("friendships", toy.Friendships, 8)
    friends.append({"county": np.zeros(4, int), "a": np.array([5, 7, 9, 5]), "b": np.array([7, 5, 5, 8])})
    friends["open"][3] = False
    friends.changed()
    found = IndexArrays(*build_index(line_up(friends, ("a", "b"), None)))

    start, stop = span(found, 5)

    assert sorted(found.row[start:stop].tolist()) == [0, 1, 2]
    start, stop = span(found, 6)
    assert start == stop


def test_a_table_without_a_county_is_refused():
    with pytest.raises(DeclarationError, match="has no column county"):

        class Nowhere(Table):
            """Rows that lie nowhere."""

            thing = column(np.int8, "a thing")


@pytest.mark.parametrize("wrong", ["2009-13", "2009-00", "2009", "Jan 2009", "2009-1", "", None])
def test_what_is_not_a_month_is_refused(wrong):
    with pytest.raises(InputError, match="month"):
        month_number(wrong)


def test_months_count_on_across_years():
    assert month_text(month_number("2009-12") + 1) == "2010-01"
    assert tuple(calendar_month(month_number("2013-10")))[1:] == (2013, 10)


@pytest.mark.parametrize("most", [3, 50, 5_000, 4_000_000])
def test_an_index_is_in_the_order_of_keys_and_rows_however_far_apart_they_lie(toy, most):
    number = 400
    keys = np.random.default_rng(most).integers(-1, most, (2, number))
    friends = TableState("friendships", toy.Friendships, number)
    friends.append({"county": np.zeros(number, int), "a": keys[0], "b": keys[1]})

    found = IndexArrays(*build_index(line_up(friends, ("a", "b"), None)))

    rows = np.concatenate([np.arange(number)] * 2)
    order = np.lexsort((rows, keys.ravel()))
    assert found.keys.tolist() == keys.ravel()[order].tolist()
    assert found.row.tolist() == rows[order].tolist()
    for key in range(-1, 60):
        start, stop = span(found, key)
        assert found.row[start:stop].tolist() == rows[order][keys.ravel()[order] == key].tolist()



def test_a_copy_is_watched_at_its_edges_too(toy):
    table = TableState("friendships", toy.Friendships, 4)
    table.append({"county": np.array([1, 2])})
    other = copy.deepcopy(table)

    assert other.overrun() == []
    assert other["county"].tolist() == [1, 2]
    other.arrays["county"].base[0] += 1
    assert other.overrun() == ["friendships.county"]
    assert table.overrun() == []


def test_a_line_brought_up_to_date_is_the_line_made_anew(toy):
    random = np.random.default_rng(1)
    friends = TableState("friendships", toy.Friendships, 8)
    line = None
    for _ in range(12):
        new = random.integers(-1, 30, (2, int(random.integers(0, 20))))
        friends.append({"county": random.integers(0, 5, new.shape[1]), "a": new[0], "b": new[1]})
        friends["open"][random.random(friends.count) < 0.1] = False
        friends.came_or_went()
        line = line_up(friends, ("a", "b"), line)
        anew = line_up(friends, ("a", "b"), None)

        assert line.keys.tolist() == anew.keys.tolist()
        assert line.rows.tolist() == anew.rows.tolist()
