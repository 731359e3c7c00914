"""Lives: births, deaths, work and pension, and who comes after whom."""

import gc
import weakref

import numpy as np
import pytest

from allssam.engine import Pipeline
from allssam.mechanisms import households, lives
from allssam.mechanisms.lives import (
    Lives,
    can_succeed,
    child_id,
    is_pensioned_off,
    needs_kin,
    schooling_at_23,
    stays_at_work,
    takes_job,
    yearly_birth,
    yearly_death,
)
from allssam.observe.measures import observe_month
from allssam.world import SCHEMA, Event, Job, Office, Post, Schooling, Sex, Songbun, Standing
from hamlet import Hamlet, at_home, faults
from small_county import START, USD
from whole_country import country, world_of

LIVES = Pipeline(lives.grow_older, lives.leave_posts, lives.succeed)
TOGETHER = Pipeline(households.live_together, *LIVES)
ANCIENT = 111  # years at which people die this month


@pytest.fixture
def p():
    return Lives().in_month(START)


def live(world, months=1, **values):
    """Some months of lives; what was told as (kind, who, whom), people as ids."""
    told = []
    for _ in range(months):
        world.advance(LIVES, {"lives": Lives(**values).in_month(world.month)})
        events = world.events_of_month()
        if events is not None:
            told += [
                (Event(kind).name, int(who), int(whom))
                for kind, who, whom in zip(events.kind, events.who, events.whom, strict=True)
            ]
    return told


# ------------------------------------------------------------------------------------------------------------------ rules


def test_the_chance_to_die_is_high_at_birth_low_in_youth_and_rises_with_age(p):
    chances = [yearly_death(age, Sex.MAN, p) for age in (0, 10, 40, 60, 80)]

    assert chances[0] > 10 * chances[1]
    assert chances[1] < chances[2] < chances[3] < chances[4]


def test_women_outlive_men(p):
    assert all(yearly_death(age, Sex.WOMAN, p) < yearly_death(age, Sex.MAN, p) for age in range(1, 90))


def test_life_at_birth_is_as_long_as_the_census_found(p):
    for sex, years in ((Sex.MAN, 65.6), (Sex.WOMAN, 72.7)):
        alive = np.exp(-np.cumsum([yearly_death(age, sex, p) for age in range(110)]))

        assert 0.5 + alive.sum() == pytest.approx(years, abs=1.0)


def test_most_children_come_soon_after_the_wedding_and_none_late(p):
    assert yearly_birth(17, p) == 0.0
    assert yearly_birth(21, p) > yearly_birth(27, p) > yearly_birth(33, p) > yearly_birth(40, p) > 0.0
    assert yearly_birth(45, p) == 0.0


def test_a_childs_id_is_its_own_and_lies_far_above_ids_drawn_with_the_country():
    mothers, months = (1, 2, 25_000_000, child_id(7, START)), range(START, START + 150)
    ids = {child_id(mother, month) for mother in mothers for month in months}

    assert len(ids) == len(mothers) * len(months)
    assert min(ids) > 1_000_000_000
    assert max(ids) < 2**53


def test_boys_nearly_always_get_a_job_and_girls_often(p):
    assert takes_job(0.9, Sex.MAN, p)
    assert not takes_job(0.9, Sex.WOMAN, p)


def test_few_stay_at_work_past_the_pension_age(p):
    assert stays_at_work(0.05, 60, Sex.MAN, p)
    assert not stays_at_work(0.2, 60, Sex.MAN, p)
    assert stays_at_work(0.2, 55, Sex.WOMAN, p)


def test_officials_leave_at_sixty_and_those_of_the_centre_much_later(p):
    assert is_pensioned_off(60, 4, p)
    assert not is_pensioned_off(59, 4, p)
    assert not is_pensioned_off(75, 6, p)


def test_good_songbun_brings_home_more_graduates(p):
    lot = 0.12

    assert schooling_at_23(lot, Songbun.CORE, p) == Schooling.UNIVERSITY
    assert schooling_at_23(lot, Songbun.WAVERING, p) == Schooling.COLLEGE
    assert schooling_at_23(0.14, Songbun.HOSTILE, p) == Schooling.SECONDARY


def test_children_alone_and_the_very_old_alone_need_kin(p):
    assert needs_kin(0, 2, 12, p)
    assert needs_kin(1, 1, 80, p)
    assert not needs_kin(1, 1, 50, p)
    assert not needs_kin(2, 2, 80, p)


