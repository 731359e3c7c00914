"""Membership: what a Party card is worth to whom, what it goes for, and who gets one.

Nobody applies every month.  A person of some twenty to forty comes up for nomination about once; places belong to cells and fall due as
members leave them; a part goes to merit and service without pay.  Everybody reckons what the card would bring him against what it would
cost, once a year; the secretary of a cell, who hears roughly what people in cells like his would give, posts a price at which as many
would take it as there will be places, and never less than a rabbit.  Left out: the army as a world of its own, whose men come home with
a card; rising from an office to a post of the county, which those in office hope for and who has no card yet does not; the television
that one may choose in its place, which is told and not handed over.
"""

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    bell,
    chance,
    close,
    compiled,
    exponential,
    fetch,
    found,
    param,
    pay,
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
from allssam.theory.pricing import clearing_price
from allssam.world import Event, Flow, Office, Party, Post, Sex, Songbun, Standing
from allssam.world.lookups import (
    NOBODY,
    ROUND,
    at_work,
    background,
    goes_to_sessions,
    is_gone,
    moving_turn_in,
    put_highest_first,
    put_in_order,
    stretch,
)

KINDS, BACKGROUNDS, RANKS = 3, 18, 2  # kinds of cell; sex by songbun by schooling; ranks of posts: unit, office
LEVELS, LEVELS_TO_A_WAGE = 256, 8  # incomes are compared in eighths of a full month's wage
MOST = 2_000_000_000  # what a column of four bytes holds
MIDDLE_INTEGRITY, SPREAD_OF_INTEGRITY = 35.0, 20.0  # percent, as people are drawn


class Membership(Parameters):
    """The worth of the card, its price, and the ways to it."""

    # ------------------------------------------------------------------------------------------------ who comes up, and places
    youngest: Count = param(22, 17, 30, "years", "Youngest age at which one comes up for nomination", fact="F013")
    oldest: Count = param(40, 30, 60, "years", "Age from which one no longer comes up", fact="F013")
    reckons_from: Count = param(
        20, 17, 30, "years", "Age from which people reckon what the card is worth", assumed="before they come up"
    )
    reckons_to: Count = param(45, 35, 65, "years", "Age at which they stop", assumed="after they have come up")
    candidates: Number = param(
        2.0, 0.5, 6.0, "people a place", "People who come up for every place that falls due",
        assumed="one comes up about once in these years, as the members' stock and age imply (F013); set on P24",
    )  # fmt: skip
    often: Share = param(
        0.02, 0.0, 0.2, "a month", "Greatest chance of coming up", assumed="every fourth year, where there are places for all"
    )
    women: Share = param(
        0.45, 0.0, 1.0, "times a man's chance", "How often a woman comes up",
        fact="F243", assumed="three in ten members are women",
    )  # fmt: skip
    festive: Number = param(
        2.7, 1.0, 3.0, "times the mean month", "Nominations in February, April, September and October",
        claim="membership-holiday-nomination", fact=("F039", "F229"),
    )  # fmt: skip
    usual_exits: Share = param(
        0.0011, 0.0002, 0.01, "of members a month", "Members lost, before anything is known", assumed="they die and are expelled",
    )  # fmt: skip
    growth: Share = param(
        0.0012, 0.0, 0.01, "of members below 62 a month", "Places given beyond those members leave",
        fact=("F013", "F015"), assumed="the share of members at forty stays what it is, while larger cohorts grow older",
    )  # fmt: skip
    exits_memory: Number = param(
        24.0, 3.0, 60.0, "months", "How far back the loss of members is counted", assumed="two plan years"
    )
    service_share: Share = param(
        0.35, 0.0, 0.8, "of places", "Places kept for merit and service, 'Hwaseon' among them",
        claim="membership-hwaseon", fact="F021",
    )  # fmt: skip
    served: Share = param(
        0.35, 0.0, 1.0, "of those who come up", "Those with service to show",
        assumed="army and construction brigades", fact="F021",
    )  # fmt: skip
    innovators: Share = param(
        0.005, 0.0, 0.1, "of those who come up", "Those honoured for an innovation", claim="membership-innovator-reward"
    )
    television: Money = param(
        usd(150), usd(30), usd(500), "won", "What a television is worth",
        claim="membership-innovator-reward", fact="F134",
    )  # fmt: skip
    ahead: Number = param(
        1.0, 0.0, 3.0, "places", "Places a cell may give before they fall due", assumed="the next one's turn"
    )
    closing: Count = param(
        10, 1, 12, "month of the year", "Month in which the year's places lapse: that of the Party's foundation day",
        assumed="plans are fulfilled for the anniversary",
    )  # fmt: skip
    probation: Count = param(12, 6, 36, "months", "How long one is a candidate", fact="F022")

    # ---------------------------------------------------------------------------------------------------- what the card is worth
    discount: Share = param(
        0.015, 0.005, 0.1, "per month", "How much less next month counts",
        assumed="below the rate of private loans (F267)",
    )  # fmt: skip
    last_year: Count = param(62, 55, 70, "years", "Age to which people look ahead", fact="F006")
    dread: Money = param(
        usd(30), 0, usd(2_500), "won a month", "What a post seems worth less where officials live in fear",
        claim="fear-retreat", assumed="half of careers.dread, which is that of the timid",
    )  # fmt: skip
    loyalty: Money = param(
        usd(7.5), 0, usd(60), "won a month", "What belonging is worth by itself, in the middle",
        claim="membership-investment", assumed="no source; it sets the level of the price",
    )  # fmt: skip
    loyalty_spread: Number = param(
        0.2, 0.0, 0.6, "log", "How far people differ in it: those who go by the book set more by it",
        assumed="a trial: 0.4 at most",
    )  # fmt: skip
    standing: Money = param(
        usd(3), 0, usd(20), "won a month", "What a rise in standing is worth, if members do better than connected outsiders",
        claim=("membership-connections-suffice", "membership-status-fall"),
    )  # fmt: skip
    opinion: Money = param(
        usd(8), 0, usd(20), "won a month", "What the good opinion of others adds, between nobody's and everybody's",
        claim="membership-status-fall", assumed="set on P24, and so weak that opinion alone has one resting point",
    )  # fmt: skip
    from_around: Share = param(
        0.5, 0.0, 1.0, "of what one hears", "What one hears of the card from people of one's own kind of cell",
        assumed="half: the other half is heard at home and on the way",
    )  # fmt: skip
    strong_opinion: Money = param(
        usd(15), 0, usd(40), "won a month", "The same where opinion does most of it (variant strong_opinion)",
        claim="membership-status-fall", assumed="a rival account",
    )  # fmt: skip
    safety: Share = param(
        0.018, 0.0, 0.2, "of a full month's wage a month", "What the card's cover is worth where nothing is tolerated",
        assumed="a chance of 0.01 to lose three months, six times in ten",
    )  # fmt: skip
    penalty_chance: Share = param(
        0.06, 0.0, 0.3, "per month at no tolerance", "Chance of a fine for trading", claim="membership-non-members-free"
    )
    fine: Share = param(0.25, 0.0, 2.0, "of a full month's wage", "Such a fine", claim="party-life-larger-bribes")
    larger: Number = param(
        3.0, 1.0, 6.0, "times", "A member's fine beside another's", claim="party-life-larger-bribes", fact="F247"
    )
    dues: Share = param(0.02, 0.0, 0.2, "of the state wage", "Party dues", claim="party-life-dues", fact="F244")
    state_wage: Money = param(
        3_000, 500, 50_000, "nominal won a month", "The state wage they are taken from", fact=("F065", "F248")
    )
    expulsion: Share = param(
        0.0008, 0.0, 0.01, "per month", "Chance of expulsion, before anything is known",
        claim="party-life-expulsion", assumed="one in a hundred a year",
    )  # fmt: skip
    expelled_loses: Number = param(
        24.0, 0.0, 120.0, "full months' wages", "What expulsion costs", claim="party-life-expulsion", fact="F036"
    )
    foresight: Count = param(
        38, 30, 50, "years", "Age to which a bachelor counts on marrying",
        claim="household-marriage-market", fact="F008",
    )  # fmt: skip
    given_up: Share = param(
        1.0, 0.0, 3.0, "of a full month's wage", "Market income a cadre gives up",
        claim="membership-gate-to-office", assumed="the family goes on trading",
    )  # fmt: skip
    passed_upward: Share = param(
        0.1, 0.0, 0.7, "of informal income", "What a cadre passes on",
        fact="F138", assumed="the same as superiors.passed_up",
    )  # fmt: skip
    leaves_post: Share = param(
        0.0083, 0.001, 0.05, "per month", "Chance of losing a post", assumed="ten years in office"
    )
    looks_ahead: Number = param(
        120.0, 24.0, 400.0, "months", "How long people expect to wait for a post at most", assumed="ten years"
    )
    noticing: Number = param(12.0, 1.0, 60.0, "months", "How long it takes to see how others live", assumed="a year")
    seen_among_couples: Number = param(
        3.0, 1.0, 36.0, "months", "How long it takes to see what attendance costs couples", assumed="neighbours quarrel aloud"
    )
    hearsay: Number = param(
        6.0, 1.0, 36.0, "months", "How long it takes to hear what others think of the card", assumed="half a year"
    )
    memory: Number = param(36.0, 6.0, 120.0, "months", "How far back expulsions are remembered", assumed="three years")

    # ------------------------------------------------------------------------------------------------------ what it goes for
    rabbit: Money = param(
        usd(3), usd(1), usd(20), "won", "A rabbit, the least that is brought",
        claim="membership-price-fall", fact=("F032", "F246"),
    )  # fmt: skip
    pledge: Number = param(
        12.0, 0.0, 24.0, "months of market income", "What can be raised by paying in instalments", assumed="a trial"
    )
    more_if_wavering: Share = param(
        0.1, 0.0, 1.0, "of the price", "What the wavering class pays more", claim="membership-songbun-price"
    )
    more_if_hostile: Share = param(
        0.6, 0.0, 3.0, "of the price", "What the hostile class pays more",
        claim="membership-songbun-price", fact=("F030", "F031"),
    )  # fmt: skip
    more_if_poor: Share = param(
        0.1, 0.0, 1.0, "of the price", "What poor families pay more", claim="membership-songbun-price"
    )
    poor: Share = param(
        0.5, 0.0, 1.0, "of the middle income", "Income below which a family is poor", assumed="half the middle"
    )
    reposts: Count = param(3, 1, 12, "months", "How often a secretary thinks over his price", assumed="quarterly")
    mishears: Number = param(
        0.2, 0.0, 1.0, "log", "How far a secretary misjudges what people would give", assumed="a trial"
    )
    plans: Number = param(
        36.0, 3.0, 120.0, "months", "How far ahead he plans his places",
        assumed="places in a cell come one in two years",
    )  # fmt: skip
    at_once: Share = param(0.8, 0.1, 1.0, "of the purse", "What is paid at once at most", assumed="the house must eat")
    instalments: Count = param(
        12, 1, 36, "months", "In how many parts the rest is paid", assumed="as long as probation"
    )
    kept_upward: Share = param(
        0.4, 0.0, 0.9, "of entry money", "What the secretary passes to the Party secretary above him", assumed="a trial"
    )
    asked: Number = param(
        6.0, 1.0, 30.0, "people a place", "Workers a secretary talks to for a place left over",
        claim="membership-secretaries-solicit",
    )  # fmt: skip
    reproach: Money = param(
        usd(30), 0, usd(300), "won", "What it is worth to a secretary that no place of the year stays empty",
        claim="membership-secretaries-solicit", assumed="a good part of a month's income",
    )  # fmt: skip
    refusing_costs: Money = param(
        usd(60), 0, usd(400), "won", "What it costs a worker to refuse his secretary",
        claim="membership-secretaries-solicit", assumed="worse tasks for some months",
    )  # fmt: skip


