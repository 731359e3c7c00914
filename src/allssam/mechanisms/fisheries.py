"""Fisheries: a station on the coast, the base that permits it, the crew its chief hires, and what comes of a month at sea.

Staff cadres of a military base permit a station and ask for the hiring of some men, who pay them for it.  The chief fills the other
places, the captain's among them, and weighs what a man can do against what it costs to have him away: the Party secretary charges
for every session a member misses.  Boats stay out about a month and may be late; the catch earns foreign currency.

Who is in a crew is away all month (`people.weeks_away` is ALL_MONTH): he has no market days, and his sessions are the chief's affair.
Left out: loyalty quotas of stations, fuel, and every question of where and how.
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
    record,
    rule,
    span,
    step,
    uniform,
    usd,
    within,
    won,
)  # fmt: skip
from allssam.world import ALL_MONTH, Event, Flow, Post, Sex, Standing
from allssam.world.lookups import (
    NOBODY,
    at_work,
    goes_to_sessions,
    leads_cell,
    price_of_session,
    put_in_order,
    stretch,
)

MOST_ON_BOOKS = 30_000


class Fisheries(Parameters):
    """What a station pays for, and what it brings."""

    youngest: Count = param(18, 16, 25, "years", "Youngest age of a crewman", assumed="grown men")
    oldest: Count = param(55, 40, 65, "years", "Oldest age at which a man is hired or kept", assumed="hard work")
    men_seen: Count = param(
        8, 1, 30, "men", "Men looked at for one place", assumed="a trial; bounded by whom one knows"
    )
    called: Number = param(
        6.0, 1.0, 100.0, "people for each man to be looked at", "People of a county among whom men are looked for",
        assumed="about one in four is such a man",
    )  # fmt: skip
    hires_every: Count = param(3, 1, 12, "months", "How often open places are filled", assumed="before each season")
    leaves: Share = param(
        0.02, 0.0, 0.5, "per month", "Men who leave of their own accord", assumed="some four years at sea"
    )
    lenience: Share = param(
        0.15, 0.0, 1.0, "of an ordinary man's worth", "How much less a man may be worth and still be kept",
        assumed="a new man must first learn",
    )  # fmt: skip
    catch: Money = param(
        usd(150), usd(20), usd(1_000), "won a month", "What the catch of an ordinary man brings in foreign currency",
        fact=("F194", "F195"), assumed="several hundred dollars a voyage are possible",
    )  # fmt: skip
    luck: Number = param(
        0.35, 0.0, 1.0, "in logs", "How far catches differ from month to month", assumed="fishing is chancy"
    )
    captain_counts: Count = param(
        4, 1, 15, "men", "Men whose catch hangs on the captain's skill", assumed="he finds the fish"
    )
    crew_share: Share = param(0.40, 0.1, 0.8, "of the catch", "What the crew has", fact="F194")
    captain_shares: Count = param(2, 1, 6, "shares", "Shares of a captain", assumed="double share")
    base_share: Share = param(
        0.25, 0.0, 0.5, "of the catch", "What cadres of the base have", claim="fishery-blind-eye", fact="F196",
        assumed="level unsourced",
    )  # fmt: skip
    float_kept: Money = param(
        usd(300), 0, usd(5_000), "won", "What the chief leaves in the station's account", assumed="for fuel and nets"
    )
    sessions: Count = param(
        5, 1, 12, "sessions", "Sessions missed by a month at sea",
        claim=("fishery-absence-bribes", "party-life-weekly-session"), fact="F027",
        assumed="five weeks from putting to sea until one sits among the others again",
    )  # fmt: skip
    price_of_absence: Number = param(
        1.0, 0.0, 20.0, "times the cell's price of a session", "What the station's secretary asks for a session missed",
        assumed="the usual price; 0 cuts the link",
    )  # fmt: skip
    overdue: Number = param(
        2.0, 1.0, 5.0, "times", "Price of a session missed while boats are late",
        claim="fishery-delay-losses", assumed="nobody agreed to it",
    )  # fmt: skip
    not_looked: Share = param(
        0.2, 0.0, 1.0, "of months", "How often a secretary of no principle does not look", claim="fishery-blind-eye",
        assumed="level unsourced",
    )  # fmt: skip
    delay: Share = param(
        0.12, 0.0, 0.6, "of trips", "Boats that are late", claim="fishery-delay-losses", assumed="once in eight"
    )
    spoils: Share = param(
        0.35, 0.0, 1.0, "of the catch", "What a delay spoils", claim="fishery-delay-losses", assumed="a third"
    )
    request_price: Number = param(
        2.0, 0.0, 12.0, "months of a crewman's pay", "What a man pays the cadre who asks for him",
        claim="fishery-requested-hires", assumed="level unsourced",
    )  # fmt: skip
    purse_spent: Share = param(
        0.5, 0.0, 1.0, "of the purse", "Most he can spend on it", assumed="the rest is needed to live"
    )


# ---------------------------------------------------------------------------------------------------------------- rules


@rule(assumed="men who are spoken for cannot be hired")
def could_be_hired(sex, age, standing, has_post, has_business, weeks_away, p):
    """A crew is made up of grown men who are free and are not bound by a post, a business or another crew."""
    if sex != Sex.MAN or standing != Standing.FREE or has_post or has_business or weeks_away == ALL_MONTH:
        return False
    return p.youngest <= age < p.oldest


@rule(assumed="nobody goes to sea to earn less")
def would_go(wage, skill, is_captain, p):
    """A man goes if his share, a captain's being larger, promises him more than the market pays for skill like his."""
    shares = p.captain_shares if is_captain else 1
    return shares * p.crew_share * p.catch > wage * skill


