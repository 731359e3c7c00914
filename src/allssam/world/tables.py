"""The state of the country: what exists, column by column.  Declarations only.

A reference to a person, in any table, is a row of `people`.  Amounts are whole steady won, 8,200 to the dollar.
"""

import numpy as np

from allssam.engine import NOBODY, Reuse, Table, column, index, ref
from allssam.world.kinds import Standing

COUNTY = "the county it belongs to"


class Counties(Table):
    """The arenas in which people meet.  They carry numbers, not names; the last one is the Centre."""

    county = column(np.int16, "the county itself", "row of counties", refers="counties")
    place = column(np.int8, "its province, or the Centre", "number in PLACES")
    people = column(np.int32, "people who live there", "people")
    households = column(np.int32, "households", "households")
    people_rows = column(np.int32, "rows of its people, with spare ones for those to be born", "rows of people")
    household_rows = column(np.int32, "rows of its households, with spare ones", "rows of households")
    coastal = column(np.bool_, "on the coast")
    border = column(np.bool_, "on the border with China")
    capital = column(np.bool_, "part of Pyongyang or the Centre")
    urban = column(np.float64, "share of people in towns", "share")
    markets = column(np.int16, "official markets, drawn from the province's count", "markets")
    stalls = column(np.int32, "market stalls held", "stalls")
    stall_places = column(np.int32, "market stalls the authorities allow", "stalls")
    stalls_at_start = column(np.int32, "market stalls the authorities allowed when the run began", "stalls")
    openings_at_start = column(np.float64, "openings when the run began", "relative to tolerance 0.5", 1.0)
    till = column(np.int32, "account of the market till", "row of accounts", refers="accounts")
    state = column(np.int32, "account of the state in this county", "row of accounts", refers="accounts")
    outside = column(np.int32, "account of buyers and sellers beyond the county", "row of accounts", refers="accounts")
    reform = column(np.int32, "account of cash made void", "row of accounts", refers="accounts")
    tolerance = column(np.float64, "how far the authorities let markets be", "0 to 1", 0.5)
    openings = column(np.float64, "chances tolerance has opened, with a lag", "relative to the start", 1.0)
    campaign = column(np.float64, "strength of an inspection campaign from the centre", "0 to 1")
    season = column(np.float64, "season of trade", "factor", 1.0)
    quotas = column(np.int64, "loyalty quotas of its factories, last month", "won")
    short = column(np.int64, "what its factories fell short of them", "won")
    fee_eased = column(np.float64, "'8.3' fee beside what is usual", "factor", 1.0)
    gifts = column(np.float64, "what officials are given this month beside an ordinary month", "factor", 1.0)
    price_level = column(np.float64, "nominal price over steady price", "factor", 1.0)
    wage = column(
        np.float64, "what a full month at the market earned an ordinary person lately", "won a month", 300_000.0
    )
    turnover = column(np.int64, "what the till paid out this month", "won")
    weights = column(np.int64, "claims on the market till this month", "millionths of an ordinary full month")
    culprits = column(np.int16, "culprits the campaign has had this month", "people")
    campaign_event = ref("event", "how the campaign began that is on now")
    surveillance = column(np.float64, "how closely people are watched", "0 to 1", 0.5)
    border_closed = column(np.float64, "how tightly the border is shut", "0 to 1")
    contentment = column(np.float64, "how content its people are with what they live on", "0 to 1", 0.5)
    stability = column(np.float64, "how lasting its people believe the system to be", "0 to 1", 0.7)
    heard = column(np.float64, "what its cadres have heard of those struck down at the Centre", "share of cadres there")
    news = ref("event", "the gravest news of the Centre its cadres have heard lately")
    alarm = column(np.float64, "how frightened its cadres are on average", "0 to 1")
    used_to = column(np.float64, "market income of the household in the middle that its people have become used to", "won a month")
    purges_a_year = column(np.float64, "senior cadres the ruler would have fall in a year, in a full-size country", "people a year")
    army_weight = column(np.float64, "how far the ruler leans on the army rather than on the Party", "0 to 1", 0.5)
    rewards = column(np.float64, "what the ruler gives senior cadres, relative to ordinary years", "factor", 1.0)
    satire = column(np.float64, "people who have heard the mocking sayings about the card and pass them on", "share", 0.02)
    first_household = ref("households", "the first of its households, which lie side by side")
    cow_price = column(np.float64, "price of a cow", "won", 4_100_000.0)
    first_person = ref("people", "the first of its people, who lie side by side")
    born = column(np.int32, "children born this month", "people")
    died = column(np.int32, "people who died this month", "people")
    married = column(np.int32, "couples who married this month", "couples")