# --------------------------------------------------------------------------------------------------- what the card is worth


@rule("membership-gate-to-office", "membership-investment")
def value_of_post(income, price, market_income_given_up, p):
    """A post is worth what it brings beyond what is passed on and the market income given up, while it is held, less its price."""
    gain = income * (1.0 - p.passed_upward) - market_income_given_up
    return max(0.0, gain / (p.discount + p.leaves_post) - price)


@rule("party-life-expulsion", "fear-retreat", assumed="who has no post yet hears of purges from those who have")
def less_the_danger(income, alarm, p):
    """Where officials are frightened of purges a post seems worth less to whoever thinks of one."""
    return income - p.dread * alarm


@rule("membership-gate-to-office")
def hope_of_post(chance_a_month, all_chances, p):
    """What a post to come counts today: the chance of getting it before another or never, after a year of probation."""
    return chance_a_month / (p.discount + all_chances + 1.0 / p.looks_ahead) * exponential(-p.discount * p.probation)


@rule(
    "membership-connections-suffice", "membership-status-fall",
    assumed="who lives better than half of those outside passes for well connected: incomes are seen, ties are not",
)  # fmt: skip
def rise_in_standing(members_do_better, p):
    """The card is a rise in standing as far as members around one live better than the better-off half outside the Party."""
    return p.standing * members_do_better


@rule("membership-status-fall", assumed="one talks at work and among neighbours, and at home with those who work elsewhere")
def heard_of(around, everywhere, p):
    """What one hears of the card comes partly from those one works or lives beside, partly from everybody else in the county."""
    return p.from_around * around + (1.0 - p.from_around) * everywhere


@rule("membership-status-fall", assumed="between dislike where nobody wants it and liking where everybody does")
def good_opinion(willing, p):
    """The card is worth more where others want it, and less where they do not."""
    return p.opinion * (2.0 * willing - 1.0)


