"""Rules and steps: how a mechanism is written, and how what it says of itself is checked.

A rule is a pure function of plain numbers about one actor or one pair; its docstring is the sentence, and it cites claims or
facts or says why it is assumed.  A step visits rows of the world and asks rules; it declares which columns it changes, which dice it
throws and what it visits, and is held to it.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from allssam.engine.compiling import PLAIN, compiled, functions_called
from allssam.engine.errors import DeclarationError
from allssam.engine.parameters import Parameters
from allssam.engine.tables import homed_tuple

FURNITURE = ("purse", "journal", "p", "dice", "month")


@dataclass(frozen=True)
class Rule:
    """A rule as the register knows it."""

    name: str
    sentence: str
    claims: tuple[str, ...]
    facts: tuple[str, ...]
    assumed: str | None
    file: str
    line: int
    function: Callable[..., Any]

    @property
    def basis(self) -> str:
        """Where the rule comes from, in words."""
        parts = [f"claim {name}" for name in self.claims] + [f"fact {name}" for name in self.facts]
        if self.assumed:
            parts.append(f"assumed: {self.assumed}")
        return "; ".join(parts)


@dataclass(frozen=True, eq=False)
class Step:
    """One item of the month."""

    name: str
    sentence: str
    visits: str | None
    changes: tuple[str, ...]
    draws: tuple[str, ...]
    parameters: type[Parameters] | None
    reads: tuple[str, ...]
    file: str
    line: int
    plain: Callable[..., Any]
    function: Callable[..., Any]
    Dice: Any = field(repr=False)
    uses: frozenset[str] = frozenset()
    visited: frozenset[str] = frozenset()
    tells: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def mechanism(self) -> str:
        """The file the step stands in."""
        return self.name.split(".")[0]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)


RULES: dict[str, Rule] = {}
STEPS: dict[str, Step] = {}


def _place(function: Callable[..., Any]) -> tuple[str, int]:
    path = Path(function.__code__.co_filename)
    return "/".join(path.parts[-2:]), function.__code__.co_firstlineno


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"


def rule(
    *claims: str, fact: str | tuple[str, ...] | None = None, assumed: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a rule and say where it comes from: claims, facts, or why it is assumed."""

    def keep(function: Callable[..., Any]) -> Callable[..., Any]:
        name, (file, line) = _name(function), _place(function)
        facts = (fact,) if isinstance(fact, str) else tuple(fact or ())
        if not (claims or facts or assumed):
            raise DeclarationError(
                f"{function.__name__} ({file}:{line}) cites no claim and no fact. Cite one, or say assumed=…."
            )
        sentence = inspect.getdoc(function)
        if not sentence:
            raise DeclarationError(
                f"{function.__name__} ({file}:{line}) has no docstring. A rule's docstring is its sentence."
            )
        made = compiled(function)
        RULES[name] = Rule(name, sentence, claims, facts, assumed, file, line, made)
        return made

    return keep


def step(
    visits: str | None = None,
    changes: list[str] | tuple[str, ...] = (),
    draws: list[str] | tuple[str, ...] = (),
    parameters: type[Parameters] | None = None,
) -> Callable[[Callable[..., Any]], Step]:
    """Mark a step: the table it visits county by county (or none), the columns it changes, the dice it throws."""

    def keep(function: Callable[..., Any]) -> Step:
        name, (file, line) = _name(function), _place(function)
        reads = tuple(inspect.signature(function).parameters)
        look = _Look(function, name, file, line, tuple(changes), tuple(draws), parameters, reads)
        made = Step(
            name=name,
            sentence=inspect.getdoc(function) or "",
            visits=visits,
            changes=tuple(changes),
            draws=tuple(draws),
            parameters=parameters,
            reads=reads,
            file=file,
            line=line,
            plain=function,
            function=function if PLAIN else compiled(function),
            Dice=homed_tuple(f"{function.__name__}_dice", tuple(draws) or ("none",), function.__module__),
            uses=_names(function),
            visited=frozenset(name for name in reads if f"{name}.rows" in look.read or name in look.passed),
            tells=tuple(sorted(look.tells)),
            pays=tuple(sorted(look.pays)),
            faults=tuple(look.faults()),
        )
        STEPS[name] = made
        return made

    return keep


