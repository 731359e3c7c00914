"""Coverage, both ways: what rules cite that no source says, and what the sources say that no rule yet does."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from allssam.evidence.register import DATA, claims, nearest


@dataclass(frozen=True, slots=True)
class Coverage:
    """Claims cited by rules and known; cited but unknown; and, for each subsystem, not yet cited."""

    cited: tuple[str, ...]
    unknown: tuple[str, ...]
    uncited: dict[str, tuple[str, ...]]
    claims_in_all: int

    @property
    def is_complete(self) -> bool:
        return not self.unknown and not self.uncited

    @property
    def share_cited(self) -> float:
        return len(self.cited) / self.claims_in_all if self.claims_in_all else 1.0

    def sentences(self, folder: Path = DATA) -> list[str]:
        """What is missing, in words: first what is wrong, then what is open."""
        known = claims(folder)
        wrong = [f"Rules cite {id}, which is not a claim.{nearest(id, known)}" for id in self.unknown]
        still = [f"{system}: no rule yet for {', '.join(ids)}." for system, ids in self.uncited.items()]
        return wrong + still


def coverage(cited_claims: Iterable[str], folder: Path = DATA) -> Coverage:
    """Compares the claims that rules cite with the claims there are."""
    known = claims(folder)
    asked = set(cited_claims)
    by_system: dict[str, list[str]] = {}
    for claim in known.values():
        if claim.id not in asked:
            by_system.setdefault(claim.system, []).append(claim.id)
    return Coverage(
        cited=tuple(id for id in known if id in asked),
        unknown=tuple(sorted(asked - known.keys())),
        uncited={system: tuple(ids) for system, ids in by_system.items()},
        claims_in_all=len(known),
    )
