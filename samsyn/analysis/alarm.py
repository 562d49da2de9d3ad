"""Is the latest period unusual? What was to be expected of it from the years before, for many series at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.counts import adjusted
from samsyn.analysis.result import AnalysisError, Reason, check_level
from samsyn.analysis.trend import Slopes, checked_series, slopes

METHOD = "farrington-noufaily"
YEARS = 5
SHORTEST = 3  # years
LEAST = 5  # events in the years before
POOLED = 5  # with fewer events in this part of the year the parts share one level
OUTBREAK = 2.58  # standardised residuals above it weigh less
TRIMMED = 1.1  # weighing outbreaks down takes some of the usual spread with them: so much is given back
_NAMES = ("expected", "log_variance", "dispersion", "square", "trend", "df")

Array = NDArray[Any]


@dataclass(frozen=True)
class Alarms:
    """The latest period of S series. Where `reasons` has one, the numbers of the series are nan.

    count           events in the latest period
    expected        what was to be expected; `low` to `high` holds what is not unusual, ends included
    p, p_adjusted   two-sided; adjusted for all series of the batch that have a p (Benjamini-Hochberg)
    is_high, is_low over high, under low: unusual when this series alone is asked about
    is_alarm        unusual when all are asked about: adjusted p at most 1 - level
    dispersion      of the years before, outbreaks weighing less, at least 1
    trend           change of the logarithm per year; 0 where it has no finite estimate and is left out
    is_pooled       whether the parts of the year share one level, for this one has too few events
    n               events in the years before
    """

    count: Array
    expected: Array
    low: Array
    high: Array
    p: Array
    p_adjusted: Array
    is_high: Array
    is_low: Array
    is_alarm: Array
    dispersion: Array
    trend: Array
    is_pooled: Array
    n: Array
    reasons: tuple[Reason | None, ...]
    level: float
    method: str = METHOD


@dataclass(frozen=True)
class _Forecast:
    """What is known of the latest period of some series; nan where there is no fit.

    log_variance  of the expected count's logarithm, for a dispersion of 1
    square        excess of the variance over a Poisson law's, as a share of the squared mean, 0 or more
    df            degrees of freedom behind dispersion and square
    """

    expected: Array
    log_variance: Array
    dispersion: Array
    square: Array
    trend: Array
    df: Array


def alarms(
    counts: ArrayLike,
    times: ArrayLike,
    *,
    parts: int = 12,
    years: int = YEARS,
    window: int = 0,
    plugs_in: bool = False,
    level: float = 0.95,
) -> Alarms:
    """Return what was to be expected of the latest period of every series, and whether it is unusual.

    counts    (S, T) or (T,) whole numbers, 0 or more; nan where a period has no value, which is not 0
    times     (T,) whole numbers, each once: the number of the period, in parts of a year; the largest is the latest
    parts     periods in a year: 12 or 4
    years     so many years back are compared with; the latest half year is left out, for it may hold the same outbreak
    window    so many parts on each side share the level of the latest; all others have their own
    plugs_in  take the expected as known without error, as surveillance's "nbPlugin" does: too many alarms

    A quasi-Poisson trend with levels is fitted twice, the second time with less weight on periods that stood out
    upwards in the first. The count is then held against a negative binomial law with variance
    dispersion * mu + mu^2 * variance(log mu).

    Reasons: `no-value`, the latest has none; `too-short`, under three years before; `no-events`, none before;
    `too-few-events`, under five before. Raises AnalysisError.

    >>> found = alarms([[4, 6, 5, 5] * 5 + [20]], range(21), parts=4)
    >>> float(found.expected[0].round(6)), bool(found.is_high[0])
    (4.0, True)

    Source: Noufaily, Enki, Farrington, Garthwaite, Andrews & Charlett (2013), Stat. Med. 32, 1206-1222; Farrington,
    Andrews, Beale & Catchpole (1996), J. R. Stat. Soc. A 159, 547-563; R package surveillance, farringtonFlexible.
    """
    y, t, used = _checked(counts, times, parts, years, window, level)
    now = int(np.argmax(t)) if len(t) else 0
    back = t[now] - t if len(t) else t
    rows = np.flatnonzero((back > parts // 2) & (back <= years * parts + window))
    series, weights = y[:, rows], used[:, rows].astype(np.float64)
    n = np.sum(series, axis=1)
    count = y[:, now] if len(t) else np.zeros(len(y))
    has_now = used[:, now] if len(t) else np.zeros(len(y), dtype=bool)
    span = np.max(np.where(weights > 0, back[rows], 0), axis=1, initial=0)
    reasons = tuple(
        Reason.NO_VALUE if not has else Reason.TOO_SHORT if far < SHORTEST * parts else Reason.NO_EVENTS if not events
        else Reason.TOO_FEW_EVENTS if events < LEAST else None
        for has, far, events in zip(has_now, span, n, strict=True)
    )  # fmt: skip
    able = np.array([reason is None for reason in reasons], dtype=bool)
    groups = _groups(back[rows], parts, window)
    pooled = able & (np.sum(series * weights * (groups == 0), axis=1) < POOLED)
    nothing = np.full(len(y), np.nan)
    parts_of = {name: nothing.copy() for name in _NAMES}
    for some, group in ((able & ~pooled, groups), (pooled, np.zeros_like(groups))):
        if some.any():
            found = _forecast(series[some], -back[rows] / parts, group, weights[some])
            for name, values in parts_of.items():
                values[some] = getattr(found, name)
    return _held(_Forecast(**parts_of), count, able, pooled, n, reasons, plugs_in=plugs_in, level=level)


def _groups(back: Array, parts: int, window: int) -> Array:
    """Return 0 for the part of the year of the latest period (and its neighbours within the window), 1 … for others."""
    phase = back % parts
    own = np.where((phase <= window) | (phase >= parts - window), 0, phase - window)
    return np.asarray(own, dtype=np.int64)


def _forecast(counts: Array, years: Array, groups: Array, weights: Array) -> _Forecast:
    """Fit with a trend; where that has no finite estimate, without."""
    size = int(groups.max()) + 1
    found = _twice(counts, years, groups, weights, size, has_slope=True)
    bad = ~np.isfinite(found.expected)
    if bad.any():
        flat = _twice(counts[bad], years, groups, weights[bad], size, has_slope=False)
        for name in _NAMES:
            getattr(found, name)[bad] = getattr(flat, name)
    return found


def _twice(
    counts: Array, years: Array, groups: Array, weights: Array, size: int, *, has_slope: bool
) -> _Forecast:
    first = slopes(counts, years, groups, weights, size=size, has_slope=has_slope)
    omega = _reweighted(first, counts, years, groups, weights)
    fit = slopes(counts, years, groups, omega, size=size, has_slope=has_slope)
    phi = np.maximum(np.nan_to_num(fit.dispersion, nan=1.0), 1.0)
    with np.errstate(over="ignore"):
        expected = fit.scale[:, 0] * np.exp(-fit.coefficient * fit.centre)
    expected = np.where(np.isfinite(expected) & (expected > 0), expected, np.nan)
    log_variance = 1 / np.where(fit.is_fitted, fit.total[:, 0], np.nan) + fit.middle[:, 0] ** 2 * fit.variance
    rows = np.isfinite(fit.fitted)
    mu, df = np.where(rows, fit.fitted, 0.0), np.maximum(fit.df, 1).astype(np.float64)
    spread = np.sum(np.where(rows, omega * (counts - mu) ** 2, 0.0), axis=1) * rows.sum(axis=1) / df
    square = (spread - np.sum(omega * mu, axis=1)) / np.maximum(np.sum(omega * mu**2, axis=1), 1e-300)
    return _Forecast(expected, log_variance, phi, np.maximum(square, 0.0), fit.coefficient.copy(), df)


def _reweighted(fit: Slopes, counts: Array, years: Array, groups: Array, weights: Array) -> Array:
    """Return weights that fall with the square of the Anscombe residual of rows that stand out upwards."""
    rows = np.isfinite(fit.fitted)
    mu = np.where(rows, fit.fitted, 1.0)
    total = np.where(rows, fit.total[:, groups], 1.0)
    away = np.where(rows, years - fit.middle[:, groups], 0.0)
    variance = np.where(fit.is_fitted, fit.variance, 0.0)
    leverage = mu * (1 / np.where(total > 0, total, 1.0) + away**2 * variance[:, None])
    phi = np.maximum(np.nan_to_num(fit.dispersion, nan=1.0), 1.0)[:, None]
    residual = 1.5 * (counts ** (2 / 3) * mu ** (-1 / 6) - np.sqrt(mu))
    residual /= np.sqrt(phi * np.maximum(1 - leverage, 1e-9))
    stands_out = rows & (residual > OUTBREAK) & (leverage < 1 - 1e-6)
    new = np.where(stands_out, np.where(stands_out, residual, 1.0) ** -2, weights)
    return np.asarray(
        new * weights.sum(axis=1, keepdims=True) / np.maximum(new.sum(axis=1, keepdims=True), 1e-300)
    )


def _held(
    found: _Forecast, count: Array, able: Array, pooled: Array, n: Array, reasons: tuple[Reason | None, ...],
    *, plugs_in: bool, level: float,
) -> Alarms:  # fmt: skip
    """Hold the counts against the law of what was to be expected; its spread is an estimate, so by Student's t."""
    from scipy.special import ndtr, ndtri, stdtr, stdtrit

    tail = np.full(len(n), (1 - level) / 2)
    mu, phi = np.where(able, found.expected, 1.0), np.where(able, found.dispersion, 1.0)
    extra, df = (phi - 1) * mu, np.where(able, found.df, 1.0)
    if not plugs_in:
        extra = TRIMMED * np.maximum(extra, np.where(able, found.square, 0.0) * mu**2)
        extra = extra + (1 + extra / mu) * mu**2 * np.where(able, found.log_variance, 0.0)
        tail = np.where(phi > 1, ndtr(stdtrit(df, tail)), tail)
    size = mu**2 / np.maximum(extra, 1e-9 * mu)  # 1e-9: a Poisson law
    low, high = _quantile(tail, mu, size), _quantile(1 - tail, mu, size)
    y = np.where(able, count, 0.0)
    p = np.minimum(2 * np.minimum(_up_to(y, mu, size), _from(y, mu, size)), 1.0)
    if not plugs_in:
        p = np.where(phi > 1, 2 * stdtr(df, ndtri(p / 2)), p)
    corrected = np.full(len(p), np.nan)
    corrected[able] = adjusted(p[able])
    hollow = {
        "expected": mu,
        "low": low,
        "high": high,
        "p": p,
        "dispersion": found.dispersion,
        "trend": found.trend,
    }
    columns = {
        **{name: np.where(able, values, np.nan) for name, values in hollow.items()},
        "count": np.where(np.array([reason is not Reason.NO_VALUE for reason in reasons], dtype=bool), count, np.nan),
        "p_adjusted": corrected, "is_high": able & (y > high), "is_low": able & (y < low),
        "is_alarm": able & (np.nan_to_num(corrected, nan=1.0) <= 1 - level), "is_pooled": pooled.copy(), "n": n,
    }  # fmt: skip
    for column in columns.values():
        column.setflags(write=False)
    return Alarms(**columns, reasons=reasons, level=level)


