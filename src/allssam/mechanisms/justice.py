"""Justice: a case from complaint to sentence, and the two chances to pay on the way.

Complaints reach the prosecutor's office, and its investigators look for cases of their own.  While the investigation runs, and
again when its result is handed out, often by another official, the accused may buy himself out; the price is a bargain between
what he stands to lose and what looking away may cost.  Who cannot or will not pay is found guilty, and when a cadre is accused with
him the handler chooses which of the two to punish.  Managers pass money to prosecutors ahead of need.

Left out: the law, and whether anybody is guilty.
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
    chance,
    close,
    compiled,
    exponential,
    found,
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
from allssam.theory.bargaining import backward_bribes, certain_equivalent, split_surplus
from allssam.world import Event, Flow, Ground, Office, Post, Stage, Standing
from allssam.world.acquaintance import has_heard_of, other_end, strength_between
from allssam.world.lookups import one_after_another

STEPS = 1_048_576.0  # a power of two


class Justice(Parameters):
    """What opens a case, what it costs to end it, who is punished, and how hard."""

    probes: Number = param(0.25, 0.0, 4.0, "per investigator a month", "Cases an investigator looks for himself", fact="F263")
    notice: Number = param(5.0, 1.0, 50.0, "donju", "Donju that come to his notice then", assumed="a handful in a county")
    months_shown: Number = param(
        20.0, 4.0, 60.0, "months of sales", "Wealth guessed from sales",
        assumed="stock to monthly sales of traders",
    )
    take: Share = param(0.05, 0.0, 0.5, "of wealth", "What a probe is hoped to bring", fact="F155")
    known_payer: Number = param(0.35, 0.0, 3.0, "per release", "How much more is expected of one who has paid before", fact="F153")
    regret: Money = param(
        usd(1_200), 0, usd(10_000), "won per tie of full strength", "What crossing a known patron costs",
        fact=("F155", "F182"),
    )
    effort: Money = param(usd(60), 0, usd(1_000), "won", "What a probe costs in trouble", assumed="below it he lets it be")
    patron_relief: Switch = param(True, False, True, "true or false", "Whether patrons protect from cases", assumed="to cut the effect")
    stifled: Number = param(
        1.0, 0.0, 5.0, "per tie of full strength", "How surely a friend there stops a complaint",
        claim="ssam-help-under-investigation",
    )
    act: Number = param(
        0.5, 0.1, 2.0, "gravity per act", "What each illegal act adds to the weight of a case",
        assumed="two acts: ordinary",
    )
    gravest: Number = param(8.0, 2.0, 20.0, "gravity", "The gravest a case can be", assumed="a political matter from there on")
    repeat: Share = param(0.5, 0.0, 1.0, "per earlier case", "How much graver a case is for one who was arrested before", fact="F153")
    reach: Number = param(
        0.2, 0.01, 2.0, "per unit of gravity", "How fast a sentence reaches for the whole business",
        fact=("F146", "F182"),
    )
    liberty: Money = param(usd(450), usd(50), usd(5_000), "won per unit of gravity", "What it is worth to stay free", fact=("F146", "F262"))
    misread: Number = param(0.35, 0.0, 1.5, "log", "How far a handler misjudges wealth", assumed="hidden goods, borrowed goods")
    risk: Share = param(0.01, 0.0, 0.2, "per unit of gravity", "Chance that looking away is found out", assumed="few are ever named")
    campaign_risk: Number = param(4.0, 0.0, 20.0, "times", "How much likelier while a campaign is on", fact=("F156", "F184"))
    scruple: Money = param(
        usd(1_500), 0, usd(30_000), "won", "What taking money costs one who goes by the book two times in three",
        claim="ssam-integrity-isolates",
    )
    least_integrity: Share = param(
        0.0, 0.0, 1.0, "share", "How far even the laxest of those who handle cases goes by the book",
        assumed="none must; at 1 nobody's verdict can be bought",
    )
    usual_integrity: Share = param(
        0.35, 0.0, 1.0, "share", "Integrity expected of the next official",
        assumed="nobody knows who it will be",
    )
    post_worth: Money = param(
        usd(4_000), 0, usd(40_000), "won", "What a post is worth beside a year of its income",
        assumed="rank, rations, children",
    )
    share_of_surplus: Share = param(0.5, 0.05, 0.95, "share", "The official's share of what a deal saves", assumed="even bargain")
    resignation: Share = param(0.85, 0.1, 1.0, "share", "Chance of a guilty finding the accused reckons with", assumed="few go free unpaid")
    good_word: Share = param(
        0.5, 0.0, 1.0, "share", "How far a friend among his colleagues counts with a handler",
        claim="ssam-help-under-investigation",
    )
    rebate: Share = param(
        0.6, 0.0, 1.0, "at full strength", "What a tie to the handler takes off the price",
        claim="ssam-help-under-investigation",
    )
    fire_sale: Share = param(0.6, 0.2, 1.0, "of cost", "What goods fetch when they must be sold at once", assumed="buyers know it")
    settled: Share = param(0.7, 0.0, 1.0, "of acts", "What cannot be held against one any more after a case", assumed="the file is closed")
    doubt: Share = param(0.08, 0.0, 0.9, "share", "Unpaid cases that come to nothing", assumed="F162: nothing is published")
    leniency: Number = param(
        1.2, 0.0, 5.0, "per tie of full strength", "How surely friends there bring one off unpaid",
        claim="ssam-help-under-investigation",
    )
    traced: Share = param(
        0.6, 0.0, 1.0, "at full strength", "Chance that an inquiry names the cadre behind a donju",
        claim="justice-manager-excused",
    )
    handlers_share: Share = param(0.2, 0.0, 0.8, "of what is taken", "What officials keep of a confiscation", fact="F181")
    next_time: Share = param(0.2, 0.0, 1.0, "of a release price", "What a donju is worth who may be squeezed again", fact="F153")
    favour_months: Number = param(
        3.0, 0.0, 24.0, "months of his income", "What an official is worth who owes a favour and returns it",
        claim="ssam-reciprocity",
    )
    gratitude: Share = param(
        0.5, 0.0, 1.0, "share", "How far an official without a friend there is counted on to return a favour",
        assumed="as far as the youngest tie, as ssam.counted_on; at 0 on the bench two in five accused with a donju are punished",
    )  # fmt: skip
    friend_worth: Money = param(
        usd(1_000), 0, usd(10_000), "won at full strength", "What it costs to punish a friend",
        assumed="about a release",
    )
    cover: Money = param(
        usd(1_500), 0, usd(20_000), "won at full strength", "What it costs to punish a friend of the Party committee",
        assumed="about a release",
    )
    named: Share = param(0.5, 0.0, 1.0, "share", "Chance that one who paid would name who took it", claim="justice-manager-excused")
    named_colleague: Share = param(0.5, 0.0, 1.0, "share", "Weight of a colleague's being named", assumed="the office stands together")
    labour_months: Number = param(6.0, 1.0, 24.0, "months per unit of gravity", "Labour training", fact="F147")
    prison_from: Number = param(1.5, 0.2, 10.0, "gravity", "Gravity from which it is prison", fact="F159")
    prison_months: Number = param(24.0, 6.0, 120.0, "months per unit of gravity", "Prison", fact=("F149", "F159"))
    camp_from: Number = param(6.0, 1.0, 20.0, "gravity", "Gravity from which it is a political camp", fact="F153")
    camp_months: Count = param(180, 24, 600, "months", "Camp", assumed="release is rare")
    threat: Share = param(0.08, 0.0, 1.0, "per year", "Chance of being accused a manager reckons with in peace", assumed="no source")
    alarm: Number = param(1.0, 0.0, 10.0, "times", "How much a feud in his office adds to it", claim="justice-insurance")
    caution: Number = param(
        0.85, 0.01, 5.0, "at the whole loss", "Aversion to the risk of losing the post",
        assumed="gives about 1.6 times the fair premium",
    )
    ceiling: Share = param(0.4, 0.0, 1.0, "of the month's donju money", "Most he passes on", fact="F261")


# --------------------------------------------------------------------------------------------- how a case comes about


@rule("ssam-help-under-investigation")
def takes_up(friends, p):
    """A complaint is taken up unless friends of the accused in the office see to it that it is not."""
    if not p.patron_relief:
        return 1.0
    return exponential(-p.stifled * friends)


@rule("ssam-donju-alert", fact=("F155", "F182"))
def prospect(wealth_shown, acts, releases, known_patrons, p):
    """Whoever looks for a case picks a donju who shows wealth and has paid before, and leaves alone one with known patrons."""
    hoped = p.take * wealth_shown * (1.0 - exponential(-acts)) * (1.0 + p.known_payer * releases)
    if not p.patron_relief:
        return hoped
    return hoped - p.regret * known_patrons


@rule(fact="F153")
def gravity_of(gravity, earlier_cases, p):
    """A case is graver for one who has been arrested before."""
    return min(p.gravest, gravity * (1.0 + p.repeat * earlier_cases))


# ------------------------------------------------------------------------------------------------- what release costs


@rule(fact=("F146", "F182"))
def share_lost(gravity, p):
    """The graver the case, the more of the business goes with it; in the gravest nearly all."""
    return 1.0 - exponential(-p.reach * gravity)


@rule(fact=("F153", "F155"))
def wealth_seen(wealth, releases, error, p):
    """A handler guesses at wealth and misses by some; of one who has paid before more is expected."""
    missed = exponential(p.misread * error - 0.5 * p.misread * p.misread)
    return wealth * missed * (1.0 + p.known_payer * releases)


@rule("justice-two-windows", fact="F146")
def at_stake(gravity, wealth, p):
    """The accused stands to lose part of his wealth, and his liberty."""
    return share_lost(gravity, p) * wealth + p.liberty * gravity


@rule("ssam-integrity-isolates")
def scruples(integrity, p):
    """To take money costs an official the more the further he goes by the book; one who always does cannot be bought."""
    kept = max(integrity, p.least_integrity)
    return p.scruple * kept * kept / max(0.01, 1.0 - kept)


@rule("ssam-integrity-isolates", assumed="a handler's risk grows with what he has to lose and while a campaign lasts")
def cost_of_looking_away(gravity, post_income, integrity, campaign, p):
    """Looking away risks the handler's own post, the more while a campaign is on, and costs him his scruples."""
    found_out = min(1.0, p.risk * gravity * (1.0 + p.campaign_risk * campaign))
    return found_out * (p.post_worth + 12.0 * post_income) + scruples(integrity, p)


