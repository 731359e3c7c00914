"""First ties: a run starts with ties and few leases.

Cadres of a county have ties across its offices, donju have patrons, county heads have somebody at the Centre; of some
ties others have heard; a few workshop donju already rent a space of the manager who backs them.  Integrity plays no
part here: that strict officials are isolated is for the run to show.
"""

from typing import Any, NamedTuple

import numpy as np

from allssam.engine import Array, usd
from allssam.population.draws import drawn
from allssam.world import Line, Office, Post, Tie

TIED_RANK = 3  # lowest rank of a cadre with ties at the start
WEAKEST, STRONGEST = 0.3, 0.7
LONGEST_TIE, LAST_FAVOUR, LONGEST_LEASE = 60, 12, 12  # months (assumed)
# How likely a donju's first patron sits there, officer by officer (assumed); of a factory's two officials, the manager.
PATRON_WEIGHTS = {Office.FACTORY: 4.0, Office.POLICE: 0.7, Office.PROSECUTION: 3.0, Office.PARTY_COMMITTEE: 1.5}
OTHER_PATRON = 0.5
MOST_PATRONS = 3
KNOWERS = 2  # who has heard of a tie that got about
RENT_SHARE, LOWEST_RENT = 0.25, usd(30)  # of the tenant's usual income (assumed)

Rows = dict[str, Array]


class Arena(NamedTuple):
    """A county whose people, posts and businesses have been drawn.  References are rows of the country's tables."""

    county: int
    people: Rows
    first_person: int
    posts: Rows
    first_post: int
    businesses: Rows
    superiors: Array
    month: int
    seed: int
    p: Any

    def of(self, column: str, person: Array) -> Array:
        """A column of these people of the county."""
        return self.people[column][person - self.first_person]

    def drawn(self, question: str, *persons: Array) -> Array:
        """A uniform for each person, or each pair of persons, by their ids: rows and ids differ by 1."""
        key = persons[0].astype(np.int64) + 1
        for other in persons[1:]:
            key = (key << 31) + other + 1
        return drawn(self.seed, question, key)

    def tied(self) -> Array:
        """Places, among the county's posts, of cadres who have ties at the start."""
        return np.flatnonzero((self.posts["holder"] >= 0) & (self.posts["rank"] >= TIED_RANK))


def draw_ties(arena: Arena) -> Rows:
    """The ties of a county: of cadres with one another, of donju with patrons, of county heads with superiors."""
    kinds = (
        (Tie.CADRES, *_ties_of_cadres(arena)),
        (Tie.CLIENT, *_ties_of_donju(arena)),
        (Tie.UPWARD, *_ties_upward(arena)),
    )
    patron, client = (np.concatenate([pairs[side] for pairs in kinds]).astype(np.int64) for side in (1, 2))
    age = 1 + np.floor(arena.drawn("tie_age", patron, client) * LONGEST_TIE).astype(np.int64)
    favour = 1 + np.floor(arena.drawn("last_favour", patron, client) * LAST_FAVOUR).astype(np.int64)
    ties = {
        "county": np.full(len(patron), arena.county),
        "kind": np.repeat([int(kind) for kind, _, _ in kinds], [len(pairs[1]) for pairs in kinds]),
        "patron": patron,
        "client": client,
        "strength": WEAKEST + (STRONGEST - WEAKEST) * arena.drawn("tie_strength", patron, client),
        "price": np.zeros(len(patron), np.int64),
        "since": arena.month - age,
        "favour_month": arena.month - np.minimum(favour, age),
    }
    donju = ties["kind"] == Tie.CLIENT
    business = np.searchsorted(arena.businesses["owner"], client[donju])
    ties["price"][donju] = np.floor(arena.p.price_of_tie * arena.businesses["usual_profit"][business])
    return ties


def _ties_of_cadres(arena: Arena) -> tuple[Array, Array]:
    """Each cadre has asked half as many others as he has ties on average, all of another office: asked and asking."""
    held = arena.tied()
    cadre, office = arena.posts["holder"][held], arena.posts["organisation"][held]
    start = np.searchsorted(office, office)
    own = np.searchsorted(office, office, "right") - start
    others, wanted = len(cadre) - own, arena.p.ties_per_cadre / 2
    asked, asking = [cadre[:0]], [cadre[:0]]
    for time in range(int(np.ceil(wanted))):
        asks = (arena.drawn(f"asks_{time}", cadre) < wanted - time) & (others > 0)
        at = np.floor(arena.drawn(f"partner_{time}", cadre) * others).astype(np.int64)
        at = np.where(at >= start, at + own, at)  # the places of one's own office lie side by side: pass over them
        asked.append(cadre[at[asks]])
        asking.append(cadre[asks])
    return _once(np.concatenate(asked), np.concatenate(asking))


