"""Instruments: a simulated country seen as those saw it whose figures we compare with.

Surveys ask people who have left: mostly women, mostly from the north-east, few from the capital (F222).  A small country sees a
handful leave in a year, and who has left can no longer be asked how he lives here.  So each quarter as many are drawn as the
surveys asked, among the living, in the surveyed proportions of province, sex and age, and asked about the year before.  Leaving year
is the year in which they are drawn.  Who in the model itself leaves is noted beside, so that one can see how far the two differ.

Prices are what reporters hear of deals that were made; counts from outside (markets and stalls from the air, purges by an intelligence
service) see what can be seen, whoever it concerns.
"""

import numpy as np

from allssam.engine import Array, month_text
from allssam.evidence import fact
from allssam.validation.looking import Look, watches
from allssam.validation.notes import Notes, NothingNoted
from allssam.world import PLACES, Bought, Event, Job, Party, Sex, Tie

ASKED_A_QUARTER = 150
"""Some 600 a year: the unification ministry's surveys pool about that many (F052, F119)."""
NORTH_EAST = {"North Hamgyong": 0.60, "Ryanggang": 0.30, "South Hamgyong": 0.10}
"""How those from the Hamgyongs and Ryanggang divide; assumed, the nearer the border the more."""
AGES = ((16, 20, 0.11), (20, 30, 0.28), (30, 40, 0.29), (40, 50, 0.18), (50, 65, 0.14))
"""Ages of those asked: from, up to, share; assumed."""
WEEKS_IN_A_MONTH = 4.345


def _said(what: str) -> float:
    """A share that the notes to the counts of arrivals give."""
    amount = fact("F222").table[what].middle
    assert amount is not None, what
    return amount


def share_from(place: str) -> float:
    """Share of those asked who come from a province."""
    north_east, capital = _said("from Ryanggang and Hamgyong"), _said("from Pyongyang")
    if place in NORTH_EAST:
        return north_east * NORTH_EAST[place]
    if place == "Pyongyang":
        return capital
    others = len(PLACES) - 2 - len(NORTH_EAST)  # neither the capital nor the Centre
    return (1.0 - north_east - capital) / others if place != "centre" else 0.0


def share_of_women(year: int) -> float:
    """Share of women among those asked: seven in ten, from 2015 more than eight."""
    return _said("women, 2015 on" if year >= 2015 else "women, cumulative")


def leavers_weights(place: Array, woman: Array, age: Array, year: int) -> Array:
    """How likely each of some people is to be asked, so that those asked have the provinces, sexes and ages of those surveyed."""
    women = share_of_women(year)
    wanted: list[float] = []
    held: list[int] = []
    cell = np.full(len(place), -1)
    for number, name in enumerate(PLACES):
        for sex, part in ((True, women), (False, 1.0 - women)):
            for low, high, of_age in AGES:
                here = (place == number) & (woman == sex) & (age >= low) & (age < high)
                cell[here] = len(wanted)
                wanted.append(share_from(name) * part * of_age)
                held.append(max(1, int(here.sum())))
    weights = np.where(cell >= 0, (np.array(wanted) / np.array(held))[cell], 0.0)
    return weights / weights.sum()


@watches()
def ask_leavers(look: Look) -> None:
    """Each quarter: what those would say who leave now, of the year before."""
    if look.month_of_year % 3:
        return
    people, homes = look["people"], look["households"]
    place = look.sight.place_of_county[people["county"]]
    asked_of = np.flatnonzero(
        look.free & (look.age >= AGES[0][0]) & (look.age < AGES[-1][1]) & (place < len(PLACES) - 1)
    )
    year = int(month_text(look.month)[:4])
    weights = leavers_weights(place[asked_of], people["sex"][asked_of] == Sex.WOMAN, look.age[asked_of], year)
    dice = np.random.default_rng([look.book.seed, look.month])
    who = asked_of[dice.choice(len(asked_of), size=ASKED_A_QUARTER, p=weights)]

    home, job, days = people["household"][who], people["job"][who], people["days"][who]
    has_job = (job >= Job.FARM) & (job <= Job.OFFICIAL)
    works = days > 0
    bought = people["bought"][who].astype(np.int64)
    at_job = np.where(people["exempt"][who], 0.0, 1.0 - np.minimum(1.0, people["weeks_away"][who] / WEEKS_IN_A_MONTH))
    wages = homes["wages"][home] / look["counties"]["price_level"][people["county"][who]]
    income = homes["income"][home].astype(np.float64)
    look.book.write(
        "leavers",
        place=place[who].astype(np.int8),
        woman=people["sex"][who] == Sex.WOMAN,
        private=works,
        state_only=~works & has_job,
        has_job=has_job,
        days=days.astype(np.int16),
        at_job=at_job,
        gave=gave_bribe(look, who, works, bought),
        exempt=people["exempt"][who],
        market_share=np.where(income + wages > 0, income / np.maximum(1.0, income + wages), np.nan),
        trusted=has_trusted(look, who),
    )


@watches()
def note_own_leavers(look: Look) -> None:
    """Who in the model itself has left the country this month."""
    gone = look.events(Event.LEFT_COUNTRY, Event.ELITE_FLED)
    who = look.rows_of(gone["who"])
    people = look["people"]
    place = look.sight.place_of_county[people["county"][who]].astype(np.int8)
    look.book.write(
        "own_leavers", woman=people["sex"][who] == Sex.WOMAN, place=place, elite=gone["kind"] == Event.ELITE_FLED
    )


def own_leavers_differ(notes: Notes) -> str:
    """A sentence on how far those who leave in the model differ from those the surveys asked; nothing where nobody left."""
    try:
        rows = notes.rows("own_leavers")
        rows = rows.only(~rows.elite)
        women, north_east = rows.woman.mean(), np.isin(rows.place, [PLACES.index(name) for name in NORTH_EAST]).mean()
    except NothingNoted:
        return ""
    return (
        f"Surveys are asked as those who left were: {share_of_women(2010):.0%} to {share_of_women(2015):.0%} women, "
        f"{_said('from Ryanggang and Hamgyong'):.0%} from the north-east.  Of {len(rows):,} ordinary people who leave in these runs "
        f"{women:.0%} are women and {north_east:.0%} from the north-east."
    )


def gave_bribe(look: Look, who: Array, works: Array, bought: Array) -> Array:
    """Whether each gave a bribe within a year: at the market himself, for the card, to be let off sessions, or to keep a patron.

    Fees for being let off work, and what the Women's Union asks of every trader, are taken for levies and not for bribes (F045, F053).
    """
    people, homes = look["people"], look["households"]
    at_market = works & (homes["last_bribe"][people["household"][who]] > look.month - 12)
    let_off = (bought & (Bought.SESSIONS | Bought.PARTY_LIFE)) > 0
    for_card = people["bought_card"][who] & (people["party"][who] == Party.CANDIDATE)
    kind, client, price = look.open("ties", "kind", "client", "price")
    patron = np.isin(who, client[(kind == Tie.CLIENT) & (price > 0)])
    found: Array = at_market | let_off | for_card | patron
    return found


def has_trusted(look: Look, who: Array) -> Array:
    """Whether each has somebody outside the family to rely on: a tie, or a partnership in what is forbidden."""
    worker, leader = look.open("partnerships", "worker", "leader")
    found: Array = (look.degree[who] > 0) | np.isin(who, worker) | np.isin(who, leader)
    return found
