"""A line through values whose errors remember each other: the fit, and how sure it is.

Generalised least squares where the error at one moment is ``memory`` to the power of the days between times the error
before it, plus something new (an AR(1) that knows gaps; Brockwell and Davis, Time Series: Theory and Methods, 9.6). How
long errors remember is not known, so the fits of several memories are weighted by their restricted likelihood (Harville,
Biometrika 1974): a history that cannot tell gets the wider interval of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from operator import mul

Matrix = tuple[tuple[float, ...], ...]

MEMORIES = ((0.0, 0.30), (0.3, 0.14), (0.55, 0.14), (0.75, 0.14), (0.87, 0.12), (0.94, 0.10), (0.98, 0.06))
"""What is left of an error after a day, and how likely that is beforehand: ours; the last nearly walks at random."""
COARSE = ((0.0, 0.4), (0.55, 0.35), (0.9, 0.25))
"""Enough to compare shapes by."""
_FLOOR = 1e-14
"""Of the sum of squares: below it an error is of the floating point and not of the series."""
_LEAST = 1e-300
_NEGLIGIBLE = 1e-3
"""A memory less likely by this factor than the best changes nothing that is shown."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients, their covariance, the degrees of freedom, and the greatest log likelihood over the memories."""

    coefficients: tuple[float, ...]
    covariance: Matrix
    freedom: int
    likelihood: float
    memory: float
    """The likeliest of them, a day."""

    def at(self, row: Sequence[float]) -> tuple[float, float]:
        """The value where the columns are ``row``, with its standard error."""
        value = sum(map(mul, self.coefficients, row))
        variance = sum(one * sum(map(mul, line, row)) for one, line in zip(row, self.covariance, strict=True) if one)
        return value, sqrt(max(variance, 0.0))


def fit(
    gaps: Sequence[float],
    columns: Sequence[Sequence[float]],
    values: Sequence[float],
    memories: Sequence[tuple[float, float]] = MEMORIES,
) -> Fit | None:
    """Fit ``values`` by ``columns``; ``gaps`` are the days since the one before. None where that has no answer."""
    freedom = len(values) - len(columns)
    if freedom < 1:
        return None
    solved = [
        one for memory, prior in memories if (one := _solve(gaps, columns, values, (memory, prior, freedom))) is not None
    ]
    if not solved:
        return None
    best = max(one.restricted for one in solved)
    weighted = [(exp(one.restricted - best), one) for one in solved if exp(one.restricted - best) > _NEGLIGIBLE]
    total = sum(weight for weight, _one in weighted)
    count = range(len(columns))
    middle = tuple(sum(weight * one.coefficients[n] for weight, one in weighted) / total for n in count)
    covariance = tuple(
        tuple(
            sum(
                weight * (one.covariance[a][b] + (one.coefficients[a] - middle[a]) * (one.coefficients[b] - middle[b]))
                for weight, one in weighted
            )
            / total
            for b in count
        )
        for a in count
    )
    likeliest = max(weighted, key=lambda pair: pair[0])[1]
    return Fit(middle, covariance, freedom, max(one.likelihood for one in solved), likeliest.memory)


@dataclass(frozen=True, slots=True)
class _Solved:
    """The fit for one memory."""

    memory: float
    coefficients: tuple[float, ...]
    covariance: Matrix
    restricted: float
    likelihood: float


def _solve(
    gaps: Sequence[float], columns: Sequence[Sequence[float]], values: Sequence[float], of: tuple[float, float, int]
) -> _Solved | None:
    memory, prior, freedom = of
    kept = [memory**gap for gap in gaps[1:]] if memory else []
    scales = [1 / sqrt(1 - one * one) for one in kept]
    known = [whitened(column, kept, scales) for column in columns]
    wanted = whitened(values, kept, scales)
    inverse = inverted([[sum(map(mul, one, other)) for other in known] for one in known])
    if inverse is None:
        return None
    lines, log_determinant = inverse
    sides = [sum(map(mul, one, wanted)) for one in known]
    found = tuple(sum(map(mul, line, sides)) for line in lines)
    whole = sum(map(mul, wanted, wanted))
    squares = max(whole - sum(map(mul, found, sides)), _FLOOR * whole) + _LEAST
    shrink = sum(map(log, scales))
    return _Solved(
        memory,
        found,
        tuple(tuple(one * squares / freedom for one in line) for line in lines),
        log(prior) + shrink - log_determinant / 2 - freedom / 2 * log(squares),
        shrink - len(values) / 2 * log(squares / len(values)),
    )


def whitened(column: Sequence[float], kept: Sequence[float], scales: Sequence[float]) -> Sequence[float]:
    """A column less what is remembered of the value before."""
    if not kept:
        return column
    new = [
        (after - share * before) * scale
        for before, after, share, scale in zip(column[:-1], column[1:], kept, scales, strict=True)
    ]
    return [column[0], *new]


def inverted(matrix: list[list[float]]) -> tuple[Matrix, float] | None:
    """The inverse of a small positive definite matrix and the log of its determinant; None without one (Gauss-Jordan)."""
    size = len(matrix)
    rows = [[*line, *(float(n == place) for n in range(size))] for place, line in enumerate(matrix)]
    log_determinant = 0.0
    for place in range(size):
        pivot = rows[place][place]
        if not pivot > 1e-9 * matrix[place][place] or not matrix[place][place] > 0:
            return None
        log_determinant += log(pivot)
        rows[place] = [one / pivot for one in rows[place]]
        for other in range(size):
            if other != place and (factor := rows[other][place]):
                rows[other] = [one - factor * two for one, two in zip(rows[other], rows[place], strict=True)]
    return tuple(tuple(line[size:]) for line in rows), log_determinant
