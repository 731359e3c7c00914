"""Careers: posts fall vacant and are given away, by rank, ties and money; cells choose their secretaries.

The card is the gate to office.  For a vacancy a few people are considered: those one step below it, and for ordinary posts members who hold
none.  Family, schooling, closeness to the county committee and what one pays the cadre department all count, beside what nobody can tell.
What posts go for and who gets them is learned, and so feeds what a card is worth.  Left out: senior posts of the Centre filled from the
provinces, how posts fall vacant (retirement, dismissal, prison, flight), which other parts tell, and that an appointment may be declined:
who would lose by a post offers nothing for it.
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
    logarithm,
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
from allssam.world import Event, Flow, Job, Office, Party, Post, Sex, Standing
from allssam.world.lookups import NOBODY, at_work, background, is_open_to, needs_card, put_in_order, stretch

BACKGROUNDS, UNIT, OFFICE, COUNTY = 18, 2, 3, 4  # ranks of posts
CADRE_DEPARTMENT = 2  # the third department of a county committee, after organisation and propaganda


class Careers(Parameters):
    """How posts are filled."""

    filling: Share = param(
        0.35, 0.02, 1.0, "per month", "Chance that a vacant post is filled this month",
        assumed="posts stand empty for about a quarter",
    )  # fmt: skip
    youngest: Count = param(28, 18, 50, "years", "Youngest age at which a cadre post is given", assumed="career order")
    oldest: Count = param(60, 40, 75, "years", "Oldest age at which a cadre post is given", fact="F006")
    considered: Count = param(
        12, 2, 100, "people a vacancy", "People considered for a post", assumed="a department's list"
    )
    weight_of_songbun: Number = param(
        0.5, 0.0, 3.0, "per class", "What a better family background counts", fact="F012", assumed="strength assumed"
    )
    weight_of_schooling: Number = param(
        0.5, 0.0, 3.0, "per degree", "What schooling counts", assumed="cadres are graduates"
    )
    weight_of_rank: Number = param(1.0, 0.0, 5.0, "per rank", "What a post already held counts", assumed="career order")
    weight_of_ties: Number = param(
        1.0, 0.0, 5.0, "per trusted friend", "What friends in the county Party committee count",
        claim="ssam-own-mix", assumed="strength assumed",
    )  # fmt: skip
    weight_of_money: Number = param(0.5, 0.0, 3.0, "log", "What money counts", fact=("F134", "F137"), assumed="a trial")
    small_gift: Money = param(usd(10), usd(1), usd(100), "won", "A gift that begins to count", assumed="a trial")
    women: Number = param(
        1.0, 0.0, 4.0, "as above", "What being a woman takes away, but in the Women's Union",
        fact="F019", assumed="strength assumed",
    )  # fmt: skip
    years_a_degree: Number = param(
        20.0, 5.0, 60.0, "years", "Years of age that count like a degree where a cell chooses its secretary", assumed="a trial"
    )
    willing: Number = param(
        3.0, 0.0, 10.0, "degrees", "What being willing counts there, between nobody and the readiest", assumed="a trial"
    )
    farmers_asked: Number = param(
        10.0, 1.0, 50.0, "times", "Farmers thought of for a post without a card, for each one considered", assumed="a village"
    )
    bids: Share = param(
        0.5, 0.0, 1.0, "of a post's worth", "What one offers for a post at most",
        fact=("F134", "F137"), assumed="a trial",
    )  # fmt: skip
    at_most: Share = param(0.9, 0.0, 1.0, "of the purse", "What one can offer", assumed="a trial")
    kept_upward: Share = param(
        0.3, 0.0, 0.9, "of the price", "What the cadre department passes to the head of the committee",
        fact="F138", assumed="a trial",
    )  # fmt: skip
    passed_upward: Share = param(
        0.1, 0.0, 0.7, "of informal income", "What a cadre passes on",
        fact="F138", assumed="the same as superiors.passed_up",
    )  # fmt: skip
    given_up: Share = param(
        1.0, 0.0, 3.0, "of a full month's wage", "Market income a cadre gives up",
        assumed="the same as membership.given_up",
    )  # fmt: skip
    discount: Share = param(
        0.025, 0.005, 0.1, "per month", "How much less next month counts",
        assumed="money for a post is borrowed (F267): dearer than membership.discount",
    )  # fmt: skip
    dread: Money = param(
        usd(60), 0, usd(5_000), "won a month", "What a post is worth less to the timid where officials live in fear",
        claim="fear-retreat", assumed="a trial",
    )  # fmt: skip
    turnover: Share = param(
        0.0083, 0.001, 0.05, "of posts a month", "Posts that change hands, before anything is known",
        assumed="ten years in office",
    )  # fmt: skip
    memory: Number = param(
        36.0, 6.0, 120.0, "months", "How far back appointments are remembered", assumed="three years"
    )
    lag: Number = param(
        12.0, 1.0, 60.0, "months", "How long it takes to learn what posts bring and cost", assumed="a year"
    )
    pooling: Number = param(
        200.0, 0.0, 5000.0, "members", "Members of a kind whose fortunes are needed to believe in a difference",
        assumed="a town's worth",
    )  # fmt: skip


@rule("membership-gate-to-office")
def may_serve(standing, party, age, asks_for_card, p):
    """A free person of the right age may take a post: any but that of a unit leader or captain only with the card."""
    if standing != Standing.FREE or (asks_for_card and party != Party.MEMBER):
        return False
    return p.youngest <= age <= p.oldest


@rule(
    "membership-gate-to-office", "ssam-own-mix", fact=("F134", "F137"),
    assumed="weights of a trial; money counts less the more there is of it",
)  # fmt: skip
def fitness(songbun, schooling, rank, friends, is_woman_among_men, offer, lot, p):
    """The cadre department looks at family, schooling, present rank, friends in the committee and money; the rest is anybody's guess."""
    merit = p.weight_of_songbun * songbun + p.weight_of_schooling * schooling
    merit += p.weight_of_rank * rank + p.weight_of_ties * friends
    if is_woman_among_men:
        merit -= p.women
    taste = -logarithm(-logarithm(max(lot, 1e-12)))
    return merit + p.weight_of_money * logarithm(1.0 + offer / p.small_gift) + taste


