import numpy as np

from allssam.population.draws import look_up, quantiles, shared_out, smallest


def test_shares_of_a_total_add_up_to_it():
    shares = shared_out(100, np.array([1.0, 1.0, 1.0]))

    assert shares.tolist() == [34, 33, 33]


def test_nobody_gets_less_than_the_least_share():
    shares = shared_out(20, np.array([100.0, 1.0, 1.0]), least=3)

    assert shares.sum() == 20
    assert shares.tolist() == [14, 3, 3]


def test_when_there_is_too_little_everybody_gets_the_least_share():
    assert shared_out(2, np.array([5.0, 1.0, 1.0]), least=1).tolist() == [1, 1, 1]


def test_a_table_of_quantiles_shows_values_in_their_proportion():
    table = quantiles((7, 9), (1, 3))

    shown = look_up(table, np.linspace(0, 0.9999, 1_000))

    assert np.mean(shown == 9) == 0.75


def test_the_rows_with_the_smallest_scores_keep_their_order():
    rows = np.array([4, 5, 6, 7])

    assert smallest(rows, np.array([0.9, 0.1, 0.5, 0.2]), 2).tolist() == [5, 7]
    assert smallest(rows, np.array([0.9, 0.1, 0.5, 0.2]), 0).tolist() == []
    assert smallest(rows, np.array([0.9, 0.1, 0.5, 0.2]), 9).tolist() == [4, 5, 6, 7]
