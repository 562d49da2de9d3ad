"""Empirical Bayes: the rates of small areas drawn towards the whole, the more the fewer residents they have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.rates import WIDE, poisson_interval
from samsyn.analysis.result import AnalysisError, Reason

METHOD = "empirical-bayes-marshall"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class EmpiricalBayes:
    """Raw and smoothed rates: read-only arrays of equal length, nan where not `is_known`.

    value          the smoothed rate; nan everywhere when nothing happened anywhere (`reason`)
    raw            the raw rate, `raw_low` to `raw_high` its exact interval; the smoothed rate has no interval of its own
    weight         how much of the smoothed rate is the area's own raw one, 0 to 1
    rank           1 for the highest smoothed rate, ties share a rank; 0 for none, as when `between` is 0. Raw rates are
                   never ranked: the smallest areas would come first and last
    is_known       False where nobody lives
    is_few         the raw rate's interval is wide beside it
    mean, between  the overall rate, and the variance of the true rates between areas; None when not estimable
    left_out       events where nobody lives: in no rate
    """

    value: Floats
    raw: Floats
    raw_low: Floats
    raw_high: Floats
    weight: Floats
    rank: NDArray[np.int64]
    is_known: NDArray[np.bool_]
    is_few: NDArray[np.bool_]
    mean: float | None
    between: float | None
    left_out: int
    per: float
    level: float
    n: int
    reason: Reason | None = None
    method: str = METHOD


def empirical_bayes(
    counts: ArrayLike, populations: ArrayLike, *, per: float = 1000, level: float = 0.95
) -> EmpiricalBayes:
    """Return the rates per `per` residents, each drawn towards the overall rate.

    counts       whole numbers, 0 or more; empty gives empty arrays and `Reason.NO_EVENTS`
    populations  as many, 0 or more; where it is 0 there is no rate, and the area is left out of mean and variance

    With raw rates r = x / N, m = sum x / sum N and s2 = sum N (r - m)^2 / sum N:
    between = max(0, s2 - m / mean N), weight = between / (between + m / N), value = m + weight (r - m).
    Between is 0 when the areas differ no more than chance lets them: every smoothed rate is then the overall one.

    >>> found = empirical_bayes([0, 10, 40], [100, 1000, 2000])
    >>> found.raw.tolist(), found.value.round(4).tolist()
    ([0.0, 10.0, 20.0], [14.7929, 13.2203, 18.6207])

    Source: Marshall (1991), J. R. Stat. Soc. C 40, 283-294, the global estimator.
    """
    x, population = (np.asarray(column, np.float64).ravel() for column in (counts, populations))
    _check(x, population, per)
    ends = poisson_interval(x, level=level)
    lived = population > 0
    with np.errstate(all="ignore"):
        raw, low, high = (np.where(lived, one / population, np.nan) for one in (x, *ends))
    if not np.all(np.isfinite(high[lived] * per)):
        raise AnalysisError("populations are too small to give rates")
    mean, between, weight = _shrink(x[lived], population[lived])
    value, weights = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    rank = np.zeros(x.shape, np.int64)
    if mean is not None and between is not None:
        weights[lived] = weight
        value[lived] = mean + weight * (raw[lived] - mean)
        rank[lived] = _ranks(value[lived]) if between > 0 else 0
    value, raw, low, high = (one * per for one in (value, raw, low, high))
    is_few = (ends[1] - ends[0]) / 2 > WIDE * x
    for column in (value, raw, low, high, weights, rank, lived, is_few):
        column.flags.writeable = False
    return EmpiricalBayes(
        value=value,
        raw=raw,
        raw_low=low,
        raw_high=high,
        weight=weights,
        rank=rank,
        is_known=lived,
        is_few=is_few,
        mean=None if mean is None else mean * per,
        between=None if between is None else between * per**2,
        left_out=int(x[~lived].sum()),
        per=float(per),
        level=level,
        n=int(x[lived].sum()),
        reason=Reason.NO_EVENTS if mean is None else None,
    )


def _shrink(x: Floats, population: Floats) -> tuple[float | None, float | None, Floats]:
    """Return the overall rate, the variance between areas, and the weight of each area's own rate."""
    if not x.sum():
        return None, None, np.zeros(x.shape)
    mean = x.sum() / population.sum()
    spread = np.sum(population * (x / population - mean) ** 2) / population.sum()
    between = max(0.0, float(spread - mean / population.mean()))
    return float(mean), between, between / (between + mean / population)


def _ranks(values: Floats) -> NDArray[np.int64]:
    """Return 1 for the highest, the same for equal ones."""
    return values.size - np.searchsorted(np.sort(values), values, side="right") + 1


def _check(x: Floats, population: Floats, per: float) -> None:
    if x.shape != population.shape:
        raise AnalysisError("there must be as many populations as counts")
    if not np.all(np.isfinite(x)) or np.any(x < 0) or np.any(x != np.floor(x)):
        raise AnalysisError("counts must be whole numbers, 0 or more")
    if not np.all(np.isfinite(population)) or np.any(population < 0):
        raise AnalysisError("populations must be finite and 0 or more")
    if not np.isfinite(per) or per <= 0:
        raise AnalysisError("per must be finite and above 0")
