"""All-ssam: who backs whom, what a tie does for him, and who has none."""

import numpy as np

from allssam.claims.pasts import Past, Rows, Year
from allssam.claims.registry import Reading, check, share, times
from allssam.engine import Array
from allssam.world import LEGAL_OFFICES, Event, Favour, Flow, Office, Sector, Tie

BACKED_AT_LAW = (*LEGAL_OFFICES, Office.PARTY_COMMITTEE)
STRICT = 80  # percent of integrity; people are drawn easy-going or strict, with few between


def ties_between_cadres(year: Year) -> tuple[Rows, Array, Array]:
    """Ties between two cadres in office that hold, with the posts of both."""
    ties, post = year["ties"].open, year["people"]["post"]
    a, b = post[ties["patron"]], post[ties["client"]]
    chosen = (ties["kind"] == Tie.CADRES) & (a >= 0) & (b >= 0)
    return ties.where(chosen), a[chosen], b[chosen]


def county_posts(year: Year) -> Array:
    """Posts of factories and county offices that are held, shape of posts."""
    posts = year["posts"]
    return (posts["holder"] >= 0) & (posts["rank"] >= 3) & (posts["rank"] < 6)


def degree(year: Year) -> Array:
    """Ties with other cadres of the holder of each post, shape of posts."""
    _, a, b = ties_between_cadres(year)
    return np.bincount(np.concatenate([a, b]), minlength=len(year["posts"]))


def patrons_of(year: Year, people: Array) -> Array:
    """How many patrons each of some people (rows) has."""
    ties = year["ties"].open
    clients = np.bincount(ties["client"][ties["kind"] == Tie.CLIENT], minlength=len(year["people"]))
    return clients[people]


@check("ssam-own-mix", lesion="ssam.seek_backers")
def own_mix(past: Past) -> list[Reading]:
    """Cadres make ties of their own in the course of the run, most of them with people of another organisation."""
    year = past.end
    ties, a, b = ties_between_cadres(year)
    own = ties["since"] >= past.first
    organisation = year["posts"]["organisation"]
    across = organisation[a[own]] != organisation[b[own]]
    return [
        Reading(
            share(2 * own.sum(), county_posts(year).sum()), "ties a county cadre that he made himself", at_least=0.5
        ),
        Reading(share(across.sum(), own.sum()), "of them with another organisation", at_least=0.5),
    ]


@check(
    "ssam-not-opposition",
    lesion=("ssam.cover_floor=0", "ssam.cover_share=0", "ssam.reach_floor=0", "ssam.reach_share=0"),
)
def sought_at_law_and_in_the_party(past: Past) -> Reading:
    """Those who sit in the legal offices and the county Party committee, whose help is law-abiding cover, are backed
    by more than others are.
    """
    year = past.end
    posts, county = year["posts"], county_posts(year)
    sought = county & np.isin(posts["office"], [int(office) for office in BACKED_AT_LAW])
    number = degree(year)
    return Reading(
        times(number[sought].mean(), number[county & ~sought].mean()),
        "times the ties of cadres elsewhere",
        at_least=1.8,
    )


@check("ssam-help-under-investigation", lesion="favours.do_favours")
def help_under_investigation(past: Past) -> Reading:
    """A cadre under investigation has favours done to him on account of the case, all by friends at law."""
    favours = past.events(Event.FAVOUR_DONE)
    on_case = favours.where(past.causes(favours) == Event.CASE_OPENED)
    accused = len(past.events(Event.CADRE_EXCUSED, Event.CADRE_PUNISHED, Event.CADRE_CONVICTED))
    return Reading(share(len(on_case), accused), "favours on account of a case for each cadre accused", at_least=0.1)


@check("ssam-reciprocity", lesion="favours.obligation=0")
def reciprocity(past: Past) -> Reading:
    """Once one side of a tie has done the other a favour, the next one comes from the other side more often than from the same."""
    favours = past.events(Event.FAVOUR_DONE, Event.FAVOUR_RETURNED)
    who, whom = favours["who"], favours["whom"]
    low, high = np.minimum(who, whom), np.maximum(who, whom)
    order = np.lexsort((favours["id"], high, low))
    low, high, who, month = low[order], high[order], who[order], favours["month"][order]
    follows = (
        (low[1:] == low[:-1]) & (high[1:] == high[:-1]) & (month[1:] > month[:-1]) & (month[1:] - month[:-1] <= 12)
    )
    returned = follows & (who[1:] != who[:-1])
    return Reading(
        share(returned.sum(), follows.sum()), "of next favours within a year come from the other side", at_least=0.55
    )


@check("ssam-word-gets-around", lesion="talk.spread_word")
def word_gets_around(past: Past) -> Reading:
    """Most ties between a cadre and somebody else are known to people who are not part of them."""
    ties = past.end["ties"].open
    local = ties.where(ties["kind"] != Tie.UPWARD)
    return Reading(share((local["known"] > 0).sum(), len(local)), "of ties are known to outsiders", at_least=0.5)


