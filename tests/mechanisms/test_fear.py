"""Fear: the rules by hand, and a Centre and a county of a few officials."""

import pytest

from allssam.engine import Pipeline, usd
from allssam.mechanisms import fear
from allssam.mechanisms.fear import (
    Fear,
    alarm_of_news,
    coldness_now,
    coldness_of,
    contentment_called_for,
    fear_now,
    gravity_of_absence,
    gravity_of_fate,
    heard_elsewhere,
    loyalty_called_for,
    loyalty_now,
    shown_loyalty,
    shows,
    stability_called_for,
    worth_of_post,
    would_rather_retreat,
)
from allssam.world import CENTRE, SCHEMA, Event, Office, Post, Purge, Sex, Standing, Tie
from courthouse import JUNE_2013

STEPS = (fear.hear, fear.take_to_heart, fear.show, fear.retreat, fear.take_stock)


@pytest.fixture
def p(numbers):
    return numbers(Fear)


def test_where_nobody_falls_nobody_is_afraid(p):
    assert alarm_of_news(0.0, 0.0, 0.0, 0.0, p) == 0
    assert fear_now(0.0, 0.0, p) == 0


def test_news_of_one_close_frightens_more_than_news_of_a_stranger(p):
    stranger = fear_now(0.0, alarm_of_news(0.001, 0.001, 0.001, 0.0, p), p)
    friend = fear_now(0.0, alarm_of_news(0.001, 0.001, 0.001, 0.8, p), p)

    assert 0 < stranger < 0.1
    assert friend > 0.4


def test_ones_own_office_and_rank_add_to_the_news(p):
    plain = alarm_of_news(0.001, 0.0, 0.0, 0.0, p)

    assert alarm_of_news(0.001, 0.002, 0.0, 0.0, p) > plain
    assert alarm_of_news(0.001, 0.0, 0.002, 0.0, p) > plain


def test_fear_fades_and_never_passes_full(p):
    later = 0.8
    for _ in range(12):
        later = fear_now(later, 0.0, p)

    assert later < 0.35
    assert fear_now(1.0, 5.0, p) <= 1


def test_fear_settles_between_nothing_and_all(p):
    """Five purges a month among three thousand seniors: a third of full fear or less."""
    settled = 0.0
    for _ in range(60):
        settled = fear_now(settled, alarm_of_news(0.0013, 0.0013, 0.0013, 0.0, p), p)

    assert 0.15 < settled < 0.5


def test_an_execution_frightens_most(p):
    assert (
        gravity_of_fate(Purge.EXECUTED, p)
        > gravity_of_fate(Purge.SENT_TO_CAMP, p)
        > gravity_of_fate(Purge.DEMOTED, p)
        > 0
    )


def test_an_empty_desk_frightens_by_what_became_of_its_holder(p):
    prison, dismissal = (
        gravity_of_absence(Standing.PRISON, False, False, p),
        gravity_of_absence(Standing.FREE, False, False, p),
    )

    assert prison > dismissal > 0
    assert gravity_of_absence(Standing.ABROAD, False, False, p) > 0
    assert gravity_of_absence(Standing.FREE, True, False, p) == 0
    assert gravity_of_absence(Standing.FREE, False, True, p) == 0
    assert gravity_of_absence(Standing.DEAD, False, False, p) == 0


def test_news_of_the_centre_comes_to_the_counties_later_and_less(p):
    heard, most = 0.0, 0.0
    for month in range(12):
        heard = heard_elsewhere(heard, 0.01 if month == 0 else 0.0, p)
        most = max(most, heard)

    assert 0 < most < 0.01
    assert heard < most


def test_only_noticeable_fear_shows(p):
    assert shows(0.2, p) == 0
    assert shows(0.8, p) > shows(0.5, p) > 0


def test_fear_turns_cold_first_where_the_ruler_looks_on_and_last_who_lives_by_favours(p):
    assert coldness_of(0.0, usd(50), True, p) == 0
    assert coldness_of(0.4, usd(50), True, p) > coldness_of(0.4, usd(50), False, p)
    assert coldness_of(0.4, usd(400), False, p) < 0.5 * coldness_of(0.4, usd(50), False, p)


def test_one_turns_cold_at_once_and_thaws_slowly(p):
    assert coldness_now(0.1, 0.6, p) == 0.6
    assert 0.4 < coldness_now(0.6, 0.0, p) < 0.6


def test_the_timid_retreat_from_a_post_the_bold_keep(p):
    assert would_rather_retreat(0.6, 0.2, usd(100), p)
    assert not would_rather_retreat(0.6, 0.9, usd(100), p)
    assert not would_rather_retreat(0.6, 0.2, usd(1_000), p)
    assert not would_rather_retreat(0.0, 0.0, usd(1), p)


def test_rank_is_worth_something_beside_its_takings(p):
    assert worth_of_post(usd(50), 6, 1.0, p) > worth_of_post(usd(50), 4, 1.0, p) > worth_of_post(usd(50), 3, 1.0, p)


