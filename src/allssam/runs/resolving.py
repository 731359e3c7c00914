"""Resolving a scenario: parents, file and command line laid one over the other, and every fault told at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from allssam.engine import (
    DeclarationError,
    InputError,
    Parameters,
    ParameterSpec,
    Pipeline,
    ScenarioError,
    month_number,
    month_text,
    nearest,
)
from allssam.runs import composition, estimates
from allssam.runs.composition import Own
from allssam.runs.located import Located, read_yaml, scalar_or_map
from allssam.runs.scenario import (
    DEFAULTS,
    EARLIEST,
    KEYS,
    LATER_KEYS,
    LATEST,
    Later,
    Plan,
    Scenario,
    Values,
    find,
    shown_name,
)  # fmt: skip

MOST_SETTLING = 240
MOST_SEED = 2**63 - 1
MOST_PEOPLE = 2**31 - 1
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}$")


@dataclass(frozen=True)
class Setting:
    """A value, where it was said, and its lines where it came from a file."""

    value: Any
    where: str
    located: Located | None = None
    file: str = ""
    folder: Path = Path()

    def at(self, key: Any) -> str:
        """Where one key of a map was said."""
        if self.located is not None and isinstance(self.located.value, dict) and key in self.located.value:
            return f"{self.file}:{self.located.value[key].line}: "
        return self.where


@dataclass
class _Draft:
    """What has been said so far: later files and the command line come on top."""

    scalars: dict[str, Setting] = field(default_factory=dict)
    parameters: dict[str, dict[str, Setting]] = field(default_factory=dict)
    without: list[Setting] = field(default_factory=list)
    replace: dict[str, Setting] = field(default_factory=dict)
    mechanisms: list[Setting] = field(default_factory=list)
    later: dict[int, "_Draft"] = field(default_factory=dict)
    later_where: dict[int, str] = field(default_factory=dict)


def parse_change(text: str) -> tuple[str, Any]:
    """NAME=VALUE of the command line as a name and a value.  Raises InputError."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise InputError(
            f"--set {text}: write NAME=VALUE, such as --set ruler.tolerance=0.4 or --set ruler.tolerance@2013-01=0.6"
        )
    return name.strip(), scalar_or_map(value.strip(), f"--set {name.strip()}")


def resolve(
    named: str | Path = "baseline",
    *,
    people: int | None = None,
    first: str | None = None,
    last: str | None = None,
    seed: int | None = None,
    changes: Mapping[str, Any] | Sequence[str] = (),
    without: Sequence[str] = (),
    for_running: bool = True,
) -> Scenario:
    """A scenario with everything the command line adds.  Raises ScenarioError with every fault at once.

    `changes` holds names such as ruler.tolerance or ruler.tolerance@2013-01 with values, or texts NAME=VALUE.
    """
    return _Resolver().resolve(named, people, first, last, seed, changes, without, for_running)


