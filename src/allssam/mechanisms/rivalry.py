"""Rivalry: the Party secretary who is eclipsed by the head of his office, and the donju between them.

The same rule serves every office with a head and a Party secretary.  He looks at his whole informal income and at how
many donju answer to him, beside the head's, and courts the head's donju, quarrels, or lets it be.
Left out: what either asks of a tenant (`tolls`), who pays (`demands`), what comes of it before the law (`disputes`).
"""

import numpy as np

from allssam.engine import (
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
    logarithm,
    pair,
    param,
    ratio,
    record,
    rule,
    span,
    step,
    usd,
    won,
)  # fmt: skip
from allssam.theory.contests import difference_contest
from allssam.world import Aim, Event, Office, Standing, Tie
from allssam.world.acquaintance import has_heard_of
from allssam.world.lookups import NOBODY, at_work, covering_tie, grudge_between, has_entered, tie_between, ties_held


class Rivalry(Parameters):
    """What a secretary envies, hopes for and fears; what a courted donju weighs; how tolls are learned."""

    moves: Share = param(
        0.5, 0.0, 1.0, "per month", "How often a secretary with a full-size charge thinks of moving", assumed="he has other work",
    )
    card_link: Switch = param(
        True, False, True, "yes or no", "Whether he counts card and exemption money in his income", claim="rivalry-eclipsed-secretary",
    )
    least_income: Money = param(
        usd(60), usd(5), usd(500), "won a month", "Income below which nobody reckons his own", fact="F259",
    )
    taste: Number = param(
        0.6, 0.1, 2.0, "per log of income", "What a gain in income is worth to him", assumed="trial value",
    )
    envy: Number = param(
        0.2, 0.0, 1.0, "per log of the gap", "What the head's being ahead is worth to undo", claim="rivalry-envy",
    )
    following: Share = param(
        0.3, 0.0, 1.0, "of the gap in income", "Weight of the gap in number of donju", claim="rivalry-eclipsed-secretary",
    )
    contentment: Number = param(
        0.3, 0.0, 2.0, "log income", "Most that being ahead himself holds him back", assumed="trial value",
    )
    spite: Number = param(1.3, 0.0, 4.0, "factor", "How much more envy counts in a quarrel", claim="rivalry-envy")
    enmity_cost: Number = param(
        0.6, 0.0, 2.0, "log income", "What courting a head's donju costs in enmity", claim="rivalry-sponsorship-contest",
    )
    quarrel_cost: Number = param(1.0, 0.0, 5.0, "times that", "What a quarrel costs beside that", assumed="trial value")
    losing: Number = param(
        0.7, 0.0, 5.0, "log income", "What losing before the prosecutor would cost", claim="dispute-ties-win",
    )
    slope: Number = param(
        5.0, 0.0, 50.0, "per unit of tie strength", "How surely the side with more friends is thought to win", assumed="trial value",
    )
    extorted: Share = param(
        0.7, 0.0, 2.0, "of what he could ask", "What he expects a quarrel to bring", assumed="trial value",
    )
    refused: Share = param(
        0.15, 0.0, 1.0, "of what he could ask", "What he still expects of a donju who refused him", claim="rivalry-cast-out",
    )
    client_share: Share = param(
        0.05, 0.0, 0.5, "of turnover", "What he could ask of a donju who is no tenant", assumed="trial value",
    )
    capacity: Count = param(
        5, 1, 12, "patrons", "Patrons a donju can keep satisfied, his plant's among them", claim="ssam-upkeep-limit",
    )
    menace: Share = param(
        0.5, 0.0, 2.0, "of what a space brings", "Monthly harm a tenant fears of an angered secretary", claim="rivalry-cast-out",
    )
    menace_elsewhere: Number = param(
        1.5, 0.0, 10.0, "times what is asked", "The same for a donju who is no tenant", assumed="he asks less than he could harm",
    )
    shielded: Share = param(
        0.5, 0.0, 1.0, "of patrons' cover", "How far cover elsewhere helps in one's own plant", assumed="he sits at the gate",
    )
    at_stake: Share = param(
        0.35, 0.0, 1.0, "of business capital", "What a case costs on average", assumed="release or sentence; trial value",
    )
    party_help: Share = param(
        0.3, 0.0, 1.0, "of the danger", "What a Party secretary's word takes off", assumed="trial value",
    )
    nerve: Number = param(
        0.5, 0.0, 2.0, "log", "How differently donju take a threat", assumed="some are hard to frighten",
    )
    courting_hurts: Share = param(
        0.1, 0.0, 1.0, "enmity", "Enmity from one donju courted", claim="rivalry-sponsorship-contest",
    )
    quarrel_hurts: Share = param(
        0.3, 0.0, 1.0, "enmity", "Enmity from one quarrel", claim="rivalry-sponsorship-contest",
    )
    lasts: Count = param(
        12, 1, 60, "months", "Months a quarrel goes on before another is begun", assumed="enmity is a state",
    )
    fades: Share = param(
        0.06, 0.0, 0.5, "per month", "How fast enmity and grudges fade", assumed="half in a year and a half",
    )
    forgotten: Share = param(0.05, 0.0, 0.5, "0 to 1", "Strength at which they are forgotten", assumed="small")
    withdraws: Share = param(
        0.5, 0.0, 1.0, "of quarrels", "How often he withdraws his 'extra earnings' order", claim="lease-extra-earnings",
    )
    uncovered: Number = param(
        4.0, 0.0, 50.0, "acts", "Illegal acts of a tenant that come to light with it", assumed="what the order had covered",
    )