def _ties_of_donju(arena: Arena) -> tuple[Array, Array]:
    """The patrons of each donju, managers, prosecutors, police and the Party rather than others: patrons, and donju."""
    held = arena.tied()
    cadre, office, kind = (arena.posts[name][held] for name in ("holder", "office", "kind"))
    owner = arena.businesses["owner"]
    if not len(cadre):
        return cadre, cadre
    weight = np.full(len(cadre), OTHER_PATRON)
    for wanted, share in PATRON_WEIGHTS.items():
        weight[(office == wanted) & ((kind == Post.MANAGER) | (office != Office.FACTORY))] = share
    edges = np.cumsum(weight)
    patrons, clients = [], []
    for time in range(MOST_PATRONS):
        has = owner[arena.drawn(f"has_patron_{time}", owner) < arena.p.ties_per_donju / MOST_PATRONS]
        at = np.searchsorted(edges, arena.drawn(f"patron_{time}", has) * edges[-1], side="right")
        patrons.append(cadre[np.minimum(at, len(cadre) - 1)])
        clients.append(has)
    return _once(np.concatenate(patrons), np.concatenate(clients))


def _ties_upward(arena: Arena) -> tuple[Array, Array]:
    """County heads and their superiors at the Centre: superiors, and heads."""
    held = arena.tied()
    head = arena.posts["holder"][held[arena.posts["rank"][held] > TIED_RANK]]
    if not len(arena.superiors):
        return head[:0], head[:0]
    return arena.superiors[(arena.drawn("superior", head) * len(arena.superiors)).astype(np.int64)], head


def _once(one: Array, other: Array) -> tuple[Array, Array]:
    """Each pair once, whichever side asked first."""
    pairs = (np.minimum(one, other).astype(np.int64) << 31) + np.maximum(one, other)
    first = np.sort(np.unique(pairs, return_index=True)[1])
    return one[first], other[first]


def draw_rumours(arena: Arena, ties: Rows, first_tie: int) -> Rows:
    """Who has heard of the ties that got about: cadres and donju of the county who are not party to them."""
    ears = np.append(arena.posts["holder"][arena.tied()], arena.businesses["owner"])
    patron, client = ties["patron"], ties["client"]
    about = np.flatnonzero(arena.drawn("got_about", patron, client) < arena.p.ties_known)
    tie, knower = [about[:0]], [ears[:0]]
    for time in range(KNOWERS if len(ears) else 0):
        hears = ears[np.floor(arena.drawn(f"hears_{time}", patron[about], client[about]) * len(ears)).astype(np.int64)]
        foreign = (hears != patron[about]) & (hears != client[about])
        tie.append(first_tie + about[foreign])
        knower.append(hears[foreign])
    found, heard = _once_each(np.concatenate(knower), np.concatenate(tie))
    return {"county": np.full(len(found), arena.county), "knower": found, "tie": heard}


def _once_each(knower: Array, tie: Array) -> tuple[Array, Array]:
    first = np.unique((knower.astype(np.int64) << 31) + tie, return_index=True)[1]
    return knower[first], tie[first]


def draw_leases(arena: Arena, ties: Rows, spaces: Array, first_organisation: int) -> Rows:
    """The first leases: a few workshop donju with the manager who backs them, while he has spaces."""
    tie = np.flatnonzero(ties["kind"] == Tie.CLIENT)
    post = arena.of("post", ties["patron"][tie]) - arena.first_post
    business = np.searchsorted(arena.businesses["owner"], ties["client"][tie])
    wants = (arena.posts["kind"][post] == Post.MANAGER) & (arena.businesses["line"][business] == Line.WORKSHOP)
    wants &= arena.drawn("first_lease", ties["client"][tie]) < arena.p.first_leases
    tie, post, business = tie[wants], post[wants], business[wants]
    plant = arena.posts["organisation"][post]
    # One space a tenant, and no more tenants than spaces: their ties are in a fixed order.
    first = np.isin(np.arange(len(tie)), np.unique(ties["client"][tie], return_index=True)[1])
    turn = np.array([np.count_nonzero(first[:at] & (plant[:at] == plant[at])) for at in range(len(tie))], np.int64)
    fits = first & (turn < spaces[plant - first_organisation])
    tie, business, plant = tie[fits], business[fits], plant[fits]
    tenant = ties["client"][tie]
    age = np.floor(arena.drawn("lease_age", tenant) * LONGEST_LEASE).astype(np.int64)
    since = np.maximum(ties["since"][tie], arena.month - 1 - age)
    return {
        "county": np.full(len(tie), arena.county),
        "plant": plant,
        "tenant": tenant,
        "agreed_with": ties["patron"][tie],
        "rent": np.maximum(LOWEST_RENT, RENT_SHARE * arena.businesses["usual_profit"][business]).astype(np.int64),
        "since": since,
        "reviewed": since,
        "with_tie": np.ones(len(tie), bool),
    }
