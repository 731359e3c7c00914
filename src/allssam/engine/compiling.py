"""Compiled or plain: the same functions, either way.

With ALLSSAM_PLAIN=1 in the environment nothing is compiled, which is the debugger's mode and some thousand times
slower; both must give the same events.  Compiled code is kept between runs, one file for each function and signature.  The file's name
says what the code was made from: a digest of the function, of every function, number and name it uses, and of those in turn.
numba's own key misses edits in other files and would return the old result.
"""

import dis
import enum
import gc
import hashlib
import inspect
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import numba
import numpy as np
from numba.core import ir
from numba.core.caching import IndexDataCacheFile
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.lowering import Lower
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import NativeLowering

PLAIN = os.environ.get("ALLSSAM_PLAIN", "") not in ("", "0")

PACKAGE = Path(__file__).resolve().parents[1]
HOW_IT_COMPILES = tuple(Path(__file__).with_name(f"{name}.py") for name in ("compiling", "lending", "fetching", "stretch", "watching"))

Function = TypeVar("Function", bound=Callable[..., Any])


def cache_root() -> Path:
    """Where compiled code is kept: $XDG_CACHE_HOME/allssam, or ~/.cache/allssam."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "allssam"


@cache
def digest_of_files(*paths: Path) -> str:
    """A short digest of the text of some files, in the order of their names."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def digest_of_function(function: Callable[..., Any]) -> str:
    """A short digest of everything a function's compiled code is made from: itself, what it calls, and the compiler."""
    texts = [f"{numba.__version__} {np.__version__} {sys.version_info[:3]} {digest_of_files(*HOW_IT_COMPILES)}"]
    known, ahead = {function}, [function]
    while ahead:
        each = ahead.pop()
        texts.append(_text(each))
        ahead += [called for called in dict.fromkeys(functions_called(each)) if called not in known]
        known.update(ahead)
    return hashlib.blake2b("\n".join(sorted(texts)).encode(), digest_size=12).hexdigest()


@cache
def globals_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """The global names in a function's code, in order."""
    names = {each.argval: None for each in dis.get_instructions(function) if each.opname == "LOAD_GLOBAL"}
    return tuple(name for name in names if name in function.__globals__)


def functions_called(function: Callable[..., Any]) -> list[Callable[..., Any]]:
    """The functions of Python among a function's global names, as they were before they were compiled."""
    named = [function.__globals__[name] for name in globals_of(function)]
    return [each for each in (getattr(value, "py_func", value) for value in named) if inspect.isfunction(each)]


def _text(function: Callable[..., Any]) -> str:
    """A function's code, and what the names in it stand for that are not functions."""
    code = function.__code__
    constants = [_meaning(each, ()) for each in code.co_consts if each != function.__doc__]
    text = f"{function.__module__}.{function.__qualname__} {code.co_code.hex()} {code.co_varnames} {code.co_names} {constants}"
    text += f" {function.__defaults__} {function.__kwdefaults__}"
    values = [(name, function.__globals__[name]) for name in globals_of(function)]
    return text + str(
        [
            (name, _meaning(value, code.co_names))
            for name, value in values
            if not callable(getattr(value, "py_func", None))
        ]
    )


def _meaning(value: Any, used: tuple[str, ...]) -> str:
    """What a global name stands for, as far as a function that uses these names can tell."""
    if isinstance(value, enum.EnumMeta):
        return str([(name, int(value[name])) for name in used if name in value.__members__])
    if isinstance(value, ModuleType):
        return value.__name__
    if inspect.isfunction(value) or inspect.isbuiltin(value):
        return f"{value.__module__}.{value.__qualname__}"
    if inspect.iscode(value):
        return value.co_code.hex() + str([_meaning(each, used) for each in value.co_consts])
    if isinstance(value, frozenset):
        return str(sorted(repr(each) for each in value))
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}{getattr(value, '_fields', '')}"
    return repr(value)


class CacheFiles(IndexDataCacheFile):  # type: ignore[misc]
    """One file for each compiled signature, named by what it was made from, what the signature says and who may call it, wherever the
    project stands.

    numba's own cache keeps an index of signatures beside them, which cannot be read where one of their types is not at hand (a user's own
    mechanism, a test) and loses entries when two processes write at once.
    """

    function: Callable[..., Any]
    callers: str

    def _path(self, key: Any) -> str:
        signature, *rest = key
        text = f"{[_described(kind) for kind in signature]} {rest} {digest_of_function(self.function)}"
        digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        return f"{self.function.__name__[:60]}.{digest}.{self.callers}.nbc"

    def _data_path(self, name: str) -> str:
        return str(cache_root() / "code" / self.function.__module__.rpartition(".")[2] / name)

    def save(self, key: Any, data: Any) -> None:
        name = self._path(key)
        Path(self._data_path(name)).parent.mkdir(parents=True, exist_ok=True)
        self._save_data(name, data)

    def load(self, key: Any) -> Any:
        try:
            return self._load_data(self._path(key))
        except (OSError, EOFError, pickle.UnpicklingError):
            return None  # not there, or cut short: it is compiled again


