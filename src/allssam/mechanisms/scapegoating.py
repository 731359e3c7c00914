"""Scapegoating: patrons sacrifice a donju who has become too much, and take on the next one.

What a patron weighs is the exposure a donju brings him, his fear, what the donju pays, and what the best one to be had in his
place would pay.  A campaign from the centre asks a county for culprits: first come the exposed whom nobody is known to back, then
those whose own patrons would rather be rid of them.  'Anti-socialist element' is the label of the sources.

Left out: cases in the ordinary course (justice), and fear itself (people.fear, where a mechanism sets it).
"""

from allssam.engine import (
    NOBODY,
    Count,
    Money,
    Number,
    Parameters,
    Share,
    bell,
    chance,
    close,
    exponential,
    found,
    pair,
    param,
    pay,
    power,
    ratio,
    record,
    rule,
    span,
    step,
    usd,
    won,
)  # fmt: skip
from allssam.world import Event, Flow, Office, Post, Standing, Tie
from allssam.world.acquaintance import has_heard_of, other_end, strength_between
from allssam.world.lookups import one_after_another


class Scapegoating(Parameters):
    """What patrons weigh, what a campaign asks for, and what is left."""

    exposure: Money = param(
        usd(60), usd(10), usd(400), "won a month", "What full fear of a middling donju's exposure is worth", assumed="as much as he pays",
    )
    middling: Money = param(usd(12_000), usd(3_000), usd(50_000), "won", "Capital of a middling donju", fact="F256")
    growth: Number = param(1.5, 0.5, 2.0, "exponent", "How exposure grows with capital", claim="scapegoat-anti-socialist")
    unnoticed: Share = param(0.3, 0.0, 1.0, "share", "Exposure by a tie that nobody has heard of", assumed="books are found too")
    circle: Number = param(4.0, 0.5, 50.0, "people", "How many must have heard of a tie for it to be common talk", assumed="a few")
    judgement: Number = param(
        0.5, 0.0, 1.5, "log", "How far patrons differ, from month to month, over how exposed they are", assumed="nobody can know",
    )
    base_fear: Share = param(0.15, 0.0, 1.0, "share", "Fear in quiet times", assumed="people's own fear is added to it")
    campaign_fear: Share = param(0.20, 0.0, 1.0, "share", "Fear a campaign adds", fact="F181")
    watched: Money = param(
        usd(40), 0, usd(400), "won a month", "What a sacrifice costs with the other clients, who watch",
        assumed="about one client's payment",
    )
    agreeing: Share = param(0.05, 0.0, 1.0, "per month", "How soon patrons who want it agree to do it", assumed="more than a year")
    tribute: Share = param(0.08, 0.0, 0.5, "of sales", "What a new donju may be expected to give", fact=("F259", "F260"))
    most_patrons: Count = param(3, 1, 12, "ties", "Patrons beyond which a donju takes no other", claim="ssam-upkeep-limit")
    quota: Share = param(
        0.5, 0.0, 1.0, "per month in a full-size county", "Culprits a campaign at full strength asks for", fact=("F181", "F182"),
    )
    worth_naming: Money = param(
        usd(8_000), usd(1_000), usd(50_000), "won", "Wealth shown from which one is exposed to a campaign", fact="F182",
    )
    notice: Number = param(8.0, 1.0, 100.0, "donju", "Donju looked at when a culprit is asked for", assumed="those talked about")
    months_shown: Number = param(20.0, 4.0, 60.0, "months of sales", "Wealth guessed from sales", assumed="stock to sales of traders")
    taken: Share = param(0.9, 0.0, 1.0, "of money and goods", "What a scapegoat loses", fact=("F181", "F182"))
    handlers_share: Share = param(0.2, 0.0, 0.8, "of the money taken", "What officials keep", fact="F181")
    camp: Share = param(0.5, 0.0, 1.0, "share", "Scapegoats sent to a political camp; the others to prison", fact="F181")
    camp_months: Count = param(180, 24, 600, "months", "Camp", assumed="release is rare")
    prison_months: Count = param(96, 12, 240, "months", "Prison", fact="F159")


