"""Life in the Party: dues that nobody feels, sessions everybody must be at, and what it costs not to be there.

A member pays two per cent of his official wage, and must be present week by week at a fixed place.  The secretary of his cell
can look away: he sells a session missed, and a year of '8.3 Party life' in advance.  Each absence he covers costs him something
too, the more the less is tolerated and the closer people are watched; he asks what brings him most of what he guesses his members
would give.  As money for admission dries up he puts more of his effort into this.  Whoever is marked present and was not can be
found out; the sayings that mock the card spread among people who have more of it than they want.

Left out: admission and its price (membership), who becomes secretary of a cell (careers), what stations and trade companies pay for
their people's absence (fisheries, trade), and what befalls a secretary whose books are found false.  '8.3 Party life' frees from
sessions alone: leave from the job is bought of the plant (obligations).  Who is expelled pays for absence as a member does and has
nobody to cover him.
"""

import numpy as np

from allssam.engine import (
    NOBODY,
    Count,
    Money,
    Number,
    Parameters,
    Share,
    Switch,
    bell,
    compiled,
    fetch,
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
    within,
    won,
)  # fmt: skip
from allssam.world import Bought, Cell, Event, Flow, Job, Office, Party, Post, Sex, Standing
from allssam.world.lookups import ROUND, goes_to_sessions, needs_card, put_highest_first, put_in_order, turn_in

ADULT = 17
FAR = 2.0
AHEAD = 24  # members before whom memory is asked for one


class PartyLife(Parameters):
    """What membership takes, and what is paid for being let off."""

    dues: Share = param(
        0.02, 0.0, 1.0, "of the official wage", "Party dues", claim="party-life-dues", fact=("F023", "F244")
    )
    nominal_wage: Money = param(
        3_000, 500, 50_000, "nominal won a month", "Official wage of a worker", fact=("F065", "F248"),
        assumed="the same as obligations.nominal_wage",
    )  # fmt: skip
    sessions: Count = param(4, 1, 8, "sessions a month", "Sessions at which a member must be present", fact="F027")
    year_of_fees: Count = param(
        12, 1, 24, "months", "Months of '8.3 Party life' that are paid in advance", claim="party-life-8-3",
        assumed="the same as obligations.year_of_fees",
    )  # fmt: skip
    cover: Money = param(
        usd(2.0), 0, usd(20), "won a session", "What covering one absence costs a secretary where nothing is tolerated",
        assumed="exemptions were scarce while little was tolerated; varied in every result on secretaries' income",
    )  # fmt: skip
    watched: Number = param(
        2.0, 0.0, 10.0, "times, at the hardest campaign", "How much dearer covering becomes in an inspection campaign",
        assumed="the centre reads the books of cells then",
    )  # fmt: skip
    closely: Number = param(
        1.0, 0.0, 2.0, "times, per unit of surveillance above one half", "How much dearer covering is where people are watched closely",
        claim="ruler-surveillance", assumed="strength assumed",
    )  # fmt: skip
    guesswork: Number = param(
        0.2, 0.0, 0.5, "of what it is worth", "How far a secretary misjudges what a member would give",
        assumed="he knows his people",
    )  # fmt: skip
    reviews: Count = param(
        6, 1, 12, "months", "How often secretaries think about their prices",
        assumed="when the half-year's Party life is summed up; each month would cost computing time and change little",
    )  # fmt: skip
    stickiness: Share = param(
        0.3, 0.0, 0.95, "of the last price", "How far a new price stays by the last one",
        assumed="twenty guesses are a rough guide",
    )  # fmt: skip
    single_session: Number = param(
        1.5, 1.0, 5.0, "times", "Price of one session missed beside its part in a month bought off", assumed="retail"
    )
    shifts_effort: Switch = param(
        True, False, True, "yes or no", "Whether secretaries put their effort where the money is",
        claim="party-life-new-bribes",
    )  # fmt: skip
    shift: Share = param(0.08, 0.0, 1.0, "per month", "Speed with which effort follows income", assumed="about a year")
    learning: Share = param(
        0.10, 0.01, 1.0, "per month", "Weight of this month in what a cell is believed to bring",
        assumed="the same as offices.learning",
    )  # fmt: skip
    passed_on: Share = param(
        0.35, 0.0, 0.9, "of takings", "What a cell secretary passes to the secretary above him", assumed="30 to 40 %"
    )
    found_out: Share = param(
        0.002, 0.0, 0.1, "per month where nothing is tolerated", "Chance that one marked present is found absent and made an example of",
        claim="party-life-expulsion", assumed="rare; no source counts them",
    )  # fmt: skip
    enough: Share = param(
        0.10, 0.0, 2.0, "of a full month's market wage", "What the Party may cost a member before he mocks it",
        assumed="about what cadres say it is good for",
    )  # fmt: skip
    mockery: Share = param(
        0.15, 0.0, 1.0, "per month", "How fast mocking sayings pass among the weary",
        claim="party-life-satire", assumed="a few tellings a month",
    )  # fmt: skip
    caution: Share = param(
        0.06, 0.0, 1.0, "per month", "How fast people stop passing them on",
        assumed="fear of being heard; a saying wears out",
    )  # fmt: skip
    whispered: Share = param(0.005, 0.0, 0.1, "of people", "Who tells them in any case", assumed="somebody always does")


