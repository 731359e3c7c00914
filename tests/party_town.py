"""Towns of grown people with Party cells, offices and purses, to see what the card goes for when attendance, posts or family matter.

Everybody is 20 to 70 years old; who turns 70 makes room for somebody of 20, outside the Party, with an id of his own.  Purses drift back to
two months of income.  Nothing else lives here: what the steps under test do, they do to this.
"""

import numpy as np

from allssam.engine import Pipeline, World, month_number
from allssam.engine.tables import TableState
from allssam.mechanisms import careers, membership
from allssam.population.outlooks import first_outlooks
from allssam.world import SCHEMA, Cell, Job, Office, Party, Post, Schooling, Sector, Sex, Songbun

USD = 8_200
START = month_number("2011-01")
YEARS = 50
STEPS = (
    membership.look_around, careers.learn_from_posts, careers.compare_notes, membership.reckon, membership.nominate, membership.go_round,
    membership.mind_candidates, careers.choose_secretaries, careers.fill_posts,
)  # fmt: skip
BY_AGE = {
    "candidates": 2.25,
    "growth": 0.0006,
    "usual_exits": 0.0021,
    "women": 1.0,
}  # where every age from 20 to 70 is as frequent
OFFICIALS = (
    (Post.HEAD, 4),
    (Post.DEPARTMENT_HEAD, 4),
    (Post.DEPARTMENT_HEAD, 4),
    (Post.DEPARTMENT_HEAD, 4),
    *[(Post.OFFICER, 3)] * 8,
)


