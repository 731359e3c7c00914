"""What measures look at: one month of a world, counted once by place.

Measures only read.  All counts over people and over households are made in one pass each.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allssam.engine import Array, Told, World, compiled, month_text
from allssam.world import ALL_MONTH, PLACES, Bought, Event, Flow, Job, Party, Sector, Standing

DOLLAR = 8_200


@compiled
def count_people(counts, rows, county, birth, job, party, standing, days, exempt, month):
    """Counts by county: living, adults 16-64, with private work, members, candidates, exempt, in state work alone, held."""
    for person in rows:
        here = county[person]
        state = standing[person]
        if state >= Standing.DEAD:
            continue
        counts[here, 0] += 1
        if party[person] == Party.MEMBER:
            counts[here, 3] += 1
        elif party[person] == Party.CANDIDATE:
            counts[here, 4] += 1
        if state != Standing.FREE:
            counts[here, 7] += 1
        if exempt[person]:
            counts[here, 5] += 1
        age = (month - birth[person]) // 12
        if 16 <= age < 65:
            counts[here, 1] += 1
            if days[person] > 0:
                counts[here, 2] += 1
            elif Job.FARM <= job[person] <= Job.OFFICIAL:
                counts[here, 6] += 1


@compiled
def count_households(counts, rows, county, size, capital, donju, last_bribe, income, wages, year_ago):
    """Sums by county: households, capital, capital of donju, givers of a bribe within a year, income, drawing a wage."""
    for home in rows:
        if size[home] == 0:
            continue
        here = county[home]
        counts[here, 0] += 1
        counts[here, 1] += capital[home]
        if donju[home]:
            counts[here, 2] += capital[home]
        if last_bribe[home] > year_ago:
            counts[here, 3] += 1
        counts[here, 4] += income[home]
        if wages[home] > 0:
            counts[here, 5] += 1


@compiled
def count_days(counts, rows, birth, sex, party, standing, days, weeks_away, bought, month):
    """Sums over free people of 20 to 59 by sex and card: people, market days, weeks away, months of Party life bought off.

    Groups are men and women outside the Party, then men and women inside; weeks are those of trips, not of months at sea.
    """
    for person in rows:
        if standing[person] != Standing.FREE:
            continue
        age = (month - birth[person]) // 12
        if not 20 <= age < 60:
            continue
        group = sex[person]
        if party[person] == Party.MEMBER or party[person] == Party.CANDIDATE:
            group += 2
        counts[group, 0] += 1
        counts[group, 1] += days[person]
        if weeks_away[person] < ALL_MONTH:
            counts[group, 2] += weeks_away[person]
        if bought[person] & Bought.PARTY_LIFE:
            counts[group, 3] += 1


@dataclass
class Sight:
    """One month of a world, at its end."""

    world: World
    flows: Array
    told: Told | None

    @property
    def month(self) -> int:
        """The number of the month looked at."""
        return self.world.month - 1

    @property
    def month_text(self) -> str:
        return month_text(self.month)

    @cached_property
    def place_of_county(self) -> Array:
        """The place of each county, shape (counties,)."""
        return self.world["counties"]["place"].astype(np.int64)

    def by_place(self, county: Array, weights: Array | None = None) -> Array:
        """Rows counted, or summed, by place; shape (places,)."""
        places = self.place_of_county[county]
        return np.bincount(places, weights, minlength=len(PLACES)).astype(np.float64)

    def counties_to_places(self, values: Array) -> Array:
        """Values of counties summed by place; shape (places,)."""
        return np.bincount(self.place_of_county, values, minlength=len(PLACES)).astype(np.float64)

    @cached_property
    def people(self) -> Array:
        """`count_people`, summed by place; shape (8, places)."""
        people, counties = self.world["people"], self.world["counties"].count
        counts = np.zeros((counties, 8), np.int64)

        def look(first: int, last: int) -> None:
            part = people.rows_between(first, last)
            columns = [people[name] for name in ("county", "birth", "job", "party", "standing", "days", "exempt")]
            count_people(counts, part, *columns, self.month)  # type: ignore[call-arg]

        self.world.over_slices(look)
        return np.array([self.counties_to_places(counts[:, number]) for number in range(8)])

    @cached_property
    def days(self) -> Array:
        """`count_days`, over the whole country; shape (4 groups, 4)."""
        people = self.world["people"]
        counts = np.zeros((4, 4), np.int64)
        columns = [people[name] for name in ("birth", "sex", "party", "standing", "days", "weeks_away", "bought")]
        count_days(counts, people.rows_between(0, self.world["counties"].count), *columns, self.month)  # type: ignore[call-arg]
        return counts

    @cached_property
    def households(self) -> Array:
        """`count_households`, summed by place; shape (6, places)."""
        homes, counties = self.world["households"], self.world["counties"].count
        counts = np.zeros((counties, 6), np.int64)

        def look(first: int, last: int) -> None:
            part = homes.rows_between(first, last)
            columns = [homes[name] for name in ("county", "size", "capital", "donju", "last_bribe", "income", "wages")]
            count_households(counts, part, *columns, self.month - 12)  # type: ignore[call-arg]

        self.world.over_slices(look)
        return np.array([self.counties_to_places(counts[:, number]) for number in range(6)])

    def open(self, table: str, *columns: str) -> tuple[Array, ...]:
        """Columns of a table for its open rows."""
        rows, _ = self.world[table].rows()
        return tuple(self.world[table][name][rows] for name in columns)

    def paid(self, *purposes: Flow, payer: Sector | None = None, payee: Sector | None = None) -> float:
        """What was paid for some purposes this month, won, over the whole country."""
        flows = self.flows
        if payer is not None:
            flows = flows[payer][np.newaxis]
        if payee is not None:
            flows = flows[:, payee][:, np.newaxis]
        return float(flows[:, :, [int(purpose) for purpose in purposes]].sum())

    def happened(self, *kinds: Event) -> Array:
        """Events of some kinds this month by place of `who`; shape (places,)."""
        if self.told is None:
            return np.zeros(len(PLACES))
        chosen = np.isin(self.told.kind, [int(kind) for kind in kinds])
        return self.by_place(self.told.county[chosen])

    def amounts(self, *kinds: Event) -> Array:
        """The amounts of events of some kinds this month, won."""
        if self.told is None:
            return np.zeros(0)
        return self.told.amount[np.isin(self.told.kind, [int(kind) for kind in kinds])].astype(np.float64)
