"""Disputes: what a rival puts on paper about a donju, and the fight of two officials before the prosecutor that follows.

A Party secretary who has fallen out with his manager, or anybody else with a grudge, looks for legal fault in a donju tied to
the one who stands in his way.  He files it if he dares; if not, the paper stays in his drawer.  A manager with friends in the
prosecutor's office may be warned and then answers with a charge of his own, and between two charges the side with more friends there
prevails.  The donju is the shrimp between the whales: whichever official wins, his own case goes on, unless an official he is tied
to has won and has it withdrawn.

The author is whoever writes, mostly an official; the rival is the official he writes against, who once the paper is filed is the accused;
the donju is whom the paper is about.  Before the prosecutor the author is called the accuser.  A business's sign is what others
make of its sales.  Friends are counted by the strength of the tie, a full one as 1.

Left out: what becomes of that case (justice), and who is appointed in place of the fallen (offices).
"""

import numpy as np

from allssam.engine import (
    NOBODY,
    Count,
    Money,
    Number,
    Parameters,
    Share,
    chance,
    close,
    compiled,
    exponential,
    found,
    logarithm,
    pair,
    param,
    record,
    rule,
    span,
    step,
    uniform,
    usd,
    within,
)  # fmt: skip
from allssam.theory.contests import difference_contest, ratio_contest
from allssam.world import Event, Fate, Ground, Office, Stage, Standing
from allssam.world.acquaintance import has_heard_of, other_end, strength_between
from allssam.world.lookups import belongs_to_legal_authorities

ORDINARY = 1.0  # gravity of an ordinary offence


class Disputes(Parameters):
    """What it takes to write, to file, to be warned and to prevail."""

    diligence: Share = param(
        0.10, 0.0, 1.0, "per month at boundless ill will", "How soon ill will is put on paper", assumed="some months of gathering",
    )
    weight_of_act: Number = param(
        0.5, 0.1, 2.0, "gravity per act", "What each illegal act adds to the weight of a dossier", assumed="two acts: ordinary",
    )
    gravest: Number = param(6.0, 2.0, 12.0, "gravity", "The most a dossier can weigh", assumed="an economic offence at its worst")
    drawer: Count = param(36, 6, 120, "months", "How long a dossier can be used", assumed="witnesses and papers go")
    squeeze: Number = param(
        0.4, 0.0, 2.0, "months of the donju's sales", "Bribe the author hopes for, for an ordinary offence", claim="dossier-legal-fault",
    )
    revenge: Money = param(
        usd(300), 0, usd(3_000), "won where the rival earns 2.7 times as much", "What bringing down one who earns more is worth",
        claim="dossier-legal-fault",
    )
    vacancy: Number = param(
        0.3, 0.0, 6.0, "months of the rival's income", "What an office rid of the rival is worth", claim="dossier-aim",
    )
    trouble: Money = param(usd(50), 0, usd(1_000), "won", "What filing costs in trouble", assumed="named complaints only are heard")
    least_warned: Share = param(
        0.10, 0.0, 1.0, "share", "Believed chance that a rival without known friends hears of it", assumed="word gets around",
    )
    warning_expected: Number = param(
        2.0, 0.0, 10.0, "per tie of full strength", "How surely known friends are expected to warn", claim="dossier-tip-off",
    )
    outlook: Number = param(
        5.0, 0.0, 50.0, "per tie of full strength", "How surely the author expects more friends to decide", claim="dispute-ties-win",
    )
    post_worth: Money = param(
        usd(4_000), 0, usd(40_000), "won", "What a post is worth beside a year of its income", assumed="rank, rations, children",
    )
    warning: Share = param(0.7, 0.0, 1.0, "share", "Chance that a friend of full strength sends a warning", claim="dossier-tip-off")
    merit_if_true: Share = param(0.8, 0.0, 1.0, "share", "How good a charge is that the books bear out", assumed="strong paper")
    merit_if_false: Share = param(0.2, 0.0, 1.0, "share", "How good a charge is that they do not", assumed="weak paper")
    decisiveness: Number = param(
        1_000.0, 0.0, 1_000.0, "exponent", "How surely more friends prevail; 1,000: always, and equals toss a coin",
        claim="dispute-ties-win",
    )
    evidence: Share = param(0.0, 0.0, 1.0, "share", "Weight of the better case in the decision", claim="dispute-ties-win")
    tried: Share = param(0.2, 0.0, 1.0, "share", "Losers without friends in the Party who are tried", assumed="no source")
    dismissed: Share = param(
        0.5, 0.0, 1.0, "share", "Losers without friends in the Party who are dismissed; the rest change places", assumed="no source",
    )
    good_word: Share = param(
        0.5, 0.0, 1.0, "share", "Chance that an official who prevailed has his donju's case withdrawn", claim="dispute-collateral",
    )
    rancour: Share = param(0.35, 0.0, 1.0, "strength", "Grudge of a loser who stays in office", assumed="as after a refusal")


