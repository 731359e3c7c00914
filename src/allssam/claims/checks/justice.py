"""The prosecutor's office: what can be bought there, who is punished, and who is sacrificed."""

import numpy as np

from allssam.claims.pasts import Past, Year
from allssam.claims.registry import Reading, check, share, times
from allssam.engine import Array
from allssam.world import Event, Office, Post, Tie

SOME_INCOME = 100 * 8_200
"""Informal income, won a month, of cadres who live by it."""
EARLY, LATE = Event.RELEASE_BOUGHT_INVESTIGATION, Event.RELEASE_BOUGHT_VERDICT


@check("justice-two-windows", lesion="justice.give_chances_to_pay")
def two_chances_to_pay(past: Past) -> list[Reading]:
    """Most donju under a case buy their release, most of them while the investigation runs, some when the result is handed out."""
    early, late, opened = past.happened(EARLY), past.happened(LATE), past.happened(Event.CASE_OPENED)
    return [
        Reading(share(early + late, opened), "of cases end with a release that was bought", at_least=0.5),
        Reading(
            share(early, early + late),
            "of releases are bought while the investigation runs",
            at_least=0.6,
            at_most=0.95,
        ),
        Reading(share(late, opened), "of cases are settled at the second chance", at_least=0.05),
    ]


def income_of(year: Year, ids: Array) -> Array:
    """What the posts of people with some ids brought them informally, won a month; -1 for those without a post."""
    rows = np.array([year.row_of.get(number, -1) for number in ids.tolist()], np.int64)
    post = np.where(rows >= 0, year["people"]["post"][rows], -1)
    found: Array = np.where(post >= 0, year["posts"]["usual_takings"][post], -1.0)
    return found


@check(
    "justice-manager-excused",
    lesion=(
        "justice.friend_worth=0",
        "justice.cover=0",
        "justice.named=0",
        "justice.named_colleague=0",
        "justice.favour_months=0",
    ),
)
def insured_cadres_are_excused(litigious: Past) -> list[Reading]:
    """Of cadres of some income accused with a donju more are excused if their money or friendship is in the prosecution."""
    excused = np.zeros((2, 2))
    years = litigious.all_years
    for before, year in zip(years, years[1:], strict=False):
        cases, people, posts, ties = year.this_year("cases"), year["people"], year["posts"], year["ties"]
        decided = cases.where((cases["cadre"] >= 0) & (cases["culprit"] >= 0))
        # those who have something to pass on; by the year before, since who is punished has lost his post since
        income = income_of(before, people["id"][decided["cadre"]])
        decided = decided.where(income >= SOME_INCOME)
        at_law = np.zeros(len(people), bool)
        at_law[posts["holder"][(posts["office"] == Office.PROSECUTION) & (posts["holder"] >= 0)]] = True
        shares = np.zeros(len(people), bool)
        shares[year["premiums"]["payer"][at_law[year["premiums"]["taker"]]]] = True
        shares[ties["client"][(ties["kind"] == Tie.CADRES) & at_law[ties["patron"]]]] = True
        shares[ties["patron"][(ties["kind"] == Tie.CADRES) & at_law[ties["client"]]]] = True
        for tied in (0, 1):
            for out in (0, 1):
                chosen = (shares[decided["cadre"]] == tied) & ((decided["culprit"] != decided["cadre"]) == out)
                excused[tied, out] += chosen.sum()
    of_tied, of_others = (share(row[1], row.sum()) for row in (excused[1], excused[0]))
    return [
        Reading(of_tied, f"of {int(excused[1].sum())} accused with money or friends there are excused", at_least=0.9),
        Reading(of_tied - of_others, f"more than of the {int(excused[0].sum())} without", at_least=0.03),
    ]


@check("justice-insurance", lesion="justice.insure")
def managers_pay_ahead(past: Past) -> list[Reading]:
    """Managers with donju money pass part of it to prosecutors, nearly always before anybody has named them in a case."""
    year = past.end
    posts, premiums = year["posts"], year["premiums"].open
    rich = posts["holder"][
        (posts["kind"] == Post.MANAGER)
        & (posts["office"] == Office.FACTORY)
        & (posts["holder"] >= 0)
        & (posts["from_donju"] > 0)
    ]
    begun = past.events(Event.INSURED)
    named = past.events(Event.CADRE_EXCUSED, Event.CADRE_PUNISHED, Event.CADRE_CONVICTED)
    before = [
        not ((named["who"] == who) & (named["month"] <= month)).any()
        for who, month in zip(begun["who"], begun["month"], strict=True)
    ]
    paying = premiums["payer"][premiums["latest"] >= year.month - 1]
    return [
        Reading(share(np.isin(rich, paying).sum(), len(rich)), "of managers with donju money pay", at_least=0.3),
        Reading(share(sum(before), len(before)), "of premiums begin before any case", at_least=0.8),
    ]


