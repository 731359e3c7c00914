"""The rows of the evidence: sources, claims, facts, the bibliography, patterns and their bands."""

import math
from dataclasses import dataclass, field

Figure = int | float | str


@dataclass(frozen=True, slots=True)
class Source:
    """One of the founding articles, and how far it bears weight."""

    id: str
    code: str
    title: str
    outlet: str
    date: str
    url: str
    strength: str
    strength_reason: str
    voice: str = ""
    derived_from: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one or more articles say about the system, in our own words, with the articles' own caution."""

    id: str
    system: str
    sources: tuple[str, ...]
    says: str
    hedge: str = ""
    figures: dict[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """A page that was read.  Some addresses are copies or were cut when they were noted."""

    id: str
    text: str
    urls: tuple[str, ...]
    note: str = ""
    article: str = ""

    @property
    def url(self) -> str:
        return self.urls[0] if self.urls else ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a source prints it: a value, a range, a value with its range, or an open limit."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    caveat: str = ""

    @property
    def is_given(self) -> bool:
        return not (self.value is None and self.low is None and self.high is None)

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """Low and high; a bare value is both of its own limits."""
        if self.low is None and self.high is None:
            return self.value, self.value
        return self.low, self.high

    @property
    def middle(self) -> float | None:
        """The value; of a range without one, its middle; of an open limit, that limit."""
        if self.value is not None:
            return self.value
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        return self.low if self.low is not None else self.high


@dataclass(frozen=True, slots=True)
class PricePoint:
    """A market price or an exchange rate in a month: rice in KPW per kg, one dollar or one yuan in KPW."""

    fact: str
    month: str
    good: str
    place: str
    low: float
    high: float
    won: str = "new"
    approximate: bool = False
    note: str = ""

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of what is known in numbers: the figure as printed, and the same number for machines."""

    id: str
    section: str
    about: str
    figure: str
    sources: tuple[str, ...]
    confidence: str
    provenance: str = ""
    unit: str = ""
    date: str = ""
    place: str = ""
    sample: str = ""
    caveat: str = ""
    amount: Amount = Amount()
    table: dict[str, Amount] = field(default_factory=dict)
    prices: tuple[PricePoint, ...] = ()

    @property
    def value(self) -> float | None:
        return self.amount.value

    @property
    def low(self) -> float | None:
        return self.amount.low

    @property
    def high(self) -> float | None:
        return self.amount.high

    @property
    def counted_in(self) -> str:
        """The unit of value, low and high.  Percentages are shares: 48.3 % is 0.483."""
        return self.amount.unit


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a reader of the numbers must know besides the rows."""

    exchange: str
    prices: str
    holidays: str
    holes: tuple[str, ...]
    bias: tuple[str, ...]


def spelled(value: float | None, digits: int = 3) -> str:
    """A figure in so many digits that count, whole from a hundred on; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"


@dataclass(frozen=True, slots=True)
class Band:
    """One number the model is scored on, and where it should lie.  No limit: open.  Strict: the limits are left out."""

    id: str
    measure: str
    unit: str
    period: str
    since: str = ""
    until: str = ""
    low: float | None = None
    high: float | None = None
    strict: bool = False

    def contains(self, figure: float) -> bool:
        if figure != figure:  # a measure that found nothing to measure
            return False
        if self.strict:
            return (self.low is None or figure > self.low) and (self.high is None or figure < self.high)
        return (self.low is None or figure >= self.low) and (self.high is None or figure <= self.high)

    @property
    def limits(self) -> str:
        """The band as it is read: 'at least 3', '0.2 to 0.4', 'above 0'."""
        low, high = (None if limit is None else spelled(limit, 4) for limit in (self.low, self.high))
        if high is None:
            return f"{'above' if self.strict else 'at least'} {low}"
        if low is None:
            return f"{'below' if self.strict else 'at most'} {high}"
        return f"exactly {low}" if low == high else f"{low} to {high}"

    def lies_within(self, first_month: str, last_month: str) -> bool:
        """Whether a run from first_month to last_month ("2009-01") covers the whole period."""
        return (not self.since or first_month <= self.since) and (not self.until or self.until <= last_month)


@dataclass(frozen=True, slots=True)
class Pattern:
    """An observed fact the running model is scored against."""

    id: str
    about: str
    statement: str
    observable: str
    prose: str
    sources: tuple[str, ...]
    strength: str
    kind: str
    use: str
    bands: tuple[Band, ...]
