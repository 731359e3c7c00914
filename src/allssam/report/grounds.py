"""What a run's figures rest on: its scenario, its seeds, and which of its parameters are assumed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from allssam.engine import AllssamError, Parameters, ParameterSpec
from allssam.explain import Record
from allssam.runs import composition, register


@dataclass(frozen=True)
class ParameterLine:
    """One parameter as the report lists it."""

    name: str
    value: str
    default: str
    unit: str
    meaning: str
    reason: str


@dataclass(frozen=True)
class Grounds:
    """The scenario and its parameters."""

    name: str
    question: str
    people: int | None
    first: str
    last: str
    seeds: tuple[int, ...]
    runs: int
    version: str
    digest: str
    status: str
    assumed: tuple[ParameterLine, ...]
    assumed_count: int
    changed: tuple[ParameterLine, ...]
    parameters: int
    without: tuple[str, ...]

    @property
    def seeds_words(self) -> str:
        if not self.seeds:
            return "not recorded"
        if len(self.seeds) > 2 and self.seeds == tuple(range(self.seeds[0], self.seeds[-1] + 1)):
            return f"{self.seeds[0]} to {self.seeds[-1]}"
        return ", ".join(map(str, self.seeds))


def grounds(records: Sequence[Record]) -> Grounds:
    """What stands behind one run, or several of the same scenario."""
    first = records[0]
    manifest, scenario = first.manifest, first.scenario
    given = scenario.get("parameters")
    lines = _parameters(given if isinstance(given, dict) else {}, _classes(scenario))
    assumed = tuple(line for line, spec in lines if spec.assumed and not spec.claim and not spec.fact)
    seeds = tuple(
        sorted({int(seed) for seed in (record.manifest.get("seed") for record in records) if seed is not None})
    )
    months = first.months
    return Grounds(
        name=str(manifest.get("name") or scenario.get("name") or first.folder.name),
        question=" ".join(str(scenario.get("question") or "").split()),
        people=_whole(manifest.get("people_drawn") or manifest.get("people") or scenario.get("people")),
        first=str(scenario.get("from") or (months[0] if months else "")),
        last=str(scenario.get("to") or (months[-1] if months else "")),
        seeds=seeds,
        runs=len(records),
        version=str(manifest.get("version", "")),
        digest=str(manifest.get("rules", "")),
        status=str(manifest.get("status", "")),
        assumed=assumed,
        assumed_count=_whole(manifest.get("assumed_parameters")) or len(assumed),
        changed=tuple(line for line, _ in lines if line.value != line.default),
        parameters=_whole(manifest.get("parameters")) or len(lines),
        without=tuple(str(name) for name in scenario.get("without") or ()),
    )


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _parameters(
    given: dict[str, Any], classes: dict[str, type[Parameters]]
) -> list[tuple[ParameterLine, ParameterSpec]]:
    """Every parameter of the run, or of the model where the run does not list them."""
    found = []
    for mechanism, declared in sorted(classes.items()):
        if given and mechanism not in given:
            continue
        values = given.get(mechanism) or {}
        for name, spec in declared.specs.items():
            default = declared.model_fields[name].default
            value = values.get(name, default)
            line = ParameterLine(
                f"{mechanism}.{name}",
                _spelled(value),
                _spelled(default),
                spec.unit,
                " ".join(spec.meaning.split()),
                spec.assumed or "",
            )
            found.append((line, spec))
    return found


def _classes(scenario: Mapping[str, Any]) -> dict[str, type[Parameters]]:
    """The declarations behind the run: the package's, with the variants and mechanisms the scenario puts in."""
    classes = register.parameter_classes()
    replaced = scenario.get("replace")
    if isinstance(replaced, dict) and replaced:
        with suppress(AllssamError):  # a variant that is no longer there is left out of the list
            classes |= composition.compose(
                replace={str(key): str(value) for key, value in replaced.items()}
            ).parameter_classes()
    return classes


def _spelled(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_spelled(item)}" for key, item in value.items())
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return f"{value:,.0f}" if value == int(value) else f"{value:g}"
    return str(value)
