"""P12 to P15: the Party secretary against the manager, who is looked into, who reports whom, and who wins."""

from functools import lru_cache

import numpy as np

from allssam.observe.sight import DOLLAR
from allssam.validation.estimates import bins_of, logit, risk_ratio, share
from allssam.validation.looking import NONE, Look, watches
from allssam.validation.notes import NOTHING, Notes, Rows
from allssam.validation.scoring import scores
from allssam.world import Event, Office, Post, Standing

LASTS = 12


# --------------------------------------------------------------------------------------- P12: when secretaries enter


@watches()
def note_plants(look: Look) -> None:
    """Every factory with a manager and a Party secretary: what each has come to take, and since when the secretary takes from donju."""
    plants, posts = look["organisations"], look["posts"]
    rows = np.flatnonzero((plants["kind"] == Office.FACTORY) & (plants["head"] >= 0) & (plants["secretary"] >= 0))
    head, seat = plants["head"][rows], plants["secretary"][rows]
    entered = plants["entered"][rows]
    looks_on = (posts["holder"][head] >= 0) & (posts["holder"][seat] >= 0)
    look.book.write(
        "plants", plant=rows, behind=looks_on & (posts["usual_donju"][head] > posts["usual_takings"][seat]),
        host=posts["usual_donju"][head] > 0,
        secretary=np.where(posts["holder"][seat] >= 0, look["people"]["id"][np.maximum(0, posts["holder"][seat])], NONE),
        entered=np.where(entered >= posts["since"][seat], entered, 0),
    )  # fmt: skip


@lru_cache(1)
def _entries(notes: Notes) -> list[tuple[int, int, int, int]]:
    """Each secretary at each plant: run, plant, month his income fell behind for good (0: never), month he entered (0: not yet).

    Gaps that closed within a year without his entering are no gaps that last.
    """
    rows = notes.rows("plants")
    order = np.lexsort((rows.month, rows.secretary, rows.plant, rows.run))
    run, plant, who = rows.run[order], rows.plant[order], rows.secretary[order]
    month, behind, entered = rows.month[order], rows.behind[order], rows.entered[order]
    starts = np.flatnonzero(np.r_[True, (np.diff(run) != 0) | (np.diff(plant) != 0) | (np.diff(who) != 0)])
    found = []
    for start, stop in zip(starts, np.r_[starts[1:], len(order)], strict=True):
        if who[start] == NONE:
            continue
        here = slice(start, stop)
        came = int(entered[here].max())
        since, fell = 0, 0
        for now, is_behind in zip(month[here].tolist(), behind[here].tolist(), strict=True):
            if came and now >= came:
                break
            since = (since or now) if is_behind else 0
            if since and now - since >= LASTS:
                fell = fell or since
        if came and not fell:
            fell = since
        found.append((int(run[start]), int(plant[start]), fell, came))
    return found


@scores("P12.lag", pooled=True)
def entry_lag(notes: Notes) -> float:
    """Secretaries who enter one to twelve months after the manager's donju money has passed all they take.

    Of those who entered, and of those who lagged behind for a year.
    """
    within, all_of_them = 0, 0
    for _, _, fell, came in _entries(notes):
        if not came and (not fell or fell > notes.last - LASTS):
            continue
        if came and came <= notes.first + 1:
            continue  # had entered before anybody looked
        all_of_them += 1
        within += bool(came and fell and 1 <= came - fell <= LASTS)
    return share(within, all_of_them)


@lru_cache(1)
def around_entry(notes: Notes) -> tuple[Rows, Rows]:
    """Tenancies of plants in the half-year before their secretary entered, and in the year after."""
    rows = notes.rows("tenancies")
    before, after = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    for run, plant, _, came in _entries(notes):
        if came > notes.first + 6:
            here = (rows.run == run) & (rows.plant == plant)
            before |= here & (rows.month >= came - 6) & (rows.month < came)
            after |= here & (rows.month > came) & (rows.month <= came + LASTS)
    return rows.only(before), rows.only(after)


@scores("P12.patrons-before", pooled=True)
def patrons_before(notes: Notes) -> float:
    """Officials to whom a tenant is bound in the half-year before the secretary of his plant enters, landlord included, median."""
    before, _ = around_entry(notes)
    return float(np.median(before.patrons)) if len(before) else NOTHING


@scores("P12.patrons-after", pooled=True)
def patrons_after(notes: Notes) -> float:
    """The same in the year after."""
    _, after = around_entry(notes)
    return float(np.median(after.patrons)) if len(after) else NOTHING


@scores("P12.burden", pooled=True)
def burden(notes: Notes) -> float:
    """Change of what tenants pay officials out of profit before it, from the half-year before to the year after."""
    shares = [
        share(rows.patronage.sum(), np.maximum(0.0, rows.left + rows.patronage).sum()) for rows in around_entry(notes)
    ]
    return share(shares[1], shares[0]) - 1.0


# --------------------------------------------------------------------------------------------- P13, P22: donju month by month

