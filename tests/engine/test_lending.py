"""Columns as compiled code is handed them."""

import numpy as np
import pytest

from allssam.engine import compiled
from allssam.engine.compiling import PLAIN
from allssam.engine.lending import lent

pytestmark = pytest.mark.skipif(PLAIN, reason="plain Python reads the arrays themselves")


@compiled
def double(column, row):
    column[row] = 2 * column[row]
    return column[row]


@compiled
def turn_over(column, row):
    column[row] = not column[row]
    return column[row]


def carried_out(kernel, column, row):
    kinds = tuple(kernel.typeof_pyval(item) for item in (column, row))
    kernel.compile(kinds)
    return kernel.overloads[kinds].entry_point(column, row)


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.int64, np.float64])
def test_a_column_is_read_and_written_where_it_lies(dtype):
    array = np.array([1, 20, 3], dtype)

    assert carried_out(double, lent(array, may_write=True), 1) == 40
    assert array.tolist() == [1, 40, 3]


def test_whether_something_holds_takes_a_byte():
    array = np.array([True, False, True])

    assert carried_out(turn_over, lent(array, may_write=True), 1)
    assert not carried_out(turn_over, lent(array, may_write=True), 2)
    assert array.tolist() == [True, True, False]


def test_a_column_to_be_read_cannot_be_written():
    with pytest.raises(Exception, match="to be read"):
        carried_out(double, lent(np.zeros(3), may_write=False), 1)