def _up_to(k: Array, mu: Array, size: Array) -> Array:
    """Return the chance of k or fewer, by the negative binomial law of this mean and size."""
    from scipy.special import betainc

    whole = np.maximum(k, 0.0)
    return np.where(k < 0, 0.0, betainc(size, whole + 1, size / (size + mu)))


def _from(k: Array, mu: Array, size: Array) -> Array:
    """Return the chance of k or more."""
    from scipy.special import betainc

    return np.where(k < 1, 1.0, betainc(np.maximum(k, 1.0), size, mu / (size + mu)))


def _quantile(share: Array, mu: Array, size: Array) -> Array:
    """Return the smallest count that so large a share do not exceed."""
    low, high = np.full(mu.shape, -1.0), np.ceil(mu) + 1.0
    for _turn in range(60):
        short = _up_to(high, mu, size) < share
        if not short.any():
            break
        low, high = np.where(short, high, low), np.where(short, 2 * high, high)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        enough = _up_to(middle, mu, size) >= share
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high


def _checked(
    counts: ArrayLike, times: ArrayLike, parts: int, years: int, window: int, level: float
) -> tuple[Array, Array, Array]:
    check_level(level)
    if parts not in (4, 12) or years < SHORTEST or not 0 <= window <= parts // 2 - 1:
        raise AnalysisError("parts must be 4 or 12, years 3 or more, the window under half a year")
    return checked_series(counts, times)
