"""Questions that many rules ask of the tables: who is at work, who is tied to whom, who covers whom.  They look and change nothing."""

import numpy as np

from allssam.engine import chance, compiled, span
from allssam.world.kinds import Office, Party, Post, Sex, Standing

NOBODY = -1
BRANCHES = 4  # of the state: see `branch_of`
NEIGHBOURS = 32  # people with ids side by side whose turn is in the same month
ROUND = 12 * NEIGHBOURS  # rows on from somebody whose turn it is, those are whose turn is next


@compiled
def is_open_to(kind, sex):
    """Cadres of the Women's Union are women; other posts are open to both."""
    return kind != Post.UNION_CADRE or sex == Sex.WOMAN


@compiled
def at_work(posts, people, post):
    """Who holds a post and is free to act in it; NOBODY if there is none."""
    if post < 0:
        return NOBODY
    holder = posts.holder[post]
    if holder < 0 or people.standing[holder] != Standing.FREE:
        return NOBODY
    return holder


@compiled
def at_home(place, last, households, home, people):
    """The member of a household at a place from 0 on, after the one met last; to be asked for one place after the other."""
    return households.head[home] if place == 0 else people.next_at_home[last]


@compiled
def has_entered(organisations, posts, organisation):
    """Whether the present Party secretary of an organisation has begun to take from its head's donju."""
    post = organisations.secretary[organisation]
    entered = organisations.entered[organisation]
    return post >= 0 and entered > 0 and entered >= posts.since[post]


@compiled
def times(die, key, rate):
    """How often something that happens `rate` times a month on average happens this month: the fraction is settled by the die."""
    whole = int(rate)
    if chance(die, key, rate - whole):
        return whole + 1
    return whole


@compiled
def turn_in(month):
    """Whose month it is: people of this turn cast their lots for the year now, as in the same month of every year."""
    return month.of_year - 1


@compiled
def moving_turn_in(month):
    """Whose month it is where it should not be the same one every year: each turn comes once in every calendar year."""
    return (month.of_year + 7 * month.year) % 12


@compiled
def put_in_order(rows, keys, number):
    """Put the first `number` rows in the order of their keys, in place (Shell's sort; small code compiles fast)."""
    gap = number // 2
    while gap > 0:
        for at in range(gap, number):
            row, key = rows[at], keys[at]
            place = at
            while place >= gap and keys[place - gap] > key:
                rows[place], keys[place] = rows[place - gap], keys[place - gap]
                place -= gap
            rows[place], keys[place] = row, key
        gap //= 2


@compiled
def put_highest_first(values):
    """Put numbers in order, the highest first, in place (Shell's sort, as above)."""
    gap = len(values) // 2
    while gap > 0:
        for at in range(gap, len(values)):
            value, place = values[at], at
            while place >= gap and values[place - gap] < value:
                values[place] = values[place - gap]
                place -= gap
            values[place] = value
        gap //= 2


@compiled
def one_after_another(rows, counties, whose, ids):
    """Rows of one county after the other, each county's in the order of the ids of whose they are, not of where they are stored.

    Purses may be shared by one who pays and one who is paid: then it matters who comes first.
    """
    order, keys = np.empty(len(rows), np.int32), np.empty(len(rows), np.int64)
    for at in range(len(rows)):
        order[at], keys[at] = rows[at], ids[whose[rows[at]]] if whose[rows[at]] >= 0 else -1
    start = 0
    while start < len(rows):
        stop = start + 1
        while stop < len(rows) and counties[rows[stop]] == counties[rows[start]]:
            stop += 1
        put_in_order(order[start:stop], keys[start:stop], stop - start)
        start = stop
    return order


@compiled
def listed(where, start, stop):
    """The rows that stand between two places of an index."""
    rows = np.empty(stop - start, np.int32)
    for at in range(start, stop):
        rows[at - start] = where.row[at]
    return rows


@compiled
def tie_between(ties, ties_of, one, other):
    """The tie of two people, whichever of them asked; NOBODY if there is none."""
    start, stop = span(ties_of, one)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if ties.open[tie] and (ties.patron[tie] == other or ties.client[tie] == other):
            return tie
    return NOBODY


@compiled
def ties_held(ties, ties_of, person):
    """How many ties a person has."""
    start, stop = span(ties_of, person)
    number = 0
    for at in range(start, stop):
        if ties.open[ties_of.row[at]]:
            number += 1
    return number