@rule("membership-status-fall", assumed="a rival account: opinion does what conviction does in the other")
def strong_good_opinion(willing, p):
    """What others think is most of what the card is worth; where everybody wants it, no more than under the weaker rule."""
    return p.opinion - 2.0 * p.strong_opinion * (1.0 - willing)


@rule("membership-non-members-free", "party-life-larger-bribes", "party-life-expulsion", "party-life-dues")
def burdens(wage, tolerance, expulsion, price_level, p):
    """Beside attendance a member bears dues, larger fines than others, and the danger of expulsion; he has some cover in hard times."""
    dues = ratio(p.dues * p.state_wage, price_level)
    fines = p.penalty_chance * (1.0 - tolerance) * p.fine * (p.larger - 1.0) * wage
    danger = expulsion * p.expelled_loses * wage
    cover = p.safety * (1.0 - tolerance) * wage
    return dues + fines + danger - cover


@rule("household-marriage-market", assumed="a bachelor expects to live like the couples he sees")
def attendance_expected(own, couples, skill, is_bachelor):
    """Attendance costs what the household loses by it; a bachelor counts what it costs couples he sees, by his skill, if that is more."""
    if is_bachelor:
        return max(own, couples * skill)
    return own


@rule("membership-investment")
def worth_of_card(posts, months_ahead, monthly):
    """The card is weighed like an investment: the posts it opens, and each month's gains less its costs for the years ahead."""
    return posts + months_ahead * monthly


@rule("membership-innovator-reward", assumed="one got the card and envied the other's television: had they chosen, this is how")
def chooses_card(worth, p):
    """Who is honoured and may choose takes the card if it is worth more to him than a television."""
    return worth > p.television


# --------------------------------------------------------------------------------------------------------- what it goes for


@rule("membership-songbun-price")
def paid_more(songbun, income, middle_income, p):
    """Bad songbun and a poor family have to be made up for: such people pay the price and a part of it more."""
    more = 0.0
    if songbun == Songbun.WAVERING:
        more += p.more_if_wavering
    if songbun == Songbun.HOSTILE:
        more += p.more_if_hostile
    if income < p.poor * middle_income:
        more += p.more_if_poor
    return more


@rule("membership-price-fall", "membership-songbun-price")
def would_pay(worth, cash, income, more, p):
    """The posted price one would pay: what the card is worth, or what one can raise, less what one has to pay more than others."""
    return min(worth, cash + p.pledge * income) / (1.0 + more)


@rule("membership-price-fall", assumed="he plans for years, since a place comes up once in two")
def takers_wanted(share, quota, places_a_month, p):
    """Of those who will come up the secretary wants as many to take his price as there will be places, those left over included."""
    return within(share * (1.0 + ratio(quota, p.plans * places_a_month)), 0.0, 1.0)


@rule("membership-price-fall", assumed="the guess is his own")
def price_posted(clearing, hearing, p):
    """He posts the price at which he thinks so many would take it, and never less than a rabbit."""
    return max(p.rabbit, won(clearing * exponential(p.mishears * hearing)))


@rule("membership-price-fall")
def takes_card(would_pay_at_most, price):
    """Who comes up takes the card if it is worth its price to him and he can raise it."""
    return would_pay_at_most >= price


# -------------------------------------------------------------------------------------------------------------- ways to it


@rule("membership-holiday-nomination", fact=("F039", "F229"))
def season(month_of_year, p):
    """Nominations go with holidays and anniversaries: in February, April, September and October more than in other months."""
    if month_of_year == 2 or month_of_year == 4 or month_of_year == 9 or month_of_year == 10:
        return p.festive
    return (12.0 - 4.0 * p.festive) / 8.0


@rule("membership-work-not-enough", assumed="about once in the years in which it is one's turn")
def comes_up(party, standing, age, p):
    """A free person outside the Party, of some twenty to forty, may come up for nomination, however long he has worked."""
    return party == Party.OUTSIDE and standing == Standing.FREE and p.youngest <= age < p.oldest


@rule(fact="F013", assumed="recommenders are found and questions asked for a few people a place")
def chance_to_come_up(places, outsiders, p):
    """So many come up for each place that falls due: often where the Party is large, as in the capital, seldom elsewhere."""
    return min(p.often, p.candidates * ratio(places, outsiders))


@rule(fact="F243")
def turn_of(sex, p):
    """A woman comes up less often than a man."""
    return p.women if sex == Sex.WOMAN else 1.0


@rule("membership-hwaseon")
def served(die, person, p):
    """Some of those who come up have service to show, and need not pay if there is a place for merit."""
    return chance(die, person, p.served)


@rule("membership-secretaries-solicit")
def gives_in(worth, has_workplace, p):
    """A worker whom the secretary urges to join gives in unless the card would cost him more than refusing does."""
    pressure = p.refusing_costs if has_workplace else 0
    return worth + pressure >= 0


@rule("membership-secretaries-solicit", assumed="a rabbit, if the card is worth that much to him")
def gives_to_be_left_alone(worth, p):
    """Who lets himself be talked into the Party gives a rabbit, or what little the card is worth to him."""
    return min(p.rabbit, max(0, worth))


@rule("membership-secretaries-solicit", assumed="half a place is rounded up")
def places_left(quota):
    """Places that have fallen due in the Party's year and found no taker."""
    return max(0, won(quota))


@rule("membership-secretaries-solicit", assumed="a place kept open may still be sold")
def would_rather_fill(price, p):
    """An empty place earns the secretary a reproach; he gives it to anybody only if it would not bring him more than that is worth."""
    return price <= p.reproach


@rule(fact="F013", assumed="the county committee deals places out by the members a kind of cell has that are not yet old")
def places_due(exits, active_here, active, p):
    """As many places fall due as members are lost, and a few more as the Party grows; cells of a kind have them by their active members."""
    return max(0.0, exits * ratio(active_here, active) + p.growth * active_here)


@rule(fact="F022")
def probation_is_over(months, owing, p):
    """A candidate becomes a member after his probation, and later if he is behind with his instalments."""
    return months >= p.probation and (owing == 0 or months >= p.probation + p.instalments)


@rule(assumed="what is believed follows what is seen with a lag")
def learned(believed, seen, months):
    """What is believed moves part of the way to what has been seen."""
    return believed + (seen - believed) / max(1.0, months)


# ----------------------------------------------------------------------------------------------------------------- helpers


@compiled
def annuities(p):
    """What one won a month until the last year people look to is worth today, by age in years; shape (128,)."""
    table = np.zeros(128)
    for age in range(p.last_year):
        months = 12.0 * (p.last_year - age)
        table[age] = (1.0 - exponential(-p.discount * months)) / p.discount
    return table


