"""Upkeep: what keeps a tie, what wears it, and how it ends."""

import pytest

from allssam.engine import usd
from allssam.mechanisms import upkeep
from allssam.mechanisms.upkeep import Upkeep, affords_upkeep, gives_gift, lapses, strength_now, turns_to_enmity
from allssam.world import Event, Office, Post, Standing

MONTH = (upkeep.keep_up, upkeep.wear)


@pytest.fixture
def p(numbers):
    return numbers(Upkeep)


def test_a_tie_kept_up_grows_and_one_that_is_not_cools(p):
    assert strength_now(0.5, True, p) > 0.5 > strength_now(0.5, False, p)
    assert strength_now(1.0, True, p) == 1.0


def test_without_an_inflow_a_cadre_keeps_up_nobody(p):
    assert affords_upkeep(0, 0.0, p) == 0
    assert affords_upkeep(usd(200), 0.0, p) > affords_upkeep(usd(40), 0.0, p) > 0


def test_who_owes_a_favour_brings_a_gift():
    assert gives_gift(1.0)
    assert not gives_gift(0.0)


def test_arrears_and_closeness_make_an_end_and_enmity_likelier(p):
    assert lapses(1, p) < lapses(3, p) <= 1.0
    assert turns_to_enmity(0.1, p) < turns_to_enmity(0.9, p)


def test_a_donju_pays_his_patron_and_the_tie_grows(make_county):
    county = make_county()
    donju = county.donju(cash=usd(100))
    officer = county.official(county.office(Office.POLICE), Post.OFFICER, cash=0)
    county.tie(officer, donju, price=usd(20))
    county.months(1, *MONTH)

    assert county.cash(donju) == usd(80)
    assert county.cash(officer) == usd(20)
    assert county.column("posts.takings")[0] == county.column("posts.from_donju")[0] == usd(20)
    assert county.column("businesses.patronage")[0] == usd(20) == -county.column("businesses.profit")[0]
    assert county.column("ties.strength")[0] > 0.5


def test_the_dearest_patron_is_paid_first(make_county):
    county = make_county()
    donju = county.donju(cash=usd(30))
    police = county.office(Office.POLICE)
    distant, close = county.official(police, Post.OFFICER, cash=0), county.official(police, Post.OFFICER, cash=0)
    county.tie(distant, donju, strength=0.3, price=usd(20))
    county.tie(close, donju, strength=0.8, price=usd(20))
    county.months(1, *MONTH)

    assert (county.cash(close), county.cash(distant)) == (usd(20), 0)
    assert county.events(Event.TIE_UNPAID) == [(Event.TIE_UNPAID, donju, distant, usd(20))]


def test_arrears_end_a_tie_and_some_of_those_left_unpaid_turn_enemies(make_county):
    county = make_county()
    police = county.office(Office.POLICE)
    for _ in range(60):
        county.tie(county.official(police, Post.OFFICER, cash=0), county.donju(cash=0), strength=0.9, price=usd(20))
    county.months(8, *MONTH)

    assert county.count(Event.TIE_ENDED) + county.count(Event.TIE_TURNED) >= 55
    assert 5 <= county.count(Event.TIE_TURNED) == county.world["grudges"].count <= 50
    assert county.chain(Event.TIE_TURNED)[:2] == [Event.TIE_TURNED, Event.TIE_UNPAID]
    assert not county.column("ties.open").all()


def test_two_cadres_keep_up_their_tie_at_the_till(make_county):
    county = make_county()
    one = county.official(county.office(Office.POLICE), Post.OFFICER)
    other = county.official(county.office(Office.PARTY_COMMITTEE), Post.INSTRUCTOR)
    county.tie(one, other)
    before = county.open().world["accounts"]["balance"][0]
    county.months(1, *MONTH)

    assert county.world["accounts"]["balance"][0] - before == 2 * usd(6)
    assert county.column("ties.kept")[0] == 3


def test_who_owes_gives_a_gift_instead(make_county):
    county = make_county()
    one = county.official(county.office(Office.POLICE), Post.OFFICER, cash=usd(50))
    other = county.official(county.office(Office.PARTY_COMMITTEE), Post.INSTRUCTOR, cash=usd(50))
    tie = county.tie(one, other)
    county.rows["ties"][tie]["balance"] = 2.0
    county.months(1, *MONTH)

    assert (county.cash(one), county.cash(other)) == (usd(50), usd(44))


def test_a_favour_lately_done_stands_in_for_money(make_county):
    county = make_county()
    one = county.official(county.office(Office.POLICE), Post.OFFICER, cash=0, income=0)
    other = county.official(county.office(Office.PARTY_COMMITTEE), Post.INSTRUCTOR, cash=0, income=0)
    tie = county.tie(one, other)
    county.rows["ties"][tie]["favour_month"] = 1360
    county.months(1, *MONTH)

    assert county.column("ties.kept")[0] == 3


def test_who_has_no_inflow_loses_his_friends(make_county):
    county = make_county()
    party, police = county.office(Office.PARTY_COMMITTEE), county.office(Office.POLICE)
    rich = [county.official(police, Post.OFFICER, income=usd(200)) for _ in range(20)]
    poor = [county.official(party, Post.INSTRUCTOR, income=0) for _ in range(10)]
    for n in range(10):
        county.tie(rich[n], rich[10 + n])
        county.tie(rich[n], poor[n])
    county.months(12, *MONTH)
    is_open = county.column("ties.open")

    assert is_open[::2].all()
    assert is_open[1::2].sum() <= 2


def test_cold_cadres_let_ties_cool(make_county):
    county = make_county()
    police = county.office(Office.POLICE)
    for coldness in [0] * 20 + [90] * 20:
        county.tie(county.official(police, Post.OFFICER, coldness=coldness), county.official(police, Post.OFFICER, coldness=coldness))
    county.months(6, *MONTH)
    is_open = county.column("ties.open")

    assert is_open[:20].sum() > 2 * is_open[20:].sum()


def test_ties_end_with_prison_loss_of_office_and_the_end_of_a_business(make_county):
    county = make_county()
    police = county.office(Office.POLICE)
    officers = [county.official(police, Post.OFFICER) for _ in range(4)]
    donju = [county.donju() for _ in range(4)]
    for officer, owner in zip(officers, donju, strict=True):
        county.tie(officer, owner)
    county.open()
    world = county.world
    sentence = 0
    world["people"]["standing"][donju[0]] = Standing.PRISON
    world["people"]["post"][officers[1]] = -1
    world["posts"]["holder"][1] = -1
    world["people"]["business"][donju[2]] = -1
    county.months(1, upkeep.end_ties)

    assert sentence == 0
    assert county.column("ties.open").tolist() == [False, False, False, True]
    assert {(who, whom) for _, who, whom, _ in county.events(Event.TIE_ENDED)} == {
        (officers[0], donju[0]), (donju[1], officers[1]), (officers[2], donju[2]),
    }  # fmt: skip


def test_a_detained_friend_is_not_in_arrears(make_county):
    county = make_county()
    one = county.official(county.office(Office.POLICE), Post.OFFICER)
    other = county.official(county.office(Office.PARTY_COMMITTEE), Post.INSTRUCTOR, standing=Standing.DETAINED)
    county.tie(one, other)
    county.months(2, *MONTH, upkeep.end_ties)

    assert county.column("ties.open")[0]
    assert county.count(Event.TIE_UNPAID) == 0
