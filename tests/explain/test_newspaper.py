import json

import pytest

from allssam.engine import InputError
from allssam.explain import Record, newspaper
from allssam.explain.words import SIMULATED
from allssam.world import PLACES


def test_a_month_is_told_in_sentences(fall):
    paper = newspaper(fall, "2011-03")

    assert [report.event.id for report in paper.pages[0].reports] == [11, 12, 13]
    assert paper.pages[0].reports[0].sentence == "Trial prosecutor 63 finds donju 500 guilty."


def test_places_stand_in_their_order_and_every_event_is_counted(country):
    paper = newspaper(country, "2011-06")
    places = [page.place for page in paper.pages]

    assert places == sorted(places, key=PLACES.index)
    assert paper.events == Record.of(country).rows("select count(*) from events where month = '2011-06-01'")[0][0]


def test_a_place_leads_with_its_weightiest_and_counts_the_rest(country):
    page = newspaper(country, "2011-06", leads=2).pages[0]

    assert len(page.stories) == 2
    assert len(page.reports) + sum(number for _, number in page.rest) == page.events


def test_what_follows_within_the_month_is_one_story_led_by_the_weightiest(fall):
    page = newspaper(fall, "2011-03").pages[0]

    assert [[report.event.kind for report in story] for story in page.stories] == [["convicted", "confiscated", "sentenced_prison"]]
    assert page.stories[0][0].after


def test_a_month_stays_short_however_much_happened(country):
    paper = newspaper(country, "2011-06", leads=3)

    assert all(len(page.stories) <= 3 for page in paper.pages)
    assert len(paper.text().splitlines()) < 20 * len(paper.pages)


def test_one_province_can_be_read_alone(country):
    assert [page.place for page in newspaper(country, "2011-06", place="Jagang").pages] == ["Jagang"]
    with pytest.raises(InputError, match="Did you mean Jagang"):
        newspaper(country, "2011-06", place="Jagan")


def test_all_events_are_told_on_request(country):
    paper = newspaper(country, "2011-06", leads=None)

    assert sum(len(page.reports) for page in paper.pages) == paper.events
    assert all(page.rest == () for page in paper.pages)


def test_a_month_in_which_nothing_happened_is_empty(fall):
    assert "Nothing is recorded" in newspaper(fall, "2010-05").text()


@pytest.mark.parametrize(
    ("month", "says"), [("2009-12", "covers 2010-02 to 2011-03"), ("2010-13", "not a month"), ("May", "not a month")]
)
def test_a_month_outside_the_run_is_refused(fall, month, says):
    with pytest.raises(InputError, match=says):
        newspaper(fall, month)


def test_a_newspaper_says_that_nobody_is_real(country):
    paper = newspaper(country, "2011-06")

    assert SIMULATED in paper.text()
    assert json.loads(json.dumps(paper.data()))["note"] == SIMULATED