@compiled
def loyalties(p):
    """What belonging is worth a month, by how far one goes by the book (percent); shape (128,)."""
    table = np.zeros(128)
    for integrity in range(128):
        table[integrity] = p.loyalty * exponential(p.loyalty_spread * (integrity - MIDDLE_INTEGRITY) / SPREAD_OF_INTEGRITY)
    return table


@compiled
def row_of(where, county):
    """The one row of a county in an index by county; NOBODY if there is none."""
    start, stop = span(where, county)
    return where.row[start] if stop > start else NOBODY


@compiled
def hopes_of_posts(county, outlook, outlooks, prospects, prospects_in, p):
    """What posts of each rank to come count today, by background; shape (18, 2)."""
    hopes = np.zeros((BACKGROUNDS, RANKS))
    start, stop = span(prospects_in, county)
    for at in range(start, stop):
        row = prospects_in.row[at]
        likelier = prospects.times[row]
        unit, office = outlooks.into_unit[outlook] * likelier, outlooks.into_office[outlook] * likelier
        for rank, each in enumerate((unit, office)):
            hopes[prospects.background[row], rank] = hope_of_post(each, unit + office, p)
    return hopes


@compiled
def common_to_all(county, outlook, outlooks, counties, p):
    """What life with the card brings everybody of a county alike, won a month: standing less burdens."""
    wage, tolerance = counties.wage[county], counties.tolerance[county]
    burden = burdens(wage, tolerance, outlooks.expulsion[outlook], counties.price_level[county], p)
    return rise_in_standing(outlooks.standing[outlook], p) - burden


@compiled
def opinion_around(cell, cells, opinions):
    """What people of one's kind of cell hear of the card adds to it; nothing for who belongs to none."""
    return opinions[cells.kind[cell]] if cell >= 0 else 0.0


@compiled
def willing_everywhere(rows, admissions):
    """The share of all who may come up in a county, of whatever kind of cell, who would take the card for a rabbit."""
    would, everybody = 0.0, 0.0
    for kind in range(KINDS):
        if rows[kind] != NOBODY:
            would += admissions.outsiders[rows[kind]] * admissions.willing[rows[kind]]
            everybody += admissions.outsiders[rows[kind]]
    return ratio(would, everybody)


@compiled
def opinions_held(rows, admissions):
    """What the opinion of others adds to the card, or takes from it, by kind of cell, won a month; shape (3,)."""
    opinions = np.zeros(KINDS)
    for kind in range(KINDS):
        if rows[kind] != NOBODY:
            opinions[kind] = admissions.opinion[rows[kind]]
    return opinions


@compiled
def posts_in_view(outlook, outlooks, alarm, p):
    """What posts of each rank bring, less their danger, and what they go for, each of shape (2,); what leading a cell is worth."""
    incomes, prices = np.zeros(RANKS), np.zeros(RANKS)
    incomes[0], prices[0] = less_the_danger(outlooks.income_unit[outlook], alarm, p), outlooks.price_unit[outlook]
    incomes[1], prices[1] = less_the_danger(outlooks.income_office[outlook], alarm, p), outlooks.price_office[outlook]
    cell = outlooks.into_cell[outlook]
    return incomes, prices, hope_of_post(cell, cell, p) * value_of_post(outlooks.income_cell[outlook], 0.0, 0.0, p)


@compiled
def worth_to(
    sex, kind, age, integrity, skill, is_married, own_cost, couples, wage, common, cell, hopes, incomes, prices, loyalty, ahead, p,
):  # fmt: skip
    """What the card is worth to a person, won; handed plain numbers, since this is asked of millions."""
    posts, given_up = cell, p.given_up * wage * skill
    for rank in range(RANKS):
        posts += hopes[kind, rank] * value_of_post(incomes[rank], prices[rank], given_up, p)
    is_bachelor = sex == Sex.MAN and not is_married and age < p.foresight
    attendance = attendance_expected(own_cost, couples, skill, is_bachelor)
    return worth_of_card(posts, ahead[age], loyalty[integrity] + common - attendance)


@compiled
def level_of(income, wage):
    """An income in eighths of a full month's wage."""
    return min(LEVELS - 1, max(0, int(LEVELS_TO_A_WAGE * ratio(income, wage))))


@compiled
def middle_of(levels):
    """The level below which half of those counted lie."""
    everybody, counted = 0, 0
    for level in range(LEVELS):
        everybody += levels[level]
    for level in range(LEVELS):
        counted += levels[level]
        if 2 * counted >= everybody:
            return level
    return LEVELS - 1


@compiled
def does_better(members, outsiders):
    """How often a member lives better than somebody of the better-off half outside; half where nobody is to be compared."""
    start, better, pairs, poorer = middle_of(outsiders), 0.0, 0.0, 0.0
    for level in range(LEVELS):
        if level >= start:
            better += members[level] * (poorer + 0.5 * outsiders[level])
            poorer += outsiders[level]
        pairs += members[level]
    if pairs * poorer == 0.0:
        return 0.5
    return better / (pairs * poorer)


@compiled
def places_by_kind(county, admissions, admissions_in, p):
    """Rows of admissions by kind of cell, places that fall due in an ordinary month, and members; each of shape (3,)."""
    rows, due, members = np.zeros(KINDS, np.int64), np.zeros(KINDS), np.zeros(KINDS)
    for kind in range(KINDS):
        rows[kind] = NOBODY
    start, stop = span(admissions_in, county)
    for at in range(start, stop):
        row = admissions_in.row[at]
        kind = admissions.kind[row]
        rows[kind], members[kind] = row, admissions.members[row]
    exits, active = 0.0, 0.0  # of all kinds together: who goes from one to another is no loss
    for kind in range(KINDS):
        if rows[kind] != NOBODY:
            exits += admissions.exits[rows[kind]]
            active += admissions.active[rows[kind]]
    for kind in range(KINDS):
        if rows[kind] != NOBODY:
            due[kind] = places_due(exits, admissions.active[rows[kind]], active, p)
    return rows, due, members


@compiled
def coming_up(rows, due, admissions, p):
    """The chance of somebody of an age to come up this month, by kind of cell, where so many places fall due; shape (3,)."""
    coming = np.zeros(KINDS)
    for kind in range(KINDS):
        if rows[kind] != NOBODY:
            coming[kind] = chance_to_come_up(due[kind], admissions.outsiders[rows[kind]], p)
    return coming


@compiled
def party_secretary_over(cell, county, cells, organisations, posts, people, posts_in):
    """The post to which a cell's secretary passes part of his takings: that of his workplace, or the head of the county committee."""
    workplace = cells.organisation[cell]
    if workplace >= 0 and at_work(posts, people, organisations.secretary[workplace]) != NOBODY:
        return organisations.secretary[workplace]
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        if posts.office[post] == Office.PARTY_COMMITTEE and posts.kind[post] == Post.HEAD:
            return post if at_work(posts, people, post) != NOBODY else NOBODY
    return NOBODY