@rule("fear-coldness")
def cost_when_cold(cost, coldness):
    """The colder an official has turned, the more looking away seems to cost him, beyond any price."""
    return cost / max(0.01, 1.0 - coldness)


@rule("ssam-help-under-investigation")
def rebate_for(strength, friends, p):
    """For a friend it is cheaper, and somewhat for the friend of a colleague."""
    if not p.patron_relief:
        return 1.0
    return 1.0 - p.rebate * min(1.0, max(strength, p.good_word * friends))


@rule("justice-two-windows", "justice-preliminary-wealth")
def price_during_inquiry(stake, cost, usual_cost, rebate, p):
    """The first official asks for part of what paying the second would cost; scruples may close the window."""
    early, _ = backward_bribes(stake, p.resignation, cost, usual_cost, p.share_of_surplus)
    return early * rebate


@rule("justice-two-windows")
def price_of_result(stake, cost, rebate, p):
    """The official who hands out the result is not bound by the first; he asks for part of what is at stake."""
    return split_surplus(stake, cost, p.share_of_surplus) * rebate


@rule("justice-two-windows", fact="F146")
def pays(price, worth, cash, goods_fetch, p):
    """He pays if a window is open, if cash and goods sold at a loss suffice, and if it does not cost him more than it is worth."""
    if price <= 0.0 or price > cash + goods_fetch:
        return False
    return min(price, cash) + max(0.0, price - cash) / p.fire_sale <= worth


