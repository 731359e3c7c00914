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

    def fetch(_column: Any, _row: Any) -> Any:
        """Ask for a row of a column that will soon be read or written; the row need not be there."""
else:

    @intrinsic  # type: ignore[untyped-decorator]
    def fetch(_typing: Any, column: Any, row: Any) -> Any:
        """Ask for a row of a column that will soon be read or written; the row need not be there."""
        if not isinstance(column, ColumnType) or not isinstance(row, types.Integer):
            return None

        def ask(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
            if not CHECKED:
                byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
                place = builder.bitcast(builder.gep(given[0], [given[1]]), byte)
                kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
                asked = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
                builder.call(asked, [place, number(0), number(3), number(1)])
            return None

        return types.void(column, types.intp), ask
