"""The list of steps a month consists of, and the check of everything before the first month."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from types import ModuleType

from allssam.engine.errors import DeclarationError, ScenarioError
from allssam.engine.journal import Kind
from allssam.engine.ledger import Purpose, Sector
from allssam.engine.parameters import Parameters, nearest
from allssam.engine.steps import FURNITURE, RULES, Step
from allssam.engine.tables import Index, Table


@dataclass(frozen=True)
class Schema:
    """Everything a world is made of, as declared."""

    tables: Mapping[str, type[Table]]
    indexes: Mapping[str, Index]
    sectors: type[Sector]
    flows: type[Purpose]
    events: type[Kind]
    enums: Mapping[str, type[IntEnum]] | None = None


class Pipeline:
    """Steps in the order in which they happen.  What-ifs make a new list; nothing is patched."""

    def __init__(self, *steps: Step) -> None:
        self.steps = steps
        names = [step.name for step in steps]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise DeclarationError(f"{', '.join(twice)} stands more than once in the month.")

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """Names of the mechanisms, in the order of their first step."""
        return tuple(dict.fromkeys(step.mechanism for step in self.steps))

    def _named(self, name: str) -> list[Step]:
        found = [step for step in self.steps if name in (step.mechanism, step.name)]
        if not found:
            known = [*self.mechanisms, *(step.name for step in self.steps)]
            raise ScenarioError(
                f"{name} is neither a mechanism nor a step of the month.{nearest(name, known)} See: allssam rules"
            )
        return found

    def without(self, *names: str) -> "Pipeline":
        """The month without some mechanisms, or mechanism.steps."""
        faults: list[str] = []
        gone: set[str] = set()
        for name in names:
            try:
                gone |= {step.name for step in self._named(name)}
            except ScenarioError as error:
                faults += error.faults
        if faults:
            raise ScenarioError(*faults)
        return Pipeline(*[step for step in self.steps if step.name not in gone])

    def replace(self, given: Mapping[str, ModuleType | Step] | None = None, **named: ModuleType | Step) -> "Pipeline":
        """The month with a mechanism, or a mechanism.step, done otherwise.

        A module's steps take the place of those of the same name; its other steps stand where the mechanism began, and steps of the
        mechanism it says nothing of stay.  What stands in keeps the name of what it replaces, and so its dice.
        """
        steps = list(self.steps)
        for name, variant in {**(given or {}), **named}.items():
            old = self._named(name)
            mechanism = old[0].mechanism
            if isinstance(variant, Step):
                new = [replace(variant, name=name if "." in name else old[0].name)]
            else:
                new = [
                    replace(item, name=f"{mechanism}.{item.name.split('.')[1]}")
                    for item in vars(variant).values()
                    if isinstance(item, Step)
                ]
            by_name = {item.name: item for item in new}
            if not by_name.keys() & {step.name for step in old}:
                stands_in = variant.name if isinstance(variant, Step) else variant.__name__.rpartition(".")[2]
                own = ", ".join(item.name.split(".")[1] for item in new) or "none"
                raise ScenarioError(
                    f"{stands_in} cannot stand in for {name}: it has no step of that name (its steps: {own}; "
                    f"those of {mechanism}: {', '.join(step.name.split('.')[1] for step in old)})."
                )
            first = steps.index(old[0])
            extra = [item for item in new if item.name not in {step.name for step in old}]
            if isinstance(variant, Step):
                extra = []
            steps = [by_name.get(step.name, step) for step in steps]
            steps[first:first] = extra
        return Pipeline(*steps)

    def parameter_classes(self) -> dict[str, type[Parameters]]:
        """The parameter declarations of the steps, by mechanism."""
        found: dict[str, type[Parameters]] = {}
        for step in self.steps:
            if step.parameters is not None:
                found[step.parameters.mechanism] = step.parameters
        return found

    def faults(self, schema: Schema, claims: Iterable[str] | None = None) -> list[str]:
        """Everything that is wrong with the steps, their rules and the declarations, as sentences."""
        found: list[str] = []
        for step in self.steps:
            found += step.faults
            found += _step_faults(step, schema)
        if claims is not None:
            found += citation_faults(set(claims))
        for kind in schema.events:
            known = {item.name for item in schema.events}
            found += [
                f"Event {kind.name} may be caused by {name}, which is no event.{nearest(name, known)}"
                for name in kind.telling.because
                if name not in known
            ]
        return found

    def check(self, schema: Schema, claims: Iterable[str] | None = None) -> None:
        """Raise DeclarationError with every fault at once."""
        found = self.faults(schema, claims)
        if found:
            raise DeclarationError(*found)


def citation_faults(known: set[str]) -> list[str]:
    """Rules and parameters that cite claims nobody knows."""
    return [
        f"{rule.name} ({rule.file}:{rule.line}) cites the claim {name}, which is not in the register.{nearest(name, known)}"
        for rule in RULES.values()
        for name in rule.claims
        if name not in known
    ]


def _step_faults(step: Step, schema: Schema) -> list[str]:
    where, found = f"{step.name} ({step.file}:{step.line})", []
    tables = schema.tables
    for name in step.reads:
        known = name in tables or name in schema.indexes or name in FURNITURE
        if not known and name.startswith("new_"):
            owner = name[4:]
            known = owner in tables and not tables[owner].lasting
        if not known:
            everything = [
                *tables,
                *schema.indexes,
                *FURNITURE,
                *(f"new_{item}" for item in tables if not tables[item].lasting),
            ]
            found.append(f"{where} asks for {name}, which is no table, index or verb.{nearest(name, everything)}")
    if step.visits is not None and step.visits not in tables:
        found.append(f"{where} visits {step.visits}, which is no table.{nearest(step.visits, tables)}")
    if step.visits is not None and step.visits in tables and step.visits not in step.reads:
        found.append(f"{where} visits {step.visits}, but does not ask for that table.")
    for name in step.changes:
        owner, _, column = name.partition(".")
        if owner not in tables or column not in tables[owner].columns:
            columns = [f"{item}.{key}" for item in tables for key in tables[item].columns]
            found.append(f"{where} changes {name}, which is no column.{nearest(name, columns)}")
        elif owner not in step.reads:
            found.append(f"{where} changes {name}, but does not ask for {owner}.")
        elif owner == "accounts":
            found.append(f"{where} changes {name}. Money moves with pay and in no other way.")
    if "p" in step.reads and step.parameters is None:
        found.append(f"{where} asks for p, but names no parameters=….")
    if step.draws and "dice" not in step.reads:
        found.append(f"{where} declares dice, but does not ask for dice.")
    found += [
        f"{where} records Event.{name}, which is not declared.{nearest(name, schema.events.__members__)}"
        for name in step.tells
        if name not in schema.events.__members__
    ]
    found += [
        f"{where} pays Flow.{name}, which is not declared.{nearest(name, schema.flows.__members__)}"
        for name in step.pays
        if name not in schema.flows.__members__
    ]
    return found
