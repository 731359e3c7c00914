"""A county of a few rows: households with a purse each, donju, factories with a manager and a Party secretary, other officials.

For tests and vignettes of what officials and donju do to one another.  Build it row by row, then `world()` and `month(*steps)`.
"""

import numpy as np

from allssam.engine import Pipeline, World, month_number
from allssam.engine.tables import TableState
from allssam.world import SCHEMA, Event, Line, Office, Post, Sector, Tie

USD = 8_200
FIRST = 1_000
"""Id of the first person."""
START = month_number("2012-01")


class SmallCountry:
    """Rows to be, county by county."""

    def __init__(self, counties: int = 1) -> None:
        self.rows: dict[str, list[dict[str, object]]] = {name: [] for name in SCHEMA.tables}
        for county in range(counties):
            till, state = self.account(county, Sector.MARKETS, 10_000_000 * USD), self.account(county, Sector.STATE)
            outside = self.account(county, Sector.OUTSIDE)
            self.add(
                "counties", county=county, place=0, till=till, state=state, outside=outside, people=1000, households=300, wage=40.0 * USD,
            )  # fmt: skip

    def add(self, table: str, **columns: object) -> int:
        self.rows[table].append(columns)
        return len(self.rows[table]) - 1

    def account(self, county: int, sector: Sector, dollars: float = 0.0) -> int:
        return self.add("accounts", county=county, sector=sector, balance=int(dollars * USD))

    def person(self, county: int = 0, dollars: float = 1_000.0, capital: float = 0.0, **columns: object) -> int:
        """A person with a household of his own; money in dollars."""
        account = self.account(county, Sector.HOUSEHOLDS, dollars)
        number = len(self.rows["people"])
        home = self.add("households", county=county, account=account, key=FIRST + number, head=number, size=1, capital=int(capital * USD))
        return self.add("people", id=FIRST + number, county=county, household=home, account=account, **columns)

    def donju(
        self, county: int = 0, sales: float = 2_000.0, capital: float = 15_000.0, line: Line = Line.WORKSHOP, **columns: object
    ) -> int:
        """A donju with monthly sales in dollars, rightly guessed by everybody."""
        person = self.person(county, dollars=5 * sales, capital=capital)
        self.rows["households"][person].update(income=int(sales * USD), usual_income=int(sales * USD), donju=True)
        business = self.add(
            "businesses", county=county, owner=person, line=line, sales=int(sales * USD), profit=int(sales * USD), sign=sales * USD,
            **{"infractions": 3.0, "workers": 5, **columns},
        )  # fmt: skip
        self.rows["people"][person]["business"] = business
        return person

    def official(self, organisation: int, kind: Post, **columns: object) -> int:
        """Somebody who holds a post in an organisation; returns the person."""
        office, county = self.rows["organisations"][organisation]["kind"], self.rows["organisations"][organisation]["county"]
        person = self.person(county)
        post = self.add("posts", county=county, organisation=organisation, kind=kind, office=office, holder=person, charge=1.0, **columns)
        self.rows["people"][person]["post"] = post
        if kind == Post.PARTY_SECRETARY:
            self.rows["organisations"][organisation]["secretary"] = post
        elif self.rows["organisations"][organisation].get("head", -1) < 0:
            self.rows["organisations"][organisation]["head"] = post
        return person

    def organisation(self, county: int = 0, kind: Office = Office.FACTORY, **columns: object) -> int:
        return self.add(
            "organisations", county=county, kind=kind, account=self.account(county, Sector.PLANTS),
            fund=self.account(county, Sector.LOYALTY_FUNDS), **columns,
        )  # fmt: skip

    def plant(
        self, county: int = 0, spaces: int = 4, asking: tuple[float, float] = (0.30, 0.25), **columns: object
    ) -> tuple[int, int, int]:
        """A factory with spaces to let; returns it, its manager and its Party secretary."""
        plant = self.organisation(county, spaces=spaces, **columns)
        manager = self.official(plant, Post.MANAGER, asking=asking[0])
        return plant, manager, self.official(plant, Post.PARTY_SECRETARY, asking=asking[1])

    def tie(self, patron: int, client: int, strength: float = 0.8, kind: Tie = Tie.CLIENT) -> int:
        county, post = self.rows["people"][patron]["county"], self.rows["people"][patron].get("post", -1)
        return self.add("ties", county=county, kind=kind, patron=patron, client=client, strength=strength, patron_post=post)

    def post_of(self, person: int) -> dict[str, object]:
        """The columns of somebody's post, to be set otherwise."""
        return self.rows["posts"][self.rows["people"][person]["post"]]

    def lease(self, plant: int, tenant: int, rent: float = 150.0, adds: float = 0.3, **columns: object) -> int:
        """A lease that runs; rent in dollars."""
        made, home = self.rows["organisations"][plant], self.rows["people"][tenant]["household"]
        made["let"] = made.get("let", 0) + 1
        self.rows["households"][home]["outlet"] = 1.0 + adds
        manager = self.rows["posts"][made["head"]]["holder"]
        return self.add(
            "leases", county=made["county"], plant=plant, tenant=tenant, rent=int(rent * USD), adds=adds, agreed_with=manager,
            since=START - 1, reviewed=START - 1, **columns,
        )  # fmt: skip

    def world(self, seed: int = 1) -> World:
        """The world of these rows; people and rows stand in the order of counties if they were built so."""
        tables = {}
        for name, declared in SCHEMA.tables.items():
            state = TableState(name, declared, max(64, 2 * len(self.rows[name])))
            if self.rows[name]:
                spec = declared.columns
                state.append({key: np.array([row.get(key, spec[key].start) for row in self.rows[name]], spec[key].dtype) for key in spec})
            tables[name] = state
        return World(SCHEMA, tables, seed, START)


def trade(world: World, guess: object = 1.0) -> None:
    """A month's market for every business: sales follow space and vehicles, and everybody guesses them, by a factor each."""
    businesses, people, homes, accounts = (world[name] for name in ("businesses", "people", "households", "accounts"))
    home = people["household"][businesses["owner"]]
    sales = (homes["usual_income"][home] * homes["outlet"][home]).astype(np.int64)
    businesses["sales"][:], businesses["profit"][:], businesses["sign"][:] = sales, sales, sales * guess
    accounts["balance"][homes["account"][home]] += sales
    world.opening = world.sector_balances()


def live(world: World, *steps: object, months: int = 1, guess: object = 1.0, **values: object) -> list[tuple[str, int, int]]:
    """Carry out some months, trade first; returns what was told as (kind, who, whom), people as rows."""
    told = []
    for _ in range(months):
        trade(world, guess)
        world.advance(Pipeline(*steps), {name: given.in_month(world.month) for name, given in values.items()})
        events = world.events_of_month()
        if events is not None:
            told += [
                (Event(kind).name, int(who) - FIRST, int(whom) - FIRST if whom >= 0 else -1)
                for kind, who, whom in zip(events.kind, events.who, events.whom, strict=True)
            ]
    return told
