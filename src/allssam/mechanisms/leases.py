"""Leases: space in a state factory, who gets it, what rent he pays, and how the lease ends.

The rent is the manager's.  What is given beyond it stands in `per_diem`, what the plant books in `extra_earnings`, what
the Party secretary asks in `tolls` and `rivalry`.  Brokers, sub-letting and who owns the machines are left out.
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    bell,
    chance,
    close,
    compiled,
    exponential,
    found,
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
from allssam.theory.bargaining import split_surplus
from allssam.theory.matching import best_partners
from allssam.world import Event, Flow, Line, Office, Standing
from allssam.world.acquaintance import strength_between
from allssam.world.lookups import NOBODY, at_work, has_entered, one_after_another, put_in_order, tie_between, times


class Leases(Parameters):
    """What space is worth, what a manager fears, what is paid."""

    seek: Share = param(
        0.05, 0.005, 1.0, "per month", "How often a workshop donju without space looks for some", assumed="search takes months",
    )
    seek_elsewhere: Share = param(
        0.008, 0.0, 1.0, "per month", "The same for donju in other lines", assumed="some need a store or a yard",
    )
    outlay: Money = param(
        usd(1_000), 0, usd(20_000), "won of capital", "Least goods and gear to fit out a space", assumed="a few machines",
    )
    offers: Number = param(
        1.0, 0.05, 10.0, "spaces a month", "Spaces a manager with a full-size charge can show", assumed="he has a plant to run",
    )
    more_if_short: Number = param(
        1.0, 0.0, 10.0, "times as many again", "How many more he shows where nothing of the loyalty quota could be paid",
        claim="lease-extra-earnings", assumed="that they do is told, how many is not",
    )  # fmt: skip
    most_seekers: Count = param(24, 2, 64, "people", "Most who meet in a county in a month", assumed="seldom reached")
    gain: Share = param(0.40, 0.05, 1.0, "of sales", "What a space adds to a donju's sales", claim="lease-space")
    fit: Number = param(
        0.25, 0.0, 1.0, "log", "How differently a space suits different donju", assumed="halls and trades differ",
    )
    sells: Number = param(
        2.0, 0.0, 20.0, "full months of market wage", "Sales at which a manager believes that goods will sell", fact="F171",
    )
    weight: Share = param(
        0.25, 0.0, 0.95, "of the surplus", "Bargaining weight of a manager who has posted none", fact="F257",
    )
    denounced: Share = param(
        0.05, 0.0, 0.10, "per month", "Chance, as a manager fears, that a stranger's presence is denounced", claim="lease-needs-tie",
    )
    default: Share = param(
        0.10, 0.0, 0.50, "of value", "Loss a manager expects from a stranger who does not pay", claim="lease-needs-tie",
    )
    dismissal: Money = param(
        usd(4_000), 0, usd(20_000), "won", "Fixed loss of a manager who is dismissed", assumed="the post was paid for",
    )
    horizon: Number = param(
        12.0, 0.0, 18.0, "months of informal income", "What he loses beside it", assumed="more shuts strangers out as managers grow rich",
    )
    acquaintance: Number = param(
        8.0, 1.0, 240.0, "months", "Months of rent after which a stranger is half trusted", assumed="who pays for years is no stranger",
    )
    pressed: Share = param(
        0.25, 0.0, 2.0, "of the money", "What money for a plant that is short of its quota is worth to its manager", assumed="a quarter",
    )
    own_cost: Money = param(
        usd(20), 0, usd(200), "won a month", "Upkeep of a space: power, repairs, the foremen", assumed="small beside the rent",
    )
    review_every: Count = param(6, 1, 36, "months", "Months between reviews of a rent", assumed="half a year")
    patience: Count = param(
        2, 1, 12, "months in a row", "Losses, or rents missed, that end a lease", assumed="once may be luck",
    )
    sold_at: Share = param(
        0.9, 0.1, 1.0, "of cost", "What goods bring that are sold at once to pay the rent", assumed="he knows his buyers",
    )
    keeps: Share = param(
        0.5, 0.0, 1.0, "of occasions", "How often a manager lowers the rent to keep a tenant", claim="rivalry-sponsorship-contest",
    )
    cut: Share = param(0.20, 0.0, 0.8, "of rent", "By how much he lowers it", assumed="enough to be felt")
    profit_share: Share = param(
        0.03, 0.0, 0.5, "of what is left after rent", "What the plant has of a tenant's profit", fact="F258",
    )
    booked: Share = param(
        0.30, 0.0, 1.0, "of rent", "Rent booked as 'extra earnings' where they are ordered", claim="lease-extra-earnings",
    )


@rule("lease-space")
def looks_for_space(die, donju, line, capital, p):
    """A donju with capital and no space looks for one; those with a workshop look more often."""
    if capital < p.outlay:
        return False
    return chance(die, donju, p.seek if line == Line.WORKSHOP else p.seek_elsewhere)


@rule("lease-extra-earnings", "lease-space")
def spaces_to_show(charge, shortfall, quota, p):
    """A manager shows spaces as he has time, and more the further his plant is behind with its loyalty quota."""
    return p.offers * charge * (1.0 + p.more_if_short * ratio(float(shortfall), float(quota)))


@rule("lease-space")
def what_it_adds(die, two, p):
    """A space adds to a donju's sales, more or less as it suits his trade."""
    return p.gain * exponential(p.fit * bell(die, two))