class People(Table, reuse=Reuse("standing", Standing.DEAD, Standing.UNBORN, unless="told", room=0.025, rows="people_rows")):
    """Everybody, one row a person, in county order; spare rows stand at the end of a county."""

    id = column(np.int64, "number of the person, never used again", "id")
    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    turn = column(np.int8, "the month of the year in which it is the person's turn, 0 to 11; neighbours share it", "turn")
    household = ref("households", "the household")
    next_at_home = ref("people", "the next member of the household, from its head on")
    spouse = ref("people", "the husband or wife")
    account = column(np.int32, "account of the household's purse", "row of accounts", NOBODY, refers="accounts")
    birth = column(np.int16, "month of birth, counted from January 1900", "month")
    sex = column(np.int8, "sex", "Sex")
    songbun = column(np.int8, "family political background", "Songbun")
    schooling = column(np.int8, "schooling", "Schooling")
    job = column(np.int8, "official place", "Job")
    party = column(np.int8, "Party status", "Party")
    standing = column(np.int8, "free, held, gone or dead", "Standing")
    days = column(np.int8, "days given to the market this month", "days")
    exempt = column(np.bool_, "whether bought off attendance at the workplace ('8.3')")
    integrity = column(np.int8, "how far he goes by the book", "percent")
    market_sense = column(np.int8, "sense for the market and for favours", "percent")
    fear = column(np.int8, "a cadre's fear of what may befall him", "percent")
    coldness = column(np.int8, "how far a cadre holds back from favours out of fear", "percent")
    loyalty = column(np.int8, "a cadre's loyalty in private, whatever he shows", "percent", 50)
    workplace = ref("organisations", "where the official job is")
    post = ref("posts", "the post held")
    cell = ref("cells", "the Party cell at work or in the neighbourhood, of which he is or could become a member")
    bought_card = column(np.bool_, "whether the Party card was paid for, as the books would show")
    card_worth = column(np.int32, "what the Party card was worth to him when he last thought of it", "won")
    attendance_cost = column(
        np.int32,
        "what the fixed dates of the Party would cost, or cost, the household: its best month outside less inside",
        "won a month",
    )
    covered_until = column(np.int16, "month until which life in the Party is bought off ('8.3 Party life')", "month")
    weeks_away = column(np.int8, "weeks away on trips for supply this month", "weeks")
    bought = column(np.int8, "what he has arranged about his duties", "sum of Bought")
    burden = column(
        np.int8,
        "what life in the Party takes from the household's month, every session attended",
        "hundredths of a full month's wage at the market",
    )
    business = ref("businesses", "the business run as a donju")
    skill = column(np.float64, "skill at the market, 1 in the middle", "factor", 1.0)
    told = column(np.bool_, "whether an event has told of the person, whose row is then kept")


