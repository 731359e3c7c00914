"""How compiled code sees a column: where its first value lies, and nothing else.

numba hands an array from function to function as seven numbers, counts its references, and asks of every index whether it is below
zero; with thirty columns to a table that is much of the running time and more of the compiler's.  A lent column is one number.  It has
no length (a table's `length` says how many rows there are), is indexed by rows from 0 on only, and is typed by what it holds and whether
the step may write there.  A row that is not there would be read or written beside the column: plain mode refuses it, and so does code
compiled with ALLSSAM_CHECKED=1 in the environment, which is slower and says in which function it was.
"""

import operator
import os
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.extending import register_model, typeof_impl, unbox
from numba.core.imputils import lower_builtin
from numba.core.pythonapi import NativeValue
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.np import numpy_support

from allssam.engine.compiling import compiled
from allssam.engine.tables import Array

CHECKED = os.environ.get("ALLSSAM_CHECKED", "") not in ("", "0")
TO_BE_READ, TO_BE_WRITTEN = "to be read", "to be written"


class ColumnType(types.Type):  # type: ignore[misc]
    """The numba type of a lent column."""

    def __init__(self, dtype: Any, may_write: bool) -> None:
        self.dtype = dtype
        self.may_write = may_write
        kind = "checked column" if CHECKED else "column"
        super().__init__(name=f"{kind}({dtype}, {TO_BE_WRITTEN if may_write else TO_BE_READ})")


@cache
def kind_of(dtype: Any, may_write: bool) -> ColumnType:
    """The one type of such columns; to make it anew each time is slow."""
    return ColumnType(numpy_support.from_dtype(dtype), may_write)


@compiled
def address_of(array: Any) -> Any:
    """Where the first value of an array lies."""
    return array.ctypes.data


class Lent(int):
    """A column of a table as it is handed to compiled code: its address.  It keeps the array alive."""

    array: Array
    length: int
    kind: ColumnType

    def __new__(cls, array: Array, may_write: bool) -> "Lent":
        made = super().__new__(cls, address_of(array))
        made.array, made.length, made.kind = array, len(array), kind_of(array.dtype, may_write)
        return made


@typeof_impl.register(Lent)  # type: ignore[untyped-decorator]
def _typeof(value: Lent, _context: Any) -> ColumnType:
    return value.kind


def _pointer(dmm: Any, kind: ColumnType) -> Any:
    return dmm.lookup(kind.dtype).get_data_type().as_pointer()


@register_model(ColumnType)
class ColumnModel(models.PrimitiveModel):  # type: ignore[misc]
    """A pointer; in checked code it points at the pointer and the length instead."""

    def __init__(self, dmm: Any, fe_type: ColumnType) -> None:
        pointer = _pointer(dmm, fe_type)
        super().__init__(dmm, fe_type, ir.LiteralStructType([pointer, ir.IntType(64)]).as_pointer() if CHECKED else pointer)


@unbox(ColumnType)  # type: ignore[untyped-decorator]
def _unbox(kind: ColumnType, value: Any, c: Any) -> NativeValue:
    address = c.builder.bitcast(c.pyapi.long_as_voidptr(value), _pointer(c.context.data_model_manager, kind))
    if CHECKED:
        boxed = c.pyapi.object_getattr_string(value, "length")
        length = c.pyapi.long_as_longlong(boxed)
        c.pyapi.decref(boxed)
        address = cgutils.alloca_once_value(c.builder, cgutils.pack_struct(c.builder, [address, length]))
    return NativeValue(address, is_error=c.pyapi.c_api_error())


def _place(context: Any, builder: Any, column: Any, row: Any) -> Any:
    """Where a row of a column lies."""
    if CHECKED:
        column, length = cgutils.unpack_tuple(builder, builder.load(column), 2)
        with builder.if_then(builder.icmp_unsigned(">=", row, length), likely=False):
            context.call_conv.return_user_exc(
                builder, IndexError, (f"a row that is not there, in {builder.function.name[:100]}",)
            )
    return builder.gep(column, [row], inbounds=True)


@infer_global(operator.getitem)
class ReadColumn(AbstractTemplate):  # type: ignore[misc]
    """A column is read by a whole number."""

    def generic(self, args: Any, _kws: Any) -> Any:
        if len(args) == 2 and isinstance(args[0], ColumnType) and isinstance(args[1], types.Integer):
            return signature(args[0].dtype, args[0], types.intp)
        return None


@infer_global(operator.setitem)
class WriteColumn(AbstractTemplate):  # type: ignore[misc]
    """A column that may be written takes what can become one of its values."""

    def generic(self, args: Any, _kws: Any) -> Any:
        if len(args) == 3 and isinstance(args[0], ColumnType) and args[0].may_write and isinstance(args[1], types.Integer):
            return signature(types.none, args[0], types.intp, args[0].dtype)
        return None


@lower_builtin(operator.getitem, ColumnType, types.Integer)  # type: ignore[untyped-decorator]
def _read(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    value = builder.load(_place(context, builder, *args))
    if not sig.args[0].may_write:  # nobody writes there during the step: what was read once need not be read again
        value.set_metadata("invariant.load", builder.module.add_metadata([]))
    if sig.return_type == types.boolean:
        return builder.icmp_unsigned("!=", value, value.type(0))
    return context.data_model_manager[sig.return_type].from_data(builder, value)


@lower_builtin(operator.setitem, ColumnType, types.Integer, types.Any)  # type: ignore[untyped-decorator]
def _write(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    column, row, value = args
    place = _place(context, builder, column, row)
    builder.store(context.data_model_manager[sig.args[2]].as_data(builder, value), place)
    return context.get_dummy_value()


def lent(array: Array, may_write: bool) -> Any:
    """A column as compiled code is handed it."""
    return Lent(np.asarray(array), may_write)
