"""Measures: what is true in the model, month by month, by province and by kind where that makes sense.

A measure is a read-only function with a unit and a meaning.  A local measure is per head, a share, or weighted up by the
reader; a central one is a count at the Centre, which has its full size in any country.  Every count or sum equals the same
question put to events, flows or people.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from allssam.engine import Array, World
from allssam.observe.sight import DOLLAR, Sight
from allssam.world import (
    PLACES,
    Bought,
    Cell,
    Event,
    Flow,
    Ground,
    Office,
    Party,
    Post,
    Purge,
    Sector,
    Sex,
    Standing,
    Target,
    Tie,
)

Answer = dict[tuple[str, str], float]
COUNTRY = "country"


@dataclass(frozen=True)
class Measure:
    """A declared measure."""

    name: str
    unit: str
    meaning: str
    scope: str
    function: Callable[[Sight], Answer]


MEASURES: dict[str, Measure] = {}


def measure(unit: str, scope: str = "local") -> Callable[[Callable[[Sight], Answer]], Callable[[Sight], Answer]]:
    """Declare a measure; its docstring is its meaning, its name the function's."""

    def keep(function: Callable[[Sight], Answer]) -> Callable[[Sight], Answer]:
        MEASURES[function.__name__] = Measure(
            function.__name__, unit, (function.__doc__ or "").strip(), scope, function
        )
        return function

    return keep


def counted(values: Array, group: str = "all") -> Answer:
    """A count by place, with the country's total."""
    answer = {(COUNTRY, group): float(values.sum())}
    answer.update({(place, group): float(values[number]) for number, place in enumerate(PLACES)})
    return answer


def shared(part: Array, whole: Array, group: str = "all") -> Answer:
    """A share or mean by place, and the country's; places without a whole are left out."""
    answer: Answer = {}
    if whole.sum() > 0:
        answer[(COUNTRY, group)] = float(part.sum() / whole.sum())
    for number, place in enumerate(PLACES):
        if whole[number] > 0:
            answer[(place, group)] = float(part[number] / whole[number])
    return answer


def whole(value: float, group: str = "all") -> Answer:
    """A value for the country alone."""
    return {(COUNTRY, group): float(value)}


def observe_month(world: World, flows: Array) -> list[tuple[str, str, str, float, str]]:
    """All measures of the month just closed: (measure, place, group, value, unit), in the order of declaration."""
    sight = Sight(world, flows, world.events_of_month())
    return [
        (item.name, place, group, value, item.unit)
        for item in MEASURES.values()
        for (place, group), value in item.function(sight).items()
        if np.isfinite(value)
    ]


# ------------------------------------------------------------------------------------------------- people and the market


@measure("people")
def population(sight: Sight) -> Answer:
    """People alive in the country, those held included."""
    return counted(sight.people[0])


@measure("people")
def births(sight: Sight) -> Answer:
    """Children born this month."""
    return counted(sight.counties_to_places(sight.world["counties"]["born"]))


@measure("people")
def deaths(sight: Sight) -> Answer:
    """People who died this month, those executed among them."""
    return counted(sight.counties_to_places(sight.world["counties"]["died"]) + sight.happened(Event.EXECUTED))


@measure("couples")
def marriages(sight: Sight) -> Answer:
    """Couples who married this month."""
    return counted(sight.counties_to_places(sight.world["counties"]["married"]))


@measure("people")
def party_members(sight: Sight) -> Answer:
    """Members of the Party."""
    return counted(sight.people[3])


@measure("people")
def party_candidates(sight: Sight) -> Answer:
    """Candidate members of the Party."""
    return counted(sight.people[4])


@measure("share of household income")
def market_share_of_income(sight: Sight) -> Answer:
    """Market income in what households receive from markets, the state and plants."""
    market = sight.paid(Flow.MARKET_INCOME)
    official = sight.paid(Flow.STATE_WAGE)
    return whole(market / (market + official)) if market + official > 0 else {}


@measure("share of people aged 16 to 64")
def private_work_share(sight: Sight) -> Answer:
    """Those who gave days to the market this month."""
    return shared(sight.people[2], sight.people[1])


@measure("share of people aged 16 to 64")
def state_work_only_share(sight: Sight) -> Answer:
    """Those who have an official job and gave no day to the market this month."""
    return shared(sight.people[6], sight.people[1])


@measure("USD a month")
def official_wage_usd(sight: Sight) -> Answer:
    """What the state paid in wages, for each household that drew any, at the month's price level."""
    drawing = sight.households[5].sum()
    return whole(sight.paid(Flow.STATE_WAGE) / drawing / DOLLAR) if drawing else {}


@measure("USD a month")
def absence_fee_usd(sight: Sight) -> Answer:
    """What a worker paid to be let off attendance ('8.3')."""
    exempt = sight.people[5].sum()
    return whole(sight.paid(Flow.EXEMPTION_FEE) / exempt / DOLLAR) if exempt else {}