def test_a_business_needs_somebody_grown_free_and_without_a_post(p):
    assert can_succeed(Standing.FREE, 30, -1, -1, p)
    assert not can_succeed(Standing.PRISON, 30, -1, -1, p)
    assert not can_succeed(Standing.FREE, 15, -1, -1, p)
    assert not can_succeed(Standing.FREE, 30, 4, -1, p)
    assert not can_succeed(Standing.FREE, 30, -1, 2, p)


# ---------------------------------------------------------------------------------------------------------------- villages


def test_the_purse_stays_with_those_who_are_left():
    hamlet = Hamlet()
    old = hamlet.family(ANCIENT, 60, married=True, dollars=100)
    world = hamlet.world()
    live(world)

    assert world["people"]["standing"][old] == Standing.DEAD
    assert at_home(world, 0) == [old + 1]
    assert world["people"]["spouse"][old + 1] == -1
    assert world["accounts"]["balance"][world["households"]["account"][0]] == 100 * USD
    assert faults(world) == []


def test_the_last_purse_goes_to_the_household_of_a_grown_child_if_one_is_known():
    hamlet = Hamlet()
    hamlet.family(ANCIENT, dollars=100, capital=50)
    hamlet.family(40, 38, married=True, dollars=10)
    hamlet.rows["households"][0]["heir"] = 1
    world = hamlet.world()
    live(world)

    assert world["accounts"]["balance"][world["households"]["account"][1]] == 110 * USD
    assert world["households"]["capital"][1] == 50 * USD
    assert faults(world) == []


def test_without_kin_the_last_purse_goes_to_the_state():
    hamlet = Hamlet()
    hamlet.family(ANCIENT, dollars=100)
    hamlet.family(40, 38, married=True, dollars=10)
    world = hamlet.world()
    live(world)

    assert world["accounts"]["balance"][world["counties"]["state"][0]] == 100 * USD
    assert world["counties"]["households"][0] == 1
    assert faults(world) == []


def test_orphans_are_taken_in():
    hamlet = Hamlet()
    orphan = hamlet.family(ANCIENT, 8, dollars=100) + 1
    hamlet.family(40, 38, married=True, dollars=10)
    world = hamlet.world()
    live(world)

    assert world["people"]["household"][orphan] == 1
    assert world["accounts"]["balance"][world["households"]["account"][1]] == 110 * USD
    assert faults(world) == []


def test_a_very_old_widow_moves_in_with_her_grown_child():
    hamlet = Hamlet()
    widow = hamlet.family(ANCIENT, 80, married=True) + 1
    hamlet.family(50, 48, married=True)
    hamlet.rows["households"][0]["heir"] = 1
    world = hamlet.world()
    live(world)

    assert world["people"]["household"][widow] == 1
    assert faults(world) == []


def test_wives_have_children_who_take_spare_rows_and_their_fathers_songbun():
    hamlet = Hamlet()
    for _ in range(10):
        man = hamlet.family(26, 24, married=True)
        hamlet.rows["people"][man]["songbun"] = Songbun.CORE
    world = hamlet.world()
    live(world, months=24)
    people = world["people"]
    born = people["id"] > 1_000_000_000

    assert 3 <= born.sum() <= 19
    assert np.all(people["job"][born] == Job.CHILD)
    assert np.all(people["songbun"][born] == Songbun.CORE)
    assert faults(world) == []


def test_single_women_and_wives_of_prisoners_have_none():
    hamlet = Hamlet()
    for _ in range(10):
        hamlet.family(50, 24)
        man = hamlet.family(26, 24, married=True)
        hamlet.rows["people"][man]["standing"] = Standing.PRISON
    world = hamlet.world()
    live(world, months=24)

    assert not np.any(world["people"]["id"] > 1_000_000_000)


def test_who_leaves_school_takes_the_kind_of_work_done_at_home():
    hamlet = Hamlet()
    farm = hamlet.organisation(kind=Office.FARM)
    for _ in range(10):
        first = hamlet.family(44, 42, 16, married=True)
        hamlet.rows["people"][first].update(job=Job.FARM, workplace=farm)
        hamlet.rows["people"][first + 1].update(job=Job.NONE)
        hamlet.rows["people"][first + 2].update(job=Job.CHILD, birth=START - 12 * 16)
    hamlet.rows["organisations"][farm]["workers"] = 10
    world = hamlet.world()
    live(world)
    job, workplace = world["people"]["job"], world["people"]["workplace"]
    young = [row for row in range(30) if row % 3 == 2]

    assert all(job[row] in (Job.FARM, Job.NONE) for row in young)
    assert sum(job[row] == Job.FARM for row in young) >= 7
    assert world["organisations"]["workers"][farm] == np.sum(workplace == farm)