@rule("rivalry-eclipsed-secretary")
def income_in_his_eyes(takings, from_donju, p):
    """He looks at his whole informal income, entry money included; with the link cut, at donju money alone."""
    return p.least_income + (takings if p.card_link else from_donju)


@rule("rivalry-envy", "rivalry-eclipsed-secretary")
def gap(own_income, head_income, own_donju, head_donju, p):
    """How far the head is visibly ahead, in income and in donju; being ahead himself calms a secretary only so much."""
    in_income = logarithm(head_income / own_income)
    in_donju = logarithm((1.0 + head_donju) / (1.0 + own_donju))
    return max(-p.contentment, p.envy * (in_income + p.following * in_donju))


@rule("rivalry-cast-out")
def expects_of(worth, has_refused, p):
    """Of a donju who refused him he expects little more by asking nicely."""
    return worth * p.refused if has_refused else worth


@rule("rivalry-eclipsed-secretary")
def worth_of_courting(expected, income, envy, enmity, p):
    """Courting promises income, worth less to who has more, and less eclipse; it costs enmity where there was none."""
    return p.taste * logarithm(1.0 + expected / income) + envy - p.enmity_cost * (1.0 - enmity)


@rule("rivalry-envy")
def worth_of_quarrel(expected, income, envy, enmity, head_prevails, p):
    """A quarrel promises bribes and satisfies envy; it costs enmity, and the head's known friends may win it."""
    bribes = p.taste * logarithm(1.0 + p.extorted * expected / income)
    return bribes + p.spite * envy - p.quarrel_cost * p.enmity_cost * (1.0 - enmity) - p.losing * head_prevails


@rule("rivalry-eclipsed-secretary")
def courts(courting, quarrelling):
    """He courts when that promises more than doing nothing and at least as much as a quarrel."""
    return courting > 0.0 and courting >= quarrelling


@rule("rivalry-envy")
def quarrels(courting, quarrelling):
    """He quarrels when that promises more than doing nothing and more than courting."""
    return quarrelling > 0.0 and quarrelling > courting


@rule("rivalry-cast-out", "ssam-help-under-investigation")
def gain_in_safety(danger, capital, menace, covered, p):
    """A courted donju counts the cases a secretary's word would spare him and the harm an angered one would do."""
    cases = danger / 12 * p.at_stake * capital * p.party_help
    return cases * (1.0 - covered) + menace * (1.0 - p.shielded * covered)


@rule("ssam-upkeep-limit", "rivalry-cast-out")
def accepts_courting(gain, price, patrons, p):
    """He accepts if the gain in safety exceeds the price and he can keep one more patron satisfied."""
    return gain > price and patrons < p.capacity


@rule("rivalry-sponsorship-contest")
def enmity_grows(enmity, hurt):
    """Each courting and each quarrel brings head and secretary nearer to open enmity."""
    return enmity + hurt * (1.0 - enmity)


@rule("lease-extra-earnings", assumed="who signed can take back")
def withdraws_order(die, secretary, p):
    """In a quarrel he may withdraw his order for 'extra earnings': what it covered is illegal again."""
    return chance(die, secretary, p.withdraws)


@rule(assumed="enmity lasts, and wears off in the end")
def what_is_left(strength, p):
    """Enmity and grudges fade a little each month; what has become slight is forgotten."""
    left = strength * (1.0 - p.fades)
    return left if left >= p.forgotten else 0.0


