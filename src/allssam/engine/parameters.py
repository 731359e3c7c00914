"""Parameters: each number declared once, with unit, range, meaning and where it comes from.

    class PerDiem(Parameters):
        share: Share = param(0.04, 0.0, 0.25, "of monthly profit", "What a donju offers unasked", claim="lease-per-diem")

One declaration feeds the compiled rules, the scenario file, its checks, the documentation and the bounds of experiments.
A dated parameter may be given as a step function, {2013-01: 0.6} (it holds until the next date); a parameter declared with
`each=` may be given by name, {Pyongyang: 0.9}, with `other` for the rest.
"""

import difflib
import math
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from allssam.engine.calendar import month_number, month_text
from allssam.engine.errors import DeclarationError, InputError, ScenarioError
from allssam.engine.tables import homed_tuple

Share: TypeAlias = float
Number: TypeAlias = float
Count: TypeAlias = int
Money: TypeAlias = int
Switch: TypeAlias = bool
Dated: TypeAlias = Any
ByPlace: TypeAlias = Any

WON_PER_DOLLAR = 8_200


def usd(dollars: float) -> int:
    """Dollars as whole steady won, at 8,200 to the dollar."""
    return math.floor(dollars * WON_PER_DOLLAR + 0.5)


@dataclass(frozen=True)
class ParameterSpec:
    """What is declared of one parameter."""

    default: Any
    low: Any
    high: Any
    unit: str
    meaning: str
    claim: tuple[str, ...]
    fact: tuple[str, ...]
    assumed: str | None
    dated: bool
    each: tuple[str, ...]
    kind: type = float
    money: bool = False

    @property
    def basis(self) -> str:
        """Where the number comes from, in words."""
        parts = [f"claim {name}" for name in self.claim] + [f"fact {name}" for name in self.fact]
        if self.assumed:
            parts.append(f"assumed: {self.assumed}")
        return "; ".join(parts)


def _several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def param(
    default: Any,
    low: Any,
    high: Any,
    unit: str,
    meaning: str,
    *,
    claim: str | tuple[str, ...] | None = None,
    fact: str | tuple[str, ...] | None = None,
    assumed: str | None = None,
    dated: bool = False,
    each: tuple[str, ...] = (),
) -> Any:
    """Declare a parameter.  One of claim, fact and assumed must be given."""
    if not (claim or fact or assumed):
        raise DeclarationError(
            f"The parameter '{meaning}' has no claim, no fact and no assumed=. Say where it comes from."
        )
    spec = ParameterSpec(default, low, high, unit, meaning, _several(claim), _several(fact), assumed, dated, each)
    return Field(default=default, json_schema_extra={"spec": spec}, validate_default=True)  # type: ignore[dict-item]


def nearest(name: str, known: Any) -> str:
    """' Did you mean share?' for a misspelt name, or nothing."""
    found = difflib.get_close_matches(str(name), [str(item) for item in known], n=1, cutoff=0.6)
    return f" Did you mean {found[0]}?" if found else ""


def _shown(number: Any) -> str:
    return f"{number:,}" if isinstance(number, int) and not isinstance(number, bool) else f"{number:g}"