class _Resolver:
    """Reads the chain of parents, lays one over the other, and gathers every fault."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.known: dict[str, type[Parameters]] = {}

    def resolve(
        self,
        named: str | Path,
        people: int | None,
        first: str | None,
        last: str | None,
        seed: int | None,
        changes: Mapping[str, Any] | Sequence[str],
        without: Sequence[str],
        for_running: bool,
    ) -> Scenario:
        draft = _Draft()
        chain = self._chain(named)
        for path, document in chain:
            draft.scalars.pop("name", None)  # a child is named by its own file
            self._lay(draft, document, shown_name(path), path.parent)
        for key, value, flag in (
            ("people", people, "--people"),
            ("from", first, "--from"),
            ("to", last, "--to"),
            ("seed", seed, "--seed"),
        ):
            if value is not None:
                draft.scalars[key] = Setting(value, f"{flag}: ")
        draft.without += [Setting(name, f"--without {name}: ") for name in without]
        given = self._given(changes)

        name = self._name(draft, chain[-1][0].stem if chain else "scenario")
        start, end = self._months(draft)
        people_count = self._count(
            draft, "people", composition.base().fewest_people, MOST_PEOPLE, "one county a province"
        )
        seed_number = self._count(draft, "seed", 0, MOST_SEED, "a whole number")
        settle = self._count(draft, "settle", 0, MOST_SETTLING, "months before the first")
        own = self._own(draft)
        month = self._compose(own, draft)
        self.known = {**month.parameter_classes(), **composition.base().month.parameter_classes()}
        self._compose_later(draft, own, start)
        self.known["population"] = composition.base().population

        parameters = self._parameters(draft.parameters)
        for change, value, where in given:
            self._change(parameters, change, value, where, start)
        later = self._later(draft)
        question = draft.scalars.get("question", Setting("", "")).value
        if not isinstance(question, str):
            self.faults.append(f"{draft.scalars['question'].where}question is {question!r}; it should be a sentence.")
            question = ""
        if for_running and people_count > 0:
            fault = estimates.memory_fault(people_count)
            if fault:
                self.faults.append(draft.scalars.get("people", Setting(0, "")).where + fault)
        if for_running:
            from allssam import evidence

            self.faults += composition.declaration_faults(month, evidence.claims())
        if self.faults:
            raise ScenarioError(*dict.fromkeys(self.faults))
        return Scenario(
            name=name,
            question=" ".join(question.split()),
            first=start,
            last=end,
            people=people_count,
            seed=seed_number,
            without=tuple(dict.fromkeys(str(item.value) for item in draft.without)),
            replace={key: _resolved_variant(item) for key, item in draft.replace.items()},
            mechanisms=own,
            parameters=parameters,
            later=later,
            settle=settle,
        )

    # ----------------------------------------------------------------------------------------------- files and keys

    def _chain(self, named: str | Path) -> list[tuple[Path, Located]]:
        """The files from the oldest parent to the scenario itself."""
        found: list[tuple[Path, Located]] = []
        where, folder, wanted = "", Path(), named
        while True:
            name = str(wanted)
            try:
                path = find(wanted, folder)
                name = shown_name(path)
                if path.resolve() in [item.resolve() for item, _ in found]:
                    circle = " → ".join([item.stem for item, _ in reversed(found)] + [path.stem])
                    self.faults.append(f"{where}the parents run in a circle: {circle}. Take one of them out.")
                    break
                document, faults = read_yaml(path, name)
            except ScenarioError as error:
                self.faults += [fault if fault.startswith(f"{name}:") else where + fault for fault in error.faults]
                if not found:
                    raise ScenarioError(*self.faults) from None
                break
            self.faults += faults
            if not isinstance(document.value, dict):
                said = "is empty" if document.value is None else "is not a list of keys and values"
                self.faults.append(
                    f"{name}:{document.line}: {said}. A scenario holds keys such as parent: baseline and parameters."
                )
                break
            found.insert(0, (path, document))
            parent = document.value.get("parent")
            if parent is None or parent.value is None:
                break
            where, folder, wanted = f"{name}:{parent.line}: ", path.parent, parent.value
            if not isinstance(wanted, str):
                self.faults.append(
                    f"{where}parent is {wanted!r}; it should be the name of a scenario or the path of a file."
                )
                break
        return found

    def _lay(self, draft: _Draft, document: Located, file: str, folder: Path) -> None:
        for key, item in document.value.items():
            where = f"{file}:{item.line}: "
            setting = Setting(item.plain, where, item, file, folder)
            if key not in KEYS:
                self.faults.append(
                    f"{where}{key} is not a key of a scenario.{nearest(key, KEYS)} Known: {', '.join(KEYS)}."
                )
            elif key in ("from", "to", "people", "seed", "settle", "question", "name"):
                draft.scalars[key] = setting
            elif key == "later":
                self._lay_later(draft, setting)
            elif key != "parent" and item.value is not None:
                self._lay_part(draft, key, setting)

    def _lay_part(self, draft: _Draft, key: str, setting: Setting) -> None:
        """One of the keys that hold several things: what it says is added to what the parents say."""
        located = setting.located
        if located is None:
            return
        if key in ("without", "mechanisms"):
            if not isinstance(located.value, list):
                example = "[disputes]" if key == "without" else "[my_mechanism.py]"
                self.faults.append(
                    f"{setting.where}{key} is {setting.value!r}; it should be a list, such as {example}."
                )
                return
            into = draft.without if key == "without" else draft.mechanisms
            into += [
                Setting(item.plain, f"{setting.file}:{item.line}: ", item, setting.file, setting.folder)
                for item in located.value
            ]
            return
        if not isinstance(located.value, dict):
            example = "{ruler: {tolerance: 0.4}}" if key == "parameters" else "{rivalry: joint_monopoly}"
            self.faults.append(f"{setting.where}{key} is {setting.value!r}; it should be a map, such as {example}.")
            return
        for name, item in located.value.items():
            where = f"{setting.file}:{item.line}: "
            if key == "replace":
                draft.replace[str(name)] = Setting(item.plain, where, item, setting.file, setting.folder)
            elif not isinstance(item.value, dict):
                self.faults.append(
                    f"{where}{name} is {item.plain!r}; it should be a map of parameters, such as {{tolerance: 0.4}}."
                )
            else:
                held = draft.parameters.setdefault(str(name), {})
                for parameter, value in item.value.items():
                    held[str(parameter)] = Setting(
                        value.plain, f"{setting.file}:{value.line}: ", value, setting.file, setting.folder
                    )

    def _lay_later(self, draft: _Draft, setting: Setting) -> None:
        located = setting.located
        if located is None or located.value is None:
            return
        if not isinstance(located.value, dict):
            self.faults.append(
                f"{setting.where}later should be a map from months to what changes then, such as {{2013-01: {{parameters: …}}}}."
            )
            return
        for key, item in located.value.items():
            where = f"{setting.file}:{item.line}: "
            month = self._month(key, where, "later")
            if month is None:
                continue
            if not isinstance(item.value, dict):
                self.faults.append(f"{where}later {key} should be a map with {', '.join(LATER_KEYS)}.")
                continue
            part = draft.later.setdefault(month, _Draft())
            draft.later_where[month] = where
            for name, value in item.value.items():
                at = f"{setting.file}:{value.line}: "
                if name not in LATER_KEYS:
                    self.faults.append(
                        f"{at}{name} cannot change in the middle of a run.{nearest(name, LATER_KEYS)} Known here: {', '.join(LATER_KEYS)}."
                    )
                elif value.value is not None:
                    self._lay_part(part, name, Setting(value.plain, at, value, setting.file, setting.folder))

    # -------------------------------------------------------------------------------------------- names and numbers

    def _name(self, draft: _Draft, stem: str) -> str:
        setting = draft.scalars.get("name")
        name = stem if setting is None else setting.value
        if not isinstance(name, str) or not NAME.match(name):
            where = setting.where if setting else ""
            self.faults.append(
                f"{where}name is {name!r}; it should be one word of letters, digits, - and _, since folders are named by it."
            )
            return "scenario"
        return name

    def _month(self, value: Any, where: str, key: str) -> int | None:
        try:
            month = month_number(str(value) if not isinstance(value, str) else value)
        except InputError as error:
            self.faults.append(f"{where}{key}: {error}")
            return None
        if not month_number(EARLIEST) <= month <= month_number(LATEST):
            self.faults.append(f"{where}{key} is {value}; it should lie between {EARLIEST} and {LATEST}.")
            return None
        return month

    def _months(self, draft: _Draft) -> tuple[int, int]:
        found = {}
        for key in ("from", "to"):
            setting = draft.scalars.get(key, Setting(DEFAULTS[key], ""))
            found[key] = self._month(setting.value, setting.where, key)
        start, end = found["from"], found["to"]
        if start is not None and end is not None and end < start:
            setting = draft.scalars.get("to", draft.scalars.get("from", Setting(None, "")))
            self.faults.append(
                f"{setting.where}the run ends in {month_text(end)}, before it begins in {month_text(start)}. "
                f"Give a later to: or an earlier from:."
            )
            end = start
        start = start if start is not None else month_number(str(DEFAULTS["from"]))
        return start, end if end is not None else start

    def _count(self, draft: _Draft, key: str, low: int, high: int, what: str) -> int:
        setting = draft.scalars.get(key, Setting(DEFAULTS[key], ""))
        value = setting.value
        if isinstance(value, bool) or not isinstance(value, int):
            self.faults.append(
                f"{setting.where}{key} is {value!r}; it should be a whole number, such as {DEFAULTS[key]:_}."
            )
            return 0
        if value < low:
            self.faults.append(f"{setting.where}{key} is {value:,}; it should be at least {low:,} ({what}).")
            return 0
        if value > high:
            self.faults.append(f"{setting.where}{key} is {value:,}; it should be at most {high:,} ({what}).")
            return 0
        return int(value)

    # ------------------------------------------------------------------------------------------------- what happens

    def _own(self, draft: _Draft) -> tuple[Own, ...]:
        found = []
        for setting in draft.mechanisms:
            said = setting.value if isinstance(setting.value, dict) else {"file": setting.value}
            unknown = [key for key in said if key not in ("file", "before", "after")]
            if unknown or not isinstance(said.get("file"), str):
                self.faults.append(
                    f"{setting.where}a mechanism of one's own is the path of its file, or {{file: …, before: …}} or {{file: …, after: …}}."
                )
                continue
            path = (setting.folder / Path(said["file"]).expanduser()).resolve()
            found.append(Own(path, str(said.get("before", "")), str(said.get("after", ""))))
        return tuple(found)

    def _compose(self, own: tuple[Own, ...], draft: _Draft) -> Pipeline:
        """The month before anything is taken out, with a fault for each thing that does not fit."""
        month = composition.base().month
        files = {item.file: setting for item, setting in zip(own, draft.mechanisms, strict=False)}
        for item in own:
            month = self._tried(month, lambda held, item=item: composition.with_own(held, item), files[item.file].where)
        for name, setting in draft.replace.items():
            month = self._tried(
                month, lambda held, name=name, setting=setting: _with_variant(held, name, setting), setting.where
            )
        for setting in draft.without:
            self._tried(month, lambda held, setting=setting: held.without(str(setting.value)), setting.where)
        return month

    def _tried(self, month: Pipeline, change: Any, where: str) -> Pipeline:
        try:
            changed: Pipeline = change(month)
        except (ScenarioError, DeclarationError) as error:
            self.faults += [where + fault for fault in error.faults]
            return month
        return changed

    # --------------------------------------------------------------------------------------------------- parameters

    def _parameters(self, given: Mapping[str, Mapping[str, Setting]]) -> Values:
        """Every parameter of every known mechanism, with its value."""
        found: Values = {}
        for mechanism, settings in given.items():
            self._known(mechanism, settings)
        for mechanism, made in self.known.items():
            default = made()
            found[mechanism] = {name: getattr(default, name) for name in made.specs}
            for name, setting in given.get(mechanism, {}).items():
                if name in made.specs:
                    found[mechanism][name] = self._checked(mechanism, name, setting)
        return found

    def _known(self, mechanism: str, settings: Mapping[str, Setting]) -> None:
        made = self.known.get(mechanism)
        for name, setting in settings.items():
            if made is None:
                self.faults.append(
                    f"{setting.where}{mechanism} is not a mechanism with parameters.{nearest(mechanism, self.known)} See: allssam params"
                )
                break
            if name not in made.specs:
                self.faults.append(
                    f"{setting.where}{mechanism}.{name} is not a parameter of {mechanism}.{self._near(mechanism, name)}"
                )

    def _near(self, mechanism: str, name: str) -> str:
        found = nearest(name, self.known[mechanism].specs)
        if found:
            return found
        elsewhere = [f"{other}.{name}" for other, made in self.known.items() if name in made.specs]
        return f" Did you mean {elsewhere[0]}?" if elsewhere else " See: allssam params"

    def _checked(self, mechanism: str, name: str, setting: Setting) -> Any:
        """The value as the mechanism will have it; faults are told with the line of the date or place they are about."""
        made = self.known[mechanism]
        try:
            return getattr(made.from_values({name: setting.value}), name)
        except ScenarioError as error:
            for fault in error.faults:
                fault = fault.replace(f"{made.mechanism}.", f"{mechanism}.")
                keys = list(setting.value) if isinstance(setting.value, dict) else []
                about = [
                    key
                    for key in keys
                    if any(mark in fault for mark in (f" at {key} ", f".{key} ", f".{key}:", f": {key} ", f": '{key}'"))
                ]
                self.faults.append((setting.at(about[0]) if about else setting.where) + fault)
        except (OverflowError, ValueError, TypeError):
            self.faults.append(f"{setting.where}{mechanism}.{name} is not a number that can be used.")
        return made.specs[name].default

    # -------------------------------------------------------------------------------- --set, and what changes later

    def _given(self, changes: Mapping[str, Any] | Sequence[str]) -> list[tuple[str, Any, str]]:
        found = []
        if isinstance(changes, Mapping):
            return [(str(name), value, f"{name}: ") for name, value in changes.items()]
        for text in changes:
            try:
                name, value = parse_change(text)
            except InputError as error:
                self.faults += error.faults
                continue
            found.append((name, value, f"--set {text}: "))
        # from a date on: what comes later is set after what comes before, in whatever order they are given
        return sorted(found, key=lambda change: change[0].partition("@")[2])

    def _change(self, parameters: Values, change: str, value: Any, where: str, start: int) -> None:
        """One change of a parameter: whole, or from a date (NAME@2013-01), or in a place (NAME.Ryanggang)."""
        full, at, date = change.partition("@")
        mechanism, _, rest = full.partition(".")
        name, _, place = rest.partition(".")
        if not name:
            self.faults.append(
                f"{where}a parameter is named mechanism.parameter, such as ruler.tolerance.{nearest(full, self.known)}"
            )
            return
        before = len(self.faults)
        self._known(mechanism, {name: Setting(value, where)})
        if len(self.faults) > before:
            return
        spec = self.known[mechanism].specs[name]
        month = None
        if at:
            month = self._month(date, where, "the date behind @")
            if month is None:
                return
            if not spec.dated:
                self.faults.append(
                    f"{where}{mechanism}.{name} does not change by date. Set it for the whole run: --set {mechanism}.{name}=…"
                )
                return
        if place and place not in spec.each:
            said = (
                f"{place} is not known here.{nearest(place, spec.each)}"
                if spec.each
                else "it is one number for the whole country."
            )
            self.faults.append(f"{where}{mechanism}.{name}: {said}")
            return
        changed = _changed(parameters[mechanism][name], value, spec, place, month, start)
        parameters[mechanism][name] = self._checked(mechanism, name, Setting(changed, where))

    def _compose_later(self, draft: _Draft, own: tuple[Own, ...], start: int) -> None:
        """What is put in or taken out in the middle of the run."""
        for month, part in draft.later.items():
            if not start < month:
                where = draft.later_where[month]
                self.faults.append(
                    f"{where}later {month_text(month)} does not lie after the beginning of the run in {month_text(start)}."
                )
            whole = _Draft(mechanisms=draft.mechanisms, replace={**draft.replace, **part.replace}, without=part.without)
            self.known.update(self._compose(own, whole).parameter_classes())

    def _later(self, draft: _Draft) -> tuple[Later, ...]:
        found = []
        for month in sorted(draft.later):
            part = draft.later[month]
            changed: Values = {}
            for mechanism, settings in part.parameters.items():
                if mechanism == "population":
                    self.faults.append(
                        f"{draft.later_where[month]}population.* is used when the country is drawn and cannot change later."
                    )
                    continue
                self._known(mechanism, settings)
                for name, setting in settings.items():
                    if mechanism in self.known and name in self.known[mechanism].specs:
                        changed.setdefault(mechanism, {})[name] = self._checked(mechanism, name, setting)
            replaced = {key: _resolved_variant(item) for key, item in part.replace.items()}
            found.append(Later(month, changed, tuple(str(item.value) for item in part.without), replaced))
        return tuple(found)


def _resolved_variant(setting: Setting) -> str:
    """A variant's name; a file is named by its whole path, so that the resolved scenario can be used from anywhere."""
    text = str(setting.value)
    path = composition.variant_file(text, setting.folder)
    return text if path is None else f"{path}{text.partition('.py')[2]}"