# --------------------------------------------------------------------------------------------------------------- rules


@rule("party-life-dues")
def dues(works, price_level, p):
    """A member with a job pays two per cent of the official wage, at the month's prices."""
    return won(ratio(p.dues * p.nominal_wage, price_level)) if works else 0


@rule("party-life-skip-for-bribe", assumed="every absence must be explained to somebody; less so where more is let be")
def cost_of_cover(tolerance, surveillance, campaign, p):
    """Marking one absent member present costs his secretary the more, the less is tolerated and the closer police or a campaign look on."""
    return p.cover * (1.0 - tolerance) * (1.0 + p.closely * (surveillance - 0.5)) * (1.0 + p.watched * campaign)


@rule("party-life-skip-for-bribe", assumed="he knows his people, and is wrong about each of them")
def judges(gain, misjudgement, p):
    """A secretary has his own opinion of what each member would give to be let off."""
    return max(0.0, gain * (1.0 + p.guesswork * misjudgement))


@rule("party-life-8-3")
def brings(buyers, price, cost):
    """What he has of selling: from each who would give the price, the price less what covering costs him."""
    return buyers * (price - cost)


@compiled
def brings_most(guesses, first, number, cost):
    """The price that brings him most, by what he thinks each would give, from the highest down; 0 if none covers his cost."""
    best, asked = 0.0, 0.0
    for buyers in range(1, number + 1):
        gain = brings(buyers, guesses[first + buyers - 1], cost)
        if gain > best:
            best, asked = gain, guesses[first + buyers - 1]
    return asked


@rule("party-life-8-3", assumed="twenty guesses are a rough guide")
def price_now(before, asked, p):
    """The price moves part of the way to what he would ask; what is not for sale has none."""
    if asked <= 0.0:
        return 0
    if before <= 0:
        return won(asked)
    return won(p.stickiness * before + (1.0 - p.stickiness) * asked)


@rule("party-life-skip-for-bribe")
def session_price(price, cost, p):
    """A session missed costs more than its part in a month bought off, and never less than covering it does."""
    return won(p.single_session * max(price / p.sessions, cost))


@rule("party-life-new-bribes")
def effort_now(effort, from_entry, from_exemptions, p):
    """As one source of bribes dries up a secretary turns to the other."""
    if not p.shifts_effort or from_entry + from_exemptions <= 0.0:
        return effort
    return effort + p.shift * (from_exemptions / (from_entry + from_exemptions) - effort)


@rule("party-life-expulsion", assumed="what it is that members are expelled for is not told; absence is what books show")
def found_absent(lot, tolerance, campaign, p):
    """Now and then one who was marked present is found to have been away and is expelled: 2 only because of a campaign, 1 anyway, 0 not."""
    risk = p.found_out * (1.0 - tolerance)
    if lot < risk:
        return 1
    if lot < risk * (1.0 + p.watched * campaign):
        return 2
    return 0


@rule("party-life-expulsion", assumed="a convict is no member")
def expelled_with_sentence(standing):
    """Who is sent to prison or a camp loses the card."""
    return standing == Standing.PRISON or standing == Standing.CAMP


@rule("party-life-satire", "membership-status-fall")
def is_weary(cost, wage, p):
    """A member tires of the Party when it costs his household more than he can say it is good for."""
    return cost > p.enough * wage


@rule("party-life-satire")
def mocks_now(share, weary, p):
    """Sayings that mock the card pass on among those who are tired of it, and are dropped again for fear or because they are stale."""
    return within(share + p.mockery * weary * share * (1.0 - share) - p.caution * share, p.whispered, 1.0)


@rule(fact="F018", assumed="as cells are drawn at the start")
def kind_of_cell(job, sex):
    """Men and women with a job belong to cells at work, everybody else to one of the neighbourhood."""
    if not Job.FARM <= job <= Job.OFFICIAL:
        return Cell.NEIGHBOURHOOD
    return Cell.WOMEN_AT_WORK if sex == Sex.WOMAN else Cell.MEN_AT_WORK