@rule(fact="F171")
def goods_will_sell(sign, wage, p):
    """Before anything else a manager asks whether the goods will sell."""
    return sign >= p.sells * wage


@rule("lease-needs-tie")
def risk_premium(trust, value, usual_takings, p):
    """A manager adds to his price what denunciation or default may cost him, less for whom he knows well."""
    dismissed = p.dismissal + p.horizon * usual_takings
    return (1.0 - trust) * (p.denounced * dismissed + p.default * value)


@rule(assumed="paying rent for years makes acquaintances of strangers")
def trust_in(strength, months, p):
    """A manager trusts a tenant by their tie, and by how long he has paid."""
    return strength + (1.0 - strength) * months / (months + p.acquaintance)


@rule("lease-extra-earnings", assumed="a short quota is the manager's trouble too")
def eased_by_quota(shortfall, rent, is_ordered, brought, p):
    """A manager whose plant is short of its loyalty quota takes a tenant more readily, for what he brings the plant."""
    booked = p.booked * rent if is_ordered else 0.0
    return p.pressed * min(shortfall, booked + p.profit_share * max(0.0, brought - rent))


@rule("lease-rent-is-cadre-profit")
def bargaining_weight(posted, p):
    """A manager bargains for the share he has posted, or the usual one if he has posted none."""
    return posted if posted > 0.0 else p.weight


@rule("lease-rent-is-cadre-profit")
def rent_asked(seen, risk, weight):
    """The rent makes good the manager's risk and gives him his part of what the space seems worth beyond it."""
    return won(split_surplus(seen, risk, weight))


@rule("lease-space", "lease-needs-tie")
def joint_surplus(value, risk, toll, p):
    """Donju and manager gain together what the space is worth less risk, the secretary's toll and upkeep."""
    return value - risk - toll - p.own_cost


@rule("lease-rent-is-cadre-profit")
def cost_of_space(rent, toll, value, p):
    """A tenant pays rent, the plant's share of what is left, the secretary's toll and the upkeep."""
    return rent + p.profit_share * max(0.0, value - rent) + toll + p.own_cost


@rule("lease-rent-is-cadre-profit", assumed="a donju's wealth is in goods, not in cash")
def goods_for_rent(due, cash, capital, p):
    """A tenant who is short of cash when the rent is due sells goods for it."""
    return won(min(float(capital), max(0, due - cash) / p.sold_at))


@rule("rivalry-sponsorship-contest")
def cuts_rent(die, pair_of, p):
    """A manager who may lose a tenant often lowers the rent to keep him."""
    return chance(die, pair_of, p.keeps)


@rule("lease-rent-is-cadre-profit", assumed="a single bad month may be luck")
def gives_up(months_losing, p):
    """A tenant gives up the space when rent and tolls exceed what it brings, and not only once."""
    return months_losing >= p.patience


