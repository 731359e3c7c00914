"""Whether the tables of a country hold together."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from allssam.engine import Array, TableState
from allssam.world import Office, Party, Post, Sector, Sex, Standing, Tie

ACROSS_COUNTIES = ("ties.patron", "ties.patron_post")  # a superior sits at the Centre
CARD_NOT_NEEDED = (Post.UNIT_LEADER, Post.CAPTAIN)


def check_country(tables: dict[str, TableState]) -> list[str]:
    """Every fault of a country as drawn, as sentences; none if it holds together."""
    references = list(_references(tables))
    if references:  # nothing else can be asked of rows that are not there
        return references
    return [*_households(tables), *_accounts(tables), *_posts(tables), *_counties(tables), *_records(tables)]


def _fault(wrong: Any, says: str) -> Iterator[str]:
    number = int(np.count_nonzero(wrong))
    if number:
        yield f"{number:,} {says}, the first of them row {int(np.flatnonzero(np.atleast_1d(wrong))[0])}."


def _references(tables: dict[str, TableState]) -> Iterator[str]:
    """Every reference stands for a row there is, of the same county."""
    for name, state in tables.items():
        for key, spec in state.declaration.columns.items():
            if spec.refers is None or spec.refers == "event" or spec.refers not in tables:
                continue
            other, values = tables[spec.refers], state[key]
            least = -1 if spec.start == -1 else 0
            outside = (values < least) | (values >= other.count)
            yield from _fault(outside, f"{name}.{key} point at no row of {spec.refers}")
            if outside.any() or key == "county" or f"{name}.{key}" in ACROSS_COUNTIES:
                continue
            named = np.flatnonzero(values >= 0)
            elsewhere = np.zeros(len(values), bool)
            elsewhere[named] = other["county"][values[named]] != state["county"][named]
            yield from _fault(elsewhere, f"{name}.{key} point at {spec.refers} of another county")
    for name, state in tables.items():
        yield from _fault(np.diff(state["county"].astype(np.int64)) < 0, f"{name} do not lie in county order")


def _households(tables: dict[str, TableState]) -> Iterator[str]:
    """Members form a chain from the head on; the purse is the household's; ids run from 1; spare rows are nobody's."""
    people, households = tables["people"], tables["households"]
    born, kept = people["standing"] != Standing.UNBORN, households["key"] != 0
    home = people["household"]
    yield from _fault(born != (home >= 0), "people have no household, or spare rows have one")
    size = np.bincount(home[home >= 0], minlength=households.count)
    yield from _fault(size != households["size"], "households do not have the size they state")
    yield from _fault(kept != (size > 0), "households are empty, or spare ones are not")
    yield from _fault(kept != (households["head"] >= 0), "households have no head, or spare ones have one")
    first = households["head"][kept]
    yield from _fault(
        people["id"][first] != households["key"][kept], "households.key are not the id of the first member"
    )
    yield from _fault(home[first] != np.flatnonzero(kept), "households.head are not among the members")
    following = people["next_at_home"]
    linked = np.flatnonzero(following >= 0)
    yield from _fault(home[linked] != home[following[linked]], "people.next_at_home are of another household")
    named = np.bincount(np.concatenate([first, following[linked]]), minlength=people.count)
    yield from _fault(named != born, "people do not stand once in the chain of their household")
    yield from _fault(
        people["account"][born] != households["account"][home[born]], "people.account are not the household's purse"
    )
    yield from _fault(people["id"][born] != np.arange(1, np.count_nonzero(born) + 1), "ids do not run from 1")
    yield from _fault(people["id"][~born] != 0, "spare rows of people carry an id")
    yield from _marriages(people)


def _marriages(people: TableState) -> Iterator[str]:
    """Who is married is so to somebody of the other sex at home, who says the same."""
    spouse = people["spouse"]
    married = np.flatnonzero(spouse >= 0)
    other = spouse[married]
    yield from _fault(spouse[other] != married, "people.spouse do not agree")
    same = (people["sex"][other] == people["sex"][married]) | (
        people["household"][other] != people["household"][married]
    )
    yield from _fault(same, "people.spouse are of the same sex or live elsewhere")
    woman = people["sex"][married] == Sex.WOMAN
    yield from _fault(2 * np.count_nonzero(woman) != len(married), "people.spouse do not pair men with women")


def _accounts(tables: dict[str, TableState]) -> Iterator[str]:
    """Each account belongs to one owner, of the right sector; borders start at nothing and nobody owes."""
    accounts = tables["accounts"]
    owners: tuple[tuple[str, str, Sector], ...] = (
        ("households", "account", Sector.HOUSEHOLDS), ("organisations", "account", Sector.PLANTS),
        ("organisations", "fund", Sector.LOYALTY_FUNDS), ("counties", "till", Sector.MARKETS),
        ("counties", "state", Sector.STATE), ("counties", "outside", Sector.OUTSIDE),
        ("counties", "reform", Sector.REFORM),
    )  # fmt: skip
    owned = np.zeros(accounts.count, np.int64)
    for table, key, sector in owners:
        rows = tables[table][key]
        owned += np.bincount(rows, minlength=accounts.count)
        yield from _fault(accounts["sector"][rows] != sector, f"{table}.{key} are not accounts of {sector.name}")
    yield from _fault(owned != 1, "accounts do not have exactly one owner")
    border = np.array([item.border for item in Sector])[accounts["sector"]]
    yield from _fault(border & (accounts["balance"] != 0), "borders do not start at nothing")
    yield from _fault(accounts["balance"] < 0, "accounts start below nothing")


def _posts(tables: dict[str, TableState]) -> Iterator[str]:
    """Each post is known to its holder and its organisation; cadres have the card."""
    people, posts, organisations = tables["people"], tables["posts"], tables["organisations"]
    held = np.flatnonzero(posts["holder"] >= 0)
    holder = posts["holder"][held]
    yield from _fault(np.bincount(holder, minlength=people.count) > 1, "people hold more than one post")
    yield from _fault(people["post"][holder] != held, "people.post do not name the post held")
    yield from _fault(np.count_nonzero(people["post"] >= 0) != len(held), "people.post name posts not held")
    yield from _fault(
        posts["office"] != organisations["kind"][posts["organisation"]],
        "posts.office are not the kind of the organisation",
    )
    card = np.isin(posts["kind"][held], CARD_NOT_NEEDED) | (people["party"][holder] == Party.MEMBER)
    yield from _fault(~card, "cadres have no card")
    for key in ("head", "secretary"):
        rows = np.flatnonzero(organisations[key] >= 0)
        yield from _fault(
            posts["organisation"][organisations[key][rows]] != rows, f"organisations.{key} are posts of another one"
        )
    workplace = people["workplace"][people["workplace"] >= 0]
    yield from _fault(
        np.bincount(workplace, minlength=organisations.count) != organisations["workers"],
        "organisations.workers are miscounted",
    )


def _counties(tables: dict[str, TableState]) -> Iterator[str]:
    """Counties count their people, households and stalls rightly and have every office."""
    counties, people, households = tables["counties"], tables["people"], tables["households"]
    number = counties.count
    lived_in = {
        "people": people["standing"] != Standing.UNBORN,
        "households": households["size"] > 0,
    }
    for name, real in lived_in.items():
        county = tables[name]["county"]
        yield from _fault(
            np.bincount(county[real], minlength=number) != counties[name], f"counties.{name} are miscounted"
        )
        rows = "people_rows" if name == "people" else "household_rows"
        yield from _fault(np.bincount(county, minlength=number) != counties[rows], f"counties.{rows} are miscounted")
        first = counties["first_person" if name == "people" else "first_household"]
        begins = np.where(counties[rows] > 0, np.cumsum(counties[rows]) - counties[rows], -1)
        yield from _fault(first != begins, f"the first rows of {name} of counties are elsewhere")
    stalls = np.bincount(households["county"][households["stall"]], minlength=number)
    yield from _fault(stalls != counties["stalls"], "counties.stalls are miscounted")
    yield from _fault(counties["stalls"] > counties["stall_places"], "counties have more stalls than places")
    organisations = tables["organisations"]
    everywhere = (
        Office.FACTORY, Office.PARTY_COMMITTEE, Office.PROSECUTION, Office.POLICE, Office.SECURITY, Office.MARKET,
        Office.FARM, Office.WOMENS_UNION, Office.ADMINISTRATION,
    )  # fmt: skip
    for office in everywhere:
        there = np.bincount(organisations["county"][organisations["kind"] == office], minlength=number)[:-1]
        yield from _fault(there == 0, f"counties lack an office of the kind {office.name}")


def _records(tables: dict[str, TableState]) -> Iterator[str]:
    """Businesses, ties, leases and what is known of ties agree with the people they are about."""
    people, businesses, ties, leases = (tables[name] for name in ("people", "businesses", "ties", "leases"))
    running = np.flatnonzero(businesses["open"])
    owner = businesses["owner"][running]
    yield from _fault(people["business"][owner] != running, "people.business do not name the business run")
    yield from _fault(
        np.count_nonzero(people["business"] >= 0) != len(running), "people.business name businesses not run"
    )
    yield from _fault(people["post"][owner] >= 0, "businesses are run by officials")
    for key in ("patron", "client"):
        yield from _fault(ties[key] < 0, f"ties.{key} are nobody")
    yield from _fault(ties["patron"] == ties["client"], "ties are of a person with himself")
    yield from _fault(people["post"][ties["patron"]] < 0, "patrons hold no post")
    donju = (ties["kind"] == Tie.CLIENT) & (people["business"][ties["client"]] < 0)
    yield from _fault(donju, "clients run no business")
    upward = (ties["kind"] != Tie.UPWARD) & (people["county"][ties["patron"]] != people["county"][ties["client"]])
    yield from _fault(upward, "ties other than to superiors cross counties")
    pairs: Array = np.stack([np.minimum(ties["patron"], ties["client"]), np.maximum(ties["patron"], ties["client"])])
    yield from _fault(ties.count - np.unique(pairs, axis=1).shape[1], "ties are between two who have one already")
    organisations = tables["organisations"]
    let = np.bincount(leases["plant"][leases["open"]], minlength=organisations.count)
    yield from _fault(let != organisations["let"], "organisations.let are miscounted")
    yield from _fault(organisations["let"] > organisations["spaces"], "organisations let more spaces than they have")
    rumours = tables["rumours"]
    own = (rumours["knower"] == ties["patron"][rumours["tie"]]) | (rumours["knower"] == ties["client"][rumours["tie"]])
    yield from _fault(own, "rumours are held by those whose tie it is")