@compiled
def donju_of(organisation, head, leases, leases_in, ties, ties_of):
    """The donju who answer to the head of an organisation: tenants of its spaces, and his clients."""
    start, stop = span(leases_in, organisation)
    first, last = span(ties_of, head)
    who = np.empty(stop - start + last - first, np.int64)
    number = 0
    for at in range(start, stop):
        who[number] = leases.tenant[leases_in.row[at]]
        number += 1
    tenants = number
    for at in range(first, last):
        tie = ties_of.row[at]
        if ties.open[tie] and ties.kind[tie] == Tie.CLIENT and ties.patron[tie] == head:
            is_tenant = False
            for place in range(tenants):
                is_tenant = is_tenant or who[place] == ties.client[tie]
            if not is_tenant:
                who[number] = ties.client[tie]
                number += 1
    return who[:number]


@compiled
def lease_at(organisation, donju, leases, leases_of):
    """The lease a donju has at an organisation; NOBODY if he has none."""
    start, stop = span(leases_of, donju)
    for at in range(start, stop):
        lease = leases_of.row[at]
        if leases.open[lease] and leases.plant[lease] == organisation:
            return lease
    return NOBODY


@compiled
def could_ask(organisation, donju, share, people, businesses, leases, leases_of, p):
    """What a secretary could ask of a donju of the head, by the sign everybody sees."""
    business = people.business[donju]
    if business < 0 or people.standing[donju] != Standing.FREE:
        return 0.0
    lease = lease_at(organisation, donju, leases, leases_of)
    if lease == NOBODY:
        return p.client_share * businesses.sign[business]
    return share * businesses.sign[business] * ratio(leases.profit[lease], businesses.sales[business])


@compiled
def look_round(
    organisation, head, secretary, share, people, businesses, leases, leases_in, leases_of, ties, ties_of, grudges, grudges_of, p,
):  # fmt: skip
    """What courting and quarrelling could bring, the donju of head and secretary, and the donju most worth courting."""
    by_courting, by_quarrel, best_worth = 0.0, 0.0, 0.0
    own, best = 0, NOBODY
    who = donju_of(organisation, head, leases, leases_in, ties, ties_of)
    for place in range(len(who)):
        donju = who[place]
        if tie_between(ties, ties_of, secretary, donju) != NOBODY:
            own += 1
            continue
        worth = could_ask(organisation, donju, share, people, businesses, leases, leases_of, p)
        has_refused = grudge_between(grudges, grudges_of, secretary, donju) != NOBODY
        by_quarrel += worth
        by_courting += expects_of(worth, has_refused, p)
        # whom he bears a grudge he does not ask again
        if worth > best_worth and not has_refused:
            best, best_worth = donju, worth
    return by_courting, by_quarrel, len(who), own, best


@compiled
def friends_at_law(person, knower, county, posts, people, ties, ties_of, rumours, rumours_about):
    """A person's ties in the county's prosecution, by their strength, as far as somebody has heard of them."""
    start, stop = span(ties_of, person)
    total = 0.0
    for at in range(start, stop):
        tie = ties_of.row[at]
        friend = ties.client[tie] if ties.patron[tie] == person else ties.patron[tie]
        post = people.post[friend]
        if not ties.open[tie] or post < 0 or posts.office[post] != Office.PROSECUTION or posts.county[post] != county:
            continue
        if has_heard_of(tie, knower, ties, rumours, rumours_about):
            total += ties.strength[tie]
    return total


@compiled
def feud_between(organisation, head, secretary, feuds, feuds_of):
    """The feud of the present head and secretary of an organisation; NOBODY if there is none."""
    start, stop = span(feuds_of, organisation)
    for at in range(start, stop):
        feud = feuds_of.row[at]
        if feuds.open[feud] and feuds.head[feud] == head and feuds.secretary[feud] == secretary:
            return feud
    return NOBODY


@compiled
def grow_enmity(office, head, secretary, quarrelled, hurt, because, county, feuds, feuds_of, new_feuds, journal, month):
    """Deepen the feud of a head and a secretary, or begin one."""
    feud = feud_between(office, head, secretary, feuds, feuds_of)
    if feud != NOBODY:
        feuds.enmity[feud] = enmity_grows(feuds.enmity[feud], hurt)
        if quarrelled > 0:
            feuds.because[feud], feuds.quarrelled[feud] = because, quarrelled
        return
    begun = record(journal, Event.FEUD_BEGUN, who=secretary, whom=head, org=office, because=because)
    feud = found(new_feuds)
    new_feuds.county[feud], new_feuds.organisation[feud], new_feuds.since[feud] = county, office, month.number
    new_feuds.head[feud], new_feuds.secretary[feud] = head, secretary
    new_feuds.enmity[feud], new_feuds.quarrelled[feud] = enmity_grows(0.0, hurt), quarrelled
    new_feuds.because[feud] = because if quarrelled > 0 else begun


