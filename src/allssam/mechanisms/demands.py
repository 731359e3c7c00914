"""Demands: whom officials press, whom a donju pays, and what befalls him who satisfies the wrong one.

Every official with power to harm may press the donju he sees; a plant's Party secretary asks his posted share of its
tenants.  A donju pays in order of threat until purse and attention run out, or shrinks, or closes.
Left out: what is paid for ties (`upkeep`), and the case that an arrest begins (`justice`).
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    chance,
    close,
    compiled,
    found,
    one_of,
    pair,
    param,
    pay,
    ratio,
    record,
    rule,
    span,
    step,
    uniform,
    usd,
    won,
)  # fmt: skip
from allssam.world import Event, Flow, Ground, Office, Stage, Standing
from allssam.world.lookups import (
    NOBODY,
    at_work,
    belongs_to_legal_authorities,
    can_arrest,
    covering_tie,
    grudge_between,
    has_entered,
    one_after_another,
    put_in_order,
    tie_between,
    ties_held,
    times,
)  # fmt: skip

SIGHTS = 64  # room for the donju an official looks at in one month, when a key is made of who looks and how often


class Demands(Parameters):
    """Who presses, for how much, what is feared, and what a donju can bear."""

    presses: Number = param(
        1.5, 0.0, 10.0, "a month", "How often an official with a full-size charge presses somebody", assumed="trial value",
    )
    sees: Count = param(4, 1, 8, "donju", "Donju he compares", assumed="he knows a few businesses")
    share: Share = param(0.05, 0.0, 0.5, "of turnover", "What he asks", assumed="trial value")
    within_fear: Share = param(
        0.8, 0.0, 1.0, "of what is feared", "Most he asks of what a donju without patrons would fear", assumed="threats are priced",
    )
    crossing: Money = param(
        usd(25), 0, usd(500), "won", "What crossing one known patron costs", claim="rivalry-sponsorship-contest",
    )
    refused: Share = param(
        0.15, 0.0, 1.0, "of what he asks", "What he expects of a donju who refused him", claim="rivalry-cast-out",
    )
    least: Money = param(usd(10), 0, usd(200), "won", "Least for which it is worth asking", assumed="a dinner")
    party: Share = param(
        0.6, 0.0, 1.0, "of the law's", "Harm the Party committee can do", assumed="it can send the law",
    )
    others: Share = param(
        0.3, 0.0, 1.0, "of the law's", "Harm the administration can do", assumed="permits and inspections",
    )
    harm: Share = param(
        0.4, 0.0, 2.0, "of turnover", "Loss a month that is feared of the law, if fully exposed", assumed="a case a year",
    )
    half: Number = param(
        3.0, 0.1, 50.0, "acts", "Infractions at which a donju is half exposed", assumed="a few are enough",
    )
    menace: Share = param(
        0.5, 0.0, 2.0, "of what a space brings", "Monthly harm a tenant fears of an angered secretary", claim="rivalry-cast-out",
    )
    shielded: Share = param(
        0.5, 0.0, 1.0, "of patrons' cover", "How far cover elsewhere helps in one's own plant", assumed="he sits at the gate",
    )
    coerced: Number = param(1.5, 1.0, 5.0, "factor", "How much more is asked in a quarrel", claim="rivalry-envy")
    lasts: Count = param(
        12, 1, 60, "months", "Months for which a quarrel's demands are kept up", assumed="as long as the quarrel",
    )
    attention: Count = param(
        6, 1, 20, "people", "Patrons and others a donju can satisfy in a month", claim="ssam-upkeep-limit",
    )
    slighted: Share = param(
        0.2, 0.0, 1.0, "0 to 1", "Grudge of an official who was refused once", assumed="less than that of one who courted",
    )
    deepens: Share = param(
        0.2, 0.0, 1.0, "of what is missing", "How much a second refusal deepens a grudge", assumed="trial value",
    )
    arrest: Share = param(
        0.01, 0.0, 1.0, "per month, at full strength", "How often a grudge ends in the arrest of a worker", claim="rivalry-worker-arrested",
    )
    gravity: Number = param(
        0.6, 0.0, 5.0, "of an ordinary offence", "Weight of a case that begins with a worker", assumed="a lever, not a charge",
    )
    bearable: Share = param(
        0.4, 0.0, 1.0, "of turnover", "What must be left when all is paid", assumed="goods have to be bought",
    )
    shrinks: Share = param(
        0.3, 0.0, 1.0, "per month", "How often a donju who is left less sells off a part", assumed="he waits a little",
    )
    part: Share = param(0.2, 0.0, 1.0, "of business capital", "What he sells off", assumed="what stands out")
    fire_price: Share = param(0.7, 0.0, 1.0, "of cost", "What a sale at once brings", assumed="buyers know")


@rule("rivalry-prosperity-threat")
def asks(sign, feared, p):
    """An official asks a part of what a donju seems to turn over, and no more than there is to fear of him."""
    return min(p.share * sign, p.within_fear * feared)


@rule("rivalry-prosperity-threat", "ssam-upkeep-limit", "rivalry-cast-out")
def expects(asked, has_refused, known_patrons, p):
    """He expects what he asks, little of it where he was refused, less what crossing the patrons he knows of costs."""
    return (asked * p.refused if has_refused else asked) - p.crossing * known_patrons


@rule("rivalry-prosperity-threat")
def presses(expected, p):
    """He presses if the best of those he sees promises enough."""
    return expected >= p.least


@rule(assumed="the law can jail, the Party can send the law, the administration can shut the door")
def power_to_harm(office, p):
    """What an official of an office can do to a donju, beside the law."""
    if belongs_to_legal_authorities(office):
        return 1.0
    if office == Office.PARTY_COMMITTEE:
        return p.party
    if office == Office.ADMINISTRATION:
        return p.others
    return 0.0


@rule("dossier-legal-fault")
def exposed(infractions, p):
    """The more illegal acts can be held against a donju, the more exposed he is, up to fully."""
    return ratio(infractions, infractions + p.half)


@rule("ssam-upkeep-limit")
def threat_of_press(power, sales, exposure, covered, p):
    """A donju fears for his business, as far as he is exposed, the official can harm, and no patron covers him."""
    return p.harm * power * sales * exposure * (1.0 - covered)


@rule("rivalry-cast-out")
def threat_of_secretary(space_worth, covered, p):
    """Of his plant's Party secretary he fears that the space is stopped, as far as no patron covers him."""
    return p.menace * space_worth * (1.0 - p.shielded * covered)


