"""What people are: family background, schooling, official job, Party card, traits.

Left out: the army, whose soldiers in quarters the provinces' census leaves out too, and students, who count as
without a job.  Manufacturing is INDUSTRY; public services and the fifth of jobs in mining, building, transport and
trade are SERVICES.
"""

from typing import Any, NamedTuple

import numpy as np

from allssam.engine import NOBODY, Array
from allssam.population.draws import drawn, look_up, normal, quantiles
from allssam.population.families import MONTHS, YEARS, Families, pyramid
from allssam.population.places import CAPITAL, census
from allssam.world import Job, Party, Schooling, Sex, Songbun

LEAVES_SCHOOL, ADULT, GRADUATE = 16, 17, 23
CLASSES = len(Songbun)
WOMEN = int(Sex.WOMAN)
WOMEN_AT_CENTRE, CORE_AT_CENTRE = 0.05, 0.85  # of senior officials (assumed)

# Before 40 cards come late; after it, nearly level (F013: 88 % of members are 40 and above).
CARD_BY_AGE = np.interp(
    np.arange(YEARS), (0, ADULT, 22, 30, 39, 40, 60, 90, 110), (0.0, 0.02, 0.15, 0.6, 1.0, 1.0, 1.3, 1.3, 1.3)
)
CARD_BY_AGE[:ADULT] = 0.0
BOUGHT_BY_SONGBUN = (2.0, 1.0, 0.5)  # of the hostile, wavering and core class, relative (assumed)
MOST = 50.0  # odds of a card: nowhere does everybody have one

_PERCENT = np.arange(1, 100)
SENSE_TABLE = quantiles(_PERCENT, np.exp(-0.5 * ((_PERCENT - 50) / 18.0) ** 2))


class Tables(NamedTuple):
    """Chances by place (0 elsewhere, 1 Pyongyang), songbun, sex and age in years, flat; and traits by uniform."""

    songbun: Array
    schooling: Array
    member: Array
    integrity: Array


def integrity_table(strict: float) -> Array:
    """Most people stand low to middle, a strict minority above 70."""
    ordinary, going_by_the_book = np.arange(1, 71), np.arange(71, 100)
    easy = np.exp(-0.5 * ((ordinary - 30) / 16.0) ** 2)
    shares = np.append(
        (1 - strict) * easy / easy.sum(), np.full(len(going_by_the_book), strict / len(going_by_the_book))
    )
    return quantiles(_PERCENT, shares).astype(np.int8)


def tables(p: Any) -> Tables:
    """Chances that hold for the whole country, such that its totals are those of the census and of the Party."""
    capital = census()[CAPITAL] / census().sum()
    nation = np.array([p.hostile, 1 - p.hostile - p.core, p.core])
    inside = np.array([p.hostile_in_capital, 1 - p.hostile_in_capital - p.core_in_capital, p.core_in_capital])
    classes = np.clip(np.stack([(nation - capital * inside) / (1 - capital), inside]), 0.0, 1.0)
    classes /= classes.sum(axis=1, keepdims=True)

    favour = np.ones((2, CLASSES))
    favour[:, Songbun.CORE] = p.schooling_of_core
    favour[:, Songbun.HOSTILE] = p.schooling_of_hostile
    favour[1] *= p.schooling_of_core
    university = np.minimum(p.university * favour, 0.9)
    schooling = np.stack([university, np.minimum(university + p.college, 0.95)])

    by_age = _people_by_age(p.women)
    members = np.array([(p.members - capital * p.members_in_capital) / (1 - capital), p.members_in_capital])
    member = np.stack([_cards(members[place], classes[place], by_age, p) for place in (0, 1)])
    return Tables(np.cumsum(classes, axis=1), schooling, member, integrity_table(p.strict))


