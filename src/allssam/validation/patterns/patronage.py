"""P08 to P11: ties, favours, leases and what they bring."""

import numpy as np

from allssam.observe.sight import DOLLAR
from allssam.validation.estimates import bins_of, logit, odds_ratio, share, slopes
from allssam.validation.looking import Look, watches
from allssam.validation.notes import NOTHING, Notes
from allssam.validation.scoring import scores
from allssam.world import LEGAL_OFFICES, Event, Flow, Office, Post, Standing

CENTRAL = 6
"""Rank of posts at the Centre, which has its full size in any country and is left out of means over cadres."""
NO_CADRES = (Post.UNIT_LEADER, Post.CAPTAIN)
"""Kinds of post that need no Party card."""


# -------------------------------------------------------------------------------------------------------- P08: who is tied


@scores("P08.trusted")
def trusted(notes: Notes) -> float:
    """Leavers who have a tie, or a partner in what is forbidden."""
    asked = notes.rows("leavers")
    return float(asked.trusted.mean())


@scores("P08.crossing")
def crossing(notes: Notes) -> float:
    """Ties between cadres that join different organisations, mean over months."""
    return notes.mean("ties_cross_institution_share")


@watches()
def note_cadres(look: Look) -> None:
    """Each June and December: cadres from villages to provinces, what they take, how many ties they have, how they are made."""
    if look.month_of_year % 6:
        return
    posts, people = look["posts"], look["people"]
    held = np.flatnonzero((posts["holder"] >= 0) & (posts["rank"] < CENTRAL) & ~np.isin(posts["kind"], NO_CADRES))
    who = posts["holder"][held]
    look.book.write(
        "cadres", office=posts["office"][held], kind=posts["kind"][held], rank=posts["rank"][held],
        takings=posts["usual_takings"][held] / DOLLAR, ties=look.degree[who].astype(np.int16), integrity=people["integrity"][who],
        sense=people["market_sense"][who],
    )  # fmt: skip


@scores("P08.justice-degree")
def justice_degree(notes: Notes) -> float:
    """Mean ties of cadres of prosecution, police and state security over those of all cadres below the Centre."""
    cadres = notes.rows("cadres")
    legal = np.isin(cadres.office, [int(office) for office in LEGAL_OFFICES])
    return share(float(cadres.ties[legal].mean()), float(cadres.ties.mean()))


# ------------------------------------------------------------------------------------------- P09: exchange and arrears

FAVOURS = (Event.FAVOUR_DONE, Event.FAVOUR_RETURNED, Event.UNIVERSITY_PLACE_GIVEN)


@watches()
def note_favours(look: Look) -> None:
    """Every favour: who did it for whom."""
    found = look.events(*FAVOURS)
    look.book.write("favours", who=found["who"], whom=found["whom"], opens=found["kind"] != Event.FAVOUR_RETURNED)


@scores("P09.reciprocated")
def reciprocated(notes: Notes) -> float:
    """Favours that answered none, at least twelve months before the end, after which the other side did one within twelve months."""
    rows = notes.rows("favours")
    month, who, whom = rows.month.tolist(), rows.who.tolist(), rows.whom.tolist()
    later: dict[tuple[int, int], int] = {}
    returned, done = 0, 0
    for at in sorted(range(len(rows)), key=lambda place: -month[place]):  # from the last to the first
        answer = later.get((whom[at], who[at]))
        if rows.opens[at] and month[at] <= notes.last - 12:
            done += 1
            returned += answer is not None and answer - month[at] <= 12
        later[(who[at], whom[at])] = month[at]
    return share(returned, done)


def _tie_keys(look: Look) -> tuple[np.ndarray, np.ndarray]:
    """Each open tie as one number made of the two people, and whether it is in arrears."""
    ids = look["people"]["id"]
    patron, client, unpaid = look.open("ties", "patron", "client", "unpaid")
    return ids[patron] * 100_000_000 + ids[client], unpaid > 0


@watches()
def follow_ties(look: Look) -> None:
    """How many ties were in arrears a month ago, how many were not, and how many of each have ended since."""
    keys, late = _tie_keys(look)
    before = look.book.memory.get("ties")
    if before is not None:
        gone = ~np.isin(before[0], keys)
        for name, chosen in (("late", before[1]), ("clear", ~before[1])):
            look.book.note(f"ties_{name}", float(chosen.sum()))
            look.book.note(f"ties_{name}_ended", float((chosen & gone).sum()))
    look.book.memory["ties"] = keys, late


