"""Notes: kept, read and laid together."""

import numpy as np

from allssam.validation.notes import Notes, together


def test_a_figure_noted_twice_in_a_month_is_added_up(book):
    book.month = book.first
    book.note("bribes", 2.0)
    book.note("bribes", 3.0)

    assert book.close().figures("bribes", "2006-01", "2006-01").tolist() == [5.0]


def test_months_in_which_nothing_was_noted_are_nan_and_left_out_of_means(noted):
    notes = noted({"figure": lambda year, month: 1.0 if year == 2010 else np.nan})

    assert np.isnan(notes.figures("figure", "2009-12", "2009-12")).all()
    assert notes.mean("figure", "2009-01", "2010-12") == 1.0


def test_notes_come_back_from_their_file_as_they_were(noted, tmp_path):
    notes = noted({"figure": lambda year, month: year}, {"rows": {"who": [1, 2], "lost": [True, False]}})
    notes.save(tmp_path / "seed-1.npz")

    again = Notes.load(tmp_path / "seed-1.npz")

    assert (again.first, again.last, again.seeds) == (notes.first, notes.last, (1,))
    assert np.array_equal(again.figures("figure"), notes.figures("figure"))
    assert again.rows("rows").lost.tolist() == [True, False]
    assert [path.name for path in tmp_path.iterdir()] == ["seed-1.npz"]


def test_laid_together_series_are_means_and_rows_say_of_which_run_they_are(noted):
    runs = [
        noted({"figure": lambda *_, level=level: level}, {"rows": {"who": [level]}}, seed=level) for level in (1, 3)
    ]

    pool = together(runs)

    assert pool.mean("figure") == 2.0
    assert pool.rows("rows").run.tolist() == [0, 1]
    assert pool.seeds == (1, 3)