def test_public_and_private_loyalty_part(p):
    calm, frightened = loyalty_called_for(usd(100), 0.0, p), loyalty_called_for(usd(100), 0.6, p)

    assert frightened < calm
    assert shown_loyalty(frightened, 0.6, p) > shown_loyalty(calm, 0.0, p) > calm


def test_loyalty_breaks_when_somebody_close_falls(p):
    assert loyalty_now(0.6, 0.6, 0.8, p) < 0.45
    assert loyalty_now(0.6, 0.6, 0.0, p) == pytest.approx(0.6)


def test_rewards_raise_loyalty(p):
    assert loyalty_called_for(usd(300), 0.0, p) > loyalty_called_for(usd(20), 0.0, p)


def test_tolerance_contents_and_campaigns_anger(p):
    usual = contentment_called_for(100.0, 100.0, 0.5, 0.0, p)

    assert contentment_called_for(150.0, 100.0, 0.5, 0.0, p) > usual
    assert contentment_called_for(100.0, 100.0, 0.9, 0.0, p) > usual
    assert contentment_called_for(100.0, 100.0, 0.5, 1.0, p) < usual


def test_the_grip_itself_makes_people_doubt(p):
    usual = stability_called_for(0.5, 0.05, 0.0, 0.5, p)

    assert stability_called_for(0.9, 0.05, 0.0, 0.5, p) < usual
    assert stability_called_for(0.5, 0.40, 0.0, 0.5, p) < usual
    assert stability_called_for(0.5, 0.05, 0.02, 0.5, p) < usual


# --------------------------------------------------------------------------------------------------------------- a small Centre


@pytest.fixture
def centre(make_county):
    """A ministry of twelve and a Central committee of twelve at the Centre; one of the ministry has a friend in the committee."""
    county = make_county()
    county.rows["counties"][0].update(place=CENTRE, rewards=1.0)
    county.cabinet, county.committee = county.office(Office.CABINET), county.office(Office.CENTRAL_PARTY)
    county.ministry = [county.official(county.cabinet, Post.CENTRAL_CADRE) for _ in range(12)]
    county.others = [county.official(county.committee, Post.CENTRAL_CADRE) for _ in range(12)]
    for post in county.rows["posts"]:
        post["rank"] = 6
        post["seen"] = post["holder"]
    return county


def strike(county, victim, fate=Purge.EXECUTED, friends=(), strength=0.9):
    """Somebody is struck down by hand, this month: his post is empty, his friends are under suspicion."""
    post = county.rows["people"][victim].pop("post")
    county.rows["posts"][post].update(holder=-1, vacated=0)
    county.rows["people"][victim]["standing"] = Standing.DEAD
    county.add(
        "purges",
        victim=victim,
        month=JUNE_2013,
        post=post,
        rank=6,
        office=county.rows["posts"][post]["office"],
        fate=fate,
        purged=1,
    )
    for friend in friends:
        county.add("suspicions", person=friend, victim=victim, post=post, strength=strength, since=JUNE_2013, purged=1)


def test_the_steps_have_no_faults():
    assert Pipeline(*STEPS).faults(SCHEMA) == []


def test_without_purge_and_penalty_nothing_moves(centre):
    centre.months(24, *STEPS)

    assert not centre.column("people.fear").any()
    assert not centre.column("people.coldness").any()
    assert centre.events() == []


def test_an_execution_frightens_the_office_more_than_others_and_a_friend_most(centre):
    strike(centre, centre.ministry[0], friends=[centre.others[0]])
    centre.months(1, fear.hear, values={"fear": Fear(of_place=2.0, of_office=2.0).in_month(JUNE_2013)})
    feared = centre.column("people.fear")
    office, strangers = feared[centre.ministry[1:]].mean(), feared[centre.others[1:]].mean()

    assert office > strangers > 0
    assert feared[centre.others[0]] >= 50
    assert centre.column("posts.alarm")[centre.column("people.post")[centre.others[0]]] == 1


def test_the_friends_loyalty_breaks_and_he_shows_more_than_he_feels(centre):
    friend = centre.others[0]
    strike(centre, centre.ministry[0], friends=[friend])
    centre.months(1, fear.hear, fear.take_to_heart)
    post = centre.column("people.post")[friend]

    assert centre.column("people.loyalty")[friend] < 40
    assert centre.column("posts.shown")[post] > centre.column("people.loyalty")[friend] + 30


def test_a_dismissal_is_seen_by_colleagues_a_month_later(centre):
    centre.open()
    posts, people = centre.world["posts"], centre.world["people"]
    dismissed = centre.ministry[0]
    posts["holder"][people["post"][dismissed]] = -1
    posts["vacated"][people["post"][dismissed]] = 1
    people["post"][dismissed] = -1
    centre.months(1, fear.hear)

    assert centre.column("people.fear")[centre.ministry[1:]].mean() > 3


