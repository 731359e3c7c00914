"""Bands, parts and verdicts."""

import numpy as np
import pytest

from allssam.evidence import Band, band, patterns
from allssam.validation import SCORERS
from allssam.validation.notes import NOTHING
from allssam.validation.scoring import INSIDE, NO_FIGURE, OUTSIDE, Scorer, furthest, part_of, reasons, score, verdict_of

ALWAYS = Band("made.up", "a figure", "unit", "whole run", low=2.0, high=4.0)


def scorer(function, held=ALWAYS, **said):
    return Scorer(held, function, said.get("pooled", False), said.get("share", False), "")


def test_every_band_of_the_register_has_a_scorer_and_no_scorer_is_without_a_band():
    assert set(SCORERS) == {each.id for pattern in patterns().values() for each in pattern.bands}


def test_scorers_use_the_bands_of_the_register_as_they_stand():
    for each, held in SCORERS.items():
        assert held.band is band(each)


def test_every_scorer_says_what_it_measures():
    assert [name for name, held in SCORERS.items() if not held.meaning] == []


def test_a_part_is_inside_where_the_median_of_runs_lies_in_the_band(noted):
    runs = [noted({"figure": lambda *_, level=level: level}) for level in (1.0, 3.0, 3.5)]

    part = part_of(scorer(lambda notes: notes.mean("figure")), runs)

    assert (part.figure, part.verdict, part.runs) == (3.0, INSIDE, 3)
    assert part.low < part.figure < part.high


def test_a_part_whose_median_lies_beyond_the_band_is_outside_and_says_why(noted):
    runs = [noted({"figure": lambda *_, level=level: level}) for level in (1.0, 4.5, 5.0)]

    part = part_of(scorer(lambda notes: notes.mean("figure")), runs)

    assert part.verdict == OUTSIDE


def test_a_miss_comes_with_its_reason_and_what_is_inside_with_none(noted):
    missed, met = (
        noted({"membership_price_usd": lambda year, _, last=last: 100.0 if year < 2015 else last})
        for last in (90.0, 1.0)
    )

    assert "nine tenths" in part_of(SCORERS["P24.fall"], [missed]).as_record()["why"]
    assert part_of(SCORERS["P24.fall"], [met]).as_record()["why"] == ""


def test_reasons_are_given_for_bands_of_the_register_and_for_each_but_those_that_cannot_miss():
    assert set(reasons()) <= set(SCORERS)
    assert {name for name in SCORERS if name not in reasons()} == {
        "P01.market-share", "P07.markets", "P07.first", "P08.crossing", "P09.arrears", "P11.manager-income", "P29.multiplier",
    }  # fmt: skip


def test_limits_belong_to_a_band_unless_it_is_strict(noted):
    runs = [noted({"figure": lambda *_: 4.0})]
    strict = Band("made.up", "a figure", "unit", "whole run", high=4.0, strict=True)

    assert part_of(scorer(lambda notes: notes.mean("figure")), runs).verdict == INSIDE
    assert part_of(scorer(lambda notes: notes.mean("figure"), strict), runs).verdict == OUTSIDE


def test_what_most_runs_cannot_measure_has_no_figure(noted):
    runs = [noted({"figure": lambda *_: 3.0}), noted(), noted()]

    assert part_of(scorer(lambda notes: notes.mean("figure")), runs).verdict == NO_FIGURE


def test_a_table_nobody_wrote_in_gives_no_figure(noted):
    part = part_of(scorer(lambda notes: notes.rows("never").figure.mean()), [noted()])

    assert part.verdict == NO_FIGURE


def test_where_runs_answer_yes_or_no_the_figure_is_the_share_of_yes(noted):
    runs = [noted({"figure": lambda *_, level=level: level}) for level in (1, 1, 1, 0)]

    assert part_of(scorer(lambda notes: notes.mean("figure"), share=True), runs).figure == 0.75


def test_pooled_scorers_see_the_rows_of_all_runs(noted):
    runs = [
        noted(tables={"cases": {"lost": [*[True] * yes, *[False] * (4 - yes)]}}, seed=seed)
        for seed, yes in enumerate((0, 1, 4))
    ]
    share = Band("made.up", "share lost", "share", "whole run", low=0.4, high=0.5)

    part = part_of(scorer(lambda notes: notes.rows("cases").lost.mean(), share, pooled=True), runs)

    assert part.figure == pytest.approx(5 / 12)
    assert part.verdict == INSIDE


def test_a_pattern_is_inside_only_if_every_part_is():
    assert verdict_of([INSIDE, INSIDE]) == INSIDE
    assert verdict_of([INSIDE, OUTSIDE]) == OUTSIDE
    assert verdict_of([INSIDE, NO_FIGURE]) == NO_FIGURE
    assert verdict_of([NO_FIGURE, OUTSIDE]) == OUTSIDE


def test_a_period_that_begins_before_the_run_is_marked_partial(noted):
    early = Band("made.up", "a figure", "unit", "1996-2007", since="1996-01", until="2007-12", low=0.0)

    assert part_of(scorer(lambda notes: 1.0, early), [noted()]).covers == "2006-01 to 2007-12"
    assert part_of(scorer(lambda notes: 1.0), [noted()]).covers == ""


def test_of_several_figures_the_one_furthest_out_counts():
    assert furthest(np.array([3.0, 1.0, 5.5]), ALWAYS) == 5.5
    assert furthest(np.array([3.0, 2.1]), ALWAYS) == 2.1
    assert np.isnan(furthest(np.array([NOTHING]), ALWAYS))


def test_an_empty_country_has_no_pattern_inside(noted):
    scores = score([noted()])

    assert len(scores) == 31
    assert not [each.pattern.id for each in scores if each.verdict == INSIDE]
