"""Trade companies: whom they take on, what members cost them, and who has what of their earnings."""

import numpy as np
import pytest

from allssam.engine import PLAIN, Pipeline, World, month_number, usd
from allssam.mechanisms import companies
from allssam.mechanisms.companies import Companies, keeps, value_to_company, would_join
from allssam.population import Population, draw_country
from allssam.world import ALL_MONTH, SCHEMA, Flow, Office, Party, Post, Sector

MONTH = (companies.keep_staff, companies.take_on_staff, companies.earn_abroad)
START = month_number("2009-01")


@pytest.fixture
def p(numbers):
    return numbers(Companies)


def given_values(**given):
    return {"companies": Companies.from_values(given).in_month(1361)}


def test_the_month_of_a_company_has_no_faults():
    assert Pipeline(*MONTH).faults(SCHEMA) == []


def test_a_company_prefers_those_without_a_card_unless_skill_makes_up_for_it(p):
    assert value_to_company(1.0, 0, p) > value_to_company(1.0, usd(3), p)
    assert value_to_company(1.3, usd(3), p) > value_to_company(1.0, 0, p)
    assert keeps(90.0, 100.0, p)
    assert not keeps(70.0, 100.0, p)


def test_people_join_a_company_if_it_pays_better_than_the_market(p):
    assert would_join(usd(40), 1.0, p)
    assert not would_join(usd(40), 3.0, p)


@pytest.fixture
def company(make_county):
    """A company of ten with a head and a Party secretary, and people who could be taken on."""
    county = make_county()
    county.rows["counties"][0].update(border=True, wage=float(usd(30)), people=400)
    county.firm = county.office(Office.TRADE_COMPANY)
    county.head = county.official(county.firm, Post.HEAD, party=Party.MEMBER)
    county.secretary = county.official(county.firm, Post.PARTY_SECRETARY, cash=0, party=Party.MEMBER)
    county.rows["organisations"][county.firm].update(places=10, quota=usd(400))
    county.cell = county.add("cells", number=1)
    return county


def test_companies_take_on_the_better_ones_and_at_a_price_those_without_a_card(make_county, company):
    members = [company.person(cell=company.cell, party=Party.MEMBER, skill=1.05) for _ in range(150)]
    outsiders = [company.person(cell=company.cell) for _ in range(150)]
    company.open()
    company.world["cells"]["skip_price"][0] = usd(6)
    company.months(1, *MONTH, values=given_values(leaves=0.0))
    person = company.column("staff.person")

    assert len(person) == 10
    assert set(person) <= set(outsiders)
    assert (company.column("people.weeks_away")[person] == ALL_MONTH).all()
    assert not set(person) & set(members)


def test_a_company_pays_its_people_its_loyalty_money_and_for_sessions_missed_and_the_head_keeps_the_rest(company):
    people = [
        company.person(cell=company.cell, party=party, weeks_away=ALL_MONTH) for party in (Party.OUTSIDE, Party.MEMBER)
    ]
    for person in people:
        company.add("staff", company=company.firm, person=person, since=1300)
    company.rows["cells"][0]["skip_price"] = usd(3)
    company.rows["organisations"][company.firm]["quota"] = usd(100)
    company.months(1, companies.earn_abroad, values=given_values(float_kept=0))

    assert [company.cash(person) for person in people] == [usd(500) + usd(80)] * 2
    assert company.cash(company.secretary) == 4 * usd(3)
    assert company.cash(company.head) == usd(500) + usd(400 - 160 - 12 - 100)


def test_a_member_who_has_grown_dear_is_let_go(company):
    outsider = company.person(cell=company.cell, weeks_away=ALL_MONTH)
    member = company.person(cell=company.cell, party=Party.MEMBER, weeks_away=ALL_MONTH)
    for person in (outsider, member):
        company.add("staff", company=company.firm, person=person, since=1300)
    company.rows["cells"][0]["skip_price"] = usd(20)
    company.months(1, companies.keep_staff, values=given_values(leaves=0.0))

    assert company.column("staff.open").tolist() == [True, False]
    assert company.column("people.weeks_away")[member] == 0


def members(price, people=300_000, months=24, **given):
    """The share of members among the people of companies, after some months of a country in which only companies hire."""
    tables = draw_country(people, 1, Population(senior_posts=60, border_share=1.0, people_per_company=8_000), START)
    tables["cells"]["skip_price"][:] = price
    world = World(SCHEMA, tables, 1, START)
    for _ in range(months):
        world.advance(Pipeline(*MONTH), given_values(**given))
    person = tables["staff"]["person"][tables["staff"]["open"]]
    return np.isin(tables["people"]["party"][person], (Party.MEMBER, Party.CANDIDATE)).mean()


@pytest.mark.skipif(PLAIN, reason="a whole country takes too long in plain Python")
def test_in_companies_too_members_become_fewer_as_sessions_become_dearer():
    shares = [members(usd(dollars)) for dollars in (0, 6, 20)]

    assert shares[0] > shares[1] > shares[2]
    assert members(usd(20), price_of_absence=0.0) == shares[0]


def test_the_border_carries_their_earnings():
    assert Flow.TRADE_EARNINGS in Sector.OUTSIDE.purposes