@rule("fishery-permit")
def permits(staff_at_work):
    """Boats go out by permission of the base's staff; with nobody there to give it they stay in port."""
    return staff_at_work > 0


@rule("fishery-requested-hires", assumed="why cadres ask is not told: they are paid for it")
def pays_to_be_asked_for(purse, p):
    """Whoever pays a cadre of the base is asked for, card or no card; he pays what a few months at sea bring, if he has it."""
    return won(min(p.request_price * p.crew_share * p.catch, p.purse_spent * purse))


@rule("fishery-absence-bribes", "fishery-delay-losses")
def cost_of_absence(price, p):
    """A man with a card costs the sessions he misses in a month at sea, the dearer ones when boats are late too, unless nobody looks.

    How often nobody will, the chief reckons as with a secretary of no principle.
    """
    paid_for = 1.0 - p.not_looked
    return paid_for * p.price_of_absence * price * p.sessions * (1.0 + p.delay * p.overdue)


@rule("fishery-absence-bribes", "fishery-delay-losses")
def value_to_chief(skill, is_captain, price, p):
    """What a man's catch leaves the station, after the crew and the base have theirs and sessions missed are paid for."""
    men = p.captain_counts if is_captain else 1
    late = 1.0 - p.delay * p.spoils
    return (1.0 - p.crew_share - p.base_share) * p.catch * late * men * skill - cost_of_absence(price, p)


@rule("fishery-absence-bribes")
def keeps(value, ordinary, p):
    """A chief keeps a man who is worth to him about what an ordinary man without a card would be."""
    return value >= (1.0 - p.lenience) * ordinary


@rule("fishery-blind-eye", assumed="as cadres of the base look away from who has no card, the secretary does from who is absent")
def looks_away(die, station, integrity, p):
    """Living off the station, its secretary may not look who is absent: the less so the more he goes by the book."""
    return chance(die, station, p.not_looked * (1.0 - integrity / 100.0))


@rule("fishery-delay-losses")
def is_delayed(die, station, p):
    """Storm, fuel or papers: now and then boats come back late."""
    return chance(die, station, p.delay)


@rule("fishery-delay-losses")
def what_is_left(catch, p):
    """What is landed of a catch when the boats were late."""
    return won((1.0 - p.spoils) * catch)