@scores("P09.arrears")
def arrears(notes: Notes) -> float:
    """Chance that a tie in arrears is gone a month later over that of a tie that is not."""
    late = share(notes.total("ties_late_ended"), notes.total("ties_late"))
    clear = share(notes.total("ties_clear_ended"), notes.total("ties_clear"))
    return share(late, clear)


# ---------------------------------------------------------------------------------------- P10: what it takes to get space


@watches()
def follow_seekers(look: Look) -> None:
    """Every donju without a lease and every plant of his county with room, as they stood a month ago, and who got what."""
    people, plants, posts = look["people"], look["organisations"], look["posts"]
    begun = look.events(Event.LEASE_BEGUN)
    before = look.book.memory.get("seekers")
    if before is not None:
        who, plant, tied, wealth, sign, open_plants, county = before
        got = np.isin(who, begun["who"]) if len(begun["who"]) else np.zeros(len(who), bool)
        here = got & np.isin(who * 10_000 + plant, begun["who"] * 10_000 + begun["org"])
        first = np.unique(who, return_index=True)[1]
        look.book.write("pairs", tied=tied, got=here, wealth=wealth, sign=sign, county=county)
        anywhere = np.bincount(np.unique(who, return_inverse=True)[1], tied)
        look.book.write(
            "seekers",
            got=got[first],
            tied=anywhere > 0,
            wealth=wealth[first],
            sign=sign[first],
            plants=open_plants[first],
        )

    owner, county, sign = look.open("businesses", "owner", "county", "sign")
    seeks = (people["standing"][owner] == Standing.FREE) & ~np.isin(owner, look.open("leases", "tenant")[0])
    owner, county, sign = owner[seeks], county[seeks], sign[seeks]
    head = np.maximum(plants["head"], 0)
    room = (plants["kind"] == Office.FACTORY) & (plants["let"] < plants["spaces"]) & (posts["holder"][head] >= 0)
    room = np.flatnonzero(room & (plants["head"] >= 0))
    seeker, place = np.nonzero(county[:, None] == plants["county"][room][None, :])
    if not len(seeker):
        look.book.memory.pop("seekers", None)
        return
    manager = posts["holder"][plants["head"][room[place]]]
    patron, client = look.open("ties", "patron", "client")
    tied = np.isin(
        owner[seeker].astype(np.int64) * 2**31 + manager,
        np.concatenate([client.astype(np.int64) * 2**31 + patron, patron.astype(np.int64) * 2**31 + client]),
    )
    number = np.bincount(seeker, minlength=len(owner))
    look.book.memory["seekers"] = (
        people["id"][owner[seeker]], room[place].astype(np.int64), tied, look.wealth_of(owner)[seeker],
        (sign / DOLLAR)[seeker], number[seeker], county[seeker],
    )  # fmt: skip


@scores("P10.tie", pooled=True)
def tie_odds(notes: Notes) -> float:
    """Odds that a donju without space gets it at a plant with room, tied to its manager over not, at equal wealth and sales (thirds)."""
    pairs = notes.rows("pairs")
    return odds_ratio(pairs.tied, pairs.got, 3 * bins_of(pairs.wealth, 3) + bins_of(pairs.sign, 3))


@scores("P10.sales", pooled=True)
def sales_effect(notes: Notes) -> float:
    """Effect of the logarithm of what is guessed of his sales on the odds of a lease, at given wealth and ties (logit)."""
    seekers = notes.rows("seekers")
    logs = np.log(np.maximum(1.0, seekers.sign)), np.log(np.maximum(1.0, seekers.wealth))
    return float(logit(seekers.got, logs[0], logs[1], seekers.tied.astype(float))[0])


# -------------------------------------------------------------------------------------------- P11: what leases bring whom