class Town:
    """So many counties of so many grown people; attendance costs a married man so many dollars a month, on average."""

    def __init__(
        self, people: int = 4_000, counties: int = 2, attendance: float = 12.0, income: float = 55.0, takings: float = 60.0, seed: int = 1,
        songbun: Songbun | None = None, cash: float = 2.0, leaving: float = 0.0083, steps: tuple = STEPS, **given: float,
    ) -> None:  # fmt: skip
        self.random = np.random.default_rng(seed)
        self.number, self.counties, self.steps, self.given = people * counties, counties, steps, given
        self.cash_months, self.attendance, self.takings, self.leaving = cash, attendance, takings, leaving
        self.next_id = self.number + 1
        tables = {name: TableState(name, declared, 64) for name, declared in SCHEMA.tables.items()}
        self._places(tables)
        self._people(tables, people, income, songbun)
        self._cells(tables)
        self._offices(tables)
        for name, columns in first_outlooks(counties).items():
            tables[name].append(columns)
        for table in tables.values():
            table.changed()
        self.world = World(SCHEMA, tables, seed, START)
        self.prices: list[float] = []
        self.applicants: list[tuple[float, float]] = []
        self.told: list[tuple[int, int, int, int]] = []

    def _places(self, tables: dict[str, TableState]) -> None:
        every = np.arange(self.counties)
        tables["counties"].append(
            {
                "county": every, "wage": np.full(self.counties, 40.0 * USD), "price_level": np.full(self.counties, 1.0),
                "tolerance": np.full(self.counties, 0.5), "first_person": every * (self.number // self.counties),
                "people_rows": np.full(self.counties, self.number // self.counties),
            }
        )  # fmt: skip

    def _people(self, tables: dict[str, TableState], people: int, income: float, songbun: Songbun | None) -> None:
        n, draw = self.number, self.random
        homes = n // 2
        county = np.repeat(np.arange(self.counties), people)
        usual = income * USD * np.exp(0.5 * draw.standard_normal(homes))
        tables["accounts"].append(
            {
                "county": county[::2], "sector": np.full(homes, Sector.HOUSEHOLDS), "balance": (self.cash_months * usual).astype(np.int64),
            }
        )  # fmt: skip
        tables["households"].append(
            {
                "county": county[::2], "account": np.arange(homes), "head": 2 * np.arange(homes), "size": np.full(homes, 2),
                "usual_income": usual.astype(np.int64), "key": 1 + 2 * np.arange(homes),
            }
        )  # fmt: skip
        age = np.repeat(draw.integers(20 * 12, 70 * 12, homes), 2)
        sex = np.tile([Sex.MAN, Sex.WOMAN], homes)
        home = np.repeat(np.arange(homes), 2)
        kind = np.repeat(
            draw.choice(len(Songbun), homes, p=[0.25, 0.47, 0.28]) if songbun is None else np.full(homes, songbun), 2
        )
        member = draw.random(n) < np.interp(age / 12, (20, 25, 40, 70), (0.0, 0.04, 0.25, 0.3)) * np.where(
            sex == Sex.MAN, 1.3, 0.7
        )
        self.cost = np.exp(0.5 * draw.standard_normal(n)) * np.where(sex == Sex.MAN, 1.0, 0.3)
        tables["people"].append(
            {
                "id": 1 + np.arange(n), "turn": (1 + np.arange(n)) // 32 % 12,
                "county": county, "household": home, "account": home, "birth": START - age, "sex": sex,
                "songbun": kind, "schooling": draw.choice(len(Schooling), n, p=[0.8, 0.1, 0.1]), "job": np.full(n, Job.INDUSTRY),
                "party": np.where(member, Party.MEMBER, Party.OUTSIDE), "integrity": draw.integers(5, 70, n),
                "spouse": np.where(age > 28 * 12, np.arange(n) ^ 1, -1), "skill": np.exp(0.35 * draw.standard_normal(n)),
                "attendance_cost": self.attendance * USD * self.cost,
            }
        )  # fmt: skip

    def _cells(self, tables: dict[str, TableState]) -> None:
        people = tables["people"]
        at_home = (people["sex"] == Sex.WOMAN) & (self.random.random(self.number) < 0.4)
        kind = np.where(
            at_home, Cell.NEIGHBOURHOOD, np.where(people["sex"] == Sex.MAN, Cell.MEN_AT_WORK, Cell.WOMEN_AT_WORK)
        )
        rows: dict[str, list[int]] = {
            name: [] for name in ("county", "kind", "organisation", "number", "people", "secretary")
        }
        for county in range(self.counties):
            for each in Cell:
                who = np.flatnonzero((people["county"] == county) & (kind == each))
                for part in np.array_split(self.random.permutation(who), max(1, len(who) // 100)):
                    members = part[people["party"][part] == Party.MEMBER]
                    people["cell"][part] = len(rows["county"])
                    rows["county"].append(county)
                    rows["kind"].append(each)
                    rows["organisation"].append(-1 if each == Cell.NEIGHBOURHOOD else county)
                    rows["number"].append(len(rows["county"]))
                    rows["people"].append(len(part))
                    rows["secretary"].append(int(members[0]) if len(members) else -1)
        people["workplace"][:] = np.where(at_home, -1, people["county"])
        tables["cells"].append({name: np.array(column) for name, column in rows.items()})

    def _offices(self, tables: dict[str, TableState]) -> None:
        """A factory a county, and a Party committee with its departments and officers."""
        people, rows = tables["people"], []
        plants = [{"county": county, "kind": Office.FACTORY, "secretary": -1} for county in range(self.counties)]
        for county in range(self.counties):
            free = (people["county"] == county) & (people["party"] == Party.MEMBER)
            free[tables["cells"]["secretary"]] = False
            age = START - people["birth"]
            who = np.flatnonzero(free & (age > 30 * 12) & (age < 55 * 12))
            committee = len(plants)
            plants.append({"county": county, "kind": Office.PARTY_COMMITTEE, "secretary": -1})
            plants[county]["secretary"] = len(rows)
            places = [(Post.PARTY_SECRETARY, 3, county, Office.FACTORY)]
            places += [
                (kind, rank, committee, Office.PARTY_COMMITTEE if rank == 4 else Office.POLICE)
                for kind, rank in OFFICIALS
            ]
            places += [(Post.VILLAGE_SECRETARY, 2, county, Office.FARM)] * 4
            for (kind, rank, organisation, office), holder in zip(places, who, strict=False):
                people["post"][holder] = len(rows)
                rows.append(
                    {
                        "county": county, "organisation": organisation, "number": len(rows) + 1, "kind": kind, "rank": rank,
                        "office": office, "holder": holder, "usual_takings": (rank - 1) / 2 * self.takings * USD,
                    }
                )  # fmt: skip
        tables["organisations"].append(
            {name: np.array([row[name] for row in plants]) for name in ("county", "kind", "secretary")}
        )
        tables["posts"].append({name: np.array([row[name] for row in rows]) for name in rows[0]})

    # -------------------------------------------------------------------------------------------------------------- months

    def live(
        self, months: int, attendance: tuple[float, float] | None = None, takings: tuple[float, float] | None = None
    ) -> "Town":
        """Some months; what attendance costs, and what posts bring, go from a first figure to a last one in even steps."""
        pipeline, values = (
            Pipeline(*self.steps),
            membership.Membership.from_values({**BY_AGE, **self.given}).in_month(START),
        )
        world, people, posts, cells = self.world, self.world["people"], self.world["posts"], self.world["cells"]
        for month in range(months):
            share = month / max(1, months - 1)
            if attendance is not None:
                self.attendance = attendance[0] * (attendance[1] / attendance[0]) ** share
            if takings is not None:
                posts["usual_takings"][:] = (
                    (posts["rank"] - 1) / 2 * USD * (takings[0] + share * (takings[1] - takings[0]))
                )
            people["attendance_cost"][:] = self.attendance * USD * self.cost
            self._renew()
            world.advance(pipeline, {"membership": values})
            events = world.events_of_month()
            if events is not None:
                self.told += list(
                    zip(
                        *(column.tolist() for column in (events.kind, events.who, events.whom, events.amount)),
                        strict=True,
                    )
                )
            shown = cells["price"] > 0
            self.prices.append(float(np.median(np.repeat(cells["price"][shown], cells["members"][shown]))) / USD)
            admissions = world["admissions"]
            self.applicants.append((float(admissions["applicants"].sum()), float(admissions["places"].sum())))
        return self

    def _renew(self) -> None:
        """The oldest make room, and purses drift back to what households like to hold."""
        world = self.world
        people, accounts, homes = world["people"], world["accounts"], world["households"]
        old = np.flatnonzero(world.month - people["birth"] >= 70 * 12)
        posts, cells = world["posts"], world["cells"]
        leaving = np.flatnonzero((posts["holder"] >= 0) & (self.random.random(posts.count) < self.leaving))
        leaving = np.union1d(leaving, people["post"][old][people["post"][old] >= 0])
        people["post"][posts["holder"][leaving]] = -1
        posts["holder"][leaving] = -1
        cells["secretary"][np.isin(cells["secretary"], old)] = -1
        people["id"][old] = self.next_id + np.arange(len(old))
        self.next_id += len(old)
        people["birth"][old], people["party"][old], people["bought_card"][old] = (
            world.month - 20 * 12,
            Party.OUTSIDE,
            False,
        )
        people["spouse"][old], people["spouse"][people["spouse"][old]] = -1, -1
        young = (people["spouse"] < 0) & (world.month - people["birth"] >= 28 * 12)
        people["spouse"][young] = np.flatnonzero(young) ^ 1
        cells["usual_entry"][:] += 0.1 * (cells["from_entry"] - cells["usual_entry"])  # the books of cells are opened
        cells["from_entry"][:] = 0
        inside = (people["party"] == Party.MEMBER) | (people["party"] == Party.CANDIDATE)  # attendance is taken
        cells["members"][:] = np.bincount(people["cell"][inside], minlength=cells.count)
        target = (self.cash_months * homes["usual_income"]).astype(np.int64)
        balance = accounts["balance"][homes["account"]]
        accounts["balance"][homes["account"]] = balance + (target - balance) // 8
        world.opening = world.sector_balances()

    def applicants_per_place(self, first: int, last: int) -> float:
        """Applicants for each place that fell due in some months."""
        chosen = np.array(self.applicants[first:last])
        return float(chosen[:, 0].sum() / chosen[:, 1].sum())

    def count(self, kind: int) -> int:
        """How often something has been told."""
        return sum(told[0] == kind for told in self.told)

    def amounts(self, kind: int) -> np.ndarray:
        """Amounts of a kind of event, dollars."""
        return np.array([told[3] / USD for told in self.told if told[0] == kind])