@rule(fact="F194", assumed="as much by the men's skill as by luck")
def worth_of_catch(skills, luck, p):
    """A month's catch goes with the skill of the crew, the captain's above all, and with luck."""
    return won(p.catch * skills * exponential(p.luck * luck - p.luck * p.luck / 2.0))


@rule("fishery-absence-bribes")
def charge_for_absence(price, late, p):
    """What the Party secretary charges for a month of a member's absence; more while the boats are overdue."""
    return won(p.price_of_absence * price * p.sessions * (p.overdue if late else 1.0))


# ----------------------------------------------------------------------------------------------------------- who is hired


@compiled
def may_be_asked(people, cells, person, month, p):
    """Whether a crew may be made up with this person."""
    age = (month.number - people.birth[person]) // 12
    free = could_be_hired(
        people.sex[person], age, people.standing[person], people.post[person] >= 0, people.business[person] >= 0,
        people.weeks_away[person], p,
    )  # fmt: skip
    return free and not leads_cell(people, cells, person)


@compiled
def call_together(people, cells, counties, county, die, wanted, month, p):
    """Men of a county who could be hired, in keyed order: some more than are wanted.  Returns their rows and their number."""
    first, last = stretch(county, people.rows, people.county)
    share = within(p.called * wanted / max(1, counties.people[county]), 0.0, 1.0)
    rows, keys = np.empty(last - first, np.int32), np.empty(last - first)
    number = 0
    for at in range(first, last):
        person = people.rows[at]
        key = uniform(die, people.id[person])
        if key < share and may_be_asked(people, cells, person, month, p):
            rows[number], keys[number] = person, key
            number += 1
    put_in_order(rows, keys, number)
    return rows, number


@compiled
def best_of(people, cells, rows, start, stop, wage, is_captain, month, p):
    """Of the men looked at, the one worth most to the chief who would go; NOBODY if none would."""
    best, most = NOBODY, 0.0
    for at in range(start, stop):
        man = rows[at]
        value = value_to_chief(people.skill[man], is_captain, price_of_session(people, cells, man, month), p)
        if would_go(wage, people.skill[man], is_captain, p) and (best == NOBODY or value > most):
            best, most = man, value
    return best


@compiled
def readiest_to_pay(people, purse, rows, start, stop, wage, p):
    """Of the men who would like a cadre to ask for them, the one who pays most; NOBODY if none would go."""
    best, most = NOBODY, -1
    for at in range(start, stop):
        man = rows[at]
        offer = pays_to_be_asked_for(max(0, purse.balance[people.account[man]]), p)
        if would_go(wage, people.skill[man], False, p) and offer > most:
            best, most = man, offer
    return best


@compiled
def one_of_staff(posts, people, posts_of, base, die, key):
    """A cadre of the base who is at work, by a keyed lot, and how many there are."""
    start, stop = span(posts_of, base)
    chosen, lowest, number = NOBODY, 1.0, 0
    for at in range(start, stop):
        post = posts_of.row[at]
        if at_work(posts, people, post) != NOBODY:
            number += 1
            lot = uniform(die, pair(key, posts.number[post]))
            if lot < lowest:
                chosen, lowest = post, lot
    return chosen, number


@compiled
def send_home(crews, people, households, man):
    """A man's place in the crew is over: he takes up his own month again."""
    close(crews, man)
    person = crews.person[man]
    if people.weeks_away[person] == ALL_MONTH:
        people.weeks_away[person] = 0
        households.settled[people.household[person]] = False


@compiled
def call_away(people, households, person):
    """From now on he is away all month."""
    people.weeks_away[person] = ALL_MONTH
    people.days[person] = 0
    households.settled[people.household[person]] = False


