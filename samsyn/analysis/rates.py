"""Rates of counted events with exact Poisson intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError, Caveat, Rate, check_level

METHOD = "garwood"
WIDE = 0.25  # an interval whose half width is more than this part of the value rests on few events


@dataclass(frozen=True)
class Rates:
    """A batch of rates as read-only arrays of equal length, `float64`."""

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    level: float
    method: str = METHOD


def poisson_interval(
    counts: ArrayLike, *, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the exact two-sided interval of the mean of each count.

    counts  whole numbers, 0 or more, any shape; empty gives two empty arrays

    Raises AnalysisError on a negative count.

    Source: Garwood (1936), Biometrika 28, 437-442, by the incomplete gamma function.
    """
    from scipy.special import gammaincinv

    check_level(level)
    x = np.asarray(counts, dtype=np.float64)
    if not np.all(np.isfinite(x)) or np.any(x < 0):
        raise AnalysisError("counts must be finite and 0 or more")
    tail = (1 - level) / 2
    low = np.where(x > 0, gammaincinv(np.where(x > 0, x, 1), tail), 0.0)
    return low, gammaincinv(x + 1, 1 - tail)


def rates(counts: ArrayLike, populations: ArrayLike, *, per: float = 1000, level: float = 0.95) -> Rates:
    """Return the rate and exact interval of every count; see `rate`."""
    x, population = np.broadcast_arrays(np.asarray(counts, np.float64), np.asarray(populations, np.float64))
    if np.any(~np.isfinite(population)) or np.any(population <= 0):
        raise AnalysisError("populations must be finite and above 0")
    low, high = poisson_interval(x, level=level)
    scale = per / population
    columns = (x * scale, low * scale, high * scale)
    for column in columns:
        column.flags.writeable = False
    return Rates(*columns, level=level)


def rate(count: int, population: float, *, per: float = 1000, level: float = 0.95) -> Rate:
    """Return the rate of a count per `per` of the population with an exact Poisson interval.

    count       events in the period, 0 or more
    population  residents, places or exposure, above 0

    Raises AnalysisError if population is 0 or less, or count is negative.

    >>> r = rate(0, 1, per=1)
    >>> round(r.high, 6)
    3.688879

    Source: Garwood (1936), Biometrika 28, 437-442.
    """
    batch = rates([count], [population], per=per, level=level)
    value, low, high = (float(column[0]) for column in (batch.value, batch.low, batch.high))
    return Rate(
        value=value,
        low=low,
        high=high,
        level=level,
        n=int(count),
        method=METHOD,
        caveats=(Caveat.FEW_EVENTS,) if is_few(count, level=level) else (),
        count=int(count),
        population=float(population),
        per=float(per),
    )


def rate_per_1000(count: int, population: float, *, level: float = 0.95) -> Rate:
    """Return the yearly rate per 1 000 residents with an exact Poisson interval.

    count       events in the area during one year, 0 or more
    population  mean number of residents that year, above 0
    level       two-sided confidence level, between 0 and 1

    Raises AnalysisError if population is 0 or less, or count is negative.

    >>> r = rate_per_1000(15, 400)
    >>> round(r.value, 1), round(r.low, 1), round(r.high, 1)
    (37.5, 21.0, 61.9)

    Source: Garwood (1936), Biometrika 28, 437-442.
    """
    return rate(count, population, per=1000, level=level)


def is_few(count: float, *, level: float = 0.95) -> bool:
    """Whether the interval of a count is so wide that the count says little: half width over a quarter of it."""
    low, high = poisson_interval([count], level=level)
    return bool((high[0] - low[0]) / 2 > WIDE * count)