@compiled
def secretary_of(cell, cells, people):
    """The secretary of a cell, if he is free to act; NOBODY if not."""
    if cell < 0:
        return NOBODY
    secretary = cells.secretary[cell]
    if secretary < 0 or people.standing[secretary] != Standing.FREE:
        return NOBODY
    return secretary


@compiled
def take_money(payer, secretary, cell, amount, over, cells, people, posts, purse, p):
    """A payment for admission: to the secretary, and from him a part to the Party secretary above; returns what was paid."""
    paid = pay(purse, people.account[payer], people.account[secretary], amount, Flow.ENTRY_MONEY)
    upward = 0
    if over >= 0 and posts.holder[over] != secretary:
        share = won(p.kept_upward * paid)
        upward = pay(purse, people.account[secretary], people.account[posts.holder[over]], share, Flow.ENTRY_SHARE)
        posts.takings[over] += upward
    if cells.secretary[cell] == secretary:  # not in the books of whoever leads the cell after him
        cells.from_entry[cell] += paid - upward
    return paid


# ------------------------------------------------------------------------------------------------------------------- steps


@step(
    visits="counties",
    changes=[
        "admissions.members", "admissions.entries", "admissions.exits", "admissions.outsiders", "admissions.active",
        "outlooks.since", "outlooks.standing", "outlooks.attendance", "outlooks.middle_income", "outlooks.expelled", "outlooks.expulsion",
        "prospects.eligible",
    ],
    parameters=Membership,
)  # fmt: skip
def look_around(
    counties, people, households, cells, cells_in, admissions, admissions_in, outlooks, outlooks_in, prospects, prospects_in, p, month,
):  # fmt: skip
    """Every county: members are added up, and one person in twelve is seen by others: how members live, how people outside, who is lost."""
    turn = moving_turn_in(month)
    eldest, youngest = month.number - 12 * p.last_year + 1, month.number - 12 * p.reckons_from + 1
    for county in counties.rows:
        outlook = row_of(outlooks_in, county)
        if outlook == NOBODY:
            continue
        first, wage = outlooks.since[outlook] == 0, counties.wage[county]
        eligible, active = np.zeros(BACKGROUNDS), np.zeros(KINDS)
        may_come_up = np.zeros((KINDS, 2), np.int64)  # by sex: whole people, so that their order cannot matter
        in_party, outside = np.zeros(LEVELS, np.int64), np.zeros(LEVELS, np.int64)
        expelled, members, couples, cost = 0, 0, 0, 0
        begin = counties.first_person[county]
        end = begin + counties.people_rows[county]
        for person in range(begin, end):
            expelled += people.party[person] == Party.EXPELLED
        for person in range(begin, end):
            if people.turn[person] != turn:
                continue
            fetch(people, person + ROUND)
            if people.standing[person] != Standing.FREE:
                continue
            if not eldest <= people.birth[person] < youngest:
                continue
            party, cell = people.party[person], people.cell[person]
            is_in = goes_to_sessions(party)
            age = (month.number - people.birth[person]) // 12
            level = level_of(households.usual_income[people.household[person]], wage)
            if is_in:
                in_party[level] += 1
                if cell >= 0:
                    active[cells.kind[cell]] += 12
                if party == Party.MEMBER and people.post[person] < 0 and people.business[person] < 0:
                    eligible[background(people.sex[person], people.songbun[person], people.schooling[person])] += 12
            else:
                outside[level] += 1
                if cell >= 0 and comes_up(party, people.standing[person], age, p):
                    may_come_up[cells.kind[cell], people.sex[person]] += 12
            if people.sex[person] == Sex.MAN and people.spouse[person] >= 0 and age < p.reckons_to:
                couples += 1
                cost += people.attendance_cost[person]

        counted = np.zeros(KINDS, np.int64)
        start, stop = span(cells_in, county)
        for at in range(start, stop):
            counted[cells.kind[cells_in.row[at]]] += cells.members[cells_in.row[at]]
            members += cells.members[cells_in.row[at]]
        begin, end = span(admissions_in, county)
        for at in range(begin, end):
            row = admissions_in.row[at]
            kind = admissions.kind[row]
            men, women = may_come_up[kind, Sex.MAN], may_come_up[kind, Sex.WOMAN]
            outsiders = men * turn_of(Sex.MAN, p) + women * turn_of(Sex.WOMAN, p)
            lost = admissions.members[row] + admissions.entries[row] - counted[kind]
            if first:
                # the old have left work, and give no place there
                share = ratio(active[kind], active[0] + active[1] + active[2])
                admissions.exits[row], admissions.outsiders[row] = p.usual_exits * members * share, outsiders
                admissions.active[row] = active[kind]
            else:
                admissions.exits[row] = learned(admissions.exits[row], lost, p.exits_memory)
                admissions.outsiders[row] = learned(admissions.outsiders[row], outsiders, p.noticing)
                admissions.active[row] = learned(admissions.active[row], active[kind], p.noticing)
            admissions.members[row], admissions.entries[row] = counted[kind], 0
        begin, end = span(prospects_in, county)
        for at in range(begin, end):
            row = prospects_in.row[at]
            seen = eligible[prospects.background[row]]
            prospects.eligible[row] = seen if first else learned(prospects.eligible[row], seen, p.noticing)

        standing = does_better(in_party, outside)
        for level in range(LEVELS):
            in_party[level] += outside[level]
        income = (middle_of(in_party) + 0.5) * wage / LEVELS_TO_A_WAGE
        attendance = ratio(float(cost), couples)
        if first:
            outlooks.since[outlook], outlooks.expulsion[outlook] = month.number, p.expulsion
            outlooks.standing[outlook], outlooks.attendance[outlook] = standing, attendance
            outlooks.middle_income[outlook] = income
        else:
            gone = ratio(float(max(0, expelled - outlooks.expelled[outlook])), members)
            outlooks.expulsion[outlook] = learned(outlooks.expulsion[outlook], gone, p.memory)
            outlooks.standing[outlook] = learned(outlooks.standing[outlook], standing, p.noticing)
            outlooks.middle_income[outlook] = learned(outlooks.middle_income[outlook], income, p.noticing)
            outlooks.attendance[outlook] = learned(outlooks.attendance[outlook], attendance, p.seen_among_couples)
        outlooks.expelled[outlook] = expelled


@compiled
def form_opinions(is_strong, rows, admissions, p):
    """What people of each kind of cell think of the card, from how many around them and elsewhere would want it; and all opinions held."""
    everywhere = willing_everywhere(rows, admissions)
    for kind in range(KINDS):
        if rows[kind] != NOBODY:
            willing = heard_of(admissions.willing[rows[kind]], everywhere, p)
            admissions.opinion[rows[kind]] = strong_good_opinion(willing, p) if is_strong else good_opinion(willing, p)
    return opinions_held(rows, admissions)


