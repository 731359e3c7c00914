"""Why something happened: the chain of causes of an event, oldest first, each link with its rule and the rule's source.

An event names the earlier event without which it would not have happened.  The chain ends at an event that names none: there the state of
the world under its rule was enough.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from textwrap import indent, wrap
from typing import Any

import numpy as np

from allssam.engine import InputError, RunFolderError, nearest
from allssam.explain.record import Happening, Record
from allssam.explain.rules import ClaimSaid, RuleSaid, SourceSaid, rule_said
from allssam.explain.telling import Introductions, Teller
from allssam.explain.words import SIMULATED, as_sentence, counted, month_words, months_between, words_for

SENTENCES_SERVED = ("sentenced_camp", "sentenced_prison", "sentenced_labour")
WIDTH = 110


@dataclass(frozen=True)
class Link:
    """One event of a chain: what happened, under which rule, and what the rule stands on."""

    event: Happening
    sentence: str
    rule: RuleSaid

    @property
    def claims(self) -> tuple[ClaimSaid, ...]:
        return self.rule.claims

    @property
    def sources(self) -> tuple[SourceSaid, ...]:
        return self.rule.sources

    @property
    def claim(self) -> ClaimSaid | None:
        """The first claim its rule cites; None where the rule is assumed or rests on facts."""
        return self.claims[0] if self.claims else None

    @property
    def source(self) -> SourceSaid | None:
        """The source of that claim."""
        return self.sources[0] if self.sources else None

    def data(self) -> dict[str, Any]:
        return {"event": asdict(self.event), "sentence": as_sentence(self.sentence), "rule": self.rule.data()}


@dataclass(frozen=True)
class Chain:
    """The causes of an event, oldest first; the last link is the event itself."""

    links: tuple[Link, ...]

    def __iter__(self) -> Iterator[Link]:
        return iter(self.links)

    def __len__(self) -> int:
        return len(self.links)

    def __getitem__(self, place: int) -> Link:
        return self.links[place]

    @property
    def first_cause(self) -> Link:
        return self.links[0]

    @property
    def asked(self) -> Link:
        return self.links[-1]

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody who takes part, each once."""
        return tuple(dict.fromkeys(person for link in self.links for person in link.event.people))

    @property
    def amount_won(self) -> int:
        """All amounts named along the chain."""
        return sum(link.event.amount_won for link in self.links)

    @property
    def months(self) -> int:
        """Months from the first cause to the event asked about."""
        return months_between(self.first_cause.event.month, self.asked.event.month)

    def data(self) -> dict[str, Any]:
        return {"note": SIMULATED, "event": self.asked.event.id, "links": [link.data() for link in self.links]}

    def text(self) -> str:
        asked = self.asked
        lines = [
            f"Why event {asked.event.id}: {month_words(asked.event.month)}, {as_sentence(asked.sentence)}",
            f"({SIMULATED}; the oldest cause first)",
            "",
        ]
        for number, link in enumerate(self.links, 1):
            lines += _link_lines(number, link)
        sources = {source.id: source for link in self.links for source in link.sources}
        if sources:
            lines += ["Sources", *(f"  {source.text()}" for source in sources.values())]
        return "\n".join(lines).rstrip()


def _link_lines(number: int, link: Link) -> list[str]:
    head = f"{number}. {link.event.month}  event {link.event.id}  {as_sentence(link.sentence)}"
    said = []
    if number == 1:
        said.append("No earlier event is recorded as its cause.")
    rule = link.rule
    said.append(
        f'Rule {rule.name}: "{rule.sentence}"' if rule.is_known else f"Rule {rule.name}: not known to this version."
    )
    for claim in rule.claims:
        hedge = f" (said as: {claim.hedge})" if claim.hedge else ""
        said.append(f"Claim {claim.id} [{claim.codes}]: {claim.says}{hedge}")
    for fact in rule.facts:
        said.append(f"Fact {fact.id}: {fact.said} (confidence {fact.confidence})")
    if rule.assumed:
        said.append(f"Assumed: {rule.assumed}")
    wrapped = [line for item in said for line in wrap(item, WIDTH - 4, subsequent_indent="  ")]
    return [*wrap(head, WIDTH, subsequent_indent="   "), indent("\n".join(wrapped), "    "), ""]


# ----------------------------------------------------------------------------------------------------------- one event


def why(run: Any, event: int) -> Chain:
    """The chain of causes of an event of a run (a folder's path or an open run).

    Raises InputError where the event does not exist.
    """
    return chains(run, [event])[0]


def chains(run: Any, events: list[int]) -> list[Chain]:
    """The chains of several events, read together."""
    record = Record.of(run)
    paths = [_causes(record, record.happening(number)) for number in events]
    teller = Teller(record, [item for path in paths for item in path])
    return [told_chain(teller, path) for path in paths]


