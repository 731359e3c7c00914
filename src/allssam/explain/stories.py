"""The most consequential stories of a run: who, what, because of what.

A story ends in a fate (prison, a camp, a dismissal, a sacrifice) and begins at its first cause.  Of all such chains those are told that are
long, in which much money is named and many people take part; two stories share neither their beginning nor whom they are about.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from allssam.engine import Array
from allssam.explain.record import Happening, Log, Record
from allssam.explain.telling import Introductions, Teller
from allssam.explain.why import Chain, told_chain
from allssam.explain.words import SIMULATED, counted, listed, money, month_words, months_between, words_for

FATES = (
    "executed", "purged", "sentenced_camp", "sentenced_prison", "sentenced_labour", "convicted", "scapegoated", "dismissed",
    "cadre_convicted", "cadre_punished", "confiscated",
)  # fmt: skip
TITLES = {
    "executed": "an execution",
    "purged": "a purge",
    "sentenced_camp": "a political camp",
    "sentenced_prison": "prison",
    "sentenced_labour": "labour training",
    "convicted": "a verdict of guilty",
    "scapegoated": "a sacrifice",
    "dismissed": "a dismissal",
    "cadre_punished": "a cadre's punishment",
    "cadre_convicted": "a verdict against an official",
    "confiscated": "a confiscation",
}
LOOKED_AT = 400
MOST_AFTERMATH = 4
SAME_MONTH = ("; in the same month, for that reason, ", "; and thereupon ")
BECAUSE = ("Because of this", "In consequence", "Out of this")


@dataclass(frozen=True)
class Story:
    """One story: its title, its chain of links, what followed, and all of it as a paragraph."""

    title: str
    place: str
    paragraph: str
    chain: Chain
    aftermath: tuple[str, ...]
    people: int
    amount_won: int

    def data(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "place": self.place,
            "paragraph": self.paragraph,
            "people": self.people,
            "amount_won": self.amount_won,
            "months": self.chain.months,
            "chain": self.chain.data(),
            "aftermath": list(self.aftermath),
        }

    def text(self) -> str:
        return f"{self.title}\n{self.paragraph}"


def stories(run: Any, count: int = 3) -> tuple[Story, ...]:
    """The most consequential stories of a run; fewer where the run has fewer, none where it has none."""
    record = Record.of(run)
    if not record.has("events"):
        return ()
    log = record.log
    chosen = _choose(log, count)
    if not chosen:
        return ()
    paths = [log.id[log.chain(place)].tolist() for place in chosen]
    after = [_aftermath(record, path) for path in paths]
    happenings = record.by_id(number for path in paths for number in path)
    teller = Teller(record, [*happenings.values(), *(item for items in after for item in items)])
    return tuple(
        _story(teller, [happenings[number] for number in path], rest) for path, rest in zip(paths, after, strict=True)
    )


def data(run: Any, count: int = 3) -> dict[str, Any]:
    """The stories of a run for programs."""
    return {"note": SIMULATED, "stories": [told.data() for told in stories(run, count)]}


# --------------------------------------------------------------------------------------------------------------- choice


def _choose(log: Log, count: int) -> list[int]:
    """The places of the events that end the chosen stories, weightiest first."""
    ends = _gravest(log, log.of_kind(*FATES))
    if not len(ends):
        return []
    depth, first = log.traced
    amount = _at_stake(log)
    likely = ends[np.argsort(-(_rank(depth[ends]) + _rank(amount[ends])), kind="stable")[:LOOKED_AT]]
    people = np.array([len(_people(log, place)) for place in likely.tolist()])
    weight = _rank(depth[likely]) + _rank(amount[likely]) + _rank(people)
    ordered = likely[np.lexsort((likely, -weight))].tolist()
    chosen: list[int] = []
    # where the run has them, stories that begin and end alike are told once; then the rest in their order
    for may_be_alike in (False, True):
        for place in ordered:
            ways = {(int(log.kind[first[other]]), int(log.kind[other])) for other in chosen}
            alike = (int(log.kind[first[place]]), int(log.kind[place])) in ways
            if len(chosen) < count and (may_be_alike or not alike) and _is_about_others(log, place, chosen):
                chosen.append(place)
    return chosen


def _is_about_others(log: Log, place: int, chosen: list[int]) -> bool:
    """Whether a story has a beginning of its own and is about somebody who takes part in none of the others."""
    _, first = log.traced
    taken = {person for other in chosen for person in _people(log, other)}
    return int(first[place]) not in {int(first[other]) for other in chosen} and int(log.who[place]) not in taken


def _gravest(log: Log, ends: Array) -> Array:
    """Fates from which no further fate follows and, of those that share a cause, the gravest: prison, not the confiscation beside it."""
    causes = log.cause[ends]
    last = ends[~np.isin(ends, causes[causes >= 0])]
    gravity = np.array([FATES.index(log.kinds[code]) for code in log.kind[last].tolist()], dtype=np.int64)
    ordered = last[np.lexsort((last, gravity))]
    shared = np.where(log.cause[ordered] >= 0, log.cause[ordered], -1 - ordered)
    _, kept = np.unique(shared, return_index=True)
    return np.sort(ordered[kept])


def _at_stake(log: Log) -> Array:
    """Of each event: the won named in its chain, and in what else came directly of it and of its cause."""
    beside = np.zeros(len(log.cause), np.int64)
    caused = log.cause >= 0
    np.add.at(beside, log.cause[caused], log.amount[caused])
    cause_of = np.where(caused, log.cause, 0)
    return log.amounts_along + beside + np.where(caused, beside[cause_of] - log.amount, 0)


def _rank(values: Array) -> Array:
    """Each value's place among all of them, from 0 to 1, equal values sharing theirs."""
    ordered = np.sort(values)
    return (np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")) / (
        2 * max(1, len(values))
    )


