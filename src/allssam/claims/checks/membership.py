"""The price of a Party card, and who takes one."""

import numpy as np

from allssam.claims.pasts import Past, Year
from allssam.claims.registry import Reading, check, share, times
from allssam.engine import Array
from allssam.world import Event, Job, Party, Post, Sex, Songbun, Standing, Tie

MEMBERS = (int(Party.CANDIDATE), int(Party.MEMBER))
COUNTRY = 24_500_000
"""People of the country in the years of the baseline."""
BIRTHDAYS = (2, 4)
HOLIDAYS = (2, 4, 9, 10)


def in_party(year: Year) -> Array:
    """Whether each person is a member or candidate."""
    found: Array = np.isin(year["people"]["party"], MEMBERS)
    return found


def grown(year: Year, low: int, high: int) -> Array:
    """Free people of some ages."""
    people = year["people"]
    found: Array = (people["standing"] == Standing.FREE) & (people["id"] > 0) & (year.age >= low) & (year.age < high)
    return found


@check("membership-size", lesion="membership.nominate")
def party_of_three_million(past: Past) -> list[Reading]:
    """After eight years of deaths, expulsions and entries the Party has, for a country of full size, about three million members."""
    members = COUNTRY * share(past.measure("party_members")[-1], past.measure("population")[-1]) / 1e6
    inside = past.measure("party_members") + past.measure("party_candidates")
    entries = float(np.nansum(past.measure("party_entries")))
    return [
        Reading(members, "million members in a country of full size", at_least=2.25, at_most=3.75),
        Reading(
            times(entries, inside[0] + entries - inside[-1]), "entries for each one lost", at_least=0.8, at_most=1.6
        ),
    ]


@check("membership-investment", lesion="membership.reckon")
def the_card_is_an_investment(past: Past) -> Reading:
    """Of people who come up for nomination those to whom the card is worth more take it; those to whom it is worth least do not."""
    year = past.end
    named = past.events(Event.NOMINATED)
    rows = np.unique(year.rows_of(named["who"][named["month"] > past.last - 12]))
    worth = year["people"]["card_worth"][rows]
    paid = past.events(Event.ADMITTED)
    took = np.isin(year["people"]["id"][rows], paid["who"][paid["month"] > past.last - 12])
    low, high = np.quantile(worth, (0.25, 0.75)) if len(worth) else (0.0, 0.0)
    least, most = worth <= low, worth > high
    return Reading(
        share(took[most].sum(), most.sum()) - share(took[least].sum(), least.sum()),
        "more of the quarter that has most of it buy the card than of the quarter that has least", at_least=0.2,
    )  # fmt: skip


@check("membership-price-fall", lesion="ruler.tolerance=0.25")
def the_price_falls(past: Past) -> list[Reading]:
    """The price of a nomination falls from hundreds of dollars to about that of a rabbit, and applicants become fewer for each place."""
    before = past.mean("membership_price_usd", since="2010-01", until="2011-12")
    after = past.mean("membership_price_usd", since="2015-07")
    applicants = [
        past.mean("membership_applicants_per_place", since=a, until=b)
        for a, b in (("2010-01", "2011-12"), ("2015-07", "2016-12"))
    ]
    return [
        Reading(before, "USD asked in 2010-11", at_least=100),
        Reading(after, "USD asked from mid-2015", at_most=15),
        Reading(times(applicants[1], applicants[0]), "times the applicants a place of 2010-11", at_most=0.6),
    ]


@check(
    "membership-songbun-price",
    lesion=("membership.more_if_wavering=0", "membership.more_if_hostile=0", "membership.more_if_poor=0"),
)
def bad_songbun_pays_more(past: Past) -> Reading:
    """People of hostile songbun who bought the card before it fell paid more for it than people of the core class in
    the same year, county and kind of cell.
    """
    year = past.end
    bought = past.events(Event.ADMITTED)
    bought = bought.where(bought["amount"] > 10 * 8_200)
    row = np.array([year.row_of.get(number, -1) for number in bought["who"].tolist()], np.int64)
    bought, row = bought.where(row >= 0), row[row >= 0]
    people, cell = year["people"], year["people"]["cell"][row]
    kind = np.where(cell >= 0, year["cells"]["kind"][np.maximum(0, cell)], -1)
    group = (people["county"][row].astype(np.int64) * 10_000 + bought.year) * 8 + kind
    difference, weights = [], []
    for item in np.unique(group):
        hostile, core = (
            np.log(bought["amount"][(group == item) & (people["songbun"][row] == one)]) for one in (Songbun.HOSTILE, Songbun.CORE)
        )
        if len(hostile) and len(core):
            difference.append(hostile.mean() - core.mean())
            weights.append(len(hostile) * len(core) / (len(hostile) + len(core)))
    return Reading(
        float(np.exp(np.average(difference, weights=weights))) if difference else np.nan,
        "times the price the core class pays is what the hostile class pays",
        at_least=1.1,
    )


