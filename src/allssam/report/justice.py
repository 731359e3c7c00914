"""The funnel of justice, counted from events: from a dossier written to prison, and where those leave who get out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allssam.explain import Log, Record
from allssam.explain.words import words_for

ENDINGS = (
    "release_bought_investigation",
    "release_bought_verdict",
    "acquitted",
    "convicted",
    "cadre_punished",
    "cadre_convicted",
)
SENTENCES = {
    "sentenced_labour": "Sent to labour training",
    "sentenced_prison": "Sent to prison",
    "sentenced_camp": "Sent to a political camp",
}


@dataclass(frozen=True)
class Stage:
    """A line of the funnel: how many events, which kind was counted, how deep it lies, and what share of the cases it is."""

    label: str
    kind: str
    number: int
    depth: int
    share: float | None = None
    width: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Funnel:
    """The stages, where the cases came from, and from what the sentences followed."""

    stages: tuple[Stage, ...]
    origins: tuple[tuple[str, int], ...]
    cases: int

    @property
    def is_empty(self) -> bool:
        return not any(stage.number for stage in self.stages)

    def count(self, kind: str) -> int:
        return next((stage.number for stage in self.stages if stage.kind == kind), 0)


def funnel(records: Sequence[Record]) -> Funnel:
    """The funnel of one or several runs, all their events together."""
    logs = [record.log for record in records if record.has("events")]
    counts: Counter[str] = Counter()
    for record in records:
        counts.update(record.counts)
    cases = counts["case_opened"]
    running = sum(_without_end(log) for log in logs)
    widest = max(
        [counts[kind] for kind in ("dossier_written", "dossier_filed", "case_opened", *ENDINGS, *SENTENCES)], default=0
    )

    def stage(
        label: str, kind: str, depth: int, of_cases: bool = False, number: int | None = None, note: str = ""
    ) -> Stage:
        number = counts[kind] if number is None else number
        share = number / cases if of_cases and cases else None
        return Stage(label, kind, number, depth, share, number / widest if widest else 0.0, note)

    stages = [
        stage("Dossiers written", "dossier_written", 0),
        stage("kept as a lever", "dossier_withheld", 1),
        stage("Dossiers filed", "dossier_filed", 0),
        stage("withdrawn by an official", "case_withdrawn", 1),
        stage("not taken up, at a friend's word", "complaint_dropped", 1),
        stage("Cases opened", "case_opened", 0, of_cases=True),
        stage("released, paid while the investigation runs", "release_bought_investigation", 1, of_cases=True),
        stage("a preliminary finding against the accused", "preliminary_finding", 1, of_cases=True),
        stage("released, paid when the result is handed out", "release_bought_verdict", 1, of_cases=True),
        stage("released without payment", "acquitted", 1, of_cases=True, note=_instead(logs)),
        stage("no end by the last month", "", 1, of_cases=True, number=running),
        stage("Found guilty: the donju", "convicted", 0, of_cases=True),
        stage("Found guilty: a cadre in the donju's place", "cadre_punished", 0, of_cases=True),
        stage("Found guilty: an official accused in a dispute", "cadre_convicted", 0, of_cases=True),
        *(stage(label, kind, 0, note=_followed(logs, kind)) for kind, label in SENTENCES.items()),
    ]
    origins: Counter[str] = Counter()
    for log in logs:
        origins.update(_origins(log))
    return Funnel(tuple(stages), tuple(sorted(origins.items(), key=lambda item: (-item[1], item[0]))), cases)


def _without_end(log: Log) -> int:
    """Cases of which no release and no verdict is told."""
    opened = set(log.of_kind("case_opened").tolist())
    for place in log.of_kind(*ENDINGS).tolist():
        opened.difference_update(log.chain(place))
    return len(opened)


def _origins(log: Log) -> "Counter[str]":
    """Of what the cases were opened."""
    causes = log.cause[log.of_kind("case_opened")].tolist()
    return Counter(words_for(log.kinds[log.kind[cause]]).one if cause >= 0 else "no earlier event" for cause in causes)


def _instead(logs: Sequence[Log]) -> str:
    """How many went free because somebody else was made the culprit."""
    number = 0
    for log in logs:
        causes = log.cause[log.of_kind("acquitted")]
        number += int(np.isin(causes[causes >= 0], log.of_kind("cadre_punished")).sum())
    return f"of these because a cadre was made the culprit: {number:,}" if number else ""


def _followed(logs: Sequence[Log], kind: str) -> str:
    """From what the sentences of a kind followed, where not all from a verdict of guilty."""
    found: Counter[str] = Counter()
    for log in logs:
        for cause in log.cause[log.of_kind(kind)].tolist():
            found[words_for(log.kinds[log.kind[cause]]).one if cause >= 0 else "no earlier event"] += 1
    if set(found) <= {words_for("convicted").one}:
        return ""
    return "after " + ", ".join(
        f"{name}: {number:,}" for name, number in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    )
