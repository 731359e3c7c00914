import json

from allssam.explain import Record, stories
from allssam.explain.stories import FATES


def test_a_story_is_told_from_the_first_cause_to_the_fate(fall):
    (story,) = stories(fall)

    assert story.title == "Donju 500, South Pyongan: from a lease to prison"
    assert [link.event.id for link in story.chain] == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13]
    assert story.paragraph.startswith("In February 2010 donju 500 of South Pyongan rents space at factory 12")
    assert "Because of this, a month later" in story.paragraph


def test_what_else_came_of_the_end_is_told_beside_it(fall):
    (story,) = stories(fall)

    assert len(story.aftermath) == 1
    assert "9,840,000 won (1,200 dollars)" in story.aftermath[0]
    assert story.amount_won == 410_000 + 82_000 + 123_000 + 9_840_000
    assert story.people == 5


def test_stories_share_neither_their_beginning_nor_whom_they_are_about(country):
    told = stories(country)

    assert len(told) == 3
    assert len({story.chain.first_cause.event.id for story in told}) == 3
    assert len({story.chain.asked.event.who for story in told}) == 3


def test_a_story_ends_in_a_fate_from_which_no_other_follows(country):
    fates = {
        number
        for (number,) in Record.of(country).rows(
            "select because from events where kind in (select unnest($k))", {"k": list(FATES)}
        )
    }

    for story in stories(country):
        assert story.chain.asked.event.kind in FATES
        assert story.chain.asked.event.id not in fates


def test_where_endings_differ_so_do_the_stories(country):
    endings = [story.chain.asked.event.kind for story in stories(country)]

    assert len(set(endings)) == 3


def test_a_fate_without_a_cause_is_a_story_of_one_event(made, tmp_path):
    (story,) = stories(made.write_events(tmp_path / "run", [{"kind": "convicted", "who": 1, "whom": 2}]))

    assert len(story.chain) == 1
    assert "All this happens in one month" in story.paragraph


def test_a_run_without_fates_or_events_has_no_stories(made, tmp_path):
    assert stories(made.write_events(tmp_path / "quiet", [{"kind": "tie_formed", "who": 1, "whom": 2}])) == ()
    assert stories(made.write_events(tmp_path / "empty", [])) == ()


def test_stories_are_data_too(fall):
    json.dumps([story.data() for story in stories(fall)])
