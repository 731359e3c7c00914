"""Checks: what would be seen in the model if a claim held, and what was seen.

A check is a function under `@check("claim-id", lesion=...)`.  Its argument names are the worlds it looks at (`laboratory.WORLDS`); its
docstring says what would be seen if the claim held; the lesion is a step, a mechanism or a value of a parameter that should make it fail.
"""

import inspect
import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from allssam.engine import DeclarationError
from allssam.evidence import spelled


@dataclass(frozen=True)
class Reading:
    """A figure taken from a world, and the band in which it would lie if the claim held."""

    value: float
    what: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it lies in its band; what could not be measured does not."""
        if not math.isfinite(self.value):
            return False
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def text(self) -> str:
        """The figure in words, with its band."""
        limits = []
        if self.at_least is not None:
            limits.append(f"at least {spelled(self.at_least)}")
        if self.at_most is not None:
            limits.append(f"at most {spelled(self.at_most)}")
        band = f" ({', '.join(limits)})" if limits else ""
        return f"{spelled(self.value) if math.isfinite(self.value) else 'nothing to count:'} {self.what}{band}"

    def as_record(self) -> dict[str, Any]:
        value = self.value if math.isfinite(self.value) else None
        return {
            "value": value,
            "what": self.what,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "holds": self.holds,
        }


Readings = Reading | Sequence[Reading]


@dataclass(frozen=True)
class Check:
    """A declared check of a claim, or of a loop."""

    id: str
    lesion: tuple[str, ...]
    function: Callable[..., Readings]
    worlds: tuple[str, ...]
    order: int

    @property
    def sentence(self) -> str:
        """What would be seen if the claim held."""
        return " ".join((self.function.__doc__ or "").split())

    def read(self, worlds: dict[str, Any]) -> tuple[Reading, ...]:
        """Take the figures.  `worlds` holds a past for each name in `self.worlds`."""
        with warnings.catch_warnings():  # a mean over nobody is nan, which does not hold
            warnings.simplefilter("ignore", RuntimeWarning)
            found = self.function(**{name: worlds[name] for name in self.worlds})
        return (found,) if isinstance(found, Reading) else tuple(found)


CHECKS: dict[str, Check] = {}
LOOPS: dict[str, Check] = {}


def _declare(
    table: dict[str, Check], name: str, lesion: str | Sequence[str]
) -> Callable[[Callable[..., Readings]], Callable[..., Readings]]:
    def keep(function: Callable[..., Readings]) -> Callable[..., Readings]:
        if name in table:
            raise DeclarationError(
                f"{name} has two checks: {table[name].function.__name__} and {function.__name__}. Keep one."
            )
        if not function.__doc__:
            raise DeclarationError(
                f"The check {function.__name__} of {name} does not say what would be seen. Give it a docstring."
            )
        cut = (lesion,) if isinstance(lesion, str) else tuple(lesion)
        table[name] = Check(name, cut, function, tuple(inspect.signature(function).parameters), len(table))
        return function

    return keep


def check(claim: str, lesion: str | Sequence[str]) -> Callable[[Callable[..., Readings]], Callable[..., Readings]]:
    """Declare the check of a claim, and what should make it fail: steps or mechanisms left out, or NAME=VALUE."""
    return _declare(CHECKS, claim, lesion)


def loop(name: str, lesion: str | Sequence[str]) -> Callable[[Callable[..., Readings]], Callable[..., Readings]]:
    """Declare the check of a loop of the model, and what cuts it."""
    return _declare(LOOPS, name, lesion)


# --------------------------------------------------------------------------------------------------- words for figures


def share(part: float, whole: float) -> float:
    """Part of a whole; nothing where there is no whole."""
    return float(part) / float(whole) if whole else math.nan


def times(one: float, other: float) -> float:
    """How many times the one is the other; nothing where there is no other."""
    return share(one, other)
