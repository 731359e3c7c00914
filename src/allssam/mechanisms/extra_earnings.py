"""Extra earnings: what a plant has of its tenants on paper, and the loyalty quota it has to raise.

The Party secretary's standing order turns part of the rents into official revenue; it makes the leases half-legal and
bears his signature.  He keeps the loyalty fund, and what he borrows from it stays on the books.  Production and what
plants sell to the state are left out.
"""

from allssam.engine import Count, Number, Parameters, Share, chance, compiled, param, pay, record, rule, span, step, won
from allssam.world import Event, Flow, Office
from allssam.world.lookups import NOBODY, at_work, one_after_another


class ExtraEarnings(Parameters):
    """When 'extra earnings' are ordered, what that covers, and what happens to loyalty money."""

    order: Share = param(
        0.08, 0.0, 1.0, "per month", "How often a secretary orders them where the plant is short", claim="lease-extra-earnings",
    )
    order_unasked: Share = param(
        0.02, 0.0, 1.0, "per month", "The same where it is not short", assumed="revenue pleases those above in any case",
    )
    cover: Share = param(
        0.10, 0.0, 1.0, "of infractions, per month", "Illegal acts of a tenant that the order makes good", claim="lease-extra-earnings",
    )
    tribute_every: Count = param(
        3, 1, 12, "months", "Months between deliveries of loyalty money", assumed="once a quarter",
    )
    borrow: Share = param(
        0.02, 0.0, 0.5, "per month", "How often a secretary who goes by no book borrows from the fund", assumed="no source counts it",
    )
    borrowed: Share = param(
        0.4, 0.0, 1.0, "of the fund", "What he borrows", assumed="what lies there and will not be missed",
    )
    repay: Share = param(0.05, 0.0, 1.0, "of the debt, per month", "What he pays back", assumed="without haste")
    keeps: Number = param(
        1.0, 0.0, 12.0, "months of quota", "What a plant keeps in hand when it spends", assumed="next month's quota",
    )


@rule("lease-extra-earnings")
def orders_extra_earnings(die, secretary, tenants, shortfall, p):
    """A secretary who knows of tenants orders 'extra earnings', more readily when the plant is short of its quota."""
    if tenants == 0:
        return False
    return chance(die, secretary, p.order if shortfall > 0 else p.order_unasked)


@rule("lease-extra-earnings")
def made_good(infractions, p):
    """Under the order part of what a tenant does is plant business, and can be held against him less."""
    return infractions * (1.0 - p.cover)


@rule(assumed="loyalty money lies with the secretary until it is delivered")
def borrows_from_fund(die, secretary, integrity, debt, p):
    """A secretary who owes the fund nothing now and then borrows from it, the less the more he goes by the book."""
    return debt == 0 and chance(die, secretary, p.borrow * (1.0 - integrity / 100))


@rule(assumed="a plant spends what it does not owe")
def spends(balance, quota, p):
    """What a plant holds beyond its next quota goes to the market, for inputs and rations."""
    return won(max(0.0, balance - p.keeps * quota))


@compiled
def mark_leases(leases, leases_in, people, businesses, plant, is_ordered, p):
    """Say of every lease of a plant whether the order covers it; returns how many there are."""
    start, stop = span(leases_in, plant)
    for at in range(start, stop):
        lease = leases_in.row[at]
        leases.half_legal[lease] = is_ordered
        business = people.business[leases.tenant[lease]]
        if is_ordered and business >= 0:
            businesses.infractions[business] = made_good(businesses.infractions[business], p)
    return stop - start


@step(
    visits="organisations",
    changes=[
        "organisations.order_by", "organisations.shortfall", "organisations.borrowed", "organisations.borrower",
        "leases.half_legal", "businesses.infractions", "counties.quotas", "counties.short",
    ],
    draws=["order", "borrow"],
    parameters=ExtraEarnings,
)  # fmt: skip
def keep_quota(organisations, posts, people, leases, leases_in, businesses, counties, purse, journal, p, dice, month):
    """Every factory: the order for 'extra earnings', the loyalty quota, loans from the fund, delivery and spending."""
    for plant in one_after_another(organisations.rows, organisations.county, organisations.secretary, posts.number):
        if organisations.kind[plant] != Office.FACTORY:
            continue
        secretary = at_work(posts, people, organisations.secretary[plant])
        account, fund, county = organisations.account[plant], organisations.fund[plant], organisations.county[plant]
        # the order stands as long as he who signed it
        if organisations.order_by[plant] != secretary:
            organisations.order_by[plant] = -1
        start, stop = span(leases_in, plant)
        if organisations.order_by[plant] < 0 and secretary != NOBODY:
            if orders_extra_earnings(dice.order, people.id[secretary], stop - start, organisations.shortfall[plant], p):
                organisations.order_by[plant] = secretary
                record(journal, Event.EXTRA_EARNINGS_ORDERED, who=secretary, org=plant)
        mark_leases(leases, leases_in, people, businesses, plant, organisations.order_by[plant] >= 0, p)

        quota = organisations.quota[plant]
        organisations.shortfall[plant] = quota - pay(purse, account, fund, quota, Flow.LOYALTY_QUOTA)
        counties.quotas[county] += quota
        counties.short[county] += organisations.shortfall[plant]
        debtor = organisations.borrower[plant]
        if organisations.borrowed[plant] > 0 and debtor >= 0 and debtor == secretary:
            due = min(organisations.borrowed[plant], max(1, won(p.repay * organisations.borrowed[plant])))
            organisations.borrowed[plant] -= pay(purse, people.account[debtor], fund, due, Flow.FUND_REPAYMENT)
        if secretary != NOBODY and borrows_from_fund(
            dice.borrow, people.id[secretary], people.integrity[secretary], organisations.borrowed[plant], p
        ):
            taken = pay(purse, fund, people.account[secretary], won(p.borrowed * purse.balance[fund]), Flow.FUND_BORROWING)
            if taken > 0:
                organisations.borrowed[plant], organisations.borrower[plant] = taken, secretary
                record(journal, Event.FUND_BORROWED, who=secretary, org=plant, amount=taken)
        if month.of_year % p.tribute_every == 0:
            pay(purse, fund, counties.state[county], purse.balance[fund], Flow.LOYALTY_TRIBUTE)
        pay(purse, account, counties.till[county], spends(purse.balance[account], quota, p), Flow.PLANT_SPENDING)