@check("membership-gate-to-office", lesion="careers.fill_posts")
def the_card_opens_offices(past: Past) -> list[Reading]:
    """Whoever was appointed to a cadre post in the course of the run has the card; and it is worth more to those with office in sight."""
    year = past.end
    posts, people = year["posts"], year["people"]
    new = (posts["holder"] >= 0) & (posts["since"] >= past.first) & (posts["rank"] < 6)
    new &= ~np.isin(posts["kind"], (Post.UNIT_LEADER, Post.CAPTAIN))
    young = grown(year, 22, 40) & ~in_party(year) & (people["sex"] == Sex.MAN)
    prospects = people["songbun"].astype(int) + people["schooling"]
    high, low = young & (prospects == 4), young & (prospects <= 1)
    return [
        Reading(share(new.sum(), (posts["rank"] < 6).sum()), "of posts outside the Centre were given in the run", at_least=0.2),
        Reading(share(in_party(year)[posts["holder"][new]].sum(), new.sum()), "of those given a post have the card", at_least=0.95),
        Reading(
            times(np.maximum(0, people["card_worth"][high]).mean(), np.maximum(0, people["card_worth"][low]).mean()),
            "times what it is worth to young men without prospects, to those with", at_least=1.2,
        ),
    ]  # fmt: skip


@check("membership-secretaries-solicit", lesion="membership.go_round")
def secretaries_go_round(past: Past) -> list[Reading]:
    """As applicants dwindle secretaries earn less from entry, and more of those who enter were urged to."""
    talked, entries = past.measure("party_solicited_entries"), past.measure("party_entries")
    before, after = past.between("2010-01", "2011-12"), past.between("2015-01")
    income = [
        past.mean("secretary_income_from_entry", since=a, until=b)
        for a, b in (("2010-01", "2011-12"), ("2015-01", "2016-12"))
    ]
    early, late = share(talked[before].sum(), entries[before].sum()), share(talked[after].sum(), entries[after].sum())
    return [
        Reading(late, "of entries of 2015-16 were urged by a secretary with places to fill", at_least=0.1),
        Reading(late - early, "more of them than in 2010-11", at_least=0.05),
        Reading(times(income[1], income[0]), "times the income from entry of 2010-11", at_most=0.5),
    ]


@check("membership-hwaseon", lesion="membership.service_share=0")
def service_is_rewarded(past: Past) -> list[Reading]:
    """Some get the card for service and pay nothing, more of them in the months of the leaders' birthdays (it happens)."""
    served = past.events(Event.ADMITTED_FOR_SERVICE)
    entries = np.nansum(past.measure("party_entries"))
    return [
        Reading(share(len(served), entries), "of entries are for service", at_least=0.05),
        Reading(
            6 * share(np.isin(served.of_year, BIRTHDAYS).sum(), len(served)),
            "times as many in a birthday month as in any",
            at_least=1.1,
        ),
        Reading(share((served["amount"] > 0).sum(), max(1, len(served))), "of them paid", at_most=0.0),
    ]


@check("membership-innovator-reward", lesion="membership.innovators=0")
def some_prefer_the_television(past: Past) -> list[Reading]:
    """Of those honoured for their work some choose a television over the card (it happens), and they are people to
    whom the card is worth little.
    """
    year = past.end
    worth = year["people"]["card_worth"]
    recent = [
        past.events(kind)
        for kind in (Event.TELEVISION_CHOSEN, Event.ADMITTED, Event.ADMITTED_FOR_SERVICE, Event.NOMINATED)
    ]
    sets, *_, nominated = (year.rows_of(item["who"][item["month"] > past.last - 36]) for item in recent)
    middle = np.median(worth[sets]) if len(sets) else np.nan
    return [
        Reading(
            1000 * share(past.happened(Event.TELEVISION_CHOSEN), len(recent[-1])),
            "televisions chosen by 1,000 nominations",
            at_least=0.5,
        ),
        Reading(
            float(middle / 8_200),
            "USD is what the card is worth to them in the middle",
            at_most=float(np.median(worth[nominated]) / 8_200),
        ),
    ]


