"""Lives: people are born, grow up, grow old and die, and somebody comes after them.

Births go by the age of wives, deaths by age and sex, so that the structure the census counted keeps on its course.  The young leave school
for the kind of work their elders do, the old draw a pension, and officials leave their posts; a donju who dies is succeeded by kin, or his
business ends with him.  A household's purse stays with those who are left of it, then goes to a grown child's, and last to the state.
Left out: children of the unmarried, moves between counties, illness short of death, and what want does to births and deaths.
"""

import numpy as np

from allssam.engine import (
    Count,
    Number,
    Parameters,
    Share,
    chance,
    close,
    compiled,
    exponential,
    fetch,
    one_of,
    pair,
    param,
    record,
    rule,
    span,
    step,
    uniform,
)
from allssam.world import Cell, Event, Job, Schooling, Sex, Songbun, Standing
from allssam.world.acquaintance import other_end
from allssam.world.homes import (
    GROWN,
    MOST_AT_HOME,
    NOBODY,
    ages_at_home,
    change_cell,
    enter_home,
    find_cell,
    kin_of,
    leave_home,
    leave_job,
    take_off_lists,
    wind_up,
)  # fmt: skip
from allssam.world.lookups import ROUND, at_home, moving_turn_in, put_in_order, turn_in

OLDEST = 110  # years; tables by age end there
GRADUATE = 23  # years at which graduates have come home
CENTRE_RANK = 6
MOTHERS_BITS = 34  # an id drawn with the country takes no more
BORN_LATER = 1 << 46  # above every id made of a mother's id and a month
ID_SPAN = 1 << 52


