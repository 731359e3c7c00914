"""P34 to P38: what the ruler's two hands bring: livelihoods and fear, purges, those who leave, and careers under fear."""

import numpy as np

from allssam.engine import month_number
from allssam.observe.sight import DOLLAR
from allssam.validation.estimates import correlation, share
from allssam.validation.looking import Look, watches
from allssam.validation.notes import NOTHING, Notes
from allssam.validation.scoring import scores
from allssam.world import CENTRE, Event, Office

EXPOSED = (Office.TRADE_COMPANY, Office.MISSION)
"""Offices that trade with China or sit abroad."""
NEWS = 4
"""Cadres struck down within a month from which it is news everywhere."""
FRESH = 6
"""Months after such a month in which the news is still fresh."""
PURGE_YEARS = (2013, 2014, 2015)
OTHER_YEARS = (2010, 2011, 2012, 2016, 2017, 2018)
SHOCK = "2013-12"
"""The fall of Jang Song Thaek (F215)."""


@watches()
def note_rule(look: Look) -> None:
    """Each month: who was struck down, who left, who gave up his post; cadres in office; what those at the Centre and elsewhere take."""
    posts, kinds = look["posts"], look["organisations"]["kind"]
    book, counties = look.book, look["counties"]
    purged, fled = look.events(Event.PURGED), look.events(Event.ELITE_FLED)
    book.note("purge_count", float(len(purged["id"])))
    book.note("elite_exits", float(len(fled["id"])))
    book.note("ordinary_exits", float(len(look.events(Event.LEFT_COUNTRY)["id"])))
    book.note("retreats", float(len(look.events(Event.RETREATED)["id"])))
    exposed = np.isin(kinds[fled["org"]], EXPOSED) & (fled["org"] >= 0)
    held = posts["holder"] >= 0
    office = np.isin(posts["office"], EXPOSED)
    for name, exits, here in (("exposed", exposed, held & office), ("others", ~exposed, held & ~office)):
        book.note(f"elite_exits/{name}", float(exits.sum()))
        book.note(f"cadres/{name}", float(here.sum()))
    central = counties["place"][posts["county"]] == CENTRE
    for name, here in (("central", held & central), ("local", held & ~central)):
        if here.any():
            book.note(f"takings/{name}", float(posts["takings"][here].mean() / DOLLAR))
    people = counties["people"].astype(np.float64)
    book.note("grievance", 1.0 - float(np.average(counties["contentment"], weights=people)))
    book.note("tolerance", float(np.average(counties["tolerance"], weights=people)))
    fear = look["people"]["fear"][posts["holder"][held]]
    book.note("fear_of_cadres", float(fear.mean()) / 100.0)


@watches()
def note_chains(look: Look) -> None:
    """What led to what, from purges and flights on."""
    found = look.events(Event.PURGED, Event.ELITE_FLED, Event.ORPHANED_CLIENT)
    look.book.write("chains", id=found["id"], kind=found["kind"], because=found["because"])


def change(notes: Notes, name: str) -> float:
    """From the mean of 2011 to that of 2015."""
    return notes.mean(name, "2015-01", "2015-12") - notes.mean(name, "2011-01", "2011-12")


# ------------------------------------------------------------------------------------------ P34: livelihood and fear


@scores("P34.welfare")
def welfare(notes: Notes) -> float:
    """Change of what households spend to live, 2011 to 2015, USD a month."""
    return change(notes, "livelihood")


@scores("P34.fear")
def fear(notes: Notes) -> float:
    """Change of the mean fear of cadres, 2011 to 2015."""
    return change(notes, "fear_of_cadres")


@scores("P34.tolerance")
def tolerance_and_grievance(notes: Notes) -> float:
    """Correlation over months of tolerance with grievance, the share people lack of being content."""
    return correlation(notes.figures("tolerance"), notes.figures("grievance"))


@scores("P34.purges")
def purges_and_fear(notes: Notes) -> float:
    """Correlation over months of cadres struck down within half a year with the mean fear of cadres."""
    struck = np.convolve(np.nan_to_num(notes.figures("purge_count")), np.ones(6))[: len(notes.months())]
    return correlation(struck, notes.figures("fear_of_cadres"))


# ------------------------------------------------------------------------------------------------- P35: purges counted


def a_year(notes: Notes, name: str, year: int) -> float:
    """A count in a year."""
    return notes.total(name, f"{year}-01", f"{year}-12")


PATH = "how many fall a year is dated (ruler.purges_a_year); who falls is not"


@scores("P35.sum", given=PATH)
def purge_sum(notes: Notes) -> float:
    """Senior cadres purged or executed from 2012 to 2015, as an intelligence service would count them: every one."""
    return notes.total("purge_count", "2012-01", "2015-12")


@scores("P35.rising", given=PATH)
def purge_rising(notes: Notes) -> float:
    """Smallest rise from one year to the next, 2012 to 2014."""
    return float(np.diff([a_year(notes, "purge_count", year) for year in (2012, 2013, 2014)]).min())


@scores("P35.calm", given=PATH)
def purge_calm(notes: Notes) -> float:
    """Count of 2016 over that of 2015."""
    return share(a_year(notes, "purge_count", 2016), a_year(notes, "purge_count", 2015))


