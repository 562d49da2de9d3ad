"""Standardised ratios: how many events an area has beside what its residents would have at everyone's rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.counts import adjusted
from samsyn.analysis.rates import WIDE, poisson_interval
from samsyn.analysis.result import AnalysisError

METHOD = "smr-indirect"
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Expected:
    """Observed and expected events of each area: read-only arrays of equal length.

    count      events of the rows that have a population
    expected   sum of population times the stratum's own overall rate
    left_out   events on rows without population: they have no rate, and stand in neither column nor rate
    """

    count: Floats
    expected: Floats
    left_out: Floats


@dataclass(frozen=True)
class Ratios:
    """A batch of ratios of observed to expected events: read-only arrays of equal length.

    value, low, high  the ratio and its exact interval, nan where not `is_known`
    p                 two-sided exact chance, at most 1 - level when the interval leaves 1 out; nan where not known
    p_adjusted        adjusted for as many tests as there are known areas (false-discovery rate)
    is_known          False where nothing was expected: the ratio cannot be estimated
    is_few            the interval is wide beside the count
    """

    value: Floats
    low: Floats
    high: Floats
    p: Floats
    p_adjusted: Floats
    is_known: Bools
    is_few: Bools
    level: float
    n: int
    method: str = METHOD

    @property
    def is_more_than_chance(self) -> Bools:
        """Which areas stand out when it is counted in that many were looked at."""
        return self.is_known & (np.nan_to_num(self.p_adjusted, nan=1.0) <= 1 - self.level)


def expected_counts(
    area: ArrayLike, counts: ArrayLike, populations: ArrayLike, *, stratum: ArrayLike | None = None
) -> Expected:
    """Return the events that each area would have if everyone's rates, stratum by stratum, held there.

    area, stratum  numbers from 0, one for each row; without stratum all belong to one
    counts         whole numbers, 0 or more; populations 0 or more; several rows of one area and stratum are summed

    The rate of a stratum is its events over its population, all areas together. Rows without population are left out.

    >>> found = expected_counts([0, 0, 1, 1], [4, 6, 2, 18], [100, 100, 50, 300], stratum=[0, 1, 0, 1])
    >>> found.expected.tolist()
    [10.0, 20.0]

    Source: Breslow & Day (1987), Statistical Methods in Cancer Research II, ch. 2 (IARC 82).
    """
    places, x, population = np.asarray(area), _counts(counts), np.asarray(populations, np.float64).ravel()
    strata = np.zeros(places.shape, np.int64) if stratum is None else np.asarray(stratum)
    if not places.shape == strata.shape == x.shape == population.shape:
        raise AnalysisError("areas, strata, counts and populations must be as many")
    if not np.all(np.isfinite(population)) or np.any(population < 0):
        raise AnalysisError("populations must be finite and 0 or more")
    if not places.size:
        return Expected(*(_frozen(np.zeros(0)) for _column in range(3)))
    for codes in (places, strata):
        if not np.issubdtype(codes.dtype, np.integer) or codes.min() < 0:
            raise AnalysisError("areas and strata must be whole numbers, 0 or more")
    lived, areas = population > 0, int(places.max()) + 1
    events, residents = (np.bincount(strata, weights=np.where(lived, w, 0.0)) for w in (x, population))
    rate = np.divide(events, residents, out=np.zeros_like(events), where=residents > 0)
    columns = (np.where(lived, x, 0.0), population * rate[strata], np.where(lived, 0.0, x))
    sums = (np.bincount(places, weights=one, minlength=areas).astype(np.float64) for one in columns)
    return Expected(*(_frozen(one) for one in sums))


def smr(counts: ArrayLike, expected: ArrayLike, *, level: float = 0.95) -> Ratios:
    """Return observed over expected events with exact Poisson intervals; empty gives empty.

    counts    whole numbers, 0 or more
    expected  as many, finite and 0 or more, taken as known without error; 0 gives no ratio (`is_known`)

    p is twice the smaller tail of the Poisson law with the expected mean, 1 at most, which is what the interval tells.
    The interval of an area is its own; `p_adjusted` counts in that many areas were looked at.

    >>> found = smr([15], [10])
    >>> found.value.tolist(), found.low.round(6).tolist(), found.high.round(6).tolist()
    ([1.5], [0.839539], [2.474022])

    Source: Garwood (1936), Biometrika 28, 437-442; Breslow & Day (1987), IARC 82, ch. 2; Benjamini & Hochberg (1995).
    """
    from scipy.special import gammainc, gammaincc

    x, e = _counts(counts), np.asarray(expected, np.float64).ravel()
    if x.shape != e.shape or not np.all(np.isfinite(e)) or np.any(e < 0):
        raise AnalysisError("expected counts must be finite, 0 or more, and as many as the counts")
    ends = poisson_interval(x, level=level)
    with np.errstate(all="ignore"):
        is_known = (e > 0) & np.isfinite(ends[1] / e)
        value, low, high = (np.where(is_known, one / e, np.nan) for one in (x, *ends))
    above = np.where(x > 0, gammainc(np.maximum(x, 1), e), 1.0)
    p = np.where(is_known, np.minimum(2 * np.minimum(gammaincc(x + 1, e), above), 1.0), np.nan)
    p_adjusted = np.full(p.shape, np.nan)
    p_adjusted[is_known] = adjusted(p[is_known])
    is_few = (ends[1] - ends[0]) / 2 > WIDE * x
    for column in (value, low, high, p, p_adjusted, is_known, is_few):
        column.flags.writeable = False
    return Ratios(value, low, high, p, p_adjusted, is_known, is_few, level, int(x.sum()))


def _counts(counts: ArrayLike) -> Floats:
    x = np.asarray(counts, np.float64).ravel()
    if not np.all(np.isfinite(x)) or np.any(x < 0) or np.any(x != np.floor(x)):
        raise AnalysisError("counts must be whole numbers, 0 or more")
    return x


def _frozen(column: Floats) -> Floats:
    column.flags.writeable = False
    return column