@step(
    changes=[
        "crews.open", "people.weeks_away", "people.post", "households.settled", "posts.holder",
    ],
    draws=["leaves"],
    parameters=Fisheries,
)  # fmt: skip
def muster(counties, crews, stations, posts, people, households, cells, p, dice, month):
    """Every man of a crew, every month: who is gone, leaves or, before a season, is no longer worth keeping."""
    for man in crews.rows:
        person = crews.person[man]
        age = (month.number - people.birth[person]) // 12
        gone = people.standing[person] != Standing.FREE or not p.youngest <= age < p.oldest
        gone = gone or people.business[person] >= 0
        if crews.captain[man]:
            station = crews.station[man]
            gone = (
                gone
                or people.post[person] < 0
                or posts.organisation[people.post[person]] != stations.organisation[station]
            )
        else:
            gone = gone or people.post[person] >= 0
        dropped = False
        if month.of_year % p.hires_every == 0 and not crews.requested[man]:
            price = price_of_session(people, cells, person, month)
            value = value_to_chief(people.skill[person], crews.captain[man], price, p)
            dropped = not keeps(value, value_to_chief(1.0, crews.captain[man], 0, p), p)
        if gone or dropped or chance(dice.leaves, people.id[person], p.leaves):
            post = people.post[person]
            if (
                crews.captain[man]
                and post >= 0
                and posts.holder[post] == person
                and posts.organisation[post] == stations.organisation[crews.station[man]]
            ):
                posts.holder[post] = -1
                people.post[person] = -1
            send_home(crews, people, households, man)
        else:
            people.weeks_away[person] = ALL_MONTH


@compiled
def in_turn(stations, stations_in, organisations, posts, county, die):
    """The stations of a county, in the keyed order in which they have their turn this month."""
    start, stop = span(stations_in, county)
    rows, keys = np.empty(stop - start, np.int32), np.empty(stop - start)
    for at in range(start, stop):
        rows[at - start] = stations_in.row[at]
        keys[at - start] = uniform(die, posts.number[organisations.head[stations.organisation[rows[at - start]]]])
    put_in_order(rows, keys, stop - start)
    return rows


@compiled
def count_crew(crews, crews_at, station):
    """How many men a station has, how many of them at the request of the base, and whether it has a captain."""
    start, stop = span(crews_at, station)
    men, requested, captains = 0, 0, 0
    for at in range(start, stop):
        man = crews_at.row[at]
        if crews.open[man]:
            men += 1
            requested += 1 if crews.requested[man] else 0
            captains += 1 if crews.captain[man] else 0
    return men, requested, captains


@compiled
def helm_of(posts, posts_of, organisation):
    """The captain's post of a station; NOBODY if it has none."""
    start, stop = span(posts_of, organisation)
    for at in range(start, stop):
        if posts.kind[posts_of.row[at]] == Post.CAPTAIN:
            return posts_of.row[at]
    return NOBODY


@compiled
def open_places(crews, crews_at, stations, organisations, posts, station, helm, in_season):
    """How many places a station may fill now: before a season all that are open, at other times only a captain's."""
    captains = 1 if helm != NOBODY and posts.holder[helm] < 0 else 0
    if not in_season:
        return captains
    return max(captains, organisations.places[stations.organisation[station]] - count_crew(crews, crews_at, station)[0])


@compiled
def sign_on(new_crews, people, households, county, station, person, month):
    """A man joins a crew; returns his place among those who join."""
    call_away(people, households, person)
    man = found(new_crews)
    new_crews.county[man] = county
    new_crews.station[man] = station
    new_crews.person[man] = person
    new_crews.since[man] = month.number
    return man


@compiled
def adopt(crews, crews_at, new_crews, posts, people, households, county, station, helm, month):
    """A captain whom others have put into the post joins the crew."""
    if helm == NOBODY or posts.holder[helm] < 0 or count_crew(crews, crews_at, station)[2] > 0:
        return
    if people.standing[posts.holder[helm]] == Standing.FREE:
        man = sign_on(new_crews, people, households, county, station, posts.holder[helm], month)
        new_crews.captain[man] = True


