import pytest

from allssam.explain.words import (
    counted,
    dollars,
    listed,
    money,
    month_words,
    months_between,
    percent,
    roles_known,
    words_for,
)
from allssam.world import Event


def test_amounts_are_said_in_won_and_in_dollars():
    assert money(410_000) == "410,000 won (50 dollars)"
    assert money(0) == "0 won (0 dollars)"


@pytest.mark.parametrize(("won", "said"), [(4_264, "0.52"), (80_360, "9.80"), (418_200, "51"), (9_840_000, "1,200")])
def test_small_amounts_of_dollars_keep_their_cents(won, said):
    assert dollars(won) == said


def test_months_are_said_and_counted():
    assert month_words("2011-03") == "March 2011"
    assert months_between("2010-11", "2012-02") == 15


def test_lists_and_numbers_read_as_english():
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == ""
    assert counted(1, "link", "links") == "1 link"
    assert percent(0.074) == "7.4 %"
    assert percent(0.412) == "41 %"


def test_a_kind_without_words_of_its_own_is_told_by_its_name():
    assert words_for("moon_landing").one == "moon landing"


def test_roles_are_given_only_where_the_sentence_names_the_part():
    for (kind, part), _ in roles_known().items():
        assert f"{{{part}}}" in Event[kind.upper()].telling.sentence, kind
