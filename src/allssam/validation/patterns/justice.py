"""P16 to P20: what release costs and when, insurance, who grows rich of it, and who is punished in shared cases."""

import numpy as np

from allssam.observe.sight import DOLLAR
from allssam.validation.estimates import gini, share, slopes
from allssam.validation.looking import NONE, Look, watches
from allssam.validation.notes import NOTHING, Notes, Rows
from allssam.validation.scoring import scores
from allssam.world import LEGAL_OFFICES, Event, Flow, Office, Post

ENDS = (
    Event.RELEASE_BOUGHT_INVESTIGATION, Event.RELEASE_BOUGHT_VERDICT, Event.ACQUITTED, Event.CONVICTED, Event.CADRE_PUNISHED,
)  # fmt: skip
SHARED = (Event.CADRE_EXCUSED, Event.CADRE_PUNISHED)
STRICT, FLEXIBLE = 50, 25
"""Percent of integrity from which a head is rule-bound, and up to which he is market-minded."""


def _latest(rows_of: np.ndarray, whose: np.ndarray, since: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """For each person wanted, the row whose he is and which is the latest; NONE if there is none."""
    latest: dict[int, tuple[int, int]] = {}
    for row, person, month in zip(rows_of.tolist(), whose.tolist(), since.tolist(), strict=True):
        if person not in latest or (month, row) > latest[person]:
            latest[person] = (month, row)
    return np.array([latest.get(person, (0, NONE))[1] for person in wanted.tolist()], np.int64)


@watches()
def note_ends(look: Look) -> None:
    """Every case of a donju that ends this month: how, for how much, how grave it was, and which arrest it was."""
    ends = look.events(*ENDS)
    if not len(ends["id"]):
        return
    cases, businesses, people = look["cases"], look["businesses"], look["people"]
    # where the cadre is made the culprit the case is the donju's, who is acquitted; his own row would count it twice
    chosen = ends["kind"] != Event.CADRE_PUNISHED
    accused = look.rows_of(ends["who"][chosen])
    case = _latest(np.arange(cases.count), cases["accused"], cases["since"], accused)
    business = _latest(np.arange(businesses.count), businesses["owner"], businesses["since"], accused)
    known = (case >= 0) & (business >= 0)
    look.book.write(
        "ends", kind=ends["kind"][chosen][known], amount=ends["amount"][chosen][known] / DOLLAR,
        gravity=cases["gravity"][case[known]].astype(np.float64), arrest=businesses["arrests"][business[known]].astype(np.int64),
        campaign=look.campaign[people["county"][accused[known]]] > 0,
    )  # fmt: skip


@watches()
def note_shared(look: Look) -> None:
    """Every cadre accused with a donju whose case is decided this month: excused or punished, insured or not."""
    found = look.events(*SHARED)
    if not len(found["id"]):
        return
    cadre = look.rows_of(found["who"])
    payer, latest = look.open("premiums", "payer", "latest")
    posts, people = look["posts"], look["people"]
    post = people["post"][cadre]  # who is punished has lost his by now
    look.book.write(
        "shared", excused=found["kind"] == Event.CADRE_EXCUSED, insured=np.isin(cadre, payer[latest >= look.month - 12]),
        manager=(post >= 0) & (posts["kind"][post] == Post.MANAGER), campaign=look.campaign[found["county"]] > 0,
    )  # fmt: skip


@watches()
def note_premiums(look: Look) -> None:
    """What insured managers passed on this month, and what they had of donju."""
    payer, latest = look.open("premiums", "payer", "latest")
    who = np.unique(payer[latest == look.month])
    post = look["people"]["post"][who]
    taken = look["posts"]["from_donju"][post[post >= 0]].sum() / DOLLAR
    paid = look.sight.paid(Flow.INSURANCE) / DOLLAR
    if taken > 0:
        look.book.note("insurance", paid)
        look.book.note("insured_take", float(taken))


# -------------------------------------------------------------------------------------------------------- P16: release

RELEASES = (Event.RELEASE_BOUGHT_INVESTIGATION, Event.RELEASE_BOUGHT_VERDICT)


def released(notes: Notes) -> Rows:
    rows = notes.rows("ends")
    return rows.only(np.isin(rows.kind, [int(kind) for kind in RELEASES]))


@scores("P16.at-inquiry", pooled=True)
def at_inquiry(notes: Notes) -> float:
    """Releases bought while the investigation ran, of all that were bought."""
    rows = released(notes)
    return float((rows.kind == Event.RELEASE_BOUGHT_INVESTIGATION).mean()) if len(rows) else NOTHING


ORDINARY, POLITICAL = 1.5, 6.0
"""Gravity up to which an offence is an ordinary one, and from which it is a political matter, that of the secret police."""


@scores("P16.gravity", pooled=True)
def gravity(notes: Notes) -> float:
    """Price of release in cases as grave as those of the secret police over that in ordinary ones: of medians, or by the slope.

    Where fewer than five releases were as grave, the slope of the price in gravity (both in logarithms) says what one would cost.
    """
    rows = released(notes)
    rows = rows.only(rows.amount > 0)
    grave, ordinary = rows.amount[rows.gravity >= POLITICAL], rows.amount[rows.gravity <= ORDINARY]
    if len(grave) >= 5 and len(ordinary) >= 5:
        return float(np.median(grave) / np.median(ordinary))
    slope = slopes(np.log(rows.amount), np.log(rows.gravity))[0]
    usual = np.median(rows.gravity[rows.gravity <= ORDINARY])
    return float((POLITICAL / usual) ** slope)


@scores("P16.fourth-arrest", pooled=True)
def fourth_arrest(notes: Notes) -> float:
    """Convictions in cases that were the fourth arrest or a later one over those in first cases."""
    rows = notes.rows("ends")
    convicted = rows.kind == Event.CONVICTED
    first, fourth = rows.arrest <= 1, rows.arrest >= 4
    return (
        share(float(convicted[fourth].mean()), float(convicted[first].mean()))
        if fourth.sum() >= 10 and first.any()
        else NOTHING
    )


# ------------------------------------------------------------------------------------------------------- P18: insurance


@scores("P18.excused", pooled=True)
def excused(notes: Notes) -> float:
    """Odds of being excused, of cadres accused with a donju, those insured over others (half a case added to each cell)."""
    rows = notes.rows("shared")
    if not len(rows) or not rows.insured.any():
        return NOTHING
    a, b = (rows.insured & rows.excused).sum() + 0.5, (rows.insured & ~rows.excused).sum() + 0.5
    c, d = (~rows.insured & rows.excused).sum() + 0.5, (~rows.insured & ~rows.excused).sum() + 0.5
    return float(a * d / (b * c)) if rows.insured.sum() >= 5 and (~rows.insured).sum() >= 5 else NOTHING


@scores("P18.premium")
def premium(notes: Notes) -> float:
    """What insured managers passed to prosecutors out of what they had of donju."""
    return share(notes.total("insurance"), notes.total("insured_take"))


# ------------------------------------------------------------------------------------------------- P19: who grows rich


def investigators(notes: Notes) -> tuple[Rows, Rows]:
    """Cadres of counties and provinces, and the investigating prosecutors among them."""
    rows = notes.rows("cadres")
    return rows, rows.only((rows.office == Office.PROSECUTION) & (rows.kind == Post.INVESTIGATOR))


@scores("P19.investigators")
def investigators_income(notes: Notes) -> float:
    """Mean informal income of investigating prosecutors over that of the cadre in the middle."""
    cadres, theirs = investigators(notes)
    return share(float(theirs.takings.mean()), float(np.median(cadres.takings)))


@scores("P19.gini")
def investigators_gini(notes: Notes) -> float:
    """Gini coefficient of investigating prosecutors' informal income, mean over half-years."""
    _, theirs = investigators(notes)
    return float(np.nanmean([gini(theirs.takings[theirs.month == month]) for month in np.unique(theirs.month)]))


def heads(notes: Notes) -> tuple[Rows, Rows]:
    """Heads and Party secretaries of legal offices: market-minded ones, and rule-bound ones."""
    rows = notes.rows("cadres")
    rows = rows.only(
        np.isin(rows.office, [int(one) for one in LEGAL_OFFICES])
        & np.isin(rows.kind, (Post.HEAD, Post.PARTY_SECRETARY))
    )
    return rows.only(rows.integrity <= FLEXIBLE), rows.only(rows.integrity >= STRICT)


@scores("P19.flexible-income", pooled=True)
def flexible_income(notes: Notes) -> float:
    """Informal income of market-minded heads and Party secretaries of legal offices over that of rule-bound ones."""
    flexible, strict = heads(notes)
    return (
        share(float(flexible.takings.mean()), float(strict.takings.mean()))
        if len(flexible) and len(strict)
        else NOTHING
    )


@scores("P19.flexible-ties", pooled=True)
def flexible_ties(notes: Notes) -> float:
    """Ties of the former over those of the latter."""
    flexible, strict = heads(notes)
    return share(float(flexible.ties.mean()), float(strict.ties.mean())) if len(flexible) and len(strict) else NOTHING


# -------------------------------------------------------------------------------------------- P20: whales and shrimp


@scores("P20.cadre-punished", pooled=True)
def cadre_punished(notes: Notes) -> float:
    """Cadres made the culprit in cases shared with a donju that end in guilt, outside campaigns."""
    rows = notes.rows("shared")
    rows = rows.only(~rows.campaign)
    return float(1.0 - rows.excused.mean()) if len(rows) >= 5 else NOTHING