@compiled
def part_with_a_place(rows, due, admissions, p):
    """Of those who will come up and have no service to show, the part for whom there will be a place; by kind of cell, shape (3,)."""
    part, coming = np.zeros(KINDS), coming_up(rows, due, admissions, p)
    for kind in range(KINDS):
        if rows[kind] != NOBODY:
            come_up = coming[kind] * admissions.outsiders[rows[kind]] - p.service_share * due[kind]
            part[kind] = ratio((1.0 - p.service_share) * due[kind], max(come_up, 1e-9))
    return part


@compiled
def post_prices(county, cells, cells_in, offers, heard, part, due, members, die, month, p):
    """One secretary in three posts his price: by the offers heard, the highest first, and the places his cell will have."""
    begin, end = span(cells_in, county)
    for at in range(begin, end):
        cell = cells_in.row[at]
        kind = cells.kind[cell]
        if heard[kind] == 0 or (cells.price[cell] > 0 and (cells.number[cell] + month.number) % p.reposts != 0):
            continue
        places = (1.0 - p.service_share) * due[kind] * ratio(float(cells.members[cell]), members[kind])
        wanted = takers_wanted(part[kind], cells.quota[cell], places, p)
        takers = won(wanted * heard[kind])
        clearing, _ = clearing_price(offers[kind, : heard[kind]], takers, float(p.rabbit))
        cells.price[cell] = price_posted(clearing, bell(die, cells.number[cell]), p)


@compiled
def reckon_and_post(
    is_strong, counties, people, households, cells, cells_in, admissions, admissions_in, outlooks, outlooks_in, prospects, prospects_in,
    purse, p, dice, month,
):  # fmt: skip
    """The step `reckon`, under the weak or the strong rule on the opinion of others."""
    ahead, loyalty, turn = annuities(p), loyalties(p), moving_turn_in(month)
    first, last = month.number - 12 * p.reckons_to + 1, month.number - 12 * p.reckons_from + 1
    for county in counties.rows:
        outlook = row_of(outlooks_in, county)
        if outlook == NOBODY:
            continue
        rows, due, members = places_by_kind(county, admissions, admissions_in, p)
        opinions = form_opinions(is_strong, rows, admissions, p)
        common = common_to_all(county, outlook, outlooks, counties, p)
        hopes = hopes_of_posts(county, outlook, outlooks, prospects, prospects_in, p)
        (incomes, prices, leads), wage = posts_in_view(outlook, outlooks, counties.alarm[county], p), counties.wage[county]
        begin = counties.first_person[county]
        end = begin + counties.people_rows[county]
        room = 64 + (end - begin) // 6
        offers, heard, wanting = np.empty((KINDS, room)), np.zeros(KINDS, np.int64), np.zeros(KINDS, np.int64)
        for person in range(begin, end):
            if people.turn[person] != turn:
                continue
            fetch(people, person + ROUND)
            if people.party[person] != Party.OUTSIDE:
                continue
            if people.standing[person] != Standing.FREE or not first <= people.birth[person] < last:
                continue
            age, cell = (month.number - people.birth[person]) // 12, people.cell[person]
            in_common = common + opinion_around(cell, cells, opinions)
            worth = worth_to(
                people.sex[person], background(people.sex[person], people.songbun[person], people.schooling[person]), age,
                people.integrity[person], people.skill[person], people.spouse[person] >= 0, people.attendance_cost[person],
                outlooks.attendance[outlook], wage, in_common, leads, hopes, incomes, prices, loyalty, ahead, p,
            )  # fmt: skip
            people.card_worth[person] = int(within(worth, -MOST, MOST))
            if cell < 0 or not comes_up(people.party[person], people.standing[person], age, p):
                continue
            income = households.usual_income[people.household[person]]
            more = paid_more(people.songbun[person], income, outlooks.middle_income[outlook], p)
            kind = cells.kind[cell]
            if heard[kind] < room:
                offers[kind, heard[kind]] = would_pay(worth, purse.balance[people.account[person]], income, more, p)
                heard[kind] += 1
                if worth >= p.rabbit:
                    wanting[kind] += 1
        for kind in range(KINDS):
            put_highest_first(offers[kind, : heard[kind]])
            if rows[kind] != NOBODY and heard[kind] > 0:
                admissions.willing[rows[kind]] = learned(admissions.willing[rows[kind]], wanting[kind] / heard[kind], p.hearsay)
        part = part_with_a_place(rows, due, admissions, p)
        post_prices(county, cells, cells_in, offers, heard, part, due, members, dice.hearing, month, p)


@step(
    visits="counties",
    changes=["people.card_worth", "cells.price", "admissions.willing", "admissions.opinion"],
    draws=["hearing"],
    parameters=Membership,
)
def reckon(
    counties, people, households, cells, cells_in, admissions, admissions_in, outlooks, outlooks_in, prospects, prospects_in, purse, p,
    dice, month,
):  # fmt: skip
    """One person in twelve outside the Party reckons what the card is worth; one secretary in three, having heard them, posts his price."""
    reckon_and_post(
        False, counties, people, households, cells, cells_in, admissions, admissions_in, outlooks, outlooks_in, prospects, prospects_in,
        purse, p, dice, month,
    )  # fmt: skip


@compiled
def pay_for_entry(person, secretary, cell, amount, over, cells, people, posts, purse, p):
    """What is paid at once of the price of admission; the rest is owed."""
    at_once = min(amount, won(p.at_once * purse.balance[people.account[person]]))
    return take_money(person, secretary, cell, at_once, over, cells, people, posts, purse, p)


@compiled
def open_places(county, cells, cells_in, admissions, admissions_in, outlook, outlooks, month, p):
    """Places that fall due this month: a part for service, the rest to the cells by their members; what secretaries live on is seen.

    Returns the rows of admissions and the chances of coming up, each by kind of cell.
    """
    rows, due, members = places_by_kind(county, admissions, admissions_in, p)
    weight = season(month.of_year, p)
    for kind in range(KINDS):
        if rows[kind] != NOBODY:
            outlooks.service[outlook] += weight * p.service_share * due[kind]
            admissions.places[rows[kind]] = weight * (1.0 - p.service_share) * due[kind]
            admissions.applicants[rows[kind]] = 0
    secretaries, income = 0, 0.0
    begin, end = span(cells_in, county)
    for at in range(begin, end):
        cell = cells_in.row[at]
        kind = cells.kind[cell]
        if cells.secretary[cell] >= 0:
            secretaries += 1
            # whole won: the order of cells cannot matter
            income += won(cells.usual_entry[cell] + cells.usual_exemptions[cell])
        if rows[kind] != NOBODY:
            cells.quota[cell] += admissions.places[rows[kind]] * ratio(float(cells.members[cell]), members[kind])
    outlooks.income_cell[outlook] = learned(outlooks.income_cell[outlook], ratio(income, secretaries), p.noticing)
    return rows, coming_up(rows, due, admissions, p)


