"""The cold cadre: somebody from a province comes to the capital for the October festivities and finds an old friend turned cold.

As told in the sources [fear-coldness, fear-hints]: a central cadre who had been glad of gifts and jokes, and after the
executions of the year will do no favour.  The executions are set below; how frightened and how cold he is, and what he does,
is left to the steps of the month.
"""

import pytest

from allssam.engine import Pipeline
from allssam.mechanisms import favours, fear
from allssam.world import CENTRE, SCHEMA, Event, Office, Post, Purge, Standing, Tie
from courthouse import JUNE_2013

MONTH = (favours.take_back, favours.do_favours, fear.hear, fear.take_to_heart, fear.show, fear.take_stock)


@pytest.fixture
def story(make_county):
    """A central committee of thirty, and fifteen visitors who each have a friend in it."""
    county = make_county()
    county.rows["counties"][0].update(place=CENTRE)
    committee, administration = county.office(Office.CENTRAL_PARTY), county.office(Office.ADMINISTRATION)
    county.central = [county.official(committee, Post.CENTRAL_CADRE, integrity=5, income=20) for _ in range(30)]
    county.visitors = [county.official(administration, Post.DEPARTMENT_HEAD, integrity=5) for _ in range(15)]
    for place, visitor in enumerate(county.visitors):
        county.tie(county.central[place], visitor, strength=0.8)
        county.rows["ties"][-1]["kind"] = Tie.CADRES
    for post in county.rows["posts"]:
        post["seen"] = post["holder"]
    for post in county.rows["posts"][:30]:
        post["rank"] = 6
    return county


def execute(county, *victims):
    """Some of those who have no visitor are executed, one a month, and their friends fall under suspicion."""
    for month, victim in enumerate(victims):
        post = county.rows["people"][victim].pop("post")
        county.rows["posts"][post].update(holder=-1, vacated=0, seen=-1)
        county.rows["people"][victim]["standing"] = Standing.DEAD
        county.add(
            "purges", victim=victim, month=JUNE_2013 + month, post=post, rank=6, office=Office.CENTRAL_PARTY, fate=Purge.EXECUTED,
            purged=1,
        )  # fmt: skip


def favours_of(county, givers):
    told = county.events(Event.FAVOUR_DONE, Event.FAVOUR_RETURNED)
    return sum(who in givers for _, who, _, _ in told)


def test_the_month_of_the_story_has_no_faults():
    assert Pipeline(*MONTH).faults(SCHEMA) == []


def test_in_a_quiet_year_he_is_glad_of_a_visit(story):
    story.months(12, *MONTH)

    assert favours_of(story, story.central) > 12
    assert not story.column("people.coldness").any()


def test_after_the_executions_he_turns_cold(story):
    execute(story, *story.central[-4:])
    story.months(12, *MONTH)
    cold = favours_of(story, story.central)
    turned = [who for _, who, _, _ in story.events(Event.TURNED_COLD)]

    assert cold < 12
    assert len(turned) > 10
    assert set(turned) <= set(story.central)
    assert (
        story.column("people.coldness")[story.central[:15]].mean()
        > story.column("people.coldness")[story.visitors].mean()
    )
    assert story.count(Event.FEAR_HINTED) > 0


def test_he_thaws_when_nothing_more_is_heard(story):
    execute(story, *story.central[-4:])
    story.months(12, *MONTH)
    before = story.column("people.coldness")[story.central[:15]].mean()
    story.months(24, *MONTH)

    assert story.column("people.coldness")[story.central[:15]].mean() < 0.5 * before