# ---------------------------------------------------------------------------------------------------- what is written


@rule("dossier-legal-fault", assumed="a slight alone seldom moves anybody: ill will counts squared")
def looks_for_fault(ill_will, people_in_charge, p):
    """A rival looks for legal fault in a donju, much sooner the deeper his ill will, and the more people his post has in its charge."""
    return p.diligence * ill_will * ill_will * people_in_charge


@rule("dossier-legal-fault", assumed="who can open a case or have a worker arrested himself needs nobody's help")
def needs_paper(office):
    """A dossier is made for the legal authorities: an official who belongs to them needs none to repay a slight."""
    return not belongs_to_legal_authorities(office)


@rule(assumed="what he puts on paper about a donju of his own would be held against himself")
def spares(own_tie):
    """Nobody makes a dossier on a donju he is tied to himself."""
    return own_tie > 0.0


@rule("dossier-legal-fault", assumed="each act is as likely to be found as any other: of one, two in three; of two, six in seven")
def documents(acts):
    """He documents what he finds, and the more the donju has done the surer he finds something."""
    return 1.0 - exponential(-acts)


@rule("dossier-legal-fault")
def weight_of_file(acts, p):
    """What is documented weighs as much as the donju's illegal acts: no less than one act, no more than the gravest offence."""
    return within(p.weight_of_act * acts, p.weight_of_act, p.gravest)


# ------------------------------------------------------------------------------------------------------ what is filed


@rule("dossier-legal-fault", "dossier-aim")
def hopes_for(sales, gravity, own_income, rival_income, shares_office, p):
    """He hopes for a bribe, the graver the offence the more, for revenge on a rival who earns more, and for a shared office without him."""
    bribe = p.squeeze * sales * gravity
    revenge = p.revenge * max(0.0, logarithm((1.0 + rival_income) / (1.0 + own_income)))  # one won more, lest nothing divides
    if not shares_office:
        return bribe + revenge
    return bribe + revenge + p.vacancy * rival_income


@rule("dossier-counter", assumed="who holds no post cannot lose one")
def puts_at_stake(holds_post, own_income, p):
    """Whoever files puts at stake what he earns in a year, and his post if he holds one."""
    a_year = 12.0 * own_income
    if holds_post:
        return p.post_worth + a_year
    return a_year


@rule("dossier-counter", "dossier-tip-off")
def fears(rivals_known_friends, own_friends, stake, p):
    """He fears that the rival is warned, answers with a charge, and has more friends where it is decided: then the stake is lost.

    Of the rival's friends he can count only those he knows of; that even a rival without any is warned he thinks possible.
    """
    chance_of_warning = p.least_warned + (1.0 - p.least_warned) * (1.0 - exponential(-p.warning_expected * rivals_known_friends))
    chance_to_lose = difference_contest(rivals_known_friends, own_friends, p.outlook)
    return chance_of_warning * chance_to_lose * stake


@rule("dossier-legal-fault", "dossier-aim")
def files(hope, fear, p):
    """He files if he hopes for more than he fears and than the trouble of it; otherwise the dossier stays in his drawer, as a lever."""
    return hope > fear + p.trouble