@rule("rivalry-envy")
def demand_of_secretary(share, seen, is_quarrelling, p):
    """A secretary asks his posted share of what a space seems to bring, and more while he quarrels."""
    return won(share * seen * (p.coerced if is_quarrelling else 1.0))


@rule("ssam-upkeep-limit")
def pays_demand(amount, threat, cash, attention):
    """He pays what is worth less than the threat, while purse and attention last."""
    return amount <= threat and amount <= cash and attention > 0


@rule("ssam-help-under-investigation", assumed="one refuses by naming one's patron")
def names_patron(covered, amount, threat):
    """Who can afford to refuse only because somebody covers him lets the official know who."""
    return threat < amount <= ratio(threat, 1.0 - covered)


@rule("ssam-upkeep-limit", assumed="a donju's wealth is in goods, not in cash")
def goods_for_toll(due, cash, capital, p):
    """Whoever is short of cash for his plant's secretary sells goods at once, up to a part of what he has."""
    return won(min(p.part * capital, max(0, due - cash) / p.fire_price))


@rule("rivalry-cast-out")
def bears_grudge(strength, p):
    """Refused again, an official's grudge deepens."""
    return strength + p.deepens * (1.0 - strength)


@rule("rivalry-worker-arrested")
def has_worker_arrested(die, two, strength, has_reach, p):
    """Only who sits in police or prosecution, or has a tie there, can have one of a donju's workers arrested."""
    return has_reach and chance(die, two, p.arrest * strength)


@rule("rivalry-prosperity-threat")
def closes_business(left):
    """Where demands leave a tenant nothing at all he closes."""
    return left <= 0


@rule("rivalry-prosperity-threat")
def shrinks(die, donju, left, sales, p):
    """Where too little is left he sells off what stands out."""
    return left < p.bearable * sales and chance(die, donju, p.shrinks)


@compiled
def donju_in(county, businesses, businesses_in, people, die):
    """Businesses of a county whose owners are free, in this month's keyed order."""
    start, stop = span(businesses_in, county)
    rows, keys = np.empty(stop - start, np.int64), np.empty(stop - start)
    number = 0
    for at in range(start, stop):
        owner = businesses.owner[businesses_in.row[at]]
        if people.standing[owner] == Standing.FREE:
            rows[number], keys[number] = businesses_in.row[at], uniform(die, people.id[owner])
            number += 1
    put_in_order(rows, keys, number)
    return rows[:number]


