"""A county made by hand: offices, officials, donju and their ties, just enough for a quarrel, a case or a sacrifice."""

import numpy as np

from allssam.engine import Pipeline, World, month_number, usd
from allssam.engine.tables import TableState
from allssam.world import SCHEMA, Event, Office, Post, Sector, Tie

JUNE_2013 = month_number("2013-06")


class County:
    """Rows are added one by one; `open` makes a world of them, after which events and columns can be asked for."""

    def __init__(self, seed: int = 7, campaign: float = 0.0, till: int = 82_000_000_000) -> None:
        self.seed = seed
        self.rows: dict[str, list[dict]] = {name: [] for name in SCHEMA.tables}
        self.world: World | None = None
        self.told: list = []
        accounts = {
            "till": self.account(Sector.MARKETS, till),
            "state": self.account(Sector.STATE),
            "outside": self.account(Sector.OUTSIDE),
            "reform": self.account(Sector.REFORM),
        }
        self.add("counties", campaign=campaign, place=1, people=100_000, households=25_000, **accounts)

    def add(self, table: str, **columns) -> int:
        """A row, by the names of its columns; returns its number."""
        self.rows[table].append(columns)
        return len(self.rows[table]) - 1

    def account(self, sector: Sector, balance: int = 0) -> int:
        return self.add("accounts", sector=sector, balance=int(balance))

    def office(self, kind: Office) -> int:
        return self.add(
            "organisations",
            kind=kind,
            account=self.account(Sector.PLANTS),
            fund=self.account(Sector.LOYALTY_FUNDS),
        )

    def person(self, cash: int = usd(500), capital: int = 0, **columns) -> int:
        account = self.account(Sector.HOUSEHOLDS, cash)
        row = len(self.rows["people"])
        household = self.add("households", account=account, head=row, size=1, key=1000 + row, capital=int(capital))
        return self.add("people", id=1000 + row, account=account, household=household, birth=900, **columns)

    def official(self, office: int, kind: Post, income: int = usd(300), charge: float = 1.0, **columns) -> int:
        """Somebody who holds a post in an office."""
        person = self.person(**{"integrity": 20, **columns})
        post = self.add(
            "posts",
            organisation=office,
            kind=kind,
            office=self.rows["organisations"][office]["kind"],
            rank=3,
            holder=person,
            usual_takings=float(income),
            charge=charge,
            number=len(self.rows["posts"]) + 1,
        )
        self.rows["people"][person]["post"] = post
        if kind in (Post.MANAGER, Post.HEAD):
            self.rows["organisations"][office]["head"] = post
        if kind == Post.PARTY_SECRETARY:
            self.rows["organisations"][office]["secretary"] = post
        return person

    def donju(self, capital: int = usd(12_000), cash: int = usd(2_000), acts: float = 2.0, **columns) -> int:
        """Somebody who runs a business with this capital, and this much that can be held against it."""
        person = self.person(cash, capital)
        business = self.add(
            "businesses",
            owner=person,
            infractions=acts,
            sign=capital / 20.0,
            usual_profit=capital / 40.0,
            since=JUNE_2013 - 24,
            **columns,
        )
        self.rows["people"][person]["business"] = business
        self.rows["households"][self.rows["people"][person]["household"]]["donju"] = True
        return person

    def tie(
        self, patron: int, client: int, strength: float = 0.5, known_to: tuple[int, ...] = (), price: int = 0
    ) -> int:
        """Two people who back one another, and who has heard of it."""
        kind = Tie.CLIENT if "business" in self.rows["people"][client] else Tie.CADRES
        tie = self.add(
            "ties", kind=kind, patron=patron, client=client, strength=strength, price=int(price), since=JUNE_2013 - 24
        )
        for knower in known_to:
            self.add("rumours", knower=knower, tie=tie)
        return tie

    def prosecution(self, investigators: int = 2, integrity: int = 20) -> tuple[int, list[int]]:
        """The prosecutor's office: its number, and its people, investigators first, then two for the results, last the head."""
        office = self.office(Office.PROSECUTION)
        staff = [self.official(office, Post.INVESTIGATOR, integrity=integrity) for _ in range(investigators)]
        staff += [self.official(office, Post.TRIAL_PROSECUTOR, integrity=integrity) for _ in range(2)]
        return office, [*staff, self.official(office, Post.HEAD, integrity=integrity)]

    def open(self) -> "County":
        tables = {}
        for name, declaration in SCHEMA.tables.items():
            rows = self.rows[name]
            tables[name] = TableState(name, declaration, len(rows) + 64)
            if rows:
                start = {key: spec.start for key, spec in declaration.columns.items()}
                tables[name].append(
                    {
                        key: np.array([row.get(key, start[key]) for row in rows]).astype(spec.dtype)
                        for key, spec in declaration.columns.items()
                    }
                )
        self.world = World(SCHEMA, tables, self.seed, JUNE_2013)
        return self

    def months(self, number: int, *steps, values: dict | None = None) -> "County":
        """Carry out steps for some months; the accounts are closed after each."""
        if self.world is None:
            self.open()
        for _ in range(number):
            self.world.advance(Pipeline(*steps), values or {})
            told = self.world.events_of_month()
            if told is not None:
                self.told.append(told)
        return self

    def events(self, *kinds: Event) -> list[tuple[Event, int, int, int]]:
        """What was told, in order: kind, who, whom (rows of people), amount."""
        found = []
        for told in self.told:
            for kind, who, whom, amount in zip(told.kind, told.who, told.whom, told.amount, strict=True):
                if not kinds or kind in kinds:
                    found.append((Event(kind), int(who) - 1000, int(whom) - 1000 if whom >= 0 else -1, int(amount)))
        return found

    def count(self, *kinds: Event) -> int:
        return len(self.events(*kinds))

    def chain(self, kind: Event) -> list[Event]:
        """The chain of causes of the last event of a kind, the event itself first."""
        kinds = {
            int(number): (Event(k), int(cause))
            for told in self.told
            for number, k, cause in zip(told.id, told.kind, told.because, strict=True)
        }
        number = max(number for number, (told, _) in kinds.items() if told == kind)
        chain = []
        while number:
            event, number = kinds[number]
            chain.append(event)
        return chain

    def column(self, name: str) -> np.ndarray:
        table, column = name.split(".")
        return self.world[table][column]

    def cash(self, person: int) -> int:
        return int(self.world["accounts"]["balance"][self.world["people"]["account"][person]])
