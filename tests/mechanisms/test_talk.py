"""Talk: how word of ties gets around, and is forgotten."""

import pytest

from allssam.engine import usd
from allssam.mechanisms import talk
from allssam.mechanisms.talk import Talk, may_learn, pays_for_news
from allssam.world import Office, Post


@pytest.fixture
def p(numbers):
    return numbers(Talk)


def test_nobody_hears_news_of_his_own_tie_or_twice_or_with_a_full_head(p):
    assert may_learn(0, False, False, p)
    assert not may_learn(0, True, False, p)
    assert not may_learn(0, False, True, p)
    assert not may_learn(p.most, False, False, p)


def test_the_last_won_does_not_go_for_news(p):
    assert pays_for_news(usd(100), p)
    assert not pays_for_news(usd(6), p)


def office_of(make_county, staff=12):
    county = make_county()
    party, police = county.office(Office.PARTY_COMMITTEE), county.office(Office.POLICE)
    insiders = [county.official(party, Post.INSTRUCTOR) for _ in range(staff)]
    for insider in insiders:
        county.tie(county.official(police, Post.OFFICER), insider)
    return county, insiders


def test_word_spreads_by_contact_and_each_hears_of_a_tie_once(make_county):
    county, _ = office_of(make_county)
    county.months(12, talk.forget, talk.spread_word)
    rumours = county.world["rumours"]
    is_open = rumours["open"]
    known = list(zip(rumours["knower"][is_open], rumours["tie"][is_open], strict=True))
    parties = [(county.world["ties"]["patron"][tie], county.world["ties"]["client"][tie]) for _, tie in known]

    assert len(known) > 5
    assert len(known) == len(set(known))
    assert all(knower not in ends for (knower, _), ends in zip(known, parties, strict=True))


def test_what_is_not_renewed_is_forgotten(make_county):
    county, insiders = office_of(make_county)
    for tie in range(1, 12):
        county.add("rumours", knower=insiders[0], tie=tie)
    county.months(36, talk.forget)

    assert not county.column("rumours.open").any()


def test_a_newcomer_knows_nothing_and_a_head_holds_only_so_much(make_county, numbers):
    county, insiders = office_of(make_county)
    newcomer = county.official(0, Post.INSTRUCTOR)
    values = {"talk": numbers(Talk, seen_with=1.0, seen_at_work=1.0, passed_on=1.0, fades=0.0, most=3)}
    county.open()

    assert newcomer not in county.column("rumours.knower")
    county.months(12, talk.forget, talk.spread_word, values=values)
    rumours = county.world["rumours"]
    assert max((rumours["knower"] == person).sum() for person in insiders) == 3


def test_a_donju_pays_for_news_of_who_matters(make_county, numbers):
    county, _ = office_of(make_county)
    donju = county.donju(cash=usd(100))
    values = {"talk": numbers(Talk, asks_around=1.0, news=1.0, seen_with=0.0, seen_at_work=0.0, passed_on=0.0)}
    county.months(3, talk.spread_word, values=values)

    assert county.cash(donju) == usd(85)
    assert donju in county.column("rumours.knower")


def test_knowledge_goes_with_the_tie(make_county):
    county, insiders = office_of(make_county)
    county.add("rumours", knower=insiders[0], tie=1)
    county.open().world["ties"]["open"][1] = False
    county.months(1, talk.forget)

    assert not county.column("rumours.open")[0]