def _people_by_age(women: float) -> Array:
    """Share of people of each sex and age in years."""
    edges, first, width = pyramid(women)
    years, found = np.arange(YEARS), np.zeros((2, YEARS))
    for band, share in enumerate(np.diff(edges)):
        inside = (years * MONTHS >= first[band]) & (years * MONTHS < first[band] + width[band])
        found[2 * band // len(first)] += inside * share * MONTHS / width[band]
    return found


def _cards(wanted: float, classes: Array, by_age: Array, p: Any) -> Array:
    """Chance of a card by songbun, sex and age; members, and women and over-forties among them, are as counted."""
    people = classes[:, None, None] * by_age
    adults = people[:, :, ADULT:].sum()
    odds = (
        np.broadcast_to(CARD_BY_AGE, people.shape) * np.array([p.card_of_hostile, 1.0, p.card_of_core])[:, None, None]
    )
    card = odds / (1 + odds)
    for _ in range(200):
        held = people * card
        odds = odds * np.array([1.0, _odds(p.women_members) / _odds(held[:, WOMEN].sum() / held.sum())])[:, None]
        held = people * odds / (1 + odds)
        later = np.where(
            np.arange(YEARS) >= 40, _odds(p.members_over_forty) / _odds(held[:, :, 40:].sum() / held.sum()), 1.0
        )
        odds = odds * later
        held = people * odds / (1 + odds)
        odds = np.minimum(odds * _odds(wanted) / _odds(held.sum() / adults), MOST)
        card = odds / (1 + odds)
    return card


def _odds(share: float) -> float:
    share = min(max(float(share), 1e-6), 1 - 1e-6)
    return share / (1 - share)


def draw_persons(
    people: dict[str, Array],
    families: Families,
    household_ids: Array,
    capital: bool,
    urban: float,
    seed: int,
    t: Tables,
    p: Any,
) -> None:
    """Fill the columns of a county's people.  Songbun, and whether one lives in town, are matters of the household."""
    ids, sex, household = people["id"], families.sex, families.household
    years = families.age // MONTHS
    place = int(capital)
    songbun = np.searchsorted(t.songbun[place][:-1], drawn(seed, "songbun", household_ids), side="right").astype(
        np.int8
    )[household]
    people["sex"][:], people["songbun"][:] = sex, songbun

    school = drawn(seed, "schooling", ids)
    grown = years >= GRADUATE
    people["schooling"][grown & (school < t.schooling[1, place][songbun])] = Schooling.COLLEGE
    people["schooling"][grown & (school < t.schooling[0, place][songbun])] = Schooling.UNIVERSITY

    town = (drawn(seed, "lives_in_town", household_ids) < urban)[household]
    people["job"][:] = official_jobs(years, sex, town, families.married, drawn(seed, "job", ids), p)

    cell = (songbun.astype(np.int32) * 2 + sex) * YEARS + years
    card = drawn(seed, "party", ids)
    member = card < t.member[place].ravel()[cell]
    people["party"][:] = np.where(member, np.int8(Party.MEMBER), np.int8(Party.OUTSIDE))
    # The far end of the same draw: candidates are none of the members.
    people["party"][(card >= 1.0 - p.candidates) & ~member & (years >= 20) & (years < 45)] = Party.CANDIDATE

    bought = p.cards_bought * np.array(BOUGHT_BY_SONGBUN)[songbun]
    people["bought_card"][:] = member & (drawn(seed, "bought_card", ids) < bought)

    _draw_traits(people, seed, t, p)


def _draw_traits(people: dict[str, Array], seed: int, t: Tables, p: Any) -> None:
    """Traits are nobody's privilege: they know neither rank nor family."""
    ids = people["id"]
    people["integrity"][:] = look_up(t.integrity, drawn(seed, "integrity", ids))
    people["market_sense"][:] = look_up(SENSE_TABLE, drawn(seed, "market_sense", ids))
    np.exp(p.skill_spread * normal(seed, "skill", ids), out=people["skill"])


def draw_seniors(people: dict[str, Array], seed: int, t: Tables, p: Any) -> Families:
    """Fill the columns of the Centre's officials: members of 45 to 75, nearly all men, mostly of the core class."""
    ids = people["id"]
    age = np.floor((45 + 30 * drawn(seed, "age", ids) ** 1.3) * MONTHS).astype(np.int16)
    people["sex"][:] = drawn(seed, "sex", ids) < WOMEN_AT_CENTRE
    people["songbun"][:] = np.where(drawn(seed, "songbun", ids) < CORE_AT_CENTRE, Songbun.CORE, Songbun.WAVERING)
    people["schooling"][:] = Schooling.UNIVERSITY
    people["party"][:] = Party.MEMBER
    people["job"][:] = Job.OFFICIAL
    _draw_traits(people, seed, t, p)
    alone, nobody = np.zeros(len(ids), bool), np.full(len(ids), NOBODY)
    return Families(people["sex"], age, np.arange(len(ids)), alone, nobody)


def official_jobs(years: Array, sex: Array, town: Array, married: Array, draw: Array, p: Any) -> Array:
    """The official place of each person, whatever he or she lives on."""
    woman = sex == WOMEN
    chance = np.where(woman, np.where(town & married, p.wives_at_work, p.women_at_work), p.men_at_work)
    chance[woman & (years >= 55)] = p.women_late_at_work
    chance[years >= 60] = p.old_at_work
    chance[years < LEAVES_SCHOOL] = 0.0
    job = np.full(len(years), Job.NONE, np.int8)
    job[(years >= 60) | (woman & (years >= 55))] = Job.RETIRED
    job[years < LEAVES_SCHOOL] = Job.CHILD
    at_work = draw < chance
    branch = np.divide(draw, chance, out=np.zeros(len(draw)), where=at_work)
    farm = np.where(town, p.farm_in_town, p.farm_in_country)
    industry = farm + np.where(town, p.industry_in_town, p.industry_in_country)
    job[at_work] = np.where(branch < farm, Job.FARM, np.where(branch < industry, Job.INDUSTRY, Job.SERVICES))[at_work]
    return job
