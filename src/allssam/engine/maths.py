"""Numbers for rules: rounding to whole won, powers and exponentials.

Rules take powers, exponentials and logarithms from here and nowhere else, so that compiled and plain runs use the same ones.
"""

import math

import numpy as np

from allssam.engine.compiling import PLAIN, compiled

if PLAIN:

    def won(amount):
        """Whole won, halves upward: the largest whole number not above amount + 0.5."""
        return math.floor(amount + 0.5)
else:

    @compiled
    def won(amount):
        """Whole won, halves upward: the largest whole number not above amount + 0.5."""
        return np.int64(math.floor(amount + 0.5))


@compiled
def power(base, exponent):
    """base ** exponent for a base of at least 0; 0 ** anything is 0."""
    if base <= 0.0:
        return 0.0
    if exponent == 0.5:
        return math.sqrt(base)
    return math.exp2(exponent * math.log2(base))  # two thirds of the time of math.pow, and as good but for the last digits


@compiled
def exponential(x):
    """e ** x, held within ±700 so that nothing overflows."""
    return math.exp(min(700.0, max(-700.0, x)))


@compiled
def logarithm(x):
    """Natural logarithm; of anything below 1e-300 it is that of 1e-300."""
    return math.log(max(x, 1e-300))


@compiled
def logistic(x):
    """1 / (1 + e ** -x): a leaning turned into a probability."""
    return 1.0 / (1.0 + exponential(-x))


@compiled
def within(x, low, high):
    """x held between low and high."""
    return min(high, max(low, x))


@compiled
def ratio(part, whole):
    """part / whole, and 0 where there is no whole."""
    if whole == 0:
        return 0.0
    return part / whole
