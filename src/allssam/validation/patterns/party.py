"""P24 to P33: the price of the card, who takes it, what secretaries live on, the Women's Union, cattle and anniversaries."""

from typing import Any

import numpy as np

from allssam.observe.sight import DOLLAR
from allssam.validation.estimates import share
from allssam.validation.looking import Look, trial, watches
from allssam.validation.notes import NOTHING, Notes
from allssam.validation.scoring import scores
from allssam.world import PROVINCES, Bought, Event, Office, Party, Post, Sex

ADULT = 17
OF_AN_AGE = (22, 41)
ENTRIES = (Event.ADMITTED, Event.ADMITTED_FOR_SERVICE, Event.SOLICITED_ENTRY)

# ------------------------------------------------------------------------------------------------- P24: the price falls


@scores("P24.fall")
def price_falls(notes: Notes) -> float:
    """Fall of what reporters hear is asked for the card, from the mean of 2013 to the second quarter of 2016."""
    return 1.0 - share(
        notes.mean("membership_price_usd", "2016-04", "2016-06"),
        notes.mean("membership_price_usd", "2013-01", "2013-12"),
    )


@scores("P24.applicants")
def applicants_fall(notes: Notes) -> float:
    """Change of applicants for a place, from 2013 to the year until June 2016."""
    before, after = (_applicants(notes, *years) for years in (("2013-01", "2013-12"), ("2015-07", "2016-06")))
    return share(after, before) - 1.0


def _applicants(notes: Notes, since: str, until: str) -> float:
    return share(notes.total("applicants", since, until), notes.total("places", since, until))


@watches()
def note_admissions(look: Look) -> None:
    """Applicants and places this month; entries."""
    admissions = look["admissions"]
    look.book.note("applicants", float(admissions["applicants"].sum()))
    look.book.note("places", float(admissions["places"].sum()))


# ------------------------------------------------------------------------------------------------ P27: who has the card


@watches(after="membership.nominate")
def note_entrants(look: Look) -> None:
    """Everybody who paid for the card this month: what it was worth to him when he last thought of it, and what he was asked."""
    found = look.events(Event.ADMITTED)
    who = look.rows_of(found["who"])
    look.book.write("entrants", worth=look["people"]["card_worth"][who] / DOLLAR, asked=found["amount"] / DOLLAR)


@watches()
def note_members(look: Look) -> None:
    """Each December: members and candidates by sex among adults, in Pyongyang and in the country; and who would take the card, by sex."""
    people = look["people"]
    if look.month_of_year == 12:
        place = look.sight.place_of_county[people["county"]]
        living = look.free & (look.age >= ADULT) & (place < len(PROVINCES))
        inside, capital, women = look.inside & living, place == PROVINCES.index("Pyongyang"), people["sex"] == Sex.WOMAN
        for name, chosen in (
            ("adults", living), ("adults@pyongyang", living & capital), ("members", inside), ("members@pyongyang", inside & capital),
            ("members/women", inside & women),
        ):  # fmt: skip
            look.book.note(f"stock_{name}", float(chosen.sum()))
    if look.month_of_year % 3 == 0:
        cell = people["cell"]
        may = (
            look.free
            & (people["party"] == Party.OUTSIDE)
            & (look.age >= OF_AN_AGE[0])
            & (look.age < OF_AN_AGE[1])
            & (cell >= 0)
        )
        would = may & (
            people["card_worth"]
            >= np.maximum(look.values["membership"].rabbit, look["cells"]["price"][np.maximum(0, cell)])
        )
        for name, sex in (("women", Sex.WOMAN), ("men", Sex.MAN)):
            here = people["sex"] == sex
            look.book.note(f"may_enter/{name}", float((may & here).sum()))
            look.book.note(f"would_enter/{name}", float((would & here).sum()))


@scores("P27.worth-it")
def worth_it(notes: Notes) -> float:
    """Entrants to whom the posts the card opens were worth more, all costs taken off, than they were asked for it."""
    rows = notes.rows("entrants")
    return float((rows.worth >= rows.asked).mean()) if len(rows) else NOTHING


@scores("P27.pyongyang")
def pyongyang(notes: Notes) -> float:
    """Members and candidates among adults, Pyongyang over the country."""
    capital = share(notes.total("stock_members@pyongyang"), notes.total("stock_adults@pyongyang"))
    return share(capital, share(notes.total("stock_members"), notes.total("stock_adults")))


@scores("P27.women")
def women(notes: Notes) -> float:
    """Women among members and candidates."""
    return share(notes.total("stock_members/women"), notes.total("stock_members"))


# ------------------------------------------------------------------------------------- P29: what it costs to be absent


@watches()
def note_fines(look: Look) -> None:
    """What a week away without leave costs at the workplace, of those who were away, members and others."""
    people = look["people"]
    fined = look.free & ((people["bought"].astype(np.int64) & Bought.FINED) > 0) & (people["weeks_away"] > 0)
    p = look.values["obligations"]
    fine = p.absence_fine * look["counties"]["wage"][people["county"]] / DOLLAR
    bound = np.isin(people["party"], (Party.MEMBER, Party.CANDIDATE))
    for name, chosen, times in (("members", fined & bound, p.member_multiple), ("others", fined & ~bound, 1.0)):
        if chosen.any():
            look.book.note(f"fine/{name}", float(times * fine[chosen].mean()))