@check("justice-preliminary-wealth", lesion=("justice.give_chances_to_pay", "justice.insure"))
def investigators_grow_rich(past: Past) -> list[Reading]:
    """Investigating prosecutors, who can end a case at the preliminary stage, make far more than their colleagues,
    and than people live on.
    """
    income = []
    for _, year in past.yearly():
        posts = year["posts"]
        held = (posts["holder"] >= 0) & (posts["office"] == Office.PROSECUTION) & (posts["rank"] < 5)
        at_first = posts["kind"] == Post.INVESTIGATOR
        income.append([posts["usual_takings"][held & at_first].mean(), posts["usual_takings"][held & ~at_first].mean()])
    first, later = np.mean(income, axis=0)
    return [
        Reading(times(first, later), "times the informal income of other prosecutors", at_least=1.5),
        Reading(times(first / 8_200, past.mean("livelihood")), "times what a household lives on", at_least=3.0),
    ]


@check(
    "justice-donju-punished",
    lesion=(
        "justice.friend_worth=0",
        "justice.cover=0",
        "justice.named=0",
        "justice.named_colleague=0",
        "justice.favour_months=0",
    ),
)
def the_donju_goes_to_prison(litigious: Past) -> Reading:
    """Where a donju and a cadre are accused together and one is found guilty, it is nearly always the donju, and the cadre goes free."""
    free, punished = litigious.happened(Event.CADRE_EXCUSED), litigious.happened(Event.CADRE_PUNISHED)
    return Reading(
        share(free, free + punished), f"of {free + punished} cadres in shared cases went free", at_least=0.75
    )


# ------------------------------------------------------------------------------------------------------- who is sacrificed


@check(
    "scapegoat-anti-socialist",
    lesion=(
        "scapegoating.exposure=82_000",
        "scapegoating.growth=0.5",
        "scapegoating.worth_naming=8_200_000",
        "scapegoating.notice=1",
    ),
)
def the_influential_are_branded(hunted: Past) -> Reading:
    """Donju who are branded anti-socialist are found among the richest tenth many times more often than among the others."""
    branded = np.zeros(2)
    years = hunted.all_years
    told = hunted.events(Event.BRANDED)
    for year, next_year in zip(years, years[1:], strict=False):
        businesses, homes, people = year["businesses"].open, year["households"], year["people"]
        capital = homes["capital"][people["household"][businesses["owner"]]]
        rich = capital >= np.quantile(capital, 0.9)
        hit = np.isin(
            people["id"][businesses["owner"]],
            told["who"][(told["month"] > year.month) & (told["month"] <= next_year.month)],
        )
        branded += (share((hit & rich).sum(), rich.sum()), share((hit & ~rich).sum(), (~rich).sum()))
    return Reading(
        times(branded[0], branded[1]),
        f"times as often as the others is the richest tenth branded ({len(told)} donju)",
        at_least=3.0,
    )


def bereaved_patrons(past: Past) -> int:
    """Patrons of donju whom one of them gave up; a campaign also takes people who have nobody, and whom no patron can replace."""
    fallen, found = past.events(Event.SCAPEGOATED), 0
    for year in past.all_years:
        ids, ties = year["people"]["id"], year["ties"].where(year["ties"]["kind"] == Tie.CLIENT)
        patron, client = ids[ties["patron"]], ids[ties["client"]]
        now = fallen.where((fallen["month"] > year.month - 12) & (fallen["month"] <= year.month))
        for who, by in zip(now["who"].tolist(), now["whom"].tolist(), strict=True):
            patrons = patron[client == who]
            found += len(patrons) if by in patrons else 0
    return found


@check("scapegoat-replacement", lesion="scapegoating.take_on_the_next")
def the_next_is_taken_on(hunted: Past) -> list[Reading]:
    """Patrons who sacrificed a donju take on another, and nearly all of them keep their post for the next two years."""
    replaced = hunted.events(Event.REPLACED)
    lost = hunted.events(Event.DISMISSED)
    early = replaced.where(replaced["month"] <= hunted.last - 24)
    kept = [
        not ((lost["who"] == who) & (lost["month"] >= month) & (lost["month"] <= month + 24)).any()
        for who, month in zip(early["who"], early["month"], strict=True)
    ]
    return [
        Reading(
            share(len(replaced), bereaved_patrons(hunted)),
            "donju taken on for each patron of one whom his patrons sacrificed",
            at_least=0.1,
        ),
        Reading(share(sum(kept), len(kept)), "of these patrons keep their post for two years", at_least=0.8),
    ]


@check("scapegoat-spiral", lesion="scapegoating.take_on_the_next")
def sacrifice_goes_on(hunted: Past) -> Reading:
    """A patron who has sacrificed one donju and taken on another sacrifices again, or one so taken on falls in turn (it can happen)."""
    replaced, branded = hunted.events(Event.REPLACED), hunted.events(Event.BRANDED)
    again = 0
    for patron, taken, month in zip(replaced["who"], replaced["whom"], replaced["month"], strict=True):
        later = branded.where(branded["month"] > month)
        again += bool((later["who"] == taken).any() or (later["whom"] == patron).any())
    return Reading(float(again), f"of {len(replaced)} replacements were followed by another sacrifice", at_least=1)