def _people(log: Log, place: int) -> set[int]:
    path = log.chain(place)
    return {int(person) for person in np.concatenate([log.who[path], log.whom[path]]) if person >= 0}


def _aftermath(record: Record, path: list[int]) -> list[Happening]:
    """What else came directly of the last two events of a story."""
    ends = path[-2:]
    followed = record.happenings(
        "because in (select unnest($ends)) and not id in (select unnest($path))", {"ends": ends, "path": path}
    )
    return followed[:MOST_AFTERMATH]


# ---------------------------------------------------------------------------------------------------------------- prose


def _story(teller: Teller, path: list[Happening], after: list[Happening]) -> Story:
    chain = told_chain(teller, path)
    met = Introductions(set(chain.people), path[-1].place)
    aftermath = tuple(teller.sentence(item, met) for item in after)
    people = len(met.people)
    amount = chain.amount_won + sum(item.amount_won for item in after)
    first, last = path[0], path[-1]
    if first.id == last.id:
        way = TITLES.get(last.kind, words_for(last.kind).one).removeprefix("a ").removeprefix("an ")
    else:
        way = f"from {_with_article(words_for(first.kind).one)} to {TITLES.get(last.kind, words_for(last.kind).one)}"
    about = f"{teller.role(last, 'who')} {last.who}, " if last.who is not None else ""
    title = f"{about}{'the centre' if last.place == 'centre' else last.place}: {way}"
    return Story(
        title[:1].upper() + title[1:],
        last.place,
        _paragraph(chain, aftermath, people, amount),
        chain,
        aftermath,
        people,
        amount,
    )


def _paragraph(chain: Chain, aftermath: tuple[str, ...], people: int, amount: int) -> str:
    """A sentence for each month in which something happens, with what led to it."""
    sentences: list[str] = []
    same_month = 0
    for number, link in enumerate(chain):
        waited = months_between(chain[number - 1].event.month, link.event.month) if number else 0
        same_month = 0 if waited or not number else same_month + 1
        if number == 0:
            sentences.append(f"In {month_words(link.event.month)} {link.sentence}")
        elif same_month:
            sentences[-1] += f"{SAME_MONTH[0] if same_month == 1 else SAME_MONTH[1]}{link.sentence}"
        else:
            sentences.append(f"{BECAUSE[len(sentences) % len(BECAUSE)]}, {_later(waited)}, {link.sentence}")
    if aftermath:
        sentences.append(f"Besides, {listed(aftermath)}")
    span = (
        f"From the first cause to the last event it takes {_span(chain.months)}"
        if chain.months
        else "All this happens in one month"
    )
    amounts = f", and amounts of {money(amount)} are named" if amount else ""
    sentences.append(f"{span}; {counted(people, 'person takes', 'people take')} part{amounts}")
    return " ".join(f"{sentence}." for sentence in sentences)


def _later(months: int) -> str:
    return "a month later" if months == 1 else f"{_span(months)} later"


def _span(months: int) -> str:
    if months < 24:
        return counted(months, "month", "months")
    years, rest = divmod(months, 12)
    return f"{years} years" + (f" and {counted(rest, 'month', 'months')}" if rest else "")


def _with_article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
