"""Favours: what the two sides of a tie do for one another, and who returns what; university places among them.

An illegal act forgiven, a vehicle lent, a licence, a word for a better post, a word to an investigator, a child's place at university, and,
from whoever has nothing else to give, something from the market.  Each tips the balance of the tie; a debt presses, and a favour asked for
and not returned wears the tie down.  Left out: what the law and a dispute make of a tie (they read it themselves).
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    chance,
    compiled,
    pair,
    param,
    pay,
    record,
    rule,
    span,
    step,
    uniform,
    usd,
    within,
)  # fmt: skip
from allssam.world import Event, Favour, Flow, Office, Post, Schooling, Standing, Tie
from allssam.world.lookups import (
    at_home,
    belongs_to_legal_authorities,
    in_service,
    is_open_to,
    listed,
    one_after_another,
    other_of,
)

PERCENT = 0.01
MOST_OWED = 5


class Favours(Parameters):
    """How often favours are needed, who does them, what they do."""

    needs: Share = param(
        0.25,
        0.0,
        1.0,
        "per month, each side of a tie",
        "Chance that one side needs something the other can do",
        claim="ssam-reciprocity",
    )
    readiness: Share = param(
        0.45,
        0.0,
        1.0,
        "chance, at full strength",
        "How often a friend who owes nothing does it",
        assumed="not every time",
    )
    obligation: Share = param(
        0.3,
        0.0,
        1.0,
        "chance, per favour owed",
        "How far a debt presses, and a credit holds back",
        claim="ssam-reciprocity",
    )
    coldness: Share = param(
        0.8, 0.0, 1.0, "per unit of coldness", "Favours that one who has turned quite cold declines", claim="fear-coldness"
    )
    spared: Share = param(
        0.5, 0.0, 1.0, "per unit of fear", "How far a frightened friend is spared requests", claim="fear-hints", assumed="it shows"
    )
    strengthens: Share = param(
        0.08, 0.0, 0.5, "of what is missing", "What a favour adds to a tie", claim="ssam-needs-market"
    )
    strains: Share = param(
        0.9, 0.5, 1.0, "of strength", "What is left when one in debt declines", claim="ssam-reciprocity"
    )
    goods: Money = param(
        usd(20),
        0,
        usd(200),
        "won",
        "Worth of a favour from the market",
        assumed="a sack of rice, a bottle, a small loan",
    )
    forgives: Share = param(
        0.35, 0.0, 1.0, "of infractions", "Infractions an official's favour makes good", claim="ssam-needs-market"
    )
    vehicle_gain: Share = param(
        0.04, 0.0, 0.3, "of turnover, for a month", "What a lent vehicle adds to sales", claim="lease-favours"
    )
    licence_gain: Share = param(
        0.02, 0.0, 0.3, "of turnover", "What a licence adds to sales while it holds", assumed="no source measures it"
    )
    licence_months: Count = param(
        12, 1, 60, "months", "How long a licence got by favour holds", assumed="papers are renewed yearly"
    )
    word_lightens: Share = param(
        0.2,
        0.0,
        1.0,
        "of gravity",
        "What a friend's word takes off a case before it is decided",
        claim="ssam-help-under-investigation",
    )
    better_post: Number = param(
        1.2,
        1.0,
        5.0,
        "of what the post brings",
        "How much more a post must bring to be worth a word",
        assumed="a move costs",
    )
    college_age: Count = param(
        17, 15, 25, "years", "Age at which a child's place is decided", assumed="end of secondary school"
    )
    admission: Count = param(4, 1, 12, "month of the year", "When universities admit", assumed="the school year begins in April")
    on_marks: Share = param(
        0.2, 0.0, 1.0, "of children of such houses", "Children who get in on their marks", assumed="no source"
    )
    ordinary_place: Money = param(
        usd(550), 0, usd(5000), "won", "Price of a place at an ordinary university", fact="F131"
    )
    capital_place: Money = param(
        usd(2500), 0, usd(20000), "won", "Price of a place in the capital", fact=("F131", "F132")
    )
    means: Number = param(
        2.0, 1.0, 20.0, "times the price", "Money a house has before it pays for a place", assumed="not the last won"
    )
    sees_to_it: Share = param(
        0.6,
        0.0,
        1.0,
        "chance, at full strength",
        "How often a friend in the Party sees to a place unasked for return",
        claim="ssam-reciprocity",
    )


# ------------------------------------------------------------------------------------------------------------- the rules


@rule("ssam-reciprocity", "fear-hints")
def asks(fear, p):
    """One asks when one needs something, and spares somebody who is visibly frightened."""
    return p.needs * (1.0 - p.spared * fear)


@rule("ssam-reciprocity", "fear-coldness")
def willing(strength, owes, coldness, strict, p):
    """Who is asked for a favour does it the rather the closer the tie and the more he owes; the frightened and the strict do less."""
    leaning = p.readiness * (1.0 + strength) / 2 + p.obligation * within(owes, -2.0, 2.0)
    return within(leaning, 0.0, 1.0) * (1.0 - p.coldness * coldness) * (1.0 - strict * strict)


@rule("ssam-reciprocity")
def is_strained(owes):
    """To be refused by one who owes a favour hurts; to be refused by one who owes nothing does not."""
    return owes >= 1


@rule("ssam-needs-market", "lease-favours")
def favour_for_donju(office, post_kind):
    """Whoever can punish forgives an act, whoever has vehicles lends one, whoever grants permission gives a licence."""
    if belongs_to_legal_authorities(office):
        return Favour.FORGIVEN
    if post_kind == Post.MANAGER or office == Office.MILITARY_BASE or office == Office.FISHERIES:
        return Favour.VEHICLE
    if (
        office == Office.ADMINISTRATION
        or office == Office.PARTY_COMMITTEE
        or office == Office.MARKET
        or office == Office.TRADE_COMPANY
    ):
        return Favour.LICENCE
    return Favour.MARKET


@rule("ssam-help-under-investigation", "ssam-reciprocity")
def favour_for_cadre(is_investigated, giver_at_law, giver_in_party):
    """A friend at law helps one who is investigated, a friend in the Party puts in a word for a better post, others give what they have."""
    if is_investigated and giver_at_law:
        return Favour.CASE
    if giver_in_party:
        return Favour.TRANSFER
    return Favour.MARKET


@rule("ssam-reciprocity")
def sees_to_place(strength, owes, coldness, strict, p):
    """A friend in the Party sees to a university place for a child; if he owes a favour it is hardly a question."""
    leaning = p.sees_to_it * strength + p.obligation * within(owes, -2.0, 2.0)
    return within(leaning, 0.0, 1.0) * (1.0 - p.coldness * coldness) * (1.0 - strict * strict)


@rule(fact=("F131", "F132"))
def buys_place(purse, price, p):
    """A house that has the money, and no friend to see to it, pays an official for the place."""
    return purse >= p.means * price


@rule("ssam-needs-market")
def outlet_gain(vehicles, has_licence, p):
    """A lent vehicle carries more goods for a month, a licence opens a line of trade as long as it holds."""
    if has_licence:
        return p.vehicle_gain * vehicles + p.licence_gain
    return p.vehicle_gain * vehicles


# ---------------------------------------------------------------------------------------------------------- what is asked


@compiled
def owed_by(person, client, balance):
    """Favours one side owes the other on balance; below zero where the other owes him."""
    return balance if person == client else -balance


@compiled
def case_of(person, cases_naming, cases_of, is_open):
    """The case before a decision in which a person is named or accused; -1 if there is none."""
    start, stop = span(cases_naming, person)
    for at in range(start, stop):
        if is_open[cases_naming.row[at]]:
            return cases_naming.row[at]
    start, stop = span(cases_of, person)
    for at in range(start, stop):
        if is_open[cases_of.row[at]]:
            return cases_of.row[at]
    return -1


@compiled
def better_post(own, sex, county, posts_in, holders, ranks, kinds, usual_takings, p):
    """The vacant post of the same rank in his county that would bring him most, if clearly more than his own; -1 if there is none."""
    best, brings = -1, p.better_post * max(1.0, usual_takings[own])
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        if holders[post] < 0 and ranks[post] == ranks[own] and usual_takings[post] > brings and is_open_to(kinds[post], sex):
            best, brings = post, usual_takings[post]
    return best


@compiled
def in_keyed_order(county, ties_in, patrons, clients, ids, die):
    """The ties of a county in this month's keyed order."""
    start, stop = span(ties_in, county)
    rank = np.zeros(stop - start, np.float64)
    for at in range(start, stop):
        tie = ties_in.row[at]
        rank[at - start] = uniform(die, pair(ids[patrons[tie]], ids[clients[tie]]))
    order = np.argsort(rank)
    rows = np.zeros(stop - start, np.int64)
    for place in range(len(order)):
        rows[place] = ties_in.row[start + order[place]]
    return rows


