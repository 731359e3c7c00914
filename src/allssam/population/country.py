"""A country is drawn, county by county, straight into its tables.

Every draw is keyed by the id of a person (a household by that of its first member), or by the number of a county or
an organisation: the same seed, people and parameters give the same bytes.  Ids run from 1 in the order of storage.
Beside the tables themselves only what is needed for one county at a time is held.
"""

from typing import Any

import numpy as np

from allssam.engine import NOBODY, Array, TableState
from allssam.engine.errors import InputError
from allssam.population.cells import draw_cells
from allssam.population.draws import drawn
from allssam.population.families import MONTHS, Families, form_families, pyramid
from allssam.population.first_ties import Arena, draw_leases, draw_rumours, draw_ties
from allssam.population.offices import fill_posts, find_workplaces, months_in_post, plan_offices, take_office
from allssam.population.outlooks import first_outlooks
from allssam.population.persons import Tables, draw_persons, draw_seniors, tables
from allssam.population.places import draw_places
from allssam.population.population import Population
from allssam.population.sea_and_border import draw_sea_and_border
from allssam.population.wealth import draw_centre, draw_households, found_businesses
from allssam.world import TABLES, Office, Sector, Standing
from allssam.world.lookups import NEIGHBOURS

FEWEST_PEOPLE = 1_000
PER_COUNTY = (Sector.MARKETS, Sector.STATE, Sector.OUTSIDE, Sector.REFORM)
PLANT_CASH_MONTHS, FUND_MONTHS = (
    2,
    1,
)  # loyalty quotas that lie in the official account and the fund at the start (assumed)
RECORDS = ("businesses", "ties", "rumours", "leases", "cells")
WORKSPACE = 600  # bytes a person of the county in hand, beside the tables


def draw_country(people: int, seed: int, parameters: Population, month: int) -> dict[str, TableState]:
    """All tables of the world at the start of a month.  `people` counts the provinces; the Centre is extra."""
    if people < FEWEST_PEOPLE:
        raise InputError(
            f"A country of {people:,} people cannot be drawn: {FEWEST_PEOPLE:,} is the least, one county a province."
        )
    return _Drawing(people, seed, parameters.in_month(month), month).draw()


def memory_needed(people: int) -> int:
    """Bytes that drawing a country takes: its tables at their declared widths, and the work on one county."""
    row = {name: sum(spec.dtype.itemsize for spec in table.columns.values()) for name, table in TABLES.items()}
    p = Population()
    people = int(people * (1.0 + p.spare_people))
    households = people / p.household_size
    records = people * (0.004 * max(row["businesses"], row["ties"]) + p.members / p.cell_size * row["cells"])
    county = max(people / Population().most_counties, Population().smallest_county) * 2
    return int(
        people * row["people"] + households * (row["households"] + row["accounts"]) + records + county * WORKSPACE
    )