@check("ssam-with-donju", lesion="ssam.seek_backers")
def ties_with_donju(past: Past) -> list[Reading]:
    """Many donju find a patron among cadres in the course of the run, and hardly any tie joins two people of whom neither is a cadre."""
    year = past.end
    ties, people = year["ties"].open, year["people"]
    clients = ties.where((ties["kind"] == Tie.CLIENT) & (ties["since"] >= past.first))
    donju = year["businesses"].open["owner"]
    ordinary = (
        (people["post"][ties["patron"]] < 0) & (people["post"][ties["client"]] < 0) & (ties["since"] >= past.first)
    )
    both_ordinary = ordinary & (people["business"][ties["patron"]] < 0) & (people["business"][ties["client"]] < 0)
    return [
        Reading(
            share(np.isin(donju, clients["client"]).sum(), len(donju)),
            "of donju have a patron they found themselves",
            at_least=0.3,
        ),
        Reading(
            share(both_ordinary.sum(), len(ties)),
            "of ties join people who are neither cadre nor donju now",
            at_most=0.05,
        ),
    ]


@check("ssam-needs-market", lesion=("upkeep.feast=0", "upkeep.feast_budget=1"))
def ties_need_the_market(past: Past) -> list[Reading]:
    """Cadres whose post brings hardly any market money keep fewer ties with others; and donju feel closest to those
    who forgave them something.
    """
    year = past.end
    posts, county = year["posts"], county_posts(year)
    income, number = posts["usual_takings"], degree(year)
    poor = county & (income < np.quantile(income[county], 0.25))
    rich = county & (income > np.quantile(income[county], 0.75))
    clients = year["ties"].open
    clients = clients.where(clients["kind"] == Tie.CLIENT)
    forgiven = clients["favour_kind"] == Favour.FORGIVEN
    unhelped = clients["favour_kind"] == Favour.NONE
    return [
        Reading(times(number[rich].mean(), number[poor].mean()), "times the ties of those with little income", at_least=3.0),
        Reading(
            times(clients["strength"][forgiven].mean(), clients["strength"][unhelped].mean()),
            "times the strength of ties without a favour, where one was forgiven", at_least=1.1,
        ),
    ]  # fmt: skip


@check("ssam-integrity-isolates", lesion="population.strict=0")
def integrity_isolates(past: Past) -> Reading:
    """Cadres who go by the book have far fewer ties than their colleagues, though nothing forbids them any."""
    year = past.end
    posts, people, ties = year["posts"], year["people"], year["ties"].open
    county = county_posts(year)
    holder = posts["holder"][county]
    all_ties = np.bincount(np.concatenate([ties["patron"], ties["client"]]), minlength=len(people))
    strict = people["integrity"][holder] >= STRICT
    return Reading(
        times(all_ties[holder[strict]].mean(), all_ties[holder[~strict]].mean()),
        "times the ties of others",
        at_most=0.5,
    )


@check("ssam-upkeep-limit", lesion=("demands.arrest=0", "disputes.write_dossiers"))
def upkeep_limit(past: Past) -> list[Reading]:
    """Hardly a donju keeps more than a handful of patrons, all of them together cost much of his sales, and those left out retaliate."""
    year = past.end
    donju = year["businesses"].open["owner"]
    left_out = (Event.PRESS_REFUSED, Event.COURT_REFUSED, Event.TIE_TURNED)
    harm = past.events(Event.WORKER_ARRESTED, Event.DOSSIER_WRITTEN)
    revenge = np.isin(past.causes(harm), [int(kind) for kind in left_out])
    years = past.months / 12
    number = patrons_of(year, donju)
    return [
        Reading(
            float(np.quantile(number, 0.99)), "patrons of the donju with most, but for one in a hundred", at_most=5
        ),
        Reading(past.mean("patronage_share_of_profit"), "of sales go to officials", at_least=0.05),
        Reading(
            share(100 * revenge.sum(), years * past.mean("donju")),
            "acts of revenge by those left out, by 100 donju and year",
            at_least=0.5,
        ),
    ]


@check("ssam-response-to-market", lesion="ruler.openings_per_tolerance=0")
def response_to_market(strict: Past, lax: Past) -> Reading:
    """Where more market is let be, cadres have more ties with those who run businesses."""
    tied = [share(past.mean("ties", "client", since="2012-01"), county_posts(past.end).sum()) for past in (strict, lax)]
    return Reading(
        times(tied[1], tied[0]),
        "times the ties with donju a cadre, where three times as much is tolerated",
        at_least=1.3,
    )


@check("ssam-donju-alert", lesion="talk.asks_around=0")
def donju_stay_alert(past: Past) -> list[Reading]:
    """Donju spend money on news of who matters, and most have heard of some tie of other people."""
    year = past.end
    donju = year["businesses"].open["owner"]
    heard = year["people"]["ties_heard_of"][donju]
    spent = past.paid(Flow.NEWS, payer=Sector.HOUSEHOLDS).sum() / 8_200
    return [
        Reading(
            share(12 * spent / past.months, past.mean("donju")), "USD a donju and year spent on news", at_least=1.0
        ),
        Reading(share((heard > 0).sum(), len(donju)), "of donju have heard of other people's ties", at_least=0.5),
    ]