@compiled
def harmful_in(county, posts, posts_in, people, die, p):
    """Posts of a county whose holders can harm, in this month's keyed order."""
    start, stop = span(posts_in, county)
    rows, keys = np.empty(stop - start, np.int64), np.empty(stop - start)
    number = 0
    for at in range(start, stop):
        post = posts_in.row[at]
        official = at_work(posts, people, post)
        if official != NOBODY and power_to_harm(posts.office[post], p) > 0.0:
            rows[number], keys[number] = post, uniform(die, people.id[official])
            number += 1
    put_in_order(rows, keys, number)
    return rows[:number]


@compiled
def known_patrons(official, donju, ties, ties_of, rumours, rumours_of):
    """How many patrons of a donju an official has heard of."""
    start, stop = span(ties_of, donju)
    if start == stop:
        return 0
    number = 0
    start, stop = span(rumours_of, official)
    for at in range(start, stop):
        rumour = rumours_of.row[at]
        tie = rumours.tie[rumour]
        if rumours.open[rumour] and tie >= 0 and ties.open[tie] and ties.client[tie] == donju and ties.patron[tie] != official:
            number += 1
    return number


@compiled
def best_seen(official, turn, power, donju, people, businesses, ties, ties_of, rumours, rumours_of, grudges, grudges_of, dice, p):
    """Of the few donju an official sees, the business he expects most of, that sum, and what he asks."""
    best, most, best_asked = NOBODY, 0.0, 0.0
    for look in range(p.sees):
        business = donju[one_of(dice.sees, pair(people.id[official], turn * SIGHTS + look), len(donju))]
        owner, sign = businesses.owner[business], businesses.sign[business]
        if businesses.courted_by[business] >= 0 or people.household[owner] == people.household[official]:
            continue
        if tie_between(ties, ties_of, owner, official) != NOBODY:
            continue
        asked = asks(sign, threat_of_press(power, sign, exposed(businesses.infractions[business], p), 0.0, p), p)
        has_refused = grudge_between(grudges, grudges_of, official, owner) != NOBODY
        expected = expects(asked, has_refused, known_patrons(official, owner, ties, ties_of, rumours, rumours_of), p)
        if expected > most:
            best, most, best_asked = business, expected, asked
    return best, most, best_asked


@step(
    visits="counties",
    changes=["businesses.courted_by", "businesses.demand", "businesses.demanded", "businesses.feared", "businesses.satisfied"],
    draws=["order", "presses", "sees"],
    parameters=Demands,
)
def press(
    counties, posts, posts_in, people, businesses, businesses_in, ties, ties_of, rumours, rumours_of, grudges, grudges_of, journal, p, dice,
):  # fmt: skip
    """Every official with power to harm: of the few donju he sees he asks the one from whom he expects most."""
    for county in counties.rows:
        donju = donju_in(county, businesses, businesses_in, people, dice.order)
        for business in donju:
            businesses.satisfied[business] = 0
        if len(donju) == 0:
            continue
        for post in harmful_in(county, posts, posts_in, people, dice.order, p):
            official = posts.holder[post]
            candour = (1.0 - people.integrity[official] / 100) * (1.0 - people.coldness[official] / 100)
            for turn in range(times(dice.presses, people.id[official], p.presses * posts.charge[post] * candour)):
                power = power_to_harm(posts.office[post], p)
                business, expected, asked = best_seen(
                    official, turn, power, donju, people, businesses, ties, ties_of, rumours, rumours_of, grudges, grudges_of, dice, p
                )
                if business == NOBODY or not presses(expected, p):
                    continue
                owner = businesses.owner[business]
                patron = covering_tie(posts, people, ties, ties_of, owner, official)
                covered = ties.strength[patron] if patron != NOBODY else 0.0
                exposure = exposed(businesses.infractions[business], p)
                businesses.courted_by[business], businesses.demand[business] = official, won(asked)
                businesses.demanded[business] = record(journal, Event.PRESSED, who=official, whom=owner, amount=won(asked))
                businesses.feared[business] = threat_of_press(power, businesses.sales[business], exposure, covered, p)


@compiled
def quarrel_at(plant, secretary, feuds, feuds_of, month, p):
    """The feud in which a secretary is quarrelling with the head of his plant; NOBODY if he is not."""
    start, stop = span(feuds_of, plant)
    for at in range(start, stop):
        feud = feuds_of.row[at]
        since = feuds.quarrelled[feud]
        if feuds.open[feud] and feuds.secretary[feud] == secretary and since > 0 and month.number - since < p.lasts:
            return feud
    return NOBODY


