"""Households: who marries whom, where couples live, and what they quarrel about.

Once grown, people look for a husband or a wife for a while each year; a man meets some of the women who look when he does, and both must
agree.  Suitors are preferred by the income one expects to live on with them, and by a taste of one's own.  What the Party takes of a
suitor's time counts against him, what he earns and what stands behind him counts for him.  A couple founds a household or moves in with
kin, and takes along a share of the purses they leave.  Left out: divorce, brides from other counties, and what parents arrange.
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
    exponential,
    fetch,
    logarithm,
    pair,
    param,
    pay,
    power,
    ratio,
    record,
    rule,
    step,
    uniform,
    usd,
    won,
)
from allssam.theory.matching import propose_in_turn
from allssam.world import Cell, Event, Flow, Job, Party, Sex, Standing
from allssam.world.homes import (
    MOST_AT_HOME,
    NOBODY,
    ages_at_home,
    change_cell,
    enter_home,
    find_cell,
    leave_home,
    wind_up,
)
from allssam.world.lookups import ROUND, moving_turn_in, put_in_order, turn_in

OLDEST = 110  # years; tables by age end there
ADULT = 18  # years from which people may marry
MOST_SUITORS = 24  # suitors a woman weighs in a month
TWO_22 = 1 << 22  # ids next to one another differ below it
KEY_SHIFT = 10  # a household's own number is made of a couple's and kept below 2 ** 53
EVEN = 0.5


class Households(Parameters):
    """Who looks, what counts, and where a couple goes."""

    women_from: Number = param(
        23.7, 18.0, 30.0, "years", "Age at which women begin to look for a husband",
        fact="F008", assumed="with the next four it gives the mean age at the first marriage",
    )  # fmt: skip
    men_from: Number = param(
        27.1, 18.0, 34.0, "years", "Age at which men begin to look for a wife", fact="F008", assumed="see women_from"
    )
    spread: Number = param(
        1.2, 0.2, 4.0, "years", "How far people differ in the age at which they begin",
        fact="F008", assumed="census curves are steep",
    )  # fmt: skip
    looks: Number = param(
        0.75, 0.1, 1.0, "of the unmarried, a year", "Who looks for somebody, at the ages at which most do",
        fact="F008", assumed="set on the share of wives and husbands by age",
    )  # fmt: skip
    women_until: Count = param(
        42, 30, 70, "years", "Age at which women look no more", assumed="they look less and less from 30 on"
    )
    men_until: Count = param(
        48, 30, 75, "years", "Age at which men look no more", assumed="they look less and less from 35 on"
    )
    meets: Count = param(5, 1, 20, "women", "Women a man meets in a month he looks", assumed="a handful")
    older: Number = param(
        2.7, 0.0, 8.0, "years", "How much older men are than the women they meet",
        fact="F008", assumed="as in couples drawn",
    )  # fmt: skip
    apart: Number = param(
        5.0, 0.5, 15.0, "years", "Range of ages a man meets", assumed="few couples are ten years apart"
    )
    for_income: Number = param(
        1.5, 0.0, 6.0, "per log income", "How much expected income counts beside taste",
        claim="household-marriage-market", assumed="taste and income weigh about alike",
    )  # fmt: skip
    least: Number = param(
        0.3, -5.0, 5.0, "taste", "Liking below which one would rather wait", assumed="half of those met do not please"
    )
    labour_base: Money = param(
        usd(300), usd(100), usd(600), "won", "Capital's worth of bare hands", assumed="the same as markets.labour_base"
    )
    returns_to_capital: Number = param(
        0.50, 0.3, 0.8, "exponent", "Returns to a household's goods", assumed="the same as markets.returns_to_capital"
    )
    least_income: Share = param(
        0.1, 0.01, 1.0, "of a full month's wage", "What anybody is thought to bring home",
        assumed="nobody brings nothing",
    )  # fmt: skip
    own_home: Share = param(
        0.43, 0.0, 1.0, "of couples", "Couples who found a household of their own",
        fact="F003", assumed="set on the mean size of households; the others move in with his parents",
    )  # fmt: skip
    leaves_job: Share = param(
        0.33, 0.0, 1.0, "of brides at work in towns", "Brides who give up the official job",
        claim="household-division", fact="F006", assumed="87 % of single women and 58 % of wives in towns have one",
    )  # fmt: skip
    quarrel: Number = param(
        0.048, 0.0, 0.6, "a year", "Chance of a quarrel where the Party takes all a household could earn",
        claim="household-husband-supplies", assumed="an event worth telling is rare",
    )  # fmt: skip


@rule(fact="F008", assumed="ages at which people begin to look are logistic; interest wanes in a straight line")
def looks_around(age, sex, p):
    """Around a certain age, men later than women, people begin to look for somebody; those left over look less and less."""
    begins = p.women_from if sex == Sex.WOMAN else p.men_from
    until = p.women_until if sex == Sex.WOMAN else p.men_until
    wanes_from = begins + 0.4 * (until - begins)
    if age < ADULT or age >= until:
        return 0.0
    ready = 1.0 / (1.0 + exponential((begins - age - EVEN) / p.spread))
    waned = max(0.0, age - wanes_from) / (until - wanes_from)
    return p.looks * ready * (1.0 - waned)


@rule("household-marriage-market", "household-husband-supplies")
def income_with(wage, skill, goods, pension, attendance_cost, p):
    """With a suitor one expects what he can earn, with the goods behind him, and what his post brings, less what the Party's dates cost."""
    earns = wage * skill * power(1.0 + goods / p.labour_base, p.returns_to_capital)
    return max(p.least_income * wage, earns + pension - attendance_cost)


