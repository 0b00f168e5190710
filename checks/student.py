"""Student's t distribution with whole degrees of freedom, in closed form (Abramowitz and Stegun 26.7.3 and 26.7.4)."""

from functools import lru_cache
from math import atan, cos, inf, pi, sin, sqrt

_HALVINGS = 200
_MOST = 1e9


def within(t: float, freedom: int) -> float:
    """The probability that a value lies between minus ``t`` and ``t``, for a ``t`` of at least 0 and one degree or more."""
    angle = atan(t / sqrt(freedom))
    step = cos(angle) ** 2
    is_odd = freedom % 2
    term = cos(angle) if is_odd else 1.0
    total = 0.0
    for n in range(1 + is_odd, freedom, 2):
        total += term
        term *= step * n / (n + 1)
    return 2 / pi * (angle + sin(angle) * total) if is_odd else sin(angle) * total


@lru_cache(maxsize=1024)  # a bisection for each of a few hundred degrees of freedom, asked of every series
def quantile(beyond: float, freedom: int) -> float:
    """The value that is passed, on one side, with the probability ``beyond`` (less than a half)."""
    if freedom < 1:
        return inf
    low, high = 0.0, _MOST
    for _n in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle, freedom) < 1 - 2 * beyond else (low, middle)
    return (low + high) / 2