# --------------------------------------------------------------------------------------------------------------- steps


@rule("party-life-skip-for-bribe")
def dues_are_seen_to(covered_until, month):
    """Of a member who has bought '8.3 Party life' the secretary says that he has paid his dues for him."""
    return covered_until >= month


@step(visits="people", changes=[], parameters=PartyLife)
def collect_dues(people, cells, counties, purse, p, month):
    """Every member with a job, at his turn in the year, when wages and takings are in hand: his dues, if need be from the wife's.

    Dues are so small that a year's are booked at once.  Where '8.3 Party life' was bought they come from the secretary.
    """
    turn = turn_in(month)
    for person in people.rows:
        if people.turn[person] != turn or not goes_to_sessions(people.party[person]) or people.standing[person] != Standing.FREE:
            continue
        county = people.county[person]
        due = dues(Job.FARM <= people.job[person] <= Job.OFFICIAL, counties.price_level[county], p)
        payer, cell = person, people.cell[person]
        if cell >= 0 and cells.secretary[cell] >= 0 and dues_are_seen_to(people.covered_until[person], month.number):
            payer = cells.secretary[cell]
        if due > 0:
            pay(purse, people.account[payer], counties.state[county], 12 * due, Flow.PARTY_DUES)


@compiled
def cell_for(cells, cells_in, county, kind, workplace, die, person_id):
    """A cell of a kind in a county, at a workplace (NOBODY: those who share one), by a keyed lot; NOBODY if there is none."""
    chosen, lowest = NOBODY, FAR
    start, stop = span(cells_in, county)
    for at in range(start, stop):
        cell = cells_in.row[at]
        if cells.kind[cell] == kind and cells.organisation[cell] == workplace:
            lot = uniform(die, pair(person_id, cells.number[cell]))
            if lot < lowest:
                chosen, lowest = cell, lot
    return chosen


@step(
    visits="people",
    changes=[
        "people.cell", "cells.people", "cells.usual_entry", "cells.usual_exemptions", "cells.effort", "cells.from_entry",
        "cells.from_exemptions",
    ],
    draws=["joins"],
    parameters=PartyLife,
)  # fmt: skip
def keep_rolls(people, cells, cells_in, organisations, p, dice, month):
    """Every cell, first thing: the books of the month are opened.  Everybody, at his turn in the year: the cell of his job or home."""
    for cell in cells.rows:
        cells.usual_entry[cell] += p.learning * (cells.from_entry[cell] - cells.usual_entry[cell])
        cells.usual_exemptions[cell] += p.learning * (cells.from_exemptions[cell] - cells.usual_exemptions[cell])
        cells.effort[cell] = effort_now(cells.effort[cell], cells.usual_entry[cell], cells.usual_exemptions[cell], p)
        cells.from_entry[cell] = 0
        cells.from_exemptions[cell] = 0
    turn = turn_in(month)
    for person in people.rows:
        if people.turn[person] != turn:
            continue
        fetch(people, person + ROUND)
        if people.standing[person] != Standing.FREE:
            continue
        if month.number - people.birth[person] < 12 * ADULT:
            continue
        kind = kind_of_cell(people.job[person], people.sex[person])
        workplace, cell = people.workplace[person], people.cell[person]
        if workplace >= 0:
            plant = organisations.kind[workplace]
            if plant != Office.FACTORY and plant != Office.FARM:
                workplace = NOBODY
        if kind == Cell.NEIGHBOURHOOD:
            workplace = NOBODY
        if cell < 0 or cells.kind[cell] != kind or cells.organisation[cell] != workplace:
            county, key = people.county[person], people.id[person]
            there = cell_for(cells, cells_in, county, kind, workplace, dice.joins, key)
            if there == NOBODY:
                there = cell_for(cells, cells_in, county, kind, NOBODY, dice.joins, key)
            if there != NOBODY:
                people.cell[person] = there
    if month.of_year == 1:
        for cell in cells.rows:
            cells.people[cell] = 0
        for person in people.rows:
            if people.cell[person] >= 0 and people.standing[person] < Standing.DEAD:
                cells.people[people.cell[person]] += 1


@rule("party-life-skip-for-bribe", "party-life-8-3")
def asks_for_cover(bought, weeks_away, covered_until, price, skip_price, month, p):
    """'8.3 Party life' is paid a year in advance, a session missed when it is missed; -1 if he counted on what is not for sale."""
    if bought & Bought.PARTY_LIFE:
        if covered_until >= month:
            return 0
        return price * p.year_of_fees if price > 0 else -1
    if bought & Bought.SESSIONS and weeks_away <= p.sessions:
        return skip_price * weeks_away
    return 0


