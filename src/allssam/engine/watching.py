"""A board that threads watch without sleeping: whole numbers that one thread puts there and another sees at once."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from allssam.engine.compiling import PLAIN

BOARD = types.Array(types.int64, 1, "C")
give_way = types.ExternalFunction("sched_yield", types.int32())
"""Let others have the processor, if there are any who wait for it."""

if PLAIN:

    def look(board: Any, place: Any) -> Any:
        """What a board says at a place now."""
        return board[place]

    def put(board: Any, place: Any, number: Any) -> Any:
        """Put a number at a place on a board, after all that was written before."""
        board[place] = number
else:

    @intrinsic  # type: ignore[untyped-decorator]
    def look(_typing: Any, board: Any, place: Any) -> Any:
        """What a board says at a place now."""
        if board != BOARD or not isinstance(place, types.Integer):
            return None

        def see(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            return builder.load_atomic(_place(context, builder, signature, given), "acquire", 8)

        return types.int64(BOARD, types.intp), see

    @intrinsic  # type: ignore[untyped-decorator]
    def put(_typing: Any, board: Any, place: Any, number: Any) -> Any:
        """Put a number at a place on a board, after all that was written before."""
        if board != BOARD or not isinstance(place, types.Integer) or not isinstance(number, types.Integer):
            return None

        def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            builder.store_atomic(given[2], _place(context, builder, signature, given), "release", 8)

        return types.void(BOARD, types.intp, types.int64), write


def _place(context: Any, builder: Any, signature: Any, given: Any) -> Any:
    board = context.make_array(signature.args[0])(context, builder, given[0])
    return builder.bitcast(builder.gep(board.data, [given[1]]), ir.IntType(64).as_pointer())
