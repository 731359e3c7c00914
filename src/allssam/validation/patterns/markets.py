"""P01 to P07, P40: work at the market, bribery, the '8.3' fee, stalls, and when bribes are given."""

from collections.abc import Callable
from typing import Any

import numpy as np

from allssam.engine import World
from allssam.evidence import band
from allssam.observe.measures import observe_month
from allssam.observe.sight import DOLLAR
from allssam.validation.estimates import share, slopes
from allssam.validation.looking import Look, trial, watches
from allssam.validation.notes import NOTHING, Notes
from allssam.validation.scoring import furthest, scores
from allssam.world import PLACES, PROVINCES, Flow
from allssam.world.holidays import has_holiday, month_of_chuseok, month_of_lunar_new_year

QUOTA_SHOCK = 2.0
YEARS = range(2006, 2020)


@watches(settling=True)
def keep_measures(look: Look) -> None:
    """Every measure of the country, and of each province where it has one."""
    for name, place, group, value, _ in observe_month(look.world, look.sight.flows):
        key = name if group == "all" else f"{name}/{group}"
        look.book.note(key if place == "country" else f"{key}@{place}", value)


# ------------------------------------------------------------------------------------- P01, P02: what leavers say


def said(notes: Notes, what: str, since: str, until: str) -> float:
    """Share of those who left between two months who say so."""
    asked = notes.rows("leavers").between(since, until)
    return float(getattr(asked, what).mean()) if len(asked) else NOTHING


PERIODS = (("2006-01", "2010-12"), ("2011-01", "2015-12"), ("2016-01", "2019-12"))


@scores("P01.market-share")
def market_share(notes: Notes) -> float:
    """Median, over leavers, of the market's part in what their household had that month of market and state."""
    return float(np.nanmedian(notes.rows("leavers").market_share))


def _work(band_id: str, what: str, period: tuple[str, str]) -> None:
    def measured(notes: Notes) -> float:
        return said(notes, what, *period)

    says = "work at the market" if what == "private" else "have state work alone"
    measured.__doc__ = f"Share of those asked {period[0]} to {period[1]} who {says}."
    scores(band_id)(measured)


_work("P01.private-2006-10", "private", PERIODS[0])
_work("P01.private-2011-15", "private", PERIODS[1])
_work("P01.private-2016-19", "private", PERIODS[2])
_work("P01.state-only-2006-10", "state_only", PERIODS[0])
_work("P01.state-only-2011-15", "state_only", PERIODS[1])
_work("P01.state-only-2016-19", "state_only", PERIODS[2])


@scores("P01.private-order")
def private_order(notes: Notes) -> float:
    """Smallest rise of private work from one leaving period to the next."""
    return float(np.diff([said(notes, "private", *period) for period in PERIODS]).min())


@scores("P01.state-only-order")
def state_only_order(notes: Notes) -> float:
    """Largest change of state work alone from one leaving period to the next."""
    return float(np.diff([said(notes, "state_only", *period) for period in PERIODS]).max())


@scores("P02.ratio")
def bribe_ratio(notes: Notes) -> float:
    """Givers of a bribe among leavers from 2012 over those among leavers to 2011."""
    return said(notes, "gave", "2012-01", "2019-12") / said(notes, "gave", "2006-01", "2011-12")


@scores("P02.last")
def bribe_last(notes: Notes) -> float:
    """Givers of a bribe among leavers from 2016."""
    return said(notes, "gave", "2016-01", "2019-12")


@scores("P02.signs", share=True)
def bribe_signs(notes: Notes) -> float:
    """Whether, among leavers with an official job, days at the market raise giving, and giving lowers time at the job."""
    asked = notes.rows("leavers")
    asked = asked.only(asked.has_job)
    gave = asked.gave.astype(float)
    woman, year = asked.woman.astype(float), asked.month / 12.0
    informal = slopes(gave, asked.days.astype(float), woman, year)[0]
    formal = slopes(asked.at_job.astype(float), gave, woman, year)[0]
    return float(informal > 0 and formal < 0)


# ------------------------------------------------------------------------------- P03: bribes in what households spend


@scores("P03.level")
def bribe_level(notes: Notes) -> float:
    """Mean share of bribes in what households spend, until 2007."""
    return notes.mean("bribe_share_of_spending", notes.begins, "2007-12")