# ---------------------------------------------------------------------------------------------------- who is punished


@rule("ssam-help-under-investigation", assumed="little is left to chance; while a campaign is on friends dare less")
def lets_go(friends, campaign, p):
    """Few go free without paying; friends in the office help, less so while a campaign is on."""
    if not p.patron_relief:
        return p.doubt
    return p.doubt + (1.0 - p.doubt) * (1.0 - campaign) * (1.0 - exponential(-p.leniency * friends))


@rule("justice-donju-punished", "justice-manager-excused")
def worth_as_culprit(seized, of_use, friendship, cover, would_name, handlers_own_worth, p):
    """A case needs one culprit: a handler weighs what he keeps of the seizure against use, friends, and being named."""
    keeps = p.handlers_share * seized
    forgoes = of_use + p.friend_worth * friendship + p.cover * cover
    return keeps - forgoes - p.named * would_name * handlers_own_worth


@rule("ssam-reciprocity", "justice-manager-excused", assumed="little holds a stranger to what he owes")
def future_use(income, friendship, p):
    """An official who is let off owes a favour; his friends in the office count on its return, others not so much."""
    return p.favour_months * income * max(p.gratitude, min(1.0, friendship))


@rule("justice-manager-excused")
def names_patron(strength, p):
    """An inquiry into a donju comes upon the cadre behind him, the closer the two the likelier."""
    return p.traced * strength