@cache
def _names(function: Callable[..., Any]) -> frozenset[str]:
    """Every name a function mentions, or any function it calls: a superset of the columns it uses."""
    others = [_names(called) for called in functions_called(function) if called is not function]
    return frozenset(function.__code__.co_names).union(*others)


@cache
def _definitions(file: str) -> dict[int, ast.FunctionDef]:
    """The functions that stand at the level of a file, by the line they begin at."""
    return {
        min(node.lineno, *(part.lineno for part in node.decorator_list)): node
        for node in ast.parse(Path(file).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    }


def _definition(function: Callable[..., Any]) -> ast.AST:
    code = function.__code__
    if Path(code.co_filename).is_file():
        found = _definitions(code.co_filename).get(code.co_firstlineno)
        if found is not None:
            return found
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


class _Look(ast.NodeVisitor):
    """Reads the body of a step and compares what it does with what it says."""

    def __init__(
        self,
        function: Callable[..., Any],
        name: str,
        file: str,
        line: int,
        changes: tuple[str, ...],
        draws: tuple[str, ...],
        parameters: type[Parameters] | None,
        reads: tuple[str, ...],
    ) -> None:
        self.where = f"{name} ({file}:{line})"
        self.changes, self.draws, self.parameters, self.reads = changes, draws, parameters, reads
        self.written: set[str] = set()
        self.drawn: set[str] = set()
        self.tells: set[str] = set()
        self.pays: set[str] = set()
        self.read: set[str] = set()
        self.passed: set[str] = set()
        self.asked: set[str] = set()
        self.documented = bool(inspect.getdoc(function))
        self.visit(_definition(function))

    def _column(self, node: ast.expr) -> str | None:
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Attribute)
            and isinstance(node.value.value, ast.Name)
        ):
            return f"{node.value.value.id}.{node.value.attr}"
        return None

    def _write(self, node: ast.expr) -> None:
        if isinstance(node, ast.Tuple):
            for part in node.elts:
                self._write(part)
        name = self._column(node)
        if name and name.split(".")[0] in self.reads and not name.startswith("new_"):
            self.written.add(name)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._write(target)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._write(node.target)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if (
            isinstance(node.func, ast.Name)
            and node.func.id == "close"
            and node.args
            and isinstance(node.args[0], ast.Name)
        ):
            self.written.add(f"{node.args[0].id}.open")
        elif not (isinstance(node.func, ast.Name) and node.func.id in ("pay", "record", "found", "span")):
            self.passed |= {arg.id for arg in node.args if isinstance(arg, ast.Name)}
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name):
            owner = node.value.id
            if owner == "dice":
                self.drawn.add(node.attr)
            elif owner == "p":
                self.asked.add(node.attr)
            elif owner == "Event":
                self.tells.add(node.attr)
            elif owner == "Flow":
                self.pays.add(node.attr)
            elif owner in self.reads:
                self.read.add(f"{owner}.{node.attr}")
        self.generic_visit(node)

    def faults(self) -> list[str]:
        found = []
        if not self.documented:
            found.append(f"{self.where} has no docstring. Say who is visited and when.")
        for name in sorted(self.written - set(self.changes)):
            found.append(
                f"{self.where} changes {name}, which it does not declare. Add it to changes=[…] or leave it alone."
            )
        for name in sorted(set(self.changes) - self.written):
            # a helper that was handed the table may be the one that writes
            if name.split(".")[0] not in self.passed:
                found.append(
                    f"{self.where} declares that it changes {name}, but never does. Take it out of changes=[…]."
                )
        for name in sorted(self.drawn - set(self.draws)):
            found.append(f"{self.where} throws the die {name}, which it does not declare. Add it to draws=[…].")
        if "dice" not in self.passed:
            for name in sorted(set(self.draws) - self.drawn):
                found.append(f"{self.where} declares the die {name}, but never throws it. Take it out of draws=[…].")
        known = set(self.parameters.specs) if self.parameters else set()
        for name in sorted(self.asked - known):
            owner = self.parameters.__name__ if self.parameters else "no parameters (parameters=… is missing)"
            found.append(f"{self.where} asks for p.{name}, which is not in {owner}.")
        return found