class Households(Table, reuse=Reuse("size", 0, 0, keeps=("county", "account"), room=0.03, rows="household_rows")):
    """People who share a purse; spare rows, of no members, stand at the end of a county."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    account = column(np.int32, "the purse", "row of accounts", refers="accounts")
    key = column(np.int64, "its own number: the id of the member it was drawn for, or made of the couple's; 0 is spare", "id")
    heir = ref("households", "the household of a grown child who has moved out, where old parents and their purse go")
    head = ref("people", "the first of its members; each names the next")
    size = column(np.int8, "members", "people")
    stall = column(np.bool_, "whether it holds a stall")
    donju = column(np.bool_, "whether one of its members runs a business as a donju")
    settled = column(np.bool_, "whether its members have settled how to spend their time")
    owes_work = column(np.bool_, "whether one of its members has bought off attendance at work, or is absent without it")
    last_bribe = column(np.int16, "month in which it last gave a bribe; 0 is never", "month")
    income = column(np.int64, "market income this month", "won")
    usual_income = column(np.int64, "market income it has come to expect", "won a month")
    capital = column(np.int64, "goods and gear of its business, at cost", "won")
    labour = column(np.int64, "skilled work given to the market this month", "millionths of an ordinary full month")
    wages = column(np.int32, "official wages its members draw", "nominal won a month")
    weight = column(np.int64, "its claim on the market till this month", "millionths of an ordinary full month")
    left = column(np.int8, "members who have left the country", "people")
    luck = column(np.float64, "lasting luck in trade", "factor", 1.0)
    outlet = column(np.float64, "what leased space and lent vehicles do for its sales", "factor", 1.0)


class Businesses(Table, lasting=False):
    """What a donju runs; whoever's capital passes the donju line has one."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    owner = ref("people", "the donju")
    line = column(np.int8, "line of business", "Line")
    since = column(np.int16, "month it passed the line", "month")
    sales = column(np.int64, "market income this month", "won")
    profit = column(np.int64, "what is left this month after rent, tolls, gifts and patrons", "won")
    usual_profit = column(np.float64, "profit it has come to expect", "won a month")
    infractions = column(np.float64, "stock of illegal acts that could be held against it", "acts")
    workers = column(np.int16, "workers hired off the books", "people")
    sign = column(np.float64, "what everybody guesses of its monthly sales", "won a month")
    patronage = column(np.int64, "what it paid patrons, managers and secretaries this month", "won")
    danger = column(
        np.float64, "yearly chance of a case that it would face without a tie, as it believes", "per year", 0.03
    )
    pressure = column(
        np.float64, "demands it would face without a tie, as it believes", "share of turnover a month", 0.03
    )
    helped = column(np.float64, "what licences and lent vehicles add to its outlet at present", "share")
    licence_until = column(np.int16, "last month of a licence got by favour", "month")
    arrests = column(np.int16, "cases opened against it so far", "cases")
    releases = column(np.int16, "releases bought so far", "releases")
    under_case = column(np.bool_, "whether a case against its owner has been opened and is not over")
    backing_at_law = column(
        np.float64, "its owner's ties in the prosecutor's office of the county, by their strength", "ties"
    )
    friend_at_law = ref("people", "the closest of them")
    unwanted = column(
        np.float64, "what its owner's patrons would gain if he fell, if most of them would", "won a month"
    )
    given_up = ref("ties", "the tie of the patron who would gain most")
    branded = ref("event", "how its owner was branded this month")
    given_up_by = ref("people", "who branded him")
    courted_by = ref("people", "who courts or presses it this month")
    demand = column(np.int64, "what is asked of it this month", "won")
    demanded = ref("event", "the demand")
    feared = column(np.float64, "what refusing that demand may cost it, as it believes", "won a month")
    satisfied = column(np.int8, "officials satisfied this month beside its patrons", "people")
    began = ref("event", "the event in which it passed the line")
    ended = ref("event", "the event in which it closed")
    setback = ref("event", "what last cost it dear")


class Organisations(Table):
    """Factories, offices, farms, stations, companies."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    kind = column(np.int8, "what it is", "Office")
    account = column(np.int32, "official account", "row of accounts", refers="accounts")
    fund = column(np.int32, "loyalty-fund account, kept by its Party secretary", "row of accounts", refers="accounts")
    head = ref("posts", "post of its head: manager, chief, chairman")
    secretary = ref("posts", "post of its Party secretary")
    spaces = column(np.int16, "spaces that could be let", "spaces")
    let = column(np.int16, "spaces let", "spaces")
    workers = column(np.int32, "workers on its list", "people")
    places = column(np.int16, "people a fisheries station or a trade company may take on", "people")
    fees = column(np.int64, "'8.3' fees that came in this month", "won")
    quota = column(np.int64, "monthly loyalty quota", "won a month")
    order_by = ref("people", "the secretary whose standing order makes 'extra earnings' half-legal")
    borrowed = column(np.int64, "what its secretary owes the loyalty fund", "won")
    borrower = ref("people", "the secretary who borrowed")
    shortfall = column(np.int64, "what of this month's loyalty quota the organisation could not pay", "won")
    aim = column(np.int8, "what its Party secretary means to do about the head's donju this month", "Aim")
    entered = column(np.int16, "month its Party secretary first took from the head's donju; 0: not yet", "month")


class Cells(Table):
    """Party cells, of workplaces and of neighbourhoods, each with a secretary who is a person with a purse."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    number = column(np.int64, "number of the cell, from 1, the same for the whole run", "number")
    kind = column(np.int8, "men at work, women at work, or women of a neighbourhood", "Cell")
    organisation = ref("organisations", "the workplace; none for a neighbourhood")
    secretary = ref("people", "its secretary")
    since = column(np.int16, "month the secretary took over", "month")
    members = column(np.int16, "members and candidates", "people")
    people = column(np.int32, "grown people who belong to its workplace or neighbourhood", "people")
    price = column(np.int64, "price the secretary asks for a nomination", "won")
    quota = column(np.float64, "places for new members not yet given away", "places")
    exemption_price = column(np.int64, "price of a month of '8.3 Party life'; 0 is not for sale", "won a month")
    skip_price = column(np.int64, "price of one session missed", "won")
    from_entry = column(np.int64, "what nominations brought the secretary this month", "won")
    from_exemptions = column(np.int64, "what sessions missed and '8.3 Party life' brought this month", "won")
    usual_entry = column(np.float64, "what nominations have come to bring", "won a month")
    usual_exemptions = column(np.float64, "what exemptions have come to bring", "won a month")
    effort = column(np.float64, "part of the secretary's effort that goes into exemptions", "share", 0.5)
    weary = column(np.int16, "members to whom the Party costs more than they can say it is good for", "people")