@rule(fact=("F146", "F147", "F153", "F159"))
def sentence(gravity, p):
    """Labour training for small matters, prison for grave ones, a political camp for the gravest; and how many months."""
    if gravity >= p.camp_from:
        return Standing.CAMP, p.camp_months
    if gravity >= p.prison_from:
        return Standing.PRISON, max(1, int(p.prison_months * gravity))
    return Standing.LABOUR_TRAINING, max(1, int(p.labour_months * gravity))


@rule(fact="F147")
def has_served(month, until):
    """Time is up."""
    return month >= until


# ---------------------------------------------------------------------------------------------------------- insurance


@rule("justice-insurance")
def premium(donju_money, post_income, has_feud, p):
    """A manager passes part of the donju's money on: what freedom from the fear of losing his post is worth to him."""
    yearly = p.threat
    if has_feud:
        yearly = p.threat * (1.0 + p.alarm)
    loss = p.post_worth + 12.0 * post_income
    return min(p.ceiling * donju_money, certain_equivalent(yearly / 12.0, loss, ratio(p.caution, loss)))


@rule("ssam-integrity-isolates", "justice-insurance")
def accepts_premium(monthly, integrity, p):
    """A prosecutor takes the money unless a year of it is not worth his scruples."""
    return 12.0 * monthly > scruples(integrity, p)


# ----------------------------------------------------------------------------------------------------------- a helper


@compiled
def whose_turn(kind, about, not_him, county, people, posts, posts_in, die):
    """A prosecutor of this kind, or any other if there is none, but never the one who has had the case; -1 if nobody is left."""
    best, lowest = NOBODY, 3.0
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        holder = posts.holder[post]
        if posts.office[post] != Office.PROSECUTION or holder < 0 or holder == not_him or holder == about:
            continue
        lot = uniform(die, pair(people.id[about], people.id[holder]))
        if posts.kind[post] != kind:
            lot += 1.0
        if people.standing[holder] == Standing.FREE and lot < lowest:
            best, lowest = holder, lot
    return best


# ---------------------------------------------------------------------------------------------------------- the steps


@step(
    changes=[
        "posts.backing_at_law", "posts.friend_at_law", "posts.backing_in_party", "businesses.backing_at_law", "businesses.friend_at_law",
    ],
)  # fmt: skip
def count_friends(ties, posts, people, businesses):
    """Every tie: who has friends in the prosecutor's office of his county, or in its Party committee, and how close they are."""
    for post in posts.rows:
        posts.backing_at_law[post] = 0.0
        posts.backing_in_party[post] = 0.0
        posts.friend_at_law[post] = NOBODY
    for business in businesses.rows:
        businesses.backing_at_law[business] = 0.0
        businesses.friend_at_law[business] = NOBODY
    closest_to_post, closest_to_business = np.zeros(posts.length), np.zeros(businesses.length)
    for tie in ties.rows:
        # in steps so fine that adding them up is exact, whatever the order of ties
        strength = won(ties.strength[tie] * STEPS) / STEPS
        for person, friend in ((ties.patron[tie], ties.client[tie]), (ties.client[tie], ties.patron[tie])):
            there, post, business = people.post[friend], people.post[person], people.business[person]
            if there < 0 or people.standing[friend] != Standing.FREE or posts.county[there] != people.county[person]:
                continue
            if posts.office[there] == Office.PARTY_COMMITTEE and post >= 0:
                posts.backing_in_party[post] += strength
            if posts.office[there] != Office.PROSECUTION:
                continue
            if post >= 0:
                posts.backing_at_law[post] += strength
                if strength > closest_to_post[post]:
                    posts.friend_at_law[post], closest_to_post[post] = friend, strength
            elif business >= 0:
                businesses.backing_at_law[business] += strength
                if strength > closest_to_business[business]:
                    businesses.friend_at_law[business], closest_to_business[business] = friend, strength


@step(
    visits="cases",
    changes=["cases.open", "cases.stage", "cases.gravity", "cases.since", "businesses.arrests", "businesses.under_case"],
    draws=["taken_up"],
    parameters=Justice,
)
def take_up(cases, people, businesses, journal, p, dice, month):
    """Every complaint: friends of the accused in the office may stop it; else it becomes a case."""
    for case in cases.rows:
        accused = cases.accused[case]
        business = people.business[accused]
        if cases.stage[case] != Stage.COMPLAINT:
            continue
        if people.standing[accused] != Standing.FREE or (business >= 0 and businesses.under_case[business]):
            close(cases, case)
            continue
        if business >= 0:
            if not chance(dice.taken_up, people.id[accused], takes_up(businesses.backing_at_law[business], p)):
                friend = businesses.friend_at_law[business]
                record(journal, Event.COMPLAINT_DROPPED, who=friend, whom=accused, because=cases.latest[case])
                close(cases, case)
                continue
            cases.gravity[case] = gravity_of(cases.gravity[case], businesses.arrests[business], p)
            businesses.arrests[business] += 1
            businesses.under_case[business] = True
        cases.stage[case] = Stage.INVESTIGATION
        cases.since[case] = month.number


