"""Secretary against manager, and all who can do a donju harm."""

import numpy as np

from allssam.claims.pasts import Past
from allssam.claims.registry import Reading, check, share, times
from allssam.engine import Array
from allssam.world import Event, Office

MOVES = (Event.COURTED, Event.QUARREL)


def plants_with_donju(past: Past) -> tuple[Array, Array, Array, Array]:
    """Factories whose manager had donju income at the end of a year: when that was, how far he was ahead in it (0 to 1, below 0
    behind), and how often the secretary courted or quarrelled in the next year; and quarrels alone."""
    when: list[Array] = []
    ahead: list[Array] = []
    moves: list[Array] = []
    quarrels: list[Array] = []
    years = past.all_years
    told = past.events(*MOVES)
    for year, next_year in zip(years, years[1:], strict=False):
        posts, plants, people = year["posts"], year["organisations"], year["people"]
        head, seat = plants["head"], plants["secretary"]
        held = (plants["kind"] == Office.FACTORY) & (head >= 0) & (seat >= 0)
        held &= (posts["holder"][head] >= 0) & (posts["holder"][seat] >= 0) & (posts["usual_donju"][head] > 0)
        his, own = posts["usual_donju"][head[held]], posts["usual_donju"][seat[held]]
        when.append(np.full(len(his), year.month))
        ahead.append((his - own) / (his + own))
        soon = told.where((told["month"] > year.month) & (told["month"] <= next_year.month))
        secretary = people["id"][posts["holder"][seat[held]]]
        for found, chosen in ((moves, np.ones(len(soon), bool)), (quarrels, soon["kind"] == Event.QUARREL)):
            number, times_ = np.unique(soon["who"][chosen], return_counts=True)
            of = dict(zip(number.tolist(), times_.tolist(), strict=True))
            found.append(np.array([of.get(item, 0) for item in secretary.tolist()], float))
    return np.concatenate(when), np.concatenate(ahead), np.concatenate(moves), np.concatenate(quarrels)


@check("rivalry-eclipsed-secretary", lesion=("rivalry.envy=0", "rivalry.taste=0.1"))
def eclipsed_secretaries_move(past: Past) -> list[Reading]:
    """Party secretaries of plants whose manager is far ahead in donju income court or quarrel within the year more
    often than those who keep up do in the same year.
    """
    when, ahead, moves, _ = plants_with_donju(past)
    eclipsed, level = ahead > 0.5, ahead < 0.2
    # year by year: secretaries keep up, and all move more, in the years in which there is most to be had
    usual = sum(
        (eclipsed & (when == year)).sum() * moves[level & (when == year)].mean()
        for year in np.unique(when)
        if (level & (when == year)).any()
    )
    compared = eclipsed & np.isin(when, when[level])
    return [
        Reading(share(moves[eclipsed].sum(), eclipsed.sum()), "moves a year by an eclipsed secretary", at_least=0.2),
        Reading(
            times(moves[compared].sum(), usual),
            "times as many as by one who keeps up, in the same year",
            at_least=1.3,
        ),
    ]


@check("rivalry-envy", lesion="rivalry.quarrel")
def envy_ends_in_quarrels(past: Past) -> list[Reading]:
    """Secretaries who earn less from donju than the manager start quarrels, and tenants pay them bribes on account of it."""
    _, ahead, _, quarrels = plants_with_donju(past)
    coerced = past.events(Event.BRIBE_COERCED)
    of_quarrels = np.isin(past.causes(coerced), (int(Event.QUARREL), int(Event.FEUD_BEGUN)))
    begun = past.happened(Event.QUARREL)
    return [
        Reading(
            share(quarrels[ahead > 0].sum(), quarrels.sum()),
            "of quarrels in plants are begun by who is behind",
            at_least=0.6,
        ),
        Reading(share(of_quarrels.sum(), begun), "tenants made to bribe for each quarrel", at_least=0.1),
    ]