@rule("scapegoat-anti-socialist", assumed="convex: influence outgrows wealth")
def exposure_by(capital, patron_income, common_talk, judgement, p):
    """A donju exposes his patron more the richer he is, the more he outgrows the patron's post, and the more it is talked of."""
    outgrown = capital / (capital + 12.0 * patron_income + 1.0)
    seen = p.unnoticed + (1.0 - p.unnoticed) * common_talk
    feared = exponential(p.judgement * judgement - 0.5 * p.judgement * p.judgement)
    return p.exposure * power(capital / p.middling, p.growth) * (0.5 + outgrown) * seen * feared


@rule("ssam-word-gets-around")
def common_talk(hearers, p):
    """A tie becomes common talk as more people hear of it."""
    return 1.0 - exponential(-hearers / p.circle)


@rule("scapegoat-anti-socialist", assumed="fear in quiet times, one's own, and a campaign's add up")
def fear_of_exposure(own_fear, campaign, p):
    """How much a patron fears exposure: his own fear, and that of a campaign."""
    return min(1.0, p.base_fear + own_fear + p.campaign_fear * campaign)


@rule("scapegoat-replacement")
def expected_payment(sales_shown, p):
    """What a donju would give each month is guessed from what his business shows."""
    return p.tribute * sales_shown


@rule("scapegoat-anti-socialist", "scapegoat-replacement", "scapegoat-spiral")
def wants_sacrifice(exposure, fear, pays, replacement, p):
    """A patron gains what he need no longer fear, less what the donju paid beyond the next one, and less his name with others."""
    return fear * exposure - max(0.0, pays - replacement) - p.watched


@rule(fact=("F181", "F182"))
def campaign_asks(campaign, charge, p):
    """A campaign asks a county for a culprit, at most one a month, the harder it is and the more people live there."""
    return min(1.0, p.quota * campaign * charge)


@rule(fact="F182")
def fit_to_be_named(wealth_shown, acts, has_known_patron, p):
    """Whom a campaign names first: the rich of whom something can be said and whom nobody is known to back."""
    if has_known_patron or wealth_shown < p.worth_naming:
        return 0.0
    return wealth_shown * (1.0 - exponential(-acts))


# ---------------------------------------------------------------------------------------------------------- the steps


@step(
    visits="counties",
    changes=["businesses.unwanted", "businesses.given_up", "businesses.branded"],
    draws=["judgement"],
    parameters=Scapegoating,
)
def weigh_clients(
    counties, businesses, businesses_in, people, households, posts, ties, ties_of, rumours_about, p, dice
):
    """Every donju: each patron weighs what he exposes him to against what he pays and what the best to be had instead would pay."""
    for county in counties.rows:
        campaign = counties.campaign[county]
        start, stop = span(businesses_in, county)
        best, best_sign, next_sign = NOBODY, 0.0, 0.0
        for at in range(start, stop):
            business = businesses_in.row[at]
            first, last = span(ties_of, businesses.owner[business])
            has_hand_free = last - first < p.most_patrons and people.standing[businesses.owner[business]] == Standing.FREE
            if has_hand_free and businesses.sign[business] > best_sign:
                best, best_sign, next_sign = business, businesses.sign[business], best_sign
            elif has_hand_free and businesses.sign[business] > next_sign:
                next_sign = businesses.sign[business]
        for at in range(start, stop):
            business = businesses_in.row[at]
            donju = businesses.owner[business]
            capital, in_his_place = households.capital[people.household[donju]], best_sign
            if business == best:
                in_his_place = next_sign
            gains, most, willing, all_strength = 0.0, 0.0, 0.0, 0.0
            businesses.given_up[business] = NOBODY
            businesses.branded[business] = 0
            first, last = span(ties_of, donju)
            for place in range(first, last):
                tie = ties_of.row[place]
                patron = other_end(tie, donju, ties)
                post = people.post[patron]
                if post < 0:
                    continue
                heard_from, heard_to = span(rumours_about, tie)
                exposure = exposure_by(
                    capital, posts.usual_takings[post], common_talk(heard_to - heard_from, p),
                    bell(dice.judgement, pair(people.id[patron], people.id[donju])), p,
                )  # fmt: skip
                fear = fear_of_exposure(people.fear[patron] / 100.0, campaign, p)
                gain = wants_sacrifice(exposure, fear, float(ties.price[tie]), expected_payment(in_his_place, p), p)
                all_strength += ties.strength[tie]
                if gain > 0.0:
                    gains += gain
                    willing += ties.strength[tie]
                if gain > most:
                    businesses.given_up[business], most = tie, gain
            businesses.unwanted[business] = gains if willing > 0.5 * all_strength else 0.0