@rule("household-marriage-market", assumed="taste is Gumbel: choices among suitors are logit")
def liking(lot, income, usual, p):
    """How much one likes a suitor: income, beside what others would bring, and a taste of one's own."""
    taste = -logarithm(-logarithm(max(lot, 1e-12)))
    return p.for_income * logarithm(ratio(income, usual)) + taste


@rule("household-marriage-market")
def accepts_suitor(liked, p):
    """One would rather wait than take somebody one does not like."""
    return liked >= p.least


@rule("household-division", fact="F006")
def gives_up_job(lot, husbands_job, p):
    """In towns a bride often gives up the official job, to keep the family by the market; on farms both work."""
    return husbands_job != Job.FARM and lot < p.leaves_job


@rule("household-husband-supplies")
def quarrels(lot, attendance_cost, usual_income, p):
    """Husband and wife quarrel over the trips he cannot make, the more, the larger the part of their income that costs them."""
    return lot < p.quarrel * min(1.0, ratio(attendance_cost, usual_income))


@compiled
def chances_to_look(p):
    """The chance to look for somebody when it is one's turn, once a year, by sex and age, shape (2, ages)."""
    found = np.zeros((2, OLDEST + 1))
    for age in range(OLDEST + 1):
        found[0, age] = looks_around(age, Sex.MAN, p)
        found[1, age] = looks_around(age, Sex.WOMAN, p)
    return found