# -------------------------------------------------------------------------------------------------- P36, P37: who leaves


@scores("P36.fall", pooled=True)
def arrivals_fall(notes: Notes) -> float:
    """People who left in 2012 over those who left in 2011, all runs together."""
    exits = [a_year(notes, "ordinary_exits", year) + a_year(notes, "elite_exits", year) for year in (2011, 2012)]
    return share(exits[1], exits[0])


def fresh_months(notes: Notes) -> np.ndarray:
    """Months in which news of a purge is fresh, and how long ago the last such news was (0: this month; large: long ago)."""
    struck = np.nan_to_num(notes.figures("purge_count"))
    ago, since = np.full(len(struck), 999), 999
    for at, number in enumerate(struck):
        since = 0 if number >= NEWS else since + 1
        ago[at] = since
    return ago


def exit_hazard(notes: Notes, chosen: np.ndarray) -> float:
    """Elite exits a cadre and month in some months."""
    exits = notes.figures("elite_exits")[chosen].sum()
    return share(float(exits), float((notes.figures("cadres/exposed") + notes.figures("cadres/others"))[chosen].sum()))


@scores("P37.burst", pooled=True)
def burst(notes: Notes) -> float:
    """Chance that a cadre leaves in the months of purge news and the six after, over that in the others."""
    ago = fresh_months(notes)
    return share(exit_hazard(notes, ago <= FRESH), exit_hazard(notes, ago > FRESH))


@scores("P37.length", pooled=True)
def length(notes: Notes) -> float:
    """Months after the last news until the chance of leaving, over three months, is less than half as high again as in ordinary times."""
    ago = fresh_months(notes)
    ordinary = exit_hazard(notes, ago > 12)
    if not ordinary > 0:
        return NOTHING
    for month in range(1, 19):
        if not exit_hazard(notes, (ago >= month) & (ago < month + 3)) >= 1.5 * ordinary:
            return float(month - 1)
    return 18.0


@scores("P37.exposed", pooled=True)
def exposed_leave(notes: Notes) -> float:
    """Chance that a cadre of a trade company or a mission leaves over that of other cadres."""
    chances = [
        share(notes.total(f"elite_exits/{name}"), notes.total(f"cadres/{name}")) for name in ("exposed", "others")
    ]
    return share(*chances)


@scores("P37.branching", pooled=True)
def branching(notes: Notes) -> float:
    """Elite exits that an earlier exit led to, directly or by orphaning a client, for each exit."""
    rows = notes.rows("chains")
    led, exits = 0, 0
    for run in np.unique(rows.run):
        here = rows.only(rows.run == run)
        known = {
            event: (kind, because)
            for event, kind, because in zip(here.id.tolist(), here.kind.tolist(), here.because.tolist(), strict=True)
        }
        for kind, because in known.values():
            if kind != Event.ELITE_FLED:
                continue
            exits += 1
            cause = known.get(because, (0, 0))
            if cause[0] == Event.ORPHANED_CLIENT:
                cause = known.get(cause[1], (0, 0))
            led += cause[0] == Event.ELITE_FLED
    return share(led, exits)


# --------------------------------------------------------------------------------------------- P38: careers under fear


def over_years(notes: Notes, name: str) -> float:
    """Mean of a series in purge years over that in others."""
    means = [
        np.nanmean([notes.mean(name, f"{year}-01", f"{year}-12") for year in years])
        for years in (PURGE_YEARS, OTHER_YEARS)
    ]
    return share(float(means[0]), float(means[1]))


@scores("P38.demotion", pooled=True)
def demotion(notes: Notes) -> float:
    """Cadres who plead illness or seek a trivial post, 2013 to 2015 over the three years before and after."""
    return over_years(notes, "retreats")


@scores("P38.posts", pooled=True)
def price_of_posts(notes: Notes) -> float:
    """Change of what posts of county rank are bought for, 2013 to 2015 against the three years before and after."""
    return over_years(notes, "post_price_usd/rank_4") - 1.0


def after_shock(notes: Notes, name: str) -> float:
    """Change of a series from the year before December 2013 to the half-year from then on."""
    month = month_number(SHOCK)
    return share(notes.mean(name, month, month + 5), notes.mean(name, month - 13, month - 2)) - 1.0


@scores("P38.central")
def central_bribes(notes: Notes) -> float:
    """Change of what cadres at the Centre take, from the year before December 2013 to the half-year from then on."""
    return after_shock(notes, "takings/central")


@scores("P38.central-length")
def central_length(notes: Notes) -> float:
    """Months from December 2013 in which what they take, over three months, is a fifth or more below that year's."""
    month = month_number(SHOCK)
    usual = notes.mean("takings/central", month - 13, month - 2)
    for ahead in range(48):
        if not notes.mean("takings/central", month + ahead, month + ahead + 2) <= 0.8 * usual:
            return float(ahead)
    return 48.0


@scores("P38.local")
def local_bribes(notes: Notes) -> float:
    """Change of what cadres elsewhere take, over the same months."""
    return after_shock(notes, "takings/local")
