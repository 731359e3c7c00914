"""The loops that make the model a system; each runs, and each can be cut."""

import numpy as np

from allssam.claims.pasts import Past
from allssam.claims.registry import Reading, loop, share, times
from allssam.engine import Array
from allssam.world import Event, Office, Post, Tie


@loop("1 markets and posts", lesion="ruler.openings_per_tolerance=0")
def posts_grow_dear_with_the_market(strict: Past, lax: Past) -> list[Reading]:
    """More market makes posts bring more and cost more, while the card grows cheaper for the rest."""
    price = [world.mean("post_price_usd", since="2012-01") for world in (strict, lax)]
    card = [world.mean("membership_price_usd", since="2012-01") for world in (strict, lax)]
    return [
        Reading(times(price[1], price[0]), "times the price of posts where more is let be", at_least=1.2),
        Reading(times(card[1], card[0]), "times the price of the card", at_most=0.95),
    ]


@loop("2 attendance and quarrels", lesion="rivalry.card_link=false")
def poor_secretaries_quarrel(strict: Past, lax: Past, unlinked: Past) -> list[Reading]:
    """Where more is let be, cells' secretaries have less of the card, and those who feel it court and quarrel more than if they did not."""
    entry, exemptions = (
        [world.mean(f"secretary_income_from_{name}", since="2012-01") for world in (strict, lax)] for name in ("entry", "exemptions")
    )
    moves = [world.happened(Event.QUARREL, Event.COURTED) for world in (unlinked, lax)]
    return [
        Reading(times(entry[1], entry[0]), "times the entry money of a secretary", at_most=0.8),
        # a link to card income shows nothing of poverty where what is sold in place of entry brings more than entry did
        Reading(
            times(entry[1] + exemptions[1], entry[0] + exemptions[0]),
            "times what entry and exemptions bring him together",
            at_most=1.0,
        ),
        Reading(times(moves[1], moves[0]), "times as many courtings and quarrels with the link", at_least=1.05),
    ]


@loop("3 money at law", lesion="justice.give_chances_to_pay")
def money_piles_up_at_law(past: Past) -> list[Reading]:
    """Releases and insurance pile up with the few who investigate: ties with them are dearer, and so are their posts."""
    year = past.end
    posts, people, ties = year["posts"], year["people"], year["ties"].open
    at_law = (posts["holder"] >= 0) & (posts["kind"] == Post.INVESTIGATOR)
    clients = ties.where((ties["kind"] == Tie.CLIENT) & (people["post"][ties["patron"]] >= 0))
    patron = people["post"][clients["patron"]]
    office = posts["office"][patron]
    with_them, elsewhere = at_law[patron], (office == Office.POLICE) | (office == Office.SECURITY)
    bought = (posts["holder"] >= 0) & (posts["bought_for"] > 0) & (posts["rank"] == 3)
    price = posts["bought_for"]
    return [
        Reading(
            share(posts["from_cases"][at_law].sum(), posts["takings"][at_law].sum()),
            "of what they take is from cases",
            at_least=0.5,
        ),
        Reading(
            times(mean(clients["price"][with_them]), mean(clients["price"][elsewhere])),
            "times the price of ties with police",
            at_least=1.1,
        ),
        Reading(
            times(mean(price[bought & at_law]), mean(price[bought & ~at_law])),
            "times the price of other posts of their rank",
            at_least=1.1,
        ),
    ]


def mean(values: Array) -> float:
    """The mean; nothing where there is nothing."""
    return float(values.mean()) if len(values) else float("nan")


@loop("4 fear and ties", lesion="fear.take_to_heart")
def fear_costs_ties(no_purges: Past, terror: Past) -> list[Reading]:
    """Fear makes cadres cold, and the cold do fewer favours: ties between cadres are fewer than without purges."""
    ties = [world.mean("ties", "cadres", since="2013-06") for world in (no_purges, terror)]
    cold = [world.mean("cadre_coldness", since="2013-06") for world in (no_purges, terror)]
    return [
        Reading(cold[1] - cold[0], "more coldness", at_least=0.005),
        Reading(times(ties[1], ties[0]), "times the ties between cadres", at_most=0.99),
    ]


@loop("5 orphaned clients", lesion="purges.strike")
def patrons_fall_and_clients_are_taken_over(terror: Past) -> list[Reading]:
    """A patron's fall leaves clients without him; some are taken over by his successor."""
    orphans = terror.events("ORPHANED_CLIENT")
    taken = terror.happened("TAKEN_OVER")
    return [
        Reading(float((terror.causes(orphans) == int(Event["PURGED"])).sum()), "orphaned by a purge", at_least=10),
        Reading(share(taken, len(orphans)), "of orphans are taken over", at_least=0.02),
    ]


@loop("6 expendable donju", lesion="ruler.openings_per_tolerance=0")
def donju_are_let_go_for_others(strict: Past, lax: Past) -> list[Reading]:
    """More market brings more donju, each more expendable: in a year patrons let more of their donju go for the sake of another.

    How long ties last is another matter: where little is let be most end within a year, since the donju can pay no more.
    """
    let_go = [share(12 * given_up_for_another(world), np.nansum(world.measure("ties", "client"))) for world in (strict, lax)]
    return [
        Reading(
            times(lax.mean("donju", since="2012-01"), strict.mean("donju", since="2012-01")),
            "times as many donju",
            at_least=1.2,
        ),
        Reading(times(let_go[1], let_go[0]), "times as many of their ties a year are given up for another donju", at_least=1.2),
    ]


def given_up_for_another(world: Past) -> int:
    """How often a patron let a donju go because he took on another."""
    ended, formed = world.events(Event.TIE_ENDED), world.events(Event.TIE_FORMED)
    donju = np.unique(np.concatenate([year["people"]["id"][year["businesses"]["owner"]] for year in world.all_years]))
    if not len(formed):
        return 0
    at = np.minimum(np.searchsorted(formed["id"], ended["because"]), len(formed) - 1)
    instead = (formed["id"][at] == ended["because"]) & (formed["who"][at] == ended["who"]) & (formed["whom"][at] != ended["whom"])
    return int((instead & np.isin(ended["whom"], donju) & np.isin(formed["whom"][at], donju)).sum())


@loop("7 retreat and the bold", lesion="fear.retreat")
def the_bold_take_over(terror: Past) -> list[Reading]:
    """Posts given up out of fear go to people with more sense for the market than those who gave them up."""
    retreated = terror.events("RETREATED")
    year = terror.end
    people = year["people"]
    sense = {
        number: int(people["market_sense"][row])
        for number, row in year.row_of.items()
        if number in set(retreated["who"].tolist())
    }
    appointed = terror.events(Event.APPOINTED)
    after = appointed.where(terror.causes(appointed) == int(Event["RETREATED"]))
    new = [
        int(people["market_sense"][year.row_of[number]]) for number in after["who"].tolist() if number in year.row_of
    ]
    return [
        Reading(float(len(after)), "posts given up out of fear were filled", at_least=3),
        Reading(
            float(np.mean(new) - np.mean(list(sense.values()))) if new and sense else float("nan"),
            "percent more sense for the market",
            at_least=1.0,
        ),
    ]
