"""Who lives with whom: how people leave a household or a cell, enter one, and what becomes of a household that has come to an end.

Members of a household are a chain: its head names the next, and so on.  Each function is handed the tables it changes, which the step
that calls it declares.
"""

from allssam.engine import compiled, pair, pay, span, uniform
from allssam.world.flows import Flow
from allssam.world.kinds import Party
from allssam.world.lookups import at_home

NOBODY = -1
GROWN = 16  # years at which people count as grown
MOST_AT_HOME = 14  # members a household takes in others up to
GENERATIONS = 4  # households asked one after the other for who is left of a family


@compiled
def leave_home(person, people, households):
    """Somebody is a member of his household no more."""
    home = people.household[person]
    following = people.next_at_home[person]
    if households.head[home] == person:
        households.head[home] = following
    else:
        before = households.head[home]
        while people.next_at_home[before] != person:
            before = people.next_at_home[before]
        people.next_at_home[before] = following
    people.next_at_home[person] = NOBODY
    households.size[home] -= 1
    households.settled[home] = False


@compiled
def leave_job(person, people, organisations):
    """Somebody's name is taken off the list of his workplace."""
    workplace = people.workplace[person]
    if workplace >= 0:
        organisations.workers[workplace] -= 1
        people.workplace[person] = NOBODY
    people.exempt[person] = False


@compiled
def take_off_lists(person, standing, people, organisations, cells):
    """Somebody is dead or gone, as his standing now says: no spouse, no job, no day at the market, no cell."""
    people.standing[person] = standing
    left_behind = people.spouse[person]
    if left_behind >= 0:
        people.spouse[left_behind] = NOBODY
        people.spouse[person] = NOBODY
    leave_job(person, people, organisations)
    people.days[person] = 0
    change_cell(person, people.cell[person], NOBODY, people, cells)


@compiled
def enter_home(person, home, people, households):
    """Somebody becomes the last member of a household, and shares its purse."""
    if households.size[home] == 0:
        households.head[home] = person
    else:
        last = households.head[home]
        while people.next_at_home[last] >= 0:
            last = people.next_at_home[last]
        people.next_at_home[last] = person
    people.household[person] = home
    people.account[person] = households.account[home]
    households.size[home] += 1
    households.settled[home] = False


@compiled
def ages_at_home(home, people, households, month):
    """How many members of a household are grown, and the age in years of the youngest and of the eldest."""
    grown, youngest, eldest = 0, 200, -1
    person = NOBODY
    for place in range(households.size[home]):
        person = at_home(place, person, households, home, people)
        age = (month - people.birth[person]) // 12
        youngest, eldest = min(youngest, age), max(eldest, age)
        if age >= GROWN:
            grown += 1
    return grown, youngest, eldest


@compiled
def kin_of(home, households):
    """The household to which what is left of a family goes: a grown child's, or what that became; NOBODY if none is known."""
    kin = households.heir[home]
    for _ in range(GENERATIONS):
        if kin < 0 or kin == home:
            return NOBODY
        if households.size[kin] > 0:
            return kin
        kin = households.heir[kin]
    return NOBODY


@compiled
def wind_up(home, kin, people, households, counties, purse):
    """A household comes to an end: whoever is left, its purse and goods go to its kin, and without kin the purse to the state."""
    county = households.county[home]
    if households.size[home] > 0:
        households.usual_income[kin] += households.usual_income[home]
    while households.size[home] > 0:
        person = households.head[home]
        leave_home(person, people, households)
        enter_home(person, kin, people, households)
    money, state = purse.balance[households.account[home]], counties.state[county]
    if kin >= 0:
        pay(purse, households.account[home], households.account[kin], money, Flow.INHERITANCE)
        households.capital[kin] += households.capital[home]
        households.settled[kin] = False
    else:
        pay(purse, households.account[home], state, money, Flow.ESCHEAT)
    if households.stall[home]:
        households.stall[home] = False
        if kin >= 0 and not households.stall[kin]:
            households.stall[kin] = True
        else:
            counties.stalls[county] -= 1
    households.capital[home] = 0
    counties.households[county] -= 1


@compiled
def find_cell(person, kind, people, households, cells, cells_at, cells_in, die):
    """The Party cell somebody belongs to or would join: that of others at home, or one of the workplace or the county by lot."""
    home, workplace, number = people.household[person], people.workplace[person], people.id[person]
    other = NOBODY
    for place in range(households.size[home]):
        other = at_home(place, other, households, home, people)
        cell = people.cell[other]
        if other != person and cell >= 0 and cells.kind[cell] == kind and cells.organisation[cell] == workplace:
            return cell
    start, stop = span(cells_at, workplace) if workplace >= 0 else span(cells_in, people.county[person])
    found, lowest = NOBODY, 1.0
    for at in range(start, stop):
        cell = cells_at.row[at] if workplace >= 0 else cells_in.row[at]
        if cells.kind[cell] == kind and cells.organisation[cell] == workplace:
            lot = uniform(die, pair(number, cells.number[cell]))
            if lot < lowest:
                found, lowest = cell, lot
    return found


@compiled
def change_cell(person, old, new, people, cells):
    """Somebody leaves one cell for another, or for none; both count their people and members anew."""
    is_member = people.party[person] == Party.MEMBER or people.party[person] == Party.CANDIDATE
    if old >= 0:
        cells.people[old] -= 1
        if is_member:
            cells.members[old] -= 1
    if new >= 0:
        cells.people[new] += 1
        if is_member:
            cells.members[new] += 1
    people.cell[person] = new