@measure("share of people aged 16 to 64")
def exempt_share(sight: Sight) -> Answer:
    """Those bought off attendance at the workplace ('8.3')."""
    return shared(sight.people[5], sight.people[1])


@measure("stalls")
def stalls(sight: Sight) -> Answer:
    """Market stalls held."""
    return counted(sight.counties_to_places(sight.world["counties"]["stalls"]))


@measure("USD a household a month")
def livelihood(sight: Sight) -> Answer:
    """What households spent to live."""
    homes = sight.households[0].sum()
    return whole(sight.paid(Flow.CONSUMPTION) / homes / DOLLAR) if homes else {}


@measure("USD a month")
def market_wage_usd(sight: Sight) -> Answer:
    """What a full month at the market earned an ordinary person without capital, mean over counties by people."""
    counties = sight.world["counties"]
    people = counties["people"].astype(np.float64)
    return shared(sight.counties_to_places(counties["wage"] * people / DOLLAR), sight.counties_to_places(people))


@measure("share of households")
def bribe_givers_share(sight: Sight) -> Answer:
    """Households that have given at least one small bribe within the last twelve months."""
    return shared(sight.households[3], sight.households[0])


BRIBES = (
    Flow.PETTY_BRIBE, Flow.RENT, Flow.PER_DIEM, Flow.PATRONAGE, Flow.UNIVERSITY_PLACE, Flow.NEWS, Flow.COERCED_BRIBE, Flow.SECRETARY_TOLL,
    Flow.RELEASE_INVESTIGATION, Flow.RELEASE_VERDICT, Flow.ENTRY_MONEY, Flow.POST_PRICE,
    Flow.SESSION_MISSED, Flow.PARTY_LIFE_BOUGHT, Flow.UNION_BRIBE,
)  # fmt: skip


@measure("USD")
def bribes_paid(sight: Sight) -> Answer:
    """Money households paid officials informally, in all and by purpose."""
    answer = whole(sight.paid(*BRIBES, payer=Sector.HOUSEHOLDS, payee=Sector.HOUSEHOLDS) / DOLLAR)
    for purpose in BRIBES:
        answer.update(
            whole(sight.paid(purpose, payer=Sector.HOUSEHOLDS, payee=Sector.HOUSEHOLDS) / DOLLAR, purpose.name.lower())
        )
    return answer


@measure("share of household spending")
def bribe_share_of_spending(sight: Sight) -> Answer:
    """Bribes in what households spent on living, goods, fees and bribes."""
    bribes = sight.paid(*BRIBES, payer=Sector.HOUSEHOLDS, payee=Sector.HOUSEHOLDS)
    spent = bribes + sight.paid(Flow.CONSUMPTION, Flow.STALL_FEE, Flow.EXEMPTION_FEE, payer=Sector.HOUSEHOLDS)
    return whole(bribes / spent) if spent else {}


# ------------------------------------------------------------------------------------------------------ donju and leases


@measure("people")
def donju(sight: Sight) -> Answer:
    """People who run a business above the donju line."""
    return counted(sight.by_place(*sight.open("businesses", "county")))


@measure("share of households")
def donju_household_share(sight: Sight) -> Answer:
    """Households with a donju."""
    return shared(sight.by_place(*sight.open("businesses", "county")), sight.households[0])


@measure("share of business capital")
def donju_capital_share(sight: Sight) -> Answer:
    """Business capital held by households of donju."""
    return shared(sight.households[2], sight.households[1])


@measure("leases")
def leases(sight: Sight) -> Answer:
    """Leases of factory space that run, in all and by whether they began under a tie."""
    county, with_tie = sight.open("leases", "county", "with_tie")
    answer = counted(sight.by_place(county))
    answer.update(whole(with_tie.sum(), "with_tie"))
    answer.update(whole((~with_tie).sum(), "stranger"))
    return answer


@measure("USD")
def rent_paid(sight: Sight) -> Answer:
    """Rent for factory space paid to managers."""
    return whole(sight.paid(Flow.RENT) / DOLLAR)


@measure("USD")
def per_diem_paid(sight: Sight) -> Answer:
    """Per diems given to managers."""
    return whole(sight.paid(Flow.PER_DIEM) / DOLLAR)


def _held_posts(sight: Sight) -> dict[str, Array]:
    posts = sight.world["posts"]
    held = posts["holder"] >= 0
    return {name: posts[name][held] for name in posts}


@measure("times the official wage")
def manager_informal_income_ratio(sight: Sight) -> Answer:
    """Mean informal income of factory managers who have tenants, over an official wage of half a dollar."""
    posts = _held_posts(sight)
    managers = (posts["kind"] == Post.MANAGER) & (posts["from_donju"] > 0)
    if not managers.any():
        return {}
    official = 4_000 / float(sight.world["counties"]["price_level"][0])
    return whole(posts["takings"][managers].mean() / official)


