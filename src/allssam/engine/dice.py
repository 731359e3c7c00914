"""Dice by name, keyed by people.

A die belongs to a seed, a calendar month and a question ("leases.favour").  Thrown for a person's id, or for `pair(a, b)`, it
always shows the same number, whoever else lives, trades or asks.  So one more lease, or another rule in place of a step, leaves
every other draw as it was.  Nothing is ever keyed by a row, a count or a record's id.
"""

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

from allssam.engine.compiling import PLAIN, compiled

_MASK = (1 << 64) - 1
_STRIDE = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_UNIT = 1.0 / 9007199254740992.0  # 2 ** -53
_SIXTEEN = 1.0 / 65536.0
_ROOT_THREE = 1.7320508075688772

if PLAIN:

    def _mix(z):
        z = ((z ^ (z >> 30)) * _FIRST) & _MASK
        z = ((z ^ (z >> 27)) * _SECOND) & _MASK
        return z ^ (z >> 31)

    def throw(die, who):
        """The 64 bits a die shows for someone."""
        return _mix((int(die) + int(who) * _STRIDE) & _MASK)

    def pair(a, b):
        """One key for two ids, in this order."""
        return _mix((_mix((int(a) * _STRIDE) & _MASK) + int(b)) & _MASK) >> 1

    def uniform(die, who):
        """A number at least 0 and below 1."""
        return (throw(die, who) >> 11) * _UNIT

    def bell(die, who):
        """A number with mean 0 and spread 1, bell-shaped, never beyond ±3.47 (four uniforms added)."""
        bits = throw(die, who)
        total = (bits & 65535) + ((bits >> 16) & 65535) + ((bits >> 32) & 65535) + (bits >> 48) + 2
        return (total * _SIXTEEN - 2.0) * _ROOT_THREE
else:
    _M1, _M2, _G = np.uint64(_FIRST), np.uint64(_SECOND), np.uint64(_STRIDE)
    _S1, _S11, _S16, _S27, _S30, _S31, _S32, _S48 = (np.uint64(n) for n in (1, 11, 16, 27, 30, 31, 32, 48))
    _LOW = np.uint64(65535)

    @compiled
    def _mix(z):
        z = (z ^ (z >> _S30)) * _M1
        z = (z ^ (z >> _S27)) * _M2
        return z ^ (z >> _S31)

    @compiled
    def throw(die, who):
        """The 64 bits a die shows for someone."""
        return _mix(np.uint64(die) + np.uint64(who) * _G)

    @compiled
    def pair(a, b):
        """One key for two ids, in this order."""
        return np.int64(_mix(_mix(np.uint64(a) * _G) + np.uint64(b)) >> _S1)

    @compiled
    def uniform(die, who):
        """A number at least 0 and below 1."""
        return np.float64(throw(die, who) >> _S11) * _UNIT

    @compiled
    def bell(die, who):
        """A number with mean 0 and spread 1, bell-shaped, never beyond ±3.47 (four uniforms added)."""
        bits = throw(die, who)
        total = (
            np.int64(bits & _LOW)
            + np.int64((bits >> _S16) & _LOW)
            + np.int64((bits >> _S32) & _LOW)
            + np.int64(bits >> _S48)
        )
        return ((total + 2) * _SIXTEEN - 2.0) * _ROOT_THREE


@compiled
def chance(die, who, probability):
    """Whether something that happens with this probability happens to someone."""
    return uniform(die, who) < probability


@compiled
def one_of(die, who, count):
    """A whole number from 0 to count - 1; count must be at least 1."""
    return min(count - 1, int(uniform(die, who) * count))


def die(seed: int, when: str, question: str) -> Any:
    """The die of one question in one month (or at the drawing of a country), as 64 bits."""
    text = f"{seed}|{when}|{question}".encode()
    bits = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")
    return bits if PLAIN else np.uint64(bits)


def uniforms(die: Any, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """`uniform` for many ids at once: the same numbers, shape of ids."""
    with np.errstate(over="ignore"):
        z = np.uint64(die) + ids.astype(np.uint64) * np.uint64(_STRIDE)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(_FIRST)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(_SECOND)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * _UNIT