def test_an_official_of_sixty_leaves_his_post_and_one_who_dies_leaves_his_ties():
    hamlet = Hamlet()
    plant, manager, secretary = hamlet.plant()
    donju = hamlet.donju()
    hamlet.tie(manager, donju)
    hamlet.rows["people"][manager]["birth"] = START - 12 * ANCIENT
    hamlet.rows["people"][secretary]["birth"] = START - 12 * 60
    hamlet.rows["people"][donju]["birth"] = START - 12 * 40
    world = hamlet.world()
    told = live(world)
    posts = world["posts"]

    assert ("DIED", 1_000 + manager, -1) in told
    assert ("RETIRED", 1_000 + secretary, -1) in told
    assert ("TIE_ENDED", 1_000 + donju, 1_000 + manager) in told
    assert np.all(posts["holder"] == -1)
    assert np.all(posts["vacated"] > 0)
    assert world["people"]["job"][secretary] == Job.RETIRED


def test_a_donju_is_succeeded_at_home_and_the_heir_keeps_the_space():
    hamlet = Hamlet()
    plant, manager, secretary = hamlet.plant()
    donju = hamlet.donju(capital=20_000)
    home = hamlet.rows["people"][donju]["household"]
    heir = hamlet.add(
        "people", id=5_000, county=0, household=home, account=hamlet.rows["people"][donju]["account"], birth=START - 12 * 30,
        spouse=donju, sex=Sex.WOMAN, job=Job.NONE,
    )  # fmt: skip
    hamlet.rows["people"][donju].update(birth=START - 12 * ANCIENT, next_at_home=heir, spouse=heir)
    hamlet.rows["households"][home]["size"] = 2
    hamlet.lease(plant, donju)
    hamlet.tie(manager, donju)
    for official in (manager, secretary):
        hamlet.rows["people"][official]["birth"] = START - 12 * 40
    world = hamlet.world()
    told = live(world)

    assert ("SUCCEEDED", 5_000, 1_000 + donju) in told
    assert world["businesses"]["owner"][0] == heir
    assert world["people"]["business"][heir] == 0
    assert world["leases"]["tenant"][0] == heir
    assert not world["ties"]["open"][0]
    assert world["households"]["donju"][home]


def test_the_business_of_a_donju_without_kin_ends_with_him():
    hamlet = Hamlet()
    donju = hamlet.donju(capital=20_000)
    hamlet.rows["people"][donju]["birth"] = START - 12 * ANCIENT
    world = hamlet.world()
    told = live(world)

    assert ("DIED", 1_000 + donju, -1) in told
    assert not world["businesses"]["open"][0]
    assert world["people"]["business"][donju] == -1


# ------------------------------------------------------------------------------------------------------------ eight years


