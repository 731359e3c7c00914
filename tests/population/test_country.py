import hashlib
import tracemalloc

import numpy as np
import pytest

from allssam.engine import TableState, World
from allssam.engine.errors import InputError
from allssam.population import Population, check_country, draw_country, memory_needed
from allssam.world import SCHEMA, TABLES, Standing

START = 1308
NOT_BEGUN = ("grudges", "feuds", "dossiers", "disputes", "cases", "sentences")


def digest(tables):
    found = hashlib.blake2b()
    for name, state in tables.items():
        for key in state:
            found.update(f"{name}.{key}".encode())
            found.update(np.ascontiguousarray(state[key]).tobytes())
    return found.hexdigest()


def test_a_country_holds_together(country):
    assert check_country(country.tables) == []


@pytest.mark.parametrize("people", [1_000, 1_237, 2_000, 20_000])
def test_a_small_country_holds_together_too(people):
    tables = draw_country(people, 3, Population(), START)

    assert check_country(tables) == []
    assert np.count_nonzero(tables["people"]["standing"] != Standing.UNBORN) == people + 3_000


def test_a_country_without_a_centre_can_be_drawn():
    tables = draw_country(20_000, 1, Population(senior_posts=0), START)

    assert check_country(tables) == []
    assert np.count_nonzero(tables["people"]["standing"] != Standing.UNBORN) == 20_000


def test_the_ends_of_every_range_give_a_country_that_holds_together():
    specs = Population.specs
    single = {name: spec for name, spec in specs.items() if not spec.each and name not in ("most_counties",)}
    for end in ("low", "high"):
        given = {name: getattr(spec, end) for name, spec in single.items()}

        assert check_country(draw_country(20_000, 1, Population(**given), START)) == []


def test_fewer_than_a_thousand_people_are_refused():
    with pytest.raises(InputError, match="1,000 is the least"):
        draw_country(999, 1, Population(), START)


def test_all_tables_are_there_and_what_has_not_begun_is_empty(country):
    assert set(country.tables) == set(TABLES)
    for name in NOT_BEGUN:
        assert country[name].count == 0
    assert all(isinstance(state, TableState) for state in country.tables.values())


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    first, again, other = (digest(draw_country(20_000, seed, Population(), START)) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_a_later_month_moves_dates_and_nothing_else():
    early, late = (draw_country(20_000, 1, Population(), month) for month in (START, START + 24))

    born = early["people"]["id"] > 0
    assert np.all((late["people"]["birth"] - early["people"]["birth"])[born] == 24)
    assert np.array_equal(early["people"]["skill"], late["people"]["skill"])
    assert np.array_equal(early["households"]["capital"], late["households"]["capital"])


def test_another_tie_parameter_moves_no_other_draw():
    usual, many = (draw_country(20_000, 1, Population(ties_per_cadre=n), START) for n in (2.0, 4.0))

    assert many["ties"].count > usual["ties"].count
    for name in ("people", "households", "posts", "businesses", "accounts"):
        for key in usual[name]:
            assert np.array_equal(usual[name][key], many[name][key]), f"{name}.{key}"


def test_lasting_tables_have_exactly_the_room_they_need(country):
    for name in ("people", "households", "accounts", "organisations", "posts", "counties"):
        assert country[name].capacity == country[name].count


def test_a_world_can_be_made_of_a_country(country):
    world = World(SCHEMA, country.tables, seed=1, month=START)

    assert world.sector_balances()[0] == country["accounts"]["balance"][country["households"]["account"]].sum()


def test_memory_needed_is_what_drawing_takes_at_most():
    tracemalloc.start()
    tables = draw_country(400_000, 1, Population(), START)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    taken = sum(column.nbytes for state in tables.values() for column in state.arrays.values())

    assert taken < most < memory_needed(400_000) < 1.6 * most


def test_the_whole_country_needs_about_115_bytes_a_row_of_people_with_purses_and_records():
    """Four of them for the turn in the year and what cadres feel; with the journal and the work of a month it stays within 4 GB."""
    assert memory_needed(25_000_000) < 115 * 25_000_000 * (1.0 + Population().spare_people)


def test_spare_rows_stand_at_the_end_of_a_county_and_are_nobodys(country):
    counties, people, households = country["counties"], country["people"], country["households"]
    for county in range(counties.count):
        first, born = counties["first_person"][county], counties["people"][county]
        last = first + counties["people_rows"][county]

        assert country.born[first : first + born].all()
        assert not country.born[first + born : last].any()
        assert np.all(people["county"][first:last] == county)
    spare = ~country.kept
    assert spare.sum() > 0.035 * country.kept.sum()
    assert not country["accounts"]["balance"][households["account"][spare]].any()
    assert np.all(households["head"][spare] == -1)


def test_husbands_and_wives_name_one_another(country):
    people = country["people"]
    married = np.flatnonzero(people["spouse"] >= 0)
    grown = country.local & (country.age >= 20)

    assert np.array_equal(people["spouse"][people["spouse"][married]], married)
    assert 0.6 < np.mean(people["spouse"][grown] >= 0) < 0.75