@step(visits="posts", changes=["businesses.arrests", "businesses.under_case"], draws=["probes", "noticed"], parameters=Justice)
def probe(posts, people, businesses, businesses_in, ties, ties_of, rumours, rumours_about, new_cases, p, dice, month):
    """Every investigator: now and then he looks for a case himself, among a few donju who come to his notice."""
    for post in posts.rows:
        handler = posts.holder[post]
        if posts.office[post] != Office.PROSECUTION or posts.kind[post] != Post.INVESTIGATOR or handler < 0:
            continue
        if people.standing[handler] != Standing.FREE or not chance(dice.probes, people.id[handler], p.probes * posts.charge[post]):
            continue
        best, best_prospect = NOBODY, float(p.effort)
        start, stop = span(businesses_in, posts.county[post])
        likelihood = ratio(p.notice, stop - start)
        for at in range(start, stop):
            business = businesses_in.row[at]
            donju = businesses.owner[business]
            if businesses.under_case[business] or people.standing[donju] != Standing.FREE:
                continue
            if not chance(dice.noticed, pair(people.id[handler], people.id[donju]), likelihood):
                continue
            known_patrons, is_his_own = 0.0, False
            first, last = span(ties_of, donju)
            for place in range(first, last):
                tie = ties_of.row[place]
                patron = other_end(tie, donju, ties)
                is_his_own = is_his_own or patron == handler
                if people.post[patron] >= 0 and has_heard_of(tie, handler, ties, rumours, rumours_about):
                    known_patrons += ties.strength[tie]
            shown = p.months_shown * businesses.sign[business]
            hoped = prospect(shown, businesses.infractions[business], businesses.releases[business], known_patrons, p)
            if hoped > best_prospect and not is_his_own:
                best, best_prospect = business, hoped
        if best >= 0:
            case = found(new_cases)
            new_cases.county[case] = posts.county[post]
            new_cases.accused[case] = businesses.owner[best]
            new_cases.ground[case] = Ground.PROBE
            new_cases.stage[case] = Stage.INVESTIGATION
            new_cases.gravity[case] = gravity_of(max(1.0, businesses.infractions[best]) * p.act, businesses.arrests[best], p)
            new_cases.investigator[case] = handler
            new_cases.since[case] = month.number
            businesses.arrests[best] += 1
            businesses.under_case[best] = True


@step(
    visits="cases",
    changes=["cases.investigator", "cases.trial_prosecutor", "cases.opened", "cases.latest"],
    draws=["handler"],
    parameters=Justice,
)
def assign(cases, people, posts, posts_in, journal, dice):
    """Every case: an investigator is put on it, and later somebody else who hands out the result."""
    for case in cases.rows:
        accused, county = cases.accused[case], cases.county[case]
        handler = cases.investigator[case]
        if cases.stage[case] == Stage.INVESTIGATION:
            if handler < 0 or people.post[handler] < 0 or people.standing[handler] != Standing.FREE:
                cases.investigator[case] = whose_turn(Post.INVESTIGATOR, accused, NOBODY, county, people, posts, posts_in, dice.handler)
            if cases.opened[case] == 0 and cases.investigator[case] >= 0:
                opened = record(journal, Event.CASE_OPENED, who=accused, whom=cases.investigator[case], because=cases.latest[case])
                cases.opened[case] = opened
                cases.latest[case] = opened
        elif cases.stage[case] == Stage.PRELIMINARY:
            cases.trial_prosecutor[case] = whose_turn(
                Post.TRIAL_PROSECUTOR, accused, handler, county, people, posts, posts_in, dice.handler
            )