@compiled
def friend_for_place(
    parent, county, ties_of, counties, patrons, clients, strengths, balances, standings, post_of, coldness, integrity, holders, offices, p,
):  # fmt: skip
    """The tie whose other end can see to a university place and is likeliest to, and how likely; -1 if there is none."""
    best, leaning = -1, 0.0
    start, stop = span(ties_of, parent)
    for at in range(start, stop):
        tie = ties_of.row[at]
        friend = other_of(parent, patrons[tie], clients[tie])
        if counties[tie] != county or not in_service(friend, standings, post_of, holders):
            continue
        office = offices[post_of[friend]]
        if office != Office.PARTY_COMMITTEE and office != Office.CENTRAL_PARTY:
            continue
        owes = owed_by(friend, clients[tie], balances[tie])
        likely = sees_to_place(strengths[tie], owes, PERCENT * coldness[friend], PERCENT * integrity[friend], p)
        if likely > leaning:
            best, leaning = tie, likely
    return best, leaning


@compiled
def seller_of_place(child_id, county, posts_in, holders, offices, standings, post_of, ids, integrity, die):
    """The official of the Party committee or the administration whom a paying house comes to; -1 if there is none."""
    best, first = -1, 2.0
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        seller = holders[post]
        if seller < 0 or (offices[post] != Office.PARTY_COMMITTEE and offices[post] != Office.ADMINISTRATION):
            continue
        turn = uniform(die, pair(child_id, ids[seller])) + PERCENT * integrity[seller]
        if in_service(seller, standings, post_of, holders) and turn < first:
            best, first = seller, turn
    return best