@scores("P03.slope")
def bribe_slope(notes: Notes) -> float:
    """Trend of that share before 2009, under the policy of the first month and what was dated before 2009."""
    found, months = (
        notes.figures("bribe_share_of_spending", notes.begins, "2008-12"),
        notes.months(notes.begins, "2008-12"),
    )
    known = np.isfinite(found)
    return 12.0 * float(slopes(found[known], months[known].astype(float))[0])


# ------------------------------------------------------------------------------------- P06: the fee, and a quota shock


@watches()
def note_fees(look: Look) -> None:
    """What it costs a worker a month to be let off attendance, over the official wage, by province; outsiders of the Party."""
    p, counties = look.values["obligations"], look["counties"]
    wage = p.nominal_wage / counties["price_level"]
    fee = np.where(counties["capital"], p.exemption_fee_capital, p.exemption_fee) * counties["fee_eased"] * counties["wage"]
    exempt = np.bincount(look["people"]["county"][look["people"]["exempt"]], minlength=counties.count)
    for name, chosen in (
        ("provinces", ~counties["capital"]),
        ("pyongyang", counties["place"] == PROVINCES.index("Pyongyang")),
    ):
        if exempt[chosen].sum():
            look.book.note(f"fee_over_wage@{name}", float(np.average((fee / wage)[chosen], weights=exempt[chosen])))


@scores("P06.fee-provinces")
def fee_provinces(notes: Notes) -> float:
    """Median month of the '8.3' fee over the official wage, counties outside the capital by those who pay it."""
    return float(np.nanmedian(notes.figures("fee_over_wage@provinces")))


@scores("P06.fee-pyongyang")
def fee_pyongyang(notes: Notes) -> float:
    """Median month of the '8.3' fee over the official wage, Pyongyang."""
    return float(np.nanmedian(notes.figures("fee_over_wage@pyongyang")))


def raise_quotas(world: World) -> None:
    """Every plant is told to deliver more loyalty money."""
    quota = world["organisations"]["quota"]
    quota[:] = np.round(quota * QUOTA_SHOCK).astype(np.int64)


def fee_payers_and_leases(look: Look) -> dict[str, Any]:
    """Workers bought off attendance, and leases that run."""
    people = look["people"]
    return {
        "exempt": float((people["exempt"] & look.free).sum()),
        "adults": float((look.free & (look.age >= 16) & (look.age < 65)).sum()),
        "leases": float(len(look.open("leases", "county")[0])),
    }


trial("quota_2010", "2010-06", 4, raise_quotas)(fee_payers_and_leases)
trial("quota_2015", "2015-06", 4, raise_quotas)(fee_payers_and_leases)


def quota_change(notes: Notes, what: str) -> tuple[float, float]:
    """What some months after the shock is more than without it, summed over shocks and runs; and what there is without it."""
    more, without = 0.0, 0.0
    for name in ("quota_2010", "quota_2015"):
        rows = notes.rows(name)
        late = rows.only(rows.month - rows.began == 3) if len(rows) else rows
        if len(late):
            value = getattr(late, what)
            more += float(value[late.changed].sum() - value[~late.changed].sum())
            without += float(value[~late.changed].sum())
    return more, without


@scores("P06.eight-three-rises", pooled=True)
def quota_exempt(notes: Notes) -> float:
    """Change of the share of adults bought off attendance three months after every quota has doubled, against the same world without."""
    more, _ = quota_change(notes, "exempt")
    adults = quota_change(notes, "adults")[1]
    return share(more, adults)


@scores("P06.leases-rise", pooled=True)
def quota_leases(notes: Notes) -> float:
    """Change of leases, likewise."""
    return share(*quota_change(notes, "leases"))


@scores("P06.eight-three-elasticity", pooled=True)
def quota_exempt_elasticity(notes: Notes) -> float:
    """Logarithm of workers bought off, after over without the shock, by that of the quota."""
    more, without = quota_change(notes, "exempt")
    return float(np.log1p(share(more, without)) / np.log(QUOTA_SHOCK))


@scores("P06.leases-elasticity", pooled=True)
def quota_leases_elasticity(notes: Notes) -> float:
    """Logarithm of leases, after over without the shock, by that of the quota."""
    more, without = quota_change(notes, "leases")
    return float(np.log1p(share(more, without)) / np.log(QUOTA_SHOCK))


