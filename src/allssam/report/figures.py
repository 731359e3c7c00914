"""What a report shows of the measures: series by month, key figures by year, and values by province.

A report covers one run or several of the same scenario.  Of several it shows the mean and how far apart the runs lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allssam.engine import Array
from allssam.explain import Record
from allssam.world import PROVINCES

MAPS = 3
PERCENTILES_FROM = 20  # with fewer runs the lowest and the highest are shown

# In the order in which a reader wants them; a report shows those the run has.
LABELS = {
    "market_share_of_income": "Income from markets",
    "private_work_share": "People working at the market",
    "livelihood": "What a household lives on",
    "donju": "Donju",
    "leases": "Leases in state factories",
    "per_diem_paid": "Per diems paid",
    "ties": "Ties of all-ssam",
    "patrons_per_donju": "Patrons per donju",
    "patronage_share_of_profit": "What donju pay patrons",
    "secretary_income_from_donju": "Secretaries' income from donju",
    "secretary_quarrels": "Secretaries' quarrels",
    "cases_opened": "Cases opened against donju",
    "convictions": "Convictions of donju",
    "release_price_usd": "Price of a release",
    "donju_imprisoned": "Sent to prison or a camp",
    "scapegoated": "Sacrificed as 'scapegoats'",
    "membership_price_usd": "Price of a Party card",
    "membership_applicants_per_place": "Applicants for a place in the Party",
    "secretary_income_from_entry": "Cell secretaries' income from entry money",
    "secretary_income_from_exemptions": "Cell secretaries' income from exemptions",
    "exemption_price_usd": "Price of '8.3 Party life'",
    "post_price_usd": "Price of a post",
    "market_days": "Days at the market",
    "market_reach": "Market turnover a cadre reaches",
    "crews": "Men at sea",
    "fishery_crew_member_share": "Party members among crews",
    "herd_size": "Cattle of farm units",
    "cattle_exported": "Cattle sold across the border",
    "marriages": "Marriages",
    "bribe_givers_share": "Households that gave a bribe",
    "purged": "Purges at the centre",
    "cadre_fear": "Fear among cadres",
    "elite_defections": "Flight of cadres",
    "ordinary_defections": "Flight of ordinary people",
    "market_tolerance": "Tolerance of markets",
    "population": "Population",
}
PARTY_AND_HOUSEHOLD = (
    "membership_price_usd", "membership_applicants_per_place", "secretary_income_from_entry", "secretary_income_from_exemptions",
    "exemption_price_usd", "post_price_usd", "market_reach", "crews", "fishery_crew_member_share", "herd_size", "cattle_exported",
    "marriages",
)  # fmt: skip
"""Measures drawn in a section of their own: the Party, the household, the sea and the border."""
SEXES_AND_CARDS = "market_days"
# What happens now and then is summed over a year; what stands at a month's end is averaged.
FLOWING = {"quarrels", "dossiers", "cases", "releases", "convictions", "arrests", "disputes", "favours", "places"}
HAPPENING = {
    "scapegoated", "donju_imprisoned", "purged", "executed", "elite_defections", "ordinary_defections", "per_diem_paid", "rent_paid",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Series:
    """One measure of the country by month.  `values` has a row for each run; months without a value hold NaN."""

    measure: str
    label: str
    unit: str
    meaning: str
    scope: str
    months: tuple[str, ...]
    values: Array

    @property
    def is_share(self) -> bool:
        return self.unit.startswith("share")

    @property
    def is_summed(self) -> bool:
        """Whether a year's figure is the sum of its months."""
        return self.unit in FLOWING or self.measure in HAPPENING

    @property
    def shown_unit(self) -> str:
        """The unit as it stands beside a figure."""
        return self.unit.replace("share of", "% of", 1) if self.is_share else self.unit

    @property
    def yearly_unit(self) -> str:
        return f"{self.shown_unit} a year" if self.is_summed else self.shown_unit

    @property
    def middle(self) -> Array:
        """The mean over runs, month by month."""
        return _mean(self.values)

    @property
    def low(self) -> Array:
        return _quantile(self.values, low=True)

    @property
    def high(self) -> Array:
        return _quantile(self.values, low=False)

    def smoothed(self) -> Array:
        """The mean over runs of the twelve months up to each; NaN before there are twelve."""
        middle = self.middle
        found = np.full(len(middle), np.nan)
        for at in range(11, len(middle)):
            window = middle[at - 11 : at + 1]
            if np.isfinite(window).any():
                found[at] = np.nanmean(window)
        return found

    def years(self) -> tuple[str, ...]:
        """The calendar years of the run that are whole; all years where none is."""
        every = sorted({month[:4] for month in self.months})
        return tuple(year for year in every if sum(month[:4] == year for month in self.months) == 12) or tuple(every)

    def of_year(self, year: str) -> Array:
        """A year's figure of each run: the sum or the mean of its months."""
        chosen = self.values[:, [month[:4] == year for month in self.months]]
        return np.nansum(chosen, axis=1) if self.is_summed else _mean(chosen.T)

    def spelled(self, value: float) -> str:
        return spelled(value, self.is_share)