HEADS = (Post.MANAGER, Post.HEAD, Post.STATION_CHIEF)
"""Heads beside whom a Party secretary sits: their donju are within his reach."""


@watches()
def follow_donju(look: Look) -> None:
    """Every donju as he stood a month ago, and what has befallen him since."""
    people = look["people"]
    before = look.book.memory.get("donju")
    if before is not None:
        who = before["who"]
        cases, arrests, fallen = (
            look.events(Event.CASE_OPENED),
            look.events(Event.WORKER_ARRESTED),
            look.events(Event.SCAPEGOATED),
        )
        taken = look.events(Event.CONFISCATED)
        lost = dict(zip(taken["who"].tolist(), (taken["amount"] / DOLLAR).tolist(), strict=True))
        ruined = np.isin(who, fallen["who"])
        look.book.write(
            "donju", **before, struck=np.isin(who, cases["who"]) | np.isin(who, arrests["whom"]), ruined=ruined,
            lost=np.array([lost.get(int(one), 0.0) if gone else 0.0 for one, gone in zip(who, ruined, strict=True)]),
            campaign=look.campaign[before["county"]] > 0,
        )  # fmt: skip
    business = look["businesses"].rows()[0]
    owner = look["businesses"]["owner"][business]
    business, owner = (one[people["standing"][owner] == Standing.FREE] for one in (business, owner))
    client, _, kind = look.clients_ties
    column = look["businesses"]
    look.book.memory["donju"] = {
        "who": people["id"][owner], "county": people["county"][owner], "wealth": look.wealth_of(owner),
        "sign": column["sign"][business] / DOLLAR, "ties": np.bincount(client, minlength=people.count)[owner].astype(np.int16),
        "secretary": np.isin(owner, client[kind == Post.PARTY_SECRETARY]),
        "faces": np.isin(owner, look.open("leases", "tenant")[0]) | np.isin(owner, client[np.isin(kind, HEADS)]),
        "asked": (column["demand"][business] + column["patronage"][business]) / DOLLAR,
        "budget": (column["profit"][business] + column["patronage"][business]) / DOLLAR, "held": column["under_case"][business],
    }  # fmt: skip


def at_risk(notes: Notes) -> Rows:
    """Months of donju within a secretary's reach, tenants and clients of heads, in which no case was running."""
    rows = notes.rows("donju")
    return rows.only(~rows.held & rows.faces)


@scores("P13.untied", pooled=True)
def untied(notes: Notes) -> float:
    """Chance a month of a case or a worker's arrest, donju without a tie to a Party secretary over those with one, at equal wealth."""
    rows = at_risk(notes)
    return risk_ratio(~rows.secretary, rows.struck, bins_of(rows.wealth, 5))


@scores("P13.wealth", pooled=True)
def wealth_slope(notes: Notes) -> float:
    """Slope of that chance in the logarithm of wealth, among donju outside every secretary's net (logit)."""
    rows = at_risk(notes)
    rows = rows.only(~rows.secretary)
    return float(logit(rows.struck, np.log(np.maximum(1.0, rows.wealth)))[0])


@scores("P13.overdrawn", pooled=True)
def overdrawn(notes: Notes) -> float:
    """The same chance, of all donju, where officials asked more a month ago than the business had to give, over where they did not."""
    rows = notes.rows("donju")
    rows = rows.only(~rows.held)
    return risk_ratio(rows.asked > np.maximum(0.0, rows.budget), rows.struck, bins_of(rows.wealth, 5))


# ----------------------------------------------------------------------------------------- P14: who reports, who is unseated

SECRETARIES = (Post.PARTY_SECRETARY, Post.VILLAGE_SECRETARY)


@watches(after="disputes.file_dossiers")
def note_reports(look: Look) -> None:
    """Every dossier filed: the author's post, if any, and whether a campaign was on."""
    filed = look.events(Event.DOSSIER_FILED)
    people, posts = look["people"], look["posts"]
    author = look.rows_of(filed["who"])
    post = np.where(author >= 0, people["post"][author], NONE)
    kind = np.where(post >= 0, posts["kind"][post], NONE)
    look.book.write(
        "reports", id=filed["id"], secretary=np.isin(kind, [int(one) for one in SECRETARIES]),
        payer=(post < 0) & (author >= 0), campaign=look.campaign[people["county"][np.maximum(0, author)]] > 0,
    )  # fmt: skip


@watches(after="disputes.warn_and_counter")
def note_disputes(look: Look) -> None:
    """Every dispute in the month it begins: whether a manager is accused, whether he has a friend at law, and whether he answered."""
    disputes, people, posts = look["disputes"], look["people"], look["posts"]
    rows = disputes.rows()[0]
    rows = rows[disputes["since"][rows] == look.month]
    post = people["post"][disputes["accused"][rows]]
    look.book.write(
        "disputes", filed=disputes["filed"][rows], accused=people["id"][disputes["accused"][rows]],
        manager=(post >= 0) & (posts["kind"][post] == Post.MANAGER), friend=(post >= 0) & (posts["backing_at_law"][post] > 0),
        tied=(post >= 0) & _tied_at_law(look, disputes["accused"][rows], disputes["county"][rows]),
        countered=disputes["countered"][rows],
    )  # fmt: skip
    answered = look.events(Event.COUNTER_FILED)["id"]
    looked_at = np.flatnonzero(np.isin(disputes["counter"], answered)) if len(answered) else np.zeros(0, np.int64)
    look.book.write("counters", waited=look.month - disputes["since"][looked_at].astype(np.int64))