@rule("membership-gate-to-office", fact=("F134", "F137"))
def offers_for_post(income, income_now, cash, p):
    """One offers up to half of all a post will bring, while it is held, above what one has now, as far as the purse reaches."""
    gain = (income - income_now) * (1.0 - p.passed_upward)
    worth = gain / (p.discount + p.turnover)
    return max(0, won(min(p.bids * worth, p.at_most * cash)))


@rule("fear-retreat", assumed="who has sense for the market is used to danger, and counts as bold")
def seems_to_bring(income, alarm, boldness, p):
    """What a post brings looks like less where officials are frightened, to the bold hardly."""
    return income - (1.0 - boldness) * p.dread * alarm


@rule(fact="F137", assumed="an auction of the second price")
def price_of_post(offer, runner_ups_offer):
    """The one appointed pays no more than his keenest rival offered."""
    return min(offer, runner_ups_offer)


@rule(assumed="the elder and the better schooled lead, and often enough chance decides")
def fit_to_lead_cell(schooling, age, lot, p):
    """A cell is led by one of its members: schooling and age speak for him, and so does being willing."""
    return schooling + age / p.years_a_degree + p.willing * lot


@rule("membership-gate-to-office", assumed="career order")
def rises_to(has_post, rank_now, rank_of_post):
    """One rises a rank at a time; a post of the county is given to those in office, a lower one to others too."""
    if not has_post:
        return rank_of_post <= OFFICE
    return rank_now < rank_of_post <= rank_now + 1


@rule(assumed="where few of a kind have been seen, they are thought like the rest")
def how_much_likelier(appointed, eligible, rate, p):
    """How much likelier than others people of a background are said to get a post."""
    return ratio(appointed + p.pooling * rate, (eligible + p.pooling) * rate) if rate > 0.0 else 1.0


@rule(assumed="what is believed follows what is seen with a lag")
def learned(believed, seen, months):
    """What is believed moves part of the way to what has been seen."""
    return believed + (seen - believed) / max(1.0, months)


@compiled
def friends_in_committee(person, county, ties, ties_of, people, posts):
    """How far somebody can count on officials of the county Party committee: the strength of his ties there."""
    start, stop = span(ties_of, person)
    count = 0.0
    for at in range(start, stop):
        tie = ties_of.row[at]
        other = ties.client[tie] if ties.patron[tie] == person else ties.patron[tie]
        post = people.post[other]
        if (
            ties.open[tie]
            and post >= 0
            and posts.office[post] == Office.PARTY_COMMITTEE
            and posts.county[post] == county
        ):
            count += won(100.0 * ties.strength[tie])  # whole hundredths: the order of ties cannot matter
    return count / 100.0