class Posts(Table):
    """Posts of a kind and rank.  Powers belong to posts; ties belong to persons."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    organisation = ref("organisations", "the organisation")
    number = column(np.int64, "number of the post, from 1, the same for the whole run", "number")
    kind = column(np.int8, "kind of post", "Post")
    office = column(np.int8, "kind of its organisation", "Office")
    rank = column(np.int8, "rank: 2 unit or village, 3 factory or office, 4 county, 5 province, 6 centre", "rank")
    holder = ref("people", "who holds it")
    since = column(np.int16, "month of appointment", "month")
    vacated = ref("event", "how it fell vacant")
    seen = ref("people", "whom colleagues last saw in it")
    alarm = ref("event", "the news that last frightened its holder")
    shown = column(np.int8, "how loyal its holder shows himself", "percent", 50)
    backing_at_law = column(
        np.float64, "its holder's ties in the prosecutor's office of the county, by their strength", "ties"
    )
    friend_at_law = ref("people", "the closest of them")
    backing_in_party = column(np.float64, "its holder's ties in the county Party committee, by their strength", "ties")
    charge = column(np.float64, "people in its charge, relative to a full-size county", "factor", 1.0)
    takings = column(np.int64, "informal income this month", "won")
    from_donju = column(np.int64, "of that, from donju", "won")
    from_market = column(np.int64, "of that, small bribes and fees from traders", "won")
    from_cases = column(np.int64, "of that, from releases and insurance", "won")
    usual_takings = column(np.float64, "informal income it has come to bring", "won a month")
    usual_donju = column(np.float64, "income from donju it has come to bring", "won a month")
    bought_for = column(np.int64, "what its holder paid to be appointed", "won")
    asking = column(np.float64, "share of a tenant's turnover the holder asks for his permission", "share")
    collected = column(np.float64, "what that brought lately per won of tenants' turnover", "share")


class Ties(Table, lasting=False):
    """All-ssam: two cadres, or a cadre and a donju, who back one another."""

    county = column(np.int16, "the county of the one who asked", "row of counties", refers="counties")
    kind = column(np.int8, "what it joins", "Tie")
    patron = ref("people", "the cadre; of two cadres the one who was asked")
    client = ref("people", "the donju, the subordinate, or the cadre who asked")
    strength = column(np.float64, "how far one counts on the other", "0 to 1", 0.2)
    balance = column(np.float64, "favours the client owes the patron, less those owed to him", "favours")
    price = column(np.int64, "what the client gives each month", "won a month")
    unpaid = column(np.int8, "months in a row in which it was not kept up", "months")
    since = column(np.int16, "month it began", "month")
    favour_month = column(np.int16, "month of the last favour", "month")
    favour = ref("event", "the last favour done under it")
    began = ref("event", "how it began")
    favour_kind = column(np.int8, "what the last favour was", "Favour")
    owing = ref("event", "the favour that put one side in the other's debt")
    strained = ref("event", "the last payment missed under it")
    kept = column(np.int8, "who kept it up this month: 1 the patron, 2 the client, 3 both", "number")
    patron_post = ref("posts", "the post its patron was last seen in")
    client_post = ref("posts", "the post its client was last seen in")
    client_business = ref("businesses", "the business of its client")
    worth_patron = column(np.int64, "what the patron reckons to gain by it, all costs paid", "won a month")
    worth_client = column(np.int64, "what the client reckons to gain by it, all costs paid", "won a month")
    worth_cases = column(np.int64, "to a donju: relief from cases", "won a month")
    worth_demands = column(np.int64, "to a donju: relief from monthly demands", "won a month")
    worth_licences = column(np.int64, "to a donju: licences", "won a month")
    worth_space = column(np.int64, "to a donju: the chance of a space", "won a month")


class Rumours(Table, lasting=False):
    """Who knows of a tie.  Knowledge is held by persons, comes with contact and fades."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    knower = ref("people", "who has heard of it")
    tie = ref("ties", "the tie")


