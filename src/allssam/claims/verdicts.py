"""Verdicts: each claim with its hedge, the rules that carry it, its check, the figure measured, and whether it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allssam import evidence
from allssam.claims import checks, pasts  # noqa: F401  importing the checks declares them
from allssam.claims.laboratory import Laboratory, Tell
from allssam.claims.pasts import NotInFolder, Past
from allssam.claims.registry import CHECKS, LOOPS, Check, Reading
from allssam.engine import RULES
from allssam.runs import register

HOLDS, FAILS, NOT_CHECKED = "holds", "fails", "not checked"
BASELINE = "past"
"""The world a run folder can stand for."""


@dataclass(frozen=True)
class Verdict:
    """One claim, or one loop of the model, and what came of its check."""

    id: str
    system: str
    says: str
    hedge: str
    rules: tuple[str, ...]
    check: str
    worlds: tuple[str, ...]
    on: str
    lesion: tuple[str, ...]
    readings: tuple[Reading, ...]

    @property
    def verdict(self) -> str:
        """Whether it holds; a claim no check was made of is not checked."""
        if not self.readings:
            return NOT_CHECKED
        return HOLDS if all(reading.holds for reading in self.readings) else FAILS

    @property
    def measured(self) -> str:
        """The figures in words."""
        return "; ".join(reading.text for reading in self.readings)

    def as_record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "system": self.system,
            "claim": self.says,
            "hedge": self.hedge,
            "rules": list(self.rules),
            "check": self.check,
            "worlds": list(self.worlds),
            "on": self.on,
            "lesion": list(self.lesion),
            "measured": self.measured,
            "readings": [reading.as_record() for reading in self.readings],
            "verdict": self.verdict,
        }


def claims_without_check() -> list[str]:
    """Claims of the register that no check is made of."""
    return [claim for claim in evidence.claims() if claim not in CHECKS]


def judge(
    folder: Path | None = None,
    laboratory: Laboratory | None = None,
    *,
    only: Iterable[str] | None = None,
    workers: int | None = None,
    tell: Tell = lambda done, of: None,
) -> list[Verdict]:
    """A verdict on every claim, then on every loop.

    Checks that need no more than a run folder keeps are made on `folder` where one is given; all others on worlds of the laboratory.
    Raises RunFolderError or InputError.
    """
    laboratory = laboratory or Laboratory()
    wanted = None if only is None else set(only)
    made = [item for table in (CHECKS, LOOPS) for item in table.values() if wanted is None or item.id in wanted]
    readings: dict[str, tuple[Reading, ...]] = {}
    on: dict[str, str] = {}
    if folder is not None:
        run = pasts.of_folder(folder)
        for item in made:
            found = _on_folder(item, run)
            if found is not None:
                readings[item.id], on[item.id] = found, str(folder)
    left = [item for item in made if item.id not in readings]
    worlds = laboratory.worlds(dict.fromkeys(name for item in left for name in item.worlds), workers, tell)
    for item in left:
        readings[item.id], on[item.id] = item.read(worlds), "laboratory"

    carried = rules_of_claims()
    verdicts = []
    for claim in evidence.claims().values():
        if wanted is not None and claim.id not in wanted:
            continue
        check = CHECKS.get(claim.id)
        verdicts.append(
            Verdict(
                claim.id, claim.system, claim.says, claim.hedge, tuple(carried.get(claim.id, ())),
                check.sentence if check else "", check.worlds if check else (), on.get(claim.id, ""), check.lesion if check else (),
                readings.get(claim.id, ()),
            )
        )  # fmt: skip
    for item in LOOPS.values():
        if item.id in readings:
            verdicts.append(
                Verdict(
                    item.id,
                    "loop",
                    item.sentence,
                    "",
                    (),
                    item.sentence,
                    item.worlds,
                    on[item.id],
                    item.lesion,
                    readings[item.id],
                )
            )
    return verdicts


def _on_folder(item: Check, run: Past) -> tuple[Reading, ...] | None:
    if item.worlds != (BASELINE,):
        return None
    try:
        return item.read({BASELINE: run})
    except NotInFolder:
        return None


def rules_of_claims() -> dict[str, list[str]]:
    """The rules that carry each claim; where there is none, the parameters that stand on it."""
    found: dict[str, list[str]] = {}
    for record in register.claims():
        named = list(dict.fromkeys(record["used_by"]))  # a rule and a parameter may share a name
        found[record["id"]] = [name for name in named if name in RULES] or named
    return found