def test_a_promotion_frightens_nobody(centre):
    centre.open()
    posts, people = centre.world["posts"], centre.world["people"]
    one, empty = centre.ministry[0], people["post"][centre.others[0]]
    posts["holder"][people["post"][one]], posts["holder"][empty] = -1, one
    people["post"][centre.others[0]], people["standing"][centre.others[0]] = -1, Standing.DEAD
    people["post"][one] = empty
    centre.months(1, fear.hear)

    assert not centre.column("people.fear").any()


def test_the_frightened_plead_illness_and_leave_their_post(centre):
    for person in centre.ministry:
        centre.rows["people"][person].update(fear=90, market_sense=10)
    centre.months(24, fear.retreat, values={"fear": Fear(retreats=0.3).in_month(JUNE_2013)})
    gone = [person for person in centre.ministry if centre.column("people.post")[person] < 0]

    assert len(gone) == 12
    assert centre.count(Event.RETREATED) == 12
    assert (centre.column("people.post")[centre.others] >= 0).all()
    assert (centre.column("people.fear")[gone] < 50).all()


def test_a_trivial_post_is_taken_where_there_is_one(make_county):
    county = make_county()
    plant, market = county.office(Office.FACTORY), county.office(Office.MARKET)
    manager = county.official(plant, Post.MANAGER, income=usd(60), fear=90, market_sense=0)
    keeper = county.official(market, Post.MARKET_MANAGER, income=usd(10))
    county.rows["posts"][1].update(rank=2, holder=-1)
    county.rows["people"][keeper].pop("post")
    county.rows["organisations"][plant]["workers"] = 1
    county.months(1, fear.retreat, values={"fear": Fear(retreats=1.0).in_month(JUNE_2013)})

    assert county.column("people.post")[manager] == 1
    assert county.column("posts.holder").tolist() == [-1, manager]
    assert county.column("organisations.workers").tolist() == [0, 1]


def test_a_man_does_not_retreat_to_the_womens_union(make_county):
    county = make_county()
    plant, union = county.office(Office.FACTORY), county.office(Office.WOMENS_UNION)
    manager = county.official(plant, Post.MANAGER, income=usd(60), fear=90, market_sense=0, sex=Sex.MAN)
    cadre = county.official(union, Post.UNION_CADRE, income=usd(10))
    county.rows["posts"][1].update(rank=2, holder=-1)
    county.rows["people"][cadre].pop("post")
    county.months(1, fear.retreat, values={"fear": Fear(retreats=1.0).in_month(JUNE_2013)})

    assert county.column("people.post")[manager] == -1
    assert county.column("posts.holder").tolist() == [-1, -1]


def test_a_colleague_notices(centre):
    for person in centre.ministry:
        centre.rows["people"][person]["fear"] = 90
    centre.rows["counties"][0]["alarm"] = 0.5
    centre.months(12, fear.show)
    pairs = {(who, whom) for _, who, whom, _ in centre.events(Event.FEAR_HINTED)}

    assert len(pairs) > 10
    assert all(who in centre.ministry and whom in centre.ministry for who, whom in pairs)


def test_the_centre_turns_cold_before_the_county(make_county):
    """Two counties: the Centre and one elsewhere; the purge is at the Centre."""
    county = make_county()
    county.rows["counties"][0].update(place=CENTRE)
    county.rows["counties"].append(dict(county.rows["counties"][0], county=1, place=1, **{
        key: county.account(sector) for key, sector in (("till", 1), ("state", 4), ("outside", 5), ("reform", 6))
    }))  # fmt: skip
    cabinet, committee = county.office(Office.CABINET), county.office(Office.PARTY_COMMITTEE)
    county.rows["organisations"][committee]["county"] = 1
    central = [county.official(cabinet, Post.CENTRAL_CADRE, income=usd(40)) for _ in range(20)]
    local = [county.official(committee, Post.INSTRUCTOR, income=usd(40), county=1) for _ in range(20)]
    for place, post in enumerate(county.rows["posts"]):
        post.update(seen=post["holder"], rank=6 if place < 20 else 3, county=0 if place < 20 else 1)
    strike(county, central[0])
    county.months(1, fear.hear, fear.take_to_heart)
    at_once = county.column("people.coldness")[central[1:]].mean(), county.column("people.coldness")[local].mean()
    county.months(3, fear.hear, fear.take_to_heart)

    assert at_once[0] > 2 * at_once[1]
    assert county.column("people.fear")[local].mean() > 0


def test_ties_carry_more_than_rank(centre):
    """A tie of strength 0.9 outweighs everything else there is in common."""
    strike(centre, centre.ministry[0], fate=Purge.DEMOTED, friends=[centre.others[0]])
    centre.rows["ties"].clear()
    centre.tie(centre.others[1], centre.others[2])
    centre.rows["ties"][0]["kind"] = Tie.CADRES
    centre.months(1, fear.hear)
    feared = centre.column("people.fear")

    assert feared[centre.others[0]] > 1.5 * feared[centre.others[1]]