# ------------------------------------------------------------------------------------ who is warned, and who prevails


@rule("dossier-tip-off")
def warns(strength, p):
    """Each friend in the prosecutor's office may warn the one accused, the closer the likelier."""
    return p.warning * strength


@rule("dossier-counter")
def counters(card_was_bought, party_money_taken, p):
    """Whoever is warned charges the author with a bought Party card, or Party money taken; it is a good charge if the books bear it out."""
    if card_was_bought or party_money_taken:
        return p.merit_if_true
    return p.merit_if_false


@rule(assumed="whoever has not been warned cannot answer, and silence counts as guilt")
def stands(was_answered):
    """A charge that nobody has answered stands; only between two charges do friends decide."""
    return not was_answered


@rule(assumed="the more there is on paper, the harder it is to deny")
def merit_of_dossier(gravity):
    """The more weighs against the donju, the better the case of the official who filed it."""
    return 1.0 - exponential(-gravity)


@rule("dispute-ties-win")
def prevails(friends, others_friends, merit, others_merit, p):
    """Of two claims the better does not prevail, but the side with more friends in the prosecutor's office; equals toss a coin.

    How good the case is counts only as far as `evidence` says, which is not at all unless a reader of this changes it.
    """
    side = (1.0 - p.evidence) * friends + p.evidence * merit
    other_side = (1.0 - p.evidence) * others_friends + p.evidence * others_merit
    return ratio_contest(side, other_side, p.decisiveness)


# ------------------------------------------------------------------------ what becomes of the loser, and of the donju


@rule("dossier-aim", assumed="friends in the Party committee soften the fall: one of full strength to a third")
def fate_of_loser(lot, friends_in_party, p):
    """The loser is tried, dismissed or transferred; friends in the Party committee soften his fall."""
    hardness = exponential(-friends_in_party)
    if lot < hardness * p.tried:
        return Fate.TRIED
    if lot < hardness * (p.tried + p.dismissed):
        return Fate.DISMISSED
    return Fate.TRANSFERRED


@rule("dispute-collateral", assumed="one friend of full strength does it nearly as well as several")
def withdraws(strength, friends, p):
    """The official who prevailed may have the case of a donju close to him withdrawn, if he has friends at law to do it."""
    return p.good_word * strength * (1.0 - exponential(-2.0 * friends))


# --------------------------------------------------------------------------------------------- what the steps look up


@compiled
def quarrels(feuds, grudges, people, posts):
    """Who may write against whom, how deep the ill will is and since what: both sides of every feud, and grudges of those needing paper."""
    most, number = 2 * len(feuds.rows) + len(grudges.rows), 0
    authors, enemies = np.empty(most, np.int32), np.empty(most, np.int32)
    ill_wills, reasons = np.empty(most), np.empty(most, np.int64)
    for feud in feuds.rows:
        secretary, head = feuds.secretary[feud], feuds.head[feud]
        for author, enemy in ((secretary, head), (head, secretary)):
            authors[number], enemies[number] = author, enemy
            ill_wills[number], reasons[number] = feuds.enmity[feud], feuds.because[feud]
            number += 1
    for grudge in grudges.rows:
        holder = grudges.holder[grudge]
        if people.post[holder] < 0 or needs_paper(posts.office[people.post[holder]]):
            authors[number], enemies[number] = holder, grudges.against[grudge]
            ill_wills[number], reasons[number] = grudges.strength[grudge], grudges.because[grudge]
            number += 1
    return authors[:number], enemies, ill_wills, reasons


