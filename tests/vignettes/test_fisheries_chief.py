"""The fisheries chief counts absences: why he would rather have nobody from the Party on his boats.

As told in the sources: a base permits the station and asks for a few hirings; boats stay out about a month, and the Party secretary
wants a bribe for each member who is absent [fishery-permit, fishery-requested-hires, fishery-absence-bribes, fishery-blind-eye].
"""

import pytest

from allssam.engine import usd
from allssam.mechanisms import fisheries
from allssam.mechanisms.fisheries import Fisheries
from allssam.world import Event, Office, Party, Post

MONTH = (fisheries.muster, fisheries.hire, fisheries.go_to_sea)
JUNE_2013 = 1361


@pytest.fixture
def coast(make_county):
    """A station with thirty places under a base, and four hundred men, every fourth of them a member, all alike but for the card."""

    def make(price_of_a_session):
        county = make_county()
        county.rows["counties"][0].update(coastal=True, wage=float(usd(30)), people=1_000)
        county.station, base = county.office(Office.FISHERIES), county.office(Office.MILITARY_BASE)
        county.chief = county.official(county.station, Post.STATION_CHIEF, party=Party.MEMBER)
        county.secretary = county.official(
            county.station, Post.PARTY_SECRETARY, cash=0, integrity=100, party=Party.MEMBER
        )
        county.add("posts", organisation=county.station, kind=Post.CAPTAIN, office=Office.FISHERIES, rank=2, number=900)
        county.cadres = [county.official(base, Post.STAFF_CADRE, party=Party.MEMBER) for _ in range(2)]
        county.rows["organisations"][county.station].update(head=county.rows["people"][county.chief]["post"], places=30)
        county.add("stations", organisation=county.station, base=base, requests=6)
        cell = county.add("cells", number=1, skip_price=price_of_a_session)
        for number in range(400):
            party = Party.MEMBER if number % 4 == 0 else Party.OUTSIDE
            county.person(cell=cell, party=party, skill=1.0 + number / 10_000)
        return county

    return make


def one_season(county, months=3):
    """From June to August, without luck and delays."""
    values = {"fisheries": Fisheries.from_values({"luck": 0.0, "delay": 0.0, "leaves": 0.0}).in_month(JUNE_2013)}
    return county.months(months, *MONTH, values=values)


def members(county, requested):
    """How many members are among the men the base asked for, or among those the chief chose."""
    crews = county.world["crews"]
    person = crews["person"][crews["open"] & (crews["requested"] == requested)]
    return int((county.world["people"]["party"][person] == Party.MEMBER).sum()), len(person)


def test_thirty_men_six_of_them_because_the_base_asked(coast):
    county = one_season(coast(usd(5)))

    assert county.world["crews"]["open"].sum() == 30
    assert county.count(Event.CREW_HIRED) == members(county, True)[1] == 6
    assert {whom for _, _, whom, _ in county.events(Event.CREW_HIRED)} <= set(county.cadres)


def test_where_sessions_are_dear_he_chooses_nobody_from_the_party_not_even_as_captain(coast):
    county = one_season(coast(usd(5)))
    ((_, captain, chief, _),) = county.events(Event.CAPTAIN_HIRED)

    assert members(county, False) == (0, 24)
    assert chief == county.chief
    assert county.column("people.party")[captain] == Party.OUTSIDE


def test_where_nobody_charges_for_absence_a_card_is_no_hindrance(coast):
    county = one_season(coast(0))

    assert members(county, False)[0] >= 3


def test_what_he_pays_is_for_the_members_the_base_sent_him(coast):
    county = one_season(coast(usd(5)))
    sent, _ = members(county, True)

    assert county.cash(county.secretary) == sent * 3 * 5 * usd(5)


def test_the_base_lives_off_the_station_and_lets_him_choose(coast):
    county = one_season(coast(usd(5)))

    assert all(county.cash(cadre) > usd(500) for cadre in county.cadres)
    assert members(county, False)[0] == 0