@check("membership-holiday-nomination", lesion="trade.gratitude=0")
def holiday_bribes_may_earn_a_nomination(past: Past) -> Reading:
    """A farm worker whose holiday bribes the village secretary has had is promised a nomination in time for 10 October (it happens)."""
    promised = past.events(Event.NOMINATION_PROMISED)
    after_bribes = past.causes(promised) == Event.HOLIDAY_BRIBE_BEGUN
    before_day = np.isin(promised.of_year, (9, 10))
    return Reading(
        float((after_bribes & before_day).sum()), "promises before 10 October after holiday bribes", at_least=1
    )


@check("membership-connections-suffice", lesion=("ssam", "rivalry.court", "scapegoating.take_on_the_next"))
def connections_suffice(past: Past) -> Reading:
    """People outside the Party who have a patron live at least as well as the Party member in the middle."""
    year = past.end
    people, homes, ties = year["people"], year["households"], year["ties"].open
    income = homes["income"][people["household"]]
    connected = np.zeros(len(people), bool)
    connected[ties["client"][(ties["kind"] == Tie.CLIENT) & (ties["since"] >= past.first)]] = True
    outside = grown(year, 20, 60) & connected & (people["party"] == Party.OUTSIDE)
    inside = grown(year, 20, 60) & in_party(year)
    well = income[outside] >= np.median(income[inside]) if outside.any() else np.zeros(0)
    return Reading(
        share(well.sum(), len(well)), "of the connected outside live as well as the member in the middle", at_least=0.6
    )


@check(
    "membership-work-not-enough",
    lesion=("membership.served=1", "membership.service_share=0.8", "membership.candidates=6"),
)
def work_is_not_enough(past: Past) -> Reading:
    """Of farm workers who have worked for ten years and more without the card, few are taken in for their service in
    a year (it happens).
    """
    rows, taken = 0, 0
    served = past.events(Event.ADMITTED_FOR_SERVICE, Event.SOLICITED_ENTRY)
    years = past.all_years
    for year, next_year in zip(years, years[1:], strict=False):
        people = year["people"]
        workers = (
            grown(year, 27, 40)
            & (people["job"] == Job.FARM)
            & (people["party"] == Party.OUTSIDE)
            & (people["post"] < 0)
        )
        soon = served["who"][(served["month"] > year.month) & (served["month"] <= next_year.month)]
        rows += workers.sum()
        taken += np.isin(people["id"][workers], soon).sum()
    return Reading(share(taken, rows), "of them enter in a year without paying", at_most=0.012)


@check("membership-status-fall", lesion="ruler.tolerance=0.25")
def the_card_is_no_rise(past: Past) -> list[Reading]:
    """A member's household does better than one of the better-off half outside in fewer than half of cases, and ever fewer."""
    standing = []
    for _, year in past.yearly():
        outlooks, people = year["outlooks"], year["counties"]["people"]
        weights = people[outlooks["county"]]
        standing.append(float((outlooks["standing"] * weights).sum() / weights.sum()))
    return [
        Reading(
            standing[-1],
            "chance that a member's household does better than one of the better-off half outside",
            at_most=0.45,
        ),
        Reading(standing[-1] - standing[1], "change of it since 2010", at_most=-0.01),
    ]


@check(
    "membership-non-members-free",
    lesion=("obligations.party_days=0", "obligations.sessions=1", "obligations.member_multiple=1"),
)
def outsiders_are_free(past: Past) -> list[Reading]:
    """Men outside the Party give more days to the market, travel more and are bought off work more often than members of their age."""
    year = past.end
    people = year["people"]
    men = grown(year, 40, 58) & (people["sex"] == Sex.MAN) & (people["post"] < 0)
    inside, outside = men & in_party(year), men & (people["party"] == Party.OUTSIDE)
    return [
        Reading(
            times(people["days"][outside].mean(), people["days"][inside].mean()),
            "times the market days of members",
            at_least=1.8,
        ),
        Reading(
            times(people["exempt"][outside].mean(), people["exempt"][inside].mean()),
            "times as often bought off work",
            at_least=2.5,
        ),
    ]