@step(
    changes=[
        "people.weeks_away", "people.days", "people.post", "households.settled", "posts.holder", "posts.since", "posts.vacated",
        "posts.takings",
    ],
    draws=["asked", "turn", "asks"],
    parameters=Fisheries,
)  # fmt: skip
def hire(
    counties, stations, stations_in, crews, crews_at, new_crews, organisations, posts, posts_of, people, households, cells, purse,
    journal, p, dice, month,
):  # fmt: skip
    """Stations, before each season: a captain if there is none, the men the base asks for, then the chief's; a captain at any time."""
    in_season = month.of_year % p.hires_every == 0
    for county in counties.rows:
        order = in_turn(stations, stations_in, organisations, posts, county, dice.turn)
        wanted = 0
        for station in order:
            helm = helm_of(posts, posts_of, stations.organisation[station])
            adopt(crews, crews_at, new_crews, posts, people, households, county, station, helm, month)
            wanted += open_places(crews, crews_at, stations, organisations, posts, station, helm, in_season)
        if wanted == 0:
            continue
        rows, number = call_together(people, cells, counties, county, dice.asked, wanted * p.men_seen, month, p)
        seen = 0
        for station in order:
            organisation = stations.organisation[station]
            head = organisations.head[organisation]
            chief = at_work(posts, people, head)
            if chief == NOBODY:
                continue
            requested = count_crew(crews, crews_at, station)[1]
            helm = helm_of(posts, posts_of, organisation)
            left = open_places(crews, crews_at, stations, organisations, posts, station, helm, in_season)
            is_captain = helm != NOBODY and posts.holder[helm] < 0
            while left > 0 and seen < number:
                last = min(number, seen + p.men_seen)
                cadre_post = NOBODY
                if requested < stations.requests[station] and not is_captain:
                    cadre_post = one_of_staff(
                        posts, people, posts_of, stations.base[station], dice.asks, people.id[rows[seen]]
                    )[0]
                if cadre_post != NOBODY:
                    person = readiest_to_pay(people, purse, rows, seen, last, counties.wage[county], p)
                else:
                    person = best_of(people, cells, rows, seen, last, counties.wage[county], is_captain, month, p)
                seen = last
                left -= 1  # a place nobody wanted stays open until the next season
                if person == NOBODY:
                    continue
                man = sign_on(new_crews, people, households, county, station, person, month)
                if cadre_post != NOBODY:
                    requested += 1
                    new_crews.requested[man] = True
                    cadre = posts.holder[cadre_post]
                    offer = pays_to_be_asked_for(max(0, purse.balance[people.account[person]]), p)
                    paid = pay(purse, people.account[person], people.account[cadre], offer, Flow.HIRING_REQUEST)
                    posts.takings[cadre_post] += paid
                    record(journal, Event.CREW_HIRED, who=person, whom=cadre, org=organisation, amount=paid)
                elif is_captain:
                    is_captain = False
                    new_crews.captain[man] = True
                    posts.holder[helm], posts.since[helm], posts.vacated[helm] = person, month.number, 0
                    people.post[person] = helm
                    record(journal, Event.CAPTAIN_HIRED, who=person, whom=chief, org=organisation)


# ------------------------------------------------------------------------------------------------------------ a month at sea


@compiled
def pay_for_absences(crews, crews_at, station, people, cells, purse, account, chief, secretary, looks, late, month, p):
    """Every member at sea: sessions missed go on the books, and if the secretary looks the station pays, or else its chief."""
    start, stop = span(crews_at, station)
    paid = 0
    for at in range(start, stop):
        man = crews_at.row[at]
        person = crews.person[man]
        if (
            not crews.open[man]
            or people.standing[person] != Standing.FREE
            or not goes_to_sessions(people.party[person])
        ):
            continue
        crews.absent[man] = min(MOST_ON_BOOKS, crews.absent[man] + p.sessions)
        if looks:
            due = charge_for_absence(price_of_session(people, cells, person, month), late, p)
            given = pay(purse, account, people.account[secretary], due, Flow.ABSENCE_BRIBE)
            if given < due and chief != NOBODY:
                given += pay(purse, people.account[chief], people.account[secretary], due - given, Flow.ABSENCE_BRIBE)
            paid += given
    return paid