@step(
    visits="cases",
    changes=[
        "cases.open", "cases.stage", "cases.asked", "cases.latest", "people.standing", "households.capital", "businesses.releases",
        "businesses.infractions", "businesses.profit", "businesses.patronage", "businesses.setback", "businesses.under_case",
        "posts.takings", "posts.from_cases",
    ],
    draws=["reading", "let_go"],
    parameters=Justice,
)  # fmt: skip
def give_chances_to_pay(
    cases, people, households, businesses, posts, counties, ties, ties_of, purse, journal, p, dice, month
):
    """Every case: the first chance to pay a month after it was opened, the second, with another official, a month later."""
    for case in one_after_another(cases.rows, cases.county, cases.accused, people.id):
        accused, gravity, stage = cases.accused[case], cases.gravity[case], cases.stage[case]
        is_early = stage == Stage.INVESTIGATION and month.number > cases.since[case]
        is_late = stage == Stage.PRELIMINARY and month.number > cases.since[case] + 1
        handler = cases.investigator[case] if is_early else cases.trial_prosecutor[case]
        if people.standing[accused] != Standing.FREE and people.standing[accused] != Standing.DETAINED:
            close(cases, case)  # died, fled, or was sacrificed
            continue
        if not (is_early or is_late) or handler < 0:
            continue
        account, household = people.account[accused], people.household[accused]
        business, desk = people.business[accused], people.post[handler]
        county, cash, goods = cases.county[case], purse.balance[account], households.capital[household]
        till, campaign = counties.till[county], counties.campaign[county]
        friends, releases = 0.0, 0
        if business >= 0:
            friends, releases = businesses.backing_at_law[business], businesses.releases[business]
        elif people.post[accused] >= 0:
            friends = posts.backing_at_law[people.post[accused]]

        # Whoever will be let go knows it from his friends, and does not pay for the result.
        if is_late and chance(dice.let_go, pair(people.id[handler], people.id[accused]), lets_go(friends, campaign, p)):
            record(journal, Event.ACQUITTED, who=accused, whom=handler, because=cases.latest[case])
            people.standing[accused] = Standing.FREE
            close(cases, case)
            if business >= 0:
                businesses.under_case[business] = False
            continue

        # What looking away would cost this official, and what he takes the accused to be worth.
        cost = cost_of_looking_away(gravity, posts.usual_takings[desk], people.integrity[handler] / 100.0, campaign, p)
        cost = cost_when_cold(cost, people.coldness[handler] / 100.0)
        usual_cost = cost_of_looking_away(gravity, posts.usual_takings[desk], p.usual_integrity, campaign, p)
        error = bell(dice.reading, pair(people.id[handler], people.id[accused]))
        seen = at_stake(gravity, wealth_seen(cash + goods, releases, error, p), p)
        stake = at_stake(gravity, cash + goods, p)
        rebate = rebate_for(strength_between(handler, accused, ties, ties_of), friends, p)
        if is_early:
            price = price_during_inquiry(seen, cost, usual_cost, rebate, p)
            worth = p.resignation * split_surplus(stake, usual_cost, p.share_of_surplus)
        else:
            price = price_of_result(seen, cost, rebate, p)
            worth = stake
        cases.asked[case] = won(price)

        if pays(price, worth, cash, min(p.fire_sale * goods, purse.balance[till]), p):
            missing = won(price) - cash
            if missing > 0:
                fetched = pay(purse, till, account, missing, Flow.FIRE_SALE)
                households.capital[household] -= min(goods, won(fetched / p.fire_sale))
            flow, release = Flow.RELEASE_VERDICT, Event.RELEASE_BOUGHT_VERDICT
            if is_early:
                flow, release = Flow.RELEASE_INVESTIGATION, Event.RELEASE_BOUGHT_INVESTIGATION
            paid = pay(purse, account, people.account[handler], won(price), flow)
            told = record(journal, release, who=accused, whom=handler, amount=paid, because=cases.latest[case])
            people.standing[accused] = Standing.FREE
            posts.takings[desk] += paid
            posts.from_cases[desk] += paid
            close(cases, case)
            if business >= 0:
                businesses.under_case[business] = False
                businesses.releases[business] += 1  # one who paid is known to pay
                businesses.infractions[business] *= 1.0 - p.settled
                businesses.profit[business] -= paid
                businesses.patronage[business] += paid
                businesses.setback[business] = told
        elif is_early:
            cases.latest[case] = record(journal, Event.PRELIMINARY_FINDING, who=accused, whom=handler, because=cases.latest[case])
            cases.stage[case] = Stage.PRELIMINARY
            people.standing[accused] = Standing.DETAINED
        else:
            cases.stage[case] = Stage.VERDICT