@compiled
def middle_takings(county, rank, posts, posts_in):
    """Informal income of the middle one of the cadre posts of a rank that are held; 0 if there is none."""
    start, stop = span(posts_in, county)
    brings, number = np.zeros(stop - start), 0
    for at in range(start, stop):
        post = posts_in.row[at]
        if posts.holder[post] >= 0 and posts.rank[post] == rank and needs_card(posts.kind[post]):
            brings[number] = posts.usual_takings[post]
            number += 1
    if number == 0:
        return 0.0
    put_in_order(np.empty(number, np.int64), brings, number)
    return 0.5 * (brings[(number - 1) // 2] + brings[number // 2])


@compiled
def cadre_department(county, posts, people, posts_in):
    """The posts that are paid: the head of the cadre department of the county committee, and the head of the committee."""
    departments, seen, head = np.zeros(CADRE_DEPARTMENT + 1, np.int64), 0, NOBODY
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        if posts.office[post] != Office.PARTY_COMMITTEE:
            continue
        if posts.kind[post] == Post.HEAD:
            head = post
        elif posts.kind[post] == Post.DEPARTMENT_HEAD and seen <= CADRE_DEPARTMENT:
            place = seen
            while place > 0 and posts.number[departments[place - 1]] > posts.number[post]:
                departments[place] = departments[place - 1]
                place -= 1
            departments[place] = post
            seen += 1
    cadres = departments[CADRE_DEPARTMENT] if seen > CADRE_DEPARTMENT else NOBODY
    if at_work(posts, people, head) == NOBODY:
        head = NOBODY
    if at_work(posts, people, cadres) == NOBODY:
        cadres = head
    return cadres, head


@compiled
def eligible_in(county, prospects, prospects_in):
    """Members of a county without a post who may serve; added up by background, so that the order of rows cannot matter."""
    each = np.zeros(BACKGROUNDS)
    start, stop = span(prospects_in, county)
    for at in range(start, stop):
        each[prospects.background[prospects_in.row[at]]] += prospects.eligible[prospects_in.row[at]]
    return each.sum()


@step(
    visits="counties",
    changes=[
        "outlooks.income_unit", "outlooks.income_office", "outlooks.into_unit", "outlooks.into_office", "prospects.appointed",
    ],
    parameters=Careers,
)  # fmt: skip
def learn_from_posts(counties, posts, posts_in, people, outlooks, outlooks_in, prospects, prospects_in, p, month):
    """Every county: what ordinary posts bring is learned; at first people go by who holds posts, and how long they are held."""
    for county in counties.rows:
        start, stop = span(outlooks_in, county)
        for at in range(start, stop):
            outlook = outlooks_in.row[at]
            is_new = outlooks.since[outlook] == month.number
            lag = 1.0 if is_new else p.lag
            seen = middle_takings(county, UNIT, posts, posts_in)
            outlooks.income_unit[outlook] = learned(outlooks.income_unit[outlook], seen, lag)
            seen = middle_takings(county, OFFICE, posts, posts_in)
            outlooks.income_office[outlook] = learned(outlooks.income_office[outlook], seen, lag)
            if not is_new:
                continue
            holders, units, others = np.zeros(BACKGROUNDS), 0, 0
            begin, end = span(posts_in, county)
            for place in range(begin, end):
                post = posts_in.row[place]
                holder = posts.holder[post]
                if holder < 0 or not needs_card(posts.kind[post]):
                    continue
                holders[background(people.sex[holder], people.songbun[holder], people.schooling[holder])] += 1.0
                if posts.rank[post] <= UNIT:
                    units += 1
                else:
                    others += 1
            eligible = eligible_in(county, prospects, prospects_in)
            begin, end = span(prospects_in, county)
            for place in range(begin, end):
                row = prospects_in.row[place]
                prospects.appointed[row] = p.turnover * holders[prospects.background[row]]
            outlooks.into_unit[outlook] = ratio(p.turnover * units, eligible)
            outlooks.into_office[outlook] = ratio(p.turnover * others, eligible)


@step(changes=["prospects.times"], parameters=Careers)
def compare_notes(prospects, p):
    """The whole country: how people of each background have fared is compared, and the word gets around."""
    # in millionths, so that the order of counties cannot matter
    eligible, appointed = np.zeros(BACKGROUNDS, np.int64), np.zeros(BACKGROUNDS, np.int64)
    for row in prospects.rows:
        eligible[prospects.background[row]] += won(1e6 * prospects.eligible[row])
        appointed[prospects.background[row]] += won(1e6 * prospects.appointed[row])
    rate = ratio(float(appointed.sum()), float(eligible.sum()))
    for row in prospects.rows:
        kind = prospects.background[row]
        prospects.times[row] = how_much_likelier(appointed[kind] / 1e6, eligible[kind] / 1e6, rate, p)


@step(
    visits="counties",
    changes=["cells.secretary", "cells.since", "outlooks.into_cell"],
    draws=["leads"],
    parameters=Careers,
)
def choose_secretaries(counties, cells, cells_in, people, outlooks, outlooks_in, journal, p, dice, month):
    """Every cell whose secretary is dead, gone, held, expelled or has moved: one of its members takes over."""
    chosen, best = np.zeros(cells.length, np.int64), np.zeros(cells.length)
    for county in counties.rows:
        start, stop = span(cells_in, county)
        vacant, members = 0, 0
        for at in range(start, stop):
            cell = cells_in.row[at]
            secretary = cells.secretary[cell]
            members += cells.members[cell]
            if secretary >= 0:
                stays = people.standing[secretary] == Standing.FREE and people.party[secretary] == Party.MEMBER
                if not stays or people.cell[secretary] != cell:
                    cells.secretary[cell] = NOBODY
            if cells.secretary[cell] < 0:
                vacant += 1
        taken = 0
        if vacant > 0:
            begin, end = stretch(county, people.rows, people.county)
            for at in range(begin, end):
                person = people.rows[at]
                cell = people.cell[person]
                if people.party[person] != Party.MEMBER or cell < 0 or cells.secretary[cell] >= 0:
                    continue
                if people.standing[person] != Standing.FREE or people.business[person] >= 0:
                    continue
                age = (month.number - people.birth[person]) // 12
                lot = uniform(dice.leads, pair(people.id[person], cells.number[cell]))
                fit = fit_to_lead_cell(people.schooling[person], age, lot, p)
                if age <= p.oldest and fit > best[cell]:
                    chosen[cell], best[cell] = person, fit
            for at in range(start, stop):
                cell = cells_in.row[at]
                if cells.secretary[cell] < 0 and best[cell] > 0.0:
                    cells.secretary[cell], cells.since[cell] = chosen[cell], month.number
                    record(journal, Event.CELL_SECRETARY_CHOSEN, who=chosen[cell], org=cells.organisation[cell])
                    taken += 1
        begin, end = span(outlooks_in, county)
        for at in range(begin, end):
            outlook = outlooks_in.row[at]
            seen = ratio(float(taken), members)
            if outlooks.since[outlook] == month.number:
                seen = ratio(p.turnover * (stop - start), members)
                outlooks.into_cell[outlook] = seen
            outlooks.into_cell[outlook] = learned(outlooks.into_cell[outlook], seen, p.memory)


@compiled
def list_vacancies(county, posts, posts_in, die, p):
    """Posts to be filled this month, the highest first; and how many are ordinary posts that need the card, and how many that do not."""
    start, stop = span(posts_in, county)
    vacant, order = np.zeros(stop - start, np.int64), np.zeros(stop - start)
    number, ordinary, without_card = 0, 0, 0
    for at in range(start, stop):
        post = posts_in.row[at]
        if posts.holder[post] >= 0 or posts.kind[post] == Post.CAPTAIN or not chance(die, posts.number[post], p.filling):
            continue  # captains are chosen by the chief of their station
        vacant[number], order[number] = post, 10.0 - posts.rank[post] + uniform(die, posts.number[post])
        number += 1
        if not needs_card(posts.kind[post]):
            without_card += 1
        else:
            ordinary += 1
    put_in_order(vacant, order, number)
    return vacant[:number], ordinary, without_card


@compiled
def list_candidates(county, vacant, ordinary, without_card, eligible, posts, posts_in, people, stands, turn, month, p):
    """People who may be considered, in keyed order: members and farmers who come forward, and officials who could rise."""
    begin, end = stretch(county, people.rows, people.county)
    room = 256 + (end - begin) // 16
    who, place, number = np.zeros(room, np.int64), np.zeros(room), 0
    rate = min(1.0, ratio(p.considered * float(ordinary), eligible))
    rate_of_farmers = min(1.0, ratio(p.farmers_asked * p.considered * without_card, float(end - begin)))
    for at in range(begin, end):
        person = people.rows[at]
        party = people.party[person]
        if party != Party.MEMBER and (without_card == 0 or people.job[person] != Job.FARM):
            continue
        if people.standing[person] != Standing.FREE or people.post[person] >= 0 or people.business[person] >= 0:
            continue
        age = (month.number - people.birth[person]) // 12
        if not may_serve(people.standing[person], party, age, False, p) or number >= room:
            continue
        if chance(stands, people.id[person], rate if party == Party.MEMBER else rate_of_farmers):
            who[number], place[number] = person, uniform(turn, people.id[person])
            number += 1
    highest = posts.rank[vacant[0]]
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        person = posts.holder[post]
        if person < 0 or posts.rank[post] >= highest or people.post[person] != post or number >= room:
            continue
        age = (month.number - people.birth[person]) // 12
        if may_serve(people.standing[person], people.party[person], age, True, p):
            who[number], place[number] = person, uniform(turn, people.id[person])
            number += 1
    put_in_order(who, place, number)
    return who[:number]


@compiled
def may_be_considered(person, post, posts, people):
    """Whether somebody may be put on the list for a post: by his card, his sex and the rank he has."""
    if people.party[person] != Party.MEMBER and needs_card(posts.kind[post]):
        return False
    if not is_open_to(posts.kind[post], people.sex[person]):
        return False
    now = people.post[person]
    return rises_to(now >= 0, posts.rank[now] if now >= 0 else 0, posts.rank[post])


@compiled
def change_workplace(person, post, posts, people, organisations, cells, cells_at, die):
    """Who is appointed works where the post is, and belongs to one of the Party cells there, if there is one for men or women."""
    here, before = posts.organisation[post], people.workplace[person]
    people.job[person] = Job.OFFICIAL
    if here == before:
        return
    if before >= 0:
        organisations.workers[before] -= 1
    organisations.workers[here] += 1
    people.workplace[person] = here
    start, stop = span(cells_at, here)
    fitting, lowest = NOBODY, 2.0
    for at in range(start, stop):
        cell = cells_at.row[at]
        lot = uniform(die, pair(people.id[person], cells.number[cell]))
        if cells.kind[cell] == people.sex[person] and lot < lowest:  # cells of men at work, and of women
            fitting, lowest = cell, lot
    if fitting != NOBODY:
        people.cell[person] = fitting


@compiled
def fittest_for(post, who, county, counties, posts, people, ties, ties_of, purse, asks_money, dice, p):
    """Of people looked at for a post the fittest, what he offers for it, and the most that a rival offers; NOBODY if there is none."""
    income, number = posts.usual_takings[post], posts.number[post]
    start = one_of(dice.first, number, max(1, len(who)))
    chosen, fittest, offered, rivals = NOBODY, 0.0, 0, 0
    seen, at = 0, 0
    while at < len(who) and seen < 2 * p.considered:
        person = who[(start + at) % len(who)]
        at += 1
        if not may_be_considered(person, post, posts, people):
            continue
        seen += 1
        now = people.post[person]
        rank, income_now = 0, p.given_up * counties.wage[county] * people.skill[person]
        if now >= 0:
            rank, income_now = posts.rank[now], posts.usual_takings[now]
        brings = seems_to_bring(income, counties.alarm[county], people.market_sense[person] / 100.0, p)
        offer = offers_for_post(brings, income_now, purse.balance[people.account[person]], p) if asks_money else 0
        woman = people.sex[person] == Sex.WOMAN and posts.kind[post] != Post.UNION_CADRE
        friends = friends_in_committee(person, county, ties, ties_of, people, posts)
        lot = uniform(dice.taste, pair(people.id[person], number))
        fit = fitness(people.songbun[person], people.schooling[person], rank, friends, woman, offer, lot, p)
        if chosen == NOBODY or fit > fittest:
            chosen, fittest, offered, rivals = person, fit, offer, max(rivals, offered)
        else:
            rivals = max(rivals, offer)
    return chosen, offered, rivals


@compiled
def pay_for_post(chosen, price, cadres, head, posts, people, purse, p):
    """The price of a post goes to the head of the cadre department, and part of it to the head of the committee; returns what was paid."""
    account = people.account[posts.holder[cadres]]
    paid = pay(purse, people.account[chosen], account, price, Flow.POST_PRICE)
    posts.takings[cadres] += paid
    if head != NOBODY and head != cadres:
        share = pay(purse, account, people.account[posts.holder[head]], won(p.kept_upward * paid), Flow.POST_SHARE)
        posts.takings[cadres] -= share
        posts.takings[head] += share
    return paid


@compiled
def learn_from_appointments(
    county, newcomers, given, prices, by_background, eligible, outlooks, outlooks_in, prospects, prospects_in, p
):
    """What is seen of a month's appointments: how often members without a post get one, of what background, and what posts go for."""
    begin, end = span(prospects_in, county)
    for at in range(begin, end):
        row = prospects_in.row[at]
        seen = by_background[prospects.background[row]]
        prospects.appointed[row] = learned(prospects.appointed[row], seen, p.memory)
    begin, end = span(outlooks_in, county)
    for at in range(begin, end):
        row = outlooks_in.row[at]
        outlooks.into_unit[row] = learned(outlooks.into_unit[row], ratio(newcomers[UNIT], eligible), p.memory)
        outlooks.into_office[row] = learned(outlooks.into_office[row], ratio(newcomers[OFFICE], eligible), p.memory)
        if given[UNIT] > 0:
            outlooks.price_unit[row] = learned(outlooks.price_unit[row], prices[UNIT] / given[UNIT], p.lag)
        if given[OFFICE] > 0:
            outlooks.price_office[row] = learned(outlooks.price_office[row], prices[OFFICE] / given[OFFICE], p.lag)


@step(
    visits="counties",
    changes=[
        "posts.holder", "posts.since", "posts.vacated", "posts.bought_for", "posts.takings", "people.post", "people.job",
        "people.workplace", "people.cell", "organisations.workers", "outlooks.into_unit", "outlooks.into_office", "outlooks.price_unit",
        "outlooks.price_office", "prospects.appointed",
    ],
    draws=["filled", "stands", "turn", "first", "taste", "cell"],
    parameters=Careers,
)  # fmt: skip
def fill_posts(
    counties, posts, posts_in, people, organisations, cells, cells_at, ties, ties_of, outlooks, outlooks_in, prospects, prospects_in,
    purse, journal, p, dice, month,
):  # fmt: skip
    """Every vacancy, the highest first: of a few people considered the fittest is appointed, and pays; what he leaves falls vacant."""
    for county in counties.rows:
        vacant, ordinary, without_card = list_vacancies(county, posts, posts_in, dice.filled, p)
        newcomers, given = np.zeros(COUNTY + 1), np.zeros(COUNTY + 1)
        prices, by_background = np.zeros(COUNTY + 1), np.zeros(BACKGROUNDS)
        eligible = eligible_in(county, prospects, prospects_in)
        if len(vacant) > 0:
            who = list_candidates(
                county, vacant, ordinary, without_card, eligible, posts, posts_in, people, dice.stands, dice.turn, month, p,
            )  # fmt: skip
            cadres, head = cadre_department(county, posts, people, posts_in)
            for post in vacant:
                asks_money = needs_card(posts.kind[post]) and cadres != NOBODY
                chosen, offered, rivals = fittest_for(
                    post, who, county, counties, posts, people, ties, ties_of, purse, asks_money, dice, p
                )
                if chosen == NOBODY:
                    continue
                left = people.post[chosen]
                paid = 0
                if cadres != NOBODY and posts.holder[cadres] != chosen:
                    paid = pay_for_post(chosen, price_of_post(offered, rivals), cadres, head, posts, people, purse, p)
                event = record(
                    journal, Event.APPOINTED, who=chosen, org=posts.organisation[post], amount=paid, because=posts.vacated[post],
                )  # fmt: skip
                if left >= 0:
                    posts.holder[left] = NOBODY
                    promoted = record(journal, Event.PROMOTED, who=chosen, org=posts.organisation[left], because=event)
                    posts.vacated[left] = promoted
                    if left == cadres or left == head:
                        cadres, head = cadre_department(county, posts, people, posts_in)
                posts.holder[post], posts.since[post], posts.bought_for[post] = chosen, month.number, paid
                posts.vacated[post] = 0
                people.post[chosen] = post
                change_workplace(chosen, post, posts, people, organisations, cells, cells_at, dice.cell)
                if needs_card(posts.kind[post]):
                    rank = min(COUNTY, max(UNIT, posts.rank[post]))
                    given[rank] += 1.0
                    prices[rank] += paid
                    if left < 0:
                        newcomers[rank] += 1.0
                        kind = background(people.sex[chosen], people.songbun[chosen], people.schooling[chosen])
                        by_background[kind] += 1.0
        learn_from_appointments(
            county, newcomers, given, prices, by_background, eligible, outlooks, outlooks_in, prospects, prospects_in, p
        )