@check("rivalry-cast-out", lesion=("demands.arrest=0", "disputes.write_dossiers", "rivalry.quarrel"))
def who_refuses_is_cast_out(past: Past) -> Reading:
    """Donju who refuse a secretary's courting meet with harm from him within two years more often than those who accept."""
    refused = past.events(Event.COURT_REFUSED)
    formed = past.events(Event.TIE_FORMED)
    accepted = formed.where(past.causes(formed) == Event.COURTED)
    harm = past.events(Event.WORKER_ARRESTED, Event.DOSSIER_WRITTEN, Event.BRIBE_COERCED)
    told: dict[tuple[int, int], list[int]] = {}
    for official, donju, month, kind in zip(
        harm["who"].tolist(), harm["whom"].tolist(), harm["month"].tolist(), harm["kind"].tolist(), strict=True
    ):
        pair = (donju, official) if kind == Event.BRIBE_COERCED else (official, donju)
        told.setdefault(pair, []).append(month)

    def harmed(officials: Array, donju: Array, months: Array) -> float:
        hit = [
            any(month < later <= month + 24 for later in told.get((one, other), ()))
            for one, other, month in zip(officials.tolist(), donju.tolist(), months.tolist(), strict=True)
        ]
        return share(sum(hit), len(hit))

    of_refusers = harmed(refused["whom"], refused["who"], refused["month"])
    of_others = harmed(accepted["who"], accepted["whom"], accepted["month"])
    return Reading(
        times(of_refusers, of_others),
        f"times as many of those who refuse are harmed by him ({of_refusers:.1%}) as of others",
        at_least=1.5,
    )


@check("rivalry-prosperity-threat", lesion=("demands.press", "justice.probe", "disputes.write_dossiers"))
def prosperity_is_a_threat(past: Past) -> Reading:
    """The most prosperous third of donju are pressed by officials, and have cases opened against them, far more often
    than the least prosperous third.
    """
    pressed = np.zeros(2)
    years = past.all_years
    events = past.events(Event.PRESSED, Event.CASE_OPENED)
    donju = np.where(events["kind"] == Event.PRESSED, events["whom"], events["who"])
    for year, next_year in zip(years, years[1:], strict=False):
        businesses = year["businesses"].open
        soon = donju[(events["month"] > year.month) & (events["month"] <= next_year.month)]
        low, high = np.quantile(businesses["usual_profit"], (1 / 3, 2 / 3))
        for place, chosen in enumerate((businesses["usual_profit"] <= low, businesses["usual_profit"] >= high)):
            pressed[place] += np.isin(soon, year["people"]["id"][businesses["owner"][chosen]]).sum() / max(
                1, chosen.sum()
            )
    return Reading(
        times(pressed[1], pressed[0]),
        "times as much pressure on the most prosperous third as on the least",
        at_least=1.5,
    )


@check("rivalry-sponsorship-contest", lesion="leases.review")
def sponsorship_is_contested(past: Past) -> list[Reading]:
    """Head and secretary become veiled enemies, and managers lower rents on account of a secretary's courting or quarrel."""
    cut = past.events(Event.RENT_CUT)
    contested = np.isin(past.causes(cut), (int(Event.COURTED), int(Event.QUARREL)))
    moves = past.happened(*MOVES)
    return [
        Reading(
            share(past.happened(Event.FEUD_BEGUN), moves), "feuds begun for each courting or quarrel", at_least=0.05
        ),
        Reading(share(contested.sum(), moves), "rents lowered in answer to each", at_least=0.03),
    ]


@check("rivalry-worker-arrested", lesion="demands.arrest=0")
def workers_are_arrested(past: Past) -> list[Reading]:
    """Workers of donju are arrested at the wish of officials whom their employer had refused, left unpaid or lost against."""
    arrests = past.events(Event.WORKER_ARRESTED)
    later = arrests.where(arrests["month"] >= past.first + 24)  # grudges from before the run have no cause on record
    slighted = (Event.PRESS_REFUSED, Event.COURT_REFUSED, Event.TIE_TURNED, Event.DISPUTE_WON)
    for_that = np.isin(past.causes(later), [int(kind) for kind in slighted])
    return [
        Reading(
            share(1200 * len(arrests) / past.months, past.mean("donju")), "arrests by 100 donju and year", at_least=0.1
        ),
        Reading(share(for_that.sum(), len(later)), "of them because somebody had been slighted", at_least=0.95),
    ]