def _described(kind: Any) -> str:
    if isinstance(kind, numba.types.BaseNamedTuple):
        home = kind.instance_class
        fields = zip(kind.fields, kind, strict=True)
        return f"{home.__module__}.{home.__qualname__}({', '.join(f'{name}: {_described(item)}' for name, item in fields)})"
    home = getattr(kind, "instance_class", None)
    return f"{home.__module__}.{home.__qualname__} {kind}" if home is not None else str(kind)


class BorrowingLower(Lower):  # type: ignore[misc]
    """Writes code that borrows the arrays it is handed: whoever calls holds on to them until it returns.

    numba has every function count itself in as an owner of each array among its arguments, and out again, which costs more than much of
    what is done with them in between.  An argument that is given another value in the function is counted as ever.
    """

    _borrows = False

    def _is_borrowed(self, name: str) -> bool:
        known = self.func_ir._definitions[name]
        return len(known) == 1 and isinstance(known[0], ir.Arg)

    def lower_assign(self, ty: Any, inst: Any) -> Any:
        self._borrows = isinstance(inst.value, ir.Arg) and self._is_borrowed(inst.target.name)
        made = super().lower_assign(ty, inst)
        self._borrows = False
        return made

    def delvar(self, name: str) -> None:
        self._borrows = self._is_borrowed(name)
        super().delvar(name)
        self._borrows = False

    def incref(self, typ: Any, val: Any) -> None:
        if not self._borrows:
            super().incref(typ, val)

    def decref(self, typ: Any, val: Any) -> None:
        if not self._borrows:
            super().decref(typ, val)


@register_pass(mutates_CFG=True, analysis_only=False)
class BorrowingLowering(NativeLowering):  # type: ignore[misc]
    """numba's last pass, with arguments borrowed."""

    _name = "borrowing_lowering"

    @property
    def lowering_class(self) -> Any:
        return BorrowingLower


class Compiler(CompilerBase):  # type: ignore[misc]
    """numba's compiler, with arguments borrowed."""

    def define_pipelines(self) -> list[Any]:
        made = DefaultPassBuilder.define_nopython_pipeline(self.state)
        made.passes = [(BorrowingLowering if step is NativeLowering else step, name) for step, name in made.passes]
        made.finalize()
        return [made]


class Kernel(CPUDispatcher):  # type: ignore[misc]
    """A compiled function.  Python calls it through a wrapper, compiled code without one: the wrappers took half of the compiler's time."""

    inner: Any

    def get_call_template(self, args: Any, kws: Any) -> Any:
        return self.inner.get_call_template(args, kws)

    def get_overload(self, sig: Any) -> Any:
        return self.inner.get_overload(sig)


def compiled(function: Function) -> Function:
    """Compile a function of numbers and columns, or leave it as it is in plain mode.  It must stand at module level."""
    if PLAIN:
        return function
    source = Path(function.__code__.co_filename)
    kept = source.is_file() and PACKAGE in source.resolve().parents  # another file cannot be found again by import
    numba.config.CACHE_DIR = str(cache_root() / "code")
    made = numba.njit(nogil=True, no_cfunc_wrapper=True, cache=kept, pipeline_class=Compiler)(function)
    made.__class__ = Kernel
    # called by other compiled code, into which it is written: a table or an array is handed on as many numbers, which takes long
    made.inner = numba.njit(
        nogil=True, forceinline=True, no_cfunc_wrapper=True, no_cpython_wrapper=True, cache=kept, pipeline_class=Compiler
    )(function)
    for each, callers in ((made, "py"), (made.inner, "in")) if kept else ():
        files = each._cache._cache_file
        files.__class__ = CacheFiles
        files.function, files.callers = function, callers
    return made


def _kind(item: Any, kernel: Any) -> Any:
    """The compiler's type of something; numba looks long at every class of named tuple it has not met."""
    if isinstance(item, tuple):
        return numba.types.BaseTuple.from_types(tuple(_kind(part, kernel) for part in item), type(item))
    return kernel.typeof_pyval(item)


def entry_of(function: Callable[..., Any], given: Sequence[Any]) -> Callable[..., Any]:
    """The code of a compiled function for arguments of these types, which Python may call without asking anew what they are."""
    if PLAIN:
        return function
    kernel: Any = function
    kinds = tuple(_kind(item, kernel) for item in given)
    collects = gc.isenabled()
    gc.disable()  # the compiler makes many objects that all stay
    try:
        kernel.compile(kinds)
    finally:
        if collects:
            gc.enable()
    entry: Callable[..., Any] = kernel.overloads[kinds].entry_point
    return entry