@compiled
def at_sea(crews, crews_at, station, people, p):
    """The skill of a crew, its captain's counted for the men it steers, and the shares it is paid by."""
    start, stop = span(crews_at, station)
    skills, shares = 0, 0
    for at in range(start, stop):
        man = crews_at.row[at]
        if crews.open[man] and people.standing[crews.person[man]] == Standing.FREE:
            men = p.captain_counts if crews.captain[man] else 1
            skills += won(1_000_000.0 * men * people.skill[crews.person[man]])
            shares += p.captain_shares if crews.captain[man] else 1
    return skills / 1_000_000.0, shares


@compiled
def share_with_crew(crews, crews_at, station, people, purse, account, each, p):
    """Pay every man of the crew his share of a catch."""
    start, stop = span(crews_at, station)
    for at in range(start, stop):
        man = crews_at.row[at]
        if crews.open[man] and people.standing[crews.person[man]] == Standing.FREE:
            shares = p.captain_shares if crews.captain[man] else 1
            pay(purse, account, people.account[crews.person[man]], each * shares, Flow.CREW_SHARE)


@compiled
def share_with_base(posts, posts_of, base, people, purse, account, each):
    """Pay every cadre of the base who is at work his part of a catch."""
    start, stop = span(posts_of, base)
    for at in range(start, stop):
        post = posts_of.row[at]
        cadre = at_work(posts, people, post)
        if cadre != NOBODY:
            posts.takings[post] += pay(purse, account, people.account[cadre], each, Flow.BASE_SHARE)


@step(
    changes=["stations.held", "stations.delayed", "crews.absent", "posts.takings"],
    draws=["sails", "permit", "delay", "luck", "look"],
    parameters=Fisheries,
)
def go_to_sea(
    counties, stations, stations_in, crews, crews_at, organisations, posts, posts_of, people, cells, purse, journal, p, dice,
    month,
):  # fmt: skip
    """Every station, once a month: permission, the trip, absences, and who has what of the catch."""
    for county in counties.rows:
        for station in in_turn(stations, stations_in, organisations, posts, county, dice.sails):
            organisation, base = stations.organisation[station], stations.base[station]
            account = organisations.account[organisation]
            head, post = organisations.head[organisation], organisations.secretary[organisation]
            chief, secretary = at_work(posts, people, head), at_work(posts, people, post)
            key = posts.number[head]
            staff = one_of_staff(posts, people, posts_of, base, dice.permit, key)[1]
            skills, shares = at_sea(crews, crews_at, station, people, p)
            late = stations.held[station] > 0
            if shares == 0 or (not late and (chief == NOBODY or not permits(staff))):
                continue
            if late:
                catch = what_is_left(stations.held[station], p)
                stations.held[station], stations.delayed[station] = 0, 0
            else:
                catch = worth_of_catch(skills, bell(dice.luck, key), p)
                if is_delayed(dice.delay, key, p):
                    stations.held[station] = catch
                    lost = catch - what_is_left(catch, p)
                    stations.delayed[station] = record(
                        journal, Event.CATCH_DELAYED, who=chief, org=organisation, amount=lost
                    )
                    catch = 0
            if catch > 0:
                pay(purse, counties.outside[county], account, catch, Flow.CATCH)
                share_with_crew(
                    crews, crews_at, station, people, purse, account, int(p.crew_share * catch) // shares, p
                )
                if staff > 0:
                    share_with_base(posts, posts_of, base, people, purse, account, int(p.base_share * catch) // staff)
            looks = secretary != NOBODY and not looks_away(dice.look, key, people.integrity[max(0, secretary)], p)
            paid = pay_for_absences(
                crews, crews_at, station, people, cells, purse, account, chief, max(0, secretary), looks, late, month, p
            )
            if post >= 0:
                posts.takings[post] += paid
            if chief != NOBODY:
                keeps_back = max(0, purse.balance[account] - p.float_kept)
                posts.takings[head] += pay(purse, account, people.account[chief], keeps_back, Flow.STATION_PROFIT)