# -------------------------------------------------------------------------------------------------------------- the steps


@step(visits="businesses", changes=["businesses.helped", "households.outlet"])
def take_back(businesses, people, households):
    """Every business, once the month's trade is over: vehicles that were lent go back, before anything is lent anew."""
    for business in businesses.rows:
        home = people.household[businesses.owner[business]]
        # Whoever gave up a lease meanwhile starts again from a plain shop.
        households.outlet[home] = max(1.0, households.outlet[home] - businesses.helped[business])
        businesses.helped[business] = 0.0


@step(
    visits="counties",
    changes=[
        "ties.strength", "ties.balance", "ties.favour", "ties.favour_month", "ties.favour_kind", "ties.owing", "businesses.infractions",
        "businesses.helped", "businesses.licence_until", "businesses.patronage", "businesses.profit", "posts.takings", "posts.from_donju",
        "posts.holder", "posts.since", "posts.vacated", "people.post", "cases.gravity", "households.outlet",
    ],
    draws=["order", "needs", "does"],
    parameters=Favours,
)  # fmt: skip
def do_favours(
    counties, ties_in, businesses_in, posts_in, ties, people, posts, businesses, households, cases, cases_naming,
    cases_of, purse, journal, p,
    dice, month,
):  # fmt: skip
    """Every tie, each side in turn: one needs something, the other does it or not, and the balance tips."""
    for county in counties.rows:
        for tie in in_keyed_order(county, ties_in, ties.patron, ties.client, people.id, dice.order):
            if people.county[ties.patron[tie]] != county or people.county[ties.client[tie]] != county:
                continue  # what a superior elsewhere can do is for careers
            for side in range(2):
                giver, taker = (
                    (ties.patron[tie], ties.client[tie]) if side == 0 else (ties.client[tie], ties.patron[tie])
                )
                key = pair(people.id[giver], people.id[taker])
                gives_as_donju = ties.kind[tie] == Tie.CLIENT and side == 1
                takes_as_donju = ties.kind[tie] == Tie.CLIENT and side == 0
                if not gives_as_donju and not in_service(giver, people.standing, people.post, posts.holder):
                    continue
                if gives_as_donju and people.standing[giver] != Standing.FREE:
                    continue
                if takes_as_donju and people.business[taker] < 0:
                    continue  # whoever has given up trade needs no such favour
                case = -1 if takes_as_donju else case_of(taker, cases_naming, cases_of, cases.open)
                if case >= 0 and cases.county[case] != county:
                    case = -1
                office = -1 if gives_as_donju else int(posts.office[people.post[giver]])
                at_law = belongs_to_legal_authorities(office)
                is_needed = case >= 0 and at_law
                needs = asks(PERCENT * people.fear[giver], p)
                if not is_needed and (people.standing[taker] != Standing.FREE or not chance(dice.needs, key, needs)):
                    continue
                owes = owed_by(giver, ties.client[tie], ties.balance[tie])
                likely = willing(
                    ties.strength[tie], owes, PERCENT * people.coldness[giver], PERCENT * people.integrity[giver], p
                )
                if not chance(dice.does, key, likely):
                    if is_strained(owes):
                        ties.strength[tie] *= p.strains
                    continue
                kind = Favour.MARKET
                if takes_as_donju:
                    kind = favour_for_donju(office, posts.kind[people.post[giver]])
                elif not gives_as_donju:
                    kind = favour_for_cadre(
                        case >= 0, at_law, office == Office.PARTY_COMMITTEE or office == Office.CENTRAL_PARTY
                    )
                vacancy = -1
                if kind == Favour.TRANSFER:
                    if in_service(taker, people.standing, people.post, posts.holder):
                        vacancy = better_post(
                            people.post[taker], people.sex[taker], county, posts_in, posts.holder, posts.rank, posts.kind,
                            posts.usual_takings, p,
                        )
                    if vacancy < 0:
                        kind = Favour.MARKET
                worth = 0
                if kind == Favour.MARKET:
                    if purse.balance[people.account[giver]] < p.goods:
                        continue
                    worth = pay(purse, people.account[giver], people.account[taker], p.goods, Flow.GIFT)
                    if people.post[taker] >= 0:
                        posts.takings[people.post[taker]] += worth
                        posts.from_donju[people.post[taker]] += worth if gives_as_donju else 0
                    if gives_as_donju and people.business[giver] >= 0:
                        businesses.patronage[people.business[giver]] += worth
                        businesses.profit[people.business[giver]] -= worth
                elif kind == Favour.FORGIVEN:
                    businesses.infractions[people.business[taker]] *= 1.0 - p.forgives
                elif kind == Favour.VEHICLE:
                    businesses.helped[people.business[taker]] += outlet_gain(1, False, p)
                elif kind == Favour.LICENCE:
                    businesses.licence_until[people.business[taker]] = month.number + p.licence_months
                elif kind == Favour.CASE:
                    cases.gravity[case] *= 1.0 - p.word_lightens
                because = ties.favour[tie] if ties.favour[tie] != 0 else ties.began[tie]
                if kind == Favour.CASE:
                    because = cases.opened[case]
                if owes >= 1:
                    favour = record(
                        journal, Event.FAVOUR_RETURNED, who=giver, whom=taker, amount=worth, because=ties.owing[tie]
                    )
                else:
                    favour = record(journal, Event.FAVOUR_DONE, who=giver, whom=taker, amount=worth, because=because)
                    ties.owing[tie] = favour
                if kind == Favour.TRANSFER:
                    moved = record(journal, Event.APPOINTED, who=taker, org=posts.organisation[vacancy], because=favour)
                    posts.holder[people.post[taker]], posts.vacated[people.post[taker]] = -1, moved
                    posts.holder[vacancy], posts.since[vacancy], posts.vacated[vacancy] = taker, month.number, 0
                    people.post[taker] = vacancy
                ties.balance[tie] = within(ties.balance[tie] + (1 if side == 0 else -1), -MOST_OWED, MOST_OWED)
                ties.strength[tie] += p.strengthens * (1.0 - ties.strength[tie])
                ties.favour[tie], ties.favour_month[tie], ties.favour_kind[tie] = favour, month.number, kind
        start, stop = span(businesses_in, county)
        for at in range(start, stop):
            business = businesses_in.row[at]
            if businesses.licence_until[business] >= month.number:
                businesses.helped[business] += outlet_gain(0, True, p)
            households.outlet[people.household[businesses.owner[business]]] += businesses.helped[business]


