"""The newspaper of a month: what happened, in sentences, province by province.

A whole country has tens of thousands of events a month.  Each province leads with its weightiest; the rest are counted.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from textwrap import wrap
from typing import Any

from allssam.engine import InputError, month_number
from allssam.explain.record import Happening, Record
from allssam.explain.telling import Introductions, Teller
from allssam.explain.words import SIMULATED, as_sentence, counted, listed, month_words, words_for
from allssam.world import PLACES

# What comes first in the news, weightiest first; kinds that are not listed follow, by the amount at stake.
WEIGHT = (
    "executed", "purged", "sentenced_camp", "sentenced_prison", "defected", "convicted", "scapegoated", "branded", "confiscated",
    "dismissed", "cadre_convicted", "cadre_punished", "sentenced_labour",
    "campaign_begun", "dispute_won", "worker_arrested", "business_closed",
    "case_opened", "dossier_filed", "counter_filed", "transferred", "feud_begun", "quarrel", "acquitted", "case_withdrawn",
)  # fmt: skip
LEADS = 8


@dataclass(frozen=True)
class Report:
    """One event as it stands in the newspaper."""

    event: Happening
    sentence: str

    def data(self) -> dict[str, Any]:
        return {"event": asdict(self.event), "sentence": self.sentence}


@dataclass(frozen=True)
class Page:
    """The news of one place: the weightiest events in sentences, all of them counted."""

    place: str
    reports: tuple[Report, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def events(self) -> int:
        return sum(number for _, number in self.counts)

    @property
    def rest(self) -> tuple[tuple[str, int], ...]:
        """What is counted and not told."""
        told = Counter(report.event.kind for report in self.reports)
        return tuple((kind, number - told[kind]) for kind, number in self.counts if number > told[kind])

    def data(self) -> dict[str, Any]:
        return {"place": self.place, "reports": [report.data() for report in self.reports], "counts": dict(self.counts)}


@dataclass(frozen=True)
class Newspaper:
    """The month in sentences, by place, in the order in which provinces are listed; the centre last."""

    month: str
    pages: tuple[Page, ...]

    @property
    def events(self) -> int:
        return sum(page.events for page in self.pages)

    def data(self) -> dict[str, Any]:
        return {
            "note": SIMULATED,
            "month": self.month,
            "events": self.events,
            "pages": [page.data() for page in self.pages],
        }

    def text(self) -> str:
        lines = [f"{month_words(self.month)}: {counted(self.events, 'event', 'events')} ({SIMULATED})"]
        if not self.events:
            lines += ["", "Nothing is recorded of this month."]
        for page in self.pages:
            lines += ["", "The centre" if page.place == "centre" else page.place or "No place"]
            for report in page.reports:
                lines += wrap(
                    f"{report.sentence}  [event {report.event.id}]", 110, initial_indent="  ", subsequent_indent="    "
                )
            if page.rest:
                lines += wrap(rest_words(page), 110, initial_indent="  ", subsequent_indent="    ")
        return "\n".join(lines)


def newspaper(run: Any, month: str, leads: int | None = LEADS) -> Newspaper:
    """A month, written 2012-03, in sentences.  `leads` is how many events a place tells; None tells every one."""
    record = Record.of(run)
    month_number(month)  # raises InputError for what is not a month
    record.require("events")
    if record.months and not record.months[0] <= month <= record.months[-1]:
        raise InputError(
            f"{month} lies outside this run, which covers {record.months[0]} to {record.months[-1]}. Choose a month in it."
        )
    happenings = record.happenings("month = $month", {"month": f"{month}-01"})
    by_place: dict[str, list[Happening]] = {}
    for item in happenings:
        by_place.setdefault(item.place, []).append(item)
    order = sorted(by_place, key=lambda place: (PLACES.index(place) if place in PLACES else len(PLACES), place))
    return Newspaper(month, tuple(_page(record, place, by_place[place], leads) for place in order))


def _page(record: Record, place: str, happenings: list[Happening], leads: int | None) -> Page:
    weightiest = sorted(happenings, key=_weight)[:leads]
    chosen = sorted(weightiest, key=lambda item: item.id)
    teller = Teller(record, chosen)
    counts = Counter(item.kind for item in happenings)
    return Page(
        place=place,
        reports=tuple(
            Report(item, as_sentence(teller.sentence(item, Introductions(province=place)))) for item in chosen
        ),
        counts=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
    )


def _weight(item: Happening) -> tuple[int, int, int]:
    return (WEIGHT.index(item.kind) if item.kind in WEIGHT else len(WEIGHT), -item.amount_won, item.id)


def rest_words(page: Page) -> str:
    """What a page counts and does not tell, as a sentence."""
    counts = [f"{number:,} × {words_for(kind).one}" for kind, number in page.rest]
    return as_sentence(("Besides: " if page.reports else "Counted: ") + listed(counts))
