"""All-ssam: how cadres and donju find backers, and what a backer is worth.

A cadre puts together his own mix across institutions: someone in a legal office he lacks, someone in the Party, and money.  A donju buys
relief from cases, relief from monthly demands, licences and the chance of a space.  Both sides must gain, and nobody can carry many.
The mutual help is help for living and keeping one's place.  Nothing here is, or can become, organised against the regime: a tie has
two ends and no purpose of its own, and no rule reads what anybody thinks of the ruler [ssam-not-opposition].
Left out: keeping ties up and their end (upkeep), ties with superiors elsewhere (superiors), favours and university places (favours), talk
(talk), help in cases and disputes and a secretary's courting (they read these ties).
"""

from collections import namedtuple

import numpy as np

from allssam.engine import (
    Count,
    Money,
    Number,
    Parameters,
    Share,
    Switch,
    chance,
    close,
    compiled,
    found,
    pair,
    param,
    power,
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
from allssam.theory.bargaining import split_surplus
from allssam.world import Event, Office, Post, Tie
from allssam.world.acquaintance import other_end
from allssam.world.circles import circle_of_cadres, circle_of_donju, colleague
from allssam.world.lookups import belongs_to_legal_authorities, in_service, other_of, put_in_order, times

PERCENT = 0.01
SHADES = 1_024

Donju = namedtuple(
    "Donju",
    "row place danger pressure turnover capital law_open demands_open has_licences has_hope rents count least least_worth settled",
)
Cadres = namedtuple(
    "Cadres",
    "row place post office kind plant strict scruple fear takings inflow spaces room count least least_worth settled",
)
"""What is read off the tables, once a month, of the people of a county; of cadres the columns of counts are clients and backers."""


class Ssam(Parameters):
    """What ties are worth, what they cost, and how long they last."""

    goes_out: Share = param(
        0.7,
        0.0,
        1.0,
        "per month",
        "Chance that an official looks for backers",
        assumed="feasts and errands, most months",
    )
    donju_met: Number = param(
        12.0,
        0.0,
        60.0,
        "donju a month, in a full-size charge",
        "Donju an official sees with an eye to a tie",
        assumed="a small part of a county's donju; scaled by the people in his charge, so that rates per head hold",
    )
    cadres_met: Count = param(
        4,
        0,
        20,
        "cadres a month",
        "Cadres of his county he sees with an eye to a tie, beside a colleague",
        assumed="trial value",
    )
    clients: Number = param(
        10.0,
        0.0,
        40.0,
        "donju, in a full-size charge",
        "Donju an official can attend to",
        claim="ssam-upkeep-limit",
    )
    patrons: Count = param(4, 0, 12, "patrons", "Patrons a donju can keep satisfied", claim="ssam-upkeep-limit")
    backers: Count = param(
        8, 0, 20, "cadres", "Ties with other cadres one can keep up", assumed="trial value; workable from 6 to 12"
    )
    weight: Share = param(
        0.5,
        0.0,
        1.0,
        "of what is gained",
        "The patron's bargaining weight",
        assumed="even until something says otherwise",
    )
    steadfast: Number = param(
        0.5,
        0.0,
        3.0,
        "per unit of strength",
        "How much better a new tie must be to push out an old one",
        assumed="old friends first",
    )
    values_cases: Switch = param(
        True, False, True, "yes or no", "Donju value relief from cases", claim="ssam-help-under-investigation"
    )
    values_demands: Switch = param(
        True, False, True, "yes or no", "Donju value relief from monthly demands", claim="ssam-upkeep-limit"
    )
    values_licences: Switch = param(True, False, True, "yes or no", "Donju value licences", claim="ssam-needs-market")
    values_space: Switch = param(
        True, False, True, "yes or no", "Donju value the chance of a space", claim="lease-needs-tie"
    )
    help_prosecution: Share = param(
        0.6,
        0.0,
        1.0,
        "of the danger",
        "What a prosecutor's help takes off",
        claim="ssam-help-under-investigation",
    )
    help_police: Share = param(
        0.4, 0.0, 1.0, "of the danger", "What help in police or state security takes off", assumed="they feed cases"
    )
    help_party: Share = param(
        0.3, 0.0, 1.0, "of the danger", "What a word from the Party committee takes off", assumed="it guides the others"
    )
    help_other: Share = param(
        0.12, 0.0, 1.0, "of the danger", "What another official's word takes off", assumed="trial value"
    )
    hearsay: Share = param(
        0.5,
        0.0,
        1.0,
        "of direct help",
        "How far a donju counts on whom his patron is said to know",
        claim="ssam-donju-alert",
    )
    at_stake: Share = param(
        0.35,
        0.0,
        1.0,
        "of business capital",
        "What a case costs on average",
        assumed="release or sentence; trial value",
    )
    shields_strongly: Share = param(
        0.8, 0.0, 1.0, "of demands", "Demands a legal or Party patron keeps away", assumed="trial value"
    )
    shields_weakly: Share = param(
        0.4, 0.0, 1.0, "of demands", "Demands any other patron keeps away", assumed="trial value"
    )
    licence_gain: Share = param(
        0.008, 0.0, 0.1, "of turnover", "What licences through a patron bring", assumed="trial value; no source"
    )
    space_gain: Share = param(0.3, 0.0, 0.6, "of turnover", "What a donju would have of a space", fact=("F172", "F173"))
    space_chance: Share = param(
        0.1, 0.0, 1.0, "chance", "Chance that a manager with free space will let him in", assumed="trial value"
    )
    attention: Money = param(
        usd(10), 0, usd(40), "won a month", "What attending to a donju costs an official", assumed="trial value"
    )
    # Of the order of what the dearest ties bring: it deters.  At 300 none of 82 strict officials on the bench had any tie, a ban by price.
    scruple: Money = param(
        usd(60),
        0,
        usd(1000),
        "won a month, at strict integrity",
        "What exceptions cost one who goes by the book",
        claim="ssam-integrity-isolates",
    )
    strictness: Number = param(
        4.0,
        1.0,
        8.0,
        "exponent",
        "How suddenly scruples grow with integrity",
        assumed="the middling bend rules, the strict do not",
    )
    caution: Money = param(
        usd(3),
        0,
        usd(30),
        "won a month, in full fear",
        "What a prominent donju costs a frightened official",
        claim="fear-coldness",
    )
    prominent: Money = param(
        usd(12000), usd(1000), usd(100000), "won", "Capital at which a donju is prominent", assumed="trial value"
    )
    coldness: Share = param(
        0.8,
        0.0,
        1.0,
        "per unit of fear",
        "How far fear keeps people from meeting and keeping up",
        claim="fear-coldness",
    )
    cover_floor: Money = param(
        usd(12), 0, usd(60), "won a month", "What full legal cover is worth to any cadre", claim="ssam-not-opposition"
    )
    cover_share: Share = param(
        0.15,
        0.0,
        0.5,
        "of informal income",
        "What full legal cover is worth beside that",
        assumed="who takes more has more to hide",
    )
    reach_floor: Money = param(
        usd(6), 0, usd(60), "won a month", "What Party reach is worth to any cadre", claim="ssam-not-opposition"
    )
    reach_share: Share = param(
        0.03,
        0.0,
        0.5,
        "of informal income",
        "What Party reach is worth beside that",
        assumed="posts are kept through the Party",
    )
    inflow_share: Share = param(
        0.025, 0.0, 0.3, "of a backer's informal income", "What reaches his friends", claim="ssam-needs-market"
    )
    new_door: Money = param(
        usd(1.5),
        0,
        usd(60),
        "won a month",
        "What a friend in an office where one knows nobody is worth",
        claim="ssam-own-mix",
    )
    same_office: Share = param(
        0.8,
        0.0,
        1.0,
        "of the worth",
        "What a backer in one's own office is worth beside one elsewhere",
        claim="ssam-own-mix",
    )
    counted_on: Share = param(
        0.5, 0.0, 1.0, "of full help", "What the youngest tie is counted on for", assumed="hopes run ahead of trust"
    )
    feast: Money = param(
        usd(6), 0, usd(60), "won a month", "What each of two cadres spends to keep a tie", assumed="trial value"
    )
    reckoning: Share = param(
        0.15,
        0.0,
        1.0,
        "per month",
        "Chance that the two reckon anew what the tie is worth",
        assumed="about twice a year",
    )
    learning: Share = param(
        0.05,
        0.0,
        1.0,
        "per month",
        "Weight of a month's experience in what danger is believed to be",
        assumed="under two years' memory",
    )
    doubt: Number = param(
        20.0,
        0.0,
        1000.0,
        "donju",
        "Untied peers whose experience weighs as much as one's own belief",
        assumed="shrinkage",
    )


# ------------------------------------------------------------------------------------------------------------- the rules


@rule("ssam-help-under-investigation")
def help_at_law(office, post_kind, candour, p):
    """A prosecutor can help most when one is investigated, police and state security less, the Party by a word; the strict help little."""
    if office == Office.PROSECUTION:
        return candour * p.help_prosecution
    if office == Office.POLICE or office == Office.SECURITY:
        return candour * p.help_police
    if office == Office.PARTY_COMMITTEE or office == Office.CENTRAL_PARTY or post_kind == Post.PARTY_SECRETARY:
        return candour * p.help_party
    return candour * p.help_other


@rule("ssam-not-opposition")
def has_party_reach(office, post_kind):
    """Party committees have Party reach in full; the Party secretary of a plant or an office has half of it."""
    if office == Office.PARTY_COMMITTEE or office == Office.CENTRAL_PARTY:
        return 1.0
    if post_kind == Post.PARTY_SECRETARY:
        return 0.5
    return 0.0


@rule(assumed="any official with power to harm can keep others from harming; those at law and in the Party best")
def shields(help_given, candour, p):
    """A patron whose word counts at law or in the Party keeps most demands away, another some, a strict one few."""
    if help_given >= p.help_party * candour:
        return p.shields_strongly * candour
    return p.shields_weakly * candour


@rule("ssam-help-under-investigation")
def relief_from_cases(danger, capital, help_given, uncovered, p):
    """A donju counts what a case would cost him, how likely one is without the tie, and how much of that nobody covers yet."""
    return danger / 12 * p.at_stake * capital * help_given * uncovered


@rule("ssam-upkeep-limit")
def relief_from_demands(pressure, turnover, shield, uncovered):
    """A donju counts the demands he would face without the tie, and how many of them this patron would keep away."""
    return pressure * turnover * shield * uncovered


@rule("ssam-needs-market")
def worth_of_licences(turnover, grants, has_one, candour, p):
    """Whoever grants permissions and bends the rules for him is worth a little of a donju's turnover; a second such friend adds nothing."""
    if not grants or has_one:
        return 0.0
    return p.licence_gain * turnover * candour


@rule("lease-needs-tie")
def worth_of_space(turnover, free_spaces, has_space, candour, p):
    """A donju without a space values a manager who has some to let, by the chance of getting one."""
    if has_space or free_spaces <= 0:
        return 0.0
    return p.space_chance * p.space_gain * turnover * candour


@rule("ssam-integrity-isolates")
def scruples(strict, p):
    """Exceptions cost most people little and one who goes by the book much; his reputation is that nobody need ask him."""
    return p.scruple * power(strict, p.strictness)


@rule("ssam-integrity-isolates")
def cost_of_client(scruple, fear, capital, p):
    """A client costs attention, and scruples; a prominent one frightens him who is afraid; nothing is forbidden."""
    return p.attention + scruple + p.caution * fear * ratio(capital, p.prominent)


@rule("ssam-needs-market", "ssam-integrity-isolates")
def cost_of_backer(scruple, p):
    """A tie with a cadre costs a cadre his part of the feasts, and his scruples if he goes by the book."""
    return p.feast + scruple / 2


@rule("fear-coldness")
def goes_about(fear, p):
    """An official who is afraid stays away from people and from new obligations."""
    return p.goes_out * (1.0 - p.coldness * fear)


@rule("ssam-own-mix")
def worth_of_backer(takings, law_gap, party_gap, partner_takings, is_new_door, same_office, p):
    """A cadre looks for what his mix lacks: legal cover, Party reach, a friend with money coming in, a door he cannot open yet."""
    cover = (p.cover_floor + p.cover_share * takings) * law_gap
    reach = (p.reach_floor + p.reach_share * takings) * party_gap
    worth = cover + reach + p.inflow_share * partner_takings
    if is_new_door:
        worth += p.new_door
    if same_office:
        worth *= p.same_office
    return worth


@rule("ssam-with-donju", "ssam-response-to-market")
def accepts(worth, cost):
    """Nobody is backed against his will: each side agrees only if it gains more than the tie costs it."""
    return worth > cost


@rule("ssam-upkeep-limit")
def makes_room(worth, least_worth, least_strength, p):
    """Who cannot carry more lets the tie worth least go for one that is worth clearly more."""
    return worth > max(0, least_worth) * (1.0 + p.steadfast * least_strength)


@rule("rivalry-worker-arrested", assumed="people judge a danger by what befalls those like them who have nobody")
def belief_now(belief, seen, peers, p):
    """What a donju fears without a tie moves toward what befell untied donju of his county, the more of them there are to go by."""
    return belief + p.learning * ratio(peers, peers + p.doubt) * (seen - belief)


# ------------------------------------------------------------------------------------------- who meets whom, and at what worth
# Kernels are handed columns, not tables: a table has some thirty of them, and each costs time to compile.


@compiled
def lasting_share(person_id):
    """A number from 0 to 1 that stays with a person: whether he has room for the last, fractional client."""
    return (pair(person_id, person_id) % SHADES) / SHADES


@compiled
def grants_permissions(office):
    """Whether an office grants licences, travel and exceptions."""
    return (
        office == Office.ADMINISTRATION
        or office == Office.PARTY_COMMITTEE
        or office == Office.MARKET
        or office == Office.TRADE_COMPANY
    )


@compiled
def has_tie(one, other, ties_of, patrons, clients):
    """Whether two people have a tie on the books, wherever it began."""
    start, stop = span(ties_of, one)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if patrons[tie] == other or clients[tie] == other:
            return True
    return False


@compiled
def carried(person, county, kind, ties_of, counties, kinds, is_open, patrons, clients, strengths, worth_patron, worth_client, ids):
    """How many ties of a kind a person carries in a county, and the one worth least to him (-1: he has none) with what it is worth.

    Of ties worth the same it is the weakest.
    """
    count, least, lowest = 0, -1, (0, 0.0, 0)
    start, stop = span(ties_of, person)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if counties[tie] != county or kinds[tie] != kind:
            continue
        if not is_open[tie]:
            continue
        worth = worth_patron[tie] if patrons[tie] == person else worth_client[tie]
        here = (worth, strengths[tie], ids[other_of(person, patrons[tie], clients[tie])])
        count += 1
        if least < 0 or here < lowest:
            least, lowest = tie, here
    return count, least, lowest[0]


@compiled
def would_take(count, most, worth, least, least_worth, strengths, p):
    """Whether somebody with so many ties takes one more: he has room, or lets one go that is worth clearly less."""
    if count < most:
        return True
    return least >= 0 and makes_room(worth, least_worth, strengths[least], p)


@compiled
def cover_he_has(
    donju,
    without,
    county,
    ties_of,
    counties,
    is_open,
    patrons,
    strengths,
    posts_of_people,
    integrity,
    offices,
    kinds,
    hopes,
    p,
):
    """What a donju's patrons (but for the tie `without`) leave uncovered of cases and demands; whether he has
    licences, and a manager with space.
    """
    law_open, demands_open, has_licences, has_hope = 1.0, 1.0, False, False
    start, stop = span(ties_of, donju)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if tie == without or counties[tie] != county:
            continue
        post = posts_of_people[patrons[tie]]
        if post < 0 or not is_open[tie]:
            continue
        candour = 1.0 - PERCENT * integrity[patrons[tie]]
        counted = max(p.counted_on, strengths[tie])
        helps = help_at_law(offices[post], kinds[post], candour, p)
        law_open *= 1.0 - counted * helps
        demands_open *= 1.0 - counted * shields(helps, candour, p)
        has_licences = has_licences or grants_permissions(offices[post])
        has_hope = has_hope or hopes[post] > 0
    return law_open, demands_open, has_licences, has_hope


@compiled
def said_to_help(
    donju, cadre, rumours_of, tie_of_rumour, patrons, clients, posts_of_people, integrity, offices, kinds, p
):
    """The most a donju has heard that a cadre's friends could do at law."""
    best = 0.0
    start, stop = span(rumours_of, donju)
    for at in range(start, stop):
        tie = tie_of_rumour[rumours_of.row[at]]
        if tie < 0 or (patrons[tie] != cadre and clients[tie] != cadre):
            continue
        friend = other_of(cadre, patrons[tie], clients[tie])
        post = posts_of_people[friend]
        if post >= 0:
            best = max(best, help_at_law(offices[post], kinds[post], 1.0 - PERCENT * integrity[friend], p))
    return best


@compiled
def four_terms(office, kind, strict, heard, spaces, danger, pressure, turnover, capital, cover, p):
    """What a donju with such a business and such cover buys from such an official: relief from cases and demands, licences, space."""
    candour = 1.0 - strict
    law_open, demands_open, has_licences, has_space = cover
    own = help_at_law(office, kind, candour, p)
    cases, demands, licences, space = 0.0, 0.0, 0.0, 0.0
    if p.values_cases:
        cases = relief_from_cases(danger, capital, max(own, p.hearsay * candour * heard), law_open, p)
    if p.values_demands:
        demands = relief_from_demands(pressure, turnover, shields(own, candour, p), demands_open)
    if p.values_licences:
        licences = worth_of_licences(turnover, grants_permissions(office), has_licences, candour, p)
    if p.values_space:
        space = worth_of_space(turnover, spaces, has_space, candour, p)
    return cases, demands, licences, space


@compiled
def what_he_adds(
    cadre, own, office, kind, candour, inflow, same_office, takings, without, county, ties_of, counties, is_open,
    patrons, clients, strengths,
    posts_of_people, integrity, offices, kinds, p,
):  # fmt: skip
    """What a cadre has of a partner beside his other backers (but for the tie `without`), won a month, before what it costs."""
    law_open, party_open, is_new_door = 1.0, 1.0, office != offices[own]
    start, stop = span(ties_of, cadre)
    for at in range(start, stop):
        tie = ties_of.row[at]
        if tie == without or counties[tie] != county:
            continue
        friend = other_of(cadre, patrons[tie], clients[tie])
        post = posts_of_people[friend]
        if post < 0 or not is_open[tie]:
            continue
        counted = max(p.counted_on, strengths[tie])
        if offices[post] == office:
            is_new_door = False
            law_open *= 1.0 - counted * (1.0 - PERCENT * integrity[friend])
        party_open *= 1.0 - counted * has_party_reach(offices[post], kinds[post])
    law_gap = law_open * help_at_law(office, kind, candour, p) if belongs_to_legal_authorities(office) else 0.0
    party_gap = party_open * candour * has_party_reach(office, kind)
    return worth_of_backer(takings, law_gap, party_gap, inflow, is_new_door, same_office, p)


@compiled
def hopes_of_space(posts_in, county, organisations, kinds, spaces, let, hopes):
    """Writes down, for every manager's post of a county, how many spaces he has to let."""
    start, stop = span(posts_in, county)
    for at in range(start, stop):
        post = posts_in.row[at]
        hopes[post] = spaces[organisations[post]] - let[organisations[post]] if kinds[post] == Post.MANAGER else 0


@compiled
def rents_at(donju, leases_of, plants):
    """The plant where a donju rents space; -1 if nowhere."""
    start, stop = span(leases_of, donju)
    for at in range(start, stop):
        return plants[leases_of.row[at]]
    return -1


@compiled
def look_at_donju(
    who, place, county, hopes, business_of, danger, pressure, home_of, usual_income, capital, leases_of, plants,
    ties_of, counties, tie_kinds,
    is_open, patrons, clients, strengths, worth_patron, worth_client, ids, posts_of_people, integrity, offices, kinds, p,
):  # fmt: skip
    """The donju of a county as they stand this month: what threatens them, what they make, what cover and what ties they have."""
    number = len(who)
    seen = Donju(
        who, place, np.zeros(number), np.zeros(number), np.zeros(number), np.zeros(number), np.zeros(number), np.zeros(number),
        np.zeros(number, np.bool_), np.zeros(number, np.bool_), np.zeros(number, np.int64), np.zeros(number, np.int64),
        np.zeros(number, np.int64), np.zeros(number, np.int64), np.zeros(number, np.bool_),
    )  # fmt: skip
    for seat in range(number):
        donju = who[seat]
        seen.danger[seat], seen.pressure[seat] = danger[business_of[donju]], pressure[business_of[donju]]
        seen.turnover[seat], seen.capital[seat] = usual_income[home_of[donju]], capital[home_of[donju]]
        seen.law_open[seat], seen.demands_open[seat], seen.has_licences[seat], seen.has_hope[seat] = cover_he_has(
            donju, -1, county, ties_of, counties, is_open, patrons, strengths, posts_of_people, integrity, offices, kinds, hopes, p,
        )  # fmt: skip
        seen.rents[seat] = rents_at(donju, leases_of, plants)
        seen.count[seat], seen.least[seat], seen.least_worth[seat] = carried(
            donju, county, Tie.CLIENT, ties_of, counties, tie_kinds, is_open, patrons, clients, strengths, worth_patron, worth_client, ids,
        )  # fmt: skip
    return seen


@compiled
def look_at_cadres(
    who, place, county, hopes, post_of, ids, integrity, market_sense, fear, offices, kinds, organisations, usual_takings, charge, ties_of,
    counties, tie_kinds, is_open, patrons, clients, strengths, worth_patron, worth_client, p,
):  # fmt: skip
    """The officials of a county as they stand this month: their posts, their character, what comes in, and the ties they carry."""
    number = len(who)
    seen = Cadres(
        who, place, np.zeros(number, np.int64), np.zeros(number, np.int64), np.zeros(number, np.int64), np.zeros(number, np.int64),
        np.zeros(number), np.zeros(number), np.zeros(number), np.zeros(number), np.zeros(number), np.zeros(number, np.int64),
        np.zeros((number, 2), np.int64),
        np.zeros((number, 2), np.int64), np.zeros((number, 2), np.int64), np.zeros((number, 2), np.int64), np.zeros(number, np.bool_),
    )  # fmt: skip
    for seat in range(number):
        cadre = who[seat]
        post = post_of[cadre]
        seen.post[seat], seen.office[seat], seen.kind[seat], seen.plant[seat] = (
            post,
            offices[post],
            kinds[post],
            organisations[post],
        )
        seen.strict[seat], seen.fear[seat] = PERCENT * integrity[cadre], PERCENT * fear[cadre]
        seen.scruple[seat] = scruples(seen.strict[seat], p)
        seen.takings[seat] = usual_takings[post]
        seen.inflow[seat] = (0.5 + PERCENT * market_sense[cadre]) * (1.0 - seen.strict[seat]) * usual_takings[post]
        seen.spaces[seat] = hopes[post]
        seen.room[seat, 0] = int(p.clients * charge[post] + lasting_share(ids[cadre]))
        seen.room[seat, 1] = p.backers
        for column in range(2):
            kind = Tie.CLIENT if column == 0 else Tie.CADRES
            seen.count[seat, column], seen.least[seat, column], seen.least_worth[seat, column] = carried(
                cadre, county, kind, ties_of, counties, tie_kinds, is_open, patrons, clients, strengths, worth_patron, worth_client, ids,
            )  # fmt: skip
    return seen


@compiled
def best_client(
    seat,
    start,
    met,
    cadres,
    donju,
    ties_of,
    patrons,
    clients,
    strengths,
    rumours_of,
    tie_of_rumour,
    post_of,
    integrity,
    offices,
    kinds,
    p,
):
    """Of the donju a cadre has seen this month the one who would leave him most, both sides willing and with room for it.

    His seat (-1: nobody), what the cadre gains, what the donju gains, the price, and the four terms.
    """
    best, most, agreed, price = -1, 0.0, 0.0, 0
    terms = (0.0, 0.0, 0.0, 0.0)
    cadre, following = cadres.row[seat], start
    for _ in range(met):
        he = following if following < len(donju.row) else 0
        following = he + 1
        if donju.settled[he]:
            continue
        heard = said_to_help(
            donju.row[he], cadre, rumours_of, tie_of_rumour, patrons, clients, post_of, integrity, offices, kinds, p
        )
        # Who rents from this manager keeps the tie for the space he has.
        rents_here = cadres.kind[seat] == Post.MANAGER and donju.rents[he] == cadres.plant[seat]
        spaces = 1 if rents_here else cadres.spaces[seat]
        has_space = not rents_here and (donju.has_hope[he] or donju.rents[he] >= 0)
        cover = (donju.law_open[he], donju.demands_open[he], donju.has_licences[he], has_space)
        offered = four_terms(
            cadres.office[seat], cadres.kind[seat], cadres.strict[seat], heard, spaces, donju.danger[he], donju.pressure[he],
            donju.turnover[he], donju.capital[he], cover, p,
        )  # fmt: skip
        worth = offered[0] + offered[1] + offered[2] + offered[3]
        cost = cost_of_client(cadres.scruple[seat], cadres.fear[seat], donju.capital[he], p)
        asked = won(split_surplus(worth, cost, p.weight))
        if not accepts(worth, asked) or not accepts(asked, cost) or asked - cost <= most:
            continue
        if has_tie(cadre, donju.row[he], ties_of, patrons, clients):
            continue
        mine_willing = would_take(
            cadres.count[seat, 0],
            cadres.room[seat, 0],
            asked - cost,
            cadres.least[seat, 0],
            cadres.least_worth[seat, 0],
            strengths,
            p,
        )
        if mine_willing and would_take(
            donju.count[he], p.patrons, worth - asked, donju.least[he], donju.least_worth[he], strengths, p
        ):
            best, most, agreed, price, terms = he, asked - cost, worth - asked, asked, offered
    return best, most, agreed, price, terms


@compiled
def gain_from(
    other, seat, county, cadres, ties_of, counties, is_open, patrons, clients, strengths, post_of, integrity, offices, kinds, p
):
    """What a cadre would gain of another beside his backers, when his part of the feasts is paid."""
    return what_he_adds(
        cadres.row[seat], cadres.post[seat], cadres.office[other], cadres.kind[other], 1.0 - cadres.strict[other], cadres.inflow[other],
        cadres.plant[seat] == cadres.plant[other], cadres.takings[seat], -1, county, ties_of, counties, is_open, patrons, clients,
        strengths, post_of, integrity, offices, kinds, p,
    ) - cost_of_backer(cadres.scruple[seat], p)  # fmt: skip


@compiled
def takes_backer(seat, gain, cadres, strengths, p):
    """Whether a cadre takes one more backer who is worth so much to him."""
    return would_take(
        cadres.count[seat, 1], p.backers, gain, cadres.least[seat, 1], cadres.least_worth[seat, 1], strengths, p
    )


@compiled
def best_backer(
    seat,
    start,
    met,
    peer,
    county,
    cadres,
    ties_of,
    counties,
    is_open,
    patrons,
    clients,
    strengths,
    post_of,
    integrity,
    offices,
    kinds,
    p,
):
    """Of the cadres he has seen, a colleague among them, the one who adds most to his mix, both willing and with
    room: seat and both gains.
    """
    best, most, agreed, following = -1, 0.0, 0.0, start
    if cadres.settled[seat]:
        return best, most, agreed
    for n in range(met + 1 if peer >= 0 else met):
        he = peer if n == met else following if following < len(cadres.row) else 0
        following = he + 1
        if he == seat or cadres.settled[he] or has_tie(cadres.row[seat], cadres.row[he], ties_of, patrons, clients):
            continue
        mine = gain_from(
            he, seat, county, cadres, ties_of, counties, is_open, patrons, clients, strengths, post_of, integrity, offices, kinds, p
        )
        if mine <= most or not takes_backer(seat, mine, cadres, strengths, p):
            continue
        his = gain_from(
            seat, he, county, cadres, ties_of, counties, is_open, patrons, clients, strengths, post_of, integrity, offices, kinds, p
        )
        if accepts(his, 0.0) and takes_backer(he, his, cadres, strengths, p):
            best, most, agreed = he, mine, his
    return best, most, agreed


# -------------------------------------------------------------------------------------------------------------- the steps


@step(
    visits="counties",
    changes=["ties.open"],
    draws=["circle", "turns_up", "goes_out", "donju_met", "colleague"],
    parameters=Ssam,
)
def seek_backers(
    counties, posts_in, businesses_in, posts, people, households, businesses, organisations, leases, leases_of, ties, ties_of,
    rumours, rumours_of, new_ties, journal, p, dice, month,
):  # fmt: skip
    """Every official who goes about: he sees some donju and cadres and proposes to whoever adds most to his mix of
    those who would agree.
    """
    hopes = np.zeros(posts.length, np.int64)
    for county in counties.rows:
        hopes_of_space(posts_in, county, posts.organisation, posts.kind, organisations.spaces, organisations.let, hopes)
        who, place = circle_of_donju(
            county,
            businesses_in,
            businesses.owner,
            businesses.open,
            people.business,
            people.standing,
            people.id,
            dice.circle,
        )
        donju = look_at_donju(
            who, place, county, hopes, people.business, businesses.danger, businesses.pressure, people.household, households.usual_income,
            households.capital, leases_of, leases.plant, ties_of, ties.county, ties.kind, ties.open, ties.patron, ties.client,
            ties.strength, ties.worth_patron, ties.worth_client, people.id, people.post, people.integrity, posts.office, posts.kind, p,
        )  # fmt: skip
        who, place = circle_of_cadres(
            county, posts_in, posts.holder, people.post, people.standing, people.id, dice.circle
        )
        cadres = look_at_cadres(
            who, place, county, hopes, people.post, people.id, people.integrity, people.market_sense, people.fear, posts.office, posts.kind,
            posts.organisation, posts.usual_takings, posts.charge, ties_of, ties.county, ties.kind, ties.open, ties.patron, ties.client,
            ties.strength, ties.worth_patron, ties.worth_client, p,
        )  # fmt: skip
        for seat in range(len(cadres.row)):
            cadre, post = cadres.row[seat], cadres.post[seat]
            me = people.id[cadre]
            if not chance(dice.goes_out, me, goes_about(cadres.fear[seat], p)):
                continue
            point = uniform(dice.turns_up, me)
            met_donju = min(len(donju.row), times(dice.donju_met, me, p.donju_met * posts.charge[post]))
            met_cadres = min(len(cadres.row), p.cadres_met)
            peer = colleague(cadre, cadres.plant[seat], uniform(dice.colleague, me), cadres.row, cadres.place, cadres.plant)
            # Nobody enters into two ties in a month, but for officials whose charge is large enough for more clients.
            for _ in range(1 + int(posts.charge[post])):
                client, client_gain, client_agreed, price, terms = best_client(
                    seat, np.searchsorted(donju.place, point), met_donju, cadres, donju, ties_of, ties.patron, ties.client, ties.strength,
                    rumours_of, rumours.tie, people.post, people.integrity, posts.office, posts.kind, p,
                )  # fmt: skip
                backer, backer_gain, backer_agreed = best_backer(
                    seat, np.searchsorted(cadres.place, point), met_cadres, peer, county, cadres, ties_of,
                    ties.county, ties.open, ties.patron, ties.client, ties.strength, people.post, people.integrity, posts.office,
                    posts.kind, p,
                )  # fmt: skip
                if client < 0 and backer < 0:
                    break
                row = found(new_ties)
                new_ties.county[row], new_ties.since[row] = county, month.number
                if client_gain >= backer_gain:
                    other, column = donju.row[client], 0
                    left_out = donju.least[client] if donju.count[client] >= p.patrons else -1
                    new_ties.kind[row], new_ties.patron[row], new_ties.client[row] = Tie.CLIENT, cadre, other
                    new_ties.patron_post[row], new_ties.client_business[row], new_ties.price[row] = (
                        post,
                        people.business[other],
                        price,
                    )
                    new_ties.worth_patron[row], new_ties.worth_client[row] = won(client_gain), won(client_agreed)
                    new_ties.worth_cases[row], new_ties.worth_demands[row] = won(terms[0]), won(terms[1])
                    new_ties.worth_licences[row], new_ties.worth_space[row] = won(terms[2]), won(terms[3])
                    donju.settled[client] = True
                else:
                    other, column, price = cadres.row[backer], 1, 0
                    left_out = cadres.least[backer, 1] if cadres.count[backer, 1] >= p.backers else -1
                    new_ties.kind[row], new_ties.patron[row], new_ties.client[row] = Tie.CADRES, other, cadre
                    new_ties.patron_post[row], new_ties.client_post[row] = cadres.post[backer], post
                    new_ties.worth_patron[row], new_ties.worth_client[row] = won(backer_agreed), won(backer_gain)
                    cadres.settled[seat] = True
                    cadres.settled[backer] = True
                event = record(journal, Event.TIE_FORMED, who=cadre, whom=other, amount=price)
                new_ties.began[row] = event
                given_up = cadres.least[seat, column] if cadres.count[seat, column] >= cadres.room[seat, column] else -1
                if given_up >= 0 and ties.open[given_up]:
                    close(ties, given_up)
                    dropped = other_end(given_up, cadre, ties)
                    record(journal, Event.TIE_ENDED, who=cadre, whom=dropped, because=event)
                if left_out >= 0 and ties.open[left_out]:
                    close(ties, left_out)
                    dropped = other_end(left_out, other, ties)
                    record(journal, Event.TIE_ENDED, who=other, whom=dropped, because=event)
                taken = cadres.count[seat, column] if given_up >= 0 else cadres.count[seat, column] + 1
                _, cadres.least[seat, column], cadres.least_worth[seat, column] = carried(
                    cadre, county, Tie.CLIENT if column == 0 else Tie.CADRES, ties_of, ties.county, ties.kind, ties.open, ties.patron,
                    ties.client, ties.strength, ties.worth_patron, ties.worth_client, people.id,
                )  # fmt: skip
                cadres.count[seat, column] = taken


@step(
    visits="counties",
    changes=[
        "ties.open", "ties.price", "ties.worth_patron", "ties.worth_client", "ties.worth_cases", "ties.worth_demands",
        "ties.worth_licences", "ties.worth_space",
    ],
    draws=["reckons"],
    parameters=Ssam,
)  # fmt: skip
def reckon_worth(
    counties, ties_in, posts_in, people, posts, households, businesses, organisations, leases, leases_of, ties,
    ties_of, rumours, rumours_of,
    journal, p, dice,
):  # fmt: skip
    """Every tie within a county, about twice a year: what it is worth to both by now, and what it should cost; who gains nothing leaves."""
    hopes = np.zeros(posts.length, np.int64)
    gains = np.zeros(2)
    for county in counties.rows:
        hopes_of_space(posts_in, county, posts.organisation, posts.kind, organisations.spaces, organisations.let, hopes)
        # a tie that ends leaves others worth more: they come in a keyed order
        start, stop = span(ties_in, county)
        turn, key, number = np.empty(stop - start, np.int32), np.empty(stop - start, np.int64), 0
        for at in range(start, stop):
            tie = ties_in.row[at]
            two = pair(people.id[ties.patron[tie]], people.id[ties.client[tie]])
            if ties.kind[tie] != Tie.UPWARD and chance(dice.reckons, two, p.reckoning):
                turn[number], key[number] = tie, two
                number += 1
        put_in_order(turn, key, number)
        for tie in turn[:number]:
            patron, client = ties.patron[tie], ties.client[tie]
            if not ties.open[tie] or not in_service(patron, people.standing, people.post, posts.holder):
                continue
            post, strict = people.post[patron], PERCENT * people.integrity[patron]
            if ties.kind[tie] == Tie.CLIENT and people.business[client] >= 0:
                business, home = people.business[client], people.household[client]
                heard = said_to_help(
                    client, patron, rumours_of, rumours.tie, ties.patron, ties.client, people.post, people.integrity, posts.office,
                    posts.kind, p,
                )  # fmt: skip
                law_open, demands_open, has_licences, has_hope = cover_he_has(
                    client, tie, county, ties_of, ties.county, ties.open, ties.patron, ties.strength, people.post, people.integrity,
                    posts.office, posts.kind, hopes, p,
                )  # fmt: skip
                plant = rents_at(client, leases_of, leases.plant)
                rents_here = posts.kind[post] == Post.MANAGER and plant == posts.organisation[post]
                cover = (law_open, demands_open, has_licences, not rents_here and (has_hope or plant >= 0))
                cases, demands, licences, space = four_terms(
                    posts.office[post], posts.kind[post], strict, heard, 1 if rents_here else hopes[post], businesses.danger[business],
                    businesses.pressure[business], households.usual_income[home], households.capital[home], cover, p,
                )  # fmt: skip
                worth = cases + demands + licences + space
                cost = cost_of_client(scruples(strict, p), PERCENT * people.fear[patron], households.capital[home], p)
                ties.price[tie] = won(split_surplus(worth, cost, p.weight))
                gains[0], gains[1] = ties.price[tie] - cost, worth - ties.price[tie]
                ties.worth_cases[tie], ties.worth_demands[tie] = won(cases), won(demands)
                ties.worth_licences[tie], ties.worth_space[tie] = won(licences), won(space)
            elif ties.kind[tie] == Tie.CADRES and in_service(client, people.standing, people.post, posts.holder):
                for side in range(2):
                    one, other = (patron, client) if side == 0 else (client, patron)
                    own, his = people.post[one], people.post[other]
                    candour = 1.0 - PERCENT * people.integrity[other]
                    inflow = (0.5 + PERCENT * people.market_sense[other]) * candour * posts.usual_takings[his]
                    gains[side] = what_he_adds(
                        one, own, posts.office[his], posts.kind[his], candour, inflow, posts.organisation[own] == posts.organisation[his],
                        posts.usual_takings[own], tie, county, ties_of, ties.county, ties.open, ties.patron, ties.client, ties.strength,
                        people.post, people.integrity, posts.office, posts.kind, p,
                    ) - cost_of_backer(scruples(PERCENT * people.integrity[one], p), p)  # fmt: skip
            else:
                continue
            ties.worth_patron[tie], ties.worth_client[tie] = won(gains[0]), won(gains[1])
            if not accepts(gains[0], 0.0) or not accepts(gains[1], 0.0):
                close(ties, tie)
                leaver, left = (client, patron) if gains[1] <= 0.0 else (patron, client)
                record(journal, Event.TIE_ENDED, who=leaver, whom=left, because=ties.began[tie])


@step(visits="counties", changes=["businesses.danger", "businesses.pressure"], parameters=Ssam)
def learn_danger(counties, businesses_in, businesses, cases, cases_of, ties, ties_of, people, p, month):
    """Every county, when the month's cases and demands are known: what befell donju who have nobody teaches the
    rest what a tie is worth.
    """
    for county in counties.rows:
        start, stop = span(businesses_in, county)
        peers, turnover, cases_seen, asked = 0, 0.0, 0, 0
        for at in range(start, stop):
            business = businesses_in.row[at]
            first, last = span(ties_of, businesses.owner[business])
            if last > first:
                continue
            peers += 1
            turnover += businesses.sign[business]
            asked += businesses.demand[business]
            first, last = span(cases_of, businesses.owner[business])
            for place in range(first, last):
                if cases.since[cases_of.row[place]] == month.number:
                    cases_seen += 1
        for at in range(start, stop):
            # A case finds the conspicuous first: the danger is read per won of what everybody can see.
            business = businesses_in.row[at]
            seen = 12 * ratio(cases_seen, turnover) * businesses.sign[business]
            businesses.danger[business] = within(belief_now(businesses.danger[business], seen, peers, p), 0.0, 1.0)
            businesses.pressure[business] = within(
                belief_now(businesses.pressure[business], ratio(asked, turnover), peers, p), 0.0, 1.0
            )