# ------------------------------------------------------------------------------------------ P07: counted from outside


@watches()
def count_from_outside(look: Look) -> None:
    """Each December, county by county: stalls held, as seen by who counts them; official markets."""
    counties = look["counties"]
    if look.month_of_year == 12:
        look.book.write(
            "counties", county=counties["county"][:-1], place=counties["place"][:-1], urban=counties["urban"][:-1],
            stalls=counties["stalls"][:-1], markets=counties["markets"][:-1], people=counties["people"][:-1],
        )  # fmt: skip


CITY = 0.5
FEW_STALLS = 50
"""With fewer, one stall more is a growth of a fiftieth."""


@scores("P07.stalls")
def stalls_growth(notes: Notes) -> float:
    """Growth of stalls from the end of 2012 to that of 2015 in each county with more than half townspeople: the one furthest out."""
    rows = notes.rows("counties")
    rows = rows.only(rows.urban > CITY)
    before, after = rows.between("2012-12", "2012-12"), rows.between("2015-12", "2015-12")
    growth = after.stalls / np.maximum(1, before.stalls) - 1.0
    return furthest(growth[before.stalls >= FEW_STALLS], band("P07.stalls"))


@scores("P07.markets", given="the number of official markets is drawn and no rule changes it")
def markets_change(notes: Notes) -> float:
    """Change of official markets from 2016 on."""
    rows = notes.rows("counties")
    before, after = rows.between("2016-12", "2016-12"), rows.between("2019-12", "2019-12")
    return float(after.markets.sum() / before.markets.sum() - 1.0)


@scores("P07.first", given="official markets of provinces are those counted (F104)")
def markets_first(notes: Notes) -> float:
    """Rank of South Pyongan by official markets; in a small country, whose counties keep one each, by stalls at them."""
    rows = notes.rows("counties").between("2016-12", "2016-12")
    markets = np.bincount(rows.place, rows.markets, minlength=len(PLACES))
    if markets.sum() < 2 * len(PROVINCES):
        markets = np.bincount(rows.place, rows.stalls, minlength=len(PLACES))
    return float((markets > markets[PROVINCES.index("South Pyongan")]).sum() + 1)


# ------------------------------------------------------------------------------------------------ P40: when bribes peak


GIVEN = (
    Flow.PETTY_BRIBE, Flow.PER_DIEM, Flow.PATRONAGE, Flow.NEWS, Flow.COERCED_BRIBE, Flow.SESSION_MISSED, Flow.PARTY_LIFE_BOUGHT,
    Flow.UNION_BRIBE, Flow.HOLIDAY_BRIBE, Flow.GIFT, Flow.UPWARD_GIFT, Flow.ABSENCE_BRIBE, Flow.RELEASE_INVESTIGATION, Flow.RELEASE_VERDICT,
)  # fmt: skip
"""What officials are given, by anybody; not what something is sold for: space, permits, cards, posts, university places."""


@watches()
def note_gifts(look: Look) -> None:
    """What officials were given this month, USD."""
    look.book.note("given_to_officials", look.sight.paid(*GIVEN) / DOLLAR)


def peak(notes: Notes, month_of: Callable[[int], int]) -> float:
    """What officials are given in a holiday's month over an ordinary month of the same year, mean over years."""
    found = []
    for year in YEARS:
        figures = notes.figures("given_to_officials", f"{year}-01", f"{year}-12")
        ordinary = [figures[month - 1] for month in range(1, 13) if not has_holiday(year, month)]
        found.append(figures[month_of(year) - 1] / np.nanmean(ordinary))
    return float(np.nanmean(found))


def _peak(band_id: str, month_of: Callable[[int], int], says: str) -> None:
    def measured(notes: Notes) -> float:
        return peak(notes, month_of)

    measured.__doc__ = (
        f"What officials were given in {says} over a month of the same year without a holiday, mean over years."
    )
    scores(band_id)(measured)


_peak("P40.new-year", month_of_lunar_new_year, "the month of Lunar New Year")
_peak("P40.april", lambda year: 4, "April")
_peak("P40.chuseok", month_of_chuseok, "the month of Chuseok")
_peak("P40.october", lambda year: 10, "October")
_peak("P40.december", lambda year: 12, "December")