class Years:
    """A country of 30,000 people after eight years, and what was counted on the way."""

    def __init__(self):
        world = world_of(country(people=30_000))
        self.world, self.before = world, self.shares(world)
        self.people = int(world["counties"]["people"].sum())
        self.counted = {"born": 0, "died": 0, "married": 0}
        for month in range(96):
            if month % 12 == 0:
                world.relayout()
            world.advance(TOGETHER, {})
            for name in self.counted:
                self.counted[name] += int(world["counties"][name].sum())
        self.after = self.shares(world)

    @staticmethod
    def shares(world):
        people, homes = world["people"], world["households"]
        local = (people["standing"] < Standing.DEAD) & (people["county"] < world["counties"].count - 1)
        age = ((world.month - people["birth"].astype(int)) // 12)[local]
        woman, married = people["sex"][local] == Sex.WOMAN, people["spouse"][local] >= 0
        size = homes["size"][(homes["size"] > 0) & (homes["county"] < world["counties"].count - 1)]
        kinds = (Job.FARM, Job.INDUSTRY, Job.SERVICES)
        return {
            "young": np.mean(age < 15),
            "old": np.mean(age >= 65),
            "women": woman.mean(),
            "size": size.mean(),
            "alone": np.mean(size == 1),
            "wives": {low: married[woman & (age >= low) & (age < low + 5)].mean() for low in range(20, 45, 5)},
            "husbands": {low: married[~woman & (age >= low) & (age < low + 5)].mean() for low in range(20, 45, 5)},
            "jobs": [np.mean(people["job"][local][age >= 16] == kind) for kind in kinds],
        }

    def a_year(self, name):
        """So many in a thousand people a year."""
        return 1_000 * self.counted[name] / self.people / 8


@pytest.fixture(scope="module")
def years():
    return Years()


def test_after_eight_years_everything_still_holds_together(years):
    assert faults(years.world) == []


def test_the_age_pyramid_keeps_on_its_projected_course(years):
    assert 0.19 < years.after["young"] < 0.225  # from 23.2 %: smaller cohorts are born
    assert 0.088 < years.after["old"] < 0.105  # from 8.7 %


def test_births_deaths_and_growth_are_those_of_the_census(years):
    assert 13.0 < years.a_year("born") < 15.5
    assert 7.5 < years.a_year("died") < 10.0
    assert 0.003 < np.log(years.world["counties"]["people"].sum() / years.people) / 8 < 0.008


def test_the_sex_ratio_stays(years):
    assert years.after["women"] == pytest.approx(years.before["women"], abs=0.006)


def test_households_keep_their_size(years):
    assert years.after["size"] == pytest.approx(3.97, abs=0.15)
    assert years.after["alone"] == pytest.approx(years.before["alone"], abs=0.03)


def test_people_marry_at_the_ages_the_census_found(years):
    assert 6.0 < years.a_year("married") < 9.0
    for who in ("wives", "husbands"):
        for age, share in years.after[who].items():
            assert share == pytest.approx(years.before[who][age], abs=0.10), (who, age)


def test_jobs_keep_their_shares(years):
    for before, after in zip(years.before["jobs"], years.after["jobs"], strict=True):
        assert after == pytest.approx(before, abs=0.02)


def test_the_steps_say_what_they_do():
    assert TOGETHER.faults(SCHEMA) == []


def test_births_go_on_where_no_row_was_kept_for_them():
    world = world_of(country(people=10_000, spare_people=0.0, spare_households=0.0, least_spare=0))
    born = []
    for month in range(24):
        if month % 12 == 0:
            world.relayout()
        world.advance(TOGETHER, {})
        born.append(int(world["counties"]["born"].sum()))

    assert 200 < sum(born) < 380
    assert faults(world) == []


def test_columns_that_got_more_room_are_not_kept_beside_the_new_ones():
    world = world_of(country(people=10_000, spare_people=0.0, spare_households=0.0, least_spare=0))
    world.advance(TOGETHER, {})
    before = {
        (name, key): weakref.ref(column if column.base is None else column.base)
        for name in ("people", "households") for key, column in world[name].arrays.items()
    }  # fmt: skip
    world.relayout()
    gc.collect()

    still = {key: memory() for key, memory in before.items() if memory() is not None}
    replaced = [key for key, memory in still.items() if not np.shares_memory(memory, world[key[0]].arrays[key[1]])]
    assert replaced == []
    assert any(memory() is None for memory in before.values())


def test_rows_of_the_dead_are_used_again_unless_an_event_told_of_them():
    hamlet = Hamlet()
    forgotten, known = hamlet.family(ANCIENT), hamlet.official(hamlet.organisation(), Post.HEAD)
    hamlet.rows["people"][known]["birth"] = START - 12 * ANCIENT
    world = hamlet.world()
    live(world)
    world.relayout()

    assert world["people"]["standing"][forgotten] == Standing.UNBORN
    assert world["people"]["id"][forgotten] == 0
    assert world["people"]["standing"][known] == Standing.DEAD
    assert world["people"]["id"][known] == 1_000 + known


def test_measures_of_births_deaths_and_marriages_equal_what_the_people_say():
    world = world_of(country(people=20_000))
    counties, people = world["counties"], world["people"]
    for _ in range(3):
        before = int(counties["people"].sum())
        wives = np.sum(people["spouse"] >= 0) // 2
        flows = world.advance(TOGETHER, {})
        told = {(name, place): value for name, place, group, value, _ in observe_month(world, flows) if group == "all"}
        born = np.sum((people["birth"] == world.month - 1) & (people["id"] > 1_000_000_000))
        widowed_or_wed = np.sum(people["spouse"] >= 0) // 2 - wives

        assert told["births", "country"] == born > 0
        assert told["deaths", "country"] == before + born - told["population", "country"] > 0
        assert widowed_or_wed <= told["marriages", "country"] < 40