@step(
    visits="counties",
    changes=["counties.culprits", "businesses.branded", "businesses.given_up", "businesses.given_up_by"],
    draws=["asked", "noticed", "agree"],
    parameters=Scapegoating,
)
def brand(
    counties, businesses, businesses_in, people, posts, posts_in, ties, ties_of, rumours, rumours_about, journal, p, dice
):
    """Every county: patrons who want it brand a donju; a campaign names, at most once a month, first the exposed without known patrons."""
    for county in counties.rows:
        campaign, official, is_asked = counties.campaign[county], NOBODY, False
        start, stop = span(posts_in, county)
        for at in range(start, stop):
            post = posts_in.row[at]
            if campaign > 0.0 and posts.office[post] == Office.PROSECUTION and posts.kind[post] == Post.HEAD and posts.holder[post] >= 0:
                official = posts.holder[post]
                is_asked = chance(dice.asked, people.id[official], campaign_asks(campaign, posts.charge[post], p))
        named, most_fit, given_up, most_unwanted = NOBODY, 0.0, NOBODY, 0.0
        start, stop = span(businesses_in, county)
        for at in range(start, stop):
            business = businesses_in.row[at]
            donju, unwanted = businesses.owner[business], businesses.unwanted[business]
            if people.standing[donju] != Standing.FREE:
                continue
            if is_asked and chance(dice.noticed, people.id[donju], ratio(p.notice, stop - start)):
                has_known_patron = False
                first, last = span(ties_of, donju)
                for place in range(first, last):
                    tie = ties_of.row[place]
                    if people.post[other_end(tie, donju, ties)] >= 0 and has_heard_of(tie, official, ties, rumours, rumours_about):
                        has_known_patron = True
                shown = p.months_shown * businesses.sign[business]
                fit = fit_to_be_named(shown, businesses.infractions[business], has_known_patron, p)
                if fit > most_fit:
                    named, most_fit = business, fit
            if unwanted <= 0.0 or not (is_asked or chance(dice.agree, people.id[donju], p.agreeing)):
                continue
            if campaign == 0.0:
                counties.culprits[county] += 1
                tie = businesses.given_up[business]
                patron = other_end(tie, donju, ties)
                businesses.given_up_by[business] = patron
                businesses.branded[business] = record(journal, Event.BRANDED, who=donju, whom=patron, because=ties.began[tie])
            elif unwanted > most_unwanted:
                given_up, most_unwanted = business, unwanted
        if named >= 0:
            counties.culprits[county] += 1
            businesses.given_up[named] = NOBODY
            businesses.given_up_by[named] = official
            businesses.branded[named] = record(
                journal, Event.BRANDED, who=businesses.owner[named], whom=official, because=counties.campaign_event[county]
            )
        elif given_up >= 0:
            counties.culprits[county] += 1
            patron = other_end(businesses.given_up[given_up], businesses.owner[given_up], ties)
            businesses.given_up_by[given_up] = patron
            businesses.branded[given_up] = record(
                journal, Event.BRANDED, who=businesses.owner[given_up], whom=patron, because=counties.campaign_event[county]
            )


