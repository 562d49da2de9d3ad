"""Two counts against each other: is the difference more than chance?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.rates import is_few
from samsyn.analysis.result import OVER, AnalysisError, Caveat, Comparison, Dispersion, Reason, check_level

METHOD = "e-test"
_TIE = 1e-9  # two statistics closer than this, relatively, are equal: swapped counts tie exactly on paper
_CELLS = 2_000_000  # largest grid that is computed at once


def etest_p(
    first: ArrayLike,
    second: ArrayLike,
    *,
    first_exposure: ArrayLike = 1.0,
    second_exposure: ArrayLike = 1.0,
) -> NDArray[np.float64]:
    """Return the two-sided p-value of the E-test for every pair of counts.

    first, second  whole numbers, 0 or more; broadcast against each other and the exposures; empty gives empty
    exposures      length of the period, or population times time, above 0

    X1 ~ Poisson(n1 l), X2 ~ Poisson(n2 l), l = (x1 + x2) / (n1 + n2) and
    T = |x1/n1 - x2/n2| / sqrt(x1/n1^2 + x2/n2^2); p is the chance of a T at least as large as the one seen.
    For one value of X1, T is large where X2 lies outside two roots of a quadratic, so the double sum of the paper
    becomes a single one. Two counts of 0 give p 1.

    Source: Krishnamoorthy & Thomson (2004), J. Stat. Plan. Inference 119, 23-35.
    """
    x1, x2, n1, n2 = (
        np.ascontiguousarray(column, dtype=np.float64).ravel()
        for column in np.broadcast_arrays(first, second, first_exposure, second_exposure)
    )
    _check(x1, x2, n1, n2)
    p = np.ones(x1.shape)
    rate = (x1 + x2) / (n1 + n2)
    t2 = np.zeros(x1.shape)
    some = (x1 + x2) > 0
    t2[some] = (
        (x1[some] / n1[some] - x2[some] / n2[some]) ** 2
        / (x1[some] / n1[some] ** 2 + x2[some] / n2[some] ** 2)
    )  # fmt: skip
    todo = np.flatnonzero(t2 > 0)
    todo = todo[np.argsort(rate[todo] * n1[todo], kind="stable")]  # alike widths together
    while todo.size:
        width = _width(rate[todo] * n1[todo])
        take = max(
            1, int(np.searchsorted(np.maximum.accumulate(width) * np.arange(1, todo.size + 1), _CELLS))
        )
        rows, todo = todo[:take], todo[take:]
        p[rows] = _tail(t2[rows], rate[rows], n1[rows], n2[rows])
    return np.minimum(p, 1.0)


def etest(
    first: int,
    second: int,
    *,
    first_exposure: float = 1.0,
    second_exposure: float = 1.0,
    dispersion: float = 1.0,
    level: float = 0.95,
) -> Comparison:
    """Compare a later count with an earlier one: the ratio of their rates, its exact interval, and the E-test's p.

    dispersion  variance over mean of the counts, `dispersion`; 1 for Poisson counts. Over 1 gives a second, wider interval

    The interval is the conditional one (Clopper-Pearson on the share of the second count). When nothing happened in
    the first period the ratio cannot be estimated (`Reason.NO_EVENTS`); p still holds, for counts that do not clump.

    >>> round(etest(10, 5).p, 6), round(etest(100, 25, first_exposure=10, second_exposure=5).p, 6)
    (0.206164, 0.000575)
    """
    from scipy.special import betaincinv

    check_level(level)
    p = float(etest_p([first], [second], first_exposure=first_exposure, second_exposure=second_exposure)[0])
    caveats = (Caveat.FEW_EVENTS,) if is_few(first) or is_few(second) else ()
    value = low = high = None
    if first:
        scale, tail = first_exposure / second_exposure, (1 - level) / 2
        share_low = float(betaincinv(second, first + 1, tail)) if second else 0.0
        share_high = float(betaincinv(second + 1, first, 1 - tail))
        value = second / first * scale
        low, high = (end / (1 - end) * scale for end in (share_low, share_high))
    found = Comparison(
        value=value,
        low=low,
        high=high,
        level=level,
        n=int(first + second),
        method=METHOD,
        caveats=caveats,
        reason=None if first else Reason.NO_EVENTS,
        p=p,
        is_more_than_chance=p <= 1 - level,
    )
    return scaled(found, first, second, dispersion=dispersion, exposures=first_exposure / second_exposure)


def scaled(
    found: Comparison, first: int, second: int, *, dispersion: float, exposures: float = 1.0
) -> Comparison:
    """Return a comparison of two counts with an interval for counts that come in clumps beside its own.

    dispersion  variance over mean, above 0; 1 or less leaves the comparison as it is
    exposures   the first exposure over the second

    Counts by the dispersion are taken as Poisson counts, as if so many clumps had come: Jeffreys' ends of the second one's
    share of both, turned into a ratio. Never narrower than the interval itself. Over 1.5 gives `Caveat.OVERDISPERSED`.

    Source: McCullagh & Nelder (1989), 6.2; Brown, Cai & DasGupta (2001), Stat. Sci. 16, 101-133.
    """
    from scipy.special import betaincinv

    if not np.isfinite(dispersion) or dispersion <= 0:
        raise AnalysisError("dispersion must be finite and above 0")
    clumps = (Caveat.OVERDISPERSED,) if dispersion > OVER else ()
    if dispersion <= 1 or found.low is None or found.high is None:
        return replace(found, caveats=(*found.caveats, *clumps))
    a, b, tail = second / dispersion + 0.5, first / dispersion + 0.5, (1 - found.level) / 2
    low, high = (
        share / (1 - share) * exposures for share in (betaincinv(a, b, tail), betaincinv(a, b, 1 - tail))
    )
    return replace(
        found,
        caveats=(*found.caveats, *clumps),
        scaled_low=min(float(low), found.low),
        scaled_high=max(float(high), found.high),
    )


def adjusted(p: ArrayLike) -> NDArray[np.float64]:
    """Return p-values adjusted for many tests at once (false-discovery rate); empty gives empty.

    >>> adjusted([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]

    Source: Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values)[::-1]
    steps = values[order] * values.size / np.arange(values.size, 0, -1)
    result = np.empty_like(values)
    result[order] = np.minimum.accumulate(steps)
    return result