@compiled
def seekers_in(county, people, households, businesses, businesses_in, leases_of, dice, p):
    """Businesses of the county that look for space this month, in a keyed order."""
    start, stop = span(businesses_in, county)
    rows, keys = np.empty(stop - start, np.int64), np.empty(stop - start)
    number = 0
    for at in range(start, stop):
        business = businesses_in.row[at]
        donju = businesses.owner[business]
        capital = households.capital[people.household[donju]]
        if not looks_for_space(dice.seek, people.id[donju], businesses.line[business], capital, p):
            continue
        first, last = span(leases_of, donju)
        if first < last or people.standing[donju] != Standing.FREE or people.business[donju] != business:
            continue
        rows[number], keys[number] = business, uniform(dice.order, people.id[donju])
        number += 1
    put_in_order(rows, keys, number)
    return rows[: min(number, p.most_seekers)]


@compiled
def spaces_in(county, people, organisations, organisations_in, posts, dice, p):
    """Factories of the county, once for each space their managers show this month, in a keyed order."""
    start, stop = span(organisations_in, county)
    rows, keys = np.empty(p.most_seekers, np.int64), np.empty(p.most_seekers)
    number = 0
    for at in range(start, stop):
        plant = organisations_in.row[at]
        post = organisations.head[plant]
        manager = at_work(posts, people, post)
        if organisations.kind[plant] != Office.FACTORY or manager == NOBODY:
            continue
        showing = spaces_to_show(posts.charge[post], organisations.shortfall[plant], organisations.quota[plant], p)
        shown = times(dice.offer, people.id[manager], showing)
        for place in range(min(shown, organisations.spaces[plant] - organisations.let[plant])):
            # the first space of every plant comes before the second of any
            key = place + uniform(dice.order, people.id[manager])
            if number < p.most_seekers:
                number += 1
            elif key >= keys[number - 1]:
                continue
            rows[number - 1], keys[number - 1] = plant, key
            put_in_order(rows, keys, number)
    return rows[:number]


@compiled
def end_lease(lease, leases, organisations, people, households, businesses):
    """Close a lease: the space is free again, and the former tenant sells without it."""
    close(leases, lease)
    organisations.let[leases.plant[lease]] -= 1
    business = people.business[leases.tenant[lease]]
    helped = businesses.helped[business] if business >= 0 else 0.0
    households.outlet[people.household[leases.tenant[lease]]] = 1.0 + helped


@compiled
def toll_expected(organisations, posts, plant, seen):
    """What the plant's Party secretary would ask of a tenant, if he has begun to take."""
    if not has_entered(organisations, posts, plant):
        return 0.0
    return posts.asking[organisations.secretary[plant]] * seen


@compiled
def terms(risk, seen, value, toll, weight, p):
    """What donju and manager would gain together (0: no deal), and the rent."""
    rent = rent_asked(seen, risk, weight)
    if rent == 0 or cost_of_space(rent, toll, value, p) >= value:
        return 0.0, rent
    return max(0.0, joint_surplus(value, risk, toll, p)), rent


@compiled
def make_offers(
    seekers, spaces, wage, surplus, rents, adds, by_tie, people, households, businesses, organisations, posts, ties, ties_of, dice, p,
):  # fmt: skip
    """For each seeker and space: the joint gain, the rent, what it adds to sales, whether it takes a tie."""
    for row in range(len(seekers)):
        donju, sign = businesses.owner[seekers[row]], businesses.sign[seekers[row]]
        if not goods_will_sell(sign, wage, p):
            continue
        for column in range(len(spaces)):
            plant = spaces[column]
            post = organisations.head[plant]
            manager = posts.holder[post]
            added = what_it_adds(dice.fit, pair(people.id[donju], people.id[manager]), p)
            value, seen = added * households.usual_income[people.household[donju]], added * sign
            strength = strength_between(donju, manager, ties, ties_of)
            toll, weight = toll_expected(organisations, posts, plant, seen), bargaining_weight(posts.asking[post], p)
            risk = risk_premium(strength, seen, posts.usual_takings[post], p)
            is_ordered = organisations.order_by[plant] >= 0
            eased = eased_by_quota(organisations.shortfall[plant], rent_asked(seen, risk, weight), is_ordered, seen, p)
            risk = max(0.0, risk - eased)
            surplus[row, column], rents[row, column] = terms(risk, seen, value, toll, weight, p)
            adds[row, column] = added
            if strength > 0.0:
                strangers_risk = max(0.0, risk_premium(0.0, seen, posts.usual_takings[post], p) - eased)
                by_tie[row, column] = terms(strangers_risk, seen, value, toll, weight, p)[0] <= 0.0