@dataclass(frozen=True)
class YearFigure:
    """A measure's figure of a year: the mean over runs and the spread."""

    year: str
    value: str
    spread: str


def series(records: Sequence[Record], measures: Sequence[str] | None = None) -> list[Series]:
    """The series a report shows, as far as the runs have them."""
    wanted = list(LABELS) if measures is None else list(measures)
    tables = [
        record.rows(
            'select measure, month, value, unit from measures where place = $country and "group" = $all and measure in '
            "(select unnest($wanted)) order by month",
            {"country": "country", "all": "all", "wanted": wanted},
        )
        for record in records
        if record.has("measures")
    ]
    meanings = _meanings()
    months = tuple(sorted({str(month)[:7] for rows in tables for _, month, _, _ in rows}))
    place = {month: at for at, month in enumerate(months)}
    units = {measure: unit for rows in tables for measure, _, _, unit in rows}
    found = []
    for measure in wanted:
        if measure not in units:
            continue
        values = np.full((len(tables), len(months)), np.nan)
        for number, rows in enumerate(tables):
            for name, month, value, _ in rows:
                if name == measure and value is not None:
                    values[number, place[str(month)[:7]]] = value
        meaning, scope = meanings.get(measure, ("", ""))
        label = LABELS.get(measure, measure.replace("_", " "))
        found.append(Series(measure, label, units[measure], meaning, scope, months, values))
    return found


def by_group(records: Sequence[Record], measure: str) -> tuple[tuple[str, ...], list[tuple[str, list[str]]]]:
    """A measure of the country by group: the years, and for each group its means over months and runs."""
    told: dict[tuple[str, str], list[float]] = {}
    for record in records:
        if record.has("measures"):
            for group, month, value in record.rows(
                'select "group", month, value from measures where measure = $measure and place = $country',
                {"measure": measure, "country": "country"},
            ):
                if value is not None:
                    told.setdefault((group, str(month)[:4]), []).append(value)
    years = tuple(sorted({year for _, year in told}))
    groups = sorted({group for group, _ in told} - {"all"})
    return years, [
        (group, [spelled(float(np.mean(told[group, year]))) if (group, year) in told else "–" for year in years])
        for group in groups
    ]


def key_figures(shown: Sequence[Series]) -> list[tuple[Series, YearFigure, YearFigure]]:
    """Of each series the first and the last whole year."""
    found = []
    for item in shown:
        years = item.years()
        if years:
            found.append((item, year_figure(item, years[0]), year_figure(item, years[-1])))
    return found


def year_figure(item: Series, year: str) -> YearFigure:
    values = item.of_year(year)
    values = values[np.isfinite(values)]
    if not len(values):
        return YearFigure(year, "–", "")
    spread = ""
    if len(values) > 1:
        low, high = (
            np.quantile(values, [0.05, 0.95]) if len(values) >= PERCENTILES_FROM else (values.min(), values.max())
        )
        spread = f"{item.spelled(float(low))} to {item.spelled(float(high))}"
    return YearFigure(year, item.spelled(float(values.mean())), spread)