class Grudges(Table, lasting=False):
    """Enmities, which last."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    holder = ref("people", "who bears it")
    against = ref("people", "against whom")
    strength = column(np.float64, "how deep it goes", "0 to 1", 0.35)
    since = column(np.int16, "month it began", "month")
    because = ref("event", "what began it")
    out_of_feud = column(np.bool_, "whether a quarrel or a dispute lies behind it")


class Leases(Table, lasting=False):
    """Factory space a donju rents."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    plant = ref("organisations", "the factory")
    tenant = ref("people", "the donju")
    rent = column(np.int64, "monthly rent", "won a month")
    rooms = column(np.int8, "extra rooms given since", "rooms")
    vehicles = column(np.int8, "vehicle orders given for this month", "orders")
    profit = column(np.int64, "what the space brought its tenant this month before rent and tolls", "won")
    manager_take = column(np.int64, "what the manager had of it this month", "won")
    secretary_take = column(np.int64, "what the Party secretary had of it this month", "won")
    per_diem = column(np.int64, "per diem given this month", "won")
    arrears = column(np.int8, "months in a row without the full rent", "months")
    reviewed = column(np.int16, "month the rent was last agreed", "month")
    since = column(np.int16, "month it began", "month")
    with_tie = column(np.bool_, "whether tenant and manager had a tie when it began")
    half_legal = column(np.bool_, "whether the secretary's 'extra earnings' order covers it")
    began = ref("event", "the event in which it began")
    adds = column(np.float64, "what the space adds to its tenant's sales", "share of sales", 0.3)
    agreed_with = ref("people", "the manager who last agreed the rent")
    losing = column(np.int8, "months in a row in which it cost more than it brought", "months")
    contested = ref("event", "the courting or quarrel over its tenant that the manager has not answered yet")
    thanks = ref("event", "the first per diem")
    coerced = ref("event", "the first bribe its Party secretary coerced")


class Feuds(Table, lasting=False):
    """A head and a Party secretary of one organisation who have become veiled enemies."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    organisation = ref("organisations", "the organisation")
    head = ref("people", "its head")
    secretary = ref("people", "its Party secretary")
    enmity = column(np.float64, "how bitter it is", "0 to 1", 0.3)
    since = column(np.int16, "month it began", "month")
    because = ref("event", "what began it")
    quarrelled = column(np.int16, "month of the last open quarrel; 0: none", "month")


class Dossiers(Table, lasting=False):
    """What someone has written down against a donju: filed, or kept as a lever."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    author = ref("people", "who wrote it")
    target = ref("people", "the donju")
    rival = ref("people", "the cadre tied to the donju who stands in the author's way")
    organisation = ref("organisations", "the organisation the quarrel is about")
    gravity = column(np.float64, "weight of what is documented", "gravity")
    filed = column(np.bool_, "whether it lies with the legal authority")
    since = column(np.int16, "month it was written", "month")
    written = ref("event", "the event in which it was written")
    rival_post = ref("posts", "the post that made the rival one to fear when it was written")