def told_chain(teller: Teller, path: list[Happening]) -> Chain:
    """A chain from its events, told in order: a person's province is said once."""
    met = Introductions()
    return Chain(tuple(Link(item, teller.sentence(item, met), rule_said(item.rule)) for item in path))


def _causes(record: Record, asked: Happening) -> list[Happening]:
    path = [asked]
    while path[-1].because is not None:
        effect, cause = path[-1], path[-1].because
        found = record.by_id([cause]).get(cause) if cause < effect.id else None
        if found is None:
            raise RunFolderError(
                f"{record.folder}/events.parquet is broken: event {effect.id} names event {cause} as its cause, "
                "which is not before it. Run it again, or restore the folder."
            )
        path.append(found)
    return path[::-1]


def why_sentenced(run: Any, person: int) -> Chain:
    """Why a person went to a camp, to prison or to labour training: the chain behind the last such event."""
    record = Record.of(run)
    record.require("events")
    found = record.rows(
        "select id from events where who = $person and kind in (select unnest($kinds)) order by id desc limit 1",
        {"person": person, "kinds": list(SENTENCES_SERVED)},
    )
    if not found:
        raise InputError(
            f"Person {person} was sent neither to labour training nor to prison nor to a camp in {record.folder}. "
            f"What is told of this person: allssam biography {record.folder} {person}"
        )
    return why(record, int(found[0][0]))


# ------------------------------------------------------------------------------------------------- all events of a kind


@dataclass(frozen=True)
class Aggregate:
    """All events of a kind: how their chains begin, how long they are, and by which way they came."""

    kind: str
    events: int
    first_causes: tuple[tuple[str, int], ...]
    lengths: tuple[tuple[int, int], ...]
    ways: tuple[tuple[tuple[str, ...], int], ...]
    ways_in_all: int

    @property
    def median_length(self) -> float:
        lengths = [length for length, number in self.lengths for _ in range(number)]
        return float(np.median(lengths)) if lengths else 0.0

    def data(self) -> dict[str, Any]:
        return {
            "note": SIMULATED,
            "kind": self.kind,
            "events": self.events,
            "first_causes": [{"kind": kind, "events": number} for kind, number in self.first_causes],
            "chain_lengths": [{"links": length, "events": number} for length, number in self.lengths],
            "median_links": self.median_length,
            "ways": [{"kinds": list(way), "events": number} for way, number in self.ways],
            "ways_in_all": self.ways_in_all,
        }

    def text(self) -> str:
        words = words_for(self.kind)
        lines = [f"{words.many[:1].upper()}{words.many[1:]}: {self.events:,} ({SIMULATED})"]
        if not self.events:
            return lines[0]
        lines += ["", "How the chain begins"]
        lines += [
            f"  {number:8,}  {number / self.events:4.0%}  {words_for(kind).one}" for kind, number in self.first_causes
        ]
        lines += ["", f"Links in the chain (half have {self.median_length:g} or fewer)"]
        lines += [
            f"  {number:8,}  {number / self.events:4.0%}  {counted(length, 'link', 'links')}"
            for length, number in self.lengths
        ]
        lines += ["", f"The most frequent of {counted(self.ways_in_all, 'way', 'ways')}"]
        for way, number in self.ways:
            path = " → ".join(words_for(kind).one for kind in way)
            lines += wrap(
                f"{number:8,}  {number / self.events:4.0%}  {path}",
                WIDTH,
                initial_indent="  ",
                subsequent_indent=" " * 18,
            )
        return "\n".join(lines)


def aggregate(run: Any, kind: str | int, most_ways: int = 5) -> Aggregate:
    """How all events of a kind came about.  A number asks for the kind of that event."""
    record = Record.of(run)
    if isinstance(kind, int):
        kind = record.happening(kind).kind
    from allssam.world import Event

    if kind not in record.counts and kind.upper() not in Event.__members__:
        known = sorted({member.title for member in Event} | set(record.counts))
        raise InputError(
            f"{kind} is not a kind of event.{nearest(kind, known)} In this run: {', '.join(record.counts) or 'none'}."
        )
    log = record.log
    places = log.of_kind(kind)
    depth, first = log.traced
    firsts = Counter(log.kinds[code] for code in log.kind[first[places]].tolist())
    lengths = Counter((depth[places] + 1).tolist())
    ways = Counter(tuple(log.kinds[log.kind[place]] for place in log.chain(place)) for place in places.tolist())
    return Aggregate(
        kind=kind,
        events=len(places),
        first_causes=_by_number(firsts),
        lengths=tuple(sorted(lengths.items())),
        ways=_by_number(ways)[:most_ways],
        ways_in_all=len(ways),
    )


def _by_number(counter: "Counter[Any]") -> tuple[tuple[Any, int], ...]:
    return tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