@measure("people")
def patrons_per_donju(sight: Sight) -> Answer:
    """Ties to cadres that a donju keeps, mean over all donju and over tenants."""
    (owner,) = sight.open("businesses", "owner")
    if not len(owner):
        return {}
    answer = whole(_patrons(sight, owner).mean())
    (tenant,) = sight.open("leases", "tenant")
    if len(tenant):
        answer.update(whole(_patrons(sight, tenant).mean(), "tenants"))
    return answer


def _patrons(sight: Sight, people: Array) -> Array:
    """How many patrons each of some people has; shape of people."""
    kind, client = sight.open("ties", "kind", "client")
    found, number = np.unique(client[kind == Tie.CLIENT], return_counts=True)
    if not len(found):
        return np.zeros(len(people))
    at = np.minimum(np.searchsorted(found, people), len(found) - 1)
    return np.where(found[at] == people, number[at], 0)


@measure("share of donju with a tie")
def tied_donju_share(sight: Sight) -> Answer:
    """Donju who have at least one patron."""
    (owner,) = sight.open("businesses", "owner")
    return whole((_patrons(sight, owner) > 0).mean()) if len(owner) else {}


@measure("share of sales")
def patronage_share_of_profit(sight: Sight) -> Answer:
    """What donju paid managers, secretaries and patrons out of their sales, all donju and tenants."""
    owner, sales, patronage = sight.open("businesses", "owner", "sales", "patronage")
    if not sales.sum():
        return {}
    answer = whole(patronage.sum() / sales.sum())
    tenants = np.isin(owner, sight.open("leases", "tenant")[0])
    if sales[tenants].sum():
        answer.update(whole(patronage[tenants].sum() / sales[tenants].sum(), "tenants"))
    return answer


@measure("USD a month")
def secretary_income_from_donju(sight: Sight) -> Answer:
    """Mean monthly income from donju of Party secretaries of factories, and of their managers."""
    posts = _held_posts(sight)
    plant = posts["office"] == Office.FACTORY
    answer: Answer = {}
    for kind, name in ((Post.PARTY_SECRETARY, "all"), (Post.MANAGER, "managers")):
        chosen = plant & (posts["kind"] == kind)
        if chosen.any():
            answer.update(whole(posts["from_donju"][chosen].mean() / DOLLAR, name))
    return answer


# --------------------------------------------------------------------------------------------------------------- all-ssam


@measure("ties")
def ties(sight: Sight) -> Answer:
    """Ties of all-ssam that hold, in all and by what they join."""
    county, kind = sight.open("ties", "county", "kind")
    answer = counted(sight.by_place(county))
    for item in Tie:
        answer.update(whole((kind == item).sum(), item.name.lower()))
    return answer


def _cadre_ties(sight: Sight) -> tuple[Array, Array]:
    kind, patron, client = sight.open("ties", "kind", "patron", "client")
    cadres = kind == Tie.CADRES
    post = sight.world["people"]["post"]
    a, b = post[patron[cadres]], post[client[cadres]]
    both = (a >= 0) & (b >= 0)
    return a[both], b[both]


@measure("share of ties between cadres")
def ties_cross_institution_share(sight: Sight) -> Answer:
    """Ties between cadres that join different organisations."""
    a, b = _cadre_ties(sight)
    organisation = sight.world["posts"]["organisation"]
    return whole((organisation[a] != organisation[b]).mean()) if len(a) else {}


@measure("ties a person")
def ties_prosecutor_mean(sight: Sight) -> Answer:
    """Ties with other cadres of a prosecutor, and of a cadre of any office of the county."""
    posts = sight.world["posts"]
    a, b = _cadre_ties(sight)
    degree = np.bincount(np.concatenate([a, b]), minlength=posts.count)
    held = (posts["holder"] >= 0) & (posts["rank"] >= 3) & (posts["rank"] < 6)
    answer: Answer = {}
    for name, chosen in (("all", held & (posts["office"] == Office.PROSECUTION)), ("any_office", held)):
        if chosen.any():
            answer.update(whole(degree[chosen].mean(), name))
    return answer


@measure("favours")
def favours_done(sight: Sight) -> Answer:
    """Favours done or returned under a tie."""
    answer = counted(sight.happened(Event.FAVOUR_DONE, Event.FAVOUR_RETURNED))
    answer.update(whole(sight.happened(Event.FAVOUR_RETURNED).sum(), "returned"))
    return answer


@measure("places")
def university_places_by_favour(sight: Sight) -> Answer:
    """University places a tie has seen to."""
    return counted(sight.happened(Event.UNIVERSITY_PLACE_GIVEN))