@step(visits="cases", changes=["cases.cadre"], draws=["traced"], parameters=Justice)
def trace_patrons(cases, people, posts, ties, ties_of, p, dice, month):
    """Every preliminary finding against a donju: the inquiry may name the cadre behind him, who is then accused with him."""
    for case in cases.rows:
        accused = cases.accused[case]
        if cases.stage[case] != Stage.PRELIMINARY or cases.cadre[case] >= 0 or month.number != cases.since[case] + 1:
            continue
        most = 0.0
        start, stop = span(ties_of, accused)
        for at in range(start, stop):
            tie = ties_of.row[at]
            patron = other_end(tie, accused, ties)
            post = people.post[patron]
            if post < 0 or posts.office[post] == Office.PROSECUTION or posts.county[post] != cases.county[case]:
                continue
            strength, both = ties.strength[tie], pair(people.id[accused], people.id[patron])
            if strength > most and chance(dice.traced, both, names_patron(strength, p)):
                cases.cadre[case], most = patron, strength


@step(
    visits="cases",
    changes=["cases.stage", "cases.culprit", "cases.latest", "people.standing", "businesses.under_case", "businesses.infractions"],
    parameters=Justice,
)
def find_culprits(
    cases, people, households, businesses, posts, ties, ties_of, premiums, premiums_of, purse, journal, p
):
    """Every case that nobody has bought himself out of: one culprit is found, the donju or the cadre accused with him."""
    for case in cases.rows:
        if cases.stage[case] != Stage.VERDICT:
            continue
        accused, cadre, gravity = cases.accused[case], cases.cadre[case], cases.gravity[case]
        handler, because, business = cases.trial_prosecutor[case], cases.latest[case], people.business[accused]
        culprit = accused
        if cadre >= 0 and people.post[cadre] >= 0 and people.standing[cadre] == Standing.FREE:
            part, post = share_lost(gravity, p), people.post[cadre]
            own_worth = p.post_worth + 12.0 * posts.usual_takings[people.post[handler]]
            owns = purse.balance[people.account[accused]] + p.fire_sale * households.capital[people.household[accused]]
            strength = strength_between(handler, accused, ties, ties_of)
            of_donju = worth_as_culprit(part * owns, p.next_time * cases.asked[case], strength, 0.0, 0.0, own_worth, p)
            guilt_shared = 0.0
            start, stop = span(premiums_of, cadre)
            for at in range(start, stop):
                taker = premiums.taker[premiums_of.row[at]]
                if taker == handler:
                    guilt_shared = 1.0
                elif people.post[taker] >= 0 and posts.office[people.post[taker]] == Office.PROSECUTION:
                    guilt_shared = max(guilt_shared, p.named_colleague)
            friends = posts.backing_at_law[post]
            of_cadre = worth_as_culprit(
                part * purse.balance[people.account[cadre]], future_use(posts.usual_takings[post], friends, p),
                friends, posts.backing_in_party[post], guilt_shared, own_worth, p,
            )  # fmt: skip
            if of_cadre > of_donju:
                culprit = cadre
            else:
                record(journal, Event.CADRE_EXCUSED, who=cadre, whom=handler, because=because)
        told = Event.CONVICTED
        if culprit != accused:
            told = Event.CADRE_PUNISHED
        elif business < 0:
            told = Event.CADRE_CONVICTED
        guilty = record(journal, told, who=culprit, whom=handler, because=because)
        if culprit != accused:
            record(journal, Event.ACQUITTED, who=accused, whom=handler, because=guilty)
            people.standing[accused] = Standing.FREE
        if business >= 0:
            businesses.under_case[business] = False
            businesses.infractions[business] *= 1.0 - p.settled
        cases.culprit[case] = culprit
        cases.latest[case] = guilty
        cases.stage[case] = Stage.ENDED


