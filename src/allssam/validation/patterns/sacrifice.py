"""P22 and P23: who is sacrificed, what he loses, and what becomes of his patrons and of donju as a class."""

import numpy as np

from allssam.evidence import band
from allssam.observe.sight import DOLLAR
from allssam.validation.estimates import bins_of, logit, share
from allssam.validation.looking import Look, watches
from allssam.validation.notes import NOTHING, Notes, Rows
from allssam.validation.scoring import furthest, scores
from allssam.world import Event

TOP, MIDDLE = 0.9, (1 / 3, 2 / 3)


def donju(notes: Notes) -> Rows:
    """Donju-months."""
    return notes.rows("donju")


@scores("P22.convex", pooled=True)
def convex(notes: Notes) -> float:
    """Chance of ruin of the richest tenth of donju over that of the middle fifth (half a case added to each)."""
    rows = donju(notes)
    if rows.ruined.sum() < 10:
        return NOTHING
    tenth = bins_of(rows.wealth, 10)
    chances = [
        (rows.ruined[here].sum() + 0.5) / (here.sum() + 1.0) for here in (tenth == 9, (tenth == 4) | (tenth == 5))
    ]
    return float(chances[0] / chances[1])


@scores("P22.campaign", pooled=True)
def in_campaigns(notes: Notes) -> float:
    """Chance of ruin in counties and months of a campaign over that elsewhere and at other times."""
    rows = donju(notes)
    if not len(rows) or not rows.campaign.any():
        return NOTHING
    return share(float(rows.ruined[rows.campaign].mean()), float(rows.ruined[~rows.campaign].mean()))


@scores("P22.level", pooled=True)
def ruin_a_year(notes: Notes) -> float:
    """Donju branded and ruined, a year."""
    rows = donju(notes)
    return 12.0 * float(rows.ruined.mean()) if len(rows) else NOTHING


@scores("P22.loss", pooled=True)
def lost_in_ruin(notes: Notes) -> float:
    """What was taken from those ruined out of what they had a month before, mean."""
    rows = donju(notes)
    rows = rows.only(rows.ruined)
    return float(np.minimum(1.0, rows.lost / np.maximum(1.0, rows.wealth)).mean()) if len(rows) else NOTHING


def _ties_slope(notes: Notes, low: float, high: float) -> float:
    rows = donju(notes)
    a, b = np.quantile(rows.wealth, [low, high])
    rows = rows.only((rows.wealth >= a) & (rows.wealth <= b))
    return float(
        logit(rows.ruined, rows.ties.astype(float), np.log(np.maximum(1.0, rows.wealth)), rows.campaign.astype(float))[
            0
        ]
    )


@scores("P22.ties-middle", pooled=True)
def ties_in_the_middle(notes: Notes) -> float:
    """Slope of the chance of ruin in the number of ties, middle third of wealth, campaigns held equal (logit)."""
    return _ties_slope(notes, *MIDDLE)


@scores("P22.ties-top", pooled=True)
def ties_at_the_top(notes: Notes) -> float:
    """The same among the richest tenth."""
    return _ties_slope(notes, TOP, 1.0)


# ----------------------------------------------------------------------------------------------------- P23: what follows


@watches()
def note_counties_patronage(look: Look) -> None:
    """What cadres of each county had of donju this month, and whether a donju fell there."""
    posts = look["posts"]
    counties = look["counties"].count
    taken = np.bincount(posts["county"], posts["from_donju"], minlength=counties) / DOLLAR
    fallen = np.bincount(look.events(Event.SCAPEGOATED)["county"], minlength=counties)
    look.book.write("patronage", county=np.arange(counties - 1), taken=taken[:-1], fallen=fallen[:-1].astype(np.int16))


@scores("P23.recovery", pooled=True)
def recovery(notes: Notes) -> float:
    """What a county's cadres had of donju ten to fifteen months after a fall over the half-year before, against the country's course."""
    rows = notes.rows("patronage")
    before, after, course_before, course_after = 0.0, 0.0, 0.0, 0.0
    for run in np.unique(rows.run):
        here = rows.only(rows.run == run)
        counties = int(here.county.max()) + 1
        taken = here.taken.reshape(-1, counties).astype(float)  # months, in order, by counties
        fallen = here.fallen.reshape(-1, counties)
        country = taken.sum(1)
        for month, county in zip(*np.nonzero(fallen), strict=True):
            if month >= 6 and month + 16 <= len(taken):
                before += taken[month - 6 : month, county].sum() / 6
                after += taken[month + 10 : month + 16, county].sum() / 6
                weight = taken[month - 6 : month, county].sum() / 6
                course_before += weight
                course_after += weight * share(country[month + 10 : month + 16].sum(), country[month - 6 : month].sum())
    return share(share(after, before), share(course_after, course_before))


@scores("P23.class")
def of_the_class(notes: Notes) -> float:
    """Change of the number of donju over five years: of all spans of five years, from December to December, the one furthest out."""
    held = notes.figures("donju")
    ends = held[11::12]
    changes = np.array([ends[at + 5] / ends[at] - 1.0 for at in range(len(ends) - 5) if ends[at] > 0])
    return furthest(changes, band("P23.class"))
