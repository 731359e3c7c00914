"""What stands behind an event: its rule, the claims the rule follows, and the sources of the claims."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from allssam import evidence
from allssam.engine import RULES, AllssamError


@dataclass(frozen=True)
class SourceSaid:
    """Where a claim was read, and how much weight it bears."""

    id: str
    code: str
    title: str
    outlet: str
    date: str
    strength: str
    strength_reason: str
    url: str

    def text(self) -> str:
        return f"[{self.code}] {self.title}. {self.outlet}, {self.date}. Bears {WEIGHTS.get(self.strength, self.strength)}."


WEIGHTS = {"none": "no weight of its own", "weak": "little weight", "medium": "some weight", "strong": "weight"}


@dataclass(frozen=True)
class ClaimSaid:
    """What a source says, with its own caution."""

    id: str
    says: str
    hedge: str
    sources: tuple[SourceSaid, ...]

    @property
    def codes(self) -> str:
        return ", ".join(source.code for source in self.sources)


@dataclass(frozen=True)
class FactSaid:
    """A figure from elsewhere."""

    id: str
    about: str
    figure: str
    confidence: str

    @property
    def said(self) -> str:
        """What it is about, and the figure; once, where the figure says it itself."""
        return self.figure if self.figure.startswith(self.about) else f"{self.about}: {self.figure}"


@dataclass(frozen=True)
class RuleSaid:
    """A rule as its sentence, and what it stands on.  `assumed` says why, where no source carries it."""

    name: str
    sentence: str
    assumed: str
    where: str
    claims: tuple[ClaimSaid, ...]
    facts: tuple[FactSaid, ...]

    @property
    def is_known(self) -> bool:
        """Whether this version of the model has a rule of the name."""
        return bool(self.sentence)

    @property
    def sources(self) -> tuple[SourceSaid, ...]:
        """The sources of all its claims, each once."""
        return tuple({source.id: source for claim in self.claims for source in claim.sources}.values())

    @property
    def basis(self) -> str:
        """What it stands on, in a word or two."""
        if not self.is_known:
            return "unknown to this version"
        codes = ", ".join(source.code for source in self.sources)
        parts = [f"sources {codes}"] if codes else []
        parts += [f"facts {', '.join(fact.id for fact in self.facts)}"] if self.facts else []
        parts += ["assumed"] if self.assumed else []
        return "; ".join(parts)

    def data(self) -> dict[str, Any]:
        return {**asdict(self), "sources": [asdict(source) for source in self.sources]}


@cache
def rule_said(name: str) -> RuleSaid:
    """The rule of a name, from the register.  A name the register does not know gives a rule without a sentence."""
    import allssam.month  # noqa: F401  the register is full once every mechanism has been read

    known = RULES.get(name)
    if known is None:
        return RuleSaid(name, "", "", "", (), ())
    claims = tuple(said for said in map(_claim, known.claims) if said)
    facts = tuple(said for said in map(_fact, known.facts) if said)
    sentence = " ".join(known.sentence.split())
    return RuleSaid(name, sentence, known.assumed or "", f"{known.file}:{known.line}", claims, facts)


def _claim(name: str) -> ClaimSaid | None:
    try:
        row = evidence.claim(name)
    except AllssamError:  # a mechanism of one's own may cite what the register does not hold
        return None
    return ClaimSaid(row.id, row.says, row.hedge, tuple(map(_source, row.sources)))


def _source(name: str) -> SourceSaid:
    row = evidence.source(name)
    return SourceSaid(row.id, row.code, row.title, row.outlet, row.date, row.strength, row.strength_reason, row.url)


def _fact(name: str) -> FactSaid | None:
    try:
        row = evidence.fact(name)
    except AllssamError:
        return None
    return FactSaid(row.id, row.about, row.figure, row.confidence)