@step(
    visits="cases",
    changes=[
        "cases.open", "people.standing", "people.post", "people.business", "households.capital", "households.donju", "households.outlet",
        "businesses.open", "businesses.setback", "businesses.ended", "posts.takings", "posts.from_cases", "posts.holder", "posts.vacated",
    ],
    parameters=Justice,
)  # fmt: skip
def carry_out_sentences(cases, people, households, businesses, posts, counties, new_sentences, purse, journal, p, month):
    """Everybody found guilty: what he loses, where he is sent, and what becomes of his post or his business."""
    for case in one_after_another(cases.rows, cases.county, cases.culprit, people.id):
        if cases.stage[case] != Stage.ENDED:
            continue
        culprit, guilty, gravity = cases.culprit[case], cases.latest[case], cases.gravity[case]
        account, household, desk = people.account[culprit], people.household[culprit], people.post[cases.trial_prosecutor[case]]
        post, business = people.post[culprit], people.business[culprit]
        close(cases, case)

        part = share_lost(gravity, p)
        money, goods, kept = won(part * purse.balance[account]), won(part * households.capital[household]), 0
        if desk >= 0:
            kept = pay(purse, account, people.account[posts.holder[desk]], won(p.handlers_share * money), Flow.HANDLERS_SHARE)
            posts.takings[desk] += kept
            posts.from_cases[desk] += kept
        pay(purse, account, counties.state[cases.county[case]], money - kept, Flow.CONFISCATION)
        households.capital[household] -= goods
        taken = record(journal, Event.CONFISCATED, who=culprit, amount=money + goods, because=guilty)

        kind, months = sentence(gravity, p)
        told = Event.SENTENCED_LABOUR
        if kind == Standing.PRISON:
            told = Event.SENTENCED_PRISON
        elif kind == Standing.CAMP:
            told = Event.SENTENCED_CAMP
        people.standing[culprit] = kind
        term = found(new_sentences)
        new_sentences.county[term] = people.county[culprit]
        new_sentences.person[term] = culprit
        new_sentences.kind[term] = kind
        new_sentences.since[term] = month.number
        new_sentences.until[term] = month.number + months
        new_sentences.because[term] = record(journal, told, who=culprit, because=guilty)

        if post >= 0:
            posts.vacated[post] = record(journal, Event.DISMISSED, who=culprit, org=posts.organisation[post], because=guilty)
            posts.holder[post] = NOBODY
            people.post[culprit] = NOBODY
        if business >= 0:
            businesses.setback[business] = taken
            if kind != Standing.LABOUR_TRAINING:
                # what capital is left stays with the household; if it is enough, another member goes on with it
                businesses.ended[business] = guilty
                close(businesses, business)
                people.business[culprit] = NOBODY
                households.donju[household] = False
                households.outlet[household] = 1.0


@step(
    visits="organisations",
    changes=["posts.takings", "posts.from_cases", "premiums.paid", "premiums.latest"],
    draws=["taker"],
    parameters=Justice,
)
def insure(
    organisations, posts, posts_in, people, feuds_of, premiums, premiums_of, new_premiums, purse, journal, p, dice, month,
):  # fmt: skip
    """Every factory whose manager has donju money: he passes part of it to a prosecutor, ahead of need."""
    for plant in one_after_another(organisations.rows, organisations.county, organisations.head, posts.number):
        post = organisations.head[plant]
        if organisations.kind[plant] != Office.FACTORY or post < 0 or posts.holder[post] < 0 or posts.from_donju[post] <= 0:
            continue
        manager, county, taker, policy = posts.holder[post], organisations.county[plant], posts.friend_at_law[post], NOBODY
        start, stop = span(premiums_of, manager)
        for at in range(start, stop):
            paid_to = premiums.taker[premiums_of.row[at]]
            if people.post[paid_to] >= 0 and posts.office[people.post[paid_to]] == Office.PROSECUTION:
                taker, policy = paid_to, premiums_of.row[at]
        # a friend who has lost his post is of no use
        if taker >= 0 and people.post[taker] < 0:
            taker = NOBODY
        if taker < 0:
            taker = whose_turn(Post.INVESTIGATOR, manager, NOBODY, county, people, posts, posts_in, dice.taker)
        start, stop = span(feuds_of, plant)
        amount = premium(posts.from_donju[post], posts.usual_takings[post], stop > start, p)
        if taker < 0 or people.standing[manager] != Standing.FREE or not accepts_premium(amount, people.integrity[taker] / 100.0, p):
            continue
        paid = pay(purse, people.account[manager], people.account[taker], won(amount), Flow.INSURANCE)
        posts.takings[people.post[taker]] += paid
        posts.from_cases[people.post[taker]] += paid
        if policy >= 0:
            premiums.paid[policy] += paid
            premiums.latest[policy] = month.number
        elif paid > 0:
            policy = found(new_premiums)
            new_premiums.county[policy] = county
            new_premiums.payer[policy] = manager
            new_premiums.taker[policy] = taker
            new_premiums.paid[policy] = paid
            new_premiums.latest[policy] = month.number
            new_premiums.began[policy] = record(journal, Event.INSURED, who=manager, whom=taker, org=plant, amount=paid)


@step(visits="sentences", changes=["sentences.open", "people.standing"])
def serve_sentences(sentences, people, journal, month):
    """Everybody whose time is up is set free."""
    for term in sentences.rows:
        person = sentences.person[term]
        if people.standing[person] != sentences.kind[term]:
            close(sentences, term)  # died, or was sent elsewhere
        elif has_served(month.number, sentences.until[term]):
            people.standing[person] = Standing.FREE
            record(journal, Event.SET_FREE, who=person, because=sentences.because[term])
            close(sentences, term)