@compiled
def look_round(
    first, last, turns, births, standings, sexes, spouses, parties, ids, month, looking, die, men, women, couples
):
    """One look at everybody of a county whose turn it is: men and women who look for somebody, Party husbands; how many of each.

    Men's turns move from year to year, so that neighbourhoods do not marry among themselves.
    """
    suitors, brides, husbands = 0, 0, 0
    his_turn, her_turn = moving_turn_in(month), turn_in(month)
    for person in range(first, last):
        turn = turns[person]
        if turn != his_turn and turn != her_turn:
            continue
        fetch((sexes, standings, spouses, parties, births, ids), person + ROUND)
        sex = sexes[person]
        if turn != (his_turn if sex == Sex.MAN else her_turn) or standings[person] != Standing.FREE:
            continue
        if spouses[person] >= 0:
            if sex == Sex.MAN and parties[person] == Party.MEMBER:
                couples[husbands] = person
                husbands += 1
            continue
        chance_now = looking[sex, min(OLDEST, (month.number - births[person]) // 12)]
        if chance_now > 0.0 and uniform(die, ids[person]) < chance_now:
            if sex == Sex.MAN:
                men[suitors] = person
                suitors += 1
            else:
                women[brides] = person
                brides += 1
    return suitors, brides, husbands


@compiled
def worth_of(person, people, households, posts, wage, p):
    """What one expects to live on with somebody, whole won a month."""
    home = people.household[person]
    goods = households.capital[home] / max(1, households.size[home])
    post, cost = people.post[person], 0
    pension = posts.usual_takings[post] if post >= 0 else 0.0
    if people.party[person] == Party.MEMBER or people.party[person] == Party.CANDIDATE:
        cost = people.attendance_cost[person]
    return won(income_with(wage, people.skill[person], goods, pension, cost, p))


@compiled
def in_keyed_order(rows, ids, die):
    """Put people in the order of this month's lot."""
    keys = np.empty(len(rows))
    for n in range(len(rows)):
        keys[n] = uniform(die, ids[rows[n]])
    put_in_order(rows, keys, len(rows))


@compiled
def by_age(rows, births, ids):
    """Put people in order from old to young, then by id; returns the month of birth of each."""
    months = np.empty(len(rows))
    for n in range(len(rows)):
        months[n] = births[rows[n]] + ids[rows[n]] % TWO_22 / (2.0 * TWO_22)
    put_in_order(rows, months, len(rows))
    return months


@compiled
def usual_worth(worth):
    """The mean of what people bring; whole won are added up, so that the order cannot matter."""
    total = 0
    for one in worth:
        total += one
    return max(1.0, ratio(total, len(worth)))


@compiled
def one_of_about(births, wanted, lot):
    """One of the women born within a year of a month, by lot, or the one born next after it; births are in order."""
    first, last = np.searchsorted(births, wanted - 12.0), np.searchsorted(births, wanted + 12.0)
    if first == last:
        return min(first, len(births) - 1)
    return first + min(last - first - 1, int(lot * (last - first)))


@compiled
def meet(men, women, births, people, his_worth, her_worth, dice, p):
    """Whom each man who looks has met and likes, the best first, and how each woman ranks those who like her; NOBODY ends a list."""
    wishes = np.full((len(men), p.meets), NOBODY, np.int64)
    offers, liked = np.full((len(women), MOST_SUITORS), NOBODY, np.int64), np.zeros((len(women), MOST_SUITORS))
    usual_man, usual_woman = usual_worth(his_worth), usual_worth(her_worth)
    likes = np.empty(p.meets)
    for suitor in range(len(men)):
        man, number = men[suitor], 0
        for n in range(p.meets):
            key = pair(people.id[man], n)
            wanted = people.birth[man] + 12.0 * (p.older + p.apart * (uniform(dice.age, key) - EVEN))
            bride = one_of_about(births, wanted, uniform(dice.met, key))
            woman = women[bride]
            is_met = people.household[woman] == people.household[man] or (
                people.business[man] >= 0 and people.business[woman] >= 0
            )
            for place in range(number):
                is_met = is_met or wishes[suitor, place] == bride
            if is_met or abs(births[bride] - wanted) > 12.0 * p.apart:
                continue
            taste = uniform(dice.his_taste, pair(people.id[man], people.id[woman]))
            his = liking(taste, her_worth[bride], usual_woman, p)
            taste = uniform(dice.her_taste, pair(people.id[woman], people.id[man]))
            hers = liking(taste, his_worth[suitor], usual_man, p)
            if not accepts_suitor(his, p) or not accepts_suitor(hers, p):
                continue
            place = number
            while place > 0 and likes[place - 1] < his:
                wishes[suitor, place], likes[place] = wishes[suitor, place - 1], likes[place - 1]
                place -= 1
            wishes[suitor, place], likes[place] = bride, his
            number += 1
            rank(suitor, hers, offers[bride], liked[bride])
    return wishes, offers


@compiled
def rank(suitor, hers, offers, liked):
    """Put a suitor among those of a woman, the best first; of too many the last is forgotten."""
    place = len(offers) - 1
    if offers[place] != NOBODY and liked[place] >= hers:
        return
    while place > 0 and (offers[place - 1] == NOBODY or liked[place - 1] < hers):
        offers[place], liked[place] = offers[place - 1], liked[place - 1]
        place -= 1
    offers[place], liked[place] = suitor, hers


@compiled
def spare_home(county, before, counties, households):
    """The last spare row of households of a county below a row; NOBODY if there is none."""
    home = before - 1
    while home >= counties.first_household[county]:
        if households.size[home] == 0 and households.key[home] == 0:
            return home
        home -= 1
    return NOBODY


@compiled
def take_portion(person, to, people, households, purse):
    """Who moves out takes along a share of the purse, and of the goods unless a donju's business is at stake."""
    home = people.household[person]
    members = households.size[home]
    account = households.account[home]
    pay(purse, account, households.account[to], purse.balance[account] // members, Flow.PORTION)
    if not households.donju[home]:
        goods, usual = households.capital[home] // members, households.usual_income[home] // members
        households.capital[home] -= goods
        households.capital[to] += goods
        households.usual_income[home] -= usual
        households.usual_income[to] += usual
    if households.heir[home] < 0 or households.size[households.heir[home]] == 0:
        households.heir[home] = to
    leave_home(person, people, households)
    enter_home(person, to, people, households)


@compiled
def join_home(person, to, people, households, counties, purse, month):
    """Somebody moves into a spouse's household; children who would be left alone come along."""
    home = people.household[person]
    grown, _, _ = ages_at_home(home, people, households, month.number)
    if grown > 1:
        take_portion(person, to, people, households, purse)
    else:
        wind_up(home, to, people, households, counties, purse)


@compiled
def set_up_house(man, woman, home, people, households, counties):
    """A couple takes a spare row of households: its own number, nothing in the purse yet, and the luck of his family in trade."""
    households.key[home] = pair(people.id[man], people.id[woman]) >> KEY_SHIFT
    households.luck[home] = households.luck[people.household[man]]
    households.outlet[home] = 1.0
    counties.households[people.county[man]] += 1


@compiled
def bound_to_home(person, people, households, month):
    """Whether somebody runs a business at home, and whether he is the only grown-up there: who marries him moves in."""
    grown, _, _ = ages_at_home(people.household[person], people, households, month.number)
    return people.business[person] >= 0, grown == 1


@compiled
def wed(man, woman, spare, people, households, counties, purse, dice, p, month):
    """Two marry: they found a household or one joins the other's; returns where the next spare row may lie."""
    his, hers = people.household[man], people.household[woman]
    he_trades, he_is_alone = bound_to_home(man, people, households, month)
    she_trades, she_is_alone = bound_to_home(woman, people, households, month)
    he_stays, she_stays = he_trades or he_is_alone, she_trades or she_is_alone
    crowded = households.size[his] + 1 > MOST_AT_HOME
    wants_own = chance(dice.own_home, pair(people.id[man], people.id[woman]), p.own_home)
    county, after = people.county[man], spare
    if not he_stays and not she_stays and (wants_own or crowded):
        home = spare_home(county, spare, counties, households)
        if home >= 0:
            set_up_house(man, woman, home, people, households, counties)
            take_portion(man, home, people, households, purse)
            take_portion(woman, home, people, households, purse)
            after = home
        else:
            join_home(woman, his, people, households, counties, purse, month)
    elif she_trades or (she_is_alone and not he_stays):
        join_home(man, hers, people, households, counties, purse, month)
    else:
        join_home(woman, his, people, households, counties, purse, month)
    people.spouse[man], people.spouse[woman] = woman, man
    return after


@compiled
def keep_house(woman, people, households, organisations, cells, cells_at, cells_in, die):
    """A bride gives up the official job: she is off the list of her workplace, and belongs to a cell of the neighbourhood."""
    if people.workplace[woman] >= 0:
        organisations.workers[people.workplace[woman]] -= 1
        people.workplace[woman] = NOBODY
    people.job[woman], people.exempt[woman] = Job.NONE, False
    new = find_cell(woman, Cell.NEIGHBOURHOOD, people, households, cells, cells_at, cells_in, die)
    change_cell(woman, people.cell[woman], new, people, cells)


@step(
    visits="counties",
    changes=[
        "people.household", "people.account", "people.next_at_home", "people.spouse", "people.job", "people.workplace", "people.exempt",
        "households.key", "households.head", "households.size", "households.settled", "households.heir", "households.luck",
        "households.outlet", "households.capital", "households.stall", "households.usual_income", "counties.households",
        "counties.stalls", "counties.married",
        "organisations.workers", "people.cell", "cells.people", "cells.members",
    ],
    draws=["looks", "turn", "age", "met", "his_taste", "her_taste", "own_home", "job", "cell"],
    parameters=Households,
)  # fmt: skip
def live_together(
    counties, people, households, posts, organisations, cells, cells_at, cells_in, purse, journal, p, dice, month
):
    """Every county: Party husbands whose wives quarrel with them; those who look for somebody meet, and couples marry."""
    looking = chances_to_look(p)
    for county in counties.rows:
        first, number = counties.first_person[county], counties.people_rows[county]
        if first < 0:
            continue
        men, women, couples = np.empty(number, np.int32), np.empty(number, np.int32), np.empty(number, np.int32)
        suitors, brides, husbands = look_round(
            first, first + number, people.turn, people.birth, people.standing, people.sex, people.spouse, people.party, people.id,
            month, looking, dice.looks, men, women, couples,
        )  # fmt: skip
        for n in range(husbands):
            man = couples[n]
            wife, home = people.spouse[man], people.household[man]
            if (
                people.standing[man] != Standing.FREE
                or people.days[wife] == 0
                or people.covered_until[man] >= month.number
                or people.standing[wife] != Standing.FREE
            ):
                continue
            if quarrels(
                uniform(dice.looks, people.id[man]), people.attendance_cost[man], households.usual_income[home], p
            ):
                record(journal, Event.COUPLE_QUARRELLED, who=man, whom=wife, amount=people.attendance_cost[man])
        counties.married[county] = 0
        if suitors == 0 or brides == 0:
            continue
        men, women = men[:suitors], women[:brides]
        in_keyed_order(men, people.id, dice.turn)
        births = by_age(women, people.birth, people.id)
        his_worth, her_worth = np.empty(suitors, np.int64), np.empty(brides, np.int64)
        for n in range(suitors):
            his_worth[n] = worth_of(men[n], people, households, posts, counties.wage[county], p)
        for n in range(brides):
            her_worth[n] = worth_of(women[n], people, households, posts, counties.wage[county], p)
        wishes, offers = meet(men, women, births, people, his_worth, her_worth, dice, p)
        partners = propose_in_turn(wishes, offers)
        spare = counties.first_household[county] + counties.household_rows[county]
        for n in range(suitors):
            if partners[n] == NOBODY:
                continue
            man, woman = men[n], women[partners[n]]
            spare = wed(man, woman, spare, people, households, counties, purse, dice, p, month)
            counties.married[county] += 1
            works = Job.FARM <= people.job[woman] <= Job.SERVICES
            if works and gives_up_job(uniform(dice.job, people.id[woman]), people.job[man], p):
                keep_house(woman, people, households, organisations, cells, cells_at, cells_in, dice.cell)
            if (
                people.post[man] >= 0
                or people.post[woman] >= 0
                or people.business[man] >= 0
                or people.business[woman] >= 0
            ):
                record(journal, Event.MARRIED, who=woman, whom=man)
