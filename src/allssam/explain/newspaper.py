"""The newspaper of a month: what happened, in sentences, the weightiest first, province by province.

A whole country has tens of thousands of events a month.  What follows from one another within the month is one story; each province
leads with its weightiest stories, and the rest is counted.  So a month stays within some two pages, however large the country.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from textwrap import wrap
from typing import Any

from allssam.engine import InputError, month_number, nearest
from allssam.explain.record import Happening, Record
from allssam.explain.telling import Introductions, Teller
from allssam.explain.words import SIMULATED, as_sentence, counted, in_dollars, listed, month_words, words_for
from allssam.world import PLACES

# What comes first in the news, weightiest first; kinds that are not listed follow, by the amount at stake.
WEIGHT = (
    "executed", "purged", "sent_to_camp", "demoted", "sentenced_camp", "elite_fled", "sentenced_prison", "scapegoated", "branded",
    "sentenced_labour", "convicted", "cadre_convicted", "cadre_punished", "confiscated",
    "dismissed", "campaign_begun", "dispute_won", "worker_arrested", "release_bought_verdict", "release_bought_investigation", "acquitted",
    "business_closed", "case_opened", "dossier_filed", "counter_filed", "transferred", "feud_begun", "quarrel", "case_withdrawn",
    "cattle_seized", "party_expelled", "left_country", "retreated", "reshuffled", "tie_turned", "court_refused",
    "donju_risen", "donju_fallen", "press_refused",
    "couple_quarrelled", "university_place_given", "television_chosen", "solicited_entry", "lease_begun",
)  # fmt: skip
LEADS = 6
MOST_ALIKE = 2  # stories a place tells of one kind, as long as there is another
MOST_TOLD = 5
MOST_COUNTED = 9
HEADLINES = 5


@dataclass(frozen=True)
class Report:
    """One event as it stands in the newspaper.  `story` is the event its story of the month began with, `after` what came before that."""

    event: Happening
    sentence: str
    story: int = 0
    after: str = ""

    def data(self) -> dict[str, Any]:
        return {"event": asdict(self.event), "sentence": self.sentence, "story": self.story, "after": self.after}


@dataclass(frozen=True)
class Page:
    """The news of one place: the weightiest stories in sentences, all events counted."""

    place: str
    reports: tuple[Report, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def events(self) -> int:
        return sum(number for _, number in self.counts)

    @property
    def stories(self) -> tuple[tuple[Report, ...], ...]:
        """The reports, story by story."""
        found: dict[int, list[Report]] = {}
        for report in self.reports:
            found.setdefault(report.story, []).append(report)
        return tuple(tuple(story) for story in found.values())

    @property
    def rest(self) -> tuple[tuple[str, int], ...]:
        """What is counted and not told, the most frequent first."""
        told = Counter(report.event.kind for report in self.reports)
        left = [(kind, number - told[kind]) for kind, number in self.counts if number > told[kind]]
        return tuple(sorted(left, key=lambda item: (-item[1], item[0])))

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
        if headlines := self.headlines():
            lines += wrap(headlines, 110)
        for page in self.pages:
            lines += ["", "The centre" if page.place == "centre" else page.place or "No place"]
            for story in page.stories:
                lines += wrap(story_words(story), 110, initial_indent="  ", subsequent_indent="    ")
            if page.rest:
                lines += wrap(rest_words(page), 110, initial_indent="  ", subsequent_indent="    ")
        return "\n".join(lines)

    def headlines(self) -> str:
        """The weightiest kinds of the month, counted over all places."""
        counts: Counter[str] = Counter()
        for page in self.pages:
            counts.update(dict(page.counts))
        weighty = [kind for kind in WEIGHT if counts[kind]][:HEADLINES]
        return as_sentence(listed([_count_words(kind, counts[kind]) for kind in weighty])) if weighty else ""


def newspaper(run: Any, month: str, leads: int | None = LEADS, place: str | None = None) -> Newspaper:
    """A month, written 2012-03, in sentences.  `leads` is how many stories a place tells; None tells every event."""
    record = Record.of(run)
    month_number(month)  # raises InputError for what is not a month
    record.require("events")
    if record.months and not record.months[0] <= month <= record.months[-1]:
        raise InputError(
            f"{month} lies outside this run, which covers {record.months[0]} to {record.months[-1]}. Choose a month in it."
        )
    if place is not None and place not in PLACES:
        raise InputError(f"{place} is not a place.{nearest(place, PLACES)} Known: {', '.join(PLACES)}.")
    happenings = record.happenings("month = $month", {"month": f"{month}-01"})
    by_place: dict[str, list[Happening]] = {}
    for item in happenings:
        if place in (None, item.place):
            by_place.setdefault(item.place, []).append(item)
    order = sorted(by_place, key=lambda place: (PLACES.index(place) if place in PLACES else len(PLACES), place))
    return Newspaper(month, tuple(_page(record, place, by_place[place], leads) for place in order))


def _page(record: Record, place: str, happenings: list[Happening], leads: int | None) -> Page:
    stories = sorted(_stories(happenings).values(), key=lambda story: min(map(_weight, story)))
    if leads is not None:
        stories = [
            sorted(sorted(story, key=_weight)[:MOST_TOLD], key=lambda item: item.id)
            for story in _varied(stories, leads)
        ]
    chosen = [item for story in stories for item in story]
    teller = Teller(record, chosen, in_dollars)
    earlier = record.by_id(story[0].because for story in stories if story and story[0].because)
    met = Introductions(province=place)
    reports = []
    for story in stories:
        for item in story:
            cause = earlier.get(item.because or 0) if item is story[0] else None
            after = (
                f"{words_for(cause.kind).one}, {month_words(cause.month)}"
                if cause and cause.month != item.month
                else ""
            )
            reports.append(Report(item, as_sentence(teller.sentence(item, met)), story[0].id, after))
    counts = Counter(item.kind for item in happenings)
    return Page(place, tuple(reports), tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))))


def _stories(happenings: list[Happening]) -> dict[int, list[Happening]]:
    """The events of a month and place, each with those that follow from it, in the order they happened."""
    root: dict[int, int] = {}
    found: dict[int, list[Happening]] = {}
    for item in happenings:  # a cause has a smaller number
        root[item.id] = root.get(item.because or 0, item.id)
        found.setdefault(root[item.id], []).append(item)
    return found


def _varied(stories: list[list[Happening]], leads: int) -> list[list[Happening]]:
    """The weightiest stories, of which only so many are alike; more alike where there are no others."""
    alike: Counter[str] = Counter()
    first: list[list[Happening]] = []
    others: list[list[Happening]] = []
    for story in stories:
        kind = min(story, key=_weight).kind
        alike[kind] += 1
        (first if alike[kind] <= MOST_ALIKE else others).append(story)
    kept = (first + others)[:leads]
    return sorted(kept, key=lambda story: min(map(_weight, story)))


def _weight(item: Happening) -> tuple[int, int, int]:
    return (WEIGHT.index(item.kind) if item.kind in WEIGHT else len(WEIGHT), -item.amount_won, item.id)


def story_words(story: tuple[Report, ...]) -> str:
    """A story in its sentences, with the numbers of its events."""
    first, *others = story
    head = f"{first.sentence.removesuffix('.')} (after: {first.after})." if first.after else first.sentence
    numbers = (
        f"event {first.event.id}" if not others else f"events {', '.join(str(report.event.id) for report in story)}"
    )
    return f"{' '.join([head, *(report.sentence for report in others)])}  [{numbers}]"


def rest_words(page: Page) -> str:
    """What a page counts and does not tell, as a sentence."""
    counts = [_count_words(kind, number) for kind, number in page.rest[:MOST_COUNTED]]
    if left := sum(number for _, number in page.rest[MOST_COUNTED:]):
        counts.append(counted(left, "other event", "other events"))
    return as_sentence(("Besides: " if page.reports else "Counted: ") + listed(counts))


def _count_words(kind: str, number: int) -> str:
    words = words_for(kind)
    return counted(number, words.one, words.many)
