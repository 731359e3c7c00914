"""Fear: what news of those struck down does to other cadres, and what people of a county come to think.

News spreads by what one has in common with a victim: the same office, the same place, the same rank, a tie.  The Centre hears
first; what is heard in the provinces comes later and is less.  Fear fades.  It shows; it turns cadres cold to favours, makes some
plead illness and take a trivial post, and makes all of them show more loyalty than they feel.  Nobody fears who has heard of
nobody's fall.
Left out: what people fear for others than themselves, and whether their fear is justified.
"""

import numpy as np

from allssam.engine import (
    Money,
    Number,
    Parameters,
    Share,
    chance,
    compiled,
    exponential,
    logarithm,
    pair,
    param,
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
from allssam.world import CENTRE, Event, Job, Purge, Standing
from allssam.world.circles import circle_of_cadres, colleague, offices_of
from allssam.world.lookups import BRANCHES, NOBODY, at_work, branch_of, in_service, is_open_to, needs_card

PERCENT = 0.01
GRAVE = 1_000  # the gravity of an execution: whole numbers, so that sums do not hang on the order of rows
RANKS = 8
UNIT, OFFICE = 2, 3  # ranks of posts


class Fear(Parameters):
    """What frightens, how fast it fades, and what frightened people do."""

    fades: Share = param(
        0.1,
        0.01,
        1.0,
        "per month",
        "Part of fear that is gone a month later",
        fact="F218",
        assumed="half in five months",
    )
    camp: Share = param(
        0.8, 0.0, 1.0, "of an execution", "How much a camp frightens others", assumed="nobody comes back"
    )
    demotion: Share = param(
        0.4, 0.0, 1.0, "of an execution", "How much a demotion frightens others", assumed="one lives"
    )
    prison: Share = param(
        0.4, 0.0, 1.0, "of an execution", "How much a cadre's prison term frightens others", assumed="one comes back"
    )
    dismissal: Share = param(
        0.15, 0.0, 1.0, "of an execution", "How much a dismissal frightens others", assumed="a livelihood"
    )
    flight: Share = param(
        0.15, 0.0, 1.0, "of an execution", "How much it frightens others that one has fled: they will be asked",
        claim="flight-disappearance", assumed="as a dismissal: some think him arrested",
    )  # fmt: skip
    of_place: Number = param(
        20.0,
        0.0,
        200.0,
        "per share of cadres struck",
        "What news of one's own county, or of the Centre, adds",
        assumed="a trial",
    )
    of_office: Number = param(
        20.0,
        0.0,
        200.0,
        "per share of its cadres struck",
        "What news of one's own office adds",
        claim="flight-cascade",
        assumed="a trial",
    )
    of_rank: Number = param(
        4.0,
        0.0,
        200.0,
        "per share of that rank struck",
        "What news of one's own rank adds",
        claim="flight-cascade",
        assumed="a trial",
    )
    most_at_once: Share = param(
        0.5, 0.0, 3.0, "in logs", "Most that news of people one has nothing but a place or an office in common with adds in a month",
        assumed="a small office must not be worse than a friend",
    )  # fmt: skip
    of_tie: Number = param(
        0.7, 0.0, 5.0, "at full closeness", "What the fall of somebody one is known to be close to adds",
        claim="ssam-word-gets-around", assumed="halves what one had felt safe of",
    )  # fmt: skip
    from_centre: Share = param(
        0.6,
        0.0,
        1.0,
        "of what it does there",
        "How much news of the Centre frightens cadres elsewhere",
        claim="fear-coldness",
        assumed="a trial",
    )
    travels: Share = param(
        0.3,
        0.02,
        1.0,
        "per month",
        "How fast news of the Centre reaches the counties",
        claim="fear-coldness",
        assumed="a season",
    )
    shows: Share = param(
        0.3,
        0.0,
        1.0,
        "per month, in full fear",
        "Chance that a colleague notices",
        claim="fear-hints",
        assumed="a trial",
    )
    noticed_from: Share = param(
        0.3, 0.0, 1.0, "of full fear", "Fear below which nothing shows", assumed="people hide it"
    )
    lure: Money = param(
        usd(100), usd(5), usd(2_000), "won a month", "Takings that halve what fear does to a cadre's readiness for favours",
        assumed="about what a county office brings twice over",
    )  # fmt: skip
    seen_at_centre: Share = param(
        0.25,
        0.0,
        2.0,
        "of fear",
        "How much more guarded cadres are where the ruler looks on",
        claim="fear-coldness",
        assumed="a trial",
    )
    thaws: Share = param(
        0.25, 0.01, 1.0, "per month", "How fast coldness goes when fear has gone", fact="F218", assumed="some months"
    )
    dread: Money = param(
        usd(500),
        0,
        usd(10_000),
        "won a month",
        "What full fear would make a post not worth having",
        claim="fear-retreat",
        assumed="a trial",
    )
    retreats: Share = param(
        0.04, 0.0, 1.0, "per month", "Chance that one who would rather retreat finds a way", fact=("F219", "F220"),
        assumed="to resign is dangerous, and an illness must be believed",
    )  # fmt: skip
    relief: Share = param(
        0.5, 0.0, 1.0, "of fear", "Fear left in a trivial post", claim="fear-retreat", assumed="out of sight"
    )
    privilege: Money = param(
        usd(40), 0, usd(1_000), "won a month and rank", "What rank itself is worth from the county upward: housing, supplies, schools",
        claim="ruler-calculus", assumed="no source",
    )  # fmt: skip
    attachment: Share = param(
        0.08, 0.01, 1.0, "per month", "How fast loyalty follows what one has had of office", assumed="a year"
    )
    loyal: Share = param(
        0.55, 0.0, 1.0, "0 to 1", "Loyalty of a cadre neither favoured nor frightened", assumed="no source"
    )
    rewarded: Share = param(
        0.35,
        0.0,
        1.0,
        "0 to 1",
        "What a post that brings much adds, or one that brings nothing takes",
        assumed="no source",
    )
    ordinary: Money = param(
        usd(60), usd(5), usd(1_000), "won a month", "Takings that leave loyalty as it is", assumed="the middle post"
    )
    embitters: Share = param(
        0.5, 0.0, 1.0, "of full fear", "Loyalty that fear takes", claim="ruler-intimidation", assumed="may fall"
    )
    mourns: Share = param(
        0.25, 0.0, 1.0, "at full closeness", "Loyalty lost when somebody close is struck down", assumed="no source"
    )
    custom: Share = param(
        0.4, 0.0, 1.0, "of what is not felt", "Loyalty shown without being felt or feared", assumed="everybody attends"
    )
    intimidated: Number = param(
        1.6, 0.0, 10.0, "of the rest, per unit of fear", "How soon fear makes cadres show all the loyalty asked of them",
        claim="ruler-intimidation", assumed="a trial",
    )  # fmt: skip
    used_in: Number = param(
        60.0, 6.0, 240.0, "months", "How long people take to get used to what they live on", assumed="five years"
    )
    livelihood: Number = param(
        0.5,
        0.0,
        3.0,
        "per log of income",
        "How much living better than one is used to contents",
        claim="ruler-market-tolerance",
    )
    left_alone: Number = param(
        0.2,
        0.0,
        1.0,
        "per unit of tolerance",
        "How much it contents to be let trade in peace",
        claim="ruler-market-tolerance",
    )
    harassed: Share = param(
        0.15, 0.0, 1.0, "per unit of a campaign", "How much a campaign angers", fact="F181", assumed="no source"
    )
    opinion: Share = param(0.15, 0.01, 1.0, "per month", "How fast people's view follows events", assumed="half a year")
    steady: Share = param(
        0.85, 0.0, 1.0, "0 to 1", "How lasting the system seems where nothing is heard", assumed="it always has lasted"
    )
    grip: Share = param(
        0.25,
        0.0,
        1.0,
        "per unit of surveillance",
        "How much being watched makes people doubt that it will last",
        claim="ruler-grip-anxiety",
    )
    rumbling: Share = param(
        0.6,
        0.0,
        3.0,
        "per unit of cadres' fear",
        "How much frightened officials make people doubt",
        claim="ruler-grip-anxiety",
    )
    sign: Number = param(
        10.0,
        0.0,
        500.0,
        "per share of cadres who fled in a year",
        "How much flights of cadres make people doubt",
        claim="flight-signal",
    )
    grumbling: Share = param(
        0.2, 0.0, 1.0, "per unit of discontent", "How much discontent makes people doubt", assumed="no source"
    )


# -------------------------------------------------------------------------------------------------------------- how fear grows


@rule("flight-cascade", "ruler-intimidation")
def gravity_of_fate(fate, p):
    """An execution frightens most, a camp less, a demotion least."""
    if fate == Purge.EXECUTED:
        return GRAVE
    return won(GRAVE * (p.camp if fate == Purge.SENT_TO_CAMP else p.demotion))


@rule("flight-cascade", "flight-disappearance", fact=("F219", "F220"))
def gravity_of_absence(standing, has_post, is_old, p):
    """An empty desk: prison frightens, flight or dismissal less; death, age or a better post do not."""
    if has_post or is_old or standing == Standing.DEAD:
        return 0
    if standing == Standing.ABROAD or standing == Standing.MISSING:
        return won(GRAVE * p.flight)
    return won(GRAVE * (p.dismissal if standing == Standing.FREE else p.prison))


@rule(
    "flight-cascade",
    "ssam-word-gets-around",
    assumed="what is common to many frightens by their share, and only up to a point",
)
def alarm_of_news(place, office, rank, closeness, p):
    """News alarms by the share of those struck down around one, in one's office and of one's rank, and by closeness to them."""
    common = p.of_place * place + p.of_office * office + p.of_rank * rank
    return min(p.most_at_once, common) + p.of_tie * closeness


@rule("flight-cascade", assumed="fear fades by a part each month, and news takes a part of what calm is left")
def fear_now(fear, alarm, p):
    """Fear fades, and news takes away part of what calm is left; without news and without fear there is none."""
    left = fear * (1.0 - p.fades)
    return left + (1.0 - left) * (1.0 - exponential(-alarm))


@rule("fear-coldness")
def heard_elsewhere(heard, struck, p):
    """What has happened at the Centre becomes known elsewhere bit by bit, and later."""
    return heard + p.travels * (struck - heard)


@rule("fear-hints")
def shows(fear, p):
    """Some of the frightened lose weight from caution, and hint that they would like to get away."""
    return p.shows * max(0.0, fear - p.noticed_from)


# ------------------------------------------------------------------------------------------------------------- what it does


@rule("fear-coldness")
def coldness_of(fear, takings, at_centre, p):
    """A frightened cadre holds back from favours, less so the better he lives by them; where the ruler looks on, more."""
    guarded = fear * (1.0 + p.seen_at_centre) if at_centre else fear
    return within(guarded * ratio(float(p.lure), p.lure + takings), 0.0, 1.0)


@rule("fear-coldness", fact="F218")
def coldness_now(before, called_for, p):
    """One turns cold at once, and thaws slowly."""
    if called_for >= before:
        return called_for
    return before + p.thaws * (called_for - before)


@rule("ruler-calculus", assumed="privileges go by rank")
def worth_of_post(takings, rank, rewards, p):
    """A post is worth what it brings informally, and from the county upward what the ruler gives to its rank."""
    return takings + p.privilege * max(0, rank - OFFICE) * rewards


@rule("fear-retreat", fact=("F219", "F220"))
def would_rather_retreat(fear, boldness, worth, p):
    """Who fears more than the post brings would rather have a trivial one; the bold bear more, and the more fear the less it is borne."""
    return 2.0 * (1.0 - boldness) * p.dread * fear * fear > worth


@rule("ruler-intimidation", "ruler-songun-loyalty")
def loyalty_called_for(worth, fear, p):
    """In private a cadre is as loyal as his office is worth to him, and less loyal the more he is frightened."""
    reward = 2.0 * ratio(worth, worth + p.ordinary) - 1.0
    return within(p.loyal + p.rewarded * reward - p.embitters * fear, 0.0, 1.0)


@rule("ruler-intimidation")
def loyalty_now(loyalty, called_for, closeness, p):
    """Loyalty follows slowly, and breaks when somebody close is struck down."""
    return within(loyalty + p.attachment * (called_for - loyalty) - p.mourns * closeness, 0.0, 1.0)


@rule("ruler-intimidation")
def shown_loyalty(loyalty, fear, p):
    """In public one shows more than one feels: custom asks for part of the difference, and fear for the rest."""
    return loyalty + (1.0 - loyalty) * (p.custom + (1.0 - p.custom) * min(1.0, p.intimidated * fear))


# ------------------------------------------------------------------------------------------------------- what people think


@rule("ruler-market-tolerance", "ruler-calculus")
def contentment_called_for(income, used_to, tolerance, campaign, p):
    """People are content who live better than they are used to and are left to trade in peace."""
    better = logarithm(ratio(income, used_to)) if income > 0.0 and used_to > 0.0 else 0.0
    return within(0.5 + p.livelihood * better + p.left_alone * (tolerance - 0.5) - p.harassed * campaign, 0.0, 1.0)


@rule("ruler-grip-anxiety", "flight-signal")
def stability_called_for(surveillance, alarm, fled, contentment, p):
    """The system seems less lasting the harder its grip, the more frightened its officials, and the more of them flee."""
    doubt = p.grip * surveillance + p.rumbling * alarm + p.sign * fled + p.grumbling * (1.0 - contentment)
    return within(p.steady - doubt + p.grip * 0.5 + p.grumbling * 0.5, 0.0, 1.0)


@rule(assumed="views change bit by bit")
def view_now(before, called_for, p):
    """What people think moves toward what they see."""
    return before + p.opinion * (called_for - before)


# ------------------------------------------------------------------------------------------------------------------- helpers


@compiled
def settled(x, lot):
    """A share as whole percent; the fraction is settled by lot, so that small changes add up."""
    return min(100, int(100.0 * x + lot))


@compiled
def graver(event, gravity, victim, best_event, best_gravity, best_victim):
    """Of two pieces of news the graver one, or of equals that of the person with the smaller number."""
    if event != 0 and (gravity > best_gravity or (gravity == best_gravity and victim < best_victim)):
        return event, gravity, victim
    return best_event, best_gravity, best_victim


@compiled
def closest_struck(person, suspicions, suspicions_of, ids, month):
    """How close the one closest to somebody was who has been struck down or has fled since last month, and the event; 0 if none."""
    closeness, event, victim = 0.0, 0, 0
    start, stop = span(suspicions_of, person)
    for at in range(start, stop):
        row = suspicions_of.row[at]
        other = ids[suspicions.victim[row]]
        fresh = month.number - suspicions.since[row] <= 1 and not suspicions.heard[row]
        if fresh and (
            suspicions.strength[row] > closeness or (suspicions.strength[row] == closeness and other < victim)
        ):
            closeness, event, victim = suspicions.strength[row], suspicions.purged[row], other
    return closeness, event


@compiled
def count_desks(posts, people, counties_number, organisations_number):
    """Cadres in office by county, organisation and rank."""
    by_county, by_office, by_rank = np.zeros(counties_number), np.zeros(organisations_number), np.zeros(RANKS)
    for post in posts.rows:
        if needs_card(posts.kind[post]):
            by_county[posts.county[post]] += 1.0
            by_office[posts.organisation[post]] += 1.0
            by_rank[posts.rank[post]] += 1.0
    return by_county, by_office, by_rank


# --------------------------------------------------------------------------------------------------------------------- steps


@step(
    changes=[
        "people.fear", "people.loyalty", "posts.seen", "posts.alarm", "counties.heard", "counties.news", "suspicions.heard",
    ],
    draws=["fear", "loyalty"],
    parameters=Fear,
)  # fmt: skip
def hear(counties, organisations, posts, people, purges, flights, suspicions, suspicions_of, p, dice, month):
    """Every cadre: whom of those around him he misses since last month, and what has become of them; fear grows and fades."""
    desks, desks_of_office, desks_of_rank = count_desks(posts, people, counties.length, organisations.length)
    county_struck, office_struck, rank_struck = (
        np.zeros(counties.length, np.int64), np.zeros(organisations.length, np.int64), np.zeros(RANKS, np.int64),
    )  # fmt: skip
    county_news, office_news = (
        np.zeros((counties.length, 3), np.int64),
        np.zeros((organisations.length, 3), np.int64),
    )
    fate = np.full(posts.length, -1, np.int64)
    told_of = np.zeros(posts.length, np.int64)
    for row in flights.rows:
        if flights.elite[row] and month.number - flights.month[row] == 1 and flights.post[row] >= 0:
            told_of[flights.post[row]] = flights.fled[row]
    for row in purges.rows:
        if purges.month[row] == month.number and purges.post[row] >= 0:
            fate[purges.post[row]] = purges.fate[row]
            told_of[purges.post[row]] = purges.purged[row]
    branch_struck, desks_of_branch = np.zeros(BRANCHES, np.int64), np.zeros(BRANCHES)
    for post in posts.rows:
        missed, holder = posts.seen[post], posts.holder[post]
        branch, at_centre = branch_of(posts.office[post]), counties.place[posts.county[post]] == CENTRE
        if at_centre:
            desks_of_branch[branch] += 1.0
        gravity, event = 0, posts.vacated[post]
        if fate[post] >= 0:
            gravity, event = gravity_of_fate(fate[post], p), told_of[post]
        elif missed >= 0 and missed != holder:
            is_old = (month.number - people.birth[missed]) // 12 >= 60
            gravity = gravity_of_absence(people.standing[missed], people.post[missed] >= 0, is_old, p)
            event = told_of[post] if told_of[post] != 0 else event
        if gravity > 0 and needs_card(posts.kind[post]):
            county, office, victim = (
                posts.county[post],
                posts.organisation[post],
                people.id[missed] if missed >= 0 else 0,
            )
            county_struck[county] += gravity
            office_struck[office] += gravity
            rank_struck[posts.rank[post]] += gravity
            if at_centre:
                branch_struck[branch] += gravity
            best = graver(
                event, gravity, victim, county_news[county, 0], county_news[county, 1], county_news[county, 2]
            )
            county_news[county, 0], county_news[county, 1], county_news[county, 2] = best
            best = graver(
                event, gravity, victim, office_news[office, 0], office_news[office, 1], office_news[office, 2]
            )
            office_news[office, 0], office_news[office, 1], office_news[office, 2] = best
        posts.seen[post] = holder
    struck, latest, latest_gravity, latest_victim = 0.0, 0, 0, 0
    for county in counties.rows:
        if counties.place[county] == CENTRE:
            struck = ratio(county_struck[county] / GRAVE, desks[county])
            latest, latest_gravity, latest_victim = graver(
                county_news[county, 0],
                county_news[county, 1],
                county_news[county, 2],
                latest,
                latest_gravity,
                latest_victim,
            )
    for county in counties.rows:
        if counties.place[county] != CENTRE:
            counties.heard[county] = heard_elsewhere(counties.heard[county], struck, p)
            if latest != 0:
                counties.news[county] = latest
    for post in posts.rows:
        person = posts.holder[post]
        if (
            person < 0
            or not needs_card(posts.kind[post])
            or not in_service(person, people.standing, people.post, posts.holder)
        ):
            continue
        county, office, rank = posts.county[post], posts.organisation[post], posts.rank[post]
        place = ratio(county_struck[county] / GRAVE, desks[county]) + p.from_centre * counties.heard[county]
        in_office = ratio(office_struck[office] / GRAVE, desks_of_office[office])
        if counties.place[county] != CENTRE:  # news of one's own branch comes through its own lines, at once
            branch = branch_of(posts.office[post])
            in_office += p.from_centre * ratio(branch_struck[branch] / GRAVE, desks_of_branch[branch])
        of_rank = ratio(rank_struck[rank] / GRAVE, desks_of_rank[rank])
        closeness, closest = closest_struck(person, suspicions, suspicions_of, people.id, month)
        alarm = alarm_of_news(place, in_office, of_rank, closeness, p)
        before = people.fear[person] * PERCENT
        people.fear[person] = settled(fear_now(before, alarm, p), uniform(dice.fear, people.id[person]))
        if posts.since[post] + 1 >= month.number:
            posts.alarm[post] = 0  # whatever frightened the one before
        news = county_news[county, 0] if county_news[county, 0] != 0 else counties.news[county]
        if office_news[office, 0] != 0 and p.of_office * in_office >= p.of_place * place:
            news = office_news[office, 0]
        if closest != 0 and 2.0 * p.of_tie * closeness >= alarm:
            news = closest
        if news != 0 and (posts.alarm[post] == 0 or alarm > before * p.fades):
            posts.alarm[post] = news
        if closeness > 0.0:
            loyalty = people.loyalty[person] * PERCENT
            hurt = loyalty_now(loyalty, loyalty, closeness, p)
            people.loyalty[person] = settled(hurt, uniform(dice.loyalty, people.id[person]))
    for row in suspicions.rows:
        suspicions.heard[row] = True


@step(
    visits="posts",
    changes=["people.coldness", "people.loyalty", "posts.shown"],
    draws=["coldness", "loyalty", "shown"],
    parameters=Fear,
)
def take_to_heart(counties, posts, people, journal, p, dice, month):
    """Every cadre, when the news is in: how cold he turns to favours, how loyal he is, and how loyal he shows himself."""
    for post in posts.rows:
        person = at_work(posts, people, post)
        if person == NOBODY or not needs_card(posts.kind[post]):
            continue
        number, county = people.id[person], posts.county[post]
        fear, before = people.fear[person] * PERCENT, people.coldness[person]
        called_for = coldness_of(fear, posts.usual_takings[post], counties.place[county] == CENTRE, p)
        people.coldness[person] = settled(coldness_now(before * PERCENT, called_for, p), uniform(dice.coldness, number))
        if before < 50 <= people.coldness[person]:
            record(journal, Event.TURNED_COLD, who=person, org=posts.organisation[post], because=posts.alarm[post])
        worth = worth_of_post(posts.usual_takings[post], posts.rank[post], counties.rewards[county], p)
        wanted = loyalty_called_for(worth, fear, p)
        loyalty = loyalty_now(people.loyalty[person] * PERCENT, wanted, 0.0, p)
        people.loyalty[person] = settled(loyalty, uniform(dice.loyalty, number))
        posts.shown[post] = settled(shown_loyalty(loyalty, fear, p), uniform(dice.shown, number))


@step(visits="counties", draws=["shows", "circle", "colleague"], parameters=Fear)
def show(counties, posts, posts_in, people, journal, p, dice):
    """Every frightened cadre: a colleague may notice that he has grown thin, and would like to get away."""
    for county in counties.rows:
        if counties.alarm[county] == 0.0:
            continue
        who, place = circle_of_cadres(
            county, posts_in, posts.holder, people.post, people.standing, people.id, dice.circle
        )
        served = offices_of(who, people.post, posts.organisation)
        for person in who:
            number = people.id[person]
            if not chance(dice.shows, number, shows(people.fear[person] * PERCENT, p)):
                continue
            post = people.post[person]
            seat = colleague(person, posts.organisation[post], uniform(dice.colleague, number), who, place, served)
            if seat >= 0:
                record(
                    journal,
                    Event.FEAR_HINTED,
                    who=person,
                    whom=who[seat],
                    org=posts.organisation[post],
                    because=posts.alarm[post],
                )


@compiled
def trivial_post(person, post, posts, posts_in, people, die):
    """A vacant post of a unit or village of his county that brings less than half of his; by lot; NOBODY if there is none."""
    best, lowest = NOBODY, 2.0
    start, stop = span(posts_in, posts.county[post])
    for at in range(start, stop):
        there = posts_in.row[at]
        if posts.holder[there] >= 0 or posts.rank[there] > UNIT or not needs_card(posts.kind[there]):
            continue
        if not is_open_to(posts.kind[there], people.sex[person]):
            continue
        if 2.0 * posts.usual_takings[there] > posts.usual_takings[post]:
            continue
        lot = uniform(die, pair(people.id[person], posts.number[there]))
        if lot < lowest:
            best, lowest = there, lot
    return best


@step(
    visits="counties",
    changes=[
        "people.fear", "people.post", "people.job", "people.workplace", "people.exempt", "posts.holder", "posts.since", "posts.vacated",
        "posts.seen", "organisations.workers",
    ],
    draws=["retreats", "turn", "post"],
    parameters=Fear,
)  # fmt: skip
def retreat(counties, posts, posts_in, people, organisations, journal, p, dice, month):
    """Every cadre for whom fear outweighs what his post brings: some plead illness, for a trivial post or none; the post falls vacant."""
    for county in counties.rows:
        who, _ = circle_of_cadres(county, posts_in, posts.holder, people.post, people.standing, people.id, dice.turn)
        for person in who:
            post, fear = people.post[person], people.fear[person] * PERCENT
            if fear == 0.0 or posts.rank[post] < OFFICE or not needs_card(posts.kind[post]):
                continue
            boldness = people.market_sense[person] * PERCENT
            worth = worth_of_post(posts.usual_takings[post], posts.rank[post], counties.rewards[county], p)
            if not would_rather_retreat(fear, boldness, worth, p):
                continue
            if not chance(dice.retreats, people.id[person], p.retreats):
                continue
            told = record(journal, Event.RETREATED, who=person, org=posts.organisation[post], because=posts.alarm[post])
            there = trivial_post(person, post, posts, posts_in, people, dice.post)
            posts.holder[post], posts.vacated[post], posts.seen[post] = NOBODY, told, NOBODY
            organisations.workers[posts.organisation[post]] -= 1
            people.exempt[person] = False
            people.fear[person] = int(people.fear[person] * p.relief)
            if there == NOBODY:
                people.post[person], people.workplace[person], people.job[person] = NOBODY, NOBODY, Job.RETIRED
                continue
            posts.holder[there], posts.since[there], posts.vacated[there] = person, month.number, 0
            people.post[person], people.workplace[person] = there, posts.organisation[there]
            organisations.workers[posts.organisation[there]] += 1


@step(changes=["counties.alarm", "counties.used_to", "counties.contentment", "counties.stability"], parameters=Fear)
def take_stock(counties, posts, posts_in, people, outlooks, outlooks_in, flights, p, month):
    """Every county, at the end of the month: how frightened its cadres are, how content its people, how lasting all this seems."""
    fled = np.zeros(counties.length)
    for row in flights.rows:
        if flights.elite[row] and month.number - flights.month[row] < 12:
            fled[flights.county[row]] += 1.0
    fled_at_centre, alarm_at_centre = 0.0, 0.0
    for county in counties.rows:
        fears, cadres = 0, 0
        start, stop = span(posts_in, county)
        for at in range(start, stop):
            person = at_work(posts, people, posts_in.row[at])
            if person != NOBODY and needs_card(posts.kind[posts_in.row[at]]):
                fears += people.fear[person]
                cadres += 1
        counties.alarm[county] = ratio(PERCENT * fears, float(cadres))
        fled[county] = ratio(fled[county], float(cadres))
        if counties.place[county] == CENTRE:
            fled_at_centre, alarm_at_centre = fled[county], counties.alarm[county]
    for county in counties.rows:
        income = counties.wage[county]
        start, stop = span(outlooks_in, county)
        for at in range(start, stop):
            if outlooks.middle_income[outlooks_in.row[at]] > 0.0:
                income = outlooks.middle_income[outlooks_in.row[at]]
        if counties.used_to[county] == 0.0:
            counties.used_to[county] = income
        wanted = contentment_called_for(
            income, counties.used_to[county], counties.tolerance[county], counties.campaign[county], p
        )
        counties.contentment[county] = view_now(counties.contentment[county], wanted, p)
        wanted = stability_called_for(
            counties.surveillance[county],
            0.5 * (counties.alarm[county] + alarm_at_centre),
            fled[county] + fled_at_centre,
            counties.contentment[county],
            p,
        )
        counties.stability[county] = view_now(counties.stability[county], wanted, p)
        counties.used_to[county] += (income - counties.used_to[county]) / p.used_in
