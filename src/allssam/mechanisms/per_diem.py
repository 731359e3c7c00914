"""Per diem: what a tenant gives the manager beyond the rent, unasked, and the rooms and vehicles that come back."""

from allssam.engine import (
    Count,
    Money,
    Parameters,
    Share,
    chance,
    pair,
    param,
    pay,
    power,
    record,
    rule,
    step,
    usd,
    won,
)
from allssam.world import Event, Flow, Standing
from allssam.world.lookups import NOBODY, at_work, one_after_another, times


class PerDiem(Parameters):
    """What favours do for a tenant's sales, and what he gives for them."""

    favour_gain: Share = param(
        0.08, 0.0, 0.3, "of sales", "What the first vehicle order in a month adds to sales", claim="lease-favours",
    )
    favour_cost: Money = param(
        usd(40), usd(5), usd(400), "won", "Per diem that is answered with one vehicle order", assumed="fuel and a day of a lorry",
    )
    curve: Share = param(
        0.5, 0.2, 0.8, "power", "How slowly further orders add", assumed="there are only so many trips to make",
    )
    most_given: Share = param(0.03, 0.0, 0.25, "of sales", "Most a donju gives unasked", claim="lease-per-diem")
    returns: Share = param(0.85, 0.0, 1.0, "of per diems", "How often a manager answers", claim="lease-favours")
    fleet: Count = param(
        10, 0, 60, "orders a month", "Vehicle orders a plant can spare one tenant", assumed="a plant has a few lorries",
    )
    room: Share = param(
        0.02, 0.0, 0.5, "per month", "How often the answer is an extra room as well", claim="lease-favours",
    )
    most_rooms: Count = param(3, 0, 20, "rooms", "Extra rooms one tenant can have", assumed="corners and sheds")
    room_gain: Share = param(
        0.06, 0.0, 0.3, "of sales", "What an extra room adds to sales", assumed="less than a space",
    )


@rule("lease-per-diem")
def per_diem(sales, p):
    """A tenant gives unasked what makes the usual answer worth most to him, and never much of his sales."""
    first_order = p.curve * p.favour_gain * sales * power(p.returns, p.curve) / p.favour_cost
    worth_giving = p.favour_cost * power(first_order, 1.0 / (1.0 - p.curve))
    return won(min(p.most_given * sales, worth_giving))


@rule("lease-favours")
def returns_favour(die, two, given, p):
    """The manager usually answers with orders to move goods in a state vehicle, the more the more he was given."""
    return min(p.fleet, times(die, two, p.returns * given / p.favour_cost))


@rule("lease-favours")
def gives_room(die, two, rooms, p):
    """Now and then the answer is an extra room."""
    return rooms < p.most_rooms and chance(die, two, p.room)


@rule("lease-favours")
def outlet_of(adds, rooms, vehicles, p):
    """Space, extra rooms and vehicles raise what a tenant sells; further vehicles add ever less."""
    return 1.0 + adds + p.room_gain * rooms + p.favour_gain * power(vehicles, p.curve)


@step(
    visits="leases",
    changes=[
        "leases.per_diem", "leases.manager_take", "leases.vehicles", "leases.rooms", "leases.thanks", "households.outlet",
        "posts.takings", "posts.from_donju", "businesses.patronage", "businesses.profit",
    ],
    draws=["answer", "room"],
    parameters=PerDiem,
)  # fmt: skip
def give_per_diems(leases, people, households, businesses, organisations, posts, purse, journal, p, dice):
    """Every lease, after the rent: the gift, the manager's answer, and what that does for next month's sales."""
    for lease in one_after_another(leases.rows, leases.county, leases.tenant, people.id):
        tenant, plant = leases.tenant[lease], leases.plant[lease]
        business, post = people.business[tenant], organisations.head[plant]
        manager = at_work(posts, people, post)
        leases.vehicles[lease] = 0
        # who cannot pay the rent has no lease to be grateful for
        if business >= 0 and manager != NOBODY and leases.arrears[lease] == 0 and people.standing[tenant] == Standing.FREE:
            own_sales = max(0, businesses.sales[business] - leases.profit[lease])
            given = pay(purse, people.account[tenant], people.account[manager], per_diem(own_sales, p), Flow.PER_DIEM)
            if given > 0:
                leases.per_diem[lease] = given
                leases.manager_take[lease] += given
                posts.takings[post] += given
                posts.from_donju[post] += given
                businesses.patronage[business] += given
                businesses.profit[business] -= given
                if leases.thanks[lease] == 0:
                    leases.thanks[lease] = record(
                        journal, Event.PER_DIEM_BEGUN, who=tenant, whom=manager, org=plant, amount=given, because=leases.began[lease],
                    )  # fmt: skip
                two = pair(people.id[tenant], people.id[manager])
                leases.vehicles[lease] = returns_favour(dice.answer, two, given, p)
                if gives_room(dice.room, two, leases.rooms[lease], p):
                    leases.rooms[lease] += 1
                    record(journal, Event.EXTRA_ROOM_GIVEN, who=manager, whom=tenant, org=plant, because=leases.thanks[lease])
        if business >= 0:
            outlet = outlet_of(leases.adds[lease], leases.rooms[lease], leases.vehicles[lease], p)
            households.outlet[people.household[tenant]] = outlet + businesses.helped[business]
