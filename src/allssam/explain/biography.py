"""Biographies: everything a run tells of one person, month by month, done by him or done to him."""

from dataclasses import asdict, dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from allssam.engine import InputError, month_text
from allssam.explain.record import Happening, Record
from allssam.explain.telling import Introductions, Teller, post_words
from allssam.explain.words import SIMULATED, as_sentence, listed, month_words, words_for
from allssam.world import Party, Sex, Songbun, Standing

STANDINGS = {
    "detained": "was detained",
    "labour training": "was in labour training",
    "prison": "was in prison",
    "camp": "was in a political camp",
    "dead": "had died",
    "abroad": "had left the country",
    "missing": "was missing",
}


@dataclass(frozen=True)
class Entry:
    """One event in a person's life.  `part` is "who" for what the person did, "whom" for what was done to or with him."""

    event: Happening
    part: str
    sentence: str
    cause: str

    def data(self) -> dict[str, Any]:
        return {"event": asdict(self.event), "part": self.part, "sentence": self.sentence, "cause": self.cause}


@dataclass(frozen=True)
class Biography:
    """What a run tells of a person.  `facts` is the row of people.parquet; empty for people who appear in no event."""

    person: int
    called: str
    facts: dict[str, Any]
    life: str
    entries: tuple[Entry, ...]

    def data(self) -> dict[str, Any]:
        facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in self.facts.items()}
        return {
            "note": SIMULATED,
            "person": self.person,
            "called": self.called,
            "facts": facts,
            "life": self.life,
            "entries": [entry.data() for entry in self.entries],
        }

    def text(self) -> str:
        lines = [f"{self.called[:1].upper()}{self.called[1:]} {self.person} ({SIMULATED})", *wrap(self.life, 110)]
        month = ""
        for entry in self.entries:
            if entry.event.month != month:
                month = entry.event.month
                lines += ["", month_words(month)]
            said = f"{entry.sentence.removesuffix('.')}, {entry.cause}." if entry.cause else entry.sentence
            lines += wrap(f"{said}  [event {entry.event.id}]", 110, initial_indent="  ", subsequent_indent="    ")
        return "\n".join(lines)


def biography(run: Any, person: int) -> Biography:
    """Everything that happened to and by a person.  Somebody whom no event names has a biography without entries."""
    if person < 0:
        raise InputError(
            f"{person} is not the number of a person: they count from 0. Numbers stand in the sentences of events."
        )
    record = Record.of(run)
    happenings = record.happenings("who = $person or whom = $person", {"person": person})
    teller = Teller(record, happenings)
    facts = teller.people.get(person) or record.people([person]).get(person, {})
    causes = record.by_id(item.because for item in happenings if item.because is not None)
    met = Introductions({person}, str(facts.get("province") or ""))
    entries = tuple(
        Entry(
            event=item,
            part="who" if item.who == person else "whom",
            sentence=as_sentence(teller.sentence(item, met)),
            cause=_cause_words(causes.get(item.because) if item.because is not None else None),
        )
        for item in happenings
    )
    called = teller.role_of(person) if happenings or facts else "person"
    return Biography(person, called, facts, _life(person, facts, bool(entries)), entries)


def _cause_words(cause: Happening | None) -> str:
    return (
        f"because of the {words_for(cause.kind).one} in {month_words(cause.month)} (event {cause.id})" if cause else ""
    )


def _life(person: int, facts: dict[str, Any], appears: bool) -> str:
    """The facts of a life in a few sentences."""
    if not facts:
        if appears:
            return "people.parquet has no row for this person."
        return (
            f"No event of this run names person {person}, and people.parquet lists only those whom events name: "
            "somebody of whom nothing is told, or nobody."
        )
    sex = named(facts.get("sex"), Sex)
    born = birth_words(facts.get("birth"))
    province = str(facts.get("province") or "")
    home = "the centre" if province == "centre" else province
    songbun = named(facts.get("songbun"), Songbun)
    party = named(facts.get("party"), Party)
    first = " ".join(
        part for part in ("A", sex or "person", f"born in {born}" if born else "", f"of {home}" if home else "") if part
    )
    if songbun:
        first += f", songbun '{songbun}'"
    states = []
    if party and party != "outside":
        states.append(
            {"member": "in the Party", "candidate": "a candidate of the Party"}.get(party, f"{party} from the Party")
        )
    elif party:
        states.append("not in the Party")
    if post := post_words(facts.get("post")):
        states.append(f"{post} by office")
    if facts.get("donju"):
        states.append("a donju")
    second = f"At the end of the run {listed(states)}" if states else ""
    standing = named(facts.get("standing"), Standing)
    third = f"At that time this person {STANDINGS[standing]}" if standing in STANDINGS else ""
    silence = "" if appears else "No event of this run names this person"
    return " ".join(as_sentence(part) for part in (first, second, third, silence) if part)


def named(value: Any, words: Any) -> str:
    """A value of people.parquet as a word, whether it is stored as a word or as a number."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(words(value).name).lower().replace("_", " ") if value in list(words) else ""
    return str(value).lower().replace("_", " ")


def birth_words(value: Any) -> str:
    """A month of birth as 1974-03, however it is stored."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return month_text(value) if value < 1900 else str(value)
    return str(value)[:7]