@compiled
def stands_behind(enemy, author, in_plain_view, people, businesses, ties, ties_of, rumours, rumours_about):
    """Who stands behind an enemy, as far as the author knows: a donju's strongest patron, or a cadre's most prominent donju.

    In plain view are the ties of a colleague; of others' the author must have heard.
    """
    best, most = NOBODY, 0.0
    start, stop = span(ties_of, enemy)
    for at in range(start, stop):
        tie = ties_of.row[at]
        other = other_end(tie, enemy, ties)
        weight = 0.0
        if people.business[enemy] >= 0 and people.post[other] >= 0:
            weight = ties.strength[tie]
        elif people.business[enemy] < 0 and people.business[other] >= 0:
            weight = businesses.sign[people.business[other]]
        if weight > most and other != author and (in_plain_view or has_heard_of(tie, author, ties, rumours, rumours_about)):
            best, most = other, weight
    return best


@compiled
def has_dossier_on(donju, author, dossiers, dossiers_by):
    """Whether the author has a dossier on this donju already."""
    start, stop = span(dossiers_by, author)
    for at in range(start, stop):
        if dossiers.target[dossiers_by.row[at]] == donju:
            return True
    return False


@compiled
def is_prosecutor_of(county, person, people, posts):
    """Whether somebody works in the prosecutor's office of a county."""
    post = people.post[person]
    return post >= 0 and posts.office[post] == Office.PROSECUTION and posts.county[post] == county


@compiled
def known_friends_at_law(rival, author, county, people, posts, ties, ties_of, rumours, rumours_about):
    """The rival's friends in the prosecutor's office that the author knows of, by the strength of their ties."""
    friends = 0.0
    start, stop = span(ties_of, rival)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if is_prosecutor_of(county, other_end(tie, rival, ties), people, posts):
            if has_heard_of(tie, author, ties, rumours, rumours_about):
                friends += ties.strength[tie]
    return friends


@compiled
def friends_at_law(official, people, posts):
    """An official's friends in the prosecutor's office, as counted this month; none for who holds no post."""
    if people.post[official] < 0:
        return 0.0
    return posts.backing_at_law[people.post[official]]


@compiled
def earns(author, people, posts, businesses, counties):
    """What an author earns a month: from his post or his business, or else what ordinary work at the market brings."""
    if people.post[author] >= 0:
        return posts.usual_takings[people.post[author]]
    if people.business[author] >= 0:
        return float(businesses.usual_profit[people.business[author]])
    return counties.wage[people.county[author]]


@compiled
def counterpart_of(loser, people, posts, posts_in, die):
    """Somebody in the same kind of post in another organisation of the county, by lot; NOBODY if there is none."""
    post, chosen, smallest = people.post[loser], NOBODY, 1.0
    start, stop = span(posts_in, posts.county[post])
    for at in range(start, stop):
        there = posts_in.row[at]
        if posts.kind[there] == posts.kind[post] and posts.office[there] == posts.office[post] and posts.holder[there] >= 0:
            lot = uniform(die, pair(people.id[loser], people.id[posts.holder[there]]))
            if posts.organisation[there] != posts.organisation[post] and lot < smallest:
                chosen, smallest = posts.holder[there], lot
    return chosen


@compiled
def complain(accused, co_accused, complainant, ground, gravity, county, because, new_cases, month):
    """Lay a complaint before the prosecutor's office."""
    case = found(new_cases)
    new_cases.county[case] = county
    new_cases.accused[case] = accused
    new_cases.cadre[case] = co_accused
    new_cases.complainant[case] = complainant
    new_cases.ground[case] = ground
    new_cases.stage[case] = Stage.COMPLAINT
    new_cases.gravity[case] = gravity
    new_cases.since[case] = month.number
    new_cases.latest[case] = because


# ---------------------------------------------------------------------------------------------------------- the steps


