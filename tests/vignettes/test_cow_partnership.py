"""The cow partnership: a worker and her unit leader sell cows abroad, the village secretary finds out, and she is to be nominated.

As told in the sources: one cow sold buys three, the secretary who found out is paid on holidays, and the nomination comes in time for
10 October [trade-cattle, trade-secretary-share, membership-holiday-nomination].
"""

import pytest

from allssam.engine import usd
from allssam.mechanisms import trade
from allssam.mechanisms.trade import Trade
from allssam.world import Event, Job, Office, Party, Post, Sex

MONTH = (trade.raise_herds, trade.deal_in_cattle, trade.watch_partners, trade.pay_on_holidays, trade.find_partners)
JUNE_2013 = 1361


@pytest.fixture
def story(make_county):
    """A village at the border, a worker with a sense for the market, and other work units that can spare a cow."""
    county = make_county(seed=11)
    county.rows["counties"][0].update(border=True, cow_price=float(usd(500)), wage=float(usd(30)))

    def unit(farm, number):
        leader = county.official(farm, Post.UNIT_LEADER, cash=usd(20), market_sense=60)
        post = county.rows["people"][leader]["post"]
        county.add("herds", number=number, farm=farm, leader=post, cattle=60, room=60)
        return leader

    farm = county.office(Office.FARM)
    county.leader = unit(farm, 1)
    county.secretary = county.official(farm, Post.VILLAGE_SECRETARY, cash=0, party=Party.MEMBER)
    county.rows["organisations"][farm]["secretary"] = county.rows["people"][county.secretary]["post"]
    county.worker = county.person(
        usd(20),
        workplace=farm,
        job=Job.FARM,
        sex=Sex.WOMAN,
        party=Party.OUTSIDE,
        market_sense=95,
        integrity=10,
        skill=1.2,
    )
    county.rows["people"][county.worker]["birth"] = JUNE_2013 - 12 * 30
    for number in range(2, 15):
        unit(county.office(Office.FARM), number)
    return county


def lived(county, months, **given):
    """So many months from June 2013; the partners get together at the first thought, and are seldom caught."""
    values = {"begins": 0.2, "caught": 0.0005, "dread": usd(200_000), "gratitude": 1.0, "rumour": 0.2, **given}
    return county.months(months, *MONTH, values={"trade": Trade.from_values(values).in_month(JUNE_2013)})


def until(county, kind, **given):
    for _ in range(120):
        if county.count(kind):
            break
        lived(county, 1, **given)
    return county


def test_it_begins_with_one_cow_of_the_unit_and_she_and_her_leader_grow_rich(story):
    until(story, Event.COWS_SOLD)
    first = story.events(Event.COWS_SOLD)[0]
    lived(story, 4)

    assert first == (Event.COWS_SOLD, story.worker, story.leader, usd(1_500))
    assert story.column("herds.cattle")[0] == 60
    assert story.cash(story.worker) > usd(2_000)
    assert story.cash(story.leader) > usd(2_000)


def test_found_out_they_pay_on_holidays_and_in_september_she_is_promised_a_nomination(story):
    until(story, Event.NOMINATION_PROMISED)

    assert story.events(Event.NOMINATION_PROMISED) == [(Event.NOMINATION_PROMISED, story.secretary, story.worker, 0)]
    assert story.chain(Event.NOMINATION_PROMISED)[:4] == [
        Event.NOMINATION_PROMISED, Event.HOLIDAY_BRIBE_BEGUN, Event.PARTNERSHIP_FOUND_OUT, Event.COWS_SOLD,
    ]  # fmt: skip
    assert story.column("partnerships.promised_in")[0] % 12 + 1 == 9
    assert story.cash(story.secretary) > usd(100)


def test_had_the_secretary_not_found_out_there_would_be_no_bribe_and_no_nomination(story):
    until(story, Event.COWS_SOLD, rumour=0.0)
    lived(story, 24, rumour=0.0)

    assert story.count(Event.HOLIDAY_BRIBE_BEGUN, Event.NOMINATION_PROMISED) == 0
    assert story.cash(story.secretary) == 0


def test_had_she_been_in_the_party_there_would_be_bribes_but_nothing_to_promise(story):
    story.rows["people"][story.worker]["party"] = Party.MEMBER
    until(story, Event.HOLIDAY_BRIBE_BEGUN)
    lived(story, 14)

    assert story.count(Event.NOMINATION_PROMISED) == 0


def test_with_a_secretary_who_goes_by_the_book_it_ends_in_a_seizure(story):
    story.rows["people"][story.secretary]["integrity"] = 95
    until(story, Event.CATTLE_SEIZED)

    assert story.column("posts.holder")[story.rows["people"][story.leader]["post"]] == -1
    assert story.cash(story.secretary) == 0