@step(visits="organisations", changes=["organisations.aim"], draws=["moves"], parameters=Rivalry)
def weigh(
    organisations, posts, people, businesses, leases, leases_in, leases_of, ties, ties_of, grudges, grudges_of, feuds, feuds_of,
    rumours, rumours_about, p, dice, month,
):  # fmt: skip
    """Every office whose head has donju income: its Party secretary weighs courting and quarrelling."""
    for office in organisations.rows:
        organisations.aim[office] = Aim.NOTHING
        post, seat = organisations.head[office], organisations.secretary[office]
        head, secretary = at_work(posts, people, post), at_work(posts, people, seat)
        if head == NOBODY or secretary == NOBODY or head == secretary or posts.usual_donju[post] <= 0.0:
            continue
        if not chance(dice.moves, people.id[secretary], p.moves * posts.charge[seat]):
            continue
        by_courting, by_quarrel, heads, own, best = look_round(
            office, head, secretary, posts.asking[seat], people, businesses, leases, leases_in, leases_of, ties, ties_of, grudges,
            grudges_of, p,
        )  # fmt: skip
        income = income_in_his_eyes(posts.usual_takings[seat], posts.usual_donju[seat], p)
        heads_income = income_in_his_eyes(posts.usual_takings[post], posts.usual_donju[post], p)
        envy = gap(income, heads_income, own, heads, p)
        feud = feud_between(office, head, secretary, feuds, feuds_of)
        enmity = feuds.enmity[feud] if feud != NOBODY else 0.0
        is_quarrelling = feud != NOBODY and feuds.quarrelled[feud] > 0 and month.number - feuds.quarrelled[feud] < p.lasts
        county = organisations.county[office]
        known = friends_at_law(head, secretary, county, posts, people, ties, ties_of, rumours, rumours_about)
        friends = friends_at_law(secretary, secretary, county, posts, people, ties, ties_of, rumours, rumours_about)
        courting = worth_of_courting(by_courting, income, envy, enmity, p) if best != NOBODY else 0.0
        quarrel = worth_of_quarrel(by_quarrel, income, envy, enmity, difference_contest(known, friends, p.slope), p)
        if by_quarrel > 0.0 and not is_quarrelling and quarrels(courting, quarrel):
            organisations.aim[office] = Aim.QUARREL
        elif courts(courting, quarrel):
            organisations.aim[office] = Aim.COURT


@step(
    visits="organisations",
    changes=["organisations.entered", "leases.contested", "feuds.enmity", "feuds.because", "feuds.quarrelled"],
    draws=["nerve"],
    parameters=Rivalry,
)
def court(
    organisations, posts, people, households, businesses, leases, leases_in, leases_of, ties, ties_of, grudges, grudges_of, feuds, feuds_of,
    new_ties, new_grudges, new_feuds, journal, p, dice, month,
):  # fmt: skip
    """Every secretary who means to court: the donju from whom he expects most accepts, or loses his good graces."""
    for office in organisations.rows:
        post, seat = organisations.head[office], organisations.secretary[office]
        if organisations.aim[office] != Aim.COURT:
            continue
        head, secretary, county = posts.holder[post], posts.holder[seat], organisations.county[office]
        donju = look_round(
            office, head, secretary, posts.asking[seat], people, businesses, leases, leases_in, leases_of, ties, ties_of, grudges,
            grudges_of, p,
        )[4]  # fmt: skip
        business, lease = people.business[donju], lease_at(office, donju, leases, leases_of)
        cause = leases.began[lease] if lease != NOBODY else ties.began[tie_between(ties, ties_of, head, donju)]
        price = won(could_ask(office, donju, posts.asking[seat], people, businesses, leases, leases_of, p))
        courted = record(journal, Event.COURTED, who=secretary, whom=donju, org=office, amount=price, because=cause)
        if lease != NOBODY:
            leases.contested[lease] = courted
        patrons = covering_tie(posts, people, ties, ties_of, donju, secretary)
        menace = p.menace * leases.profit[lease] if lease != NOBODY else p.menace_elsewhere * price
        gain = gain_in_safety(
            businesses.danger[business], households.capital[people.household[donju]],
            menace * exponential(p.nerve * bell(dice.nerve, pair(people.id[donju], people.id[secretary]))),
            ties.strength[patrons] if patrons != NOBODY else 0.0, p,
        )  # fmt: skip
        if accepts_courting(gain, price, ties_held(ties, ties_of, donju), p):
            tie = found(new_ties)
            new_ties.county[tie], new_ties.kind[tie], new_ties.since[tie] = county, Tie.CLIENT, month.number
            new_ties.patron[tie], new_ties.client[tie] = secretary, donju
            new_ties.patron_post[tie], new_ties.client_business[tie] = seat, business
            # a tenant gives the toll his secretary posts, and no price beside it
            new_ties.price[tie] = price if lease == NOBODY else 0
            new_ties.began[tie] = record(journal, Event.TIE_FORMED, who=secretary, whom=donju, amount=price, because=courted)
            if not has_entered(organisations, posts, office):
                organisations.entered[office] = month.number
            grow_enmity(office, head, secretary, 0, p.courting_hurts, courted, county, feuds, feuds_of, new_feuds, journal, month)
        else:
            grudge = found(new_grudges)
            new_grudges.county[grudge], new_grudges.since[grudge] = county, month.number
            new_grudges.holder[grudge], new_grudges.against[grudge] = secretary, donju
            new_grudges.because[grudge] = record(journal, Event.COURT_REFUSED, who=donju, whom=secretary, org=office, because=courted)