@compiled
def take_in(person, secretary, owing, event, people, new_candidacies, month, p):
    """Somebody becomes a candidate; what he owes is written down."""
    people.party[person] = Party.CANDIDATE
    row = found(new_candidacies)
    new_candidacies.county[row], new_candidacies.since[row] = people.county[person], month.number
    new_candidacies.person[row], new_candidacies.secretary[row] = person, secretary
    new_candidacies.owing[row], new_candidacies.began[row] = owing, event
    new_candidacies.instalment[row] = (owing + p.instalments - 1) // p.instalments


@compiled
def promised_to(person, partnerships, partnerships_with):
    """The promise of a nomination somebody has from the village secretary; 0 if none."""
    start, stop = span(partnerships_with, person)
    for at in range(start, stop):
        partnership = partnerships_with.row[at]
        if (
            partnerships.open[partnership]
            and partnerships.worker[partnership] == person
            and partnerships.promised[partnership] > 0
        ):
            return partnerships.promised[partnership]
    return 0


@compiled
def who_come_up(county, coming, people, counties, cells, candidacies_of, partnerships, dice, month, p):
    """Who comes up for nomination this month, each with a lot for the order, and how many: some of those whose turn it is in the year,
    and in the month of the foundation day those who were promised it."""
    rates = 12.0 * season(month.of_year, p) * coming
    turn = moving_turn_in(month)
    begin = counties.first_person[county]
    end = begin + counties.people_rows[county]
    who, lots, number = np.empty(64 + (end - begin) // 8, np.int64), np.empty(64 + (end - begin) // 8), 0
    for person in range(begin, end):
        if people.turn[person] != turn:
            continue
        fetch((people.party, people.birth, people.cell, people.standing, people.id, people.sex), person + ROUND)
        party = people.party[person]
        if party != Party.OUTSIDE and party != Party.CANDIDATE:
            continue
        if party == Party.CANDIDATE:
            start, stop = span(candidacies_of, person)
            if start == stop:
                people.party[person] = Party.MEMBER  # one who was a candidate before the run began
            continue
        age = (month.number - people.birth[person]) // 12
        if people.cell[person] < 0 or not comes_up(party, people.standing[person], age, p):
            continue
        key = people.id[person]
        if uniform(dice.nominated, key) < rates[cells.kind[people.cell[person]]] * turn_of(people.sex[person], p) and number < len(who):
            who[number], lots[number] = person, uniform(dice.turn, key)
            number += 1
    if month.of_year == p.closing:
        start, stop = stretch(county, partnerships.rows, partnerships.county)
        for at in range(start, stop):
            partnership = partnerships.rows[at]
            person = partnerships.worker[partnership]
            if not partnerships.open[partnership] or partnerships.promised[partnership] <= 0 or people.cell[person] < 0:
                continue
            age = (month.number - people.birth[person]) // 12
            is_new = comes_up(people.party[person], people.standing[person], age, p)
            for place in range(number):
                is_new = is_new and who[place] != person
            if is_new and number < len(who):
                who[number], lots[number] = person, uniform(dice.turn, people.id[person])
                number += 1
    return who, lots, number


@step(
    visits="counties",
    changes=[
        "people.party", "people.bought_card", "cells.quota", "cells.from_entry", "admissions.places",
        "admissions.applicants", "admissions.entries", "outlooks.service", "outlooks.income_cell", "posts.takings",
    ],
    draws=["nominated", "turn", "served", "innovator"],
    parameters=Membership,
)  # fmt: skip
def nominate(
    counties, people, households, cells, cells_in, organisations, posts, posts_in, admissions, admissions_in, outlooks, outlooks_in,
    prospects, prospects_in, candidacies_of, new_candidacies, partnerships, partnerships_with, purse, journal, p, dice, month,
):  # fmt: skip
    """Every county: places fall due; who comes up, in keyed order, is taken for his service, pays his secretary's price, or passes."""
    ahead, loyalty = annuities(p), loyalties(p)
    for county in counties.rows:
        outlook = row_of(outlooks_in, county)
        if outlook == NOBODY:
            continue
        rows, coming = open_places(county, cells, cells_in, admissions, admissions_in, outlook, outlooks, month, p)
        common, opinions = common_to_all(county, outlook, outlooks, counties, p), opinions_held(rows, admissions)
        hopes = hopes_of_posts(county, outlook, outlooks, prospects, prospects_in, p)
        (incomes, prices, leads), wage = posts_in_view(outlook, outlooks, counties.alarm[county], p), counties.wage[county]
        who, lots, number = who_come_up(county, coming, people, counties, cells, candidacies_of, partnerships, dice, month, p)
        put_in_order(who, lots, number)
        for place in range(number):
            person = who[place]
            key, cell, age = people.id[person], people.cell[person], (month.number - people.birth[person]) // 12
            secretary = secretary_of(cell, cells, people)
            row = rows[cells.kind[cell]]
            if secretary == NOBODY or row == NOBODY:
                continue
            in_common = common + opinion_around(cell, cells, opinions)
            worth = worth_to(
                people.sex[person], background(people.sex[person], people.songbun[person], people.schooling[person]), age,
                people.integrity[person], people.skill[person], people.spouse[person] >= 0, people.attendance_cost[person],
                outlooks.attendance[outlook], wage, in_common, leads, hopes, incomes, prices, loyalty, ahead, p,
            )  # fmt: skip
            promise = promised_to(person, partnerships, partnerships_with) if month.of_year == p.closing else 0
            by_merit = promise > 0 or chance(dice.innovator, key, p.innovators)
            by_service = outlooks.service[outlook] > 0.0 and served(dice.served, key, p)
            if by_merit or by_service:
                workplace = cells.organisation[cell]
                nominated = record(journal, Event.NOMINATED, who=person, whom=secretary, org=workplace, because=promise)
                if by_merit and promise == 0 and not chooses_card(worth, p):
                    record(journal, Event.TELEVISION_CHOSEN, who=person, org=workplace, because=nominated)
                elif gives_in(worth, workplace >= 0, p):
                    outlooks.service[outlook] -= 1.0
                    admissions.entries[row] += 1
                    admitted = record(journal, Event.ADMITTED_FOR_SERVICE, who=person, org=workplace, because=nominated)
                    take_in(person, secretary, 0, admitted, people, new_candidacies, month, p)
                continue
            income = households.usual_income[people.household[person]]
            more = paid_more(people.songbun[person], income, outlooks.middle_income[outlook], p)
            offer = would_pay(worth, purse.balance[people.account[person]], income, more, p)
            if worth < p.rabbit:
                continue
            admissions.applicants[row] += 1
            if cells.quota[cell] <= -p.ahead or not takes_card(offer, cells.price[cell]):
                continue
            nominated = record(journal, Event.NOMINATED, who=person, whom=secretary, org=cells.organisation[cell])
            amount = won(cells.price[cell] * (1.0 + more))
            over = party_secretary_over(cell, county, cells, organisations, posts, people, posts_in)
            paid = pay_for_entry(person, secretary, cell, amount, over, cells, people, posts, purse, p)
            cells.quota[cell] -= 1.0
            admissions.entries[row] += 1
            people.bought_card[person] = True
            admitted = record(
                journal, Event.ADMITTED, who=person, whom=secretary, org=cells.organisation[cell], amount=amount, because=nominated,
            )  # fmt: skip
            take_in(person, secretary, amount - paid, admitted, people, new_candidacies, month, p)


@step(
    visits="counties",
    changes=[
        "people.party", "people.bought_card", "cells.quota", "cells.from_entry", "admissions.entries", "outlooks.service", "posts.takings",
    ],
    draws=["asked", "turn"],
    parameters=Membership,
)  # fmt: skip
def go_round(
    counties, people, households, cells, cells_in, organisations, posts, posts_in, admissions, admissions_in, outlooks, outlooks_in,
    new_candidacies, purse, journal, p, dice, month,
):  # fmt: skip
    """In the month of the foundation day a secretary with places left over goes round asking people to join; then places lapse.

    Where his price is above what a reproach costs him he offers them at that price alone, and keeps those nobody takes.  Where it is
    below he urges people to join: at his price, or else for less.
    """
    if month.of_year == p.closing:
        left = np.zeros(cells.length, np.int64)
        for county in counties.rows:
            outlook, any_left = row_of(outlooks_in, county), 0
            if outlook != NOBODY:
                outlooks.service[outlook] = min(1.0, outlooks.service[outlook])
            begin, end = span(cells_in, county)
            for at in range(begin, end):
                cell = cells_in.row[at]
                left[cell] = places_left(cells.quota[cell])
                cells.quota[cell] -= left[cell]
                any_left += left[cell]
            if any_left == 0 or outlook == NOBODY:
                continue
            rows, _, _ = places_by_kind(county, admissions, admissions_in, p)
            begin, end = stretch(county, people.rows, people.county)
            who, turn, number = np.zeros(end - begin, np.int64), np.zeros(end - begin), 0
            for at in range(begin, end):
                person = people.rows[at]
                cell = people.cell[person]
                if cell < 0 or left[cell] == 0 or people.party[person] != Party.OUTSIDE:
                    continue
                age = (month.number - people.birth[person]) // 12
                share = p.asked * left[cell] / max(1, cells.people[cell] - cells.members[cell])
                if comes_up(people.party[person], people.standing[person], age, p) and chance(
                    dice.asked, people.id[person], share
                ):
                    who[number], turn[number] = person, uniform(dice.turn, people.id[person])
                    number += 1
            put_in_order(who, turn, number)
            for place in range(2 * number):  # first those who take his price, then those who give in
                person, pays = who[place % number], place < number
                cell, worth = people.cell[person], people.card_worth[person]
                secretary, row = secretary_of(cell, cells, people), rows[cells.kind[cell]]
                if left[cell] == 0 or secretary == NOBODY or row == NOBODY or people.party[person] != Party.OUTSIDE:
                    continue
                if pays:
                    income = households.usual_income[people.household[person]]
                    more = paid_more(people.songbun[person], income, outlooks.middle_income[outlook], p)
                    offer = would_pay(worth, purse.balance[people.account[person]], income, more, p)
                    if not takes_card(offer, cells.price[cell]):
                        continue
                    amount = won(cells.price[cell] * (1.0 + more))
                else:
                    if not would_rather_fill(cells.price[cell], p):
                        continue
                    if not gives_in(worth, cells.organisation[cell] >= 0, p):
                        continue
                    amount = gives_to_be_left_alone(worth, p)
                over = party_secretary_over(cell, county, cells, organisations, posts, people, posts_in)
                paid = pay_for_entry(person, secretary, cell, amount, over, cells, people, posts, purse, p)
                left[cell] -= 1
                admissions.entries[row] += 1
                people.bought_card[person] = amount > 0
                workplace = cells.organisation[cell]
                if would_rather_fill(cells.price[cell], p):  # he urges people to join, whether for his price or for less
                    entered = record(journal, Event.SOLICITED_ENTRY, who=person, whom=secretary, org=workplace, amount=amount)
                else:
                    nominated = record(journal, Event.NOMINATED, who=person, whom=secretary, org=workplace)
                    entered = record(
                        journal, Event.ADMITTED, who=person, whom=secretary, org=workplace, amount=amount, because=nominated,
                    )  # fmt: skip
                take_in(person, secretary, amount - paid, entered, people, new_candidacies, month, p)
            begin, end = span(cells_in, county)
            for at in range(begin, end):
                cell = cells_in.row[at]
                if not would_rather_fill(cells.price[cell], p):
                    cells.quota[cell] += left[cell]


@step(
    visits="counties",
    changes=["candidacies.open", "candidacies.owing", "people.party", "cells.from_entry", "posts.takings"],
    draws=["turn"],
    parameters=Membership,
)
def mind_candidates(
    counties, people, cells, organisations, posts, posts_in, candidacies, candidacies_in, purse, journal, p, dice, month
):
    """Every candidate, in keyed order: the instalment to the secretary who took him in; when his time is over, membership."""
    for county in counties.rows:
        begin, end = span(candidacies_in, county)
        due_now, turn = np.zeros(end - begin, np.int64), np.zeros(end - begin)
        for at in range(begin, end):
            due_now[at - begin] = candidacies_in.row[at]
            turn[at - begin] = uniform(dice.turn, people.id[candidacies.person[candidacies_in.row[at]]])
        put_in_order(due_now, turn, end - begin)
        for candidacy in due_now:
            person, secretary = candidacies.person[candidacy], candidacies.secretary[candidacy]
            if people.party[person] != Party.CANDIDATE or is_gone(people.standing[person]):
                close(candidacies, candidacy)
                continue
            months = month.number - candidacies.since[candidacy]
            if candidacies.owing[candidacy] > 0 and months > 0:
                cell = people.cell[secretary]  # he asks for it wherever the candidate works by now
                if cell < 0 or people.standing[secretary] != Standing.FREE:
                    candidacies.owing[candidacy] = 0  # nobody is left to ask for it
                    continue
                due = min(candidacies.owing[candidacy], candidacies.instalment[candidacy])
                over = party_secretary_over(cell, county, cells, organisations, posts, people, posts_in)
                paid = take_money(person, secretary, cell, due, over, cells, people, posts, purse, p)
                candidacies.owing[candidacy] -= paid
            if probation_is_over(months, candidacies.owing[candidacy], p):
                people.party[person] = Party.MEMBER
                record(journal, Event.MEMBERSHIP_CONFIRMED, who=person, because=candidacies.began[candidacy])
                close(candidacies, candidacy)