def _with_variant(month: Pipeline, name: str, setting: Setting) -> Pipeline:
    if not isinstance(setting.value, str):
        raise ScenarioError(f"{name} is to be replaced by {setting.value!r}; name a variant or a file.")
    return month.replace({name: composition.variant(setting.value, setting.folder)})


def _changed(held: Any, value: Any, spec: ParameterSpec, place: str, month: int | None, start: int) -> Any:
    """A parameter's value after a change from a date on, in a place, or both."""
    if place:
        by_place = dict(held) if _is_by_place(held, spec) else dict.fromkeys(spec.each, held)
        before = by_place.get(place, by_place.get("other"))
        by_place[place] = _changed(before, value, spec, "", month, start)
        return by_place
    if month is None:
        return value
    if _is_by_place(held, spec):
        return {key: _changed(item, value, spec, "", month, start) for key, item in held.items()}
    dated = dict(held) if isinstance(held, dict) else ({month_text(start): held} if start < month else {})
    before = {when: each for when, each in dated.items() if when < month_text(month)}
    return {**dict(sorted(before.items())), month_text(month): value}


def _is_by_place(value: Any, spec: ParameterSpec) -> bool:
    return isinstance(value, dict) and bool(spec.each) and any(key in spec.each or key == "other" for key in value)