class _Drawing:
    def __init__(self, people: int, seed: int, p: Any, month: int) -> None:
        self.seed, self.p, self.month = seed, p, month
        self.places = draw_places(people, seed, p)
        self.organisations, self.posts = plan_offices(self.places, p)
        number = self.places["people"]
        self.counties = len(number)
        self.centre = self.counties - 1
        self.households_in = np.maximum(np.floor(number / p.household_size + 0.5), 1).astype(np.int64)
        self.households_in[self.centre] = number[self.centre]
        self.people_in = number.astype(np.int64)
        local = np.arange(self.counties) < self.centre  # nobody is born at the Centre, but some are called there
        self.people_rows = _with_spare(self.people_in, np.where(local, p.spare_people, p.spare_seniors), p.least_spare)
        self.household_rows = _with_spare(self.households_in, np.where(local, p.spare_households, p.spare_seniors), p.least_spare)
        self.organisations_in = np.bincount(self.organisations["county"], minlength=self.counties)
        self.posts_in = np.bincount(self.posts["county"], minlength=self.counties)
        self.first_person = _starts(self.people_rows)
        self.first_household = _starts(self.household_rows)
        self.first_organisation = _starts(self.organisations_in)
        self.first_post = _starts(self.posts_in)
        self.first_account = _starts(self.household_rows + 2 * self.organisations_in + len(PER_COUNTY))
        sizes = {
            "counties": self.counties,
            "people": self.first_person[-1],
            "households": self.first_household[-1],
            "organisations": self.first_organisation[-1],
            "posts": self.first_post[-1],
            "accounts": self.first_account[-1],
        }
        self.tables = {name: TableState(name, declared, int(sizes.get(name, 0))) for name, declared in TABLES.items()}
        for name, size in sizes.items():
            self.tables[name].count = int(size)
        self.records: dict[str, list[dict[str, Array]]] = {name: [] for name in RECORDS}

    def draw(self) -> dict[str, TableState]:
        """The Centre first, since county heads have their superiors there; then county by county."""
        self._lay_out()
        shape, chances = pyramid(self.p.women), tables(self.p)
        self._draw_centre(chances)
        for county in range(self.centre):
            self._draw_county(county, shape, chances)
        self._finish()
        return self.tables

    def _rows(self, name: str, county: int) -> dict[str, Array]:
        """The columns of a county's rows of a lasting table, to be filled; spare rows are left out."""
        first = getattr(self, {"people": "first_person"}.get(name, "first_" + name.removesuffix("s")))
        drawn_rows = {"people": self.people_in, "households": self.households_in}.get(name, np.diff(first))
        return {
            key: self.tables[name][key][first[county] : first[county] + drawn_rows[county]] for key in self.tables[name]
        }

    def _lay_out(self) -> None:
        """What stands before anybody is drawn: places, offices, ids."""
        counties, organisations, posts = self.tables["counties"], self.tables["organisations"], self.tables["posts"]
        counties["county"][:] = np.arange(self.counties)
        for name in ("place", "people", "coastal", "border", "capital", "urban", "markets", "stall_places"):
            counties[name][:] = self.places[name]
        counties["stalls_at_start"][:] = self.places["stall_places"]
        counties["households"][:] = self.households_in
        counties["people_rows"][:], counties["household_rows"][:] = self.people_rows, self.household_rows
        counties["first_person"][:] = np.where(self.people_rows > 0, self.first_person[:-1], NOBODY)
        counties["first_household"][:] = np.where(self.household_rows > 0, self.first_household[:-1], NOBODY)
        for state, plan in ((organisations, self.organisations), (posts, self.posts)):
            for name, column in plan.items():
                state[name][:] = column
        posts["number"][:] = np.arange(1, posts.count + 1)
        first_id = 1 + _starts(self.people_in)
        for each in range(self.counties):
            people = self._rows("people", each)
            people["id"][:] = np.arange(first_id[each], first_id[each + 1])
            people["turn"][:] = people["id"] // NEIGHBOURS % MONTHS
            self._keep_spare(each)
        county = organisations["county"]
        place = (
            self.first_account[county]
            + self.household_rows[county]
            + np.arange(len(county))
            - self.first_organisation[county]
        )
        organisations["account"][:] = place
        organisations["fund"][:] = place + self.organisations_in[county]
        kind, p = organisations["kind"], self.p
        factory = kind == Office.FACTORY
        spaces = p.fewest_spaces + drawn(self.seed, "spaces", np.arange(len(kind))) * (
            max(p.most_spaces - p.fewest_spaces, 0) + 1
        )
        organisations["spaces"][factory] = np.floor(spaces[factory])
        organisations["quota"][factory] = p.quota_of_factory
        organisations["quota"][kind == Office.TRADE_COMPANY] = p.quota_of_company
        posts["usual_takings"][:] = float(p.takings_by_rank) * np.maximum(posts["rank"].astype(np.int64) - 1, 0)

    def _keep_spare(self, county: int) -> None:
        """Rows of a county kept for those to be born and for the households they will found, each with a purse."""
        people, households = self.tables["people"], self.tables["households"]
        unborn = slice(self.first_person[county] + self.people_in[county], self.first_person[county + 1])
        empty = slice(self.first_household[county] + self.households_in[county], self.first_household[county + 1])
        people["county"][unborn], people["standing"][unborn] = county, Standing.UNBORN
        households["county"][empty] = county
        households["account"][empty] = self.first_account[county] + np.arange(
            self.households_in[county], self.household_rows[county]
        )

    def _draw_county(self, county: int, shape: Any, chances: Tables) -> None:
        p, seed, month = self.p, self.seed, self.month
        people, households, posts = (self._rows(name, county) for name in ("people", "households", "posts"))
        families = form_families(people["id"], len(households["key"]), seed, shape)
        first = self._house(county, people, households, families)
        place = {name: column[county] for name, column in self.places.items()}
        draw_persons(
            people, families, households["key"], bool(place["capital"]), float(place["urban"]), seed, chances, p
        )
        years = families.age // MONTHS

        local = {**households, "first": first}
        cash, wage = draw_households(local, people, years, place, seed, p)
        holder = fill_posts(people, years, posts, seed, p)
        posts["holder"][:] = holder
        take_office(people, posts, int(self.first_post[county]))
        organisations = self._rows("organisations", county)
        find_workplaces(people, organisations, int(self.first_organisation[county]), seed)
        cells = draw_cells(
            people, households["key"][families.household], years, organisations["kind"], int(self.first_organisation[county]),
            int(self.first_person[county]), self._number("cells"), month, seed, p,
        )  # fmt: skip
        self.records["cells"].append({**cells, "county": np.full(len(cells["kind"]), county)})
        businesses = found_businesses(local, people, years, wage, month, seed, p)
        posts["holder"][holder >= 0] += self.first_person[county]
        self.tables["counties"]["wage"][county] = wage
        self._open_accounts(county, households, organisations, cash)
        self._begin(county, people, posts, organisations, businesses)

    def _house(self, county: int, people: dict[str, Array], households: dict[str, Array], families: Families) -> Array:
        """Households of a county and who lives in them; returns where, among the county's people, each one begins."""
        number = len(households["key"])
        size = np.bincount(families.household, minlength=number)
        first = np.cumsum(size) - size
        households["size"][:] = size
        households["head"][:] = self.first_person[county] + first
        households["key"][:] = people["id"][first]
        households["county"][:] = people["county"][:] = county
        households["account"][:] = self.first_account[county] + np.arange(number)
        people["household"][:] = self.first_household[county] + families.household
        people["account"][:] = self.first_account[county] + families.household
        people["birth"][:] = self.month - families.age
        following = self.first_person[county] + 1 + np.arange(len(people["id"]))
        people["next_at_home"][:-1] = np.where(np.diff(families.household) == 0, following[:-1], NOBODY)
        people["spouse"][:] = np.where(families.spouse >= 0, self.first_person[county] + families.spouse, NOBODY)
        return first

    def _open_accounts(
        self, county: int, households: dict[str, Array], organisations: dict[str, Array], cash: Array
    ) -> None:
        """A county's accounts: purses, then official accounts, then loyalty funds, then the till and the borders."""
        accounts = self._rows("accounts", county)
        own, plants = int(self.household_rows[county]), len(organisations["kind"])
        accounts["county"][:] = county
        accounts["sector"][:] = np.repeat(
            (Sector.HOUSEHOLDS, Sector.PLANTS, Sector.LOYALTY_FUNDS, *PER_COUNTY),
            (own, plants, plants, *([1] * len(PER_COUNTY))),
        )
        accounts["balance"][: len(cash)] = cash
        accounts["balance"][own : own + plants] = PLANT_CASH_MONTHS * organisations["quota"]
        accounts["balance"][own + plants : own + 2 * plants] = FUND_MONTHS * organisations["quota"]
        last = own + 2 * plants
        counties, income = self.tables["counties"], float(households["usual_income"].sum())
        accounts["balance"][last] = int(self.p.till_months * income)
        for place, name in enumerate(("till", "state", "outside", "reform")):
            counties[name][county] = self.first_account[county] + last + place
        counties["stalls"][county] = np.count_nonzero(households["stall"])

    def _begin(
        self,
        county: int,
        people: dict[str, Array],
        posts: dict[str, Array],
        organisations: dict[str, Array],
        businesses: dict[str, Array],
    ) -> None:
        """Businesses, first ties, what is known of them, first leases."""
        first, seed, month = int(self.first_person[county]), self.seed, self.month
        held = posts["holder"] >= 0
        posts["since"][held] = month - 1 - months_in_post(people["id"][posts["holder"][held] - first], seed)
        owner = businesses["owner"]
        people["business"][owner] = self._number("businesses") + np.arange(len(owner))
        businesses = {**businesses, "owner": owner + first, "county": np.full(len(owner), county)}
        arena = Arena(
            county, people, first, posts, int(self.first_post[county]), businesses, self.superiors, month, seed, self.p
        )
        everybody = self.tables["people"]
        ties = draw_ties(arena)
        ties["patron_post"], ties["client_post"] = everybody["post"][ties["patron"]], everybody["post"][ties["client"]]
        ties["client_business"] = everybody["business"][ties["client"]]
        rumours = draw_rumours(arena, ties, self._number("ties"))
        leases = draw_leases(arena, ties, organisations["spaces"], int(self.first_organisation[county]))
        np.add.at(organisations["let"], leases["plant"] - self.first_organisation[county], 1)
        for name, rows in zip(RECORDS[:4], (businesses, ties, rumours, leases), strict=True):
            self.records[name].append(rows)

    def _number(self, name: str) -> int:
        """How many records of a table there are so far."""
        return sum(len(rows["county"]) for rows in self.records[name])

    def _draw_centre(self, chances: Tables) -> None:
        """The senior officials of the Centre, each with a post and a household of his own."""
        county = self.centre
        people, households, posts = (self._rows(name, county) for name in ("people", "households", "posts"))
        self._house(county, people, households, draw_seniors(people, self.seed, chances, self.p))
        rows = np.arange(len(people["id"]))
        people["post"][:] = self.first_post[county] + rows
        people["workplace"][:] = posts["organisation"]
        posts["holder"][:] = self.first_person[county] + rows
        posts["since"][:] = self.month - 1 - months_in_post(people["id"], self.seed)
        cash = draw_centre(households, self.seed, self.p)
        self._open_accounts(county, households, self._rows("organisations", county), cash)
        self.superiors = posts["holder"].astype(np.int64)

    def _finish(self) -> None:
        """Join the records of all counties, count workers, and say that the tables are new."""
        for name, parts in self.records.items():
            self.tables[name].append({key: np.concatenate([rows[key] for rows in parts]) for key in parts[0]})
        for name, columns in first_outlooks(self.counties).items():
            self.tables[name].append(columns)
        workplace = self.tables["people"]["workplace"]
        organisations = self.tables["organisations"]
        organisations["workers"][:] = np.bincount(workplace[workplace > NOBODY], minlength=organisations.count)
        draw_sea_and_border(self.tables, self.seed, self.p, self.month)
        for table in self.tables.values():
            table.changed()


def _with_spare(number: Array, share: Array, least: int) -> Array:
    """Rows for so many, with spare ones: a share more and some; none where there is nobody."""
    return np.where(number > 0, number + np.floor(share * number).astype(np.int64) + least, 0)


def _starts(numbers: Array) -> Array:
    """Where each county's rows start, and the end."""
    return np.concatenate(([0], np.cumsum(numbers))).astype(np.int64)