@step(
    visits="counties",
    changes=["organisations.let", "households.outlet"],
    draws=["seek", "order", "offer", "fit"],
    parameters=Leases,
)
def find_space(
    counties, people, households, businesses, organisations, posts, ties, new_leases,
    businesses_in, organisations_in, leases_of, ties_of, journal, p, dice, month,
):  # fmt: skip
    """Every county: donju who look for space meet managers who have some; the pairs that gain most are made."""
    for county in counties.rows:
        seekers = seekers_in(county, people, households, businesses, businesses_in, leases_of, dice, p)
        spaces = spaces_in(county, people, organisations, organisations_in, posts, dice, p)
        shape = (len(seekers), len(spaces))
        surplus, rents, adds = np.zeros(shape), np.zeros(shape, np.int64), np.zeros(shape)
        by_tie = np.zeros(shape, np.bool_)
        make_offers(
            seekers, spaces, counties.wage[county], surplus, rents, adds, by_tie, people, households, businesses, organisations,
            posts, ties, ties_of, dice, p,
        )  # fmt: skip
        partners = best_partners(surplus)
        for row in range(len(seekers)):
            column = partners[row]
            if column == NOBODY:
                continue
            plant, donju = spaces[column], businesses.owner[seekers[row]]
            manager = posts.holder[organisations.head[plant]]
            tie = tie_between(ties, ties_of, donju, manager)
            lease = found(new_leases)
            new_leases.county[lease], new_leases.plant[lease], new_leases.tenant[lease] = county, plant, donju
            new_leases.rent[lease], new_leases.adds[lease] = rents[row, column], adds[row, column]
            new_leases.agreed_with[lease], new_leases.with_tie[lease] = manager, tie != NOBODY
            new_leases.since[lease], new_leases.reviewed[lease] = month.number, month.number
            new_leases.began[lease] = record(
                journal, Event.LEASE_BEGUN, who=donju, whom=manager, org=plant, amount=rents[row, column],
                because=ties.began[tie] if by_tie[row, column] else 0,
            )  # fmt: skip
            organisations.let[plant] += 1
            households.outlet[people.household[donju]] = 1.0 + adds[row, column] + businesses.helped[seekers[row]]


@step(
    visits="leases",
    changes=[
        "leases.profit", "leases.arrears", "leases.manager_take", "posts.takings", "posts.from_donju", "businesses.patronage",
        "businesses.profit", "households.capital",
    ],
    parameters=Leases,
)  # fmt: skip
def pay_rent(leases, people, households, businesses, counties, organisations, posts, purse, p):
    """Every lease: what the space brought; the rent to the manager, part of it to the plant where that is ordered."""
    for lease in one_after_another(leases.rows, leases.county, leases.tenant, people.id):
        tenant, plant = leases.tenant[lease], leases.plant[lease]
        business = people.business[tenant]
        if business < 0:
            continue
        home = people.household[tenant]
        outlet = households.outlet[home]
        leases.profit[lease] = won(businesses.sales[business] * (outlet - 1.0 - businesses.helped[business]) / outlet)
        post = organisations.head[plant]
        manager = at_work(posts, people, post)
        # nobody collects for a post that stands empty, and who is held pays nothing
        if manager == NOBODY:
            continue
        if people.standing[tenant] != Standing.FREE:
            leases.arrears[lease] = min(100, leases.arrears[lease] + 1)
            continue
        goods = goods_for_rent(leases.rent[lease], purse.balance[people.account[tenant]], households.capital[home], p)
        if goods > 0:
            households.capital[home] -= goods
            pay(purse, counties.till[leases.county[lease]], people.account[tenant], won(p.sold_at * goods), Flow.FIRE_SALE)
        booked = won(p.booked * leases.rent[lease]) if leases.half_legal[lease] else 0
        to_plant = pay(purse, people.account[tenant], organisations.account[plant], booked, Flow.EXTRA_EARNINGS)
        to_manager = pay(purse, people.account[tenant], people.account[manager], leases.rent[lease] - booked, Flow.RENT)
        rent = to_plant + to_manager
        share = won(p.profit_share * max(0, leases.profit[lease] - rent))
        to_plant += pay(purse, people.account[tenant], organisations.account[plant], share, Flow.PROFIT_SHARE)
        leases.arrears[lease] = 0 if rent >= leases.rent[lease] else min(100, leases.arrears[lease] + 1)
        leases.manager_take[lease] += to_manager
        posts.takings[post] += to_manager
        posts.from_donju[post] += to_manager
        businesses.patronage[business] += to_manager
        businesses.profit[business] -= to_manager + to_plant