@step(draws=["looks", "finds"], parameters=Disputes)
def write_dossiers(
    feuds, grudges, people, posts, businesses, ties, ties_of, rumours, rumours_about, dossiers, dossiers_by, new_dossiers, journal,
    p, dice, month,
):  # fmt: skip
    """Both sides of every feud, and everybody with a grudge, if free: they look for fault in a donju, their enemy or tied to him.

    Members of the legal authorities write in a feud, not for a grudge; only ties that he knows of lead an author to somebody's donju.  Each
    has one dossier on a donju while the paper lies, and none on a donju he is tied to himself.
    """
    authors, enemies, ill_wills, reasons = quarrels(feuds, grudges, people, posts)
    for quarrel in range(len(authors)):
        author, enemy, ill_will, because = authors[quarrel], enemies[quarrel], ill_wills[quarrel], reasons[quarrel]
        if people.standing[author] != Standing.FREE:
            continue
        post, enemys_post, people_in_charge = people.post[author], people.post[enemy], 1.0
        if post >= 0:
            people_in_charge = posts.charge[post]
        if not chance(dice.looks, pair(people.id[author], people.id[enemy]), looks_for_fault(ill_will, people_in_charge, p)):
            continue
        colleagues = post >= 0 and enemys_post >= 0 and posts.organisation[post] == posts.organisation[enemys_post]
        other = stands_behind(enemy, author, colleagues, people, businesses, ties, ties_of, rumours, rumours_about)
        donju, rival = other, enemy
        if people.business[enemy] >= 0:  # the enemy is a donju himself
            donju, rival = enemy, other
        if donju < 0 or spares(strength_between(author, donju, ties, ties_of)) or has_dossier_on(donju, author, dossiers, dossiers_by):
            continue
        acts = businesses.infractions[people.business[donju]]
        if not chance(dice.finds, pair(people.id[author], people.id[donju]), documents(acts)):
            continue
        dossier = found(new_dossiers)
        new_dossiers.county[dossier] = people.county[donju]
        new_dossiers.author[dossier] = author
        new_dossiers.target[dossier] = donju
        new_dossiers.rival[dossier] = rival
        new_dossiers.gravity[dossier] = weight_of_file(acts, p)
        new_dossiers.since[dossier] = month.number
        if rival >= 0 and people.post[rival] >= 0:
            new_dossiers.rival_post[dossier] = people.post[rival]
            new_dossiers.organisation[dossier] = posts.organisation[people.post[rival]]
        new_dossiers.written[dossier] = record(
            journal, Event.DOSSIER_WRITTEN, who=author, whom=donju, org=new_dossiers.organisation[dossier], because=because
        )


@step(visits="dossiers", changes=["dossiers.filed", "dossiers.open"], parameters=Disputes)
def file_dossiers(
    dossiers, people, posts, businesses, counties, ties, ties_of, rumours, rumours_about, new_disputes, new_cases, journal, p, month
):
    """Every dossier not filed yet, month after month: its author weighs what he hopes for against what he must fear.

    A rival who holds a post can be warned and answer, and a dispute begins.  Where there is no such rival there is nothing to fear, and
    the paper goes straight to the prosecutor.  It lapses after some years, and when its author is no longer free
    or its donju no longer in business.
    """
    for dossier in dossiers.rows:
        author, donju, rival = dossiers.author[dossier], dossiers.target[dossier], dossiers.rival[dossier]
        if dossiers.filed[dossier]:
            continue
        if people.standing[author] != Standing.FREE or people.business[donju] < 0 or month.number - dossiers.since[dossier] > p.drawer:
            close(dossiers, dossier)
            continue
        county, organisation, because = dossiers.county[dossier], dossiers.organisation[dossier], dossiers.written[dossier]
        post, post_feared = people.post[author], dossiers.rival_post[dossier]
        income, rival_income = earns(author, people, posts, businesses, counties), 0.0
        fear, shares_office = 0.0, False
        is_contested = rival >= 0 and people.post[rival] >= 0
        if is_contested:
            rival_income = posts.usual_takings[people.post[rival]]
            shares_office = post >= 0 and posts.organisation[post] == organisation
            known_friends = known_friends_at_law(rival, author, county, people, posts, ties, ties_of, rumours, rumours_about)
            stake = puts_at_stake(post >= 0, income, p)
            fear = fears(known_friends, friends_at_law(author, people, posts), stake, p)
        elif post_feared >= 0 and posts.vacated[post_feared] != 0:
            because = posts.vacated[post_feared]  # the drawer is opened because the donju's patron has lost his post
        gravity = dossiers.gravity[dossier]
        hope = hopes_for(businesses.sign[people.business[donju]], gravity, income, rival_income, shares_office, p)
        if not files(hope, fear, p):
            if dossiers.since[dossier] == month.number:
                record(journal, Event.DOSSIER_WITHHELD, who=author, whom=donju, org=organisation, because=because)
            continue
        filing = record(journal, Event.DOSSIER_FILED, who=author, whom=donju, org=organisation, because=because)
        if not is_contested:
            complain(donju, NOBODY, author, Ground.DOSSIER, gravity, county, filing, new_cases, month)
            close(dossiers, dossier)
            continue
        dossiers.filed[dossier] = True
        dispute = found(new_disputes)
        new_disputes.county[dispute] = county
        new_disputes.organisation[dispute] = organisation
        new_disputes.accuser[dispute] = author
        new_disputes.accused[dispute] = rival
        new_disputes.donju[dispute] = donju
        new_disputes.accuser_merit[dispute] = merit_of_dossier(gravity)
        new_disputes.since[dispute] = month.number
        new_disputes.filed[dispute] = filing
        new_disputes.dossier[dispute] = dossier