@compiled
def belongs_to_legal_authorities(office):
    """Prosecution, police and state security."""
    return office == Office.PROSECUTION or office == Office.POLICE or office == Office.SECURITY


@compiled
def arrests(office):
    """Police and prosecution can have a worker arrested."""
    return office == Office.PROSECUTION or office == Office.POLICE


@compiled
def can_arrest(posts, people, ties, ties_of, official):
    """Whether an official serves in police or prosecution, or is tied to somebody who does."""
    post = people.post[official]
    if post >= 0 and arrests(posts.office[post]):
        return True
    start, stop = span(ties_of, official)
    for at in range(start, stop):
        tie = ties_of.row[at]
        friend = ties.patron[tie] if ties.client[tie] == official else ties.client[tie]
        if ties.open[tie] and friend >= 0 and people.post[friend] >= 0 and arrests(posts.office[people.post[friend]]):
            return True
    return False


@compiled
def covering_tie(posts, people, ties, ties_of, donju, apart_from):
    """The strongest tie of a donju with a patron in the law or the Party, one patron left out of account; NOBODY if none."""
    start, stop = span(ties_of, donju)
    best = NOBODY
    for at in range(start, stop):
        tie = ties_of.row[at]
        patron = ties.patron[tie]
        if not ties.open[tie] or patron < 0 or patron == apart_from or people.post[patron] < 0:
            continue
        office = posts.office[people.post[patron]]
        if belongs_to_legal_authorities(office) or office == Office.PARTY_COMMITTEE:
            if best == NOBODY or ties.strength[tie] > ties.strength[best]:
                best = tie
    return best


@compiled
def grudge_between(grudges, grudges_of, holder, against):
    """The grudge one person bears another; NOBODY if there is none."""
    start, stop = span(grudges_of, holder)
    for at in range(start, stop):
        grudge = grudges_of.row[at]
        if grudges.open[grudge] and grudges.against[grudge] == against:
            return grudge
    return NOBODY


@compiled
def in_service(person, standings, post_of, holders):
    """Whether a person is free and in office; handed columns of people and posts."""
    post = post_of[person]
    return standings[person] == Standing.FREE and post >= 0 and holders[post] == person


@compiled
def other_of(person, patron, client):
    """The one at the other end of a tie."""
    return client if patron == person else patron


@compiled
def is_gone(standing):
    """Whether a person is dead, abroad, missing, or put away for long."""
    return standing >= Standing.PRISON


@compiled
def background(sex, songbun, schooling):
    """Sex, songbun and schooling as one number from 0 to 17."""
    return (sex * 3 + songbun) * 3 + schooling


@compiled
def stretch(county, rows, counties):
    """Where, among rows in the order of their counties, those of a county start, and the place after the last."""
    start = _first_from(county, rows, counties)
    return start, _first_from(county + 1, rows, counties)


@compiled
def _first_from(county, rows, counties):
    """The first place in rows, in the order of their counties, of a county or one after it."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if counties[rows[middle]] < county:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def needs_card(kind):
    """Leaders of work units and captains need no Party card; every other post is a cadre's."""
    return kind != Post.UNIT_LEADER and kind != Post.CAPTAIN


@compiled
def leads_cell(people, cells, person):
    """Whether a person is the secretary of his Party cell."""
    cell = people.cell[person]
    return cell >= 0 and cells.secretary[cell] == person


@compiled
def goes_to_sessions(party):
    """Members and candidates must be present at the sessions of the Party; nobody else must."""
    return party == Party.MEMBER or party == Party.CANDIDATE


@compiled
def price_of_session(people, cells, person, month):
    """What the secretary of a person's cell asks for one session missed; nothing of outsiders, or of those who bought '8.3 Party life'."""
    cell = people.cell[person]
    if cell < 0 or not goes_to_sessions(people.party[person]) or people.covered_until[person] >= month.number:
        return 0
    return cells.skip_price[cell]


@compiled
def branch_of(office):
    """The branch of the state an office belongs to: 0 Party, 1 government, 2 arms and law, 3 trade and missions abroad."""
    if office == Office.PARTY_COMMITTEE or office == Office.CENTRAL_PARTY or office == Office.WOMENS_UNION:
        return 0
    if office == Office.MISSION or office == Office.TRADE_COMPANY:
        return 3
    if belongs_to_legal_authorities(office):
        return 2
    if office == Office.ARMY_COMMAND or office == Office.MILITARY_BASE or office == Office.FISHERIES:
        return 2
    return 1