@rule(assumed="universities admit once a year, those who left school in the year before")
def of_college_age(months_old, schooling, p):
    """Who reached college age within the last twelve months and is not at a university yet may be admitted."""
    return 12 * p.college_age <= months_old < 12 * p.college_age + 12 and schooling != Schooling.UNIVERSITY


@step(
    visits="counties",
    changes=[
        "people.schooling", "ties.strength", "ties.balance", "ties.favour", "ties.favour_month", "ties.favour_kind", "ties.owing",
        "posts.takings", "posts.from_donju", "businesses.profit",
    ],
    draws=["marks", "place", "seller"],
    parameters=Favours,
)  # fmt: skip
def place_children(
    counties, businesses_in, posts_in, businesses, posts, people, households, ties, ties_of, purse, journal, p, dice, month,
):  # fmt: skip
    """Once a year, every donju's and cadre's child that came of age: it gets in on its marks, by a friend of the parents, or for money."""
    for county in counties.rows:
        if month.of_year != p.admission:
            break
        # who sells places may have to buy one, so parents come in the order of their ids, cadres first
        start, stop = span(posts_in, county)
        cadres = one_after_another(listed(posts_in, start, stop), posts.county, posts.holder, people.id)
        start, stop = span(businesses_in, county)
        donju = one_after_another(listed(businesses_in, start, stop), businesses.county, businesses.owner, people.id)
        for turn in range(len(cadres) + len(donju)):
            is_cadre = turn < len(cadres)
            business = -1 if is_cadre else donju[turn - len(cadres)]
            parent = posts.holder[cadres[turn]] if is_cadre else businesses.owner[business]
            if parent < 0 or people.standing[parent] != Standing.FREE or people.county[parent] != county:
                continue
            home = people.household[parent]
            child = -1
            for place in range(households.size[home]):
                child = at_home(place, child, households, home, people)
                if not of_college_age(month.number - people.birth[child], people.schooling[child], p):
                    continue
                if chance(dice.marks, people.id[child], p.on_marks):
                    people.schooling[child] = Schooling.UNIVERSITY
                    continue
                tie, likely = friend_for_place(
                    parent, county, ties_of, ties.county, ties.patron, ties.client, ties.strength, ties.balance,
                    people.standing, people.post,
                    people.coldness, people.integrity, posts.holder, posts.office, p,
                )  # fmt: skip
                if tie >= 0:
                    friend = other_of(parent, ties.patron[tie], ties.client[tie])
                    owes = owed_by(friend, ties.client[tie], ties.balance[tie])
                    if chance(dice.place, pair(people.id[child], people.id[friend]), likely):
                        because = ties.owing[tie] if owes >= 1 and ties.owing[tie] != 0 else ties.began[tie]
                        given = record(journal, Event.UNIVERSITY_PLACE_GIVEN, who=friend, whom=parent, because=because)
                        people.schooling[child] = Schooling.UNIVERSITY
                        ties.balance[tie] = within(
                            ties.balance[tie] + (1 if ties.patron[tie] == friend else -1), -MOST_OWED, MOST_OWED
                        )
                        ties.strength[tie] += p.strengthens * (1.0 - ties.strength[tie])
                        ties.favour[tie], ties.favour_month[tie], ties.favour_kind[tie] = (
                            given,
                            month.number,
                            Favour.UNIVERSITY,
                        )
                        if owes < 1:
                            ties.owing[tie] = given
                        continue
                seller = seller_of_place(
                    people.id[child], county, posts_in, posts.holder, posts.office, people.standing, people.post,
                    people.id, people.integrity,
                    dice.seller,
                )  # fmt: skip
                price = p.capital_place if counties.capital[county] else p.ordinary_place
                if seller >= 0 and seller != parent and buys_place(purse.balance[people.account[parent]], price, p):
                    paid = pay(purse, people.account[parent], people.account[seller], price, Flow.UNIVERSITY_PLACE)
                    posts.takings[people.post[seller]] += paid
                    if not is_cadre:
                        posts.from_donju[people.post[seller]] += paid
                        businesses.profit[business] -= paid
                    people.schooling[child] = Schooling.UNIVERSITY
                    record(journal, Event.UNIVERSITY_PLACE_BOUGHT, who=parent, whom=seller, amount=paid)
