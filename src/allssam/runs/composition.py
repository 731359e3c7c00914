"""What a run is composed of: month and country as they stand in the package, and what a scenario puts in or takes out."""

import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from allssam.engine import AllssamError, DeclarationError, Parameters, Pipeline, ScenarioError, Schema, Step, nearest

PACKAGE = Path(__file__).resolve().parents[1]
RULE_FLOORS = ("engine", "theory", "world", "mechanisms", "population", "observe")
USERS = "scenario_mechanisms"


@dataclass(frozen=True)
class Base:
    """The model before any scenario: its month, its tables, how a country is drawn and how it is observed."""

    month: Pipeline
    schema: Schema
    population: type[Parameters]
    draw: Callable[[int, int, Any, int], Any]
    observe: Callable[..., Iterable[tuple[str, str, str, float, str]]]
    memory: Callable[[int], int]
    fewest_people: int = 1


@cache
def base() -> Base:
    """The model as it stands in the package."""
    from allssam import population
    from allssam.month import MONTH
    from allssam.observe import observe_month
    from allssam.population.country import FEWEST_PEOPLE
    from allssam.world import SCHEMA

    return Base(
        MONTH,
        SCHEMA,
        population.Population,
        population.draw_country,
        observe_month,
        population.memory_needed,
        FEWEST_PEOPLE,
    )


@cache
def rules_digest(extra: tuple[Path, ...] = ()) -> str:
    """A digest of everything a run's bytes rest on: the text of the rules, and of a scenario's own mechanisms."""
    files = [path for floor in RULE_FLOORS for path in sorted((PACKAGE / floor).rglob("*.py"))]
    digest = hashlib.blake2b(digest_size=12)
    for path in [*files, PACKAGE / "month.py"]:
        if path.is_file():
            digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    for path in extra:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


# -------------------------------------------------------------------------------------- a scenario's own mechanisms


@dataclass(frozen=True)
class Own:
    """A user's own mechanism: its file, and the mechanism or step before or after which it happens."""

    file: Path
    before: str = ""
    after: str = ""


def load(path: Path) -> ModuleType:
    """The module of a mechanism file outside the package.  Raises ScenarioError where it cannot be loaded."""
    path = path.resolve()
    name = f"{USERS}.{path.stem}"
    kept = sys.modules.get(name)
    if kept is not None and getattr(kept, "__file__", None) == str(path):
        return kept
    if not path.is_file():
        raise ScenarioError(f"{path} does not exist. Name the file of a mechanism, relative to the scenario.")
    if USERS not in sys.modules:
        sys.modules[USERS] = ModuleType(USERS)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ScenarioError(f"{path} is not a Python file.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except AllssamError:
        del sys.modules[name]
        raise
    except Exception as error:
        del sys.modules[name]
        line = getattr(error, "lineno", None)
        at = f":{line}" if line else ""
        raise ScenarioError(f"{path}{at} cannot be loaded: {type(error).__name__}: {error}") from error
    return module


def steps_of(module: ModuleType) -> list[Step]:
    """The steps of a mechanism file, in the order in which they are written."""
    return [item for item in vars(module).values() if isinstance(item, Step)]


def with_own(month: Pipeline, own: Own) -> Pipeline:
    """The month with a mechanism of one's own, at its end unless it says where."""
    if own.file.stem in month.mechanisms:
        raise ScenarioError(
            f"{own.file.name} has the name of a mechanism of the month. To do that otherwise write "
            f"replace: {{{own.file.stem}: {own.file.name}}}; to add one, give the file another name."
        )
    added = steps_of(load(own.file))
    if not added:
        raise ScenarioError(f"{own.file.name} holds no step. A mechanism has at least one function under @step.")
    steps = list(month.steps)
    place = len(steps)
    if own.before or own.after:
        anchor = own.before or own.after
        places = [at for at, step in enumerate(steps) if anchor in (step.mechanism, step.name)]
        if not places:
            known = [*month.mechanisms, *(step.name for step in steps)]
            raise ScenarioError(f"{anchor} is neither a mechanism nor a step of the month.{nearest(anchor, known)}")
        place = places[0] if own.before else places[-1] + 1
    return Pipeline(*steps[:place], *added, *steps[place:])


def variants() -> list[str]:
    """The rival explanations that ship with the package."""
    return sorted(path.stem for path in (PACKAGE / "mechanisms" / "variants").glob("*.py") if path.stem != "__init__")


def variant(named: str, folder: Path) -> ModuleType | Step:
    """A variant by name (joint_monopoly, joint_monopoly.demand) or by file (my_rivalry.py, my_rivalry.py:demand)."""
    if ".py" in named:
        file, _, step = named.partition(".py")
        module, step = load(folder / f"{file}.py"), step.lstrip(":")
    else:
        name, _, step = named.partition(".")
        if name not in variants():
            raise ScenarioError(
                f"{name} is not a variant.{nearest(name, variants())} Known: {', '.join(variants()) or 'none'}."
            )
        module = importlib.import_module(f"allssam.mechanisms.variants.{name}")
    if not step:
        return module
    found = {item.name.split(".")[-1]: item for item in steps_of(module)}
    if step not in found:
        raise ScenarioError(f"{step} is not a step of {named}.{nearest(step, found)}")
    return found[step]


def variant_file(named: str, folder: Path) -> Path | None:
    """The file behind a variant that is named by file."""
    return (folder / f"{named.partition('.py')[0]}.py").resolve() if ".py" in named else None


def compose(
    own: Iterable[Own] = (),
    replace: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
    folder: Path = Path(),
) -> Pipeline:
    """The month of a scenario.  Raises ScenarioError at the first thing that does not fit."""
    month = base().month
    for item in own:
        month = with_own(month, item)
    for name, named in (replace or {}).items():
        month = month.replace({name: variant(named, folder)})
    return month.without(*without)


def declaration_faults(month: Pipeline, known_claims: Iterable[str] | None) -> list[str]:
    """What is wrong with the steps and rules of a month."""
    try:
        return month.faults(base().schema, known_claims)
    except DeclarationError as error:
        return list(error.faults)
