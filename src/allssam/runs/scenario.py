"""Scenarios: what is asked of the model, with every parameter at its value, and what follows for each month."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allssam.engine import Parameters, Pipeline, ScenarioError, month_text, nearest
from allssam.runs import composition
from allssam.runs.composition import Own
from allssam.runs.located import shown

SHIPPED = Path(__file__).resolve().parents[1] / "scenarios"
KEYS = (
    "name", "parent", "question", "from", "to", "settle", "people", "seed", "without", "replace", "parameters", "mechanisms", "later",
)  # fmt: skip
LATER_KEYS = ("parameters", "without", "replace")
DEFAULTS = {"from": "2009-01", "to": "2016-12", "people": 250_000, "seed": 1, "settle": 0, "question": ""}
EARLIEST, LATEST = "1990-01", "2099-12"

Values = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Later:
    """What changes at a month in the middle of a run, and holds from then on."""

    month: int
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    replace: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A resolved scenario: every parameter has its value."""

    name: str
    question: str
    first: int
    last: int
    people: int
    seed: int
    without: tuple[str, ...]
    replace: Mapping[str, str]
    mechanisms: tuple[Own, ...]
    parameters: Mapping[str, Mapping[str, Any]]
    later: tuple[Later, ...] = ()
    settle: int = 0
    """Months lived through before the first, under its policy and unrecorded, so that purses, capital and ties begin at rest."""

    @property
    def months(self) -> int:
        """How many months the run has."""
        return self.last - self.first + 1

    @property
    def own_files(self) -> tuple[Path, ...]:
        """Files of mechanisms and variants from outside the package."""
        stages = [self.replace, *(item.replace for item in self.later)]
        named = [
            path for stage in stages for text in stage.values() if (path := composition.variant_file(text, Path()))
        ]
        return tuple(sorted({*(own.file for own in self.mechanisms), *named}))

    @property
    def rules(self) -> str:
        """The digest of the rules it runs under."""
        return composition.rules_digest(self.own_files)

    @property
    def digest(self) -> str:
        """A digest of everything the scenario says."""
        return hashlib.blake2b(json.dumps(self.as_record(), sort_keys=True).encode(), digest_size=12).hexdigest()

    def as_record(self) -> dict[str, Any]:
        """The scenario as plain data, in the form of a scenario file."""
        record: dict[str, Any] = {
            "name": self.name,
            "question": self.question,
            "from": month_text(self.first),
            "to": month_text(self.last),
            "settle": self.settle,
            "people": self.people,
            "seed": self.seed,
            "without": list(self.without),
            "replace": dict(self.replace),
            "mechanisms": [_own_record(own) for own in self.mechanisms],
            "parameters": {name: dict(values) for name, values in self.parameters.items()},
        }
        if self.later:
            record["later"] = {
                month_text(item.month): {
                    "parameters": {name: dict(values) for name, values in item.parameters.items()},
                    "without": list(item.without),
                    "replace": dict(item.replace),
                }
                for item in self.later
            }
        return record


def _own_record(own: Own) -> dict[str, str]:
    record = {"file": str(own.file)}
    if own.before:
        record["before"] = own.before
    if own.after:
        record["after"] = own.after
    return record


# ------------------------------------------------------------------------------------------------ the plan of a run


@dataclass(frozen=True)
class Stage:
    """A month's steps and the parameters they run under, from a month on."""

    since: int
    month: Pipeline
    parameters: Mapping[str, Parameters]


class Plan:
    """What happens in each month of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        composed = _composed(scenario, scenario.replace, scenario.without)
        values = {name: dict(given) for name, given in scenario.parameters.items()}
        self.stages = [Stage(scenario.first, composed, _instances(composed, values))]
        removed, replaced = list(scenario.without), dict(scenario.replace)
        for item in scenario.later:
            removed += item.without
            replaced.update(item.replace)
            composed = _composed(scenario, replaced, removed)
            for name, given in item.parameters.items():
                values.setdefault(name, {}).update(given)
            self.stages.append(Stage(item.month, composed, _instances(composed, values)))
        population = composition.base().population
        self.population = population.from_values(dict(scenario.parameters.get("population", {})))

    def at(self, month: int) -> tuple[Pipeline, dict[str, Any]]:
        """The steps of a month and the values of their parameters in it."""
        held = self.stages[0]
        for stage in self.stages:
            if stage.since <= month:
                held = stage
        return held.month, {name: made.in_month(month) for name, made in held.parameters.items()}


def _composed(scenario: Scenario, replaced: Mapping[str, str], removed: Iterable[str]) -> Pipeline:
    return composition.compose(scenario.mechanisms, replaced, removed)


def _instances(month: Pipeline, values: Values) -> dict[str, Parameters]:
    return {name: made.from_values(values.get(name, {})) for name, made in month.parameter_classes().items()}


# ------------------------------------------------------------------------------------------------ finding scenarios


def shipped() -> dict[str, Path]:
    """The scenarios that come with the package, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.yaml"))}


def find(named: str | Path, folder: Path) -> Path:
    """The file of a scenario: one that is shipped, or a path.  Raises ScenarioError where there is none."""
    text = str(named)
    known = shipped()
    if text in known:
        return known[text]
    looks_like_path = text.endswith((".yaml", ".yml")) or "/" in text
    path = folder / Path(text).expanduser()
    if looks_like_path or path.is_file():
        if not path.exists():
            near = nearest(Path(text).stem, known)
            raise ScenarioError(f"the scenario file {text} does not exist.{near} See: allssam scenarios")
        return path
    raise ScenarioError(
        f"{text!r} is no scenario.{nearest(text, known)} Known: {', '.join(known)}; or give the path of a file."
    )


def shown_name(path: Path) -> str:
    """The name of a scenario's file in messages."""
    return path.name if path.parent == SHIPPED else shown(path)


# ---------------------------------------------------------------------------------------------------------- writing


def to_yaml(scenario: Scenario) -> str:
    """The resolved scenario as a scenario file: every parameter with its value, unit and meaning."""
    return "\n".join(_lines(scenario)) + "\n"


def _lines(scenario: Scenario) -> Iterator[str]:
    record = scenario.as_record()
    yield "# A resolved scenario: every parameter with its value.  Simulated, no real person."
    for key in ("name", "question", "from", "to", "settle", "people", "seed"):
        yield f"{key}: {_flow(record[key])}"
    for key in ("without", "replace", "mechanisms"):
        if record[key]:
            yield f"{key}: {_flow(record[key])}"
    if scenario.later:
        yield "later:"
        for when, change in record["later"].items():
            yield f"  {when}:"
            yield from (f"    {key}: {_flow(change[key])}" for key in LATER_KEYS if change[key])
    yield "parameters:"
    classes = {
        **composition.compose(scenario.mechanisms, scenario.replace).parameter_classes(),
        "population": composition.base().population,
    }
    for mechanism, values in scenario.parameters.items():
        if not values:
            continue
        yield f"  {mechanism}:"
        for name, value in values.items():
            spec = classes[mechanism].specs.get(name) if mechanism in classes else None
            said = f"  # {spec.unit}. {spec.meaning}" if spec else ""
            yield f"    {name}: {_flow(value)}{' '.join(said.split(chr(10)))}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, str):
        return (
            value
            if re.fullmatch(r"\d{4}-\d{2}|[A-Za-z][A-Za-z_.-]*[A-Za-z]", value) and value.lower() not in _WORDS
            else json.dumps(value, ensure_ascii=False)
        )
    return json.dumps(value)


_WORDS = ("true", "false", "null", "yes", "no", "on", "off")