@measure("people")
def orphaned_clients(sight: Sight) -> Answer:
    """Donju whose only patron has left his post or is held; and cadres who lost a patron to a purge this month."""
    kind, patron, client = sight.open("ties", "kind", "patron", "client")
    people = sight.world["people"]
    clients = kind == Tie.CLIENT
    gone = (people["post"][patron] < 0) | (people["standing"][patron] != Standing.FREE)
    answer = whole(len(np.setdiff1d(client[clients & gone], client[clients & ~gone])))
    return answer | whole(sight.happened(Event.ORPHANED_CLIENT).sum(), "by_purge")


# --------------------------------------------------------------------------------------- rivalry, disputes, justice, sacrifice


def _count_of(name: str, meaning: str, unit: str, *kinds: Event) -> None:
    def function(sight: Sight) -> Answer:
        return counted(sight.happened(*kinds))

    MEASURES[name] = Measure(name, unit, meaning, "local", function)


_count_of("secretary_quarrels", "Quarrels begun by Party secretaries.", "quarrels", Event.QUARREL)
_count_of("workers_arrested", "Workers of donju arrested at an official's wish.", "arrests", Event.WORKER_ARRESTED)
_count_of("dossiers_written", "Dossiers written against donju.", "dossiers", Event.DOSSIER_WRITTEN)
_count_of("dossiers_filed", "Dossiers filed with the prosecutor's office.", "dossiers", Event.DOSSIER_FILED)
_count_of("counter_dossiers", "Counter-charges filed by officials who were warned.", "dossiers", Event.COUNTER_FILED)
_count_of("disputes_decided", "Disputes between two officials decided.", "disputes", Event.DISPUTE_WON)
_count_of("cases_opened", "Cases opened against donju.", "cases", Event.CASE_OPENED)
_count_of(
    "cases_released_investigation",
    "Releases bought while the investigation ran.",
    "releases",
    Event.RELEASE_BOUGHT_INVESTIGATION,
)
_count_of(
    "cases_released_verdict",
    "Releases bought when the result was handed out.",
    "releases",
    Event.RELEASE_BOUGHT_VERDICT,
)
_count_of("convictions", "Donju found guilty.", "convictions", Event.CONVICTED)
_count_of(
    "cadres_punished_in_shared_cases",
    "Cadres made the culprit in a case shared with a donju.",
    "people",
    Event.CADRE_PUNISHED,
)
_count_of("scapegoated", "Donju sacrificed by their patrons or to a campaign.", "people", Event.SCAPEGOATED)


@measure("people")
def donju_imprisoned(sight: Sight) -> Answer:
    """People sent to prison or a camp this month."""
    return counted(sight.happened(Event.SENTENCED_PRISON, Event.SENTENCED_CAMP))


