"""Households and the Women's Union: who is at the market, who marries whom, who collects."""

import numpy as np

from allssam.claims.checks.membership import grown, in_party
from allssam.claims.pasts import Past
from allssam.claims.registry import Reading, check, share, times
from allssam.world import Event, Job, Party, Post, Sex

UNION_TRADER = 32


@check(
    "household-division",
    lesion=(
        "obligations.trouble=16_400",
        "obligations.job_days=0",
        "obligations.party_days=0",
        "obligations.sessions=1",
    ),
)
def women_keep_the_family_at_the_market(past: Past) -> list[Reading]:
    """In couples of Party husbands the wife gives the market many times his days, and more of these men than of others give it none."""
    year = past.end
    people = year["people"]
    men = (
        grown(year, 25, 58)
        & (people["sex"] == Sex.MAN)
        & (people["spouse"] >= 0)
        & (people["job"] >= Job.FARM)
        & (people["job"] <= Job.OFFICIAL)
    )
    his, hers = people["days"], np.where(people["spouse"] >= 0, people["days"][people["spouse"]], 0)
    inside, outside = men & in_party(year), men & (people["party"] == Party.OUTSIDE)
    return [
        Reading(
            times(hers[inside].mean(), his[inside].mean()),
            "times his market days are hers, in couples of Party husbands",
            at_least=1.5,
        ),
        Reading(
            (his[inside] == 0).mean() - (his[outside] == 0).mean(),
            "more of them than of other husbands give the market no day",
            at_least=0.05,
        ),
    ]


@check("household-husband-supplies", lesion=("households.quarrel=0", "obligations.supply=0"))
def couples_quarrel_over_trips(past: Past) -> list[Reading]:
    """Husbands outside the Party travel for the wives' stalls, Party husbands hardly, and couples quarrel over it."""
    year = past.end
    people = year["people"]
    spouse_trades = np.where(people["spouse"] >= 0, people["days"][people["spouse"]] > 0, False)
    men = grown(year, 25, 58) & (people["sex"] == Sex.MAN) & spouse_trades & (people["weeks_away"] < 5)
    inside, outside = men & in_party(year), men & (people["party"] == Party.OUTSIDE)
    members = past.mean("party_members")
    return [
        Reading(
            times(people["weeks_away"][inside].mean(), people["weeks_away"][outside].mean()),
            "times the trips of husbands outside",
            at_most=0.6,
        ),
        Reading(
            12_000 * past.happened(Event.COUPLE_QUARRELLED) / past.months / members,
            "quarrels by 1,000 members and year",
            at_least=1.0,
        ),
    ]


@check("household-marriage-market", lesion="households.for_income=0")
def earners_are_preferred(past: Past) -> list[Reading]:
    """Of men who came of age in the run the more skilled at the market are married sooner than the less skilled;
    members have no lead over them.
    """
    year = past.end
    people = year["people"]
    men = grown(year, 27, 33) & (people["sex"] == Sex.MAN) & (people["post"] < 0)
    married = people["spouse"] >= 0
    low, high = np.quantile(people["skill"][men], (1 / 3, 2 / 3))
    skilled, unskilled = men & (people["skill"] >= high), men & (people["skill"] <= low)
    inside, best_outside = men & in_party(year), skilled & (people["party"] == Party.OUTSIDE)
    return [
        Reading(
            married[skilled].mean() - married[unskilled].mean(),
            "more of the skilled third than of the least skilled are married",
            at_least=0.02,
        ),
        Reading(
            married[best_outside].mean() - married[inside].mean(),
            "more of skilled outsiders than of members are married",
            at_least=0.0,
        ),
    ]


@check("household-womens-power", lesion=("obligations.trouble=16_400", "obligations.job_days=0"))
def women_carry_the_market(past: Past) -> Reading:
    """Women give most of the days that are given to the market."""
    year = past.end
    people = year["people"]
    free = grown(year, 16, 75)
    days = people["days"].astype(np.int64)
    hers = days[free & (people["sex"] == Sex.WOMAN)].sum()
    return Reading(share(hers, days[free].sum()), "of market days are women's", at_least=0.6)


@check("union-in-market", lesion="obligations.spend_time")
def the_union_is_in_the_market(past: Past) -> Reading:
    """About nine in ten members of the Women's Union (women of working age without a state job, outside the Party)
    trade at the market.
    """
    year = past.end
    people = year["people"]
    union = grown(year, 20, 55) & (people["sex"] == Sex.WOMAN) & ~in_party(year)
    union &= (people["job"] == Job.NONE) | (people["job"] == Job.RETIRED)
    return Reading(
        share((people["days"][union] > 0).sum(), union.sum()),
        "of the Union's members are at the market",
        at_least=0.8,
        at_most=0.97,
    )


@check("union-duties", lesion="obligations.union_days=0")
def the_card_frees_some_women(past: Past) -> Reading:
    """In some cases the card would cost a woman's household nothing, or even bring it market time, since it frees her
    from the Union's duties.
    """
    year = past.end
    people = year["people"]
    traders = (
        grown(year, 20, 45) & (people["sex"] == Sex.WOMAN) & (people["days"] > 0) & (people["party"] == Party.OUTSIDE)
    )
    traders &= (people["job"] == Job.NONE) | (people["job"] == Job.RETIRED)
    gains = traders & (people["attendance_cost"] < 0)
    return Reading(
        share(gains.sum(), traders.sum()),
        "of women of the Union at the market would gain time by the card",
        at_least=0.01,
    )


@check("union-cadre-bribes", lesion="womens_union.reach=0")
def union_cadres_collect(past: Past) -> list[Reading]:
    """Cadres of the Women's Union reach far more of the market than secretaries of Party cells do, and make more of it."""
    year = past.end
    posts = year["posts"]
    cadres = (posts["kind"] == Post.UNION_CADRE) & (posts["holder"] >= 0)
    members = in_party(year)[posts["holder"][cadres]]
    reach = [past.mean("market_reach", group, since="2012-01") for group in ("union_cadres", "cell_secretaries")]
    cells = past.mean("secretary_income_from_exemptions", since="2012-01") + past.mean(
        "secretary_income_from_entry", since="2012-01"
    )
    return [
        Reading(times(*reach), "times the turnover in a cell secretary's reach", at_least=3.0),
        Reading(
            times(past.mean("union_cadre_income", since="2012-01"), cells),
            "times a cell secretary's income",
            at_least=1.2,
        ),
        Reading(share(members.sum(), len(members)), "of Union cadres are in the Party", at_least=0.9),
    ]
