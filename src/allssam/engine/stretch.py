"""Rows that lie side by side, known by the first of them and the one after the last.

People and households stand in the order of their counties and are never closed: whom a step visits among them is a stretch of the
table.  To write such rows down would take a hundred megabytes in a country of 25 million, to be read from memory in every step.  Steps
walk a stretch, count it and ask for one of its places as they do with rows that are written down.
"""

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.extending import register_model, typeof_impl, unbox
from numba.core.imputils import lower_builtin
from numba.core.pythonapi import NativeValue
from numba.core.typing.templates import AbstractTemplate, infer_global, signature


class Stretch:
    """The rows from `first` up to, not including, `last`."""

    __slots__ = ("first", "last")

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = max(first, last)

    def __len__(self) -> int:
        return self.last - self.first

    def __getitem__(self, place: int) -> int:
        return range(self.first, self.last)[place]

    def tolist(self) -> list[int]:
        """The rows, written down."""
        return list(range(self.first, self.last))


class StretchType(types.SimpleIterableType):  # type: ignore[misc]
    """The numba type of a stretch: iterated as a range."""

    def __init__(self) -> None:
        super().__init__("stretch", types.range_iter64_type)


STRETCH = StretchType()


@typeof_impl.register(Stretch)  # type: ignore[untyped-decorator]
def _typeof(_value: Stretch, _context: Any) -> StretchType:
    return STRETCH


@register_model(StretchType)
class StretchModel(models.StructModel):  # type: ignore[misc]
    """Two whole numbers."""

    def __init__(self, dmm: Any, fe_type: StretchType) -> None:
        super().__init__(dmm, fe_type, [("first", types.int64), ("last", types.int64)])


@unbox(StretchType)  # type: ignore[untyped-decorator]
def _unbox(kind: StretchType, value: Any, c: Any) -> NativeValue:
    made = cgutils.create_struct_proxy(kind)(c.context, c.builder)
    for name in ("first", "last"):
        boxed = c.pyapi.object_getattr_string(value, name)
        setattr(made, name, c.pyapi.long_as_longlong(boxed))
        c.pyapi.decref(boxed)
    return NativeValue(made._getvalue(), is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_global(len)
class CountStretch(AbstractTemplate):  # type: ignore[misc]
    """A stretch has a length."""

    def generic(self, args: Any, _kws: Any) -> Any:
        return signature(types.intp, args[0]) if isinstance(args[0], StretchType) else None


@infer_global(operator.getitem)
class PlaceInStretch(AbstractTemplate):  # type: ignore[misc]
    """A place in a stretch, from 0 on, is a row."""

    def generic(self, args: Any, _kws: Any) -> Any:
        if len(args) == 2 and isinstance(args[0], StretchType) and isinstance(args[1], types.Integer):
            return signature(types.int64, args[0], types.intp)
        return None


@lower_builtin("getiter", StretchType)  # type: ignore[untyped-decorator]
def _walk(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    rows = cgutils.create_struct_proxy(sig.args[0])(context, builder, args[0])
    state = cgutils.create_struct_proxy(types.range_state64_type)(context, builder)
    state.start, state.stop, state.step = rows.first, rows.last, ir.Constant(ir.IntType(64), 1)
    walked = signature(types.range_iter64_type, types.range_state64_type)
    return context.get_function("getiter", walked)(builder, (state._getvalue(),))


@lower_builtin(len, StretchType)  # type: ignore[untyped-decorator]
def _count(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    rows = cgutils.create_struct_proxy(sig.args[0])(context, builder, args[0])
    return builder.sub(rows.last, rows.first)


@lower_builtin(operator.getitem, StretchType, types.Integer)  # type: ignore[untyped-decorator]
def _at(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    rows = cgutils.create_struct_proxy(sig.args[0])(context, builder, args[0])
    return builder.add(rows.first, args[1])