def _tied_at_law(look: Look, people_rows: np.ndarray, county: np.ndarray) -> np.ndarray:
    """Whether each of some people has a tie with somebody of the prosecutor's office of a county."""
    people, posts = look["people"], look["posts"]
    patron, client = look.open("ties", "patron", "client")
    one, other = np.concatenate([patron, client]), np.concatenate([client, patron])
    post = people["post"][other]
    there = (post >= 0) & (posts["office"][post] == Office.PROSECUTION)
    keys = one[there].astype(np.int64) * 1_000 + posts["county"][post[there]]
    found: np.ndarray = np.isin(people_rows.astype(np.int64) * 1_000 + county, keys)
    return found


@watches(after="disputes.decide")
def note_decisions(look: Look) -> None:
    """Every dispute of two charges that is decided: ties and merit on either side, and who prevailed."""
    disputes, people, posts = look["disputes"], look["people"], look["posts"]
    rows = disputes.rows()[0]
    rows = rows[(disputes["winner"][rows] >= 0) & disputes["countered"][rows]]

    def friends(side: str) -> np.ndarray:
        post = people["post"][disputes[side][rows]]
        return np.where(post >= 0, posts["backing_at_law"][post], 0.0)

    look.book.write(
        "decisions", ties=friends("accuser") - friends("accused"), by_ties=disputes["by_ties"][rows],
        merit=disputes["accuser_merit"][rows] - disputes["accused_merit"][rows],
        won=disputes["winner"][rows] == disputes["accuser"][rows], campaign=look.campaign[disputes["county"][rows]] > 0,
    )  # fmt: skip


@watches()
def note_unseated(look: Look) -> None:
    """Who was dismissed or punished this month."""
    gone = look.events(Event.DISMISSED)
    look.book.write("unseated", who=gone["who"])


@scores("P14.initiators", pooled=True)
def initiators(notes: Notes) -> float:
    """Dossiers filed outside campaigns by Party secretaries, or by those without a post who had paid officials."""
    rows = notes.rows("reports")
    rows = rows.only(~rows.campaign)
    return float((rows.secretary | rows.payer).mean()) if len(rows) else NOTHING


@scores("P14.dismissed", pooled=True)
def dismissed(notes: Notes) -> float:
    """Disputes against a manager after which he was dismissed within half a year."""
    rows, gone = notes.rows("disputes"), notes.rows("unseated")
    rows = rows.only(rows.manager & (rows.month <= notes.last - 6))
    ends: dict[tuple[int, int], list[int]] = {}
    for run, who, month in zip(gone.run.tolist(), gone.who.tolist(), gone.month.tolist(), strict=True):
        ends.setdefault((run, who), []).append(month)
    lost = sum(
        any(0 <= end - month <= 6 for end in ends.get((run, who), ()))
        for run, who, month in zip(rows.run.tolist(), rows.accused.tolist(), rows.month.tolist(), strict=True)
    )
    return share(lost, len(rows))


@scores("P14.counter", pooled=True)
def counter(notes: Notes) -> float:
    """Chance that an official accused answers with a charge of his own, with a tie in the prosecutor's office over without."""
    rows = notes.rows("disputes")
    if not len(rows) or rows.tied.sum() < 5:
        return NOTHING
    with_tie = float(rows.countered[rows.tied].mean())
    without = (float(rows.countered[~rows.tied].sum()) + 0.5) / (
        (~rows.tied).sum() + 1.0
    )  # where none ever did, half a one
    return with_tie / without


@scores("P14.delay", pooled=True)
def delay(notes: Notes) -> float:
    """Months from a report to the counter-charge, mean."""
    rows = notes.rows("counters")
    return float(rows.waited.mean()) if len(rows) else NOTHING


# ------------------------------------------------------------------------------------------------- P15: which side wins


@scores("P15.more-ties-win", pooled=True)
def more_ties_win(notes: Notes) -> float:
    """Disputes of two charges, outside campaigns, won by the side with more ties in the prosecutor's office."""
    rows = notes.rows("decisions")
    rows = rows.only((rows.by_ties > 0) & ~rows.campaign)
    return float((rows.by_ties == 1).mean()) if len(rows) >= 5 else NOTHING


@scores("P15.merit", pooled=True)
def merit(notes: Notes) -> float:
    """Effect of the better case over that of more ties, each in units of its own spread, on the odds of winning (logit)."""
    rows = notes.rows("decisions")
    rows = rows.only(~rows.campaign)
    by_merit, by_ties = logit(rows.won, rows.merit.astype(float), rows.ties.astype(float))
    return abs(by_merit) / abs(by_ties)