@compiled
def strike_off(people, households, posts, person, because):
    """The card is gone, and with it the post that needs one."""
    people.party[person] = Party.EXPELLED
    people.bought[person] = 0
    people.covered_until[person] = 0
    households.settled[people.household[person]] = False
    post = people.post[person]
    if post >= 0 and needs_card(posts.kind[post]):
        posts.holder[post] = NOBODY
        posts.vacated[post] = because
        people.post[person] = NOBODY


@compiled
def who_go_to_sessions(people):
    """Everybody at large who must be present at the sessions of the Party, in order."""
    who, number = np.empty(len(people.rows), np.int32), 0
    for person in people.rows:
        who[number] = person  # written over by the next one where it does not hold
        number += goes_to_sessions(people.party[person]) & (people.standing[person] == Standing.FREE)
    return who[:number]


@step(
    visits="people",
    changes=[
        "people.bought", "people.covered_until", "people.party", "people.post", "posts.holder", "posts.vacated", "households.settled",
        "cells.from_exemptions", "cells.members", "cells.weary",
    ],
    draws=["found_out"],
    parameters=PartyLife,
)  # fmt: skip
def attend(people, households, cells, counties, posts, purse, journal, p, dice, month):
    """Every member: he is counted, pays for being marked present where he is not, and may be found out.

    A household that cannot pay for all its members pays for none.
    """
    base = households.rows[0] if len(households.rows) > 0 else 0
    owed = np.zeros(len(households.rows), np.int64)
    for cell in cells.rows:
        cells.members[cell] = 0
        cells.weary[cell] = 0
    members = who_go_to_sessions(people)
    absent, number = np.empty(len(members), np.int32), 0
    for at in range(len(members)):
        person = members[at]
        later = members[min(at + AHEAD, len(members) - 1)]
        fetch((people.cell, people.county, people.attendance_cost, people.bought, people.household), later)
        county, cell = people.county[person], people.cell[person]
        if cell < 0:
            continue
        cells.members[cell] += 1
        if is_weary(people.attendance_cost[person], counties.wage[county], p):
            cells.weary[cell] += 1
        bought = people.bought[person]
        if bought & (Bought.PARTY_LIFE | Bought.SESSIONS):
            absent[number] = person
            number += 1
            asked = asks_for_cover(
                bought, people.weeks_away[person], people.covered_until[person], cells.exemption_price[cell], cells.skip_price[cell],
                month.number, p,
            )  # fmt: skip
            owed[people.household[person] - base] += max(0, asked)
    # Who can pay is settled before anybody pays, so that no purse fills in time by the chance of who comes first.
    for place in range(number):
        home = people.household[absent[place]]
        if owed[home - base] > purse.balance[households.account[home]]:
            owed[home - base] = -1
    for place in range(number):
        person = absent[place]
        home, cell = people.household[person], people.cell[person]
        bought, county = people.bought[person], people.county[person]
        asked = asks_for_cover(
            bought, people.weeks_away[person], people.covered_until[person], cells.exemption_price[cell], cells.skip_price[cell],
            month.number, p,
        )  # fmt: skip
        secretary = cells.secretary[cell]
        nobody_sells = secretary < 0 or people.standing[secretary] != Standing.FREE
        if asked < 0 or (asked > 0 and (nobody_sells or owed[home - base] < 0)):
            people.bought[person] = bought - (bought & (Bought.PARTY_LIFE | Bought.SESSIONS | Bought.MARKED_PRESENT))
            households.settled[home] = False
            continue
        if asked > 0:
            if bought & Bought.PARTY_LIFE:
                paid = pay(purse, people.account[person], people.account[secretary], asked, Flow.PARTY_LIFE_BOUGHT)
                people.covered_until[person] = month.number + p.year_of_fees - 1
            else:
                paid = pay(purse, people.account[person], people.account[secretary], asked, Flow.SESSION_MISSED)
            cells.from_exemptions[cell] += paid
        if not bought & Bought.MARKED_PRESENT:
            people.bought[person] = bought + Bought.MARKED_PRESENT
        found = found_absent(
            uniform(dice.found_out, people.id[person]), counties.tolerance[county], counties.campaign[county], p
        )
        if found > 0:
            reason = counties.campaign_event[county] if found == 2 else 0
            told = record(journal, Event.PARTY_EXPELLED, who=person, because=reason)
            strike_off(people, households, posts, person, told)


