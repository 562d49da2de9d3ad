"""Is a series rising or falling, whatever the shape of its change? Mann-Kendall's test and Sen's slope."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError, check_level

METHOD = "mann-kendall"
EXACT_TO = 10  # so many values or fewer: the exact law of S; more: the normal one
SHORTEST = 5  # under this p cannot come below 0.05
LONGEST = 5_000  # all slopes are kept in memory


@dataclass(frozen=True)
class MannKendall:
    """The trend of one series.

    s            pairs that rise minus pairs that fall, in the order of time
    tau          Kendall's tau-b: s over its largest possible value; None when all values are equal or there is but one
    p            two-sided; None for fewer than 5 values (`is_too_short`): then no order of them could give p < 0.05
    slope        Sen's: the median change per unit of time, with `low` to `high`; None with fewer than two values
    is_exact     whether p comes from the exact law of S, else from the normal one with ties and continuity
    """

    s: int
    tau: float | None
    p: float | None
    slope: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    is_exact: bool
    method: str = METHOD

    @property
    def is_too_short(self) -> bool:
        return self.n < SHORTEST

    @property
    def is_more_than_chance(self) -> bool:
        return self.p is not None and self.p <= 1 - self.level


def mann_kendall(times: ArrayLike, values: ArrayLike, *, level: float = 0.95) -> MannKendall:
    """Return Mann-Kendall's S, its p-value, and Sen's slope of a series.

    times   finite, each but once, in any order and unit; empty gives S 0 and no p
    values  finite, as many

    Up to 10 values p is exact, ties of values too; beyond, z = (S - sign S) / sd with ties taken off the variance.

    >>> found = mann_kendall(range(1, 6), [1, 2, 3, 4, 5])
    >>> found.s, found.tau, found.slope, round(found.p, 6)
    (10, 1.0, 1.0, 0.016667)

    Source: Mann (1945), Econometrica 13, 245-259; Kendall (1975), Rank Correlation Methods; slope and its interval: Sen
    (1968), J. Am. Stat. Assoc. 63, 1379-1389; Gilbert (1987), Statistical Methods for Env. Pollution Monitoring, 16.5.
    """
    check_level(level)
    t, y = np.asarray(times, dtype=np.float64).ravel(), np.asarray(values, dtype=np.float64).ravel()
    if t.shape != y.shape or not np.all(np.isfinite(t)) or not np.all(np.isfinite(y)):
        raise AnalysisError("times and values must be finite and as many")
    if np.unique(t).size != t.size:
        raise AnalysisError("each time may stand but once")
    if t.size > LONGEST:
        raise AnalysisError(f"a series has at most {LONGEST} values")
    order = np.argsort(t)
    t, y = t[order], y[order]
    s = sum(int(np.sign(y[i + 1 :] - y[i]).sum()) for i in range(y.size - 1))
    ties = np.unique(y, return_counts=True)[1]
    is_exact = y.size <= EXACT_TO
    p = None
    if y.size >= SHORTEST:
        p = _exact_p(s, ties) if is_exact else _normal_p(s, ties)
    slope, low, high = _sen(t, y, ties, level)
    return MannKendall(s, _tau(s, ties), p, slope, low, high, level, int(y.size), is_exact)


def _untied_pairs(ties: NDArray) -> int:
    n = int(ties.sum())
    return n * (n - 1) // 2 - int(np.sum(ties * (ties - 1) // 2))


def _tau(s: int, ties: NDArray) -> float | None:
    n, free = int(ties.sum()), _untied_pairs(ties)
    return s / sqrt(free * (n * (n - 1) // 2)) if free else None


def _variance(ties: NDArray) -> float:
    n = int(ties.sum())
    return float(n * (n - 1) * (2 * n + 5) - np.sum(ties * (ties - 1) * (2 * ties + 5))) / 18


def _normal_p(s: int, ties: NDArray) -> float:
    from scipy.special import erfc

    variance = _variance(ties)
    if variance == 0:
        return 1.0
    return float(erfc(max(abs(s) - 1, 0) / sqrt(2 * variance)))


def _exact_p(s: int, ties: NDArray) -> float:
    """Return the share of all orders of these values whose S lies as far from 0.

    The falling pairs of an arrangement with ties are counted by the Gaussian multinomial coefficient: the product of
    (1 - q^m) for m to n, over the same product for each group of equal values.
    """
    falling = np.array([1], dtype=object)
    for m in range(1, int(ties.sum()) + 1):
        falling = np.convolve(falling, np.ones(m, dtype=object))
    for tied in ties:
        for m in range(1, int(tied) + 1):
            falling = _divided(falling, m)
    scores = _untied_pairs(ties) - 2 * np.arange(falling.size)
    far = np.abs(scores) >= abs(s)
    return float(falling[far].sum() / falling.sum())


def _divided(counts: NDArray, m: int) -> NDArray:
    """Return a polynomial divided by 1 + q + … + q^(m-1), which divides it."""
    rest, out = counts.copy(), np.zeros(counts.size - m + 1, dtype=object)
    for place in range(out.size):
        out[place] = rest[place]
        rest[place : place + m] -= out[place]
    return out


def _sen(
    t: NDArray, y: NDArray, ties: NDArray, level: float
) -> tuple[float | None, float | None, float | None]:
    """Return the median slope of all pairs, and the slopes that lie z sd(S) / 2 ranks to each side of it."""
    from scipy.special import ndtri

    if y.size < 2:
        return None, None, None
    slopes = np.sort(np.concatenate([(y[i + 1 :] - y[i]) / (t[i + 1 :] - t[i]) for i in range(y.size - 1)]))
    reach = float(ndtri((1 + level) / 2)) * sqrt(_variance(ties))
    first, last = int(np.floor((slopes.size - reach) / 2)), int(np.ceil((slopes.size + reach) / 2))
    if y.size < SHORTEST or first < 1 or last > slopes.size - 1:
        return float(np.median(slopes)), None, None
    return float(np.median(slopes)), float(slopes[first - 1]), float(slopes[last])
