"""Bounds of a rate of which ``wrong`` among ``n`` were seen (Clopper and Pearson), each one-sided, at 95 %.

>>> round(upper_bound(0, 50_000) * 1e6, 1), round(lower_bound(1, 50_000) * 1e6, 1)
(59.9, 1.0)
>>> lower_bound(0, 10), upper_bound(10, 10)
(0.0, 1.0)
"""

import math
from collections.abc import Callable

_ERROR = 0.05
_STEPS = 60  # of bisection: beyond the precision of a float


def upper_bound(wrong: int, n: int) -> float:
    """Return the highest rate at which no more than this many are wrong once in twenty."""
    if wrong >= n:
        return 1.0
    return _bisected(lambda rate: 1 - at_least(wrong + 1, n, rate) > _ERROR)


def lower_bound(wrong: int, n: int) -> float:
    """Return the lowest rate at which this many or more are wrong once in twenty."""
    return _bisected(lambda rate: at_least(wrong, n, rate) < _ERROR) if wrong else 0.0


def at_least(wrong: int, n: int, rate: float) -> float:
    """Return how likely this many or more of ``n`` are wrong, each at this rate.

    >>> round(at_least(2, 3, 0.5), 6)
    0.5
    """
    if wrong == 0 or rate >= 1:
        return 1.0
    if rate <= 0:
        return 0.0
    # The regularised incomplete beta function, on the side on which its fraction converges.
    a, b = wrong, n - wrong + 1
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(rate) + b * math.log1p(-rate)
    )
    if rate < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, rate) / a
    return 1 - front * _fraction(b, a, 1 - rate) / b


def _bisected(is_below: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return high


def _fraction(a: int, b: int, x: float) -> float:
    """Return the continued fraction of the incomplete beta function (Lentz; DLMF 8.17.22)."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 1000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / (1 + term * d), 1 + term / c
            value *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return value