@compiled
def refuse(official, donju, org, because, out_of_feud, county, grudges, grudges_of, new_grudges, journal, month, p):
    """A refusal founds a grudge, or deepens the one there is."""
    grudge = grudge_between(grudges, grudges_of, official, donju)
    if grudge != NOBODY:
        grudges.strength[grudge] = bears_grudge(grudges.strength[grudge], p)
        return
    grudge = found(new_grudges)
    new_grudges.county[grudge], new_grudges.since[grudge] = county, month.number
    new_grudges.holder[grudge], new_grudges.against[grudge] = official, donju
    new_grudges.strength[grudge], new_grudges.out_of_feud[grudge] = p.slighted, out_of_feud
    new_grudges.because[grudge] = record(journal, Event.PRESS_REFUSED, who=donju, whom=official, org=org, because=because)


@compiled
def tell_of(tie, official, county, new_rumours):
    """An official hears of a tie."""
    rumour = found(new_rumours)
    new_rumours.county[rumour], new_rumours.knower[rumour], new_rumours.tie[rumour] = county, official, tie


@step(
    visits="leases",
    changes=[
        "leases.secretary_take", "leases.coerced", "posts.takings", "posts.from_donju", "businesses.patronage", "businesses.profit",
        "businesses.satisfied", "households.capital", "grudges.strength",
    ],
    parameters=Demands,
)  # fmt: skip
def collect_tolls(
    leases, people, households, counties, posts, organisations, businesses, ties, ties_of, feuds, feuds_of, grudges, grudges_of,
    new_grudges, purse, journal, p, month,
):  # fmt: skip
    """Every tenant of a secretary who takes: who is tied to him pays as agreed, another yields or refuses."""
    for lease in one_after_another(leases.rows, leases.county, leases.tenant, people.id):
        donju, plant = leases.tenant[lease], leases.plant[lease]
        business, seat = people.business[donju], organisations.secretary[plant]
        secretary = at_work(posts, people, seat)
        if not has_entered(organisations, posts, plant) or secretary == NOBODY or business < 0:
            continue
        if people.standing[donju] != Standing.FREE:
            continue
        is_tied = tie_between(ties, ties_of, donju, secretary) != NOBODY
        feud = quarrel_at(plant, secretary, feuds, feuds_of, month, p) if not is_tied else NOBODY
        # whom he bears a grudge he leaves in his displeasure, unless he is quarrelling
        if not is_tied and feud == NOBODY and grudge_between(grudges, grudges_of, secretary, donju) != NOBODY:
            continue
        seen = businesses.sign[business] * ratio(leases.profit[lease], businesses.sales[business])
        amount = demand_of_secretary(posts.asking[seat], seen, feud != NOBODY, p)
        if amount <= 0:
            continue
        account, home = people.account[donju], people.household[donju]
        goods = goods_for_toll(amount, purse.balance[account], households.capital[home], p)
        threat, attention, means = float(amount), 1, purse.balance[account] + won(p.fire_price * goods)
        if not is_tied:
            patron = covering_tie(posts, people, ties, ties_of, donju, secretary)
            threat = threat_of_secretary(leases.profit[lease], ties.strength[patron] if patron != NOBODY else 0.0, p)
            attention = p.attention - ties_held(ties, ties_of, donju)
            # the greater threat is met first
            if businesses.courted_by[business] >= 0 and businesses.feared[business] > threat:
                means, attention = means - businesses.demand[business], attention - 1
        because = feuds.because[feud] if feud != NOBODY else leases.began[lease]
        if not pays_demand(amount, threat, means, attention):
            is_quarrel, county = feud != NOBODY, leases.county[lease]
            refuse(secretary, donju, plant, because, is_quarrel, county, grudges, grudges_of, new_grudges, journal, month, p)
            continue
        flow = Flow.COERCED_BRIBE if feud != NOBODY else Flow.SECRETARY_TOLL
        if goods > 0:
            households.capital[home] -= goods
            pay(purse, counties.till[leases.county[lease]], account, won(p.fire_price * goods), Flow.FIRE_SALE)
        paid = pay(purse, account, people.account[secretary], amount, flow)
        leases.secretary_take[lease] += paid
        posts.takings[seat] += paid
        posts.from_donju[seat] += paid
        businesses.patronage[business] += paid
        businesses.profit[business] -= paid
        businesses.satisfied[business] += 0 if is_tied else 1
        # of a series of coerced bribes the first is told
        if feud != NOBODY and leases.coerced[lease] == 0:
            leases.coerced[lease] = record(
                journal, Event.BRIBE_COERCED, who=donju, whom=secretary, org=plant, amount=paid, because=because
            )