class Disputes(Table, lasting=False):
    """Two officials with claims against one another before the prosecutor's office."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    organisation = ref("organisations", "the organisation it is about")
    accuser = ref("people", "who filed first, chiefly a Party secretary")
    accused = ref("people", "the cadre accused with his donju")
    donju = ref("people", "the donju in whose name it is fought")
    accuser_merit = column(np.float64, "how good the accuser's case is", "0 to 1")
    accused_merit = column(np.float64, "how good the counter-charge is", "0 to 1")
    countered = column(np.bool_, "whether the accused filed a counter-charge")
    since = column(np.int16, "month it began", "month")
    filed = ref("event", "the dossier filed")
    counter = ref("event", "the counter-charge")
    dossier = ref("dossiers", "the dossier filed, which stays with the legal authority until it is decided")
    winner = ref("people", "who has prevailed")
    loser = ref("people", "who has not")
    won = ref("event", "the decision")
    co_accused = ref("people", "the official who is to be tried with the donju")
    by_ties = column(np.int8, "of two charges: 1 if who had more ties prevailed, 2 if who had fewer; 0 where none was ahead", "number")


class Cases(Table, lasting=False):
    """A case against a donju, perhaps with the cadre tied to him."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    accused = ref("people", "the donju")
    cadre = ref("people", "the cadre accused with him")
    complainant = ref("people", "who brought it")
    ground = column(np.int8, "what it rests on", "Ground")
    stage = column(np.int8, "how far it has come", "Stage")
    gravity = column(np.float64, "weight of the offence; 1 is an ordinary economic offence", "gravity", 1.0)
    investigator = ref("people", "who runs the investigation")
    trial_prosecutor = ref("people", "who hands out the result")
    since = column(np.int16, "month it was opened", "month")
    asked = column(np.int64, "price asked for release at this stage", "won")
    culprit = ref("people", "who has been found guilty")
    opened = ref("event", "the event in which it was opened")
    latest = ref("event", "what happened last in it")


class Premiums(Table, lasting=False):
    """Who took whose money ahead of need: what makes a prosecutor share a manager's guilt."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    payer = ref("people", "the manager who pays")
    taker = ref("people", "the prosecutor who took it")
    paid = column(np.int64, "passed on so far", "won")
    latest = column(np.int16, "month of the last premium", "month")
    began = ref("event", "the first premium")


class Sentences(Table, lasting=False):
    """People serving time."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    person = ref("people", "who serves")
    kind = column(np.int8, "labour training, prison or camp", "Standing")
    until = column(np.int16, "month of release", "month")
    since = column(np.int16, "month it began", "month")
    sacrificed = ref("event", "the sacrifice by patrons that led to it")
    because = ref("event", "the sentence")


class Stations(Table):
    """Fisheries stations, each under a military base."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    organisation = ref("organisations", "the station as an organisation")
    base = ref("organisations", "the military base that permits it")
    requests = column(np.int16, "places that cadres of the base fill", "people")
    held = column(np.int64, "worth of a catch whose boats are late", "won")
    delayed = ref("event", "the delay that holds the boats; none if they are on time")


class Crews(Table, lasting=False):
    """Men a fisheries station has hired."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    station = ref("stations", "the station")
    person = ref("people", "the man")
    requested = column(np.bool_, "whether a cadre of the base asked for him")
    captain = column(np.bool_, "whether he is a captain")
    since = column(np.int16, "month he was hired", "month")
    absent = column(np.int16, "sessions of the Party missed so far, on the books", "sessions")


class Staff(Table, lasting=False):
    """People a foreign-currency company has taken on."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    company = ref("organisations", "the company")
    person = ref("people", "who works for it")
    since = column(np.int16, "month of hiring", "month")


class Herds(Table):
    """Cattle of farm work units, which belong to the unit."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    number = column(np.int64, "number of the herd, from 1, the same for the whole run", "number")
    farm = ref("organisations", "the farm")
    leader = ref("posts", "post of the leader of the work unit")
    cattle = column(np.int32, "cattle of the unit", "head")
    room = column(np.int32, "cattle its pastures and fodder can keep", "head")
    sold = column(np.int32, "cattle sold abroad this month from among it", "head")