@step(
    visits="businesses",
    changes=[
        "people.standing", "people.business", "households.capital", "households.donju", "households.outlet", "businesses.open",
        "businesses.setback", "businesses.ended", "posts.takings", "posts.from_cases",
    ],
    draws=["camp"],
    parameters=Scapegoating,
)  # fmt: skip
def let_fall(businesses, people, households, posts, counties, new_sentences, purse, journal, p, dice, month):
    """Every donju branded this month: he loses nearly everything, and is sent to a camp or to prison."""
    for business in one_after_another(businesses.rows, businesses.county, businesses.owner, people.id):
        if businesses.branded[business] == 0:
            continue
        donju, by = businesses.owner[business], businesses.given_up_by[business]
        account, household, county = people.account[donju], people.household[donju], businesses.county[business]
        fallen = record(journal, Event.SCAPEGOATED, who=donju, whom=by, because=businesses.branded[business])
        money, goods, kept = won(p.taken * purse.balance[account]), won(p.taken * households.capital[household]), 0
        if people.county[by] == county and people.post[by] >= 0:
            kept = pay(purse, account, people.account[by], won(p.handlers_share * money), Flow.HANDLERS_SHARE)
            posts.takings[people.post[by]] += kept
            posts.from_cases[people.post[by]] += kept
        pay(purse, account, counties.state[county], money - kept, Flow.CONFISCATION)
        households.capital[household] -= goods
        businesses.setback[business] = record(journal, Event.CONFISCATED, who=donju, amount=money + goods, because=fallen)
        kind, months, told = Standing.PRISON, p.prison_months, Event.SENTENCED_PRISON
        if chance(dice.camp, people.id[donju], p.camp):
            kind, months, told = Standing.CAMP, p.camp_months, Event.SENTENCED_CAMP
        people.standing[donju] = kind
        term = found(new_sentences)
        new_sentences.county[term] = county
        new_sentences.person[term] = donju
        new_sentences.kind[term] = kind
        new_sentences.since[term] = month.number
        new_sentences.until[term] = month.number + months
        new_sentences.because[term] = record(journal, told, who=donju, because=fallen)
        if businesses.given_up[business] >= 0:
            new_sentences.sacrificed[term] = fallen
        close(businesses, business)
        businesses.ended[business] = fallen
        people.business[donju] = NOBODY
        households.donju[household] = False
        households.outlet[household] = 1.0


@step(visits="sentences", parameters=Scapegoating)
def take_on_the_next(sentences, people, businesses, businesses_in, ties, ties_of, new_ties, journal, p, month):
    """Every patron of a donju sacrificed this month: he takes on the most promising donju who has a hand free."""
    for term in sentences.rows:
        if sentences.sacrificed[term] == 0 or sentences.since[term] != month.number:
            continue
        fallen, taken = sentences.person[term], NOBODY
        first, last = span(ties_of, fallen)
        for place in range(first, last):
            patron = other_end(ties_of.row[place], fallen, ties)
            if people.post[patron] < 0:
                continue
            best, best_sign = NOBODY, 0.0
            start, stop = span(businesses_in, sentences.county[term])
            for at in range(start, stop):
                business = businesses_in.row[at]
                donju = businesses.owner[business]
                low, high = span(ties_of, donju)
                if high - low >= p.most_patrons or people.standing[donju] != Standing.FREE or businesses.sign[business] <= best_sign:
                    continue
                if donju != taken and strength_between(patron, donju, ties, ties_of) == 0.0:
                    best, best_sign = business, businesses.sign[business]
            if best < 0:
                continue
            taken = businesses.owner[best]
            tie = found(new_ties)
            new_ties.county[tie] = sentences.county[term]
            new_ties.kind[tie] = Tie.CLIENT
            new_ties.patron[tie] = patron
            new_ties.client[tie] = taken
            new_ties.price[tie] = won(expected_payment(best_sign, p))
            new_ties.since[tie] = month.number
            new_ties.patron_post[tie] = people.post[patron]
            new_ties.client_business[tie] = best
            new_ties.began[tie] = record(journal, Event.REPLACED, who=patron, whom=taken, because=sentences.sacrificed[term])