@step(
    visits="people",
    changes=["cells.exemption_price", "cells.skip_price"],
    draws=["guess"],
    parameters=PartyLife,
)
def set_prices(people, cells, counties, p, dice, month):
    """Every cell, twice a year: what its secretary thinks each member would give to be let off, and what he asks from now on."""
    if month.of_year % p.reviews != 1 % p.reviews:
        return
    base, number = (cells.rows[0] if len(cells.rows) > 0 else 0), len(cells.rows)
    first, filled = np.zeros(number + 1, np.int64), np.zeros(number, np.int64)
    for cell in cells.rows:
        members = cells.members[cell] if cells.secretary[cell] >= 0 else 0
        first[cell - base + 1] = first[cell - base] + members
    guesses = np.zeros(first[number])
    for person in people.rows:
        if not goes_to_sessions(people.party[person]) or people.standing[person] != Standing.FREE:
            continue
        cell = people.cell[person]
        if cell < 0 or cells.secretary[cell] == person:
            continue
        at = first[cell - base] + filled[cell - base]
        if at < first[cell - base + 1]:
            gain = people.burden[person] * counties.wage[people.county[person]] / 100.0
            guesses[at] = judges(gain, bell(dice.guess, pair(people.id[cells.secretary[cell]], people.id[person])), p)
            filled[cell - base] += 1
    for cell in cells.rows:
        here, members = first[cell - base], filled[cell - base]
        if first[cell - base + 1] == here:
            continue
        put_highest_first(guesses[here : here + members])
        county = cells.county[cell]
        cost = cost_of_cover(counties.tolerance[county], counties.surveillance[county], counties.campaign[county], p)
        asked = brings_most(guesses, here, members, p.sessions * cost)
        cells.exemption_price[cell] = price_now(cells.exemption_price[cell], asked, p)
        cells.skip_price[cell] = session_price(cells.exemption_price[cell], cost, p)


@compiled
def instructors_of(found, county, posts, posts_in):
    """Fill `found` with the posts of the county committee's instructors that are held, in the order of their numbers; their count."""
    number = 0
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        if posts.kind[post] == Post.INSTRUCTOR and posts.holder[post] >= 0 and number < len(found):
            place = number
            while place > 0 and posts.number[found[place - 1]] > posts.number[post]:
                found[place] = found[place - 1]
                place -= 1
            found[place] = post
            number += 1
    return number


@step(visits="counties", changes=["posts.takings", "counties.satire"], parameters=PartyLife)
def pass_upward(counties, cells, cells_in, organisations, people, posts, posts_in, purse, p):
    """Every cell: part of what covering brought goes to the secretary of the plant or an instructor; and what is said about the card."""
    instructors = np.zeros(64, np.int32)
    for county in counties.rows:
        number = instructors_of(instructors, county, posts, posts_in)
        members, weary = 0, 0
        # a secretary may be the one above another: cells come in the order of their numbers
        start, stop = span(cells_in, county)
        turn, count = np.empty(stop - start, np.int32), np.empty(stop - start, np.int64)
        for at in range(start, stop):
            turn[at - start], count[at - start] = cells_in.row[at], cells.number[cells_in.row[at]]
        put_in_order(turn, count, stop - start)
        for cell in turn:
            members += cells.members[cell]
            weary += cells.weary[cell]
            if cells.from_exemptions[cell] <= 0 or cells.secretary[cell] < 0:
                continue
            above = NOBODY
            if cells.organisation[cell] >= 0:
                above = organisations.secretary[cells.organisation[cell]]
            elif number > 0:
                above = instructors[cells.number[cell] % number]
            if above >= 0 and posts.holder[above] >= 0:
                share = won(p.passed_on * cells.from_exemptions[cell])
                payer, payee = people.account[cells.secretary[cell]], people.account[posts.holder[above]]
                posts.takings[above] += pay(purse, payer, payee, share, Flow.UPWARD_GIFT)
        counties.satire[county] = mocks_now(counties.satire[county], ratio(weary, members), p)


@step(
    visits="sentences",
    changes=[
        "people.party", "people.bought", "people.covered_until", "people.post", "posts.holder", "posts.vacated", "households.settled",
    ],
)  # fmt: skip
def expel(sentences, people, households, posts, journal, month):
    """Every sentence of this month: who is sent to prison or a camp loses the card."""
    for sentence in sentences.rows:
        person = sentences.person[sentence]
        if sentences.since[sentence] == month.number and expelled_with_sentence(people.standing[person]):
            if goes_to_sessions(people.party[person]):
                told = record(journal, Event.PARTY_EXPELLED, who=person, because=sentences.because[sentence])
                strike_off(people, households, posts, person, told)