class Lives(Parameters):
    """How long people live, how many children they have, and when they begin and end an official job."""

    births_at_20: Share = param(
        0.52, 0.1, 0.9, "a year", "Chance of a child of wives of 20",
        fact="F007", assumed="age pattern: children soon after marriage; level by children under five in the census",
    )  # fmt: skip
    births_at_25: Share = param(
        0.41, 0.1, 0.8, "a year", "Chance of a child of wives of 25", fact="F007", assumed="see births_at_20"
    )
    births_at_30: Share = param(
        0.20, 0.02, 0.6, "a year", "Chance of a child of wives of 30", fact="F007", assumed="see births_at_20"
    )
    births_at_35: Share = param(
        0.055, 0.0, 0.4, "a year", "Chance of a child of wives of 35", fact="F007", assumed="see births_at_20"
    )
    last_child: Count = param(
        45, 40, 55, "years", "Age of wives from which none are born", assumed="few children after 45 anywhere"
    )
    between_births: Count = param(
        11, 9, 36, "months", "Least time between two children in a household", assumed="a pregnancy and two months"
    )
    boys: Share = param(0.512, 0.48, 0.53, "of births", "Boys", fact="F004", assumed="105 boys to 100 girls")
    infant_deaths: Share = param(
        0.019, 0.005, 0.06, "of births", "Children who die in their first year",
        assumed="census of 2008 as remembered: 19.3",
    )  # fmt: skip
    early_deaths: Share = param(
        0.001, 0.0, 0.01, "a year", "Chance to die at any age, beside growing old",
        assumed="children and the young die seldom",
    )  # fmt: skip
    deaths_of_men: Share = param(
        0.023, 0.005, 0.06, "a year", "Chance of a man of 60 to die of age",
        fact="F007", assumed="gives 65.5 years of life at birth, the census of 2008 as remembered",
    )  # fmt: skip
    deaths_of_women: Share = param(
        0.0115, 0.003, 0.05, "a year", "Chance of a woman of 60 to die of age",
        fact="F007", assumed="gives 72.8 years of life at birth, the census of 2008 as remembered",
    )  # fmt: skip
    ageing_of_men: Number = param(
        0.085, 0.05, 0.13, "in logs a year", "How fast a man's chance to die rises with age",
        assumed="life tables (Gompertz)",
    )  # fmt: skip
    ageing_of_women: Number = param(
        0.10, 0.05, 0.13, "in logs a year", "How fast a woman's chance to die rises with age",
        assumed="life tables (Gompertz)",
    )  # fmt: skip
    men_take_job: Share = param(
        0.925, 0.5, 1.0, "of boys leaving school", "Boys who are given an official job", fact="F006"
    )
    women_take_job: Share = param(
        0.87, 0.4, 1.0, "of girls leaving school", "Girls who are given an official job", fact="F006"
    )
    women_stay: Share = param(
        0.29, 0.0, 1.0, "of working women of 55", "Women who go on working past the pension age",
        fact="F006", assumed="a quarter of all are at work then",
    )  # fmt: skip
    old_men_stay: Share = param(
        0.08, 0.0, 1.0, "of working men of 60", "Men who go on working past the pension age",
        fact="F006", assumed="7.3 % of the old are at work",
    )  # fmt: skip
    old_women_stay: Share = param(
        0.29, 0.0, 1.0, "of working women of 60", "Women at work at 60 who go on",
        fact="F006", assumed="7.3 % of the old are at work",
    )  # fmt: skip
    pension_women: Count = param(55, 50, 60, "years", "Age at which women may stop working", fact="F006")
    pension_men: Count = param(
        60, 55, 65, "years", "Age at which men may stop working, and all officials below the Centre", fact="F006"
    )
    pension_at_centre: Count = param(
        80, 65, 100, "years", "Age at which senior officials retire", assumed="the top rank serves into old age"
    )
    pension_of_secretaries: Count = param(
        65, 55, 90, "years", "Age at which secretaries of cells step down",
        assumed="an unpaid office, kept longer than a job",
    )  # fmt: skip
    university: Share = param(
        0.10, 0.0, 0.3, "of people of 23", "University graduates of the wavering class",
        assumed="as drawn with the country",
    )  # fmt: skip
    college: Share = param(
        0.10, 0.0, 0.3, "of people of 23", "Graduates of a college", assumed="as drawn with the country"
    )
    schooling_of_core: Number = param(
        1.7, 1.0, 4.0, "times", "University places of the core class", assumed="as drawn with the country"
    )
    schooling_of_hostile: Number = param(
        0.3, 0.0, 1.0, "times", "University places of the hostile class", assumed="as drawn with the country"
    )
    needs_care_from: Count = param(
        70, 55, 95, "years", "Age from which one left alone moves in with kin", assumed="few of the very old live alone"
    )
    succeeds_until: Count = param(
        70, 50, 90, "years", "Age up to which kin go on with a business",
        assumed="as markets has it for those who found one",
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------- birth and death


@rule(fact="F007", assumed="life tables follow Gompertz's law but for children")
def yearly_death(age, sex, p):
    """The chance to die is high for the newborn and low for the young; then each year of age raises it by the same factor."""
    if age == 0:
        return p.infant_deaths
    if sex == Sex.WOMAN:
        return p.early_deaths + p.deaths_of_women * exponential(p.ageing_of_women * (age - 60))
    return p.early_deaths + p.deaths_of_men * exponential(p.ageing_of_men * (age - 60))


@rule(fact="F007", assumed="straight lines between four ages")
def yearly_birth(age, p):
    """Wives have most of their children soon after the wedding; from 35 on there are few, and none after a last age."""
    if age < 18 or age >= p.last_child:
        return 0.0
    if age < 20:
        return p.births_at_20
    if age < 25:
        return p.births_at_20 + (p.births_at_25 - p.births_at_20) * (age - 20) / 5.0
    if age < 30:
        return p.births_at_25 + (p.births_at_30 - p.births_at_25) * (age - 25) / 5.0
    if age < 35:
        return p.births_at_30 + (p.births_at_35 - p.births_at_30) * (age - 30) / 5.0
    return p.births_at_35 * (p.last_child - age) / (p.last_child - 35.0)


@rule(fact="F007", assumed="the lot for the year is cast once in it, at another time for each neighbourhood")
def dies(lot, yearly_death):
    """Whoever's lot for the year lies below the chance of his age and sex dies."""
    return lot < yearly_death


@rule(fact="F007", assumed="the far end of the lot that decides on death: nobody bears a child in the month she dies")
def bears(lot, yearly_birth):
    """A wife whose lot for the year lies within the chance of her age has a child, if her husband is at home."""
    return 1.0 - lot <= yearly_birth and yearly_birth > 0.0


@rule(assumed="a number made of the mother's and the month is nobody else's, and does not depend on who else is born")
def child_id(mother, month):
    """A child's number is made of its mother's and the month of its birth."""
    if mother < 1 << MOTHERS_BITS:
        return (month << MOTHERS_BITS) + mother
    return BORN_LATER + pair(mother, month) % (ID_SPAN - BORN_LATER)


# ------------------------------------------------------------------------------------------------------- work and pension


@rule(fact="F006")
def takes_job(lot, sex, p):
    """Who leaves school is given an official job, boys nearly always, girls often."""
    return lot < (p.women_take_job if sex == Sex.WOMAN else p.men_take_job)


@rule(fact="F006", assumed="children of farm workers stay on the farm; other jobs run in families as far as places do")
def follows(job):
    """The young take the kind of work somebody grown at home does; only an official's child goes into services."""
    return job != Job.OFFICIAL


@rule(fact="F006")
def stays_at_work(lot, age, sex, p):
    """At the pension age most stop working, and some stay on."""
    if sex == Sex.WOMAN:
        return lot < (p.women_stay if age < p.pension_men else p.old_women_stay)
    return lot < p.old_men_stay


@rule(fact="F006", assumed="officials leave at the pension age of men, the top rank does not")
def is_pensioned_off(age, rank, p):
    """An official leaves his post when he reaches the pension age, at the Centre much later."""
    return age >= (p.pension_at_centre if rank >= CENTRE_RANK else p.pension_men)


@rule(assumed="places of higher schooling go by songbun, as in the country as drawn")
def schooling_at_23(lot, songbun, p):
    """Some of the young have come home from a university or a college by 23, those of good songbun more often."""
    favour = 1.0
    if songbun == Songbun.CORE:
        favour = p.schooling_of_core
    elif songbun == Songbun.HOSTILE:
        favour = p.schooling_of_hostile
    if lot < p.university * favour:
        return Schooling.UNIVERSITY
    if lot < p.university * favour + p.college:
        return Schooling.COLLEGE
    return Schooling.SECONDARY


# ------------------------------------------------------------------------------------------------------------- who is left


@rule(assumed="children and the very old do not keep house alone")
def needs_kin(grown, members, eldest, p):
    """Children without a grown-up, and one who is old and left alone, cannot keep house by themselves."""
    return grown == 0 or (members == 1 and eldest >= p.needs_care_from)


@rule(assumed="a business needs somebody grown, free and without a post, as when it was founded")
def can_succeed(standing, age, post, business, p):
    """A business goes to kin who are grown, free, in no office, and run none of their own."""
    return standing == Standing.FREE and 20 <= age < p.succeeds_until and post < 0 and business < 0


@compiled
def chances_by_age(p):
    """The chance of a year to die by sex and age, shape (2, ages), and that of a wife to bear a child by age."""
    mortal, fertile = np.zeros((2, OLDEST + 1)), np.zeros(OLDEST + 1)
    for age in range(OLDEST + 1):
        mortal[0, age] = min(1.0, yearly_death(age, Sex.MAN, p))
        mortal[1, age] = min(1.0, yearly_death(age, Sex.WOMAN, p))
        fertile[age] = yearly_birth(age, p)
    mortal[:, OLDEST] = 1.0
    return mortal, fertile


@compiled
def has_turning_year(age, p):
    """Whether this year of age may change one's place: leaving school, a degree, the pension ages."""
    return age == GROWN or age == GRADUATE or age == p.pension_women or age == p.pension_men


@compiled
def look_through(
    first, last, turns, births, standings, sexes, spouses, ids, month, mortal, fertile, die, dying, mothers, turning, p
):
    """One look at everybody of a county whose turn it is: who dies, who has a child, whose year of age matters; how many of each."""
    deaths, children, birthdays = 0, 0, 0
    now, women_now = turn_in(month), moving_turn_in(month)
    for person in range(first, last):
        turn = turns[person]
        if turn != now and turn != women_now:
            continue
        fetch((standings, births, sexes, spouses, ids), person + ROUND)
        if standings[person] >= Standing.DEAD:
            continue
        age, sex = min(OLDEST, (month.number - births[person]) // 12), sexes[person]
        lot = uniform(die, ids[person])
        if turn == now and dies(lot, mortal[sex, age]):
            dying[deaths] = person
            deaths += 1
        elif turn == women_now and sex == Sex.WOMAN and spouses[person] >= 0 and bears(lot, fertile[age]):
            mothers[children] = person
            children += 1
        if turn == now and has_turning_year(age, p) and not dies(lot, mortal[sex, age]):
            turning[birthdays] = person
            birthdays += 1
    return deaths, children, birthdays


@compiled
def spare_rows(first, last, standings, wanted):
    """The first rows of a county kept for those who are yet to be born, as many as are wanted or there are."""
    spare, number, person = np.empty(wanted, np.int64), 0, first
    while number < wanted and person < last:
        if standings[person] == Standing.UNBORN:
            spare[number] = person
            number += 1
        person += 1
    return spare[:number]


@compiled
def in_order_of_ids(found, number, ids):
    """Put the first people found in the order of their ids."""
    keys = np.empty(number, np.int64)
    for n in range(number):
        keys[n] = ids[found[n]]
    put_in_order(found, keys, number)


@compiled
def who_takes_in(home, people, households, counties, die):
    """A household of the county that takes in orphans without kin; by lot; NOBODY if there is none."""
    county, eldest, found, lowest = households.county[home], people.id[households.head[home]], NOBODY, 1.0
    first = counties.first_household[county]
    for other in range(first, first + counties.household_rows[county]):
        if other != home and 2 <= households.size[other] <= 5 and people.spouse[households.head[other]] >= 0:
            lot = uniform(die, pair(eldest, households.key[other]))
            if lot < lowest:
                found, lowest = other, lot
    return found


@compiled
def settle_house(home, people, households, counties, purse, p, die, month):
    """After a death: who is left goes on, or moves in with kin; nobody is left, and the purse goes where it must."""
    kin = kin_of(home, households)
    if households.size[home] > 0:
        grown, youngest, eldest = ages_at_home(home, people, households, month.number)
        if not needs_kin(grown, households.size[home], eldest, p) or households.donju[home]:
            return
        if kin < 0 and grown == 0:
            kin = who_takes_in(home, people, households, counties, die)
        if kin < 0 or households.size[kin] + households.size[home] > MOST_AT_HOME:
            return
    wind_up(home, kin, people, households, counties, purse)


@compiled
def model_at_home(person, people, households, die):
    """Somebody at home with an official job, after whom one who leaves school is placed; NOBODY if there is none."""
    home, seen, chosen = people.household[person], 0, NOBODY
    other = NOBODY
    for place in range(households.size[home]):
        other = at_home(place, other, households, home, people)
        if Job.FARM <= people.job[other] <= Job.OFFICIAL:
            seen += 1
            if one_of(die, pair(people.id[person], people.id[other]), seen) == 0:
                chosen = other
    return chosen


@compiled
def leave_school(person, people, households, organisations, cells, cells_at, cells_in, dice, p):
    """Somebody turns sixteen: a job of the kind that people at home have, and the cell that goes with it."""
    people.job[person] = Job.NONE
    model = model_at_home(person, people, households, dice.model)
    if takes_job(uniform(dice.job, people.id[person]), people.sex[person], p):
        people.job[person] = Job.SERVICES
        if model >= 0 and follows(people.job[model]):
            people.job[person], people.workplace[person] = people.job[model], people.workplace[model]
            if people.workplace[model] >= 0:
                organisations.workers[people.workplace[model]] += 1
    kind = Cell.MEN_AT_WORK if people.sex[person] == Sex.MAN else Cell.WOMEN_AT_WORK
    if people.job[person] == Job.NONE:
        kind = Cell.NEIGHBOURHOOD
    cell = find_cell(person, kind, people, households, cells, cells_at, cells_in, dice.cell)
    change_cell(person, people.cell[person], cell, people, cells)


@compiled
def may_have_child(mother, people, households, month, p):
    """Whether husband and wife live together, and no infant lies in the house."""
    father, home = people.spouse[mother], people.household[mother]
    if father < 0 or people.standing[father] != Standing.FREE or people.standing[mother] != Standing.FREE:
        return False
    if households.size[home] >= MOST_AT_HOME:
        return False
    _, youngest, _ = ages_at_home(home, people, households, month.number)
    if youngest > p.between_births // 12:
        return True
    person = NOBODY
    for place in range(households.size[home]):
        person = at_home(place, person, households, home, people)
        if month.number - people.birth[person] < p.between_births:
            return False
    return True


@compiled
def be_born(child, mother, people, households, month, dice, p):
    """A child takes a spare row: songbun comes from the father, and each trait from one of the parents."""
    father = people.spouse[mother]
    number = child_id(people.id[mother], month.number)
    people.id[child] = number
    people.turn[child] = people.turn[mother]
    people.standing[child] = Standing.FREE
    people.birth[child] = month.number
    people.sex[child] = Sex.MAN if chance(dice.boy, number, p.boys) else Sex.WOMAN
    people.songbun[child] = people.songbun[father]
    people.job[child] = Job.CHILD
    lot = one_of(dice.trait, number, 8)
    people.integrity[child] = people.integrity[father if lot % 2 == 0 else mother]
    people.market_sense[child] = people.market_sense[father if lot % 4 < 2 else mother]
    people.skill[child] = people.skill[father if lot < 4 else mother]
    enter_home(child, people.household[mother], people, households)


@step(
    visits="counties",
    changes=[
        "people.id", "people.turn", "people.standing", "people.birth", "people.sex", "people.songbun", "people.job", "people.integrity",
        "people.market_sense", "people.skill", "people.household", "people.account", "people.next_at_home", "people.spouse",
        "people.workplace", "people.cell", "people.days", "people.exempt", "people.schooling",
        "households.head", "households.size", "households.settled", "households.capital", "households.stall",
        "households.usual_income", "counties.people", "counties.households",
        "counties.stalls", "counties.born", "counties.died", "organisations.workers", "cells.people", "cells.members",
    ],
    draws=["fate", "boy", "trait", "job", "model", "cell", "stays", "schooling", "taken_in"],
    parameters=Lives,
)  # fmt: skip
def grow_older(
    counties, people, households, organisations, cells, cells_at, cells_in, purse, journal, p, dice, month
):  # fmt: skip
    """Every county: a look at everybody, then those who die, those whose birthday matters, and those who are born."""
    mortal, fertile = chances_by_age(p)
    for county in counties.rows:
        first, number = counties.first_person[county], counties.people_rows[county]
        if first < 0:
            continue
        dying, mothers, turning = np.empty(number, np.int64), np.empty(number, np.int64), np.empty(number, np.int64)
        deaths, children, birthdays = look_through(
            first, first + number, people.turn, people.birth, people.standing, people.sex, people.spouse, people.id, month,
            mortal, fertile, dice.fate, dying, mothers, turning, p,
        )  # fmt: skip
        spare = spare_rows(first, first + number, people.standing, children)
        in_order_of_ids(dying, deaths, people.id)  # a purse may go from house to house
        for n in range(deaths):
            person = dying[n]
            home = people.household[person]
            take_off_lists(person, Standing.DEAD, people, organisations, cells)
            leave_home(person, people, households)
            settle_house(home, people, households, counties, purse, p, dice.taken_in, month)
        in_order_of_ids(turning, birthdays, people.id)  # brothers and sisters look to one another
        for n in range(birthdays):
            person = turning[n]
            age, sex, job = (month.number - people.birth[person]) // 12, people.sex[person], people.job[person]
            if age == GROWN and job == Job.CHILD:
                leave_school(person, people, households, organisations, cells, cells_at, cells_in, dice, p)
            elif age == GRADUATE and people.schooling[person] == Schooling.SECONDARY:
                lot = uniform(dice.schooling, people.id[person])
                people.schooling[person] = schooling_at_23(lot, people.songbun[person], p)
            elif age >= p.pension_women and job != Job.OFFICIAL and (age >= p.pension_men or sex == Sex.WOMAN):
                at_work = Job.FARM <= job <= Job.SERVICES
                if not at_work or not stays_at_work(uniform(dice.stays, people.id[person]), age, sex, p):
                    leave_job(person, people, organisations)
                    people.job[person] = Job.RETIRED
        born = 0
        in_order_of_ids(mothers, children, people.id)  # of two in one house
        for n in range(children):
            mother = mothers[n]
            if born < len(spare) and may_have_child(mother, people, households, month, p):
                be_born(spare[born], mother, people, households, month, dice, p)
                father = people.spouse[mother]
                if (
                    people.post[mother] >= 0
                    or people.post[father] >= 0
                    or people.business[mother] >= 0
                    or people.business[father] >= 0
                ):
                    record(journal, Event.CHILD_BORN, who=mother, whom=father)
                born += 1
        counties.born[county], counties.died[county] = born, deaths
        counties.people[county] += born - deaths


# ---------------------------------------------------------------------------------------------------- posts and businesses


@compiled
def part_ties(person, because, ties, ties_of, people, journal):
    """The ties of somebody who has died end with him."""
    start, stop = span(ties_of, person)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if ties.open[tie]:
            close(ties, tie)
            record(journal, Event.TIE_ENDED, who=other_end(tie, person, ties), whom=person, because=because)


@compiled
def heir_of(owner, people, households, month, p):
    """Who goes on with the business of a donju who has died: the fittest of those left at home, or of his kin's; NOBODY if none can."""
    home = people.household[owner]
    if households.size[home] == 0:
        home = kin_of(home, households)
        if home < 0 or households.donju[home]:
            return NOBODY
    best, person = NOBODY, NOBODY
    for place in range(households.size[home]):
        person = at_home(place, person, households, home, people)
        age = (month.number - people.birth[person]) // 12
        if can_succeed(people.standing[person], age, people.post[person], people.business[person], p):
            if best == NOBODY or people.skill[person] > people.skill[best]:
                best = person
    return best


@step(
    changes=[
        "posts.holder", "posts.vacated", "people.post", "people.job", "people.workplace", "people.exempt", "ties.open",
        "organisations.workers",
    ],
    parameters=Lives,
)  # fmt: skip
def leave_posts(posts, people, organisations, ties, ties_of, journal, p, month):
    """Every post whose holder has died or reached the pension age: it falls vacant."""
    for post in posts.rows:
        holder = posts.holder[post]
        if holder < 0:
            continue
        age = (month.number - people.birth[holder]) // 12
        if people.standing[holder] == Standing.DEAD:
            posts.vacated[post] = record(journal, Event.DIED, who=holder, org=posts.organisation[post])
            part_ties(holder, posts.vacated[post], ties, ties_of, people, journal)
        elif people.standing[holder] == Standing.FREE and is_pensioned_off(age, posts.rank[post], p):
            posts.vacated[post] = record(journal, Event.RETIRED, who=holder, org=posts.organisation[post])
            leave_job(holder, people, organisations)
            people.job[holder] = Job.RETIRED
        else:
            continue
        posts.holder[post] = NOBODY
        people.post[holder] = NOBODY


@step(
    changes=[
        "businesses.owner", "businesses.open", "businesses.ended", "businesses.under_case", "people.business", "households.donju",
        "households.outlet", "leases.tenant", "cells.secretary", "ties.open",
    ],
    parameters=Lives,
)  # fmt: skip
def succeed(businesses, people, households, leases, leases_of, cells, ties, ties_of, journal, p, month):
    """Every cell whose secretary has died or grown old; every business whose owner has died: kin go on with it, or it ends."""
    for cell in cells.rows:
        secretary = cells.secretary[cell]
        if secretary < 0:
            continue
        age = (month.number - people.birth[secretary]) // 12
        if people.standing[secretary] == Standing.DEAD:
            if people.business[secretary] < 0:  # a donju's death is told with his business
                record(journal, Event.DIED, who=secretary)
            cells.secretary[cell] = NOBODY
        elif age >= p.pension_of_secretaries:
            cells.secretary[cell] = NOBODY
    dead, ids, number = np.empty(len(businesses.rows), np.int32), np.empty(len(businesses.rows), np.int64), 0
    for business in businesses.rows:
        if people.standing[businesses.owner[business]] == Standing.DEAD:
            dead[number], ids[number] = business, people.id[businesses.owner[business]]
            number += 1
    put_in_order(dead, ids, number)  # of owners: two may leave the same heir
    for business in dead[:number]:
        owner = businesses.owner[business]
        died = record(journal, Event.DIED, who=owner)
        part_ties(owner, died, ties, ties_of, people, journal)
        heir, home = heir_of(owner, people, households, month, p), people.household[owner]
        people.business[owner] = NOBODY
        outlet = households.outlet[home]
        households.donju[home], households.outlet[home] = False, 1.0
        if heir < 0:
            close(businesses, business)
            businesses.ended[business] = died
            continue
        record(journal, Event.SUCCEEDED, who=heir, whom=owner, because=died)
        businesses.owner[business], businesses.under_case[business] = heir, False
        people.business[heir] = business
        kin = people.household[heir]
        households.donju[kin], households.outlet[kin] = True, outlet
        start, stop = span(leases_of, owner)
        for at in range(start, stop):
            if leases.open[leases_of.row[at]]:
                leases.tenant[leases_of.row[at]] = heir
