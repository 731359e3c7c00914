"""Events told as sentences, with persons and places in their roles.

The sentence of an event is declared in `world.events`.  A person is a role and a number: what the event itself says he is, else what he
was last seen as before it, else the post in which people.parquet finds him at the end of the run.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from allssam.explain.record import Happening, Record
from allssam.explain.words import FACTORY_KINDS, money, roles_known
from allssam.world import Event

# What someone is called from an event on, where it ends a role.
AFTERWARDS = {("donju_fallen", "who"): "former donju"}
LIFETIME = 2**62


@dataclass
class Introductions:
    """Whom a reader has met, and the province he was last told: neither is said twice."""

    people: set[int] = field(default_factory=set)
    province: str = ""


class Teller:
    """Tells some events of a run.  Looks up once, for all of them, who the persons are."""

    def __init__(
        self, record: Record, happenings: Iterable[Happening], amounts: Callable[[int], str] = money
    ) -> None:
        told = list(happenings)
        self._amounts = amounts
        self._sentences = record.sentences
        people = {person for item in told for person in item.people}
        self.people = record.people(people)
        self._roles = _role_histories(record, people)
        self._factories = _factories(record, {item.org for item in told if item.org is not None})

    def sentence(self, item: Happening, met: Introductions | None = None) -> str:
        """The event as a clause without capital or full stop; who is new to the reader is introduced with his province."""
        introduced = Introductions() if met is None else met
        parts = {
            "who": lambda: self._person(item, "who", introduced),
            "whom": lambda: self._person(item, "whom", introduced),
            "org": lambda: self.organisation(item.org),
            "amount": lambda: self._amounts(item.amount_won),
        }
        said = []
        for literal, name, _, _ in Formatter().parse(self._template(item.kind)):
            said.append(literal)
            if name is not None:
                said.append(parts[name]() if name in parts else f"({name})")
        return "".join(said)

    def _template(self, kind: str) -> str:
        """The sentence of a kind: as the run declared it, else as this version does."""
        member = Event.__members__.get(kind.upper())
        declared = member.telling.sentence if member else f"{{who}}: {kind.replace('_', ' ')}"
        return self._sentences.get(kind, declared)

    def _person(self, item: Happening, part: str, met: Introductions) -> str:
        number = item.who if part == "who" else item.whom
        if number is None:
            return "nobody on record"
        called = f"{self.role(item, part)} {number}"
        home = self._home(number, item)
        if number in met.people or not home or home == met.province:
            met.people.add(number)
            return called
        met.people.add(number)
        met.province = home
        return f"{called} of {'the centre' if home == 'centre' else home}"

    def _home(self, number: int, item: Happening) -> str:
        return str(self.people.get(number, {}).get("province") or item.place)

    def role(self, item: Happening, part: str) -> str:
        """What the one who acts ("who") or is acted upon ("whom") is called in an event."""
        by_kind = roles_known().get((item.kind, part))
        if by_kind:
            return by_kind
        number = item.who if part == "who" else item.whom
        return "person" if number is None else self.role_of(number, item.id)

    def role_of(self, number: int, at: int = LIFETIME) -> str:
        """What a person is called at an event's number, or at the end of the run."""
        history = self._roles.get(number, [])
        before = bisect_right(history, (at, "\uffff")) - 1
        if before >= 0:
            return history[before][1]
        facts = self.people.get(number, {})
        if post := post_words(facts.get("post")):
            return post
        if history:
            return history[0][1]
        return "donju" if facts.get("donju") else "person"

    def organisation(self, number: int | None) -> str:
        """An organisation by what is known of it: those that let space are factories."""
        if number is None:
            return "an organisation not on record"
        return f"factory {number}" if number in self._factories else f"organisation {number}"


def post_words(post: Any) -> str:
    """A post as people say it: Party secretary, trial prosecutor; nothing for none."""
    text = str(post if post is not None else "").strip().lower().replace("_", " ")
    if text in ("", "none", "-1", "nan"):
        return ""
    return text.replace("party", "Party").replace("womens union", "Women's Union")


def _role_histories(record: Record, people: set[int]) -> dict[int, list[tuple[int, str]]]:
    """For each person the roles that events gave him, with the event's number, in order."""
    known = roles_known()
    histories: dict[int, list[tuple[int, str]]] = {}
    if not people:
        return histories
    kinds = sorted({kind for kind, _ in known})
    rows = record.rows(
        "select id, kind, who, whom from events where kind in (select unnest($kinds)) and "
        "(who in (select unnest($people)) or whom in (select unnest($people))) order by id",
        {"kinds": kinds, "people": sorted(people)},
    )
    for number, kind, who, whom in rows:
        for part, person in (("who", who), ("whom", whom)):
            role = AFTERWARDS.get((kind, part)) or known.get((kind, part))
            if role and person in people:
                histories.setdefault(person, []).append((number, role))
    return histories


def _factories(record: Record, organisations: set[int]) -> set[int]:
    if not organisations:
        return set()
    rows = record.rows(
        "select distinct org from events where kind in (select unnest($kinds)) and org in (select unnest($orgs))",
        {"kinds": list(FACTORY_KINDS), "orgs": sorted(organisations)},
    )
    return {int(row[0]) for row in rows}
