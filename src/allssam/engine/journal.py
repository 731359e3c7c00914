"""The journal: what happened, to whom, under which rule, because of what.

Steps tell events with `record`.  Within a step an event's number is provisional (below zero); when the step is over the slices
are joined in county order and every number becomes the event's row in the log, counted from 1.  0 is no event.  So a cause
always has a smaller number than its effect.
"""

from collections import namedtuple
from dataclasses import dataclass
from enum import IntEnum

from allssam.engine.compiling import compiled

Journal = namedtuple("Journal", "count kind who whom org amount because")
Log = namedtuple("Log", "id kind who whom org county amount because")
JOURNAL_COLUMNS = ("kind", "who", "whom", "org", "amount", "because")


@dataclass(frozen=True)
class Telling:
    """How an event is told, the rule it happens under, and the kinds of event that may cause it."""

    sentence: str
    rule: str
    because: tuple[str, ...]


def event(sentence: str, rule: str, because: tuple[str, ...] | list[str] = ()) -> Telling:
    """Declare a kind of event: a sentence with {who}, {whom}, {org}, {amount}; its rule; the kinds that may cause it."""
    return Telling(sentence, rule, tuple(because))


class Kind(IntEnum):
    """A kind of event.  Members are declared with `event`, and counted from 1."""

    telling: Telling

    def __new__(cls, telling: Telling) -> "Kind":
        number = len(cls.__members__) + 1
        member = int.__new__(cls, number)
        member._value_ = number
        member.telling = telling
        return member

    @property
    def title(self) -> str:
        """The name in files: lower case."""
        return self.name.lower()


@compiled
def record(journal, kind, who, whom=-1, org=-1, amount=0, because=0):
    """Tell an event.  `who` and `whom` are rows of people, `org` a row of organisations; returns the event's number."""
    place = journal.count[0]
    journal.count[0] = place + 1
    if place < journal.count[1]:
        journal.kind[place] = kind
        journal.who[place] = who
        journal.whom[place] = whom
        journal.org[place] = org
        journal.amount[place] = amount
        journal.because[place] = because
    return journal.count[2] + journal.count[3] * (place + 1)


@compiled
def take_down(journal, starts, base, place, log, ids, counties, told):
    """Put what the slices of a step have told, in their order, at a place in the log: people as ids, causes by their final numbers.

    The journal is that of all slices, each of which begins at its start; afterwards it is empty.
    """
    for part in range(len(starts)):
        for at in range(starts[part], starts[part] + journal.count[part, 0]):
            who, whom, because = journal.who[at], journal.whom[at], journal.because[at]
            log.id[place] = base + at - starts[part] + 1
            log.kind[place] = journal.kind[at]
            log.who[place] = ids[who]
            log.whom[place] = ids[whom] if whom >= 0 else -1
            log.org[place] = journal.org[at]
            log.county[place] = counties[who]
            log.amount[place] = journal.amount[at]
            log.because[place] = base - because if because < 0 else because
            place += 1
            if len(told) > 0:
                told[who] = True
                if whom >= 0:
                    told[whom] = True
        base += journal.count[part, 0]
        journal.count[part, 0] = 0