@scores("P29.multiplier", given="it is a parameter, obligations.member_multiple (F035, F247)")
def multiplier(notes: Notes) -> float:
    """What a week away from work without leave costs a member over what it costs others, median over months."""
    found = notes.figures("fine/members") / notes.figures("fine/others")
    return float(np.nanmedian(found)) if np.isfinite(found).any() else NOTHING


def entries(look: Look) -> dict[str, Any]:
    """People taken into the Party this month."""
    return {"entries": float(len(look.events(*ENTRIES)["id"]))}


trial("dues", "2012-01", 24, party_life={"dues": 0.10}, membership={"dues": 0.10})(entries)


@scores("P29.dues", pooled=True)
def dues(notes: Notes) -> float:
    """Size of the change in entries over two years when dues go from two to ten per cent, the same dice in both worlds, over all runs."""
    rows = notes.rows("dues")
    return abs(float(rows.entries[rows.changed].sum() / rows.entries[~rows.changed].sum()) - 1.0)


# ------------------------------------------------------------------------------------------- P30: what secretaries live on


@watches()
def note_secretaries(look: Look) -> None:
    """What secretaries of cells and Party secretaries of factories had this month: of entries, of exemptions, of donju."""
    cells, posts = look["cells"], look["posts"]
    led = cells["secretary"] >= 0
    seat = (posts["holder"] >= 0) & (posts["office"] == Office.FACTORY) & (posts["kind"] == Post.PARTY_SECRETARY)
    look.book.note("secretaries/entry", cells["from_entry"][led].sum() / DOLLAR)
    look.book.note("secretaries/exemptions", cells["from_exemptions"][led].sum() / DOLLAR)
    look.book.note("secretaries/donju", posts["from_donju"][seat].sum() / DOLLAR)
    look.book.note(
        "cell_secretary",
        (cells["from_entry"][led].sum() + cells["from_exemptions"][led].sum()) / max(1, led.sum()) / DOLLAR,
    )


def substitutes(notes: Notes, since: str, until: str) -> float:
    """Exemptions and donju money in what secretaries had."""
    other = notes.total("secretaries/exemptions", since, until) + notes.total("secretaries/donju", since, until)
    return share(other, other + notes.total("secretaries/entry", since, until))


@scores("P30.before")
def before_the_fall(notes: Notes) -> float:
    """Exemptions and donju money in what secretaries of cells and factories had, 2011 to 2013."""
    return substitutes(notes, "2011-01", "2013-12")


@scores("P30.after")
def after_the_fall(notes: Notes) -> float:
    """The same, from July 2016 to 2019."""
    return substitutes(notes, "2016-07", "2019-12")


# ----------------------------------------------------------------------------------------------- P32: women and the Union


@scores("P32.demand")
def demand(notes: Notes) -> float:
    """Women of 22 to 40 outside the Party who would take the card at the price of their cell, as a share, over the same of men."""
    since, until = "2013-01", "2016-06"
    of_women = share(notes.total("would_enter/women", since, until), notes.total("may_enter/women", since, until))
    return share(
        of_women, share(notes.total("would_enter/men", since, until), notes.total("may_enter/men", since, until))
    )


@scores("P32.union-income")
def union_income(notes: Notes) -> float:
    """What a cadre of the Women's Union takes over what the secretary of a cell takes."""
    return share(notes.mean("union_cadre_income"), notes.mean("cell_secretary"))


# ---------------------------------------------------------------------------------------------- P33: cattle, anniversaries


@watches()
def note_wedge(look: Look) -> None:
    """What a cow sold abroad leaves in hand over what it costs at home, in border counties."""
    p, counties = look.values.get("trade"), look["counties"]
    if p is not None and counties["border"].any():
        look.book.note("wedge", float(p.abroad * p.cow_price / counties["cow_price"][counties["border"]].mean()))


@scores(
    "P33.wedge",
    given="the price abroad is a parameter (F200-F202); the price at home follows herds",
)
def wedge(notes: Notes) -> float:
    """Price of a cow abroad over that in border counties, median over months."""
    found = notes.figures("wedge")
    return float(np.nanmedian(found)) if np.isfinite(found).any() else NOTHING


def in_months(notes: Notes, months: tuple[int, ...]) -> float:
    """Entries in some months of the year over the mean month."""
    found = notes.figures("party_entries")
    of_year = notes.months() % 12 + 1
    return share(float(np.nanmean(found[np.isin(of_year, months)])), float(np.nanmean(found)))


@scores("P33.autumn")
def autumn(notes: Notes) -> float:
    """Entries in September and October over the mean month."""
    return in_months(notes, (9, 10))


@scores("P33.spring")
def spring(notes: Notes) -> float:
    """Entries in February to April over the mean month."""
    return in_months(notes, (2, 3, 4))