def _this_year(sight: Sight, table: str, month_column: str) -> Array:
    """Rows of a table, closed ones too, whose month lies in this calendar year; records are kept until the next January."""
    months = sight.world[table][month_column].astype(np.int64)
    return np.nonzero((months // 12 == sight.month // 12) & (months <= sight.month))[0]


@measure("share of disputes between two charges, this year so far")
def disputes_won_by_more_ties_share(sight: Sight) -> Answer:
    """Where two charges met and ties differed: how often who had more of them in the prosecutor's office prevailed."""
    disputes = sight.world["disputes"]
    outcome = disputes["by_ties"][_this_year(sight, "disputes", "since")]
    decided = outcome > 0
    return whole(float((outcome == 1).sum() / decided.sum())) if decided.any() else {}


@measure("people a dispute decided, this year so far")
def donju_imprisoned_per_dispute(sight: Sight) -> Answer:
    """Donju sent to prison or a camp in cases that began with a dossier, for each dispute decided."""
    disputes, cases, sentences = (sight.world[name] for name in ("disputes", "cases", "sentences"))
    decided = (disputes["winner"][_this_year(sight, "disputes", "since")] >= 0).sum()
    grave = _this_year(sight, "sentences", "since")
    grave = grave[np.isin(sentences["kind"][grave], (Standing.PRISON, Standing.CAMP))]
    fought_over = cases["accused"][cases["ground"] == Ground.DOSSIER]
    sent = np.isin(sentences["person"][grave], fought_over).sum()
    return whole(float(sent / decided)) if decided else {}


@measure("share of quarrels, dossiers and arrests")
def feud_branching_ratio(sight: Sight) -> Answer:
    """Open acts of enmity of the month (a quarrel, a dossier written, a worker arrested) that came of an earlier one, among all.

    As long as one act begets less than one other on average, that average is this share, and feuds die out.
    """
    if sight.told is None:
        return {}
    feuds, grudges = sight.world["feuds"], sight.world["grudges"]
    begetting = np.concatenate([feuds["because"][feuds["quarrelled"] > 0], grudges["because"][grudges["out_of_feud"]]])
    acts = np.isin(sight.told.kind, (Event.QUARREL, Event.DOSSIER_WRITTEN, Event.WORKER_ARRESTED))
    begotten = acts & (sight.told.because != 0) & np.isin(sight.told.because, begetting)
    return shared(sight.by_place(sight.told.county[begotten]), sight.by_place(sight.told.county[acts]))


@measure("people")
def people_held(sight: Sight) -> Answer:
    """People detained, in labour training, prison or camp at the end of the month."""
    return counted(sight.people[7])


@measure("USD")
def release_price_usd(sight: Sight) -> Answer:
    """Mean price of a release, in all and by when it was bought."""
    answer: Answer = {}
    for name, kinds in (
        ("all", (Event.RELEASE_BOUGHT_INVESTIGATION, Event.RELEASE_BOUGHT_VERDICT)),
        ("investigation", (Event.RELEASE_BOUGHT_INVESTIGATION,)),
        ("verdict", (Event.RELEASE_BOUGHT_VERDICT,)),
    ):
        prices = sight.amounts(*kinds)
        if len(prices):
            answer.update(whole(prices.mean() / DOLLAR, name))
    return answer


@measure("USD")
def insurance_paid(sight: Sight) -> Answer:
    """Premiums managers passed to prosecutors ahead of need."""
    return whole(sight.paid(Flow.INSURANCE) / DOLLAR)


@measure("share of shared cases")
def managers_excused_share(sight: Sight) -> Answer:
    """Cadres excused among those accused with a donju whose case was decided this month."""
    excused, punished = sight.happened(Event.CADRE_EXCUSED), sight.happened(Event.CADRE_PUNISHED)
    return shared(excused, excused + punished)


@measure("USD a month")
def investigator_income(sight: Sight) -> Answer:
    """Mean informal income of investigating prosecutors, and of all cadres of the county offices and factories."""
    posts = _held_posts(sight)
    local = (posts["rank"] >= 3) & (posts["rank"] < 6)
    answer: Answer = {}
    for name, chosen in (
        ("all", local & (posts["office"] == Office.PROSECUTION) & (posts["kind"] == Post.INVESTIGATOR)),
        ("any_office", local),
    ):
        if chosen.any():
            answer.update(whole(posts["usual_takings"][chosen].mean() / DOLLAR, name))
    return answer


@measure("USD")
def confiscated(sight: Sight) -> Answer:
    """Money taken with sentences, what officials kept included."""
    return whole(sight.paid(Flow.CONFISCATION, Flow.HANDLERS_SHARE) / DOLLAR)


# ------------------------------------------------------------------------------------------------- the sea and the border


def _bound_by_party(sight: Sight, people: Array) -> Array:
    """Whether each of some people must be present at the sessions of the Party."""
    found: Array = np.isin(sight.world["people"]["party"][people], (Party.MEMBER, Party.CANDIDATE))
    return found


@measure("share of men at sea")
def fishery_crew_member_share(sight: Sight) -> Answer:
    """Members and candidates in crews, in all, of men a base asked for, of those a chief chose, and of captains."""
    county, person, requested, captain = sight.open("crews", "county", "person", "requested", "captain")
    bound = _bound_by_party(sight, person)
    answer = shared(sight.by_place(county[bound]), sight.by_place(county))
    for name, chosen in (("requested", requested), ("chosen", ~requested), ("captains", captain)):
        if chosen.any():
            answer.update(whole(bound[chosen].mean(), name))
    return answer


@measure("people")
def crews(sight: Sight) -> Answer:
    """Men fisheries stations have hired."""
    return counted(sight.by_place(sight.open("crews", "county")[0]))


@measure("USD")
def fishery_absence_bribes(sight: Sight) -> Answer:
    """What fisheries stations paid their Party secretaries for sessions their men missed."""
    return whole(sight.paid(Flow.ABSENCE_BRIBE) / DOLLAR)


@measure("share of staff")
def trade_company_member_share(sight: Sight) -> Answer:
    """Members and candidates among the people of foreign-currency companies."""
    county, person = sight.open("staff", "county", "person")
    return shared(sight.by_place(county[_bound_by_party(sight, person)]), sight.by_place(county))


@measure("head")
def cattle_exported(sight: Sight) -> Answer:
    """Cattle sold abroad this month."""
    return counted(sight.by_place(*sight.open("herds", "county", "sold")))


@measure("head")
def herd_size(sight: Sight) -> Answer:
    """Cattle of farm work units, and those that partners who sell abroad have among them."""
    answer = counted(sight.by_place(*sight.open("herds", "county", "cattle")))
    return answer | whole(sight.open("partnerships", "cattle")[0].sum(), "partners")


@measure("partnerships")
def cattle_partnerships(sight: Sight) -> Answer:
    """Workers and unit leaders who sell cattle abroad together, and those the village secretary knows of."""
    county, secretary = sight.open("partnerships", "county", "secretary")
    return counted(sight.by_place(county)) | whole((secretary >= 0).sum(), "found_out")


@measure("USD")
def holiday_bribes(sight: Sight) -> Answer:
    """What partners in cattle gave village Party secretaries on holidays."""
    return whole(sight.paid(Flow.HOLIDAY_BRIBE) / DOLLAR)


@measure("tolerance, 0 to 1")
def market_tolerance(sight: Sight) -> Answer:
    """How far the authorities let markets be, and the openings this has made."""
    counties = sight.world["counties"]
    return whole(float(counties["tolerance"][0])) | whole(float(counties["openings"][:-1].mean()), "openings")


# ------------------------------------------------------------------------------------------ entry into the Party, and posts

_count_of(
    "party_entries", "People taken into the Party as candidates.", "people", Event.ADMITTED, Event.ADMITTED_FOR_SERVICE,
    Event.SOLICITED_ENTRY,
)  # fmt: skip
_count_of("party_solicited_entries", "Of them, people whom a secretary with places to fill urged to join.", "people", Event.SOLICITED_ENTRY)
_count_of("party_service_entries", "Of them, people taken in for service or merit, without pay.", "people", Event.ADMITTED_FOR_SERVICE)


def _middle(values: Array, weights: Array) -> float:
    """The value below which half of the weight lies."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2.0)])


@measure("USD")
def membership_price_usd(sight: Sight) -> Answer:
    """Price secretaries ask for a nomination, that of the middle place, dealt out by active members; by place and kind of cell."""
    cells, admissions = sight.world["cells"], sight.world["admissions"]
    asked = (cells["price"] > 0) & (cells["members"] > 0)
    lively = np.zeros((sight.world["counties"].count, len(Cell)))  # what part of the members in cells of a kind are not yet old
    lively[admissions["county"], admissions["kind"]] = admissions["active"] / np.maximum(1, admissions["members"])
    price = cells["price"][asked] / DOLLAR
    members = cells["members"][asked] * lively[cells["county"][asked], cells["kind"][asked]]
    place, kind = sight.place_of_county[cells["county"][asked]], cells["kind"][asked]
    answer: Answer = {}
    if len(price):
        answer[(COUNTRY, "all")] = _middle(price, members)
    for number, name in enumerate(PLACES):
        if (place == number).any():
            answer[(name, "all")] = _middle(price[place == number], members[place == number])
    for item in Cell:
        if (kind == item).any():
            answer[(COUNTRY, item.name.lower())] = _middle(price[kind == item], members[kind == item])
    return answer


@measure("applicants a place")
def membership_applicants_per_place(sight: Sight) -> Answer:
    """People who came up this month and would give at least a rabbit, for each place for those who pay that fell due."""
    admissions = sight.world["admissions"]
    applicants, places = admissions["applicants"].astype(np.float64), admissions["places"]
    answer = shared(sight.by_place(admissions["county"], applicants), sight.by_place(admissions["county"], places))
    for item in Cell:
        chosen = admissions["kind"] == item
        if places[chosen].sum() > 0:
            answer.update(whole(applicants[chosen].sum() / places[chosen].sum(), item.name.lower()))
    return answer


@measure("USD a month")
def secretary_income_from_entry(sight: Sight) -> Answer:
    """What entry money left the secretary of a cell this month, mean over cells that have one."""
    cells = sight.world["cells"]
    led = cells["secretary"] >= 0
    return shared(
        sight.by_place(cells["county"][led], cells["from_entry"][led] / DOLLAR), sight.by_place(cells["county"][led]).astype(np.float64)
    )


@measure("USD")
def post_price_usd(sight: Sight) -> Answer:
    """Mean price of the posts bought this month, in all and by rank."""
    posts = sight.world["posts"]
    bought = (posts["since"] == sight.month) & (posts["bought_for"] > 0)
    answer: Answer = {}
    for name, chosen in (("all", bought), *((f"rank_{rank}", bought & (posts["rank"] == rank)) for rank in (2, 3, 4))):
        if chosen.any():
            answer.update(whole(posts["bought_for"][chosen].mean() / DOLLAR, name))
    return answer


# ------------------------------------------------------------------------------------- life in the Party, and the Women's Union

_count_of("party_expulsions", "People expelled from the Party.", "people", Event.PARTY_EXPELLED)

GROUPS = ("men_outside", "women_outside", "men_in_party", "women_in_party")


@measure("days a month")
def market_days(sight: Sight) -> Answer:
    """Days free people of 20 to 59 give to the market, by sex and card."""
    return _by_group(sight, 1)


@measure("weeks a month")
def weeks_on_trips(sight: Sight) -> Answer:
    """Weeks free people of 20 to 59 are away for supplies, by sex and card."""
    return _by_group(sight, 2)


@measure("share of people")
def party_life_bought_off_share(sight: Sight) -> Answer:
    """Members and candidates of 20 to 59 who live a Party life of '8.3'."""
    inside = sight.days[2:].sum(axis=0)
    return whole(inside[3] / inside[0]) if inside[0] else {}


def _by_group(sight: Sight, what: int) -> Answer:
    counts = sight.days
    answer = whole(counts[:, what].sum() / counts[:, 0].sum()) if counts[:, 0].sum() else {}
    for group, name in enumerate(GROUPS):
        if counts[group, 0]:
            answer.update(whole(counts[group, what] / counts[group, 0], name))
    return answer


@measure("USD a month")
def secretary_income_from_exemptions(sight: Sight) -> Answer:
    """What sessions missed and '8.3 Party life' brought the secretary of a cell this month, mean over cells that have one."""
    cells = sight.world["cells"]
    led = cells["secretary"] >= 0
    county, taken = cells["county"][led], cells["from_exemptions"][led]
    answer = shared(sight.by_place(county, taken / DOLLAR), sight.by_place(county))
    if led.any():
        for name, purpose in (("sessions", Flow.SESSION_MISSED), ("party_life", Flow.PARTY_LIFE_BOUGHT)):
            answer.update(whole(sight.paid(purpose) / DOLLAR / led.sum(), name))
    return answer


@measure("USD a month")
def exemption_price_usd(sight: Sight) -> Answer:
    """Price of a month of '8.3 Party life' and of one session missed, mean over cells that sell it; and the share of cells that do."""
    cells = sight.world["cells"]
    led, sells = cells["secretary"] >= 0, cells["exemption_price"] > 0
    if not led.any():
        return {}
    answer = whole(cells["skip_price"][led].mean() / DOLLAR, "session") | whole(sells[led].mean(), "share_of_cells")
    return answer | (whole(cells["exemption_price"][sells].mean() / DOLLAR) if sells.any() else {})


@measure("share of people")
def satire(sight: Sight) -> Answer:
    """People who pass on sayings that mock the card, mean over counties by people."""
    counties = sight.world["counties"]
    people = counties["people"].astype(np.float64)
    return shared(sight.counties_to_places(counties["satire"] * people), sight.counties_to_places(people))


@measure("USD a month")
def market_reach(sight: Sight) -> Answer:
    """Market turnover of the households a Union cadre may ask, and of those whose members a cell secretary has under him, mean of each."""
    people, posts, cells = sight.world["people"], sight.world["posts"], sight.world["cells"]
    income, household = sight.world["households"]["income"], people["household"]
    answer: Answer = {}
    for name, chosen, cadres in (
        ("union_cadres", (people["bought"] & int(Bought.UNION_TRADER)) > 0, (posts["kind"] == Post.UNION_CADRE) & (posts["holder"] >= 0)),
        ("cell_secretaries", np.isin(people["party"], (Party.MEMBER, Party.CANDIDATE)) & (people["cell"] >= 0), cells["secretary"] >= 0),
    ):
        if cadres.any() and chosen.any():
            reached = np.zeros(len(income), bool)
            reached[household[chosen]] = True
            answer.update(whole(income[reached].sum() / cadres.sum() / DOLLAR, name))
    return answer


@measure("USD a month")
def union_cadre_income(sight: Sight) -> Answer:
    """What a cadre of the Women's Union takes at the market, mean over cadres in office."""
    posts = sight.world["posts"]
    held = (posts["kind"] == Post.UNION_CADRE) & (posts["holder"] >= 0)
    return whole(posts["from_market"][held].mean() / DOLLAR) if held.any() else {}


# ------------------------------------------------------------------------------------------------------ the ruler and his cadres


PARTYS_OFFICES = (Office.CENTRAL_PARTY, Office.PARTY_COMMITTEE)
ARMYS_OFFICES = (Office.ARMY_COMMAND, Office.MILITARY_BASE)


@measure("people", "central")
def purged(sight: Sight) -> Answer:
    """Senior cadres purged this month, by what became of them, why, and whose they were; the Centre has its full size."""
    when, fate, target, office = sight.open("purges", "month", "fate", "target", "office")
    month = when == sight.month
    answer = counted(sight.happened(Event.PURGED))
    for name, kind in (("demoted", Purge.DEMOTED), ("sent_to_camp", Purge.SENT_TO_CAMP), ("executed", Purge.EXECUTED)):
        answer |= whole((month & (fate == kind)).sum(), name)
    for item in Target:
        answer |= whole((month & (target == item)).sum(), f"for_{item.name.lower()}")
    for name, kinds in (("party", PARTYS_OFFICES), ("army", ARMYS_OFFICES)):
        answer |= whole((month & np.isin(office, kinds)).sum(), name)
    return answer


@measure("people", "central")
def executed(sight: Sight) -> Answer:
    """Senior cadres executed this month."""
    return counted(sight.happened(Event.EXECUTED))


@measure("people")
def investigated(sight: Sight) -> Answer:
    """Officials whose ties with a victim of a purge were looked into this month."""
    return counted(sight.happened(Event.INVESTIGATED))


@measure("share of senior posts", "central")
def senior_posts_vacant(sight: Sight) -> Answer:
    """Senior posts of the Centre that nobody holds."""
    posts = sight.world["posts"]
    senior = posts["kind"] == Post.CENTRAL_CADRE
    return whole((posts["holder"][senior] < 0).mean()) if senior.any() else {}


@measure("0 to 1")
def policy(sight: Sight) -> Answer:
    """The levers of the ruler as they stand in the provinces, mean over counties: tolerance, surveillance, border, weight of the army."""
    counties = sight.world["counties"]
    answer: Answer = {}
    for name in ("tolerance", "surveillance", "border_closed", "army_weight"):
        answer |= whole(counties[name].mean(), name)
    return answer


@measure("people a year", "central")
def purges_intended(sight: Sight) -> Answer:
    """Senior cadres the ruler would have fall in a year."""
    return whole(sight.world["counties"]["purges_a_year"].mean())


# ------------------------------------------------------------------------------------------- fear, flight, and what people think


def _of_cadres(sight: Sight, values: Array) -> Answer:
    """A mean over cadres in office, given for each post, in percent of 100."""
    posts, people = sight.world["posts"], sight.world["people"]
    holder = posts["holder"]
    held = (holder >= 0) & ~np.isin(posts["kind"], (Post.UNIT_LEADER, Post.CAPTAIN))
    held &= people["standing"][np.maximum(holder, 0)] == Standing.FREE
    county = posts["county"][held]
    return shared(sight.by_place(county, values[held] / 100.0), sight.by_place(county))


def _of_holders(sight: Sight, column: str) -> Array:
    """A column of people, for the holder of each post."""
    values: Array = sight.world["people"][column][np.maximum(sight.world["posts"]["holder"], 0)].astype(np.float64)
    return values


@measure("0 to 1")
def cadre_fear(sight: Sight) -> Answer:
    """Fear of cadres in office, mean."""
    return _of_cadres(sight, _of_holders(sight, "fear"))


@measure("0 to 1")
def cadre_coldness(sight: Sight) -> Answer:
    """How far cadres in office hold back from favours out of fear, mean."""
    return _of_cadres(sight, _of_holders(sight, "coldness"))


@measure("0 to 1")
def private_loyalty(sight: Sight) -> Answer:
    """Loyalty of cadres in office as they feel it, mean."""
    return _of_cadres(sight, _of_holders(sight, "loyalty"))


@measure("0 to 1")
def public_loyalty(sight: Sight) -> Answer:
    """Loyalty of cadres in office as they show it, mean."""
    return _of_cadres(sight, sight.world["posts"]["shown"].astype(np.float64))


_count_of("cadre_retreats", "Cadres who pleaded illness and gave up their post.", "people", Event.RETREATED)
_count_of("elite_defections", "Cadres who left the country.", "people", Event.ELITE_FLED)


@measure("people")
def ordinary_defections(sight: Sight) -> Answer:
    """Ordinary people who left the country; of them, women."""
    left = counted(sight.happened(Event.LEFT_COUNTRY))
    county, person, month, elite = sight.open("flights", "county", "person", "month", "elite")
    women = (month == sight.month) & ~elite & (sight.world["people"]["sex"][person] == Sex.WOMAN)
    return left | counted(sight.by_place(county[women]), "women")


def _by_inhabitants(sight: Sight, column: str) -> Answer:
    """A column of counties, mean by people."""
    counties = sight.world["counties"]
    people = counties["people"].astype(np.float64)
    return shared(sight.counties_to_places(counties[column] * people), sight.counties_to_places(people))


@measure("0 to 1")
def contentment(sight: Sight) -> Answer:
    """How content people are with what they live on, mean by people."""
    return _by_inhabitants(sight, "contentment")


@measure("0 to 1")
def perceived_stability(sight: Sight) -> Answer:
    """How lasting people believe the system to be, mean by people."""
    return _by_inhabitants(sight, "stability")


@measure("0 to 1")
def perceived_surveillance(sight: Sight) -> Answer:
    """How closely people feel watched: as everybody is, and fully where a relative has left; mean by people."""
    counties, homes = sight.world["counties"], sight.world["households"]
    people = counties["people"].astype(np.float64)
    left = homes["left"] > 0
    behind = np.bincount(homes["county"][left], homes["size"][left], minlength=counties.count)
    felt = counties["surveillance"] * (people - behind) + behind
    return shared(sight.counties_to_places(felt), sight.counties_to_places(people))
