"""A county of a few families: people of an age in households, with spare rows, for tests of lives and marriages."""

import numpy as np

from allssam.engine import World, calendar_month
from allssam.world import Job, Sector, Sex, Standing
from allssam.world.lookups import moving_turn_in, turn_in
from small_county import START, USD, SmallCountry


class Hamlet(SmallCountry):
    """Rows to be: families are added one by one, spare rows when the world is made."""

    def family(
        self, *ages: int, dollars: float = 100.0, capital: float = 0.0, married: bool = False, **columns: object
    ) -> int:
        """A household of people of some ages in years, men and women by turns; the first two may be a couple.  Returns the first."""
        account = self.account(0, Sector.HOUSEHOLDS, dollars)
        first, home = len(self.rows["people"]), len(self.rows["households"])
        self.add(
            "households",
            county=0,
            account=account,
            key=1_000 + first,
            head=first,
            size=len(ages),
            capital=int(capital * USD),
        )
        for n, age in enumerate(ages):
            following = first + n + 1 if n + 1 < len(ages) else -1
            spouse = first + 1 - n if married and n < 2 else -1
            job = Job.CHILD if age < 16 else Job.SERVICES
            self.add(
                "people", id=1_000 + first + n, county=0, household=home, account=account, next_at_home=following, spouse=spouse,
                birth=START - 12 * age - 1, sex=Sex.MAN if n % 2 == 0 else Sex.WOMAN, job=job, songbun=1, **columns,
            )  # fmt: skip
        return first

    def world(self, seed: int = 1, spare: int = 20) -> World:
        """The world of these rows, with spare rows for people and households."""
        living, homes = len(self.rows["people"]), len(self.rows["households"])
        self.rows["counties"][0].update(
            people=living,
            households=homes,
            first_person=0,
            first_household=0,
            people_rows=living + spare,
            household_rows=homes + spare,
        )
        for _ in range(spare):
            self.add("people", county=0, standing=Standing.UNBORN)
            self.add("households", county=0, account=self.account(0, Sector.HOUSEHOLDS))
        return super().world(seed)


def everybodys_turn(world: World) -> None:
    """It is everybody's turn this month, whose neighbourhood has one month of the year otherwise."""
    month, people = calendar_month(world.month), world["people"]
    people["turn"][:] = np.where(people["sex"] == Sex.MAN, moving_turn_in(month), turn_in(month))


def at_home(world: World, home: int) -> list[int]:
    """The members of a household, from its head on."""
    found, person = [], int(world["households"]["head"][home])
    while person >= 0:
        found.append(person)
        person = int(world["people"]["next_at_home"][person])
    return found


def faults(world: World) -> list[str]:
    """What does not hold together among people and households."""
    people, homes, counties = world["people"], world["households"], world["counties"]
    living = people["standing"] < Standing.DEAD
    seen = np.zeros(people.count, int)
    found = []
    for home in range(homes.count):
        members = at_home(world, home)
        seen[members] += 1
        if len(members) != homes["size"][home]:
            found.append(f"household {home} has {len(members)} members and says {homes['size'][home]}")
        if any(people["household"][one] != home or people["account"][one] != homes["account"][home] for one in members):
            found.append(f"members of household {home} say they live elsewhere")
    if not np.array_equal(seen, living):
        found.append("people are not members of just one household")
    married = np.flatnonzero(living & (people["spouse"] >= 0))
    spouse = people["spouse"][married]
    if not np.array_equal(people["spouse"][spouse], married):
        found.append("husbands and wives do not name one another")
    if not np.array_equal(people["household"][spouse], people["household"][married]):
        found.append("husband and wife live apart")
    for name, real in (("people", living), ("households", homes["size"] > 0)):
        if not np.array_equal(np.bincount(world[name]["county"][real], minlength=counties.count), counties[name]):
            found.append(f"counties.{name} are miscounted")
    if world["accounts"]["balance"][homes["account"][homes["size"] == 0]].any():
        found.append("money lies in the purse of an empty household")
    ids = people["id"][people["id"] > 0]
    if len(np.unique(ids)) != len(ids):
        found.append("two people have one id")
    return found