@step(
    visits="disputes",
    changes=["disputes.countered", "disputes.counter", "disputes.accused_merit"],
    draws=["warned"],
    parameters=Disputes,
)
def warn_and_counter(disputes, people, posts, organisations, ties, ties_of, journal, p, dice, month):
    """Every dispute in the month it begins: friends of the accused in the county's prosecutor's office may warn him, and he answers.

    Party money is held against the author if the books of the office they quarrel over show him to have borrowed it.
    """
    for dispute in disputes.rows:
        if disputes.since[dispute] != month.number:
            continue
        accuser, accused, organisation = disputes.accuser[dispute], disputes.accused[dispute], disputes.organisation[dispute]
        tip = 0
        start, stop = span(ties_of, accused)
        for at in range(start, stop):
            tie = ties_of.row[at]
            friend = other_end(tie, accused, ties)
            if friend == accuser or not is_prosecutor_of(disputes.county[dispute], friend, people, posts):
                continue
            if chance(dice.warned, pair(people.id[friend], people.id[accused]), warns(ties.strength[tie], p)):
                tip = record(journal, Event.TIPPED_OFF, who=friend, whom=accused, because=disputes.filed[dispute])
                break  # one warning is enough
        if tip != 0:
            party_money_taken = organisations.borrower[organisation] == accuser and organisations.borrowed[organisation] > 0
            disputes.countered[dispute] = True
            disputes.accused_merit[dispute] = counters(people.bought_card[accuser], party_money_taken, p)
            disputes.counter[dispute] = record(journal, Event.COUNTER_FILED, who=accused, whom=accuser, because=tip)


@step(
    visits="disputes", changes=["disputes.winner", "disputes.loser", "disputes.won", "disputes.by_ties"], draws=["prevails"],
    parameters=Disputes,
)  # fmt: skip
def decide(disputes, people, posts, journal, p, dice, month):
    """Every dispute a month old: a charge that nobody has answered stands; between two charges, friends decide."""
    for dispute in disputes.rows:
        if disputes.since[dispute] == month.number:
            continue
        accuser, accused = disputes.accuser[dispute], disputes.accused[dispute]
        winner, loser, because = accuser, accused, disputes.filed[dispute]
        if not stands(disputes.countered[dispute]):
            because = disputes.counter[dispute]
            friends, others_friends = friends_at_law(accuser, people, posts), friends_at_law(accused, people, posts)
            odds = prevails(friends, others_friends, disputes.accuser_merit[dispute], disputes.accused_merit[dispute], p)
            if not chance(dice.prevails, pair(people.id[accuser], people.id[accused]), odds):
                winner, loser = accused, accuser
            if friends != others_friends:  # noted for who counts: 1 if the side with more friends has won, 2 if the other
                disputes.by_ties[dispute] = 1 if (friends > others_friends) == (winner == accuser) else 2
        disputes.winner[dispute] = winner
        disputes.loser[dispute] = loser
        disputes.won[dispute] = record(
            journal, Event.DISPUTE_WON, who=winner, whom=loser, org=disputes.organisation[dispute], because=because
        )