class Partnerships(Table, lasting=False):
    """A worker and the leader of his work unit who sell cattle abroad."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    herd = ref("herds", "the unit's herd, among which their own cattle stand")
    worker = ref("people", "the worker")
    leader = ref("people", "the unit leader")
    since = column(np.int16, "month it began", "month")
    cattle = column(np.int32, "cattle of their own", "head")
    borrowed = column(np.int32, "cattle of the unit sold and not yet replaced", "head")
    sold = column(np.int32, "cattle sold abroad this month", "head")
    most_sold = column(np.int32, "most cattle sold in a month so far", "head")
    profit = column(np.int64, "what was left this month when cattle had been bought", "won")
    unshared = column(np.int64, "profit since the village secretary last had his share", "won")
    sales = ref("event", "the latest sale that was told")
    secretary = ref("people", "the village secretary who has found out")
    found_out = ref("event", "how he found out")
    bribes = column(np.int64, "what he has had of them so far", "won")
    bribed = ref("event", "the first holiday bribe")
    promised = ref("event", "the promise to nominate the worker for membership")
    promised_in = column(np.int16, "month of that promise; 0: none", "month")


class Candidacies(Table, lasting=False):
    """People taken into the Party on probation, and what they still owe the secretary who took them in."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    person = ref("people", "the candidate")
    secretary = ref("people", "to whom the instalments go")
    since = column(np.int16, "month of admission", "month")
    instalment = column(np.int64, "what is due each month", "won a month")
    owing = column(np.int64, "what is still to be paid", "won")
    began = ref("event", "the admission")


class Admissions(Table):
    """Places in the Party as a county committee reckons with them: one row for each kind of cell of a county."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    kind = column(np.int8, "kind of cell", "Cell")
    members = column(np.int32, "members and candidates when last counted", "people")
    entries = column(np.int32, "people taken in since then", "people")
    exits = column(np.float64, "members lost in a month, as it has come to expect", "people a month")
    active = column(np.float64, "of the members, those not yet old", "people")
    outsiders = column(np.float64, "people of an age to come up for nomination, women by their lesser chance", "people")
    willing = column(np.float64, "share of those who may come up who would take the card for a rabbit", "share", 0.8)
    opinion = column(np.float64, "what the opinion of others here adds to the card, or takes from it", "won a month")
    places = column(np.float64, "places for those who pay that have fallen due this month", "places")
    applicants = column(np.int32, "people who came up this month and would pay at least a rabbit", "people")


class Outlooks(Table):
    """What people of a county have learned about life with the Party card and without it; one row a county."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    since = column(np.int16, "month in which they first looked around; 0: not yet", "month")
    standing = column(np.float64, "chance that a member's household does better than one of the better-off half outside", "share", 0.5)
    attendance = column(np.float64, "what the Party's fixed dates cost, or would cost, a couple", "won a month")
    middle_income = column(np.float64, "market income of the household in the middle", "won a month")
    expelled = column(np.int32, "people expelled from the Party when last counted", "people")
    expulsion = column(np.float64, "chance that a member is expelled, as it has come to be believed", "per month")
    income_unit = column(np.float64, "what an ordinary cadre post of a unit or village brings", "won a month")
    income_office = column(np.float64, "what an ordinary cadre post of a factory or office brings", "won a month")
    price_unit = column(np.float64, "what a post of a unit or village goes for", "won")
    price_office = column(np.float64, "what a post of a factory or office goes for", "won")
    into_unit = column(np.float64, "chance that a member without a post is given one of a unit or village", "per month")
    into_office = column(np.float64, "chance that a member without a post is given one of a factory or office", "per month")
    into_cell = column(np.float64, "chance that a member becomes secretary of his cell", "per month")
    income_cell = column(np.float64, "what entry money and exemptions bring the secretary of a cell", "won a month")
    service = column(np.float64, "places for merit and service not yet given away", "places")


class Prospects(Table):
    """Who gets posts: one row for each background (sex, songbun, schooling) of a county."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    background = column(np.int8, "sex, songbun and schooling, as `lookups.background` counts them", "number")
    eligible = column(np.float64, "members without a post who may serve", "people")
    appointed = column(np.float64, "of them given a post in a month, as experience goes", "people a month")
    times = column(np.float64, "how much likelier than others they are said to be given a post", "times", 1.0)


class Purges(Table, lasting=False):
    """Cadres the ruler has struck down, as long as it is remembered."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    victim = ref("people", "who was struck down")
    month = column(np.int16, "month of it", "month")
    post = ref("posts", "the post the victim held")
    rank = column(np.int8, "its rank", "rank")
    office = column(np.int8, "kind of its organisation", "Office")
    fate = column(np.int8, "what became of the victim", "Purge")
    target = column(np.int8, "what made the victim a target", "Target")
    purged = ref("event", "the purge")