@compiled
def rent_anew(lease, manager, post, leases, people, businesses, posts, ties, ties_of, p, month):
    """The rent a manager asks of a sitting tenant, by what everybody guesses the space to bring."""
    tenant = leases.tenant[lease]
    business = people.business[tenant]
    months = month.number - leases.since[lease] if manager == leases.agreed_with[lease] else 0
    trust = trust_in(strength_between(tenant, manager, ties, ties_of), months, p)
    seen = businesses.sign[business] * ratio(leases.profit[lease], businesses.sales[business])
    asked = rent_asked(seen, risk_premium(trust, seen, posts.usual_takings[post], p), bargaining_weight(posts.asking[post], p))
    # to a sitting tenant no offer means the old rent: the risk is being run already
    return asked if asked > 0 else leases.rent[lease]


@step(
    visits="leases",
    changes=[
        "leases.open", "leases.rent", "leases.reviewed", "leases.agreed_with", "leases.losing", "leases.contested",
        "organisations.let", "households.outlet",
    ],
    draws=["keep"],
    parameters=Leases,
)  # fmt: skip
def review(leases, people, households, businesses, organisations, posts, ties, ties_of, journal, p, dice, month):
    """Every lease, when all demands are paid: whether it still pays, and whether the rent is cut or agreed anew."""
    for lease in leases.rows:
        tenant, plant, rent = leases.tenant[lease], leases.plant[lease], leases.rent[lease]
        post = organisations.head[plant]
        manager = at_work(posts, people, post)
        home = people.household[tenant]
        outlet, contested = households.outlet[home], leases.contested[lease]
        # a bad month is not taken for a bad space: what it usually brings counts, unless this month brought more
        business = people.business[tenant]
        helped = businesses.helped[business] if business >= 0 else 0.0
        usually = households.usual_income[home] * (outlet - 1.0 - helped) / outlet
        brought = max(usually, float(leases.profit[lease])) - leases.per_diem[lease]
        due = rent if manager != NOBODY else 0
        is_losing = cost_of_space(due, leases.secretary_take[lease], brought, p) > brought
        leases.losing[lease] = min(100, leases.losing[lease] + 1) if is_losing else 0
        leases.contested[lease] = 0
        # the secretary's toll is the cause only where without it the space would pay
        by_toll = is_losing and leases.coerced[lease] != 0 and cost_of_space(due, 0, brought, p) <= brought
        because = leases.coerced[lease] if by_toll else leases.began[lease]
        quits = gives_up(leases.losing[lease], p)
        if (quits or contested != 0) and manager != NOBODY and business >= 0:
            if cuts_rent(dice.keep, pair(people.id[manager], people.id[tenant]), p):
                quits = False
                leases.rent[lease], leases.losing[lease] = won((1.0 - p.cut) * rent), 0
                answered = contested if contested != 0 else because
                record(journal, Event.RENT_CUT, who=manager, whom=tenant, org=plant, amount=leases.rent[lease], because=answered)
        if quits or business < 0 or leases.arrears[lease] >= p.patience:
            record(journal, Event.LEASE_ENDED, who=tenant, whom=manager, org=plant, because=because)
            end_lease(lease, leases, organisations, people, households, businesses)
        elif manager != NOBODY and (manager != leases.agreed_with[lease] or month.number - leases.reviewed[lease] >= p.review_every):
            leases.rent[lease] = rent_anew(lease, manager, post, leases, people, businesses, posts, ties, ties_of, p, month)
            leases.reviewed[lease], leases.agreed_with[lease] = month.number, manager