def spelled(value: float, is_share: bool = False) -> str:
    """A figure with about three digits that count: 74.1, 1,240, 0.062; shares in per cent."""
    if not np.isfinite(value):
        return "–"
    value = value * 100 if is_share else value
    size = abs(value)
    if value == round(value) and size < 10_000_000:
        return f"{value:,.0f}"
    if size >= 1_000_000_000:
        return f"{value / 1e9:,.1f} bn"
    if size >= 10_000_000:
        return f"{value / 1e6:,.1f} m"
    if size >= 100:
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:,.1f}".removesuffix(".0")
    return f"{value:.2f}" if size >= 0.1 else f"{value:.2g}"


def _meanings() -> dict[str, tuple[str, str]]:
    """What each measure means, and whether it is local or central."""
    from allssam.observe.measures import MEASURES

    return {name: (item.meaning, item.scope) for name, item in MEASURES.items()}


def _mean(values: Array) -> Array:
    """The mean over rows, NaN where a column has none."""
    known = np.isfinite(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _quantile(values: Array, low: bool) -> Array:
    share = (0.05 if low else 0.95) if len(values) >= PERCENTILES_FROM else (0.0 if low else 1.0)
    found = np.full(values.shape[1], np.nan)
    for at in np.nonzero(np.isfinite(values).any(axis=0))[0]:
        found[at] = np.nanquantile(values[:, at], share)
    return found


# ----------------------------------------------------------------------------------------------------------- provinces


@dataclass(frozen=True)
class Provincial:
    """A figure by province, and how it was made."""

    label: str
    unit: str
    made_of: str
    values: dict[str, float]


def provincial(records: Sequence[Record]) -> list[Provincial]:
    """What can be shown by province: yearly rates over the whole run, means over its last twelve months."""
    population, donju = _by_province(records, "population"), _by_province(records, "donju")
    leases, ties = _by_province(records, "leases"), _by_province(records, "ties")
    years = max(1, max((len(record.months) for record in records), default=0)) / 12
    cases, convictions = _events_by_province(records, "case_opened"), _events_by_province(records, "convicted")
    donju_all_along = _by_province(records, "donju", last=None)
    last, whole = "mean of the last twelve months", "events of the whole run, over the mean number of donju"
    found = [
        _rate("Donju", "per 1,000 people", f"{last}, measures donju and population", donju, population, 1_000),
        _rate("Leases", "per 100 donju", f"{last}, measures leases and donju", leases, donju, 100),
        _rate("Cases opened", "per 100 donju a year", whole, cases, donju_all_along, 100 / years),
        _rate("Convictions", "per 100 donju a year", whole, convictions, donju_all_along, 100 / years),
        _rate("Ties", "per 1,000 people", f"{last}, measures ties and population", ties, population, 1_000),
    ]
    shown = [item for item in found if len(item.values) > 1 and any(item.values.values())]
    if not shown and any(cases.values()):
        shown = [Provincial("Cases opened", "cases", "events of the whole run", cases)]
    return shown[:MAPS]


def _rate(
    label: str, unit: str, made_of: str, part: dict[str, float], whole: dict[str, float], scale: float
) -> Provincial:
    values = {place: scale * part[place] / whole[place] for place in PROVINCES if place in part and whole.get(place)}
    return Provincial(label, unit, made_of, values)


def _by_province(records: Sequence[Record], measure: str, last: int | None = 12) -> dict[str, float]:
    """The mean of a measure by province over the last months, and over runs."""
    gathered: dict[str, list[float]] = {}
    for record in records:
        if not record.has("measures"):
            continue
        months = record.months[-(last or 0) :]
        rows = record.rows(
            'select place, avg(value) from measures where measure = $measure and "group" = $all and month >= $since group by place',
            {"measure": measure, "all": "all", "since": f"{months[0]}-01" if months else "1900-01-01"},
        )
        for place, value in rows:
            if place in PROVINCES and value is not None:
                gathered.setdefault(place, []).append(float(value))
    return {place: sum(values) / len(values) for place, values in gathered.items()}


def _events_by_province(records: Sequence[Record], kind: str) -> dict[str, float]:
    """Events of a kind by province, the mean over runs; 0 where there were none."""
    found = dict.fromkeys(PROVINCES, 0.0)
    for record in records:
        if record.has("events"):
            for place, number in record.rows(
                "select place, count(*) from events where kind = $kind group by place", {"kind": kind}
            ):
                if place in found:
                    found[place] += number / len(records)
    return found