def branched(
    scenario: Scenario, at: str, changes: Mapping[str, Any] | Sequence[str], without: Sequence[str] = ()
) -> Scenario:
    """A scenario with the same past and other rules from a month on.  Raises ScenarioError with every fault at once."""
    resolver = _Resolver()
    month = resolver._month(at, "--at: ", "the month")
    if month is not None and not scenario.first < month <= scenario.last:
        resolver.faults.append(
            f"--at {at}: a branch parts from its run after the first month, {month_text(scenario.first)}, "
            f"and not after the last, {month_text(scenario.last)}."
        )
    if not changes and not without:
        resolver.faults.append("A branch changes something: give --set NAME=VALUE or --without MECHANISM.")
    plan = Plan(scenario)
    composed = plan.stages[-1].month
    resolver.known = dict(composed.parameter_classes())
    held: Values = {name: dict(values) for name, values in scenario.parameters.items()}
    for item in scenario.later:
        for name, values in item.parameters.items():
            held.setdefault(name, {}).update(values)
    before = {name: dict(values) for name, values in held.items()}
    for change, value, where in resolver._given(changes):
        if change.startswith("population."):
            resolver.faults.append(
                f"{where}population.* is used when the country is drawn; a branch shares that past. Start a run of its own."
            )
        else:
            resolver._change(held, change, value, where, scenario.first)
    for name in without:
        resolver._tried(composed, lambda month, name=name: month.without(name), f"--without {name}: ")
    if resolver.faults:
        raise ScenarioError(*dict.fromkeys(resolver.faults))
    assert month is not None
    changed = {
        mechanism: {name: value for name, value in values.items() if value != before.get(mechanism, {}).get(name)}
        for mechanism, values in held.items()
    }
    changed = {mechanism: values for mechanism, values in changed.items() if values}
    if not changed and not without:
        raise ScenarioError("A branch changes something: what --set gives is what the run has already.")
    earlier = [item for item in scenario.later if item.month < month]
    same = [item for item in scenario.later if item.month == month]
    parameters: Values = {name: dict(values) for item in same for name, values in item.parameters.items()}
    for mechanism, values in changed.items():
        parameters.setdefault(mechanism, {}).update(values)
    replaced = {key: value for item in same for key, value in item.replace.items()}
    removed = tuple(name for item in same for name in item.without) + tuple(without)
    after = [item for item in scenario.later if item.month > month]
    return replace(scenario, later=(*earlier, Later(month, parameters, removed, replaced), *after))
