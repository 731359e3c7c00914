"""Backers: a Party cadre slips, his friend in the prosecutor's office helps; later a child of the friend is to go to university.

As told in the sources: the obligation is mutual [ssam-help-under-investigation, ssam-reciprocity].
"""

import pytest

from allssam.engine import Pipeline
from allssam.mechanisms import favours, talk, upkeep
from allssam.world import SCHEMA, Event, Ground, Office, Post, Schooling, Stage

MONTH = (
    favours.take_back,
    upkeep.keep_up,
    favours.do_favours,
    favours.place_children,
    upkeep.wear,
    talk.forget,
    talk.spread_word,
)
JUNE_2013 = 1361


@pytest.fixture
def story(make_county):
    """Two friends in two offices; the Party cadre is named in a case, and the prosecutor's child turns seventeen next spring."""
    county = make_county()
    party, prosecution = county.office(Office.PARTY_COMMITTEE), county.office(Office.PROSECUTION)
    county.cadre = county.official(party, Post.DEPARTMENT_HEAD, integrity=5)
    county.prosecutor = county.official(prosecution, Post.INVESTIGATOR, integrity=5)
    county.child = county.add(
        "people", id=9000, account=county.rows["people"][county.prosecutor]["account"], birth=JUNE_2013 - 12 * 17 + 10,
        household=county.rows["people"][county.prosecutor]["household"],
    )  # fmt: skip
    county.rows["households"][-1]["size"] = 2
    county.rows["people"][county.prosecutor]["next_at_home"] = county.child
    county.add(
        "cases", accused=county.donju(), cadre=county.cadre, investigator=county.prosecutor, ground=Ground.PROBE, stage=Stage.INVESTIGATION,
        gravity=1.0, since=JUNE_2013,
    )  # fmt: skip
    county.tie(county.prosecutor, county.cadre, strength=0.8)
    return county


def test_the_month_of_the_story_has_no_faults():
    assert Pipeline(*MONTH).faults(SCHEMA) == []


def test_the_friend_helps_and_the_cadre_sees_to_the_university_place(story):
    story.months(14, *MONTH)
    told = story.events(Event.FAVOUR_DONE, Event.FAVOUR_RETURNED, Event.UNIVERSITY_PLACE_GIVEN)
    helped = told.index((Event.FAVOUR_DONE, story.prosecutor, story.cadre, 0))

    assert story.column("cases.gravity")[0] < 1.0
    assert told.index((Event.UNIVERSITY_PLACE_GIVEN, story.cadre, story.prosecutor, 0)) > helped
    assert story.column("people.schooling")[story.child] == Schooling.UNIVERSITY
    assert story.column("ties.open")[0]


def test_without_the_tie_nobody_helps_and_the_place_has_its_price(make_county, story):
    story.rows["ties"].clear()
    story.months(14, *MONTH)

    assert story.column("cases.gravity")[0] == 1.0
    assert story.count(Event.FAVOUR_DONE, Event.FAVOUR_RETURNED, Event.UNIVERSITY_PLACE_GIVEN) == 0


def test_a_prosecutor_who_goes_by_the_book_does_not_help(story):
    story.rows["people"][story.prosecutor]["integrity"] = 100
    story.months(14, *MONTH)

    assert story.column("cases.gravity")[0] == 1.0