@watches()
def note_tenancies(look: Look) -> None:
    """Every lease: what its space brought, who had what of it, and the favours of a month ago that the sales rest on."""
    people, homes = look["people"], look["households"]
    tenant, plant, profit, manager, secretary, per_diem, rooms, vehicles, adds = look.open(
        "leases", "tenant", "plant", "profit", "manager_take", "secretary_take", "per_diem", "rooms", "vehicles", "adds"
    )
    if not len(tenant):
        return
    business = people["business"][tenant]
    runs = business >= 0
    tenant, plant, business = tenant[runs], plant[runs], business[runs]
    ids = people["id"][tenant]
    client, patron, _ = look.clients_ties
    patrons = np.bincount(client, minlength=people.count)[tenant]
    landlord = look["posts"]["holder"][np.maximum(0, look["organisations"]["head"][plant])]
    secretarys = look["posts"]["holder"][np.maximum(0, look["organisations"]["secretary"][plant])]
    known = set(zip(client.tolist(), patron.tolist(), strict=True))
    takes = secretary[runs] > 0
    for at, (one, head, seat) in enumerate(zip(tenant.tolist(), landlord.tolist(), secretarys.tolist(), strict=True)):
        patrons[at] += (one, head) not in known
        patrons[at] += bool(takes[at]) and (one, seat) not in known
    before = look.book.memory.get("favoured", {})
    favoured = np.array([before.get(int(one), (-1, -1, 0.0)) for one in ids], np.float64).reshape(len(ids), 3)
    look.book.write(
        "tenancies", plant=plant, who=ids, profit=profit[runs] / DOLLAR, manager=manager[runs] / DOLLAR,
        secretary=secretary[runs] / DOLLAR, sales=look["businesses"]["sales"][business] / DOLLAR,
        patronage=look["businesses"]["patronage"][business] / DOLLAR, left=look["businesses"]["profit"][business] / DOLLAR,
        capital=homes["capital"][people["household"][tenant]] / DOLLAR,
        labour=homes["labour"][people["household"][tenant]].astype(np.float64), adds=adds[runs],
        luck=homes["luck"][people["household"][tenant]],
        patrons=patrons.astype(np.int16), rooms=favoured[:, 0], vehicles=favoured[:, 1], gave=favoured[:, 2],
    )  # fmt: skip
    look.book.memory["favoured"] = {
        int(one): (int(a), int(b), float(c))
        for one, a, b, c in zip(ids, rooms[runs], vehicles[runs], per_diem[runs] / DOLLAR, strict=True)
    }
    look.book.note("leases_to_plants", look.sight.paid(Flow.PROFIT_SHARE, Flow.EXTRA_EARNINGS) / DOLLAR)
    posts = look["posts"]
    managers = np.bincount(look["organisations"]["head"][plant], manager[runs], minlength=posts.count)
    official = look.values["obligations"].nominal_wage / float(look["counties"]["price_level"][0])
    hosts = np.unique(look["organisations"]["head"][plant])
    if len(hosts) > 0:  # a month in which nobody rents says nothing
        look.book.note("manager_over_official", float(managers[hosts].mean() / official))


@scores("P11.manager-income")
def manager_income(notes: Notes) -> float:
    """Rent and per diem of a manager with tenants over the official wage at the month's prices, median over months."""
    found = notes.figures("manager_over_official")
    return float(np.nanmedian(found)) if np.isfinite(found).any() else NOTHING


def _tenants(notes: Notes) -> tuple[np.ndarray, ...]:
    rows = notes.rows("tenancies")
    rows = rows.only((rows.vehicles >= 0) & (rows.sales > 0) & (rows.labour > 0))
    favoured = (rows.rooms + rows.vehicles) > 0
    given = [
        np.log(rows.sales),
        np.log(np.maximum(1.0, rows.capital)),
        np.log(rows.labour),
        np.log(np.maximum(0.1, rows.luck)),
        rows.adds,
    ]
    return (favoured.astype(float), rows.gave / np.maximum(1.0, rows.sales), *given)


@scores("P11.favour-gain", pooled=True)
def favour_gain(notes: Notes) -> float:
    """Sales of tenants lent a room or a vehicle a month ago over those of others, at equal capital, hands, luck and space."""
    favoured, _, sales, *given = _tenants(notes)
    return float(np.expm1(slopes(sales, favoured, *given)[0]))


@scores("P11.favour-slope", pooled=True)
def favour_slope(notes: Notes) -> float:
    """How far that gain rises with the per diem given a month ago: among those favoured, its quarters from the least to the most."""
    favoured, _, sales, *given = _tenants(notes)
    rows = notes.rows("tenancies")
    gave = rows.gave[(rows.vehicles >= 0) & (rows.sales > 0) & (rows.labour > 0)]
    chosen = favoured > 0
    return float(slopes(sales[chosen], bins_of(gave[chosen], 4).astype(float), *[one[chosen] for one in given])[0])


@scores("P11.partner-share")
def partner_share(notes: Notes) -> float:
    """What managers, plants and Party secretaries had of what leased space brought its tenants."""
    rows = notes.rows("tenancies")
    return share(
        float(rows.manager.sum() + rows.secretary.sum()) + notes.total("leases_to_plants"), float(rows.profit.sum())
    )