@step(
    changes=["disputes.co_accused", "people.post", "posts.holder", "posts.since", "posts.vacated"],
    draws=["fate", "new_post"],
    parameters=Disputes,
)
def unseat_losers(disputes, people, posts, posts_in, new_cases, new_grudges, journal, p, dice, month):
    """Every official who has lost: he is tried, or dismissed, or changes places with a colleague of his kind in the county.

    The accused, if tried, joins the donju's case; an author who is tried gets a case of his own; neither loses his post before the verdict.
    A loser who changes places bears the winner a grudge; where there is nobody to change with, he is dismissed.  Who has lost and holds no
    post is tried.
    """
    for dispute in disputes.rows:
        loser, winner, because = disputes.loser[dispute], disputes.winner[dispute], disputes.won[dispute]
        if loser < 0:
            continue
        post, counterpart = people.post[loser], NOBODY
        fate = Fate.TRIED
        if post >= 0:
            fate = fate_of_loser(uniform(dice.fate, people.id[loser]), posts.backing_in_party[post], p)
        if fate == Fate.TRIED:
            if loser == disputes.accused[dispute]:
                disputes.co_accused[dispute] = loser
            else:
                complain(loser, NOBODY, winner, Ground.COUNTER_CHARGE, ORDINARY, people.county[loser], because, new_cases, month)
            continue
        if fate == Fate.TRANSFERRED:
            counterpart = counterpart_of(loser, people, posts, posts_in, dice.new_post)
        if counterpart >= 0:
            there = people.post[counterpart]
            record(journal, Event.TRANSFERRED, who=loser, org=posts.organisation[post], because=because)
            record(journal, Event.TRANSFERRED, who=counterpart, org=posts.organisation[there], because=because)
            posts.holder[post], posts.holder[there] = counterpart, loser
            people.post[loser], people.post[counterpart] = there, post
            posts.since[post] = month.number
            posts.since[there] = month.number
            grudge = found(new_grudges)
            new_grudges.county[grudge] = people.county[loser]
            new_grudges.holder[grudge] = loser
            new_grudges.against[grudge] = winner
            new_grudges.strength[grudge] = p.rancour
            new_grudges.since[grudge] = month.number
            new_grudges.because[grudge] = because
            new_grudges.out_of_feud[grudge] = True  # a dispute lies behind it
        else:  # dismissed, or there is nobody to change with
            posts.vacated[post] = record(journal, Event.DISMISSED, who=loser, org=posts.organisation[post], because=because)
            posts.holder[post] = NOBODY
            people.post[loser] = NOBODY


@step(visits="disputes", changes=["disputes.open", "dossiers.open"], draws=["withdrawn"], parameters=Disputes)
def go_on_with_donju(disputes, dossiers, people, posts, ties, ties_of, new_cases, journal, p, dice, month):
    """Every dispute decided: whoever has won, the donju's case goes to the prosecutor, unless a winner he is tied to has it withdrawn.

    With it goes the case of an accused who was to be tried as well.
    """
    for dispute in disputes.rows:
        winner, donju, dossier = disputes.winner[dispute], disputes.donju[dispute], disputes.dossier[dispute]
        if winner < 0:
            continue
        close(disputes, dispute)
        close(dossiers, dossier)
        tie, friends = strength_between(winner, donju, ties, ties_of), friends_at_law(winner, people, posts)
        if chance(dice.withdrawn, pair(people.id[winner], people.id[donju]), withdraws(tie, friends, p)):
            record(journal, Event.CASE_WITHDRAWN, who=winner, whom=donju, because=disputes.won[dispute])
        else:
            complain(
                donju, disputes.co_accused[dispute], disputes.accuser[dispute], Ground.DOSSIER, dossiers.gravity[dossier],
                disputes.county[dispute], disputes.filed[dispute], new_cases, month,
            )  # fmt: skip