@step(
    visits="businesses",
    changes=["posts.takings", "posts.from_donju", "businesses.patronage", "businesses.profit", "grudges.strength"],
    parameters=Demands,
)
def settle(
    businesses, people, posts, ties, ties_of, grudges, grudges_of, new_grudges, new_rumours, purse, journal, p, month,
):  # fmt: skip
    """Every donju who is pressed: he pays, or names the patron who covers him, or refuses and makes an enemy."""
    for business in one_after_another(businesses.rows, businesses.county, businesses.owner, people.id):
        donju, presser, amount = businesses.owner[business], businesses.courted_by[business], businesses.demand[business]
        if presser < 0 or people.standing[donju] != Standing.FREE:
            continue
        post, account = people.post[presser], people.account[donju]
        # who has lost his post since presses no more
        if post < 0:
            continue
        attention = p.attention - ties_held(ties, ties_of, donju) - businesses.satisfied[business]
        because, county = businesses.demanded[business], businesses.county[business]
        if pays_demand(amount, businesses.feared[business], purse.balance[account], attention):
            paid = pay(purse, account, people.account[presser], amount, Flow.COERCED_BRIBE)
            posts.takings[post] += paid
            posts.from_donju[post] += paid
            businesses.patronage[business] += paid
            businesses.profit[business] -= paid
            record(journal, Event.BRIBE_COERCED, who=donju, whom=presser, amount=paid, because=because)
            continue
        patron = covering_tie(posts, people, ties, ties_of, donju, presser)
        if patron != NOBODY and names_patron(ties.strength[patron], amount, businesses.feared[business]):
            tell_of(patron, presser, county, new_rumours)
        else:
            refuse(presser, donju, -1, because, False, county, grudges, grudges_of, new_grudges, journal, month, p)


@step(
    visits="businesses",
    changes=[
        "businesses.workers", "businesses.infractions", "businesses.setback", "households.capital", "households.outlet",
        "leases.open", "organisations.let",
    ],
    draws=["arrest", "shrinks"],
    parameters=Demands,
)  # fmt: skip
def reckon(
    businesses, people, households, counties, posts, organisations, leases, leases_of, ties, ties_of, grudges, grudges_against, new_cases,
    purse, journal, p, dice, month,
):  # fmt: skip
    """Every donju, when demands are settled: a grudge may end in a worker's arrest; he may shrink, or close."""
    for business in businesses.rows:
        donju = businesses.owner[business]
        if people.standing[donju] != Standing.FREE:
            continue
        cause = businesses.demanded[business]
        start, stop = span(grudges_against, donju)
        for at in range(start, stop):
            grudge = grudges_against.row[at]
            official = grudges.holder[grudge]
            if people.standing[official] != Standing.FREE or people.post[official] < 0:
                continue
            reach = can_arrest(posts, people, ties, ties_of, official)
            two = pair(people.id[official], people.id[donju])
            if has_worker_arrested(dice.arrest, two, grudges.strength[grudge], reach, p):
                cause = record(journal, Event.WORKER_ARRESTED, who=official, whom=donju, because=grudges.because[grudge])
                businesses.workers[business] = max(0, businesses.workers[business] - 1)
                businesses.setback[business] = cause
                case = found(new_cases)
                new_cases.county[case], new_cases.since[case] = businesses.county[business], month.number
                new_cases.accused[case], new_cases.complainant[case] = donju, official
                new_cases.ground[case], new_cases.stage[case] = Ground.ARREST, Stage.COMPLAINT
                new_cases.gravity[case], new_cases.latest[case] = p.gravity, cause
                break
        left, sales, home = businesses.profit[business], businesses.sales[business], people.household[donju]
        if sales <= 0 or businesses.patronage[business] <= 0:
            continue
        first, last = span(leases_of, donju)
        sells = shrinks(dice.shrinks, people.id[donju], left, sales, p)
        if closes_business(left) and first < last and leases.open[leases_of.row[first]]:
            lease = leases_of.row[first]
            plant = leases.plant[lease]
            why = leases.coerced[lease] if leases.coerced[lease] != 0 else (cause if cause != 0 else leases.began[lease])
            businesses.setback[business] = record(journal, Event.BUSINESS_CLOSED, who=donju, org=plant, because=why)
            close(leases, lease)
            organisations.let[plant] -= 1
            households.outlet[home] = 1.0 + businesses.helped[business]
            sells = True
        if sells:
            goods = won(p.part * households.capital[home])
            till = counties.till[businesses.county[business]]
            pay(purse, till, households.account[home], won(p.fire_price * goods), Flow.FIRE_SALE)
            households.capital[home] -= goods
            businesses.infractions[business] *= 1.0 - p.part
            businesses.workers[business] -= int(p.part * businesses.workers[business])