def dispersion(table: ArrayLike) -> Dispersion:
    """Return how much counts vary beside what Poisson counts do, when year and season are taken away.

    table  a row for each year, a column for each part of the year; rows and columns without events are left out

    Pearson's chi-squared of the table against rows times columns, by its degrees of freedom: about 1 for Poisson counts,
    more when events come in clumps. Fewer than two rows or columns, or no events, give a ratio of None.

    >>> found = dispersion([[10, 20, 30], [30, 20, 10]])
    >>> found.ratio, round(found.p, 7), found.is_over
    (10.0, 4.54e-05, True)

    Source: McCullagh & Nelder (1989), Generalized Linear Models, 2nd ed., 4.5 and 6.2.
    """
    from scipy.special import gammaincc

    x = np.asarray(table, dtype=np.float64)
    if x.ndim != 2 or np.any(~np.isfinite(x)) or np.any(x < 0):
        raise AnalysisError("counts must be a table, finite and 0 or more")
    x = x[x.sum(axis=1) > 0][:, x.sum(axis=0) > 0]
    free = (x.shape[0] - 1) * (x.shape[1] - 1)
    if min(x.shape) < 2:
        return Dispersion(None, None, x.size)
    expected = x.sum(axis=1, keepdims=True) * x.sum(axis=0, keepdims=True) / x.sum()
    statistic = float(np.sum((x - expected) ** 2 / expected))
    return Dispersion(statistic / free, float(gammaincc(free / 2, statistic / 2)), x.size)


def _check(x1: NDArray, x2: NDArray, n1: NDArray, n2: NDArray) -> None:
    for counts in (x1, x2):
        if np.any(~np.isfinite(counts)) or np.any(counts < 0) or np.any(counts != np.floor(counts)):
            raise AnalysisError("counts must be whole numbers, 0 or more")
    for exposure in (n1, n2):
        if np.any(~np.isfinite(exposure)) or np.any(exposure <= 0):
            raise AnalysisError("exposures must be finite and above 0")


def _width(mean: NDArray) -> NDArray[np.int64]:
    """Return how many values of a Poisson count are summed: all but less than 1e-18 of its mass."""
    return (20 * np.sqrt(mean)).astype(np.int64) + 90


def _tail(t2: NDArray, rate: NDArray, n1: NDArray, n2: NDArray) -> NDArray[np.float64]:
    """Return the chance of a statistic of at least sqrt(t2) for each row, summed over the first count."""
    from scipy.special import gammainc, gammaincc, gammaln, xlogy

    mean = (rate * n1)[:, None]
    start = np.maximum(0, np.floor(rate * n1 - 10 * np.sqrt(rate * n1) - 30))[:, None]
    i = start + np.arange(int(_width(rate * n1).max()))
    mass = np.exp(xlogy(i, mean) - mean - gammaln(i + 1))
    t, m, k = t2[:, None], n1[:, None], n2[:, None]
    a = i / m
    half = a + t / (2 * k)
    root = np.sqrt(np.maximum(half**2 - a**2 + t * a / m, 0.0))
    below = np.floor(k * (half - root) * (1 + _TIE) + _TIE)  # the largest second count far enough under
    above = np.ceil(k * (half + root) * (1 - _TIE) - _TIE)  # the smallest far enough over
    below = np.where(i == 0, -1, below)  # two zeros differ by nothing
    other = (rate * n2)[:, None]
    under = np.where(below >= 0, gammaincc(np.maximum(below, 0) + 1, other), 0.0)
    over = np.where(above > 0, gammainc(np.maximum(above, 1), other), 1.0)
    return np.sum(mass * (under + over), axis=1)