class Parameters(BaseModel):
    """The parameters of a mechanism.  Its name is that of the file it stands in."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    specs: ClassVar[dict[str, ParameterSpec]] = {}
    mechanism: ClassVar[str] = ""
    Values: ClassVar[Any] = None
    _always: list[Any] | None = PrivateAttr(default=None)
    _dated: list[tuple[int, ParameterSpec, Any]] = PrivateAttr(default_factory=list)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        cls.mechanism = cls.__module__.rsplit(".", 1)[-1]
        hints = get_type_hints(cls)
        cls.specs = {}
        for name, info in cls.model_fields.items():
            extra = info.json_schema_extra
            if not isinstance(extra, dict) or "spec" not in extra:
                raise DeclarationError(f"{cls.mechanism}.{name} is not declared with param(…).")
            given: Any = extra["spec"]
            hint = hints[name]
            default = given.default
            while isinstance(default, dict):
                default = next(iter(default.values()))
            kind = hint if hint in (float, int, bool) else type(default)
            is_money = "won" in given.unit.split()
            cls.specs[name] = ParameterSpec(
                **{**given.__dict__, "kind": kind, "money": is_money},
            )
            info.json_schema_extra = {"spec": cls.specs[name]}  # type: ignore[dict-item]
        cls.Values = homed_tuple(cls.__name__ + "Values", tuple(cls.specs) or ("nothing",), cls.__module__)

    @field_validator("*", mode="before")
    @classmethod
    def _in_range(cls, value: Any, info: ValidationInfo) -> Any:
        name = info.field_name or ""
        extra = cls.model_fields[name].json_schema_extra
        assert isinstance(extra, dict)
        spec: Any = cls.specs.get(name) or extra["spec"]
        faults: list[str] = []
        checked = _checked(
            f"{cls.__module__.rsplit('.', 1)[-1]}.{name}", value, spec, faults, spec.dated, bool(spec.each)
        )
        if faults:
            raise PydanticCustomError("parameter", "{faults}", {"faults": "\n".join(faults)})
        return checked

    @classmethod
    def from_values(cls, given: dict[str, Any]) -> "Parameters":
        """Parameters with some values given.  Raises ScenarioError with every fault at once."""
        faults = [
            f"{cls.mechanism}.{name} is not a parameter of {cls.mechanism}.{nearest(name, cls.specs)}"
            for name in given
            if name not in cls.specs
        ]
        try:
            made = cls(**{name: value for name, value in given.items() if name in cls.specs})
        except ValidationError as error:
            for fault in error.errors():
                context = fault.get("ctx", {})
                faults += str(context.get("faults", fault["msg"])).split("\n")
            raise ScenarioError(*faults) from None
        if faults:
            raise ScenarioError(*faults)
        return made

    def in_month(self, month: int) -> Any:
        """The values that hold in a month (its number), as the named tuple of numbers that rules are given."""
        if not self.specs:
            return self.Values(0)
        if self._always is None:
            given = [(name, spec, getattr(self, name)) for name, spec in self.specs.items()]
            self._always = [None if isinstance(value, dict) else _at(value, spec, month) for _, spec, value in given]
            self._dated = [(place, spec, value) for place, (_, spec, value) in enumerate(given) if isinstance(value, dict)]
        held = self._always.copy()
        for place, spec, value in self._dated:
            held[place] = _at(value, spec, month)
        return self.Values(*held)


def _checked(name: str, value: Any, spec: ParameterSpec, faults: list[str], dated: bool, each: bool) -> Any:
    if isinstance(value, dict):
        if each and not all(_is_month(key) for key in value):
            unknown = [key for key in value if key not in spec.each and key != "other"]
            faults += [f"{name}: {key} is not known here.{nearest(key, spec.each)}" for key in unknown]
            missing = [key for key in spec.each if key not in value]
            if missing and "other" not in value:
                faults.append(f"{name} says nothing for {', '.join(missing)}. Add them, or 'other' for all the rest.")
            return {key: _checked(f"{name}.{key}", item, spec, faults, dated, False) for key, item in value.items()}
        if dated and value:
            result = {}
            for key, item in value.items():
                try:
                    month = month_number(str(key))
                except InputError as error:
                    faults.append(f"{name}: {error}")
                    continue
                result[month_text(month)] = _checked(f"{name} at {key}", item, spec, faults, False, False)
            return dict(sorted(result.items()))
        faults.append(
            f"{name} is given by date or place; it is one number ({spec.unit}). See: allssam explain {name.split(' ')[0]}"
        )
        return spec.default
    if spec.kind is bool:
        if not isinstance(value, bool):
            faults.append(f"{name} is {value!r}; it should be true or false. See: allssam explain {name.split(' ')[0]}")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        faults.append(
            f"{name} is {value!r}; it should be a number ({spec.unit}). See: allssam explain {name.split(' ')[0]}"
        )
        return spec.default
    if spec.kind is int and value != int(value):
        faults.append(f"{name} is {value}; it should be a whole number ({spec.unit}).")
        return spec.default
    if not spec.low <= value <= spec.high:
        faults.append(
            f"{name} is {_shown(value)}; it should lie between {_shown(spec.low)} and {_shown(spec.high)} ({spec.unit}). "
            f"See: allssam explain {name.split(' ')[0]}"
        )
        return spec.default
    return spec.kind(value)


def _is_month(key: Any) -> bool:
    try:
        month_number(str(key))
    except InputError:
        return False
    return True


def _at(value: Any, spec: ParameterSpec, month: int) -> Any:
    if spec.each:
        if isinstance(value, dict) and not all(_is_month(key) for key in value):
            return tuple(_dated(value.get(key, value.get("other")), month) for key in spec.each)
        return tuple(_dated(value, month) for _ in spec.each)
    return _dated(value, month)


def _dated(value: Any, month: int) -> Any:
    if not isinstance(value, dict):
        return value
    held = next(iter(value.values()))  # before the first date the first value holds
    for key, item in value.items():
        if month_number(key) <= month:
            held = item
    return held