@compiled
def cause_of_quarrel(secretary, who, organisation, people, businesses, leases, leases_of, ties, ties_of, grudges, grudges_of, head):
    """What a quarrel is about: a donju who refused him, or what the head has of his richest donju."""
    richest, cause = 0.0, 0
    for place in range(len(who)):
        donju = who[place]
        grudge = grudge_between(grudges, grudges_of, secretary, donju)
        if grudge != NOBODY and grudges.because[grudge] != 0:
            return grudges.because[grudge]
        business = people.business[donju]
        if business >= 0 and businesses.sign[business] > richest:
            richest = businesses.sign[business]
            lease = lease_at(organisation, donju, leases, leases_of)
            if lease == NOBODY:
                cause = ties.began[tie_between(ties, ties_of, head, donju)]
            else:
                cause = leases.thanks[lease] if leases.thanks[lease] != 0 else leases.began[lease]
    return cause


@step(
    visits="organisations",
    changes=[
        "organisations.entered", "organisations.order_by", "leases.contested", "leases.half_legal", "businesses.infractions",
        "feuds.enmity", "feuds.because", "feuds.quarrelled",
    ],
    draws=["withdraws"],
    parameters=Rivalry,
)  # fmt: skip
def quarrel(
    organisations, posts, people, businesses, leases, leases_in, leases_of, ties, ties_of, grudges, grudges_of, feuds, feuds_of, new_feuds,
    journal, p, dice, month,
):  # fmt: skip
    """Every secretary who means to quarrel: open enmity, and perhaps the order for 'extra earnings' taken back."""
    for office in organisations.rows:
        if organisations.aim[office] != Aim.QUARREL:
            continue
        head, secretary = posts.holder[organisations.head[office]], posts.holder[organisations.secretary[office]]
        who = donju_of(office, head, leases, leases_in, ties, ties_of)
        cause = cause_of_quarrel(
            secretary, who, office, people, businesses, leases, leases_of, ties, ties_of, grudges, grudges_of, head
        )
        begun = record(journal, Event.QUARREL, who=secretary, whom=head, org=office, because=cause)
        county = organisations.county[office]
        grow_enmity(office, head, secretary, month.number, p.quarrel_hurts, begun, county, feuds, feuds_of, new_feuds, journal, month)
        if not has_entered(organisations, posts, office):
            organisations.entered[office] = month.number
        takes_back = organisations.order_by[office] == secretary and withdraws_order(dice.withdraws, people.id[secretary], p)
        if takes_back:
            organisations.order_by[office] = -1
            record(journal, Event.EXTRA_EARNINGS_WITHDRAWN, who=secretary, org=office, because=begun)
        start, stop = span(leases_in, office)
        for at in range(start, stop):
            lease = leases_in.row[at]
            leases.contested[lease] = begun
            business = people.business[leases.tenant[lease]]
            if takes_back and leases.half_legal[lease] and business >= 0:
                businesses.infractions[business] += p.uncovered
            if takes_back:
                leases.half_legal[lease] = False


@step(visits="counties", changes=["feuds.enmity", "feuds.open", "grudges.strength", "grudges.open"], parameters=Rivalry)
def cool(counties, feuds, grudges, p):
    """Every feud and every grudge, at the end of the month: it fades, and is forgotten when little is left."""
    for feud in feuds.rows:
        feuds.enmity[feud] = what_is_left(feuds.enmity[feud], p)
        if feuds.enmity[feud] <= 0.0:
            close(feuds, feud)
    for grudge in grudges.rows:
        grudges.strength[grudge] = what_is_left(grudges.strength[grudge], p)
        if grudges.strength[grudge] <= 0.0:
            close(grudges, grudge)
