"""Asking memory ahead of time.

A country is larger than what a processor keeps at hand: the first look at a row takes some hundred times as long as the next.  A step
that knows whom it will visit some visits later says so with `fetch`, and by then the row is there.  It reads and changes nothing.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from allssam.engine.compiling import PLAIN
from allssam.engine.lending import CHECKED, ColumnType

if PLAIN:

    def fetch(_columns: Any, _row: Any) -> Any:
        """Ask for a row of a column, of some columns, or of all that one is lent of a table; the row need not be there."""
else:

    @intrinsic  # type: ignore[untyped-decorator]
    def fetch(_typing: Any, columns: Any, row: Any) -> Any:
        """Ask for a row of a column, of some columns, or of all that one is lent of a table; the row need not be there."""
        if not isinstance(columns, ColumnType | types.BaseTuple) or not isinstance(row, types.Integer):
            return None

        def ask(_context: Any, builder: Any, signature: Any, given: Any) -> Any:
            if CHECKED:
                return None
            kind, (held, place) = signature.args[0], given
            if isinstance(kind, ColumnType):
                _ask(builder, held, place)
            else:
                for number, each in enumerate(kind):
                    if isinstance(each, ColumnType):
                        _ask(builder, builder.extract_value(held, number), place)
            return None

        return types.void(columns, types.intp), ask


def _ask(builder: Any, column: Any, row: Any) -> None:
    byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
    place = builder.bitcast(builder.gep(column, [row]), byte)
    asked = builder.module.declare_intrinsic("llvm.prefetch", [byte], ir.FunctionType(ir.VoidType(), [byte, number, number, number]))
    builder.call(asked, [place, number(0), number(3), number(1)])