class Suspicions(Table, lasting=False):
    """Who has come under suspicion through somebody who was purged: friends, clients and colleagues."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    person = ref("people", "who is under suspicion")
    victim = ref("people", "who was purged")
    post = ref("posts", "the post the victim held")
    client = column(np.bool_, "whether the victim was his superior")
    strength = column(np.float64, "how close they were", "0 to 1")
    since = column(np.int16, "month it began", "month")
    looked_into = column(np.bool_, "whether it has been looked into")
    heard = column(np.bool_, "whether the one under suspicion has heard of it")
    bid_for = column(np.bool_, "whether the victim's successor has made his bid")
    orphaned = ref("event", "how the tie ended; none for a colleague")
    purged = ref("event", "the purge")


class Flights(Table, lasting=False):
    """People who have left the country, as long as it is remembered."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    person = ref("people", "who left")
    month = column(np.int16, "month of it", "month")
    elite = column(np.bool_, "whether a cadre")
    post = ref("posts", "the post held; none for ordinary people")
    household = ref("households", "the household left behind")
    rank = column(np.int8, "its rank", "rank")
    office = column(np.int8, "kind of its organisation", "Office")
    fled = ref("event", "the flight")


class Accounts(Table):
    """Every won belongs to one of these."""

    county = column(np.int16, COUNTY, "row of counties", refers="counties")
    sector = column(np.int8, "who holds it", "Sector")
    balance = column(np.int64, "what is in it", "won")


TABLES = {
    "counties": Counties,
    "people": People,
    "households": Households,
    "businesses": Businesses,
    "organisations": Organisations,
    "cells": Cells,
    "posts": Posts,
    "ties": Ties,
    "rumours": Rumours,
    "grudges": Grudges,
    "leases": Leases,
    "feuds": Feuds,
    "dossiers": Dossiers,
    "disputes": Disputes,
    "cases": Cases,
    "premiums": Premiums,
    "sentences": Sentences,
    "candidacies": Candidacies,
    "admissions": Admissions,
    "outlooks": Outlooks,
    "prospects": Prospects,
    "stations": Stations,
    "crews": Crews,
    "staff": Staff,
    "herds": Herds,
    "partnerships": Partnerships,
    "purges": Purges,
    "suspicions": Suspicions,
    "flights": Flights,
    "accounts": Accounts,
}

INDEXES = {
    "businesses_in": index("businesses", "county"),
    "organisations_in": index("organisations", "county"),
    "cells_in": index("cells", "county"),
    "cells_at": index("cells", "organisation"),
    "posts_in": index("posts", "county"),
    "posts_of": index("posts", "organisation"),
    "ties_of": index("ties", "patron", "client"),
    "ties_in": index("ties", "county"),
    "rumours_of": index("rumours", "knower"),
    "rumours_about": index("rumours", "tie"),
    "grudges_of": index("grudges", "holder"),
    "grudges_against": index("grudges", "against"),
    "leases_of": index("leases", "tenant"),
    "leases_in": index("leases", "plant"),
    "feuds_of": index("feuds", "organisation"),
    "dossiers_by": index("dossiers", "author"),
    "dossiers_on": index("dossiers", "target"),
    "cases_of": index("cases", "accused"),
    "premiums_of": index("premiums", "payer"),
    "cases_naming": index("cases", "cadre"),
    "sentences_of": index("sentences", "person"),
    "disputes_of": index("disputes", "organisation"),
    "candidacies_of": index("candidacies", "person"),
    "candidacies_in": index("candidacies", "county"),
    "admissions_in": index("admissions", "county"),
    "outlooks_in": index("outlooks", "county"),
    "prospects_in": index("prospects", "county"),
    "stations_in": index("stations", "county"),
    "crews_at": index("crews", "station"),
    "staff_of": index("staff", "company"),
    "herds_in": index("herds", "county"),
    "partnerships_of": index("partnerships", "herd"),
    "partnerships_with": index("partnerships", "worker"),
    "purges_in": index("purges", "county"),
    "suspicions_of": index("suspicions", "person"),
    "flights_in": index("flights", "county"),
    "flights_from": index("flights", "household"),
}
